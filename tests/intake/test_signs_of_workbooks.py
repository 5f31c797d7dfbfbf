"""Lone returns in cells, workbook parts of other names, currencies of formats and names."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile

import pytest
from books import DAY, FRENCH, GERMAN, SHOP, SPANISH, book, saved
from openpyxl.workbook import Workbook

from analysis.errors import InputRefused

# --- line breaks in cells -------------------------------------------------------------------


def _text(rows):
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


def _named(header, name, customer="K2"):
    rows = [[*header, "Name"], ["K1", "2024-03-31", "5.50", "Ost"]]
    return [*rows, [customer, "2024-04-02", "7.25", name], ["K2", "2024-04-03", "1.00", "West"]]


@pytest.mark.parametrize("sign", ["\r", "\r\r", "\n", "\r\n", "\x1a", "\u2028", "\x85", '"', "\v"])
@pytest.mark.parametrize("header", [GERMAN, SHOP, FRENCH])
def test_any_sign_in_a_quoted_cell_is_read(check, header, sign):
    for name in (f"Oak{sign}Dental", f"Oak{sign}", f"{sign}Oak"):
        text = _text(_named(header, name))
        for file, content in (("umsatz.csv", text), ("umsatz.csv.gz", gzip.compress(text))):
            found = check({file: content})
            assert (found.receipt.rows_good, found.receipt.amount_sum) == (3, "13.75"), name


@pytest.mark.parametrize("header", [GERMAN, SPANISH, SHOP])
def test_a_return_that_a_workbook_writes_out_is_read_in_names_and_ids(check, header):
    for name, customer in (("Oak_x000D_Dental", "K2"), ("Oak", "K2_x000D_"), ("Oak\nEast", "K2")):
        rows = [[*row[:2], float(row[2]), row[3]] if row[0] != header[0] else row
                for row in _named(header, name, customer)]  # fmt: skip
        found = check({"umsatz.xlsx": book(rows)})
        assert (found.receipt.rows_good, found.receipt.n_customers) == (3, 2), (name, customer)


def test_a_return_in_a_cell_ends_a_line_as_editors_count_them(check):
    rows = [*_named(SHOP, "Oak\rDental"), ["K3", "2024-04-04", "many", "Süd"]]
    assert [row["line"] for row in check({"orders.csv": _text(rows)}).quarantine] == ["6"]


# --- parts of a workbook ----------------------------------------------------------------------


def _moved(content, names, changes=()):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith((".xml", ".rels")) else ""
            for before, after in (*names.items(), *changes):
                part = part.replace(f'"/{before}"', f'"/{after}"').replace(
                    f'"{before}"', f'"{after}"'
                )
            new.writestr(names.get(name, name), part)
    return buffer.getvalue()


_BOOK = {"xl/workbook.xml": "xl/book2.xml", "xl/_rels/workbook.xml.rels": "xl/_rels/book2.xml.rels"}
_ROOT = {
    "xl/workbook.xml": "workbook.xml", "xl/_rels/workbook.xml.rels": "_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml": "sheet1.xml",
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "names", "changes"),
    [
        (GERMAN, _BOOK, ()),
        (SHOP, _ROOT, [("styles.xml", "/xl/styles.xml")]),
        (FRENCH, {"xl/sharedStrings.xml": "xl/all.xml"}, [("sharedStrings.xml", "all.xml")]),
        (SPANISH, {"xl/styles.xml": "xl/looks.xml"}, [("styles.xml", "looks.xml")]),
        (SHOP, {}, ()),
    ],
)  # fmt: skip
def test_the_links_say_which_part_of_a_workbook_is_which(check, header, names, changes):
    def touch(sheet):
        sheet["A2"].number_format = sheet["A3"].number_format = "00000"
        sheet["C2"].number_format, sheet["C3"].number_format = '0.00 "€"', "[$$-409]0.00"

    content = book([header, [101, DAY, 5.5], [102, DAY, 7.25]], touch)
    found = check({"umsatz.xlsx": _moved(content, names, changes)})
    assert {*found.good()["customer_id"]} == {"00101", "00102"}
    assert found.receipt.amount_sum_by_currency == {"EUR": "5.50", "USD": "7.25"}


def test_links_that_lead_nowhere_or_to_a_text_are_refused(check):
    content = book([SHOP, ["K1", DAY, 5]])
    gone = _moved(content, {"xl/workbook.xml": "xl/w.xml"}, [("xl/w.xml", "xl/x.xml")])
    for file in (gone, _moved(content, {"xl/workbook.xml": "word/document.xml"})[:-30]):
        with pytest.raises(InputRefused):
            check({"orders.xlsx": file})


# --- currencies -------------------------------------------------------------------------------


def _formatted(header, *codes):
    def touch(sheet):
        for row, code in enumerate(codes, 2):
            sheet.cell(row, 3).number_format = code

    return book([header, *(["K1", DAY, at + 0.5] for at in range(len(codes)))], touch)


@pytest.mark.parametrize(
    ("header", "codes", "word"),
    [
        (GERMAN, ('0.00 "€"', '0.00 "lei"'), "lei"), (SHOP, ('"US$"0.00', '"S/"0.00'), "S/"),
        (SHOP, ('"S$"0.00', '"RM"0.00'), "RM"), (SPANISH, ('"US$"0.00', '"AR$"0.00'), "AR$"),
        (FRENCH, ('0.00 "€"', "0.00 [$lei-418]"), "lei"),
        (GERMAN, ('0.00 "€"', '"$"#,##0.00_);("$"#,##0.00)'), "computer"),
    ],
)  # fmt: skip
def test_a_sign_beside_a_known_currency_that_nobody_knows_is_said(check, header, codes, word):
    found = check({"umsatz.xlsx": _formatted(header, *codes)})
    said = " ".join(w.message for w in found.receipt.warnings if w.code == "currency_in_part")
    assert word in said or (word == "computer" and found.receipt.amount_sum is None)


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        (GERMAN, ('0.00 "€"', "0.00")), (SHOP, ('0.00 "Std"', '0.00 "p/m"')),
        (FRENCH, ('0.00 "€"', '0.00 [$€-407]')), (SPANISH, ('0.00" h"', "0.00")),
    ],
)  # fmt: skip
def test_words_without_a_currency_beside_them_say_nothing(check, header, codes):
    assert "currency_in_part" not in check({"umsatz.xlsx": _formatted(header, *codes)}).warned


def test_formats_beside_a_column_of_currencies_say_nothing(check):
    rows = [[*SHOP, "Currency"], ["K1", DAY, 5.5, "EUR"], ["K1", DAY, 7.5, "EUR"]]

    def touch(sheet):
        sheet["C2"].number_format, sheet["C3"].number_format = '0.00 "€"', '0.00 "lei"'

    assert "currency_in_part" not in check({"orders.xlsx": book(rows, touch)}).warned


_LINES = "{};{};{}\nK1;31.03.2024;5,50\nK{at};02.04.2024;7,25\n"


@pytest.mark.parametrize(
    ("header", "names"),
    [(SHOP, ("sales_eur", "sales_usd")), (GERMAN, ("Umsatz CHF", "Umsatz EUR")),
     (FRENCH, ("ventes-EUR", "ventes-GBP"))],
)  # fmt: skip
def test_names_of_several_currencies_are_asked_about_and_answered(check, header, names):
    files = {f"{name}.csv": _LINES.format(*header, at=at) for at, name in enumerate(names, 2)}
    with pytest.raises(InputRefused) as told:
        check(files)
    assert told.value.code == "several_currencies"
    answers = told.value.to_do.partition(":\n")[2]
    found = check({**files, "columns.toml": answers})
    assert len(found.receipt.amount_sum_by_currency) == 2


@pytest.mark.parametrize(
    ("header", "names"),
    [(SHOP, ("sales_eur_2023", "sales_eur_2024")), (GERMAN, ("Umsatz CHF", "Umsatz")),
     (SPANISH, ("ventas_norte", "ventas_sur"))],
)  # fmt: skip
def test_names_of_one_currency_or_none_are_read(check, header, names):
    found = check(
        {f"{name}.csv": _LINES.format(*header, at=at) for at, name in enumerate(names, 2)}
    )
    assert found.receipt.amount_sum == "25.50"


def test_sheets_named_by_currencies_are_asked_about(check):
    workbook = Workbook()
    for name in ("EUR", "USD"):
        sheet = workbook.create_sheet(name)
        for row in (SHOP, ["K1", DAY, 5.5], ["K2", DAY, 7]):
            sheet.append(row)
    del workbook["Sheet"]
    with pytest.raises(InputRefused, match="several currencies"):
        check({"orders.xlsx": saved(workbook), "columns.toml": '["orders.xlsx"]\nsheet = "*"\n'})
