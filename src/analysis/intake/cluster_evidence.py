"""The evidence about lines on a cluster: one pass over all of them, few texts to this machine."""

from __future__ import annotations

from dataclasses import replace

from analysis.cells.cellwords import REMARK_PATTERN, TOTAL_PATTERN
from analysis.cells.daytexts import day_token
from analysis.cells.placeholders import PLACEHOLDER_IDS
from analysis.columns.columnmap import kind_of
from analysis.engine import SparkEngine, quote_text
from analysis.errors import InputRefused
from analysis.intake.cluster_input import ClusterInput, stage_text, with_headers
from analysis.vocabulary import DATED

#: Distinct days, shapes, words and odd ids that may come to this machine.
MOST_EVIDENCE = 500_000
#: Kind of evidence and column -> text -> rows.
Evidence = dict[str, dict[str, int]]
_NUMERIC = frozenset({"money", "number"})
#: Ids with one of these signs are read in Python, as are all that are not ASCII.
_ODD_SIGNS = (
    r"[\x00-\x1f\x7f]|  |^'|^=|^#|^Err|"
    r"^([+-]?\d([.,]\d+)?[eE]\+\d{1,3}|\d[.,]\d+[eE]\d{1,3})$"
)
FLOAT_ID = r"^(\d+)\.0+$"


def collect_evidence(engine: SparkEngine, found: ClusterInput) -> tuple[ClusterInput, Evidence]:
    """Return the input as its whole content shows it, and what its columns hold.

    Where a quote stays open at the end of a line, records may span lines; they are read so unless
    that would swallow lines that fit by themselves: then the quote was never meant to close.

    Raises
    ------
    InputRefused
        When files have different headers, or too much would have to come to this machine.
    """
    evidence = _collect(engine, found)
    if evidence.get("open"):
        stage_text(engine, found, spanning=True)
        spanning = _collect(engine, found)
        if spanning["rows"]["all"] >= evidence["rows"]["all"] - evidence["rows"]["misfit"]:
            found, evidence = replace(found, n_lines=None, n_empty_lines=0), spanning
        else:
            stage_text(engine, found, spanning=False)
    return with_headers(found, evidence.get("header", {})), evidence


def _collect(engine: SparkEngine, found: ClusterInput) -> Evidence:
    """Return kind of evidence -> text -> rows; one pass, few texts each."""
    asked = _questions(found)
    structs = ", ".join(
        f"struct('{what}' AS what, CASE WHEN {found.is_header} OR record_ IS NOT NULL "
        f"THEN '' ELSE {sql} END AS told)"
        for what, sql in asked.items()
    )
    header = f"struct('header' AS what, CASE WHEN {found.is_header} THEN file_ ELSE '' END AS told)"
    odd = "length(record_) - length(replace(record_, '\"', ''))"
    opened = f"struct('open' AS what, CASE WHEN ({odd}) % 2 = 1 THEN 'open' ELSE '' END AS told)"
    every = (
        "struct('rows' AS what, 'all' AS told), struct('rows' AS what, "
        "CASE WHEN record_ IS NOT NULL THEN 'misfit' ELSE '' END AS told)"
    )
    listed = f"{structs}, {header}, {opened}, {every}"
    rows = engine.rows(
        f"SELECT what, told, count(*) FROM (SELECT inline(array({listed})) "
        f"FROM staged) WHERE told <> '' GROUP BY what, told LIMIT {MOST_EVIDENCE + 1}"
    )
    evidence: Evidence = {}
    for what, told, n in rows:
        evidence.setdefault(what, {})[told] = n
    if len(rows) > MOST_EVIDENCE:
        raise _too_much(found, max(evidence, key=lambda what: len(evidence[what])))
    return evidence


def _questions(found: ClusterInput) -> dict[str, str]:
    asked = {}
    for column in found.columns.places:
        kind, cell = kind_of("transactions", column), found.cell(column)
        if kind in DATED:
            asked[f"day:{column}"] = day_token(cell, group="$")
        elif kind in _NUMERIC:
            asked[f"shape:{column}"] = f"translate({cell}, '012345678', '999999999')"
        elif column in {"status", "line_type"}:
            asked[f"word:{column}"] = f"lower({cell})"
        elif column == "currency":
            asked["word:currency"] = f"upper({cell})"
    text = found.cell("customer_id")
    asked["id:customer_id"] = f"CASE WHEN {_is_odd(text)} THEN {text} ELSE '' END"
    asked["float:customer_id"] = f"CASE WHEN {text} RLIKE '{FLOAT_ID}' THEN 'n' ELSE '' END"
    return asked


def _is_odd(text: str) -> str:
    words = ", ".join(map(quote_text, sorted(PLACEHOLDER_IDS)))
    bare = f"lower(btrim({without_zero(text)}, ' .:()[]<>*\"'''))"
    return (
        f"{text} <> '' AND (octet_length({text}) <> length({text}) "
        f"OR {text} RLIKE {quote_text(_ODD_SIGNS)} OR {bare} IN ({words}, '') "
        f"OR lower({text}) IN ({words}) "
        f"OR {text} RLIKE {quote_text(TOTAL_PATTERN)} OR {text} RLIKE {quote_text(REMARK_PATTERN)})"
    )


def without_zero(text: str) -> str:
    """Return SQL for an id without the .0 that a spreadsheet left at its end."""
    return f"regexp_replace({text}, '{FLOAT_ID}', '$1')"


def _too_much(found: ClusterInput, what: str) -> InputRefused:
    column = what.split(":")[-1]
    label = found.columns.label(column) or column
    return InputRefused(
        f"{found.name}, column '{label}' has more than {MOST_EVIDENCE:,} different values that "
        "would have to be judged one by one",
        f"a column that fits {column}, in few ways of writing",
        f"name the right column for {column} in columns.toml, or write its values plainly in the "
        "export", code="too_many_values", file=found.name, column=label,
    )  # fmt: skip


def told_of(evidence: Evidence, what: str, found: ClusterInput) -> list[tuple[str, dict[str, int]]]:
    """Return the evidence of one kind for each mapped column, empty where it has no text."""
    asked = [question for question in _questions(found) if question.startswith(what)]
    return [
        (question.removeprefix(what), dict(sorted(evidence.get(question, {}).items())))
        for question in asked
    ]
