"""Columns under headers that nobody listed: their cells prove what they are, or they are asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analysis.columns.columnmap import map_columns, named_by
from analysis.columns.mapfile import Stated
from analysis.columns.settled import settle_columns
from analysis.columns.unclear import no_column
from analysis.errors import InputRefused

ORDER = "Customer ID,Order no,Order date,"
N = 60
DAYS = [date(2023, 1, 2) + timedelta(days=6 * at) for at in range(N)]


def read(header: str, *cells, stated: Stated | None = None):
    """Return the map of 60 lines whose further cells are made from their number."""
    names = header.split(",")
    first = [[f"C{at % 9}", f"R{at}", str(DAYS[at])] for at in range(N)]
    ahead = first if header.startswith(ORDER) else [[] for _ in range(N)]
    rows = [[*ahead[at], *(cell(at) for cell in cells)] for at in range(N)]
    stated = stated or Stated()
    columns = map_columns("transactions", stated.used("transactions", names), file="a.csv")
    return settle_columns(columns, rows, list, stated, "a.csv")


def codes(columns) -> set[str]:
    return {told.code for told in columns.warnings}


def money(at: int) -> str:
    return f"{10 + at}.50"


def two(at: int) -> str:
    return "EUR" if at % 3 else "USD"


def own(_: int) -> str:
    return "EUR"


WORDED = (
    "Amount Currency;DocCur;INVOICE_CURRENCY_CODE;Deal - Currency of Value;Währg.;"
    "Währungsschlüssel;Rechnungswährung;Devise facture;Code monnaie;Cód. moneda;Divisa factura;Cur."
)


@pytest.mark.parametrize("label", WORDED.split(";"))
def test_a_header_with_the_word_for_a_currency_is_the_currency(label):
    columns = read(ORDER + "Amount," + label, money, two)

    assert columns.label("currency") == label
    assert "currency_by_cells" not in codes(columns)


@pytest.mark.parametrize(("cell", "said"), [(two, True), (own, False)])
def test_codes_of_currencies_are_the_currency_whatever_the_header(cell, said):
    columns = read(ORDER + "Amount,FX", money, cell)

    assert columns.label("currency") == "FX"
    assert ("currency_by_cells" in codes(columns)) == said


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("Country", "DE EN FR"), ("Land", "DEU USA CHE"), ("Item", "PEN CUP GEL"),
        ("Unit", "PCE STK KGM"), ("Tool", "CAD ALL TRY"), ("Exchange rate currency", "1.08 1.1 1"),
        ("N° devis", "D-1 D-2 D-3"),
    ],
)  # fmt: skip
def test_other_short_codes_are_no_currency(label, values):
    words = values.split()
    assert not read(ORDER + "Amount," + label, money, lambda at: words[at % 3]).has("currency")


def test_money_that_says_its_currency_needs_no_column_for_it():
    columns = read(ORDER + "Amount,Base Currency", lambda at: f"{money(at)} USD", own)
    assert not columns.has("currency")


@pytest.mark.parametrize(
    ("amount", "labels", "taken"),
    [
        ("Amount", "Amount Currency,Company Currency", "Amount Currency"),
        ("Betrag in Hauswährung", "Belegwährung,Hauswährung", "Hauswährung"),
        ("Amount", "Currency,Base Currency", "Currency"),
        ("Montant facture", "Devise facture,Devise société", "Devise facture"),
        ("Importe factura", "Moneda factura,Moneda local", "Moneda factura"),
    ],
)
def test_of_two_currencies_that_of_the_money_in_use_is_taken(amount, labels, taken):
    assert read(f"{ORDER}{amount},{labels}", money, two, own).label("currency") == taken


def test_two_currencies_that_differ_are_asked_about_and_equal_ones_are_not():
    header = ORDER + "Amount,Document Currency,Company Currency"
    with pytest.raises(InputRefused) as refused:
        read(header, money, two, own)
    assert 'currency = "Document Currency"' in str(refused.value)
    assert read(header, money, own, own).label("currency") == "Document Currency"


PIECES = {
    "Neto": "Cantidad,Precio", "Positionssumme": "Menge,Preis", "Ext Net": "Qty,Price",
    "Sous-total HT": "Quantité,Prix unitaire",
}  # fmt: skip


def pieces(at: int) -> str:
    return str(1 + at % 4)


def price(at: int) -> str:
    return f"{20 + 3 * at}.00"


def line(at: int, share: float) -> str:
    return f"{(1 + at % 4) * (20 + 3 * at) * share:.2f}"


def lowered(at: int) -> str:
    return line(at, (1, 0.95, 0.9)[at % 3])


@pytest.mark.parametrize("label", PIECES)
def test_money_after_discounts_wins_over_quantity_times_price(label):
    columns = read(f"{ORDER}{PIECES[label]},{label}", pieces, price, lowered)

    assert columns.label("amount") == label
    assert "amount_by_cells" in codes(columns)


def test_a_discount_beside_explains_the_money_and_is_not_warned_of():
    columns = read(
        ORDER + "Qty,Price,Discount %,Foo", pieces, price, lambda at: ("3", "5", "7.5")[at % 3],
        lambda at: line(at, (0.97, 0.95, 0.925)[at % 3]),
    )  # fmt: skip
    assert columns.label("amount") == "Foo"
    assert "discount_beside" not in codes(columns)


@pytest.mark.parametrize(
    ("label", "cell"),
    [
        ("Cost", lowered), ("Sales tax", lambda at: line(at, 0.19)), ("Weight", money),
        ("Unit after", lambda at: f"{(20 + 3 * at) * (1, 0.9)[at % 2]:.2f}"),
        ("Foo", lambda at: line(at, (1, 0.31, 0)[at % 3])), ("Goods", lambda at: line(at, 1)),
    ],
)  # fmt: skip
def test_other_numbers_beside_leave_quantity_times_price(label, cell):
    columns = read(f"{ORDER}Qty,Price,{label}", pieces, price, cell)
    assert not columns.has("amount")


@pytest.mark.parametrize(
    ("label", "share"),
    [("Line ex", lambda at: 1 / 1.19), ("Extra value", lambda at: 0.7 + at / 300)],
)
def test_money_that_is_near_and_proves_nothing_is_asked_about(label, share):
    def cell(at):
        return line(at, share(at))

    with pytest.raises(InputRefused) as refused:
        read(f"{ORDER}Qty,Price,{label}", pieces, price, cell)
    assert f'amount = "{label}"' in str(refused.value)
    kept = Stated(columns={"unit_price": "Price"})
    assert not read(f"{ORDER}Qty,Price,{label}", pieces, price, cell, stated=kept).has("amount")


def name(at: int) -> str:
    return f"Ana {('Garcia', 'Garcia', 'Lopez', 'Diaz', 'Ruiz', 'Sanz', 'Vega', 'Mora')[at % 8]}"


NAMED = "{},{},Invoice no,Invoice date,Amount"
REST = (lambda at: f"R{at}", lambda at: str(DAYS[at]), money)


@pytest.mark.parametrize(
    ("label", "customer"),
    [
        ("ID", "Customer"), ("Konto", "Kunde"), ("Code", "Client"), ("Código", "Cliente"),
        ("Nº historia", "Paciente"), ("NIF", "Cliente"),
        ("Rechnungsempfänger-Nr", "Kunde"), ("N° dossier", "Patient"),
    ],
)  # fmt: skip
def test_a_number_that_parts_namesakes_is_the_customer(label, customer):
    columns = read(NAMED.format(label, customer), lambda at: f"{4000 + 3 * (at % 8)}", name, *REST)

    assert columns.label("customer_id") == label
    assert "customer_column" in codes(columns)


@pytest.mark.parametrize(
    ("label", "is_number"),
    [("Nº historia", True), ("NIF", True), ("Mitglieds-Nr", True), ("Ref", True), ("Akte", False),
     ("Plaza", False)],
)  # fmt: skip
def test_a_number_of_one_name_each_is_the_customer_where_its_header_says_so(label, is_number):
    """Also where most customers had several lines on their one day."""

    def people(at):
        return f"Ana Perez {'ABCDEFGHIJKL'[at // 4 % 12]}"

    def day(at):
        return str(DAYS[at // 4])

    columns = read(
        NAMED.format(label, "Cliente"), lambda at: f"{4000 + at // 4 % 12}", people,
        lambda at: f"R{at}", day, money,
    )  # fmt: skip

    assert columns.label("customer_id") == (label if is_number else "Cliente")


@pytest.mark.parametrize("label", ["Email", "Ship-to", "Phone", "Store no", "Carte"])
def test_what_one_customer_may_have_two_of_is_said(label):
    columns = read(NAMED.format(label, "Customer"), lambda at: f"{5000 + at % 8}", name, *REST)

    assert columns.label("customer_id") == "Customer"
    assert "namesakes" in codes(columns)


@pytest.mark.parametrize(
    ("domain", "customer", "code"),
    [
        (lambda at: "post.example", "E-mail", "customer_column"),
        (lambda at: f"mail{at % 3}.example", "E-mail", "customer_column"),
        (lambda at: f"firm{at % 10}.example", "Client", "namesakes"),
        (lambda at: f"firm{at % 10}.example" if at % 2 else "post.example", "Client", "namesakes"),
    ],
)  # fmt: skip
def test_addresses_that_part_most_names_are_those_of_persons_or_of_firms(domain, customer, code):
    columns = read(
        NAMED.format("Client", "E-mail"), lambda at: f"A. Dupont-{'ABCDEFGHIJ'[at % 10]}",
        lambda at: f"user{at % 30}@{domain(at)}", *REST,
    )  # fmt: skip

    assert columns.label("customer_id") == customer
    assert code in codes(columns)


def test_addresses_of_one_order_each_are_no_customers():
    columns = read(
        NAMED.format("Client", "E-mail"), lambda at: f"Garage {'ABCDEFGHIJ'[at % 10]}",
        lambda at: f"user{at}@relay.example", *REST,
    )  # fmt: skip

    assert columns.label("customer_id") == "Client"
    assert not codes(columns) & {"namesakes", "customer_column"}


@pytest.mark.parametrize(
    ("label", "cell"),
    [
        ("Ticket", lambda at: f"T{at}"), ("Region code", lambda at: f"{at % 3}"),
        ("PLZ", lambda at: f"{10000 + at % 8}"), ("Rep code", lambda at: f"{at % 8}"),
        ("Pages", lambda at: f"{1 + at % 7}"),
    ],
)  # fmt: skip
def test_other_numbers_beside_a_name_are_no_customer(label, cell):
    columns = read(NAMED.format(label, "Customer"), cell, name, *REST)

    assert columns.label("customer_id") == "Customer"
    assert not codes(columns) & {"namesakes", "customer_column"}


def later(days: int):
    return lambda at: str(DAYS[at] + timedelta(days=days + at % 5))


ENTERED = {
    "Created On": "Actual Close Date;Won Date;Billed at;Service Date;Visit Date",
    "Erstellt am": "Abschlussdatum;Gewonnen am;Leistungsdatum",
    "Date de création": "Date de clôture;Gagnée le",
    "Fecha de creación": "Fecha de cierre;Ganada el",
}  # fmt: skip


@pytest.mark.parametrize(
    ("created", "sold"),
    [(made, one) for made, every in ENTERED.items() for one in every.split(";")],
)
def test_the_day_of_the_sale_wins_over_that_of_the_entry(created, sold):
    columns = read(
        f"Customer ID,{created},No,{sold},Amount", lambda at: f"C{at % 9}",
        lambda at: str(DAYS[at]), str, later(30), money,
    )  # fmt: skip
    assert columns.label("ordered_on") == sold


@pytest.mark.parametrize("other", ["Check-out", "Effective date", "Paid at", "Abreise"])
def test_another_day_of_each_line_is_asked_about(other):
    with pytest.raises(InputRefused) as refused:
        read(f"{'Customer ID'},Created On,{other},Amount", lambda at: f"C{at % 9}",
             lambda at: str(DAYS[at]), later(30), money)  # fmt: skip
    assert f'ordered_on = "{other}"\nor\nordered_on = "Created On"' in str(refused.value)


@pytest.mark.parametrize(
    ("other", "cell"),
    [
        ("Delivery date", later(30)), ("Due date", later(30)), ("Modified on", later(30)),
        ("Paid at", later(3)), ("Next visit", later(30)),
        ("Closed on", lambda at: later(30)(at) if at % 3 else ""),
    ],
)  # fmt: skip
def test_the_day_of_the_entry_stays_beside_days_of_other_things(other, cell):
    header = f"Customer ID,Created at,{other},Amount"
    columns = read(header, lambda at: f"C{at % 9}", lambda at: str(DAYS[at]), cell, money)
    assert columns.label("ordered_on") == "Created at"


@pytest.mark.parametrize(("label", "said"), [("Created On", False), ("Order date", True)])
def test_a_day_of_entry_is_never_printed_as_settled(label, said):
    asked = no_column(
        "transactions", ["amount"], {"customer_id": (0,), "ordered_on": (1,)},
        ("Customer ID", label, "X"), "a.csv", {},
    )  # fmt: skip
    assert (f'"{label}", as it is read' in str(asked)) == said


COMPANIONS = [
    ("reasons", "stated_on", "Lost on;Inactive date;Verloren am;Date de perte;Fecha de pérdida"),
    ("customers", "started_on", "Fecha alta;Member since;Mitglied seit;Adhérent depuis"),
    ("customers", "segment", "Famille client;Customer class;Kundenkategorie;Familia cliente"),
    ("suppressions", "since_on", "Opted out on;Abgemeldet am;Date de désabonnement;Fecha baja"),
    ("touches", "touched_at", "Action Date;Besuch am;Date de relance;Fecha visita"),
    ("issues", "opened_on", "Date opened;Eingang am;Date de réception;Fecha apertura"),
    ("contacts", "phone", "Business Phone;Mobiltelefon;Téléphone mobile;Teléfono móvil"),
]


@pytest.mark.parametrize(("table", "column", "labels"), COMPANIONS)
def test_headers_of_the_tables_beside_the_orders_are_known(table, column, labels):
    found = {label: (named_by(label, table) or ("",))[0] for label in labels.split(";")}
    assert found == dict.fromkeys(found, column)


LEFT = "\n".join(
    ["Customer ID,{},{},Note", *(
        f"C{at},2024-0{1 + at % 6}-15,{('Price', 'Service')[at % 2]},went elsewhere {at}"
        for at in range(10)
    )]
)  # fmt: skip


def test_unread_days_and_lists_of_another_table_are_said_once(check):
    found = check({"reasons.csv": LEFT.format("Wann", "Status Reason")})
    told = [one.message for one in found.receipt.warnings if one.code == "columns_not_read"]
    assert len(told) == 1
    assert 'stated_on = "Wann"; or code = "Status Reason"' in told[0]
    ignored = '[reasons]\nignore = ["Wann", "Status Reason"]\n'
    files = {"reasons.csv": LEFT.format("Wann", "Status Reason"), "columns.toml": ignored}
    assert "columns_not_read" not in check(files).warned


def test_a_table_whose_columns_are_all_read_says_nothing(check):
    assert "columns_not_read" not in check({"reasons.csv": LEFT.format("Date", "Code")}).warned


def test_a_stop_holds_without_its_day(check):
    text = "Customer ID,Opted out on\nC1,02/03/2024\nC2,04/05/2024\n"
    found = check({"suppressions.csv": text})
    assert found.receipt.rows_good == 2
    assert "column_left_empty" in found.warned
