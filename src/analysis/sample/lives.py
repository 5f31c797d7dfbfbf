"""Lives of accounts: buy in an own rhythm, leave for reasons, stay silent, perhaps return.

All chance is drawn beforehand, so that the same history can be played again with one more
programme in it and differs only from the day of that programme on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.sample import scenario as plan
from analysis.sample.accounts import CHRISTMAS, ONE_TIME, REGULAR, Accounts
from analysis.sample.causes import angry, reasons_of
from analysis.sample.scenario import Bools, Floats, Ints

MOVED = plan.REASONS.index("moved")
DELIVERY = plan.REASONS.index("delivery")
BILLING = plan.REASONS.index("billing")


@dataclass(frozen=True)
class Programme:
    """Outreach on one day: who takes part, and the chance of a return it brings about."""

    day: int
    member: Bools
    chance: Floats
    #: Returners whose second life is half as long (P10, the price offer).
    short_second_life: Bools


@dataclass(frozen=True)
class Lives:
    """One row per life (a run of orders) of an account, in order of account and life.

    ``last_day`` is the last order before a silence, ``return_day`` the first after it
    (infinite: never). ``ended`` says that the silence began before the export.
    """

    account: Ints
    life: Ints
    start_day: Floats
    last_day: Floats
    return_day: Floats
    n_further: Ints
    orders_before: Ints
    ended: Bools
    documented: Bools
    angry: Bools
    reasons: Bools
    pitched_day: Floats

    def silent_on(self, day: float, *, for_days: float) -> Bools:
        """Return which lives are followed by a silence that covers the day."""
        begun = self.ended & (self.last_day < day - for_days)
        return np.asarray(begun & (self.return_day > day), dtype=np.bool_)


@dataclass(frozen=True)
class Dice:
    """All chance of the lives; first axis = number of the life."""

    further: Ints
    first_half: Floats
    second_half: Floats
    documented: Bools
    reasons: Floats
    angry: Floats
    silence: Floats
    pitch: Floats
    effect: Floats


def roll_dice(accounts: Accounts, *, seed: int) -> Dice:
    """Draw everything that can happen to the accounts."""
    rng, gaps = plan.stream(seed, "lives"), plan.stream(seed, "gaps")
    shape = (plan.MAX_LIVES, accounts.n)
    hazard = np.tile(accounts.hazard, (plan.MAX_LIVES, 1))
    hazard[1:] *= plan.SECOND_LIFE_HAZARD
    # The number of further orders before the account leaves is geometric.
    stops = 1 - np.exp(-hazard * accounts.gap_days)
    further = np.floor(np.log(1 - rng.random(shape)) / np.log(1 - stops)).astype(np.int64)
    further[:, accounts.kind != REGULAR] = 0
    scale = accounts.gap_days / accounts.gap_shape
    half = further // 2
    return Dice(
        further=further,
        first_half=_gamma(gaps, half, accounts.gap_shape) * scale,
        second_half=_gamma(gaps, further - half, accounts.gap_shape) * scale,
        documented=rng.random(shape) < plan.DOCUMENTED,
        reasons=rng.random((*shape, len(plan.REASONS))),
        angry=rng.random(shape),
        silence=rng.standard_exponential(shape),
        pitch=rng.random((*shape, 3)),
        effect=rng.random((*shape, 3, 2)),
    )


def _gamma(rng: np.random.Generator, counts: Ints, shape: Floats) -> Floats:
    """Draw sums of so many gaps; nothing for no gap."""
    sums = rng.gamma(np.maximum(counts, 1) * shape)
    return np.asarray(np.where(counts > 0, sums, 0.0), dtype=np.float64)


def live(accounts: Accounts, dice: Dice, programmes: tuple[Programme, ...] = ()) -> Lives:
    """Play the history with these programmes."""
    start = accounts.first_day.copy()
    before = np.zeros(accounts.n, dtype=np.int64)
    shortened = np.zeros(accounts.n, dtype=np.bool_)
    played: list[Lives] = []
    for number in range(plan.MAX_LIVES):
        life = _one_life(accounts, dice, number, start, before, shortened)
        shortened = np.zeros(accounts.n, dtype=np.bool_)
        life = _pitched(accounts, dice.pitch[number], life)
        for place, programme in enumerate(programmes):
            life, short = _with_programme(life, programme, dice.effect[number, :, place])
            shortened |= short
        played.append(life)
        start, before = life.return_day, life.orders_before
    return _stacked(played)


def _one_life(
    accounts: Accounts, dice: Dice, number: int, start: Floats, before: Ints, shortened: Bools
) -> Lives:
    further = np.where(shortened, dice.further[number] // 2, dice.further[number])
    length = dice.first_half[number] + np.where(shortened, 0.0, dice.second_half[number])
    last = start + length
    if number == 0:
        last = np.where(accounts.kind == CHRISTMAS, _last_christmas(accounts, dice), last)
    ended = (last <= plan.END_DAY) & (accounts.kind != ONE_TIME)
    documented = dice.documented[number]
    known_last = np.where(np.isfinite(last), last, 0.0)
    reasons = reasons_of(accounts, known_last, documented, dice.reasons[number])
    orders = before + further + 1
    returns = np.where(
        ended & (accounts.kind == REGULAR),
        last + _silence(accounts, orders, dice.silence[number]),
        np.inf,
    )
    return Lives(
        account=np.arange(accounts.n, dtype=np.int64),
        life=np.full(accounts.n, number, dtype=np.int64),
        start_day=start,
        last_day=last,
        return_day=np.where(reasons[:, MOVED], np.inf, returns),
        n_further=further,
        orders_before=orders,
        ended=ended,
        documented=documented,
        angry=angry(accounts, reasons, dice.angry[number]),
        reasons=reasons,
        pitched_day=np.full(accounts.n, np.inf),
    )


def _last_christmas(accounts: Accounts, dice: Dice) -> Floats:
    """Christmas buyers stop with chance 0.15 a year; those of 2024 are still customers."""
    first_year = np.maximum(np.floor(accounts.first_day / 365.25), 0)
    years = np.floor(np.log(1 - dice.pitch[0, :, 2]) / np.log(0.85))
    last_year = first_year + years
    day = last_year * 365.25 + 325 + np.floor(accounts.gap_days % 25)
    return np.asarray(np.where(last_year >= 3, np.inf, day), dtype=np.float64)


def _return_factor(accounts: Accounts, orders: Ints) -> Floats:
    """How much likelier than average an account returns by itself (P7)."""
    mean = 1 + (plan.FOUR_ORDERS_FACTOR - 1) * plan.FOUR_ORDERS_SHARE
    by_orders = np.where(orders >= 4, plan.FOUR_ORDERS_FACTOR, 1.0) / mean
    tiers = np.array(plan.RETURN_BY_TIER)
    by_tier = tiers / (tiers * plan.TIER_SHARE).sum()
    return np.asarray(by_orders * by_tier[accounts.tier], dtype=np.float64)


def _silence(accounts: Accounts, orders: Ints, exponential: Floats) -> Floats:
    """Days until the account returns by itself: piecewise constant hazard, falling with age."""
    moved = 1 - plan.TRUE_SHARE["moved"][0]
    needed = exponential / (_return_factor(accounts, orders) / moved)
    ages, hazards = np.array(plan.RETURN_AGES), np.array(plan.RETURN_HAZARDS)
    used = np.concatenate([[0.0], np.cumsum(np.diff(ages) * hazards[:-1])])
    band = np.searchsorted(used, needed, side="right") - 1
    return np.asarray(ages[band] + (needed - used[band]) / hazards[band], dtype=np.float64)


def _pitched(accounts: Accounts, uniforms: Floats, life: Lives) -> Lives:
    """Sell to some while their issue is open, large ones above all; it costs returns (P14)."""
    open_delivery = life.reasons[:, DELIVERY] & (life.last_day < plan.CARRIER_CHANGE - 150)
    open_billing = life.reasons[:, BILLING] & (life.last_day < plan.BILLING_FIX - 150)
    wanted = uniforms[:, 0] < np.take(plan.PITCHED_BY_TIER, accounts.tier)
    day = np.floor(life.last_day + 45 + uniforms[:, 1] * 75)
    hit = life.ended & (open_delivery | open_billing) & wanted & (day < life.return_day)
    soon = hit & (life.return_day <= day + plan.RETURN_WINDOW)
    lost = np.zeros(accounts.n, dtype=np.bool_)
    for tier in range(len(plan.TIERS)):
        here = accounts.tier == tier
        rate = soon[here].sum() / max(hit[here].sum(), 1)
        lost |= here & soon & (uniforms[:, 2] < -plan.PITCH_EFFECT / max(rate, 0.06))
    returns = np.where(lost, np.inf, life.return_day)
    return _replaced(life, return_day=returns, pitched_day=np.where(hit, day, np.inf))


def _with_programme(life: Lives, programme: Programme, dice: Floats) -> tuple[Lives, Bools]:
    silent = life.silent_on(programme.day, for_days=plan.SILENT_DAYS) & programme.member
    within = life.return_day <= programme.day + plan.RETURN_WINDOW
    brought = silent & ~within & (dice[:, 0] < programme.chance)
    day = programme.day + 12 + np.floor(dice[:, 1] * (plan.RETURN_WINDOW - 15))
    returned = _replaced(life, return_day=np.where(brought, day, life.return_day))
    return returned, silent & (within | brought) & programme.short_second_life


def _replaced(life: Lives, **changes: Floats) -> Lives:
    return Lives(**{**life.__dict__, **changes})


def _stacked(played: list[Lives]) -> Lives:
    """Lives that began before the export, in order of account and life."""
    fields = {
        name: np.concatenate([getattr(life, name) for life in played])
        for name in Lives.__dataclass_fields__
    }
    kept = np.flatnonzero(fields["start_day"] <= plan.END_DAY)
    order = kept[np.lexsort((fields["life"][kept], fields["account"][kept]))]
    return Lives(**{name: values[order] for name, values in fields.items()})
