"""Who makes the calls: capacity, territory, own customers first, lists of like value."""

import pandas as pd

from analysis.winback.desks import desks_of, hand_out, places_of_pools, pools_of, reps_away
from winback.more_customers import more_snapshot


def test_capacity_of_the_reps_table_goes_before_the_flag():
    reps = pd.DataFrame({"rep_id": ["R1", "R2", "R3"], "capacity": [4, None, 20]})
    of = more_snapshot(reps=reps)

    assert desks_of(of, per_rep=10, most=None)["capacity"].tolist() == [4, 10, 20]
    assert desks_of(of, per_rep=5, most=5)["capacity"].tolist() == [4, 5, 5]


def test_own_customers_first_then_lists_of_like_value():
    desks = pd.DataFrame({"rep_id": ["a", "b", "c"], "pool": "north", "capacity": [2, 2, 2]})
    picked = pd.DataFrame({
        "customer_id": list("pqrstu"), "rep_id": ["a", "a", "a", "a", "b", None],
        "pool": "north", "score": [9.0, 8.0, 7.0, 6.0, 5.0, 4.0],
    })  # fmt: skip

    # a keeps 9 and 8, b keeps 5; 7 goes to c (0 < 5), 6 to b (5 < 7), 4 to c.
    assert hand_out(picked, desks).tolist() == ["a", "a", "c", "b", "b", "c"]


def test_no_desk_gets_more_than_it_has_room_for():
    desks = pd.DataFrame({"rep_id": ["a", "b"], "pool": ["n", "s"], "capacity": [1, 3]})
    picked = pd.DataFrame({
        "customer_id": list("pqrs"), "rep_id": "a", "pool": "n", "score": [4.0, 3.0, 2.0, 1.0],
    })  # fmt: skip

    assert hand_out(picked, desks).value_counts().to_dict() == {"b": 3, "a": 1}


def test_the_territory_counts_where_the_rep_is_gone():
    desks = pd.DataFrame({
        "rep_id": ["a", "b"], "territory": ["north", "south"], "pool": ["north", "south"],
        "capacity": 1,
    })  # fmt: skip
    people = pd.DataFrame({
        "customer_id": list("pqr"), "rep_id": ["b", "gone", None], "territory": ["north", "south",
        None],
    })  # fmt: skip

    assert pools_of(people, desks, seed=0).tolist()[:2] == ["south", "south"]
    assert pools_of(people, desks, seed=0).isin(["north", "south"]).all()


def test_idle_desks_lend_their_places_and_no_more():
    desks = pd.DataFrame({"pool": ["a", "b", "c"], "capacity": [4, 4, 4]})
    waiting = pd.Series({"a": 1, "b": 5, "c": 20})

    assert places_of_pools(waiting, desks, lend=True).sum() == 12
    assert places_of_pools(waiting, desks, lend=False).to_dict() == {"a": 1, "b": 4, "c": 4}


def test_reps_who_are_not_there_get_no_desk():
    reps = pd.DataFrame(
        [
            ("gone", "left", None, None),
            ("leaves later", "left", "2099-01-01", None),
            ("went", None, "2020-01-01", None),
            ("off", "inactive", None, None),
            ("on leave", "on_leave", None, None),
            ("back again", "on_leave", None, "2020-01-01"),
            ("away", "active", None, "2099-01-01"),
            ("moved", "left", None, None),
            ("moved", "active", None, None),
            ("here", "active", None, None),
            ("nobody knows", "unknown", None, None),
        ],
        columns=["rep_id", "status", "left_on", "leave_until"],
    )
    of = more_snapshot(reps=reps)

    assert sorted(reps_away(of)) == ["away", "gone", "off", "on leave", "went"]
    assert sorted(desks_of(of, per_rep=10, most=None)["rep_id"]) == [
        "back again", "here", "leaves later", "moved", "nobody knows",
    ]  # fmt: skip


def test_where_all_reps_are_away_there_is_one_desk_without_them():
    reps = pd.DataFrame({"rep_id": ["R1", "R2"], "status": "left"})
    desks = desks_of(more_snapshot(reps=reps), per_rep=10, most=None)
    assert len(desks)
    assert not {"R1", "R2"} & {*desks["rep_id"]}


def test_clean_reps_without_a_status_are_all_there():
    assert not reps_away(more_snapshot(reps=pd.DataFrame({"rep_id": ["R1", "R2"]})))
