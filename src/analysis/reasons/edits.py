"""Edits of a codebook by people: rename, merge, split, retire; each one leaves a line in the log.

An edit returns a new book. Ids are never used again, and the code of a note that an edit was not
about stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

import numpy as np
import pandas as pd

from analysis.errors import InputRefused
from analysis.reasons.belonging import fit_after_edits
from analysis.reasons.clusterer import ReasonClusterer
from analysis.reasons.codebook import OTHER_ID, Codebook
from analysis.reasons.entries import SPECIAL_NAMES, Edit, Theme, heirs
from analysis.reasons.themes import likeness
from analysis.reasons.vectors import Floats, unit_rows
from analysis.reasons.words import normalise

_N_KEYWORDS, _N_SEEDS = 8, 3
#: Texts that a part needs before it can be found among mentions.
_FEWEST_TEXTS = 5


@dataclass(frozen=True)
class Signature:
    """When, by whom and why something was edited; all of it may be left out."""

    on: date | None = None
    by: str = ""
    why: str = ""


NOBODY = Signature()


@dataclass(frozen=True)
class Part:
    """What one part of a split theme is called and how people put it.

    Parameters
    ----------
    name
        Name of the new theme.
    seeds
        Phrases that belong to it, one at least.
    centre
        Where it lies, shape (d,); the mean of its seeds when None.
    """

    name: str
    seeds: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    centre: Floats | None = None


def rename(book: Codebook, theme_id: str, name: str, *, signed: Signature = NOBODY) -> Codebook:
    """Return the book with another name for one theme.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "delivery late again", "price too high",
    ...                        "high prices"], n_themes=2)
    >>> edited = rename(book, "t02", "late deliveries")
    >>> [theme.name for theme in edited.themes], edited.edits[0].was
    (['high prices', 'late deliveries'], 'delivery late')
    """
    name = _checked_name(book, name, besides=theme_id)
    old = entry_of(book, theme_id, parents=True)
    new = replace(old, name=name, mixed=False)
    edit = Edit("rename", (theme_id,), (theme_id,), was=old.name, name=name, **vars(signed))
    themes, parents = (
        tuple(new if one.theme_id == theme_id else one for one in entries)
        for entries in (book.themes, book.parents)
    )
    return replace(book, themes=themes, parents=parents, edits=(*book.edits, edit))


def merge(book: Codebook, ids: Sequence[str], *, signed: Signature = NOBODY) -> Codebook:
    """Return the book with several themes as one, under the id and name of the first.

    Keywords, typical quotes, definitions and exclusions of all of them describe it.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "delivery late again", "price too high",
    ...                        "high prices"], n_themes=2)
    >>> edited = merge(book, ["t02", "t01"])
    >>> [theme.theme_id for theme in edited.themes], edited.fit_of(["late delivery"]).shape
    (['t02'], (1, 1))
    """
    merged = [entry_of(book, one) for one in ids]
    if len(set(ids)) < max(2, len(ids)):
        raise _bad_edit(
            "A merge names fewer than two different themes",
            "two ids or more, the one to keep first",
        )
    first, rest = merged[0], set(ids[1:])
    words = _in_turn([one.keywords for one in merged], at_most=_N_KEYWORDS)
    seeds = _in_turn([one.seeds for one in merged], at_most=_N_SEEDS)
    defined = " Or: ".join(dict.fromkeys(filter(None, (one.definition for one in merged))))
    excluded = tuple(dict.fromkeys(word for one in merged for word in one.exclusions))
    whole = replace(first, keywords=words, seeds=seeds, definition=defined, exclusions=excluded,
                    stability=None)  # fmt: skip
    kept = [one for one in book.themes if one.theme_id not in rest]
    themes = tuple(whole if one is first else one for one in kept)
    edit = Edit("merge", tuple(ids), (ids[0],), name=first.name, **vars(signed))
    return _with(book, themes, edit)


def _in_turn(lists: Sequence[Sequence[str]], *, at_most: int) -> tuple[str, ...]:
    """Return the first of each list, then the second of each: so many, but one of each at least."""
    turns = (text for turn in zip_longest(*lists) for text in turn if text)
    return tuple(dict.fromkeys(turns))[: max(at_most, len(lists))]


def retire(book: Codebook, theme_id: str, *, signed: Signature = NOBODY) -> Codebook:
    """Return the book without one theme; what it used to catch is *other* from now on.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "delivery late again", "price too high",
    ...                        "high prices"], n_themes=2)
    >>> retire(book, "t02").fit_of(["late delivery", "high prices"]).round(0).tolist()
    [[0.0], [1.0]]
    """
    old = entry_of(book, theme_id)
    edit = Edit("retire", (theme_id,), (), was=old.name, **vars(signed))
    return _with(book, tuple(one for one in book.themes if one is not old), edit)


def split(
    book: Codebook, theme_id: str, parts: Sequence[Part], *, signed: Signature = NOBODY
) -> Codebook:
    """Return the book with one theme told apart into new ones; its own id is retired into them.

    A text belongs to a part when it would have belonged to the theme and resembles this part most.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "delivery broken", "price too high",
    ...                        "high prices"], n_themes=2)
    >>> parts = [Part("late", ("late delivery",)), Part("damaged", ("delivery broken",))]
    >>> edited = split(book, "t02", parts)
    >>> [theme.theme_id for theme in edited.themes], edited.edits[0].into
    (['t01', 't03', 't04'], ('t03', 't04'))
    >>> edited.fit_of(["delivery broken"])[0, 1:].round().tolist()
    [0.0, 1.0]
    """
    old = entry_of(book, theme_id)
    if len({part.name for part in parts}) < max(2, len(parts)):
        raise _bad_edit(
            "A split names fewer than two different parts", "two parts or more, each with a name"
        )
    ids, made, centres = _new_ids(book, len(parts)), [], []
    for one, part in zip(ids, parts, strict=True):
        centres.append(part.centre if part.centre is not None else _centre_of(book, part))
        name = _checked_name(book, part.name, besides=theme_id)
        seeds = part.seeds[:_N_SEEDS]
        made.append(replace(old, theme_id=one, name=name, keywords=part.keywords, seeds=seeds,
                            definition="", stability=None, mixed=False))  # fmt: skip
    place = book.themes.index(old)
    themes = (*book.themes[:place], *made, *book.themes[place + 1 :])
    edit = Edit("split", (theme_id,), ids, was=old.name, **vars(signed))
    return _with_rows(_with(book, themes, edit), ids, np.stack(centres))


def accept(book: Codebook, proposal: Part, *, signed: Signature = NOBODY) -> Codebook:
    """Return the book with one more theme, which takes the texts that fit it best.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "delivery late again", "price too high",
    ...                        "high prices"], n_themes=2)
    >>> edited = accept(book, Part("price", ("price too high",)))
    >>> edited.themes[-1].theme_id, edited.edits[-1].into
    ('t03', ('t03',))
    """
    name = _checked_name(book, proposal.name, besides="")
    centre = proposal.centre if proposal.centre is not None else _centre_of(book, proposal)
    ids = _new_ids(book, 1)
    made = Theme(ids[0], name, proposal.keywords, seeds=proposal.seeds[:_N_SEEDS])
    edit = Edit("accept", (), ids, name=name, **vars(signed))
    return _with_rows(_with(book, (*book.themes, made), edit), ids, centre[None, :])


def parts_among(book: Codebook, texts: Sequence[str], n_parts: int) -> list[Part]:
    """Return this many parts found among the texts of one theme, the largest first.

    Parameters
    ----------
    texts
        What customers said under the theme, masked.
    n_parts
        Two or more.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> texts = [f"{said} {number}" for number in ("once", "twice", "often", "always", "again")
    ...          for said in ("late van", "broken box")]
    >>> [part.name for part in parts_among(learn_codebook(texts, n_themes=1), texts, 2)]
    ['late van', 'broken box']
    """
    if n_parts < 2 or len(set(texts)) < n_parts * _FEWEST_TEXTS:
        raise _bad_edit(
            f"{len(set(texts)):,} different texts cannot be told apart into {n_parts} parts",
            f"two parts or more, and {_FEWEST_TEXTS} different texts for each",
        )
    found = ReasonClusterer(n_parts, embedder=book.embedder).fit(texts)
    labels = found.labels_
    likest = [
        _likest(book, [text for text, label in zip(texts, labels, strict=True) if label == part],
                found.centres_[part])
        for part in range(len(found.centres_))
    ]  # fmt: skip
    return [
        Part(words.name, quotes, words.keywords, centre)
        for words, quotes, centre in zip(found.theme_words_, likest, found.centres_, strict=True)
    ]


def _likest(book: Codebook, texts: Sequence[str], centre: Floats) -> tuple[str, ...]:
    distinct = sorted(set(texts))
    alike = (book.embedder.encode(distinct).astype(float) @ centre.astype(float)).round(6)
    ranked = sorted(range(len(distinct)), key=lambda place: (-alike[place], distinct[place]))
    return tuple(distinct[place] for place in ranked[:_N_SEEDS])


def _new_ids(book: Codebook, n_ids: int) -> tuple[str, ...]:
    """Return ids that this book has never used."""
    used = [one for edit in book.edits for one in (*edit.ids, *edit.into)]
    numbered = (re.fullmatch(r"t(\d+)", one) for one in (*used, *book.centre_ids))
    last = max((int(found.group(1)) for found in numbered if found), default=0)
    return tuple(f"t{last + place:02}" for place in range(1, n_ids + 1))


def _with_rows(book: Codebook, ids: Sequence[str], centres: Floats) -> Codebook:
    """Return the book with further centres under new ids, shape (j, d)."""
    rows = np.vstack([book.centres, centres]).astype(np.float32)
    return replace(book, centres=rows, centre_ids=(*book.centre_ids, *ids))


def present_mentions(mentions: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Return mentions that an earlier state of this book made, under the themes of today.

    What was retired is *other*; of a split theme, a mention's own words decide. A note that names
    a theme twice after a merge names it once.

    Parameters
    ----------
    mentions
        ``customer_id, reason_id, mention_n, theme_id, theme, score, text``.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = retire(learn_codebook(["late delivery", "high price"], n_themes=2), "t01")
    >>> rows = pd.DataFrame({"customer_id": ["a"], "reason_id": ["1"], "mention_n": [1],
    ...     "theme_id": ["t01"], "theme": ["high price"], "score": [1.0], "text": ["high price"]})
    >>> present_mentions(rows, book)[["theme_id", "theme"]].values.tolist()
    [['other', 'other']]
    """
    found = mentions.assign(
        theme_id=present_ids(book, mentions["theme_id"].tolist(), mentions["text"].tolist())
    )
    found["theme"] = found["theme_id"].map(book.names).fillna(found["theme"])
    found = found.drop_duplicates(["customer_id", "reason_id", "theme_id"])
    places = found.groupby(["customer_id", "reason_id"]).cumcount() + 1
    return found.assign(mention_n=places).reset_index(drop=True)


def present_ids(book: Codebook, ids: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Return what each id of an earlier state of the book is today for this text.

    Parameters
    ----------
    ids
        Theme ids, shape (n,); *other* where a theme was retired.
    texts
        The words that were coded, shape (n,); they decide where a theme was split.
    """
    now = {one: heirs(book.edits, one) or (OTHER_ID,) for one in set(ids)}
    several = [place for place, one in enumerate(ids) if len(now[one]) > 1]
    found = [now[one][0] for one in ids]
    if several:
        told = _told_by_words(book, [ids[at] for at in several], [texts[at] for at in several])
        for place, one in zip(several, told, strict=True):
            found[place] = one
    return found


def _told_by_words(book: Codebook, ids: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Replay the log on texts that are taken to lie in the middle of the theme they had."""
    parent = {one: edit.ids[0] for edit in book.edits if edit.what == "split" for one in edit.into}
    place = {one: at for at, one in enumerate(book.centre_ids)}
    alike = likeness(book.embedder.encode(texts), book.centres)
    alike[:, [at for one, at in place.items() if one not in parent]] = 0.0
    for row, one in enumerate(ids):
        while one in parent:
            alike[row, place[one]] = 2.0  # nearer than any other part
            one = parent[one]  # noqa: PLW2901
        alike[row, place[one]] = 1.0
    today = [theme.theme_id for theme in book.themes]
    fit = fit_after_edits(alike, book.centre_ids, book.edits, today)
    return [
        today[best] if row[best] else OTHER_ID for best, row in zip(fit.argmax(1), fit, strict=True)
    ]


def _with(book: Codebook, themes: tuple[Theme, ...], edit: Edit) -> Codebook:
    """Return the book with other themes and one more line; parents without a theme go."""
    above = {theme.parent_id for theme in themes}
    parents = tuple(one for one in book.parents if one.theme_id in above)
    return replace(book, themes=themes, parents=parents, edits=(*book.edits, edit))


def entry_of(book: Codebook, theme_id: str, *, parents: bool = False) -> Theme:
    """Return a theme by its id, or refuse and say what became of it."""
    entries = (*book.themes, *book.parents) if parents else book.themes
    for theme in entries:
        if theme.theme_id == theme_id:
            return theme
    was = {one for edit in book.edits for one in edit.ids} - {one.theme_id for one in entries}
    if theme_id in was:
        now = " and ".join(heirs(book.edits, theme_id)) or "nothing: it was retired"
        raise _bad_edit(f"{theme_id[:20]} is no theme any more; it became {now}", _known(book))
    raise _bad_edit(f"The codebook has no theme '{theme_id[:20]}'", _known(book))


def _known(book: Codebook) -> str:
    ids = [theme.theme_id for theme in book.themes]
    return f"one of {', '.join(ids[:30])}{' and more' if len(ids) > 30 else ''}"


def _checked_name(book: Codebook, name: str, *, besides: str) -> str:
    name = " ".join(normalise(name).split())
    others = {one.name for one in (*book.themes, *book.parents) if one.theme_id != besides}
    if not name or name in others | set(SPECIAL_NAMES.values()):
        what = "is taken" if name else "is empty"
        raise _bad_edit(f"The new name {what}", "a name that no other theme has")
    return name


def _centre_of(book: Codebook, part: Part) -> Floats:
    rows = book.embedder.encode([normalise(seed) for seed in part.seeds])
    centre: Floats = unit_rows(unit_rows(rows).sum(axis=0, keepdims=True))[0]
    if not part.seeds or not np.abs(centre).sum():
        raise _bad_edit(
            f"The seed phrases of the part '{part.name[:40]}' hold no word that the codebook knows",
            "phrases as customers put it, in words that occur in the notes",
        )
    return centre


def _bad_edit(happened: str, expected: str) -> InputRefused:
    return InputRefused(
        happened, expected, "correct the edit; the codebook was left as it was", code="bad_edit"
    )
