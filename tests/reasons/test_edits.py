"""Edits by people: logged, replayed, and without effect on what they were not about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from test_answer import SETTINGS, statements
from test_picklist import QUICK
from test_picklist import notes as coded_notes
from test_themes import easy_notes

from analysis.cli import main
from analysis.errors import InputRefused
from analysis.reasons import Codebook, read_reasons
from analysis.reasons.coding import code_notes
from analysis.reasons.edits import (
    Part,
    Signature,
    merge,
    parts_among,
    present_mentions,
    rename,
    retire,
    split,
)
from analysis.reasons.entries import Attributes

TEXTS = easy_notes()[0]
PARTS = [
    Part("late van", ("the late van came again",)),
    Part("late delivery", ("delivered late this year",)),
]


@pytest.fixture(scope="module")
def answer():
    return read_reasons(statements(TEXTS), settings=replace(SETTINGS, n_themes=4))


@pytest.fixture(scope="module")
def book(answer):
    return answer.codebook


def ids_of(book, texts=TEXTS):
    return [mentions[0].theme_id for mentions in code_notes(texts, book)]


def about(book, word):
    return next(theme.theme_id for theme in book.themes if word in theme.name)


def test_a_rename_changes_no_code_and_leaves_its_line(book):
    signed = Signature(date(2024, 12, 31), "anna", "plain words")
    edited = rename(book, "t01", "Vans come late", signed=signed)
    edit = edited.edits[-1]

    assert ids_of(edited) == ids_of(book)
    assert edited.names["t01"] == "Vans come late"
    assert (edit.was, edit.on, edit.by) == (book.names["t01"], date(2024, 12, 31), "anna")


def test_a_merged_theme_is_described_by_all_that_went_into_it(book):
    one, other = book.themes[0], book.themes[2]
    defined = {one.theme_id: "late vans", other.theme_id: "dear goods"}
    told = replace(
        book,
        themes=tuple(
            replace(theme, definition=defined.get(theme.theme_id, "")) for theme in book.themes
        ),
    )

    merged = merge(told, [one.theme_id, other.theme_id]).themes[0]

    for whole, parts in (
        (merged.keywords, (one.keywords, other.keywords)),
        (merged.seeds, (one.seeds, other.seeds)),
    ):
        assert all(set(whole) & set(part) for part in parts)
        assert len(whole) == len(set(whole)) <= 8
    assert merged.definition == "late vans Or: dear goods"
    assert merged.name == one.name


def test_a_merge_may_name_the_theme_and_an_idle_option_is_refused(book, tmp_path, capsys):
    book.save(tmp_path)
    edit = ["codebook", "edit", str(tmp_path)]

    assert main([*edit, "--merge", "t03", "t01", "--name", "both", "--by", "anna"]) == 0
    assert 't03 "' in capsys.readouterr().out
    edited = Codebook.load(tmp_path)
    assert edited.names["t03"] == "both"
    assert [(line.what, line.by) for line in edited.edits] == [
        ("merge", "anna"),
        ("rename", "anna"),
    ]

    for idle in (["--name", "x"], ["--part", "x: y"], ["--from", "there"], ["--parts", "2"]):
        assert main([*edit, "--retire", "t03", *idle]) == 2
        assert f"{idle[0]} stands beside an edit" in capsys.readouterr().err
    assert Codebook.load(tmp_path).edits == edited.edits


def test_a_merge_moves_only_what_was_merged(book):
    edited = merge(book, ["t03", "t01"])

    assert ids_of(edited) == ["t03" if one == "t01" else one for one in ids_of(book)]
    assert "t01" not in edited.names


def test_a_split_moves_only_the_notes_of_its_theme(book):
    late = about(book, "late")
    edited = split(book, late, PARTS)
    before, after = ids_of(book), ids_of(edited)

    assert all(old == new for old, new in zip(before, after, strict=True) if old != late)
    assert {new for old, new in zip(before, after, strict=True) if old == late} == {"t05", "t06"}
    van = after[TEXTS.index("the late van came again")]
    assert edited.names[van] == "late van"


def test_what_a_retired_theme_caught_is_other(book):
    edited = retire(book, "t02")

    assert ids_of(edited) == ["other" if one == "t02" else one for one in ids_of(book)]


def test_ids_are_never_used_again(book):
    late = about(book, "late")
    edited = retire(split(book, late, PARTS), "t06")
    again = split(edited, "t05", PARTS)

    assert again.edits[-1].into == ("t07", "t08")


def test_an_edited_book_comes_back_with_its_log(book, tmp_path):
    late = about(book, "late")
    edited = split(rename(merge(book, ["t03", "t01"]), "t03", "new"), "t03", PARTS)
    edited = retire(edited, late if late in edited.names else "t02")
    edited.save(tmp_path)
    again = Codebook.load(tmp_path)

    assert (again.themes, again.edits) == (edited.themes, edited.edits)
    assert ids_of(again) == ids_of(edited)


def test_an_old_month_counts_by_the_edited_book_as_if_it_were_coded_again(answer):
    book, late = answer.codebook, about(answer.codebook, "late")
    others = [one for one in book.names if one.startswith("t") and one != late]
    edited = retire(split(merge(book, [late, others[0]]), late, PARTS), others[1])
    replayed = present_mentions(answer.mentions, edited)
    coded = read_reasons(statements(TEXTS), settings=SETTINGS, codebook=edited).mentions
    same = replayed.merge(coded, on=["reason_id", "mention_n"], how="outer")

    assert (same["theme_id_x"] == same["theme_id_y"]).mean() > 0.98


def test_a_part_that_was_split_again_replays_by_its_own_parts(book):
    rude = about(book, "rude")
    first = split(book, rude, [Part("driver", ("rude driver",)), Part("staff", ("rude to staff",))])
    rows = statements(["rude driver again", "driver again rude to staff"])
    mentions = read_reasons(rows, settings=SETTINGS, codebook=first).mentions
    driver = mentions.loc[0, "theme_id"]
    second = split(first, driver, [Part("a", ("rude driver",)), Part("b", ("shouted",))])

    replayed = present_mentions(mentions, second)

    assert second.names[replayed.loc[0, "theme_id"]] == "a"
    assert replayed.loc[1, "theme_id"] == mentions.loc[1, "theme_id"]


def test_two_parts_are_found_among_the_mentions(answer):
    rows = answer.mentions
    found = parts_among(answer.codebook, rows["text"].tolist(), 2)

    assert len(found) == 2
    assert all(part.seeds and part.keywords for part in found)


def test_an_exclusion_keeps_a_passage_out(book, tmp_path):
    late = about(book, "late")
    book.save(tmp_path)
    path = tmp_path / "codebook.toml"
    entry = f'id = "{late}"\n'
    text = path.read_text(encoding="utf-8").replace(entry, f'{entry}exclusions = ["late van"]\n')
    path.write_text(text, encoding="utf-8")
    edited = Codebook.load(tmp_path)

    assert ids_of(edited, ["the late vans came again"])[0] != late
    assert ids_of(edited, ["delivered late again"])[0] == late


def test_attributes_are_written_by_hand_and_come_back(book, tmp_path):
    book.save(tmp_path)
    path = tmp_path / "codebook.toml"
    said = 'locus = "us"\nfixed_on = 2024-11-30\nseverity = 3\ncontrollable = 0.5\n'
    text = path.read_text(encoding="utf-8").replace('id = "t01"\n', f'id = "t01"\n{said}')
    path.write_text(text, encoding="utf-8")
    edited = Codebook.load(tmp_path)
    edited.save(tmp_path)

    due = Attributes(locus="us", fixed_on=date(2024, 11, 30), severity=3, controllable=0.5)
    assert Codebook.load(tmp_path).themes[0].attributes == due


@pytest.mark.parametrize(
    "line", ['locus = "moon"', "severity = 9", 'severity = "3"', 'fixed_on = "soon"', "owner = 3"]
)
def test_a_wrong_attribute_is_refused_by_its_name(book, tmp_path, line):
    book.save(tmp_path)
    path = tmp_path / "codebook.toml"
    text = path.read_text(encoding="utf-8").replace('id = "t01"\n', f'id = "t01"\n{line}\n')
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputRefused, match=line.split(" ")[0]):
        Codebook.load(tmp_path)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda book: rename(book, "t99", "x"), "no theme 't99'"),
        (lambda book: rename(book, "t01", " "), "is empty"),
        (lambda book: rename(book, "t01", "other"), "is taken"),
        (lambda book: rename(book, "t01", book.names["t02"]), "is taken"),
        (lambda book: merge(book, ["t01"]), "fewer than two"),
        (lambda book: merge(book, ["t01", "t01"]), "fewer than two"),
        (lambda book: retire(merge(book, ["t01", "t02"]), "t02"), "it became t01"),
        (lambda book: split(book, "t01", PARTS[:1]), "fewer than two"),
        (lambda book: split(book, "t01", [PARTS[0], Part("x", ("123",))]), "no word"),
        (lambda book: parts_among(book, ["late"] * 30, 2), "1 different texts"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(book, edit, said):
    with pytest.raises(InputRefused, match=said):
        edit(book)


@pytest.mark.parametrize(
    "log",
    [
        '[[edits]]\nwhat = "burn"\nids = ["t01"]',
        '[[edits]]\nwhat = "merge"\nids = ["t01", "t77"]\ninto = ["t01"]',
        '[[edits]]\nwhat = "retire"\nids = ["t01"]\ninto = []',
    ],
)
def test_a_log_that_does_not_replay_is_refused(book, tmp_path, log):
    book.save(tmp_path)
    path = tmp_path / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{log}\n", encoding="utf-8")

    with pytest.raises(InputRefused) as refusal:
        Codebook.load(tmp_path)
    assert refusal.value.code == "bad_codebook"


def test_the_order_of_the_entries_in_the_file_does_not_matter(book):
    turned = replace(book, themes=book.themes[::-1])

    assert np.array_equal(turned.fit_of(TEXTS)[:, ::-1], book.fit_of(TEXTS))
    assert ids_of(turned) == ids_of(book)


def test_a_rows_own_code_follows_the_log():
    book = read_reasons(coded_notes(), settings=QUICK).codebook
    edited = merge(book, ["price", "price_increase"])
    mentions = read_reasons(coded_notes(), settings=QUICK, codebook=edited).mentions

    assert set(mentions["theme_id"]) == {"price", "late_delivery"}
