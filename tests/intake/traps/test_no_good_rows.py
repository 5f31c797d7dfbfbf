"""A file without one good row: the refusal says what stands in the way, and what would help."""

from __future__ import annotations

import re

import pytest

from intake.traps.cases import case, table

SHOP = "customer_id,order_date,amount"
ERP = "Kundennr;Datum;Betrag"


def refused_for(name, files, *says, code="no_good_rows"):
    return case(name, files, refused=code, says=says)


NONE = [
    refused_for("months", table(SHOP, "a,Jan-23,5.00", "b,Feb-23,6.00"), "xxx-99",
                "name a month only"),
    refused_for("months in numbers", table(SHOP, "a,01/2023,5.00"), "name a month only"),
    refused_for("no years", table(ERP, "1;1803;5,00", "2;2403;6,00"), "without a year"),
    refused_for("HTML", table(ERP, '1;05.03.2023;"2&nbsp;269,41 &euro;"'), "9&nbsp;999,99",
                "HTML writes", "&nbsp; by a blank"),
    refused_for("a quote in a text", table("Customer;Product;Date;Amount",
                '"a";"Pipe 5" long";"2023-01-18";"5.00"', '"b";"Pipe 5" long";"2023-01-19";"6.00"'),
                "unclosed_quote (2)", "written twice"),
    refused_for("a report by customer", table("Customer,Date,Product,Amount", "Client C1,,,",
                ",06/22/2023,Soap,5.00", ",06/23/2023,Soap,6.00", ",06/24/2023,Soap,6.00",
                "Total for Client C1,,,17.00"), "no_customer (3)", "the customer above the rows"),
    refused_for("words for dates", table(SHOP, "a,never,1", "b,soon,2"), "holds xxxxx (masked)",
                'ordered_on = "<its header>"'),
    refused_for("cancelled", table(SHOP + ",status", "a,2024-01-05,1,cancelled"), "order_words"),
    refused_for("notes that say nothing", {"reasons.csv": table("Customer ID,Note", "a,n/a", "b,",
                "c,-")}, "empty_note (3)", "[reasons]", "leave the file out"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), NONE)
def test_a_file_without_a_good_row_says_what_would_help(holds, files, want):
    holds(files, want)


def test_no_name_or_note_stands_in_the_refusal(refused):
    text = table("Customer,Date,Amount", "Anna Mueller,call Berta,5.00")
    said = str(refused({"orders.csv": text}))
    assert not re.search("Anna|Mueller|Berta", said)


@pytest.mark.parametrize(
    "text",
    [table(ERP, '1;25.03.2023;"2 269,41 EUR"'), table(SHOP, "a,01.01.2023,5.00", "b,13.02.2023,6")],
)
def test_what_was_advised_can_be_read(check, text):
    assert check({"orders.csv": text}).receipt.rows_set_aside == 0
