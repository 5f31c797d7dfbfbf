"""Masking on notes with marked personal data: what must go goes, and clean notes stay."""

from __future__ import annotations

import pytest

from reasons.gold import FOLDER, read_must_mask, rows_of
from redaction.gold_masking import Masking, covered_places, measure_masking


@pytest.fixture(scope="module")
def with_contacts() -> Masking:
    return measure_masking(with_contacts=True)


@pytest.fixture(scope="module")
def without_contacts() -> Masking:
    return measure_masking(with_contacts=False)


def missed(found: Masking) -> str:
    return "; ".join(f"{note_id} {item.kind}" for note_id, item in found.missed)


def test_with_the_contacts_at_hand_nearly_everything_personal_is_masked(with_contacts):
    assert with_contacts.recall >= 0.95, missed(with_contacts)


def test_the_gold_set_holds_enough_clean_notes(with_contacts):
    assert with_contacts.n_clean >= 200


def test_with_the_contacts_at_hand_clean_notes_stay(with_contacts):
    assert with_contacts.touched_share <= 0.02, with_contacts.touched


def test_without_any_table_numbers_mails_and_places_are_still_masked(without_contacts):
    kinds = [item.kind != "name" for _, item in without_contacts.found]
    lost = [item.kind != "name" for _, item in without_contacts.missed]
    assert sum(kinds) / (sum(kinds) + sum(lost)) >= 0.95, missed(without_contacts)


def test_without_any_table_most_names_are_masked_and_clean_notes_stay(without_contacts):
    assert without_contacts.recall >= 0.92, missed(without_contacts)
    assert without_contacts.touched_share <= 0.02, without_contacts.touched


BLIND = FOLDER.parent / "blind"


def test_every_span_of_the_blind_set_stands_once_in_its_note():
    texts = {row["id"]: row["text"] for row in rows_of("notes.csv", BLIND)}
    spans = read_must_mask(BLIND)
    assert len(texts) == 260
    assert sum(map(len, spans.values())) == 208
    for note_id, items in spans.items():
        assert [texts[note_id].count(item.span) for item in items] == [1] * len(items), note_id


@pytest.mark.parametrize(
    ("with_contacts", "recall", "touched"), [(True, 0.88, 15), (False, 0.82, 10)]
)
def test_masking_on_notes_of_somebody_who_never_saw_its_rules_gets_no_worse(
    with_contacts, recall, touched
):
    """Not good enough (95 % and 2 % are wanted), and 2 of 10 people are missed without a table."""
    found = measure_masking(with_contacts=with_contacts, folder=BLIND)
    assert found.recall >= recall
    assert len(found.touched) <= touched


def test_a_half_masked_item_counts_as_missed():
    text = "ring Bo Lund now"
    assert covered_places(text, "ring [name] Lund now") == frozenset({5, 6})
    assert covered_places(text, "ring [name] now") == frozenset(range(5, 12))
