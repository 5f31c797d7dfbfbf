"""What is planted in the pretend company: calendar, shares, chances and effects.

Days are counted from 2021-01-01 (day 0). Comments such as P5 name the planted truth; ``truth.json``
repeats every number a test may need.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.object_]

#: A company of the default size; counts below are for this size and scale with the company.
DEFAULT_CUSTOMERS = 2600

FIRST_DAY = date(2021, 1, 1)
AS_OF = date(2024, 12, 31)
EXPORTED_ON = date(2025, 1, 17)
AS_OF_DAY = (AS_OF - FIRST_DAY).days
END_DAY = (EXPORTED_ON - FIRST_DAY).days

TIERS = ("small", "mid", "large")
TIER_SHARE = (0.50, 0.38, 0.12)
BRANCHES = ("NORTH", "SOUTH", "EAST", "WEST", "HARBOUR", "VALE")
EAST = BRANCHES.index("EAST")
#: P4: most large accounts are served from East; no branch has any effect of its own.
EAST_SHARE_OF_LARGE = 0.65
N_REPS = 12
INDUSTRIES = (
    "bakery", "cafe", "care home", "cleaning firm", "hotel", "manufacturer", "school", "wholesaler",
)  # fmt: skip

RHYTHMS = ("weekly", "monthly", "quarterly")
GAP_DAYS = (9.0, 32.0, 95.0)
#: Shape of the gamma gaps: 1 is random, 3 is regular.
GAP_SHAPE = (1.0, 1.6, 3.0)
RHYTHM_BY_TIER = ((0.015, 0.335, 0.65), (0.05, 0.51, 0.44), (0.30, 0.58, 0.12))
CHRISTMAS_SHARE = 0.05
ONE_TIME_SHARE = 0.06
#: Mean yearly spend before the end, by tier.
YEARLY_VALUE = (2600.0, 10_000.0, 48_000.0)
#: Departures per account and year, by tier; heterogeneity on top.
DEPARTURES_A_YEAR = (0.345, 0.33, 0.33)
SECOND_LIFE_HAZARD = 1.6
MAX_LIVES = 6

REASONS = (
    "delivery", "price", "billing", "rep_neglect", "competitor", "product_gap", "admin_burden",
    "forgot", "moved",
)  # fmt: skip
HIDDEN_REASONS = ("admin_burden", "loss_of_face")
#: P2, P3: share of departures with the reason (several may hold), by tier. Six are the same in
#: every tier: exact nulls. Delivery follows size, which is the trap of P4.
TRUE_SHARE: dict[str, tuple[float, float, float]] = {
    "delivery": (0.10, 0.20, 0.525),
    "price": (0.36, 0.19, 0.19),
    "billing": (0.12, 0.12, 0.12),
    "rep_neglect": (0.115, 0.115, 0.307),
    "competitor": (0.18, 0.18, 0.18),
    "product_gap": (0.07, 0.07, 0.07),
    "admin_burden": (0.08, 0.08, 0.08),
    "forgot": (0.19, 0.19, 0.19),
    "moved": (0.065, 0.065, 0.065),
}
NULL_REASONS = ("billing", "competitor", "product_gap", "admin_burden", "forgot", "moved")
#: Delivery among large accounts, below and above the median value of the tier.
DELIVERY_LARGE = (0.46, 0.59)
#: P2: chance that a departure with this reason is documented; ``DOCUMENTED`` is the chance overall.
DOCUMENTED_IF: dict[str, float] = {
    "delivery": 0.80,
    "price": 0.58,
    "billing": 0.70,
    "rep_neglect": 0.50,
    "competitor": 0.50,
    "product_gap": 0.50,
    "admin_burden": 0.15,
    "forgot": 0.18,
    "moved": 0.40,
}
DOCUMENTED = 0.48
ANGRY_IF: dict[str, float] = {"delivery": 0.45, "billing": 0.40, "rep_neglect": 0.35}
ANGRY_ELSE = 0.05
#: Tempers rise where people also leave their jobs: so many times as likely angry.
ANGRIER_IF_CONTACT_LEAVES = 2.0

#: P5: days of the fixes, and what remains of the incidence afterwards within a segment; 0.43 is
#: 0.45 overall, since large accounts, late more often, are more of those who leave once more.
CARRIER_CHANGE = (date(2024, 1, 1) - FIRST_DAY).days
BILLING_FIX = (date(2023, 10, 2) - FIRST_DAY).days
PAPER_POD = (date(2024, 5, 1) - FIRST_DAY).days
REMAINS_AFTER_FIX = {"delivery": (CARRIER_CHANGE, 0.43), "admin_burden": (PAPER_POD, 0.40)}
FIXES = {"delivery": CARRIER_CHANGE, "billing": BILLING_FIX, "admin_burden": PAPER_POD}

#: P7: return by itself within 180 days, by days of silence at the origin, all departed accounts.
RETURN_BANDS = ((182, 365, 0.12), (365, 730, 0.07), (730, 9999, 0.03))
#: Daily hazards by age of the silence, so that cross-sections give the rates above.
RETURN_AGES = (90.0, 182.0, 365.0, 730.0)
RETURN_HAZARDS = (0.0011, 0.00084, 0.00048, 0.00020)
#: Accounts with at least four orders return twice as often as the others.
FOUR_ORDERS_FACTOR = 2.0
FOUR_ORDERS_SHARE = 0.75
#: Larger accounts return more, which makes the confounding of P14.
RETURN_BY_TIER = (0.72, 1.00, 2.20)

#: P14: pitched while a blocking issue is open, by tier; what it costs within 180 days.
PITCHED_BY_TIER = (0.12, 0.40, 0.85)
PITCH_EFFECT = -0.05

#: P9: not randomised, no effect.
BLITZ_DAY = (date(2023, 4, 17) - FIRST_DAY).days
#: P10: offers at random inside the programme: price, upgrade, a card without an offer.
OFFER_DAY = (date(2023, 6, 19) - FIRST_DAY).days
OFFERS = ("price", "upgrade", "none")
OFFER_N = (320, 320, 120)
OFFER_EFFECT = (0.12, 0.08, 0.0)
OFFER_MARGIN = (0.65, 0.95, 1.0)
#: P8: assigned by lot, two to one.
TRIAL_DAY = (date(2024, 6, 10) - FIRST_DAY).days
TRIAL_N = 960
TRIAL_EFFECT = 0.08
TRIAL_FIXED, TRIAL_ANGRY_GONE = 0.16, 0.10
PROGRAMMES_BY_LOT = ("Welcome back", "Code 99 day")
RETURN_WINDOW = 180
#: Silent for at least so long on the day of a programme to take part in it.
SILENT_DAYS = 45

#: P2: random calls to accounts without a documented why, after the trial was read.
PROBE_FIRST_DAY = (date(2024, 12, 9) - FIRST_DAY).days
PROBE_N = 120
#: P15: so many departures are written up late: on a day on which the notes of all who are still
#: silent are caught up with, or after the return of whoever is back before it. Who is on file among
#: the silent of any day does not depend on who will return.
LATE_SHARE = 0.50
CATCH_UP_DAYS = (TRIAL_DAY - 21, PROBE_FIRST_DAY - 7)
PROBE_ANSWERS = 0.80
#: P6: all formal issues closed, the hidden one known from the third conversation alone.
HIDDEN_N = 45
#: P12: agreement of the second coder beyond chance; the code ``price`` is split from this day on.
SECOND_CODER_SHARE = 0.20
KAPPA = 0.70
CODEBOOK_V2_DAY = (date(2024, 3, 1) - FIRST_DAY).days

#: P11: contacts and attempts.
CONTACT_LEFT = 0.24
CONTACT_MOVED_TO_NON_CUSTOMER = 0.09
CONNECT_FIRST, CONNECT_FALLS, EVENING_GAIN = 0.22, 0.92, 1.4

ISSUES_N = 210
MERGED_N = 25
#: Weeks in which one branch's orders are missing from the export: branch, first and last day.
EXPORT_GAPS = (("WEST", 584, 590), ("NORTH", 1011, 1015))
RETURNED_SHARE = 0.07
DUPLICATE_SHARE = 0.015
CANCELLED_SHARE = 0.007
MARGIN_MISSING = 0.08
GERMAN_SHARE = 0.12


def stream(seed: int, topic: str) -> np.random.Generator:
    """Return the random stream of one topic, so that a change in one leaves the others alone."""
    return np.random.default_rng([seed, *topic.encode("ascii")])


def scaled(count: int, n_customers: int) -> int:
    """Return a count of the default company, scaled to a company of another size.

    Examples
    --------
    >>> scaled(120, 2600), scaled(120, 50)
    (120, 2)
    """
    return int(count * n_customers / DEFAULT_CUSTOMERS + 0.5)


def iso_days(days: npt.NDArray[np.generic]) -> Words:
    """Return days since 2021-01-01 as ISO dates; not-a-number becomes an empty text.

    Examples
    --------
    >>> iso_days(np.array([0.0, 1460.0, np.nan])).tolist()
    ['2021-01-01', '2024-12-31', '']
    """
    whole = np.nan_to_num(days.astype(np.float64), nan=-10_000, posinf=-10_000)
    lowest, highest = -2000, 3000
    names = [(FIRST_DAY + timedelta(days=day)).isoformat() for day in range(lowest, highest)]
    calendar = np.array([*names, ""], dtype=object)
    inside = (whole >= lowest) & (whole < highest)
    positions = np.where(inside, whole - lowest, highest - lowest).astype(np.int64)
    return np.asarray(calendar[positions], dtype=object)


def on_weekday(days: npt.NDArray[np.generic]) -> Ints:
    """Move Saturdays to Friday and Sundays to Monday, the days on which the vans run.

    Examples
    --------
    >>> on_weekday(np.array([0.0, 1.0, 2.9, 3.0])).tolist()
    [0, 0, 3, 3]
    """
    whole = np.floor(days.astype(np.float64)).astype(np.int64)
    weekday = (whole + FIRST_DAY.weekday()) % 7
    return np.asarray(whole - (weekday == 5) + (weekday == 6), dtype=np.int64)


def iso_times(days: npt.NDArray[np.generic], minutes: Ints) -> Words:
    """Return days since 2021-01-01 and minutes of the day as ISO timestamps.

    Examples
    --------
    >>> iso_times(np.array([0.0]), np.array([545])).tolist()
    ['2021-01-01 09:05:00']
    """
    pairs = zip(iso_days(days), minutes.astype(np.int64).tolist(), strict=True)
    clock = [f"{day} {minute // 60:02d}:{minute % 60:02d}:00" for day, minute in pairs]
    return np.array(clock, dtype=object)
