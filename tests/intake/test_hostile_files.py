"""Files made to hurt, and everyday ones that are no table: refused soon, in little memory."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import zstandard
from openpyxl import Workbook

ROWS = "customer_id,order_date,amount\nA1,2024-01-31,10.50\nB2,2024-02-29,5.00\n"
GERMAN = "Kundennummer;Rechnungsdatum;Betrag\nA1;31.01.2024;10,50\nB2;29.02.2024;5,00\n"
MEMORY = 3 << 30  # of address space; the engine's threads alone reserve more than one
SECONDS = 300  # a guard against waiting for ever, no measure


CHILD = """
import sys
from analysis.cli import main
for path in sys.argv[1:]:
    print(main(["check", path, "--table", "transactions", "--json"]), flush=True)
"""


def run_checks(paths: Sequence[Path]) -> list[tuple[int, dict[str, Any]]]:
    """Check each path in one process with a limit on its memory; return exit codes and answers."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, paths)],
        capture_output=True, timeout=SECONDS, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    said = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, said
    assert "Traceback" not in said, said
    lines = done.stdout.decode().splitlines()
    assert len(lines) == 2 * len(paths), "one line of JSON and one exit code a file"
    return [(int(lines[at + 1]), json.loads(lines[at])) for at in range(0, len(lines), 2)]


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def moved(content: bytes, by: int) -> bytes:
    """A zip that says of its directory that it begins elsewhere."""
    at = content.rindex(b"PK\x05\x06") + 16
    said = int.from_bytes(content[at : at + 4], "little") + by
    return content[:at] + said.to_bytes(4, "little") + content[at + 4 :]


def workbook() -> bytes:
    book = Workbook()
    for row in (["Customer ID", "Order date", "Amount"], ["A1", "2024-01-31", 10.5]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook in which one part is another."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        kept = [(each, old.read(each)) for each in old.namelist() if each != name]
    return zipped(*kept, (name, part))


# --- bombs ----------------------------------------------------------------------------------

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9)
    )
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
)  # fmt: skip


def _spaces() -> bytes:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return sheet + b" " * (60 << 20) + b"<sheetData/></worksheet>"


def _nested(layers: int) -> bytes:
    content = ROWS.encode()
    for at in range(layers):
        content = zipped((f"{at}.zip" if at else "orders.csv", content))
    return content


BOMBS = {
    "laughs.xlsx": (lambda: with_part(workbook(), SHEET, LAUGHS), "damaged_workbook"),
    "spaces.xlsx": (lambda: with_part(workbook(), SHEET, _spaces()), "unpacks_too_large"),
    "line-only.csv": (lambda: b"x" * (10 << 20), "line_too_long"),
    "wide.csv": (lambda: b",".join(b"c%d" % at for at in range(5000)) + b"\n" + b"," * 4999 + b"\n",
                 "too_many_columns"),
    "line.csv": (lambda: ROWS.encode() + b"x" * (10 << 20), None),
    "quoted.csv": (lambda: ROWS.encode() + b'A1,2024-01-31,"' + b'x"",' * (3 << 20) + b"\n", None),
    "opened.csv": (lambda: ROWS.encode() + b'A1,2024-01-31,"' + b"x" * (10 << 20) + b"\n"
                   + b'C3,2024-03-31,""\n' * 600, None),
}  # fmt: skip


def test_bombs_end_in_little_memory_with_one_answer_each(tmp_path):
    for name, (content, _) in BOMBS.items():
        (tmp_path / name).write_bytes(content())
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "orders.csv").write_text(ROWS, encoding="utf-8")
    os.mkfifo(tmp_path / "mixed" / "returns.csv")
    odd = tmp_path / os.fsdecode(b"caf\xe9.csv")
    odd.write_text(ROWS + "C3,soon,1.00\n", encoding="utf-8")
    answers = run_checks([*(tmp_path / name for name in BOMBS), tmp_path / "mixed", odd])
    for (exit_code, answer), (_, code) in zip(answers, BOMBS.values(), strict=False):
        if code:
            assert (exit_code, answer["refused"]["code"]) == (2, code)
        else:
            receipt = answer["tables"]["transactions"]
            assert (exit_code, receipt["rows_good"], receipt["amount_sum"]) == (0, 2, "15.50")
            assert receipt["set_aside_by_code"]["line_too_long"] == 1
    (pipe_code, pipe), (odd_code, named) = answers[len(BOMBS) :]
    assert (pipe_code, pipe["refused"]["code"]) == (2, "special_file")
    assert (odd_code, named["tables"]["transactions"]["inputs"][0]["name"]) == (0, "caf\ufffd.csv")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("orders.csv.zip", zipped(("orders.csv", GERMAN.encode()))),
        ("orders.csv.gz", gzip.compress(ROWS.encode())),
        ("twice.zip", _nested(2)),
        ("orders.xlsx.zip", zipped(("orders.xlsx", workbook()))),
        ("orders.xlsx.gz", gzip.compress(workbook())),
        ("with-readme.zip", zipped(("README.txt", b"hello"), ("orders.csv", ROWS.encode()))),
        ("from-a-mac.zip", zipped(("orders.csv", ROWS.encode()), ("__MACOSX/._orders.csv", b"\0"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_honest_containers_are_read(check, name, content):
    assert check({name: content}, table="transactions").receipt.rows_good >= 1


def test_other_files_in_an_archive_are_counted(check):
    found = check({"a.zip": zipped(("liesmich.pdf", b"%PDF"), ("orders.csv", ROWS.encode()))},
                  table="transactions")  # fmt: skip
    assert "members_not_read" in found.warned


# --- damaged and locked ------------------------------------------------------------------------


def _flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def _stored(content: bytes) -> bytes:
    """Return a zip without compression, so that one byte more or less is one byte of its text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("orders.csv", content)
    return buffer.getvalue()


def _locked_zip() -> bytes:
    content = bytearray(_stored(ROWS.encode()))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _locked_office() -> bytes:
    """Return the first bytes of a workbook with a password: an old container around it."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage\0".encode("utf-16-le")
    )


ZST = zstandard.compress(ROWS.encode() * 40)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("styles.xlsx", with_part(workbook(), "xl/styles.xml", LAUGHS), "damaged_workbook"),
        ("book.xlsx", with_part(workbook(), "xl/workbook.xml", LAUGHS), "damaged_workbook"),
        ("nested.zip", _nested(4), "nested_container"),
        ("zeros.zip", zipped(("orders.csv", b"0" * (30 << 20))), "unpacks_too_large"),
        ("zeros.csv.gz", gzip.compress(b"0" * (30 << 20), 1), "unpacks_too_large"),
        ("many.zip", zipped(*((f"{at}.csv", b"x") for at in range(2500))), "unpacks_too_large"),
        ("cut.zip", zipped(("orders.csv", ROWS.encode() * 40))[:-30], "damaged_container"),
        ("cut.xlsx", workbook()[:-200], "damaged_container"),
        ("moved.zip", moved(zipped(("orders.csv", ROWS.encode())), 9), "damaged_container"),
        ("moved.xlsx", moved(workbook(), 9), "damaged_container"),
        ("early.zip", moved(zipped(("orders.csv", ROWS.encode())), -9), "damaged_container"),
        ("name.zip", zipped(("\xfcber.csv", ROWS.encode())).replace(b"\xc3\xbc", b"\x89\x89"),
         "damaged_container"),
        ("nameless.zip", zipped(("q", b"x")).replace(b"\x01\x00\x00\x00", b"\x00\x00\x00\x00"),
         "damaged_container"),
        ("cut.csv.gz", gzip.compress(ROWS.encode() * 40)[:-9], "truncated"),
        ("cut.csv.zst", ZST[:-9], "truncated"),
        ("cut.parquet", b"PAR1" + bytes(90), "truncated"),
        ("checksum.zip", _flipped(_stored(ROWS.encode()), 50), "damaged_container"),
        ("checksum.csv.gz", _flipped(gzip.compress(ROWS.encode()), -6), "truncated"),
        ("garbage.csv.gz", gzip.compress(ROWS.encode()) + b"garbage", "truncated"),
        ("garbage.csv.zst", ZST + b"garbage", "truncated"),
        ("locked.zip", _locked_zip(), "encrypted"),
        ("locked.xlsx", _locked_office(), "encrypted"),
        ("locked.parquet", b"PARE\x15\x04" + bytes(50), "encrypted"),
        ("empty.zip", zipped(), "empty_file"),
        ("two.zip", zipped(("jan.csv", b"x"), ("feb.csv", b"y")), "several_members"),
        ("letter.xlsx", zipped(("[Content_Types].xml", b"x"), ("word/document.xml", b"x")),
         "foreign_file"),
        ("calc.zip", zipped(("mimetype", b"x"), ("content.xml", b"x")), "foreign_file"),
        ("b.xlsx", zipped(("[Content_Types].xml", b"x"), ("xl/workbook.bin", b"x")),
         "foreign_file"),
        ("half.xlsx", with_part(workbook(), SHEET, b"<worksheet><sheetData><row><c>"),
         "damaged_workbook"),
        ("no-book.xlsx", with_part(workbook(), "xl/workbook.xml", b"<workbook/>"), "empty_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_damaged_and_locked_containers_are_refused(refused, name, content, code):
    refusal = refused({name: content}, table="transactions")
    assert refusal.code == code
    assert refusal.file == name
    assert refusal.exit_code == 2


def test_the_tables_of_an_archive_are_named(refused):
    content = zipped(("exp/jan.csv", ROWS.encode()), ("exp/feb.csv", ROWS.encode()))
    assert "jan.csv, feb.csv" in str(refused({"orders.zip": content}))


@pytest.mark.parametrize("joined", [gzip.compress, zstandard.compress])
def test_containers_of_several_parts_are_read_to_the_end(check, joined):
    ending = "gz" if joined is gzip.compress else "zst"
    content = joined(ROWS.encode()) + joined(b"C3,2024-03-31,4.50\n")
    assert check({f"orders.csv.{ending}": content}).receipt.amount_sum == "20.00"


# --- NUL bytes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (ROWS.encode() + b"C3,2024-\x0003-31,1\n", 4),
        (GERMAN.encode("cp1252") + b"M\xfcller;31.03.2024;\x00\n", 4),
        (ROWS.encode() + b"C3,2024-03-31,1\n" * 90_000 + bytes(4096), 90_004),
    ],
)
def test_nul_bytes_are_refused_with_their_first_line(refused, content, line):
    refusal = refused({"orders.csv": content}, table="transactions")
    assert (refusal.code, refusal.line) == ("nul_bytes", line)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_full_of_nul_bytes_and_fine(check, encoding):
    found = check({"orders.csv": GERMAN.encode(encoding)}, table="transactions")
    assert found.receipt.amount_sum == "15.50"


# --- no table at all ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("export.xls", "<html><head></head><body><table><tr><td>Kunde</td></tr>", "a web page"),
        ("orders.csv", "\n<!-- made by X -->\n<!DOCTYPE html>\n<html lang='en'>", "a web page"),
        ("umsatz.xls", "<table border=1><tr><td>1</td></tr></table>", "a web page"),
        ("login.csv", "\ufeff<HTML>\n<TITLE>Sign in</TITLE>", "a web page"),
        (
            "ventes.xls",
            '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "an XML spreadsheet",
        ),
        ("orders.csv", '<?xml version="1.0"?><orders><order/></orders>', "XML"),
        ("orders.csv", "<orders>\n<order>1</order></orders>", "XML"),
        ("orders.csv", '{"orders": [{"id": 1}]}', "JSON"),
        ("orders.csv", '[\n {"id": 1},\n {"id": 2}]', "JSON"),
        ("orders.csv", '{"id": 1}\n{"id": 2}\n', "JSON"),
        ("report.xls", "MIME-Version: 1.0\nContent-Type: multipart/related", "a web archive"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_pages_and_documents_that_call_themselves_tables_are_named(
    refused, name, text, kind, encoding
):
    if encoding == "utf-16" and kind == "a web archive":
        pytest.skip("mail is written in ASCII")
    refusal = refused({name: text.encode(encoding)})
    assert refusal.code == "foreign_file"
    assert kind in str(refusal)


@pytest.mark.parametrize(
    "header",
    [
        "PK;Kundennummer;Rechnungsdatum;Betrag",
        "<Beleg>;Kundennummer;Rechnungsdatum;Betrag",
        "PARENT_ID;Kundennummer;Rechnungsdatum;Betrag",
        "[id];Kundennummer;Rechnungsdatum;Betrag",
        "{id};Kundennummer;Rechnungsdatum;Betrag",
        "ID;Kundennummer;Rechnungsdatum;Betrag",
    ],
)
def test_tables_whose_first_letters_look_like_something_else_are_read(check, header):
    text = f"{header}\n9;A1;31.01.2024;10,50\n"
    assert check({"umsatz.csv": text}, table="transactions").receipt.amount_sum == "10.50"


def test_a_workbook_that_calls_itself_csv_is_read_as_one(check):
    assert check({"orders.csv": workbook()}).receipt.amount_sum == "10.50"


def test_a_file_of_lines_without_fields_is_told_as_no_table(refused):
    text = "\n".join("word " * (at % 7 + 1) for at in range(30))
    refusal = refused({"page.csv": f"Manual\n{text}\n"})

    assert refusal.happened.startswith("page.csv is no table: each of its lines is one field")
    assert 'delimiter = "<the sign>" under ["page.csv"]' in refusal.to_do
