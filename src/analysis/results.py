"""Frozen results that people act on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from analysis.errors import counted

Unit = Literal["share", "count", "money", "days", "ratio", "probability"]

#: From, unit and word for large numbers in prose: 2.41 M, not 2,412,093.17.
_STEPS = ((1e9, 1e9, "bn"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))

#: In a method, what follows these words is assumed and not measured; a tile shows it.
ASSUMED = "assumed: "


@dataclass(frozen=True)
class Estimate:
    """A number with its interval, sample size and method.

    Parameters
    ----------
    value, low, high
        The number and its interval (95 % unless ``method`` says otherwise). ``value`` is ``None``
        when the data cannot tell; ``method`` then says why.
    n
        Size of the denominator (customers unless ``method`` says otherwise).
    method
        How value and interval were made.
    unit
        ``share`` 0..1, ``probability`` 0..1, ``count``, ``money``, ``days`` or ``ratio``.

    Examples
    --------
    >>> str(Estimate(0.45, 0.31, 0.60, n=40, method="Wilson 95 %"))
    '45% (31% to 60%, n=40)'
    >>> str(Estimate(2412093.0, 2180000.0, 2660000.0, n=1147, method="bootstrap", unit="money"))
    '2.41 M (2.18 M to 2.66 M, n=1,147)'
    >>> str(Estimate.cannot_tell(3, "fewer than 5 customers"))
    'cannot tell (fewer than 5 customers, n=3)'
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    unit: Unit = "share"

    @classmethod
    def cannot_tell(cls, n: int, why: str, unit: Unit = "share") -> Estimate:
        """Return the honest answer when the data do not carry one.

        Examples
        --------
        >>> Estimate.cannot_tell(0, "no reasons table").known
        False
        """
        return cls(None, None, None, n, why, unit)

    @classmethod
    def exact(cls, value: float, n: int, method: str, unit: Unit = "count") -> Estimate:
        """Return a counted number: its interval is itself.

        Examples
        --------
        >>> str(Estimate.exact(23502, 23570, "counted"))
        '23,502 (n=23,570)'
        """
        return cls(value, value, value, n, method, unit)

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not None and math.isfinite(self.value)

    @property
    def interval(self) -> str:
        """The interval in words, empty where there is none.

        Examples
        --------
        >>> Estimate(0.45, 0.31, 0.60, n=40, method="Wilson").interval
        '31% to 60%'
        """
        if not self.known or self.low is None or self.high is None or self.low == self.high:
            return ""
        return f"{in_words(self.low, self.unit)} to {in_words(self.high, self.unit)}"

    def __str__(self) -> str:
        if not self.known or self.value is None:
            return f"cannot tell ({self.method}, n={self.n:,})"
        interval = f"{self.interval}, " if self.interval else ""
        return f"{in_words(self.value, self.unit)} ({interval}n={self.n:,})"

    def as_dict(self) -> dict[str, Any]:
        """Return the six fields as ``summary.json`` holds them.

        Examples
        --------
        >>> Estimate.exact(3, 9, "counted").as_dict()["value"]
        3
        """
        names = ("value", "low", "high", "n", "unit", "method")
        return {name: getattr(self, name) for name in names}


def in_words(value: float, unit: Unit) -> str:
    """Return a number as prose shows it: short, with separators and its sign.

    Examples
    --------
    >>> in_words(0.4449, "share"), in_words(0.004, "share"), in_words(1234567.0, "money")
    ('44%', '0.4%', '1.23 M')
    >>> in_words(182.4, "days"), in_words(3.14159, "ratio"), in_words(9876.5, "money")
    ('182 days', '3.1', '9,876')
    >>> in_words(630_000.0, "money"), in_words(-12_345.0, "money"), in_words(999_999.0, "money")
    ('630 k', '-12.3 k', '1,000 k')
    >>> in_words(-0.0, "share"), in_words(-0.2, "count")  # what rounds to nothing has no sign
    ('0%', '0')
    """
    if not math.isfinite(value):
        return "cannot tell"
    if unit in {"share", "probability"}:
        return _unsigned_zero(_as_percent(value))
    if unit == "ratio":
        return _unsigned_zero(f"{value:.1f}")
    if unit == "days":
        return counted(round(value), "day")
    return _unsigned_zero(_short(value) if unit == "money" else f"{value:,.0f}")


def _unsigned_zero(text: str) -> str:
    return text if text.strip("-+0.,%") else text.lstrip("-+")


def points_in_words(value: float) -> str:
    """Return a difference of two shares in points, with its sign.

    Examples
    --------
    >>> points_in_words(0.25), points_in_words(-0.004), points_in_words(-0.0001)
    ('+25', '-0.4', '0')
    """
    return _unsigned_zero(f"{100 * value:+.{0 if abs(value) >= 0.01 else 1}f}".replace(".0", ""))


def capital(text: str) -> str:
    """Return a text as a sentence begins with it.

    Examples
    --------
    >>> capital("late delivery")
    'Late delivery'
    """
    return text[:1].upper() + text[1:]


def change_in_words(value: float, unit: Unit) -> str:
    """Return a change with its sign, shares in points.

    Examples
    --------
    >>> change_in_words(129_000.0, "money"), change_in_words(-0.012, "share")
    ('+129 k', '−1.2 points')
    >>> change_in_words(0.0, "count"), change_in_words(13.0, "count")
    ('0', '+13')
    """
    if not math.isfinite(value):
        return "cannot tell"
    if not value:
        return "0"
    sign = "+" if value > 0 else "−"
    if unit in {"share", "probability"}:
        return f"{sign}{abs(100 * value):.1f} points"
    return f"{sign}{in_words(abs(value), unit)}"


def day_in_words(day: date) -> str:
    """Return a date as prose shows it, whatever the locale.

    Examples
    --------
    >>> day_in_words(date(2024, 12, 31))
    '31 December 2024'
    """
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def _as_percent(value: float) -> str:
    percent = 100 * value
    digits = 1 if 0 < abs(percent) < 1 or 99 < percent < 100 else 0
    return f"{percent:.{digits}f}%"


def _short(value: float) -> str:
    for least, size, word in _STEPS:
        if abs(value) >= least:
            digits = max(0, 2 - int(math.log10(abs(value) / size)))
            return f"{value / size:,.{digits}f} {word}"
    return f"{value:,.0f}"


@dataclass(frozen=True)
class Finding:
    """What a step found out: one sentence for a leader and the numbers behind it.

    Parameters
    ----------
    sentence
        One sentence, with intervals, that a leader can repeat. Words between ``**`` are accented.
    numbers
        Every number in prose, by the name it has in ``summary.json``.
    doubts
        What would change the answer or what these data cannot tell, one sentence each.
    missing
        Names of absent tables that would have answered more.

    Examples
    --------
    >>> Finding("Nobody left.", {}).doubts
    ()
    """

    sentence: str
    numbers: Mapping[str, Estimate]
    doubts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain values, to be kept as JSON.

        Examples
        --------
        >>> told = Finding("One left.", {"n_left": Estimate.exact(1, 9, "counted")})
        >>> Finding.from_dict(told.as_dict()) == told
        True
        """
        return {
            "sentence": self.sentence,
            "numbers": {name: number.as_dict() for name, number in self.numbers.items()},
            "doubts": list(self.doubts),
            "missing": list(self.missing),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Finding:
        """Return the finding that ``as_dict`` kept."""
        numbers = {name: Estimate(**number) for name, number in kept["numbers"].items()}
        return cls(kept["sentence"], numbers, tuple(kept["doubts"]), tuple(kept["missing"]))


@dataclass(frozen=True)
class Warned:
    """A thing the analyst must know about an input that was kept.

    ``line`` is that of its first row, which ``about`` tells until then: SQL over good rows, or the
    code under which they were set aside.

    Examples
    --------
    >>> Warned("no_optout_column", "No opt-out column.").as_dict()
    {'code': 'no_optout_column', 'message': 'No opt-out column.'}
    """

    code: str
    message: str
    line: int | None = None
    column: str | None = None
    about: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return code and message, and line and column where known."""
        told = {name: getattr(self, name) for name in ("code", "message", "line", "column")}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True)
class InputFile:
    """One input as it was read."""

    name: str
    sha256: str
    bytes: int
    encoding: str
    dialect: str

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as a receipt holds them.

        Examples
        --------
        >>> InputFile("a.csv", "00", 3, "utf-8", "csv ','").as_dict()["bytes"]
        3
        """
        return dict(vars(self))


@dataclass(frozen=True)
class Fate:
    """What became of the rows of one kind in one input: each row has one fate.

    Parameters
    ----------
    file
        The input they stand in.
    kind
        What they were exported as: sale, return, credit, cancel, fee, zero, unreadable; ``row`` in
        tables without money.
    fate
        ``activity`` (counts as an order), ``money`` (lowers or raises money, no activity),
        ``nothing`` (kept, neither), ``kept`` (a good row of another table), ``blank``, or the code
        of the first rule that set them aside.
    amount
        Exact sum of what could be read; None where there is none.
    first_on, last_on
        Their first and last day, as ISO text; None without dates.

    Examples
    --------
    >>> Fate("a.csv", "sale", "duplicate_line", 2, "9.50").fate
    'duplicate_line'
    """

    file: str
    kind: str
    fate: str
    n_rows: int
    amount: str | None = None
    first_on: str | None = None
    last_on: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as a receipt holds them.

        Examples
        --------
        >>> Fate("a.csv", "sale", "activity", 2, "9.50").as_dict()["n_rows"]
        2
        """
        return dict(vars(self))


@dataclass(frozen=True)
class TableReceipt:
    """Where each row of one table went: in = good + set aside + blank.

    Examples
    --------
    >>> receipt = TableReceipt("transactions", rows_in=10, rows_good=8, rows_set_aside=1,
    ...                        rows_blank=1)
    >>> receipt.adds_up
    True
    """

    table: str
    rows_in: int
    rows_good: int
    rows_set_aside: int
    rows_blank: int
    amount_sum: str | None = None
    amount_sum_by_currency: Mapping[str, str] | None = None
    n_customers: int = 0
    n_buyers: int | None = None
    set_aside_by_code: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    fates: tuple[Fate, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows_in == self.rows_good + self.rows_set_aside + self.rows_blank

    def as_dict(self) -> dict[str, Any]:
        """Return the object that ``receipt.json`` holds under the table's name.

        Examples
        --------
        >>> TableReceipt("reasons", 2, 2, 0, 0).as_dict()["rows_good"]
        2
        """
        fields = {
            key: value
            for key, value in vars(self).items()
            if key not in {"table", "warnings", "inputs", "fates", "amount_sum_by_currency"}
        }
        if self.amount_sum_by_currency:
            fields["amount_sum_by_currency"] = dict(self.amount_sum_by_currency)
        fields["set_aside_by_code"] = dict(sorted(self.set_aside_by_code.items()))
        fields["warnings"] = [warned.as_dict() for warned in self.warnings]
        fields["inputs"] = [file.as_dict() for file in self.inputs]
        fields["fates"] = [fate.as_dict() for fate in self.fates]
        return fields
