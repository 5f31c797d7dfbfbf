"""Columns of one sense that are the same in all rows are no question; neither is a share."""

from __future__ import annotations

import duckdb
import pytest

from analysis.columns.columnmap import named_by

LINES = [f"C{at % 5},2024-0{1 + at % 6}-1{at % 9},{at}.50,{at}.50" for at in range(600)]


def text(money: str, lines: list[str]) -> str:
    return "\n".join([f"Customer ID,Order date,{money}", *lines]) + "\n"


@pytest.mark.parametrize(
    "money",
    [
        "Grand Total (Base),Grand Total (Purchased)", "Amount,Amount (LCY)", "Betrag,Amount",
    ],
)  # fmt: skip
def test_of_equal_columns_the_first_is_read_and_it_is_said(check, money):
    found = check({"orders.csv": text(money, LINES)})
    told = [one.message for one in found.receipt.warnings if one.code == "equal_columns"]
    assert len(told) == 1
    assert told[0].startswith(f"'{money.split(',')[0]}' and '{money.split(',')[1]}' are the same")
    assert found.receipt.amount_sum == "180000.00"


def test_a_line_in_which_they_differ_is_asked_about_wherever_it_stands(refused):
    lines = [*LINES[:-1], "C1,2024-05-05,5.00,6.00"]
    refusal = refused({"orders.csv": text("Amount,Amount (LCY)", lines)})
    assert refusal.code == "two_candidates"


@pytest.mark.parametrize(("last", "read"), [("5.00,5.00", "179405.50"), ("5.00,6.00", "")])
def test_equal_columns_of_a_parquet_file_are_read_and_unequal_ones_asked(
    check, refused, tmp_path, last, read
):
    kept, plain = tmp_path / "o.parquet", tmp_path / "o.csv"
    plain.write_text(text("Amount,Amount (LCY)", [*LINES[:-1], f"C1,2024-05-05,{last}"]))
    duckdb.sql(f"COPY (FROM read_csv('{plain}')) TO '{kept}'")
    files = {"orders.parquet": kept.read_bytes()}
    if read:
        assert check(files).receipt.amount_sum == read
    else:
        assert refused(files).code == "two_candidates"


def test_a_few_lines_are_equal_by_chance(refused):
    refusal = refused({"orders.csv": text("Amount,Amount (LCY)", LINES[:3])})
    assert refusal.code == "two_candidates"


def test_a_header_that_comes_again_is_no_difference(check):
    header = "Customer ID,Order date,Amount,Amount (LCY)"
    found = check({"orders.csv": text("Amount,Amount (LCY)", [*LINES[:300], header, *LINES[300:]])})
    assert found.receipt.rows_good == 600


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("Margin", "margin"), ("Margin %", ""), ("% Marge", ""), ("Umsatz (%)", ""),
        ("Total (19 % VAT)", "amount"), ("Amount", "amount"),
    ],
)  # fmt: skip
def test_a_share_of_money_is_no_money(header, named):
    assert (named_by(header, "transactions") or ("", 0))[0] == named


def test_the_money_of_two_margins_is_the_margin(check):
    lines = [line.replace(line.split(",")[-1], "40") for line in LINES[:20]]
    rows = [f"{line},{at}" for at, line in enumerate(lines)]
    found = check({"orders.csv": text("Amount,Margin %,Margin", rows)})
    assert "two_columns_fit" not in found.warned


def test_names_of_products_with_line_breaks_are_no_cleaned_ids(check):
    rows = [f'C\u00ad{at % 5},2024-01-1{at % 9},{at}.50,"Tea\n green"' for at in range(20)]
    found = check({"orders.csv": text("Amount,Product", rows)})
    told = [one.message for one in found.receipt.warnings if one.code == "cleaned_ids"]
    assert len(told) == 1
    assert "'Customer ID'" in told[0]


def test_equal_columns_beside_another_one_are_all_offered(refused):
    lines = [f"{line},{at}.00" for at, line in enumerate(LINES)]
    refusal = refused({"orders.csv": text("Gross Sales,Net Sales,Net Total", lines)})
    assert "'Gross Sales', 'Net Sales', 'Net Total'" in refusal.happened
