"""Call lists that came back: what they are, what each row becomes, and that no row is lost."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from filled_lists import COLUMNS, COMPANY, as_csv, as_workbook, call

from analysis.intake import check_exports, propose_map
from analysis.workspace import Workspace


def fates(found, table, file):
    """How many rows of one file became what."""
    counted = Counter()
    for fate in found.intake.receipts[table].fates:
        if fate.file == file:
            counted[fate.fate] += fate.n_rows
    return dict(counted)


def touches(found):
    return found.good("touches").set_index("customer_id")


def reasons(found):
    return found.good("reasons").set_index("customer_id")


def free(found):
    """Customers of whom somebody may be contacted."""
    contacts = found.good("contacts")
    return {*contacts.loc[contacts["may_contact"].astype(bool), "customer_id"]}


def test_each_row_of_a_list_becomes_a_touch_a_reason_or_is_not_called_yet(check):
    rows = [
        call(1, "K1", called_at="2025-01-07", outcome="connected", note="too dear", code="price",
             next_on="2025-02-01"),
        call(2, "K2", called_at="2025-01-08", outcome="voicemail"),
        call(3, "K3", called_at="2025-01-08", outcome="voicemail", slot="probe"),
        call(4, "K4", called_at="2025-01-09", outcome="meeting", note="late again", slot="probe"),
        call(5, "K5", called_at="2025-01-09", outcome="no_answer", note="they sounded annoyed"),
        call(6, "K6"),
    ]  # fmt: skip
    found = check(COMPANY | {"anna.csv": as_csv(rows)})

    assert fates(found, "touches", "anna.csv") == {"kept": 5, "blank": 1}
    assert fates(found, "reasons", "anna.csv") == {"kept": 4, "blank": 2}
    called = touches(found)
    assert called.loc["K1"].to_dict() == {
        "touched_at": pd.Timestamp("2025-01-07"), "touch_id": "a00000000001", "rep_id": "R1",
        "contact_id": "K1-1", "channel": "phone", "direction": "outbound", "purpose": "listen",
        "outcome": "connected", "program": "calls 2024-12-31",
        "next_on": pd.Timestamp("2025-02-01"),
    }  # fmt: skip
    said = reasons(found)
    assert said["source"].to_dict() == {
        "K1": "customer", "K3": "probe", "K4": "probe", "K5": "rep",
    }  # fmt: skip
    assert said.loc["K1", ["note", "code", "reason_id"]].tolist() == [
        "too dear", "price", "call-a00000000001",
    ]  # fmt: skip
    assert said.loc["K3", "note"] == "asked, no answer"
    assert said.loc["K4", ["probe_batch", "probe_probability"]].tolist() == [
        "calls 2024-12-31", 0.5,
    ]  # fmt: skip
    assert [one.as_dict() for one in found.intake.calls] == [
        {"program": "calls 2024-12-31", "n_calls": 6, "n_called": 5, "n_set_aside": 0, "n_open": 1}
    ]


def test_a_workbook_is_read_without_its_other_sheet(check):
    rows = [
        call(1, "K1", outcome="connected", note="too dear") | {"called_at": date(2025, 1, 7)},
        call(2, "K2") | {"called_at": None},
    ]
    found = check(COMPANY | {"bob.xlsx": as_workbook(rows)})

    assert touches(found).loc["K1", "touched_at"] == pd.Timestamp("2025-01-07")
    assert fates(found, "touches", "bob.xlsx") == {"kept": 1, "blank": 1}
    assert "sheets_not_read" not in found.warned


def test_a_german_list_sorted_cut_and_translated_is_still_a_list(check):
    rows = [
        call(2, "K2", called_at="14.01.2025", outcome="nicht erreicht"),
        call(1, "K1", called_at="7.1.", outcome="erreicht", note="Lieferung kam nie pünktlich",
             next_on="03.02.2025"),
    ]  # fmt: skip
    german = {
        "call_id": "Anruf", "program": "Aktion", "slot": "Platz", "customer_id": "Kundennummer",
        "rep_id": "Vertreter", "called_at": "angerufen am", "outcome": "Ergebnis", "note": "Notiz",
        "next_on": "Wiedervorlage", "contact_id": "Kontakt-ID",
    }  # fmt: skip
    columns = ("note", "outcome", "called_at", "next_on", "customer_id", "call_id", "slot",
               "program", "name")  # fmt: skip
    content = as_csv(rows, delimiter=";", encoding="cp1252", header=german, columns=columns)
    found = check(COMPANY | {"Liste Müller.csv": content})

    assert touches(found)["outcome"].to_dict() == {"K1": "connected", "K2": "no_answer"}
    assert touches(found).loc["K1", "touched_at"] == pd.Timestamp("2025-01-07")
    assert touches(found).loc["K1", "next_on"] == pd.Timestamp("2025-02-03")
    assert reasons(found).loc["K1", "note"] == "Lieferung kam nie pünktlich"


def test_the_list_itself_tells_whether_the_day_comes_first(check):
    rows = [call(1, "K1", called_at="03/01/2025", outcome="reached", next_on="04/02/2025")]
    found = check(COMPANY | {"anna.csv": as_csv(rows)})
    assert touches(found).loc["K1", "touched_at"] == pd.Timestamp("2025-01-03")
    assert touches(found).loc["K1", "next_on"] == pd.Timestamp("2025-02-04")


def test_a_day_that_both_orders_could_mean_is_asked_about_for_this_list_alone(refused, check):
    rows = [call(1, "K1", called_at="02/01/2025", outcome="reached")]
    files = COMPANY | {"anna.csv": as_csv(rows)}
    refusal = refused(files, as_of=pd.Timestamp("2025-03-01").date())
    assert refusal.code == "ambiguous_dates"
    assert '["anna.csv"]' in str(refusal)
    answered = files | {"columns.toml": '["anna.csv"]\ndate_order = "dmy"\n'}
    found = check(answered, as_of=pd.Timestamp("2025-03-01").date())
    assert touches(found).loc["K1", "touched_at"] == pd.Timestamp("2025-01-02")


def test_a_list_without_a_day_column_asks_for_it_and_takes_the_answer(refused, check):
    rows = [call(1, "K1", called_at="2025-01-07", outcome="connected")]
    files = COMPANY | {"anna.csv": as_csv(rows, header={"called_at": "wann"})}
    refusal = refused(files)
    assert refusal.code == "no_date_column"
    assert refusal.to_do.endswith('["anna.csv"]\ntouched_at = "<its header>"')
    found = check(files | {"columns.toml": '["anna.csv"]\ntouched_at = "wann"\n'})
    assert touches(found).loc["K1", "touched_at"] == pd.Timestamp("2025-01-07")


OPT_OUTS = ("never again", "Nicht mehr anrufen!", "STOP", "désinscrire", "no llamar más",
            "don’t call again!!")  # fmt: skip


def test_an_opt_out_found_only_on_a_list_blocks_the_whole_customer(check):
    """Whatever the day of the call: on a day, on none and on one that is none."""
    days, contacts, rows = ("2025-01-07", "", "soon"), COMPANY["contacts.csv"], []
    for number, (day, word) in enumerate(product(days, OPT_OUTS), start=1):
        rows.append(call(number, f"L{number}", called_at=day, outcome=word))
        contacts += f"L{number},L{number}-1,no\nL{number},L{number}-2,no\n"
    anna = as_csv([*rows, call(99, "K7")])
    found = check(COMPANY | {"contacts.csv": contacts, "anna.csv": anna})
    assert free(found) == {f"K{number}" for number in range(1, 8)}
    assert "opt_out_in_list" in found.warned


def test_an_opt_out_written_beside_the_outcome_counts_too(check):
    rows, wide = [call(9, "K5", called_at="2025-01-07", outcome="connected")], COLUMNS
    for at, column in enumerate(("note", "code", "next_on", "remark of ours"), start=1):
        row = call(at, f"K{at}", called_at="2025-01-07", outcome="connected")
        rows.append(row | {column: "asked us to please never call again"})
        wide = tuple(dict.fromkeys((*wide, column)))
    found = check(COMPANY | {"a.csv": as_csv(rows, columns=wide)})
    assert free(found) == {"K5", "K6", "K7"}


def test_a_note_under_any_word_for_notes_is_read(check):
    headers, lists = ("Remarks", "Feedback", "Observaciones"), {}
    for at, header in enumerate(headers, start=1):
        row = call(at, f"K{at}", called_at="2025-01-07", outcome="connected", note=f"too dear {at}")
        lists[f"{header}.csv"] = as_csv([row], header={"note": header})
    found = check(COMPANY | lists)
    assert reasons(found)["note"].to_dict() == {f"K{at}": f"too dear {at}" for at in (1, 2, 3)}


def test_a_word_in_a_column_of_ones_own_is_no_call(check):
    rows = [call(1, "K1") | {"prio": "A"}, call(2, "K2", called_at="2025-01-07", outcome="busy")]
    found = check(COMPANY | {"anna.csv": as_csv(rows, columns=("prio", *COLUMNS))})
    assert fates(found, "touches", "anna.csv") == {"kept": 1, "blank": 1}
    assert touches(found)["outcome"].to_dict() == {"K2": "no_answer"}


def test_a_row_without_a_day_is_set_aside_and_what_was_said_is_kept(check):
    rows = [
        call(1, "K1", outcome="connected", note="too dear"),
        call(2, "K2", called_at="soon", outcome="connected", note="late"),
        call(3, "K3", called_at="2025-01-07", outcome="hm"),
    ]
    found = check(COMPANY | {"anna.csv": as_csv(rows)})
    assert fates(found, "touches", "anna.csv") == {"no_date": 1, "bad_date": 1, "kept": 1}
    assert fates(found, "reasons", "anna.csv") == {"kept": 1, "bad_date": 1, "blank": 1}
    assert [(row["line"], row["table"], row["code"]) for row in found.quarantine] == [
        ("3", "reasons", "bad_date"), ("2", "touches", "no_date"), ("3", "touches", "bad_date"),
    ]  # fmt: skip
    assert touches(found)["outcome"].to_dict() == {"K3": "unknown"}


def test_of_two_versions_of_a_call_the_one_made_last_counts_with_what_was_then_said(check):
    first = [
        call(1, "K1", called_at="2025-01-07", outcome="connected", note="too dear"),
        call(2, "K2", called_at="2025-01-07", outcome="voicemail"),
        call(3, "K3"),
    ]
    second = [
        call(1, "K1", called_at="2025-01-10", outcome="meeting", note="late vans, not the price"),
        call(2, "K2"),
        call(3, "K3", called_at="2025-01-11", outcome="connected"),
    ]
    for names in (("a.csv", "b.csv"), ("b.csv", "a.csv")):
        lists = dict(zip(names, (as_csv(first), as_csv(second)), strict=True))
        found = check(COMPANY | lists)
        assert touches(found)["outcome"].to_dict() == {
            "K1": "meeting", "K2": "voicemail", "K3": "connected",
        }  # fmt: skip
        assert reasons(found)["note"].to_dict() == {"K1": "late vans, not the price"}
        assert fates(found, "touches", names[0]) == {"other_version": 1, "kept": 1, "blank": 1}
        assert fates(found, "touches", names[1]) == {"kept": 2, "blank": 1}
        assert fates(found, "reasons", names[0]) == {"other_version": 1, "blank": 2}
        assert found.intake.calls[0].n_open == 0


def test_a_version_made_after_the_snapshot_date_does_not_replace_the_one_before_it(check):
    lists = {
        "a.csv": as_csv([call(1, "K1", called_at="2025-01-07", outcome="voicemail")]),
        "b.csv": as_csv([call(1, "K1", called_at="2025-01-30", outcome="connected")]),
    }
    found = check(COMPANY | lists, as_of=pd.Timestamp("2025-01-15").date())
    assert touches(found)["outcome"].to_dict() == {"K1": "voicemail"}
    assert fates(found, "touches", "b.csv") == {"after_as_of": 1}


def test_the_same_call_in_the_log_counts_once(check):
    log = (
        "touch_id,customer_id,contact_id,touched_at,channel,direction,outcome\n"
        "T1,K1,K1-1,2025-01-07 09:00,phone,outbound,connected\n"  # the call of the list
        "T2,K1,K1-1,2025-01-07 11:00,email,outbound,\n"  # a mail is another touch
        "T3,K1,K1-1,2025-01-08 09:00,phone,outbound,voicemail\n"  # another day
        "T4,K2,K2-2,2025-01-07 09:00,phone,outbound,connected\n"  # somebody else there
        "T5,K2,,2025-01-07 10:00,phone,outbound,connected\n"  # nobody knows who: taken as the same
        "a00000000003,K3,K3-1,2025-01-09,phone,outbound,connected\n"  # the same id
    )
    rows = [
        call(1, "K1", called_at="2025-01-07", outcome="connected"),
        call(2, "K2", called_at="2025-01-07", outcome="connected"),
        call(3, "K3", called_at="2025-01-10", outcome="connected"),
    ]
    found = check(COMPANY | {"touches.csv": log, "anna.csv": as_csv(rows)})
    assert fates(found, "touches", "touches.csv") == {"kept": 3, "same_call": 3}
    assert {row["line"] for row in found.quarantine} == {"2", "6", "7"}
    assert sorted(found.good("touches")["touch_id"]) == [
        "T2", "T3", "T4", "a00000000001", "a00000000002", "a00000000003",
    ]  # fmt: skip
    assert "same_call" in found.warned


def test_lists_do_not_change_how_the_log_is_checked_for_repeats(check):
    log = "touch_id,customer_id,touched_at,minutes\nT1,K1,2024-05-01,3\nT1,K1,2024-05-01,3\n"
    alone = check(COMPANY | {"touches.csv": log})
    rows = [call(2, "K2", called_at="2025-01-07", outcome="connected")]
    beside = check(COMPANY | {"touches.csv": log, "anna.csv": as_csv(rows)})
    for found in (alone, beside):
        assert fates(found, "touches", "touches.csv") == {"kept": 1, "duplicate_line": 1}


def test_formulas_long_texts_control_signs_and_strange_ids_are_rows_like_any(check):
    rows = [
        call(1, "K1", called_at="2025-01-07", outcome="connected", note="'=HYPERLINK(1)"),
        call(2, "K2", called_at="2025-01-07", outcome="connected", note="x" * 40_000),
        call(3, "K3", called_at="2025-01-07", outcome="y" * 40_000, note="late\x0b\x1b[31m again"),
        call(4, "K4", called_at="2025-01-07", outcome="connected") | {"call_id": "4.0E+11"},
        call(5, "K5", called_at="2025-01-07", outcome="connected") | {"call_id": ""},
    ]
    found = check(COMPANY | {"anna.csv": as_csv(rows)})
    assert fates(found, "touches", "anna.csv") == {"kept": 5}
    assert reasons(found).loc["K1", "note"] == "=HYPERLINK(1)"
    assert touches(found).loc["K3", "outcome"] == "unknown"
    assert touches(found).loc["K4", "touch_id"] == "anna-5"
    assert {"unknown_words", "unknown_call"} <= found.warned


def test_a_damaged_call_id_still_meets_its_other_version(check):
    rows = [
        call(1, "K1", called_at="2025-01-07", outcome="voicemail") | {"call_id": "4.0E+11"},
        call(1, "K1", called_at="2025-01-09", outcome="connected") | {"call_id": "4.0E+11"},
    ]
    found = check(COMPANY | {"anna.csv": as_csv(rows)})
    assert touches(found)["outcome"].to_dict() == {"K1": "connected"}


def test_ids_filled_down_over_other_customers_lose_no_call(check):
    rows = [
        call(1, f"K{n}", called_at=f"2025-01-0{n}", outcome="connected", note=f"late {n} times")
        for n in (1, 2, 3)
    ]
    found = check(COMPANY | {"anna.csv": as_csv(rows)})
    assert sorted(touches(found).index) == ["K1", "K2", "K3"]
    assert reasons(found)["reason_id"].is_unique
    assert touches(found)["touch_id"].is_unique
    assert "unknown_call" in found.warned


def test_a_list_that_nobody_filled_in_is_counted_and_not_refused(check):
    found = check(COMPANY | {"anna.csv": as_csv([call(1, "K1"), call(2, "K2")])})
    assert fates(found, "touches", "anna.csv") == {"blank": 2}
    assert found.intake.calls[0].n_open == 2


def pack(**lists: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in lists.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return target.getvalue()


ONE = as_csv([call(1, "K1", called_at="2025-01-07", outcome="connected")])
TWO = as_csv([call(2, "K2", called_at="2025-01-08", outcome="connected")])
ARMS = b"customer_id,program,arm,assigned_on\nK1,calls 2024-12-31,treat,2024-12-31\n"
WAITING = b"customer_id,reason,tier,value\nK3,cooling off,A,5\n"


def test_a_zip_of_lists_is_read_like_a_folder_of_them(check):
    packed = pack(calls__anna_csv=ONE, calls__bob_csv=TWO, calls__assignments_csv=ARMS,
                  calls__not_called_csv=WAITING)  # fmt: skip
    found = check(COMPANY | {"calls.zip": packed})
    assert sorted(touches(found).index) == ["K1", "K2"]
    assert len(found.good("assignments")) == 1


def test_a_zip_with_other_tables_is_still_asked_about(refused):
    packed = pack(anna_csv=ONE, orders_csv=COMPANY["transactions.csv"].encode())
    assert refused(COMPANY | {"mixed.zip": packed}).code == "several_members"


def test_a_folder_of_lists_inside_the_exports_is_read_and_its_by_products_passed_over(tmp_path):
    exports = tmp_path / "exports"
    for path, content in {
        **COMPANY, "calls-jan/lists/a.csv": ONE, "calls-jan/lists/b.csv": TWO,
        "calls-jan/lists/a (1).csv": ONE, "calls-jan/assignments.csv": ARMS,
        "calls-jan/not_called.csv": WAITING, "calls-jan/summary.json": "{}",
        "calls-feb/assignments.csv": ARMS.replace(b"2024-12-31", b"2025-01-31"),
        "archive/old.csv": "a,b\n1,2\n",
    }.items():  # fmt: skip
        target = exports / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    intake = check_exports([exports], Workspace(tmp_path / "w"))
    assert intake.receipts["touches"].rows_good == 2
    assert intake.receipts["assignments"].rows_good == 2  # one customer, two programmes
    assert intake.ignored == ("a.csv (the same as a (1).csv)", "not_called.csv", "summary.json")
    alone = check_exports([exports / "calls-jan"], Workspace(tmp_path / "v"))
    assert alone.receipts["touches"].rows_good == 2


def test_assignments_of_several_months_say_each_customer_once(check):
    head = "customer_id,program,arm,assigned_on\n"
    found = check(COMPANY | {
        "assignments.csv": head + "K1,spring,treat,2024-03-01\nK1,calls,treat,2024-12-31\n"
        "K2,calls,hold,2024-12-31\nK3,calls,treat,2024-12-31\nK4,calls,treat,2024-12-31\n",
        "assignments_2.csv": head + "K1,calls,treat,2024-12-31\nK2,calls,treat,2025-01-05\n"
        "K3,calls,treat,2025-01-05\nK4,calls,hold,2024-12-31\n",
    })  # fmt: skip
    kept = found.good("assignments")[["customer_id", "program", "arm"]]
    assert sorted(map(tuple, kept.to_numpy().tolist())) == [
        ("K1", "calls", "treat"), ("K1", "spring", "treat"), ("K2", "calls", "hold"),
        ("K3", "calls", "treat"),
    ]  # fmt: skip
    codes = dict(found.intake.receipts["assignments"].set_aside_by_code)
    assert codes == {"duplicate_line": 2, "two_arms": 3}


LOOK_ALIKES = {
    "a log with ids of calls": "call_id,customer_id,called_at,outcome,note,program,purpose,rep_id\n"
    "a00000000001,K1,2025-01-07,connected,too dear,calls 2024-12-31,listen,R1\n",
    "the list of a probe": "customer_id,contact_id,stated_on,note,code,source,probe_batch,"
    "probe_probability,stratum\nK1,K1-1,2025-01-07,too dear,,probe,b1,0.5,\n",
    "an ordinary log": "touch_id,customer_id,touched_at,outcome,next_on,program\n"
    "T1,K1,2025-01-07,connected,2025-02-01,spring\n",
    "a list of who waits": "customer_id,value,days_hoped,rep_id,contact_id,note\n"
    "K1,5,90,R1,,late again\n",
}


@pytest.mark.parametrize("content", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_clean_a_file_that_only_looks_like_a_list_is_none(check, content):
    found = check(COMPANY | {"export.csv": content})
    assert found.intake.calls == ()
    assert "call_lists" not in found.warned


def test_the_column_map_leaves_lists_alone(tmp_path: Path):
    (tmp_path / "anna.csv").write_bytes(ONE)
    (tmp_path / "transactions.csv").write_text(COMPANY["transactions.csv"], "utf-8")
    proposal = propose_map([tmp_path])
    assert [file.file for file in proposal.files] == ["transactions.csv"]
    assert proposal.lists == ("anna.csv",)
