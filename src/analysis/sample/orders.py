"""Transactions: every order of every life, with returns, cancels, repeats and gaps of an export."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sample import scenario as plan
from analysis.sample.accounts import CHRISTMAS, Accounts
from analysis.sample.contacts import ids_on, rep_ids
from analysis.sample.lives import Lives
from analysis.sample.programmes import NOBODY, History
from analysis.sample.scenario import Floats, Ints, Words

PRODUCTS = np.array([f"P{number:02d}" for number in range(1, 41)], dtype=object)
CHANNELS = np.array(["van", "phone", "web", "email"], dtype=object)
COLUMNS = (
    "order_id", "customer_id", "ordered_on", "amount", "line_type", "margin", "currency",
    "product_id", "branch_id", "rep_id", "channel", "status",
)  # fmt: skip


@dataclass(frozen=True)
class OrderDays:
    """Account, day and row of the life of every order up to the export."""

    account: Ints
    day: Ints
    life: Ints


def draw_transactions(
    accounts: Accounts, history: History, days: OrderDays, old_ids: pd.DataFrame, *, seed: int
) -> pd.DataFrame:
    """Return the table ``transactions``; ``old_ids`` says which account had which id until when."""
    rng = plan.stream(seed, "orders")
    sales = _priced(accounts, days, _margin_factor(history), rng)
    lines = pd.concat([sales, _returned(sales, rng), _cancelled(sales, rng)], ignore_index=True)
    lines = lines.sort_values(["day", "account", "line_type", "amount"], ignore_index=True)
    lines["order_id"] = [f"O{number:06d}" for number in range(1, len(lines) + 1)]
    lines = lines[_exported(lines["day"].to_numpy(), accounts.branch[lines["account"]])]
    copies = np.where(rng.random(len(lines)) < plan.DUPLICATE_SHARE, 2, 1)
    lines = lines.loc[np.repeat(lines.index.to_numpy(), copies)]
    return _as_table(accounts, lines, old_ids)


def draw_order_days(accounts: Accounts, lives: Lives, *, seed: int) -> OrderDays:
    """Return when every account ordered, life by life."""
    rng = plan.stream(seed, "order days")
    n_gaps = np.where(accounts.kind[lives.account] == CHRISTMAS, 0, lives.n_further)
    life = np.repeat(np.arange(len(n_gaps)), n_gaps + 1)
    first = np.cumsum(n_gaps + 1) - (n_gaps + 1)
    gaps = rng.gamma(accounts.gap_shape[lives.account[life]])
    gaps[first] = 0.0
    # Gamma gaps over their sum do not depend on the sum: scale them to the length of the life.
    run = np.cumsum(gaps)
    within = run - run[first][life]
    total = np.maximum(within[first + n_gaps], 1e-9)
    length = np.where(n_gaps > 0, lives.last_day - lives.start_day, 0.0)
    day = lives.start_day[life] + within * (length / total)[life]
    regular = accounts.kind[lives.account[life]] != CHRISTMAS
    account, christmas, christmas_life = _christmas_orders(accounts, lives, rng)
    all_days = plan.on_weekday(np.concatenate([day[regular], christmas]))
    all_accounts = np.concatenate([lives.account[life[regular]], account])
    all_lives = np.concatenate([life[regular], christmas_life])
    kept = (all_days <= plan.END_DAY) & (all_days >= 0)
    return OrderDays(all_accounts[kept], all_days[kept], all_lives[kept])


def _christmas_orders(
    accounts: Accounts, lives: Lives, rng: np.random.Generator
) -> tuple[Ints, Floats, Ints]:
    """One order each November or December, up to the account's last year."""
    rows = np.flatnonzero(accounts.kind[lives.account] == CHRISTMAS)
    years = np.arange(4)
    base = years * 365.25 + 325
    own = np.floor(accounts.gap_days[lives.account[rows]] % 25)
    # The day wobbles before the last year; the last one is the day on which the truth ends.
    wobble = np.floor(rng.random((len(rows), 4)) * 7) - 6
    day = base + own[:, None] + wobble
    is_last = np.abs(base + own[:, None] - lives.last_day[rows, None]) < 1
    day = np.where(is_last, lives.last_day[rows, None], day)
    first_year = np.maximum(np.floor(accounts.first_day[lives.account[rows]] / 365.25), 0)
    bought = (years >= first_year[:, None]) & (base + own[:, None] < lives.last_day[rows, None] + 1)
    life = np.repeat(rows, 4).reshape(len(rows), 4)
    return lives.account[life[bought]], day[bought], life[bought]


def _margin_factor(history: History) -> Floats:
    """Second lives that an offer opened earn less (P10)."""
    lives = history.lives
    arm = history.offer[lives.account]
    back = (lives.start_day > plan.OFFER_DAY) & (
        lives.start_day <= plan.OFFER_DAY + plan.RETURN_WINDOW
    )
    factors = np.array([*plan.OFFER_MARGIN, 1.0])
    return np.asarray(
        np.where(back & (arm != NOBODY) & (lives.life > 0), factors[arm], 1.0), dtype=np.float64
    )


def _priced(
    accounts: Accounts, days: OrderDays, margin_factor: Floats, rng: np.random.Generator
) -> pd.DataFrame:
    account, day, factor = days.account, days.day, margin_factor[days.life]
    orders_a_year = np.where(accounts.kind == CHRISTMAS, 2.0, 365 / accounts.gap_days)
    mean = (accounts.yearly_value / orders_a_year)[account]
    amount = np.maximum(np.round(mean * np.exp(rng.normal(-0.10, 0.45, len(account))), 2), 5.0)
    rate = np.take((0.36, 0.31, 0.25), accounts.tier[account]) + rng.normal(0, 0.03, len(account))
    margin = np.round(amount * rate * factor, 2)
    missing = rng.random(len(account)) < plan.MARGIN_MISSING
    favourite = (account * 7) % 40
    product = np.where(rng.random(len(account)) < 0.6, favourite, rng.integers(0, 40, len(account)))
    usual_channel = (account * 13) % 4
    channel = np.where(
        rng.random(len(account)) < 0.8, usual_channel, rng.integers(0, 4, len(account))
    )
    return pd.DataFrame({
        "account": account,
        "day": day,
        "amount": amount,
        "margin": np.where(missing, np.nan, margin),
        "line_type": "sale",
        "product": product,
        "channel": channel,
        "status": np.where(day > plan.END_DAY - 10, "open", "paid"),
    })  # fmt: skip


def _returned(sales: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Goods sent back some days later, as lines of their own with a negative amount."""
    rows = sales[rng.random(len(sales)) < plan.RETURNED_SHARE]
    share = np.where(rng.random(len(rows)) < 0.3, 1.0, 0.1 + 0.8 * rng.random(len(rows)))
    days = plan.on_weekday(rows["day"].to_numpy() + rng.integers(3, 18, len(rows)))
    back = rows.assign(
        day=days,
        amount=-np.round(rows["amount"] * share, 2),
        margin=-np.round(rows["margin"] * share, 2),
        line_type="return",
        status="paid",
    )
    return back[back["day"] <= plan.END_DAY]


def _cancelled(sales: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Orders entered on the day of a sale and cancelled: positive lines that never happened."""
    rows = sales[rng.random(len(sales)) < plan.CANCELLED_SHARE]
    factor = 0.5 + rng.random(len(rows))
    return rows.assign(
        amount=np.round(rows["amount"] * factor, 2),
        margin=np.nan,
        line_type="cancel",
        status="cancelled",
    )


def _exported(day: Ints, branch: Ints) -> Words:
    kept = np.ones(len(day), dtype=np.bool_)
    for name, first, last in plan.EXPORT_GAPS:
        kept &= ~((branch == plan.BRANCHES.index(name)) & (day >= first) & (day <= last))
    return np.asarray(kept)


def _as_table(accounts: Accounts, lines: pd.DataFrame, old_ids: pd.DataFrame) -> pd.DataFrame:
    account = lines["account"].to_numpy()
    day = lines["day"].to_numpy()
    branches = np.array(plan.BRANCHES, dtype=object)
    return lines.assign(
        customer_id=ids_on(accounts, old_ids, account, day),
        ordered_on=plan.iso_days(day),
        currency="EUR",
        product_id=PRODUCTS[lines["product"]],
        branch_id=branches[accounts.branch[account]],
        rep_id=rep_ids()[accounts.rep[account]],
        channel=CHANNELS[lines["channel"]],
    )[list(COLUMNS)]
