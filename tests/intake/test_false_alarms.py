"""What is not said: of money that never counts, of zeros that were made, of dates proved beside."""

from __future__ import annotations

import pytest

STATUS = "Customer ID,Order date,Total,Amount Refunded,Status"


def _paid(word: str, *, also: str = "") -> str:
    rows = [
        f"C{at % 6},2024-{at % 5 + 1:02d}-{at % 20 + 2:02d},{20 + at}.00,"
        + (f"{20 + at}.00,{word}" if at % 7 == 3 else "0.00,Paid")
        for at in range(40)
    ]
    return "\n".join([STATUS, *rows, *filter(None, [also])]) + "\n"


@pytest.mark.parametrize("word", ["Refunded", "cancelled", "storniert", "Remboursé", "anulado"])
def test_money_back_of_lines_that_are_set_aside_is_no_question(check, word):
    found = check({"orders.csv": _paid(word)})
    assert found.codes.get("cancelled") == 6
    assert "refunds_beside" not in found.warned


def test_money_back_of_a_line_that_counts_is_one(check):
    text = _paid("Refunded", also="C9,2024-05-30,50.00,10.00,Paid")
    found = check({"orders.csv": text})
    (told,) = [one for one in found.receipt.warnings if one.code == "refunds_beside"]
    assert "1 of 41 lines" in told.message


def _totals(*, head: str, also: str = "") -> str:
    """Return orders of two lines with the order's total on both."""
    rows = [
        f"{500 + at},C{at % 6},2024-{at % 5 + 1:02d}-{at % 20 + 2:02d},{n},{20 + 3 * at}.00"
        for at in range(40) for n in (1, 2)
    ]  # fmt: skip
    return "\n".join([head, *rows, *filter(None, [also])]) + "\n"


@pytest.mark.parametrize(
    "head",
    ["Order Number,Customer ID,Order Date,Line,Order Total Amount",
     "Bestellnr,Kundennr,Datum,Position,Gesamtbetrag Bestellung"],
)  # fmt: skip
@pytest.mark.parametrize(("also", "n"), [("", 0), ("999,C1,2024-05-30,1,0.00", 1)])
def test_zeros_that_counting_once_makes_are_not_said(check, head, also, n):
    files = {"orders.csv": _totals(head=head, also=also),
             "columns.toml": '[transactions]\namount_per = "order"\n'}  # fmt: skip
    found = check(files)
    told = [one for one in found.receipt.warnings if one.code == "zero_amount"]
    assert len(told) == n
    assert all("1 line has amount 0" in one.message and one.line == 82 for one in told)


def _month(days, *, at: int) -> str:
    rows = [f"R{at}{n};{day:02d}.{at:02d}.2024;K{n % 5};{10 + n},50" for n, day in enumerate(days)]
    return "\n".join(["Rechnungsnr;Rechnungsdatum;Kundennr;Betrag", *rows]) + "\n"


def test_dates_whose_order_another_file_proves_are_not_said_to_follow_a_custom(check):
    files = {"2024-05.csv": _month(range(2, 28), at=5), "2024-06.csv": _month(range(3, 9), at=6)}
    assert "date_order_by_dots" not in check(files).warned


def test_dates_whose_order_no_file_proves_are_said(check):
    files = {"2024-05.csv": _month(range(6, 12), at=5), "2024-06.csv": _month(range(3, 9), at=7)}
    assert "date_order_by_dots" in check(files).warned


SALES = "Customer ID\tInvoice No.\tDate\tAmount\n" + "".join(
    f"CUS{at % 6:04d}\t{at:08d}\t{at % 25 + 2:02d}/0{at % 5 + 1}/2023\t$8{at}.00\n"
    for at in range(40)
)


@pytest.mark.parametrize("first", ["{}", "[]", "{ }", "()"])
def test_brackets_above_a_table_are_an_empty_title(check, first):
    found = check({"ITEMSALE.TXT": f"{first}\r\n{SALES}"})
    assert found.receipt.rows_good == 40


@pytest.mark.parametrize("text", ["{}", "{}\n{}\n", "[]\n"])
def test_empty_json_is_refused(refused, text):
    assert refused({"orders.csv": text}).code == "foreign_file"
