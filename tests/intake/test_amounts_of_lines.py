"""The money of a line beside that of its order: by the sums of the lines, or by both headers."""

import re
from datetime import date, timedelta

import pytest

LINES = [(2, 3), (1,), (5, 1, 4), (7,), (3, 8), (2, 2)]


def export(header, sign, cells, n=30):
    """Orders of one to three lines; ``cells`` writes a line from its order's number and parts."""
    told = [header]
    for at in range(n):
        parts = [part + at for part in LINES[at % len(LINES)]]
        day = date(2024, 1, 1) + timedelta(days=7 * at)
        told.extend(
            sign.join([f"R{at:03d}", f"K{at % 7}", str(day), *cells(part, parts)]) for part in parts
        )
    return "\n".join(told) + "\n"


def total_of_lines(n=30):
    return sum(part + at for at in range(n) for part in LINES[at % len(LINES)])


BY_SUMS = {
    "en": ("Invoice Number,Customer ID,Invoice Date,SubTotal,Total,Item Total", ","),
    "de": ("Rechnungsnr;Kundennummer;Rechnungsdatum;Zwischensumme;Gesamtbetrag;Wert", ";"),
    "fr": ("N° facture\tCode client\tDate de facture\tSous-total\tTotal\tDétail", "\t"),
}


@pytest.mark.parametrize("form", BY_SUMS)
def test_lines_that_add_up_to_the_order_are_its_money(check, form):
    def cells(part, parts):
        return f"{sum(parts)}.00", f"{sum(parts) * 1.19:.2f}", f"{part}.00"

    found = check({"a.csv": export(*BY_SUMS[form], cells)})

    assert found.receipt.amount_sum == f"{total_of_lines()}.00"
    assert "amount_of_the_line" in found.warned
    assert not {"order_total_on_lines", "net_or_gross"} & found.warned


@pytest.mark.parametrize("form", BY_SUMS)
def test_a_total_without_lines_that_add_up_is_told(check, form):
    def cells(part, parts):  # the last column is a weight
        return f"{sum(parts)}.00", f"{sum(parts) * 1.19:.2f}", f"{part * 3 % 7}.50"

    header, sign = BY_SUMS[form]
    found = check({"a.csv": export(header.replace("Item Total", "Points"), sign, cells)})

    assert "order_total_on_lines" in found.warned
    assert "amount_of_the_line" not in found.warned


def test_dotted_dates_and_points_in_texts_do_not_hide_decimal_commas(check):
    header = "Rechnungsnr;Kundennummer;Rechnungsdatum;Zwischensumme;Gesamtbetrag;Wert;Text"

    def comma(number):
        return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))

    def cells(part, parts):
        return (*map(comma, (sum(parts) * 73, sum(parts) * 87, part * 73)), "Kaffee 2.5")

    lines = export(header, ";", cells).split("\n")
    dotted = [re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", line) for line in lines]
    found = check({"a.csv": "\n".join(dotted)})

    assert float(found.receipt.amount_sum) == 73 * total_of_lines()
    assert "amount_of_the_line" in found.warned


def test_quantity_times_price_is_the_money_of_a_line(check):
    header = "Invoice Number,Customer ID,Invoice Date,Total,Quantity,Unit price"

    def cells(part, parts):
        return f"{sum(parts)}.00", "2", f"{part / 2:.2f}"

    found = check({"a.csv": export(header, ",", cells)})

    assert float(found.receipt.amount_sum) == total_of_lines()
    (told,) = [w.message for w in found.receipt.warnings if w.code == "amount_of_the_line"]
    assert "'Quantity x Unit price', which adds up to 'Total' in" in told


def test_lines_that_add_up_are_told_where_their_header_was_known(check):
    header = "Invoice Number,Customer ID,Invoice Date,SubTotal,Total,Line total"

    def cells(part, parts):
        return f"{sum(parts)}.00", f"{sum(parts) * 1.19:.2f}", f"{part}.00"

    found = check({"a.csv": export(header, ",", cells)})

    assert float(found.receipt.amount_sum) == total_of_lines()
    assert "net_or_gross" not in found.warned


def test_a_tax_of_lines_that_adds_up_to_that_of_the_order_is_no_money(check):
    header = "Invoice Number,Customer ID,Invoice Date,Total,Levy,Levy of all"

    def cells(part, parts):
        return f"{sum(parts)}.00", f"{part * 0.2:.2f}", f"{sum(parts) * 0.2:.2f}"

    found = check({"a.csv": export(header, ",", cells)})

    assert "order_total_on_lines" in found.warned
    assert "amount_of_the_line" not in found.warned


@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ("Order,Customer,Order date,Line total,Order total", ","),
        ("Rechnungsnr;Kundennummer;Rechnungsdatum;Positionsbetrag;Rechnungsbetrag", ";"),
        ("N° facture\tCode client\tDate de facture\tMontant ligne\tTotal facture", "\t"),
        ("Factura|Nº Cliente|Fecha|Importe línea|Total factura", "|"),
    ],
)
def test_a_header_of_a_line_wins_over_one_of_the_order(check, header, sign):
    found = check({"a.csv": export(header, sign, lambda part, parts: (f"{part}", f"{sum(parts)}"))})

    assert float(found.receipt.amount_sum) == total_of_lines()
    assert "amount_of_the_line" in found.warned


def test_two_amounts_of_lines_are_asked_about(refused):
    header = "Order,Customer,Order date,Line total,Line amount"
    content = export(header, ",", lambda part, parts: (f"{part}", f"{part * 1.19:.2f}"))

    assert refused({"a.csv": content}).code == "two_candidates"


EQUAL_HEADERS = {
    "en": ("Order No,Customer ID,Order Date,Amount,Order Total", ","),
    "de": ("Auftragsnr;Kundennummer;Auftragsdatum;Betrag;Auftragssumme", ";"),
    "es": ("Nº pedido|Nº cliente|Fecha|Importe|Importe total", "|"),
}


@pytest.mark.parametrize("form", EQUAL_HEADERS)
def test_of_two_amounts_the_one_that_adds_up_to_the_other_is_read(check, form):
    cells = export(*EQUAL_HEADERS[form], lambda part, parts: (f"{part}", f"{sum(parts)}"))
    found = check({"a.csv": cells})

    assert float(found.receipt.amount_sum) == total_of_lines()
    assert "amount_of_the_line" in found.warned


@pytest.mark.parametrize("form", EQUAL_HEADERS)
def test_of_two_amounts_that_do_not_add_up_one_is_asked_for(refused, form):
    def cells(part, parts):  # what the order came to with postage
        return f"{part}", f"{sum(parts) + 4.9:.2f}"

    assert refused({"a.csv": export(*EQUAL_HEADERS[form], cells)}).code == "two_candidates"


def test_of_three_amounts_two_of_a_line_are_asked_about(refused):
    header = "Order No,Customer ID,Order Date,Net amount,Gross amount,Order amount"

    def cells(part, parts):
        return f"{part}", f"{part * 1.2:.2f}", f"{sum(parts)}"

    assert refused({"a.csv": export(header, ",", cells)}).code in {"two_candidates", "net_or_gross"}
