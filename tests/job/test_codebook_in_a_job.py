"""A report can be coded with the codebook of an earlier one."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import steps
from analysis.errors import InputRefused
from analysis.reasons import Codebook, learn_codebook
from analysis.reasons.edits import rename

NOTES = ["late delivery again", "your van is late", "price too high", "high price list"] * 3


@pytest.fixture
def export(tmp_path):
    rows = pd.DataFrame({"customer_id": [f"c{n}" for n in range(12)], "note": NOTES})
    (tmp_path / "export").mkdir()
    rows.to_csv(tmp_path / "export" / "reasons.csv", index=False)
    (tmp_path / "book").mkdir()
    rename(learn_codebook(NOTES, n_themes=2), "t01", "OUR NAME").save(tmp_path / "book")
    return tmp_path


def open_job(folder):
    return steps.open_job([str(folder / "export")], as_of="2024-12-31", workspace=str(folder / "w"))


def test_the_codebook_of_the_settings_codes_the_notes(export):
    (export / "export" / "whyleft.toml").write_text('codebook = "../book"\n', encoding="utf-8")
    job = open_job(export)
    reasons = steps.read_reasons(job)

    assert "OUR NAME" in set(reasons.themes["theme"])
    assert any("earlier run (1 edit since)" in doubt for doubt in reasons.finding.doubts)
    assert Codebook.load(job.workspace.folder).names["t01"] == "OUR NAME"


def test_another_codebook_is_another_job(export):
    (export / "export" / "whyleft.toml").write_text('codebook = "../book"\n', encoding="utf-8")
    first = open_job(export).workspace.folder
    rename(Codebook.load(export / "book"), "t02", "TOO").save(export / "book")

    assert open_job(export).workspace.folder != first


def test_a_codebook_that_is_not_there_is_refused(export):
    (export / "export" / "whyleft.toml").write_text('codebook = "none.toml"\n', encoding="utf-8")

    with pytest.raises(InputRefused, match=r"names a codebook, but none.toml and none.npz"):
        open_job(export)
