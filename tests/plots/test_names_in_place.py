"""Names in a drawing stand on their marks, inside the picture, and differ where the things do."""

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import plots
from analysis.plots.marks import names_in_margin, reference_line, short_with

LONG = "delivery windows missed or goods damaged"


def calendar(code):
    ids = [f"I{number:04}" for number in range(3)]
    return pd.DataFrame(
        {
            "code": code, "issue_id": ids, "opened_on": pd.Timestamp("2024-01-01"),
            "due_on": pd.Timestamp("2024-06-01"), "days_open": 365.0, "days_overdue": 213.0,
            "n_blocked": 9, "n_freed": 9, "value_freed": 9.0,
        }
    )  # fmt: skip


@pytest.mark.parametrize("code", [LONG, "late"])
def test_issues_of_one_code_are_told_apart(code):
    drawn = plots.figure_of_issue_calendar(calendar(code), floor=5).svg

    assert [one for one in ("I0000", "I0001", "I0002") if f"{one}<" in drawn] == [
        "I0000", "I0001", "I0002",
    ]  # fmt: skip


def test_of_a_long_mark_the_end_is_kept():
    first, second = (short_with("late", f"2024-north-east-depot-00000000000000{n}") for n in "12")

    assert first != second
    assert max(len(first), len(second)) <= 34


def places_of(names):
    axes = Figure().add_subplot()
    axes.set_ylim(0, 1)
    names_in_margin(axes, names)
    return {text.get_text(): text.xy[1] for text in axes.texts}


def test_a_name_stands_where_its_line_ends():
    told = places_of([("talked", 0.44, "k"), ("want no more", 0.0, "k")])

    assert told == {"talked": 0.44, "want no more": 0.0}


def test_names_of_lines_that_end_together_do_not_touch():
    told = places_of([("a", 0.99, "k"), ("b", 1.0, "k"), ("c", 0.98, "k")])

    assert sorted(told, key=told.get) == ["c", "a", "b"]
    assert sorted(told.values()) == pytest.approx([0.8, 0.9, 1.0])


@pytest.mark.parametrize(("value", "right"), [(0.5, 0.5), (0.2, 0.45)])
def test_a_reference_line_stands_inside_the_drawing(value, right):
    axes = Figure().add_subplot()
    axes.set_xlim(0, 0.45)

    reference_line(axes, value, "half")

    low, high = axes.get_xlim()
    assert low == 0
    assert high == 0.45 if value < right else high > value


@pytest.mark.parametrize(("theme", "anchor"), [(LONG, "end"), ("late", "middle")])
def test_a_label_below_a_narrow_drawing_is_not_cut(theme, anchor):
    rows = pd.DataFrame({"theme": [theme], "is_reason": True, "n_customers": 18, "n_told": 12_345,
                         "share": 0.35, "low": 0.21, "high": 0.46})  # fmt: skip

    drawn = plots.figure_of_reasons(rows).svg

    label = re.search(r"<text style=\"([^\"]*)\"[^>]*>share of the 12", drawn)
    assert f"text-anchor: {anchor}" in label[1]


def test_titles_of_small_panels_take_two_lines():
    rows = pd.DataFrame(
        [
            (theme, pd.Timestamp(f"{year}-01-01"), 9, 30, 20, 2.0, 1.0, 3.0)
            for theme in (LONG, "price level in general compared to others", "late")
            for year in (2022, 2023)
        ],
        columns=["theme", "period", "n_silences", "n_quiet", "n_told", "rate", "low", "high"],
    ).assign(theme_id=lambda found: found["theme"])

    drawn = plots.figure_of_incidence(rows, pd.DataFrame()).svg

    titles = re.findall(r">([a-z ]{3,40})</t", drawn)
    assert {"delivery windows missed or", "goods damaged", "late"} <= set(titles)


def test_what_calling_added_is_drawn_in_points():
    lift = pd.DataFrame({"class": ["angry", "all"], "n_treat": 60, "n_hold": 40,
                         "lift": [-0.03, 0.05], "low": [-0.2, 0.005], "high": [0.1, 0.09],
                         "shrunk": 0.01})  # fmt: skip

    drawn = plots.figure_of_lift(lift, floor=10)

    assert re.findall(r">([+-]\d+)</text>", drawn.svg)[-2:] == ["+5", "-3"]
    assert "+5 (+0.5 to +9)" in drawn.numbers
