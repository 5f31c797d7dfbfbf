"""Codes that somebody chose from a list where the words of the notes make the themes."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.reasons.codebook import Codebook
from analysis.reasons.entries import heirs, slug_of
from analysis.reasons.picklist import is_reason


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
    ids = {code: slug_of(code) for code in sorted(set(codes))}
    return {
        code: one
        for code, one in ids.items()
        if is_reason(one) and one not in known and heirs(book.edits, one) == (one,)
    }
