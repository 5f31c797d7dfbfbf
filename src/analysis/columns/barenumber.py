"""A list of customers whose own number has a bare header: *No.*, *Nr.*, *Code*, *Código*."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import Rows, filled_cells, known_columns
from analysis.results import Warned

_BARE = frozenset(keys(
    "no,n°,nr,nro,num,number,nummer,numéro,número,code,cod,código,kode,codice,key,schlüssel"
))  # fmt: skip
#: A house has a number, too; it stands behind its street.
_STREET = re.compile(r"str|rue|calle|addr|adres|direcc|via\b|domicil|hou?se?")
_FILLED = 0.98


def bare_number(
    header: Sequence[str], read: Callable[[], Rows], stated: Mapping[str, int]
) -> tuple[dict[str, int], list[Warned]]:
    """Return where customers have their number, and what to say; nothing when unsure.

    Numbers that only count the rows may be those of a spreadsheet, and are asked about.

    Parameters
    ----------
    read
        Returns cells of records that stand for the file; asked for only where a bare word stands.
    stated
        Canonical column -> position, as columns.toml says.

    Examples
    --------
    >>> rows = [["10020", "Firm A"], ["10031", "Firm B"], ["10007", "Firm A"]]
    >>> bare_number(["No.", "Name"], lambda: rows, {})[0]
    {'customer_id': 0}
    >>> bare_number(["No.", "Name"], lambda: rows * 2, {})[0]
    {}
    """
    known = known_columns(header, "customers") | {*stated}
    fit = [at for at, cell in enumerate(header) if key_of(cell) in _BARE
           and at not in stated.values()
           and not (at and _STREET.search(header[at - 1].casefold()))]  # fmt: skip
    if "customer_id" in known or "name" not in known or len(fit) != 1:
        return {}, []
    rows = read()
    cells = filled_cells(rows, fit[0])
    counts = [*map(str, range(1, len(cells) + 1))]
    is_key = len({*cells}) == len(cells) >= max(2, _FILLED * len(rows))
    if not is_key or [cell.lstrip("0") for cell in cells] == counts:
        return {}, []
    name = header[fit[0]]
    said = f"'{name[:40]}' is read as the customer's number: each row has another one. If it is "
    said += 'not, put customer_id = "<its header>" under [customers] into columns.toml.'
    return {"customer_id": fit[0]}, [Warned("customer_column", said, column=name)]
