"""Input on a cluster: its layout from the head of one file, and one pass of evidence over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.cells.cellwords import PLACEHOLDER_IDS, REMARK_PATTERN, TOTAL_PATTERN
from analysis.cells.daytexts import day_token
from analysis.cells.fields import SPACES
from analysis.columns.columnmap import ColumnMap, count_known, kind_of, map_columns
from analysis.columns.extrafields import name_is_short, refuse_cut_numbers, with_row_names
from analysis.columns.mapfile import MapFile, Stated
from analysis.columns.samples import MOST_ROWS
from analysis.columns.settled import settle_columns
from analysis.engine import FoundFile, SparkEngine, quote_text
from analysis.errors import AnalysisError, InputRefused
from analysis.files.dialect import SAMPLE_RECORDS, Dialect, sniff
from analysis.files.records import BLANK, read_records
from analysis.vocabulary import DATED, NO_VALUE

_ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "ascii": "UTF-8",
    "latin-1": "ISO-8859-1", "iso-8859-1": "ISO-8859-1",
}  # fmt: skip
#: What Spark's CSV reader passes over: signs up to the blank only.
_EMPTY_LINE = "value RLIKE '^[\\x00-\\x20]*$'"


@dataclass(frozen=True)
class ClusterInput:
    """One input as the view ``staged``: trimmed cells ``c0`` ..., ``record_`` and ``file_``.

    Parameters
    ----------
    name
        What a message calls it: the file, or the folder or pattern.
    n_lines, n_empty_lines
        Physical lines of all files (None where records span lines) and those without anything.
    n_headers
        Files with a header line.
    """

    name: str
    bytes: int
    encoding: str
    dialect: Dialect
    columns: ColumnMap
    stated: Stated
    paths: tuple[str, ...]
    n_lines: int | None = None
    n_empty_lines: int = 0
    n_headers: int = 0

    @property
    def said(self) -> str:
        """The dialect as a receipt shows it."""
        return str(self.dialect) if self.dialect.delimiter else "parquet"

    def cell(self, column: str) -> str:
        """Return SQL of the cell of a canonical column."""
        return f"c{self.columns.places[column][0]}"

    @property
    def is_header(self) -> str:
        """SQL that holds for a row that repeats the header in all mapped columns."""
        if not self.dialect.header:
            return "false"
        places = sorted(self.columns.taken)
        return " AND ".join(
            f"c{at} = {quote_text(self.columns.header[at].strip())}" for at in places
        )


def open_input(
    engine: SparkEngine, files: Sequence[FoundFile], exports: Sequence[str], maps: MapFile
) -> ClusterInput:
    """Return the input with its layout; its trimmed cells are the view ``staged``.

    Raises
    ------
    InputRefused
        When header, columns or encoding do not allow an honest reading.
    """
    names = [Path(file.path).name for file in files]
    maps.require_matches(names)
    stated = maps.stated_for(names[0], "transactions")
    if stated.amount_per == "order":
        raise InputRefused(
            'columns.toml says amount_per = "order", and a cluster reads each line by itself',
            "an amount for each line", "export one line an order, or the amount of each line",
            code="order_totals_on_cluster", file=names[0],
        )  # fmt: skip
    if stated.fill_down:
        raise InputRefused(
            "columns.toml says fill_down, and a cluster reads each line by itself",
            "the customer in each line", "export it so, or leave --engine out",
            code="fill_down_on_cluster", file=names[0],
        )  # fmt: skip
    name = names[0] if len(files) == 1 else f"{Path(exports[0]).name or exports[0]}"
    paths = tuple(file.path for file in files)
    parquet = names[0].lower().endswith((".parquet", ".pq"))
    if parquet:
        engine.see_parquet("raw_input", paths)
        header = tuple(engine.columns("raw_input"))
        dialect, encoding = Dialect("", header, 0, 0, len(header)), "binary"
    else:
        dialect, encoding = _layout(engine, paths[0], name, stated), stated.encoding or "utf-8"
    shown = dialect.header or ("",) * dialect.width
    stated = stated.with_beside(shown)
    columns = map_columns(
        "transactions", stated.used("transactions", shown), file=name,
        stated=stated.positions(shown, name),
    )  # fmt: skip
    columns = replace(columns, header=shown)
    size = sum(file.bytes for file in files)
    found = ClusterInput(name, size, encoding, dialect, columns, stated, paths)
    if parquet:
        _stage_parquet(engine, found)
        return _with_kinds(engine, found)
    found = _counted(engine, found)
    stage_text(engine, found, spanning=False)
    return _with_kinds(engine, found)


def _with_kinds(engine: SparkEngine, found: ClusterInput) -> ClusterInput:
    """Return the input with the columns that tell which lines are sales, by rows of everywhere."""
    cells = ", ".join(f"c{at}" for at in range(found.dialect.width))
    staged = f"FROM staged WHERE record_ IS NULL AND NOT ({found.is_header})"
    rows = engine.rows(f"SELECT {cells} {staged} LIMIT {SAMPLE_RECORDS}")
    if len(rows) == SAMPLE_RECORDS:
        step = max(1, int(engine.rows(f"SELECT count(*) {staged}")[0][0]) // MOST_ROWS)
        chosen = f"{staged} AND pmod(xxhash64({cells}), {step}) = 0"
        rows += engine.rows(f"SELECT {cells} {chosen} LIMIT {MOST_ROWS}")
    columns = settle_columns(found.columns, rows, list, found.stated, found.name)
    return replace(found, columns=columns)


def _layout(engine: SparkEngine, path: str, name: str, stated: Stated) -> Dialect:
    """Return the dialect that the head of the first file shows."""
    engine.see_text("head", [path], encoding=_spark_encoding(stated, name))
    lines = [str(row[0]) for row in engine.rows(f"SELECT value FROM head LIMIT {SAMPLE_RECORDS}")]
    sample = "".join(f"{line}\n" for line in lines).removeprefix("\ufeff")
    dialect = sniff(sample, count_known, delimiter=stated.delimiter, header=stated.header)
    read = read_records(sample.splitlines(keepends=True), dialect.delimiter, dialect.quoting)
    rows = tuple(read)[dialect.first :]
    if with_row_names(name, dialect, rows, stated.columns)[1]:
        raise name_is_short(name, dialect)  # each file of a cluster begins with its whole header
    refuse_cut_numbers(name, dialect, rows, stated.columns)
    if dialect.delimiter == BLANK:
        raise InputRefused(
            f"{name} has runs of blanks between its columns", "one sign between columns",
            "export it with commas or tabs, or leave --engine out", code="blank_delimiter",
            file=name,
        )  # fmt: skip
    if dialect.first > 1:
        raise InputRefused(
            f"{name} has {dialect.first - 1} lines above its header",
            "the header in the first line of each file",
            "export it without them, or leave --engine out", code="preamble", file=name,
        )  # fmt: skip
    return dialect


def _spark_encoding(stated: Stated, name: str) -> str:
    wanted = (stated.encoding or "utf-8").lower().replace("_", "-")
    if wanted in _ENCODINGS:
        return _ENCODINGS[wanted]
    raise InputRefused(
        f"{name} is said to be {stated.encoding}", "utf-8 or iso-8859-1 on a cluster",
        "export it in UTF-8", code="bad_encoding", file=name,
    )  # fmt: skip


def _counted(engine: SparkEngine, found: ClusterInput) -> ClusterInput:
    """Count the physical lines of all files in one plain pass, and see that they are text."""
    engine.see_text("lines_in", found.paths, encoding=_spark_encoding(found.stated, found.name))
    n_lines, n_empty, n_undecoded, n_nul = engine.rows(
        f"SELECT count(*), count_if({_EMPTY_LINE}), count_if(contains(value, '\ufffd')), "
        "count_if(value RLIKE '\\x00') FROM lines_in"
    )[0]
    if n_undecoded or n_nul:
        what = "are not UTF-8" if n_undecoded else "hold NUL bytes"
        raise InputRefused(
            f"{found.name}: {n_undecoded or n_nul:,} lines {what}",
            "text in UTF-8 (or iso-8859-1, said in columns.toml)",
            'export it in UTF-8, or put encoding = "iso-8859-1" into columns.toml under '
            "[transactions]", code="bad_encoding", file=found.name,
        )  # fmt: skip
    return replace(found, n_lines=n_lines, n_empty_lines=n_empty)


def stage_text(engine: SparkEngine, found: ClusterInput, *, spanning: bool) -> None:
    """Make the view ``staged`` of text files.

    Parameters
    ----------
    spanning
        Whether quoted cells may span lines: right for every file, but one worker a file.
    """
    engine.see_csv(
        "raw_input", found.paths, width=found.dialect.width, delimiter=found.dialect.delimiter,
        options={
            "encoding": _spark_encoding(found.stated, found.name),
            "multiLine": str(spanning).lower(),
        },
    )  # fmt: skip
    cells = [
        f"coalesce(nullif(btrim(c{at}, {SPACES}), {quote_text(NO_VALUE)}), '') AS c{at}"
        for at in range(found.dialect.width)
    ]
    engine.see("staged", f"SELECT {', '.join(cells)}, record_, file_ FROM raw_input")


def _stage_parquet(engine: SparkEngine, found: ClusterInput) -> None:
    names = [name.replace("`", "``") for name in found.columns.header]
    cells = [
        f"coalesce(btrim(cast(`{name}` AS STRING), {SPACES}), '') AS c{at}"
        for at, name in enumerate(names)
    ]
    engine.see(
        "staged",
        f"SELECT {', '.join(cells)}, cast(NULL AS STRING) AS record_, '' AS file_ FROM raw_input",
    )


def with_headers(found: ClusterInput, headers: dict[str, int]) -> ClusterInput:
    """Return the input once every file has been seen to begin with the same header.

    Raises
    ------
    InputRefused
        When a file has another header, or none: its columns would be read as others.
    """
    if not found.dialect.header or not found.dialect.delimiter:
        return found
    lacking = len(found.paths) - len(headers)
    if lacking > 0:
        seen = {Path(path).name for path in headers}
        other = next((p for p in map(Path, found.paths) if p.name not in seen), None)
        raise InputRefused(
            f"{lacking:,} of {len(found.paths):,} files have another header than the first"
            + (f", such as {other.name}" if other else ""),
            "the same header line in each file",
            "export them alike, or summarise them one by one", code="different_headers",
            file=other.name if other else found.name,
        )  # fmt: skip
    if lacking < 0:
        raise AnalysisError(
            "More files have a header than there are files", "one header a file",
            "this is a bug of whyleft; please report it", code="headers_do_not_add_up",
        )  # fmt: skip
    return replace(found, n_headers=len(headers))


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
        f"OR lower({text}) RLIKE {quote_text(TOTAL_PATTERN)} "
        f"OR lower({text}) RLIKE {quote_text(REMARK_PATTERN)})"
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
