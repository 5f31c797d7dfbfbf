"""What offers bring: chance of return, length of the second lifetime, margin a month; and bounties.

An offer that brings most customers back may bring the poorest ones: rank by value, not by return.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import wilson_bounds
from analysis.winback.incidence import DAYS_A_MONTH
from analysis.winback.snapshot import Snapshot
from analysis.winback.standing import ONE_ORDER_DAYS, SILENT_DAYS, USUAL_GAPS, what_followed

#: A second lifetime is followed for a year, or as long as every returner could be watched.
LONGEST_DAYS, SHORTEST_DAYS = 365, 60

#: An average month; a second lifetime counts at least one.

#: Words of offers that lower the price.
CONCESSION = re.compile(
    r"price|discount|rebate|coupon|% off|rabatt|nachlass|preis|remise|prix|descuento|precio", re.I
)


def value_of_offers(
    people: pd.DataFrame, snapshot: Snapshot, *, settings: Settings
) -> pd.DataFrame:
    """Return the three factors of a second lifetime by offer, and what is left after the cost.

    The margin a month is the customers' own of before the silence times what became of it after
    the return, so that arms do not differ by who happened to be large; there nobody counts for more
    than an average customer, so that a few large ones do not decide.

    Parameters
    ----------
    people
        As ``people_of_arms`` returns them.

    Returns
    -------
    pandas.DataFrame
        ``program, offer, n_customers, n_back, return_share, return_low, return_high, months``
        (of the second lifetime, within the days followed), ``margin_month, margin_share`` (of net,
        after the return), ``cost`` and ``value`` per customer offered, ``value_low, value_high,
        by_return, by_value`` (ranks), ``concession, days_followed``.

    References
    ----------
    Kumar, Bhagwat & Zhang (2015), Journal of Marketing 79(4), 34-55: second-lifetime value. Ratio
    estimator: Cochran (1977), Sampling Techniques, chapter 6.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> empty = pd.DataFrame(columns=["program", "kind", "arm"])
    >>> len(value_of_offers(empty, take_snapshot({}, as_of=date(2024, 12, 31)),
    ...                     settings=Settings()))
    0
    """
    found = []
    for program, rows in people[people["kind"] == "offer"].groupby("program"):
        last = rows["day"].max() + pd.Timedelta(days=settings.response_days)
        days = min((snapshot.today - last).days, LONGEST_DAYS)
        if days < SHORTEST_DAYS or snapshot.lacks("earnings") or rows["arm"].nunique() < 2:
            continue
        lives = _second_lives(rows.sort_values("customer_id"), snapshot, days)
        usual = float(lives["margin_year"].clip(lower=0.0).mean()) / 12
        table = pd.DataFrame(
            [
                {"offer": offer, **_value(part, usual, settings)}
                for offer, part in lives.groupby("arm")
            ]
        )
        ranks = {f"by_{name}": table[of].rank(ascending=False, method="min").fillna(len(table))
                 for name, of in (("return", "return_share"), ("value", "value"))}  # fmt: skip
        concession = [bool(CONCESSION.search(str(offer))) for offer in table["offer"]]
        found.append(table.assign(
            program=program, days_followed=days, concession=concession, **ranks
        ))  # fmt: skip
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _second_lives(rows: pd.DataFrame, snapshot: Snapshot, days: int) -> pd.DataFrame:
    """Return the rows with the months of a second lifetime and what was booked in those days."""
    back = rows["returned"].astype(bool)
    began = rows["returned_on"].where(back)
    # From the day before on: what was booked on the day of the return counts.
    since = pd.DataFrame({"customer_id": rows["customer_id"],
                          "day": began - pd.Timedelta(days=1)})  # fmt: skip
    booked = what_followed(since, snapshot, window_days=days + 1)
    patience = (USUAL_GAPS * rows["mean_gap_days"]).clip(lower=SILENT_DAYS).fillna(ONE_ORDER_DAYS)
    lasted = _length(rows.assign(began=began, patience=patience), snapshot, days)
    return rows.assign(
        months=(lasted.clip(lower=DAYS_A_MONTH) / DAYS_A_MONTH).where(back, 0.0).fillna(0.0),
        net_after=booked["net"].to_numpy() * back, margin_after=booked["margin"].to_numpy() * back,
    )  # fmt: skip


def _length(rows: pd.DataFrame, snapshot: Snapshot, days: int) -> pd.Series:
    """Return the days until the order after which none came for the own patience, at most ``days``.

    Only the last order of those days is judged: of a dozen ordinary gaps one is often a long one,
    and who ordered again after a pause had not left.
    """
    met = rows.reset_index()[["index", "customer_id", "began", "patience"]].merge(
        snapshot.orders, on="customer_id"
    )
    met = met[met["ordered_on"] >= met["began"]].sort_values(["index", "ordered_on"])
    later = met.groupby("index")["ordered_on"].shift(-1).fillna(snapshot.today)
    met = met.assign(at=(met["ordered_on"] - met["began"]).dt.days,
                     gap=(later - met["ordered_on"]).dt.days)  # fmt: skip
    last = met[met["at"] <= days].drop_duplicates("index", keep="last").set_index("index")
    left = last.loc[last["gap"] > last["patience"], "at"]
    return left.reindex(rows.index).fillna(float(days))


def _value(rows: pd.DataFrame, usual: float, settings: Settings) -> dict[str, float]:
    """Return the factors of one offer; those who did not return are drawn as one."""
    back = rows[rows["returned"].astype(bool)]
    before = back["margin_year"].clip(lower=0.0) / 12
    weight = usual / before.clip(lower=max(usual, 1e-9))
    parts = np.column_stack([
        np.ones(len(back)), back["months"], weight * back["margin_after"],
        weight * before * back["months"],
    ])  # fmt: skip
    n, sums = len(rows), parts.sum(axis=0)
    cost = float((rows["cost"].fillna(0.0)
                  + rows["offer_cost"].fillna(0.0) * rows["returned"]).mean())  # fmt: skip
    low, high = wilson_bounds([len(back)], [n])
    rng = np.random.default_rng(settings.random_state)
    cells = np.append(np.ones(len(back)), n - len(back)) / n
    draws = rng.multinomial(n, cells, settings.n_bootstrap)[:, :-1] @ parts
    # Six digits: the last ones of a matrix product differ between thread counts.
    worth = np.round(_worth(draws, n, usual) - cost, 6)
    net = float(back["net_after"].sum())
    return {
        "n_customers": n, "n_back": len(back), "return_share": len(back) / n,
        "return_low": float(low[0]), "return_high": float(high[0]),
        "months": float(sums[1] / sums[0]) if len(back) else np.nan,
        "margin_month": float(usual * sums[2] / sums[3]) if sums[3] > 0 else np.nan,
        "margin_share": float(back["margin_after"].sum()) / net if net > 0 else np.nan,
        "cost": cost, "value": float(_worth(sums[None, :], n, usual)[0]) - cost,
        "value_low": float(np.quantile(worth, 0.025)),
        "value_high": float(np.quantile(worth, 0.975)),
    }  # fmt: skip


def _worth(sums: np.ndarray, n: int, usual: float) -> np.ndarray:
    """Return chance x months x margin a month of sums: returners, months, margin, usual margin."""
    ratio = np.divide(sums[:, 2], sums[:, 3], out=np.zeros(len(sums)), where=sums[:, 3] > 0)
    return np.asarray(sums[:, 1] / n * usual * ratio, float)


def _break_even_bounty(effect: float, natural: float, *, value: float, cost: float) -> float:
    """Return the bounty on every return at which a programme neither wins nor loses.

    It is paid on natural returns too; only the extra ones bring ``value``.

    Parameters
    ----------
    effect
        Share of extra returns among those called, 0..1.
    natural
        Share that returns anyway, 0..1.
    value
        Margin that a return brings.
    cost
        Of calling one customer.

    Examples
    --------
    >>> round(_break_even_bounty(0.08, 0.12, value=1800.0, cost=45.0))
    495
    >>> round(_break_even_bounty(0.20, 0.0, value=1800.0, cost=45.0))  # crediting all returns
    1575
    >>> round(_break_even_bounty(0.03, 0.12, value=1800.0, cost=45.0))
    60
    """
    paid = natural + effect
    return (effect * value - cost) / paid if paid > 0 else 0.0


def bounties(
    effect: Estimate, natural: float, *, value: Estimate, cost: float, acquisition_cost: float
) -> pd.DataFrame:
    """Return what may be paid on every return: with its interval, and as it is often reckoned.

    Parameters
    ----------
    effect
        Of calling, on the share returned.
    natural
        Share of those held back who returned.
    value
        Margin that a return brings in the year after it.
    cost
        Of calling one customer.
    acquisition_cost
        Of a new customer; 0 = not known.

    Returns
    -------
    pandas.DataFrame
        ``what, value, low, high``; the interval is that of the effect.

    Examples
    --------
    >>> effect = Estimate(0.08, 0.03, 0.13, 960, "Newcombe 95 %")
    >>> worth = Estimate(1800.0, None, None, 50, "mean", "money")
    >>> bounties(effect, 0.12, value=worth, cost=45.0, acquisition_cost=0.0)[
    ...     "value"].round().tolist()
    [495.0, 1575.0]
    """
    columns = ["what", "value", "low", "high"]
    if effect.value is None or effect.low is None or effect.high is None or value.value is None:
        return pd.DataFrame(columns=columns)
    ends = (effect.value, effect.low, effect.high)
    rows = [
        [
            "Bounty that breaks even",
            *(_break_even_bounty(end, natural, value=value.value, cost=cost) for end in ends),
        ]
    ]
    naive = _break_even_bounty(natural + effect.value, 0.0, value=value.value, cost=cost)
    rows.append(["The same, were all returns credited to the calls", naive, np.nan, np.nan])
    if acquisition_cost > 0:
        rows.append(["Bounty at which a return costs what a new customer costs", *(
            _break_even_bounty(end, natural, value=acquisition_cost, cost=cost) for end in ends
        )])  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
