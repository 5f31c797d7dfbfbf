"""The two answers end to end: by hand, on thin data, and read back."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis.dormancy import cost_of_loss, find_dormancy
from analysis.settings import Settings
from analysis.steps.kept import keep_answer, kept_answer
from analysis.workspace import Workspace

AS_OF = date(2024, 12, 31)
SETTINGS = Settings(n_bootstrap=200)


def workspace_with(folder, lines: list[tuple[str, date, float]], **extra) -> Workspace:
    workspace = Workspace(folder)
    frame = pd.DataFrame(lines, columns=["customer_id", "ordered_on", "amount"])
    kinds = {"customer_id": "str", "ordered_on": "datetime64[us]", "amount": "float"}
    workspace.save("transactions", frame.astype(kinds))
    for name, table in extra.items():
        workspace.save(name, table)
    return workspace


def every(gap: int, *, until: int, customer: str, n: int = 12, amount: float = 100.0):
    """``n`` orders, one each ``gap`` days, the last one ``until`` days before as_of."""
    days = [AS_OF - timedelta(days=until + gap * k) for k in range(n)]
    return [(customer, day, amount) for day in days]


def company(n: int = 60) -> list[tuple[str, date, float]]:
    """Half of the customers order monthly and did so lately; half stopped a year ago."""
    lines: list[tuple[str, date, float]] = []
    for k in range(n):
        until = 5 + k % 20 if k % 2 else 365 + k
        lines += every(30, until=until, customer=f"c{k:03d}", amount=50.0 + k)
    return lines


def both(workspace):
    found = find_dormancy(workspace, as_of=AS_OF, settings=SETTINGS)
    return found, cost_of_loss(workspace, found, as_of=AS_OF, settings=SETTINGS)


def test_who_stopped_is_dormant_and_who_goes_on_is_not(tmp_path):
    answer, _ = both(workspace_with(tmp_path, company()))
    states = answer.customers.set_index("customer_id")["dormancy_state"]
    assert set(states[::2]) == {"dormant"}
    assert set(states[1::2]) == {"active"}
    share = answer.finding.numbers["dormant_share"]
    assert (share.value, share.n) == (0.5, 60)
    assert share.low == pytest.approx(0.3773, abs=0.05)  # Wilson's, for limits that are given
    assert "30 of 60 repeat customers" in answer.finding.sentence


def test_value_at_stake_is_the_run_rate_times_the_chance_to_stay_away(tmp_path):
    """Twelve orders of 50, 30 days apart: 600 in the 330 days to the last, which cover 360."""
    answer, loss = both(workspace_with(tmp_path, company()))
    first = answer.customers.set_index("customer_id").loc["c000"]
    assert first["yearly_value_at_stake"] == pytest.approx(
        600 * 365 / 360 * (1 - first["p_return"])
    )
    assert answer.customers.loc[1::2, "yearly_value_at_stake"].sum() == 0
    steps = loss.waterfall["value"].tolist()
    assert steps[0] - steps[1] == pytest.approx(steps[2])
    total = answer.customers["yearly_value_at_stake"].sum()
    expected = loss.finding.numbers["expected_yearly_loss"]
    assert expected.value == pytest.approx(total)
    assert expected.low < total < expected.high
    assert loss.finding.numbers["lost_profit"].value == pytest.approx(0.30 * total)
    assert "default margin of 30%" in loss.finding.numbers["lost_profit"].method
    assert loss.by_quarter["value"].sum() == pytest.approx(total)
    assert loss.concentration["cumulative_share"].iloc[-1] == pytest.approx(1.0)
    assert len(loss.largest) == 20


def test_one_time_buyers_are_never_dormant_and_share_one_rate(tmp_path):
    lines = [(f"o{k:02d}", AS_OF - timedelta(days=700 - k % 3), 20.0) for k in range(40)]
    answer, _ = both(workspace_with(tmp_path, lines + company()))
    once = answer.customers[answer.customers["n_orders"] == 1]
    assert set(once["dormancy_state"]) == {"one_time"}
    assert once["yearly_value_at_stake"].sum() == 0
    assert once["p_return"].nunique() == 1
    assert answer.finding.numbers["dormant_share"].n == 60
    assert answer.finding.numbers["one_time_share"].value == pytest.approx(0.4)
    assert once["reason_in_words"].iloc[0] == "one order, 700 days ago"


def test_groups_margin_and_forecast_come_from_the_exports(tmp_path):
    names = [f"c{k:03d}" for k in range(60)]
    customers = pd.DataFrame(
        {
            "customer_id": names,
            "territory": ["north"] * 30 + ["south"] * 30,
            "expected_value": [1000.0] * 60,
            "one_time": [False] * 58 + [True] * 2,
        }
    )
    workspace = workspace_with(tmp_path, company(), customers=customers)
    lines = workspace.load("transactions")
    workspace.save("transactions", lines.assign(margin=0.1 * lines["amount"]))
    _, loss = both(workspace)
    territories = loss.by_group[loss.by_group["kind"] == "territory"]
    assert territories["n_customers"].sum() == 29  # c058 is one-time by nature
    total = loss.finding.numbers["expected_yearly_loss"].value
    assert territories["value"].sum() == pytest.approx(total)
    assert territories["low"].isna().all(), "groups under 20 carry no interval"
    assert loss.finding.numbers["counted_on_value"].value == 29_000
    assert loss.finding.numbers["lost_profit"].value == pytest.approx(0.1 * total)
    assert loss.finding.numbers["margin_known_share"].value == 1.0


def test_attributes_that_are_all_empty_are_no_trouble(tmp_path):
    customers = pd.DataFrame({"customer_id": ["c000", "c002"], "territory": [None, "north"]})
    workspace = workspace_with(tmp_path, company())
    with workspace.engine() as engine, engine.seen_as("found", customers):
        engine.write_parquet(
            "SELECT customer_id, territory, NULL::BOOLEAN AS one_time, NULL::VARCHAR AS rep_id, "
            "NULL::DECIMAL(18, 4) AS expected_value, NULL::VARCHAR AS merged_into "
            "FROM found ORDER BY ALL",
            workspace.parquet("customers"),
        )
    answer, loss = both(workspace)
    assert answer.finding.numbers["n_dormant"].value == 30
    assert not loss.finding.numbers["counted_on_value"].known
    territories = loss.by_group[loss.by_group["kind"] == "territory"].set_index("group")
    assert territories["n_customers"].to_dict() == {"(not known)": 29, "north": 1}


def test_read_back_answers_equal_the_computed_ones(tmp_path):
    workspace = workspace_with(tmp_path, company())
    for made in both(workspace):
        keep_answer(workspace, "kept", made)
        kept = kept_answer(workspace, "kept", type(made))
        assert kept is not None
        assert kept.finding == made.finding
        for field in fields(made):
            if field.name != "finding":
                left, right = getattr(made, field.name), getattr(kept, field.name)
                pd.testing.assert_frame_equal(left, right, check_dtype=False)


THIN = {
    "nobody": [],
    "only returns": [("a", date(2024, 1, 1), -5.0)],
    "one order": [("a", date(2024, 6, 1), 10.0)],
    "one customer": every(30, until=200, customer="a"),
    "two customers": [*every(30, until=200, customer="a"), ("b", AS_OF, 10.0)],
    "thirty customers": company(30),
    "all one-time": [(f"c{k}", AS_OF - timedelta(days=k), 10.0) for k in range(40)],
    "96 % one-time": [(f"o{k}", AS_OF - timedelta(days=k), 10.0) for k in range(288)]
    + [line for k in range(12) for line in every(40, until=50, customer=f"r{k}", n=2)],
    "all on one day": [(f"c{k}", date(2024, 6, 1), 10.0) for k in range(250)],
    "all on as_of": [(f"c{k}", AS_OF, 10.0) for k in range(5)],
    "daily buyers": [line for k in range(8) for line in every(1, until=0, customer=f"d{k}", n=500)],
    "no drop-out": [line for k in range(220) for line in every(7, until=3, customer=f"w{k}", n=20)],
    "more back than bought": [
        ("a", date(2023, 1, 1), 5.0),
        ("a", date(2023, 3, 1), 5.0),
        ("a", date(2023, 3, 2), -90.0),
    ],
    "yearly buyers": [
        line for k in range(30) for line in every(365, until=60 + k, customer=f"y{k}", n=4)
    ],
}


@pytest.mark.parametrize("case", THIN)
def test_thin_data_get_an_answer_with_its_doubt(case, tmp_path):
    workspace = workspace_with(tmp_path, THIN[case])
    answers = both(workspace)
    for answer in answers:
        for number in answer.finding.numbers.values():
            held = (number.value, number.low, number.high)
            assert all(part is None or math.isfinite(part) for part in held)
            if number.known and number.low is not None:
                assert number.low <= number.value * (1 + 1e-12)
                assert number.value <= number.high * (1 + 1e-12)
        assert "nan" not in answer.finding.sentence.lower()
        for field in fields(answer):
            if field.name not in {"finding", "customers", "thresholds"}:
                told = getattr(answer, field.name)
                certain = [name for name in told if name not in {"low", "high"}]
                assert not told[certain].isna().any(axis=None), field.name
    table = answers[0].customers
    sure = table["p_return"].isin([0.0, 1.0])
    assert not sure.any() or case == "daily buyers"
    assert table[["p_alive", "expected_spend", "own_threshold_days"]].notna().all(axis=None)


def test_yearly_buyers_in_their_season_are_not_dormant(tmp_path):
    answer, _ = both(workspace_with(tmp_path, THIN["yearly buyers"]))
    assert set(answer.customers["dormancy_state"]) == {"active"}
    assert (answer.customers["own_threshold_days"] >= 400).all()


def test_few_customers_carry_no_share_in_the_sentence(tmp_path):
    answer, _ = both(workspace_with(tmp_path, THIN["two customers"]))
    assert answer.finding.sentence.endswith("so few customers carry no share.")


def test_answer_does_not_depend_on_the_order_of_lines(tmp_path):
    lines = company() + [(f"o{k}", AS_OF - timedelta(days=k), 10.0) for k in range(9)]
    shuffled = [lines[k] for k in np.random.default_rng(3).permutation(len(lines))]
    forward = both(workspace_with(tmp_path / "a", lines))
    shuffled_ = both(workspace_with(tmp_path / "b", shuffled))
    for one, other in zip(forward, shuffled_, strict=True):
        assert one.finding == other.finding
    pd.testing.assert_frame_equal(forward[0].customers, shuffled_[0].customers)


def test_long_pause_before_as_of_is_a_doubt(tmp_path):
    lines = [line for k in range(30) for line in every(30, until=40, customer=f"c{k}")]
    answer, _ = both(workspace_with(tmp_path, lines))
    assert any("40 days before 2024-12-31" in doubt for doubt in answer.finding.doubts)


def test_months_that_the_export_lacks_lengthen_nobodys_silence(tmp_path):
    """Monthly buyers until 100 days ago, since when the export lacks two months; some go on."""
    lines = []
    for k in range(60):
        lines += every(30, until=100 + k % 5, customer=f"c{k:03d}")
    for k in range(20):
        lines += every(30, until=3, customer=f"d{k:03d}", n=1)
    gap = {"gap_months": ["2024-11-01"], "gap_weeks": [], "cut_month": None, "new_from": None}
    plain = workspace_with(tmp_path / "whole", lines)
    lacking = workspace_with(tmp_path / "gap", lines)
    lacking.save_record("period", gap | {"gap_months": ["2024-10-01", "2024-11-01"]})

    without, found = (find_dormancy(w, as_of=AS_OF, settings=SETTINGS) for w in (plain, lacking))

    repeat = found.customers["n_orders"] > 1
    assert set(without.customers.loc[repeat, "dormancy_state"]) == {"dormant"}
    assert set(found.customers.loc[repeat, "dormancy_state"]) <= {"active", "slipping"}
    assert any("lacks 2024-10, 2024-11" in doubt for doubt in found.finding.doubts)
    late = found.customers["days_since_last_order"] > found.customers["own_threshold_days"]
    assert not late[repeat].any()


def test_a_silence_that_is_long_without_the_missing_days_too_stays_dormant(tmp_path):
    workspace = workspace_with(tmp_path, company())
    workspace.save_record(
        "period",
        {"gap_months": ["2024-06-01"], "gap_weeks": [], "cut_month": None, "new_from": None},
    )

    found = find_dormancy(workspace, as_of=AS_OF, settings=SETTINGS)

    states = found.customers.set_index("customer_id")["dormancy_state"]
    assert set(states[::2]) == {"dormant"}


def test_customers_that_the_start_of_the_export_cuts_off_have_no_year_of_their_own(tmp_path):
    lines = [line for k in range(5) for line in every(30, until=400, customer=f"old{k}", n=24)]
    lines += [line for k in range(5) for line in every(30, until=850, customer=f"few{k}", n=8)]
    lines += [line for k in range(10) for line in every(30, until=200, customer=f"new{k}", n=8)]
    lines += every(30, until=0, customer="here", n=8)
    workspace = workspace_with(tmp_path, lines)
    workspace.save_record(
        "period",
        {"gap_months": [], "gap_weeks": [], "cut_month": None, "new_from": "2022-06-01"},
    )

    _, loss = both(workspace)

    by_year = loss.by_group[loss.by_group["kind"] == "year of the first order"]
    assert dict(zip(by_year["group"], by_year["n_customers"], strict=True)) == {
        "before 2022-06": 10,
        "2023": 10,
    }
