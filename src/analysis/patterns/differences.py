"""How a number changed between two reports, booked step by step on what caused it.

The way from the former report to the present one is a row of stations. Each differs from the one
before in one cause alone, so what a number does between two of them is that cause's doing. A
station that cannot be computed leaves its causes untold apart, never booked on one of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.results import Unit

#: What a change can come from, in the order in which it is booked; name and words.
CAUSES = {
    "code": "a new version of whyleft",
    "settings": "other settings",
    "months": "months that this export lacks",
    "history": "restated history",
    "codebook": "an edited codebook",
    "time": "the time since",
}

COLUMNS = (
    "measure", "label", "unit", "before", "now", "change", *CAUSES, "untold", "untold_causes",
)  # fmt: skip

#: Digits that a share is booked with: tenths of a point.
_SHARE_DIGITS = 3
#: Digits that money is booked with, counted from the first one of the largest number.
_MONEY_DIGITS = 4


@dataclass(frozen=True)
class Station:
    """All numbers at one point of the way.

    Parameters
    ----------
    causes
        What differs from the station before; empty for the first one.
    numbers
        Value by measure; a measure that could not be computed here is left out.
    """

    causes: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """A number that is followed from report to report.

    Examples
    --------
    >>> Measure("n_dormant", "Dormant customers", "count").unit
    'count'
    """

    name: str
    label: str
    unit: Unit


def book_changes(stations: Sequence[Station], measures: Sequence[Measure]) -> pd.DataFrame:
    """Return each measure's change from the first station to the last, booked on causes.

    All values are rounded before they are taken from each other, so the causes and what is untold
    add to the change in print as well.

    Parameters
    ----------
    stations
        In order; the first is the former report, the last the present one.
    measures
        What to follow; one that the first or last station lacks gets no change.

    Returns
    -------
    pandas.DataFrame
        ``measure, label, unit, before, now, change``, one column a cause (missing where it cannot
        be told from others), ``untold`` and ``untold_causes`` (those that it is the sum of).

    Examples
    --------
    The step over the former tables is missing, so code and restated history are not told apart.

    >>> way = [Station((), {"n": 100}), Station(("code",)), Station(("history",), {"n": 104}),
    ...        Station(("time",), {"n": 110})]
    >>> booked = book_changes(way, [Measure("n", "Dormant", "count")])
    >>> booked[["change", "time", "untold", "untold_causes"]].values.tolist()
    [[10.0, 6.0, 4.0, 'code, history']]
    """
    rows = [_booked(stations, measure) for measure in measures]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _booked(stations: Sequence[Station], measure: Measure) -> dict[str, object]:
    found = (station.numbers.get(measure.name) for station in stations)
    values = [None if value is None else float(value) for value in found]
    row: dict[str, object] = {
        "measure": measure.name, "label": measure.label, "unit": measure.unit,
        "before": values[0], "now": values[-1], "change": math.nan,
        **dict.fromkeys(CAUSES, math.nan), "untold": math.nan, "untold_causes": "",
    }  # fmt: skip
    if values[0] is None or values[-1] is None:
        return row | {"before": _or_nan(values[0]), "now": _or_nan(values[-1])}
    digits = _digits(measure.unit, [value for value in values if value is not None])
    suspects: list[str] = []
    untold_causes: list[str] = []
    last, untold = round(values[0], digits), 0.0
    steps = dict.fromkeys(CAUSES, 0.0)
    for station, value in zip(stations[1:], values[1:], strict=True):
        suspects += station.causes
        if value is None:
            continue
        step, last = round(value, digits) - last, round(value, digits)
        if len(suspects) == 1:
            steps[suspects[0]] = round(step, digits)
        elif suspects:
            untold = round(untold + step, digits)
            untold_causes += suspects
            steps |= dict.fromkeys(suspects, math.nan)
        suspects = []
    change = round(round(values[-1], digits) - round(values[0], digits), digits)
    told = ", ".join(untold_causes)
    missing = untold if untold_causes else math.nan
    return row | {"change": change, **steps, "untold": missing, "untold_causes": told}


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def _digits(unit: Unit, values: Sequence[float]) -> int:
    """Return to how many digits after the point a number is booked; negative for tens and more."""
    if unit in {"share", "probability"}:
        return _SHARE_DIGITS
    largest = max((abs(value) for value in values), default=0.0)
    if unit != "money" or not largest:
        return 0
    return min(2, _MONEY_DIGITS - 1 - math.floor(math.log10(largest)))
