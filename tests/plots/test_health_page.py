"""The pictures and tables of the health page say what they mark."""

import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from analysis import plots

MARKS = ["", "", "gap", "gap", "", "gap", "", "cut_off"]


def months(by="table", name="transactions", marks=MARKS):
    rows = {
        by: name,
        "month": pd.date_range("2023-01-01", periods=len(marks), freq="MS"),
        "n_rows": [0 if mark == "gap" else 100 for mark in marks],
        "usual": 100.0,
        "mark": marks,
        "expected": [40.0 if mark == "cut_off" else None for mark in marks],
    }
    return pd.DataFrame(rows)


def test_gaps_and_cut_off_months_are_marked_without_colour_alone():
    picture = plots.figure_of_months(months())

    ET.fromstring(picture.svg)
    assert picture.title == "3 months have few rows or none: transactions"
    assert picture.svg.count(">gap<") == 2, "one mark for each run of months"
    assert "<pattern" in picture.svg, "the month that is cut off is hatched"
    assert "transactions March 2023" in picture.alt
    assert "Covers a part of the month: transactions August 2023" in picture.alt
    assert "a usual one has 40 in these days" in picture.numbers


def test_a_chart_without_marks_says_so():
    picture = plots.figure_of_months(months(marks=[""] * 8))

    assert picture.title == "No month is missing in any table"
    assert "<pattern" not in picture.svg
    assert ">gap<" not in picture.svg


def test_a_single_cut_off_month_is_named_in_the_title():
    picture = plots.figure_of_months(months(marks=["", "", "cut_off"]))

    assert "transactions March 2023 covers a part of the month" in picture.title


def test_the_same_gap_in_all_branches_is_one_gap():
    both = pd.concat([months("branch", "Nord"), months("branch", "Süd")])

    assert plots.figure_of_branches(both).title.startswith("3 months have")


@pytest.mark.parametrize("n_branches", [2, 12])
def test_many_branches_stay_few_panels(n_branches):
    rows = pd.concat([months("branch", f"B{n:02d}") for n in range(n_branches)])
    picture = plots.figure_of_branches(rows)

    assert picture.svg.count("axes_") == min(n_branches, 8)
    assert (f"the 8 largest of {n_branches}" in picture.subtitle) == (n_branches > 8)


@pytest.mark.parametrize("figure", [plots.figure_of_months, plots.figure_of_branches])
def test_a_branchs_name_cannot_become_markup(figure):
    hostile = "<script>alert(1)</script> $5 & $6"
    by = "branch" if figure is plots.figure_of_branches else "table"
    picture = figure(months(by, hostile))

    assert "<script" not in picture.svg + picture.numbers
    ET.fromstring(picture.svg)


def test_a_void_finding_leads_the_table_of_warnings():
    block = plots.table_of_warnings(
        pd.DataFrame({
            "severity": ["voids the conclusions", "for the record"], "code": ["a", "b"],
            "tables": ["transactions", "reps"], "message": ["Nobody is silent.", "Ids end in .0."],
        })
    )  # fmt: skip

    assert "Draw no conclusion" in block.plain
    assert "1 voids the conclusions, 1 for the record" in block.plain


def test_a_missing_table_shows_no_number():
    card = pd.DataFrame({
        "table": ["transactions", "reps"], "rows_in": [5, 0], "rows_good": [5, 0],
        "rows_set_aside": 0, "rows_blank": 0, "n_customers": [4, 0],
        "state": ["read", "missing; would answer how calls spread over the team"],
    })  # fmt: skip
    plain = plots.table_of_health(card).plain

    assert "transactions | 5 | 5 | 0 | 0 | 4 | read" in plain
    assert "reps | – | – | – | – | – | missing" in plain
