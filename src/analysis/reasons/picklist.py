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
    """Return the notes from which a picklist can be learnt, or None when there are too few.

    Enough are 60 notes in codes of five or more that hold four fifths of the coded notes. Then
    every code is a theme, a rare one too, the commonest 60 of them.

    Parameters
    ----------
    notes
        Normalised and masked texts; empty where only a code was given.
    codes
        Code as exported, empty without.

    Examples
    --------
    >>> teaching_notes(["late"], ["delivery"]) is None
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
    if not enough or not 2 <= len(well) <= _MOST_CODES:
        return None
    by_size = sorted(Counter(code for _, code in rows).items(), key=lambda one: (-one[1], one[0]))
    kept = {code for code, _ in by_size[:_MOST_CODES]}
    texts, slugs = zip(*(pair for pair in pairs if pair[1] in kept), strict=True)
    spelt = sorted({(slug_of(code), code) for code in codes})
    return Coded(texts, slugs, {slug: code for slug, code in spelt if slug in kept})


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
    said = (
        f"{n:,} statement{' carries' if n == 1 else 's carry'} a code that is no theme: "
        f"{named}{more}. {'It was' if n == 1 else 'They were'} counted by the words of the note"
    )
    if book.origin == "picklist":
        return f"{said}; a code that is new can be added by learning the codebook anew."
    if by_number:
        return f"{said}, because a number of themes was asked for."
    return (
        f"{said}: codes are themes where at least {_FEWEST_CODED} notes with text carry codes of "
        f"{_FEWEST_NOTES} notes or more, and these hold four fifths of the coded notes."
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
    gate = float(np.clip(np.quantile(best, _UNDER_GATE), *_GATE_RANGE)) if len(best) else 0.0
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
