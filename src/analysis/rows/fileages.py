"""Which of several files of one table is the newest: the one that reaches furthest, or is named so.

A month that was exported again holds the days of the first export; then the names tell: ``(1)``
behind the name of a second download, *korrigiert*, *v2*, *alt*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from analysis.cells.cellwords import listed
from analysis.cells.headerkeys import words_and_signs

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
