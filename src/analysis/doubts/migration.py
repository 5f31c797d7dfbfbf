"""Ids that were changed one day: many end together where many others begin (trap 54)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from analysis.doubts.buyers import keep_customers, keep_order_days, middle, usual_gap
from analysis.engine import Engine
from analysis.results import Warned

#: So many customers at least end and begin together, and this share of those who buy at the time.
_FEWEST, _SHARE = 8, 0.2
#: So many times as many as usual; fewer will do where the new ids have another form.
_RATIO, _RATIO_WITH_FORM = 3.0, 2.0
#: Of two forms of ids, the share that must lie wholly before or after the change.
_WHOLLY = 0.95
#: The form of an id: its letters and signs, each digit alike.
_FORM = "regexp_replace(customer_id, '[0-9]', '9', 'g')"


@dataclass(frozen=True)
class _Tally:
    """Events by day, to be counted between any two days."""

    days: Sequence[date]
    passed: Sequence[int]

    def until(self, day: date) -> int:
        at = bisect_right(self.days, day)
        return self.passed[at - 1] if at else 0

    def between(self, low: date, high: date) -> int:
        """Return the events after ``low`` and up to ``high``."""
        return self.until(high) - self.until(low)


def doubt_migration(engine: Engine) -> Iterator[Warned]:
    """Yield a doubt when many ids end within one usual gap of the beginning of many others."""
    gap = usual_gap(engine)
    if gap is None:
        return
    days = max(7, round(gap))
    changed = _change(
        _tally(engine, "first_on"), _tally(engine, "last_on"), days, _changes_of_form(engine)
    ) or _all_in_another_form(engine, days)
    if changed is None:
        return
    day, n_ended, n_begun = changed
    said = (
        f"Around {day}, {n_ended:,} customer ids end and {n_begun:,} others begin, far more than "
        "at other times: they may be the same customers under new ids, who would count as lost. "
        "Give the old ids with the new ones in a column merged_into of the customers."
    )
    yield Warned("migrated_ids", said)


def _tally(engine: Engine, column: str) -> _Tally:
    rows = engine.rows(
        f"SELECT {column} AS d, count(*) FROM {keep_customers(engine)} WHERE d IS NOT NULL "
        "GROUP BY d ORDER BY d"
    )
    return _Tally([day for day, _ in rows], [*accumulate(n for _, n in rows)])


def _changes_of_form(engine: Engine) -> list[date]:
    """Return the days on which ids of one form have ended and those of another begin."""
    some = keep_order_days(engine)  # a form is a matter of many ids: some of them show it
    rows = engine.rows(
        f"SELECT {_FORM} AS form, "
        f"quantile_disc(first_on, {1 - _WHOLLY:.2f}), quantile_disc(last_on, {_WHOLLY}) "
        f"FROM {some} WHERE first_on IS NOT NULL GROUP BY form "
        f"HAVING count(*) >= {_FEWEST} ORDER BY form"
    )
    return [
        starts
        for old, _, ended in rows
        for new, starts, _ in rows
        if old != new and abs((starts - ended).days) <= 45
    ]


def _all_in_another_form(engine: Engine, days: int) -> tuple[date, int, int] | None:
    """Return the day from which on nearly all ids have a form that hardly one had before.

    It may be the last month of the export, of which nothing else can be told yet.
    """
    some = keep_order_days(engine)
    if int(engine.value(f"SELECT count(DISTINCT {_FORM}) FROM {some}")) < 2:
        return None
    customers = (
        f"SELECT {_FORM} AS form, first_on, last_on FROM {keep_customers(engine)} "
        "WHERE first_on IS NOT NULL"
    )
    begins = engine.rows(
        f"SELECT form, quantile_disc(first_on, {1 - _WHOLLY:.2f}) FROM ({customers}) "
        f"GROUP BY form HAVING count(*) >= {_FEWEST} ORDER BY 2 DESC, 1 LIMIT 1"
    )
    for form, day in begins:
        # Who bought before a day and from it on is known to come again.
        came = "form <> $1 AND first_on < $2 - {0} AND last_on >= $2 - {0}"
        n_new, n_now, n_before, n_kept = engine.rows(
            "SELECT count(*) FILTER (form = $1), count(*) FILTER (last_on >= $2), "
            f"count(*) FILTER ({came.format(days)}), count(*) FILTER ({came.format(0)}) "
            f"FROM ({customers})",
            [form, day],
        )[0]
        n_ended = n_before - n_kept
        if n_new >= _WHOLLY * n_now and n_ended >= max(_FEWEST, _WHOLLY * n_before):
            return day, n_ended, n_new
    return None


def _change(
    firsts: _Tally, lasts: _Tally, days: int, forms: Sequence[date]
) -> tuple[date, int, int] | None:
    """Return the day around which far more ids end and begin than at other times."""
    # The ends of the period hold many first and last orders by nature.
    inner = range(
        firsts.days[0].toordinal() + 2 * days, lasts.days[-1].toordinal() - 2 * days
    )  # fmt: skip
    windows = [date.fromordinal(at) for at in inner[:: max(1, days // 4)]]
    if len(windows) < 12:
        return None
    span = timedelta(days=days)
    ended = {day: lasts.between(day - span, day) for day in windows}
    begun = {day: firsts.between(day, day + span) for day in windows}
    usual_ended, usual_begun = middle([*ended.values()]), middle([*begun.values()])
    for day in sorted(windows, key=lambda d: (-min(ended[d], begun[d]), d)):
        in_form = any(abs((day - other).days) <= 2 * days for other in forms)
        ratio = _RATIO_WITH_FORM if in_form else _RATIO
        alive = firsts.until(day) - lasts.until(day - span)
        enough = max(_FEWEST, _SHARE * alive)
        if ended[day] >= max(enough, ratio * usual_ended) and begun[day] >= max(
            enough, ratio * usual_begun
        ):
            return day, ended[day], begun[day]
    return None
