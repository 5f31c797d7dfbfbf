"""What was planted of outreach is found again: in the sample, and in 20 others (`make slow`)."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis import steps
from analysis import winback as room
from analysis.sample import write_company
from analysis.settings import Settings
from analysis.steps.snapshot import snapshot_of

WINDOW = 180

FIXED, GONE, THERE, UNKNOWN = (
    "a reason fixed since", "angry, the person has left", "angry, the person is still there",
    "no reason known",
)  # fmt: skip


def found_in(seed, folder):
    """What was found of P8 to P11 and P13 in one pretend company."""
    write_company(folder / "company", seed=seed)
    truth = json.loads((folder / "company" / "truth.json").read_text(encoding="utf-8"))["planted"]
    job = steps.open_job(
        [str(folder / "company")], as_of="2024-12-31", workspace=str(folder / "workspace")
    )
    snapshot, settings = snapshot_of(job), Settings()
    people = room.people_of_trials(snapshot, window_days=WINDOW)
    (trial,) = room.read_trials(people, snapshot, settings=settings)
    classes = room.classes_on(people, snapshot)
    lift = room.lift_by_class(people, classes, as_of=snapshot.today).set_index("class")["lift"]
    asked = room.questions_of_lift(people, classes, floor=settings.group_floor)
    asked = asked.set_index("question")
    compared = {one.program: one for one in room.compare_programmes(snapshot, window_days=WINDOW)}
    blitz = compared["Spring blitz"]
    arms = room.people_of_arms(snapshot, window_days=WINDOW)
    offers = room.value_of_offers(arms, snapshot, settings=settings).set_index("offer")
    pairs = room.pairs_of_arms(arms)
    attempts = room.attempts_in_order(snapshot)
    times = room.times_and_channels(attempts).set_index("what")["verdict"]
    return {
        "missed_called": truth["P8"]["returned_treated"] - trial.back_treat,
        "missed_held": truth["P8"]["returned_held"] - trial.back_hold,
        "effect_low": trial.effect.low,
        "doubted": trial.balance_p < 0.01,
        "all": lift["all"],
        "people": people.assign(**{"class": classes})[["class", "treated", "returned"]],
        "age_differs": asked["verdict"].filter(like="less than a year").eq("differs").any(),
        "plain": blitz.plain.value,
        "alike_low": blitz.alike.low,
        "alike_high": blitz.alike.high,
        "stamp": blitz.verdict,
        **{f"return_{name}": offers.loc[name, "return_share"] for name in offers.index},
        **{f"value_{name}": offers.loc[name, "value"] for name in offers.index},
        "stop": room.stop_after(attempts, settings=settings).value,
        "colours": int((pairs.loc[pairs["kind"] == "approach", "p_adjusted"] < 0.05).sum()),
        "weekdays": int((times[times.index.str.endswith("day")] == "differs").sum()),
        "evening": times.get("evening, from 17:00"),
        "alarms": _alarms(people, seed),
    }


def _alarms(people, seed, n=200):
    """Which arms dealt anew, programmes that do nothing, are said to differ."""
    rng = np.random.default_rng(seed)
    alarms = []
    for _ in range(n):
        dealt = people.assign(treated=rng.permutation(people["treated"].to_numpy()))
        one = room.lift_by_class(
            dealt, pd.Series("a", index=dealt.index), as_of=pd.Timestamp("2024-12-31")
        ).iloc[-1]
        alarms.append(bool(one["low"] > 0 or one["high"] < 0))
    return alarms


def lift_in(people):
    """Share returned of those meant to be called minus that of the others, by class."""
    shares = people.pivot_table(values="returned", index="class", columns="treated", aggfunc="mean")
    return shares[True] - shares[False]


def test_the_sample_company():
    outreach = steps.find_outreach(steps.open_job("sample", as_of="2024-12-31"))
    numbers = outreach.finding.numbers
    blitz = outreach.compared.set_index("program").loc["Spring blitz"]

    assert numbers["outreach_effect"].low > 0
    assert blitz["plain"] >= 0.06
    assert blitz["alike_low"] < 0 < blitz["alike_high"]
    assert blitz["verdict"] == "association, not effect"
    assert 5 <= numbers["stop_after_attempts"].value <= 7
    verdicts = outreach.times.set_index("what")["verdict"]
    assert (verdicts[verdicts.index.str.endswith("day")] == "nothing reliable").all()
    approaches = outreach.pairs[outreach.pairs["kind"] == "approach"]
    assert (approaches["p_adjusted"] > 0.05).all()
    lift = outreach.lift.set_index("class")["lift"]
    assert lift[FIXED] > lift[THERE]
    assert outreach.questions["p_adjusted"].notna().all()
    assert set(outreach.arms["comparable"]) == {"dealt by lot"}
    offers = outreach.offers.set_index("offer")
    assert offers.loc["price", "return_share"] > offers.loc["upgrade", "return_share"]
    assert offers.loc["price", "value"] < offers.loc["upgrade", "value"]


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    """One row per seed: what was found of what was planted."""
    folders = [(seed, tmp_path_factory.mktemp(f"o{seed}")) for seed in range(1, 21)]
    return pd.DataFrame([found_in(seed, folder) for seed, folder in folders])


@pytest.mark.slow
def test_calling_is_seen_to_work(companies):
    """P8: planted is 8 points; with 640 and 320 the power is about .9."""
    assert (companies["effect_low"] > 0).sum() >= 17
    assert 0.06 <= companies["all"].mean() <= 0.10
    assert companies["doubted"].sum() <= 1  # a fair lot is doubted once in a hundred times
    # Orders lost in the gaps of an export are returns that nobody can see.
    assert companies[["missed_called", "missed_held"]].abs().max(axis=None) <= 3


@pytest.mark.slow
def test_calling_helps_most_where_the_reason_is_fixed_and_least_where_anger_stays(companies):
    """P8: 16 points where the reason is fixed, 10 where the angered person is gone, 0 else.

    One company has some 60 customers of the smallest class, so the order is that of all 20.
    """
    lift = lift_in(pd.concat(companies["people"].tolist()))

    assert lift[FIXED] > lift[GONE] > lift[THERE]
    assert lift[FIXED] == pytest.approx(0.16, abs=0.04)  # some of its reasons are misread
    assert lift[GONE] == pytest.approx(0.10, abs=0.06)
    assert abs(lift[THERE]) <= 0.04
    assert companies["age_differs"].sum() <= 1  # nothing is planted there


@pytest.mark.slow
def test_a_reason_on_file_at_the_draw_does_not_tell_who_returns(companies):
    """P15: what is entered after the return is not on file before it, whoever it is."""
    people = pd.concat(companies["people"].tolist())
    held = people[~people["treated"]]
    told = held["class"] != UNKNOWN

    assert abs(held.loc[told, "returned"].mean() - held.loc[~told, "returned"].mean()) <= 0.02


@pytest.mark.slow
def test_a_blitz_that_chose_the_warm_is_no_effect(companies):
    """P9: true effect 0."""
    assert (companies["plain"] >= 0.06).all()
    covered = (companies["alike_low"] < 0) & (companies["alike_high"] > 0)
    assert covered.sum() >= 18
    assert companies["stamp"].isin([
        "association, not effect", "the choice of whom to call explains it"]).all()  # fmt: skip


@pytest.mark.slow
def test_the_offer_that_returns_most_is_not_worth_most(companies):
    """P10: price returns 12 points more and earns 35 % less a month, for half as long."""
    assert companies["return_price"].mean() > companies["return_upgrade"].mean()
    assert companies["value_price"].mean() < companies["value_upgrade"].mean()
    assert (companies["value_price"] < companies["value_upgrade"]).sum() >= 17


@pytest.mark.slow
def test_the_stop_and_the_evening_are_found_and_no_weekday(companies):
    """P11, P13."""
    assert companies["stop"].between(5, 7).sum() >= 18
    assert (companies["evening"] == "differs").sum() >= 19
    assert (companies["weekdays"] == 0).sum() >= 18
    assert (companies["colours"] == 0).sum() >= 18


@pytest.mark.slow
def test_a_programme_that_does_nothing_is_not_credited(companies):
    alarms = np.array(companies["alarms"].tolist())

    assert (~alarms[:, 0]).sum() >= 19  # one deal a company
    assert alarms.mean() <= 0.05  # of 4,000 deals
