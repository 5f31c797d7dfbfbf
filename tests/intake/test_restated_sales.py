"""A row for the sale, rows for its lines and a row for what was paid are one money."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

HEADER = "Receipt No,Type,Customer ID,Date,Subtotal,Amount"


def sales(lines: Iterable[tuple[str, float, float]], n: int = 20, header: str = HEADER) -> str:
    """``n`` sales, each with a line for each word: shares of its net and of its amount."""
    rows = [
        f"R{at},{word},C{at % 6},2024-0{1 + at % 6}-1{at % 9},"
        f"{net * (at + 1):.2f},{share * (at + 1) * 1.2:.2f}"
        for at in range(n) for word, net, share in lines
    ]  # fmt: skip
    return "\n".join([header, *rows]) + "\n"


SALE, PAID = ("Sale", 5, 5), ("Payment", 0, 5)
LINES = ("Sale Line", 3, 2.5), ("Sale Line", 2, 5 / 3)
#: 20 sales of 6.00, 12.00 and so on.
ONCE = "1260.00"


@pytest.mark.parametrize(
    "lines",
    [
        (SALE, *LINES, PAID), (SALE, PAID), (SALE, *LINES),
        (("Verkauf", 5, 5), ("Zeile", 2, 2), ("Zeile", 3, 3), ("Zahlung", 0, 5)),
        (("Vente", 5, 5), ("Ligne", 2, 2), ("Ligne", 3, 3), ("Paiement", 5, 5)),
        (("Order", 5, 5), ("Item", 4, 4), ("Item", 1, 1)),
        (SALE, ("Payment", 0, 2), ("Payment", 0, 3)),
    ],
    ids=str,
)  # fmt: skip
def test_what_repeats_the_row_of_the_sale_is_set_aside(check, lines):
    found = check({"a.csv": sales(lines)})
    assert found.receipt.amount_sum == ONCE
    assert found.receipt.rows_good == 20
    assert "payment_lines" in found.warned
    assert "unknown_line_types" not in found.warned


def test_order_words_keep_such_lines(check):
    stated = '[transactions]\norder_words = ["Sale Line"]\n'
    found = check({"a.csv": sales((SALE, *LINES)), "columns.toml": stated})
    assert found.receipt.rows_good == 60


@pytest.mark.parametrize(
    "lines",
    [
        (SALE, ("Final", 5, 5)),  # half a sale under one word and half under another
        (SALE, ("Zork", 2, 2), ("Zork", 2, 2)), (SALE, ("Tip", 1, 1)),
        (SALE, ("Payment", 5, 2)),  # a part of it
    ],
    ids=str,
)  # fmt: skip
def test_what_may_be_sales_of_their_own_is_kept_and_said(check, lines):
    found = check({"a.csv": sales(lines)})
    assert found.receipt.rows_good == 20 * len(lines)
    assert "unknown_line_types" in found.warned


def test_lines_without_a_row_of_the_sale_are_kept(check):
    found = check({"a.csv": sales(LINES) + sales((SALE, *LINES), n=2).split("\n", 1)[1]})
    assert found.receipt.rows_good == 46


def test_a_few_sales_prove_nothing(check):
    found = check({"a.csv": sales((SALE, *LINES), n=6)})
    assert found.receipt.rows_good == 18


def test_the_total_of_the_order_on_each_line_is_no_sum_of_its_lines(check):
    lines = (SALE, ("Shipping", 5, 1))
    found = check({"a.csv": sales(lines, header=HEADER.replace("Subtotal", "Order worth"))})
    assert found.receipt.rows_good == 40
