"""Intake on a cluster: the same rules for more lines than one machine holds, counted, not listed.

Spark reads the lines; what decides about a column (its distinct days, number shapes, odd ids,
status words) is little, comes to this machine in one pass and is judged by the same functions as
everywhere. Rows set aside are counted by code; there is no quarantine with physical lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from analysis.columns.mapfile import MapFile
from analysis.columns.mapload import load_map
from analysis.doubts import findings
from analysis.engine import FoundFile, SparkEngine
from analysis.errors import AnalysisError, InputRefused
from analysis.intake.cluster_input import ClusterInput, collect_evidence, open_input
from analysis.intake.cluster_rules import Judged, judge, judged_sql
from analysis.intake.receipt import Intake
from analysis.intake.recognition import MAP_NAME
from analysis.results import InputFile, TableReceipt, Warned
from analysis.rows.answers import merged_said, merged_sql
from analysis.rows.correctionentries import entries_beside
from analysis.rows.rules import codes_in
from analysis.rows.snapshot import last_plausible

#: Lines of one customer, day, kind and sign as one row: money summed exactly, ``n_lines`` counted.
GOOD_LINES = "good_lines"
_TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".psv")
_PARQUET_ENDINGS = (".parquet", ".pq")
_PACKED = (".gz", ".bz2", ".zst", ".lz4", ".snappy", ".deflate")
_NOT_LOOKED_FOR = (
    "On a cluster repeated lines are not looked for, nor customers merged in a CRM: overlapping "
    "exports would count twice."
)


@dataclass(frozen=True)
class ClusterIntake:
    """What intake on a cluster leaves: the receipt, and the view ``good_lines`` in the engine.

    Parameters
    ----------
    intake
        As ``check_exports`` returns it.
    typed
        Whether the lines have a ``line_type``.
    """

    intake: Intake
    typed: bool


def check_on_cluster(
    engine: SparkEngine,
    exports: Sequence[str],
    *,
    as_of: date | None = None,
    columns: Path | None = None,
) -> ClusterIntake:
    """Check transactions where they lie and leave their good lines in the engine.

    Parameters
    ----------
    exports
        Parquet files or CSV files (also packed), folders or patterns, on any file system that the
        cluster can read; all of one layout.
    as_of
        Snapshot date; the last plausible date of the data when None.
    columns
        A columns.toml; one that lies beside the exports is used otherwise.

    Raises
    ------
    InputRefused
        When the input cannot be used honestly.

    Examples
    --------
    >>> check_on_cluster(SparkEngine(), ["orders/"])  # doctest: +SKIP
    """
    files, ignored = _find(engine, exports)
    _refuse_corrections(exports, files)
    maps = load_map(columns or _map_beside(exports))
    found = open_input(engine, files, exports, maps)
    found, evidence = collect_evidence(engine, found)
    try:
        judged = judge(engine, found, evidence, as_of=as_of)
    except InputRefused as refusal:
        raise _without_lines(refusal) from None
    chosen = as_of or _snapshot(judged)
    lines = judged_sql(found, judged, chosen, maps, given=as_of is not None)
    engine.see("judged", lines, kept=True)
    merged = _see_good_lines(engine, maps)
    receipt = _receipt(engine, found, judged, merged)
    intake = Intake({"transactions": receipt}, chosen, as_of is not None, tuple(ignored))
    return ClusterIntake(intake, found.columns.has("line_type"))


def _find(engine: SparkEngine, exports: Sequence[str]) -> tuple[list[FoundFile], list[str]]:
    """Return the files of one form, and the names of those that are no tables."""
    every = {file.path: file for export in exports for file in engine.find_files(export)}
    kept = [file for file in every.values() if _form(file) and file.bytes]
    ignored = sorted(Path(file.path).name for file in every.values() if file not in kept)
    forms = {_form(file) for file in kept}
    if not kept:
        raise InputRefused(
            f"There is no table with content in {', '.join(exports)}",
            "Parquet or CSV files (also .gz), such as part-00000.parquet",
            "correct the path, or export again", code="no_tables",
        )  # fmt: skip
    if len(forms) > 1:
        raise InputRefused(
            "The input holds Parquet and text files side by side", "files of one form",
            "name one of them, such as exports/*.parquet", code="mixed_forms",
        )  # fmt: skip
    return kept, ignored


def _form(file: FoundFile) -> str:
    name = file.path.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    if name.endswith(_PARQUET_ENDINGS):
        return "parquet"
    return "text" if name.endswith(_TEXT_ENDINGS) else ""


def _map_beside(exports: Sequence[str]) -> Path | None:
    """Return the columns.toml in the first folder, or beside the first file, of this machine."""
    if "://" in exports[0]:
        return None
    first = Path(exports[0])
    beside = (first if first.is_dir() else first.parent) / MAP_NAME
    return beside if beside.is_file() else None


def _refuse_corrections(exports: Sequence[str], files: Sequence[FoundFile]) -> None:
    """Refuse corrections that a cluster would not make: each names one cell of one line."""
    here = [Path(export) for export in exports if "://" not in export]
    folders = {one if one.is_dir() else one.parent for one in here}
    beside = [folder / Path(file.path).name for folder in folders for file in files]
    for entry in entries_beside(beside):
        if any(entry.concerns(path, "transactions") for path in beside):
            raise InputRefused(
                "corrections.toml lies beside the export, and a cluster does not correct cells",
                "an export in which they are right",
                "correct them at the source, move corrections.toml away, or leave --engine out",
                code="corrections_on_cluster", file="corrections.toml",
            )  # fmt: skip


def _see_good_lines(engine: SparkEngine, maps: MapFile) -> list[Warned]:
    """Make the view of the good lines, with ids that the answers make one in one spelling."""
    good = (
        "SELECT customer_id, ordered_on, amount, line_type, n_lines FROM judged WHERE broken_ = 0"
    )
    if not any(maps.merged):
        engine.see(GOOD_LINES, good)
        return []
    ids = f"SELECT DISTINCT customer_id AS i FROM ({good})"
    engine.see("one_id", merged_sql(ids, maps), kept=True)
    engine.see(
        GOOD_LINES, f"SELECT coalesce(kept, customer_id) AS customer_id, ordered_on, amount, "
        f"line_type, n_lines FROM ({good}) LEFT JOIN one_id ON written = customer_id",
    )  # fmt: skip
    return merged_said(int(engine.rows("SELECT count(*) FROM one_id")[0][0]), maps)


def _without_lines(refusal: InputRefused) -> InputRefused:
    """Return the refusal without its line numbers: on a cluster nobody knows them."""
    return InputRefused(
        refusal.happened.replace(" (line None)", ""), refusal.expected, refusal.to_do,
        code=refusal.code, file=refusal.file, column=refusal.column,
    )  # fmt: skip


def _snapshot(judged: Judged) -> date:
    plausible = last_plausible(judged.days)
    if plausible.doubtful:
        share = plausible.n_after / plausible.n_rows
        raise InputRefused(
            f"{plausible.n_after:,} rows ({share:.1%}) lie years after {plausible.day}, the last "
            "plausible date",
            "at most 1 % of future dates; the date order or the clock of the source is wrong",
            "check the dates, or state the snapshot date with --as-of", code="future_dates",
        )  # fmt: skip
    if plausible.day is None:
        raise InputRefused(
            "No row has a date that can be read", "a date in most rows",
            "name the right date column in columns.toml", code="no_good_rows",
        )  # fmt: skip
    return plausible.day


def _receipt(
    engine: SparkEngine, found: ClusterInput, judged: Judged, merged: Sequence[Warned]
) -> TableReceipt:
    """Count every row by where it went and assert that nothing is missing."""
    by_code, n_good, n_aside, n_blank = Counter[str](), 0, 0, found.n_empty_lines
    counted = engine.rows("SELECT blank_, broken_, sum(n_lines) FROM judged GROUP BY 1, 2")
    for blank, broken, n in counted:
        if blank:
            n_blank += n
        elif broken == 0:
            n_good += n
        else:
            n_aside += n
            by_code.update(dict.fromkeys({code for code, _ in codes_in(broken, judged.rules)}, n))
    n_aside -= found.n_headers
    by_code["repeated_header"] -= found.n_headers
    by_code = +by_code
    n_in = n_good + n_aside + n_blank
    if found.n_lines is not None and n_in != found.n_lines - found.n_headers:
        raise AnalysisError(
            f"{found.name}: {found.n_lines - found.n_headers:,} lines in, {n_in:,} accounted for",
            "every line accounted for", "this is a bug of whyleft; please report this message",
            code="rows_do_not_add_up", file=found.name,
        )  # fmt: skip
    findings.refuse_by_share(found.name, n_in, by_code)
    if not n_good:
        raise InputRefused(
            f"{found.name} has no good row; most are set aside as "
            f"{by_code.most_common(1)[0][0] if by_code else 'blank'}",
            "at least one row that can be used",
            "see whether the column map and the snapshot date fit, or export again",
            code="no_good_rows", file=found.name,
        )  # fmt: skip
    told = (*judged.warnings, *merged, *findings.shares_said("transactions", n_in, by_code))
    receipt = TableReceipt(
        "transactions", n_in, n_good, n_aside, n_blank,
        set_aside_by_code=dict(sorted(by_code.items())),
        warnings=(*told, Warned("repeats_not_looked_for", _NOT_LOOKED_FOR)),
        inputs=(InputFile(found.name, "", found.bytes, found.encoding, found.said),),
    )  # fmt: skip
    return _with_money(engine, receipt)


def _with_money(engine: SparkEngine, receipt: TableReceipt) -> TableReceipt:
    total, n_customers, n_buyers = engine.rows(
        "SELECT cast(sum(amount) AS STRING), count(DISTINCT customer_id), "
        f"count(DISTINCT CASE WHEN amount > 0 THEN customer_id END) FROM {GOOD_LINES}"
    )[0]
    return replace(
        receipt, amount_sum=findings.money_text(total), n_customers=n_customers, n_buyers=n_buyers
    )
