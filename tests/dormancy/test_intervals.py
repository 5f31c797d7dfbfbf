"""The intervals that the pages show hold the truth as often as they say, in made-up populations.

The truth of a population is read from ninety thousand customers of the same kind (with thirty
thousand the truth itself would be off by a quarter of an interval's standard error), or from what
the customers themselves do afterwards; the code sees 1,500 of them, up to today.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_histories import order_days, plain_nature

from analysis.customers import OrderDays
from analysis.dormancy.chances import chances_of_return
from analysis.dormancy.course import limits_after_orders, states_at
from analysis.dormancy.doubt import dormant_doubt
from analysis.dormancy.forecasts import allowing_for_the_past, past_forecasts
from analysis.dormancy.loss import Buyers, _Draws
from analysis.dormancy.returns import rhythms_until
from analysis.dormancy.states import yearly_run_rate
from analysis.settings import Settings

TODAY, HORIZON, FLOOR = 900, 182, 0.25
SETTINGS = Settings(horizon_days=HORIZON, n_bootstrap=400)


class Judged:
    """Customers as judged today, and who of them ordered within the horizon after it."""

    def __init__(self, orders: OrderDays) -> None:
        self.known, places = orders.known_until(TODAY)
        rhythms = rhythms_until(self.known, TODAY, return_floor=FLOOR)
        self.nature = plain_nature(self.known)
        limits = limits_after_orders(self.known, rhythms, self.nature)
        self.state = states_at(self.known, limits, TODAY)
        self.dormant = self.state == "dormant"
        self.back = orders.ordered_within(HORIZON, after=TODAY, places=places)

    @property
    def share(self) -> float:
        return float(self.dormant.sum() / (self.state != "one_time").sum())

    @property
    def rate(self) -> np.ndarray:
        """Yearly money before the silence."""
        known = self.known
        first, last = known.days[known.starts[:-1]], known.days[known.starts[1:] - 1]
        n, lately = np.diff(known.starts), known.days > last[known.customer] - 365
        bought = np.bincount(known.customer, known.sold * lately)
        gap = (last - first) / np.maximum(n - 1, 1)
        return yearly_run_rate(
            pd.DataFrame(
                {
                    "spend_year_to_last_order": bought,
                    "days_first_to_last_order": last - first,
                    "mean_gap_days": np.where(n > 1, gap, np.nan),
                }
            )
        )


def covered(seed: int, n: int = 1_500, many: int = 90_000) -> dict[str, bool]:
    rng = np.random.default_rng(seed)
    kind = {
        "mean_gap": rng.uniform(25, 70),
        "drop_out": rng.uniform(0.05, 0.2),
        "k": float(rng.choice([1.0, 1.0, 2.0])),
    }
    made = (order_days(size, rng, days=TODAY + HORIZON, **kind) for size in (n, many))
    seen, truth = (Judged(orders) for orders in made)
    chance = chances_of_return(seen.known, day=TODAY, horizon_days=HORIZON).p_return
    past = past_forecasts(seen.known, seen.nature, day=TODAY, settings=SETTINGS)
    told = allowing_for_the_past(chance[seen.dormant], past, level=0.9)
    at_stake, asked = seen.rate * (1 - chance), {"day": TODAY, "return_floor": FLOOR}
    doubt = dormant_doubt(seen.known, seen.nature, at_stake, rng=rng, **asked)
    low, high = doubt.bounds(level=0.9)
    lost = pd.DataFrame({"yearly_value_at_stake": at_stake[seen.dormant]})
    lost = lost.sort_values("yearly_value_at_stake", ascending=False, ignore_index=True)
    draws = _Draws.of(lost, Buyers(seen.known.n_customers, doubt.loss_widening), {}, SETTINGS)
    least, most = np.quantile(draws.totals["yearly_value_at_stake"], [0.05, 0.95])
    a_customer = (truth.rate * ~truth.back)[truth.dormant].sum() / truth.known.n_customers
    return {
        "dormant share": low <= truth.share <= high,
        "expected loss": least <= a_customer * seen.known.n_customers <= most,
        "return rate": told.low <= seen.back[seen.dormant].mean() <= told.high,
    }


@pytest.fixture(scope="module")
def shares_covered() -> pd.Series:
    """How often each 90 % interval held the truth in 200 populations."""
    return pd.DataFrame([covered(seed) for seed in range(200)]).mean()


@pytest.mark.slow
@pytest.mark.parametrize("of", ["dormant share", "expected loss", "return rate"])
def test_nine_of_ten_intervals_hold_the_truth(shares_covered, of):
    """Bar: over 200 populations the 90 % intervals cover 85 to 95 %."""
    assert 0.85 <= shares_covered[of] <= 0.95
