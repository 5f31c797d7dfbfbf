"""Attempts to reach somebody: when, how often, and what comes of them (P11)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.sample import scenario as plan
from analysis.sample.accounts import Accounts
from analysis.sample.scenario import Bools, Floats, Ints, Words

EVENING = 17 * 60
COLUMNS = (
    "account", "day", "minute", "purpose", "outcome", "attempt_n", "channel", "program",
    "approach", "offer_type", "offer_value", "offer_cost",
)  # fmt: skip


def empty_touches() -> pd.DataFrame:
    """Return a log without a line."""
    return pd.DataFrame({name: [] for name in COLUMNS})


def _log(account: Ints, day: Ints, minute: Ints, outcome: Words, attempt: Ints) -> pd.DataFrame:
    return pd.DataFrame({
        "account": account,
        "day": plan.on_weekday(day),
        "minute": minute,
        "purpose": "listen",
        "outcome": outcome,
        "attempt_n": attempt,
        "channel": "phone",
        "program": "",
        "approach": "",
        "offer_type": "",
        "offer_value": "",
        "offer_cost": "",
    })  # fmt: skip


def single_touches(
    account: Ints, day: Ints, purpose: str | Words, rng: np.random.Generator, *, connects: float
) -> pd.DataFrame:
    """Return one touch an account, connected with this chance."""
    n = len(account)
    unreached = rng.choice(
        np.array(["voicemail", "no_answer", "bounced"], object), n, p=[0.5, 0.42, 0.08]
    )
    outcome = np.where(rng.random(n) < connects, "connected", unreached)
    channel = rng.choice(np.array(["phone", "email", "visit"], object), n, p=[0.6, 0.25, 0.15])
    log = _log(account, day, _minutes(rng, n), outcome, np.ones(n, dtype=np.int64))
    return log.assign(purpose=purpose, channel=np.where(outcome == "bounced", "email", channel))


def attempts_at(
    accounts: Accounts, account: Ints, day: int, rng: np.random.Generator, *, most: int
) -> pd.DataFrame:
    """Return attempts from a day on, until reached, opted out or given up.

    The chance to reach somebody falls with each attempt and is higher in the evening; nobody
    answers whose contact is on leave. The hazard of an opt-out rises after the sixth attempt.
    """
    shape = (len(account), most)
    number = np.tile(np.arange(1, most + 1), (len(account), 1))
    minute = _minutes(rng, len(account) * most).reshape(shape)
    reached = rng.random(shape) < _connect_chance(number, minute)
    reached &= ~accounts.contact_on_leave[account][:, None]
    annoyed = ~reached & (rng.random(shape) < opt_out_hazard(number))
    patience = rng.integers(min(3, most), most + 1, len(account))
    done = reached | annoyed | (number >= patience[:, None])
    before: Ints = np.cumsum(done, axis=1) - done
    made: Bools = before == 0
    kinds = np.array(["voicemail", "no_answer", "bounced"], dtype=object)
    missed = kinds[rng.choice(3, shape, p=[0.5, 0.45, 0.05])]
    met = np.where(rng.random(shape) < 0.2, "meeting", "connected")
    outcome = np.where(reached, met, np.where(annoyed, "opt_out", missed))
    days = day + rng.integers(0, 5, len(account))[:, None] + (number - 1) * 4
    rows = np.repeat(account, most).reshape(shape)
    return _log(rows[made], days[made], minute[made], outcome[made], number[made])


def _connect_chance(number: Ints, minute: Ints) -> Floats:
    by_day = plan.CONNECT_FIRST * plan.CONNECT_FALLS ** (number - 1)
    return np.asarray(by_day * np.where(minute >= EVENING, plan.EVENING_GAIN, 1.0), np.float64)


def opt_out_hazard(number: Ints) -> Floats:
    """Chance of an opt-out at an attempt that reaches nobody to talk to.

    Examples
    --------
    >>> opt_out_hazard(np.array([1, 6, 7, 9])).round(3).tolist()
    [0.003, 0.003, 0.033, 0.093]
    """
    return np.asarray(0.003 + 0.03 * np.maximum(number - 6, 0), dtype=np.float64)


def _minutes(rng: np.random.Generator, n: int) -> Ints:
    """Minutes of the day between nine and half past seven, a quarter of them in the evening."""
    evening: Bools = rng.random(n) < 0.25
    by_day, late = rng.integers(9 * 60, EVENING, n), rng.integers(EVENING, EVENING + 150, n)
    return np.asarray(np.where(evening, late, by_day), dtype=np.int64)
