"""Paths that are no files, names that are no words, files that change while they are read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from books import SHOP, book

from analysis.errors import InputRefused
from analysis.intake import check_exports, find_inputs
from analysis.workspace import Workspace

ROWS = "customer_id,order_date,amount\nA1,2024-01-31,10.50\nB2,2024-02-29,5.00\n"
GERMAN = "Kundennummer;Rechnungsdatum;Betrag\nA1;31.01.2024;10,50\nB2;29.02.2024;5,00\n"


# --- paths ---------------------------------------------------------------------------------------


def test_folders_with_tables_in_a_folder_are_named_with_what_to_do(tmp_path):
    folder = tmp_path / "export"
    for place in ("2024-01", "2023/12", "__MACOSX", ".old", "checked", "notes", "calls"):
        (folder / place).mkdir(parents=True)
        (folder / place / ("a.txt.docx" if place == "notes" else "orders.csv")).write_text(ROWS)
    (folder / "2024-01" / "more.csv").write_text(ROWS.replace("B2", "B3"))
    (folder / "checked" / "quarantine.csv").write_text("file\n")
    (folder / "calls" / "orders.csv").write_text(ROWS.replace("A1", "A3"))
    (alone := tmp_path / "alone").mkdir()
    (alone / "orders.csv").write_text(ROWS)
    (folder / "calls").rename(alone / "calls")  # call lists come back in it: it is read

    with pytest.raises(InputRefused) as caught:
        find_inputs([folder])
    (folder / "orders.csv").write_text(ROWS)
    told = check_exports([folder], Workspace(folder / "w")).receipts["transactions"]
    both = check_exports([folder / "2024-01"], Workspace(tmp_path / "w"), table="transactions")
    read = check_exports([alone], Workspace(tmp_path / "w2"))

    named = "'2023/12' (1 file), '2024-01' (2 files)"
    assert caught.value.code == "no_tables"
    assert named in caught.value.happened
    assert caught.value.to_do == "give these folders: export/2023/12 export/2024-01"
    (said,) = [w.message for w in told.warnings if w.code == "folders_not_read"]
    assert f"in export were not read: {named}." in said
    assert said.endswith("give both: export export/2023/12 export/2024-01.")
    for clean in (both, read):
        assert "folders_not_read" not in {w.code for w in clean.receipts["transactions"].warnings}


def test_a_folder_without_tables_says_what_lies_in_it(tmp_path):
    told = []
    for names in ((), ("sales.ods",), ("a.md", "b.pdf", "c.ods", "d.ods")):
        (folder := tmp_path / f"export{len(names)}").mkdir()
        for name in names:
            (folder / name).write_text("x")
        with pytest.raises(InputRefused) as caught:
            find_inputs([folder])
        told.append((caught.value.happened, caught.value.to_do))

    assert told == [
        ("The folder export0 holds no table", "put the exports there"),
        ("The folder export1 holds no table, only sales.ods",
         "put the exports there, or save these files as CSV or XLSX"),
        ("The folder export4 holds no table, only a.md, b.pdf, c.ods, ...",
         "put the exports there, or save these files as CSV or XLSX"),
    ]  # fmt: skip


def test_files_of_other_kinds_are_named_and_what_is_no_table_is_not(check):
    files = {"orders_01.csv": ROWS, "orders_02.ods": "PK", "orders_2024-03": ROWS}
    clean = {"orders_01.csv": ROWS, "manual.pdf": "%PDF", "README.txt": "a", ".DS_Store": "a",
             "~$orders.xlsx": "a", "manifest.json": "{}", "LICENSE": "a",
             "Thumbs.db": "a"}  # fmt: skip

    told = [one.message for one in check(files).receipt.warnings if one.code == "files_not_read"]

    assert [text.partition(": ")[2] for text in told] == [
        "orders_02.ods, orders_2024-03. Save it as CSV, XLSX or Parquet."
    ]
    assert "files_not_read" not in check(clean).warned


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "broken.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "~$orders.xlsx").write_bytes(b"\x05Anna" + bytes(160))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "sock.csv"))
        codes = {path: _code_of(path) for path in (
            tmp_path / "pipe.csv", tmp_path / "sock.csv", Path("/dev/zero"),
            tmp_path / "folder.csv", tmp_path / "broken.csv", tmp_path / "loop.csv",
            tmp_path / "~$orders.xlsx", Path("https://example.org/orders.csv"),
            Path("s3://bucket/orders.parquet"),
        )}  # fmt: skip
    assert [*codes.values()] == [
        "special_file", "special_file", "special_file", "no_tables", "missing_file",
        "missing_file", "lock_file", "address", "address",
    ]  # fmt: skip


def _code_of(path: Path) -> str:
    with pytest.raises(InputRefused) as caught:
        find_inputs([path])
    return caught.value.code


def test_the_mark_of_an_open_workbook_is_passed_over_by_a_pattern(tmp_path):
    (tmp_path / "~$orders.xlsx").write_bytes(b"\x05Anna" + bytes(160))
    (tmp_path / "orders.xlsx").write_bytes(book([SHOP]))
    assert [path.name for path in find_inputs([tmp_path / "*.xlsx"])[0]] == ["orders.xlsx"]


@pytest.mark.parametrize(
    "name", [b"or\nders.csv", "ventes 💶.csv".encode(), b"a'b;c--.csv", b"=1+1.csv", b"%s {0}.csv"]
)
def test_odd_names_are_read_and_shown_on_one_line(tmp_path, name):
    (tmp_path / os.fsdecode(name)).write_bytes(ROWS.encode() + b"C3,soon,1.00\n")
    intake = check_exports([tmp_path], Workspace(tmp_path / "w"), table="transactions")
    receipt = intake.receipts["transactions"]
    assert receipt.rows_good == 2
    assert receipt.inputs[0].name.isprintable()
    assert (tmp_path / "w" / "quarantine.csv").read_text("utf-8").count("soon") == 1


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_a_file_that_may_not_be_read_is_the_machine_s_fault():
    if os.getuid() != 0:
        pytest.skip("needs root to become somebody else")
    code = (
        "import sys; from pathlib import Path; from analysis.files.inputs import open_source;"
        "open_source(Path(sys.argv[1]), Path(sys.argv[1]))"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "orders.csv"
        path.write_text(ROWS, encoding="utf-8")
        path.chmod(0o600)
        done = subprocess.run(
            ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
             sys.executable, "-B", "-c", code, str(path)],
            capture_output=True, text=True, check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    assert "EnvironmentTrouble: orders.csv cannot be read" in done.stderr


# --- files that change ----------------------------------------------------------------------------


def _writes_on(monkeypatch, path: Path, more: bytes, *, fails: bool) -> None:
    """Let something write to the file while it is being judged."""
    from analysis.intake import check as flow

    judge = flow._judge

    def judge_later(*arguments: Any, **options: Any) -> Any:
        with path.open("ab") as file:
            file.write(more)
        if fails:
            raise RuntimeError("the engine lost its place")
        return judge(*arguments, **options)

    monkeypatch.setattr(flow, "_judge", judge_later)


def test_a_file_that_grows_while_it_is_read_is_warned_about(tmp_path, monkeypatch):
    path = tmp_path / "orders.csv"
    path.write_text(ROWS, encoding="utf-8")
    _writes_on(monkeypatch, path, b"C3,2024-03-31,1.00\n", fails=False)
    receipt = check_exports([path], Workspace(tmp_path / "w")).receipts["transactions"]
    assert receipt.rows_good == 2
    assert "changed_while_read" in {warned.code for warned in receipt.warnings}


def test_a_failure_over_a_file_that_changed_is_a_refusal_that_says_so(tmp_path, monkeypatch):
    path = tmp_path / "umsatz.csv"
    path.write_text(GERMAN, encoding="utf-8")
    _writes_on(monkeypatch, path, b"C3;31.03.2024;1,00\n", fails=True)
    with pytest.raises(InputRefused) as caught:
        check_exports([path], Workspace(tmp_path / "w"))
    assert caught.value.code == "changed_while_read"


def test_a_failure_over_a_file_that_stays_is_not_hidden(tmp_path, monkeypatch):
    path = tmp_path / "umsatz.csv"
    path.write_text(GERMAN, encoding="utf-8")
    _writes_on(monkeypatch, path, b"", fails=True)
    os.utime(path, ns=(1, 1))
    with pytest.raises(RuntimeError):
        check_exports([path], Workspace(tmp_path / "w"))
