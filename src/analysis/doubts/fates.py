"""What became of every row: one fate each, so that rows and money add up on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from analysis.doubts.buyers import keep_sums
from analysis.doubts.findings import money_text
from analysis.engine import Engine
from analysis.results import Fate
from analysis.rows.convert import WHEN
from analysis.rows.quarantine import code_of_reject
from analysis.rows.rules import codes_in
from analysis.rows.typed import Typed

if TYPE_CHECKING:
    import pandas as pd

#: Fates of rows without a customer of their own.
NOBODY = ("no_customer", "placeholder_customer", "damaged_id")

#: The codes that name a row that breaks several rules, the first of them that it breaks; then the
#: others in the order of the rules, and last that it is too late.
_FIRST = (
    "repeated_header", "total_row", "footer", *NOBODY, "duplicate_line", "older_version",
    "order_head",
)  # fmt: skip
_LAST = ("after_as_of", "future_date")

#: Fates of rows that stand in the exports more than once.
REPEATED = {
    "duplicate_line": "the first of them",
    "older_version": "the newest version",
    "order_head": "the lines of the order",
    "other_version": "the version called last",
    "same_call": "the row of the call list",
}


def fates_of(engine: Engine, table: str, inputs: Sequence[Typed]) -> tuple[Fate, ...]:
    """Return what became of the rows of one table; their sum is ``rows_in``.

    Typed rows are grouped by input, broken rules and kind.
    """
    counted = _COUNTED if table == "transactions" else _count(engine, table)
    if table == "transactions":
        keep_sums(engine)
    rows = engine.rows(f"{counted} GROUP BY file_, broken_, kind ORDER BY file_, broken_, kind")
    by_number = {item.number: item for item in inputs}
    found = [
        _fate(by_number[number], broken, kind, Fate("", kind, "", *counted))
        for number, broken, kind, *counted in rows
    ]
    return tuple(_merged([*found, *_never_typed(table, inputs)]))


_COUNTED = (
    "SELECT file_, broken_, kind, sum(n_rows)::BIGINT, sum(money)::VARCHAR, min(d)::VARCHAR, "
    "max(d)::VARCHAR FROM day_sums"
)


def _count(engine: Engine, table: str) -> str:
    names = engine.columns(f"all_{table}")
    when = WHEN.get(table, "")
    span = (
        f"min({when})::DATE::VARCHAR, max({when})::DATE::VARCHAR" if when in names else "NULL, NULL"
    )
    return f"SELECT file_, broken_, 'row' AS kind, count(*), NULL, {span} FROM all_{table}"


#: What a good line counts as.
_GOOD = {"sale": "activity", "zero": "nothing", "row": "kept"}


def _fate(item: Typed, broken: int, kind: str, counted: Fate) -> Fate:
    codes = [code for code, _ in codes_in(broken, item.rules)]
    others = sorted(codes, key=lambda code: code in _LAST)
    code = next((code for code in (*_FIRST, *others) if code in codes), "")
    if "cancelled" in codes:
        kind = "cancel"
    fate = code or _GOOD.get(kind, "money")
    return replace(counted, file=item.found.file, kind=kind, fate=fate)


def _never_typed(table: str, inputs: Sequence[Typed]) -> Iterable[Fate]:
    """Yield the records that did not fit the header, and the blank lines."""
    kind = "unreadable" if table == "transactions" else "row"
    for item in inputs:
        for reject in item.found.staged.rejects:
            yield Fate(item.found.file, kind, code_of_reject(reject), 1)
        if item.n_blank:
            yield Fate(item.found.file, "blank", "blank", item.n_blank)


def _merged(fates: Iterable[Fate]) -> list[Fate]:
    merged: dict[tuple[str, str, str], Fate] = {}
    for fate in fates:
        key = (fate.file, fate.kind, fate.fate)
        merged[key] = _sum(merged[key], fate) if key in merged else fate
    return [
        replace(fate, amount=None if fate.amount is None else money_text(fate.amount))
        for fate in merged.values()
    ]


def _sum(one: Fate, other: Fate) -> Fate:
    amounts = [Decimal(fate.amount) for fate in (one, other) if fate.amount is not None]
    firsts = [fate.first_on for fate in (one, other) if fate.first_on]
    lasts = [fate.last_on for fate in (one, other) if fate.last_on]
    return replace(
        one,
        n_rows=one.n_rows + other.n_rows,
        amount=f"{sum(amounts):f}" if amounts else None,
        first_on=min(firsts, default=None),
        last_on=max(lasts, default=None),
    )


def frame_of(table: str, fates: Iterable[Fate]) -> pd.DataFrame:
    """Return fates as a frame: ``table, file, kind, fate, n_rows, amount, first_on, last_on``.

    Examples
    --------
    >>> frame_of("transactions", [Fate("a.csv", "sale", "activity", 2, "9.50")])["amount"].tolist()
    [9.5]
    """
    rows = [{"table": table, **fate.as_dict()} for fate in fates]
    columns = ["table", "file", "kind", "fate", "n_rows", "amount", "first_on", "last_on"]
    import pandas as pd

    framed = pd.DataFrame(rows, columns=columns)
    return framed.assign(amount=framed["amount"].astype(float))


def events_of(fates: pd.DataFrame) -> pd.DataFrame:
    """Return the transactions by what they were exported as and what they count as.

    Returns
    -------
    DataFrame
        ``kind, n_rows, amount, n_activity, n_money, n_nothing, n_set_aside, amount_kept``; the
        four counts of a row add up to its ``n_rows``.

    Examples
    --------
    >>> fates = frame_of("transactions", [Fate("a", "sale", "activity", 3, "30"),
    ...     Fate("a", "sale", "duplicate_line", 1, "10"), Fate("a", "return", "money", 1, "-5")])
    >>> events_of(fates)[["kind", "n_rows", "n_activity", "n_set_aside"]].values.tolist()
    [['sale', 4, 3, 1], ['return', 1, 0, 0]]
    """
    lines = fates.assign(
        fate=fates["fate"].where(fates["fate"].isin(["activity", "money", "nothing"]), "set_aside")
    )
    counts = lines.pivot_table(
        index="kind", columns="fate", values="n_rows", aggfunc="sum", fill_value=0
    ).reindex(columns=["activity", "money", "nothing", "set_aside"], fill_value=0)
    events = counts.add_prefix("n_").reset_index()
    events.columns.name = None
    kept = lines[lines["fate"] != "set_aside"].groupby("kind")["amount"].sum()
    events["n_rows"] = counts.sum(axis=1).to_numpy()
    events["amount"] = events["kind"].map(lines.groupby("kind")["amount"].sum(min_count=1))
    events["amount_kept"] = events["kind"].map(kept).fillna(0.0)
    order = {kind: place for place, kind in enumerate(_KINDS)}
    return events.sort_values("kind", key=lambda kinds: kinds.map(order), ignore_index=True)


_KINDS = ("sale", "return", "credit", "cancel", "fee", "zero", "unreadable", "blank")


def set_aside_once(fates: pd.DataFrame) -> pd.DataFrame:
    """Return ``table, code, n_rows, amount`` of what was set aside, each row once, most first.

    Examples
    --------
    >>> fates = frame_of("reasons", [Fate("a", "row", "kept", 9), Fate("a", "row", "no_date", 1)])
    >>> set_aside_once(fates)[["table", "code", "n_rows"]].values.tolist()
    [['reasons', 'no_date', 1]]
    """
    good = ["activity", "money", "nothing", "kept", "blank"]
    aside = fates[~fates["fate"].isin(good)].rename(columns={"fate": "code"})
    totals = aside.groupby(["table", "code"], as_index=False, sort=False).agg(
        n_rows=("n_rows", "sum"), amount=("amount", _total)
    )
    place = {name: at for at, name in enumerate(dict.fromkeys(fates["table"]))}
    return (
        totals.assign(place=totals["table"].map(place))
        .sort_values(["place", "n_rows", "code"], ascending=[True, False, True], ignore_index=True)
        .drop(columns="place")
    )


def _total(amounts: pd.Series) -> float:
    return float(amounts.sum(min_count=1))


def repeats_of(fates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that stood in the exports before, by file, with what was used instead.

    Examples
    --------
    >>> fates = frame_of("transactions", [Fate("june.csv", "sale", "duplicate_line", 4, "40",
    ...                                        "2024-06-01", "2024-06-30")])
    >>> repeats_of(fates)[["file", "n_rows", "used"]].values.tolist()
    [['june.csv', 4, 'the first of them']]
    """
    again = fates[fates["fate"].isin(REPEATED)]
    totals = again.groupby(["table", "file", "fate"], as_index=False, sort=False).agg(
        n_rows=("n_rows", "sum"),
        amount=("amount", _total),
        first_on=("first_on", "min"),
        last_on=("last_on", "max"),
    )
    in_file = fates.groupby(["table", "file"])["n_rows"].sum()
    import pandas as pd

    keys = pd.MultiIndex.from_frame(totals[["table", "file"]])
    return totals.assign(
        used=totals["fate"].map(REPEATED), rows_in=in_file.reindex(keys).to_numpy()
    )


def nobody_of(fates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without a customer of their own: ``table, fate, n_rows, amount, rows_in``.

    Examples
    --------
    >>> fates = frame_of("transactions", [Fate("a", "sale", "no_customer", 1, "7"),
    ...                                   Fate("a", "sale", "activity", 9, "90")])
    >>> nobody_of(fates)[["n_rows", "amount", "rows_in"]].values.tolist()
    [[1.0, 7.0, 10.0]]
    """
    lacking = fates[fates["fate"].isin(NOBODY)]
    totals = lacking.groupby(["table", "fate"], as_index=False, sort=False).agg(
        n_rows=("n_rows", "sum"), amount=("amount", _total)
    )
    rows_in = fates.groupby("table")["n_rows"].sum()
    turnover = fates.groupby("table")["amount"].sum(min_count=1)
    totals = totals.assign(
        rows_in=totals["table"].map(rows_in), amount_in=totals["table"].map(turnover)
    )
    order = ["rows_in", "n_rows", "fate"]
    return totals.sort_values(order, ascending=[False, False, True], ignore_index=True)
