"""One field too many with an empty cell at its end: a shifted row, or an idle delimiter."""

from __future__ import annotations

import pytest

from analysis.rows import quick, quickload, staging
from intake.traps.cases import case, made, table

SHOP = "Customer ID,Order date,Amount,Remark"
PLAIN = made(40, lambda at: f"k{at % 7},2024-01-{at % 20 + 10},{at + 20}.00,")
ERP = "Kundennr;Kunde;Datum;Menge;Preis;Status;Bemerkung"
GERMAN = made(
    40, lambda at: f"{at % 7 + 100};Hotel {at % 7};{at % 20 + 10}.01.2024;2;{at + 20},00;bezahlt;"
)
SURVEY = "Customer ID,Reason date,Reason,Colour"
WHY = made(
    20, lambda at: f"k{at % 7},2024-01-{at % 20 + 10},the price of {at} was too high for us,"
)


def among(rows, *odd):
    """Put odd rows into the midst of others."""
    return [*rows[: len(rows) // 2], *odd, *rows[len(rows) // 2 :]]


@pytest.fixture(params=["quick", "large", "small"])
def lane(request, monkeypatch):
    """Read files as if they were large in a plain style, large in another one, or small."""
    for room, name, small in (
        (quickload, "QUICK_BYTES", request.param != "quick"),
        (quick, "QUICK_BYTES", request.param != "quick"),
        (staging, "SMALL_BYTES", request.param == "small"),
    ):
        monkeypatch.setattr(room, name, 1 << 40 if small else 0)


SHIFTED = [
    case("a comma of thousands", table(SHOP, *among(PLAIN, "k1,2024-01-09,1,250.00,")),
         codes={"field_count": 1}, good=40, lines=["22"]),
    case("a comma of cents", table(SHOP, *among(PLAIN, "k1,2024-01-09,12,50,")),
         codes={"field_count": 1}, good=40),
    case("many of them", table(SHOP, *among(PLAIN, *["k1,2024-01-09,1,250.00,"] * 8)),
         codes={"field_count": 8}, good=40),
    case("a cell before the quantity",
         table(ERP, *among(GERMAN, "101;Hotel 1;09.01.2024;2;1;10,00;bezahlt;")),
         codes={"field_count": 1}, good=40),
    case("a name with its sign moves an amount into the status",
         table(ERP, *among(GERMAN, "101;Bar; Hotel;09.01.2024;2;10,00;bezahlt;")),
         codes={"field_count": 1}, good=40),
    case("a note with a comma",
         {"reasons.csv": table(SURVEY, *among(WHY, "k1,2024-01-09,dear, do not call,"))},
         codes={"field_count": 1}, good=20),
    case("among quoted ones",
         table(SHOP, *among([f'{row}"by phone, and mail"' if at % 2 else row
                             for at, row in enumerate(PLAIN)], "k1,2024-01-09,1,250.00,")),
         codes={"field_count": 1}, good=40),
]  # fmt: skip
IDLE = [
    case("clean: all rows end with a delimiter", table(SHOP, *(f"{row}," for row in PLAIN)),
         good=40),
    case("clean: with two", table(SHOP, *(f"{row},," for row in PLAIN)), good=40),
    case("clean: header and rows", table(f"{SHOP},", *(f"{row}," for row in PLAIN)), good=40),
    case("clean: all but the total below", table(SHOP, *(f"{row}," for row in PLAIN[:9]),
         "Total,,216.00,"), codes={"total_row": 1}, good=9),
    case("clean: one row where no last cell is empty",
         table(SHOP, *among([f"{row}paid" for row in PLAIN], "k1,2024-01-09,1.00,paid,")),
         good=41),
    case("clean: quoted commas and empty last cells",
         table("Customer ID,Name,Order date,Amount,Remark",
               *made(40, lambda at: f'k{at % 7},"Bar, Inc",2024-01-{at % 20 + 10},{at}1.00,')),
         good=40),
    case("clean: lines of delimiters alone", table(SHOP, *among(PLAIN, ",,,,,", ",,,")), good=40),
]  # fmt: skip
CENTS = [
    case("each amount before an empty remark",
         table(SHOP, *made(30, lambda at:
         f"k{at % 7},2024-01-{at % 20 + 10},{at + 20},{at + 45},")),
         refused="cut_numbers", says=("30 of 30", "'Amount'")),
    case("each above a thousand", table(SHOP, *made(30, lambda at:
         f"k{at % 7},2024-01-{at % 20 + 10},{at + 1},{at * 7 + 345}.50,")), refused="cut_numbers"),
    case("most of them", table(SHOP, *PLAIN[:12], *made(30, lambda at:
         f"k{at % 7},2024-01-{at % 20 + 10},{at + 20},{at + 45},")), refused="cut_numbers"),
    case("clean: whole amounts and quantities",
         table("Customer ID,Order date,Amount,Quantity", *made(30, lambda at:
         f"k{at % 7},2024-01-{at % 20 + 10},{at + 20},{at + 45},")), good=30),
    case("clean: whole amounts and a rate of tax",
         table("Customer ID,Order date,Amount,Rate", *made(30, lambda at:
         f"k{at % 7},2024-01-{at % 20 + 10},{at + 20},{19 if at % 3 else 10},")), good=30),
    case("clean: whole amounts and the week",
         table("Customer ID,Order date,Amount,Week", *made(30, lambda at:
         f"k{at % 7},2024-01-{at % 20 + 10},{at + 20},{at + 10},")), good=30),
]  # fmt: skip


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(("files", "want"), SHIFTED + IDLE)
def test_a_shifted_row_is_told_from_an_idle_delimiter(holds, files, want):
    holds(files, want)


@pytest.mark.parametrize(("files", "want"), CENTS)
def test_no_cents_are_lost_before_an_empty_cell(holds, files, want):
    holds(files, want)


def test_an_opt_out_in_a_shifted_row_stops_its_customer(check):
    head = "Contact ID,Customer ID,Name,VIP,Do not contact,Note"
    people = [f"P{at},C{at},Bar,no,no," for at in range(6)]
    found = check({"contacts.csv": table(head, *people, "P9,C1,Bar B, Inc,no,yes,")})

    assert "broken_contact_lines" in found.warned
    may = found.good("contacts").set_index("contact_id")["may_contact"]
    assert not may["P1"]
    assert may["P2"]
