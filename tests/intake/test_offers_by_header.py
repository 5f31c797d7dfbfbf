"""A document that its headers call an offer or a delivery note is no order in silence."""

from __future__ import annotations

import pytest

from analysis.errors import InputRefused


def _papers(head: str, sign: str, *, comma: bool = False) -> str:
    """Return forty papers with number, day and money, and more columns as the header has them."""
    more = head.count(";") - 3
    lines = []
    for at in range(40):
        money = f"{20 + at * 7.13:.2f}".replace(".", "," if comma else ".")
        cells = [f"{sign}{500 + at}", f"2024-{at % 6 + 1:02d}-{at % 20 + 3:02d}", f"C{at % 7}",
                 money, *(f"2024-07-{at % 20 + 3:02d}" for _ in range(more))]  # fmt: skip
        lines.append(";".join(cells))
    return "\n".join([head, *lines]) + "\n"


INVOICES = _papers("Invoice No;Invoice Date;Customer No;Amount", "R")
OFFERS = [
    "Angebotsnr;Angebotsdatum;Kundennr;Betrag;Gültig bis",
    "Angebots-Nr.;Datum;Kundennr;Betrag",
    "Quote No;Quote date;Customer No;Amount;Valid until",
    "Sales Quotation Number;Date;Customer No;Amount",
    "N° devis;Date devis;N° client;Montant",
    "Numéro de devis;Date;Code client;Montant",
    "Nº presupuesto;Fecha;Código cliente;Importe",
    "Lieferscheinnr;Datum;Kundennr;Betrag",
    "Delivery note no;Date;Customer No;Amount",
    "Nº albarán;Fecha;Código cliente;Importe",
]


@pytest.mark.parametrize("head", OFFERS)
def test_offers_alone_are_said(check, head):
    found = check({"export.csv": _papers(head, "A")})

    (told,) = [one for one in found.receipt.warnings if one.code == "no_orders_by_name"]
    assert f"'{head.split(';')[0]}'" in told.message
    assert 'table = "transactions" under ["export.csv"]' in told.message


@pytest.mark.parametrize("head", OFFERS)
def test_offers_beside_invoices_are_refused_until_stated(check, head):
    files = {"export2.csv": _papers(head, "A"), "invoices.csv": INVOICES}
    with pytest.raises(InputRefused) as refusal:
        check(files)
    assert refusal.value.code == "no_orders_by_name"

    files["columns.toml"] = '["export2.csv"]\ntable = "transactions"\n'
    assert check(files).receipt.rows_in == 80


@pytest.mark.parametrize(
    "head",
    [
        "Angebotsnr;Datum;Kundennr;Betrag;Rechnungsnr",
        "Quote No;Order date;Customer No;Amount",
        "Quote No;Date;Customer No;Amount;Order No",
        "N° devis;Date facture;N° client;Montant",
        "Nº albarán;Fecha;Código cliente;Importe;Nº factura",
        "Lieferscheinnr;Rechnungsdatum;Kundennr;Betrag",
        "Offer code;Date;Customer No;Amount",
        "Angebot;Datum;Kundennr;Betrag",
        "Quote No;Date;Customer No;Sales",
    ],
)
def test_what_says_otherwise_is_no_offer(check, head):
    found = check({"export.csv": _papers(head, "A"), "invoices.csv": INVOICES})
    assert "no_orders_by_name" not in found.warned


def test_a_name_of_orders_says_otherwise(check):
    papers = _papers("Lieferscheinnr;Datum;Kundennr;Betrag", "L")
    assert "no_orders_by_name" not in check({"Rechnungen_2024.csv": papers}).warned
