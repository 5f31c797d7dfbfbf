"""Tables of products, stores, suppliers or staff beside the orders are left out, and said."""

from __future__ import annotations

import pytest

from analysis.intake.proposal import propose_map

ORDERS = "Customer ID,Order date,Line total\n" + "".join(
    f"C{at % 5},2024-0{1 + at % 6}-1{at % 9},{at}.50\n" for at in range(20)
)
BESIDE = {
    "products.csv": "SKU,Product name,Price,Stock\nA1,Lamp,10.00,5\nA2,Chair,20.00,3\n",
    "stores.csv": "Store ID,Store name,City\n1,North,Leeds\n2,South,York\n",
    "suppliers.csv": "Supplier ID,Contact,Email\n1,Ann,a@x.example\n2,Bob,b@x.example\n",
    "Mitarbeiter.csv": "Personalnr,Name,Eintritt,Gehalt\n1,Ann,05.01.2020,3000.50\n"
                       "2,Bob,06.01.2020,3100.50\n",
    "tarifs.csv": "Référence,Désignation,Prix\nA1,Lampe,5.00\nA2,Chaise,6.00\n",
    "export7.csv": "Product ID,Title,Type\n1,Lamp,home\n2,Chair,garden\n",
    "productos.csv": "Código,Descripción,Precio\nA1,Lampara,5.00\nA2,Silla,8.00\n",
}  # fmt: skip


def test_tables_of_other_things_beside_orders_are_left_out_and_said(check):
    found = check({"orders.csv": ORDERS, **BESIDE})
    assert [*found.intake.receipts] == ["transactions"]
    assert (found.receipt.rows_in, found.receipt.rows_good) == (20, 20)
    told = [one.message for one in found.receipt.warnings if one.code == "table_not_read"]
    assert sorted(message.split(" was not read")[0] for message in told) == sorted(BESIDE)
    assert "products.csv was not read: its name speaks of products" in "".join(told)


@pytest.mark.parametrize("name", ["products.csv", "suppliers.csv"])
def test_such_a_table_alone_is_refused_with_advice(refused, name):
    assert "[" in refused({name: BESIDE[name]}).to_do


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # days, money or customers among its columns, whatever its name
        ("products_sold.csv", "Wer,Wann,Was\nA1,2024-01-05,x\nA2,2024-02-05,y\n"),
        ("stock.csv", "Wer,Periode,Wert\nA1,202401,5.00\nA2,202402,6.00\n"),
        ("artikelumsatz.csv", "Artikelnr,Umsatz\nA1,5.00\nA2,6.00\n"),
        # people, who may have opted out
        ("store_optouts.csv", "Store ID,Store name,City\n1,North,Leeds\n2,South,York\n"),
        ("suppliers.csv", "Supplier ID,Email,Do not contact\n1,a@x.example,yes\n2,b@x.example,\n"),
        ("products.csv", "Name,Email\nAnn,a@x.example\nBob,b@x.example\n"),
        # nothing says what it lists
        ("export.csv", "Wer,Wert\nA1,5.00\nA2,6.00\n"),
    ],
)  # fmt: skip
def test_what_may_hold_orders_or_people_is_still_refused(refused, name, text):
    assert refused({"orders.csv": ORDERS, name: text}).file == name


def test_a_proposed_map_asks_nothing_about_them(tmp_path):
    for name in ("products.csv", "stores.csv"):
        (tmp_path / name).write_text(BESIDE[name], encoding="utf-8")
    assert [file.file for file in propose_map([tmp_path]).files] == ["products.csv", "stores.csv"]
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    proposal = propose_map([tmp_path])
    assert [file.file for file in proposal.files] == ["orders.csv"]
    assert proposal.left_out == ("products.csv", "stores.csv")


REGISTERS = {
    "issues.csv": "Ticket ID,Category,Created,Customer No\nT1,price,2024-01-02,C1\n"
                  "T2,late,2024-01-20,C2\n",
    "incidencias.csv": "Codigo;Tipo;Fecha\nprecio;queja;02/01/2024\ncalidad;queja;22/01/2024\n",
    "reklamationen.csv": "Ticketnr;Kategorie;Erstellt am\nT1;Preis;02.01.2024\n"
                         "T2;Service;22.01.2024\n",
    "réclamations.csv": "Ticket;Catégorie;Ouvert\nT1;prix;02/01/2024\nT2;délai;22/01/2024\n",
}  # fmt: skip


def test_a_register_of_fixes_without_a_needed_column_is_left_out_with_the_lines_that_read_it(check):
    found = check({"orders.csv": ORDERS, **REGISTERS})
    assert [*found.intake.receipts] == ["transactions"]
    told = [one.message for one in found.receipt.warnings if one.code == "optional_not_read"]
    assert sorted(message.split(" was not read")[0] for message in told) == sorted(REGISTERS)
    assert 'issue_id = "Ticket ID", code = "Category"' in "".join(told)


def test_a_register_whose_columns_are_known_is_read(check):
    register = "Case ID,Category,Opened on\nT1,price,2024-01-02\nT2,late,2024-01-20\n"
    found = check({"orders.csv": ORDERS, "issues.csv": register})
    assert [*found.intake.receipts] == ["transactions", "issues"]
    assert "optional_not_read" not in found.warned


@pytest.mark.parametrize(
    "files",
    [
        {"issues.csv": REGISTERS["issues.csv"]},
        {"issues.csv": REGISTERS["issues.csv"], "columns.toml": '[issues]\ncode = "Category"\n'},
        {"issues.csv": REGISTERS["issues.csv"].replace("late", "Never call again!")},
        {"issues.csv": REGISTERS["issues.csv"].replace("Customer No", "Customer No,E-mail")},
        {"calls.csv": "Customer ID,Agent,Outcome\nC1,Kim,connected\nC2,Kim,connected\n"},
        {"programme.csv": "Customer ID,Program,Arm\nC1,p,treat\nC2,p,hold\n"},
    ],
    ids=["alone", "stated", "a refusal in a cell", "addresses", "calls", "arms"],
)
def test_what_somebody_relies_on_is_refused_and_not_left_out(refused, files):
    alone = [*files] == ["issues.csv"] and files["issues.csv"] == REGISTERS["issues.csv"]
    assert refused(files if alone else {"orders.csv": ORDERS, **files}).code.startswith("no_")
