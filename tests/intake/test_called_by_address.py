"""Reasons and calls that call a customer by an address or a name, as forms and mails do."""

from __future__ import annotations

import pytest

from analysis.cells.ids import shown_id

SALES = "customer_id,order_date,amount\n" + "".join(
    f"C{at % 12:03d},2024-0{1 + at % 9}-1{at % 9},{at}.50\n" for at in range(48)
)
CUSTOMERS = "customer_id,name,email\n" + "".join(
    f"C{at:03d},Firm {at},office@firm{at:02d}.example\n" for at in range(12)
)
SURVEY = "email,date,reason\n" + "".join(
    f"Office@Firm{at:02d}.example,2024-05-0{at},the van came late {at}\n" for at in range(1, 7)
)
ANSWER = '["survey.csv"]\ntable = "{}"\ncustomer_id = "email"\n'
FILES = {"sales.csv": SALES, "survey.csv": SURVEY, "columns.toml": ANSWER.format("reasons")}


def _told(found, code: str) -> list[str]:
    return [w.message for one in found.intake.receipts.values() for w in one.warnings
            if w.code == code]  # fmt: skip


@pytest.mark.parametrize(
    "beside",
    [
        {"customers.csv": CUSTOMERS},
        {"kontakte.csv": "Kundennr;Ansprechpartner-ID;E-Mail\n" + "".join(
            f"C{at:03d};P{at};Ann <office@firm{at:02d}.example>\n" for at in range(12))},
        # a contact and the list of customers have the same address for the same customer
        {"customers.csv": CUSTOMERS, "contacts.csv": "customer_id,contact_id,email,consent\n"
         "C001,P1,office@firm01.example,yes\n"},
        # and one has several
        {"customers.csv": CUSTOMERS.replace("office@firm02", "a@b.example; office@firm02")},
    ],
)  # fmt: skip
def test_an_address_of_one_customer_stands_for_this_customer(check, beside):
    found = check({**FILES, **beside})
    assert sorted(found.good("reasons")["customer_id"]) == [f"C00{at}" for at in range(1, 7)]
    assert "unmatched_ids" not in found.warned
    assert (
        "6 of 6 e-mail addresses stand for the one customer" in _told(found, "joined_by_address")[0]
    )


def test_calls_are_joined_so_too(check):
    calls = SURVEY.replace("reason", "outcome").replace("date", "call date")
    calls = calls.replace("the van came late", "connected")
    found = check({
        **FILES, "survey.csv": calls, "columns.toml": ANSWER.format("touches"),
        "customers.csv": CUSTOMERS,
    })  # fmt: skip
    assert sorted(found.good("touches")["customer_id"]) == [f"C00{at}" for at in range(1, 7)]


def test_an_address_of_several_customers_is_nobodys(check):
    shared = CUSTOMERS.replace("office@firm02", "office@firm01")
    found = check({**FILES, "customers.csv": shared})
    assert found.good("reasons")["customer_id"].str.startswith("C").sum() == 4
    assert "4 of 6" in _told(found, "joined_by_address")[0]
    assert "add the customer number" in _told(found, "joined_by_address")[0]
    assert "add the customer number" in _told(found, "unmatched_ids")[0]


def test_an_opt_out_of_an_address_stops_the_customer(check):
    stop = SURVEY.replace("the van came late 3", "never call me again")
    found = check({
        **FILES, "survey.csv": stop, "customers.csv": CUSTOMERS,
        "contacts.csv": "customer_id,contact_id,name,consent\nC003,P3,Ann,yes\nC004,P4,Bob,yes\n",
    })  # fmt: skip
    may = found.good("contacts").set_index("customer_id")["may_contact"]
    assert (may["C003"], may["C004"]) == (False, True)


def test_where_addresses_are_the_ids_of_the_sales_nothing_changes(check):
    sales = SALES
    for at in range(12):
        sales = sales.replace(f"C{at:03d}", f"office@firm{at:02d}.example")
    found = check({**FILES, "sales.csv": sales, "survey.csv": SURVEY.lower(),
                   "customers.csv": CUSTOMERS})  # fmt: skip
    assert "joined_by_address" not in found.warned
    assert found.good("reasons")["customer_id"].str.contains("@").all()


def test_without_a_table_that_has_them_it_is_said_that_addresses_are_not_joined(check):
    found = check(FILES)
    (told,) = _told(found, "unmatched_ids")
    assert "firm01" not in told.lower()
    assert "add the customer number" in told


NAMES = ["Nordwind Logistik", "Bäckerei Ostertag", "Café Süd", "Hôtel Ouest", "Muñoz", "Müller"]


def test_names_in_place_of_ids_are_masked_and_said(check):
    deals = "Account Name,date,reason\n" + "".join(
        f"{name},2024-05-01,too dear {at}\n" for at, name in enumerate(NAMES)
    )
    answer = '["deals.csv"]\ntable = "reasons"\ncustomer_id = "Account Name"\n'
    found = check({"sales.csv": SALES, "deals.csv": deals, "columns.toml": answer})
    (told,) = _told(found, "unmatched_ids")
    assert "a name is not joined" in told
    assert not any(part in told for name in NAMES for part in name.split())


def test_refused_names_are_masked_too(refused):
    deals = "customer_id,date,reason\n" + "".join(
        f"Firm {chr(97 + at % 26) * 3}{chr(97 + at // 26) * 2},2024-05-01,too dear {at}\n"
        for at in range(120)
    )
    told = refused({"sales.csv": SALES, "reasons.csv": deals})
    assert told.code == "ids_do_not_match"
    assert "Firm" not in str(told)
    assert "add the customer number" in told.to_do


@pytest.mark.parametrize(
    "code", ["C-001", "10017", "ACME", "DE-NORD", "003xxBCdEfGh7", "kd-77", "K 17", "007"]
)
def test_an_id_is_shown_as_it_is(code):
    assert shown_id(code) == code


def test_ids_that_meet_nobody_are_shown_as_before(check):
    text = "customer_id,date,reason\n" + "".join(
        f"K-{at},2024-05-01,dear {at}\n" for at in range(9)
    )
    found = check({"sales.csv": SALES, "reasons.csv": text})
    (told,) = _told(found, "unmatched_ids")
    assert "e.g. K-0." in told
    assert "name" not in told
