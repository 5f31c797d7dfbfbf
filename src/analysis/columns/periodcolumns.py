"""Months, quarters or years as columns, one row a customer: no order of such a table has a day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.cells.daytexts import month_named
from analysis.columns.columnmap import rank_of
from analysis.errors import InputRefused

_YEAR, _MONTH = r"(?:19|20)\d\d", r"(?:0?[1-9]|1[0-2])"
_PERIOD = re.compile(
    rf"{_YEAR}[-/. M]{_MONTH}([-/.]\d\d?)?|{_YEAR}(0[1-9]|1[0-2])?|"
    rf"(\d\d?[-/.])?{_MONTH}[-/.]{_YEAR}|[QT][1-4][ /-]?{_YEAR}|{_YEAR}[ /-]?[QT][1-4]"
)
#: A month by its name, the year of four or two digits behind or before it, or left out.
_NAMED = re.compile(r"(?:(?:\d\d){1,2}[ /.-]?)?([^\W\d_]{3,})\.?(?:[ /.'-]{0,2}(?:\d\d){1,2})?")
_LEAST = 2


def names_period(header: str) -> bool:
    """Whether a header is a month, quarter or year, alone or beside a word for money.

    Examples
    --------
    >>> [names_period(name) for name in ("2024-01", "Jan 24", "Umsatz 2023", "Q1/2024", "märz")]
    [True, True, True, True, True]
    >>> [names_period(name) for name in ("Order 2024", "Type 01", "Mark", "17", "2024-13")]
    [False, False, False, False, False]
    """
    text = header.strip()
    if _is_period(text):
        return True
    first, _, rest = text.partition(" ")
    return any(
        _is_period(period) and rank_of(word, "transactions", "amount")
        for word, period in ((first, rest), (text.rpartition(" ")[0], text.rpartition(" ")[2]))
    )


def _is_period(text: str) -> bool:
    named = _NAMED.fullmatch(text)
    return bool(_PERIOD.fullmatch(text)) or bool(named and month_named(named[1]))


def refuse_periods(cells: Sequence[str], file: str, *, is_header: bool) -> None:
    """Refuse a table without a date whose header names several months, quarters or years.

    Parameters
    ----------
    cells
        The header, or the first record where none was found: digits look like no header. There, a
        cell must name the customer.

    Raises
    ------
    InputRefused
        With the first of the columns.

    Examples
    --------
    >>> refuse_periods(["Kunde", "Jan 24", "Umsatz"], "a.csv", is_header=True)
    >>> refuse_periods(["Kunde", "Jan 24", "Feb 24"], "a.csv", is_header=True)
    Traceback (most recent call last):
    analysis.errors.InputRefused: a.csv has 2 columns of months or years ('Jan 24', 'Feb 24') ...
    """
    found = [cell.strip() for cell in cells if names_period(cell)]
    named = any(rank_of(cell, "transactions", "customer_id") for cell in cells)
    if len(found) < _LEAST or not (is_header or named):
        return
    shown = ", ".join(f"'{name}'" for name in found[:3])
    raise InputRefused(
        f"{file} has {len(found):,} columns of months or years ({shown}) and none for the date",
        "one row for each order, with its day; this is a table with a row for each customer",
        "export the orders or invoices behind it; where there is nothing else, turn the columns "
        "into rows (in Excel: Data, From Table, Unpivot Columns), with the first day of each month "
        "as the date",
        code="periods_as_columns", file=file, column=found[0],
    )  # fmt: skip
