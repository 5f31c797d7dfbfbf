"""A headline number as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.results import ASSUMED, Estimate, in_words


@dataclass(frozen=True)
class Tile:
    """One headline number: label, value, interval, change.

    Examples
    --------
    >>> Tile("Dormant", Estimate.exact(3, 9, "counted")).value
    '3'
    """

    label: str
    estimate: Estimate
    remark: str = ""
    change: str = ""

    @property
    def value(self) -> str:
        """The number in large print."""
        if self.estimate.value is None:
            return "cannot tell"
        return in_words(self.estimate.value, self.estimate.unit)

    @property
    def range(self) -> str:
        """Interval, n and what is assumed; or why there is no number."""
        if self.estimate.value is None:
            return self.estimate.method
        _, word, what = self.estimate.method.partition(ASSUMED)
        parts = (self.estimate.interval, f"n = {self.estimate.n:,}", self.remark, word + what)
        return " · ".join(part for part in parts if part)
