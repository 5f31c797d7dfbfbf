"""Credit notes and returns that no word of a file's name tells for sure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.columns.backnames import text_of, what_is_numbered
from analysis.columns.samples import rows_of_everywhere
from analysis.intake.filenames import name_of
from analysis.rows.convert import Input

#: The column is filled on nearly all lines; of season tickets most have one of a few prices.
_FULL, _VARIED = 0.98, 0.5
#: What Spanish credit notes have and season tickets, which are *abonos* too, have not.
_WENT_BACK = re.compile(
    r" (motivo|causa|rectifica\w*|factura (original|origen|de origen|abonada)) "
)
#: Words beside *abonos* that are season tickets, or subscriptions.
_TICKETS = re.compile(
    r" (mensual|bimestral|trimestral|semestral|anual|temporada|socio|abonado|suscri|tarifa|cuota|"
    r"vigencia|caduc|renova|modalidad|tipo (de )?abono|fecha (de )?(inicio|fin|alta|baja))"
)


def numbered_back(found: Input, n_others: int) -> str:
    """Return the header of the number that makes all lines credit notes or returns, or nothing.

    Parameters
    ----------
    n_others
        Rows of the other files of transactions.
    """
    header = found.staged.layout.header
    said = [(at, name) for at, cell in enumerate(header) if (name := what_is_numbered(cell))]
    if len(said) != 1 or not n_others:
        return ""
    at, name = said[0]
    rows = _rows_of_money(found)
    filled = sum(at < len(row) and bool(row[at].strip()) for row in rows)
    if not rows or filled < _FULL * len(rows):
        return ""
    return header[at] if name != "abono" or _no_tickets(found, n_others) else ""


def called_abonos(found: Input, n_others: int) -> str:
    """Return the Spanish name of a file of credit notes that may be one of season tickets."""
    name = re.sub(r"[\d ]+", " ", text_of(name_of(found)))
    words = _words(found.staged.layout.header)
    if name not in {" abono ", " abonos "} or not _WENT_BACK.search(words):
        return ""
    return name.strip() if _no_tickets(found, n_others) else ""


def _no_tickets(found: Input, n_others: int) -> bool:
    """Whether *abonos* are fewer than the sales beside them, of many amounts, and no word tells."""
    words = _words((found.file, *found.staged.layout.header))
    if _TICKETS.search(words) or 2 * found.staged.n_rows > n_others:
        return False
    at, rows = _place_of_money(found), _rows_of_money(found)
    return len({row[at] for row in rows}) > _VARIED * len(rows)


def _words(cells: Sequence[str]) -> str:
    return text_of(" ".join(cells).replace("/", " "))


def _place_of_money(found: Input) -> int:
    places = found.columns.places
    return next(iter(places.get("amount", ()) or places.get("unit_price", ())), -1)


def _rows_of_money(found: Input) -> list[list[str]]:
    at = _place_of_money(found)
    if at < 0 or not found.numbers:
        return []
    rows = rows_of_everywhere(found.staged.layout, found.numbers[0].cell.engine)
    return [row for row in rows if at < len(row) and row[at].strip()]
