"""Two numbers of the same customers are no question; numbers of others beside them are one."""

from __future__ import annotations

import pytest

from analysis.intake.proposal import propose_map


def orders(header: str, number, code, n: int = 120) -> str:
    lines = [f"{number(at)},{code(at)},2024-0{1 + at % 6}-1{at % 9},{at}.50" for at in range(n)]
    return "\n".join([f"{header},Order date,Amount", *lines]) + "\n"


def counted(at: int) -> str:
    return str(100 + at % 8)


def typed(at: int) -> str:
    return f"ACME{at % 8}"


def customers(*columns: tuple[str, object]) -> str:
    lines = [",".join([*(of(at) for _, of in columns), f"Firm {at}"]) for at in range(8)]
    return "\n".join([",".join([*(name for name, _ in columns), "Name"]), *lines]) + "\n"


NUMBERS = "CustNum,CustID"
BOTH = orders(NUMBERS, counted, typed)


def read(found) -> str:
    told = [one for one in found.intake.receipts["transactions"].warnings
            if one.code == "equal_columns"]  # fmt: skip
    assert len(told) == 1
    return told[0].column


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (NUMBERS, "CustID"),
        ("CustID,CustNum", "CustID"),
        ("Kundenschlüssel,Kd-Nr", "Kd-Nr"),
        ("Code client,Compte client", "Code client"),
        ("Cuenta cliente,Cód. cliente", "Cód. cliente"),
    ],
)
def test_the_more_usual_word_is_read_and_it_is_said(check, header, wanted):
    found = check({"a.csv": orders(header, counted, typed)})
    assert read(found) == wanted
    assert found.receipt.n_customers == 8


@pytest.mark.parametrize(("name", "of"), [("CustNum", counted), ("CustID", typed)])
def test_the_one_that_other_tables_have_is_read(check, name, of):
    found = check({"orders.csv": BOTH, "customers.csv": customers((name, of))})
    assert read(found) == name
    codes = {told.code for one in found.intake.receipts.values() for told in one.warnings}
    assert not [code for code in codes if "match" in code or "without_sales" in code]


def test_a_list_of_customers_takes_the_one_that_the_orders_have(check):
    listed = customers(("CustID", typed), ("CustNum", counted))
    plain = orders("CustNum,Branch", counted, lambda at: f"B{at % 3}")
    found = check({"orders.csv": plain, "customers.csv": listed})
    told = found.intake.receipts["customers"].warnings
    assert [one.column for one in told if one.code == "equal_columns"] == ["CustNum"]


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": BOTH + "101,OTHER,2024-06-30,5.00\n"},
        {"a.csv": BOTH + "109,ACME1,2024-06-30,5.00\n"},
        {"a.csv": BOTH + "101,,2024-06-30,5.00\n"},
        {"a.csv": orders("Customer ID,Account ID", typed, lambda at: f"G{at % 8 // 2}")},
        {"a.csv": orders(NUMBERS, str, lambda at: f"A{at}")},
        {"a.csv": orders(NUMBERS, counted, typed, n=10)},
        {"a.csv": BOTH, "customers.csv": customers(("Customer No", typed))},
    ],
    ids=["one more code", "one more number", "a blank", "groups", "once each", "few", "elsewhere"],
)  # fmt: skip
def test_it_is_asked_where_they_may_be_of_others(refused, files):
    assert refused(files).code == "two_candidates"


def test_a_list_of_customers_alone_is_asked_about(refused):
    listed = customers(("CustID", typed), ("CustNum", counted))
    assert refused({"customers.csv": listed}).code == "two_candidates"


def test_the_map_does_not_ask_either_and_what_it_states_is_not_doubted(check, tmp_path):
    (tmp_path / "a.csv").write_text(BOTH)
    assert not propose_map([tmp_path / "a.csv"]).files[0].questions
    stated = '[transactions]\ncustomer_id = "CustNum"\n'
    assert "equal_columns" not in check({"a.csv": BOTH, "columns.toml": stated}).warned
