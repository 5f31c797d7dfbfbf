"""What a customer answered, and whom the lists name then."""

from datetime import date

import pandas as pd
import pytest

from analysis import winback as room
from analysis.settings import Settings
from analysis.winback.dossier import do_not_say


@pytest.mark.parametrize(
    ("answers", "bar"),
    [
        ([("opt_out", "2024-11-01")], "opted out or suppressed"),
        ([("opt_in", "2024-10-01"), ("opt_out", "2024-11-01")], "opted out or suppressed"),
        ([("opt_out", "2024-03-01")], "opted out or suppressed"),  # on the day of the last order
        ([("opt_out", "2024-11-01"), ("opt_in", "2024-12-01")], ""),  # a colleague says they stay
        (
            [("opt_out", "2023-11-01")],
            "",
        ),  # they ordered since: the person is out, not the customer
        ([("connected", "2024-11-01")], ""),
    ],
)
def test_a_no_is_the_customers_on_the_lists_as_on_the_page_on_closure(answers, bar):
    of = room.take_snapshot({
        "customers": pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": "dormant",
            "last_order_on": "2024-03-01", "days_since_last_order": 305}),
        "contacts": pd.DataFrame({"customer_id": ["a", "a", "b"], "contact_id": ["a-1", "a-2",
            "b-1"], "may_contact": [False, True, True]}),
        "touches": pd.DataFrame([("a", "a-1", *one) for one in answers],
            columns=["customer_id", "contact_id", "outcome", "touched_at"]),
    }, as_of=date(2024, 12, 31))  # fmt: skip
    state = room.closure_states(of).set_index("customer_id")["state"]

    assert room.who_is_barred(of).to_dict() == {"a": bar, "b": ""}
    assert (state["a"] == "out, or not to be called") == bool(bar)
    assert ("a" in set(room.whom_else_to_ask(of, pd.Series(["a"]))["customer_id"])) == (not bar)


def test_a_call_to_a_colleague_says_that_somebody_there_may_not_be_contacted():
    of = room.take_snapshot({
        "contacts": pd.DataFrame({"customer_id": ["a", "a", "b", "b", "c"], "contact_id": ["a-1",
            "a-2", "b-1", "b-2", "c-1"], "may_contact": [False, True, False, True, True],
            "status": ["active", "active", "left", "active", "active"]}),
    }, as_of=date(2024, 12, 31))  # fmt: skip
    calls = pd.DataFrame({"customer_id": ["a", "b", "c"], "contact_id": ["a-2", "b-2", "c-1"],
                          "purpose": "checkin"})  # fmt: skip
    said = do_not_say(of, calls)

    assert "A colleague there may not be contacted" in said[0]
    assert said[1] == said[2] == ""  # who left is no colleague there


def test_a_stalled_thread_asks_somebody_else_and_an_order_is_an_answer():
    tried = [
        (who, f"{who}-1", f"2024-0{month}-01", "voicemail") for who in "abc" for month in (5, 6)
    ]
    of = room.take_snapshot({
        "customers": pd.DataFrame({"customer_id": list("abc"),
            "last_order_on": ["2024-03-01", "2024-03-01", "2024-12-20"]}),  # c ordered since
        "contacts": pd.DataFrame({"customer_id": list("aabc"), "may_contact": True,
            "contact_id": ["a-1", "a-2", "b-1", "c-1"]}),
        "touches": pd.DataFrame([*tried, ("a", "a-2", "2024-02-01", "connected")],
            columns=["customer_id", "contact_id", "touched_at", "outcome"]),
    }, as_of=date(2024, 12, 31))  # fmt: skip
    found = room.stalled_threads(of)
    assert found.set_index("customer_id")["ordered_since"].to_dict() == {
        "a": False, "b": False, "c": True,
    }  # fmt: skip
    found = found[~found["ordered_since"]]
    asked = room.whom_else_to_ask(of, found["customer_id"], instead_of=found["contact_id"])

    assert found[["customer_id", "contact_id", "n_attempts"]].values.tolist() == [
        ["a", "a-1", 2], ["b", "b-1", 2],
    ]  # fmt: skip
    # a-2 was spoken with once and is asked all the same; of b nobody else is on file.
    assert asked[["customer_id", "ask_contact_id"]].values.tolist() == [["a", "a-2"]]
    # Elsewhere whoever was never spoken with is to be heard.
    assert room.whom_else_to_ask(of, pd.Series(["a"]))["ask_contact_id"].tolist() == ["a-1"]


@pytest.mark.parametrize(("second", "known"), [("voicemail", False), ("opt_out", True)])
def test_a_stop_that_cannot_be_told_does_not_deny_the_opt_outs_beside_it(second, known):
    """In a programme that tried nobody twice somebody opted out: no word of when to stop."""
    touches = pd.DataFrame(
        [("a", "x", "2024-05-01", "voicemail"), ("a", "x", "2024-05-09", second),
         ("b", "once", "2024-05-01", "opt_out")],
        columns=["customer_id", "program", "touched_at", "outcome"],
    )  # fmt: skip
    of = room.take_snapshot({"touches": touches}, as_of=date(2024, 12, 31))
    stop = room.stop_after(
        room.attempts_in_order(of), settings=Settings(n_bootstrap=50, share_floor=1)
    )

    assert room.harm_of_touches(of)["n_harmed"].iloc[0] >= 1
    assert stop.known == known
    if not known:
        assert stop.method.startswith("in programmes that tried somebody twice nobody wanted")
