"""What a column means is decided by the whole file: words that begin late are none of the first."""

from __future__ import annotations

import io
from datetime import date, timedelta

import duckdb
import pytest
from openpyxl import Workbook

N_ROWS = 2_400


def rows(word, *, late_from, quoted=""):
    """Orders of which one in 20 from a place on holds a word."""
    told = [["Order", "Customer", "Date", "Total", "Result", "Remark"]]
    for at in range(N_ROWS):
        day = date(2022, 1, 1) + timedelta(days=at * 700 // N_ROWS)
        result = word if at >= late_from and at % 20 == 0 else "Paid"
        told.append([f"A{at:05d}", f"C{at % 150}", str(day), f"{5 + at % 90}.50", result, quoted])
    return told


def as_csv(table, cell=str):
    return "\n".join(";".join(map(cell, line)) for line in table)


def quoted(text):
    return f'"{text}"' if "\n" in text or ";" in text else text


def as_workbook(table):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    for line in table:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("remark", ["", "line one\nline; two\nPaid;Cancelled"])
def test_a_status_that_begins_late_is_one(check, remark):
    late = check({"a.csv": as_csv(rows("Cancelled", late_from=900, quoted=remark), quoted)})

    assert late.codes == {"cancelled": 75}
    assert "status_by_words" in late.warned


def test_a_status_that_begins_late_is_one_in_a_workbook_too(check):
    late = check({"a.xlsx": as_workbook(rows("Cancelled", late_from=900))})

    assert late.codes == {"cancelled": 75}


def test_a_status_that_begins_late_is_one_in_parquet_too(check, tmp_path):
    (tmp_path / "made.csv").write_text(as_csv(rows("Cancelled", late_from=900)), "utf-8")
    duckdb.sql(f"FROM read_csv('{tmp_path / 'made.csv'}', delim=';', header=true)").write_parquet(
        str(tmp_path / "made.parquet")
    )
    late = check({"a.parquet": (tmp_path / "made.parquet").read_bytes()})

    assert late.codes == {"cancelled": 75}


def test_words_that_are_no_status_late_in_a_file_change_nothing(check):
    clean = check({"a.csv": as_csv(rows("Berlin", late_from=900))})

    assert clean.codes == {}
    assert "status_by_words" not in clean.warned
