"""Headers whose words run together, or stand behind their table, are those of the words."""

from __future__ import annotations

import pytest

from analysis.columns.columnmap import named_by

ROWS = [f"R{at},K{at % 7},2024-0{1 + at % 6}-1{at % 9},{at}.50" for at in range(60)]


def export(header: str) -> str:
    return "\n".join([header, *ROWS]) + "\n"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("INVOICECUSTOMERACCOUNTNUMBER", "customer_id"), ("CUSTOMERACCOUNTNUMBER", "customer_id"),
        ("OrderingCustomerAccountNumber", "customer_id"), ("CUSTACCOUNT", "customer_id"),
        ("invoice_customer_id", "customer_id"), ("Rechnungskundennummer", "customer_id"),
        ("CLIENTKEY", "customer_id"), ("codeclientes", "customer_id"),
        ("INVOICENETAMOUNT", "amount"), ("rechnungsnettobetrag", "amount"),
        ("montantcommandettc", "amount"), ("DOCAMNT", "amount"), ("SALESORDERDATE", "ordered_on"),
        ("Invoices Date", "ordered_on"),
    ],
)  # fmt: skip
def test_known_words_that_run_together_are_parted(header, column):
    assert named_by(header, "transactions")[0] == column


@pytest.mark.parametrize(
    "header",
    ["Customer order number", "Client PO No", "facture client n°", "Kundenauftragsnummer",
     "Kundenbestellnummer", "clientinvoiceno", "Sales account number", "Order user id",
     "discountcode", "salesagentcode", "memberdate", "salesvat", "totalitem"],
)  # fmt: skip
def test_words_of_something_else_stay_unknown(header):
    assert named_by(header, "transactions") is None


@pytest.mark.parametrize(
    "header",
    [
        "INVOICEID,INVOICECUSTOMERACCOUNTNUMBER,INVOICEDATE,INVOICEAMOUNT",
        "invoices.id,invoices.customer_id,invoices.date,invoices.total",
        "invoice_id,invoice_customer_id,invoice_date,invoice_total",
        "Sales[Id],Sales[Customer Id],Sales[Order Date],Sales[Amount]",
        "'Fact Sales'[Id],Customer[Customer No],'Fact Sales'[Order Date],[Sales Amount]",
    ],
)
def test_an_export_of_such_headers_is_read(check, header):
    found = check({"a.csv": export(header)})
    assert (found.receipt.rows_good, found.receipt.n_customers) == (60, 7)


def test_the_customer_of_the_invoice_yields_to_the_customer(check):
    rows = [f"{row},X{at % 3}" for at, row in enumerate(ROWS)]
    text = "\n".join(["Order No,Customer No,Order Date,Amount,InvoiceCustomerNo", *rows]) + "\n"
    assert check({"a.csv": text}).receipt.n_customers == 7


def test_the_unit_behind_a_header_is_no_column_of_a_model(check):
    header = "Beleg[Nr],Kunde[Nr],Datum[UTC],Betrag[EUR]"
    assert check({"a.csv": export(header)}).receipt.amount_sum == "1800.00"
