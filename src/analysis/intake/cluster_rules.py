"""How the lines of a cluster are read, and what breaks one: evidence judged, as SQL for Spark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from unicodedata import category

from analysis.cells import amounts, dates, judgeddays
from analysis.cells.cellwords import SUBTOTAL_WORDS, TOTAL_PATTERN
from analysis.cells.daytexts import day_token
from analysis.cells.fields import Cell
from analysis.cells.ids import NO_ROWS, clean_id, fault_of
from analysis.cells.money import back_alone, style_of
from analysis.columns.kindcodes import NO_ORDER
from analysis.columns.linekinds import fold, kind_of_words, payments_said
from analysis.columns.linetexts import text_places
from analysis.columns.mapfile import MapFile
from analysis.columns.statedmoney import as_stated
from analysis.engine import Engine, SparkEngine, quote_text
from analysis.errors import InputRefused, counted
from analysis.intake.cluster_input import FLOAT_ID, ClusterInput, Evidence, told_of, without_zero
from analysis.results import Warned
from analysis.rows.answers import excluded_ids, excluded_sql
from analysis.rows.convert import is_required
from analysis.rows.ordersbeside import order_by_snapshot
from analysis.rows.rules import LATE, Rule, broken_sql, errors_apart, status_rules

_TABLE = "transactions"


@dataclass(frozen=True)
class Judged:
    """How each column is read, and the rules that a line can break.

    Parameters
    ----------
    days
        Readable days of ``ordered_on`` with their rows, in order.
    shown
        Canonical column -> SQL over ``staged`` and the joins.
    """

    days: Sequence[tuple[date, int]]
    rules: tuple[Rule, ...]
    shown: Mapping[str, str]
    joins: tuple[str, ...]
    warnings: tuple[Warned, ...]


class _Seen:
    """Stands behind a Cell in place of an engine: answers from the evidence already collected."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words

    def rows(self, *_: object) -> list[tuple[str, int]]:
        return sorted(self._words.items())[:41]

    def value(self, *_: object) -> None:
        return None


def judge(
    engine: SparkEngine, found: ClusterInput, evidence: Evidence, *, as_of: date | None
) -> Judged:
    """Decide how every column is read, by the same evidence as intake everywhere.

    Raises
    ------
    InputRefused
        When nothing proves a date order or decimal sign, a status word has no known sense, or
        several currencies would be summed.
    """
    _one_currency(found, evidence)
    days = {
        c: dates.DayColumn.of(_cell(found, c, told), told)
        for c, told in told_of(evidence, "day:", found)
    }
    numbers = {c: _numbers_of(found, c, told) for c, told in told_of(evidence, "shape:", found)}
    orders = dates.decide_order(list(days.values()), found.stated.date_order)
    signs = amounts.decide_decimal(list(numbers.values()), found.stated.decimal)
    rules, joins, shown = list(_structure(found)), list[str](), dict[str, str]()
    warnings = list(found.columns.warnings)
    counts, codes = Counter[date](), tuple[str, ...]()
    for column in [c for c in ("ordered_on", "known_at") if c in days]:
        if orders[column].order is None:
            orders[column] = order_by_snapshot(days[column], as_of)
        if orders[column].order is None:
            raise dates.ambiguous_order(days[column], _TABLE)
        told = _judge_days(days[column], orders[column], as_of)
        warnings += told.warnings
        engine.see_rows(f"days_{column}", [*told.rows], "raw STRING, value DATE, code STRING")
        token = day_token(found.cell(column), group="$")
        joins.append(f"LEFT JOIN days_{column} ON days_{column}.raw = {token}")
        shown[column] = f"days_{column}.value"
        if column == "ordered_on":
            counts, codes = _counted(days[column], told), told.codes
    rules += _totals(found, shown["ordered_on"])
    rules += _id_rules(engine, found, evidence, shown, joins, warnings)
    day = found.cell("ordered_on")
    for code in codes:
        broken = f"days_ordered_on.code = '{code}'"
        apart = code == "bad_date"
        rules += errors_apart(code, "ordered_on", broken, day) if apart else [
            Rule(code, "ordered_on", broken)
        ]  # fmt: skip
    rules.append(Rule("no_date", "ordered_on", f"{day} = ''"))
    rules += _money_rules(found, numbers, signs, shown)
    rules += _status_rules(found, evidence, shown, warnings)
    return Judged(sorted(counts.items()), tuple(rules), shown, tuple(joins), tuple(warnings))


def _cell(found: ClusterInput, column: str, words: Mapping[str, int]) -> Cell:
    seen = cast("Engine", _Seen(words))
    label, sql = found.columns.label(column), found.cell(column)
    return Cell(seen, "staged", sql, column, label, found.name, lambda _: [])


def _numbers_of(found: ClusterInput, column: str, told: dict[str, int]) -> amounts.NumberColumn:
    return amounts.NumberColumn(_cell(found, column, told), told)


def _one_currency(found: ClusterInput, evidence: Evidence) -> None:
    """Refuse a sum over several currencies."""
    told = evidence.get("word:currency", {})
    names = {name for name in told if any(s.isalpha() or category(s) == "Sc" for s in name)}
    if not found.columns.has("currency"):
        for column, told in told_of(evidence, "shape:", found):
            if column in {"amount", "unit_price"}:
                names |= set(amounts.currencies_in(_numbers_of(found, column, told)))
    if len(names) > 1:
        raise InputRefused(
            f"The transactions are in several currencies: {', '.join(sorted(names)[:10])}",
            "one currency",
            "bring them to one currency before the export, or give the files of one currency",
            code="several_currencies", file=found.name,
        )  # fmt: skip


def _judge_days(
    column: dates.DayColumn, order: dates.Order, as_of: date | None
) -> judgeddays.JudgedDays:
    """Return each text of a date column with its day or its fault."""
    return judgeddays.judge_days(
        column, order, latest=column.latest(order, as_of),
        serials=judgeddays.serials_are_days(column, workbook=False),
        required=column.cell.column == "ordered_on",
    )  # fmt: skip


def _counted(column: dates.DayColumn, judged: judgeddays.JudgedDays) -> Counter[date]:
    """Return the rows of each day that can be read."""
    counts = Counter[date]()
    for text, value, _ in judged.rows:
        if value is not None:
            counts[value] += column.counts[text]
    return counts


def _structure(found: ClusterInput) -> list[Rule]:
    """Rules for records of another shape, and for headers in the middle."""
    sign = re.escape(found.dialect.delimiter) if found.dialect.delimiter else ","
    cells = f"transform(split(record_, {quote_text(sign)}), s -> btrim(s, ' \"'))"
    quotes = "length(record_) - length(replace(record_, '\"', ''))"
    odd, total = "record_ IS NOT NULL", quote_text(TOTAL_PATTERN)
    return [
        Rule("repeated_header", "", found.is_header, alone=True),
        Rule("unclosed_quote", "", f"{odd} AND ({quotes}) % 2 = 1", alone=True),
        Rule("total_row", "", f"{odd} AND lower({cells}[0]) RLIKE {total}", alone=True),
        Rule("footer", "", f"{odd} AND size(filter({cells}, s -> s <> '')) = 1", alone=True),
        Rule("field_count", "", odd, alone=True),
    ]


def _totals(found: ClusterInput, day: str) -> list[Rule]:
    """Rules for totals and remarks: rows without a date, or whose text says so."""
    width = found.dialect.width
    if width <= 2:
        return []
    pattern = quote_text(TOTAL_PATTERN)
    first = " OR ".join(f"lower(c{at}) RLIKE {pattern}" for at in range(min(3, width)))
    filled = " + ".join(f"cast(c{at} <> '' AS INT)" for at in range(width))
    words = ", ".join(map(quote_text, sorted(SUBTOTAL_WORDS)))
    named = "".join(
        f" OR regexp_replace(lower(c{at}), '[0-9 ./:-]+$', '') IN ({words})"
        for at in text_places(found.columns, found.stated)
    )
    for column in ("order_id", "product_id"):
        for at in found.columns.places.get(column, ()):
            named += f" OR lower(c{at}) IN ({words})"
            named += f" OR lower(c{at}) RLIKE {pattern}" * (column == "order_id")
    total = f"({day} IS NULL AND ({first})){named}"
    return [
        Rule("total_row", "customer_id", total, alone=True),
        Rule("footer", "customer_id", f"{day} IS NULL AND ({filled}) = 1", alone=True),
    ]


def _id_rules(
    engine: SparkEngine, found: ClusterInput, evidence: Evidence,
    shown: dict[str, str], joins: list[str], warnings: list[Warned],
) -> list[Rule]:  # fmt: skip
    """Give the customer id its SQL and return its rules; odd ids went through Python."""
    text, label = found.cell("customer_id"), found.columns.label("customer_id")
    odd = evidence.get("id:customer_id", {})
    mapping = [(raw, clean_id(raw)) for raw in sorted(odd)]
    rows = [(raw, plain or None, fault_of(plain)) for raw, plain in mapping]
    engine.see_rows("ids_", rows, "raw STRING, value STRING, code STRING")
    joins.append(f"LEFT JOIN ids_ ON ids_.raw = {text}")
    plain_sql = f"nullif({without_zero(text)}, '')"
    shown["customer_id"] = f"CASE WHEN ids_.raw IS NULL THEN {plain_sql} ELSE ids_.value END"
    n_floats = sum(evidence.get("float:customer_id", {}).values())
    n_hidden = sum(odd[raw] for (raw, plain), (*_, code) in zip(mapping, rows, strict=True)
                   if raw != plain and not code and not re.match(FLOAT_ID, raw))  # fmt: skip
    if n_floats:
        said = f"Column '{label}': {counted(n_floats, 'id')} with .0 at the end read without it."
        warnings.append(Warned("float_ids", said, column=label))
    if n_hidden:
        said = f"Column '{label}': {counted(n_hidden, 'id')} held hidden or unusual signs: cleaned."
        warnings.append(Warned("cleaned_ids", said, column=label))
    codes = sorted({code for *_, code in rows if code} - {"no_customer"})
    empty = f"{text} = '' OR ids_.code = 'no_customer'"
    return [
        Rule(code, "customer_id", f"ids_.code = '{code}'", alone=code in NO_ROWS) for code in codes
    ] + [Rule("no_customer", "customer_id", empty)]


def _money_rules(
    found: ClusterInput, numbers: Mapping[str, amounts.NumberColumn],
    signs: Mapping[str, str | None], shown: dict[str, str],
) -> list[Rule]:  # fmt: skip
    """Give the amount its SQL, as given or quantity times price, and return its rules."""
    wanted = ["amount"] if found.columns.has("amount") else ["quantity", "unit_price"]
    rules, made, others = [], {}, dict[str, str]()
    for column in [*wanted, *sorted({"refunded", "quantity"} & {*numbers} - {*wanted})]:
        number, sign, text = numbers[column], signs[column], found.cell(column)
        if sign is None and number.votes["?"]:
            if column == "quantity" and column not in wanted:
                continue
            raise amounts.ambiguous_decimal(number, _TABLE)
        kind = amounts.WIDE_MONEY if number.wide else amounts.MONEY
        if column not in wanted:
            others[column] = _number_sql(number, text, sign, kind)
            continue
        made[column] = _number_sql(number, text, sign, kind)
        broken = f"{text} <> '' AND ({made[column]}) IS NULL"
        rules += errors_apart("bad_amount", column, broken, text)
        if is_required(_TABLE, column, found.columns):
            blank = f"{text} = ''"
            if column == "amount" and found.columns.has("refunded"):
                alone = back_alone(text, found.cell("refunded"))
                made[column] = f"CASE WHEN {alone} THEN 0 ELSE {made[column]} END"
                blank += f" AND NOT {alone}"
            rules.append(Rule("no_amount", column, blank))
    product = " * ".join(f"({sql})" for sql in made.values())
    amount = product if len(made) == 1 else f"try_cast({product} AS DECIMAL(38, 10))"
    shown["amount"] = as_stated(amount, others, found.stated)
    return rules


def _number_sql(column: amounts.NumberColumn, text: str, decimal: str | None, kind: str) -> str:
    """Return Spark's SQL that reads a cell as ``kind``; NULL where it is no number."""
    if column.plain and decimal in {"", "."}:
        return f"try_cast({text} AS {kind})"
    style = style_of(column, decimal)
    bare = f"regexp_replace({text}, {quote_text(style.noise)}, '')"
    bare = f"translate({bare}, '−–—', '---')"
    bare = f"regexp_replace({bare}, {quote_text(f'(?i){amounts.UNIT}')}, '')"
    bare = f"regexp_replace({bare}, '[.,]-{{1,2}}$', '')"
    value = f"regexp_replace({bare}, '{style.dropped}', '')"
    value = f"replace(replace({value}, '{style.other}', ''), '{style.sign}', '.')"
    read = f"CASE WHEN {bare} RLIKE '{style.negative}' THEN '-' ELSE '' END || {value}"
    exponent = rf"{bare} RLIKE '^[-+]?\d+(\.\d+)?[eE][-+]?\d+$'"
    whole = f"regexp_replace(left({text}, length({text}) - 2), '[^-0-9]', '')"
    price = f"try_cast({whole} || '.' || right({text}, 2) AS {kind})"
    price = f"CASE WHEN {text} RLIKE {quote_text(f'^{style.price}$')} THEN {price} END"
    return (
        f"CASE WHEN {text} RLIKE {quote_text(amounts.JOINED)} THEN {price} "
        f"WHEN {bare} RLIKE {quote_text(f'^{style.shape}$')} THEN try_cast({read} AS {kind}) "
        f"WHEN {exponent} THEN try_cast({bare} AS {kind}) WHEN {bare} = '-' THEN 0 END"
    )


def _status_rules(
    found: ClusterInput, evidence: Evidence, shown: dict[str, str], warnings: list[Warned]
) -> list[Rule]:
    """Return the rules of status and line type; the line type turns returns negative."""
    kind, flag, status = "", "", None
    if found.columns.has("line_type"):
        shown["line_type"] = kind = _kind_sql(found, evidence)
        lowered = f"{kind} IN ('return', 'credit') AND {shown['amount']} > 0"
        shown["amount"] = (
            f"CASE WHEN {lowered} THEN -({shown['amount']}) ELSE {shown['amount']} END"
        )
        warnings += _payments_said(found, evidence)
    if found.columns.has("status"):
        status = _cell(found, "status", evidence.get("word:status", {}))
    if found.columns.has("cancelled"):
        flag = found.cell("cancelled")
    rules, told = status_rules(found.stated, f"({shown['amount']})", status, kind=kind, flag=flag)
    warnings += told
    return rules


def _payments_said(found: ClusterInput, evidence: Evidence) -> list[Warned]:
    known = kind_of_words(found.columns.kinds)
    told = evidence.get("word:line_type", {})
    paid = {word: n for word, n in told.items() if known.get(fold(word)) == NO_ORDER}
    return [payments_said(found.columns.label("line_type"), paid, None)] if paid else []


def _kind_sql(found: ClusterInput, evidence: Evidence) -> str:
    """Return SQL for the listed word of a line type, ``unknown`` for another, NULL for none."""
    cell, known = found.cell("line_type"), kind_of_words(found.columns.kinds)
    cases = [
        f"WHEN lower({cell}) = {quote_text(word)} THEN '{known[fold(word)]}'"
        for word in sorted(evidence.get("word:line_type", {}))
        if fold(word) in known
    ]
    return f"CASE WHEN {cell} = '' THEN NULL {' '.join(cases)} ELSE 'unknown' END"


def judged_sql(
    found: ClusterInput, judged: Judged, as_of: date, maps: MapFile, *, given: bool
) -> str:
    """Return the query of all lines, those of one customer, day, kind and sign as one row."""
    shown = dict(judged.shown)
    code = "after_as_of" if given else "future_date"
    late = [f"CASE WHEN {shown['ordered_on']} > DATE '{as_of}' THEN {1 << LATE[code]} ELSE 0 END"]
    if "known_at" in shown:
        known = f"{shown['known_at']} > DATE '{as_of}'"
        late.append(f"CASE WHEN {known} THEN {1 << LATE['after_as_of']} ELSE 0 END")
    if excluded := excluded_ids(maps):
        out = excluded_sql(shown["customer_id"], excluded, maps)
        late.append(f"CASE WHEN {out} THEN {1 << LATE['excluded_customer']} ELSE 0 END")
    cells = ", ".join(f"c{at}" for at in range(found.dialect.width))
    broken = f"{broken_sql(judged.rules)} | {' | '.join(late)}"
    columns = ", ".join(
        f"{shown.get(column, 'cast(NULL AS STRING)')} AS {column}"
        for column in ("customer_id", "ordered_on", "amount", "line_type")
    )
    lines = (
        f"SELECT concat({cells}, coalesce(record_, '')) = '' AS blank_, {broken} AS broken_, "
        f"{columns} FROM staged {' '.join(judged.joins)}"
    )
    hidden = "CASE WHEN broken_ = 0 AND NOT blank_ THEN {0} END AS {0}"
    kept = ", ".join(hidden.format(c) for c in ("customer_id", "ordered_on", "line_type"))
    rows = f"SELECT blank_, broken_, amount, {kept} FROM ({lines})"
    return (
        "SELECT blank_, CASE WHEN blank_ THEN -1 ELSE broken_ END AS broken_, customer_id, "
        "ordered_on, line_type, sum(CASE WHEN broken_ = 0 AND NOT blank_ THEN amount END) AS "
        f"amount, count(*) AS n_lines FROM ({rows}) "
        "GROUP BY blank_, broken_, customer_id, ordered_on, line_type, amount > 0"
    )
