"""An export that ends before the snapshot date lengthens nobody's silence."""

from datetime import date

import numpy as np
import pytest
from made_histories import orders_of, workspace_of

from analysis.customers import OrderDays, day_number
from analysis.dormancy import find_dormancy
from analysis.settings import Settings

AS_OF = date(2024, 12, 31)
DAY = day_number(AS_OF)


def monthly_buyers(*, ends: int, gone: int = 8) -> OrderDays:
    """Sixty who order every 30 days until ``ends`` days before the snapshot; some left long ago."""
    last = DAY - ends
    rows = [
        [day - 300 * (one < gone) for day in range(last - 900 + one % 30, last + 1, 30)]
        for one in range(60)
    ]
    return orders_of(*rows)


@pytest.mark.parametrize("ends", [0, 20, 40])
def test_the_days_after_the_last_order_of_all_make_nobody_dormant(tmp_path, ends):
    orders = monthly_buyers(ends=ends)

    found = find_dormancy(workspace_of(tmp_path, orders), as_of=AS_OF, settings=Settings())

    assert (found.customers["dormancy_state"] == "dormant").sum() == 8
    told = [doubt for doubt in found.finding.doubts if doubt.startswith("Nobody orders in the")]
    assert len(told) == (ends > 0)


def test_a_pause_no_longer_than_those_before_is_no_end_of_the_export():
    spring = [year * 365 + day for year in range(4) for day in range(0, 60, 6)]
    orders = orders_of(*[spring] * 40)

    assert not len(orders.lacking_after_the_last(3 * 365 + 250).missing)


def test_a_quiet_company_of_few_customers_has_no_end_that_could_be_seen():
    orders = orders_of(*[list(range(0, 900, 10))] * 9)

    assert not len(orders.lacking_after_the_last(990).missing)


def test_gap_days_found_before_stay_missing():
    starts, days = np.arange(0, 901, 90), np.tile(np.arange(90), 10)
    orders = OrderDays(starts, days, np.ones(900), np.array([3, 4]))

    assert orders.lacking_after_the_last(93).missing.tolist() == [3, 4, 90, 91, 92, 93]
