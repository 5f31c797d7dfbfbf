"""What an analyst does on a Monday: whole commands on exports as they come, without a flag."""

from __future__ import annotations

import json
from datetime import date

import pytest
from openpyxl import Workbook

from analysis.cli import main


@pytest.fixture
def check(capsys):
    """Run ``whyleft check`` and return the exit code with its one JSON object."""

    def run(*words: object) -> tuple[int, dict]:
        code = main(["check", *map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


def test_a_german_export_with_commas_and_a_footer_loads_without_a_flag(check, tmp_path):
    path = tmp_path / "Umsatzliste März.csv"
    path.write_bytes(
        "Mandant 4711;;;;\r\nUmsatzliste 01.01.2024 - 31.03.2024;;;;\r\n;;;;\r\n"
        "Kd.-Nr.;Firma;Rg.-Datum;Rg.-Nr.;Betrag (EUR)\r\n"
        "0017;Müller & Söhne;05.01.2024;R-1;1.234,50\r\n"
        '0018;"Café ""Zoë""; Köln";17.01.2024;R-2;89,90\r\n'
        "0017;Müller & Söhne;20.02.2024;R-3;-34,50\r\n"
        "0021;Blanc;31.03.2024;R-4;2.000.000,10\r\n"
        "Summe;;;;2.001.290,00\r\n"
        "Gedruckt am 01.04.2024 um 08:15;;;;\r\n".encode("cp1252")
    )

    code, found = check(path, "--out", tmp_path / "out")

    receipt = found["tables"]["transactions"]
    assert (code, found["refused"]) == (0, None)
    assert (receipt["rows_in"], receipt["rows_good"]) == (6, 4)
    assert receipt["amount_sum"] == "2001290.00"
    assert receipt["set_aside_by_code"] == {"footer": 1, "total_row": 1}
    assert receipt["n_customers"] == 3
    assert (tmp_path / "out" / "transactions.parquet").is_file()


def test_a_workbook_with_a_title_and_a_total_loads_without_a_flag(check, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Q1"
    for row in (
        ["Sales by customer, first quarter"], [],
        ["Customer No.", "Customer Name", "Invoice Date", "Net Amount"],
        ["C-1", "ACME, Inc.", date(2024, 1, 5), 1234.5],
        ["C-2", "O'Brien", date(2024, 2, 17), 89.9],
        ["C-1", "ACME, Inc.", date(2024, 3, 31), -34.5],
        ["Grand total", None, None, 1289.9],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "sales.xlsx")

    code, found = check(tmp_path / "sales.xlsx")

    receipt = found["tables"]["transactions"]
    assert (code, found["refused"]) == (0, None)
    assert (receipt["rows_good"], receipt["amount_sum"]) == (3, "1289.90")
    assert receipt["set_aside_by_code"] == {"total_row": 1}


def _month(first: int, last: int) -> str:
    """Order lines from one number to another, two lines an order, one order a day."""
    lines = [
        f"{order},{line},K{order % 3},2024-0{1 + order // 29}-{1 + order % 28:02d},{order}.{line}5"
        for order in range(first, last)
        for line in (1, 2)
    ]
    return "Order No,Line No,Customer No,Order Date,Amount\n" + "\n".join(lines) + "\n"


def test_two_months_that_overlap_load_without_a_flag_and_count_once(check, tmp_path):
    (tmp_path / "orders_2024-01.csv").write_text(_month(1, 40), encoding="utf-8")
    (tmp_path / "orders_2024-02.csv").write_text(_month(29, 57), encoding="utf-8")

    code, found = check(tmp_path)

    receipt = found["tables"]["transactions"]
    whole = sum(2 * order * 100 + 15 + 25 for order in range(1, 57))
    assert (code, found["refused"]) == (0, None)
    assert (receipt["rows_in"], receipt["rows_good"]) == (134, 112)
    assert receipt["set_aside_by_code"] == {"duplicate_line": 22}
    assert receipt["amount_sum"] == f"{whole // 100}.{whole % 100:02d}"
    assert "duplicate_lines" in {warned["code"] for warned in receipt["warnings"]}


@pytest.mark.parametrize(("order", "last"), [("dmy", "2024-11-07"), ("mdy", "2024-07-11")])
def test_an_ambiguous_date_is_asked_once_and_its_answer_is_remembered(check, tmp_path, order, last):
    path = tmp_path / "orders.csv"
    path.write_text("Customer ID,Date,Amount\nK-1,03/04/2024,9.50\nK-2,07/11/2024,8.25\n")

    code, asked = check(path)

    said = asked["refused"]
    assert (code, said["code"]) == (2, "ambiguous_dates")
    assert (said["line"], said["column"]) == (2, "Date")
    answers = _answers(said["message"])
    (tmp_path / "columns.toml").write_text(answers[order], encoding="utf-8")
    for _ in range(2):
        code, found = check(path)
        assert (code, found["refused"], found["as_of"]) == (0, None, last)
        assert found["tables"]["transactions"]["amount_sum"] == "17.75"

    path.write_text("Customer ID,Date,Amount\nK-1,08/04/2024,9.50\n")  # next month's export
    assert check(path)[1]["as_of"] == ("2024-04-08" if order == "dmy" else "2024-08-04")


def _answers(message: str) -> dict[str, str]:
    """Take the lines to paste out of a question, each of its answers alone."""
    shown = message.split("columns.toml beside the exports:\n")[1].splitlines()
    section = next(line for line in shown if line.startswith("["))
    choices = [line for line in shown if line.startswith("date_order")]
    assert len(choices) == 2
    return {choice.split('"')[1]: f"{section}\n{choice}\n" for choice in choices}
