"""Columns that no header names, by what their cells look like: the answers that are offered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.columns.columnmap import kind_of
from analysis.files.records import Record
from analysis.rows.convert import NUMERIC
from analysis.rows.evidence import looks_like, samples_of

_DAYS = frozenset({"date", "timestamp"})
_SHOWN = 2
_PROSE = 4  # words of a middle cell from which on it is a text that somebody wrote
#: Parts of headers of whom a line is about, for the order in which columns are offered only.
_WHO = re.compile(
    r"(?i)cust|client|kund|cliente|account|acct|konto|member|mitglied|partner|debit|mandant|buyer|"
    r"user|patient|student|subscriber|sold.?to|bill.?to|respondent|company|firma|org|soci"
)


#: Dates of people, not of orders.
_OF_BIRTH = re.compile(r"(?i)birth|geburt|naiss|nacim|\bdob\b")
#: Numbers that are no amounts: of telephones and accounts.
_NO_AMOUNT = re.compile(r"[+(]?0\d.*|\+.*|\D*(\d\D*){10,}")


@dataclass(frozen=True)
class _Look:
    """What the cells of one column look like."""

    kind: str
    cells: Sequence[str]
    header: str

    @property
    def broken(self) -> bool:
        return any(re.search(r"\d[.,]\d", cell) for cell in self.cells)

    @property
    def is_amount(self) -> bool:
        """Whether numbers may be money or pieces; those of telephones are never shown."""
        return self.kind == "a number" and not any(map(_NO_AMOUNT.fullmatch, self.cells))

    @property
    def is_one(self) -> bool:
        return len(set(self.cells)) == 1 and len(self.cells) > 1

    @property
    def is_prose(self) -> bool:
        return sorted(cell.count(" ") for cell in self.cells)[len(self.cells) // 2] >= _PROSE - 1

    @property
    def is_key(self) -> bool:
        """Whether each line has its own value, as the number of an order has."""
        return len(self.cells) >= 10 and len(set(self.cells)) > 0.95 * len(self.cells)


def likely_places(
    table: str, lacking: Sequence[str], records: Iterable[Record], *,
    used: Collection[int] = (), header: Sequence[str] = (),
) -> dict[str, list[int]]:  # fmt: skip
    """Return the positions that look like each column, the best first.

    Examples
    --------
    >>> rows = [Record(1, ["17", "K1", "2024-01-31", "5.50"])]
    >>> likely_places("transactions", ["customer_id", "ordered_on", "amount"], rows)
    {'customer_id': [1, 0], 'ordered_on': [2], 'amount': [3, 0]}
    """
    looks = _looks_of(records, used, header)
    return {column: _fitting(table, column, looks) for column in lacking}


def likely_answers(
    table: str, lacking: Sequence[str], records: Sequence[Record], header: Sequence[str],
    used: Collection[int] = (),
) -> dict[str, dict[int, str]]:  # fmt: skip
    """Return, by column, the positions that look like it with samples of their cells, best first.

    The best of one column is so of no other. Cells are masked where they are not what is asked for.

    Examples
    --------
    >>> rows = [Record(1, ["2024-01-31", "K1"]), Record(2, ["2024-02-01", "K2"])]
    >>> likely_answers("transactions", ["customer_id", "ordered_on"], rows, ["When", "Ref"])
    {'customer_id': {1: 'x9'}, 'ordered_on': {0: '2024-01-31, 2024-02-01'}}
    """
    looks = _looks_of(records, used, header)
    places = {column: _fitting(table, column, looks) for column in lacking}
    taken = set[int]()
    for column in sorted(places, key=lambda column: len(places[column])):
        places[column].sort(key=taken.__contains__)
        taken.update(places[column][:1])
    return {
        column: {at: ", ".join(samples_of(table, column, looks[at].cells)[:_SHOWN]) for at in found}
        for column, found in places.items()
    }


def _looks_of(
    records: Iterable[Record], used: Collection[int], header: Sequence[str]
) -> dict[int, _Look]:
    cells: dict[int, list[str]] = {}
    for record in records:
        for at, cell in enumerate(record.fields):
            cells.setdefault(at, []).append(cell.strip())
    filled = {at: [cell for cell in found if cell] for at, found in cells.items()}
    return {
        at: _Look(looks_like(found), found, header[at] if at < len(header) else "")
        for at, found in filled.items() if at not in used
    }  # fmt: skip


def _fitting(table: str, column: str, looks: Mapping[int, _Look]) -> list[int]:
    kind = kind_of(table, column)
    if kind in _DAYS:
        days = (at for at, look in looks.items() if look.kind == "a date")
        return [at for at in days if not _OF_BIRTH.search(looks[at].header)]
    if kind in NUMERIC:
        numbers = [at for at, look in looks.items() if look.is_amount]
        return sorted(numbers, key=lambda at: (looks[at].is_one, not looks[at].broken))
    texts = {
        at: look for at, look in looks.items()
        if look.kind == "text" or (look.kind == "a number" and kind == "id" and not look.broken)
    }  # fmt: skip
    if kind != "id":
        said = [at for at, look in texts.items() if not any("@" in cell for cell in look.cells)]
        return sorted(said, key=lambda at: (looks[at].is_one, not looks[at].is_prose))
    fits = [at for at, look in texts.items() if not look.is_prose]
    return sorted(fits, key=lambda at: _less_of_an_id(texts[at]))


def _less_of_an_id(look: _Look) -> tuple[bool, ...]:
    return (look.is_one, not _WHO.search(look.header), look.is_key, look.kind != "text")
