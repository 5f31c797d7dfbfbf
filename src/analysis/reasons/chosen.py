"""Codes that somebody chose from a list: which theme each means, and which mean none."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.reasons.codebook import Codebook
from analysis.reasons.entries import heirs, slug_of
from analysis.reasons.picklist import is_reason


def ids_of_codes(codes: Sequence[str], book: Codebook) -> list[str]:
    """Return the id that each code has in the book: its theme's, or its own slug where none has it.

    A picklist may call a code otherwise from one month to the next. A code that is no id of the
    book means the theme that bears its name, or bore it by the log of edits.

    Parameters
    ----------
    codes
        As exported or in words, empty without, shape (n,).

    Examples
    --------
    >>> from analysis.reasons.edits import rename
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> ids_of_codes(["R02 Late", "Rude", ""], rename(book, "t02", "R02 late"))
    ['t02', 'rude', '']
    """
    ids = {*book.centre_ids, *(one.theme_id for one in (*book.themes, *book.parents))}
    tied: dict[str, str] = {}
    for edit in book.edits:
        about = edit.ids or edit.into
        if edit.name and about and edit.what != "merge":
            tied |= {_run_together(name): about[0] for name in (edit.was, edit.name)}
    if book.origin == "picklist":
        tied |= {_run_together(theme.name): theme.theme_id for theme in book.themes}
    slugs = [slug_of(code) for code in codes]
    return [
        one if one in ids or not is_reason(one) else tied.get(_run_together(one), one)
        for one in slugs
    ]


def _run_together(code: str) -> str:
    """Return what stays of a code whatever parts its words: ``R02-Late``, ``R02Late``."""
    return slug_of(code).replace("_", "")


def codes_beside_themes(codes: Sequence[str], book: Codebook) -> dict[str, str]:
    """Return the id of each code that names a reason and is no theme of the book, by its spelling.

    Such a code is what a person wrote: a register of fixes speaks in these codes, not in themes
    that the words made. A code that was merged or retired is a theme no more and left out.

    Parameters
    ----------
    codes
        As exported; a code may stand there several times.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> codes_beside_themes(["Late Van", "other", "Late Van"], book)
    {'Late Van': 'late_van'}
    """
    known = {theme.theme_id for theme in (*book.themes, *book.parents)}
    every = sorted(set(codes))
    ids = dict(zip(every, ids_of_codes(every, book), strict=True))
    return {
        code: one
        for code, one in ids.items()
        if is_reason(one) and one not in known and heirs(book.edits, one) == (one,)
    }
