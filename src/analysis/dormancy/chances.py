"""The chance of return that the product shows everywhere: models corrected by the company's past.

Two purchase models (Pareto/NBD and MBG/NBD) say what order days alone can say. At earlier days of
the same history the same question was asked and answered: a regularised logistic regression learns
there how far the models are off, and what the value of the orders and the latest activity add.
Everything is shrunk towards the models: little data leave them as they are, much data correct them.
Small companies get the models alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special
from threadpoolctl import threadpool_limits

from analysis.customers import OrderDays
from analysis.dormancy.histories import Histories
from analysis.dormancy.pareto import ParetoGamma
from analysis.dormancy.purchases import ModifiedBetaGeometric

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Under this many customers the models stand alone: the correction would learn noise.
FEWEST_CUSTOMERS = 1_000
#: Fewer returns, or fewer silences, than this teach nothing.
_FEWEST_OUTCOMES = 50
#: The correction and the models are learned from at most so many customers, evenly spread.
MOST_LEARNED_FROM = 25_000
#: Earlier days that are learned from, half a window apart.
_MOST_ORIGINS = 4
#: Shorter windows hold too few orders to carry over to a longer horizon.
_SHORTEST_WINDOW = 14
#: Log-odds of the two models together, before any correction. Which of them is nearer to the truth
#: differs from company to company; three parts Pareto/NBD served most of the trials best.
_PARTS = (0.75, 0.25)
#: Prior spread of the shift of all log-odds, and of the weight of each standardised feature at so
#: many customers; it grows with their root, because many customers teach weights that few do not.
_SHIFT, _WEIGHT, _WEIGHED_AT = 0.15, 0.1, 1_500
#: Share of customers who may begin before the history counts as begun.
_EARLY = 0.05
#: Chances stay within these bounds: no history makes anything certain.
_LEAST = 1e-4

FEATURES = (
    "Pareto/NBD", "MBG/NBD", "days silent", "orders", "orders squared", "value of an order",
    "one order only", "orders in the latest third",
)  # fmt: skip


@dataclass(frozen=True)
class Chances:
    """Every customer's chance of an order within the horizon, and how it came about.

    Parameters
    ----------
    p_return, p_alive
        In the order of the customers, shape (n,); ``p_alive`` is the MBG/NBD's.
    windows
        Earlier days (since 1970-01-01) that the correction was learned at, with the days looked
        ahead from each; empty where the models stand alone.
    weights
        Feature to what one standard deviation of it adds to the log-odds; ``shift`` to all.
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
    Fader & Hardie (2005), A Note on Deriving the Pareto/NBD Model; Batislam, Denizel & Filiztekin
    (2007), Int. J. of Research in Marketing 24(3). The prior on the weights is a ridge penalty:
    Hoerl & Kennard (1970), Technometrics 12(1).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3, 4]), np.array([0, 30, 60, 0]), np.ones(4))
    >>> found = chances_of_return(orders, day=90, horizon_days=182)
    >>> found.alone, bool(found.p_return[0] > found.p_return[1])
    ('only 2 customers', True)
    """
    with threadpool_limits(1):  # sums would differ with the number of threads
        windows, why = _windows(orders, day, horizon_days)
        sample = orders.every(-(-orders.n_customers // MOST_LEARNED_FROM))
        lessons = [_lesson(sample, begin, ahead) for begin, ahead in windows]
        why = why or _too_few_outcomes(lessons)
        models = _Models.fitted(sample, day)
        mine = _features(orders, models, day, horizon_days)
        if why:
            return Chances(_chance(_together(mine.known)), mine.p_alive, alone=why)
        correction = _Correction.learned(lessons)
        p_return = correction.applied(mine.known)
    return Chances(p_return, mine.p_alive, tuple(windows), correction.told())


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
    models = _Models(ParetoGamma().fit(histories), ModifiedBetaGeometric().fit(histories))
    p_return = _chance(_together(np.column_stack(models.log_odds(histories, horizon_days))))
    why = "no order days came with the summary"
    return Chances(p_return, models.alive.p_alive(histories), alone=why)


@dataclass(frozen=True)
class _Models:
    chance: ParetoGamma
    alive: ModifiedBetaGeometric

    @classmethod
    def fitted(cls, orders: OrderDays, day: int) -> _Models:
        histories = _histories(orders, day)
        return cls(ParetoGamma().fit(histories), ModifiedBetaGeometric().fit(histories))

    def log_odds(self, histories: Histories, horizon_days: int) -> tuple[Floats, Floats]:
        """Log-odds of a return by both models, each of shape (n,)."""
        first = _log_odds(self.chance.p_return(histories, horizon_days))
        return first, _log_odds(self.alive.p_return(histories, horizon_days))


def _log_odds(chance: Floats) -> Floats:
    return np.asarray(special.logit(np.clip(chance, _LEAST, 1 - _LEAST)), float)


def _together(known: Floats) -> Floats:
    """Log-odds of the two models, which are the first two features."""
    return np.asarray(known[:, :2] @ np.array(_PARTS), float)


def _chance(log_odds: Floats) -> Floats:
    return np.asarray(np.clip(special.expit(log_odds), _LEAST, 1 - _LEAST), float)


def _histories(orders: OrderDays, day: int) -> Histories:
    begin, end = orders.starts[:-1], orders.starts[1:]
    first, last = orders.days[begin], orders.days[end - 1]
    columns = (end - begin - 1, last - first, day - first)
    names = ("n_repeat_orders", "days_first_to_last_order", "days_observed")
    return Histories.of(pd.DataFrame(dict(zip(names, columns, strict=True))))


@dataclass(frozen=True)
class _Features:
    """What is known of each customer at a day: shape (n, features) and (n,)."""

    known: Floats
    p_alive: Floats


def _features(orders: OrderDays, models: _Models, day: int, horizon_days: int) -> _Features:
    histories = _histories(orders, day)
    chance, other = models.log_odds(histories, horizon_days)
    begin, end = orders.starts[:-1], orders.starts[1:]
    n = (end - begin).astype(np.float64)
    often = np.log(n)
    value = np.log(np.add.reduceat(orders.sold, begin) / n)
    third = day - _history_days(orders, day) / 3
    late = np.add.reduceat((orders.days > third).astype(np.float64), begin)
    silent = np.log1p(day - orders.days[end - 1])
    columns = (chance, other, silent, often, often**2, value, n == 1, np.log1p(late))
    return _Features(np.column_stack(columns).astype(float), models.alive.p_alive(histories))


def _history_days(orders: OrderDays, day: int) -> int:
    """Days since one customer in twenty had ordered first."""
    return day - int(np.quantile(orders.days[orders.starts[:-1]], _EARLY, method="lower"))


def _windows(orders: OrderDays, day: int, horizon_days: int) -> tuple[list[tuple[int, int]], str]:
    """Return the earlier days to learn at with the days ahead of each, or why there are none.

    The window is the horizon, or half the history where that is shorter; before each day lies as
    much history as is looked ahead.
    """
    n = orders.n_customers
    if n < FEWEST_CUSTOMERS:
        return [], f"only {n:,} customer{'' if n == 1 else 's'}"
    history = _history_days(orders, day)
    ahead = min(horizon_days, history // 2)
    if ahead < _SHORTEST_WINDOW:
        return [], f"only {history} days of history"
    step = max(ahead // 2, 1)
    latest, earliest = day - ahead, day - history + ahead
    return [(begin, ahead) for begin in range(latest, earliest - 1, -step)][:_MOST_ORIGINS], ""


@dataclass(frozen=True)
class _Lesson:
    """What was known at an earlier day, and who ordered within the window after it."""

    known: Floats
    returned: Flags


def _lesson(orders: OrderDays, day: int, horizon_days: int) -> _Lesson:
    known, places = orders.known_until(day)
    known_then = _features(known, _Models.fitted(known, day), day, horizon_days).known
    returned = orders.latest(day + horizon_days)[places] > orders.latest(day)[places]
    return _Lesson(known_then, returned)


def _too_few_outcomes(lessons: list[_Lesson]) -> str:
    for lesson in lessons:
        back = int(lesson.returned.sum())
        if min(back, len(lesson.returned) - back) < _FEWEST_OUTCOMES:
            return f"only {back:,} of {len(lesson.returned):,} returned in an earlier window"
    return ""


@dataclass(frozen=True)
class _Correction:
    """What is added to the models' log-odds: a shift, and weights of standardised features."""

    shift: float
    weights: Floats
    centre: Floats
    spread: Floats

    @classmethod
    def learned(cls, lessons: list[_Lesson]) -> _Correction:
        values = np.vstack([lesson.known for lesson in lessons])
        centre, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
        returned = np.concatenate([lesson.returned for lesson in lessons]).astype(np.float64)
        window = np.repeat(np.arange(len(lessons)), [len(lesson.known) for lesson in lessons])
        # Each window has a level of its own; customers of several windows count once altogether.
        levels = (window[:, None] == np.arange(len(lessons))).astype(np.float64)
        known = np.column_stack([levels, (values - centre) / spread])
        spread_of_weights = _WEIGHT * np.sqrt(len(lessons[0].known) / _WEIGHED_AT)
        penalty = np.repeat(
            [1.0 / (_SHIFT**2 * len(lessons)), 1.0 / spread_of_weights**2],
            [len(lessons), values.shape[1]],
        )
        found = logistic_fit(
            known, _together(values), returned, penalty=penalty, weight=1.0 / len(lessons)
        )
        shift = float(found[: len(lessons)].mean())
        return cls(shift, found[len(lessons) :], centre, spread)

    def applied(self, values: Floats) -> Floats:
        more = self.shift + ((values - self.centre) / self.spread) @ self.weights
        return _chance(_together(values) + more)

    def told(self) -> dict[str, float]:
        named = zip(("shift", *FEATURES), (self.shift, *self.weights.tolist()), strict=True)
        return {name: float(weight) for name, weight in named}


def logistic_fit(
    known: Floats, offset: Floats, returned: Floats, *, penalty: Floats, weight: float
) -> Floats:
    """Return ridge-penalised logistic coefficients on top of an offset, by Newton's method.

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
    found = np.zeros(known.shape[1])
    for _ in range(50):
        chance = special.expit(offset + known @ found)
        slope = weight * (known.T @ (returned - chance)) - penalty * found
        bend = weight * (known.T * (chance * (1 - chance))) @ known + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        found = found + step
        if np.abs(step).max() < 1e-9:
            break
    return found
