"""The starter book: complete, in two languages, and only ever proposed."""

import pytest
from test_picklist import QUICK, notes

from analysis.errors import InputRefused
from analysis.reasons import read_reasons
from analysis.reasons.starter import adopt, propose_starter, starter_codes


@pytest.fixture(scope="module")
def book():
    return read_reasons(notes(), settings=QUICK).codebook


def test_each_entry_can_be_used():
    codes = starter_codes()

    assert len({one.theme_id for one in codes}) == len({one.name for one in codes}) == len(codes)
    for one in codes:
        assert len(one.seeds) >= 4, one.theme_id
        assert one.definition
        assert set(one.attributes.stated) == {"locus", "kind", "layer", "controllable", "severity"}


def test_themes_get_the_entries_they_resemble_and_keep_their_names(book):
    found = propose_starter(book).set_index("theme_id")

    assert found.loc["price", "starter_code"] == "price_high"
    assert found.loc["late_delivery", "starter_code"] == "core_delivery"
    assert found.loc["price", "theme"] == "price"
    assert (found["similarity"] >= found["runner_up_similarity"]).all()


def test_a_person_adopts_an_entry_with_its_attributes(book):
    edited = adopt(book, "price", "price_high")

    assert edited.names["price"] == "price too high"
    assert edited.themes[1].attributes.locus == "us"
    assert (edited.edits[-1].what, edited.edits[-1].was) == ("adopt", "price")


def test_an_entry_is_adopted_once_and_must_exist(book):
    with pytest.raises(InputRefused, match="already"):
        adopt(adopt(book, "price", "price_high"), "late_delivery", "price_high")
    with pytest.raises(InputRefused, match="no entry 'nonsense'"):
        adopt(book, "price", "nonsense")
