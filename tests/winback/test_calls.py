"""This week's calls of the company of 42 customers, row by row; the answers stand beside them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import winback as room
from analysis.settings import Settings
from analysis.winback import slots as slotting
from analysis.winback.calling import not_this_week, purpose_of_calls
from analysis.winback.holdouts import is_held, lots
from analysis.winback.slots import fill_slots
from analysis.winback.worth import MEASURED, worth_of_calls
from winback.more_customers import BARRED, PURPOSES, RESTING, more_snapshot, more_tables

SNAPSHOT = more_snapshot()
MIX = {"exploit": 6, "probe": 2, "closure": 1, "explore": 1}


def terms(**changes):
    return room.Terms(Settings(), **{"hold_share": 0.0, "per_rep": 10, **changes})


def week_of(of=SNAPSHOT, **changes):
    return room.plan_week(of, terms(**changes))


def test_who_may_not_be_called_and_why():
    why = room.who_is_barred(SNAPSHOT)

    assert why[why != ""].to_dict() == BARRED


def test_who_rests_this_week():
    why = not_this_week(SNAPSHOT, program="calls 2024-12-31")
    dormant = set(SNAPSHOT.dormant["customer_id"])

    assert {one: said for one, said in why.items() if said and one in dormant} == RESTING


@pytest.mark.parametrize(
    ("today", "resting"),
    [
        ("2024-02-20", {"called", "later", "held"}),
        ("2024-03-05", {"called", "later", "held"}),  # the first call is 36 days ago, the last 20
        ("2024-03-13", {"called", "later", "held"}),
        ("2024-03-14", set()),
    ],
)
def test_called_and_held_back_rest_alike_until_the_list_is_worked_through(today, resting):
    assigned = pd.DataFrame(
        {"program": "calls 2024-01-25", "customer_id": ["called", "later", "held"],
         "arm": ["treat", "treat", "hold"], "assigned_on": "2024-01-25"}
    )  # fmt: skip
    touches = pd.DataFrame(
        {"customer_id": ["called", "later", "later", "other"], "direction": "outbound",
         "touched_at": ["2024-01-29 09:00", "2024-02-14 10:00",
                        "2023-11-01 10:00", "2024-02-20 10:00"]}
    )  # fmt: skip
    tables = {
        "customers": pd.DataFrame({"customer_id": ["called", "later", "held", "free"]}),
        "assignments": assigned,
        "touches": touches[touches["touched_at"] < today],
    }
    why = not_this_week(
        room.take_snapshot(tables, as_of=date.fromisoformat(today)), program="calls now"
    )

    assert set(why.index[why != ""]) == resting


def test_purpose_of_each_call():
    found = purpose_of_calls(SNAPSHOT).set_index("customer_id")["purpose"]

    assert found[list(PURPOSES)].to_dict() == PURPOSES


def test_nothing_is_sold():
    assert not set(purpose_of_calls(SNAPSHOT)["purpose"]) & {"sell", "offer"}


def test_called_and_not_called_are_all_dormant_customers_once():
    week = week_of(hold_share=0.3)
    ids = [*week.calls["customer_id"], *week.not_called["customer_id"]]

    assert sorted(ids) == sorted(SNAPSHOT.dormant["customer_id"])
    assert week.n_dormant == len(ids)


def test_reasons_not_to_call_stand_in_the_week():
    out = week_of().not_called.set_index("customer_id")["reason"]

    assert {one: out[one] for one in BARRED | RESTING} == BARRED | RESTING


def test_ten_places_go_six_two_one_one():
    calls = week_of().calls

    assert calls["slot"].value_counts().to_dict() == MIX
    assert set(calls.loc[calls["slot"] == "probe", "purpose"]) == {"feedback"}
    assert set(calls.loc[calls["slot"] == "closure", "purpose"]) == {"closure"}
    batch = calls["probe_batch"].dropna()
    assert set(batch) == {"calls 2024-12-31"}
    assert (calls["slot"].eq("probe") == calls["probe_probability"].notna()).all()


def test_the_probe_has_the_chance_it_says():
    calls = week_of().calls
    may = [one for one, why in room.who_is_barred(SNAPSHOT).items() if not why]
    asked = purpose_of_calls(SNAPSHOT).query("purpose == 'feedback'")["customer_id"]
    n = len(set(may) & set(asked) - set(RESTING))

    assert calls["probe_probability"].dropna().tolist() == pytest.approx([2 / n, 2 / n])


def test_the_best_of_the_rest_are_called_for_their_value():
    calls = week_of().calls
    by_lot = set(calls.loc[calls["slot"].isin(["probe", "explore"]), "customer_id"])
    free = set(SNAPSHOT.dormant["customer_id"]) - set(BARRED) - set(RESTING) - by_lot
    purpose = purpose_of_calls(SNAPSHOT).set_index("customer_id")["purpose"]
    ranked = worth_of_calls(SNAPSHOT, cost=0.0, default_margin=0.3).sort_values(
        ["expected_value", "customer_id"], ascending=[False, True]
    )["customer_id"]
    best = [one for one in ranked if one in free and purpose[one] != "closure"][:6]

    assert sorted(calls.loc[calls["slot"] == "exploit", "customer_id"]) == sorted(best)


def test_chances_are_those_of_many_draws(monkeypatch):
    rng = np.random.default_rng(11)
    n, draws = 40, 2000
    rows = pd.DataFrame({
        "customer_id": [f"c{number:02}" for number in range(n)],
        "purpose": rng.choice(["feedback", "closure", "checkin"], n, p=[0.5, 0.2, 0.3]),
        "score": rng.integers(-5, 20, n).astype(float), "in_lot": rng.random(n) < 0.8,
        "held": rng.random(n) < 0.15,
    })  # fmt: skip
    told = fill_slots(rows, 14, mix=MIX, seed=0, program="calls")["propensity"].to_numpy()
    again = np.random.default_rng(12)
    monkeypatch.setattr(slotting, "lots", lambda ids, seed, draw: again.random(len(ids)))
    hits = np.zeros(n)
    for _ in range(draws):
        drawn = fill_slots(rows, 14, mix=MIX, seed=0, program="calls")
        hits += ((drawn["slot"] != "") & ~drawn["held"]).to_numpy()

    free = ~rows["held"].to_numpy()
    spread = np.sqrt(np.maximum(told * (1 - told), 1e-12) / draws)
    # Four spreads of forty customers: one false alarm in four hundred such tests.
    assert (np.abs(hits / draws - told)[free] <= 4 * spread[free] + 1e-9).all()
    assert np.isnan(told[~free]).all()
    assert told[free].sum() == pytest.approx(14)


def test_chance_of_the_second_best_by_hand():
    # One is drawn by lot of three, then the best of the other two is called: the second best is
    # called when it is drawn (1/3) or the best is (1/3).
    rows = pd.DataFrame({
        "customer_id": list("abc"), "purpose": "checkin", "score": [3.0, 2.0, 1.0],
        "in_lot": False, "held": False,
    })  # fmt: skip
    mix = {"exploit": 1, "probe": 0, "closure": 0, "explore": 1}
    found = fill_slots(rows, 2, mix=mix, seed=0, program="calls")

    assert found["propensity"].tolist() == pytest.approx([1.0, 2 / 3, 1 / 3])


def test_everybody_is_called_when_there_is_room():
    week = week_of(per_rep=100)
    free = set(SNAPSHOT.dormant["customer_id"]) - set(BARRED) - set(RESTING)

    # k09 and k10 named a reason beyond remedy: they are asked for a No, not called for value.
    assert set(week.calls["customer_id"]) == free
    assert week.calls["propensity"].round(9).eq(1.0).all()


def test_a_call_that_costs_more_than_it_brings_is_not_made():
    costly = more_tables()["reps"].assign(hour_cost=4000.0)  # 15 minutes: 1,000 a call
    week = week_of(more_snapshot(reps=costly))

    assert "costs more than it brings" in set(week.not_called["reason"])
    assert not week.calls["slot"].eq("exploit").any()


def test_arms_depend_on_seed_and_id_alone():
    ids = [f"c{number}" for number in range(5000)]
    held = is_held(ids, share=0.2, seed=7)

    assert is_held(ids[::-1], share=0.2, seed=7)[::-1].tolist() == held.tolist()
    assert is_held(ids[:10], share=0.2, seed=7).tolist() == held[:10].tolist()
    assert not (is_held(ids, share=0.1, seed=7) & ~held).any()
    assert (is_held(ids, share=0.2, seed=8) != held).any()
    # Binomial with 5,000 and 0.2: four spreads are 113.
    assert abs(int(held.sum()) - 1000) < 113


def test_lots_of_different_draws_have_nothing_to_do_with_each_other():
    ids = [f"c{number}" for number in range(5000)]
    one, other = lots(ids, seed=0, draw="arm"), lots(ids, seed=0, draw="probe")

    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(5000)
    assert abs(one.mean() - 0.5) < 4 * np.sqrt(1 / 12 / 5000)


def test_held_back_are_those_who_would_have_been_called():
    week = week_of(hold_share=0.3)
    arms = week.assignments.set_index("customer_id")
    out = week.not_called.set_index("customer_id")["reason"]
    held = arms.index[arms["arm"] == "hold"]

    assert set(arms.index[arms["arm"] == "treat"]) == set(week.calls["customer_id"])
    assert sorted(out.index[out == "held back by lot this week"]) == sorted(held)
    assert arms.loc[held, "propensity"].eq(0.3).all()
    assert arms.drop(held)["propensity"].eq(0.7).all()


@pytest.mark.parametrize("hold_share", [0.3, 1.0])
def test_where_there_is_room_for_all_nobody_held_back_lacks_it(hold_share):
    week = week_of(per_rep=100, hold_share=hold_share)

    assert "no room on this week's lists" not in set(week.not_called["reason"])
    assert (week.assignments["arm"] == "hold").any()


def test_held_back_and_called_are_alike():
    # Nothing tells the arms apart but the lot: over many seeds their worth is the same.
    gaps = []
    for seed in range(40):
        week = week_of(hold_share=0.3, seed=seed)
        value = SNAPSHOT.customers.set_index("customer_id")["yearly_spend"]
        mean = value.reindex(week.assignments["customer_id"]).to_numpy()
        hold = week.assignments["arm"].eq("hold").to_numpy()
        if hold.sum() > 0:
            gaps.append(mean[hold].mean() - mean[~hold].mean())

    assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(len(gaps))


def test_next_month_keeps_the_arms():
    first = week_of(hold_share=0.3)
    back = first.assignments.assign(assigned_on="2024-11-20", program="calls 2024-11-20")
    known = pd.concat([more_tables()["assignments"], back])
    again = week_of(more_snapshot(assignments=known), hold_share=0.3)
    held = set(back.loc[back["arm"] == "hold", "customer_id"])

    assert not held & set(again.calls["customer_id"])
    # Who is held back month after month stays someone to compare with.
    assert held & set(again.assignments.query("arm == 'hold'")["customer_id"])


def test_whoever_was_listed_last_week_rests():
    first = week_of()
    back = first.assignments.assign(assigned_on="2024-12-24", program="calls 2024-12-24")
    again = week_of(more_snapshot(assignments=back))

    assert not set(first.calls["customer_id"]) & set(again.calls["customer_id"])


def test_another_order_of_rows_changes_nothing():
    rng = np.random.default_rng(5)
    mixed = {
        name: rows.sample(frac=1.0, random_state=int(rng.integers(1000)))
        for name, rows in more_tables().items()
    }
    one, other = week_of(hold_share=0.3), week_of(more_snapshot(**mixed), hold_share=0.3)

    assert one.calls.equals(other.calls)
    assert one.not_called.equals(other.not_called)
    assert one.assignments.equals(other.assignments)


def test_what_is_known_after_a_return_does_not_enter_the_value():
    # The canary of the plan: reasons written down after the day, as they are once somebody is back.
    late = pd.DataFrame({
        "customer_id": ["k15", "k30"], "code": "moved", "stated_on": "2024-04-01",
        "present": True, "source": "rep", "known_at": "2025-01-05 09:00",
    })  # fmt: skip
    known = pd.concat([more_tables()["reasons"], late])
    orders = more_tables()["orders"]
    back = pd.DataFrame({"customer_id": ["k15"], "ordered_on": ["2025-01-04"], "amount": [9e6]})
    of = more_snapshot(reasons=known, orders=pd.concat([orders, back]))

    assert week_of(of).calls.equals(week_of().calls)


def test_value_without_an_experiment_is_a_prior_and_says_so():
    found = worth_of_calls(SNAPSHOT, cost=10.0, default_margin=0.3).set_index("customer_id")

    # k15: 1,500 a year x 30 % x one in ten - 10; from no effect to twice the chance.
    columns = ["expected_value", "expected_low", "expected_high"]
    assert found.loc["k15", columns].tolist() == pytest.approx([35.0, -10.0, 80.0])
    assert found.loc["k09", "expected_value"] == -10.0  # beyond remedy
    assert set(found["value_basis"]) == {"not incremental: prior"}


def test_value_with_an_experiment_is_the_lift_of_the_class():
    lifts = pd.DataFrame({
        "class": ["news", "open", "all"], "n_treat": [300, 100, 400], "n_hold": [100, 100, 200],
        "lift": [0.2, 0.0, 0.11], "low": [0.1, -0.1, 0.05], "high": [0.3, 0.1, 0.17],
        "shrunk": [0.15, 0.03, 0.11],
    })  # fmt: skip
    classes = pd.Series({"k15": "news", "k16": "open"})
    found = worth_of_calls(
        SNAPSHOT, cost=10.0, default_margin=0.3, lifts=lifts, classes=classes
    ).set_index("customer_id")

    assert found.loc["k15", "expected_value"] == pytest.approx(1500 * 0.3 * 0.15 - 10)
    assert found.loc["k16", "expected_low"] == pytest.approx(1600 * 0.3 * -0.1 - 10)
    # A class that no programme held: the lift of all.
    assert found.loc["k17", "expected_value"] == pytest.approx(1700 * 0.3 * 0.11 - 10)
    assert set(found["value_basis"]) == {MEASURED}


@pytest.mark.parametrize(
    "without",
    [["reps"], ["issues"], ["touches"], ["reasons"], ["statements"], ["assignments"], ["orders"],
     ["reps", "issues", "touches", "reasons", "statements", "assignments", "orders"]],
    ids=" and ".join,
)  # fmt: skip
def test_an_absent_table_breaks_nothing(without):
    of = more_snapshot(without=without)
    week = week_of(of, hold_share=0.2)
    sheets = room.dossiers(of, week.calls, cleared=False)

    assert week.n_dormant == len(of.dormant)
    assert len(week.calls) >= 8
    assert len(sheets) == len(week.calls)
    assert not set(week.calls["customer_id"]) & {"k14", "k25"}


def test_without_contacts_nobody_is_called():
    week = week_of(more_snapshot(without=["contacts"]))

    assert week.calls.empty
    assert "no contact on file" in set(week.not_called["reason"])


def test_nobody_dormant_and_one_customer():
    people = more_tables()["customers"]
    alone = people[people["customer_id"] == "k15"]
    active = people.assign(dormancy_state="active")

    assert week_of(more_snapshot(customers=alone)).calls["customer_id"].tolist() == ["k15"]
    assert week_of(more_snapshot(customers=active)).n_dormant == 0


def test_dossier_of_each_call():
    of = SNAPSHOT
    calls = pd.DataFrame({
        "customer_id": ["k01", "k06", "k11", "k12", "k15"], "own_rep_id": "R1",
        "contact_id": ["k01-1", "k06-1", "k11-1", "k12-1", "k15-1"],
        "purpose": ["goodnews", "listen", "closure", "resolve", "feedback"],
    })  # fmt: skip
    found = room.dossiers(of, calls, cleared=True).set_index("customer_id")

    assert found["completeness"].to_dict() == {
        "k01": "6/6", "k06": "6/6", "k11": "6/6", "k12": "6/6", "k15": "5/6",
    }  # fmt: skip
    assert found["reasons"]["k15"] == "unknown: ask"
    assert found["open_issues"]["k06"] == "S2 (price, due 2024-11-30)"
    assert found["do_not_say"].to_dict() == {
        "k01": "This contact was angry or felt bothered: listen first.",
        "k06": "Do not sell while an issue is open. Somebody sold to them while an issue was open: "
        "say sorry first. Do not begin with a discount.",
        "k11": "A personal reason was heard from others: do not bring it up.",
        "k12": "Do not sell while an issue is open. Somebody sold to them while an issue was open: "
        "say sorry first.",
        "k15": "Offer no discount before you know why they stopped.",
    }


def test_trend_of_sizes_by_hand():
    days = pd.date_range("2023-01-01", periods=8, freq="30D")
    orders = pd.DataFrame({
        "customer_id": "k15", "ordered_on": days, "amount": [800.0, 700, 600, 500, 400, 300, 200,
                                                             100],
    })  # fmt: skip
    calls = pd.DataFrame({"customer_id": ["k15"], "contact_id": "k15-1", "own_rep_id": "R1",
                          "purpose": "feedback"})  # fmt: skip
    found = room.dossiers(more_snapshot(orders=orders), calls, cleared=True).iloc[0]

    assert (found["size_trend"], found["gap_trend"]) == ("shrinking", "no clear trend")
    assert found["last_orders"].startswith("2023-07-30 100; 2023-06-30 200")


def test_what_a_week_can_show():
    week = week_of(hold_share=0.3)
    seen = room.what_can_be_seen(week, SNAPSHOT)

    assert seen.value > 0.3  # ten calls show next to nothing
    assert str(room.read_out_on(SNAPSHOT).date()) == "2025-06-29"
    assert not room.what_can_be_seen(week_of(), SNAPSHOT).known
