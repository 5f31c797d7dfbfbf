"""Sales whose number is under a bare *Number* are no list of telephones, and such a list is one."""

from __future__ import annotations

import pytest

N = 30


def export(header: str, *, money: str = "{},50", number: str = "{}") -> str:
    """Write 30 lines of nine customers, a day each, with a number and a fourth cell."""
    lines = [
        f"{at % 9 + 100};{at % 28 + 1:02d}.01.2024;{number.format(1001 + at)};"
        + money.format(10 * at + 7)
        for at in range(N)
    ]
    return "\n".join([header, *lines, ""])


@pytest.mark.parametrize(
    "header",
    [
        "Codice cliente;Data fattura;Numero;Importo", "Klantnummer;Factuurdatum;Nummer;Bedrag",
        "Client;Session;Number;Fee charged", "Kundennr;Tag;Nummer;Gesamtwert netto X",
        "Código cliente;Data;Número;Valor", "Client;Séance;Numéro;Honoraires perçus",
    ],
)  # fmt: skip
def test_lines_with_a_day_and_money_are_sales(check, header):
    found = check({"export.csv": export(header)})
    assert [*found.intake.receipts] == ["transactions"]
    assert found.receipt.amount_sum == "4575.00"


def test_what_cannot_be_told_is_asked_about(refused):
    found = refused({"export.csv": export("Kunde;Leistungsmonat;Nummer;Posten 7")})
    assert found.code in {"no_date_column", "no_amount_column"}


def test_a_bare_number_of_documents_makes_no_opt_outs_without_money_either(refused):
    text = export("Client;Session;Number;Room", money="R{}")
    assert refused({"export.csv": text}).code.startswith("no_")


@pytest.mark.parametrize(
    ("name", "header", "number"),
    [
        ("optout.csv", "Customer ID;Date;Number;Cost", "{}"),  # by its name
        ("Sperrliste.csv", "Kundennr;Datum;Nummer;Wert X", "{}"),
        ("export.csv", "Kundennr;Gesperrt am;Nummer;Wert X", "+49 170 555{}"),  # by a header
        ("export.csv", "Client;Unsubscribed at;Number;Value X", "0170555{}"),
    ],
)
def test_clean_a_list_of_opt_outs_stays_one(check, name, header, number):
    found = check({name: export(header, number=number)})
    assert [*found.intake.receipts] == ["suppressions"]
    assert found.receipt.rows_good == N


def test_clean_telephones_beside_a_customer_without_money_stay_opt_outs(check):
    text = export("Customer ID;Date;Number;Reason", money="asked {}", number="+49 170 555{}")
    assert [*check({"export.csv": text}).intake.receipts] == ["suppressions"]
