"""Every list against the company of 30 customers, row by row; the answers stand in company.py."""

from datetime import date

import pandas as pd
import pytest

from analysis import winback as room
from analysis.settings import Settings
from analysis.steps.closure import _covered, _lists
from analysis.steps.listing import cooling, for_callers, without_barred
from analysis.winback.closing import latest_answers
from winback.thirty_customers import AS_OF, OPTED_OUT, snapshot

SNAPSHOT = snapshot()


def untold(of):
    fixed = room.fixed_since(of)
    return fixed[~fixed["told"]]


def test_fixed_but_nobody_told():
    rows = untold(SNAPSHOT)

    assert rows["customer_id"].tolist() == ["k14", "k13", "k03", "k01"]
    assert rows["value"].tolist() == [1400.0, 1300.0, 300.0, 100.0]
    assert for_callers(SNAPSHOT, rows)["customer_id"].tolist() == ["k13", "k03", "k01"]


def test_the_told_one_is_known_as_told():
    fixed = room.fixed_since(SNAPSHOT)

    assert fixed.loc[fixed["told"], "customer_id"].tolist() == ["k02"]


def test_without_a_log_nobody_is_known_as_told():
    assert not room.fixed_since(snapshot(without=["touches"]))["told"].any()


def test_standing_of_each_reason():
    found = room.standing_of_reasons(SNAPSHOT).set_index(["customer_id", "code"])["standing"]

    assert found.to_dict() == {
        ("k01", "late"): "fixed since", ("k02", "late"): "fixed since",
        ("k03", "late"): "fixed since", ("k04", "late"): "fixed before they left",
        ("k05", "late"): "fixed since", ("k05", "price"): "open", ("k06", "price"): "open",
        ("k07", "forms"): "open", ("k07", "price"): "open", ("k08", "forms"): "open",
        ("k09", "moved"): "irresolvable", ("k10", "late"): "fixed since",
        ("k10", "moved"): "irresolvable", ("k11", "noise"): "not on the register",
        ("k12", "late"): "fixed since", ("k13", "late"): "fixed since",
        ("k14", "late"): "fixed since",
    }  # fmt: skip


def test_resolved_but_silent_and_whom_to_ask():
    rows = room.resolved_but_silent(SNAPSHOT)

    assert rows[["customer_id", "n_issues", "days_since_fix"]].values.tolist() == [["k15", 1, 244]]
    asked = room.whom_else_to_ask(SNAPSHOT, rows["customer_id"])
    assert asked.values.tolist() == [["k15", "k15-2", "user"]]


def test_without_a_log_whoever_is_resolved_is_listed():
    rows = room.resolved_but_silent(snapshot(without=["touches"]))

    assert rows["customer_id"].tolist() == ["k17", "k15"]


def test_issue_calendar_in_the_order_that_frees_most():
    rows = room.issue_calendar(SNAPSHOT)

    # O7 frees k18, O1 frees k12, S2 frees k05 and k06, S4 then frees k08 and k07.
    steps = rows.dropna(subset=["turn"])
    columns = ["issue_id", "n_blocked", "n_freed", "value_freed"]
    assert steps[columns].values.tolist() == [
        ["O7", 1, 1, 1800.0], ["O1", 1, 1, 1200.0], ["S2", 3, 2, 1100.0], ["S4", 2, 2, 1500.0],
    ]  # fmt: skip
    assert rows.loc[rows["turn"].isna(), "issue_id"].tolist() == ["C2", "C3", "O2"]
    overdue = rows.set_index("issue_id")["days_overdue"]
    assert overdue.dropna().to_dict() == {"S2": 31, "S4": 0, "C2": 244, "C3": 0}


def test_the_calendar_names_nobody_who_opted_out():
    rows = room.issue_calendar(SNAPSHOT).assign(customer_id="k14")

    assert without_barred(SNAPSHOT, rows)["customer_id"].isna().all()


def test_conditions():
    found = room.conditions_kept(SNAPSHOT)

    assert found[["issue_id", "outcome"]].values.tolist() == [
        ["C1", "kept on time"], ["C2", "broken"], ["C3", "not due yet"],
    ]  # fmt: skip
    assert room.kept_share(found).value == 0.5
    assert room.return_after_promises(found, floor=5).method == "1 kept and 1 broken"


def test_sales_over_open_issues():
    found = room.violations(SNAPSHOT)

    assert found[["customer_id", "issue_id"]].values.tolist() == [
        ["k06", "S2"], ["k12", "O1"], ["k03", "S1"],
    ]  # fmt: skip
    assert (room.violation_share(SNAPSHOT).value, room.violation_share(SNAPSHOT).n) == (0.6, 5)


def test_fixability_keeps_the_unknown_in_the_denominator():
    found = room.fixability(SNAPSHOT, floor=10)

    # k09 and k10 cannot; k04 (a fix that did not help) and k11 are unknown; ten of fourteen can.
    assert found.by_answer.set_index("answer")["n_customers"].to_dict() == {
        "yes": 10, "no": 2, "unknown": 2,
    }  # fmt: skip
    assert found.share.n == 14


def test_states_of_closure():
    found = room.closure_states(SNAPSHOT).set_index("customer_id")["state"]

    closed = found[found != "hopium"]
    assert closed.to_dict() == {
        "k14": "out, or not to be called", "k24": "says stays", "k25": "out, or not to be called",
        "k26": "cooling off, with a date", "k28": "next step, with a date",
        "k29": "out, or not to be called",
    }  # fmt: skip
    assert len(found) == 26
    assert room.waterfall(room.closure_states(SNAPSHOT))["n_customers"].tolist() == [1, 3, 1, 1, 20]


def test_the_hopium_list_holds_who_may_be_called():
    states = room.closure_states(SNAPSHOT)

    listed = _lists(SNAPSHOT, states, room.stalled_threads(SNAPSHOT), room.movers(SNAPSHOT))

    # k27's date is past, so it may be tried again; k14, k25 and k29 are out.
    expected = ["k30", "k27", *(f"k{number:02}" for number in range(19, 0, -1) if number != 14)]
    assert listed["hopium"]["customer_id"].tolist() == expected
    assert listed["movers"]["contact_id"].tolist() == ["k02-2", "k07-2", "k05-2"]
    assert listed["stalled_threads"]["customer_id"].tolist() == ["k03"]  # k20 ordered since


def test_burn_down_at_the_present_pace():
    pace = room.burn_down(SNAPSHOT, room.closure_states(SNAPSHOT))

    # Two answers in 13 weeks: 20 hoped for take 130 weeks.
    assert pace.closed_a_week.value == pytest.approx(2 / 13)
    assert pace.weeks.value == pytest.approx(130.0)
    # Garwood: two events are between 0.2422 and 7.2247.
    assert pace.weeks.low == pytest.approx(20 * 13 / 7.2247, abs=0.01)
    assert pace.weeks.high == pytest.approx(20 * 13 / 0.2422, abs=0.1)


def test_outcomes_of_asking_for_a_no():
    found = room.outcomes_of_asking(room.closure_asks(SNAPSHOT)).set_index("outcome")

    assert found["n_customers"].to_dict() == {
        "stays": 1, "out": 1, "annoyed or refused": 1, "talked, no answer": 0, "not reached": 1,
    }  # fmt: skip
    assert (found.loc["stays", "share"], found.loc["stays", "n_asked"]) == (0.25, 4)
    assert found.loc["stays", "reached_share"] == pytest.approx(1 / 3)
    assert pd.isna(found.loc["not reached", "reached_share"])


def test_cool_off_register():
    found = room.cool_off_register(SNAPSHOT)

    assert found[["customer_id", "due"]].values.tolist() == [["k27", "overdue"], ["k26", "later"]]
    assert cooling(SNAPSHOT, found)["customer_id"].tolist() == ["k27", "k26"]


def test_stalled_threads_and_who_else_to_ask():
    found = room.stalled_threads(SNAPSHOT)

    columns = ["customer_id", "contact_id", "n_attempts", "days_waiting"]
    stalled = found[found["customer_id"].isin(["k20", "k21", "k22", "k23"])]
    assert stalled[columns].values.tolist() == [["k20", "k20-1", 2, 121]]
    asked = room.whom_else_to_ask(SNAPSHOT, pd.Series(["k20"]))
    assert asked.values.tolist() == [["k20", "k20-2", "exec"]]


def test_movers():
    found = room.movers(SNAPSHOT).set_index("contact_id")

    assert found["door"].to_dict() == {
        "k02-2": "lead", "k05-2": "customer", "k07-2": "dormant customer", "k14-2": "lead",
    }  # fmt: skip
    assert found["followed"].to_dict() == {
        "k02-2": True, "k05-2": False, "k07-2": False, "k14-2": False,
    }  # fmt: skip


def test_single_threads_among_buyers():
    found = room.single_threaded(SNAPSHOT)

    # k21 was spoken with by two contacts; k20, k22 and k23 were not.
    assert found[["n_customers", "n_spoken", "value"]].values.tolist() == [[4, 3, 6500.0]]
    assert found["n_on_file"].tolist() == [1]


def test_system_coverage():
    found = room.system_coverage(SNAPSHOT).set_index("entry")["n_there"]

    assert found["an owner"] == 25
    assert found["a next step within 90 days"] == 1
    assert found["all of these"] == 1


def test_without_a_log_no_share_is_told_of_last_touches():
    found = room.system_coverage(snapshot(without=["touches"]))

    assert found[["entry", "n_there"]].values.tolist() == [["an owner", 25]]
    assert not _covered(found).known
    assert _covered(room.system_coverage(SNAPSHOT)).known


def test_small_teams_are_hidden():
    assert room.team_adoption(SNAPSHOT, floor=5).empty
    assert room.rep_adoption(SNAPSHOT, floor=5, share_floor=1).empty
    assert room.rep_adoption(SNAPSHOT, floor=1, share_floor=1)["rep_id"].tolist() == ["R1"]


def test_nobody_who_opted_out_is_on_any_list():
    states, fixed = room.closure_states(SNAPSHOT), untold(SNAPSHOT)
    lists = _lists(SNAPSHOT, states, room.stalled_threads(SNAPSHOT), room.movers(SNAPSHOT))
    lists |= {"untold": for_callers(SNAPSHOT, fixed)}

    for name, rows in lists.items():
        assert not rows["customer_id"].isin(OPTED_OUT).any(), name
        assert "k20-4" not in rows.to_string()


@pytest.mark.parametrize(
    "without",
    [["touches"], ["issues"], ["contacts"], ["reasons"], ["reps"], ["orders"],
     ["touches", "issues", "contacts", "reasons", "reps", "orders"]],
    ids=" and ".join,
)  # fmt: skip
def test_an_absent_table_breaks_nothing_and_invents_nothing(without):
    of = snapshot(without=without)
    states = room.closure_states(of)

    assert len(room.issue_calendar(of)) == (0 if "issues" in without else 7)
    assert room.effects_of_fixes(of) == () or "issues" not in without
    assert len(room.closure_asks(of)) == (0 if "touches" in without else 4)
    assert room.burn_down(of, states).weeks.known == ("touches" not in without)
    assert room.single_threaded_value(of, settings=Settings(group_floor=1)).known == (
        not {"touches", "contacts"} & set(without)
    )
    assert len(room.stays_by_age(room.closure_asks(of), of.orders, as_of=of.today)) <= 5
    for found in (
        room.fixed_since(of), room.resolved_but_silent(of), room.movers(of), room.cadence(of),
        room.departments(of), room.conditions_kept(of), room.violations(of), room.purposes(of),
        room.first_purpose(of), room.system_coverage(of), room.hopium_by_age(states),
        room.stalled_threads(of), room.team_adoption(of, floor=5),
        room.log_completeness(of),
    ):  # fmt: skip
        assert isinstance(found, pd.DataFrame)
    if "contacts" in without:
        assert for_callers(of, states).empty


@pytest.mark.parametrize("column", ["due_on", "blocking", "owner", "kind", "customer_id", "status"])
def test_an_absent_column_of_issues_breaks_nothing(column):
    from winback.thirty_customers import tables

    of = snapshot(issues=tables()["issues"].drop(columns=column))

    assert len(room.issue_calendar(of)) >= 4
    room.effects_of_fixes(of)
    room.violations(of)


def test_nothing_known_after_the_snapshot_reaches_a_result():
    from winback.thirty_customers import tables

    late = {"known_at": "2025-01-05 10:00"}
    issues, touches = tables()["issues"], tables()["touches"]
    news = issues.head(1).assign(issue_id="Z9", code="noise", opened_on="2024-01-01", **late)
    call = touches.head(1).assign(customer_id="k01", touched_at="2024-08-01", **late)
    of = snapshot(issues=pd.concat([issues, news]), touches=pd.concat([touches, call]))

    assert untold(of)["customer_id"].tolist() == untold(SNAPSHOT)["customer_id"].tolist()
    assert room.issue_calendar(of).equals(room.issue_calendar(SNAPSHOT))
    assert pd.Timestamp(AS_OF) == of.today


def test_the_last_answer_to_being_asked_is_final_whatever_the_order_of_rows():
    asked = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", "b", "b"],
            "purpose": "closure",
            "outcome": ["opt_in", "opt_out", "voicemail", "refused", "no_answer"],
            "touched_at": ["2024-10-01", "2024-11-01", "2024-10-01", "2024-10-05", "2024-11-09"],
        }
    )
    expected = [["a", "out"], ["b", "annoyed or refused"]]
    for rows in (asked, asked.iloc[::-1]):
        found = room.closure_asks(room.take_snapshot({"touches": rows}, as_of=date(2024, 12, 31)))
        assert found[["customer_id", "outcome"]].values.tolist() == expected
        assert found["asked_on"].dt.strftime("%m-%d").tolist() == ["10-01", "10-01"]


def test_in_and_out_at_one_moment_counts_as_out():
    people = pd.DataFrame({"customer_id": ["a"], "last_order_on": ["2024-01-01"]})
    answers = pd.DataFrame(
        {
            "customer_id": "a",
            "outcome": ["opt_out", "opt_in"],
            "touched_at": "2024-11-01",
        }
    )
    for rows in (answers, answers.iloc[::-1]):
        tables = {"customers": people, "touches": rows}
        found = latest_answers(room.take_snapshot(tables, as_of=date(2024, 12, 31)))
        assert found.to_dict() == {"a": "out"}
