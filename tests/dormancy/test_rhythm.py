"""How silence ends: curves, thresholds, group rate; by hand and on public data."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.customers import NO_RHYTHM, summarise_customers
from analysis.dormancy.rhythm import POOLED, chance_of_return, find_rhythms, group_rate
from analysis.dormancy.states import own_thresholds
from analysis.workspace import Workspace


def spells(*rows: tuple[int, bool, int], rhythm: str = "about monthly") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["days", "returned", "n_spells"])
    return frame.assign(rhythm_class=rhythm)


def test_threshold_is_the_first_day_with_fewer_than_one_return_in_four():
    """Of 100 silences 60 end on day 30, 10 on day 120, 6 on day 200; 24 never.

    Within the next 90 days return: after day 30, 10 of 40 = exactly a quarter (days 30 to 119, as
    day 120 comes within reach on day 30); after day 120, 6 of 30 = 20 %: the first day under it.
    """
    seen = spells((30, True, 60), (120, True, 10), (200, True, 6), (400, False, 24))
    found = find_rhythms(seen, [30.0], return_floor=0.25)["about monthly"]
    assert (found.threshold_days, found.reached, found.pooled) == (120.0, True, False)


def test_censored_silences_count_as_still_silent():
    """Gaps alone say that 80 % return by day 40; with the censored ones it is 40 %."""
    seen = spells((40, True, 40), (50, True, 10), (300, False, 50))
    assert chance_of_return(seen, silent_days=0, horizon_days=40).value == pytest.approx(0.4)


def test_threshold_stays_between_a_month_and_the_cap():
    quick = find_rhythms(spells((5, True, 90), (300, False, 10)), [5.0], return_floor=0.25)
    assert quick["about monthly"].threshold_days == 30.0
    never = find_rhythms(spells((20, True, 90), (60, False, 90)), [20.0], return_floor=0.25)
    assert never["about monthly"].threshold_days == 60.0  # 3 x the 90th percentile of the gaps
    assert not never["about monthly"].reached


def test_class_with_few_spells_is_judged_with_all_others():
    many = spells((30, True, 60), (120, True, 10), (200, True, 6), (400, False, 24))
    few = spells((90, True, 2), (200, False, 2), rhythm="about quarterly")
    found = find_rhythms(pd.concat([many, few]), [30.0, 90.0], return_floor=0.25)
    assert found["about quarterly"].pooled
    assert found["about quarterly"].threshold_days >= found["about quarterly"].usual_gap_days
    assert POOLED not in found


def test_no_spells_at_all_give_thresholds_without_a_crash():
    found = find_rhythms(spells().astype({"returned": bool}), [], return_floor=0.25)
    assert {rhythm.threshold_days for rhythm in found.values()} == {180.0}


@pytest.mark.parametrize(
    ("usual", "longest", "n_repeat", "one_season", "days"),
    [
        (30.0, 40, 3, False, 120.0),  # the class
        (30.0, 200, 4, False, 300.0),  # 1.5 x own longest of four gaps
        (30.0, 200, 3, False, 120.0),  # three gaps are too few for that
        (45.0, 45, 9, True, 400.0),  # one season a year
    ],
)
def test_own_threshold(usual, longest, n_repeat, one_season, days):
    seen = spells((30, True, 60), (120, True, 10), (200, True, 6), (400, False, 24))
    rhythms = find_rhythms(seen, [30.0], return_floor=0.25)
    customers = pd.DataFrame(
        {
            "usual_gap_days": [usual],
            "longest_gap_days": [longest],
            "n_repeat_orders": [n_repeat],
            "buys_in_one_season": [one_season],
        }
    )
    assert own_thresholds(customers, rhythms).tolist() == [days]


def test_group_rate_is_told_at_the_buyers_age():
    """20 of 100 return on day 10, 8 of the rest on day 250; 72 stay silent for two years."""
    seen = spells((10, True, 20), (250, True, 8), (730, False, 72), rhythm=NO_RHYTHM)
    rates = group_rate(seen, [0, 100, 300, 5000], horizon_days=182)
    assert rates == pytest.approx([20.5 / 101, 8.5 / 81, 0.5 / 73, 0.5 / 73])


def test_chance_without_enough_silences_or_history_is_not_told():
    assert not chance_of_return(spells((100, False, 4)), silent_days=90, horizon_days=90).known
    short = spells((95, True, 2), (100, False, 50))
    assert not chance_of_return(short, silent_days=90, horizon_days=90).known


def test_chance_with_no_return_at_all_keeps_an_upper_end():
    none = chance_of_return(spells((500, False, 20)), silent_days=180, horizon_days=180)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(0.161, abs=0.001)  # Wilson, 0 of 20


@pytest.mark.public_data
def test_cdnow_silences_end_as_published(public_data, tmp_path):
    """Kaplan-Meier of all spells of the sample to 30 June 1998; lines of 0 count as orders."""
    lines = pd.read_csv(
        public_data / "CDNOW_sample.txt",
        sep=r"\s+",
        names=["master", "customer_id", "ordered_on", "n", "amount"],
        dtype={"customer_id": "str", "ordered_on": "str"},
    )
    workspace = Workspace(tmp_path)
    lines = lines.assign(
        ordered_on=pd.to_datetime(lines["ordered_on"], format="%Y%m%d"),
        amount=np.maximum(lines["amount"], 0.01),
    )
    workspace.save("transactions", lines[["customer_id", "ordered_on", "amount"]])
    summarise_customers(workspace, as_of=date(1998, 6, 30))
    seen = workspace.load("spells")
    stays = [
        1 - chance_of_return(seen, silent_days=0, horizon_days=d).value for d in (90, 180, 270)
    ]
    assert stays == pytest.approx([0.5032, 0.4037, 0.3589], abs=6e-5)
    table = {90: (0.198, 0.287), 180: (0.111, 0.181), 270: (0.079, 0.123)}
    for silent, expected in table.items():
        found = [
            chance_of_return(seen, silent_days=silent, horizon_days=h).value for h in (90, 180)
        ]
        assert found == pytest.approx(expected, abs=6e-4)
    bands = {"1": 0.125, "2-3": 0.287, "4+": 0.350}  # return within 180 days after 180 of silence
    for band, expected in bands.items():
        group = seen[seen["prior_orders"] == band]
        found = chance_of_return(group, silent_days=180, horizon_days=180).value
        assert found == pytest.approx(expected, abs=6e-4)
