"""Nothing a customer typed becomes a formula or markup."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.exports import Shown, guard_cell, html_table, write_csv

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@given(st.text())
def test_guarded_text_never_starts_as_a_formula(text):
    assert not guard_cell(text).lstrip(" ").startswith(DANGEROUS)


@given(st.text(alphabet=st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"])))
def test_only_an_apostrophe_is_added(text):
    assert guard_cell(text) in {text, f"'{text}"}


def test_headers_are_guarded_and_numbers_are_not(tmp_path):
    write_csv(pd.DataFrame({"=1+1": [-5.5], "note": ["- too dear"]}), tmp_path / "x.csv")

    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["'=1+1", "note"], ["-5.5", "'- too dear"]]


def test_dates_are_iso(tmp_path):
    write_csv(pd.DataFrame({"on": [pd.Timestamp("2024-02-03"), pd.NaT]}), tmp_path / "x.csv")

    assert (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()[1] == "2024-02-03"


@given(st.text(min_size=1))
def test_no_cell_can_open_a_tag(text):
    frame = pd.DataFrame({"note": [text]})

    html = html_table(frame, [Shown("note", text)], caption=text, source=text)

    allowed = ("table", "caption", "span", "thead", "tr", "th", "tbody", "td")
    opened = [part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]]
    assert set(opened) <= set(allowed)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT])
def test_missing_values_are_a_dash(missing):
    assert Shown("x", "X").cell({"x": missing}) == "–"
