"""Headers of real systems: what names a customer, a day and money, and what only looks so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analysis.columns.columnmap import known_columns, named_by

DAYS = (
    "inv_dt;Inv. Date;BELDAT;Bondatum;Buchungstag;dt_fact;Date cde;Fec. factura;Gift Date;Paid at;"
    "OXORDERDATE;DO_Date;GP_DATEPIECE;Datum der Transaktionserstellung"
)
MONEY = "inv_amt;Ext Price;UMSNET;Pos.-Betrag;G-Preis;Mt HT;Total ligne HT;Imp. neto;Gift Amount"
WHO = "cust_nbr;Donor ID;Patient No;Deb.-Nr.;Spendernummer;cli_code;N° tiers;codcli;Nº abonado"
SYSTEMS = (
    "customers_id;customers.id;order_customer.customer_number;Adresse: Kundennummer;OXUSERID;"
    "Contact email;Shopper Reference;Nutzername des Käufers;OrderAccount;InvoiceAccount;DO_Tiers;"
    "CT_Num;GP_TIERS;A0Empfaenger;Anzeigename des Partners auf der Rechnung;Regulierer;Bill-to"
)
NO_DAY = "Birth date;Last order date;Customer since;Due date;Export date"
NO_MONEY = "VAT amount;Shipping;Cost;Balance;Discount;Weight;MRR"
NO_ONE = "Loyalty Card;Carte fidélité;Mandant;Ship-to party;Contact;Product name"


@pytest.mark.parametrize(
    ("column", "headers"),
    [("ordered_on", DAYS), ("amount", MONEY), ("customer_id", WHO), ("customer_id", SYSTEMS)],
)
def test_short_and_special_headers_are_known(column, headers):
    found = {header: named_by(header, "transactions") for header in headers.split(";")}

    assert {header for header, hit in found.items() if not hit or hit[0] != column} == set()


@pytest.mark.parametrize(
    ("column", "headers"), [("ordered_on", NO_DAY), ("amount", NO_MONEY), ("customer_id", NO_ONE)]
)
def test_headers_that_only_look_so_are_not(column, headers):
    found = {header: named_by(header, "transactions") for header in headers.split(";")}

    assert {header for header, hit in found.items() if hit and hit[0] == column} == set()


@pytest.mark.parametrize("columns", ["Auftraggeber,Regulierer", "Sold-to,Bill-to", "Kunde,Bill-to"])
def test_who_ordered_goes_before_who_pays(check, columns):
    header = f"{columns},Order no,Order date,Amount"
    found = check({"a.csv": sales(header, lambda at: f"K{at % 8},K{at % 5}")})

    assert found.receipt.n_customers == 8


def sales(header, customer, n=60):
    rows = [header]
    for at in range(n):
        day = date(2024, 1, 1) + timedelta(days=5 * at)
        rows.append(f"{customer(at)},R{at},{day},{10 + at}.50")
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("label", ["Customer Name", "Firma", "Raison sociale", "Razón social"])
def test_a_name_tells_customers_apart_where_nothing_else_does(check, label):
    found = check(
        {"a.csv": sales(f"{label},Order no,Order date,Amount", lambda at: f"Firm {at % 8}")}
    )

    assert found.receipt.n_customers == 8
    assert "customers_by_name" in found.warned


def test_a_number_of_the_customer_wins_over_a_name(check):
    header = "Customer Name,Customer no,Order no,Order date,Amount"
    found = check({"a.csv": sales(header, lambda at: f"Firm {at % 8},{100 + at % 9}")})

    assert found.receipt.n_customers == 9
    assert "customers_by_name" not in found.warned


@pytest.mark.parametrize(("n", "n_accounts"), [(12, 1), (12, 3), (60, 3)])
def test_an_account_of_the_ledger_is_no_customer(refused, n, n_accounts):
    """Each customer's lines stand under one account of the ledger, or under several."""
    text = sales("ContactName,InvoiceNumber,InvoiceDate,Total", lambda at: f"Firm {at % 4}", n)
    lines = text.strip().split("\n")
    told = [f"{lines[0]},AccountCode"]
    told += [f"{line},{200 + at % n_accounts}" for at, line in enumerate(lines[1:])]

    refusal = refused({"a.csv": "\n".join(told) + "\n"})

    assert refusal.code == "two_candidates"
    assert 'customer_id = "ContactName"' in str(refusal)


def test_an_account_with_several_persons_is_a_customer(check):
    """Persons stand under the account of their company alone."""
    text = sales("Contact,Order no,Order date,Amount", lambda at: f"Person {at % 24}")
    lines = text.strip().split("\n")
    told = [f"{lines[0]},Account"]
    told += [f"{line},A{at % 24 % 6}" for at, line in enumerate(lines[1:])]

    assert check({"a.csv": "\n".join(told) + "\n"}).receipt.n_customers == 6


@pytest.mark.parametrize(
    ("form", "money"),
    [
        ("{:%Y%m%d}101500", "{}.50"),
        ("{:%Y-%m-%d}T10:00:00+01:00[Europe/Berlin]", "{}.50"),
        ("{:%Y-%m-%d}", '"¥1,0{}"'),
        ("{:%Y-%m-%d}", "KRW 1.0{}"),
    ],
)
def test_stamps_and_money_that_systems_write(check, form, money):
    rows = ["Customer ID,Order no,Order date,Amount"]
    for at in range(30):
        day = form.format(date(2024, 1, 3) + timedelta(days=5 * at))
        rows.append(f"C{at % 7},R{at},{day},{money.format(10 + at)}")
    found = check({"a.csv": "\n".join(rows) + "\n"})

    assert found.good()["ordered_on"].dt.date.max() == date(2024, 5, 27)
    more = 0.5 if money == "{}.50" else 1000
    assert float(found.receipt.amount_sum) == sum(10 + at + more for at in range(30))


def test_the_text_beside_an_id_is_no_second_id(check):
    header = "Sold-to party,Sold-to party (Text),Billing document,Calendar day,Net value"
    text = sales(header, lambda at: f"{10000 + at % 9},Firm {at % 4}")

    assert check({"a.csv": text}).receipt.n_customers == 9


@pytest.mark.parametrize(
    "header",
    ["Auftragswert netto", "Netto-Auftragswert", "Bestellsumme brutto", "Invoice total (excl. VAT)",
     "Net order value", "Valeur commande HT", "Valor del pedido sin IVA"],
)  # fmt: skip
def test_an_amount_that_says_whether_the_tax_is_in_it_is_known(header):
    assert known_columns([header], "transactions") == {"amount"}
    assert "amount" not in known_columns(["Netto-Tage", "Net weight", "Poids net"], "transactions")
