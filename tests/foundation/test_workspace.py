"""Tables and records on disk keep order, kinds and bytes."""

import os
import subprocess
import sys
import time

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


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_a_time_with_a_zone_keeps_the_day_that_it_shows(tmp_path, zone):
    workspace = Workspace(tmp_path)
    times = pd.to_datetime(["2021-02-02 00:00", "2021-02-02 23:30", None]).tz_localize(zone)

    workspace.save("t", pd.DataFrame({"ordered_on": times}))

    read = workspace.load("t")["ordered_on"]
    assert read.dt.strftime("%Y-%m-%d %H:%M").tolist()[:2] == [
        "2021-02-02 00:00",
        "2021-02-02 23:30",
    ]
    assert read.isna().tolist() == [False, False, True]


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


_TAKES_PART = """
import sys
from pathlib import Path
import pandas as pd
from analysis.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(60):
    workspace.save("shared", pd.DataFrame({"x": range(500)}))
    workspace.save_record("shared", {"rows": 500})
"""


def test_notebooks_that_are_open_at_once_write_the_same_tables(tmp_path):
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _TAKES_PART, str(tmp_path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[1] for process in started]

    assert said == ["", "", ""]
    assert Workspace(tmp_path).load("shared")["x"].tolist() == list(range(500))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shared.json", "shared.parquet"]


def test_what_a_killed_run_left_is_removed_days_later_and_no_sooner(tmp_path):
    workspace = Workspace(tmp_path)
    workspace.save("kept", pd.DataFrame({"x": [1]}))
    old, new = workspace.new_spill(), workspace.new_spill()
    for folder in (old, new):
        folder.mkdir()
        (folder / "part.tmp").write_bytes(b"rows")
    draft = tmp_path / "tmp_1_kept.parquet"
    draft.write_bytes(b"PAR1")
    last_week = time.time() - 7 * 24 * 3600
    for path in (old, draft, workspace.parquet("kept")):
        os.utime(path, (last_week, last_week))

    workspace.tidy()

    assert sorted(tmp_path.iterdir()) == sorted([new, workspace.parquet("kept")])


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
