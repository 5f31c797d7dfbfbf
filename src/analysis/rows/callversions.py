"""One call, and one assignment, counts once: versions of a list, the company's log, two arms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.calllists import CALL_ID
from analysis.rows.rules import LATE
from analysis.rows.typed import Typed
from analysis.rows.united import mark

#: Words of a log for a call by phone; a mail of the same day is another touch.
_BY_PHONE = ("", "phone", "call", "telephone", "tel", "telefon", "anruf", "téléphone", "appel",
             "teléfono", "llamada")  # fmt: skip


@dataclass(frozen=True)
class Lists:
    """What came back of one programme of calls.

    Parameters
    ----------
    program
        Its name; empty where the lists name none.
    n_calls
        Different calls on the lists; each was made, is set aside or is open.
    n_called, n_set_aside, n_open
        Calls that count, those of which every row was set aside, and those not made yet.
    """

    program: str
    n_calls: int
    n_called: int
    n_set_aside: int
    n_open: int

    def as_dict(self) -> dict[str, str | int]:
        """Return the entry of ``receipt.json``."""
        return dict(vars(self))


def settle_calls(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> dict[str, list[Warned]]:
    """Set aside what is another version of a call, or the same call in the log; say how many.

    Of several versions the one called last counts, up to the snapshot date. A call that stands in
    the log too (the same id, or a call of the same customer, contact and day) is used as the list
    tells it: the list knows what it was for.
    """
    lists = {table: _numbers(typed.get(table, ())) for table in ("touches", "reasons")}
    told: dict[str, list[Warned]] = {table: [] for table, numbers in lists.items() if numbers}
    if not told:
        return {}
    n_versions = {table: _older(engine, table, typed, as_of) for table in told}
    for table in told:
        _tell_apart(engine, table)
        if n_rows := n_versions[table]:
            said = "Rows set aside because another version of the call was made later: "
            told[table].append(Warned("call_versions", f"{said}{n_rows:,}.", about="other_version"))
        told[table] += _in_the_log(engine, table, lists[table])
    first = "touches" if "touches" in told else "reasons"
    told[first] += _said_of_lists(engine, first, lists[first], typed[first])
    return told


def calls_listed(engine: Engine, typed: Mapping[str, Sequence[Typed]]) -> tuple[Lists, ...]:
    """Return the accounting of the calls of each programme: called + set aside + open = calls."""
    if not _numbers(typed.get("touches", ())):
        return ()
    program = "program" if "program" in engine.columns("all_touches") else "NULL"
    rows = engine.rows(
        "SELECT coalesce(program, ''), count(*), count(*) FILTER (best = 2), "
        "count(*) FILTER (best = 1), count(*) FILTER (best = 0) FROM ("
        "  SELECT call_, any_value(program ORDER BY program) AS program, max(made) AS best FROM ("
        f"    SELECT call_, {program} AS program, CASE WHEN broken_ = 0 THEN 2 ELSE 1 END AS made "
        "    FROM all_touches WHERE call_ IS NOT NULL"
        "    UNION ALL SELECT call_, nullif(program, ''), 0 FROM open_calls) GROUP BY call_"
        ") GROUP BY 1 ORDER BY 1"
    )
    return tuple(Lists(*row) for row in rows)


def _numbers(inputs: Sequence[Typed]) -> list[int]:
    return [item.number for item in inputs if item.found.columns.listed]


def _older(
    engine: Engine, table: str, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> int:
    """Set aside all versions of a call but the one made last; what was then said goes with it."""
    limit = f"DATE {quote_text(as_of.isoformat())}" if as_of else "DATE '9999-12-31'"
    if table == "touches":
        names = engine.columns(f"all_{table}")
        known = "(outcome IS NOT NULL AND outcome <> 'unknown')" if "outcome" in names else "true"
        chosen = (
            "SELECT file_, line_ FROM (SELECT file_, line_, row_number() OVER (PARTITION BY call_ "
            f"ORDER BY touched_at DESC, opt_out_ DESC, {known} DESC, hash_, file_, line_) AS n_th "
            f"FROM all_touches WHERE call_ IS NOT NULL AND broken_ = 0 AND touched_at::DATE <= "
            f"{limit}) WHERE n_th > 1"
        )
        return mark(engine, table, "other_version", chosen)
    _pair_rows(engine, typed)
    when = "stated_on" if "stated_on" in engine.columns(f"all_{table}") else "NULL::DATE"
    chosen = (
        "SELECT file_, line_ FROM (SELECT r.file_, r.line_, coalesce(p.older, false) AS older, "
        "row_number() OVER (PARTITION BY r.call_ ORDER BY coalesce(p.older, false), "
        f"{when} DESC NULLS LAST, r.hash_, r.file_, r.line_) AS n_th FROM all_reasons AS r "
        "LEFT JOIN paired AS p ON p.file_ = r.file_ AND p.line_ = r.line_ "
        f"WHERE r.call_ IS NOT NULL AND r.broken_ = 0 AND coalesce({when} <= {limit}, true)) "
        "WHERE older OR n_th > 1"
    )
    return mark(engine, table, "other_version", chosen)


def _pair_rows(engine: Engine, typed: Mapping[str, Sequence[Typed]]) -> None:
    """Make ``paired``: whether the touch of a reason's row is an older version."""
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE paired (file_ INTEGER, line_ BIGINT, older BOOLEAN)"
    )
    older = f"broken_ & {1 << LATE['other_version']} <> 0"
    by_place = {_place(item): item for item in typed.get("touches", ())}
    for item in typed["reasons"]:
        touch = by_place.get(_place(item))
        if touch is not None and item.found.columns.listed:
            mine, theirs = (str(one.number) for one in (item, touch))
            engine.execute(
                f"INSERT INTO paired SELECT {mine}, line_, {older} FROM all_touches "
                f"WHERE file_ = {theirs}"
            )


def _place(item: Typed) -> tuple[str, str]:
    layout = item.found.staged.layout
    return str(layout.source.path), layout.sheet


def _tell_apart(engine: Engine, table: str) -> None:
    """Give calls of several customers under one id, as filling down makes them, their own."""
    own_id = "touch_id" if table == "touches" else "reason_id"
    engine.execute(
        f"UPDATE all_{table} SET {own_id} = {own_id} || '-' || coalesce(customer_id, '') "
        f"WHERE call_ IS NOT NULL AND {own_id} IN (SELECT {own_id} FROM all_{table} "
        f"WHERE call_ IS NOT NULL GROUP BY {own_id} HAVING count(DISTINCT customer_id) > 1)"
    )


def _in_the_log(engine: Engine, table: str, lists: Sequence[int]) -> Iterator[Warned]:
    """Set aside the rows of a log, or of another export of reasons, that a list tells too."""
    numbers, names = ", ".join(map(str, lists)), engine.columns(f"all_{table}")
    own_id, when = ("touch_id", "touched_at") if table == "touches" else ("reason_id", "stated_on")
    if when not in names:
        return
    contact = "contact_id" if "contact_id" in names else "NULL::VARCHAR"
    other = "true"
    if table == "touches":
        words = ", ".join(map(quote_text, _BY_PHONE))
        other = (
            f"lower(coalesce(channel, '')) IN ({words}) AND coalesce(direction, '') <> 'inbound'"
        )
    elif "note" in names:
        other = "note IS NOT NULL"
    note = "lower(trim(note))" if table == "reasons" and "note" in names else "''"
    rows = (
        f"SELECT file_, line_, hash_, customer_id, {contact} AS contact_id, {when} AS at, {own_id} "
        f"AS own_id, {note} AS said, {other} AS alike FROM all_{table} WHERE broken_ = 0 AND file_"
    )
    # Of several rows of one day the call is the one with the same contact, else the first.
    chosen = (
        "SELECT DISTINCT file_, line_ FROM (SELECT o.file_, o.line_, o.own_id = l.own_id AS named, "
        "row_number() OVER (PARTITION BY l.file_, l.line_ ORDER BY o.own_id = l.own_id DESC, "
        "coalesce(o.contact_id = l.contact_id, false) DESC, o.at, o.hash_, o.line_) AS n_th "
        f"FROM ({rows} NOT IN ({numbers})) AS o JOIN ({rows} IN ({numbers})) AS l "
        "ON o.own_id = l.own_id OR (o.alike AND o.customer_id = l.customer_id "
        "AND o.at::DATE = l.at::DATE AND o.said = l.said "
        "AND coalesce(o.contact_id = l.contact_id, true))) WHERE named OR n_th = 1"
    )
    n_rows = mark(engine, table, "same_call", chosen)
    if n_rows:
        what = "Calls of the log" if table == "touches" else "Statements of other exports"
        said = f"{what} that stand in a call list too, each counted once as the list tells it"
        yield Warned("same_call", f"{said}: {n_rows:,}.", about="same_call")


def _said_of_lists(
    engine: Engine, table: str, lists: Sequence[int], inputs: Sequence[Typed]
) -> Iterator[Warned]:
    files = len({item.found.file for item in inputs if item.found.columns.listed})
    which = f"all_{table} WHERE file_ IN ({', '.join(map(str, lists))})"
    n_out = engine.count(f"(SELECT DISTINCT customer_id FROM {which} AND opt_out_) "
                         "WHERE customer_id IS NOT NULL")  # fmt: skip
    if n_out:
        said = (
            "Customers who do not want to be called again, by the outcome on a call list or what "
            f"was written beside it: {n_out:,}. Nobody there is to be contacted."
        )
        yield Warned("opt_out_in_list", said)
    own_id = "touch_id" if table == "touches" else "replace(reason_id, 'call-', '')"
    n_strange = engine.count(f"{which} AND NOT regexp_full_match({own_id}, '{CALL_ID}')")
    if n_strange:
        said = "Rows of call lists without a call id of ours, counted all the same: "
        yield Warned("unknown_call", f"{said}{n_strange:,}.")
    if table == "touches":
        yield _open_said(engine, table, files)


def _open_said(engine: Engine, table: str, files: int) -> Warned:
    made = f"SELECT call_ FROM all_{table} WHERE call_ IS NOT NULL"
    n_open, n_drawn = engine.rows(
        "SELECT count(DISTINCT call_), count(DISTINCT call_) FILTER (by_lot) FROM open_calls "
        f"WHERE call_ NOT IN ({made})"
    )[0]
    n_made = int(engine.value(f"SELECT count(DISTINCT call_) FROM ({made})"))
    lot = f" {counted(n_drawn, 'of these was', 'of these were')} drawn by lot: make them, or the "
    lot += "sample is not one."
    said = (
        f"{files:,} call list{'s' * (files > 1)} came back with "
        f"{counted(n_made + n_open, 'call')}: "
        f"{n_made:,} filled in, {n_open:,} not called yet. A row that nobody filled in, or without "
        f"a reason, counts as blank.{lot if n_drawn else ''}"
    )
    return Warned("call_lists", said)


_ROWS = (
    "SELECT file_, line_, arm, assigned_on, hash_, customer_id, program, min(assigned_on) OVER "
    "(PARTITION BY customer_id, program) AS first_on FROM all_assignments WHERE broken_ = 0"
)
_FIRST = (
    "SELECT customer_id, program, min(arm) AS arm, min(arm) <> max(arm) AS both FROM "
    f"({_ROWS}) WHERE assigned_on = first_on GROUP BY customer_id, program"
)
_JUDGED = (
    "SELECT r.file_, r.line_, f.both OR r.arm <> f.arm AS astray, row_number() OVER (PARTITION BY "
    "r.customer_id, r.program ORDER BY r.arm <> f.arm, r.assigned_on, r.hash_, r.file_, r.line_) "
    f"AS n_th FROM ({_ROWS}) AS r JOIN ({_FIRST}) AS f USING (customer_id, program)"
)


def settle_arms(engine: Engine) -> list[Warned]:
    """Set aside what the assignments say twice, and arms that contradict the first one.

    A customer may be in several programmes, and is once in each: what was drawn first counts, for
    a comparison is read by what was meant. Where both arms were drawn on one day, neither counts.
    """
    said = []
    astray = f"SELECT file_, line_ FROM ({_JUDGED}) WHERE astray"
    n_astray = mark(engine, "assignments", "two_arms", astray)
    if n_astray:
        told = "Assignments set aside because the customer stands in the programme's other arm too"
        told += f" (the arm of the first day counts): {n_astray:,}."
        said.append(Warned("two_arms", told, about="two_arms"))
    again = f"SELECT file_, line_ FROM ({_JUDGED}) WHERE n_th > 1"
    n_again = mark(engine, "assignments", "duplicate_line", again)
    if n_again:
        told = "Assignments that stand in the exports more than once, each used once"
        said.append(Warned("duplicate_lines", f"{told}: {n_again:,}.", about="duplicate_line"))
    return said
