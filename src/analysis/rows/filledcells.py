"""Cells that stand once for several rows: a customer above its group, consent to one order.

Consent that a shop states on one line of an order speaks for all of its lines, or every buyer of
two items would be off the lists. A customer above a group is not filled before columns.toml says
so: a blank may as well be a sale to nobody. Where a file looks like such a report, it is asked::

    [transactions]
    fill_down = ["customer_id"]    # blank below the first line of a group: the one above
    fill_down = []                 # blank means nobody
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cells.cellwords import TOTAL_START
from analysis.columns.columnmap import ColumnMap
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text
from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused, counted
from analysis.results import Warned
from analysis.rows.convert import WHEN
from analysis.rows.staging import Staged

#: A report is told by so many rows without a customer, of so many groups, and this share of all.
_BLANK, _GROUPS, _SHARE = 3, 2, 0.3
#: From this share on most of the money would be set aside: that is asked, not only said.
_MOST = 0.5


def settle_groups(engine: Engine, staged: Staged, columns: ColumnMap, stated: Stated) -> ColumnMap:
    """Fill what columns.toml says, or say that the file looks as if something were to be filled.

    Raises
    ------
    InputRefused
        When most rows have no customer and each stands below one that has.
    """
    if stated.fill_down:
        return _filled(engine, staged, columns, stated.fill_down)
    return ask_of_groups(engine, staged, columns, stated)


def ask_of_groups(engine: Engine, staged: Staged, columns: ColumnMap, stated: Stated) -> ColumnMap:
    """Return the map with a warning where the file looks like a report that is grouped so.

    Raises
    ------
    InputRefused
        When that concerns most of its rows.
    """
    when = columns.places.get("ordered_on")
    if stated.fill_down is not None or not columns.has("customer_id") or when is None:
        return columns
    if staged.quick is not None:  # so many blanks would have been odd: too many for it
        return columns
    order = f"c{columns.places['order_id'][0]}" if columns.has("order_id") else "''"
    n, n_blank, n_groups, n_begun, n_ids, n_orders, n_misfits, first = engine.rows(
        f"WITH r AS (SELECT c{columns.places['customer_id'][0]} AS c, {order} AS o, line_ "
        f"FROM {staged.name} WHERE regexp_matches(c{when[0]}, '[0-9]')), "
        "s AS (SELECT *, lead(c) OVER (ORDER BY line_) AS below FROM r) "
        "SELECT count(*), count(*) FILTER (c = ''), count(*) FILTER (c <> ''), "
        "count(*) FILTER (c <> '' AND below = ''), count(DISTINCT nullif(c, '')), "
        "count(DISTINCT nullif(o, '')), count(*) FILTER ((c = '') <> (o = '')), "
        "arg_min(c, line_) FROM s"
    )[0]
    once = n_ids == n_groups
    of_orders = n_orders == n_groups and not n_misfits
    grouped = n_groups >= _GROUPS and n_blank >= _BLANK and 2 * n_begun >= n_groups and first
    if not grouped or n_blank < _SHARE * n or not (once or of_orders):
        return columns
    names = ["customer_id", "order_id"] if of_orders and n_orders else ["customer_id"]
    return _asked(staged, columns, (n_blank, n), names)


def _asked(
    staged: Staged, columns: ColumnMap, counted: tuple[int, int], names: Sequence[str]
) -> ColumnMap:
    file, label = staged.layout.source.name, columns.label("customer_id")
    n_blank, n = counted
    line = f"fill_down = [{', '.join(map(toml_text, names))}]"
    happened = f"{n_blank:,} of {n:,} dated rows have nothing in '{label}', and each stands below "
    happened += "one that has, as in a report that names a customer on the first line of its group"
    if n_blank >= _MOST * n:
        raise InputRefused(
            f"{file}: {happened}", "to know whether they belong to the customer above",
            f"say it in columns.toml:\n[transactions]\n{line}\nor, where they belong to nobody:\n"
            "fill_down = []", code="customer_above", file=file, column=label,
        )  # fmt: skip
    said = f"{happened}. They are set aside. If they belong to the customer above, put {line} "
    said += "under [transactions] into columns.toml; fill_down = [] if they belong to nobody."
    told = Warned("customer_above", said, column=label)
    return columns.saying(told)


def _filled(engine: Engine, staged: Staged, columns: ColumnMap, names: Sequence[str]) -> ColumnMap:
    """Fill blank cells of dated rows from above, in the order of the file, and say how many."""
    file, told = staged.layout.source.name, list[Warned]()
    for name in names:
        if not columns.has(name):
            raise InputRefused(
                f"columns.toml says fill_down for {name}, and {file} has no such column",
                "a column of the export", "correct fill_down in columns.toml",
                code="fill_down_without_column", file=file,
            )  # fmt: skip
        label = columns.label(name)
        n_rows = _fill(engine, staged, columns, columns.places[name][0])
        said = f"{counted(n_rows, 'row')} took '{label}' from a row above, as fill_down in "
        said += "columns.toml says"
        told.append(Warned("filled_down", f"{said}.", column=label))
    return columns.saying(*told)


def _fill(engine: Engine, staged: Staged, columns: ColumnMap, at: int) -> int:
    """Fill one column.

    A value comes from a dated row, or, where no dated row has one, from a row above the group.
    Whatever else stands between (a total, a remark, a record of another shape) ends its group: what
    is below is left blank.
    """
    when = columns.places.get(WHEN.get(columns.table, ""))
    dated = f"regexp_matches(c{when[0]}, '[0-9]')" if when else "true"
    raw, cell, header = staged.name, f"c{at}", quote_text(columns.header[at].strip())
    inline = engine.count(f"{raw} WHERE {cell} <> '' AND {dated}")
    source = f"({dated})" if inline else f"NOT ({dated})"
    total = f"regexp_matches(lower({cell}), {quote_text(TOTAL_START)})"
    rejected = "".join(f" UNION ALL SELECT {one.line}, ''" for one in staged.rejects)
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE filled_rows AS SELECT line_, last_value(source IGNORE "
        "NULLS) OVER (ORDER BY line_ ROWS UNBOUNDED PRECEDING) AS value FROM (SELECT line_, "
        f"CASE WHEN {cell} IN ('', {header}) THEN NULL WHEN {source} AND NOT {total} "
        f"THEN {cell} ELSE '' END AS source FROM {raw}{rejected})"
    )
    chosen = (
        f"FROM filled_rows AS f WHERE f.line_ = {raw}.line_ AND {raw}.{cell} = '' AND {dated} "
        "AND f.value <> ''"
    )
    n_rows = engine.count(f"{raw} WHERE EXISTS (SELECT 1 {chosen})")
    engine.execute(f"UPDATE {raw} SET {cell} = f.value {chosen}")
    return n_rows


def fill_consents(engine: Engine, staged: Staged, columns: ColumnMap) -> None:
    """Fill blank consents of transactions with the word on other lines of the order.

    Only where all its lines that say something say the same of the same customer.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> engine = Engine()
    >>> engine.execute("CREATE TEMP TABLE raw AS SELECT * FROM (VALUES ('1', 'A', 'yes'), "
    ...                "('1', 'A', ''), ('2', 'A', '')) AS t(c0, c1, c2)")
    >>> columns = ColumnMap("transactions", ("Order", "Customer", "Opt-in"),
    ...                     {"order_id": (0,), "customer_id": (1,), "consent": (2,)})
    >>> fill_consents(engine, SimpleNamespace(name="raw"), columns)
    >>> engine.rows("SELECT c2 FROM raw ORDER BY c0, c2")
    [('yes',), ('yes',), ('',)]
    """
    needed = ("order_id", "customer_id", "consent")
    if columns.table != "transactions" or not all(map(columns.has, needed)):
        return
    raw = staged.name
    order, customer = (f"c{columns.places[name][0]}" for name in needed[:2])
    for at in columns.places["consent"]:
        said = (
            f"SELECT {order} AS o, {customer} AS k, min(c{at}) AS said FROM {raw} "
            f"WHERE c{at} <> '' AND {order} <> '' GROUP BY o, k HAVING min(c{at}) = max(c{at})"
        )
        engine.execute(
            f"UPDATE {raw} SET c{at} = f.said FROM ({said}) AS f "
            f"WHERE {raw}.c{at} = '' AND {raw}.{order} = f.o AND {raw}.{customer} = f.k"
        )
