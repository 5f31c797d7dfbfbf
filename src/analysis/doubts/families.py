"""Several systems side by side, as the files tell: one that ends early, or lacks inner months.

The files of a shop and those of an ERP are two families. Where the later files of one are missing,
its customers look silent; where a system was changed, they go on in the files of the other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from analysis.columns.namepatterns import name_without_month
from analysis.doubts.buyers import GOOD, is_sale, keep_sums, middle
from analysis.doubts.period import gaps_by_branch
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.typed import Typed

#: More families than these are no systems but a list of files.
_MOST = 20
#: A family ends early where it is silent for so many days, and for so many times its longest pause.
_DAYS, _PAUSES = 28, 1.5
#: Days before the end in which a customer who bought is one who still buys.
_ALIVE_DAYS = 183
#: So many customers at least must stand in one family alone; so few of them go on in the others,
#: as a share of what those who buy in the others do.
_FEWEST, _GO_ON = 8, 1 / 3
#: Of the days of the family at its end, so many had sales in the others too: side by side.
_BESIDE = 0.5


@dataclass(frozen=True)
class _Family:
    """Files of one system: their numbers and names, and rows by day of sale."""

    numbers: frozenset[int]
    names: tuple[str, ...]
    days: Mapping[date, int]

    @property
    def last_on(self) -> date:
        return max(self.days)

    @property
    def shown(self) -> str:
        return (
            f"'{self.names[-1]}'" if len(self.names) == 1 else f"files such as '{self.names[-1]}'"
        )


def doubt_families(engine: Engine, inputs: Sequence[Typed]) -> Iterator[Warned]:
    """Yield a warning for each family of files that ends early or lacks months, others going on.

    One whose customers go on in the files of the others is not told of: a system was changed.
    """
    if len(inputs) < 2:
        return
    sales: dict[int, dict[date, int]] = {}
    for number, day, n in engine.rows(
        f"SELECT file_, d, sum(n_customers)::BIGINT FROM {keep_sums(engine)} "
        "WHERE broken_ = 0 AND kind = 'sale' GROUP BY ALL ORDER BY ALL"
    ):
        sales.setdefault(number, {})[day] = n
    told: set[frozenset[int]] = set()
    for families in _partitions(inputs, sales):
        for at, one in enumerate(families):
            others = [*families[:at], *families[at + 1 :]]
            if one.numbers in told or not (found := _lacks(engine, one, others)):
                continue
            told.add(one.numbers)
            yield Warned("files_missing", found)


def _partitions(
    inputs: Sequence[Typed], sales: Mapping[int, Mapping[date, int]]
) -> Iterator[list[_Family]]:
    """Yield the files in families: by their names without numbers, then by their headers."""
    for key in (_by_name, _by_header):
        groups: dict[Hashable, list[Typed]] = {}
        for item in inputs:
            if item.number in sales:
                groups.setdefault(key(item), []).append(item)
        if 1 < len(groups) <= _MOST:
            yield [_family(group, sales) for group in groups.values()]


def _family(items: Sequence[Typed], sales: Mapping[int, Mapping[date, int]]) -> _Family:
    days: dict[date, int] = {}
    for item in items:
        for day, n in sales[item.number].items():
            days[day] = days.get(day, 0) + n
    ordered = sorted(items, key=lambda item: max(sales[item.number]))
    names = tuple(dict.fromkeys(item.found.file for item in ordered))
    return _Family(frozenset(item.number for item in items), names, days)


def _by_name(item: Typed) -> Hashable:
    return name_without_month(item.found.file), name_without_month(item.found.staged.layout.part)


def _by_header(item: Typed) -> Hashable:
    return tuple(sorted(name.strip().casefold() for name in item.found.columns.header))


def _lacks(engine: Engine, one: _Family, others: Sequence[_Family]) -> str:
    """Return what a family lacks, in words; empty where it lacks nothing."""
    rest: dict[date, int] = {}
    for family in others:
        for day, n in family.days.items():
            rest[day] = rest.get(day, 0) + n
    if _ends_early(one.days, rest):
        silent = (max(rest) - one.last_on).days
        if n := _alone(engine, one, one.last_on, max(rest)):
            goes_on = max(others, key=lambda family: family.last_on)
            return (
                f"The sales of {one.shown} end on {one.last_on}, {silent:,} days before those of "
                f"{goes_on.shown}, and {counted(n, 'customer')} who bought there stand in no other "
                "file: they would all be called silent. Export the later files too; or give that "
                "day after --as-of."
            )
    months = _inner_gaps(one, others)
    if months and (n := _alone(engine, one, months[0], months[-1])):
        shown = ", ".join(f"{month:%Y-%m}" for month in months[:5])
        return (
            f"{counted(len(months), 'month is', 'months are')} missing in the sales of {one.shown} "
            f"({shown}) and not in the other files; {counted(n, 'customer')} who bought there "
            "stand in no other file: silence there is not trusted. Export the missing files too."
        )
    return ""


def _ends_early(days: Mapping[date, int], rest: Mapping[date, int]) -> bool:
    """Whether one family ends long before the others beside which it stood.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> year = {date(2023, 1, 1) + timedelta(n): 3 for n in range(360)}
    >>> half = dict(list(year.items())[:180])
    >>> late = dict(list(year.items())[180:])
    >>> _ends_early(half, year), _ends_early(year, half), _ends_early(half, late)
    (True, False, False)
    """
    ended = max(days)
    silent = (max(rest) - ended).days
    longest = max((b - a).days for a, b in pairwise(sorted(days))) if len(days) > 1 else 0
    if len(days) < 3 or silent <= max(_DAYS, _PAUSES * longest):
        return False
    since = ended - timedelta(days=_ALIVE_DAYS)
    own, other = (sorted(day for day in some if since < day <= ended) for some in (days, rest))
    # The others reach back to half of the family's last months: side by side, not one by one.
    beside = sum(day >= other[0] for day in own) if other else 0
    return beside >= _BESIDE * len(own)


def _inner_gaps(one: _Family, others: Sequence[_Family]) -> list[date]:
    """Return inner months that the family lacks, and in which the others go on as usual."""
    rows: dict[tuple[str, date], int] = {}
    for name, days in (("one", [one.days]), ("rest", [family.days for family in others])):
        for some in days:
            for day, n in some.items():
                key = (name, day.replace(day=1))
                rows[key] = rows.get(key, 0) + n
    found = gaps_by_branch([(*key, n) for key, n in sorted(rows.items())], set())
    least = _BESIDE * middle([n for (name, _), n in rows.items() if name == "rest"])
    return [m for name, m in found if name == "one" and rows.get(("rest", m), 0) >= least]


def _alone(engine: Engine, one: _Family, ended: date, until: date) -> int:
    """Return how many customers who still bought stand in this family alone; 0 where they go on.

    Of those who had bought in no other family before, a third of what customers of the others do
    would be enough to speak of one system that took over another.
    """
    own = f"file_ IN ({', '.join(map(str, sorted(one.numbers)))})"
    day, end = f"DATE '{ended.isoformat()}'", f"DATE '{until.isoformat()}'"
    last_day = f"{end} + INTERVAL 1 MONTH" if until.day == 1 else f"{end} + 1"
    alive = f"{day} - {_ALIVE_DAYS}"
    customers = (
        f"SELECT customer_id, bool_or({own} AND ordered_on::DATE > {alive} AND ordered_on::DATE "
        f"<= {day}) AS here, bool_or(NOT ({own}) AND ordered_on::DATE <= {day}) AS before, "
        f"bool_or(NOT ({own}) AND ordered_on::DATE > {alive} AND ordered_on::DATE <= {day}) AS "
        f"there, bool_or(NOT ({own}) AND ordered_on::DATE > {day} AND ordered_on::DATE < "
        f"{last_day}) AS later FROM {GOOD} AND {is_sale(engine, 'all_transactions')} "
        "GROUP BY customer_id"
    )
    n_alone, n_later, n_there, n_stay = engine.rows(
        "SELECT count(*) FILTER (here AND NOT before), count(*) FILTER (here AND NOT before AND "
        "later), count(*) FILTER (there AND NOT here), count(*) FILTER (there AND NOT here AND "
        f"later) FROM ({customers})"
    )[0]
    silent = n_alone - n_later
    enough = min(silent, n_there) >= _FEWEST
    return silent if enough and n_later * n_there < _GO_ON * n_stay * n_alone else 0
