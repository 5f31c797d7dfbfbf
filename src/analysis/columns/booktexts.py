"""What only the text of a line tells: a credit note (*Gutschrift zu RE 123*), postage, a fee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from analysis.cells.cellwords import FEES
from analysis.columns.columnmap import ColumnMap, Rows
from analysis.columns.flags import n_that_count
from analysis.columns.linetexts import text_places
from analysis.columns.mapfile import Stated
from analysis.errors import counted
from analysis.results import Warned

_SOLD = re.compile(
    r"(sales |tax |customer |ausgangs|kunden)?(invoice|rechnung|faktura|facture|factura)\b", re.I
)
_BACK = re.compile(
    r"(sales |kunden)?(credit[ -]?(note|memo|invoice)|gutschrift|rechnungskorrektur"
    r"|korrekturrechnung|stornorechnung|storno|facture d.avoir|avoir|note de cr[ée]dit"
    r"|factura rectificativa|rectificativa|nota de cr[ée]dito|factura de abono|abono)\b",
    re.I,
)  # fmt: skip
#: Such a share of the texts speaks of invoices, and a smaller one of credit notes.
_MOST = 0.5
#: A column in which none of so many texts speaks of an invoice is none of these.
_FIRST = 100


def say_credit_texts(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[Warned]:
    """Yield what must be said of texts of credit notes whose amounts have no sign.

    Parameters
    ----------
    rows
        Cells of records that stand for the file.

    Examples
    --------
    >>> header = ("Customer", "Date", "Total", "Text")
    >>> columns = ColumnMap("transactions", header, {"ordered_on": (1,), "amount": (2,)})
    >>> rows = [["a", "2024-01-05", "5", "Invoice 1"], ["b", "2024-01-06", "7", "Invoice 2"],
    ...         ["a", "2024-01-07", "5", "Credit note for invoice 1"]]
    >>> [warned.code for warned in say_credit_texts(columns, rows, Stated())]
    ['unsigned_credit_texts']
    """
    left = columns.taken - {*columns.places.get("product_id", ())}
    left |= stated.unused(columns.header)
    for at, name in enumerate(columns.header):
        first = islice(_texts(rows, at, name), _FIRST)
        if at in left or not any(_SOLD.match(text) for _, text in first):
            continue
        texts = [*_texts(rows, at, name)]
        back = [line for line, text in texts if _BACK.match(text)]
        n_sold = sum(bool(_SOLD.match(text) and not _BACK.match(text)) for _, text in texts)
        unsigned = n_that_count(columns, back, at) == len(back)
        if back and unsigned and len(back) < n_sold and n_sold >= _MOST * len(texts):
            said = f"'{name[:40]}' begins with a word of credit notes on {len(back):,} of "
            said += f"{len(texts):,} lines looked at, of invoices on others, and no such amount is "
            said += "below 0: they count as sales. If they are credit notes, they lower money: no "
            said += "line of columns.toml tells them by a text; export the amounts with a sign, or "
            said += "with a column that names the type of each document."
            yield Warned("unsigned_credit_texts", said, column=name)


def _texts(rows: Rows, at: int, name: str) -> Iterator[tuple[Sequence[str], str]]:
    """Yield the lines that say something in a column, and what."""
    for line in rows:
        if len(line) > at and (text := line[at].strip()) not in {"", name}:
            yield line, text


def say_fee_texts(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[Warned]:
    """Yield what must be said of lines that are postage, a fee or a discount by their text.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Customer", "Description"), {"customer_id": (0,)})
    >>> rows = [["a", "Brush 60mm"], ["a", "Frais de port"], ["b", "Port"]]
    >>> [warned.message[:46] for warned in say_fee_texts(columns, rows, Stated())]
    ["'Description' is postage, a fee or a discount "]
    """
    for at in text_places(columns, stated):
        texts = [line[at].strip(" :.").casefold() for line in rows if len(line) > at]
        n_fees = sum(text in FEES and len(text) > 1 for text in texts)
        if n_fees:
            name = columns.header[at][:40]
            said = f"'{name}' is postage, a fee or a discount on {n_fees:,} of "
            said += f"{counted(len(texts), 'line')} looked at: kept as money."
            yield Warned("fee_lines", said, column=name)
