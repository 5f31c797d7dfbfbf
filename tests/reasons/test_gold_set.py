"""The gold set is well formed, so that what is measured on it means what it says."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from reasons.gold import (
    FOLDER,
    GoldNote,
    read_codes,
    read_contacts,
    read_gold,
    read_second_codes,
    rows_of,
)

KINDS = {"address", "birth_date", "card", "e-mail", "handle", "iban", "id", "name", "phone"}
NO_REASON = {"unknown", "refused"}


@pytest.fixture(scope="module")
def notes() -> tuple[GoldNote, ...]:
    return read_gold()


def test_there_are_enough_notes_and_none_stands_twice(notes):
    assert len(notes) >= 280
    assert len({note.note_id for note in notes}) == len(notes)
    assert len({note.text.casefold() for note in notes}) == len(notes)
    assert all(note.text.strip() for note in notes)


def test_every_file_speaks_of_the_same_notes(notes):
    ids = [note.note_id for note in notes]
    assert [row["id"] for row in rows_of("labels_first.csv")] == ids
    assert {row["id"] for row in rows_of("must_mask.csv")} <= set(ids)


def test_every_code_is_explained_and_used_and_given_once_a_note(notes):
    used = {code for note in notes for code in note.codes}
    assert used == set(read_codes())
    assert all(len(set(note.codes)) == len(note.codes) for note in notes)


def test_a_note_without_a_reason_has_no_other_code_and_no_severity(notes):
    for note in notes:
        if NO_REASON & set(note.codes):
            assert len(note.codes) == 1
            assert note.severity is None
        else:
            assert note.severity in {1, 2, 3}


def test_the_mix_is_that_of_the_readme(notes):
    several = sum(len(note.codes) > 1 for note in notes) / len(notes)
    german = sum(note.language == "de" for note in notes) / len(notes)
    assert 0.25 <= several <= 0.45
    assert german >= 0.20
    assert {note.language for note in notes} == {"en", "de", "mixed"}
    assert len({note.industry for note in notes}) >= 7


def test_every_span_stands_once_in_its_note_and_has_a_kind(notes):
    for note in notes:
        for item in note.must_mask:
            assert item.kind in KINDS
            assert note.text.count(item.span) == 1, note.note_id


def test_personal_data_and_clean_notes_are_both_there(notes):
    assert sum(bool(note.must_mask) for note in notes) >= 60
    assert sum(not note.must_mask for note in notes) >= 200


def test_a_competitor_is_named_in_the_text(notes):
    for note in notes:
        if note.competitor:
            assert note.competitor.split()[0].casefold() in note.text.casefold()


def test_names_said_to_be_in_the_contacts_are_there(notes):
    known = {token for name in read_contacts() for token in name.casefold().split()}
    for note in notes:
        for item in note.must_mask:
            if item.kind == "name":
                found = any(token in known for token in item.span.casefold().split())
                assert found == item.in_contacts, note.note_id


def kappa_by_code(notes: tuple[GoldNote, ...]) -> dict[str, float]:
    """Cohen's kappa of every code's presence between the two coders."""
    pairs = list(zip((note.codes for note in notes), read_second_codes(), strict=True))
    return {
        code: cohen_kappa_score(
            [code in first for first, _ in pairs], [code in second for _, second in pairs]
        )
        for code in read_codes()
    }


def test_two_coders_agree_as_the_readme_says(notes):
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    by_code = kappa_by_code(notes)
    primary = cohen_kappa_score(
        [note.codes[0] for note in notes], [codes[0] for codes in read_second_codes()]
    )
    same = np.mean(
        [
            set(note.codes) == set(codes)
            for note, codes in zip(notes, read_second_codes(), strict=True)
        ]
    )
    worst = min(by_code, key=by_code.__getitem__)
    assert f"median kappa of a code {np.median(list(by_code.values())):.2f}" in text
    assert f"lowest {by_code[worst]:.2f} (`{worst}`)" in text
    assert f"kappa of the primary code {primary:.2f}" in text
    assert f"the same set of codes in {same:.0%}" in text
