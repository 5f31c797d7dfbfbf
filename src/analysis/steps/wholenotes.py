"""Which note of an export each coded statement of a run is: by customer and words, not by place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

#: Share of a statement's coded words that its note must hold; masking may differ by a name.
_ENOUGH = 0.8

#: What masking leaves in a text.
_MASKED = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class _Note:
    place: int
    customer_id: str
    reason_id: str
    words: frozenset[str]
    n_in_note: int


def find_whole_notes(mentions: pd.DataFrame, said: pd.DataFrame) -> pd.Series:
    """Return the whole note of each statement of a run, by its id; what is not found is left out.

    An id proves nothing alone: where an export has none, it is made of the place of the row, and
    another statement stands there when the rows are in another order.

    Parameters
    ----------
    mentions
        ``customer_id, reason_id, text`` of the run.
    said
        ``customer_id, reason_id, note, code`` of the export; notes masked as the run masked them.

    Examples
    --------
    >>> run = pd.DataFrame({"customer_id": ["a", "b"], "reason_id": ["r-2", "r-3"],
    ...                     "text": ["van came late", "too dear"]})
    >>> now = pd.DataFrame({"customer_id": ["b", "a"], "reason_id": ["r-2", "r-3"],
    ...     "note": ["Hello, far too dear", "The van came late"], "code": ["", ""]})
    >>> find_whole_notes(run, now).to_dict()
    {'r-2': 'The van came late', 'r-3': 'Hello, far too dear'}
    """
    notes = [
        _Note(place, str(row["customer_id"]), str(row["reason_id"]),
              _words(row["note"]) | _words(str(row["code"] or "").replace("_", " ")),
              len(_words(row["note"])))
        for place, row in enumerate(said.to_dict("records"))
    ]  # fmt: skip
    of_customer, of_id = defaultdict(list), defaultdict(list)
    for note in notes:
        of_customer[note.customer_id].append(note)
        of_id[note.reason_id].append(note)
    coded = mentions.groupby("reason_id", sort=True).agg({"customer_id": "first", "text": " ".join})
    pairs: list[tuple[tuple[float, ...], str, int]] = []
    for reason, customer, text in coded.itertuples():
        words = _words(text)
        near = {note.place: note for note in (*of_customer[str(customer)], *of_id[str(reason)])}
        held = {at: len(words & note.words) / len(words) if words else 1.0
                for at, note in near.items()}  # fmt: skip
        fit = [note for at, note in near.items() if held[at] >= _ENOUGH]
        for note in fit:
            other, moved = note.customer_id != str(customer), note.reason_id != str(reason)
            # Who has one note to choose from chooses first.
            rank = (other, len(fit), -held[note.place], moved, note.n_in_note)
            pairs.append((rank, str(reason), note.place))
    return _each_once(pairs, said["note"].tolist())


def _each_once(
    pairs: Sequence[tuple[tuple[float, ...], str, int]], notes: Sequence[str]
) -> pd.Series:
    """Give each statement the note that fits it best and that no other one has."""
    found: dict[str, str] = {}
    taken: set[int] = set()
    for _, reason, place in sorted(pairs):
        if reason not in found and place not in taken:
            found[reason] = notes[place]
            taken.add(place)
    return pd.Series(found, dtype=object).sort_index()


def _words(text: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _MASKED.sub(" ", text))
    return frozenset(re.findall(r"\w+", spaced.casefold()))
