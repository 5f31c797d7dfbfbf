"""Files of one header are asked about once, with one section that answers for all of them."""

import pytest
from openpyxl import Workbook

from analysis.columns.namepatterns import pattern_of
from intake.books import saved


def _exports(named: str, header: str, months: int = 3) -> dict[str, str]:
    return {
        named.format(f"2024-{month:02}"): header + "".join(
            f"C{n % 5};R{month}{n};2024-{month:02}-{n + 1:02};{n}.25;{n}.75\n" for n in range(20)
        )
        for month in range(1, months + 1)
    }  # fmt: skip


OLD = _exports("old {}.csv", "Customer No;Invoice No;Invoice Date;Net Amount;Gross Amount\n")
NEW = _exports("new {} invoices.csv", "Account No;Document No;Posting Date;Turn A;Turn B\n")
NEW = {name: text.replace("2024-", "2025-").replace(";R", ";N") for name, text in NEW.items()}


def test_files_of_one_header_are_asked_about_once(refused, check):
    files, answers = {**OLD, **NEW}, ""
    for pattern, amount in (("new * invoices.csv", "Turn A"), ("old *.csv", "Net Amount")):
        refusal = refused({**files, "columns.toml": answers})
        section = f'["{pattern}"]\ntable = "transactions"\n'
        assert section in refusal.to_do
        assert "in 2 other files" in refusal.happened
        answers += f'{section}amount = "{amount}"\n'

    assert check({**files, "columns.toml": answers}).receipt.rows_good == 120


def test_names_without_a_pattern_are_all_listed(refused):
    names = ("north.csv", "east.csv", "south.csv")
    other = dict(zip(names, NEW.values(), strict=True))
    said = refused({**OLD, **other}).to_do

    assert all(f'["{name}"]' in said for name in names)


def test_workbooks_of_several_sheets_are_asked_about_once(refused, check):
    book = Workbook()
    for name, day in (("Sheet", 1), ("B", 2)):
        sheet = book[name] if name in book else book.create_sheet(name)
        sheet.append(["Customer No", "Order Date", "Amount"])
        sheet.append(["C1", f"2024-03-0{day}", 5])
    files = {"sales 01.xlsx": saved(book)}
    book["B"]["C2"] = 6
    files["sales 02.xlsx"] = saved(book)
    refusal = refused({**files, "x.csv": OLD["old 2024-01.csv"].replace("Gross Amount", "Tax")})

    assert '["sales *.xlsx"]\nsheet = ' in refusal.to_do
    assert "in 1 other file" in refusal.happened
    told = {"columns.toml": '["sales *.xlsx"]\nsheet = "*"\n'}
    assert check({**files, **told}).receipt.rows_good == 4


@pytest.mark.parametrize(
    ("names", "beside", "pattern"),
    [
        (["Umsatz Januar 2023.csv", "Umsatz Februar 2023.csv"], ["b.csv"], "Umsatz * *.csv"),
        (["Umsatz Mai.csv", "Umsatz März.csv"], ["Umsatz.csv"], "Umsatz *.csv"),
        (["a_01.csv", "a_02.csv"], ["a_03.csv"], ""),
        (["ja.csv", "no.csv"], ["b.csv"], ""),
        (["sales [1].csv", "sales [2].csv"], ["b.csv"], "sales [[]*].csv"),
        (["2024-01.csv", "2024-02.csv"], ["b.csv"], ""),
    ],
)
def test_a_pattern_fits_its_files_and_no_other(names, beside, pattern):
    assert pattern_of(names, [*names, *beside]) == pattern
