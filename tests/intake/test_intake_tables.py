"""Tables beside the transactions: reasons, contacts, suppressions, and what they say together."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.cells.cellwords import SYNONYMS
from analysis.errors import InputRefused
from analysis.intake import check_exports, map_exports
from analysis.vocabulary import TABLES
from analysis.workspace import Workspace

ORDERS = "customer_id,date,amount\na,2024-01-05,5\nb,2024-02-05,6\nc,2024-03-05,7\n"


def test_empty_notes_are_set_aside_and_short_words_are_notes(check):
    notes = ["late again", "n/a", "  ", "---", "keine Angabe", "bad", "don't know"]
    rows = "".join(f"a{at};{note}\n" for at, note in enumerate(notes))
    found = check({"reasons.csv": "Kunde;Grund\n" + rows})
    assert found.codes == {"empty_note": 4}
    assert found.good("reasons")["note"].tolist() == ["late again", "bad", "don't know"]


@pytest.mark.parametrize("text", ["Description", "Notes", "Buchungstext"])
def test_lines_of_money_with_a_remark_are_no_reasons(refused, text):
    header = f"id,{text},Event time,Amount,Customer ID\n"
    refusal = refused(
        {"charges.csv": header + "1,Sub,2024-01-05,9.00,a\n2,Sub,2024-01-06,9.00,b\n"}
    )
    assert (refusal.code, "read as transactions" in str(refusal)) == ("no_date_column", True)


def test_lost_deals_with_their_amount_are_reasons(check):
    rows = "a,2024-01-05,900,too slow for us\nb,2024-01-06,100,price went up\n"
    found = check({"deals.csv": "Customer ID,Lost date,Amount,Lost reason\n" + rows})
    assert set(found.intake.receipts) == {"reasons"}


def test_notes_keep_their_line_breaks_and_quotes(check):
    found = check({"reasons.csv": 'customer_id,note\na,"two\nlines, ""quoted"""\nb,x y\n'})
    assert found.good("reasons")["note"].tolist() == ['two\nlines, "quoted"', "x y"]
    assert found.good("reasons")["reason_id"].tolist() == ["reasons-2", "reasons-4"]


def test_guard_apostrophes_of_our_own_lists_are_taken_off(check):
    found = check({"reasons.csv": "customer_id,note\na,'=1+1\nb,'twas late\n"})
    assert found.good("reasons")["note"].tolist() == ["=1+1", "'twas late"]


def test_without_a_customer_column_each_note_is_its_own_customer_when_asked(check, refused):
    files = {"answers.csv": 'id,text,why\n1,"bad\nfood",x\n2,late,y\n'}
    assert refused(files).code == "no_customer_column"
    found = check(files, lenient_reasons=True)
    assert found.receipt.n_customers == 2
    assert "no_customer_column" in found.warned
    assert found.good("reasons")["reason_id"].tolist() == ["1", "2"]


def test_reasons_stated_after_the_snapshot_reach_no_result(check):
    reasons = "customer_id,note,stated_on\na,late,2024-01-10\nb,dear,2024-02-20\n"
    found = check({"transactions.csv": ORDERS, "reasons.csv": reasons}, as_of=date(2024, 2, 10))
    assert found.intake.receipts["reasons"].set_aside_by_code == {"after_as_of": 1}
    assert found.intake.receipts["transactions"].set_aside_by_code == {"after_as_of": 1}


@pytest.mark.parametrize("note", ["late", " "])
def test_a_second_table_of_later_rows_is_no_reason_to_refuse_whatever_else_one_breaks(check, note):
    reasons = f"customer_id,note,stated_on\na,dear,2024-03-10\nb,{note},2024-03-20\n"
    found = check({"transactions.csv": ORDERS, "reasons.csv": reasons}, as_of=date(2024, 2, 10))
    receipt = found.intake.receipts["reasons"]
    assert (receipt.rows_good, receipt.rows_set_aside) == (0, 2)
    assert receipt.set_aside_by_code["after_as_of"] == 2
    assert not found.workspace.has("reasons"), "nobody had told yet: as without any"


def test_a_second_table_without_a_row_that_is_good_in_itself_is_refused(refused):
    reasons = "customer_id,note,stated_on\na,,2024-03-10\nb, ,2024-01-20\n"
    files = {"transactions.csv": ORDERS, "reasons.csv": reasons}
    assert refused(files, as_of=date(2024, 2, 10)).code == "no_good_rows"


def test_rows_known_after_the_snapshot_reach_no_result(check):
    reasons = (
        "customer_id,note,stated_on,known_at\na,late,2024-01-10,2024-03-01 09:00\n"
        "b,dear,2024-01-20,2024-01-20 09:00\n"
    )
    found = check({"transactions.csv": ORDERS, "reasons.csv": reasons}, as_of=date(2024, 2, 10))
    assert found.good("reasons")["customer_id"].tolist() == ["b"]


def test_unknown_listed_words_become_unknown(check):
    found = check({"reasons.csv": "customer_id,note,source\na,late,rep\nb,dear,oracle\n"})
    assert found.good("reasons")["source"].tolist() == ["rep", "unknown"]
    assert "unknown_words" in found.warned


@pytest.mark.parametrize(
    ("table", "column", "when"),
    [("touches", "outcome", "touched_at"), ("transactions", "line_type", "ordered_on"),
     ("customers", "status", "started_on"), ("issues", "status", "issue_id,code,opened_on")],
)  # fmt: skip
def test_every_way_of_saying_a_listed_word_is_that_word(check, table, column, when):
    listed = TABLES[table].column(column).words
    ways = [(way, word) for word in listed for way in sorted(SYNONYMS[column].get(word, ()))]
    ways += [(word, word) for word in listed if word != "unknown"]
    rows = [
        f"C{at},{f'I{at},late,' * when.startswith('issue')}2024-01-{at % 28 + 1:02d},-1.00,N{at},"
        f"{way.title().replace('_', ' ')}\n"
        for at, (way, _) in enumerate(ways)
    ]
    text = f"customer_id,{when},amount,name,{column}\n" + "".join(rows)
    found = check({f"{table}.csv": text}).good(table).set_index("customer_id")[column]
    none = {"no_order", "payment_received", "receipt"}  # beside invoices a payment is none
    want = {f"C{at}": word for at, (way, word) in enumerate(ways) if way not in none}
    assert found.to_dict() == want


def test_unreadable_optional_cells_are_emptied_and_said(check):
    rows = "a,2024-01-05,5,soon\nb,2024-01-06,5,2024-01-09\n"
    found = check({"t.csv": "customer_id,date,amount,delivered_on\n" + rows})
    assert found.receipt.rows_good == 2
    assert "unreadable_cells" in found.warned


@pytest.mark.parametrize(
    ("header", "cells", "may"),
    [
        ("do_not_contact", ["yes", "no", "", "whatever", "2024-01-01"],
         [False, True, True, False, False]),
        ("Werbesperre", ["ja", "nein", "", "X", "0"], [False, True, True, False, True]),
        ("marketing consent", ["yes", "no", "", "maybe", "1"], [True, False, False, False, True]),
    ],
)  # fmt: skip
def test_opt_out_words_fail_safe(check, header, cells, may):
    rows = "".join(f"k{at},p{at},{cell}\n" for at, cell in enumerate(cells))
    found = check({"contacts.csv": f"customer_id,contact_id,{header}\n{rows}"})
    assert found.good("contacts")["may_contact"].tolist() == may


def test_without_an_opt_out_column_all_may_be_contacted_and_it_is_said(check):
    found = check({"contacts.csv": "customer_id,contact_id,email\na,p1,x@example.org\n"})
    assert found.good("contacts")["may_contact"].tolist() == [True]
    assert "no_optout_column" in found.warned


def test_a_contact_with_an_own_id_opts_out_for_itself(check):
    found = check({"contacts.csv": "customer_id,contact_id,opt_out\na,p1,no\na,p2,yes\n"})
    assert found.good("contacts")["may_contact"].tolist() == [True, False]


def test_suppressions_and_logged_opt_outs_always_win(check):
    contacts = "customer_id,contact_id,opt_out\n0a,p1,no\nb,p2,no\nc,p3,no\nd,p4,no\ne,p5,no\n"
    found = check(
        {
            "transactions.csv": ORDERS,
            "contacts.csv": contacts,
            "suppressions.csv": "customer_id,contact_id\nA,\n,P2\ne,gone\n",
            "touches.csv": "customer_id,touched_at,outcome\nc,2024-03-01 10:00,Never call again\n",
        }
    )
    assert found.good("contacts")["may_contact"].tolist() == [False, False, False, True, False]


def test_a_set_aside_opt_out_still_counts(check):
    found = check({
        "transactions.csv": ORDERS,
        "contacts.csv": "customer_id,email,opt_out,known_at\na,x,no,2024-01-01\n"
                        "a,y,yes,2025-01-01\n",
    }, as_of=date(2024, 6, 1))  # fmt: skip
    assert found.good("contacts")["may_contact"].tolist() == [False]


def test_touches_keep_their_time_of_day(check):
    found = check(
        {"touches.csv": "customer_id,touched_at\na,2024-03-01 23:59\nb,03/25/2024 1:05 PM\n"}
    )
    assert found.good("touches")["touched_at"].astype(str).tolist() == [
        "2024-03-01 23:59:00", "2024-03-25 13:05:00"]  # fmt: skip


def test_reasons_of_other_ids_are_refused(refused):
    orders = "customer_id,date,amount\n" + "".join(f"{at},2024-01-05,5\n" for at in range(1, 150))
    reasons = "customer_id,note\n" + "".join(f"C-{at:03d},late\n" for at in range(1, 150))
    refusal = refused({"transactions.csv": orders, "reasons.csv": reasons})
    assert refusal.code == "ids_do_not_match"
    assert "with the same id column" in refusal.to_do


@pytest.mark.parametrize(
    ("form", "header"),
    [("C-{:03d}", "customer_id,date,amount"), ("{:05d}", "Kundennr,Datum,Betrag"),
     ("{}", "code client,date,montant")],
)  # fmt: skip
def test_reasons_beside_a_month_alone_ask_for_the_other_months(refused, form, header):
    orders = f"{header}\n" + "".join(f"{form.format(at)},2024-12-05,5\n" for at in range(300, 420))
    reasons = "customer_id,note\n" + "".join(f"{form.format(at)},late\n" for at in range(200, 320))
    refusal = refused({"transactions.csv": orders, "reasons.csv": reasons})
    assert refusal.code == "ids_do_not_match"
    assert "lay the other files of the transactions beside them" in refusal.to_do


def test_customers_who_bought_after_their_reason_are_counted(check):
    reasons = "customer_id,note,stated_on\na,late,2024-01-01\nb,dear,2024-02-20\n"
    found = check({"transactions.csv": ORDERS, "reasons.csv": reasons})
    said = {w.code: w.message for w in found.intake.receipts["reasons"].warnings}
    assert said["bought_after_reason"].startswith("1 of 2 ")


def test_ids_that_lost_their_zeros_are_said_and_not_joined(check):
    orders = "customer_id,date,amount\n007,2024-01-05,5\n008,2024-01-06,5\n"
    found = check(
        {"transactions.csv": orders, "reasons.csv": "customer_id,note\n7,late\n008,dear\n"}
    )
    assert {"leading_zeros", "unmatched_ids"} <= found.warned
    assert "7" in set(found.good("reasons")["customer_id"])


def test_notes_cut_by_the_source_are_said(check):
    rows = "".join(f"k{at},{'x' * 254}{at}\n" for at in range(3))
    assert "notes_cut" in check({"reasons.csv": "customer_id,note\n" + rows}).warned


def test_shares_may_be_written_as_percent(check):
    found = check({"reps.csv": "rep_id,commission_rate\nr1,5%\nr2,0.07\n"})
    assert found.good("reps")["commission_rate"].tolist() == [0.05, 0.07]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Status", "aktiv;ausgeschieden;Elternzeit;inaktiv", "active;left;on_leave;inactive"),
        ("Statut", "actif;parti;en congé;inactif", "active;left;on_leave;inactive"),
        ("Estado", "activo;baja;de baja;inactivo", "active;left;on_leave;inactive"),
        ("Active", "yes;no;TRUE;0", "active;inactive;active;inactive"),
    ],
)
def test_whether_a_rep_is_there_is_read_in_four_languages(check, header, cells, expected):
    rows = "".join(f"r{at},{cell}\n" for at, cell in enumerate(cells.split(";")))
    found = check({"reps.csv": f"rep_id,{header}\n{rows}"})
    assert found.good("reps")["status"].tolist() == expected.split(";")
    assert found.warned == set()


def test_a_side_table_wholly_after_the_snapshot_is_no_reason_to_refuse(check):
    reasons = "customer_id,note,stated_on\na,late,2024-06-01\n"
    found = check({"transactions.csv": ORDERS, "reasons.csv": reasons}, as_of=date(2024, 4, 1))
    assert found.intake.receipts["reasons"].rows_good == 0


def test_no_message_repeats_a_note_or_a_name(check):
    files = {
        "reasons.csv": "customer_id,note,stated_on\na,Secret Smith was rude,gestern\n"
        "b,fine,2024-01-05\n",
    }
    found = check(files)
    assert found.codes == {"bad_date": 1}
    assert "Smith" not in str(found.intake.as_dict())


def test_an_opt_out_follows_ids_that_were_merged(tmp_path):
    (tmp_path / "contacts.csv").write_text(
        "customer_id,name,do_not_contact\nOLD,a,yes\nNEW,b,no\nELSE,c,no\n", encoding="utf-8"
    )
    (tmp_path / "customers.csv").write_text(
        "customer_id,merged_into\nOLD,NEW\nNEW,\nELSE,\n", encoding="utf-8"
    )
    workspace = Workspace(tmp_path / "w")

    check_exports([tmp_path], workspace, as_of=date(2024, 12, 31))

    may = workspace.load("contacts").set_index("customer_id")["may_contact"]
    assert may.to_dict() == {"OLD": False, "NEW": False, "ELSE": True}


def test_a_suppression_list_with_a_broken_line_is_refused(tmp_path):
    (tmp_path / "suppressions.csv").write_text(
        "customer_id,reason,since_on\nC1,asked by letter, twice,2024-01-01\nC2,ok,2024-01-02\n",
        encoding="utf-8",
    )

    with pytest.raises(InputRefused, match="suppression"):
        check_exports([tmp_path / "suppressions.csv"], Workspace(tmp_path / "w"))


def test_an_opt_out_beside_a_stated_one_still_counts(tmp_path):
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(
        "Customer ID,Name,Do not call,Do not email\nC1,a,no,yes\nC2,b,yes,no\n", encoding="utf-8"
    )
    map_exports([contacts], out=tmp_path / "m.toml")
    workspace = Workspace(tmp_path / "w")

    check_exports([contacts], workspace, columns=tmp_path / "m.toml")

    assert not workspace.load("contacts")["may_contact"].any()


def test_one_column_of_notes_is_one_column(tmp_path):
    notes = "".join(f"parcel arrived a week late {n}\n" for n in range(120))
    (tmp_path / "notes.csv").write_text("note\n" + notes, encoding="utf-8")
    workspace = Workspace(tmp_path / "w")

    check_exports([tmp_path / "notes.csv"], workspace, table="reasons", lenient_reasons=True)

    assert workspace.load("reasons")["note"].iloc[0].startswith("parcel arrived a week late")


@pytest.mark.parametrize("section", ["order.csv", "orders.xlsx"])
def test_a_section_for_a_file_that_is_not_there_is_refused(tmp_path, section):
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "columns.toml").write_text(f'["{section}"]\namount = "amount"\n', encoding="utf-8")

    with pytest.raises(InputRefused, match="section"):
        check_exports([tmp_path / "orders.csv"], Workspace(tmp_path / "w"))


@pytest.mark.parametrize("section", ["o[1].csv", "O[1].CSV", "o*.csv"])
def test_a_section_fits_its_file_whatever_case_and_signs(tmp_path, section):
    (tmp_path / "o[1].csv").write_text(
        "customer_id,date,net,gross\na,2024-01-31,5,6\n", encoding="utf-8"
    )
    (tmp_path / "columns.toml").write_text(f'["{section}"]\namount = "net"\n', encoding="utf-8")
    workspace = Workspace(tmp_path / "w")

    found = check_exports([tmp_path / "o[1].csv"], workspace, table="transactions")

    assert found.receipts["transactions"].amount_sum == "5.00"


DEALS = "Deal ID,Customer number,Close Date,Amount,Closed Lost Reason"


@pytest.mark.parametrize("name", ["lost_orders.csv", "hubspot-lost-deals.csv", "export.csv"])
def test_sales_that_were_lost_are_reasons(check, name):
    lost = f"{DEALS}\n1,a,2024-01-31,900,Preis zu hoch\n2,b,2024-02-15,100,too slow for us\n"
    found = check({"orders.csv": ORDERS, name: lost})
    assert found.intake.receipts["reasons"].rows_good == 2
    assert found.intake.receipts["transactions"].rows_in == ORDERS.count("\n") - 1


def test_deals_won_and_lost_beside_orders_are_asked_about(check, refused):
    rows = "1,a,2024-01-31,900,,Closed Won\n2,b,2024-02-15,100,too slow,Closed Lost\n"
    files = {"orders.csv": ORDERS, "report17.csv": f"{DEALS},Stage\n{rows}"}
    refusal = refused(files)
    assert (refusal.code, refusal.column) == ("deals_beside_orders", "Closed Lost Reason")
    answer = '["report17.csv"]\ntable = "reasons"\n'
    assert answer.strip() in str(refusal)
    found = check({**files, "columns.toml": answer})
    assert found.intake.receipts["reasons"].rows_in == 2


def test_orders_with_a_reason_of_cancelling_are_orders(check):
    text = "Order ID,Customer,Order date,Amount,Cancellation reason\n1,a,2024-01-31,9,\n"
    assert set(check({"export.csv": text}).intake.receipts) == {"transactions"}


def test_deals_alone_are_orders_by_their_stage(check):
    rows = "1,a,2024-01-31,900,,Closed Won\n2,b,2024-02-15,100,too slow,Closed Lost\n"
    found = check({"report17.csv": f"{DEALS},Stage\n{rows}"})
    assert (set(found.intake.receipts), found.codes) == ({"transactions"}, {"cancelled": 1})


@pytest.mark.parametrize(
    ("last", "stated", "told"),
    [
        ("2024-03-08", None, 1),
        ("2024-03-05", None, 0),  # clean: on the day of the last order
        ("2024-03-08", date(2024, 3, 5), 0),  # clean: the analyst said it
        ("2142-03-08", None, 0),  # a slip of the keyboard is no last day
    ],
)
def test_rows_after_the_last_order_are_said_where_nobody_states_the_day(check, last, stated, told):
    calls = f"customer_id,contact date,outcome\na,2024-01-10,connected\nb,{last},connected\n"
    found = check({"transactions.csv": ORDERS, "touches.csv": calls}, as_of=stated)
    said = [one.message for one in found.intake.receipts["touches"].warnings
            if one.code == "after_last_order"]  # fmt: skip
    assert len(said) == told
    assert all(f"--as-of {last} takes them in" in message for message in said)
    assert not any("or nothing of the table counts" in message for message in said)


def test_a_table_that_lies_after_the_last_order_as_a_whole_says_how_to_read_it(check):
    calls = "customer_id,contact date,outcome\na,2024-04-10,connected\nb,2024-04-12,connected\n"
    found = check({"transactions.csv": ORDERS, "touches.csv": calls})
    receipt = found.intake.receipts["touches"]
    (said,) = [one.message for one in receipt.warnings if one.code == "after_last_order"]
    assert receipt.rows_good == 0
    assert said.endswith("run again with --as-of 2024-04-12, or nothing of the table counts.")
