"""A small table beside the lines, behind an empty column, is not theirs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake.books import book

N = 60
LINES = [
    [f"A{at}", f"C{at % 12}", date(2024, 1, 1) + timedelta(days=3 * at), 10 + at / 4]
    for at in range(N)
]
HEADER = ["Order no", "Customer no", "Order date", "Amount"]
MONTHS = [["Month", "Amount"], *([f"2024-{month:02d}", 100.25 * month] for month in range(1, 7))]
BEST = [["Customer", "Total amount"], *([f"C{at}", 900.5 - at] for at in range(10))]
RATES = [["Currency", "Date", "Rate"], ["USD", "2024-06-30", 1.07], ["CHF", "2024-06-30", 0.96]]


def _beside(side: list[list], gap: int = 1) -> list[list]:
    rows = [HEADER, *LINES]
    none = [[None] * len(side[0])] * (len(rows) - len(side))
    return [[*row, *[None] * gap, *more] for row, more in zip(rows, [*side, *none], strict=True)]


def _text(rows: list[list]) -> str:
    return "".join(";".join("" if c is None else str(c) for c in row) + "\n" for row in rows)


@pytest.mark.parametrize("side", [MONTHS, BEST, RATES], ids=["months", "customers", "rates"])
@pytest.mark.parametrize("gap", [1, 2])
def test_a_table_beside_the_lines_is_not_read(check, side, gap):
    rows = _beside(side, gap)
    for files in ({"sales.xlsx": book(rows)}, {"sales.csv": _text(rows)}):
        found = check(files)
        assert found.receipt.rows_good == N
        assert found.receipt.amount_sum == f"{sum(row[3] for row in LINES):.2f}"
        (told,) = [one for one in found.receipt.warnings if one.code == "side_table"]
        assert f"'{side[0][0]}'" in told.message
        assert f"after {len(side) - 1} lines" in told.message


@pytest.mark.parametrize(
    "column",
    [
        [["Cancelled on"], ["2024-01-05"], ["2024-01-06"]],
        [["Status"], *[["paid"]] * (N // 2), *[["storno"]] * (N // 2)],
    ],
    ids=["of the first lines", "of all lines"],
)
def test_a_column_of_the_lines_behind_an_empty_one_is_read(check, column):
    found = check({"sales.csv": _text(_beside(column))})

    assert "side_table" not in found.warned
    assert found.receipt.rows_good == N - sum(cell[0] in {"2024-01-05", "2024-01-06", "storno"}
                                              for cell in column)  # fmt: skip


def test_columns_with_gaps_behind_an_empty_one_are_read(check):
    """Two optional columns of the early lines are no table: not each of these lines has both."""
    gaps = [["Note", "Cancelled"], ["late", None], [None, None], ["", "yes"], *[[None, None]] * 7]
    found = check({"sales.csv": _text(_beside(gaps))})

    assert "side_table" not in found.warned
    assert found.receipt.rows_good == N - 1


def test_what_columns_toml_names_is_read(check):
    stated = '[transactions]\namount = 7\nignore = ["Month"]\n'
    found = check({"sales.csv": _text(_beside(MONTHS)), "columns.toml": stated})

    assert found.receipt.rows_good == len(MONTHS) - 1
