"""A needed column that no header names is read where exactly one column can be it, and said so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analysis.columns.columnmap import named_by
from analysis.columns.mapfile import Stated
from analysis.rows.onlycolumn import only_columns
from analysis.rows.rules import sense_of_status

N = 60
DAYS = [str(date(2024, 1, 1) + timedelta(days=3 * at)) for at in range(N)]
LATER = [str(date(2024, 1, 9) + timedelta(days=3 * at)) for at in range(N)]
MONEY = [f"{10 + at * 1.37:.2f}" for at in range(N)]
OTHER = [f"{7 + at * 2.11:.2f}" for at in range(N)]
ORDERS = [f"R{at}" for at in range(N)]
WHO = [f"K{at % 12}" for at in range(N)]
NAMES = [f"Firm {chr(65 + at % 12)}" for at in range(N)]
OTHER_NAMES = [f"Pump {chr(65 + at % 9)}" for at in range(N)]
PIECES = [str(1 + at % 4) for at in range(N)]
KNOWN = {"customer_id": WHO, "order_id": ORDERS, "ordered_on": DAYS, "amount": MONEY}


def found(lacking: str, columns: dict[str, list[str]]) -> list[str]:
    """Return the headers of what is read, beside other columns of orders that headers name."""
    sheet = {column: cells for column, cells in KNOWN.items() if column not in lacking} | columns
    known = {column: at for at, column in enumerate(sheet) if column not in columns}
    known |= {column: at for at, column in enumerate(sheet) if column == "delivered_on"}
    rows = [[*row] for row in zip(*sheet.values(), strict=True)]
    return [[*sheet][at] for at in only_columns(lacking.split(), rows, [*sheet], known).values()]


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"Shoot Date": DAYS}, ["Shoot Date"]),
        ({"Einsatz": DAYS, "Fällig": LATER}, ["Einsatz"]),
        ({"Fecha nac. (birth)": LATER, "Cita": DAYS}, ["Cita"]),
        ({"delivered_on": LATER}, ["delivered_on"]),
        ({"delivered_on": LATER, "Till": DAYS}, ["Till"]),
        # Two days, a day that is no order's, and one that not every line has.
        ({"Check-in": DAYS, "Check-out": LATER}, []),
        ({"Next visit": DAYS}, []),
        ({"Due": DAYS}, []),
        ({"Month": DAYS}, []),
        ({"load_date": DAYS}, []),
        ({"Seen": [*DAYS[:40], *[""] * 20]}, []),
        ({"Run": ["2024-06-30"] * N}, []),
        # Of a customer, not of an order: no customer has two of them.
        ({"Registered": [DAYS[at % 12] for at in range(N)]}, []),
    ],
    ids=str,
)
def test_the_day_of_an_order(columns, wanted):
    assert found("ordered_on", columns) == wanted


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"Charge": MONEY}, ["Charge"]),
        ({"Total": MONEY, "Est. Revenue": OTHER}, ["Total"]),
        ({"BASE": MONEY}, ["BASE"]),
        ({"BASE": MONEY, "NUMFAC": [str(6278 + at) for at in range(N)]}, ["BASE"]),
        ({"BASE": MONEY, "Grams": [str(250 + 7 * (at % 30)) for at in range(N)]}, []),
        ({"Sell Price": MONEY, "Cost": OTHER}, ["Sell Price"]),
        ({"Fee": MONEY, "Hours": PIECES}, ["Fee"]),
        # Only what ends in a rate is one: the commonest German word of money ends like it.
        ({"Warenumsatz": MONEY}, ["Warenumsatz"]),
        ({"Umsatz 2024": MONEY, "Steuersatz": PIECES}, ["Umsatz 2024"]),
        ({"Tatsächlicher Umsatz": MONEY, "Geschätzter Umsatz": OTHER}, ["Tatsächlicher Umsatz"]),
        ({"Steuersatz": MONEY}, []),
        ({"Umsatzsteuersatz": MONEY}, []),
        # One cell without a number is a row to be set aside; a tenth of them is another column.
        ({"Charge": ["k.A.", *MONEY[1:]]}, ["Charge"]),
        ({"Charge": [*MONEY[:30], "tbd", *MONEY[31:]]}, ["Charge"]),
        ({"Charge": ["k.A."] * 6 + MONEY[6:]}, []),
        ({"Charge": ["5 %", *MONEY[1:]]}, []),
        # As a workbook has it, 60.00 is 60; thousands and pieces are no such money.
        ({"Fee": ["60", "24.5", "45", "120"] * 15, "Hours": PIECES}, ["Fee"]),
        ({"Fee": ["60", "1,500", "45", "120"] * 15, "Hours": PIECES}, []),
        ({"Foo": ["60", "24.5", "45", "120"] * 15, "Hours": PIECES}, []),
        ({"Sell Price": MONEY, "Pieces": PIECES}, []),
        ({"Sell Price": MONEY, "Boxes": PIECES}, []),
        ({"Total A": MONEY, "Total B": OTHER}, []),
        ({"Foo": MONEY, "Bar": OTHER}, []),
        ({"Litres": MONEY}, []),
        ({"Commission": MONEY}, []),
        ({"Rate": MONEY}, []),
        ({"Rabatt %": MONEY}, []),
        ({"Ref": [str(1000 + at) for at in range(N)]}, []),
        ({"Total": [f"-{cell}" for cell in MONEY]}, []),
    ],
    ids=str,
)
def test_the_amount(columns, wanted):
    assert found("amount", columns) == wanted


TWICE = ["Firm A", "Firm B", "Firm A", "Firm C"] * (N // 4)


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"Farmer ID": WHO}, ["Farmer ID"]),
        ({"Deal - Organization ID": WHO, "Deal - Organization": NAMES}, ["Deal - Organization ID"]),
        ({"Guest Name": NAMES, "Profile": WHO}, ["Profile"]),
        ({"Rechnungsempfänger": WHO, "Last Name": NAMES}, ["Rechnungsempfänger"]),
        ({"Donor Email": [f"{cell}@example.org" for cell in WHO], "Donor Name": NAMES},
         ["Donor Email"]),
        ({"product_id": PIECES, "Name": NAMES}, ["Name"]),
        # A number beside a name under a header that nobody knows, or under that of a product's.
        ({"AuftrGeber": WHO, "Name 1": NAMES}, ["AuftrGeber"]),
        ({"Identificación": WHO, "Nombre tercero": NAMES}, ["Identificación"]),
        ({"Titel": OTHER_NAMES, "Kontakt-Nr.": WHO, "Kontakt": NAMES}, ["Kontakt-Nr."]),
        ({"Name 1": NAMES, "Name 2": OTHER_NAMES, "quantity": PIECES}, []),
        ({"Nombre tercero": NAMES, "Contacto": OTHER_NAMES}, []),
        # Two that part the lines in two ways; things, places and sellers; few, or one mostly.
        ({"Farmer ID": WHO, "Donor ID": [f"D{at % 13}" for at in range(N)]}, []),
        # Lines with a number and no pieces are documents: a name is of whom they are for.
        ({"Name": NAMES}, ["Name"]),
        ({"Name": NAMES, "quantity": PIECES}, []),
        ({"Name": NAMES, "unit_price": OTHER}, []),
        ({"Name": [f"{name} GmbH" for name in NAMES], "quantity": PIECES}, ["Name"]),
        ({"Name": NAMES, "Phone Number": [f"+49 {cell[1:]}55" for cell in WHO]}, ["Name"]),
        ({"Name": NAMES, "From Email": [f"{cell}@example.org" for cell in WHO]}, ["Name"]),
        ({"Machine No": WHO}, []),
        ({"Project": NAMES}, []),
        ({"Store ID": WHO}, []),
        ({"Client Manager": NAMES}, []),
        ({"Client PO No": WHO}, []),
        ({"Guests": PIECES}, []),
        ({"Farmer ID": TWICE}, []),
        ({"Farmer ID": ["F1" if at % 2 else f"F{at % 16}" for at in range(N)]}, []),
        ({"Farmer ID": ORDERS}, []),
        ({"Last Name": NAMES, "Card ID": [f"{at % 12}.5" for at in range(N)]}, []),
        ({"Gastname": NAMES, "Job No": [f"J{at % 24}" for at in range(N)]}, []),
    ],
    ids=str,
)  # fmt: skip
def test_the_customer(columns, wanted):
    named = {column for column in columns if column in {"product_id", "quantity", "unit_price"}}
    sheet = {"order_id": ORDERS, "ordered_on": DAYS, "amount": MONEY} | columns
    known = {name: at for at, name in enumerate(sheet) if name in KNOWN or name in named}
    rows = [[*row] for row in zip(*sheet.values(), strict=True)]
    only = only_columns(["customer_id"], rows, [*sheet], known)
    assert [[*sheet][at] for at in only.values()] == wanted


def test_two_days_of_delivery_are_asked_about(refused):
    rows = zip(WHO, DAYS, LATER, MONEY, strict=True)
    text = "Kd-Nr,Lieferdatum,Versanddatum,Betrag\n" + "".join(f"{','.join(r)}\n" for r in rows)
    assert refused({"a.csv": text}).code == "no_date_column"


def test_few_lines_prove_nothing():
    rows = [["K1", DAYS[at], MONEY[at]] for at in range(9)]
    known = {"customer_id": 0, "amount": 2}
    assert only_columns(["ordered_on"], rows, ["Kd-Nr", "Till", "Betrag"], known) == {}


def test_it_is_read_and_said_and_the_map_can_say_otherwise(check):
    rows = zip(WHO, ORDERS, DAYS, MONEY, strict=True)
    text = "Farmer ID,Ticket,Weighed,Total\n" + "".join(f"{','.join(row)}\n" for row in rows)
    files = {"a.csv": text, "b.csv": text.replace("R", "S").replace("Weighed", "Lieferdatum")}

    told = [warned for warned in check(files).receipt.warnings if warned.code == "column_by_cells"]

    assert [warned.column for warned in told] == ["Weighed", "Farmer ID", "Lieferdatum"]
    assert all("<its header>" in warned.message for warned in told)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Código SN", "customer_id"), ("Numéro tiers", "customer_id"), ("PatNum", "customer_id"),
        ("Student No", "customer_id"), ("Auftragseingang", "ordered_on"),
        ("ProcDate", "ordered_on"),
        ("Date de l'acte", "ordered_on"), ("Fecha de contabilización", "ordered_on"),
        ("Actual Close Date", "ordered_on"), ("Re.-Betrag", "amount"), ("ProcFee", "amount"),
        ("Total de la commande", "amount"), ("Total del documento", "amount"),
    ],
)  # fmt: skip
def test_more_headers_are_known(header, column):
    assert named_by(header, "transactions")[0] == column


@pytest.mark.parametrize("header", ["Nombre SN", "Fee", "Student", "Despatch", "Base"])
def test_headers_that_may_be_something_else_are_not(header):
    assert named_by(header, "transactions") is None


@pytest.mark.parametrize(
    "word",
    ["vollständig bezahlt", "Fully shipped", "paid_out", "Checked Out", "To Deliver and Bill",
     "Partly Paid", "À facturer", "Albaranado", "Remesado", "exportiert"],
)  # fmt: skip
def test_more_words_of_a_status_are_orders(word):
    assert sense_of_status(word, Stated()) == "order"


def test_one_word_on_all_of_many_lines_is_said_and_not_asked(check, refused):
    def export(words):
        rows = zip(WHO, DAYS, MONEY, words, strict=True)
        return {"a.csv": "Kd-Nr,Datum,Betrag,Status\n" + "".join(f"{','.join(r)}\n" for r in rows)}

    assert "one_status" in check(export(["zork"] * N)).warned
    assert refused(export(["zork", "paid"] * (N // 2))).code == "unknown_status"
