"""A disk that is full, without one: the old files stay whole, and the folder is named."""

import errno
import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from analysis.cli import main
from analysis.cli.saying import fail
from analysis.engine import Engine
from analysis.engine.duck import _told_plainly
from analysis.errors import EnvironmentTrouble, cannot_write
from analysis.steps.writing import put_together, put_whole, write_text

FULL = OSError(errno.ENOSPC, "No space left on device")


def raise_full(*_: object, **__: object) -> None:
    raise FULL


@pytest.fixture
def exports(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    rows = [f"c{n},{'always late' if n % 2 else 'far too expensive'}\n" for n in range(40)]
    (folder / "notes.csv").write_text("customer_id,note\n" + "".join(rows), encoding="utf-8")
    return folder


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_reasons_replace_all_files_or_none(exports, tmp_path, monkeypatch, capsys):
    out = tmp_path / "themes"
    assert main(["reasons", str(exports / "notes.csv"), "--out", str(out)]) == 0
    before = bytes_in(out)
    (exports / "notes.csv").write_text("customer_id,note\na,never answered\nb,late\n", "utf-8")
    monkeypatch.setattr("analysis.reasons.codebook.as_npz", raise_full)
    capsys.readouterr()

    assert main(["reasons", str(exports / "notes.csv"), "--out", str(out)]) == 3

    assert bytes_in(out) == before
    assert f"The disk of the folder {out} is full" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["check", "NOTES", "--out", "OUT"], "analysis.steps.checking.shutil.copyfile"),
        (["map", "NOTES", "--out", "OUT/columns.toml"], "pathlib.Path.write_text"),
        (["sample", "OUT", "--customers", "5"], "pathlib.Path.write_bytes"),
    ],
)
def test_the_folder_that_is_full_is_named_and_nothing_half_is_left(
    exports, tmp_path, monkeypatch, capsys, words, place
):
    out = tmp_path / "out"
    out.mkdir()
    named = {"NOTES": str(exports / "notes.csv"), "OUT": str(out)}
    told = [named.get(word, word.replace("OUT", str(out))) for word in words]
    monkeypatch.setattr(place, raise_full)

    code = main([*told, "--json"])
    refused = json.loads(capsys.readouterr().out)["refused"]

    assert (code, refused["code"]) == (3, "disk_full")
    assert str(out) in refused["message"]
    assert "permission" not in refused["message"]
    assert list(out.iterdir()) == []


def test_what_is_written_beside_goes_when_it_cannot_be_finished(tmp_path):
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(EnvironmentTrouble, match="is full"):
        put_whole(tmp_path / "a.txt", raise_full)

    def write_half() -> None:
        with put_together(tmp_path) as draft:
            write_text(draft / "a.txt", "new")
            raise FULL

    with pytest.raises(EnvironmentTrouble, match="is full"):
        write_half()
    assert bytes_in(tmp_path) == {"a.txt": b"old"}


def test_the_engine_s_own_words_of_a_full_disk_become_plain(capsys):
    wrapped = (
        'IO Error: Async write failed: {"exception_type":"IO","exception_message":'
        '"Could not write file \\"/small/w/orders.parquet\\": No space left on device"}'
    )
    with pytest.raises(EnvironmentTrouble, match=r"folder /small/w is full"), _told_plainly():
        raise duckdb.IOException(wrapped)
    with pytest.raises(EnvironmentTrouble) as caught, _told_plainly():
        raise duckdb.IOException(wrapped.replace("No space left on device", "Input/output error"))
    assert "exception_type" not in str(caught.value)
    assert '"/small/w/orders.parquet": Input/output error' in str(caught.value)

    assert fail(OSError(errno.ENOSPC, "No space left on device"), as_json=False) == 3
    assert "None" not in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_told_of_its_permissions():
    told = str(cannot_write(Path("out"), PermissionError(errno.EACCES, "Permission denied")))
    assert "permissions" in told
    assert "is full" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_file_that_grows_too_large_for_the_engine_names_its_folder(tmp_path):
    code = (
        "import sys; from pathlib import Path; from analysis.engine import Engine\n"
        "rows = 'SELECT random() AS x FROM range(900000)'\n"
        "try: Engine().write_parquet(rows, Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(
        [sys.executable, "-B", "-c", code, str(tmp_path / "t.parquet")],
        capture_output=True, text=True, check=False, preexec_fn=limit,
    )  # fmt: skip

    assert f"EnvironmentTrouble The disk of the folder {tmp_path} is full" in done.stdout, done
    assert list(tmp_path.iterdir()) == []
    Engine().write_parquet("SELECT 1 AS x", tmp_path / "t.parquet")
