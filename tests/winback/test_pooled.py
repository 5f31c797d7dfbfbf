"""Programmes read together: each compared within itself, every return counted once."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import plots, steps
from analysis import winback as room
from analysis.settings import Settings
from analysis.statistics import careful_difference_of_shares
from analysis.winback.pooled import effect_on, weighted_to_called

AS_OF = date(2024, 12, 31)


def drawn(program, called, held, *, day="2024-01-01", first=0):
    """Customers of one programme: of both arms (n, how many of them returned)."""
    rows = [(True, n < called[1]) for n in range(called[0])]
    rows += [(False, n < held[1]) for n in range(held[0])]
    found = pd.DataFrame(rows, columns=["treated", "returned"])
    return found.assign(
        customer_id=[f"c{first + n:04}" for n in range(len(found))], program=program,
        day=pd.Timestamp(day), due_on=pd.Timestamp(day) + pd.Timedelta(days=180), stratum="",
        propensity=np.nan, silence_days=200.0, n_orders=5.0, spend_year=100.0, margin=0.0,
        touched=found["treated"], reached=found["treated"], elsewhere=False, cost=10.0,
    )  # fmt: skip


def read(*programmes):
    people = pd.concat(programmes, ignore_index=True)
    snapshot = room.take_snapshot({}, as_of=AS_OF)
    trials = room.read_trials(people, snapshot, settings=Settings())
    pool = room.people_of_pool(people, as_of=snapshot.today, window_days=180)
    return pool, room.read_together(pool, trials, snapshot, settings=Settings()), trials


def test_two_programmes_by_hand():
    # 30 of 100 against 2 of 20, and 4 of 100 against 6 of 60; half of the called are of each.
    pool, both, trials = read(drawn("a", (100, 30), (20, 2)),
                              drawn("b", (100, 4), (60, 6), first=500))  # fmt: skip

    assert (both.program, both.n_treat, both.n_hold) == ("2 programmes together", 200, 80)
    assert both.effect.value == pytest.approx(34 / 200 - (0.5 * 2 / 20 + 0.5 * 6 / 60))
    # The held back tell as much as 1 / (.5^2/20 + .5^2/60) = 60 customers drawn at once.
    by_hand = careful_difference_of_shares(34, 200, 6, 60)
    assert (both.effect.low, both.effect.high) == pytest.approx((by_hand.low, by_hand.high))
    # Extra customers add up over the table of programmes, and so do what would have come anyway.
    assert both.extra.value == pytest.approx(sum(one.extra.value for one in trials))
    assert both.natural.value == pytest.approx(0.10 / 0.17)
    assert both.cost.value == pytest.approx(2000.0)
    assert "differ by more than chance" in " ".join(both.doubts)
    # The same number in the picture, and in the lift of all.
    ends = room.return_curves(
        weighted_to_called(pool).assign(days_to_return=pool["returned"].map({True: 9.0})),
        as_of=AS_OF, window_days=180,
    ).groupby("arm")["returned_share"].last()  # fmt: skip
    assert ends["called"] - ends["held back"] == pytest.approx(both.effect.value)
    lift = room.lift_by_class(pool, pd.Series("x", index=pool.index), as_of=pd.Timestamp(AS_OF))
    assert lift[["lift", "low", "high"]].iloc[-1].tolist() == pytest.approx(
        [both.effect.value, both.effect.low, both.effect.high]
    )


def test_one_programme_is_read_alone():
    pool, both, (trial,) = read(drawn("a", (100, 30), (50, 5)))

    assert both is None
    assert trial.effect == careful_difference_of_shares(30, 100, 5, 50)
    assert effect_on(weighted_to_called(pool)) == trial.effect


def test_no_more_than_all_returns_would_have_come_anyway():
    _, _, (trial,) = read(drawn("a", (60, 6), (30, 4)))  # more of the held back return

    assert (trial.natural.value, trial.natural.high) == (1.0, 1.0)
    assert 0.2 < trial.natural.low < 0.5
    assert trial.effect.value < 0


def test_who_is_drawn_again_within_the_window_counts_once():
    first = drawn("a", (40, 8), (10, 1))
    again = drawn("b", (40, 8), (10, 1), day="2024-02-01")  # all of them once more
    fresh = drawn("c", (40, 8), (10, 1), day="2024-02-01", first=100)
    later = drawn("d", (40, 8), (10, 1), day="2024-07-01")  # the window of a is over: 182 days
    pool, both, _ = read(first, again, fresh, later)

    assert sorted(pool["program"].unique()) == ["a", "c", "d"]
    assert (both.n_treat, both.n_hold) == (120, 30)
    assert "50 of 150 drawn stood" not in " ".join(both.doubts)  # b is not among those read
    part = pd.concat([again.head(20), drawn("b", (0, 0), (10, 1), day="2024-02-01", first=200)])
    _, both, _ = read(first, part, fresh)
    assert (both.n_treat, both.n_hold) == (80, 20)


def test_programmes_that_wait_or_held_nobody_back_do_not_join():
    waits = drawn("w", (40, 40), (10, 0), day="2024-11-01", first=300)
    alone = drawn("z", (40, 40), (0, 0), first=400)
    _, both, _ = read(drawn("a", (40, 8), (10, 1)), drawn("b", (40, 8), (10, 1), first=100),
                      waits, alone)  # fmt: skip

    assert (both.n_treat, both.back_treat) == (80, 16)


@pytest.mark.parametrize(
    ("share", "effect", "held"),
    [(0.06, 0.0, [12] * 8), (0.06, 0.13, [12] * 8), (0.2, 0.0, [5, 20, 8, 16, 12, 12, 3, 20])],
)
def test_eight_weeks_together_are_wrong_once_in_20_at_most(share, effect, held):
    """Weeks of 45 called; 5,000 runs of eight; plain Mantel-Haenszel claims an effect in 5 % and
    more of those that do nothing."""
    rng = np.random.default_rng(4)
    called, rest = np.full(8, 45), np.array(held)
    base = share * np.linspace(0.5, 1.5, 8)  # weeks differ
    back = rng.binomial(called, base + effect, (5000, 8)).sum(axis=1)
    weight = called / called.sum()
    effective = 1 / (weight**2 / rest).sum()
    kept = (rng.binomial(rest, base, (5000, 8)) / rest * weight).sum(axis=1) * effective
    pairs = zip(back, kept, strict=True)
    found = [careful_difference_of_shares(a, 360, c, effective) for a, c in pairs]

    claimed = np.mean([one.low > effect for one in found])
    missed = np.mean([one.high < effect for one in found])
    assert claimed <= 0.025
    assert claimed + missed <= 0.05


def test_the_page_leads_with_all_weeks_and_one_week_stands_in_the_table(tmp_path):
    """Three weeks of 20 called and 10 held back: 6 of the called come back, none of the others."""
    weeks = [f"2024-0{month}-01" for month in (2, 3, 4)]
    ids = {week: [f"w{n}{at:02}" for at in range(30)] for n, week in enumerate(weeks)}
    first = [(who, f"2023-{month:02}-15", 50) for week in weeks for who in ids[week]
             for month in (3, 5, 7)]  # fmt: skip
    back = [(who, "2024-06-01", 50) for week in weeks for who in ids[week][:6]]
    others = [(f"x{n:02}", f"2024-{month:02}-10", 50) for n in range(20) for month in range(1, 13)]
    orders = pd.DataFrame(first + back + others, columns=["customer_id", "ordered_on", "amount"])
    arms = [(who, f"calls {week}", "treat" if at < 20 else "hold", week)
            for week in weeks for at, who in enumerate(ids[week])]  # fmt: skip
    names = ["customer_id", "program", "arm", "assigned_on"]
    orders.to_csv(tmp_path / "transactions.csv", index=False)
    pd.DataFrame(arms, columns=names).to_csv(tmp_path / "assignments.csv", index=False)
    job = steps.open_job([str(tmp_path)], as_of="2024-12-31", workspace=str(tmp_path / "w"))
    outreach = steps.find_outreach(job)

    assert "3 programmes together: 60 called, 30 held back by lot" in outreach.finding.sentence
    assert outreach.finding.numbers["outreach_extra_returns"].value == pytest.approx(18)
    assert outreach.finding.numbers["outreach_effect"].low > 0
    assert len(outreach.trials) == 3
    assert "reads the 3 that are due together" in repr(plots.table_of_trials(outreach.trials))
    assert "together" not in repr(plots.table_of_trials(outreach.trials.head(1)))
    assert set(outreach.trials["verdict"]) == {"cannot tell"}  # no single week can
    assert outreach.lift.iloc[-1]["lift"] == pytest.approx(0.3)
