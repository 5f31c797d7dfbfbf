"""Silences, reasons and time: hand-made customers, exact curves, money that adds up."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.patterns import (
    WhoSaidWhat,
    cost_of_reasons,
    emerging,
    gone_by_cause,
    incidence,
    reasons_of_silences,
)
from analysis.statistics import cumulative_incidence, kaplan_meier


def days(*texts):
    return pd.to_datetime(pd.Series(texts, dtype="object"))


def silences(rows):
    """Rows of customer, second order, last order before the silence, limit passed, next order."""
    names = ["customer_id", "repeat_since", "silent_from", "quiet_on", "ended_on"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in names[1:]})


def said(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "theme_id", "stated_on"])
    return frame.assign(
        theme=frame["theme_id"], stated_on=pd.to_datetime(frame["stated_on"]), mention_n=1
    )


TWICE = [
    ("a", "2023-01-01", "2023-02-01", "2023-04-01", "2023-08-01"),
    ("a", "2023-01-01", "2024-02-01", "2024-04-01", None),
]


@pytest.mark.parametrize(
    ("stated_on", "silent_from"),
    [
        ("2023-05-01", "2023-02-01"),
        ("2024-05-01", "2024-02-01"),
        ("2024-01-15", "2024-02-01"),  # told while the last order was on its way
        (None, "2024-02-01"),
    ],
)
def test_a_reason_belongs_to_the_silence_in_which_it_was_told(stated_on, silent_from):
    found = reasons_of_silences(silences(TWICE), said(("a", "late", stated_on)))

    assert found["silent_from"].astype(str).tolist() == [silent_from]


def test_a_reason_told_long_before_the_silence_explains_nothing():
    found = reasons_of_silences(silences(TWICE), said(("a", "late", "2023-09-01")))

    assert found.empty


def test_two_reasons_of_one_silence_both_stand_and_one_is_first():
    rows = said(("a", "price", "2023-06-01"), ("a", "late", "2023-05-01"))

    found = reasons_of_silences(silences(TWICE), rows)

    assert found[["theme", "first"]].values.tolist() == [["late", True], ["price", False]]


def test_time_beyond_the_limit_is_no_time_at_risk():
    found = incidence(silences(TWICE), said().assign(silent_from=[]), as_of=date(2024, 6, 30))

    active = found.drop_duplicates("period").set_index("period")["months"] * 365.25 / 12
    # January to March 2023 (90 days); August to December (153); January to March 2024 (91)
    assert active.round(6).tolist() == [90.0, 153.0, 91.0]


def test_a_rate_is_silences_per_thousand_customer_months_with_its_exact_interval():
    rows = [(f"c{n}", "2023-01-01", "2023-05-01", "2023-06-30", None) for n in range(10)]
    quiet = silences(rows)
    named = reasons_of_silences(quiet, said(*[(f"c{n}", "late", None) for n in range(4)]))

    found = incidence(quiet, named, as_of=date(2023, 6, 30)).set_index("theme").loc["late"]

    months = 10 * 180 / (365.25 / 12)
    assert (found["n_silences"], found["n_quiet"], found["n_told"]) == (4, 10, 4)
    assert found["rate"] == pytest.approx(4000 / months)
    # Garwood's interval of 4: 1.090 to 10.242
    assert found["low"] * months / 1000 == pytest.approx(1.090, abs=0.001)
    assert found["high"] * months / 1000 == pytest.approx(10.242, abs=0.001)


def test_a_reason_that_came_up_in_the_last_year_is_seen():
    rows = [(f"o{n}", "old", "2022-05-01") for n in range(60)]
    rows += [(f"n{n}", "new" if n < 20 else "old", "2024-03-01") for n in range(40)]
    named = said(*rows).rename(columns={"stated_on": "silent_from"})

    found = emerging(named, as_of=date(2024, 12, 31)).set_index("theme")

    assert found.loc["new", "verdict"] == "differs"
    assert found.loc["new", "share"] == 0.5


def test_causes_with_ties_add_up_to_one_minus_kaplan_meier():
    rng = np.random.default_rng(0)
    durations = rng.integers(1, 13, 300)  # whole months: ties everywhere
    causes = rng.integers(-1, 3, 300)
    steps = np.arange(0, 14)

    shares = cumulative_incidence(durations, causes, n_causes=3, steps=steps)
    curve = kaplan_meier(durations, causes >= 0)

    assert shares.sum(axis=0) == pytest.approx([1 - curve.at(step) for step in steps])


def test_a_curve_of_causes_by_hand():
    # Five customers: 1 (A), 2 (B), 2 (last seen), 3 (A), 4 (last seen).
    shares = cumulative_incidence(
        [1, 2, 2, 3, 4], [0, 1, -1, 0, -1], n_causes=2, steps=[0, 1, 2, 3, 9]
    )

    # S(0)=1: A 1/5; S(1)=4/5: B 4/5 x 1/4; S(2)=3/5: A 3/5 x 1/2
    assert shares[0] == pytest.approx([0, 0.2, 0.2, 0.5, 0.5])
    assert shares[1] == pytest.approx([0, 0, 0.2, 0.2, 0.2])


def test_who_was_there_at_the_start_of_the_data_is_not_followed():
    rows = [(f"old{n}", "2021-01-05", "2021-03-01", "2021-05-01", None) for n in range(30)]
    rows += [(f"new{n}", "2022-01-05", "2022-03-01", "2022-05-01", None) for n in range(30)]
    rows += [(f"still{n}", "2022-01-05", None, None, None) for n in range(30)]
    quiet = silences(rows)
    named = reasons_of_silences(quiet, said(*[(f"new{n}", "late", None) for n in range(15)]))

    found = gone_by_cause(quiet, named, as_of=date(2024, 12, 31), rng=np.random.default_rng(0))

    first = found[found["days_since"] == 365].set_index("theme")
    assert first["n"].tolist() == [60, 60]
    assert first.loc["late", "share"] == pytest.approx(0.25)
    assert first.loc["not known", "share"] == pytest.approx(0.25)
    assert (first["low"] <= first["share"]).all()
    assert (first["share"] <= first["high"]).all()


def test_the_parts_of_the_loss_add_up_and_their_intervals_hold_them():
    rng = np.random.default_rng(2)
    ids = [f"c{number:03}" for number in range(120)]
    lost = pd.DataFrame({"customer_id": ids, "yearly_value_at_stake": rng.lognormal(3, 1, 120)})
    named = pd.DataFrame(
        [(one, theme, theme) for one in ids[:70] for theme in rng.choice(list("xyz"), 2, False)],
        columns=["customer_id", "theme_id", "theme"],
    )

    found = cost_of_reasons(WhoSaidWhat(lost, named), floor=5, rng=rng, n_draws=200)

    assert found["value"].sum() == pytest.approx(lost["yearly_value_at_stake"].sum())
    assert found["share"].sum() == pytest.approx(1.0)
    assert found["theme"].iloc[-1] == "not known"
    assert set(found["theme"]) == {"x", "y", "z", "not known"}
    assert found["low"].lt(found["value"]).all()
    assert found["high"].gt(found["value"]).all()
