"""The single-file commands: check, customers, dormancy and reasons, written where asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import dormancy as room
from analysis import reasons as reading
from analysis.customers import write_summary
from analysis.customers.carried import is_summary, load_carried
from analysis.engine import quote_text
from analysis.errors import InputRefused
from analysis.exports import write_csv
from analysis.reasons.starter import propose_starter
from analysis.results import Finding
from analysis.settings import Settings, load_settings
from analysis.steps.books import keep_book, write_new_themes
from analysis.steps.checking import (
    check_for,
    check_transactions,
    limit_of,
    refuse_void_of,
    said_of,
    snapshot_of,
)
from analysis.steps.job import Exports, paths_of, read_date, settings_beside
from analysis.steps.statements import names_of, statements_of, values_of
from analysis.steps.writing import (
    as_json,
    prepare_file,
    prepare_folder,
    put_together,
    put_whole,
    refuse_to_lose,
    scratch,
    write_table,
    write_text,
)

#: A doubt about a summary whose rows are no longer those that were written.
_CHANGED = (
    "The summary was changed after it was written: the silences that thresholds rest on are those "
    "of all its former customers."
)


#: What ``write_reasons`` writes always, and what only where there is something to say.
_WRITTEN = ("mentions.csv", "themes.csv", "proposals.csv")
_MAY_LACK = (
    "conflicts.csv", "missed.csv", "competitors.csv", "new_themes.csv", "new_mentions.csv",
    "new_themes.npz",
)  # fmt: skip


def write_customers(
    exports: Exports,
    target: Path,
    *,
    as_of: str | None = None,
    columns: str | None = None,
    memory_limit: str | None = None,
) -> dict[str, Any]:
    r"""Write one row per customer to Parquet or CSV and return the receipt, with ``n_customers``.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text(
    ...     "customer_id,ordered_on,amount\na,2024-01-31,5.00\n", encoding="utf-8")
    >>> receipt = write_customers([str(folder / "orders.csv")], folder / "customers.csv")
    >>> receipt["n_customers"], receipt["as_of"]
    (1, '2024-01-31')
    """
    paths = paths_of(exports)
    prepare_file(target, paths)
    with scratch(limit_of(paths, memory_limit)) as workspace:
        intake = check_transactions(paths, workspace, as_of=as_of, columns=columns)
        snapshot = snapshot_of(intake)

        def write(draft: Path) -> None:
            with workspace.engine() as engine:
                source, merges = workspace.parquet("transactions"), workspace.parquet("customers")
                merged = merges if workspace.has("customers") else None
                write_summary(engine, source, draft, as_of=snapshot, merged=merged)

        put_whole(target, write)
        with workspace.engine() as engine:
            reader = "read_parquet" if target.suffix.lower() == ".parquet" else "read_csv"
            n_customers = int(engine.value(f"SELECT count(*) FROM {reader}({quote_text(target)})"))
    return {**intake.as_dict(), "n_customers": n_customers}


def write_dormancy(
    exports: Exports,
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
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text(
    ...     "customer_id,ordered_on,amount\na,2024-01-31,5.00\n", encoding="utf-8")
    >>> finding = write_dormancy([str(folder / "orders.csv")], folder / "dormancy.csv")
    >>> int(finding.numbers["n_one_time"].value)
    1
    """
    paths = paths_of(exports)
    chosen = settings_for(paths, settings, horizon_days)
    prepare_file(target, paths)
    with scratch(chosen.memory_limit) as workspace:
        doubts = list[str]()
        if len(paths) == 1 and is_summary(paths[0]):
            snapshot, same = load_carried(workspace, paths[0], as_of=read_date(as_of))
            doubts += [] if same else [_CHANGED]
        else:
            intake = check_transactions(paths, workspace, as_of=as_of, columns=columns)
            snapshot = snapshot_of(intake)
            if not intake.as_of_given:
                doubts += [f"As of {snapshot}, the last day in the data; --as-of gives another."]
            doubts += said_of(intake.receipts["transactions"])
            refuse_void_of(workspace, chosen)
        answer = room.find_dormancy(workspace, as_of=snapshot, settings=chosen)
        # What the last two say in a word, the reason says in words.
        told_apart = answer.customers.drop(columns=["exit_signature", "rhythm_badge"])
        put_whole(target, lambda draft: write_table(told_apart, draft, workspace))
    return _with(answer.finding, doubts)


def write_reasons(
    exports: Exports,
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
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "notes.csv").write_text(
    ...     "customer_id,note\na,always late\nb,far too expensive\n", encoding="utf-8")
    >>> finding = write_reasons([str(folder / "notes.csv")], folder / "themes")
    >>> sorted(path.name for path in (folder / "themes").iterdir())
    ['codebook.npz', 'codebook.toml', 'mentions.csv', 'proposals.csv', 'receipt.json',
    'themes.csv']
    """
    if n_themes is not None:
        n_themes = positive(n_themes, "--themes", 200)
        if codebook:
            raise InputRefused(
                "--themes and --codebook are both given",
                "one of them: a codebook brings its own themes",
                "leave --themes out, or leave --codebook out and learn anew",
                code="themes_of_codebook",
            )
    paths = paths_of(exports)
    tables = [name for name in (*_WRITTEN, *_MAY_LACK) if name.endswith(".csv")]
    refuse_to_lose([folder / name for name in tables], paths)
    prepare_folder(folder)
    with scratch() as workspace:
        intake = check_for("reasons", paths, workspace, as_of=as_of, columns=columns)
        answer = reading.read_reasons(
            statements_of(workspace),
            settings=Settings(n_themes=n_themes or 0),
            names=names_of(workspace),
            values=values_of(workspace),
            codebook=reading.Codebook.load(codebook) if codebook else None,
            n_empty_notes=intake.receipts["reasons"].set_aside_by_code.get("empty_note", 0),
        )
        written = {
            "mentions": answer.mentions, "themes": answer.themes,
            "proposals": propose_starter(answer.codebook),
        }  # fmt: skip
        written |= {name: table for name, table in _may_hold_none(answer) if len(table)}
        with put_together(folder, may_lack=_MAY_LACK) as draft:
            for name, table in written.items():
                write_csv(table, draft / f"{name}.csv")
            keep_book(answer.codebook, draft, folder / "codebook.toml", given=codebook)
            if codebook:
                write_new_themes(answer.new_themes, answer.codebook, draft)
            write_text(draft / "receipt.json", as_json(intake.as_dict()))
    return _with(answer.finding, said_of(intake.receipts["reasons"]))


def settings_for(exports: Sequence[Path], stated: str | None, horizon_days: int | None) -> Settings:
    """Return the stated settings, or those beside the exports; with the horizon if one is given."""
    chosen = load_settings(Path(stated) if stated else settings_beside(exports))
    if horizon_days is None:
        return chosen
    return replace(chosen, horizon_days=positive(horizon_days, "--horizon", 3650))


def _with(finding: Finding, doubts: Sequence[str]) -> Finding:
    """Return the finding with what is to be known of its data first, each doubt once."""
    return replace(finding, doubts=tuple(dict.fromkeys((*doubts, *finding.doubts))))


def _may_hold_none(answer: reading.ReasonsAnswer) -> list[tuple[str, pd.DataFrame]]:
    """Return the tables that are written where they hold anything."""
    return [
        ("conflicts", answer.conflicts.table), ("missed", answer.missed.table),
        ("competitors", answer.competitors),
    ]  # fmt: skip


def positive(number: int, flag: str, most: int) -> int:
    """Return a whole number given after a flag.

    Raises
    ------
    InputRefused
        When it is not from 1 to ``most``.

    Examples
    --------
    >>> positive(182, "--horizon", 3650)
    182
    """
    if not 1 <= number <= most:
        raise InputRefused(
            f"{flag} is {number}",
            f"a whole number from 1 to {most:,}",
            "correct the number",
            code="bad_number",
        )
    return number
