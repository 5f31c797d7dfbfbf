"""The refusal of a file without one good row: what stands in the way, and what would help."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from analysis.errors import InputRefused
from analysis.rows.convert import WHEN
from analysis.rows.evidence import masked
from analysis.rows.quarantine import Fault, SetAside
from analysis.rows.rules import MESSAGES

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_DAY = "a day such as 2024-01-31 or 31.01.2024"
#: Cells of a date column that hold something else: pattern, what is expected, what to do.
_DAYS = (
    (re.compile(r"[^\W\d]{3,9}\.?[ ./-]?'?(\d{2}|\d{4})|\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}"),
     f"{_DAY}; these name a month only", "export the day of each order. Where a spreadsheet hides "
     "it, give the column the format YYYY-MM-DD and save again; where only months are known, write "
     "the first of the month"),
    (re.compile(r"\d{3,4}|\d{1,2}[./-]\d{1,2}\.?"), f"{_DAY}; these are a day and a month without "
     "a year", "export the dates with their year, or write it behind each of them"),
)  # fmt: skip
_NAME_IT = 'name the right column in columns.toml under [{table}]: {column} = "<its header>"'
#: Codes that speak for themselves: what is expected, what to do.
_ADVICE = {
    "bad_date": (_DAY, "{name}; or export the dates in one of these forms"),
    "placeholder_date": (_DAY, "{name}; or export the day of each order"),
    "no_date": (f"{_DAY} in each row", "{name}; or export it with the day in each row"),
    "bad_amount": ("a number such as 1234.50 or 1.234,50", "{name}; or export numbers only"),
    "no_amount": ("an amount in each row", "{name}; or export it with the amount in each row"),
    "no_customer": ("a customer id in each row", "{name}; or export it with the customer in "
                    "each row"),
    "placeholder_customer": ("a customer id in each row", "{name}"),
    "damaged_id": ("ids as they are, not as a power of ten", "open the export in a text editor, "
                   "not in Excel, and give that file"),
    "empty_note": ("a note or a code that says why a customer left", "{name}; where nobody wrote "
                   "a reason down, leave the file out"),
    "no_value": ("a value in each needed column", "{name}"),
    "cancelled": ("lines that are orders", 'export the orders too; where a word of the status does '
                  'mean an order, put order_words = ["<the word>"] into columns.toml under '
                  '[{table}]; where a column says something else, ignore = ["<its header>"]'),
    "unclosed_quote": ('quotes inside a quoted text written twice ("5"" pipe")', "export it again "
                       "so, or without any quotes and with a tab between the columns"),
    "field_count": ("as many fields in each line as names in the header", "export it with quotes "
                    "around each field, or with a tab between the columns"),
    "corrected_out": ("rows that corrections.toml leaves in", "see which of its entries match"),
    "excluded_customer": ("customers that columns.toml does not leave out", "see exclude_customers "
                          "in columns.toml"),
}  # fmt: skip
_AFTER = ("rows up to the snapshot date", "leave --as-of out, or give a day within the data")
_ADVICE |= {"after_as_of": _AFTER, "future_date": _AFTER}
_GROUPED = (
    "a plain list with the customer in each row; this is a report with the customer above the rows",
    'put fill_down = ["customer_id"] into columns.toml under [{table}]; or export the list behind '
    "the report, with the customer in each row",
)
_CUSTOMER = frozenset({"no_customer", "placeholder_customer"})


def no_good_row(file: str, parts: Sequence[SetAside]) -> InputRefused:
    """Return the refusal of a file whose rows are all set aside.

    It names the commonest codes, one masked cell of the commonest, what was expected there and
    what to do about it.

    Examples
    --------
    >>> fault = Fault("a.csv", "", 2, "transactions", "Day", "Jan-23", "bad_date")
    >>> refusal = no_good_row("a.csv", [SetAside(1, Counter(bad_date=1), [fault])])
    >>> print(refusal.happened, "|", refusal.expected)
    a.csv has no good row: bad_date (1). In line 2, column 'Day' holds xxx-99 (masked) | a day ...
    """
    total = Counter[str]()
    for part in parts:
        total.update(part.by_code)
    faults = [fault for part in parts for fault in part.faults]
    common = [code for code, _ in total.most_common(3)]
    listed = ", ".join(f"{code} ({total[code]:,})" for code in common) or "no rows at all"
    first = next((fault for fault in faults if common and fault.code == common[0]), None)
    expected, to_do = _advice(first) if first else ("rows below the header", "export it again")
    if (
        common
        and common[0] in _CUSTOMER
        and total["footer"]
        and (total["total_row"] or total["footer"] > 1)
    ):
        expected, to_do = _GROUPED[0], _GROUPED[1].format(table=first.table if first else "")
    line, column = (first.line, first.column or None) if first else (None, None)
    return InputRefused(
        f"{file} has no good row: {listed}{_shown(first)}", expected, to_do, code="no_good_rows",
        file=file, line=line, column=column,
    )  # fmt: skip


def _shown(fault: Fault | None) -> str:
    if fault is None:
        return ""
    if fault.column and fault.value.strip():
        cell = "".join(
            part if _ENTITY.fullmatch(part) else masked(part)
            for part in re.split(f"({_ENTITY.pattern})", fault.value[:40], flags=re.IGNORECASE)
        )
        return f". In line {fault.line}, column '{fault.column[:40]}' holds {cell} (masked)"
    where = f", column '{fault.column[:40]}'" if fault.column else ""
    return f". Line {fault.line}{where}: {MESSAGES[fault.code].rstrip('.')}"


def _advice(fault: Fault) -> tuple[str, str]:
    """Return what was expected in place of a fault, and what to do."""
    value = fault.value.strip()
    if fault.code in {"bad_date", "bad_amount"} and _ENTITY.search(value):
        return (
            "plain text; these cells hold signs as HTML writes them, such as &nbsp; for a blank",
            "export it as plain text, or replace them in a text editor: &nbsp; by a blank, &euro; "
            "by EUR, &amp; by &",
        )
    if fault.code == "bad_date":
        for pattern, expected, to_do in _DAYS:
            if pattern.fullmatch(value):
                return expected, to_do
    expected, to_do = _ADVICE.get(
        fault.code, ("at least one row that can be used", "{name}; or export the file again")
    )
    column = _column(fault)
    named = _NAME_IT.format(table=fault.table, column=column) if column else "export it again"
    return expected, to_do.format(name=named, table=fault.table)


def _column(fault: Fault) -> str:
    """Return the canonical column that a code is about."""
    if fault.code.endswith("_date"):
        return WHEN.get(fault.table, "")
    if fault.code in _CUSTOMER:
        return "customer_id"
    return {"bad_amount": "amount", "no_amount": "amount", "empty_note": "note"}.get(fault.code, "")
