"""Known errors of an export: ``corrections.toml`` with its guards."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import DAY, book

from analysis.intake import check_exports
from analysis.steps import open_job
from analysis.workspace import Workspace

SHOP = (
    "customer_id,order_id,order_date,amount\n"
    "C1,4711,2024-01-31,1290.00\nC2,4712,2024-02-01,20.00\nC3,4713,2024-02-30,5.00\n"
)
ERP = "Kd-Nr;Beleg;Datum;Betrag\n01;R-1;31.01.2024;1.290,00\n02;R-2;01.02.2024;20,00\n"


def _entry(**lines: str) -> str:
    """Write one entry; each line is the TOML of its value, an empty one leaves the line out."""
    told = {
        "file": '"orders*.csv"', "match": '{ order_id = "4711" }', "column": '"amount"',
        "expected": '"1290.00"', "value": '"12.90"', "why": '"typed in cents"',
    } | lines  # fmt: skip
    return "[[correction]]\n" + "".join(f"{key} = {text}\n" for key, text in told.items() if text)


def _told(found, code: str) -> list[str]:
    return [w.message for w in found.receipt.warnings if w.code == code]


def test_a_corrected_row_is_good_and_counted(check):
    found = check({"orders_jan.csv": SHOP, "corrections.toml": _entry()})

    assert found.receipt.amount_sum == "32.90"
    assert found.receipt.rows_good == 2
    (told,) = _told(found, "corrected")
    assert "1 row of orders_jan.csv corrected" in told
    assert "1 entry, 1 different reason" in told
    assert "cents" not in told


def test_without_entries_nothing_is_said(check):
    found = check({"orders_jan.csv": SHOP, "corrections.toml": "# none yet\n"})

    assert found.receipt.amount_sum == "1310.00"
    assert not {code for code in found.warned if code.startswith("correct")}


def test_a_corrected_cell_is_judged_by_the_same_rules(check):
    date = _entry(match='{ order_id = "4713" }', column='"ordered_on"', expected='"2024-02-30"',
                  value='"2024-02-29"')  # fmt: skip
    assert check({"orders.csv": SHOP, "corrections.toml": date}).receipt.rows_good == 3


def test_a_value_is_written_as_its_export_writes_it(check, refused):
    lines = {"file": '"umsatz.csv"', "match": '{ Beleg = "R-1" }', "expected": '"1.290,00"'}

    found = check({"umsatz.csv": ERP, "corrections.toml": _entry(**lines, value='"12,90"')})
    assert found.receipt.amount_sum == "32.90"

    refusal = refused({"umsatz.csv": ERP, "corrections.toml": _entry(**lines)})
    assert "another decimal sign than umsatz.csv has" in str(refusal)


def test_large_amounts_stay_exact(check):
    entry = _entry(value='"90071992547409.93"')

    found = check({"orders.csv": SHOP, "corrections.toml": entry})

    assert found.receipt.amount_sum == "90071992547429.93"


@pytest.mark.parametrize(
    ("column", "value"),
    [("amount", "soon"), ("amount", "zwölf"), ("ordered_on", "31.02.2024"), ("ordered_on", "hier")],
)
def test_a_value_that_its_column_cannot_hold_is_refused(refused, column, value):
    entry = _entry(column=f'"{column}"', value=f'"{value}"')
    refusal = refused({"orders_jan.csv": SHOP, "corrections.toml": entry})
    assert refusal.code == "bad_correction"
    assert "has a value that is no" in str(refusal)


@pytest.mark.parametrize("value", ["12.90 EUR", "-12.90", "$12.90"])
def test_a_value_with_its_currency_or_sign_is_a_number(check, value):
    found = check({"orders_jan.csv": SHOP, "corrections.toml": _entry(value=f'"{value}"')})
    assert found.receipt.rows_good == 2


def test_entries_that_are_no_utf_8_say_how_to_save_them(check, refused):
    raw = _entry().encode("utf-16")
    assert "save it as UTF-8" in str(refused({"orders_jan.csv": SHOP, "corrections.toml": raw}))


@pytest.mark.parametrize(
    ("now", "said", "code"),
    [
        ("12.90", "shows the corrected value already", "correction_no_longer_needed"),
        ("77.00", "shows neither the expected nor", "correction_guard_failed"),
    ],
)
def test_a_source_that_was_repaired_is_left_alone_and_said(check, now, said, code):
    export = SHOP.replace("1290.00", now)

    found = check({"orders.csv": export, "corrections.toml": _entry()})

    assert found.good()["amount"].sum() == pytest.approx(float(now) + 20)
    (told,) = _told(found, code)
    assert said in told
    assert not _told(found, "corrected")


def test_a_row_or_file_that_is_gone_is_said(check):
    row = check({"orders.csv": SHOP.replace("4711", "9"), "corrections.toml": _entry()})
    assert "no row of orders.csv fits its match" in _told(row, "correction_without_row")[0]

    file = check({"orders.csv": SHOP, "corrections.toml": _entry(file='"old.csv"')})
    assert "no file of this run is meant by entry 1" in _told(file, "correction_without_row")[0]


def test_one_entry_for_many_files_needs_its_row_in_one_of_them(check):
    other = SHOP.replace("471", "881").replace("-01-31", "-01-30")

    found = check({"orders_1.csv": SHOP, "orders_2.csv": other, "corrections.toml": _entry()})

    assert len(_told(found, "corrected")) == 1
    assert not _told(found, "correction_without_row")


def test_cells_of_a_workbook_are_compared_as_they_are_read_and_it_is_said(check):
    rows = [["Customer ID", "Order no", "Order date", "Amount"], ["C1", "1", DAY, 951.62]]
    entry = _entry(file='"orders.xlsx"', match='{ order_id = "1" }', column='"ordered_on"',
                   expected='"31.03.2024"', value='"2024-04-01"')  # fmt: skip
    told = []
    for written in (entry, entry.replace("31.03.2024", "2024-03-31")):
        found = check({"orders.xlsx": book(rows), "corrections.toml": written})
        told += [_told(found, "correction_guard_failed"), _told(found, "corrected")]

    assert "compared as 2024-03-15, a number as 951.62" in told[0][0]
    assert [bool(each) for each in told] == [True, False, False, True]


def test_more_files_of_corrected_rows_are_called_files(check):
    other = SHOP.replace("C1", "C7").replace("-01-31", "-01-30")
    entries = _entry(match='{ customer_id = "C1" }') + _entry(match='{ customer_id = "C7" }')
    found = check({"orders_1.csv": SHOP, "orders_2.csv": other, "corrections.toml": entries})

    assert "2 rows of orders_1.csv and 1 more file corrected" in _told(found, "corrected")[0]


def test_an_entry_is_for_one_row_unless_it_says_otherwise(check, refused):
    twice = SHOP.replace("C2,4712,2024-02-01,20.00", "C2,4711,2024-02-01,1290.00")

    refusal = refused({"orders.csv": twice, "corrections.toml": _entry()})
    assert refusal.code == "correction_fits_many"
    assert "(lines 2, 3)" in str(refusal)

    for rows in ("2", '"all"'):
        found = check({"orders.csv": twice, "corrections.toml": _entry(rows=rows)})
        assert found.receipt.amount_sum == "25.80"
    some = check({"orders.csv": twice, "corrections.toml": _entry(rows="3")})
    assert "in 2 of 3 rows only" in _told(some, "correction_no_longer_needed")[0]


def test_a_row_can_be_set_aside(check):
    entry = _entry(value="", action='"set_aside"')

    found = check({"orders.csv": SHOP, "corrections.toml": entry})

    assert found.codes == {"corrected_out": 1, "bad_date": 1}
    assert {(row["line"], row["code"]) for row in found.quarantine} == {
        ("2", "corrected_out"), ("4", "bad_date"),
    }  # fmt: skip
    assert "1 row of orders.csv set aside" in _told(found, "corrected")[0]


def test_a_match_of_several_columns_and_a_table_in_place_of_a_file(check):
    entry = _entry(
        file="", table='"transactions"', match='{ customer_id = "C1", order_date = "2024-01-31" }'
    )

    assert check({"x.csv": SHOP, "corrections.toml": entry}).receipt.amount_sum == "32.90"


def test_quoted_line_breaks_do_not_shift_the_row(check):
    export = 'customer_id,order_id,order_date,amount,memo\nC0,1,2024-01-01,1.00,"a\nb"\n' + "".join(
        f"C{n},{4700 + n},2024-01-31,{'1290.00' if n == 11 else '1.00'},x\n" for n in range(1, 20)
    )

    found = check({"orders.csv": export, "corrections.toml": _entry()})

    assert found.receipt.amount_sum == "31.90"
    (warned,) = [w for w in found.receipt.warnings if w.code == "corrected"]
    assert warned.line == 14


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"valeu": '"1"', "value": ""}, "the nearest known is value"),
        ({"why": ""}, "lacks why"),
        ({"file": ""}, "lacks the file or table"),
        ({"expected": "1290.00"}, "expected without quotes"),
        ({"expected": "129000"}, "expected without quotes"),
        ({"value": "12"}, "value without quotes"),
        ({"match": "{}"}, "names no column"),
        ({"value": '"1290.00"'}, "changes nothing"),
        ({"action": '"drop"'}, "another action"),
        ({"rows": "0"}, "rows that are no number"),
        ({"table": '"transaction"'}, "the nearest known is transactions"),
        ({"column": '"amuont"'}, "names 'amuont'"),
        ({"match": '{ order = "x", nr = "1" }'}, "has no single column of that name"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_refused(refused, lines, said):
    refusal = refused({"orders.csv": SHOP, "corrections.toml": _entry(**lines)})

    assert said in str(refusal)
    assert refusal.code == "bad_correction"


@pytest.mark.parametrize("text", ["[[correction]\n", "[corrections]\na = 1\n"])
def test_a_file_that_is_no_list_of_corrections_is_refused(refused, text):
    assert refused({"orders.csv": SHOP, "corrections.toml": text}).code == "bad_correction"


def test_messages_repeat_no_value_of_a_row(check):
    entry = _entry(match='{ customer_id = "Anna Schmidt" }', value='"1"')

    found = check({"orders.csv": SHOP, "corrections.toml": entry})

    assert not [w for w in found.receipt.warnings if "Schmidt" in w.message]


def test_each_folder_has_its_own_corrections(tmp_path):
    for name, text in (("a", SHOP), ("b", SHOP.replace("471", "881"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"orders_{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "a" / "corrections.toml").write_text(_entry(), encoding="utf-8")

    intake = check_exports([tmp_path / "a", tmp_path / "b"], Workspace(tmp_path / "w"))

    assert intake.receipts["transactions"].amount_sum == "1342.90"


def test_a_changed_correction_opens_another_workspace(tmp_path: Path):
    (tmp_path / "orders.csv").write_text(SHOP, encoding="utf-8")
    opened = []
    for text in ("", _entry(), _entry(value='"12.95"')):
        (tmp_path / "corrections.toml").write_text(text, encoding="utf-8")
        job = open_job([str(tmp_path)], workspace=str(tmp_path / "home"))
        opened.append(job.workspace.folder)

    assert len(set(opened)) == 3


def test_two_cells_of_a_row_are_one_row(check):
    day = _entry(column='"ordered_on"', expected='"2024-01-31"', value='"2024-01-30"')
    found = check({"orders_jan.csv": SHOP, "corrections.toml": _entry() + day})

    (told,) = _told(found, "corrected")
    assert "1 row of orders_jan.csv corrected" in told
    assert "2 entries" in told


@pytest.mark.parametrize("expected", ["1290.00", "12.90"], ids=["the first text", "the corrected"])
def test_two_entries_for_one_cell_are_refused(refused, expected):
    second = _entry(expected=f'"{expected}"', value='"129.00"')
    refusal = refused({"orders_jan.csv": SHOP, "corrections.toml": _entry() + second})

    assert refusal.code == "bad_correction"
    assert "Entries 1 and 2" in str(refusal)
    assert "line 2 of orders_jan.csv" in str(refusal)
