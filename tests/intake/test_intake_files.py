"""Containers, encodings, workbooks, foreign and missing files."""

from __future__ import annotations

import gzip
import io
import os
import zipfile

import pandas as pd
import pytest
import zstandard

from analysis.errors import InputRefused
from analysis.files.encodings import STRAYS, transcode
from analysis.intake import check_exports, find_inputs, load_intake, map_exports
from analysis.workspace import Workspace

TEXT = "Kunde;Datum;Betrag\nMüller-1;31.12.2023;1.234,50\nB;30.12.2023;5,00\n"


def zipped(content: bytes, name: str = "a.csv") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", TEXT.encode()),
        ("t.csv", b"\xef\xbb\xbf" + TEXT.encode()),
        ("t.csv", TEXT.encode("utf-16")),
        ("t.csv", TEXT.encode("utf-16-le")),
        ("t.csv", TEXT.encode("cp1252")),
        ("t.csv", TEXT.replace("\n", "\r\n").encode()),
        ("t.csv", TEXT.replace("\n", "\r").encode()),
        ("t.csv.gz", gzip.compress(TEXT.encode("cp1252"))),
        ("t.csv.zst", zstandard.compress(TEXT.encode())),
        ("t.csv.zip", zipped(TEXT.encode())),
        ("t.tsv", TEXT.replace(";", "\t").encode()),
        ("t.csv", TEXT.replace(";", "|").encode()),
        ("t.csv", ("sep=;\n" + TEXT).encode()),
        ("t.csv", TEXT.replace("\n", ";\n").encode()),
    ],
)
def test_every_dress_of_the_same_table_reads_alike(check, name, content):
    found = check({name: content})
    assert found.receipt.amount_sum == "1239.50"
    assert set(found.good()["customer_id"]) == {"Müller-1", "B"}


ACCENTS = "Kunde;Datum;Betrag\nMüller;31.12.2023;5,00\nJörg;30.12.2023;5,00\n"


@pytest.mark.parametrize(
    ("more", "encoding", "line"),
    [
        (b"B\xe4r;29.12.2023;5,00\n", "utf-8 with cp1252 bytes", 4),  # typed elsewhere
        (b"Bar\xc3;29.12.2023;5,00\n", "utf-8 with cp1252 bytes", 4),  # cut within a sign
        (b"Bar;29.12.2023;5,00\n\nX\x81\xe4;1.12.2023;7,00\n", "utf-8 with cp1252 bytes", 6),
        ("Bär;29.12.2023;5,00\n".encode(), "utf-8", None),
        (b"\xc4\xd6\xdc\xdf;29.12.2023;5,00\n", "cp1252", None),  # fewer signs are UTF-8
    ],
)
def test_a_few_bytes_do_not_decide_over_all_signs_of_a_file(check, more, encoding, line):
    found = check({"t.csv": ACCENTS.encode() + more})
    assert found.receipt.inputs[0].encoding == encoding
    assert [w.line for w in found.receipt.warnings if w.code == "western_encoding" and w.line] == [
        line for line in [line] if line
    ]
    assert found.receipt.rows_good == found.receipt.rows_in - found.receipt.rows_blank
    assert ("Müller" in set(found.good()["customer_id"])) == encoding.startswith("utf-8")


def test_bytes_that_are_no_utf8_are_read_as_western_signs_with_their_lines(tmp_path):
    plain, target = tmp_path / "a.csv", tmp_path / "b.csv"
    plain.write_bytes("Müller\n".encode() + b"M\xfcller \x80\n" + b"ok\n" + b"\xe9t\xe9\n" * 9)
    (told,) = transcode(plain, target, STRAYS, "a.csv")
    assert target.read_text("utf-8") == "Müller\nMüller €\nok\n" + "été\n" * 9
    assert "UTF-8 but for 20 bytes, in lines 2, 4, 5, 6, 7 and others" in told.message
    assert told.line == 2


def test_bytes_that_do_not_fit_the_stated_encoding_are_a_plain_refusal(check, refused):
    stated = '["t.csv"]\nencoding = "UTF8"\n'
    western = ACCENTS.encode("cp1252")
    assert refused({"t.csv": western, "columns.toml": stated}).code == "bad_encoding"
    mixed = ACCENTS.encode() + b"B\xe4r;29.12.2023;5,00\n"
    found = check({"t.csv": mixed, "columns.toml": stated})
    assert set(found.good()["customer_id"]) == {"Müller", "Jörg", "Bär"}


def test_a_workbook_with_title_and_total_reads(check, tmp_path):
    xlsx = _workbook([["Umsatz 2023", None, None], [None, None, None],
                      ["Kundennummer", "Datum", "Umsatz"],
                      ["007", pd.Timestamp(2023, 12, 31), 1234.5],
                      [12, pd.Timestamp(2023, 12, 30), 5],
                      ["Summe", None, 1239.5]])  # fmt: skip
    found = check({"umsatz.xlsx": xlsx})
    assert found.receipt.amount_sum == "1239.50"
    assert set(found.good()["customer_id"]) == {"007", "12"}
    assert [(row["line"], row["code"]) for row in found.quarantine] == [("6", "total_row")]


def test_sheets_with_the_same_header_are_asked_about(refused):
    rows = [["Kunde", "Datum", "Umsatz"], ["a", pd.Timestamp(2023, 12, 31), 5]]
    refusal = refused({"umsatz.xlsx": _workbook(rows, sheets=2)})
    assert refusal.code == "several_sheets"
    assert "sheet = " in str(refusal)


def _workbook(rows, sheets: int = 1) -> bytes:
    """Write the smallest workbook there is; dates carry a date style."""
    cells = []
    for at, row in enumerate(rows, 1):
        line = "".join(_cell(value, f"{chr(65 + c)}{at}") for c, value in enumerate(row))
        cells.append(f'<row r="{at}">{line}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    numbers = range(1, sheets + 1)
    sheet = f'<worksheet xmlns="{main}"><sheetData>{"".join(cells)}</sheetData></worksheet>'
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in numbers
    )
    styles = (
        f'<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    links += f'<Relationship Id="rs" Type="{office}/styles" Target="styles.xml"/>'
    book = f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>'
    root = f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">{root}</Relationships>',
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "xl/styles.xml": styles,
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
    } | {f"xl/worksheets/s{n}.xml": sheet for n in numbers}  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _cell(value, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    if isinstance(value, pd.Timestamp):
        return f'<c r="{place}" s="1"><v>{(value - pd.Timestamp(1899, 12, 30)).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def test_parquet_reads_with_row_numbers_as_lines(check, tmp_path):
    store = Workspace(tmp_path / "made")
    frame = pd.DataFrame({"customer_id": [1.0, None, 3.0],
                          "date": pd.to_datetime(["2024-01-05"] * 3),
                          "amount": [0.1, 5.0, 0.2]})  # fmt: skip
    store.save("orders", frame)
    found = check({"orders.parquet": store.parquet("orders").read_bytes()})
    assert found.receipt.amount_sum == "0.30"
    assert set(found.good()["customer_id"]) == {"1", "3"}
    assert found.quarantine[0]["line"] == "2"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n \n", "empty_file"),
        (b"customer_id,date,amount\n", "no_rows"),
        (b"just a note\n", "no_rows"),
        (b"%PDF-1.7 \x00\x01", "foreign_file"),
        (b"\x89PNG\r\n\x1a\n\x00", "foreign_file"),
        (b"customer_id,date,amount\na,2024-01-05,\x001\n", "nul_bytes"),
        (gzip.compress(TEXT.encode() * 50)[:-20], "truncated"),
        (zstandard.compress(os.urandom(3000))[:-20], "truncated"),
        (zipped(b"0" * (30 << 20)), "unpacks_too_large"),
        (gzip.compress(b"0" * (30 << 20)), "unpacks_too_large"),
        (zipped(b"x", "word/document.xml"), "no_rows"),
        (b"PK\x03\x04 broken", "damaged_container"),
        (b"PAR1 broken", "truncated"),
        (b"00001 0001 5\n00002 0002 7\n", "no_customer_column"),
        (b"customer_id,amount\na,5\n", "no_date_column"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "foreign_file"),
    ],
)
def test_what_is_no_table_is_refused_with_a_code(refused, content, code):
    assert refused({"orders.csv": content}).code == code


def test_a_list_of_nobody_and_a_note_beside_the_orders_are_passed_over(check, refused):
    orders = "customer_id,date,amount\na,2024-01-05,1\n"
    empty = "customer_id,since_on\n"
    found = check({"orders.csv": orders, "suppressions.csv": empty, "notes.txt": "by finance\n"})
    assert set(found.intake.receipts) == {"transactions"}
    assert found.intake.ignored == ("notes.txt (no rows)", "suppressions.csv (no rows)")
    told = [warned.message for warned in found.receipt.warnings if warned.code == "no_rows"]
    assert told == [
        "suppressions.csv was not read: it has no rows, so it keeps nobody off a list. If people "
        "opted out, export it again."
    ]
    # A month of orders without a row may be a fault of the export, and is said.
    months = {"orders_01.csv": orders, "orders_02.csv": orders.splitlines()[0] + "\n"}
    assert "no_rows" in check(months).warned
    assert refused({"suppressions.csv": empty}).code == "no_rows"


def test_the_message_about_a_missing_date_shows_the_header_and_the_lines_to_write(refused):
    message = str(refused({"orders.csv": b"customer_id,colour,amount\na,red,5\n"}))
    assert "'colour'" in message
    assert '[transactions]\ncustomer_id = "customer_id"\nordered_on = ' in message


def test_missing_paths_pipes_and_empty_folders_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "void").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere.csv")
    for name, code in (("none.csv", "missing_file"), ("pipe.csv", "special_file"),
                       ("void", "no_tables"), ("*.xlsx", "missing_file"),
                       ("link.csv", "missing_file")):  # fmt: skip
        with pytest.raises(InputRefused) as caught:
            find_inputs([tmp_path / name])
        assert caught.value.code == code


def test_globs_and_folders_come_in_sorted_order(tmp_path):
    for name in ("b.csv", "a.csv", ".hidden.csv", "~$a.xlsx", "truth.json", "columns.toml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [f.name for f in find_inputs([tmp_path / "*.csv"])[0]] == ["a.csv", "b.csv"]
    assert [f.name for f in find_inputs([tmp_path])[0]] == ["a.csv", "b.csv"]


def test_positions_serve_a_file_without_header(check):
    found = check({
        "sample.txt": " 00004 0001 19970101  2   29.33\n 00021 0002 19970118  3   63.34\n",
        "columns.toml": '["*.txt"]\ntable = "transactions"\nheader = false\ncustomer_id = 2\n'
                        "ordered_on = 3\namount = 5\n",
    })  # fmt: skip
    assert found.good()["customer_id"].tolist() == ["0001", "0002"]
    assert found.receipt.amount_sum == "92.67"


def test_a_wrong_name_in_the_column_map_is_refused_with_the_nearest(refused):
    files = {"t.csv": TEXT, "columns.toml": '[transactions]\namuont = "Betrag"\n'}
    assert "nearest known is amount" in str(refused(files))
    files["columns.toml"] = '[transactions]\namount = "Betrga"\n'
    assert "closest is 'Betrag'" in str(refused(files))


def test_the_proposed_map_is_read_back(tmp_path):
    (tmp_path / "t.csv").write_text(TEXT, encoding="utf-8")
    proposal = map_exports([tmp_path]).written.text
    assert "Müller" not in proposal
    (tmp_path / "mine.toml").write_text(proposal, encoding="utf-8")
    intake = check_exports([tmp_path], Workspace(tmp_path / "w"), columns=tmp_path / "mine.toml")
    assert intake.receipts["transactions"].rows_good == 2
    assert load_intake(Workspace(tmp_path / "w")) == intake


def test_row_order_changes_nothing_in_the_table(check):
    body = TEXT.splitlines(keepends=True)
    one = check({"t.csv": TEXT}).workspace.parquet("transactions").read_bytes()
    two = (
        check({"t.csv": body[0] + body[2] + body[1]}).workspace.parquet("transactions").read_bytes()
    )
    assert one == two


def test_a_cell_without_a_value_is_no_n_where_a_backslash_escapes(check):
    text = (
        '"id","customer_id","ordered_on","amount"\n"1","C1","2024-01-05","10.50"\n'
        '\\N,\\N,"2024-02-15","2.00"\n"3","C2","2024-03-15",\\N\n"4","C\\"2","2024-03-15","1.00"\n'
        '"5","N","2024-03-16","1.00"\n'
    )
    found = check({"orders.csv": text})
    assert set(found.good()["customer_id"]) == {"C1", 'C"2', "N"}
    assert found.codes == {"no_customer": 1, "no_amount": 1}
