"""The number of an order under a header that nobody knows, by the lines that share it.

Each number is of one customer and one day, several lines have it, and it is long, or grows from
one to the next. A visit, a stay, a delivery is as good as an order: what stands under one number
is one sale.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from analysis.columns.columnmap import ColumnMap, Rows, named_by
from analysis.columns.emptycolumns import is_filled
from analysis.columns.linetexts import text_places
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import BY_CELLS, toml_text
from analysis.results import Warned

#: Such cells may be numbers of orders: digits, perhaps behind letters; no amount and no day.
_NUMBER = re.compile(r"#?([A-Za-zÀ-ÿ]{1,8}[-_/ ]?)?\d[\dA-Za-z]*([-/][\dA-Za-z]+)?")
#: So many numbers have several lines; a share of the lines or numbers that is all.
_FEWEST, _ALL = 5, 0.98
#: So many of them are larger than the one before, or so few; longer ones need not be.
_GROWING, _LONG = 0.9, 6


def order_by_groups(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with the order number that the lines show, where no header tells it.

    Examples
    --------
    >>> places = {"customer_id": (0,), "ordered_on": (1,), "amount": (3,)}
    >>> columns = ColumnMap("transactions", ("Client", "Day", "Chit", "Paid"), places)
    >>> rows = [[f"c{n % 3}", f"2024-01-{n + 10}", str(70 + n), "5"] for n in range(6)] * 2
    >>> order_by_groups(columns, rows, Stated()).places["order_id"]
    (2,)
    """
    whole = all(map(columns.has, ("customer_id", "ordered_on")))
    lines = [row for row in rows if len(row) >= len(columns.header)]
    if not whole or columns.has("order_id"):
        return columns
    texts = text_places(columns, stated)
    free = (
        (at, name) for at, name in stated.free(columns.header, columns.taken) if at not in texts
    )
    found = [at for at, name in free if _may_number(name) and _numbers_orders(columns, lines, at)]
    if len(found) != 1:
        return columns
    name = columns.header[found[0]]
    said = f"No header is known as the number of an order; '{name[:40]}' is read as one: its lines "
    said += "are of one customer and one day each. If it is none, put "
    said += f"ignore = [{toml_text(name)}] under [transactions] into columns.toml."
    return columns.reading("order_id", found[0], Warned(BY_CELLS, said, column=name))


def _may_number(header: str) -> bool:
    """Whether a header is known as nothing else: no money, no product, no line."""
    return bool(header) and named_by(header, "transactions") is None


def _numbers_orders(columns: ColumnMap, lines: Rows, at: int) -> bool:
    who, day = (columns.places[name][0] for name in ("customer_id", "ordered_on"))
    told = [row for row in lines if is_filled(row[at])]
    if not told or len(told) < _ALL * len(lines):
        return False
    sales: dict[str, list[tuple[str, str]]] = {}
    for row in told:
        sales.setdefault(row[at].strip(), []).append((row[who].strip(), row[day].strip()[:10]))
    several = [of for of in sales.values() if len(of) > 1]
    if len(several) < _FEWEST or len({of[0][0] for of in several}) < 2:
        return False
    same = sum(len({*of}) == 1 for of in several)
    spelt = sum(bool(_NUMBER.fullmatch(number)) for number in sales)
    alone = same >= _ALL * len(several) and spelt >= _ALL * len(sales)
    return alone and (median(map(len, sales)) >= _LONG or _grow([*sales]))


def _grow(numbers: Sequence[str]) -> bool:
    """Whether numbers grow, or fall, in the order in which they first stand in the file."""
    sizes = [int("".join(re.findall(r"\d", number))[:18] or 0) for number in numbers]
    n_larger = sum(a < b for a, b in pairwise(sizes))
    return not (1 - _GROWING) * (len(sizes) - 1) < n_larger < _GROWING * (len(sizes) - 1)
