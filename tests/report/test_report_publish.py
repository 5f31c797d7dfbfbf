"""A run replaces the report completely or leaves it untouched, whatever happens in between."""

from __future__ import annotations

import errno
import json
import os
import platform
import random
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.errors import EnvironmentTrouble
from analysis.report import publish
from analysis.report.lock import held, is_alive
from analysis.report.publish import prepare_place, replacing, write_file


def put(folder: Path, text: str, *names: str) -> None:
    for name in names or ("index.html", "04_reasons.html"):
        write_file(folder, name, text.encode())
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    write_file(folder, "manifest.json", json.dumps({"files": dict.fromkeys(files, "")}).encode())


def publish_text(target: Path, text: str) -> None:
    with replacing(target) as draft:
        put(draft, text)


def stop_early(target: Path, *, seen: set[str] | None = None) -> None:
    """Begin a run, look at what is there, and fail."""
    with replacing(target):
        assert seen is None or texts(target) == seen
        raise ValueError("stop")


def texts(target: Path) -> set[str]:
    return {path.read_text() for path in target.glob("*.html")}


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def dead_pid() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_report_appears_whole_and_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "er" / "report"
    publish_text(target, "old")
    with replacing(target) as draft:
        put(draft, "new")
        assert texts(target) == {"old"}
        assert draft.parent == target.parent
    assert texts(target) == {"new"}
    assert beside(target) == []


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), SystemExit(3)])
def test_a_failure_leaves_the_old_report_and_nothing_else(
    tmp_path: Path, error: BaseException
) -> None:
    target = tmp_path / "report"
    publish_text(target, "old")

    def fail_half_way() -> None:
        with replacing(target) as draft:
            put(draft, "half")
            raise error

    with pytest.raises(type(error)):
        fail_half_way()
    assert texts(target) == {"old"}
    assert beside(target) == []


def test_a_second_rename_that_fails_brings_the_old_report_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report"
    publish_text(target, "old")
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(errno.EACCES, "in use")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(EnvironmentTrouble, match="as it was before"):
        publish_text(target, "new")
    assert texts(target) == {"old"}
    assert beside(target) == []


@pytest.mark.parametrize("new_is_there", [True, False])
def test_a_run_killed_between_the_two_renames_is_put_right(
    tmp_path: Path, new_is_there: bool
) -> None:
    target, pid = tmp_path / "report", dead_pid()
    publish_text(target, "old")
    target.rename(tmp_path / f".report.old-{pid}-abc")
    if new_is_there:
        put_folder = tmp_path / f".report.new-{pid}-abc"
        put_folder.mkdir()
        put(put_folder, "half")
    (tmp_path / ".report.lock").write_text(json.dumps({"pid": pid, "host": platform.node()}))
    with pytest.raises(ValueError, match="stop"):
        stop_early(target, seen={"old"})  # recovered before the long work
    assert texts(target) == {"old"}
    assert beside(target) == []


def test_a_run_killed_after_both_renames_leaves_the_new_report(tmp_path: Path) -> None:
    target, pid = tmp_path / "report", dead_pid()
    publish_text(target, "new")
    leftover = tmp_path / f".report.old-{pid}-abc"
    leftover.mkdir()
    (leftover / "index.html").write_text("old")
    with pytest.raises(ValueError, match="stop"):
        stop_early(target)
    assert texts(target) == {"new"}
    assert beside(target) == []


def test_drafts_of_the_dead_are_swept_and_those_of_the_living_stay(tmp_path: Path) -> None:
    (tmp_path / f".report.new-{dead_pid()}-abc").mkdir()
    (tmp_path / f".report.new-{os.getpid()}-abc").mkdir()
    (tmp_path / f".other.new-{dead_pid()}-abc").mkdir()
    publish_text(tmp_path / "report", "new")
    kept = [name for name in beside(tmp_path / "report") if "lock" not in name]
    assert len(kept) == 2
    assert kept[0].startswith(".other")


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_reports_survive_kill_at_any_moment(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish_text(target, "a")
    script = (
        "import sys, itertools\nsys.path.insert(0, sys.argv[2])\nfrom pathlib import Path\n"
        "from test_report_publish import publish_text\nprint('go', flush=True)\n"
        "for n in itertools.cycle('bc'):\n    publish_text(Path(sys.argv[1]), n)\n"
    )
    chance = random.Random(7)
    for _ in range(12):
        command = [sys.executable, "-c", script, str(target), str(Path(__file__).parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(chance.uniform(0, 0.12))
            child.kill()
            child.wait()
        with pytest.raises(ValueError, match="stop"):
            stop_early(target)
        assert len(texts(target)) == 1
        assert len(list(target.glob("*.html"))) == 2
        assert beside(target) == []


def test_a_second_run_says_who_holds_the_folder(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish_text(target, "old")
    with replacing(target) as draft:
        put(draft, "new")
        with pytest.raises(EnvironmentTrouble, match=f"process {os.getpid()} on") as caught:
            publish_text(target, "other")
    assert (caught.value.exit_code, caught.value.code) == (3, "locked")
    assert texts(target) == {"new"}


def test_a_lock_of_another_machine_is_respected_and_one_of_the_dead_is_not(tmp_path: Path) -> None:
    lock = tmp_path / ".report.lock"
    lock.write_text(json.dumps({"pid": dead_pid(), "host": "elsewhere"}))
    with pytest.raises(EnvironmentTrouble, match="elsewhere"), held(lock):
        pass
    lock.write_text(json.dumps({"pid": dead_pid(), "host": platform.node()}))
    with held(lock):
        assert json.loads(lock.read_text())["pid"] == os.getpid()
    assert not lock.exists()


def test_an_empty_lock_is_respected_while_it_is_new_only(tmp_path: Path) -> None:
    lock = tmp_path / ".report.lock"
    lock.touch()
    with pytest.raises(EnvironmentTrouble, match="just started"), held(lock):
        pass
    os.utime(lock, (1, 1))
    with held(lock):
        pass


def test_a_process_of_nobody_is_not_alive() -> None:
    assert not is_alive(dead_pid())
    assert not is_alive(0)
    assert not is_alive(-1)


def test_places_that_cannot_be_replaced_are_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "thesis.odt").write_text("mine")
    (tmp_path / "docs" / "index.html").write_text("mine")
    for name, reason in [("file", "is a file"), ("link", "a link"), ("docs", "not of a report")]:
        with pytest.raises(EnvironmentTrouble, match=reason) as caught, replacing(tmp_path / name):
            pytest.fail("the work began")
        assert caught.value.exit_code == 3
    with (
        pytest.raises(EnvironmentTrouble, match="cannot be written"),
        replacing(tmp_path / "file" / "report"),
    ):
        pytest.fail("the work began")
    assert (tmp_path / "docs" / "thesis.odt").read_text() == "mine"
    assert (tmp_path / "link").is_symlink()
    assert beside(tmp_path / "docs") == ["file", "link", "real"]


def test_the_folder_that_somebody_works_in_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for target in (Path(), Path(".."), tmp_path / "here"):
        with pytest.raises(EnvironmentTrouble, match="work in"):
            prepare_place(target)
    prepare_place(Path("new"))
    assert list((tmp_path / "here").iterdir()) == []


def test_a_file_that_somebody_put_into_a_report_is_not_lost(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish_text(target, "old")
    (target / ".DS_Store").write_text("litter")
    publish_text(target, "new")
    (target / "my notes.txt").write_text("mine")
    with pytest.raises(EnvironmentTrouble, match=r"my notes\.txt"):
        publish_text(target, "newer")
    assert (target / "my notes.txt").read_text() == "mine"


def test_an_empty_folder_is_a_good_place(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    publish_text(tmp_path / "report", "new")
    assert texts(tmp_path / "report") == {"new"}


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused_before_the_work(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    with pytest.raises(EnvironmentTrouble, match="cannot be written"), replacing(closed / "r"):
        pytest.fail("the work began")


def test_too_little_space_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1_000_000))
    with pytest.raises(EnvironmentTrouble, match="1 MB left"), replacing(tmp_path / "report"):
        pytest.fail("the work began")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report"
    publish_text(target, "old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(publish.os, "fsync", full)
    with pytest.raises(EnvironmentTrouble, match="No space left") as caught:
        publish_text(target, "new")
    assert str(tmp_path) in str(caught.value)
    monkeypatch.undo()
    assert texts(target) == {"old"}
    assert beside(target) == []


@pytest.mark.parametrize(
    "name", ["../x.html", "/etc/x.html", "a/b/c.html", ".hidden", "lists/../x.csv", "x", "a\nb.csv"]
)
def test_a_name_that_leads_out_of_the_folder_is_a_bug(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a file name"):
        write_file(tmp_path, name, b"")


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_everybody_may_read_the_report_and_its_owner_alone_the_lists(tmp_path: Path) -> None:
    target = tmp_path / "report"
    with replacing(target) as draft:
        put(draft, "x", "index.html", "charts/a.svg", "lists/ann.csv")

    def mode(name: str) -> int:
        return stat.S_IMODE((target / name).stat().st_mode)

    assert [mode("."), mode("charts"), mode("lists")] == [0o755, 0o755, 0o700]
    assert [mode("index.html"), mode("charts/a.svg"), mode("lists/ann.csv")] == [
        0o644, 0o644, 0o600
    ]  # fmt: skip
