"""An empty column names nothing beside a filled one of its sense; the number on all lines wins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analysis.columns.columnmap import ColumnMap
from analysis.columns.emptycolumns import without_empties
from analysis.columns.mapfile import Stated
from analysis.columns.ordercolumn import settle_order_id

DAYS = [str(date(2024, 1, 1) + timedelta(days=at)) for at in range(40)]


def names_left(header: str, row: str, *, n: int = 40, **given) -> tuple[list[str], list[str]]:
    rows = [row.replace("#", str(at)).split(",") for at in range(n)]
    names, told = without_empties("transactions", header.split(","), rows, **given)
    return [name for name in names if name], [one.column for one in told]


@pytest.mark.parametrize(
    ("header", "row", "gone", "said"),
    [
        ("Rechnungsnummer,Auftragsnummer,Betrag", ",AU#,5", "Rechnungsnummer", []),
        ("Rechnungsnummer,Auftragsnummer,Betrag", "NULL,AU#,5", "Rechnungsnummer", []),
        ("Customer ID,Email,Amount", ",c#@x.example,5", "Customer ID", ["Email"]),
        ("Order date,Created at,Amount", " ,2024-01-05,5", "Order date", ["Created at"]),
        ("Kunde,Betrag,Summe", "K#,,5", "Betrag", ["Summe"]),
        ("Kunde,Betrag,Menge,Preis", "K#,,2,5", "Betrag", ["Betrag"]),
        # What would have been a question between two is none.
        ("Kunde,Betrag,Amount", "K#,5,", "Amount", ["Betrag"]),
    ],
)
def test_an_empty_column_gives_way_to_a_filled_one(header, row, gone, said):
    left, told = names_left(header, row)
    assert {*header.split(",")} - {*left} == {gone}
    assert told == said


@pytest.mark.parametrize(
    ("header", "row", "given"),
    [
        ("Rechnungsnummer,Auftragsnummer,Betrag", "RE#,AU#,5", {}),
        ("Rechnungsnummer,Betrag", ",5", {}),  # no other
        ("Customer ID,Email,Amount", ",,5", {}),  # none is filled
        ("Opt-out,Do not contact,Amount", ",x,5", {}),
        ("Customer ID,Email,Amount", ",c#@x,5", {"beside": [["7", "c7@x", "5"]]}),
        ("Customer ID,Email,Amount", ",c#@x,5", {"stated": {"customer_id": 0}}),
    ],
)
def test_a_column_that_is_filled_somewhere_or_stands_alone_keeps_its_name(header, row, given):
    assert names_left(header, row, **given) == (header.split(","), [])


def test_a_customer_on_one_line_in_forty_is_none_while_a_total_or_a_status_may_stand_so():
    header = ["Customer ID", "Email", "Total", "Menge", "Preis", "Status", "State"]
    rows = [["", f"c{at}@x", "", "2", "5", "", "paid"] for at in range(39)]
    names, _ = without_empties("transactions", header, [*rows, ["7", "c", "9", "2", "5", "x", ""]])
    assert names == ["", *header[1:]]


def order_column(header: str, rows: list[str], used: int) -> str:
    places = {"order_id": (used,), "ordered_on": (2,)}
    columns = ColumnMap("transactions", tuple(header.split(",")), places)
    cells = [row.split(",") for row in rows]
    return settle_order_id(columns, cells, Stated()).label("order_id")


@pytest.mark.parametrize(
    ("header", "row", "read"),
    [
        ("Receipt Number,Name,Day", ",#{at},{day}", "Name"),
        ("Receipt Number,Name,Day", "{some},#{at},{day}", "Name"),
        ("Receipt Number,Name,Day", ",Anna {at},{day}", "Receipt Number"),
        ("Receipt Number,Name,Day", "R{at},#{at},{day}", "Receipt Number"),
        ("Invoice No,Order No,Day", "{some},A{at},{day}", "Order No"),
        ("Invoice No,Order No,Day", "{some},{some},{day}", "Invoice No"),
        # A reference of a customer comes again on other days.
        ("Invoice No,Order No,Day", "{some},PO{few},{day}", "Invoice No"),
    ],
)
def test_the_number_that_all_lines_have_is_the_order(header, row, read):
    rows = [
        row.format(at=at, day=DAYS[at], few=at % 5, some=f"R{at}" if at % 3 else "")
        for at in range(40)
    ]
    assert order_column(header, rows, 0) == read


def month(first: int, last: int, numbered: int = 0) -> str:
    """Return a list of orders up to a day; the first so many have an invoice."""
    lines = [
        f"AU{at};{f'RE{at}' if at < numbered else ''};{DAYS[at]};10{at % 9};{10 + at},50"
        for at in range(first, last)
    ]
    return "\n".join(["Auftragsnummer;Rechnungsnummer;Datum;Kundennummer;Netto", *lines]) + "\n"


@pytest.mark.parametrize(
    "months",
    [
        [month(0, 20), month(0, 40)],
        # The next month has numbers of invoices on the same orders.
        [month(0, 20), month(0, 40, numbered=15)],
        [month(0, 20, numbered=5), month(20, 40, numbered=40)],
    ],
)
def test_lists_that_overlap_count_each_order_once_whatever_month_has_invoices(check, months):
    found = check({f"orders_{at}.csv": text for at, text in enumerate(months)})
    assert (found.receipt.rows_good, found.receipt.amount_sum) == (40, "1200.00")
    assert "identical_rows" not in found.warned


@pytest.mark.parametrize(("again", "n_good"), [(range(10, 30), 30), (range(30, 40), 40)])
def test_lines_without_a_number_are_judged_over_files_as_if_none_had_one(check, again, n_good):
    def text(lines):
        rows = [
            f"{f'R{at}' if at % 3 else ''};{DAYS[at // 3]};10{at % 9};A{at % 4};{10 + at},50"
            for at in lines
        ]
        return "\n".join(["Belegnr;Datum;Kundennummer;Artikel;Netto", *rows]) + "\n"

    found = check({"sales_1.csv": text(range(30)), "sales_2.csv": text(again)})
    assert found.receipt.rows_good == n_good


def test_lines_without_a_number_that_are_alike_on_shared_days_are_no_overlap(check):
    def text(own):
        rows = [f";{DAYS[at]};10{at % 9 + own * at};A1;{9 + at},50" for at in range(20)]
        rows += [f"R{own}{at};{DAYS[at]};10{at % 9};A1;{9 + at},50" for at in range(20)]
        return "\n".join(["Belegnr;Datum;Kundennummer;Artikel;Netto", *rows]) + "\n"

    assert check({"till_1.csv": text(0), "till_2.csv": text(1)}).receipt.rows_good == 80
