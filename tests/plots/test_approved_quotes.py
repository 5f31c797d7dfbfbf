"""A customer's words reach a leader only where an analyst approved them, word for word."""

import pandas as pd
import pytest

from analysis.plots import table_of_approved_quotes

THEMES = pd.DataFrame(
    {
        "theme": ["late delivery", "price"], "quote_1": ["Your van was late", "=far too dear"],
        "quote_2": ["Always late", ""], "quote_3": ["", ""],
    }
)  # fmt: skip
MENTIONS = pd.DataFrame(
    {"theme": ["late delivery", "price"], "text": ["Dear all,\nyour van was <b>late</b>", "dear!"]}
)


@pytest.mark.parametrize(
    ("approved", "shown", "counted"),
    [
        (["Your van was late"], ["Your van was late"], "1 of 1 approved quote"),
        (["  Always   late ", "Always late"], ["Always late"], "1 of 1 approved quote"),
        (["'=far too dear"], ["=far too dear"], "1 of 1 approved quote"),  # as the CSV has it
        (["dear!", "invented"], ["dear!"], "1 of 2 approved quotes; the rest is of no statement"),
        (["Dear all, your van was <b>late</b>"], ["&lt;b&gt;late"], "1 of 1 approved quote"),
    ],
)
def test_approved_quotes_are_shown_with_their_theme(approved, shown, counted):
    block = table_of_approved_quotes(THEMES, MENTIONS, approved=approved)

    assert all(text in block.html for text in shown)
    assert counted in block.html
    assert block.html.count("<tr>") + block.html.count("<tr ") == 1 + len(shown)


@pytest.mark.parametrize("approved", [[], ["Your van was lat"], ["late"], ["invented"], [""]])
def test_nothing_else_is_shown(approved):
    block = table_of_approved_quotes(THEMES, MENTIONS, approved=approved)

    assert block.facts["empty"]
    assert "late" not in block.html
    assert "invented" not in block.html


def test_without_statements_there_is_nothing_to_quote():
    none = pd.DataFrame()

    assert table_of_approved_quotes(none, none, approved=["late"]).facts["empty"]
