"""Opt-outs meet their people by any address or number; those that meet nobody are counted."""

from __future__ import annotations

import pytest

from analysis.columns.reachcolumns import reach_of
from analysis.engine import Engine, quote_text
from analysis.rows.reach import phone_keys

ORDERS = "customer_id,ordered_on,amount\n" + "".join(
    f"K{at},2024-0{at}-05,5.{at}0\nK{at},2024-0{at}-15,7.{at}0\n" for at in range(1, 8)
)


def may(found) -> dict[str, bool]:
    rows = found.good("contacts").sort_values("contact_id")
    return dict(zip(rows["contact_id"], rows["may_contact"], strict=True))


def said(found, table: str, code: str) -> list[str]:
    return [w.message for w in found.intake.receipts[table].warnings if w.code == code]


def keys_of(numbers: list[str]) -> list[str]:
    rows = ", ".join(f"({quote_text(one)})" for one in numbers)
    query = phone_keys(f"SELECT 1 AS line_, n FROM (VALUES {rows}) AS t(n)")
    return [key for _, key in Engine().rows(query)]


@pytest.mark.parametrize(
    "alike",
    [
        ["+49 30 12345", "0049 30 12345", "030/12345", "(030) 123 45", "+49 (0)30-12345"],
        ["+33 1 23 45 67 88", "01.23.45.67.88", "0033123456788"],
        ["+34 912 345 678", "912345678", "0034-912-345-678"],
        ["+1 (212) 555-0100", "212-555-0100", "001 212 555 0100"],
    ],
)
def test_a_number_is_the_same_in_any_dress(alike):
    assert keys_of(alike) == keys_of(alike[:1]) * len(alike)


def test_clean_numbers_that_differ_by_their_town_or_mean_nobody():
    numbers = ["030 1234567", "040 1234567", "4711", "000000000", "111111111"]
    assert keys_of(numbers) == ["301234567", "401234567"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("E-Mail 2", "email"), ("Correo electrónico (facturas)", "email"), ("Work phone", "phone"),
        ("Téléphone portable", "phone"), ("Handynummer", "phone"), ("Owner e-mail", ""),
        ("Handynr.", "phone"), ("Telefon geschäftlich", "phone"), ("Tel.-Nr.", "phone"),
        ("2nd e-mail", "email"), ("Kundenberater E-Mail", ""), ("Email del comercial", ""),
        ("Last phone call", ""), ("Email opt-in", ""), ("Mailing city", ""), ("Kundennr", ""),
    ],
)  # fmt: skip
def test_columns_of_addresses_are_known_by_what_they_speak_of(header, expected):
    assert reach_of(header, "contacts") == expected


def test_every_address_domain_and_number_of_a_cell_counts_and_misses_are_counted(check):
    people = (
        "customer_id,contact_id,email,phone,mobile phone,opt_out\n"
        "K1,p1,a@mill.org; Office <office@mill.org>,,,no\n"
        "K2,p2,b@firma.de,,,no\n"
        "K3,p3,c@x.de,030 7654321 / 0171 5566778,,no\n"
        "K4,p4,d@x.de,,(0172) 55 66 778,no\n"
        "K2,p7,,4930123458.0,,no\n"
        "K2,p8,h@x.de (or 0173 55 66 779),,,no\n"
        "K5,p5,e@subfirma.de,040 7654321,,no\n"
        "K6,p6,f@x.de,,,no\n"
    )
    customers = "customer_id,name,segment,E-Mail,Telefon\nK6,F,x,chief@f.de,\nK5,E,y,e@e.de,\n"
    listed = (
        "Customer ID;E-mail;Phone;Domain\n;zoe@x.de, OFFICE@mill.org;;\n;;;firma.de\n"
        ";;+49 171 5566778;\n;;491725566778;\n;;030 123458;\n;0173-5566779;;\n;chief@f.de;;\n"
        "K-7;;;\nK-8;;;\n;nobody@x.de;;\n"
    )
    files = {"contacts.csv": people, "customers.csv": customers, "orders.csv": ORDERS}
    found = check({**files, "unsubscribes.csv": listed})
    assert may(found) == {"p1": 0, "p2": 0, "p3": 0, "p4": 0, "p5": 1, "p6": 0, "p7": 0, "p8": 0}
    (told,) = said(found, "suppressions", "suppressions_not_matched")
    assert told.startswith(
        "2 of 10 entries of unsubscribes.csv match no customer by id, e-mail address or phone"
    )
    met = "\n".join(line for line in listed.split("\n") if line not in {"K-8;;;", ";nobody@x.de;;"})
    assert not said(check({**files, "dnc.csv": met}), "suppressions", "suppressions_not_matched")


def test_a_refused_number_holds_wherever_it_stands(check):
    people = (
        "customer_id,contact_id,email,phone,opt_out,opt_in\n"
        "K1,p1,,+49 30 12345,yes,yes\n"
        "K1,p2,,030/12345,no,yes\n"
        "K2,p3,,(030) 12345,no,yes\n"
        ",,,0171-5566770,yes,yes\n"
        "K3,p4,,0049 171 55 66 770,no,yes\n"
        "K4,p5,,030/12346,no,yes\n"
        "K5,p6,,089 99 88 77,no,\n"  # a consent that nobody stated stops no number
        "K6,p7,,089 99 88 77,no,yes\n"
        "K7,p8,,0172 998877,no,yes\n"
        ",,lost@mill.org,,yes,yes\n"
    )
    calls = "customer_id,touched_at,outcome\nK7,2024-03-01,do not call again\n"
    twin = "K1,p9,,0172/998877,no,yes\n"
    found = check({"contacts.csv": people + twin, "touches.csv": calls})
    barred = [contact for contact, free in may(found).items() if not free and contact[0] == "p"]
    assert barred == ["p1", "p2", "p3", "p4", "p6", "p8", "p9"]
    (told,) = said(found, "contacts", "shared_opt_out")
    assert told.startswith("4 contacts have the phone number of somebody who must not be contacted")
    (told,) = said(found, "contacts", "suppressions_not_matched")
    assert told.startswith("1 of 3 rows of contacts.csv that refuse contact matches nobody")


def test_clean_colleagues_who_share_a_number_and_refused_nothing_say_nothing(check):
    people = "customer_id,contact_id,phone,opt_out\nK1,p1,030 12345,no\nK2,p2,030 12345,no\n"
    found = check({"contacts.csv": people})
    assert may(found) == {"p1": True, "p2": True}
    assert found.warned == set()


@pytest.mark.parametrize("rows", ["Phone\n030 12345\n", "email\na@mill.org\n"])
def test_a_list_that_cannot_be_compared_clears_nobody(check, rows):
    column, cell = ("email", "b@hof.org") if "Phone" in rows else ("phone", "040 998877")
    people = f"customer_id,contact_id,{column},opt_out\nK1,p1,{cell},no\n"
    found = check({"contacts.csv": people, "dnc.csv": rows})
    assert may(found) == {"p1": False}
    assert found.warned == {"suppressions_not_matched"}


def test_refusals_of_customers_and_calls_that_meet_nobody_are_counted(check):
    people = "customer_id,contact_id,email,opt_out\nK1,p1,a@x.de,no\nK2,p2,b@x.de,no\n"
    firms = "customer_id,name,segment,email,opt_out\nK-1,A,x,,yes\nD9,B,x,B@x.de,yes\nD8,C,x,,{}\n"
    calls = "customer_id,touched_at,outcome\nK2,2024-03-01,{}\nZ9,2024-03-01,do not call again\n"
    files = {"contacts.csv": people, "orders.csv": ORDERS}
    calls = calls.format("do not call again")
    found = check({**files, "customers.csv": firms.format("yes"), "touches.csv": calls})
    assert not any(may(found).values())
    (told,) = said(found, "customers", "suppressions_not_matched")
    assert told.startswith("1 of 3 rows of customers.csv that refuse contact matches nobody of")
    (told,) = said(found, "touches", "suppressions_not_matched")
    assert told.startswith("1 of 2 rows of touches.csv that refuse contact matches nobody of")
    found = check({**files, "customers.csv": firms.format("no")})
    assert "suppressions_not_matched" not in found.warned


def test_without_contacts_a_list_is_held_against_customers_and_orders(check):
    firms = "customer_id,name,segment,email\nK1,A,x,a@x.de\nK2,B,x,b@x.de\n"
    listed = "customer_id,email\nK1,\n,B@x.de\nD9,\n,lost@x.de\n"
    found = check({"orders.csv": ORDERS, "customers.csv": firms, "dnc.csv": listed})
    (told,) = said(found, "suppressions", "suppressions_not_matched")
    assert told.startswith("2 of 4 entries of dnc.csv match no customer by id or e-mail address")
    found = check({"orders.csv": ORDERS, "dnc.csv": "customer_id\nK1\nk-2\n"})
    assert "suppressions_not_matched" not in found.warned
    assert "suppressions_not_matched" not in check({"dnc.csv": "customer_id\nD9\n"}).warned
