"""The notes with which the rules were developed: what was reached there does not get lost."""

from __future__ import annotations

import pytest

from redaction.development_notes import Outcome, measure_development


@pytest.fixture(scope="module", params=[True, False], ids=["with contacts", "without"])
def outcome(request) -> Outcome:
    return measure_development(with_contacts=request.param)


def test_the_notes_hold_enough_of_both(outcome):
    assert len(outcome.items) >= 250
    assert len(outcome.clean) >= 250


def test_nearly_all_items_are_masked(outcome):
    missed = [(kind, masked) for kind, masked, gone in outcome.items if not gone]
    assert outcome.recall >= 0.95, missed


def test_clean_notes_stay(outcome):
    assert len(outcome.touched) <= 0.025 * len(outcome.clean), outcome.touched
