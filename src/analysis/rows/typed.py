"""One typed engine table per input: canonical columns, the bits of broken rules, a row hash."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from analysis.cells.amounts import (
    NumberColumn,
    currencies_in,
    currency_sql,
    days_said,
    sides_said,
    slips_said,
)
from analysis.cells.cellwords import NULL_WORDS
from analysis.cells.currencies import currency_of, names_currency, unit_against_column, unit_in_part
from analysis.cells.fields import Cell, Field
from analysis.cells.permissions import Sense
from analysis.columns.columnmap import BESIDE, kind_of
from analysis.columns.statedmoney import (
    Order,
    as_stated,
    in_units,
    once_an_order,
    require_columns,
    signed,
)
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.callrows import derived_cells
from analysis.rows.convert import WHEN, Input, cell_of, fields_of, is_required
from analysis.rows.heeded import heeded_columns
from analysis.rows.hypertexts import take_off_tags
from analysis.rows.listentries import open_entries
from analysis.rows.optouts import (
    opt_out_sql,
    refusal_sql,
    speaks_of_opt_out,
    what_was_heeded,
)
from analysis.rows.ordertotals import count_blank_lines, orders_of_several_amounts
from analysis.rows.rules import Rule, broken_sql, rules_of, status_rules
from analysis.rows.voices import what_the_house_wrote
from analysis.vocabulary import NUMERIC, TABLES

_UNREADABLE = frozenset({"bad_date", "ambiguous_date", "bad_amount"})
#: Columns that rows of the quick lane show.
SHOWN = frozenset(column.name for column in TABLES["transactions"].columns) | {*BESIDE}
#: Ids that an export may lack; made from file and line.
DERIVED = {"contacts": "contact_id", "touches": "touch_id", "reasons": "reason_id"}


@dataclass(frozen=True)
class Typed:
    """A typed input.

    Parameters
    ----------
    name
        Engine table with ``file_``, ``line_``, ``hash_``, ``broken_`` and canonical columns.
    rules
        In the order of their bits.
    n_blank
        Rows whose cells are all blank, with the empty lines.
    heeded
        Places of columns that are obeyed as opt-outs or consents although nobody named them.
    """

    name: str
    found: Input
    rules: tuple[Rule, ...]
    columns: tuple[str, ...]
    n_blank: int
    warnings: tuple[Warned, ...]
    heeded: Mapping[int, Sense]

    @property
    def number(self) -> int:
        """Its place among the inputs: ``file_`` of its rows."""
        return int(self.name.removeprefix("typed_"))

    @property
    def currency(self) -> str | None:
        """The one currency of all rows, empty where nothing names one; None where rows do."""
        if "currency" not in self.columns:
            return ""
        columns = self.found.columns
        in_cells = columns.has("currency") or any(map(currencies_in, _money_of(self.found)))
        return None if in_cells else columns.currency


def bits_of(inputs: Sequence[Typed], codes: Set[str], *, file: str = "file_") -> str:
    """Return SQL of the bits of the rules with these codes: each input has its own."""
    masks: dict[int, list[str]] = {}
    for one in inputs:
        bits = sum(1 << at for at, rule in enumerate(one.rules) if rule.code in codes)
        masks.setdefault(bits, []).append(str(one.number))
    if len(masks) == 1:
        return str(next(iter(masks)))
    cases = " ".join(f"WHEN {file} IN ({', '.join(of)}) THEN {bits}" for bits, of in masks.items())
    return f"CASE {cases} ELSE 0 END"


def make_typed(engine: Engine, found: Input, number: int, *, as_of: date | None) -> Typed:
    """Convert a staged input into its typed table."""
    table, off = found.columns.table, take_off_tags(engine, found)
    fields = fields_of(engine, found, as_of=as_of)
    rules, shown = rules_of(found, fields), {field.column: field.sql for field in fields}
    of_cells = (warned for field in fields for warned in field.warnings)
    warnings = [*off, *what_the_house_wrote(engine, found), *of_cells]
    if table == "transactions":
        require_columns(found.columns, found.stated, found.file)
        amount = _amount(found, fields)
        shown["amount"] = amount
        flag, columns = _without_beside(shown), found.columns
        cell = cell_of(engine, found.staged, columns, "status") if columns.has("status") else None
        more, told = status_rules(
            found.stated, f"({amount})", cell, kind=shown.get("line_type", ""), flag=flag
        )
        rules, warnings = rules + more, warnings + told
        shown |= _currency(found)
        money = _money_of(found)
        warnings += [*sides_said(money), *days_said(money), *slips_said(money)]
        if not columns.has("currency") and not columns.currency:
            warnings += unit_in_part(money)
    shown |= _answer(engine, found, shown)
    shown |= _derived(found)
    heeded = heeded_columns(engine, found)
    stops, told = _opt_outs(engine, found, heeded)
    shown, warnings = shown | stops, warnings + told
    name = f"typed_{number}"
    own = _create(engine, found, number, shown, rules, fields)
    n_blank = engine.count(found.staged.name) - engine.count(f"{own}") + found.staged.n_empty
    if found.staged.quick is not None:
        _join_quick_rows(engine, found, number)
    if table == "transactions":
        warnings += count_blank_lines(engine, own, name, rules)
        if found.columns.has("currency") and any(map(currencies_in, _money_of(found))):
            codes = engine.rows(f"SELECT DISTINCT currency FROM {name} WHERE currency IS NOT NULL")
            warnings += unit_against_column(_money_of(found), [code for (code,) in codes])
        if found.stated.amount_per == "order":
            warnings += orders_of_several_amounts(engine, own)
    read = {field.column for field in fields if shown.get(field.column) == field.sql}
    warnings += _unreadable(engine, found, fields, own, read)
    return Typed(name, found, tuple(rules), tuple(shown), n_blank, tuple(warnings), heeded)


def _answer(engine: Engine, found: Input, shown: Mapping[str, str]) -> dict[str, str]:
    """Return SQL of the outcome of a touch: a No in words is the same as the listed word."""
    if found.columns.table != "touches" or not found.columns.has("outcome"):
        return {}
    stop = speaks_of_opt_out(cell_of(engine, found.staged, found.columns, "outcome").text)
    return {"outcome": f"CASE WHEN {stop} THEN 'opt_out' ELSE {shown['outcome']} END"}


def _opt_outs(
    engine: Engine, found: Input, heeded: Mapping[int, Sense]
) -> tuple[dict[str, str], list[Warned]]:
    """Return SQL of what a row says of leave to contact, and what to say of it."""
    table, shown, warnings = found.columns.table, dict[str, str](), list[Warned]()
    opt_out = opt_out_sql(engine, found, heeded)
    if table == "contacts" or opt_out != "false":
        shown["opt_out_"] = opt_out
        shown["refused_"] = refusal_sql(engine, found, heeded)
        warnings += what_was_heeded(engine, found, heeded)
    if table == "suppressions":
        left_open, told = open_entries(engine, found)
        shown |= {"open_": left_open} if left_open else {}
        warnings += told
    return shown, warnings


def _join_quick_rows(engine: Engine, found: Input, number: int) -> None:
    """Show the rows of the quick lane and the odd ones, which went the careful way, as one."""
    known = [column for column in found.columns.places if column in SHOWN]
    fields = [Field(column, column) for column in known]
    shown = {field.column: field.sql for field in fields} | {"amount": _amount(found, fields)}
    _without_beside(shown)
    shown |= _or_of_file(found, "currency" if "currency" in known else _quick_unit(found))
    columns = ", ".join(f"{sql} AS {column}" for column, sql in shown.items())
    rows = (
        f"SELECT {number}::INTEGER AS file_, line_, hash_, 0::BIGINT AS broken_, {columns} "
        f"FROM {found.staged.rows}"
    )
    if engine.count(found.staged.name):
        rows += f" WHERE NOT odd_ UNION ALL BY NAME SELECT * FROM odd_{number}"
    engine.execute(f"CREATE TEMP VIEW typed_{number} AS {rows}")


def _quick_unit(found: Input) -> str:
    """Return SQL of the currency that the numbers of the quick lane name."""
    column = next((n.cell.column for n in _money_of(found) if currencies_in(n)), "")
    quick = found.staged.quick
    unit = quick.columns[column].unit if quick and column else ""
    return f"CASE WHEN {column} IS NOT NULL THEN {quote_text(unit)} END" if unit else ""


def _without_beside(shown: dict[str, str]) -> str:
    """Take out what goes into no table; return the SQL of what says that an order was cancelled."""
    shown.pop("refunded", None)
    return shown.pop("cancelled", "")


def _create(
    engine: Engine, found: Input, number: int, shown: dict[str, str],
    rules: Sequence[Rule], fields: Sequence[Field],
) -> str:  # fmt: skip
    """Convert the rows of an input that stand as text; return the table's name."""
    raw = found.staged.name
    own = f"odd_{number}" if found.staged.quick is not None else f"typed_{number}"
    everything = ", ".join(found.staged.cells)
    blank = f"{found.staged.cell(0)} = '' AND concat({everything}) = ''"
    if found.columns.table == "transactions" and found.stated.amount_per == "order":
        order = Order(shown["order_id"], f"{raw}.line_", broken_sql(rules))
        shown = shown | {"amount": _amount(found, fields, order)}
    columns = ", ".join(f"{sql} AS {column}" for column, sql in shown.items())
    joins = " ".join(join for field in fields for join in field.joins)
    engine.execute(
        f"CREATE TEMP TABLE {own} AS "
        f"SELECT {number}::INTEGER AS file_, {raw}.line_ AS line_, "
        f"{found.hashed} AS hash_, {broken_sql(rules)} AS broken_, {columns} "
        f"FROM {raw} {joins} WHERE NOT ({blank})"
    )
    return own


def _amount(found: Input, fields: Sequence[Field], order: Order | None = None) -> str:
    """Return SQL for the amount: as given or quantity x price; returns lower money.

    Parameters
    ----------
    order
        Given where the amount is the order's, on each of its lines.
    """
    by_name = {field.column: field.sql for field in fields}
    if "amount" in by_name:
        amount = by_name["amount"]
    else:
        amount = f"try_cast(({by_name['quantity']}) * ({by_name['unit_price']}) AS DECIMAL(38,10))"
    if order is not None:
        total = signed(amount, by_name, found.stated)
        once = once_an_order(total, by_name.get("refunded", ""), order)
        amount = in_units(once, found.stated)
    else:
        amount = as_stated(amount, by_name, found.stated)
    if "line_type" not in by_name:
        return amount
    kind = by_name["line_type"]
    lowered = f"{kind} IN ('return', 'credit') AND {amount} > 0"
    return f"CASE WHEN {lowered} THEN -({amount}) ELSE {amount} END"


def _currency(found: Input) -> dict[str, str]:
    """Return the currency of a row: of its column, or written in its amount, or of the file."""
    own = ""
    if found.columns.has("currency"):
        own = currency_of(found.staged.cell(found.columns.places["currency"][0]))
    elif with_unit := [number for number in _money_of(found) if currencies_in(number)]:
        own = currency_sql(with_unit[0])
    return _or_of_file(found, own)


def _or_of_file(found: Input, own: str) -> dict[str, str]:
    code = quote_text(found.columns.currency) if found.columns.currency else ""
    sql = f"coalesce({own}, {code})" if own and code else own or code
    return {"currency": sql} if sql else {}


def _money_of(found: Input) -> list[NumberColumn]:
    return [n for n in found.numbers if n.cell.column in {"amount", "unit_price"}]


def _derived(found: Input) -> dict[str, str]:
    table = found.columns.table
    own = f"{quote_text(found.stem + '-')} || {found.staged.name}.line_"
    if found.columns.listed:
        return derived_cells(found.staged, found.columns, own)
    made = {}
    wanted = DERIVED.get(table)
    if wanted and not found.columns.has(wanted):
        made[wanted] = own
    if table == "reasons" and not found.columns.has("customer_id"):
        made["customer_id"] = own
    return made


def _all_read(engine: Engine, cell: Cell, own: str) -> bool:
    """Whether each number gave a value; to convert them again takes as long as the first time."""
    return not engine.rows(
        f"SELECT 1 FROM {cell.table} WHERE {cell.text} <> '' AND line_ IN "
        f"(SELECT line_ FROM {own} WHERE {cell.column} IS NULL) LIMIT 1"
    )


def _unreadable(
    engine: Engine, found: Input, fields: Sequence[Field], own: str, read: Collection[str]
) -> list[Warned]:
    """Count cells of optional columns that cannot be read; they stay empty, the row is kept.

    Parameters
    ----------
    own, read
        The table of the converted rows, and its columns that are as they were read.
    """
    table, raw, told = found.columns.table, found.staged.name, []
    for field in fields:
        if is_required(table, field.column, found.columns) or WHEN.get(table) == field.column:
            continue
        cell = cell_of(engine, found.staged, found.columns, field.column)
        faults = [sql for code, sql in field.broken.items() if code in _UNREADABLE]
        if field.column == "currency":
            faults = [f"{cell.text} <> '' AND NOT {names_currency(cell.text)}"]
        numeric = kind_of(table, field.column) in NUMERIC and field.column in read
        if not faults or (numeric and _all_read(engine, cell, own)):
            continue
        nothing = ", ".join(map(quote_text, sorted(NULL_WORDS)))
        source = f"FROM {raw} {' '.join(field.joins)} WHERE ({' OR '.join(faults)}) "
        source += f"AND lower({cell.text}) NOT IN ({nothing})"
        n_rows, first = engine.rows(f"SELECT count(*), min({raw}.line_) {source}")[0]
        if n_rows:
            said = f"Column '{cell.label}': {counted(n_rows, 'cell')} cannot be read: left empty."
            line = cell.find_lines([int(first)])[0]
            told.append(Warned("unreadable_cells", said, line=line, column=cell.label))
    return told
