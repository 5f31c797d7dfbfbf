"""What changed between two states of a codebook, and whether its ids still mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.reasons.codebook import Codebook
from analysis.reasons.entries import Edit, Theme

COLUMNS = ("theme_id", "what", "before", "after", "on", "by", "why")


@dataclass(frozen=True)
class BookChanges:
    """What is different in the second of two codebooks.

    Parameters
    ----------
    table
        One row per change: ``theme_id, what, before, after, on, by, why``; the log first, then
        what was edited by hand.
    same_arrays
        Whether both books hold the same numbers: all notes are coded alike up to the edits.
    related
        Whether the second book grew from the first: an id of the first means the same in both.
    """

    table: pd.DataFrame
    same_arrays: bool
    related: bool

    @property
    def sentence(self) -> str:
        """What changed, in one sentence."""
        if not self.related:
            return (
                "The two codebooks were learnt apart: an id of one means nothing in the other, and "
                "their shares cannot be compared."
            )
        arrays = (
            "both hold the same arrays"
            if self.same_arrays
            else "the second holds the arrays of the first and more"
        )
        counted = self.table["what"].value_counts().sort_index()
        if counted.empty:
            return f"Nothing was edited; {arrays}."
        told = ", ".join(f"{n} {what}" for what, n in counted.items())
        return f"Edited: {told}; {arrays}."


def compare_books(before: Codebook, after: Codebook) -> BookChanges:
    """Return what changed from one codebook to another.

    Examples
    --------
    >>> from analysis.reasons.edits import rename
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> found = compare_books(book, rename(book, "t01", "dear"))
    >>> found.table[["theme_id", "what", "before", "after"]].values.tolist()
    [['t01', 'rename', 'high price', 'dear']]
    >>> found.sentence
    'Edited: 1 rename; both hold the same arrays.'
    """
    n_old = len(before.centre_ids)
    grown = (
        before.embedder.fingerprint == after.embedder.fingerprint
        and after.centre_ids[:n_old] == before.centre_ids
        and np.array_equal(after.centres[:n_old], before.centres)
        and after.edits[: len(before.edits)] == before.edits
    )
    rows: list[tuple[object, ...]] = []
    if grown:
        new = after.edits[len(before.edits) :]
        rows = [_logged(edit, before, after) for edit in new]
        rows += _by_hand(before, after, {one for edit in new for one in (*edit.ids, *edit.into)})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return BookChanges(table, before.fingerprint == after.fingerprint, grown)


def _logged(edit: Edit, before: Codebook, after: Codebook) -> tuple[object, ...]:
    names = before.names | after.names
    was = edit.was or ", ".join(names.get(one, one) for one in edit.ids)
    now = edit.name or ", ".join(f"{one} {names.get(one, '')}".strip() for one in edit.into)
    if edit.what == "merge":
        now = f"{edit.into[0]} {edit.name}".strip()
    on = edit.on.isoformat() if edit.on else ""
    ids = ", ".join(edit.ids or edit.into)
    return (ids, edit.what, was, now, on, edit.by, edit.why)


def _by_hand(before: Codebook, after: Codebook, logged: set[str]) -> Iterator[tuple[object, ...]]:
    """Yield what was edited in the file itself, theme by theme."""
    old = {theme.theme_id: _words(theme) for theme in (*before.themes, *before.parents)}
    for theme in (*after.themes, *after.parents):
        words = _words(theme)
        for what, was in old.get(theme.theme_id, words).items():
            told = what in {"name", "keywords", "exclusions"} and theme.theme_id in logged
            if was != words[what] and not told:
                yield (theme.theme_id, what, was, words[what], "", "", "")


def _words(theme: Theme) -> dict[str, str]:
    return {
        "name": theme.name,
        "definition": theme.definition,
        "keywords": ", ".join(theme.keywords),
        "seeds": " | ".join(theme.seeds),
        "exclusions": ", ".join(theme.exclusions),
        "parent": theme.parent_id,
        "attributes": ", ".join(f"{name} {said}" for name, said in theme.attributes.stated.items()),
    }
