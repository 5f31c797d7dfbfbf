"""Tables and records on disk keep order, kinds and bytes."""

import pandas as pd
import pytest

from analysis.engine import Engine
from analysis.errors import AnalysisError, EnvironmentTrouble
from analysis.tables import CustomerSummary, Themes, checked
from analysis.workspace import Workspace


def test_rows_keep_their_order_and_text_its_zeros(tmp_path):
    workspace = Workspace(tmp_path)
    frame = pd.DataFrame({"customer_id": ["007", "b", "a"], "x": [1.5, None, 3.0]})

    workspace.save("t", frame)

    assert workspace.load("t")["customer_id"].tolist() == ["007", "b", "a"]
    assert workspace.load("t")["x"].isna().tolist() == [False, True, False]


def test_what_is_kept_in_memory_is_never_older_than_the_file_nor_changed_by_a_reader(tmp_path):
    mine, theirs = Workspace(tmp_path), Workspace(tmp_path)
    for value in range(20):  # faster one after the other than a clock of the disk may tick
        (mine, theirs)[value % 2].save("t", pd.DataFrame({"x": [value]}))
        read = mine.load("t")
        assert read["x"].tolist() == [value]
        read.loc[0, "x"] = -1
        assert mine.load("t")["x"].tolist() == [value]


def test_memory_for_tables_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.workspace._CELLS_KEPT", 5)
    workspace = Workspace(tmp_path)
    for name in ("one", "two", "three"):
        workspace.save(name, pd.DataFrame({"x": [1, 2]}))
        workspace.load(name)
    workspace.save("large", pd.DataFrame({"x": range(6)}))

    assert list(workspace._kept) == ["two", "three"]
    assert len(workspace.load("large")) == 6
    assert sum(frame.size for _, frame in workspace._kept.values()) <= 5


def test_the_same_table_gives_the_same_bytes(tmp_path):
    workspace = Workspace(tmp_path)
    frame = pd.DataFrame({"x": range(20_000)})
    workspace.save("one", frame)
    workspace.save("two", frame)

    assert workspace.parquet("one").read_bytes() == workspace.parquet("two").read_bytes()


def test_a_folder_that_cannot_be_made_is_an_environment_trouble(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(EnvironmentTrouble, match="cannot be written"):
        Workspace(tmp_path / "file" / "w")


def test_a_missing_file_is_told_without_a_traceback_of_the_database():
    with pytest.raises(EnvironmentTrouble, match="could not be read"):
        Engine().rows("FROM read_parquet('no-such-file.parquet')")


def test_a_broken_rule_names_column_but_no_value():
    frame = pd.DataFrame({"theme_id": ["secret", "secret"]})

    with pytest.raises(AnalysisError) as caught:
        checked(frame, Themes)

    assert "Themes" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_extra_columns_are_refused():
    with pytest.raises(AnalysisError):
        checked(pd.DataFrame({"customer_id": ["a"], "surprise": [1]}), CustomerSummary)
