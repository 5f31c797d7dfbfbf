"""What names of files of one export have in common, and the month that one speaks of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from fnmatch import fnmatch

from analysis.cells.daytexts import month_named

_NUMBERS = re.compile(r"\d+(?:[-_. ]?\d+)*")
_LETTERS = r"[^\W\d_]+"
_COPY = {"copy", "kopie", "copie", "copia", "von", "of", "de", "the", "final", "neu", "new"}
_QUARTER = re.compile(r"[qt]\d|\d[qt]|h\d|s\d|kw\d*")


def fits(name: str, pattern: str) -> bool:
    """Whether a file has this name, or one of this pattern; upper and lower case are alike.

    So are accents that are a sign of their own, as macOS writes them, and those that are not.

    Examples
    --------
    >>> fits("Orders_2024-02.csv", "orders_*.csv")
    True
    """
    one, other = (unicodedata.normalize("NFC", text).casefold() for text in (name, pattern))
    return one == other or fnmatch(one, other)


def name_without_month(name: str) -> str:
    """Return what a file name says beside numbers, months, quarters and words of a copy.

    Examples
    --------
    >>> name_without_month("Umsatz März 2024 (1).csv"), name_without_month("erp_2023-Q4.csv")
    ('umsatz', 'erp')
    """
    stem = unicodedata.normalize("NFC", name).casefold().split(".")[0]
    words = [word for word in re.split(r"[\W_]+", stem) if word]
    words = [word for word in words if not _QUARTER.fullmatch(word)]
    words = [part for word in words for part in re.split(r"\d+", word) if part]
    return " ".join(word for word in words if word not in _COPY and not month_named(word))


def month_of(name: str) -> tuple[int, int] | None:
    """Return the year and month that a file name speaks of; None where it is none or several.

    Examples
    --------
    >>> month_of("sales_2024-12.csv"), month_of("Umsatz März 2024.csv"), month_of("v 032024.csv")
    ((2024, 12), (2024, 3), (2024, 3))
    >>> month_of("sales_2024-12-31.csv"), month_of("2024-01_2024-06.csv"), month_of("orders.csv")
    (None, None, None)
    """
    stem = unicodedata.normalize("NFC", name).casefold().split(".")[0]
    named = [month for word in re.findall(_LETTERS, stem) if (month := month_named(word))]
    runs = [re.sub(r"\D", "", run) for run in _NUMBERS.findall(stem)]
    years = [run for run in runs if re.fullmatch(r"(19|20)\d\d", run)]
    if named and len(named) == len(years) == 1:
        return int(years[0]), named[0]
    found = [
        pair for run in runs for pair in ((run[:4], run[4:]), (run[2:], run[:2]))
        if len(run) == 6 and re.fullmatch(r"(19|20)\d\d", pair[0]) and 1 <= int(pair[1]) <= 12
    ]  # fmt: skip
    return (int(found[0][0]), int(found[0][1])) if len(found) == 1 and not named else None


def pattern_of(names: Collection[str], every: Collection[str]) -> str:
    """Return a pattern that fits these names and no other; empty where none is plain.

    A number or month is left open, so that the file of the next month fits too.

    Examples
    --------
    >>> pattern_of(["a 2024-01.csv", "a 2024-02.csv"], ["a 2024-01.csv", "a 2024-02.csv", "b.csv"])
    'a *.csv'
    >>> months = ["sales June 2023.csv", "sales July 2023.csv"]
    >>> pattern_of(months, [*months, "sales.csv"]), pattern_of(["a.csv"], ["a.csv", "b.csv"])
    ('sales * *.csv', '')
    """
    meant = {*names}
    for pattern in _patterns(sorted(meant)):
        if pattern not in meant and {name for name in every if fits(name, pattern)} == meant:
            return pattern
    return ""


def _shared(texts: list[str]) -> str:
    """Return what all texts begin with."""
    pairs = enumerate(zip(min(texts), max(texts), strict=False))
    return min(texts)[: next((at for at, (one, other) in pairs if one != other), None)]


def _patterns(names: list[str]) -> Iterator[str]:
    """Yield patterns, the most open first."""
    safe = [name.replace("[", "[[]") for name in names]
    yield _NUMBERS.sub("*", safe[0])
    if len(names) == 1:
        return
    start = re.sub(f"{_LETTERS}$", "", _shared(safe))
    rest = [name[len(start) :][::-1] for name in safe]
    end = re.sub(f"^{_LETTERS}", "", _shared(rest)[::-1])
    if re.search(f"{_LETTERS[:-1]}{{3}}", start + end.rpartition(".")[0]):
        yield f"{_NUMBERS.sub('*', start)}*{_NUMBERS.sub('*', end)}"
        yield f"{start}*{end}"
