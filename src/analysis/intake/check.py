"""Intake from end to end: files in, canonical tables, quarantine and receipt out."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import count
from pathlib import Path

from analysis.cells.ids import keep_named, masked
from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout, no_rows
from analysis.columns.mapfile import Stated
from analysis.columns.mapload import load_map
from analysis.doubts import findings
from analysis.doubts.alldoubts import doubts_about
from analysis.doubts.buyers import count_good
from analysis.doubts.cancelledcredits import say_cancelled_credits
from analysis.doubts.fates import fates_of
from analysis.doubts.firstrows import with_first_rows
from analysis.doubts.period import keep_period
from analysis.doubts.verdict import void_findings
from analysis.engine import Engine
from analysis.errors import AnalysisError, InputRefused
from analysis.files.inputs import find_inputs, tables_below
from analysis.files.subfolders import said_of_files, said_of_folders
from analysis.files.watching import say_changes, watched
from analysis.intake.filenames import ask_of_names
from analysis.intake.gonecolumns import said_of_gone_tables
from analysis.intake.goodtables import write_tables
from analysis.intake.nearnames import in_view_of_near_names, near_names
from analysis.intake.othertables import leave_out
from analysis.intake.ownsection import is_ours, lay_out_all, map_beside_others, unpack_lists
from analysis.intake.receipt import Intake, input_file, said_of_input
from analysis.intake.recognition import Options, map_beside
from analysis.intake.returnfiles import lower_returns, take_cancelled
from analysis.intake.saidonce import say_once
from analysis.intake.secondtables import refuse_second_table
from analysis.intake.sidetables import refuse_shifted_header, say_other_block
from analysis.intake.statedplaces import places_doubted
from analysis.intake.statedunits import units_doubted
from analysis.results import TableReceipt, Warned
from analysis.rows import changes
from analysis.rows.addressed import join_addresses
from analysis.rows.answers import apply_answers, merge_ids
from analysis.rows.callrows import open_calls, prepare_rows
from analysis.rows.callversions import Lists, calls_listed, settle_arms, settle_calls
from analysis.rows.contacts import broken_suppressions, judge_contacts
from analysis.rows.convert import Input, look
from analysis.rows.correctionentries import entries_beside
from analysis.rows.corrections import Corrections
from analysis.rows.fileages import keep_newest
from analysis.rows.filledcells import fill_consents, settle_groups
from analysis.rows.histories import set_aside_reversals
from analysis.rows.namedtotals import set_aside_invoice_totals, set_aside_named_totals
from analysis.rows.nogood import no_good_row
from analysis.rows.overlaps import set_aside_repeats
from analysis.rows.quarantine import SetAside, collect, keep_broken, write_quarantine
from analysis.rows.quickload import stage_again, stage_quickly
from analysis.rows.seen import see_customers
from analysis.rows.sharedstyles import name_own_units, share_styles
from analysis.rows.shortrows import filled_up, refuse_other_delimiter
from analysis.rows.snapshot import choose_snapshot, set_aside_later
from analysis.rows.spellings import settle_codes
from analysis.rows.staging import SMALL_BYTES, Staged, stage
from analysis.rows.typed import DERIVED, Typed, make_typed
from analysis.rows.united import unite
from analysis.vocabulary import TABLES
from analysis.workspace import Workspace


def check_exports(
    exports: Sequence[Path],
    workspace: Workspace,
    *,
    as_of: date | None = None,
    columns: Path | None = None,
    table: str | None = None,
    lenient_reasons: bool = False,
) -> Intake:
    r"""Check exports into canonical tables of the workspace and return the receipt.

    Writes ``<table>.parquet``, ``quarantine.csv`` and the record ``intake``.

    Parameters
    ----------
    exports
        Files, folders or globs.
    as_of
        Snapshot date; the last plausible date of the data when None.
    columns
        A columns.toml; one that lies with the exports is used otherwise.
    table
        The table that all files are, when their names and headers do not tell.
    lenient_reasons
        Read reasons without a customer column, each note as its own customer.

    Raises
    ------
    InputRefused
        When an input cannot be used honestly.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "umsatz.csv").write_text(
    ...     "Kd-Nr;Datum;Betrag\n007;31.12.2023;1.234,50\n;01.02.2024;5,00\n", encoding="utf-8")
    >>> intake = check_exports([folder], Workspace(folder / "w"))
    >>> receipt = intake.receipts["transactions"]
    >>> receipt.rows_good, receipt.amount_sum, dict(receipt.set_aside_by_code)
    (1, '1234.50', {'no_customer': 1})
    """
    if table is not None and table not in TABLES:
        near = get_close_matches(table, TABLES, n=1)
        raise InputRefused(
            f"There is no table '{table}'", f"one of {', '.join(TABLES)}",
            f"write {near[0] if near else 'transactions'}", code="unknown_table",
        )  # fmt: skip
    files, ignored = find_inputs(exports)
    maps, given = load_map(columns or map_beside(files)), columns is not None
    options = Options(as_of, table, lenient_reasons, maps, Corrections(entries_beside(files)))
    options.maps.require_matches([file.name for file in files])
    spill, in_view = workspace.new_spill(), in_view_of_near_names(files, given=given)
    try:
        with in_view, watched(files) as seen, workspace.engine(files) as engine:
            open_calls(engine)
            receipts, chosen, calls = _check(engine, files, workspace, spill, options)
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    passed_over = (*ignored, *options.passed_over)
    told = say_changes(receipts, seen.changed)
    folder = any(export.is_dir() for export in exports)
    gone = said_of_gone_tables(options.maps, told, folder=folder)
    unread = (*said_of_folders(tables_below(exports, files)), *said_of_files(ignored))
    unread += tuple(near_names(files, given=given))
    first, receipt = next(iter(told.items()))
    told[first] = replace(receipt, warnings=(*receipt.warnings, *unread, *gone))
    intake = Intake(told, chosen, as_of is not None, tuple(sorted(passed_over)), calls)
    workspace.save_record("intake", intake.as_dict())
    return intake


def _check(
    engine: Engine, files: Sequence[Path], workspace: Workspace, spill: Path, options: Options
) -> tuple[dict[str, TableReceipt], date | None, tuple[Lists, ...]]:
    by_table: dict[str, list[Input]] = {}
    for found in _inputs(engine, files, spill, options):
        by_table.setdefault(found.columns.table, []).append(found)
    by_table = leave_out(by_table, options.left_out)
    if not by_table:
        raise no_rows(files[0].name)
    if sold := by_table.get("transactions"):
        sold = lower_returns(ask_of_names(sold, table_given=options.table is not None))
        by_table["transactions"] = name_own_units(sold)
        for doubt in (*places_doubted(sold), *units_doubted(sold, options.maps)):
            raise doubt
    tables = [name for name in TABLES if name in by_table]
    by_table = {table: share_styles(by_table[table]) for table in tables}
    keep_named(engine, [place for one in by_table.get("customers", ()) if (place := _names(one))])
    typed: dict[str, list[Typed]] = {}
    numbers, until = count(), options.as_of
    for table in tables:
        typed[table] = []
        for found in by_table[table]:
            day = until if found.columns.listed else options.as_of
            typed[table].append(_typed(engine, found, next(numbers), day))
        unite(engine, table, typed[table])
        if table == "transactions":
            until = until or choose_snapshot(engine, [table])
    as_of = until or choose_snapshot(engine, tables)
    judged = _judge(engine, typed, as_of, options)
    keep_period(engine, workspace, has_transactions="transactions" in typed)
    write_tables(engine, typed, workspace, judged.tables)
    faults = [fault for part in judged.parts for fault in part.faults]
    write_quarantine(workspace.folder / "quarantine.csv", faults)
    return judged.tables, as_of, calls_listed(engine, typed)


def _names(found: Input) -> tuple[str, str, str] | None:
    """Return where the ids and the names of a customers table stand; None without names."""
    places = found.columns.places
    if not {"customer_id", "name"} <= set(places):
        return None
    return found.staged.name, f"c{places['customer_id'][0]}", f"c{places['name'][0]}"


def _typed(engine: Engine, found: Input, number: int, as_of: date | None) -> Typed:
    """Convert an input; what the quick lane must not decide goes the careful way."""
    try:
        return make_typed(engine, found, number, as_of=as_of)
    except InputRefused:
        if found.staged.quick is None:
            raise
    again = look(engine, stage_again(engine, found.staged), found.columns, found.stated)
    again = replace(again, order=found.order, decimal=found.decimal)
    return make_typed(engine, again, number, as_of=as_of)


def _inputs(
    engine: Engine, files: Sequence[Path], spill: Path, options: Options
) -> Iterator[Input]:
    seen: dict[str, str] = {}
    numbers = count()
    laid = lay_out_all(engine, unpack_lists(engine, files, spill, options), spill, options)
    for file in laid:
        source, tables = file.source, map_beside_others(engine, file, laid, options)
        if source.sha256 in seen and all(is_ours(columns) for _, columns, _ in tables):
            options.passed_over.append(f"{source.name} (the same as {seen[source.sha256]})")
            continue
        if source.sha256 in seen:
            raise InputRefused(
                f"{source.name} has the same content as {seen[source.sha256]}",
                "each export once",
                "leave one of them out; where it should hold other rows, as those of another "
                "month, export it again", code="same_content",
                file=source.name,
            )  # fmt: skip
        seen[source.sha256] = source.name
        for layout, columns, stated in tables:
            name = f"raw_{next(numbers)}"
            staged = _staged(engine, layout, name, (columns, stated), options)
            refuse_shifted_header(staged, columns, stated)
            refuse_other_delimiter(staged)
            refuse_second_table(engine, staged, columns, stated)
            columns = say_other_block(engine, staged, columns)  # noqa: PLW2901
            settled = settle_groups(engine, staged, columns, stated)
            out = options.corrections.apply(engine, staged, columns)
            fill_consents(engine, staged, columns)
            if columns.listed:
                prepare_rows(engine, staged, columns)
            yield replace(look(engine, staged, settled, stated), put_aside=out)


def _staged(
    engine: Engine, layout: Layout, name: str, mapped: tuple[ColumnMap, Stated], options: Options
) -> Staged:
    source, staged, (columns, stated) = layout.source, None, mapped
    layout = filled_up(layout, columns, source.spill)
    lacking = not columns.has(DERIVED.get(columns.table, "customer_id"))
    careful = source.bytes < SMALL_BYTES and (lacking or not columns.has("customer_id"))
    # The rows of a list's two tables meet by their lines; what is filled must know of every line.
    careful |= bool(columns.listed or stated.fill_down)
    corrected = options.corrections.concern(source.path, columns.table)
    if columns.table == "transactions" and not corrected:
        staged = stage_quickly(engine, layout, name, columns=columns, stated=stated)
    if staged is None:
        staged = stage(engine, layout, name, spill=source.spill, careful=careful)
    if columns.table == "suppressions" and staged.rejects:
        raise broken_suppressions(source.name, len(staged.rejects))
    return staged


@dataclass(frozen=True)
class _Judged:
    tables: dict[str, TableReceipt]
    parts: list[SetAside]


def _judge(
    engine: Engine, typed: dict[str, list[Typed]], as_of: date | None, options: Options
) -> _Judged:
    """Apply the rules that need the snapshot date or several files; count everything."""
    merged = merge_ids(engine, [*typed], options.maps)
    warnings = _settle_repeats(engine, typed, as_of)
    warnings[next(iter(typed))] += merged
    for table, renamed in settle_codes(engine, [*typed]).items():
        warnings[table] += renamed
    for table in typed:
        warnings[table] += options.corrections.settle(table)
        if as_of is not None:
            given = options.as_of is not None
            warnings[table] += set_aside_later(engine, table, as_of, given=given)
    if "transactions" in typed:
        warnings["transactions"] += _see(engine, typed["transactions"])
    joined = join_addresses(engine, typed)
    warnings[next(iter(typed))] += apply_answers(engine, [*typed], options.maps, options.headers)
    warnings[next(iter(typed))] += set_aside_named_totals(engine, typed.get("transactions", ()))
    stopped = judge_contacts(engine, typed, as_of)  # by each row, also by those of older files
    newest = ("customers", keep_newest(engine, typed))
    for table, added in (*joined.items(), *stopped.items(), newest):
        warnings.setdefault(table, []).extend(added)
    judged = _Judged({}, [])
    for table, inputs in typed.items():
        keep_broken(engine, table)
        parts = [_account(engine, item) for item in inputs]
        judged.parts.extend(parts)
        judged.tables[table] = _receipt(engine, table, inputs, parts)
    doubts = doubts_about(engine, typed, as_of=options.as_of, own_customers=options.lenient_reasons)
    for table, receipt in judged.tables.items():
        told = (*receipt.warnings, *warnings[table], *doubts[table])
        told += void_findings(engine, as_of, [*typed]) if table == "transactions" else ()
        aside = [fault for part in judged.parts for fault in part.faults if fault.table == table]
        placed = with_first_rows(engine, table, typed[table], aside, told)
        plain = (replace(warned, message=masked(warned.message)) for warned in placed)
        judged.tables[table] = replace(receipt, warnings=tuple(dict.fromkeys(plain)))
    return judged


def _settle_repeats(
    engine: Engine, typed: dict[str, list[Typed]], as_of: date | None
) -> dict[str, list[Warned]]:
    warnings: dict[str, list[Warned]] = {table: [] for table in typed}
    if "transactions" in typed:
        warnings["transactions"] += take_cancelled(engine, typed["transactions"])
    for table, warned in settle_calls(engine, typed, as_of).items():
        warnings[table] += warned
    if "assignments" in typed:
        warnings["assignments"] += settle_arms(engine)
    for table, inputs in typed.items():
        exported = [item for item in inputs if not item.found.columns.listed]
        if exported:
            warnings[table] += set_aside_repeats(engine, f"all_{table}", table, exported)
    if "transactions" in typed:
        warnings["transactions"] += set_aside_invoice_totals(engine, typed["transactions"])
        warnings["transactions"] += set_aside_reversals(engine, typed["transactions"])
        warnings["transactions"] += say_cancelled_credits(engine, typed["transactions"])
    return warnings


def _see(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    quick = [item.found for item in inputs if item.found.staged.quick is not None]
    label = (quick or [item.found for item in inputs])[0].columns.label("customer_id")
    return see_customers(engine, label, clean=bool(quick))


def _account(engine: Engine, item: Typed) -> SetAside:
    """Count one input and assert the promise: in = good + set aside + blank."""
    table, number = item.found.columns.table, item.number
    aside = collect(engine, item, number)
    n_good = _count_good(engine, table, f"file_ = {number}")
    n_all = item.found.staged.n_all
    if n_all != n_good + aside.n_rows + item.n_blank:
        raise AnalysisError(
            f"{item.found.file}: {n_all:,} rows in, {n_good:,} good, {aside.n_rows:,} set aside "
            f"and {item.n_blank:,} blank do not add up",
            "every row accounted for",
            "this is a bug of whyleft; please report it with this message",
            code="rows_do_not_add_up", file=item.found.file,
        )  # fmt: skip
    findings.refuse_by_share(item.found.file, n_all, aside.by_code)
    if n_good == 0 and not aside.n_late and not item.found.columns.listed:
        raise no_good_row(item.found.file, [aside])
    return aside


def _receipt(
    engine: Engine, table: str, inputs: Sequence[Typed], parts: Sequence[SetAside]
) -> TableReceipt:
    by_code = Counter[str]()
    for part in parts:
        by_code.update(part.by_code)
    n_good = _count_good(engine, table, "true")
    if n_good == 0 and table == "transactions":
        raise no_good_row(inputs[0].found.file, parts)
    n_all = sum(item.found.staged.n_all for item in inputs)
    told = [said for item in inputs for said in said_of_input(item)]
    warnings = say_once(told, len({item.found.file for item in inputs}))
    warnings += changes.since_the_map(engine, table, inputs)
    faults = (fault for part in parts for fault in part.faults)
    nobody = next((one.value for one in faults if one.code == "placeholder_customer"), "")
    warnings += findings.shares_said(table, n_all, by_code, nobody)
    receipt = TableReceipt(
        table,
        rows_in=n_all,
        rows_good=n_good,
        rows_set_aside=sum(part.n_rows for part in parts),
        rows_blank=sum(item.n_blank for item in inputs),
        n_customers=_n_customers(engine, table),
        set_aside_by_code=dict(sorted(by_code.items())),
        warnings=tuple(warnings),
        inputs=tuple(input_file(item) for item in inputs),
        fates=fates_of(engine, table, inputs),
    )
    return findings.with_money(engine, receipt, inputs) if table == "transactions" else receipt


def _count_good(engine: Engine, table: str, condition: str) -> int:
    if table == "transactions":
        return count_good(engine, condition)
    return engine.count(f"all_{table} WHERE broken_ = 0 AND {condition}")


def _n_customers(engine: Engine, table: str) -> int:
    if "customer_id" not in engine.columns(f"all_{table}"):
        return 0
    if table == "transactions":
        return engine.count("seen_customers")
    sql = f"SELECT count(DISTINCT customer_id) FROM all_{table} WHERE broken_ = 0"
    return int(engine.value(sql))
