"""Coding notes with a codebook: which themes each note names, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.reasons.belonging import Fit
from analysis.reasons.clauses import says_nothing, split_clauses
from analysis.reasons.codebook import NO_REASON_ID, OTHER_ID, Codebook
from analysis.reasons.meanings import compared_words

#: A clause is read together with its note: "it broke" means little alone. On joined public notes
#: two fifths found more of both reasons than nothing and gained on notes with one.
_CONTEXT = 0.4
#: A further theme counts when its clause fits at least this well beside the best one.
_NEAR_BEST = 0.5
_MOST_THEMES = 3
#: Content words of a piece that is coded, and of a passage that themes are learnt from. Learning
#: from shorter pieces loses a tenth of the agreement with people; coding longer ones loses the
#: second reason. Under 200 notes each reason is too rare to be told apart from its company, and
#: learning from pieces is better.
_PIECE_WORDS, _PASSAGE_WORDS = 2, 5
_FEW_NOTES = 200
_CHUNK = 20_000


@dataclass(frozen=True)
class Mention:
    """One theme a note names.

    Parameters
    ----------
    theme_id
        Theme of the codebook, ``other`` or ``no_reason``.
    score
        How well the words fit the theme, 0..1; 0 for other and where a row's own code alone names
        it, 1 for no reason given.
    text
        The words of the note that name it.
    """

    theme_id: str
    score: float
    text: str


def _pieces_of(note: str) -> list[str]:
    """Return the pieces of a note that are coded, each with at least two telling words."""
    return _merged(note, at_least=_PIECE_WORDS)


def passages_of(notes: Sequence[str], codes: Sequence[str] = ()) -> list[str]:
    """Return the passages of all notes that state something, from which themes are learnt.

    The words of a picklist code stand beside each passage of its note: they bring together what
    people say in different words. Coding itself reads the note alone.

    Parameters
    ----------
    notes
        Normalised and masked texts.
    codes
        The code of each note in words, empty without; none at all when left out.

    Examples
    --------
    >>> passages_of(["The price was too high. Your driver was rude to me.", "don't know"])
    ['The price was too high.', 'Your driver was rude to me.']
    >>> passages_of(["waited all day"], ["late delivery"])
    ['waited all day (late delivery)']
    """
    at_least = _PIECE_WORDS if len(notes) < _FEW_NOTES else _PASSAGE_WORDS
    found: list[str] = []
    for note, code in zip(notes, codes or [""] * len(notes), strict=True):
        if says_nothing(note):
            continue
        beside = "" if says_nothing(code) or code == note else f" ({code})"
        found.extend(f"{passage}{beside}" for passage in _merged(note, at_least=at_least))
    return found


def _merged(note: str, *, at_least: int) -> list[str]:
    """Join a clause with the one before where either is shorter than ``at_least`` words."""
    spans: list[tuple[int, int]] = []
    before = cursor = 0
    for clause in split_clauses(note):
        size = len(compared_words(clause))
        start = note.index(clause, cursor)
        cursor = start + len(clause)
        if spans and min(before, size) < at_least:
            spans[-1] = (spans[-1][0], cursor)
            before += size
        else:
            spans.append((start, cursor))
            before = size
    return [" ".join(note[start:end].split()) for start, end in spans]


def code_notes(notes: Sequence[str], codebook: Codebook) -> list[tuple[Mention, ...]]:
    """Return the mentions of each note, at least one each, the strongest first.

    Parameters
    ----------
    notes
        Normalised and masked texts.
    """
    found: list[tuple[Mention, ...]] = []
    for start in range(0, len(notes), _CHUNK):
        found.extend(_code_chunk(notes[start : start + _CHUNK], codebook))
    return found


def _code_chunk(notes: Sequence[str], codebook: Codebook) -> list[tuple[Mention, ...]]:
    pieces = [[] if says_nothing(note) else _pieces_of(note) for note in notes]
    texts = dict.fromkeys(text for note in pieces for text in note)
    texts.update(dict.fromkeys(note for note, parts in zip(notes, pieces, strict=True) if parts))
    place = {text: at for at, text in enumerate(texts)}
    fit = codebook.fit_of(list(texts))
    found: list[tuple[Mention, ...]] = []
    for note, parts in zip(notes, pieces, strict=True):
        if not parts:
            found.append((Mention(NO_REASON_ID, 1.0, note),))
            continue
        rows = fit[[place[part] for part in parts]]
        found.append(_mentions(note, parts, rows, fit[place[note]], codebook))
    return found


def _mentions(
    note: str, parts: Sequence[str], rows: Fit, whole: Fit, codebook: Codebook
) -> tuple[Mention, ...]:
    if rows.shape[1] == 0:
        return (Mention(OTHER_ID, 0.0, note),)
    blended = np.clip((1 - _CONTEXT) * rows + _CONTEXT * whole, 0, 1).round(6)
    themes, scores = blended.argmax(axis=1), blended.max(axis=1)
    bar = max(codebook.gate, _NEAR_BEST * float(scores.max()))
    best: dict[int, float] = {}
    said: dict[int, list[str]] = {}
    for part, theme, score in zip(parts, themes.tolist(), scores.tolist(), strict=True):
        if score >= bar:
            best[theme] = max(best.get(theme, 0.0), score)
            said.setdefault(theme, []).append(part)
    if not best:
        return (Mention(OTHER_ID, 0.0, note),)
    ranked = sorted(best, key=lambda theme: (-best[theme], theme))[:_MOST_THEMES]
    return tuple(
        Mention(codebook.themes[theme].theme_id, best[theme], " … ".join(said[theme]))
        for theme in ranked
    )
