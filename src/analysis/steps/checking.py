"""Intake alone: check exports, say where every row went, leave the good rows where asked."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from analysis.doubts.severity import lines_of
from analysis.doubts.verdict import refuse_void
from analysis.errors import InputRefused
from analysis.intake import Intake, check_exports, load_intake, written_as
from analysis.results import TableReceipt
from analysis.settings import Settings, checked_limit, load_settings
from analysis.steps.job import Exports, paths_of, read_date, settings_beside
from analysis.steps.writing import (
    as_json,
    prepare_folder,
    put_together,
    refuse_to_lose,
    scratch,
    write_text,
)
from analysis.vocabulary import TABLES
from analysis.workspace import Workspace

#: Endings of what lies beside exports and is read for another purpose: settings and codebooks.
_BESIDE = (".toml", ".npz")


def check_files(
    exports: Exports,
    *,
    as_of: str | None = None,
    columns: str | None = None,
    table: str | None = None,
    out: Path | None = None,
    memory_limit: str | None = None,
) -> dict[str, Any]:
    r"""Check exports and return the receipt; write good rows and quarantine when ``out`` is given.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text(
    ...     "customer_id,ordered_on,amount\na,2024-01-31,5.00\n", encoding="utf-8")
    >>> receipt = check_files([str(folder / "orders.csv")])
    >>> receipt["tables"]["transactions"]["amount_sum"], receipt["as_of"]
    ('5.00', '2024-01-31')
    """
    paths = paths_of(exports)
    if out is not None:
        _require_place(out, paths)
        prepare_folder(out)
    with scratch(limit_of(paths, memory_limit)) as workspace:
        intake = check_exports(
            paths,
            workspace,
            as_of=read_date(as_of),
            columns=Path(columns) if columns else None,
            table=table,
        )
        receipt: dict[str, Any] = intake.as_dict()
        if out is not None:
            _copy_checked(workspace, intake, out)
    return receipt


def _require_place(out: Path, exports: Sequence[Path]) -> None:
    """Refuse a folder in which what is written would take the place of what is not ours."""
    tables = [out / f"{name}.parquet" for name in TABLES]
    refuse_to_lose([*tables, out / "quarantine.csv"], exports)
    for table in tables:
        if table.is_file() and not written_as(table):
            raise InputRefused(
                f"{table.name} in {out} was not written by whyleft check, which would replace it",
                "a new folder, or one of an earlier check", "choose another folder after --out",
                code="bad_out", file=table.name,
            )  # fmt: skip


def _copy_checked(workspace: Workspace, intake: Intake, out: Path) -> None:
    """Write what was checked; tables of an earlier check into the same folder go."""
    with put_together(out, may_lack=[f"{name}.parquet" for name in TABLES]) as draft:
        for name in filter(workspace.has, intake.receipts):
            shutil.copyfile(workspace.parquet(name), draft / f"{name}.parquet")
        shutil.copyfile(workspace.folder / "quarantine.csv", draft / "quarantine.csv")
        write_text(draft / "receipt.json", as_json(intake.as_dict()))


def receipt_in_words(receipt: Mapping[str, Any]) -> str:
    """Return a receipt as a person reads it.

    Examples
    --------
    >>> print(receipt_in_words({"as_of": "2024-12-31", "tables": {"reasons": {"rows_in": 3,
    ...     "rows_good": 2, "rows_set_aside": 1, "rows_blank": 0, "warnings": [],
    ...     "set_aside_by_code": {"no_customer": 1}}}}))
    reasons: 3 rows in = 2 good + 1 set aside + 0 blank
      set aside: 1 no_customer
    As of 2024-12-31.
    """
    lines = []
    for name, found in receipt["tables"].items():
        lines.append(
            f"{name}: {found['rows_in']:,} rows in = {found['rows_good']:,} good + "
            f"{found['rows_set_aside']:,} set aside + {found['rows_blank']:,} blank"
        )
        by_code = found["set_aside_by_code"]
        codes = [f"{n:,} {code}" for code, n in by_code.items()]
        twice = sum(by_code.values()) > found["rows_set_aside"]
        if codes:
            both = "; a row that breaks several rules stands under each" if twice else ""
            lines.append(f"  set aside: {', '.join(codes)}{both}")
        lines.extend(f"  {told}" for told in lines_of(found["warnings"]))
    passed_over = [name for name in receipt.get("ignored", ()) if not name.endswith(_BESIDE)]
    if passed_over:
        lines.append(f"Not read: {', '.join(passed_over)}.")
    if receipt["as_of"]:
        lines.append(f"As of {receipt['as_of']}.")
    return "\n".join(lines)


def check_transactions(
    exports: Sequence[Path], workspace: Workspace, *, as_of: str | None, columns: str | None
) -> Intake:
    """Check exports of one currency into the workspace."""
    intake = check_for("transactions", exports, workspace, as_of=as_of, columns=columns)
    one_currency(intake)
    return intake


def said_of(receipt: TableReceipt) -> tuple[str, ...]:
    """Return what a conclusion from a table must pass on: rows set aside, and every warning.

    Examples
    --------
    >>> said_of(TableReceipt("reasons", 5, 4, 1, 0, set_aside_by_code={"empty_note": 1}))
    ('1 of 5 rows of reasons were set aside (empty_note 1); `whyleft check` lists them.',)
    """
    told = tuple(one.message for one in receipt.warnings)
    if not receipt.rows_set_aside:
        return told
    named = ", ".join(f"{code} {n:,}" for code, n in sorted(receipt.set_aside_by_code.items()))
    said = f"{receipt.rows_set_aside:,} of {receipt.rows_in:,} rows of {receipt.table} were set "
    several = sum(receipt.set_aside_by_code.values()) > receipt.rows_set_aside
    named += "; a row may break several rules" * several
    return (f"{said}aside ({named}); `whyleft check` lists them.", *told)


def check_for(
    table: str,
    exports: Sequence[Path],
    workspace: Workspace,
    *,
    as_of: str | None,
    columns: str | None,
) -> Intake:
    """Check exports of which one table is needed; a single file is taken to be that table."""
    intake = check_exports(
        exports,
        workspace,
        as_of=read_date(as_of),
        columns=Path(columns) if columns else None,
        table=table if _one_file(exports) else None,
        lenient_reasons=table == "reasons",
    )
    _require(intake, table)
    return intake


def limit_of(exports: Sequence[Path], stated: str | None) -> str:
    """Return the engine's memory limit: stated, or that of a ``whyleft.toml`` with the exports."""
    settings = load_settings(settings_beside(exports))
    return checked_limit(stated, "--memory-limit") if stated else settings.memory_limit


def _one_file(exports: Sequence[Path]) -> bool:
    """Whether one file was named: then it holds what the command needs, whatever its name."""
    return len(exports) == 1 and exports[0].is_file()


def _require(intake: Intake, table: str) -> None:
    if table not in intake.receipts:
        raise InputRefused(
            f"These exports hold no {table} (found: {', '.join(intake.receipts) or 'no table'})",
            f"a file of {table}",
            "name the right file, or say what it is in columns.toml",
            code=f"no_{table}",
        )
    if not intake.receipts[table].rows_good:
        raise InputRefused(
            f"Every row of {table} lies after the snapshot date, or repeats another",
            "rows up to the snapshot date",
            "leave --as-of out, or give a later day", code=f"no_{table}",
        )  # fmt: skip


def one_currency(intake: Intake) -> None:
    """Refuse transactions in several currencies: their sum would be of nothing.

    Raises
    ------
    InputRefused
        When there is more than one.
    """
    receipt = intake.receipts.get("transactions")
    sums = dict(receipt.amount_sum_by_currency or {}) if receipt else {}
    if receipt and receipt.amount_sum is None and len(sums) > 1:
        said = [one.message for one in receipt.warnings if one.code == "several_currencies"]
        rarest = "".join(said).rpartition(" is made. ")[2].rstrip(".")
        raise InputRefused(
            f"The transactions are in several currencies: {', '.join(sorted(sums))}"
            + f". {rarest}" * bool(rarest),
            "one currency",
            "bring them to one currency before the export, or give the files of one currency",
            code="several_currencies",
        )


def refuse_void_of(workspace: Workspace, settings: Settings) -> None:
    """Stop where the transactions of a workspace void every conclusion about silence.

    Raises
    ------
    InputRefused
        When a finding of intake does, and ``proceed_despite`` does not name it.
    """
    intake = load_intake(workspace)
    found = intake.receipts.get("transactions") if intake else None
    refuse_void(found.warnings if found else (), despite=settings.proceed_despite)


def snapshot_of(intake: Intake) -> date:
    """Return the snapshot date of checked exports.

    Raises
    ------
    InputRefused
        When no table has a date and none was given.
    """
    if intake.as_of is None:
        raise InputRefused(
            "No table of these exports has a date",
            "a snapshot date",
            "give one: --as-of 2024-12-31",
            code="no_as_of",
        )
    return intake.as_of
