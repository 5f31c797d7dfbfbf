"""The single-file commands: check, customers, dormancy and reasons, written where asked."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import dormancy as room
from analysis import reasons as reading
from analysis.customers import write_summary
from analysis.customers.carried import is_summary, load_carried
from analysis.engine import quote_text
from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.exports import write_csv
from analysis.intake import Intake, check_exports
from analysis.results import Finding
from analysis.settings import Settings, load_settings
from analysis.steps.job import read_date, settings_beside
from analysis.steps.load import one_currency, snapshot_of
from analysis.steps.statements import names_of, statements_of, values_of
from analysis.vocabulary import TABLES
from analysis.workspace import Workspace

#: A doubt about a summary whose rows are no longer those that were written.
_CHANGED = (
    "The summary was changed after it was written: the silences that thresholds rest on are those "
    "of all its former customers."
)


@contextmanager
def _scratch() -> Iterator[Workspace]:
    """Give a workspace that is gone afterwards: these commands leave only what was asked for."""
    with tempfile.TemporaryDirectory(prefix="whyleft-") as folder:
        yield Workspace(Path(folder) / "workspace")


def _one_file(exports: Sequence[str]) -> bool:
    """Whether one file was named: then it holds what the command needs, whatever its name."""
    return len(exports) == 1 and Path(exports[0]).is_file()


def check_files(
    exports: Sequence[str],
    *,
    as_of: str | None = None,
    columns: str | None = None,
    table: str | None = None,
    out: Path | None = None,
) -> dict[str, Any]:
    r"""Check exports and return the receipt; write good rows and quarantine when ``out`` is given.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text(
    ...     "customer_id,ordered_on,amount\na,2024-01-31,5.00\n", encoding="utf-8")
    >>> receipt = check_files([str(folder / "orders.csv")])
    >>> receipt["tables"]["transactions"]["amount_sum"], receipt["as_of"]
    ('5.00', '2024-01-31')
    """
    if out is not None:
        prepare_folder(out)
    with _scratch() as workspace:
        intake = check_exports(
            _paths(exports),
            workspace,
            as_of=read_date(as_of),
            columns=Path(columns) if columns else None,
            table=table,
        )
        receipt: dict[str, Any] = intake.as_dict()
        if out is not None:
            _copy_checked(workspace, intake, out)
    return receipt


def _copy_checked(workspace: Workspace, intake: Intake, out: Path) -> None:
    for name in TABLES:
        if name not in intake.receipts:  # of an earlier check into the same folder
            (out / f"{name}.parquet").unlink(missing_ok=True)
    for name in intake.receipts:
        put_whole(out / f"{name}.parquet", _copier(workspace.parquet(name)))
    put_whole(out / "quarantine.csv", _copier(workspace.folder / "quarantine.csv"))
    text = json.dumps(intake.as_dict(), indent=1, ensure_ascii=False) + "\n"
    put_whole(out / "receipt.json", lambda draft: _write_text(draft, text))


def _copier(source: Path) -> Callable[[Path], None]:
    return lambda draft: (shutil.copyfile(source, draft), None)[1]


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


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
        codes = [f"{n:,} {code}" for code, n in found["set_aside_by_code"].items()]
        if codes:
            lines.append(f"  set aside: {', '.join(codes)}")
        lines.extend(f"  warning: {warned['message']}" for warned in found["warnings"])
    lines.append(f"As of {receipt['as_of']}.")
    return "\n".join(lines)


def write_customers(
    exports: Sequence[str], target: Path, *, as_of: str | None = None, columns: str | None = None
) -> int:
    r"""Write one row per customer to Parquet or CSV and return the number of customers.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text(
    ...     "customer_id,ordered_on,amount\na,2024-01-31,5.00\n", encoding="utf-8")
    >>> write_customers([str(folder / "orders.csv")], folder / "customers.csv")
    1
    """
    prepare_file(target, exports)
    with _scratch() as workspace:
        snapshot = _check_transactions(exports, workspace, as_of=as_of, columns=columns)

        def write(draft: Path) -> None:
            with workspace.engine() as engine:
                source, merges = workspace.parquet("transactions"), workspace.parquet("customers")
                merged = merges if workspace.has("customers") else None
                write_summary(engine, source, draft, as_of=snapshot, merged=merged)

        put_whole(target, write)
        with workspace.engine() as engine:
            reader = "read_parquet" if target.suffix.lower() == ".parquet" else "read_csv"
            return int(engine.value(f"SELECT count(*) FROM {reader}({quote_text(target)})"))


def write_dormancy(
    exports: Sequence[str],
    target: Path,
    *,
    as_of: str | None = None,
    columns: str | None = None,
    settings: str | None = None,
    horizon_days: int | None = None,
) -> Finding:
    r"""Write who is dormant with their chances to Parquet or CSV and return the finding.

    A summary that ``whyleft customers`` wrote stands for the transactions it was made from.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text(
    ...     "customer_id,ordered_on,amount\na,2024-01-31,5.00\n", encoding="utf-8")
    >>> finding = write_dormancy([str(folder / "orders.csv")], folder / "dormancy.csv")
    >>> int(finding.numbers["n_one_time"].value)
    1
    """
    chosen = load_settings(Path(settings) if settings else settings_beside(_paths(exports)))
    if horizon_days is not None:
        chosen = replace(chosen, horizon_days=_positive(horizon_days, "--horizon", 3650))
    prepare_file(target, exports)
    with _scratch() as workspace:
        told = ""
        if len(exports) == 1 and is_summary(Path(exports[0])):
            snapshot, same = load_carried(workspace, Path(exports[0]), as_of=read_date(as_of))
            told = "" if same else _CHANGED
        else:
            snapshot = _check_transactions(exports, workspace, as_of=as_of, columns=columns)
        answer = room.find_dormancy(workspace, as_of=snapshot, settings=chosen)
        put_whole(target, lambda draft: _write_frame(answer.customers, draft, workspace))
    finding = answer.finding
    return replace(finding, doubts=(told, *finding.doubts)) if told else finding


def write_reasons(
    exports: Sequence[str],
    folder: Path,
    *,
    as_of: str | None = None,
    columns: str | None = None,
    codebook: Path | None = None,
    n_themes: int | None = None,
) -> Finding:
    r"""Write mentions, themes, codebook and receipt of notes and return the finding.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "notes.csv").write_text(
    ...     "customer_id,note\na,always late\nb,far too expensive\n", encoding="utf-8")
    >>> finding = write_reasons([str(folder / "notes.csv")], folder / "themes")
    >>> sorted(path.name for path in (folder / "themes").iterdir())
    ['codebook.npz', 'codebook.toml', 'mentions.csv', 'receipt.json', 'themes.csv']
    """
    if n_themes is not None:
        n_themes = _positive(n_themes, "--themes", 200)
    prepare_folder(folder)
    with _scratch() as workspace:
        intake = _check_for("reasons", exports, workspace, as_of=as_of, columns=columns)
        answer = reading.read_reasons(
            statements_of(workspace),
            settings=Settings(n_themes=n_themes or 0),
            names=names_of(workspace),
            values=values_of(workspace),
            codebook=reading.Codebook.load(codebook) if codebook else None,
            n_empty_notes=intake.receipts["reasons"].set_aside_by_code.get("empty_note", 0),
        )
        put_whole(folder / "mentions.csv", lambda draft: write_csv(answer.mentions, draft))
        put_whole(folder / "themes.csv", lambda draft: write_csv(answer.themes, draft))
        answer.codebook.save(folder)
        receipt = json.dumps(intake.as_dict(), indent=1, ensure_ascii=False) + "\n"
        put_whole(folder / "receipt.json", lambda draft: _write_text(draft, receipt))
    return answer.finding


def _check_transactions(
    exports: Sequence[str], workspace: Workspace, *, as_of: str | None, columns: str | None
) -> date:
    intake = _check_for("transactions", exports, workspace, as_of=as_of, columns=columns)
    one_currency(intake)
    return snapshot_of(intake)


def _check_for(
    table: str,
    exports: Sequence[str],
    workspace: Workspace,
    *,
    as_of: str | None,
    columns: str | None,
) -> Intake:
    """Check exports of which one table is needed; a single file is taken to be that table."""
    intake = check_exports(
        _paths(exports),
        workspace,
        as_of=read_date(as_of),
        columns=Path(columns) if columns else None,
        table=table if _one_file(exports) else None,
        lenient_reasons=table == "reasons",
    )
    _require(intake, table)
    return intake


def _paths(exports: Sequence[str]) -> list[Path]:
    return [Path(name) for name in exports]


def _require(intake: Intake, table: str) -> None:
    if table not in intake.receipts:
        raise InputRefused(
            f"These exports hold no {table} (found: {', '.join(intake.receipts) or 'no table'})",
            f"a file of {table}",
            "name the right file, or say what it is in columns.toml",
            code=f"no_{table}",
        )


def _positive(number: int, flag: str, most: int) -> int:
    if not 1 <= number <= most:
        raise InputRefused(
            f"{flag} is {number}",
            f"a whole number from 1 to {most:,}",
            "correct the number",
            code="bad_number",
        )
    return number


def prepare_folder(folder: Path) -> None:
    """Make the folder and prove that it can be written, before any long work.

    Raises
    ------
    EnvironmentTrouble
        When it cannot.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp()) / "new"
    >>> prepare_folder(folder)
    >>> folder.is_dir()
    True
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise EnvironmentTrouble(
            f"The folder {folder} cannot be written ({error.strerror})",
            "a folder that may be written",
            "choose another folder after --out, or change its permissions",
            code="cannot_write",
        ) from None


def prepare_file(target: Path, exports: Sequence[str]) -> None:
    """Prove that the target can be written and is none of the exports, before any long work.

    Examples
    --------
    >>> prepare_file(Path("customers.txt"), [])
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: --out is customers.txt...
    """
    if target.suffix.lower() not in {".csv", ".parquet"}:
        raise InputRefused(
            f"--out is {target.name}",
            "a name that ends in .parquet or .csv",
            "correct the name",
            code="bad_out",
        )
    if any(target.exists() and target.samefile(name) for name in exports if Path(name).exists()):
        raise InputRefused(
            f"--out is the export itself, {target.name}",
            "another file",
            "choose another name after --out",
            code="bad_out",
        )
    if target.is_dir():
        raise EnvironmentTrouble(
            f"{target} is a folder", "a file name", "choose another name", code="cannot_write"
        )
    prepare_folder(target.parent)


def _write_frame(frame: pd.DataFrame, target: Path, workspace: Workspace) -> None:
    if target.suffix.lower() == ".csv":
        write_csv(frame, target)
    else:
        workspace.save("written", frame)
        shutil.copyfile(workspace.parquet("written"), target)


def put_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let a file appear whole or not at all.

    Examples
    --------
    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> put_whole(target, lambda draft: _write_text(draft, "whole"))
    >>> target.read_text(encoding="utf-8")
    'whole'
    """
    draft = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        write(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
