"""A column that columns.toml names and a file lacks: read, told, or asked with lines that work."""

import re

import pytest
from openpyxl.workbook import Workbook

from analysis.cli import main
from analysis.errors import InputRefused
from analysis.intake import check_exports
from analysis.intake.mapping import map_exports
from analysis.workspace import Workspace
from intake.books import saved

MAP = '[transactions]\norder_id = "Beleg"\ncustomer_id = "Kd-Nr"\namount = "Netto"\n'
OLD = "Beleg;Datum;Kd-Nr;Netto;Status"


def month(header: str, number: int, *, status: bool = True) -> str:
    rows = (
        f"R{number}{at};{at + 13}.0{number}.2024;K{at % 3};{at + 5},00{';bezahlt' * status}"
        for at in range(6)
    )
    return "\n".join([header, *rows]) + "\n"


JAN, FEB = month(OLD, 1), month(OLD, 2)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (OLD, None),
        (OLD.upper(), None),
        (OLD.replace("Kd-Nr", "Kundennummer"), "lacks 'Kd-Nr': 'Kundennummer' is read as customer"),
        (OLD.replace("Netto", "Nettobetrag"), "lacks 'Netto': 'Nettobetrag' is read as amount"),
        ("Buchung;Datum;Kd-Nr;Netto;Status", "lacks 'Beleg': nothing is read as order_id"),
    ],
)
def test_a_file_of_another_header_is_read_where_nothing_is_in_doubt(check, header, told):
    found = check(
        {"u_1.csv": JAN, "u_2.csv": FEB, "u_3.csv": month(header, 3), "columns.toml": MAP}
    )

    said = [w.message for w in found.receipt.warnings if w.code == "export_changed"]
    assert found.receipt.amount_sum == "135.00"
    assert found.receipt.n_customers == 3
    assert len(said) == (told is not None)
    assert told is None or (said[0].startswith("u_3.csv is not as") and told in said[0])


def _pasted(refusal: InputRefused) -> str:
    """Return the lines that a refusal shows, the first of several answers."""
    lines = refusal.to_do.partition("columns.toml:\n")[2] or refusal.to_do.partition("lines:\n")[2]
    return lines.partition("\nor\n")[0] + "\n"


@pytest.mark.parametrize(
    ("header", "section"),
    [
        ("Beleg;Datum;Kd-Nr;Nettobetrag;Bruttobetrag", "neu_*.csv"),  # which of two
        ("Beleg;Datum;Kd-Nr;Brutto", "neu_*.csv"),  # net became gross
        ("Beleg;Datum;Kunde;Netto", "neu_*.csv"),  # a number became a name
        ("Beleg;Datum;Kd-Nr;Zork", "neu_*.csv"),  # by its cells alone
    ],
)
def test_a_doubt_is_asked_with_a_section_of_its_own_that_works_at_once(
    check, refused, header, section
):
    wide = header.count(";") == 4
    new = [
        month(header, at, status=False).replace(",00", ",00;9,00" * wide or ",00") for at in (3, 4)
    ]
    files = {"u_1.csv": JAN, "u_2.csv": FEB, "neu_3.csv": new[0], "neu_4.csv": new[1]}

    refusal = refused({**files, "columns.toml": MAP})

    assert (refusal.code, refusal.file) == ("mapped_column_missing", "neu_3.csv")
    assert f'["{section}"]' in refusal.to_do
    found = check({**files, "columns.toml": MAP + _pasted(refusal)})
    assert (found.receipt.amount_sum, found.receipt.rows_good) == ("180.00", 24)


def test_a_file_of_the_same_name_but_its_month_gets_a_section_of_its_very_name(refused):
    new = month("Beleg;Datum;Kunde;Netto;Status", 3)
    refusal = refused({"u_1.csv": JAN, "u_2.csv": FEB, "u_3.csv": new, "columns.toml": MAP})
    assert '["u_3.csv"]\ntable = "transactions"\ncustomer_id = "Kunde"' in refusal.to_do


def test_a_slip_in_the_map_is_no_column_that_is_gone(refused):
    slip = MAP + 'currency = "Wahrung"\n'
    refusal = refused({"u_1.csv": JAN, "u_2.csv": FEB, "columns.toml": slip})
    assert refusal.to_do.startswith("correct `currency` in columns.toml")


def test_an_opt_out_that_is_gone_is_never_passed_over(check, refused):
    stated = '[contacts]\ncustomer_id = "Kd-Nr"\ndo_not_contact = "Keine Werbung"\n'
    files = {
        "contacts_1.csv": "Kd-Nr;Name;Keine Werbung\nK1;A;ja\nK2;B;nein\n",
        "contacts_2.csv": "Kd-Nr;Name\nK3;C\n",
    }

    refusal = refused({**files, "columns.toml": stated}, table="contacts")

    assert "whoever wants no contact would not be known" in refusal.happened
    found = check({**files, "columns.toml": stated + _pasted(refusal)}, table="contacts")
    assert found.receipt.rows_good == 3


def test_a_section_of_a_file_that_names_some_columns_has_the_others_of_its_table(check):
    own = '["neu_*.csv"]\ntable = "transactions"\ncustomer_id = "Wer"\n'
    new = month("Beleg;Datum;Wer;Netto;Brutto", 3, status=False).replace(",00", ",00;9,00")
    found = check({"u_1.csv": JAN, "neu_3.csv": new, "columns.toml": MAP + own})
    assert (found.receipt.amount_sum, found.receipt.n_customers) == ("90.00", 3)


def test_the_map_takes_a_file_of_another_header_over_and_nothing_is_said_again(tmp_path):
    for at in (1, 2):
        (tmp_path / f"u_{at}.csv").write_text(month(OLD, at), encoding="utf-8")
    map_exports([tmp_path], out=tmp_path)
    before = (tmp_path / "columns.toml").read_text(encoding="utf-8")
    new = month(OLD.replace("Kd-Nr", "Kundennummer").replace("Status", "Ort"), 3)
    (tmp_path / "u_3.csv").write_text(new, encoding="utf-8")

    made = map_exports([tmp_path], out=tmp_path)

    assert made.written.text.startswith(before)
    assert re.search(r'\["u_3.csv"\]\n(.*\n)*customer_id = "Kundennummer"', made.written.text)
    receipt = check_exports([tmp_path], Workspace(tmp_path / "w")).receipts["transactions"]
    assert (receipt.rows_good, receipt.n_customers) == (18, 3)
    assert "export_changed" not in {w.code for w in receipt.warnings}


SEEN = '[transactions.seen]\nheader = ["Beleg", "Datum", "Kd-Nr", "Netto", "Brutto"]\n'
WIDE = month("Beleg;Datum;Kd-Nr;Netto;Brutto", 1, status=False).replace(",00", ",00;9,00")


def test_a_question_that_the_map_left_open_is_asked_again(refused):
    stated = '[transactions]\ncustomer_id = "Kd-Nr"\n' + SEEN
    refusal = refused({"u_1.csv": WIDE, "columns.toml": stated})
    assert 'amount = "Netto"\nor\namount = "Brutto"' in refusal.to_do


def test_what_the_map_did_not_use_is_not_read_for_what_is_gone_unasked(check, refused):
    files = {"u_1.csv": WIDE, "neu_2.csv": month("Beleg;Datum;Kd-Nr;Brutto", 2, status=False)}
    refusal = refused({**files, "columns.toml": MAP + SEEN})
    assert "'Brutto' was there when the map was written, and not used" in refusal.happened
    found = check({**files, "columns.toml": MAP + SEEN + _pasted(refusal)})
    assert found.receipt.rows_good == 12


def test_a_header_is_no_name_of_a_map_without_its_first_word(check):
    """'Kd. Nr' is not found in 'Nr': only what a program puts before a name is left away."""
    stated = '[transactions]\ncustomer_id = "Kd. Nr"\namount = "Netto"\n'
    old = [f"K{at};{at + 13}.01.2024;5,00" for at in range(6)]
    rows = [f"{at};{at + 13}.02.2024;K{at};5,00" for at in range(6)]
    new = "\n".join(["Nr;Datum;Kundennummer;Netto", *rows]) + "\n"
    old = "\n".join(["Kd. Nr;Datum;Netto", *old]) + "\n"
    found = check({"u_1.csv": old, "u_2.csv": new, "columns.toml": stated})
    assert found.receipt.n_customers == 6


def test_a_second_doubt_about_a_file_is_asked_under_the_section_that_it_has(check, refused):
    own = '["neu_*.csv"]\ntable = "transactions"\namount = "Nettobetrag"\n'
    header = "Beleg;Datum;Kunde;Nettobetrag;Bruttobetrag"
    new = [month(header, at, status=False).replace(",00", ",00;9,00") for at in (3, 4)]
    files = {"u_1.csv": JAN, "neu_3.csv": new[0], "neu_4.csv": new[1]}

    refusal = refused({**files, "columns.toml": MAP + own})

    assert refusal.to_do.endswith('["neu_*.csv"]\ntable = "transactions"\ncustomer_id = "Kunde"')
    found = check({**files, "columns.toml": MAP + own + 'customer_id = "Kunde"\n'})
    assert (found.receipt.rows_good, found.receipt.amount_sum) == (18, "135.00")


def test_a_sheet_that_no_section_can_answer_for_is_to_be_saved_apart(refused):
    workbook = Workbook()
    for year, header in ((2022, OLD), (2023, OLD.replace("Netto", "Brutto"))):
        sheet = workbook.create_sheet(str(year))
        for line in month(header, 1).splitlines():
            sheet.append(line.split(";"))
    del workbook["Sheet"]
    own = MAP + 'ordered_on = "Datum"\n["u.xlsx"]\nsheet = "*"\n'

    refusal = refused({"u.xlsx": saved(workbook), "columns.toml": own})

    assert refusal.happened.startswith("u.xlsx, sheet '2023', lacks 'Netto' (amount)")
    assert "save this one as a file of its own" in refusal.to_do


SALES = "Nº Cliente;Fecha;Importe\nC1;31/01/2024;5,00\nC2;29/02/2024;6,00\n"
WHYS = "Nº Cliente;Motivo\nC1;precio demasiado alto\n"


def test_a_table_that_the_map_has_seen_and_that_is_gone_from_the_folder_is_said(tmp_path):
    folder = tmp_path / "e"
    folder.mkdir()
    for name, text in (("ventas.csv", SALES), ("motivos.csv", WHYS)):
        (folder / name).write_text(text, encoding="utf-8")
    assert main(["map", str(folder), "--out", str(folder / "columns.toml")]) == 0

    def told(export):
        intake = check_exports([export], Workspace(tmp_path / "w"))
        return [one for one in intake.receipts["transactions"].warnings if one.code == "table_gone"]

    assert not told(folder)  # both are there
    (folder / "motivos.csv").unlink()
    assert "[reasons]" in told(folder)[0].message
    assert not told(folder / "ventas.csv")  # one file was asked for, and the others were not


def test_clean_a_section_by_hand_for_a_table_that_is_not_there_is_no_table_gone(check):
    by_hand = '[reasons]\nnote = "Motivo"\n'
    assert "table_gone" not in check({"ventas.csv": SALES, "columns.toml": by_hand}).warned
