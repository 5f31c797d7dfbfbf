"""Months or years as columns: refused with what would help, and nothing else with it."""

from __future__ import annotations

import pytest

from intake.books import book


@pytest.mark.parametrize(
    "header",
    [
        "customer_id,2024-01,2024-02,2024-03",
        "Kundennr,Jan 2024,Feb 2024,Summe",
        "Code client,janv.-24,févr.-24,mars-24",
        "Cliente,Enero,Febrero,Marzo",
        "Customer ID,Amount 2023,Amount 2024,Total",
        "Customer,Q1 2024,Q2 2024,Q3 2024",
        "Kunde,01/2024,02/2024,03/2024",
    ],
)
def test_months_as_columns_are_named_with_what_to_do(refused, header):
    text = f"{header}\n1001,10.00,20.00,0.00\n1002,5.00,,7.00\n"
    refusal = refused({"umsatz.csv": text})
    assert refusal.code == "periods_as_columns"
    assert "first day of each month" in str(refusal)


def test_months_as_columns_of_a_sheet_are_named(refused):
    rows = [["Customer", "2024-01", "2024-02"], ["C1", 10, 20], ["C2", 5, None]]
    assert refused({"orders.xlsx": book(rows)}).code == "periods_as_columns"


def test_their_rows_are_read_once_they_are_orders(check):
    text = "customer_id,month,amount\n1001,2024-01-01,10.00\n1001,2024-02-01,20.00\n"
    stated = '[transactions]\nordered_on = "month"\n'
    assert check({"orders.csv": text, "columns.toml": stated}).receipt.rows_good == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Customer,Revenue 2024,Margin\nC1,10.00,1\nC2,5.00,2\n", "no_date_column"),
        ("C1,2024-01-05,2024-01-09,10.50\nC2,2024-02-05,2024-02-09,5.50\n", "no_customer_column"),
    ],
)
def test_other_tables_without_a_date_are_asked_as_before(refused, text, code):
    assert refused({"orders.csv": text}).code == code


def test_columns_of_years_beside_a_date_are_left_alone(check):
    text = "Customer ID,Order date,Amount,2023,2024\nC1,2024-01-05,10.50,1,2\n"
    assert check({"orders.csv": text}).receipt.amount_sum == "10.50"
