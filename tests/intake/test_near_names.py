"""Files that were meant to be read beside the exports, by names that nearly are the right ones."""

from __future__ import annotations

import pytest

from analysis.errors import InputRefused
from intake.mapped import SHOP, checked, write

CLEAR = SHOP.replace("04/04/2024", "24/04/2024")
ANSWER = '[transactions]\ndate_order = "dmy"\n'


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("columns.toml.txt", "columns.toml"), ("column.toml", "columns.toml"),
        ("columns (1).toml", "columns.toml"), ("columns-1.toml", "columns.toml"),
        ("columns - Kopie.toml", "columns.toml"), ("corrections.toml.txt", "corrections.toml"),
    ],
)  # fmt: skip
def test_a_near_name_is_said_in_a_warning_and_in_a_question(tmp_path, name, right):
    folder = write(tmp_path / "e", orders__csv=CLEAR)
    (folder / name).write_text(ANSWER, encoding="utf-8")
    told = [w.message for w in checked(folder)["transactions"].warnings if w.code == "near_name"]
    assert told == [f"{name} lies there and is not read: rename it to {right}."]

    write(folder, orders__csv=SHOP)
    with pytest.raises(InputRefused) as caught:
        checked(folder)
    assert f"{name} lies there and is not read" in caught.value.happened


def test_a_map_in_the_folder_above_is_said(tmp_path):
    write(tmp_path, columns__toml=ANSWER)
    with pytest.raises(InputRefused) as caught:
        checked(write(tmp_path / "e", orders__csv=SHOP))
    assert "in the folder above" in caught.value.happened


def test_the_right_name_and_other_files_are_not_said(tmp_path):
    folder = write(tmp_path / "e", orders__csv=CLEAR, columns__toml=ANSWER)
    for name in ("columns (1).toml", "pyproject.toml", "columns.md", "whyleft_notes.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    assert "near_name" not in {w.code for w in checked(folder)["transactions"].warnings}
