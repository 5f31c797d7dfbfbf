"""What a later run says has changed since a column map was written."""

from __future__ import annotations

import pytest

from analysis.errors import InputRefused
from intake.mapped import CRM, JANUARY, checked, mapped, warned, write


def test_the_next_month_says_in_one_warning_what_has_changed(tmp_path):
    folder = write(tmp_path / "e", umsatz_01__csv=JANUARY)
    mapped(folder)
    text = (
        "Kd-Nr,Kunde,Belegnr,Rechnungsdatum,Betrag netto,Status,Skonto,Kanal\n"
        '0101,Müller GmbH,R-5,03.02.2024,"1.290,00",bezahlt,"1,00",Web\n'
        '0102,Anna Schmidt,R-6,04.02.2024,"12,90",refunded,"0,00",Laden\n'
    )
    write(folder, umsatz_02__csv=text)

    (told,) = warned(folder, "export_changed", folder / "umsatz_02.csv")

    assert "new columns 'Skonto', 'Kanal' (used: 'Kanal' as channel)" in told
    assert "column 'Liefertermin' is gone" in told
    assert "the delimiter is comma, it was semicolon" in told
    assert "new status word 'refunded'" in told
    assert "another order" not in told


def test_another_encoding_and_order_of_columns_are_said(tmp_path):
    folder = write(tmp_path / "e", ventes__csv=CRM)
    mapped(folder)
    text = "Montant HT;Code client;Date de facture\n10,50;É1;2024-01-15\n"
    (folder / "ventes.csv").write_bytes(text.encode("cp1252"))

    (told,) = warned(folder, "export_changed")

    assert "the columns stand in another order" in told
    assert "the encoding is cp1252, it was utf-8" in told


def test_a_month_in_another_style_of_dates_and_without_decimals_is_said(tmp_path):
    january = [f'{at},{at + 12}.01.2024,"{at},50"' for at in range(1, 13)]
    february = [f"{at},{at:02d}/02/2024,{at}50" for at in range(1, 13)]
    head = "customer_id,order_date,amount"
    folder = write(tmp_path / "e", t_1__csv="\n".join([head, *january]) + "\n")
    mapped(folder)
    write(folder, t_2__csv="\n".join([head, *february]) + "\n")

    (told,) = warned(folder, "export_changed", folder / "t_2.csv")

    assert "dates are written with /, they were with ., and nothing proves their order" in told
    assert (
        "all amounts are whole, they had decimals behind ,: are they cents now (amount_in" in told
    )


WITH_A_COLUMN = CRM.replace("HT", "HT;Devise").replace(",50", ",50;EUR").replace(",00", ",00;EUR")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (JANUARY, JANUARY.replace("€", "$")),
        (CRM.replace("HT", "(EUR)"), CRM.replace("HT", "(USD)")),
        (WITH_A_COLUMN, WITH_A_COLUMN.replace("EUR", "USD")),
    ],
)
def test_another_currency_is_said_and_the_same_one_is_not(tmp_path, before, now):
    folder = write(tmp_path / "e", ventes__csv=before)
    mapped(folder)
    assert warned(folder, "export_changed") == []

    write(folder, ventes__csv=now)

    (told,) = warned(folder, "export_changed")
    assert ": amounts are in USD, they were in EUR." in told


@pytest.mark.parametrize("left_out", ["", "#"])
def test_a_status_column_that_is_gone_everywhere_is_said(tmp_path, left_out):
    folder = write(tmp_path / "e", umsatz__csv=JANUARY)
    mapped(folder)
    path = folder / "columns.toml"
    path.write_text(path.read_text().replace("\nstatus =", f"\n{left_out}status ="))
    if not left_out:
        write(folder, umsatz__csv=JANUARY.replace(";Status", ";Art").replace("bezahlt", "x"))

    told = warned(folder, "export_changed")

    assert left_out or "it lacks 'Status': nothing is read as status" in told[0]


def test_what_the_map_says_of_a_file_is_no_change(tmp_path):
    folder = write(tmp_path / "e", t_1__csv=CRM)
    mapped(folder)
    path = folder / "columns.toml"
    write(folder, t_2__csv=CRM.replace("2024-01", "2024-03").replace(",", "."))
    with pytest.raises(InputRefused, match="in its own section"):
        checked(folder)

    path.write_text(path.read_text() + '\n["t_2.csv"]\ntable = "transactions"\ndecimal = "."\n')

    assert warned(folder, "export_changed") == []


def test_many_files_with_one_change_are_one_warning(tmp_path):
    folder = write(tmp_path / "e", ventes_1__csv=CRM)
    mapped(folder)
    for month in "345":
        text = CRM.replace("HT", "HT;Remise").replace(",50", f",5{month};1").replace(",00", ",00;2")
        write(folder, **{f"ventes_{month}__csv": text})

    (told,) = warned(folder, "export_changed")

    assert told.startswith("ventes_3.csv and 2 more files are not as columns.toml was written for")


def test_a_section_of_one_line_takes_no_other_table(tmp_path):
    folder = write(
        tmp_path / "e",
        umsatz__csv=JANUARY,
        werbesperren__csv="Kd-Nr;seit\n0101;01.02.2024\n",
        kunden__csv="Kd-Nr;Firma;Segment\n0101;Müller GmbH;A\n0102;Schmidt;B\n",
    )
    mapped(folder)
    write(
        folder,
        kunden__csv="Kd-Nr;Name1;Kundengruppe\n0101;Müller GmbH;A\n0102;Schmidt;B\n",
        bonitaet__csv="Kd-Nr;Bonität\n0101;gut\n0102;mittel\n",
        werbesperren__csv="Kd-Nr;seit;Grund\n0101;01.02.2024;kein Anruf\n",
    )

    receipts = checked(folder)

    assert receipts["suppressions"].rows_in == 1
    assert {file.name for file in receipts["suppressions"].inputs} == {"werbesperren.csv"}
    assert receipts["customers"].rows_good >= 2


def test_a_section_of_one_line_is_for_files_like_the_one_it_was_written_for(tmp_path):
    folder = write(
        tmp_path / "e", umsatz__csv=JANUARY, werbesperren__csv="Kd-Nr;zork\n0101;x\n0102;y\n"
    )
    mapped(folder)
    (folder / "werbesperren.csv").rename(folder / "liste.csv")

    assert checked(folder)["suppressions"].rows_in == 2
