"""What a call is expected to bring: margin that would not come without it, minus its cost."""

from __future__ import annotations

import pandas as pd

from analysis.results import Estimate
from analysis.winback.lift import ALL
from analysis.winback.register import IRRESOLVABLE, standing_of_reasons
from analysis.winback.snapshot import Snapshot, looked_up

#: How a value came about, as every list says it.
MEASURED, PRIOR = "incremental: measured lift", "not incremental: prior"

#: Touches with minutes that it takes before their mean says what a call takes.
ENOUGH_TOUCHES = 20


def cost_of_a_call(snapshot: Snapshot, *, minutes: float, hour_cost: float) -> Estimate:
    """Return what a call costs: minutes of the outreach log times the reps' hourly cost.

    Parameters
    ----------
    minutes, hour_cost
        Taken where the log has fewer than ``ENOUGH_TOUCHES`` touches with minutes, and where no
        rep has an hourly cost; an ``hour_cost`` of 0 is not known.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> reps = pd.DataFrame({"rep_id": ["r"], "hour_cost": [48.0]})
    >>> snapshot = take_snapshot({"reps": reps}, as_of=date(2024, 12, 31))
    >>> str(cost_of_a_call(snapshot, minutes=15.0, hour_cost=0.0))
    '12 (n=1)'
    """
    logged = snapshot.touches["minutes"].dropna()
    taken = float(logged.mean()) if len(logged) >= ENOUGH_TOUCHES else minutes
    costs = snapshot.reps["hour_cost"].dropna()
    hourly = float(costs.mean()) if len(costs) else hour_cost
    if not hourly > 0:
        return Estimate.cannot_tell(0, "no hourly cost of a rep", "money")
    source = "of the log" if len(logged) >= ENOUGH_TOUCHES else "assumed"
    method = f"{taken:.1f} minutes {source} x hourly cost; n = reps"
    return Estimate.exact(taken / 60.0 * hourly, max(len(costs), 1), method, "money")


def worth_of_calls(
    snapshot: Snapshot,
    *,
    cost: float,
    default_margin: float,
    lifts: pd.DataFrame | None = None,
    classes: pd.Series | None = None,
) -> pd.DataFrame:
    """Return what a call to each dormant customer is expected to bring.

    With an experiment: the shrunk lift of the customer's class, times the yearly margin before the
    silence, minus the cost; a class that was not measured takes the lift of all.
    Without one: the chance of ordering again stands in for the lift, which is what returns anyway
    and no effect of a call; the interval runs from a call that changes nothing to twice that
    chance. Who named a reason beyond remedy is taken to return with chance 0.

    Only what was known on the day enters: orders up to it, and reasons and issues known by it.

    Parameters
    ----------
    cost
        Of one call.
    default_margin
        Margin share where a customer has none, 0..1.
    lifts
        As ``lift_by_class`` returns it.
    classes
        Class by customer.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, expected_value, expected_low, expected_high, value_basis``, by id.

    Examples
    --------
    1,000 a year, 30 % margin, one in ten: 30, minus 12 for the call.

    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> people = pd.DataFrame({"customer_id": ["a"], "dormancy_state": "dormant",
    ...                        "yearly_spend": [1000.0], "p_return": [0.1]})
    >>> found = worth_of_calls(take_snapshot({"customers": people}, as_of=date(2024, 12, 31)),
    ...                        cost=12.0, default_margin=0.3)
    >>> found.round(6).values.tolist()
    [['a', 18.0, -12.0, 48.0, 'not incremental: prior']]
    """
    people = snapshot.dormant
    margin = people["margin_share"].fillna(default_margin).clip(lower=0.0)
    yearly = (people["yearly_spend"].fillna(0.0) * margin).to_numpy(float)
    if lifts is not None and classes is not None and len(lifts):
        share, basis = _measured(people["customer_id"], lifts, classes), MEASURED
    else:
        share, basis = _prior(snapshot, people), PRIOR
    money = share.mul(yearly, axis=0) - cost
    return money.assign(customer_id=people["customer_id"], value_basis=basis)[
        ["customer_id", "expected_value", "expected_low", "expected_high", "value_basis"]
    ]


def sum_of_worth(rows: pd.DataFrame) -> Estimate:
    """Return what calls are worth together; the bounds add up as if all were off together.

    Parameters
    ----------
    rows
        As ``worth_of_calls`` returns it, the calls made.

    Examples
    --------
    >>> str(sum_of_worth(pd.DataFrame({"expected_value": [18.0, 2.0], "expected_low": [-12.0, -12],
    ...     "expected_high": [48.0, 16.0], "value_basis": "not incremental: prior"})))
    '20 (-24 to 64, n=2)'
    """
    if rows.empty:
        return Estimate.cannot_tell(0, "nobody can be called", "money")
    value, low, high = (
        float(rows[name].sum()) for name in ("expected_value", "expected_low", "expected_high")
    )
    basis = rows["value_basis"].iloc[0]
    return Estimate(value, low, high, len(rows), f"{basis}; bounds added up; n = calls", "money")


def _measured(ids: pd.Series, lifts: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Return each customer's lift with its bounds, that of all where the class has none."""
    table = lifts.set_index("class")
    found = {}
    for name, column in (("value", "shrunk"), ("low", "low"), ("high", "high")):
        own = looked_up(looked_up(ids, classes), table[column])
        found[f"expected_{name}"] = own.fillna(float(table.loc[ALL, column])).astype(float)
    return pd.DataFrame(found)


def _prior(snapshot: Snapshot, people: pd.DataFrame) -> pd.DataFrame:
    standing = standing_of_reasons(snapshot)
    never = standing.loc[standing["standing"] == IRRESOLVABLE, "customer_id"]
    chance = people["p_return"].fillna(0.0).mask(people["customer_id"].isin(never), 0.0)
    return pd.DataFrame({
        "expected_value": chance, "expected_low": 0.0 * chance,
        "expected_high": (2.0 * chance).clip(upper=1.0),
    })  # fmt: skip
