"""Call lists as people fill them in: rows of the columns that whyleft hands out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import openpyxl

COLUMNS = (
    "call_id", "program", "rep_id", "customer_id", "name", "contact_id", "contact", "phone",
    "email", "purpose", "slot", "why", "last_orders", "open_issues", "who_else", "do_not_say",
    "expected_value", "expected_low", "expected_high", "value_basis", "propensity", "probe_batch",
    "probe_probability", "completeness", "called_at", "outcome", "note", "code", "next_on",
)  # fmt: skip
PROGRAM = "calls 2024-12-31"


def call(number: int, customer: str, **filled: str) -> dict[str, str]:
    """One row; a slot called probe brings its batch and chance with it."""
    row = dict.fromkeys(COLUMNS, "") | {
        "call_id": f"{0xA00000000000 + number:012x}", "program": PROGRAM, "rep_id": "R1",
        "customer_id": customer, "name": f"Firm {customer}", "contact_id": f"{customer}-1",
        "contact": "Ann", "phone": "+44 1", "purpose": "listen", "slot": "exploit", "why": "late",
        "expected_value": "12.5", "propensity": "1", "completeness": "5/6",
    }  # fmt: skip
    if filled.get("slot") == "probe":
        row |= {"probe_batch": PROGRAM, "probe_probability": "0.5"}
    return row | filled


def as_csv(
    rows: Sequence[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8",
    header: dict[str, str] | None = None, columns: Sequence[str] = COLUMNS,
) -> bytes:  # fmt: skip
    """The rows as a spreadsheet program saves them."""
    text, named = StringIO(newline=""), header or {}
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([named.get(column, column) for column in columns])
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode(encoding)


def as_workbook(rows: Sequence[dict[str, object]]) -> bytes:
    """The rows as a workbook, with the sheet that explains it."""
    book, target = openpyxl.Workbook(), BytesIO()
    page = book.active
    page.title = "Calls"
    page.append(COLUMNS)
    for row in rows:
        page.append([row[column] or None for column in COLUMNS])
    help_page = book.create_sheet("How to fill in")
    help_page.append(["column", "what to fill in, and what it means"])
    help_page.append(["outcome", "one of: connected, voicemail"])
    book.save(target)
    return target.getvalue()


#: Seven customers who bought monthly; K9 dates the export. Everybody has two contacts.
COMPANY: dict[str, str] = {
    "transactions.csv": "customer_id,ordered_on,amount\n"
    + "".join(f"K{n},2024-0{month}-01,5.00\n" for n in range(1, 8) for month in range(1, 7))
    + "K9,2024-11-01,5.00\nK9,2025-01-31,5.00\n",
    "contacts.csv": "customer_id,contact_id,do_not_contact\n"
    + "".join(f"K{n},K{n}-{person},no\n" for n in range(1, 8) for person in (1, 2)),
}
