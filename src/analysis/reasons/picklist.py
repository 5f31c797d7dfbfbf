"""The company's own picklist as the codebook, where enough notes carry a code.

Names that a company gave its reasons are better than any that words alone suggest, and coded notes
teach what each code means. Measured on the sample company's coded notes (5 folds, notes with one
reason): the blend below names the held-out code in .78, means of coded notes alone in .70.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.model_selection import StratifiedKFold

from analysis.reasons.centres import Labels, mean_centres, telling_centres
from analysis.reasons.clauses import says_nothing
from analysis.reasons.codebook import Codebook, Theme
from analysis.reasons.coding import passages_of
from analysis.reasons.entries import slug_of
from analysis.reasons.joined import JoinedEmbedder
from analysis.reasons.labels import name_themes
from analysis.reasons.themes import FIT_LIMIT, distinct, likeness
from analysis.reasons.vectors import Floats

#: Notes with text by which a code is taught (with five each, 72 % of notes of 77 public codes are
#: found), and those that such codes need together.
_FEWEST_NOTES, _FEWEST_CODED = 5, 60
#: Share of the coded notes that such codes must hold, or the picklist is no picklist.
_LEAST_COVERED = 0.8
_MOST_CODES = 60
#: Where fewer notes are coded, the codes themselves are the reasons as soon as this share of the
#: statements that tell something carries one, and the list is short enough to choose from.
_LEAST_CODED, _SHORT_LIST = 0.5, 12
#: Picklist entries that are no reason.
_NO_REASON = {"", "other", "others", "unknown", "none", "misc", "sonstiges", "autre", "otro", "na"}
#: Likeness under which a text fits no code; half the range of codebooks learnt from notes alone,
#: because these centres point away from each other.
_UNDER_GATE, _GATE_RANGE = 0.05, (0.06, 0.2)
_FOLDS = 5


@dataclass(frozen=True)
class Coded:
    """Notes that carry a code: the teaching material.

    Parameters
    ----------
    texts
        Masked notes.
    codes
        Slug of each note's code, shape (n,).
    names
        Code in words by slug. One without a note here is taught by its name alone.
    """

    texts: tuple[str, ...]
    codes: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)


def teaching_notes(notes: Sequence[str], codes: Sequence[str]) -> Coded | None:
    """Return the notes from which a picklist can be learnt, or None when there is no picklist.

    Enough are 60 notes in codes of five or more that hold four fifths of the coded notes. Of fewer
    notes no code can be learnt, but what somebody chose from a list needs no learning: the codes
    stand as soon as half of the statements that tell something carry one of a short list. Then
    every code is a theme, a rare one too, the commonest 60 of them.

    Parameters
    ----------
    notes
        Normalised and masked texts; empty where only a code was given.
    codes
        Code as exported, empty without.

    Examples
    --------
    >>> teaching_notes(["late"], ["delivery"]).names
    {'delivery': 'delivery'}
    >>> teaching_notes(["late", "dear", "rude"], ["delivery", "", ""]) is None
    True
    """
    rows = [
        (note, slug_of(code))
        for note, code in zip(notes, codes, strict=True)
        if code and slug_of(code) not in _NO_REASON
    ]
    pairs = sorted((note, code) for note, code in rows if not says_nothing(note))
    counts = Counter(code for _, code in pairs)
    well = [n_notes for n_notes in counts.values() if n_notes >= _FEWEST_NOTES]
    enough = sum(well) >= max(_FEWEST_CODED, _LEAST_COVERED * len(pairs))
    learnt = enough and 2 <= len(well) <= _MOST_CODES
    n_telling = len(rows) + _uncoded(notes, codes)
    if not learnt and not (len(pairs) < _FEWEST_CODED and _is_chosen(rows, n_telling)):
        return None
    by_size = sorted(Counter(code for _, code in rows).items(), key=lambda one: (-one[1], one[0]))
    kept = {code for code, _ in by_size[:_MOST_CODES]}
    taught = [pair for pair in pairs if pair[1] in kept]
    # Of several spellings the commonest; of as common ones the last of the alphabet.
    spelt = sorted((n, slug_of(code), code) for code, n in Counter(codes).items())
    return Coded(
        tuple(note for note, _ in taught),
        tuple(code for _, code in taught),
        {slug: code for _, slug, code in spelt if slug in kept},
    )


def _uncoded(notes: Sequence[str], codes: Sequence[str]) -> int:
    """Return how many statements tell something in words alone."""
    return sum(
        slug_of(code) in _NO_REASON and not says_nothing(note)
        for note, code in zip(notes, codes, strict=True)
    )


def _is_chosen(rows: Sequence[tuple[str, str]], n_telling: int) -> bool:
    """Whether the codes of these rows come from a list, not one by one from a keyboard."""
    n_codes = len({code for _, code in rows})
    short = 0 < n_codes <= max(_SHORT_LIST, len(rows) // 2)
    return short and len(rows) >= _LEAST_CODED * n_telling


def is_reason(slug: str) -> bool:
    """Whether a picklist's entry names a reason; *other* and its like name none.

    Examples
    --------
    >>> is_reason("delivery"), is_reason("other"), is_reason("")
    (True, False, False)
    """
    return slug not in _NO_REASON


def say_unused(slugs: Sequence[str], book: Codebook, *, by_number: bool = False) -> str:
    """Return which codes of rows are no themes of the book and why, empty when all are.

    Parameters
    ----------
    slugs
        Slug of each row's code, as the book has them today; empty without.
    book
        The themes that count.
    by_number
        Whether a number of themes was asked for, so that the codes were not to be used.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> print(say_unused(["price", ""], book)[:44])
    1 statement carries a code that is no theme:
    """
    known = {theme.theme_id for theme in (*book.themes, *book.parents)} | _NO_REASON
    strange = Counter(slug for slug in slugs if slug not in known)
    if not strange:
        return ""
    n = strange.total()
    named = ", ".join(f"{_name(slug)} ({n_rows:,})" for slug, n_rows in strange.most_common(5))
    more = f" and {len(strange) - 5} more" if len(strange) > 5 else ""
    counted = "It was counted by its" if n == 1 else "They were counted by their"
    said = (
        f"{n:,} statement{' carries' if n == 1 else 's carry'} a code that is no theme: "
        f"{named}{more}. {counted} words"
    )
    if book.origin == "picklist":
        return f"{said}; a code that is new can be added by learning the codebook anew."
    if by_number:
        return f"{said}, because a number of themes was asked for."
    return (
        f"{said}: codes are themes where at least {_FEWEST_CODED} notes with text carry codes of "
        f"{_FEWEST_NOTES} notes or more, and these hold four fifths of the coded notes; of fewer, "
        "where half of the statements carry a code of a short list."
    )


def learn_picklist(notes: Sequence[str], coded: Coded, *, random_state: int = 0) -> Codebook:
    """Return a codebook with one theme a code.

    A code that extends another one (``price_high`` extends ``price``) stands under a parent with
    it.

    Parameters
    ----------
    notes
        All notes, coded or not: they teach the words.
    coded
        The notes that teach the codes.

    Examples
    --------
    >>> coded = Coded(("driver late again", "late van", "price too high", "far too dear"),
    ...               ("delivery", "delivery", "price", "price"))
    >>> book = learn_picklist(coded.texts, coded)
    >>> [(theme.theme_id, theme.name) for theme in book.themes]
    [('delivery', 'delivery'), ('price', 'price')]
    """
    passages = passages_of(notes)
    embedder = JoinedEmbedder.learn(distinct(passages).texts[:FIT_LIMIT])
    slugs = sorted({*coded.codes, *coded.names})
    names = [coded.names.get(slug, _name(slug)) for slug in slugs]
    place = {slug: at for at, slug in enumerate(slugs)}
    labels: Labels = np.array([place[code] for code in coded.codes], dtype=np.int64)
    # The names themselves teach too: a statement may be nothing but its code.
    texts = [*coded.texts, *names]
    labels = np.concatenate([labels, np.arange(len(slugs))])
    points = embedder.encode(texts)
    centres = code_centres(points, labels, len(slugs))
    weights = np.ones(len(texts), dtype=np.float32)
    words = name_themes(texts, labels, weights, len(slugs))
    parent_of = _parents(slugs)
    again = _found_again(points, labels, len(slugs), random_state=random_state)
    themes = tuple(
        Theme(slug, name, found.keywords, parent_of.get(slug, ""), stability=share)
        for slug, name, found, share in zip(slugs, names, words, again, strict=True)
    )
    parents = tuple(
        Theme(parent, coded.names.get(root := parent.removeprefix("all_"), _name(root)))
        for parent in sorted(set(parent_of.values()))
    )
    best = likeness(embedder.encode(passages[:FIT_LIMIT]), centres).max(axis=1)
    # So few notes teach little: what carries no code must fit well, or it fits none.
    least = _GATE_RANGE[len(coded.texts) < _FEWEST_CODED]
    gate = float(np.clip(np.quantile(best, _UNDER_GATE), least, _GATE_RANGE[1]) if len(best) else 0)
    return Codebook(themes, centres, round(gate, 4), embedder, parents, origin="picklist")


def _name(slug: str) -> str:
    return slug.replace("_", " ")


def _parents(slugs: Sequence[str]) -> dict[str, str]:
    """Return the parent of each code in a family: ``price`` and what extends it."""
    roots = {
        slug: min((other for other in slugs if slug.startswith(f"{other}_")), default=slug, key=len)
        for slug in slugs
    }
    families = {root for slug, root in roots.items() if slug != root}
    return {slug: f"all_{root}" for slug, root in roots.items() if root in families}


def code_centres(points: Floats, labels: Labels, n_codes: int) -> Floats:
    """Return the mean of each code's notes blended with what sets it apart from the others."""
    ones = np.ones(len(points), dtype=np.float32)
    return telling_centres(points, labels, ones, mean_centres(points, labels, ones, n_codes))


def _found_again(
    points: Floats, labels: Labels, n_codes: int, *, random_state: int
) -> list[float | None]:
    """Return how often held-out notes of each code are given that code, None where too few.

    Rare codes are left out of the folds: no centre can be learnt from what is held out.
    """
    sizes = np.bincount(labels, minlength=n_codes)
    enough = sizes[labels] >= _FOLDS
    if len(np.unique(labels[enough])) < 2:
        return [None] * n_codes
    hits = np.zeros(n_codes)
    points, labels = points[enough], labels[enough]
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=random_state)
    for taught, held in folds.split(points, labels):
        centres = code_centres(points[taught], labels[taught], n_codes)
        right = likeness(points[held], centres).argmax(axis=1) == labels[held]
        hits += np.bincount(labels[held], right, minlength=n_codes)
    shares = zip(hits.tolist(), sizes.tolist(), strict=True)
    return [round(found / n, 4) if n >= _FOLDS else None for found, n in shares]
