"""The numbers of the first page that are followed from report to report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.patterns import Measure
from analysis.results import Unit
from analysis.steps.job import Job
from analysis.steps.quiet import find_dormant
from analysis.steps.why import read_reasons

#: Followed whatever the export holds: name, label, unit.
FOLLOWED: tuple[tuple[str, str, Unit], ...] = (
    ("expected_yearly_loss", "Expected yearly loss", "money"),
    ("n_dormant", "Dormant customers", "count"),
    ("dormant_share", "Repeat customers gone quiet", "share"),
    ("documented_share", "Dormant with a reason on file", "share"),
    ("return_180_after_180", "Silences of 180 days that end within 180 more", "share"),
)
_OF_REASONS = "documented_share"
_REASON = "reason:"

#: So many leading reasons of either report are followed.
MOST_REASONS = 4


@dataclass(frozen=True)
class Headlines:
    """Numbers of one report or station.

    Parameters
    ----------
    numbers
        Value by name; what cannot be told is left out.
    reasons
        One row per reason among those who told us: ``theme_id, theme, n_customers, share``.
    reads_reasons
        Whether reasons could be read here: then a reason that nobody named has a share of 0.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    reasons: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["theme_id", "theme", "n_customers", "share"])
    )
    reads_reasons: bool = False

    def values(self, measures: Sequence[Measure]) -> dict[str, float]:
        """Return the value of each measure that is known here.

        Examples
        --------
        >>> told = Headlines({"n_dormant": 3.0}, reads_reasons=True)
        >>> told.values([Measure("n_dormant", "Dormant", "count"),
        ...              Measure("reason:late", "late", "share")])
        {'n_dormant': 3.0, 'reason:late': 0.0}
        """
        shares = dict(zip(self.reasons["theme_id"], self.reasons["share"], strict=True))
        found: dict[str, float] = {}
        for measure in measures:
            theme = measure.name.removeprefix(_REASON)
            if theme != measure.name:
                if self.reads_reasons:
                    found[measure.name] = float(shares.get(theme, 0.0))
            elif measure.name in self.numbers:
                found[measure.name] = float(self.numbers[measure.name])
        return found

    def without_reasons(self) -> Headlines:
        """Return the numbers that no codebook touches."""
        kept = {name: value for name, value in self.numbers.items() if name != _OF_REASONS}
        return Headlines(kept)


def headlines_of(job: Job) -> Headlines:
    """Return the numbers that a job's steps give.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> told = headlines_of(open_job("sample", as_of="2024-12-31"))
    >>> told.reads_reasons, len(told.numbers)
    (True, 5)
    """
    dormant, reasons = find_dormant(job), read_reasons(job)
    found = (dormant.who.finding, dormant.loss.finding, reasons.finding)
    numbers = {name: one for finding in found for name, one in finding.numbers.items()}
    ranked = reasons.ranked
    if len(ranked):
        ranked = ranked.loc[ranked["is_reason"], ["theme_id", "theme", "n_customers", "share"]]
    told = numbers.get(_OF_REASONS)
    return Headlines(
        {
            name: float(numbers[name].value or 0.0)
            for name, _, _ in FOLLOWED
            if name in numbers and numbers[name].known
        },
        ranked.reset_index(drop=True) if len(ranked) else Headlines().reasons,
        reads_reasons=told is not None and told.known,
    )


def headlines_in(summary: Mapping[str, Any]) -> Headlines:
    """Return the numbers that a report's ``summary.json`` holds; what is no number is left out.

    Examples
    --------
    >>> headlines_in({"numbers": {"n_dormant": {"value": 7}}}).numbers
    {'n_dormant': 7.0}
    """
    kept = summary.get("numbers")
    numbers = kept if isinstance(kept, dict) else {}
    found = {
        name: numbers[name].get("value") for name, _, _ in FOLLOWED if _is_entry(numbers, name)
    }
    listed = summary.get("reasons")
    rows = [_unhidden(row) for row in listed if _is_reason(row)] if isinstance(listed, list) else []
    reasons = pd.DataFrame(rows, columns=["theme_id", "theme", "n_customers", "share"])
    return Headlines(
        {name: float(value) for name, value in found.items() if _is_number(value)},
        reasons.drop_duplicates("theme_id", ignore_index=True),
        reads_reasons=isinstance(listed, list),
    )


def _is_entry(numbers: Mapping[str, Any], name: str) -> bool:
    return isinstance(numbers.get(name), dict)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_reason(row: object) -> bool:
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(name), str) for name in ("theme_id", "theme"))
        and all(_is_number(row.get(name, 0) or 0) for name in ("n_customers", "share"))
    )


def _unhidden(row: dict[str, Any]) -> dict[str, Any]:
    """Return a reason whose small numbers were hidden as one customer: it stays hidden."""
    return row if row.get("n_customers") is not None else row | {"n_customers": 1, "share": 0.0}


def reasons_told(told: Headlines, *, floor: int) -> list[dict[str, Any]] | None:
    """Return the reasons as ``summary.json`` holds them, small groups without their numbers.

    Examples
    --------
    >>> few = pd.DataFrame({"theme_id": ["a"], "theme": ["late"], "n_customers": [3],
    ...                     "share": [0.1]})
    >>> reasons_told(Headlines(reasons=few, reads_reasons=True), floor=5)
    [{'theme_id': 'a', 'theme': 'late', 'n_customers': None, 'share': None}]
    """
    if not told.reads_reasons:
        return None
    return [
        {
            "theme_id": str(row.theme_id),
            "theme": str(row.theme),
            "n_customers": int(row.n_customers) if row.n_customers >= floor else None,
            "share": float(row.share) if row.n_customers >= floor else None,
        }
        for row in told.reasons.itertuples()
    ]


def measures_of(
    before: Headlines, now: Headlines, *, floor: int, comparable: frozenset[str] | None
) -> list[Measure]:
    """Return what to follow: the headline numbers, and the leading reasons of either report.

    Parameters
    ----------
    floor
        A reason that fewer customers name in the one report, but somebody does, is hidden.
    comparable
        Ids of themes that mean the same in both reports; None when all do.

    Examples
    --------
    >>> told = Headlines({"n_dormant": 3.0})
    >>> [measure.name for measure in measures_of(told, told, floor=5, comparable=None)][:2]
    ['expected_yearly_loss', 'n_dormant']
    """
    measures = [Measure(*entry) for entry in FOLLOWED]
    if not (before.reads_reasons and now.reads_reasons):
        return measures
    counts = [
        dict(zip(one.reasons["theme_id"], one.reasons["n_customers"], strict=True))
        for one in (now, before)
    ]
    names = dict(zip(before.reasons["theme_id"], before.reasons["theme"], strict=True))
    names |= dict(zip(now.reasons["theme_id"], now.reasons["theme"], strict=True))
    leading = [theme for one in (now, before) for theme in one.reasons["theme_id"][:MOST_REASONS]]
    for theme in dict.fromkeys(leading):
        small = any(0 < count.get(theme, 0) < floor for count in counts)
        if not small and (comparable is None or theme in comparable):
            measures.append(Measure(f"{_REASON}{theme}", f"Who told us: {names[theme]}", "share"))
    return measures
