"""The outreach log, who was assigned to the trial, and who may not be contacted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.sample import scenario as plan
from analysis.sample.accounts import ONE_TIME, Accounts
from analysis.sample.attempts import attempts_at, empty_touches, single_touches
from analysis.sample.contacts import contact_ids, departed_on, rep_ids
from analysis.sample.drafts import Drafts
from analysis.sample.lives import Lives
from analysis.sample.orders import OrderDays
from analysis.sample.programmes import HOLD, NOBODY, TREAT, History
from analysis.sample.scenario import Ints

CHECKINS_A_YEAR = 0.72
CLOSURE_N, STALLED_N = 260, 40
#: P13: the trial's letters differ in colour, which changes nothing.
APPROACHES = np.array(["letter blue", "letter cream", "call only"], dtype=object)
OFFER_VALUE, OFFER_COST = ("120.00", "150.00", ""), ("120.00", "105.00", "4.00")
COLUMNS = (
    "touch_id", "customer_id", "touched_at", "rep_id", "contact_id", "channel", "direction",
    "purpose", "outcome", "attempt_n", "program", "approach", "offer_type", "offer_value",
    "offer_cost", "minutes", "cost", "next_on",
)  # fmt: skip


def draw_blitz(accounts: Accounts, days: OrderDays, *, seed: int) -> Ints:
    """Return whom the reps called in the blitz: shortly silent, many orders (P9).

    They choose by what everybody can see, of the gone and of the slow alike; it changes nothing.
    """
    rng = plan.stream(seed, "blitz")
    before = days.day <= plan.BLITZ_DAY
    n_orders = np.bincount(days.account[before], minlength=accounts.n)
    last = np.full(accounts.n, -1)
    np.maximum.at(last, days.account[before], days.day[before])
    silence = plan.BLITZ_DAY - last
    chance = np.where(silence < 182, 0.50, np.where(silence < 365, 0.30, 0.04))
    chance = np.where(n_orders >= 4, chance * 1.7, chance * 0.5)
    noticed = (n_orders > 0) & (silence > plan.SILENT_DAYS)
    return np.flatnonzero(noticed & (rng.random(accounts.n) < chance))


def draw_touches(
    accounts: Accounts, history: History, drafts: Drafts, blitz: Ints, *, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table ``touches``, and the accounts and days of the opt-outs in it."""
    rng = plan.stream(seed, "touches")
    touches = pd.concat(
        [
            _checkins(history.lives, rng),
            _pitches(history.lives, rng),
            _programmes(accounts, history, blitz, rng),
            _closures(accounts, history, rng),
            _told(history.lives, drafts, rng),
            _probe_calls(drafts, rng),
            _stalled(accounts, history, rng),
        ],
        ignore_index=True,
    )
    touches = touches[(touches["day"] >= 0) & (touches["day"] <= plan.END_DAY)]
    touches = touches.sort_values(["day", "minute", "account", "attempt_n"], ignore_index=True)
    touches = _after_opt_outs(touches)
    out = touches[touches["outcome"] == "opt_out"].drop_duplicates("account")
    return _as_table(accounts, touches, rng), out[["account", "day"]]


def _after_opt_outs(touches: pd.DataFrame) -> pd.DataFrame:
    """Nobody is touched again after an opt-out."""
    out = touches["outcome"] == "opt_out"
    earlier = out.groupby(touches["account"]).cumsum() - out
    return touches[earlier == 0].reset_index(drop=True)


def _checkins(lives: Lives, rng: np.random.Generator) -> pd.DataFrame:
    """Regular calls while the account buys; none in the months before a neglected one leaves."""
    length = np.minimum(lives.last_day, plan.END_DAY) - lives.start_day
    counts = rng.poisson(np.maximum(length, 0) / 365 * CHECKINS_A_YEAR)
    row = np.repeat(np.arange(len(counts)), counts)
    day = np.floor(lives.start_day[row] + rng.random(len(row)) * np.maximum(length[row], 0))
    silent_ways = np.isin(plan.REASONS, ("rep_neglect", "forgot"))
    neglected = (lives.reasons & silent_ways).sum(axis=1) > 0
    kept = ~(neglected[row] & (day > lives.last_day[row] - 240))
    row, day = row[kept], day[kept].astype(np.int64)
    purposes = np.array(["checkin", "feedback", "update", "sell"], dtype=object)
    purpose = rng.choice(purposes, len(row), p=[0.5, 0.15, 0.15, 0.2])
    return single_touches(lives.account[row], day, purpose, rng, connects=0.45)


def _pitches(lives: Lives, rng: np.random.Generator) -> pd.DataFrame:
    rows = np.flatnonzero(np.isfinite(lives.pitched_day))
    day = lives.pitched_day[rows].astype(np.int64)
    return single_touches(lives.account[rows], day, "sell", rng, connects=0.40)


def _programmes(
    accounts: Accounts, history: History, blitz: Ints, rng: np.random.Generator
) -> pd.DataFrame:
    offered = np.flatnonzero(history.offer != NOBODY)
    treated = np.flatnonzero(history.trial == TREAT)
    arm = history.offer[offered]
    spring = attempts_at(accounts, blitz, plan.BLITZ_DAY, rng, most=3)
    welcome = attempts_at(accounts, offered, plan.OFFER_DAY, rng, most=4)
    trial = attempts_at(accounts, treated, plan.TRIAL_DAY + 1, rng, most=9)
    place = dict(zip(offered.tolist(), arm.tolist(), strict=True))
    arms = np.array([place[account] for account in welcome["account"].tolist()], dtype=np.int64)
    colours = APPROACHES[rng.integers(0, len(APPROACHES), accounts.n)]
    return pd.concat([
        spring.assign(program="Spring blitz", purpose="checkin"),
        welcome.assign(
            program="Welcome back",
            purpose="offer",
            offer_type=np.take(np.array(plan.OFFERS, object), arms),
            offer_value=np.take(np.array(OFFER_VALUE, object), arms),
            offer_cost=np.take(np.array(OFFER_COST, object), arms),
        ),
        trial.assign(
            program="Code 99 day",
            purpose="listen",
            approach=colours[trial["account"].to_numpy(dtype=np.int64)],
        ),
    ])  # fmt: skip


def _closures(accounts: Accounts, history: History, rng: np.random.Generator) -> pd.DataFrame:
    """Asking for a No in November 2024; never somebody held back by the trial."""
    gone, rows = departed_on(accounts, history.lives, plan.AS_OF_DAY - 90)
    still = history.lives.return_day[rows] > plan.AS_OF_DAY
    free = gone[(history.trial[gone] != HOLD) & still]
    asked = rng.permutation(free)[: plan.scaled(CLOSURE_N, accounts.n)]
    day = plan.AS_OF_DAY - 55 + rng.integers(0, 25, len(asked))
    touches = single_touches(asked, day, "closure", rng, connects=0.5)
    answer = rng.choice(
        np.array(["opt_in", "opt_out", "connected", "refused", "intrusion"], object),
        len(asked),
        p=[0.45, 0.25, 0.18, 0.07, 0.05],
    )
    return touches.assign(
        outcome=np.where(touches["outcome"] == "connected", answer, touches["outcome"])
    )


def _told(lives: Lives, drafts: Drafts, rng: np.random.Generator) -> pd.DataFrame:
    """P6: the accounts with a hidden reason were told of the fix, and stayed silent."""
    hidden = np.array(sorted(drafts.hidden), dtype=np.int64)
    last = np.array([lives.last_day[lives.account == account].max() for account in hidden])
    day = (np.floor(last) + rng.integers(180, 199, len(hidden))).astype(np.int64)
    return single_touches(hidden, day, "goodnews", rng, connects=1.0)


def _probe_calls(drafts: Drafts, rng: np.random.Generator) -> pd.DataFrame:
    day = plan.PROBE_FIRST_DAY + rng.integers(0, 3, len(drafts.probed))
    calls = single_touches(drafts.probed, day, "listen", rng, connects=1.0)
    reached = np.isin(drafts.probed, drafts.answered)
    return calls.assign(
        outcome=np.where(reached, "connected", "no_answer"), program="Probe 2024-12"
    )


def _stalled(accounts: Accounts, history: History, rng: np.random.Generator) -> pd.DataFrame:
    """P11: two voicemails to one contact, then nobody else is tried and months go by."""
    accounts_now = stalled_accounts(accounts, history)
    if not len(accounts_now):
        return empty_touches()
    first = plan.AS_OF_DAY - 100 - rng.integers(0, 30, len(accounts_now))
    calls = [
        single_touches(accounts_now, first + gap, "checkin", rng, connects=0.0).assign(
            outcome="voicemail", attempt_n=number
        )
        for number, gap in ((1, 0), (2, 9))
    ]
    return pd.concat(calls)


def stalled_accounts(accounts: Accounts, history: History) -> Ints:
    """Accounts whose contact is on leave, and silent ones, in which a thread stalls."""
    gone, _ = departed_on(accounts, history.lives, plan.AS_OF_DAY - 200)
    fits = accounts.contact_on_leave & (accounts.kind != ONE_TIME)
    fits[gone] = False
    return np.flatnonzero(fits)[: plan.scaled(STALLED_N, accounts.n)]


def _as_table(accounts: Accounts, touches: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    account = touches["account"].to_numpy(dtype=np.int64)
    ids = accounts.customer_id[account]
    talked = touches["outcome"].isin(["connected", "meeting", "opt_in", "opt_out", "intrusion"])
    minutes = np.where(talked, rng.integers(4, 40, len(touches)), 1)
    later = touches["day"].to_numpy() + rng.integers(20, 120, len(touches))
    planned = rng.random(len(touches)) < 0.35
    return touches.assign(
        touch_id=[f"T{number:06d}" for number in range(1, len(touches) + 1)],
        customer_id=ids,
        touched_at=plan.iso_times(touches["day"].to_numpy(), touches["minute"].to_numpy()),
        rep_id=rep_ids()[accounts.rep[account]],
        contact_id=contact_ids(ids, np.ones(len(touches), dtype=np.int64)),
        direction="outbound",
        minutes=minutes,
        cost=[f"{minute * 0.8:.2f}" for minute in minutes.tolist()],
        next_on=plan.iso_days(np.where(planned, later, np.nan)),
    )[list(COLUMNS)]


def draw_assignments(accounts: Accounts, history: History) -> pd.DataFrame:
    """Return the table ``assignments``: everybody in the trial, held ones too (P8)."""
    chosen = np.flatnonzero(history.trial != NOBODY)
    arms = np.array(["hold", "treat"], dtype=object)[history.trial[chosen]]
    tiers = np.take(np.array(plan.TIERS, object), accounts.tier[chosen])
    return pd.DataFrame({
        "customer_id": accounts.customer_id[chosen],
        "program": "Code 99 day",
        "arm": arms,
        "assigned_on": plan.iso_days(np.full(len(chosen), plan.TRIAL_DAY)),
        "stratum": tiers,
        "propensity": np.where(arms == "treat", "0.666667", "0.333333"),
    })  # fmt: skip


def draw_suppressions(accounts: Accounts, opt_outs: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Return the table ``suppressions``: opt-outs from the log and a few entered by hand."""
    rng = plan.stream(seed, "suppressions")
    by_hand = np.sort(rng.permutation(accounts.n)[: plan.scaled(35, accounts.n)])
    reason = rng.choice(
        np.array(["asked by letter", "data protection", "legal"], object), len(by_hand)
    )
    day = rng.integers(300, plan.AS_OF_DAY, len(by_hand))
    one_contact = rng.random(len(by_hand)) < 0.3
    ids = accounts.customer_id[by_hand]
    table = pd.DataFrame({
        "customer_id": np.where(one_contact, "", ids),
        "contact_id": np.where(one_contact, contact_ids(ids, np.ones(len(ids), np.int64)), ""),
        "since_on": plan.iso_days(day),
        "reason": reason,
        "channel": np.where(one_contact, "email", ""),
    })  # fmt: skip
    asked = pd.DataFrame({
        "customer_id": accounts.customer_id[opt_outs["account"].to_numpy(dtype=np.int64)],
        "contact_id": "",
        "since_on": plan.iso_days(opt_outs["day"].to_numpy()),
        "reason": "opt-out in a call",
        "channel": "",
    })  # fmt: skip
    both = pd.concat([asked, table], ignore_index=True).assign(until_on="")
    return both.sort_values(["since_on", "customer_id", "contact_id"], ignore_index=True)
