"""The two programmes of the past that changed something: offers (P10) and the trial (P8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.sample import scenario as plan
from analysis.sample.accounts import REGULAR, Accounts
from analysis.sample.lives import MOVED, Dice, Lives, Programme, live
from analysis.sample.scenario import Bools, Floats, Ints

NOBODY = -1
HOLD, TREAT = 0, 1


@dataclass(frozen=True)
class History:
    """What happened, with every programme in it; arrays have one entry per account.

    ``offer`` indexes ``scenario.OFFERS``, ``trial`` is HOLD or TREAT; -1 = not in it.
    """

    lives: Lives
    offer: Ints
    trial: Ints
    trial_group: Ints
    trial_effect: tuple[float, ...]


#: Groups of the trial, in order of precedence.
TRIAL_GROUPS = ("moved", "angry_contact_there", "angry_contact_gone", "reason_fixed", "other")


def play(accounts: Accounts, dice: Dice, *, seed: int) -> History:
    """Play the four years: without programmes, then with each in turn."""
    none = np.zeros(accounts.n, dtype=np.bool_)
    offer = _draw_offers(accounts, live(accounts, dice), seed=seed)
    offers = _offer_programme(live(accounts, dice), offer)
    before = live(accounts, dice, (offers,))
    trial = _draw_trial(accounts, before, seed=seed)
    group = _trial_groups(accounts, before)
    effects = _trial_effects(group[trial == TREAT])
    treated = trial == TREAT
    chance = _extra_chance(before, plan.TRIAL_DAY, trial == HOLD, np.take(effects, group))
    trial_run = Programme(plan.TRIAL_DAY, treated, chance, none)
    return History(live(accounts, dice, (offers, trial_run)), offer, trial, group, effects)


def _accounts_silent(accounts: Accounts, lives: Lives, day: int) -> tuple[Ints, Ints]:
    """Regular accounts noticed to be silent, and the rows of the lives that ended so."""
    rows = np.flatnonzero(lives.silent_on(day, for_days=plan.SILENT_DAYS))
    rows = rows[accounts.kind[lives.account[rows]] == REGULAR]
    return lives.account[rows], rows


def _draw_offers(accounts: Accounts, lives: Lives, *, seed: int) -> Ints:
    rng = plan.stream(seed, "offers")
    silent, _ = _accounts_silent(accounts, lives, plan.OFFER_DAY)
    sizes = [plan.scaled(size, accounts.n) for size in plan.OFFER_N]
    arm = np.full(accounts.n, NOBODY, dtype=np.int64)
    chosen = rng.permutation(silent)[: sum(sizes)]
    arm[chosen] = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))[: len(chosen)]
    return arm


def _offer_programme(lives: Lives, arm: Ints) -> Programme:
    effects = np.array([*plan.OFFER_EFFECT, 0.0])[arm]
    chance = _extra_chance(lives, plan.OFFER_DAY, arm != NOBODY, effects)
    return Programme(plan.OFFER_DAY, arm != NOBODY, chance, arm == plan.OFFERS.index("price"))


def _extra_chance(lives: Lives, day: int, untouched: Bools, effect: Floats) -> Floats:
    """Chance for those who would not return anyway, so that the share of all rises by effect."""
    rows = lives.silent_on(day, for_days=plan.SILENT_DAYS) & untouched[lives.account]
    soon = lives.return_day[rows] <= day + plan.RETURN_WINDOW
    natural = soon.mean() if len(soon) else 0.0
    return np.asarray(effect / (1 - natural), dtype=np.float64)


def _draw_trial(accounts: Accounts, lives: Lives, *, seed: int) -> Ints:
    rng = plan.stream(seed, "trial")
    silent, _ = _accounts_silent(accounts, lives, plan.TRIAL_DAY)
    size = min(plan.scaled(plan.TRIAL_N, accounts.n), len(silent)) // 3 * 3
    arm = np.full(accounts.n, NOBODY, dtype=np.int64)
    chosen = rng.permutation(silent)[:size]
    arm[chosen] = np.where(np.arange(size) % 3 == 0, HOLD, TREAT)
    return arm


def _trial_groups(accounts: Accounts, lives: Lives) -> Ints:
    """Group of every account silent at the trial; the first that fits."""
    silent, rows = _accounts_silent(accounts, lives, plan.TRIAL_DAY)
    gone = accounts.contact_left_day[silent] < plan.TRIAL_DAY
    fits = np.stack([
        lives.reasons[rows, MOVED],
        lives.angry[rows] & ~gone,
        lives.angry[rows] & gone,
        _fixed_since(lives, rows),
        np.ones(len(rows), dtype=np.bool_),
    ])  # fmt: skip
    group = np.full(accounts.n, len(TRIAL_GROUPS) - 1, dtype=np.int64)
    group[silent] = fits.argmax(axis=0)
    return group


def _fixed_since(lives: Lives, rows: Ints) -> Bools:
    """Which lives ended for a reason that was fixed after they ended and before the trial."""
    fixed = np.zeros(len(rows), dtype=np.bool_)
    for reason, day in plan.FIXES.items():
        named = lives.reasons[rows, plan.REASONS.index(reason)]
        fixed |= named & (lives.last_day[rows] < day) & (day <= plan.TRIAL_DAY)
    return fixed


def _trial_effects(treated_groups: Ints) -> tuple[float, ...]:
    """Effect per group; the group ``other`` makes up the planted overall effect."""
    counts = np.bincount(treated_groups, minlength=len(TRIAL_GROUPS))
    set_effects = (0.0, 0.0, plan.TRIAL_ANGRY_GONE, plan.TRIAL_FIXED)
    wanted = plan.TRIAL_EFFECT * counts.sum() - float((counts[:4] * set_effects).sum())
    rest = wanted / max(int(counts[4]), 1)
    return (*set_effects, min(max(rest, 0.0), 0.2))
