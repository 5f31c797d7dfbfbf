"""What tables and tiles hide of few customers, and what they mark as assumed."""

import pandas as pd
import pytest

from analysis import plots
from analysis.plots.blocks import Tile
from analysis.results import Estimate


@pytest.mark.parametrize(
    ("method", "range_"),
    [
        ("bootstrap 95 %, assumed: the default margin of 30%",
         "70 to 90 · n = 80 · assumed: the default margin of 30%"),
        ("bootstrap 95 %, margin of the export", "70 to 90 · n = 80"),
    ],
)  # fmt: skip
def test_a_tile_says_what_is_assumed(method, range_):
    assert Tile("Profit", Estimate(80.0, 70.0, 90.0, 80, method, "money")).range == range_


def test_themes_of_few_customers_are_hidden_with_their_words():
    themes = pd.DataFrame({
        "theme_id": ["a", "b"], "parent_id": None, "theme": ["late", "shame"],
        "n_customers": [12, 2], "share": [0.6, 0.1], "keywords": ["late again", "boss insulted"],
    })  # fmt: skip
    stability = pd.DataFrame({"theme_id": ["a", "b"], "stability": 1.0})

    shown = repr(plots.table_of_themes(themes, stability))
    every = repr(plots.table_of_themes(themes.head(1), stability))

    assert "late again" in shown
    assert "insulted" not in shown
    assert "Themes of all 20 customers" in shown
    assert "themes under 5 customers hidden" in shown
    assert "hidden" not in every
    assert repr(plots.table_of_themes(themes.tail(1), stability)).startswith("No theme that 5 or")


@pytest.mark.parametrize(("n_told", "hidden"), [(5, True), (10, False)])
def test_no_share_of_fewer_than_ten_who_told_is_drawn(n_told, hidden):
    ranked = pd.DataFrame({
        "theme_id": ["a"], "theme": ["late"], "is_reason": [True], "n_customers": [5],
        "n_told": [n_told], "share": [5 / n_told], "low": [0.24], "high": [0.76],
    })  # fmt: skip

    drawn = plots.figure_of_reasons(ranked)

    assert isinstance(drawn, plots.Block) == hidden
    assert hidden == (repr(drawn) == "Only 5 dormant customers told us: no share is drawn.")


@pytest.mark.parametrize(("n", "drawn"), [(9, False), (10, True)])
def test_second_lives_of_fewer_than_ten_are_not_drawn(n, drawn):
    lives = pd.DataFrame({"group": "after a return", "days_since": [90, 180], "low": 0.7,
                          "still_customer": 1.0, "high": 1.0, "n": n})  # fmt: skip

    assert ("still customers" in repr(plots.figure_of_second_lives(lives))) == drawn
