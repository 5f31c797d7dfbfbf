"""The codebook: read back whole, equal byte for byte, refused when damaged or foreign."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import numpy as np
import pytest
from test_answer import SETTINGS, statements
from test_themes import easy_notes

from analysis.errors import InputRefused
from analysis.reasons import Codebook, read_reasons


@pytest.fixture(scope="module")
def answer():
    return read_reasons(statements(easy_notes()[0]), settings=replace(SETTINGS, n_themes=4))


def test_new_notes_get_the_same_ids(answer, tmp_path):
    answer.codebook.save(tmp_path)
    for path in (tmp_path, tmp_path / "codebook.toml"):
        book = Codebook.load(path)
        again = read_reasons(statements(easy_notes()[0]), settings=SETTINGS, codebook=book)
        assert again.mentions.equals(answer.mentions)


def test_equal_books_are_equal_bytes(answer, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    answer.codebook.save(tmp_path / "one")
    texts = easy_notes()[0]
    rows = statements(texts).sample(frac=1, random_state=5)
    read_reasons(rows, settings=replace(SETTINGS, n_themes=4)).codebook.save(tmp_path / "two")
    for name in ("codebook.toml", "codebook.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_words_may_be_edited(answer, tmp_path):
    answer.codebook.save(tmp_path)
    path = tmp_path / "codebook.toml"
    old = answer.codebook.themes[0].name
    text = path.read_text(encoding="utf-8").replace(f'"{old}"', '"Vans come late"')
    path.write_text(text, encoding="utf-8")
    assert Codebook.load(tmp_path).themes[0].name == "Vans come late"


def test_a_book_of_another_way_to_compare_is_refused_for_that_reason(answer, tmp_path):
    answer.codebook.save(tmp_path)
    path = tmp_path / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"joined-2:', '"joined-1:'), "utf-8")

    with pytest.raises(InputRefused) as refused:
        Codebook.load(tmp_path)

    assert refused.value.code == "other_embedder"
    assert "(joined-1, here joined-2)" in str(refused.value)


def test_any_text_survives_the_file(answer, tmp_path):
    odd = 'quote " back \\ slash \n tab\t DEL\x7f 😡 漢 \x01'
    first, *rest = answer.codebook.themes
    themes = (replace(first, name=odd, seeds=(odd,)), *rest)
    book = replace(answer.codebook, themes=themes)
    book.save(tmp_path)
    assert Codebook.load(tmp_path).themes == book.themes
    assert tomllib.loads((tmp_path / "codebook.toml").read_text(encoding="utf-8"))


def _cut(folder):
    path = folder / "codebook.npz"
    path.write_bytes(path.read_bytes()[:-200])


def _swap_ids(folder):
    path = folder / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('id = "t01"', 'id = "t99"'))


def _pickle(folder):
    np.savez(folder / "codebook.npz", centres=np.array([{"a": 1}], dtype=object))


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _swap_ids,
        _pickle,
        lambda folder: (folder / "codebook.npz").unlink(),
        lambda folder: (folder / "codebook.toml").unlink(),
        lambda folder: (folder / "codebook.npz").write_bytes(b"%PDF-1.7"),
        lambda folder: (folder / "codebook.toml").write_text("version = 9"),
        lambda folder: (folder / "codebook.toml").write_text("not toml ["),
        lambda folder: (folder / "codebook.toml").write_bytes(b"\xff\xfe\x00"),
    ],
)
def test_damaged_book_is_refused(answer, tmp_path, damage):
    answer.codebook.save(tmp_path)
    damage(tmp_path)
    with pytest.raises(InputRefused) as refusal:
        Codebook.load(tmp_path)
    assert refusal.value.code == "bad_codebook"


def test_arrays_of_another_book_are_refused(answer, tmp_path):
    answer.codebook.save(tmp_path)
    toml = (tmp_path / "codebook.toml").read_bytes()
    texts = [f"{text} indeed" for text in easy_notes()[0]]
    read_reasons(statements(texts), settings=replace(SETTINGS, n_themes=4)).codebook.save(tmp_path)
    (tmp_path / "codebook.toml").write_bytes(toml)
    with pytest.raises(InputRefused, match="belong together"):
        Codebook.load(tmp_path)


def _changed(answer, tmp_path, *pairs):
    answer.codebook.save(tmp_path)
    path = tmp_path / "codebook.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def _refused(folder):
    with pytest.raises(InputRefused) as refusal:
        Codebook.load(folder)
    assert refusal.value.code == "bad_codebook"
    return str(refusal.value)


def test_a_parent_may_be_a_name_and_then_has_a_row_that_leads(answer, tmp_path):
    sales = ('parent = ""', 'parent = "sales"')
    book = Codebook.load(_changed(answer, tmp_path, sales, sales))
    assert [(one.theme_id, one.name) for one in book.parents] == [("all_sales", "sales")]
    told = read_reasons(statements(easy_notes()[0]), settings=SETTINGS, codebook=book)
    rows = told.themes.set_index("theme_id")
    under = rows[rows["parent_id"] == "all_sales"]
    assert len(under) == 2
    assert rows.loc["all_sales", "n_customers"] >= under["n_customers"].max() > 0
    assert "Sales" in told.finding.sentence
    book.save(tmp_path)
    assert Codebook.load(tmp_path).parents == book.parents


@pytest.mark.parametrize("parent", ["t77", "p01", "all_price"])
def test_a_parent_that_looks_like_an_id_and_is_none_is_refused(answer, tmp_path, parent):
    told = _refused(_changed(answer, tmp_path, ('parent = ""', f'parent = "{parent}"')))
    assert f"The theme t01 has a parent '{parent}'" in told


def test_a_theme_is_no_parent_of_another_unless_it_stands_under_its_own_name_too(answer, tmp_path):
    name = answer.codebook.themes[1].name
    told = _refused(_changed(answer, tmp_path, ('parent = ""', 'parent = "t02"')))
    assert f'write parent = "{name}" at both' in told
    both = ('parent = ""', f'parent = "{name}"')
    book = Codebook.load(_changed(answer, tmp_path, both, both))
    assert [one.name for one in book.parents] == [name]


def test_two_themes_of_one_name_are_refused(answer, tmp_path):
    first, second = (one.name for one in answer.codebook.themes[:2])
    told = _refused(_changed(answer, tmp_path, (f'name = "{first}"', f'name = "{second}"')))
    assert "t01 and t02 have the same name" in told


@pytest.mark.parametrize(
    ("line", "owner", "near"),
    [
        ('defnition = "x"\nname =', "theme t01", "definition"),
        ('exclusion = ["x"]\nname =', "theme t01", "exclusions"),
    ],
)
def test_a_key_that_no_codebook_knows_is_refused_with_the_nearest(
    answer, tmp_path, line, owner, near
):
    told = _refused(_changed(answer, tmp_path, ("name =", line)))
    assert owner in told
    assert f"nearest known one is '{near}'" in told


def test_a_misspelt_line_of_the_book_itself_is_refused(answer, tmp_path):
    assert "'origins'" in _refused(_changed(answer, tmp_path, ("origin =", "origins =")))


def test_damaged_numbers_are_told_of_the_file_that_holds_them(answer, tmp_path):
    answer.codebook.save(tmp_path)
    (tmp_path / "codebook.npz").write_bytes(b"PK nothing")
    assert "codebook.npz, beside codebook.toml, is damaged" in _refused(tmp_path)
