"""Tables that the first header cannot tell: other things below it, a second one beside it."""

from __future__ import annotations

import pytest

from analysis.rows import quick, quickload
from intake.books import book

EN = ["Invoice No", "Customer No", "Customer name", "Invoice date", "Net amount"]
DE = ["Belegnr", "Kd-Nr", "Kunde", "Rechnungsdatum", "Betrag netto"]
FR = ["N° facture", "N° client", "Raison sociale", "Date de facture", "Montant HT"]
ES = ["Nº factura", "Nº cliente", "Razón social", "Fecha factura", "Importe neto"]


@pytest.fixture(params=[0, 1 << 40], ids=["quick", "careful"])
def lane(request, monkeypatch):
    monkeypatch.setattr(quickload, "QUICK_BYTES", request.param)
    monkeypatch.setattr(quick, "QUICK_BYTES", request.param)


def lines(year: int) -> list[list[str]]:
    days = [f"{year}-{1 + at // 28:02d}-{1 + at % 28:02d}" for at in range(60)]
    return [
        [f"R-{year}{at:03d}", f"K-{100 + at % 9}", f"Shop {'ABC'[at % 3]}", day, f"{at + 1}.50"]
        for at, day in enumerate(days)
    ]


def export(first: list[str], *between: list[str]) -> dict[str, str]:
    rows = [first, *lines(2023), *between, *lines(2024)]
    return {"sales.csv": "\n".join(",".join(row) for row in rows) + "\n"}


def only(text: str) -> list[str]:
    return [text, "", "", "", ""]


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        (EN, [*EN[:4], "Gross amount"], "'Gross amount' where 'Net amount'"),
        (DE, [*DE[:4], "Betrag brutto"], "'Betrag brutto' where 'Betrag netto'"),
        (FR, [*FR[:4], "Montant TTC"], "'Montant TTC' where 'Montant HT'"),
        (EN, ["Offer No", *EN[1:3], "Offer date", "Offer amount"], "'Offer No' where 'Invoice No'"),
        (FR, ["N° devis", *FR[1:3], "Date du devis", "Montant du devis"], "'N° devis'"),
        (EN, ["Credit note No", *EN[1:3], "Date", "Amount"], "'Credit note No'"),
        (DE, ["Gutschrift-Nr", *DE[1:3], "Datum", "Betrag"], "'Gutschrift-Nr' where 'Belegnr'"),
        (EN, [*EN[:3], "Delivery date", "Net amount"], "'Delivery date' where 'Invoice date'"),
    ],
)
def test_a_header_of_other_things_below_is_refused(refused, first, second, names):
    refusal = refused(export(first, second))
    assert (refusal.code, refusal.line) == ("second_table", 62)
    assert names in str(refusal)
    assert "put line 62 and what follows it into a file of its own" in str(refusal)


def test_gross_put_in_before_net_is_refused_in_a_sheet(refused):
    rows = [[*EN, ""], *([*row, ""] for row in lines(2023))]
    rows += [[*EN[:4], "Gross amount", "Net amount"], *([*row, "1.00"] for row in lines(2024))]
    assert refused({"sales.xlsx": book(rows)}).code == "second_table"


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(
    ("header", "title"),
    [
        (EN, "Cancelled orders"),
        (DE, "Stornierte Aufträge"),
        (ES, "Pedidos cancelados"),
        (EN, "Credit notes 2024"),
        (FR, "Avoirs 2024"),
        (EN, "Budget 2025"),
        (DE, "Angebote Januar 2024"),
    ],
)
@pytest.mark.parametrize("wide", [True, False], ids=["a cell", "a line"])
def test_the_same_header_under_a_title_of_other_things_is_refused(refused, header, title, wide):
    refusal = refused(export(header, only(title) if wide else [title], header))
    assert (refusal.code, refusal.line) == ("second_table", 63)
    assert "the title above it in line 62" in str(refusal)


@pytest.mark.parametrize("empty", [1, 2])
def test_a_title_above_an_empty_row_counts_and_a_page_before_it_does_not(refused, empty):
    gap = [["", "", "", "", ""]] * empty
    rows = [EN, *lines(2022), only("Page 2"), EN, *lines(2023), only("Credit notes"), *gap, EN]
    refusal = refused({"sales.xlsx": book([*rows, *lines(2024)])})
    assert (refusal.code, refusal.line) == ("second_table", 125 + empty)


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(
    ("header", "title"),
    [
        (EN, "Page 2 of 2"),
        (DE, "Jahr 2024"),
        (FR, "2024"),
        (EN, "Returns are accepted within 14 days"),
        (DE, "Rechnungen und Gutschriften"),
        (ES, "Pago: 30 días"),
    ],
)
def test_the_same_header_under_a_plain_title_is_read(check, header, title):
    found = check(export(header, only(title), header))
    assert found.receipt.rows_good == 120
    assert found.codes == {"footer": 1, "repeated_header": 1}


@pytest.mark.parametrize(
    "second",
    [
        ["VBELN", "KUNNR", "NAME1", "FKDAT", "NETWR"],
        ["", "", "", "dd.mm.yyyy", "EUR"],
        ["Beleg", "Kunde", "Name", "Datum", "Betrag"],
    ],
)
def test_technical_names_units_and_the_same_in_other_words_are_set_aside(check, second):
    assert check(export(EN, second)).receipt.rows_good == 120


def test_pages_of_credit_notes_in_a_file_of_credit_notes_are_read(check):
    files = export(EN, only("Credit notes"), EN)
    other = {"orders.csv": export(EN)["sales.csv"].replace("R-", "A-")}
    assert check({"credit_notes.csv": files["sales.csv"], **other}).codes["repeated_header"] == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (EN, ["Customer No", "Name", "City", "Opt-out"]),
        (DE, ["Kd-Nr", "Name", "Ort", "Werbesperre"]),
        (FR, ["N° client", "Nom", "Désinscrit", ""]),
    ],
)
@pytest.mark.parametrize("wide", [True, False], ids=["as wide", "narrower"])
def test_opt_outs_of_customers_below_the_orders_are_refused(refused, first, second, wide):
    people = [second, *([f"K-{at}", f"N {at}", "Ulm", "yes"] for at in range(101, 109))]
    rows = [first, *lines(2023), *([*row, ""] if wide else row for row in people)]
    refusal = refused({"sales.csv": "\n".join(",".join(row) for row in rows) + "\n"})
    assert (refusal.code, refusal.line) == ("second_table", 62)


def test_a_word_of_an_opt_out_in_a_row_is_no_header(check):
    row = ["R-1", "K-101", "Shop", "Opt-out", "1.00"]
    assert check(export(EN, row)).codes == {"bad_date": 1}


@pytest.mark.parametrize("header", [EN, DE, ES])
@pytest.mark.parametrize("gap", [[], [""], ["", ""]])
def test_two_tables_side_by_side_are_refused_as_such(refused, header, gap):
    rows = [[*header, *gap, *header]]
    rows += [[*one, *gap, *two] for one, two in zip(lines(2023), lines(2024), strict=True)]
    refusal = refused({"sales.xlsx": book(rows)})
    assert refusal.code == "tables_side_by_side"
    assert f"from column {6 + len(gap)}" in str(refusal)


def test_positions_of_one_of_two_tables_say_what_is_left(check):
    rows = [[*EN, "", *EN]]
    rows += [[*one, "", *two] for one, two in zip(lines(2023), lines(2024), strict=True)]
    places = "[transactions]\ncustomer_id = 2\nordered_on = 4\namount = 5\norder_id = 1\n"
    found = check({"sales.xlsx": book(rows), "columns.toml": places})
    assert found.receipt.rows_good == 60
    (said,) = [one for one in found.receipt.warnings if one.code == "side_table_not_read"]
    assert "from column 7 on, 60 filled rows are not counted" in said.message


def test_a_small_table_and_a_name_twice_beside_are_none(check):
    rows = [[*EN, "", "Month", "Total"], *([*row, "", "", ""] for row in lines(2023))]
    rows[1][6:] = ["Jan", "12"]
    assert check({"sales.xlsx": book(rows)}).receipt.rows_good == 60


@pytest.mark.parametrize("header", [EN, DE, FR])
@pytest.mark.parametrize("before", [True, False])
def test_a_header_one_column_off_is_said_with_its_positions(refused, check, header, before):
    pair = (lambda cell: ["", cell]) if before else (lambda cell: [cell, ""])
    rows = [[header[0], *pair(header[1]), header[2], header[3], header[4]]]
    other = (lambda cell: [cell, ""]) if before else (lambda cell: ["", cell])
    rows += [[row[0], *other(row[1]), *row[2:]] for row in lines(2023)]
    refusal = refused({"sales.xlsx": book(rows)})
    assert refusal.code == "header_shifted"
    pasted = refusal.to_do.partition("columns.toml:\n")[2]
    assert pasted == f"[transactions]\ncustomer_id = {2 if before else 3}  # its position"
    found = check({"sales.xlsx": book(rows), "columns.toml": pasted})
    assert found.receipt.rows_good == 60


def test_a_header_over_a_wide_column_with_empty_ones_beside_is_read(check):
    rows = [[EN[0], "", EN[1], "", *EN[2:]], *([r[0], "", r[1], "", *r[2:]] for r in lines(2023))]
    assert check({"sales.xlsx": book(rows)}).receipt.rows_good == 60
