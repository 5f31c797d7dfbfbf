"""What a later run says has changed since a column map was written."""

from __future__ import annotations

import pytest

from analysis.errors import InputRefused
from analysis.intake.mapping import map_exports
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
    assert "all amounts are whole, they had decimals behind ,: if they are cents now" in told


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


# ------------------------------------------------ what the map recorded, held against the new month

HEADS = {
    "de": "Belegnr;Kundennr;Rechnungsdatum;Betrag",
    "en": "Order No;Customer ID;Order Date;Amount",
    "fr": "N° facture;Code client;Date de facture;Montant",
}


def month_of(head, amounts, *, day="{:02d}.{:02d}.2024", month=1, days=range(1, 29)):
    rows = (
        f"R{month}{at};K{at % 9};{day.format(on, month)};{amount}"
        for at, (on, amount) in enumerate(zip(list(days) * 4, amounts, strict=False))
    )
    return "\n".join([head, *rows, ""])


def two_months(tmp_path, head, february, day="{:02d}.{:02d}.2024"):
    """A map that was written for January beside another month alone."""
    name, amounts = "umsatz_2024-02.csv", [f"{1000 + 37 * at:,}.{at:02d}" for at in range(60)]
    january = month_of(head, [one.translate(SWAP) for one in amounts], day=day)
    folder = write(tmp_path / "e", **{"umsatz_2024-01__csv": january})
    mapped(folder)
    (folder / "umsatz_2024-01.csv").unlink()
    (folder / name).write_text(february, encoding="utf-8")
    return folder


SWAP = str.maketrans(",.", ".,")


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_whole_amounts_that_the_recorded_sign_would_cut_are_asked_about(tmp_path, head):
    february = month_of(head, [f"{1000 + 37 * at:,}" for at in range(60)], month=2)
    folder = two_months(tmp_path, head, february)
    with pytest.raises(InputRefused) as caught:
        checked(folder)
    assert caught.value.code == "ambiguous_decimal"
    assert "as their map was written for" not in map_exports([folder]).in_words()

    for sign, total in ((".", 60 * 1000 + 37 * 59 * 30), (",", 60 + 0.037 * 59 * 30)):
        with (folder / "columns.toml").open("a", encoding="utf-8") as map_:
            map_.write(f'\n["umsatz_2024-02.csv"]\ndecimal = "{sign}"\n')
        assert float(checked(folder)["transactions"].amount_sum) == pytest.approx(total)
        text = (folder / "columns.toml").read_text(encoding="utf-8")
        (folder / "columns.toml").write_text(text[: text.index('\n["umsatz')], encoding="utf-8")


@pytest.mark.parametrize("amount", ["{},50", "{}"])
def test_clean_amounts_with_decimals_or_without_thousands_are_read_as_recorded(tmp_path, amount):
    february = month_of(HEADS["de"], [amount.format(100 + at) for at in range(60)], month=2)
    checked(two_months(tmp_path, HEADS["de"], february))


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_recorded_order_that_the_name_of_the_file_speaks_against_is_asked_about(tmp_path, head):
    amounts = [f"{100 + at},50" for at in range(60)]
    turned = month_of(head, amounts, day="{1:02d}/{0:02d}/2024", month=2, days=range(1, 13))
    slashes = "{:02d}/{:02d}/2024"
    folder = two_months(tmp_path, head, turned, slashes)
    with pytest.raises(InputRefused) as caught:
        checked(folder)
    assert caught.value.code == "stated_order_contradicted"
    assert 'date_order = "mdy"' in caught.value.to_do

    with (folder / "columns.toml").open("a", encoding="utf-8") as map_:
        map_.write('\n["umsatz_2024-02.csv"]\ndate_order = "mdy"\n')
    found = checked(folder)["transactions"]
    assert found.rows_good == 48

    alike = month_of(head, amounts, day=slashes, month=2, days=range(1, 13))
    (tmp_path / "b").mkdir()
    found = checked(two_months(tmp_path / "b", head, alike, slashes))["transactions"]
    assert found.rows_good == 48


def test_another_layout_is_read_by_its_own_signs_and_dates(tmp_path):
    amounts = [f"{1000 + 37 * at:,}.{at:02d}" for at in range(60)]
    english = month_of(HEADS["en"], amounts, day="{1:02d}/{0:02d}/2024", month=2)
    found = checked(two_months(tmp_path, HEADS["de"], english))["transactions"]
    assert found.rows_good == 60


@pytest.mark.parametrize(
    ("head", "more", "code", "named"),
    [
        ("de", ("Netto", "{:.2f}"), "map_in_doubt", "Netto"),
        ("en", ("Net amount", "{:.2f}"), "map_in_doubt", "Net amount"),
        ("fr", ("Montant HT", "{:.2f}"), "map_in_doubt", "Montant HT"),
    ],
)
def test_a_new_column_that_would_be_asked_about_without_the_map_is_said(
    tmp_path, head, more, code, named
):
    header, cell = HEADS[head] + ";" + more[0], more[1]
    amounts = [
        f"{100 + at:.2f};{cell.format((100 + at) / 1.2)}".translate(SWAP) for at in range(60)
    ]
    folder = two_months(tmp_path, HEADS[head], month_of(header, amounts, month=2))
    (told,) = warned(folder, code)
    assert f"'{named}'" in told


def test_a_new_day_and_words_that_lower_money_now_are_said(tmp_path):
    header = HEADS["en"].replace("Order Date", "Date") + ";Type"
    sold = [f"{100 + at}.50;Sale" if at % 9 else f"-{100 + at}.50;Refund" for at in range(60)]
    folder = write(tmp_path / "e", **{"a_2024-01__csv": month_of(header, sold)})
    mapped(folder)
    (folder / "a_2024-01.csv").unlink()
    back = [f"{100 + at}.50;{'Refund' if at % 9 == 0 else 'Sale'}" for at in range(60)]
    text = month_of(header + ";Order date", [f"{one};2024-02-01" for one in back], month=2)
    write(folder, **{"a_2024-02__csv": text})

    told = warned(folder, "map_in_doubt")

    assert [one.split("'")[1] for one in told] == ["Order date", "Type"]
    mapped(folder)  # and they stay in doubt until they are answered
    assert warned(folder, "map_in_doubt") == told
    text = (folder / "columns.toml").read_text(encoding="utf-8")
    assert '#ignore = ["Order date"]' in text.replace("# ", "#")
    assert '#line_type = "Type"' in text.replace("# ", "#")
    answers = ["[transactions]", 'ignore = ["Type", "Order date"]']
    kept = (folder / "columns.toml").read_text(encoding="utf-8")
    kept = kept.replace(answers[0], "\n".join(answers), 1)
    (folder / "columns.toml").write_text(kept, encoding="utf-8")
    assert warned(folder, "map_in_doubt") == []


@pytest.mark.parametrize("name", ["Email", "Salesperson", "Delivery note", "Land"])
def test_clean_a_new_column_of_no_weight_is_no_doubt(tmp_path, name):
    rows = [f"{100 + at},50;x{at}" for at in range(60)]
    folder = two_months(tmp_path, HEADS["de"], month_of(f"{HEADS['de']};{name}", rows, month=2))
    assert warned(folder, "map_in_doubt") == []


def test_cents_that_have_parts_are_said_with_the_line_for_the_file(tmp_path):
    february = month_of(HEADS["en"], [f"{100 + at},50" for at in range(60)], month=2)
    folder = two_months(tmp_path, HEADS["en"], february)
    text = (folder / "columns.toml").read_text(encoding="utf-8")
    stated = text.replace("[transactions]", '[transactions]\namount_in = "cents"', 1)
    (folder / "columns.toml").write_text(stated, encoding="utf-8")
    (told,) = warned(folder, "units_differ")
    assert 'amount_in = "units" under ["umsatz_2024-02.csv"]' in told


def test_an_opt_out_that_is_gone_is_missed_after_the_map_was_written_anew(tmp_path):
    master = "Customer ID,Name,Do not contact\n" + "".join(
        f"K{at},Firm {at},{'yes' if at == 3 else 'no'}\n" for at in range(9)
    )
    folder = write(tmp_path / "e", customers__csv=master)
    mapped(folder)
    write(folder, customers__csv=master.replace(",Do not contact", "").replace(",yes", "").replace(
        ",no", ""))  # fmt: skip
    mapped(folder)
    with pytest.raises(InputRefused, match="would not be known"):
        checked(folder)
