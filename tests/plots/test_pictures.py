"""Pictures: well-formed, stable, never with data as markup."""

import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from analysis import plots

HOSTILE = "<script>alert(1)</script> $5 and $6 & more"


def ranked(theme="late", n=3):
    rows = {
        "theme_id": [f"t{i}" for i in range(n)],
        "theme": [f"{theme} {i}" for i in range(n)],
        "is_reason": True,
        "n_customers": 18,
        "n_told": 40,
        "share": 0.45,
        "low": 0.31,
        "high": 0.60,
        "value": 1200.0,
        "money_share": 0.5,
        "money_low": 0.4,
        "money_high": 0.6,
        "bound_low": 0.2,
        "bound_high": 0.7,
    }
    return pd.DataFrame(rows)


FIGURES = [
    plots.figure_of_reasons,
    plots.figure_of_reasons_by_money,
    plots.figure_of_bounds,
]


@pytest.mark.parametrize("figure", FIGURES)
def test_svg_is_well_formed_and_text_stays_text(figure):
    picture = figure(ranked())

    ET.fromstring(picture.svg)
    assert "late 0" in picture.svg


def test_shares_of_money_without_an_interval_are_drawn_and_said():
    few = ranked().assign(money_low=None, money_high=None)
    picture = plots.figure_of_reasons_by_money(few)

    ET.fromstring(picture.svg)
    assert "too few told us for an interval" in picture.title
    assert "the intervals overlap" in plots.figure_of_reasons_by_money(ranked()).title


@pytest.mark.parametrize("figure", FIGURES)
def test_a_customers_text_cannot_become_markup_or_maths(figure):
    picture = figure(ranked(HOSTILE))

    assert "<script" not in picture.svg
    assert "<script" not in picture.numbers
    ET.fromstring(picture.svg)


@pytest.mark.parametrize("figure", FIGURES)
def test_the_same_table_gives_the_same_picture(figure):
    assert figure(ranked()).svg == figure(ranked()).svg


@pytest.mark.parametrize("figure", FIGURES)
def test_the_table_is_not_changed(figure):
    rows = ranked()
    before = rows.copy()

    figure(rows)

    pd.testing.assert_frame_equal(rows, before)


@pytest.mark.parametrize("figure", FIGURES)
def test_an_empty_table_is_said_in_words(figure):
    assert isinstance(figure(ranked(n=0)), plots.Block)


@pytest.mark.parametrize(
    ("share", "low", "high", "words"),
    [
        (0.7, 0.55, 0.8, "At least half of those who told us name "),
        (0.55, 0.41, 0.69, "Cannot tell whether half of those who told us name "),
        (0.39, 0.22, 0.59, "Cannot tell whether half of those who told us name "),
        (0.3, 0.2, 0.43, "No single reason explains half of the losses"),
    ],
)
def test_a_reason_is_called_half_or_not_as_its_interval_allows(share, low, high, words):
    reasons = ranked(n=1).assign(share=share, low=low, high=high)

    assert plots.figure_of_reasons(reasons).title.startswith(words)


def test_tiles_show_interval_n_and_cannot_tell():
    block = plots.tiles(
        [
            plots.Tile("A", _estimate(0.45, 0.31, 0.60)),
            plots.Tile("B", _estimate(None, None, None)),
        ]
    )

    assert "31% to 60% · n = 40" in block.html
    assert "cannot tell" in block.html


def _estimate(value, low, high):
    from analysis.results import Estimate

    return Estimate(value, low, high, n=40, method="Wilson 95 %")
