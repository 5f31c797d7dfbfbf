"""The bare number of a customer list is read; such a list is never offered as opt-outs first."""

from __future__ import annotations

import pytest

ORDERS = "Order No,Order Date,Customer No,Amount\n" + "".join(
    f"{500 + at},2024-{at % 6 + 1:02d}-{at % 20 + 3:02d},{100 + 3 * (at % 7)},{20 + at}.00\n"
    for at in range(40)
)


def _people(head: str, *, number=lambda at: 100 + 3 * at, sign: str = ",") -> str:
    rows = [(f"{number(at)}", f"Firm {chr(65 + at)}", "Leeds", f"b{at}@f{at}.co.uk")
            for at in range(7)]  # fmt: skip
    return "\n".join([head, *map(sign.join, rows)]) + "\n"


@pytest.mark.parametrize(
    ("name", "head", "sign"),
    [
        ("customers.csv", "No.,Name,City,E-Mail", ","),
        ("Debitoren.csv", "Nr.;Name;Ort;E-Mail", ";"),
        ("Kunden.csv", "Nummer;Name;Ort;E-Mail", ";"),
        ("clients.csv", "Code;Nom;Ville;E-mail", ";"),
        ("clientes.csv", "Código;Nombre;Ciudad;Email", ";"),
        ("customers.csv", "Code,Name,City,Customer Group", ","),
    ],
)
def test_the_bare_number_of_a_customer_list_is_read(check, name, head, sign):
    found = check({"orders.csv": ORDERS, name: _people(head, sign=sign)})

    assert found.good("customers")["customer_id"].tolist()[:2] == ["100", "103"]
    (told,) = [one for one in found.intake.receipts["customers"].warnings
               if one.code == "customer_column"]  # fmt: skip
    assert f"'{head.split(sign)[0]}'" in told.message


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("Code,Name,City,E-Mail", lambda at: "AB"[at % 2]),  # a group, not a number
        ("No.,Name,City,E-Mail", lambda at: at + 1),  # of the row
        ("No.,Name,City,E-Mail", lambda at: "" if at % 2 else at),
    ],
    ids=["group", "row", "blank"],
)
def test_what_is_no_key_is_asked_about_as_customers_first(refused, head, number):
    told = str(refused({"orders.csv": ORDERS, "customers.csv": _people(head, number=number)}))

    assert told.index("customer_id = ") < told.index('table = "suppressions"')


def test_an_id_of_its_own_is_read_before_a_bare_number(check):
    text = _people("Customer No,Name,No.,E-Mail")
    found = check({"orders.csv": ORDERS, "customers.csv": text})
    assert "customer_column" not in found.warned
    assert found.good("customers")["customer_id"].tolist()[0] == "100"


def test_the_number_of_a_house_is_none_of_a_customer(refused):
    rows = [f"Firm {at},Mill Street,{10 + 7 * at},b{at}@f.co.uk" for at in range(7)]
    text = "\n".join(["Name,Street,No.,E-Mail", *rows]) + "\n"
    assert refused({"orders.csv": ORDERS, "customers.csv": text}).code == "no_customer_column"
