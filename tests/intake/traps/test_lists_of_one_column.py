"""Lists of opt-outs of one column: a title above it, several addresses in a cell."""

from __future__ import annotations

import pytest

from intake.traps.cases import made, table

ORDERS = table(
    "Customer ID,Order date,Amount", *made(30, lambda at: f"C{at % 6},2024-01-{at + 1:02d},{at}.50")
)
PEOPLE = table(
    "Customer ID,E-mail,Opt-out",
    *(f"C{at},{name}@x.example,no" for at, name in enumerate("abcdef")),
)


@pytest.mark.parametrize(
    ("listed", "stopped"),
    [
        ("E-mail\na@x.example; b@x.example\nc@x.example; d@x.example\n", "0123"),
        ("E-mail\na@x.example\nc@x.example, d@x.example\n", "023"),
        ("Mailadresse\r\na@x.example|b@x.example|f@x.example\r\n", "015"),
        ("E-mail\na@x.example\nb@x.example\n", "01"),
        ("Report: unsubscribed\n\nCustomer ID\nC1\nC3\n", "13"),
        ("Abmelder\n\nKundennummer\nC1\nC2\n", "12"),
        ("Abmeldungen vom 3.4.2024\nE-Mail\na@x.example; e@x.example\n", "04"),
        ("Customer ID\nC1\nC3\n", "13"),
        ("List of May\n\nCustomer ID,E-mail\nC1,a@x.example\nC3,f@x.example\n", "0135"),
        ("Customer ID;E-mail\nC1;b@x.example\n", "1"),
    ],
)
def test_everybody_on_a_list_is_stopped(check, listed, stopped):
    found = check({"orders.csv": ORDERS, "people.csv": PEOPLE, "unsubscribed.csv": listed})

    may = found.good("contacts").set_index("customer_id")["may_contact"]
    assert "".join(sorted(name[1:] for name in may.index[~may])) == stopped


def test_notes_of_one_column_keep_their_signs_and_blanks(check):
    notes = "Reason\ntoo dear, and late; both\nmoved away\nwrong goods | twice\n"
    with pytest.raises(Exception, match="customer_id"):
        check({"orders.csv": ORDERS, "reasons.csv": notes})


def test_an_address_and_a_day_below_one_name_are_no_two_addresses(refused):
    listed = "E-mail\na@x.example;2024-01-05\nb@x.example;2024-01-06\n"
    found = refused({"orders.csv": ORDERS, "people.csv": PEOPLE, "unsubscribed.csv": listed})

    assert "unsubscribed.csv" in str(found)
