"""Which of several files of one table is the newest: the one that reaches furthest, or is named so.

A month that was exported again holds the days of the first export; then the names tell: ``(1)``
behind the name of a second download, *korrigiert*, *v2*, *alt*. Of a customer in several of them
the row of the newest counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from analysis.cells.cellwords import listed
from analysis.cells.headerkeys import words_and_signs
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import LATE
from analysis.rows.typed import Typed
from analysis.rows.united import mark

_NEWER = listed(
    "correction,corrections,corrected,correct,fixed,fix,final,new,newest,latest,update,updated,"
    "revised,revision,resend,resent,korrektur,korrekturen,korr,korrigiert,korrigierte,berichtigt,"
    "berichtigung,neu,neue,aktuell,aktualisiert,endgültig,corrigé,corrigée,corrige,rectifié,"
    "rectification,nouveau,nouvelle,définitif,maj,corregido,corregida,corrección,"
    "correccion,rectificado,nuevo,nueva,definitivo,actualizado"
)
_OLDER = listed(
    "old,older,previous,backup,bak,draft,preliminary,provisional,original,orig,alt,alte,"
    "vorläufig,vorlaeufig,entwurf,sicherung,ancien,ancienne,vieux,sauvegarde,provisoire,"
    "brouillon,viejo,vieja,antiguo,antigua,anterior,borrador"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Files that begin and end so many days apart tell of the same days.
_NEAR = 3


@dataclass(frozen=True)
class Span:
    """The days that one file tells of; ``since`` without strays before them, None where none is."""

    file_: int
    name: str
    since: date | None
    last: date


def by_age(spans: Sequence[Span]) -> list[Span]:
    """Return the files, the newest last.

    Examples
    --------
    >>> january = date(2024, 1, 2), date(2024, 1, 31)
    >>> files = [Span(0, "sales_01 (1).csv", *january), Span(1, "sales_01.csv", *january),
    ...          Span(2, "a.csv", date(2024, 1, 2), date(2024, 2, 28))]
    >>> [span.name for span in by_age(files)]
    ['sales_01.csv', 'sales_01 (1).csv', 'a.csv']
    """
    ordered = sorted(spans, key=lambda span: (span.last, span.file_))
    group, first, numbers = 0, ordered[0] if ordered else None, dict[int, int]()
    for span in ordered:
        assert first is not None
        if not _same_days(first, span):
            group, first = group + 1, span
        numbers[span.file_] = group
    found = []
    for _, same in groupby(ordered, key=lambda span: numbers[span.file_]):
        found += sorted(same, key=lambda span: (version_of(span.name), span.file_))
    return found


def _same_days(one: Span, other: Span) -> bool:
    if one.since is None or other.since is None:
        return one.last == other.last
    apart = abs((one.since - other.since).days), abs((one.last - other.last).days)
    return max(apart) <= _NEAR


def shared_days(new: Span, old: Span) -> tuple[date, date] | None:
    """Return the last days of a file that a newer one holds too, None without any.

    The newer one ends as late, give or take some days.

    Examples
    --------
    >>> old = Span(0, "a.csv", date(2024, 1, 2), date(2024, 1, 31))
    >>> days = shared_days(Span(1, "b.csv", date(2024, 1, 16), date(2024, 2, 29)), old)
    >>> [str(day) for day in days]
    ['2024-01-16', '2024-01-31']
    >>> shared_days(Span(1, "b.csv", date(2024, 2, 1), date(2024, 2, 29)), old)
    """
    if new.since is None or old.since is None or (old.last - new.last).days > _NEAR:
        return None
    since = old.since if (new.since - old.since).days <= _NEAR else new.since
    return (since, old.last) if since <= old.last else None


def version_of(name: str) -> tuple[int, tuple[int, ...], str]:
    """Return what orders names of files: words such as *old* and *new*, then their numbers.

    Numbers are read as they follow in time, the year before month and day.

    Examples
    --------
    >>> version_of("to 15.03.2024.csv") < version_of("to 02.04.2024.csv")
    True
    >>> sorted(["b_neu.csv", "b (10).csv", "b (2).csv", "b.csv", "b_alt.csv"], key=version_of)
    ['b_alt.csv', 'b.csv', 'b (2).csv', 'b (10).csv', 'b_neu.csv']
    """
    stem = Path(name).stem
    words = {word.casefold() for word in words_and_signs(stem)}
    rank = bool(words & _NEWER) - bool(words & _OLDER)
    numbers = re.findall(r"\d+", stem)
    if numbers and _YEAR.fullmatch(numbers[-1]) and not _YEAR.fullmatch(numbers[0]):
        numbers.reverse()
    return rank, tuple(map(int, numbers)), stem.casefold()


def keep_newest(engine: Engine, typed: Mapping[str, Sequence[Typed]]) -> list[Warned]:
    """Set older rows of customers aside, where files of one header tell them differently.

    It comes after what was said of leave to contact was judged: there each row counts.
    """
    inputs, told = typed.get("customers", ()), list[Warned]()
    groups: dict[tuple[str, ...], list[Typed]] = {}
    for one in inputs:
        key = tuple(cell.strip().casefold() for cell in one.found.columns.header)
        groups.setdefault(key, []).append(one)
    for group in groups.values():
        if len(group) > 1:
            told += _newest_of(engine, group)
    return told


def _newest_of(engine: Engine, group: Sequence[Typed]) -> Iterator[Warned]:
    files = {one.number: one.found.file for one in group}
    listed = ", ".join(map(str, files))
    again = 1 << LATE["duplicate_line"]  # a value that comes back is of the newest file too
    rows = (
        f"SELECT * FROM all_customers WHERE broken_ & ~{again} = 0 AND customer_id IS NOT NULL "
        f"AND file_ IN ({listed})"
    )
    ages, told_by = _by_age(engine, rows, files)
    if len(ages) < 2:
        return
    values = ", ".join(f"({file}, {age})" for age, file in enumerate(ages))
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE customers_by_age AS SELECT r.file_, r.line_, r.customer_id, "
        "r.hash_, r.broken_, a.age, max(a.age) OVER (PARTITION BY r.customer_id) AS newest "
        f"FROM ({rows}) AS r JOIN (VALUES {values}) AS a(file_, age) USING (file_)"
    )
    older = (
        "FROM customers_by_age AS c ANTI JOIN (FROM customers_by_age WHERE age = newest) AS n "
        "USING (customer_id, hash_) WHERE c.broken_ = 0 AND c.age < c.newest"
    )
    n_customers = int(engine.value(f"SELECT count(DISTINCT c.customer_id) {older}"))
    if not mark(engine, "customers", "older_version", f"SELECT c.file_, c.line_ {older}"):
        return
    _keep_stops(engine)
    stand = counted(n_customers, "customer stands", "customers stand")
    said = f"{stand} in several files of the customers table with other values: the row of the "
    said += "newest file was used, and an opt-out of any of them. The newest is "
    said += f"{files[ages[-1]]}, by its {told_by}."
    yield Warned("older_versions", said, column="customer_id", about="older_version")


def _by_age(engine: Engine, rows: str, files: Mapping[int, str]) -> tuple[list[int], str]:
    """Return the files from the oldest, and what tells it.

    Of names that differ in numbers alone the numbers do; else the last day on which a customer
    began. A day on which rows were known comes before both.
    """
    columns, names = engine.columns("all_customers"), [*files.values()]
    plain = len({re.sub(r"[\W\d_]+", "", name) for name in names}) == 1
    known, began = "known_at" in columns, "started_on" in columns and not plain
    day = "known_at" if known else "started_on" if began else "NULL::DATE"
    found = engine.rows(f"SELECT file_, max({day})::DATE FROM ({rows}) GROUP BY file_")
    last = {file: str(at or "") for file, at in found}
    ages = sorted(last, key=lambda file: (last[file], version_of(files[file]), file))
    by_day = len(ages) > 1 and last[ages[-1]] != last[ages[-2]]
    return ages, "last day" if by_day else "name"


def _keep_stops(engine: Engine) -> None:
    """Let an opt-out of any row stand in the row that counts: it always wins."""
    for column, stop in (("do_not_contact", "true"), ("consent", "'no'")):
        if column in engine.columns("all_customers"):
            stopped = (
                "SELECT customer_id FROM all_customers SEMI JOIN customers_by_age "
                f"USING (file_, line_) WHERE {column} = {stop}"
            )
            engine.execute(
                f"UPDATE all_customers SET {column} = {stop} WHERE customer_id IN ({stopped})"
            )
