"""Reports that name the customer once a group: asked about, and filled only when told."""

from __future__ import annotations

import pytest

from analysis.errors import InputRefused
from analysis.intake import propose_map
from analysis.intake.mapwriter import as_toml
from analysis.rows import quick, quickload
from intake.books import DAY, book

HEADER = "Kundennr;Belegnr;Datum;Betrag"
FIRST_LINES = (
    "1001;R1;03.01.2024;10,00", ";R2;15.02.2024;20,00", ";R3;16.02.2024;21,00",
    "1002;R4;28.03.2024;5,00", ";R5;29.03.2024;6,00",
)  # fmt: skip
TOLD = '[transactions]\nfill_down = ["customer_id"]\n'


def report(*rows: str, stated: str = "", header: str = HEADER) -> dict[str, str]:
    text = "\n".join([header, *rows, ""])
    return {"umsatz.csv": text} | ({"columns.toml": stated} if stated else {})


def spent(found) -> dict[str, float]:
    return found.good().groupby("customer_id")["amount"].sum().astype(float).to_dict()


def test_a_customer_on_first_lines_only_is_asked_and_both_answers_work(check, refused):
    refusal = refused(report(*FIRST_LINES))
    assert refusal.code == "customer_above"
    assert 'fill_down = ["customer_id"]\n' in str(refusal)
    filled = check(report(*FIRST_LINES, stated=TOLD))
    assert spent(filled) == {"1001": 51.0, "1002": 11.0}
    assert filled.warned & {"filled_down", "rows_without_customer"} == {"filled_down"}
    left = check(report(*FIRST_LINES, stated="[transactions]\nfill_down = []\n"))
    assert left.codes == {"no_customer": 3}
    assert "customer_above" not in left.warned


def test_the_lane_for_large_files_fills_too(check, monkeypatch):
    monkeypatch.setattr(quickload, "QUICK_BYTES", 0)
    monkeypatch.setattr(quick, "QUICK_BYTES", 0)
    rows = (f"{'' if at % 5 else 1000 + at};R{at};13.01.2024;1,50" for at in range(200))
    found = check(report(*rows, stated=TOLD))
    assert (found.receipt.rows_good, found.receipt.n_customers) == (200, 40)


def test_a_sheet_is_asked_about_and_filled(check, refused):
    rows = [["Kundennr", "Datum", "Betrag"], ["a", DAY, 10], [None, DAY, 20], ["b", DAY, 5],
            [None, DAY, 6], [None, DAY, 7]]  # fmt: skip
    assert refused({"umsatz.xlsx": book(rows)}).code == "customer_above"
    assert spent(check({"umsatz.xlsx": book(rows), "columns.toml": TOLD})) == {"a": 30, "b": 18}


def test_where_customer_and_order_are_blank_together_customers_may_come_again(check, refused):
    rows = ("a;1;03.01.2024;1,00", ";;03.01.2024;2,00", ";;03.01.2024;3,00", "b;2;04.01.2024;4,00",
            ";;04.01.2024;5,00", "a;3;15.01.2024;6,00", ";;15.01.2024;7,00")  # fmt: skip
    line = 'fill_down = ["customer_id", "order_id"]'
    assert line in str(refused(report(*rows)))
    found = check(report(*rows, stated=f"[transactions]\n{line}\n"))
    assert spent(found) == {"a": 19.0, "b": 9.0}
    assert found.good()["order_id"].value_counts().to_dict() == {"1": 3, "2": 2, "3": 2}


def test_fewer_such_rows_are_said_and_kept_aside(check):
    rows = (f"{'' if at % 3 == 2 else f'K{at}'};R{at};13.01.2024;1,50" for at in range(60))
    found = check(report(*rows))
    assert found.codes == {"no_customer": 20}
    assert "customer_above" in found.warned


@pytest.mark.parametrize(
    "customers",
    [
        ["a", "", "b", "", "", "a", ""],  # a customer comes again without its order
        ["", "a", "", "b", "", ""],  # nothing stands above the first
        ["a", "b", "c", "d", "e", "", "f", "", "g", "h", ""],  # few
        ["a", "a", "", "b", "b", "", "c", ""],  # subtotals, perhaps
    ],
)
def test_other_rows_without_a_customer_are_not_asked_about(check, customers):
    found = check(report(*(f"{who};R{at};13.01.2024;1,50" for at, who in enumerate(customers))))
    assert found.codes == {"no_customer": customers.count("")}
    assert "customer_above" not in found.warned


def test_a_customer_above_its_rows_fills_them(check, refused):
    rows = ("Bäcker Ost;;;", ";R1;03.01.2024;10,00", ";R2;15.02.2024;20,00", "Summe Bäcker;;;30,00",
            "Café Süd;;;", ";R3;28.03.2024;5,00", "Gesamtsumme;;;35,00")  # fmt: skip
    assert 'fill_down = ["customer_id"]' in str(refused(report(*rows)))
    assert spent(check(report(*rows, stated=TOLD))) == {"Bäcker Ost": 30.0, "Café Süd": 5.0}


GROUPED = (
    "Ost GmbH;;;", ";03.01.2024;R1;10,00", ";15.02.2024;R2;20,00", "Summe Ost GmbH;;;30,00",
    "Café Süd;;;", ";28.03.2024;R3;5,00", "Total for Café Süd;;;5,00",
)  # fmt: skip
GROUPED_HEADER = ";Datum;Belegnr;Betrag"


@pytest.mark.parametrize("header", [GROUPED_HEADER, "Sales by;Datum;Belegnr;Betrag"])
def test_a_name_above_its_rows_under_an_unknown_header_is_offered_and_read(check, refused, header):
    to_do = refused(report(*GROUPED, header=header)).to_do
    lines = to_do.partition("[transactions]\n")[2]
    assert lines.startswith('fill_down = ["customer_id"]\ncustomer_id = ')
    found = check(report(*GROUPED, header=header, stated=f"[transactions]\n{lines}\n"))
    assert spent(found) == {"Ost GmbH": 30.0, "Café Süd": 5.0}


def test_the_proposed_map_offers_it_too(tmp_path):
    path = tmp_path / "umsatz.csv"
    path.write_text(report(*GROUPED, header=GROUPED_HEADER)["umsatz.csv"], encoding="utf-8")
    text = as_toml(propose_map([path]))
    assert '# fill_down = ["customer_id"]  # together with customer_id' in text
    assert "# customer_id = 1  # its position, together with fill_down" in text


@pytest.mark.parametrize(
    ("one", "other"), [("Januar", "März"), ("2024-01", "2024-03"), ("Q1 2024", "Q2 2024")]
)
def test_months_above_their_rows_are_no_customers(refused, one, other):
    rows = [row.replace("Ost GmbH", one).replace("Café Süd", other) for row in GROUPED]
    refusal = refused(report(*rows, header=GROUPED_HEADER))
    assert "fill_down" not in refusal.to_do


def test_a_remark_on_some_dated_rows_is_no_customer(refused):
    rows = [row.replace(";28.03", "late;28.03") for row in GROUPED]
    refusal = refused(report(*rows, header=GROUPED_HEADER))
    assert "fill_down" not in refusal.to_do


@pytest.mark.parametrize(
    "between",
    ["Summe 1001;;;51,00", "Umsatzliste Seite 2", "1003;R9;01.04.2024;5,00;zu viel", "Nachtrag;;;"],
)
def test_nothing_is_filled_past_what_ends_a_group(check, between):
    rows = (*FIRST_LINES[:3], between, ";R6;17.02.2024;22,00", *FIRST_LINES[3:])
    found = check(report(*rows, stated=TOLD))
    assert spent(found) == {"1001": 51.0, "1002": 11.0}
    assert found.codes["no_customer"] == 1


def test_a_group_goes_on_below_a_page_header(check):
    rows = (*FIRST_LINES[:2], HEADER, *FIRST_LINES[2:])
    assert spent(check(report(*rows, stated=TOLD))) == {"1001": 51.0, "1002": 11.0}


def test_a_total_without_a_date_is_not_filled(check):
    found = check(report(*FIRST_LINES[:3], ";;;51,00", *FIRST_LINES[3:], stated=TOLD))
    assert spent(found) == {"1001": 51.0, "1002": 11.0}


def test_what_cannot_be_filled_is_refused(check):
    with pytest.raises(InputRefused, match="sets fill_down to"):
        check(report(*FIRST_LINES, stated='[transactions]\nfill_down = ["amount"]\n'))
    stated = '[transactions]\nfill_down = ["order_id"]\n'
    with pytest.raises(InputRefused, match="has no such column"):
        check({"a.csv": "Kunde;Datum;Betrag\na;13.01.2024;1,50\n", "columns.toml": stated})


def test_the_proposed_map_asks_it(tmp_path):
    path = tmp_path / "umsatz.csv"
    path.write_text(report(*FIRST_LINES)["umsatz.csv"], encoding="utf-8")
    assert '# fill_down = ["customer_id"]' in as_toml(propose_map([path]))
