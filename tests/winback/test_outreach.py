"""Outreach against a small company written by hand; what is right stands beside it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import winback as room
from analysis.settings import Settings
from analysis.winback import take_snapshot
from analysis.winback.standing import stood_on

AS_OF = date(2024, 12, 31)
DRAWN = pd.Timestamp("2024-01-10")
CALLED, HELD = [f"t{n:02}" for n in range(1, 11)], [f"h{n:02}" for n in range(1, 11)]

#: Days from the draw to the next order. t05 is a day late, t06 ordered on the day of the draw: no
#: return of either counts. So 4 of 10 called and 1 of 10 held back returned.
RETURNS = {"t01": 10, "t02": 30, "t03": 100, "t04": 180, "t05": 181, "t06": 0, "h01": 50}

TOUCHES = [  # customer, days after the draw, outcome, cost, minutes, offer cost
    ("t01", 1, "connected", 10.0, None, 50.0),  # returned: the offer is paid
    ("t02", 1, "connected", 10.0, None, None),
    ("t03", 1, "voicemail", 10.0, None, None),
    ("t03", 5, "connected", None, 30.0, None),  # half an hour at 48: 24
    ("t05", 1, "connected", 10.0, None, None),
    ("t07", 1, "connected", 10.0, None, 50.0),  # not returned: no offer was taken up
    ("t04", 200, "connected", 99.0, None, None),  # beyond the window
    ("t02", 60, "connected", 10.0, None, None),  # after the return: costs, reaches nobody new
    ("h02", 3, "voicemail", 10.0, None, None),  # held back, and called all the same
]  # fmt: skip


def day(days):
    return DRAWN + pd.Timedelta(days=days)


def tables():
    ids = [*CALLED, *HELD, "both"]
    before = pd.DataFrame({"customer_id": ids, "ordered_on": pd.Timestamp("2023-06-01")})
    after = pd.DataFrame([(who, day(n)) for who, n in RETURNS.items()],
                         columns=["customer_id", "ordered_on"])  # fmt: skip
    orders = pd.concat([before, after], ignore_index=True)
    names = ["customer_id", "after", "outcome", "cost", "minutes", "offer_cost"]
    touches = pd.DataFrame(TOUCHES, columns=names)
    assigned = pd.DataFrame({
        "customer_id": [*CALLED, *HELD, "both", "both"],
        "arm": ["treat"] * 10 + ["hold"] * 10 + ["treat", "hold"],
    })  # fmt: skip
    return {
        "customers": pd.DataFrame({"customer_id": ids, "tier": "A"}),
        "orders": orders,
        "earnings": orders.rename(columns={"ordered_on": "booked_on"}).assign(
            net=100.0, margin=30.0
        ),
        "touches": touches.assign(
            touched_at=[day(n) + pd.Timedelta(hours=10) for n in touches["after"]],
            program="spring", rep_id="R1", direction="outbound",
        ),
        "reps": pd.DataFrame({"rep_id": ["R1"], "hour_cost": [48.0], "commission_rate": [0.05]}),
        "assignments": assigned.assign(program="spring", assigned_on=DRAWN),
    }  # fmt: skip


def snapshot(without=(), as_of=AS_OF, **changes):
    kept = {name: rows for name, rows in (tables() | changes).items() if name not in without}
    return take_snapshot(kept, as_of=as_of)


def trial_of(of, **settings):
    chosen = Settings(**settings)
    people = room.people_of_trials(of, window_days=chosen.response_days)
    return room.read_trials(people, of, settings=chosen)[0]


def test_returns_count_within_the_window_and_after_the_day_of_the_draw():
    trial = trial_of(snapshot())

    assert (trial.n_treat, trial.n_hold) == (10, 10)  # who stands in both arms is in neither
    assert (trial.back_treat, trial.back_hold) == (4, 1)
    assert trial.effect.value == pytest.approx(0.3)
    # Wilson with continuity correction (R's prop.test): 4 of 10 .1369 to .7263, 1 of 10 .0052 to
    # .4588; Newcombe joins the distances.
    assert trial.effect.low == pytest.approx(0.3 - np.hypot(0.4 - 0.1369, 0.4588 - 0.1), abs=1e-4)
    assert trial.effect.high == pytest.approx(0.3 + np.hypot(0.7263 - 0.4, 0.1 - 0.0052), abs=1e-4)
    assert trial.natural.value == pytest.approx(0.25)
    assert trial.extra.value == pytest.approx(3.0)


def test_contact_cost_and_what_looks_wrong():
    trial = trial_of(snapshot())

    # t01, t02, t03, t05 and t07 were reached: half of the called, nobody of the held back.
    assert trial.through_contact.value == pytest.approx(0.6)
    # 10 + 10 + 10 + 24 + 10 + 10 + 10 for touches, 50 for the one offer taken up.
    assert trial.cost.value == pytest.approx(134.0)
    assert trial.cost_per_return.method == "there may be no extra return at all"
    told = " ".join(trial.doubts)
    assert "1 customer held back was called all the same" in told
    assert "5 of those meant to be called never were" in told
    assert "1 of 20 had ordered in the 30 days before the draw" in told


def test_a_programme_is_not_read_before_its_day():
    trial = trial_of(snapshot(as_of=date(2024, 7, 7)))  # the window ends on 8 July

    assert str(trial.read_out_on) == "2024-07-08"
    assert not trial.effect.known
    assert trial.effect.method == "read-out on 8 July 2024"
    assert not trial.extra.known
    assert not trial.cost_per_return.known
    assert trial_of(snapshot(as_of=date(2024, 7, 8))).effect.known


def test_unequal_chances_are_compared_within_strata():
    rows = tables()["assignments"].query("customer_id != 'both'").reset_index(drop=True)
    # Of stratum x nine are called and one is held back, of y the other way round.
    in_x = [*CALLED[:9], "h10"]
    rows["stratum"] = np.where(rows["customer_id"].isin(in_x), "x", "y")
    trial = trial_of(snapshot(assignments=rows))

    # x: 4/9 against 0/1; y: 0/1 against 1/9; of ten called nine are of x and one of y.
    assert trial.effect.method.endswith("the held back weighted as the called")
    assert trial.effect.value == pytest.approx(0.9 * 4 / 9 - 0.1 * 1 / 9)


def test_a_draw_that_follows_the_money_is_doubted():
    ids = [f"c{n:03}" for n in range(200)]
    orders = pd.DataFrame({"customer_id": ids, "ordered_on": pd.Timestamp("2023-06-01")})
    rich = snapshot(
        orders=orders,
        earnings=orders.rename(columns={"ordered_on": "booked_on"}).assign(
            net=np.arange(200) * 10.0, margin=1.0
        ),
        assignments=pd.DataFrame({
            "customer_id": ids, "program": "spring", "assigned_on": DRAWN,
            "arm": ["hold"] * 80 + ["treat"] * 120,
        }),
    )  # fmt: skip

    assert "it may not have been by lot" in " ".join(trial_of(rich).doubts)


def test_curves_start_at_the_draw_for_both_arms():
    of = snapshot()
    people = room.people_of_trials(of, window_days=180)
    curves = room.return_curves(people, as_of=AS_OF, window_days=180)
    last = curves.groupby("arm").last()

    assert last["returned_share"].round(9).to_dict() == {"called": 0.4, "held back": 0.1}
    assert curves.groupby("arm").first()["days_since"].tolist() == [0.0, 0.0]


STATEMENTS = pd.DataFrame(
    [
        ("t01", "t01-1", 3, "2023-07-01", None),  # whom we angered left in time
        ("t02", "t02-1", 3, "2023-07-01", None),  # is still there
        ("t03", "t03-1", 4, "2023-07-01", None),  # left after the draw: still there then
        ("t04", "t04-1", 3, "2023-07-01", "2024-03-01"),  # known after the draw only
        ("t05", None, 3, "2023-07-01", None),  # names nobody: both contacts are there
        ("t06", None, 3, "2023-07-01", None),  # names nobody: one is gone, one there: not known
        ("t07", "t07-1", 3, "2022-07-01", None),  # of an earlier silence
    ],
    columns=["customer_id", "contact_id", "severity", "stated_on", "known_at"],
)
CONTACTS = pd.DataFrame(
    [
        ("t01", "t01-1", "left", "2023-12-01"), ("t02", "t02-1", "active", None),
        ("t03", "t03-1", "left", "2024-02-01"), ("t04", "t04-1", "active", None),
        ("t05", "t05-1", "active", None), ("t05", "t05-2", "active", None),
        ("t06", "t06-1", "left", "2023-12-01"), ("t06", "t06-2", "active", None),
        ("t07", "t07-1", "active", None),
    ],
    columns=["customer_id", "contact_id", "status", "left_on"],
)  # fmt: skip
REASONS = pd.DataFrame(
    [("h01", "late"), ("h02", "price"), ("h03", "noise"), ("h04", "forms"), ("t02", "late")],
    columns=["customer_id", "code"],
).assign(stated_on="2023-07-01")
ISSUES = pd.DataFrame(
    [("1", "late", "2023-01-01", "2023-12-01", "fixed"),
     ("2", "price", "2023-01-01", None, "irresolvable"),
     ("3", "forms", "2023-01-01", "2024-02-01", "fixed")],  # fixed after the draw
    columns=["issue_id", "code", "opened_on", "fixed_on", "status"],
)  # fmt: skip


def test_classes_know_nothing_later_than_the_draw():
    of = snapshot(statements=STATEMENTS, contacts=CONTACTS, reasons=REASONS, issues=ISSUES)
    people = room.people_of_trials(of, window_days=180)
    found = room.classes_on(people, of).set_axis(people["customer_id"])

    named = found[found != "no reason known"].to_dict()
    there = "angry, the person is still there"
    assert named == {
        "t01": "angry, the person has left", "t02": there, "t03": there, "t05": there,
        "h01": "a reason fixed since", "h02": "a reason beyond remedy", "h03": "another reason",
        "h04": "another reason",
    }  # fmt: skip


def test_shrunken_lifts_lie_between_their_own_and_that_of_all():
    people = pd.DataFrame({
        "program": "x", "due_on": DRAWN, "treated": [True, False] * 200,
        "returned": ([True, False] * 40 + [False] * 20) + ([True] * 4 + [False] * 296),
    })  # fmt: skip
    classes = pd.Series(["a"] * 100 + ["b"] * 300)
    found = room.lift_by_class(people, classes, as_of=pd.Timestamp(AS_OF)).set_index("class")

    assert found.loc["a", "lift"] == pytest.approx(40 / 50)
    total = found.loc["all", "lift"]
    assert total < found.loc["a", "shrunk"] < found.loc["a", "lift"]
    assert found.loc["b", "lift"] < found.loc["b", "shrunk"] < total
    early = room.lift_by_class(people, classes, as_of=DRAWN - pd.Timedelta(days=1))
    assert early.empty
    assert list(early) == list(found.reset_index())


def test_silence_is_judged_by_what_was_known_then():
    # Monthly orders, then ten months of silence and a return: today's longest gap is 300 days.
    days = [*pd.date_range("2023-01-01", periods=6, freq="30D"), pd.Timestamp("2024-04-01")]
    orders = pd.DataFrame({"customer_id": "a", "ordered_on": days})
    of = take_snapshot({"orders": orders}, as_of=AS_OF)
    people = stood_on(pd.DataFrame({"customer_id": ["a"], "day": [DRAWN]}), of)

    assert people["mean_gap_days"].tolist() == [30.0]
    assert people["n_orders"].tolist() == [6.0]


def test_a_programme_without_hold_out_is_an_association():
    rng = np.random.default_rng(3)
    ids = [f"c{n:04}" for n in range(600)]
    warm = np.arange(600) % 2 == 0  # warm ones have been silent for shorter, and return more often
    last = np.where(warm, "2023-10-01", "2022-10-01")
    returned = rng.random(600) < np.where(warm, 0.5, 0.05)
    called = rng.random(600) < np.where(warm, 0.8, 0.1)
    orders = pd.concat([
        pd.DataFrame({"customer_id": ids, "ordered_on": pd.to_datetime(last)}),
        pd.DataFrame({"customer_id": ids, "ordered_on": day(40)})[returned],
    ])  # fmt: skip
    touches = pd.DataFrame({"customer_id": ids, "program": "blitz", "touched_at": DRAWN,
                            "outcome": "voicemail"})[called]  # fmt: skip
    of = take_snapshot({"orders": orders, "touches": touches}, as_of=AS_OF)
    (found,) = room.compare_programmes(of, window_days=180)

    assert found.plain.value > 0.2  # what reps saw in them is credited to the calls
    assert found.alike.low < 0 < found.alike.high
    assert found.verdict == "association, not effect"
    assert found.unseen == 1.0


def test_arms_compare_only_when_dealt_by_lot():
    of = snapshot(touches=tables()["touches"].assign(
        approach=["card", "call"] * 4 + ["card"]))  # fmt: skip
    people = room.people_of_arms(of, window_days=180)

    said = room.arms_table(people, dealt_by_lot=())["comparable"].unique().tolist()
    assert said == ["not comparable: nobody says they were dealt by lot"]
    told = room.arms_table(people, dealt_by_lot=("spring",))
    assert told["comparable"].unique().tolist() == ["dealt by lot"]
    assert len(room.pairs_of_arms(people)) == 1


def test_offers_are_ranked_by_value_and_not_by_return():
    """Cheap brings back 12 of 40 for a month at a third of the margin; kind 8, who stay."""
    ids = [f"{arm}{n:02}" for arm in ("cheap", "kind") for n in range(40)]
    back = [n < (12 if arm == "cheap" else 8) for arm in ("cheap", "kind") for n in range(40)]
    first = pd.DataFrame({"customer_id": ids, "booked_on": pd.Timestamp("2022-06-01"),
                          "net": 100.0, "margin": 30.0})  # fmt: skip
    began, later = pd.Timestamp("2023-01-20"), []
    for who, returned in zip(ids, back, strict=True):
        n_orders, margin = (1, 10.0) if who.startswith("cheap") else (12, 30.0)
        later += [(who, began + pd.Timedelta(days=30 * n), 100.0, margin)
                  for n in range(n_orders if returned else 0)]  # fmt: skip
    earnings = pd.concat([first, pd.DataFrame(later, columns=list(first))])
    of = take_snapshot({
        "orders": earnings[["customer_id", "booked_on"]].set_axis(
            ["customer_id", "ordered_on"], axis=1),
        "earnings": earnings,
        "touches": pd.DataFrame({"customer_id": ids, "program": "back", "touched_at": "2023-01-10",
            "outcome": "connected", "cost": 1.0,
            "offer_type": ["price" if who.startswith("cheap") else "upgrade" for who in ids]}),
    }, as_of=AS_OF)  # fmt: skip
    people = room.people_of_arms(of, window_days=180)
    found = room.value_of_offers(people, of, settings=Settings()).set_index("offer")

    assert found["by_return"].to_dict() == {"price": 1.0, "upgrade": 2.0}
    assert found["by_value"].to_dict() == {"price": 2.0, "upgrade": 1.0}
    assert found["concession"].to_dict() == {"price": True, "upgrade": False}
    # The three factors give the value: .3 x 1 month x 10 - 1, and .2 x 12 months x 30 - 1.
    assert found.loc["price", "months"] == pytest.approx(1.0)
    assert found.loc["price", "value"] == pytest.approx(0.3 * 10 - 1)
    assert found.loc["upgrade", "months"] == pytest.approx(330 / (365.25 / 12))
    assert found.loc["upgrade", "value"] == pytest.approx(0.2 * 12 * 30 - 1, rel=0.01)


ATTEMPTS = [  # customer, day, outcome
    ("a", 1, "voicemail"), ("a", 3, "connected"),  # talks at the second
    ("a", 9, "voicemail"),  # after a talk: a new run
    ("b", 1, "no_answer"), ("b", 3, "opt_out"),  # opts out at the second
    ("c", 1, "voicemail"),  # given up
    ("c", 100, "voicemail"),  # 99 days later: a new run
    ("d", 1, "meeting"),
]  # fmt: skip


def test_runs_of_attempts():
    touches = pd.DataFrame(ATTEMPTS, columns=["customer_id", "day", "outcome"])
    touches = touches.assign(touched_at=[day(n) for n in touches["day"]], program="x")
    attempts = room.attempts_in_order(take_snapshot({"touches": touches}, as_of=AS_OF))

    found = room.persistence(attempts)
    # Six first attempts (one talk), two second ones (one talk, one opt-out).
    assert found["n_tried"].tolist() == [6, 2]
    assert found["talked_by_now"].tolist() == pytest.approx([1 / 6, 1 / 6 + 5 / 6 / 2])
    assert found["annoyed_by_now"].tolist() == pytest.approx([0.0, 5 / 6 / 2])
    assert room.stop_after(attempts, settings=Settings(n_bootstrap=100, share_floor=1)).value == 1.0


def test_an_inbound_call_is_no_attempt():
    touches = pd.DataFrame({"customer_id": "a", "program": "x", "direction": "inbound",
                            "touched_at": [day(1), day(2)], "outcome": "connected"})  # fmt: skip

    assert room.attempts_in_order(take_snapshot({"touches": touches}, as_of=AS_OF)).empty


def test_harm_is_counted_by_touches_and_compared_by_customers():
    found = room.harm_of_touches(snapshot(touches=tables()["touches"].assign(
        outcome=["opt_out", "intrusion", *["voicemail"] * 7]))).set_index("what")  # fmt: skip

    assert found["n_harmed"].tolist() == [1, 1, 0, 2]
    assert found["share"].iloc[-1] == pytest.approx(2 / 9)
    few = room.return_after_harm(snapshot(), window_days=180, floor=5)
    assert not few.known


def test_one_touch_is_sometimes_enough():
    people = room.people_of_trials(snapshot(), window_days=180)

    # t01 and t02 returned after one touch, t03 after two; t04 was never tried in time.
    share = room.one_touch_share(people, snapshot())
    assert (share.value, share.n) == (pytest.approx(2 / 3), 3)


@pytest.mark.parametrize(
    "without",
    [["assignments"], ["touches"], ["orders"], ["earnings"], ["reps"], ["customers"],
     ["assignments", "touches", "orders", "earnings", "reps", "customers"]],
    ids=" and ".join,
)  # fmt: skip
def test_an_absent_table_breaks_nothing_and_invents_nothing(without):
    of, settings = snapshot(without=without), Settings(n_bootstrap=100)
    people = room.people_of_trials(of, window_days=180)
    trials = room.read_trials(people, of, settings=settings)
    classes = room.classes_on(people, of)
    arms = room.people_of_arms(of, window_days=180)
    attempts = room.attempts_in_order(of)

    assert len(trials) == (0 if "assignments" in without else 1)
    for trial in trials:
        assert trial.cost.known == ("touches" not in without)
        assert trial.margin.known == ("earnings" not in without) or trial.margin.low is None
        assert (trial.back_treat == 0) == ("orders" in without)
    assert len(room.lift_by_class(people, classes, as_of=of.today)) <= 2
    for found in (
        room.questions_of_lift(people, classes, floor=5), room.league(room.compare_programmes(
            of, window_days=180)), room.arms_table(arms, dealt_by_lot=()),
        room.pairs_of_arms(arms), room.value_of_offers(arms, of, settings=settings),
        room.persistence(attempts), room.times_and_channels(attempts), room.harm_of_touches(of),
    ):  # fmt: skip
        assert isinstance(found, pd.DataFrame)
    room.stop_after(attempts, settings=settings)
    room.followed_by_mail(of)
    room.one_touch_share(people, of)


def test_one_customer_and_one_arm_tell_nothing():
    of = snapshot(assignments=tables()["assignments"].head(1))

    trial = trial_of(of)

    assert trial.effect.method == "nobody in one of the arms"
    assert trial.balance_p == 1.0


def test_the_order_of_rows_changes_nothing():
    shuffled = {name: rows.sample(frac=1, random_state=7) for name, rows in tables().items()}

    one, other = trial_of(snapshot()), trial_of(snapshot(**shuffled))

    assert one == other


def test_nothing_known_after_the_snapshot_counts():
    rows = tables()["assignments"].assign(known_at="2025-01-05 10:00")

    assert room.people_of_trials(snapshot(assignments=rows), window_days=180).empty
