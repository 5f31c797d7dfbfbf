"""What a refusal for lack of a column offers: pasted as printed it gives the right numbers."""

from __future__ import annotations

import pytest

from analysis.columns.unclear import Offer
from analysis.files.records import Record
from analysis.intake import propose_map
from analysis.intake.mapwriter import as_toml
from analysis.rows.likely import likely_answers

DAYS = [f"2024-{1 + at // 8:02}-{1 + at % 27:02}" for at in range(60)]
LATER = [f"2024-{3 + at // 8:02}-{1 + at % 27:02}" for at in range(60)]
WON = [day if at % 3 else "" for at, day in enumerate(LATER)]
PIECES = [str(1 + at % 4) for at in range(60)]
PRODUCTS = [f"A{at % 7}" for at in range(60)]
PRICES = [f"{7.49 + 3.1 * (at % 7):.2f}" for at in range(60)]
LINES = [f"{(7.49 + 3.1 * (at % 7)) * (1 + at % 4):.2f}" for at in range(60)]
RISING = [f"{5 + at * 1.37:.2f}" for at in range(60)]
TAX = [f"{float(line) * 0.19:.2f}" for line in LINES]
GROSS = [f"{float(line) + float(tax):.2f}" for line, tax in zip(LINES, TAX, strict=True)]
BALANCE = [f"{sum(map(float, LINES[: at + 1])):.2f}" for at in range(60)]
ORDERS = [f"R{at // 2}" for at in range(60)]
WHO = [f"x{at // 2 % 11}" for at in range(60)]


def offered(column: str, columns: dict[str, list[str]], used: tuple[str, ...] = ()) -> list[Offer]:
    header = [*columns]
    rows = [Record(at, [*row]) for at, row in enumerate(zip(*columns.values(), strict=True), 2)]
    places = {header.index(name) for name in used}
    return likely_answers("transactions", [column], rows, header, places)[column]


def best(column: str, columns: dict[str, list[str]], used: tuple[str, ...] = ()) -> list[list[str]]:
    """Return the headers of the first offer, or of all that are open."""
    found, header = offered(column, columns, used), [*columns]
    chosen = [offer for offer in found if offer.is_open] or found[:1]
    return [[header[at] for at in offer.places.values()] for offer in chosen]


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"QUANTITY": PIECES, "UNITPRCE": PRICES, "XTNDPRCE": LINES}, [["XTNDPRCE"]]),
        ({"a": PIECES, "b": PRICES, "c": LINES}, [["c"]]),
        ({"Item": PRODUCTS, "Qty": PIECES, "P1": PRICES, "P2": LINES}, [["P2"]]),
        ({"Saldo": BALANCE, "Wert": LINES}, [["Wert"]]),
        ({"x": BALANCE, "y": LINES}, [["y"]]),
        ({"VAT": TAX, "Worth": LINES}, [["Worth"]]),
        ({"Cost": TAX, "Worth": RISING}, [["Worth"]]),
        ({"Worth": RISING, "Worth again": RISING}, [["Worth"]]),
        # no money of a line: pieces times the price of one
        ({"Item": PRODUCTS, "Qty": PIECES, "VK": PRICES}, [["Qty", "VK"]]),
        # two readings: with the tax and without it; the money of a line or of one piece
        ({"Alpha": LINES, "Beta": TAX, "Gamma": GROSS}, [["Alpha"], ["Gamma"]]),
        ({"Item": PRODUCTS, "Qty": PIECES, "item-price": RISING},
         [["item-price"], ["Qty", "item-price"]]),
        # clean: one price and no pieces, and the only money
        ({"Item": PRODUCTS, "Preis": RISING}, [["Preis"]]),
    ],
)  # fmt: skip
def test_money_of_a_line_is_offered_and_no_price_tax_cost_or_balance(columns, wanted):
    used = tuple(name for name in columns if name in {"Item", "Qty", "QUANTITY"})
    assert best("amount", columns, used) == wanted


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"Deal created": DAYS, "Won time": WON}, [["Won time"]]),
        ({"Angelegt am": DAYS, "Gewonnen am": WON, "Fällig am": LATER}, [["Gewonnen am"]]),
        # clean: no other day is one of a sale, or both name an order
        ({"Deal created": DAYS, "Update time": LATER}, [["Deal created"]]),
        ({"Order created": DAYS, "Won time": WON}, [["Order created"]]),
    ],
)  # fmt: skip
def test_the_day_of_a_sale_is_offered_before_that_of_an_entry(columns, wanted):
    assert best("ordered_on", columns) == wanted


def test_readings_that_are_open_say_to_what_they_add_up():
    found = offered("amount", {"Alpha": LINES, "Beta": TAX, "Gamma": GROSS})
    assert f"{sum(map(float, LINES)):,.2f} in 60 lines" in found[0].said
    assert f"{sum(map(float, GROSS)):,.2f} in 60 lines" in found[1].said


def test_a_line_break_in_a_header_stays_within_its_line():
    found = offered("amount", {"Qty\nsold": PIECES, "Price\neach": PRICES, "Sum\nnet": LINES})
    assert found[0].places == {"amount": 2}
    assert "\n" not in found[0].said


CITIES = [f"Town{at // 2 % 9}" for at in range(60)]
TIMES = [f"{8 + at % 9:02}:{at % 50 + 10}" for at in range(60)]


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"Heure": TIMES, "Carte": WHO}, "Carte"),
        ({"Zeit1": TIMES, "Z": WHO}, "Z"),
        ({"Tisch": WHO, "Kellner": WHO, "Gast-Nr": [w[1:] for w in WHO]}, "Gast-Nr"),
        ({"City": CITIES, "Code": WHO}, "Code"),
        ({"Custom field 1": CITIES, "Verk. an Deb.-Nr.": WHO}, "Verk. an Deb.-Nr."),
        ({"Order": ORDERS, "Thing": PRODUCTS, "Z": WHO}, "Z"),
        ({"Order": ORDERS, "Ref": ORDERS, "Z": WHO}, "Z"),
        (
            {"code_cli": [f"10.{100 + int(w[1:])}.{w[1:]}" for w in WHO], "code_art": WHO},
            "code_cli",
        ),
        ({"Organization": WHO, "Organization ID": WHO}, "Organization ID"),
        ({"Naam": [f"N {w}" for w in WHO], "Klantnummer": WHO}, "Klantnummer"),
        ({"Name": [f"N {w}" for w in WHO], "Thing": PRODUCTS}, "Name"),
        (
            {"Name": [f"N {w}" for w in WHO], "Phone Number": [f"+49 {w[1:]}55" for w in WHO]},
            "Name",
        ),
        # A number in the cells outranks the name beside it, whatever their headers.
        (
            {
                "CUNM": [f"Firm {'ABCDEFGHIJKLM'[int(w[1:])]}" for w in WHO],
                "CUNO": [f"100{w[1:]}" for w in WHO],
            },
            "CUNO",
        ),
        (
            {
                "Particulars": [f"Firm {'ABCDEFGHIJKLM'[int(w[1:])]}" for w in WHO],
                "GSTIN/UIN": [f"07AA{w[1:]}Z" for w in WHO],
            },
            "GSTIN/UIN",
        ),
        ({"Z": WHO, **{f"UDF {at}": ["x"] * 60 for at in range(40)}}, "Z"),
    ],
)
def test_a_customer_is_offered_and_no_time_table_city_or_product(columns, wanted):
    days = {"Date": DAYS, **columns}
    used = tuple(name for name in days if name in {"Date", "Order"})
    assert best("customer_id", days, used) == [[wanted]]


@pytest.mark.parametrize(
    "columns",
    [
        {"amazon-order-id": ORDERS, "shipment-id": [f"D{at // 2}" for at in range(60)]},
        {"Belegnr": ORDERS, "Vorgang": [f"V{at}" for at in range(60)]},
        {"Order": ORDERS, "asin": PRODUCTS, "marketplace-name": ["Amazon.de"] * 60},
        {"N° pièce": ORDERS, "Désignation": PRODUCTS, "Dépôt": ["Lyon"] * 60},
        {"Order": ORDERS, "Thing": PRODUCTS, "fulfillment-id": ["AFN"] * 60},
        {"Nº factura": ORDERS, "Beschreibung": PRODUCTS},
        {"Order": ORDERS, "Beschreibung": PRODUCTS, "Konto": ["kasse@cafe.example"] * 60},
    ],
    ids=str,
)
def test_nothing_is_offered_where_no_column_names_a_customer(columns):
    first = next(iter(columns))
    assert offered("customer_id", {"Date": DAYS, **columns}, ("Date", first)) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"Customer": [f"K{at}" for at in range(60)]},  # each of them bought once
        {"Client name": ["Firm A"] * 60},
        {"Gast": [f"x{at}" for at in range(60)]},
    ],
    ids=str,
)
def test_what_says_customer_is_offered_whatever_its_cells(columns):
    assert best("customer_id", {"Date": DAYS, "Order": ORDERS, **columns}, ("Date", "Order")) == [
        [*columns]
    ]


def test_a_file_that_names_no_customer_is_told_so(refused, tmp_path):
    rows = [["order-id", "purchase-date", "asin", "amount"],
            *map(list, zip(ORDERS, DAYS, PRODUCTS, LINES, strict=True))]  # fmt: skip
    text = "\n".join(map(",".join, rows)) + "\n"
    refusal = refused({"orders.csv": text})
    assert refusal.to_do.startswith("the file seems to name no customer")
    (tmp_path / "orders.csv").write_text(text, "utf-8")
    proposed = as_toml(propose_map([tmp_path / "orders.csv"]))
    assert "no column looks like it" in " ".join(proposed.replace("#", "").split())
    assert "<its header>" not in proposed


def test_groups_of_open_answers_stand_apart(refused):
    others = [f"y{at // 4 % 13}" for at in range(60)]
    rows = [["Partn A", "Partn B", "Wann", "Subtotal", "Total"],
            *map(list, zip(WHO, others, DAYS, LINES, GROSS, strict=True))]  # fmt: skip
    lines = refused({"ventas.csv": "\n".join(map(",".join, rows)) + "\n"}).to_do.split("\n")
    opened = next(at for at, line in enumerate(lines) if line == "or")
    assert lines[opened - 2] == ""
    assert "" not in lines[opened - 1 : opened + 2]


def test_two_columns_that_part_customers_alike_well_are_both_offered():
    others = [f"y{at // 4 % 13}" for at in range(60)]
    assert best("customer_id", {"Sold to": WHO, "Bill to": others}) == [["Sold to"], ["Bill to"]]


def test_the_printed_lines_leave_open_what_the_header_leaves_open(refused):
    """A total beside a net amount stays a question when the lines are pasted."""
    rows = [["Who", "Fecha", "Subtotal", "IVA", "Total"],
            *map(list, zip(WHO, DAYS, LINES, TAX, GROSS, strict=True))]  # fmt: skip
    refusal = refused({"ventas.csv": "\n".join(map(",".join, rows)) + "\n"})
    assert '# amount: "Total", as it is read' in refusal.to_do
    assert refusal.to_do.splitlines()[2].startswith('customer_id = "Who"')


def test_money_that_is_pieces_times_price_needs_no_line(refused):
    rows = [["Partn", "Datum", "Menge", "EPreis"],
            *map(list, zip(WHO, DAYS, PIECES, PRICES, strict=True))]  # fmt: skip
    refusal = refused({"umsatz.csv": "\n".join(map(",".join, rows)) + "\n"})
    assert '# amount: "Menge" x "EPreis", as they are read' in refusal.to_do


@pytest.mark.parametrize(
    ("money", "table"), [("Pledged,5.00,7.50,9.00", "transactions"), ("Try,1,2,1", "touches")]
)
def test_gifts_of_a_campaign_are_no_calls(refused, money, table):
    lines = ["Backer,Campaign,When", "A1,x,2024-01-05", "A2,x,2024-01-06", "A1,y,2024-02-07"]
    text = "".join(f"{line},{cell}\n" for line, cell in zip(lines, money.split(","), strict=True))
    refusal = refused({"list.csv": text})
    assert f"(read as {table})" in refusal.happened


@pytest.mark.parametrize(
    ("header", "cell", "offered"),
    [
        ("Name", "C{who} Schmidt Garage & Sons Ltd", True),
        ("Firm name", "C{who} Gesellschaft für Bau und Boden mbH", True),
        # Sentences differ from line to line; a product's name is none of a customer
        ("Name", "sent on the {at} of the month by post", False),
        ("Item name", "A{who} large box of red paint", False),
    ],
)
def test_a_long_name_that_comes_again_is_offered_as_the_customer(header, cell, offered):
    rows = [
        [f"2024-01-{at % 28 + 1:02}", cell.format(at=at, who=at % 9), "5.50"] for at in range(60)
    ]
    records = [Record(at, row) for at, row in enumerate(rows, 1)]
    found = likely_answers("transactions", ["customer_id"], records, ["Day", header, "Sum"], {0, 2})
    assert bool(found["customer_id"]) == offered
