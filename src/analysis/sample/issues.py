"""The fix register: company-wide issues with their fixes (P5), and issues of single customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.sample import scenario as plan
from analysis.sample.accounts import ONE_TIME, Accounts
from analysis.sample.drafts import Drafts
from analysis.sample.lives import Lives
from analysis.sample.scenario import Floats, Ints

#: code, day opened, day due, day fixed (or none), status, blocker, owner, cost of the fix
SYSTEMIC: tuple[tuple[str, int, int, float, str, str, str, str], ...] = (
    ("delivery", 160, 1000, float(plan.CARRIER_CHANGE), "fixed", "ours", "logistics", "42000.00"),
    ("billing", 480, 900, float(plan.BILLING_FIX), "fixed", "ours", "finance", "15000.00"),
    ("admin_burden", 400, 1150, float(plan.PAPER_POD), "fixed", "ours", "logistics", "6000.00"),
    ("price", 300, 700, np.nan, "irresolvable", "both", "sales", ""),
    ("product_gap", 820, 1300, np.nan, "open", "ours", "purchasing", "30000.00"),
    ("rep_neglect", 700, 1400, np.nan, "open", "ours", "sales", "55000.00"),
    ("competitor", 500, 1200, np.nan, "irresolvable", "theirs", "sales", ""),
    ("forgot", 1100, 1520, np.nan, "open", "ours", "marketing", "8000.00"),
)  # fmt: skip
FORMAL_WITH_ISSUE = ("delivery", "billing", "product_gap")
OWNERS = np.array(["logistics", "finance", "sales", "service", ""], dtype=object)
COLUMNS = (
    "issue_id", "code", "opened_on", "scope", "customer_id", "kind", "due_on", "fixed_on",
    "verified_on", "owner", "blocking", "blocker", "status", "fix_cost",
)  # fmt: skip


def draw_issues(accounts: Accounts, lives: Lives, drafts: Drafts, *, seed: int) -> pd.DataFrame:
    """Return the table ``issues``."""
    rng = plan.stream(seed, "issues")
    hidden = _hidden_issues(lives, drafts, rng)
    wanted = plan.scaled(plan.ISSUES_N, accounts.n) - len(SYSTEMIC) - len(hidden)
    others = _other_issues(accounts, lives, drafts, max(wanted, 0), rng)
    rows = pd.concat([_systemic_issues(), hidden, others], ignore_index=True)
    rows = rows.sort_values(["opened_day", "account", "code"], ignore_index=True)
    account = rows["account"].to_numpy(dtype=np.int64)
    return rows.assign(
        issue_id=[f"I{number:04d}" for number in range(1, len(rows) + 1)],
        customer_id=np.where(account >= 0, accounts.customer_id[account], ""),
        scope=np.where(account >= 0, "customer", "systemic"),
        opened_on=plan.iso_days(rows["opened_day"].to_numpy()),
        due_on=plan.iso_days(rows["due_day"].to_numpy()),
        fixed_on=plan.iso_days(rows["fixed_day"].to_numpy()),
        verified_on=plan.iso_days(rows["fixed_day"].to_numpy() + 14),
    )[list(COLUMNS)]


def _systemic_issues() -> pd.DataFrame:
    names = ["code", "opened_day", "due_day", "fixed_day", "status", "blocker", "owner", "fix_cost"]
    table = pd.DataFrame(SYSTEMIC, columns=names)
    return table.assign(account=-1, kind="issue", blocking="yes")


def _hidden_issues(lives: Lives, drafts: Drafts, rng: np.random.Generator) -> pd.DataFrame:
    """P6: each formal reason of the account has its issue, closed within half a year."""
    rows = _current_rows(lives, np.array(sorted(drafts.hidden), dtype=np.int64))
    pairs = [
        (row, number)
        for row in rows.tolist()
        for number in np.flatnonzero(lives.reasons[row]).tolist()
    ]
    row = np.array([pair[0] for pair in pairs], dtype=np.int64)
    codes = [plan.REASONS[pair[1]] for pair in pairs]
    last = np.floor(lives.last_day[row])
    opened: Floats = last - rng.integers(5, 60, len(row))
    fixed: Floats = last + rng.integers(40, 170, len(row))
    return _customer_issues(lives.account[row], codes, opened, fixed, rng).assign(status="fixed")


def _current_rows(lives: Lives, accounts: Ints) -> Ints:
    """Row of the last life of each account."""
    last = np.flatnonzero(np.append(lives.account[1:] != lives.account[:-1], True))
    return np.asarray(last[np.isin(lives.account[last], accounts)], dtype=np.int64)


def _other_issues(
    accounts: Accounts, lives: Lives, drafts: Drafts, count: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Issues of other departures, returned or not: mostly open, some beyond remedy, few fixed."""
    gone = lives.ended & lives.documented & (lives.last_day <= plan.AS_OF_DAY)
    gone &= accounts.kind[lives.account] != ONE_TIME
    free = np.flatnonzero(gone & ~np.isin(lives.account, sorted(drafts.hidden)))
    formal = np.isin(plan.REASONS, FORMAL_WITH_ISSUE)
    free = free[lives.reasons[free][:, formal].any(axis=1)]
    row = np.sort(rng.permutation(free)[:count])
    codes = [
        next(
            name
            for name, there in zip(plan.REASONS, lives.reasons[one].tolist(), strict=True)
            if there and name in FORMAL_WITH_ISSUE
        )
        for one in row.tolist()
    ]
    opened = np.floor(lives.last_day[row]) - rng.integers(0, 90, len(row))
    state = rng.random(len(row))
    fixed = np.where(state < 0.14, opened + rng.integers(60, 250, len(row)), np.nan)
    fixed = np.where(fixed <= plan.AS_OF_DAY, fixed, np.nan)
    table = _customer_issues(lives.account[row], codes, opened, fixed, rng)
    status = np.where(~np.isnan(fixed), "fixed", np.where(state > 0.85, "irresolvable", "open"))
    promised = rng.random(len(row)) < 0.17
    return table.assign(status=status, kind=np.where(promised, "condition", "issue"))


def _customer_issues(
    account: Ints, codes: list[str], opened: Floats, fixed: Floats, rng: np.random.Generator
) -> pd.DataFrame:
    n = len(account)
    return pd.DataFrame({
        "account": account,
        "code": np.array(codes, dtype=object),
        "opened_day": opened.astype(np.float64),
        "due_day": opened + rng.integers(60, 400, n),
        "fixed_day": fixed.astype(np.float64),
        "kind": "issue",
        "blocking": np.where(rng.random(n) < 0.85, "yes", "no"),
        "blocker": rng.choice(np.array(["ours", "theirs", "both"], object), n, p=[0.7, 0.15, 0.15]),
        "owner": OWNERS[rng.integers(0, len(OWNERS), n)],
        "fix_cost": [f"{cost}.00" for cost in rng.integers(1, 40, n) * 25],
    })  # fmt: skip
