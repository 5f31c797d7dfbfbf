"""Damaged bytes end in a receipt that adds up or in a refusal, never in a traceback."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
import zstandard
from openpyxl import Workbook

from analysis.engine import Engine
from analysis.errors import AnalysisError
from analysis.intake import check_exports
from analysis.workspace import Workspace

TEXT = (
    "Umsatzliste 2024\r\n\r\nKundennummer;Rechnungsdatum;Betrag;Status;Bemerkung\r\n"
    + "".join(
        f"{at % 7:04d};{1 + at % 28:02d}.{1 + at % 12:02d}.2024;{at}.{at % 10}34,5{at % 10};"
        f'bezahlt;"Zeile {at}\nzwei; drei ""vier"" é€"\r\n'
        for at in range(1, 13)
    )
    + "Summe;;12.345,00;;\r\n"
)
PLAIN = "customer_id,date,amount\n" + "".join(
    f"K{at % 5},2024-0{1 + at % 9}-1{at % 10},{at}.25\n" for at in range(30)
)
SIGNS = (b"\x00", b'"', b'""', b"'", b"\\", b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\x1a",
         b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x82", b"\x80", b"\x85", b"\xe2\x80\xa8", b" ", b"=",
         b"'=1+1", b"1e999", b"NaN", b"-", b"(", b"9" * 40, b"0" * 300, b"31.02.2024",
         b"0000-00-00", b"K" * 5000, b'"\n' * 30, b"sep=;\n", b"Total")  # fmt: skip


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("umsatz.csv"), content)  # of no time: a damage comes again
    return buffer.getvalue()


def workbook() -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(["Kunde", "Datum", "Betrag"])
    for at in range(1, 9):
        book.active.append([f"K{at}", f"2024-01-{at:02d}", at * 1.25])
    book.save(buffer)
    return buffer.getvalue()


def parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        Engine().write_parquet(
            "SELECT 'K' || i AS customer_id, DATE '2024-01-01' + i::INT AS date, "
            "i * 1.25 AS amount FROM range(9) AS r(i)", path)  # fmt: skip
        return path.read_bytes()


@pytest.fixture(scope="module")
def seeds() -> dict[str, bytes]:
    return make_seeds()


def make_seeds() -> dict[str, bytes]:
    """One whole file of each form."""
    text = TEXT.encode()
    return {
        "umsatz.csv": text, "orders.csv": PLAIN.encode(), "umsatz.tsv": TEXT.encode("utf-16"),
        "west.csv": TEXT.encode("cp1252"), "umsatz.csv.gz": gzip.compress(text, mtime=0),
        "umsatz.csv.zst": zstandard.compress(text), "umsatz.csv.zip": zipped(text),
        "umsatz.xlsx": workbook(), "orders.parquet": parquet(),
    }  # fmt: skip


def damaged(content: bytes, rng: Random) -> bytes:
    """Flip, cut, insert, double or swap a few bytes."""
    for _ in range(rng.choice([1, 1, 2, 4, 8])):
        at = rng.randrange(len(content) + 1)
        end = min(len(content), at + rng.choice([1, 1, 2, 7, 60, 400]))
        sign = rng.choice(SIGNS)
        how = rng.choice(["flip", "cut off", "cut out", "double", "insert", "swap", "noise"])
        if how == "swap":
            content = content.replace(rng.choice(SIGNS[1:12]), sign, rng.choice([-1, 1, 5]))
            continue
        before, after = {
            "flip": (bytes([rng.randrange(256)]), at + 1), "cut off": (b"", len(content)),
            "cut out": (b"", end), "double": (content[at:end], at), "insert": (sign, at),
            "noise": (rng.randbytes(end - at), end),
        }[how]  # fmt: skip
        content = content[:at] + before + content[after:]
    return content


def outcome(name: str, content: bytes, folder: Path) -> str:
    """Return ``good`` or the code of the refusal; anything else is raised."""
    path = folder / name
    path.write_bytes(content)
    try:
        intake = check_exports([path], Workspace(folder / "w"))
    except AnalysisError as error:
        bug = error.code == "rows_do_not_add_up" or len(str(error)) > 8_000
        if bug:
            raise
        return str(error.code)
    assert all(receipt.adds_up for receipt in intake.receipts.values())
    return "good"


def damage_and_check(seeds: dict[str, bytes], numbers: range) -> Counter[str]:
    """Check one damaged file per number; a failure names the number and the file."""
    outcomes: Counter[str] = Counter()
    for number in numbers:
        rng = Random(number)
        name = rng.choice(sorted(seeds))
        content = damaged(seeds[name], rng)
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcomes[outcome(name, content, Path(folder))] += 1
            except Exception as error:  # the number is what repeats it
                raise AssertionError(f"damage {number} of {name}: {error!r}") from error
    return outcomes


def test_damaged_files_end_in_a_receipt_or_a_refusal(seeds):
    outcomes = damage_and_check(seeds, range(100))

    assert outcomes["good"] > 20, outcomes
    assert len(outcomes) > 3, outcomes


@pytest.mark.slow
def test_many_thousand_damaged_files_end_in_a_receipt_or_a_refusal(seeds):
    damage_and_check(seeds, range(1_000, 9_000))
