"""People, all invented: customers, their contacts, the reps, and who must not be contacted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.sample import scenario as plan
from analysis.sample.accounts import CHRISTMAS, ONE_TIME, Accounts
from analysis.sample.lives import Lives
from analysis.sample.scenario import Ints, Words

FIRST_NAMES = (
    "Ada", "Ben", "Carla", "Dieter", "Emma", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katrin",
    "Liam", "Mara", "Nils", "Olga", "Pavel", "Rosa", "Sven", "Tess", "Uwe", "Vera", "Will",
)  # fmt: skip
LAST_NAMES = (
    "Ashdown", "Birkner", "Calloway", "Dornfeld", "Eastwick", "Fennimore", "Grauweiler",
    "Hollowell", "Ingelby", "Kestrelmann", "Larkspur", "Mossbrook", "Nettlefold", "Oakhanger",
    "Pinnock", "Quickborn", "Rothwell", "Sandbeck", "Thornquist", "Underhay", "Wintergill",
)  # fmt: skip
HOUSE_WORDS = (
    "Alderbrook", "Beaconhythe", "Cinderford", "Dunmarsh", "Elmcrest", "Foxhollow", "Gullhaven",
    "Heronsgate", "Ivystone", "Juniper", "Kelpmoor", "Linden", "Millrace", "Northlight",
    "Otterbank", "Pebblewick", "Quayside", "Ravenshore", "Saltmarsh", "Tidewell",
)  # fmt: skip
TRADES = {
    "bakery": "Bakery", "cafe": "Coffee House", "care home": "Care Home",
    "cleaning firm": "Cleaning", "hotel": "Hotel", "manufacturer": "Works", "school": "School",
    "wholesaler": "Trading",
}  # fmt: skip
DEPARTMENTS = ("procurement", "logistics", "user", "finance", "exec")
ROLES = ("decision maker", "buyer", "user", "office")
NON_CUSTOMERS = ("Greyfinch Catering", "Moorland Linen", "Bellweather Foods", "Stadtkante GmbH")


def draw_old_ids(accounts: Accounts, *, seed: int) -> pd.DataFrame:
    """Return the ids that were merged into another: account, old id, day of the merger."""
    rng = plan.stream(seed, "merged")
    early = np.flatnonzero((accounts.first_day < 120) & (accounts.kind == 0))
    count = min(plan.scaled(plan.MERGED_N, accounts.n), len(early))
    account = np.sort(rng.permutation(early)[:count])
    return pd.DataFrame({
        "account": account,
        "old_id": [f"H{number:05d}" for number in range(1, count + 1)],
        "merged_day": rng.integers(400, 900, count),
    })  # fmt: skip


def ids_on(accounts: Accounts, old_ids: pd.DataFrame, account: Ints, day: Ints) -> Words:
    """Return the id each account had on a day: the old one before it was merged."""
    ids = accounts.customer_id[account].copy()
    for old in old_ids.itertuples():
        ids[(account == old.account) & (day < old.merged_day)] = old.old_id
    return np.asarray(ids, dtype=object)


def draw_customers(
    accounts: Accounts, lives: Lives, old_ids: pd.DataFrame, *, seed: int
) -> pd.DataFrame:
    """Return the table ``customers``: every account, then the ids that were merged."""
    rng = plan.stream(seed, "customers")
    n = accounts.n
    house = np.take(np.array(HOUSE_WORDS, object), rng.integers(0, len(HOUSE_WORDS), n))
    industry = np.take(np.array(plan.INDUSTRIES, object), accounts.industry)
    branch = np.take(np.array(plan.BRANCHES, object), accounts.branch)
    started = np.where(accounts.first_day < 100, -rng.integers(0, 1500, n), accounts.first_day)
    table = pd.DataFrame({
        "customer_id": accounts.customer_id,
        "name": [
            f"{word} {TRADES[trade]} {number}"
            for number, (word, trade) in enumerate(zip(house, industry, strict=True), start=1)
        ],
        "segment": np.take(np.array(plan.TIERS, object), accounts.tier),
        "tier": np.take(np.array(["C", "B", "A"], object), accounts.tier),
        "territory": [f"T-{word}" for word in branch],
        "rep_id": rep_ids()[accounts.rep],
        "industry": industry,
        "started_on": plan.iso_days(plan.on_weekday(started)),
        "one_time": np.where(accounts.kind == ONE_TIME, "yes", "no"),
    })  # fmt: skip
    table = _with_endings(table, accounts, lives, rng)
    merged = table.iloc[old_ids["account"]].assign(
        customer_id=old_ids["old_id"].to_numpy(),
        merged_into=accounts.customer_id[old_ids["account"]],
        ended_on=plan.iso_days(old_ids["merged_day"].to_numpy()),
        end_type="merged",
        expected_value="",
    )
    return pd.concat([table.assign(merged_into=""), merged], ignore_index=True)


def _with_endings(
    table: pd.DataFrame, accounts: Accounts, lives: Lives, rng: np.random.Generator
) -> pd.DataFrame:
    """Add endings the company knows of, its CRM's forecast, and whom it leaves in peace."""
    n = accounts.n
    gone, rows = departed_on(accounts, lives, plan.AS_OF_DAY)
    moved = np.zeros(n, dtype=np.bool_)
    last = np.full(n, np.nan)
    moved[gone] = lives.reasons[rows, plan.REASONS.index("moved")]
    last[gone] = lives.last_day[rows]
    told = ~np.isnan(last) & (last < plan.AS_OF_DAY - 120) & (rng.random(n) < 0.10 + 0.4 * moved)
    forecast = accounts.yearly_value * (0.5 + 0.6 * rng.random(n))
    known = (rng.random(n) < 0.35) & (accounts.kind != CHRISTMAS)
    quiet = rng.random(n)
    away = ~np.isnan(last) & (last < plan.AS_OF_DAY - 200)
    cool, legal = away & (quiet < 0.05), away & (quiet > 0.992)
    revisit = np.where(cool, plan.AS_OF_DAY + rng.integers(-90, 200, n), np.nan)
    supplier = rng.choice(np.array(["Brightpack", "Nordkiste", "Papierhof", ""], object), n)
    status = np.where(legal, "legal", np.where(cool, "cooloff", "active"))
    ended = np.where(told, last + 30, np.nan)
    return table.assign(
        ended_on=plan.iso_days(ended),
        end_type=np.where(told, np.where(moved, "closed", "cancelled"), ""),
        expected_value=[f"{v:.2f}" if k else "" for v, k in zip(forecast, known, strict=True)],
        current_supplier=np.where(away & (rng.random(n) < 0.25), supplier, ""),
        status=status,
        revisit_on=plan.iso_days(revisit),
    )


#: Ranges that the British regulator keeps for films and books, without their last three digits.
FICTIONAL_NUMBERS = (
    "07700 900", "01632 960", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0",
    "0118 496 0", "0121 496 0", "0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0",
    "0191 498 0", "020 7946 0", "028 9649 6", "029 2018 0", "03069 990", "0808 157 0",
)  # fmt: skip


def departed_on(accounts: Accounts, lives: Lives, day: int) -> tuple[Ints, Ints]:
    """Return accounts departed at the end of the day, and the row of the life that ended."""
    rows = np.flatnonzero(lives.silent_on(day + 1, for_days=0))
    rows = rows[accounts.kind[lives.account[rows]] != ONE_TIME]
    return lives.account[rows], rows


def draw_contacts(accounts: Accounts, *, seed: int) -> pd.DataFrame:
    """Return the table ``contacts``; mail at example.com, phones from ranges kept for fiction."""
    rng = plan.stream(seed, "contacts")
    more = rng.poisson(np.take((0.30, 1.05, 2.5), accounts.tier))
    account = np.repeat(np.arange(accounts.n), more + 1)
    n = len(account)
    number = np.arange(n) - np.repeat(np.cumsum(more + 1) - (more + 1), more + 1) + 1
    first = np.take(np.array(FIRST_NAMES, object), rng.integers(0, len(FIRST_NAMES), n))
    last = np.take(np.array(LAST_NAMES, object), rng.integers(0, len(LAST_NAMES), n))
    left = np.where(rng.random(n) < plan.CONTACT_LEFT, rng.integers(60, plan.AS_OF_DAY, n), np.inf)
    left = np.where(number == 1, accounts.contact_left_day[account], left)
    on_leave = (number == 1) & accounts.contact_on_leave[account]
    consent = rng.choice(np.array(["yes", "no", ""], object), n, p=[0.82, 0.05, 0.13])
    opted_out = rng.random(n) < 0.03
    status = np.where(np.isfinite(left), "left", np.where(on_leave, "on_leave", "active"))
    back = np.where(on_leave, plan.AS_OF_DAY + rng.integers(20, 150, n), np.nan)
    ids = accounts.customer_id[account]
    boss = (number > 1) & (rng.random(n) < 0.5)
    return pd.DataFrame({
        "customer_id": ids,
        "contact_id": contact_ids(ids, number),
        "department": np.where(
            number == 1, "procurement", rng.choice(np.array(DEPARTMENTS, object), n)
        ),
        "role": np.where(number == 1, "decision maker", rng.choice(np.array(ROLES, object), n)),
        "status": status,
        "left_on": plan.iso_days(left),
        "leave_until": plan.iso_days(back),
        "new_company": _new_companies(left, rng),
        "reports_to": np.where(boss, contact_ids(ids, np.ones(n, dtype=np.int64)), ""),
        "consent": consent,
        "do_not_contact": np.where(opted_out, "yes", "no"),
        "name": [f"{a} {b}" for a, b in zip(first, last, strict=True)],
        "email": [
            f"{a}.{b}@{c}.example.com".lower() for a, b, c in zip(first, last, ids, strict=True)
        ],
        "phone": _phones(n),
    })  # fmt: skip


def _phones(n: int) -> list[str]:
    """Return telephone numbers of fiction, each once: a number that two share is a switchboard.

    There are a thousand in each range; who comes after them has none.
    """
    numbers = [f"{area}{digits:03d}" for area in FICTIONAL_NUMBERS for digits in range(1000)]
    return [*numbers[:n], *[""] * (n - len(numbers))]


def contact_ids(customer_ids: Words, number: Ints) -> Words:
    """Return ids of contacts from those of their customers.

    Examples
    --------
    >>> contact_ids(np.array(["C00001"], object), np.array([2])).tolist()
    ['C00001-2']
    """
    pairs = zip(customer_ids, number, strict=True)
    return np.array([f"{customer}-{count}" for customer, count in pairs], dtype=object)


def _new_companies(left: np.ndarray, rng: np.random.Generator) -> Words:
    """Of the 24 % who left, 9 of 24 are known to work for a company that is no customer."""
    names = np.take(np.array(NON_CUSTOMERS, object), rng.integers(0, len(NON_CUSTOMERS), len(left)))
    known = rng.random(len(left)) < plan.CONTACT_MOVED_TO_NON_CUSTOMER / plan.CONTACT_LEFT
    return np.asarray(np.where(np.isfinite(left) & known, names, ""), dtype=object)


def draw_reps(*, seed: int) -> pd.DataFrame:
    """Return the table ``reps``: two a branch."""
    rng = plan.stream(seed, "reps")
    branch = np.repeat(np.array(plan.BRANCHES, object), 2)
    rates = 0.02 + 0.005 * rng.integers(0, 4, len(branch))
    return pd.DataFrame({
        "rep_id": rep_ids(),
        "team": np.where(np.arange(plan.N_REPS) < plan.N_REPS // 2, "coast", "inland"),
        "capacity": 10,
        "territory": [f"T-{name}" for name in branch],
        "commission_rate": [f"{rate:.3f}" for rate in rates],
        "hour_cost": "48.00",
    })  # fmt: skip


def rep_ids() -> Words:
    """Return the ids of the sales reps, two a branch.

    Examples
    --------
    >>> rep_ids()[:3].tolist()
    ['R01', 'R02', 'R03']
    """
    return np.array([f"R{number:02d}" for number in range(1, plan.N_REPS + 1)], dtype=object)
