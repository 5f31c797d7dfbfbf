"""The quick look for words misses no text that a pattern fits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells.needed import Branches, split_branches, words_needed
from analysis.cells.speech import SPEECHES

BRANCHES = [branch for pattern in SPEECHES for branch in split_branches(pattern)]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_fits_a_plea_holds_one_of_its_words(data):
    branch = data.draw(st.sampled_from(BRANCHES))
    text = data.draw(st.from_regex(branch))
    assert any(word in text for word in words_needed(branch))
    assert Branches(SPEECHES).fit(text)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [("colou?r", {"colo"}), ("(a|bc)+d*ef", {"ef"}), (r"x{0,2}yy{2}z", {"yy"}), (r"a\.b", {"a.b"}),
     ("(?:no |ne )(?!more)calls", {"calls"}), (r"[abc]|word", set()), ("(une? )?liste", {"liste"}),
     (r"one\b|two{2}", {"one", "two"}), ("(a|)bb", {"bb"}), (r"\w+[|)]\d", set())],
)  # fmt: skip
def test_words_needed_by_hand(pattern, needed):
    assert words_needed(pattern) == needed


@pytest.mark.parametrize("text", ["zz", "no calls", "stop", "a+b", ""])
def test_branches_fit_what_their_patterns_fit(text):
    patterns = ["no (more )?calls|[sz]{2}", r"a\+b", "sto(p|re)$"]
    assert Branches(patterns).fit(text) == any(re.search(one, text) for one in patterns)
