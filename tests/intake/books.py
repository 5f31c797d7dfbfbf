"""Workbooks made for a test, and changed behind the back of their writer."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.workbook import Workbook

DAY = dt.date(2024, 3, 31)
GERMAN = ["Kundennummer", "Rechnungsdatum", "Umsatz"]
SHOP = ["Customer ID", "Order date", "Amount"]
FRENCH = ["Code client", "Date de facture", "Montant"]
SPANISH = ["Nº Cliente", "Fecha", "Importe"]


def book(rows: Sequence[Sequence[Any]], touch: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook with one sheet; ``touch`` gets the sheet before it is saved."""
    workbook = Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    if touch:
        touch(sheet)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the workbook with each part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def days(checked) -> list[str]:
    return sorted(str(day)[:10] for day in checked.good()["ordered_on"])
