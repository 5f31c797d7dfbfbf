"""Lists of opt-outs are read as such by their name, their sheet or their rows, and by nothing less.

Whoever said no must never be read as a customer, a reason or a call.
"""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook
from tests.intake.books import saved

from analysis.columns.whichtable import recognise

PEOPLE = "customer_id,contact_id,name,email,phone,consent\n" + "".join(
    f"C00{at},P00{at},x,p{at}@mill{at}.org,+49 30 55512{at}0,yes\n" for at in range(1, 5)
)
BY_ID = "Customer ID,Reason\nC001,asked\nC002,asked\n"
BY_NAME = "id,Name\nC001,x\nC002,y\n"
BY_DAY = "Kundennr;Datum\nC001;31.03.2024\nC002;30.04.2024\n"
BY_CONTACT = "Contact ID,Name\nP001,x\nP002,y\n"
BY_MAIL = "E-Mail\np1@mill1.org\nP2@MILL2.org\n"
BY_PHONE = "Phone\n+49 30 5551210\n0049 30 5551220\n"
ORDERS = "Customer ID,Order date,Amount\nC001,2024-02-01,5.00\nC002,2024-03-31,6.00\n"


def left_alone(found) -> list[str]:
    people = found.good("contacts")
    return sorted(people.loc[~people["may_contact"], "customer_id"])


NAMED_AS_OPT_OUTS = [
        "optout", "opt-outs", "Opt-Out Liste", "unsubscribed", "do_not_call", "do-not-contact",
        "blacklist", "Robinsonliste", "lista_robinson", "liste_opposition", "Werbewiderspruch",
        "Widersprüche", "Abmeldungen", "Newsletter-Abmeldungen", "Kontaktsperren", "Nicht anrufen",
        "desabonnes", "Désinscriptions", "no_llamar", "Bajas newsletter", "Löschanfragen",
        "non chiamare", "Lista nera", "niet bellen", "bel-me-niet", "não ligar", "nao_contactar",
        "gdpr_requests", "unsubscribes", "DNC", "blocklist", "Sperrliste", "suppression list",
]  # fmt: skip


@pytest.mark.parametrize("header", ["Customer ID,Reason", "id,Name"])
def test_a_file_named_as_opt_outs_blocks_all_in_it(check, header):
    """Each file names two customers of its own, so that whoever may be called tells its name."""
    people = [f"C{at:03d},P{at:03d},x,p{at}@mill{at}.org,,yes" for at in range(70)]
    lists = {
        f"{name}.csv": f"{header}\nC{2 * at:03d},asked\nC{2 * at + 1:03d},asked\n"
        for at, name in enumerate(NAMED_AS_OPT_OUTS)
    }
    found = check({"contacts.csv": "\n".join([PEOPLE.split("\n")[0], *people, ""])} | lists)
    assert set(found.intake.receipts) == {"contacts", "suppressions"}
    blocked = set(left_alone(found))
    missed = [name for at, name in enumerate(NAMED_AS_OPT_OUTS)
              if not {f"C{2 * at:03d}", f"C{2 * at + 1:03d}"} <= blocked]  # fmt: skip
    assert not missed
    assert len(blocked) == 2 * len(lists) < len(people)


@pytest.mark.parametrize("rows", [BY_ID, BY_NAME], ids=["reason", "name"])
def test_a_single_file_named_as_opt_outs_blocks_all_in_it(check, rows):
    found = check({"contacts.csv": PEOPLE, "Abmeldungen.csv": rows})
    assert set(found.intake.receipts) == {"contacts", "suppressions"}
    assert left_alone(found) == ["C001", "C002"]


def test_each_name_of_opt_outs_tells_the_table_of_a_list_of_any_form():
    heads = [rows.splitlines()[0].split(",") for rows in (BY_ID, BY_NAME)]
    told = {(name, *head): recognise(f"{name}.csv", head)
            for name in NAMED_AS_OPT_OUTS for head in heads}  # fmt: skip
    assert told == dict.fromkeys(told, "suppressions")


@pytest.mark.parametrize("rows", [BY_DAY, BY_CONTACT, BY_MAIL, BY_PHONE])
def test_a_list_of_opt_outs_may_name_persons_in_any_way(check, rows):
    found = check({"contacts.csv": PEOPLE, "Nicht anrufen.csv": rows})
    assert left_alone(found) == ["C001", "C002"]


def test_a_list_of_opt_outs_that_could_be_another_table_is_said(check):
    found = check({"contacts.csv": PEOPLE, "Abmeldungen.csv": BY_ID})
    assert "read_as_opt_outs" in found.warned
    assert "read_as_opt_outs" not in check({"contacts.csv": PEOPLE, "dnc.csv": BY_ID}).warned


@pytest.mark.parametrize(
    ("name", "rows", "table"),
    [
        ("newsletter.csv", PEOPLE, "contacts"),
        ("contacts_optout.csv", PEOPLE, "contacts"),
        ("cancellations.csv", BY_ID, "reasons"),
        ("Kündigungen.csv", BY_ID, "reasons"),
        ("Abmeldungen.csv", BY_ID.replace("Reason", "Kündigungsgrund"), "reasons"),
        ("Abmeldungen.csv", "Kundennr;Datum;Betrag\nC001;31.03.2024;5,00\n", "transactions"),
        ("unsubscribe_feedback.csv", BY_ID.replace("Reason", "Feedback"), "reasons"),
        ("returns.csv", ORDERS, "transactions"),
        ("blocked_invoices.csv", ORDERS, "transactions"),
        ("block_orders.csv", ORDERS, "transactions"),
        ("Widerruf.csv", ORDERS, "transactions"),
        ("no_contact_orders.csv", ORDERS, "transactions"),
        ("Robinson.csv", ORDERS, "transactions"),
        ("no_show.csv", BY_ID, "reasons"),
        ("customers_without_optouts.csv", BY_NAME, "customers"),
    ],
)
def test_clean_other_files_are_no_list_of_opt_outs(check, name, rows, table):
    found = check({name: rows})
    assert set(found.intake.receipts) == {table}
    assert "read_as_opt_outs" not in found.warned


def test_a_map_for_customers_does_not_turn_opt_outs_into_customers(check):
    columns = '[customers]\ncustomer_id = "Kundennr"\nname = "Firma"\n'
    files = {
        "contacts.csv": PEOPLE, "columns.toml": columns,
        "Kunden.csv": "Kundennr;Firma\nC001;x\nC003;y\n",
        "Robinson.csv": "Kundennr;Firma\nC001;x\n",
    }  # fmt: skip
    assert left_alone(check(files)) == ["C001"]


def test_the_analyst_may_say_that_a_list_is_another_table(check):
    columns = '["Abmeldungen.csv"]\ntable = "reasons"\n'
    found = check({"Abmeldungen.csv": BY_ID, "columns.toml": columns})
    assert set(found.intake.receipts) == {"reasons"}


def test_a_file_named_as_opt_outs_without_anybody_to_find_is_asked_about(refused):
    told = str(refused({"contacts.csv": PEOPLE, "optouts.csv": "Firma,Ort\nx,y\n"}))
    assert "read as suppressions" in told
    assert "email = ..." in told
    assert "holds no suppressions" not in told


MAILCHIMP = (
    "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,{0}_TIME,{0}_CAMPAIGN_TITLE,LEID\n"
    "p1@mill1.org,x,2,2022-05-01 10:11:12,2024-02-11 08:12:33,March,1\n"
    "p2@mill2.org,y,2,2022-05-01 10:11:12,2024-03-11 08:12:33,March,2\n"
)


@pytest.mark.parametrize("word", ["UNSUB", "CLEAN"])
@pytest.mark.parametrize("name", ["unsubscribed_members_export_ab12.csv", "export_ab12.csv"])
def test_an_export_in_which_every_row_opted_out_is_a_list_of_opt_outs(check, name, word):
    found = check({"contacts.csv": PEOPLE, name: MAILCHIMP.format(word)})
    assert left_alone(found) == ["C001", "C002"]


@pytest.mark.parametrize("name", ["mailing_contacts.csv", "export.csv"])
def test_clean_addresses_that_may_be_contacts_without_a_customer_are_asked_about(refused, name):
    number = "Ref" if name == "export.csv" else "City"
    rows = f"Email,Unsubscribed at,{number}\np1@mill1.org,2024-02-11,A1\np2@mill2.org,,A2\n"
    told = str(refused({"contacts.csv": PEOPLE, name: rows}))
    assert 'table = "suppressions"' in told
    assert "leave the file out" not in told


def test_the_advice_for_addresses_without_customers_works(check, refused):
    files = {"contacts.csv": PEOPLE, "Liste 3.csv": BY_MAIL}
    told = str(refused(files))
    lines = '["Liste 3.csv"]\ntable = "suppressions"\n'
    assert lines in told
    assert left_alone(check(files | {"columns.toml": lines})) == ["C001", "C002"]


@pytest.mark.parametrize(
    ("name", "column", "cells"),
    [
        ("brevo.csv", "EMAIL_BLACKLISTED", ["true", "false", "false"]),
        ("cleverreach.csv", "deactivated", ["2024-02-03 10:11:12", "0", ""]),
        ("mailchimp.csv", "UNSUB_TIME", ["2024-02-03 10:11:12", "", ""]),
    ],
)
def test_of_all_addresses_of_a_mailing_tool_those_count_that_left(check, name, column, cells):
    rows = "".join(f"p{at}@mill{at}.org,{cell}\n" for at, cell in enumerate(cells, 1))
    columns = f'["{name}"]\ntable = "suppressions"\n'
    files = {"contacts.csv": PEOPLE, name: f"Email,{column}\n{rows}", "columns.toml": columns}
    found = check(files)
    assert left_alone(found) == ["C001"]
    assert "not_opted_out" in found.warned
    named = {"contacts.csv": PEOPLE, "suppressions.csv": f"Email,{column}\n{rows}"}
    found = check(named)
    assert left_alone(found) == ["C001", "C002", "C003"]
    (told,) = [w.message for w in found.intake.receipts["suppressions"].warnings
               if w.code == "not_opted_out"]  # fmt: skip
    assert "2 entries" in told
    assert "stopped all the same" in told
    named = {"contacts.csv": PEOPLE, "unsubscribed.csv": f"Email,UNSUB_CAMPAIGN\n{rows}"}
    assert left_alone(check(named)) == ["C001", "C002", "C003"]


def test_addresses_below_no_header_are_read_and_never_told(check):
    found = check({"contacts.csv": PEOPLE, "blacklist.csv": "p1@mill1.org\np2@mill2.org\n"})
    assert left_alone(found) == ["C001", "C002"]


def sheets(**named: list[list[str]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in named.items():
        sheet = workbook.create_sheet(name.replace("_", "-"))
        for row in rows:
            sheet.append(row)
    return saved(workbook)


CONTACTS = [line.split(",")[:4] for line in PEOPLE.splitlines()]
OPTED = [["Customer ID", "Reason"], ["C001", "asked"]]


@pytest.mark.parametrize("name", ["Opt_outs", "Abmeldungen", "do_not_call", "Robinson"])
@pytest.mark.parametrize("title", ["Kontakte", "Tabelle1"])
def test_a_sheet_named_as_opt_outs_is_read_beside_others(check, name, title):
    book = sheets(**{title: CONTACTS, name: OPTED, "Legende": [["Code", "Sinn"], ["A", "b"]]})
    found = check({"crm.xlsx": book})
    assert left_alone(found) == ["C001"]
    assert "opt_outs_not_read" not in found.warned


def test_two_sheets_of_opt_outs_are_both_read(check):
    book = sheets(Kontakte=CONTACTS, Opt_outs=OPTED, Robinson=[["E-Mail"], ["p2@mill2.org"]])
    assert left_alone(check({"crm.xlsx": book})) == ["C001", "C002"]


def test_a_sheet_of_opt_outs_with_answers_is_heard(check):
    book = sheets(Kontakte=CONTACTS, Opt_outs=[["Customer ID", "Opt-out"], ["C001", "yes"]])
    assert left_alone(check({"crm.xlsx": book})) == ["C001"]


def test_a_sheet_of_opt_outs_that_cannot_be_read_is_told(check):
    book = sheets(Kontakte=CONTACTS, Opt_outs=[["Wer", "Warum"], ["x", "y"]])
    assert "opt_outs_not_read" in check({"crm.xlsx": book}).warned


def test_clean_other_sheets_are_passed_over_as_before(check):
    found = check({"crm.xlsx": sheets(Kontakte=CONTACTS, Notiz=[["Wer", "Warum"], ["x", "y"]])})
    assert "sheets_not_read" in found.warned
    assert "opt_outs_not_read" not in found.warned


@pytest.mark.parametrize(
    ("name", "header"),
    [("bajas.csv", "Nº Cliente"), ("liste.csv", "Kundennummer"), ("export.csv", "Customer ID"),
     ("extrait.csv", "N° client")],
)  # fmt: skip
def test_customer_ids_and_nothing_else_are_said_with_the_section_that_makes_them_opt_outs(
    check, name, header
):
    people = "Contact ID,Customer ID,Opt-out\np1,K1,no\np2,K2,no\n"
    found = check({"contacts.csv": people, name: f"{header}\nK1\n"})
    assert found.good("contacts")["may_contact"].all()
    assert "ids_alone" in found.warned

    told = f'["{name}"]\ntable = "suppressions"\n'
    found = check({"contacts.csv": people, name: f"{header}\nK1\n", "columns.toml": told})
    assert found.good("contacts").sort_values("contact_id")["may_contact"].tolist() == [False, True]
    assert "ids_alone" not in found.warned


@pytest.mark.parametrize(
    "rows", ["Kundennummer;Ort\nK1;Bonn\n", "Kundennummer;Name\nK1;A\n", "Customer ID;Tier\nK1;A\n"]
)
def test_clean_customers_with_more_than_ids_are_not_said(check, rows):
    people = "Contact ID,Customer ID,Opt-out\np1,K1,no\n"
    assert "ids_alone" not in check({"contacts.csv": people, "kunden.csv": rows}).warned


def test_a_list_of_opt_outs_that_the_map_knows_and_that_is_gone_is_said(check, refused):
    people = "Contact ID,Customer ID,Opt-out\np1,K1,no\n"
    told = '[suppressions]\ncustomer_id = "Nr"\n'
    files = {"contacts.csv": people, "columns.toml": told}
    assert "opt_outs_gone" in check(files).warned
    assert "opt_outs_gone" not in check({**files, "optouts.csv": "Nr\nK1\n"}).warned
    assert "opt_outs_gone" not in check({"contacts.csv": people}).warned

    own = {"contacts.csv": people, "columns.toml": '["bajas.csv"]\ntable = "suppressions"\n'}
    refusal = refused(own)
    assert refusal.code == "unmatched_section"
    assert "its opt-outs would not be heeded" in str(refusal)
