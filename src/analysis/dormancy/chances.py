"""The chance of return that the product shows everywhere, learned from the company's own past.

At earlier days of the same history the same question was asked and answered: who orders within the
next so many days? Regularised logistic regressions learn it there, each for a window that the
history holds several times. A longer horizon is the chain of such windows: to stay silent for a
year is to stay silent for a quarter, and then, silent for longer, for the next, and so on. Two
purchase models (Pareto/NBD and MBG/NBD) count as so many customers beside them, and stand alone
where there is too little to learn from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import special
from threadpoolctl import threadpool_limits

from analysis.customers import OrderDays
from analysis.dormancy.features import TERMS, Known, features, known_at, terms, usual_log_gap
from analysis.dormancy.fitting import PurchaseModel
from analysis.dormancy.histories import Histories, summary_at
from analysis.dormancy.pareto import ParetoGamma
from analysis.dormancy.purchases import ModifiedBetaGeometric
from analysis.dormancy.regular import RegularBetaGeometric
from analysis.statistics import Floats

#: Under this many customers the models stand alone: the past would teach noise.
FEWEST_CUSTOMERS = 200
#: How many customers the models count for beside the past, and the least share that is asked for.
_MODELS_COUNT_AS, _LEAST_SHARE = 400.0, 0.02
#: Fewer returns, or fewer silences, than this teach nothing.
_FEWEST_OUTCOMES = 50
#: Learned from at most so many customers, evenly spread; all are scored, so many at a time.
MOST_LEARNED_FROM = 25_000
_AT_A_TIME = 50_000
#: The windows learned from are at most a third, a quarter and a fifth of the history.
_PARTS_OF_HISTORY = (3, 4, 5)
#: A horizon of more windows than this is too far ahead of the history.
_MOST_PIECES = 12
#: Share of the season's days that the export may lack.
_LACKING = 0.1
#: Shorter histories hold too few orders to carry over to a longer horizon.
_SHORTEST_HISTORY = 28
#: Earlier days a window is learned at, spread over at most two windows; together the overlapping
#: ones count as two.
_ORIGINS, _COUNT_AS = 6, 2.0
#: Ridge penalties of single features, of products of two, and of each earlier day's own level; of
#: ``leaving`` a light one: a model gives its form, and it alone bends the chances of long silences.
_SINGLE, _PRODUCT, _LEVEL, _LEAVING = 5.0, 60.0, 5.0, 1.0
_RIDGE = tuple(
    _PRODUCT if " x " in name else _LEAVING if name == "leaving" else _SINGLE for name in TERMS
)
#: Days of history needed before the same days a year ago to learn the season's level there, and
#: how many returns the absence of a season counts for.
_YEAR, _BEFORE_THE_YEAR, _NO_SEASON = 365, 90, 100.0
#: Share of customers who may begin before the history counts as begun.
_EARLY = 0.01
#: Parts of Pareto/NBD and MBG/NBD in the models' log-odds: three to one served most trials best.
_PARTS = (0.75, 0.25)
#: Part of MBG/CNBD-k where orders are steadier than chance.
_STEADY = 0.5
#: Chances stay within these bounds: no history makes anything certain.
_LEAST = 1e-4


@dataclass(frozen=True)
class Chances:
    """Every customer's chance of an order within the horizon, and how it came about.

    Parameters
    ----------
    p_return, p_alive
        In the order of the customers, shape (n,); ``p_alive`` is the MBG/NBD's.
    windows
        Earlier days (since 1970-01-01) that were learned from, with the days looked ahead from
        each, longest first; empty where the models stand alone.
    weights
        Term to what one standard deviation of it adds to the log-odds, mean over the lengths of
        window; ``season`` is added to all, 0 where no year before could tell; ``models`` is the
        share that the purchase models have in the log-odds.
    alone
        Why the models stand alone; empty when they do not.
    """

    p_return: Floats
    p_alive: Floats
    windows: tuple[tuple[int, int], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    alone: str = ""


def chances_of_return(orders: OrderDays, *, day: int, horizon_days: int) -> Chances:
    """Return each customer's chance of an order within the horizon after ``day``.

    Parameters
    ----------
    orders
        Order days up to ``day``, at least one a customer.
    day, horizon_days
        Days since 1970-01-01; days looked ahead.

    References
    ----------
    Prentice & Gloeckler (1978), Biometrics 34(1), 57-67 (chances from chained windows); Hoerl &
    Kennard (1970), Technometrics 12(1), 55-67 (ridge).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3, 4]), np.array([0, 30, 60, 0]), np.ones(4))
    >>> found = chances_of_return(orders, day=90, horizon_days=182)
    >>> found.alone, bool(found.p_return[0] > found.p_return[1])
    ('only 2 customers', True)
    """
    with threadpool_limits(1):  # sums would differ with the number of threads
        sample = orders.every(-(-orders.n_customers // MOST_LEARNED_FROM))
        models = _Models.of(summary_at(sample, day))
        histories = Histories.of(summary_at(orders, day))
        p_alive = models.alive.p_alive(histories)
        windows, why = _windows(orders, day, horizon_days)
        log_gap = usual_log_gap(known_at(sample, day))
        lessons = [_lesson(sample, log_gap, begin, ahead) for begin, ahead in windows]
        why = why or _too_few_outcomes(lessons)
        if why:
            told = models.log_odds(histories, horizon_days)
            return Chances(_chance(told), p_alive, alone=why)
        past = _Past.learned(lessons, log_gap, horizon_days)
        season = _season(past, sample, day)
        told = past.log_odds(known_at(orders, day))
        share = _MODELS_COUNT_AS / (orders.n_customers + _MODELS_COUNT_AS)
        share = share if share >= _LEAST_SHARE else 0.0
        if share:
            told = (1 - share) * told + share * models.log_odds(histories, horizon_days)
    weights = {"models": share, "season": season, **past.told()}
    return Chances(_chance(told + season), p_alive, tuple(windows), weights)


def chances_from_summary(summary: pd.DataFrame, *, horizon_days: int) -> Chances:
    """Return the chances where only one row per customer travelled: the models alone.

    Examples
    --------
    >>> summary = pd.DataFrame({"n_repeat_orders": [2, 0], "days_observed": [90, 90],
    ...                         "days_first_to_last_order": [60, 0]})
    >>> chances_from_summary(summary, horizon_days=182).alone
    'no order days came with the summary'
    """
    histories = Histories.of(summary)
    models = _Models.of(summary)
    why = "no order days came with the summary"
    p_return = _chance(models.log_odds(histories, horizon_days))
    return Chances(p_return, models.alive.p_alive(histories), alone=why)


@dataclass(frozen=True)
class _Models:
    """Purchase models told together; the one of steady orders only where orders are steadier."""

    summary: pd.DataFrame
    alive: ModifiedBetaGeometric

    @classmethod
    def of(cls, summary: pd.DataFrame) -> _Models:
        return cls(summary, ModifiedBetaGeometric().fit(summary))

    def log_odds(self, histories: Histories, horizon_days: int) -> Floats:
        """Return the log-odds of a return by all of them, shape (n,)."""

        def told(model: PurchaseModel) -> Floats:
            return _log_odds(model.p_return(histories, horizon_days))

        leaving, steady = ParetoGamma().fit(self.summary), RegularBetaGeometric().fit(self.summary)
        found = _PARTS[0] * told(leaving) + _PARTS[1] * told(self.alive)
        if steady.k_ > 1:
            found = (1 - _STEADY) * found + _STEADY * told(steady)
        return np.asarray(found, float)


def _log_odds(chance: Floats) -> Floats:
    return np.asarray(special.logit(np.clip(chance, _LEAST, 1 - _LEAST)), float)


def _chance(log_odds: Floats) -> Floats:
    return np.asarray(np.clip(special.expit(log_odds), _LEAST, 1 - _LEAST), float)


def history_days(orders: OrderDays, day: int) -> int:
    """Return the days since one customer in a hundred had ordered first, that day included.

    Examples
    --------
    >>> history_days(OrderDays(np.array([0, 1, 2]), np.array([10, 20]), np.ones(2)), 30)
    21
    """
    first = np.quantile(orders.days[orders.starts[:-1]], _EARLY, method="lower")
    return day - int(first) + 1


def _windows(orders: OrderDays, day: int, horizon_days: int) -> tuple[list[tuple[int, int]], str]:
    """Return the earlier days to learn at with the days ahead of each, or why there are none.

    A window is the horizon cut into the fewest equal pieces that fit into a part of the history.
    """
    n = orders.n_customers
    if n < FEWEST_CUSTOMERS:
        return [], f"only {n:,} customer{'' if n == 1 else 's'}"
    history = history_days(orders, day)
    if history < _SHORTEST_HISTORY:
        return [], f"only {history} day{'' if history == 1 else 's'} of history"
    pieces = [-(-part * horizon_days // history) for part in _PARTS_OF_HISTORY]
    lengths = {-(-horizon_days // count) for count in pieces if count <= _MOST_PIECES}
    if not lengths:
        return [], f"only {history} days of history for {horizon_days:,} days ahead"
    found = []
    for ahead in sorted(lengths, reverse=True):
        far = max(0, min(history - 2 * ahead, 2 * ahead))
        back = np.unique(np.round(np.linspace(0, far, _ORIGINS)).astype(int))
        found += [(day - ahead - int(days), ahead) for days in back]
    return found, ""


def _a_year_ago(orders: OrderDays, day: int, ahead: int) -> int | None:
    """Return the same day of the calendar a year ago; None where the export lacks what followed."""
    clock, then = orders.clock, int(orders.clock.calendar(day)) - _YEAR
    return None if clock.lacks(then, then + ahead) > _LACKING * ahead else int(clock.counted(then))


@dataclass(frozen=True)
class _Lesson:
    """What was known at an earlier day, shape (n, features), and who ordered in the window."""

    known: Floats
    returned: Floats
    ahead: int


def _lesson(orders: OrderDays, log_gap: float, day: int, ahead: int) -> _Lesson:
    known, places = orders.known_until(day)
    returned = orders.ordered_within(ahead, after=day, places=places)
    return _Lesson(features(known_at(known, day), log_gap), returned.astype(np.float64), ahead)


def _too_few_outcomes(lessons: list[_Lesson]) -> str:
    for lesson in lessons[:1]:  # the latest day with the longest window
        back, n = int(lesson.returned.sum()), len(lesson.returned)
        if min(back, n - back) < _FEWEST_OUTCOMES:
            return f"only {back:,} of {n:,} returned in an earlier window"
    return ""


@dataclass(frozen=True)
class _Window:
    """The regression learned for one length of window: a level, then a weight a term."""

    ahead: int
    centre: Floats
    spread: Floats
    weights: Floats

    @classmethod
    def learned(cls, lessons: list[_Lesson]) -> _Window:
        values = np.vstack([lesson.known for lesson in lessons])
        returned = np.concatenate([lesson.returned for lesson in lessons])
        centre, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
        which = np.repeat(np.arange(len(lessons)), [len(lesson.returned) for lesson in lessons])
        # Each earlier day has a level of its own (season, sale): weights are learned within days,
        # and the level that is used is the mean of all, not that of the day with most customers.
        levels = (which[:, None] == np.arange(len(lessons))) - 1.0 / len(lessons)
        known = np.column_stack([np.ones(len(values)), terms((values - centre) / spread), levels])
        penalty = np.array([1e-6, *_RIDGE, *[_LEVEL] * len(lessons)])
        weight = _COUNT_AS / len(lessons)
        given = np.zeros(len(values))
        found = logistic_fit(known, given, returned, penalty=penalty, weight=weight)
        return cls(lessons[0].ahead, centre, spread, found[: 1 + len(TERMS)])

    def stays(self, known: Known, log_gap: float, horizon_days: int) -> Floats:
        """Return the log chance of no order within the horizon, shape (n,)."""
        total = np.zeros(len(known.n_orders))
        for passed in range(0, horizon_days, self.ahead):
            values = features(known.after_silence(passed), log_gap)
            log_odds = terms((values - self.centre) / self.spread) @ self.weights[1:]
            share = min(1.0, (horizon_days - passed) / self.ahead)
            total -= share * np.logaddexp(0.0, self.weights[0] + log_odds)
        return total


@dataclass(frozen=True)
class _Past:
    """All that was learned from earlier days: the mean log-odds of all regressions is the answer.

    Each of them errs in its own way, the short windows by chaining more pieces, the long ones by
    resting on fewer days: together they err less.
    """

    windows: tuple[_Window, ...]
    log_gap: float
    horizon_days: int

    @classmethod
    def learned(cls, lessons: list[_Lesson], log_gap: float, horizon_days: int) -> _Past:
        lengths = sorted({lesson.ahead for lesson in lessons}, reverse=True)
        by_length = [[one for one in lessons if one.ahead == ahead] for ahead in lengths]
        windows = tuple(_Window.learned(own) for own in by_length)
        return cls(windows, log_gap, horizon_days)

    def log_odds(self, known: Known) -> Floats:
        """Return the log-odds of an order within the horizon, shape (n,)."""
        n, found = len(known.n_orders), []
        for begin in range(0, n, _AT_A_TIME):
            some = known.part(slice(begin, begin + _AT_A_TIME))
            stays = [one.stays(some, self.log_gap, self.horizon_days) for one in self.windows]
            found.append(np.mean([_log_odds(-np.expm1(stay)) for stay in stays], axis=0))
        return np.concatenate(found)

    def told(self) -> dict[str, float]:
        weights = np.mean([window.weights[1:] for window in self.windows], axis=0)
        return dict(zip(TERMS, weights.tolist(), strict=True))


def _season(past: _Past, orders: OrderDays, day: int) -> float:
    """Return what the same days a year ago add to the log-odds of all, 0 where they are not known.

    The level that would have been right a year ago, shrunk to none by the number of returns.
    """
    ahead = past.horizon_days
    if ahead > _YEAR or history_days(orders, day) < _YEAR + _BEFORE_THE_YEAR:
        return 0.0
    then = _a_year_ago(orders, day, ahead)
    if then is None:
        return 0.0
    known, places = orders.known_until(then)
    returned = orders.ordered_within(ahead, after=then, places=places)
    n_back = int(returned.sum())
    if min(n_back, len(returned) - n_back) < _FEWEST_OUTCOMES:
        return 0.0
    shift = logistic_fit(
        np.ones((len(returned), 1)), past.log_odds(known_at(known, then)),
        returned.astype(np.float64), penalty=np.zeros(1), weight=1.0,
    )  # fmt: skip
    return float(shift[0]) * n_back / (n_back + _NO_SEASON)


def logistic_fit(
    known: Floats, offset: Floats, returned: Floats, *, penalty: Floats, weight: float
) -> Floats:
    """Return ridge-penalised logistic coefficients on top of an offset, by Newton's method.

    Steps are halved until they help: with rare returns a whole step can lead away.

    Parameters
    ----------
    known
        Columns to weigh, shape (n, k).
    offset, returned
        Log-odds that are given, and 0 or 1, shape (n,).
    penalty
        One over the variance that each coefficient is expected to have, shape (k,).
    weight
        What each row counts.

    Examples
    --------
    Three of four returned: log-odds of log 3, which a strong penalty pulls to 0.

    >>> ones, back = np.ones((4, 1)), np.array([1.0, 1, 1, 0])
    >>> free = logistic_fit(ones, np.zeros(4), back, penalty=np.zeros(1), weight=1.0)
    >>> tied = logistic_fit(ones, np.zeros(4), back, penalty=np.full(1, 100.0), weight=1.0)
    >>> round(float(np.exp(free[0])), 6), round(float(tied[0]), 2)
    (3.0, 0.01)
    """

    def lack(point: Floats) -> float:
        log_odds = offset + known @ point
        missed = np.logaddexp(0.0, log_odds) - returned * log_odds
        return float(weight * missed.sum() + 0.5 * penalty @ point**2)

    found, now = np.zeros(known.shape[1]), np.inf
    for _ in range(50):
        chance = special.expit(offset + known @ found)
        slope = weight * (known.T @ (returned - chance)) - penalty * found
        bend = weight * (known.T * np.maximum(chance * (1 - chance), 1e-10)) @ known
        step = np.linalg.solve(bend + np.diag(penalty), slope)
        while lack(found + step) > now + 1e-9 and np.abs(step).max() > 1e-9:
            step = step / 2
        found, now = found + step, lack(found + step)
        if np.abs(step).max() < 1e-9:
            break
    return found
