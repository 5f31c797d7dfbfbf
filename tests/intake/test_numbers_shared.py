"""Two shops that number their customers on their own are said; the same customers are not."""

from __future__ import annotations

import pytest

NORTH = (
    "Anna Meyer", "Hart Foods Ltd", "Müller GmbH & Co. KG", "Café Élan SARL", "Talleres Ruiz S.L.",
    "Jürgen Groß", "Lowe & Sons", "Baker Dental", "Autohaus Becker", "Librairie Dupont",
)  # fmt: skip
SOUTH = (
    "Peter Schulz", "Southern Mill", "Nordlicht GmbH & Co. KG", "Boulangerie Petit SARL",
    "Ferretería Sanz S.L.", "Ines Vogt", "Granger Paints", "Hillside Vets", "Tischlerei Kern",
    "Garage Moreau",
)  # fmt: skip
#: The names of the first shop as another program writes them.
AGAIN = (
    "Meyer, Anna", "HART FOODS LIMITED", "Fa. Mueller", "Cafe Elan", "Talleres Ruiz, S.L.",
    "Juergen Gross", "Lowe and Sons", "Baker Dental Care", "AUTOHAUS BECKER", "Dupont Librairie",
)  # fmt: skip


ENGLISH = "Invoice No,Invoice Date,Customer No,Customer,Amount"


def _sales(names, *, first=100, sign="N", head=ENGLISH, more="") -> str:
    lines = [
        f"{sign}{at},2024-{at % 6 + 1:02d}-{at % 20 + 3:02d},{first + at % len(names)},"
        f'"{names[at % len(names)]}",{20 + at * 3.1:.2f}{more}'
        for at in range(4 * len(names))
    ]
    return "\n".join([head, *lines]) + "\n"


def _told(found) -> list[str]:
    return [one.message for one in found.receipt.warnings if one.code == "numbers_shared"]


GERMAN = "Rechnungsnr,Rechnungsdatum,Kundennr,Kundenname,Betrag"
SPANISH = "Nº factura,Fecha factura,Código cliente,Nombre cliente,Importe"


@pytest.mark.parametrize("head", [ENGLISH, GERMAN, SPANISH], ids=["english", "german", "spanish"])
def test_two_shops_with_numbers_of_their_own_are_said(check, head):
    found = check({"North.csv": _sales(NORTH, head=head), "South.csv": _sales(SOUTH, head=head)})
    (told,) = _told(found)

    assert "10 of 10 customer numbers" in told
    assert "North.csv, South.csv" in told
    assert "e.g. 100" in told
    assert not any(name in told for name in (*NORTH, *SOUTH))


@pytest.mark.parametrize("column", ["Company Code", "Mandant", "Boutique", "Empresa"])
def test_companies_in_one_file_are_said(check, column):
    head = f"Invoice No,Invoice Date,Customer No,Customer,Amount,{column}"
    text = _sales(NORTH, head=head, more=",1000")
    text += _sales(SOUTH, sign="S", more=",2000").split("\n", 1)[1]
    (told,) = _told(check({"sales.csv": text}))

    assert f"under several values of '{column}'" in told


def test_months_of_two_shops_are_said_once(check):
    files = {
        f"{shop}_{month}.csv": _sales(names, sign=f"{shop[0]}{month}")
        for shop, names in (("north", NORTH), ("south", SOUTH)) for month in (1, 2, 3)
    }  # fmt: skip
    assert len(_told(check(files))) == 1


@pytest.mark.parametrize(
    "other",
    [
        _sales(NORTH, sign="S"),
        _sales(AGAIN, sign="S"),
        _sales(SOUTH, sign="S", first=109),
        _sales((*NORTH[:7], *SOUTH[7:]), sign="S"),
        _sales(SOUTH, sign="S", first=500),
        _sales(SOUTH, sign="S", head="Invoice No,Invoice Date,Customer No,Item text,Amount"),
        _sales(SOUTH, sign="S", head="Invoice No,Invoice Date,Customer No,Contact name,Amount"),
    ],
    ids=["same names", "spelt otherwise", "one shared number", "renamed", "no shared number",
         "no names", "contacts"],
)  # fmt: skip
def test_the_same_customers_are_not(check, other):
    assert not _told(check({"a.csv": _sales(NORTH), "b.csv": other}))


def test_branches_of_one_company_share_its_customers(check):
    head = "Invoice No,Invoice Date,Customer No,Customer,Amount,Branch"
    text = _sales(NORTH, head=head, more=",Leeds")
    text += _sales(AGAIN, sign="S", more=",York").split("\n", 1)[1]
    assert not _told(check({"sales.csv": text}))
