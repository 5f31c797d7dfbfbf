"""What is said of the sheets of a workbook that were not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.cells.headerkeys import key_of
from analysis.cells.optoutnames import names_opt_outs
from analysis.columns.columnmap import best_places
from analysis.columns.sheet import Sheet
from analysis.columns.unclear import toml_text
from analysis.errors import counted
from analysis.results import Warned

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)\b")  # as cells of days are read


def said_of_others(file: str, left: Sequence[str], hidden: Sequence[str]) -> Iterator[Warned]:
    """Say which visible and which hidden sheets were not read.

    Examples
    --------
    >>> [one.message for one in said_of_others("a.xlsx", ["Codes"], [])]
    ['a.xlsx: 1 other sheet was not read (Codes).']
    """
    if left:
        said = f"{file}: {counted(len(left), 'other sheet was', 'other sheets were')} not "
        said += f"read ({', '.join(left[:5])})."
        yield Warned("sheets_not_read", said)
    if hidden:
        said = f"{file}: {counted(len(hidden), 'hidden sheet was', 'hidden sheets were')} "
        said += "not read"
        yield Warned("hidden_sheets_not_read", f"{said} ({', '.join(hidden[:5])}).")
    if opted := list(filter(names_opt_outs, [*left, *hidden])):
        said = f"{file}: the sheets {', '.join(opted[:5])} were not read, and whoever they "
        said += "list may be on call lists. Save each as a file of its own, with a column of "
        yield Warned("opt_outs_not_read", said + "customer ids, e-mail addresses or phone numbers.")


def said_of_like(file: str, read: Sheet, others: Sequence[Sheet], day: str | int) -> list[Warned]:
    """Say which sheets have the header of the only one that columns.toml names; later days weigh.

    Parameters
    ----------
    day
        What columns.toml names as the day of an order; empty without it.
    """
    header = [*map(key_of, read.dialect.header or ())]
    like = [
        one for one in others
        if one.filled and header and [*map(key_of, one.dialect.header or ())] == header
    ]  # fmt: skip
    if not like:
        return []
    names, several = ", ".join(f"'{one.name}'" for one in like[:5]), len(like) > 1
    have = f"sheets {names} have" if several else f"sheet {names} has"
    said = f"{file}: {have} the same header as '{read.name}', the only sheet that columns.toml "
    said += f"names, and {'were' if several else 'was'} not read. "
    newest = max((_newest_day(one, day) for one in like), default="")
    code = "sheets_not_read"
    if newest > _newest_day(read, day):
        code = "newest_sheet_not_read"
        whose = "Their" if several else "Its"
        said += f"{whose} days go on to {newest}: the newest orders are missing. "
    said += f'To read all of them, put sheet = "*" in place of sheet = {toml_text(read.name)}.'
    return [Warned(code, said)]


def _newest_day(sheet: Sheet, day: str | int) -> str:
    """Return the last day of the orders of a sheet, empty where no cell of it is a day."""
    header = [*(sheet.dialect.header or ())]
    places = [at for at, name in enumerate(header) if day and key_of(name) == key_of(str(day))]
    places = [day - 1] if isinstance(day, int) else places
    at = next(iter(places or best_places(header, "transactions", "ordered_on")), len(header))
    cells = (row.fields[at] for row in sheet.rows if at < len(row.fields))
    return max((found[1] for cell in cells if (found := _DAY.match(cell))), default="")
