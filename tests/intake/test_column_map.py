"""``whyleft map``: what it proposes, what it asks, what a later run says has changed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.intake import check_exports, map_exports
from analysis.intake.mapping import MapMade
from analysis.workspace import Workspace

# A German ERP: preamble, semicolons, decimal commas, a name and a second date beside what counts.
JANUARY = (
    "Auswertung Umsatz Januar;;;;;;\n;;;;;;\n"
    "Kd-Nr;Kunde;Belegnr;Rechnungsdatum;Liefertermin;Betrag netto;Status\n"
    "0101;Müller GmbH;R-1;03.01.2024;05.01.2024;1.290,00 €;bezahlt\n"
    "0102;Anna Schmidt;R-2;14.01.2024;16.01.2024;12,90 €;offen\n"
    "0103;Café Özil;R-3;25.01.2024;;-45,00 €;Gutschrift\n"
    "0101;Müller GmbH;R-4;31.01.2024;02.02.2024;99,99 €;storniert\n"
)
HEADER = "Kd-Nr;Kunde;Belegnr;Rechnungsdatum;Liefertermin;Betrag netto;Status"
# A shop of which no date and no amount proves its style.
SHOP = "Customer ID,Order Date,Amount\n17,03/04/2024,250\n18,04/04/2024,110\n19,12/11/2023,90\n"
# A French CRM.
CRM = "Code client;Date de facture;Montant HT\nC1;2024-01-15;10,50\nC2;2024-02-15;20,00\n"


def _write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def _map(folder: Path) -> MapMade:
    return map_exports([folder], out=folder)


def _evidence(made: MapMade, column: str) -> str:
    (found,) = [c for c in made.proposal.files[0].columns if c.column == column]
    return "; ".join(found.evidence)


def _check(folder: Path, path: Path | None = None):
    where = Workspace(folder.parent / f"w{len(list(folder.parent.iterdir()))}")
    return check_exports([path or folder], where).receipts


def _warned(folder: Path, code: str, path: Path | None = None) -> list[str]:
    receipts = _check(folder, path)
    return [w.message for r in receipts.values() for w in r.warnings if w.code == code]


def test_each_choice_stands_beside_its_evidence(tmp_path):
    made = _map(_write(tmp_path / "e", umsatz__csv=JANUARY))

    assert "day first: 3 of 4 dates have a first part above 12" in _evidence(made, "ordered_on")
    assert "2024-01-03 to 2024-01-31" in _evidence(made, "ordered_on")
    amount = _evidence(made, "amount")
    assert "decimal comma: 4 of 4 cells prove it" in amount
    assert "currency in the cells: EUR" in amount
    assert "1 negative line read as a return" in amount
    assert "storniert 1 (no order)" in _evidence(made, "status")
    assert "'Kunde' would fit too: not used" in _evidence(made, "customer_id")
    assert "#   'Liefertermin': also looks like a date" in made.written.text


def test_evidence_comes_from_the_whole_file(tmp_path):
    rows = "".join(f"{n},{n % 12 + 1:02}/05/2024,{n}.50\n" for n in range(1200))
    text = f"customer_id,order_date,amount\n{rows}9,05/17/2024,7.25\n"

    made = _map(_write(tmp_path / "e", orders__csv=text))

    told = _evidence(made, "ordered_on")
    assert "month first: 1 of 1,201 dates has a second part above 12" in told


def test_dates_amounts_and_status_words_are_shown_and_people_are_not(tmp_path):
    text = _map(_write(tmp_path / "e", umsatz__csv=JANUARY)).written.text

    for plain in ("03.01.2024", "1.290,00 €", "bezahlt"):
        assert plain in text
    for hidden in ("Müller", "Schmidt", "0101", "R-1"):
        assert hidden not in text


@pytest.mark.parametrize("note", ["Anna 0171 555", "12.03.1971"])
def test_samples_of_a_column_nobody_named_are_masked(tmp_path, note):
    text = f"customer_id,order_date,amount,memo\n1,2024-01-31,5.00,{note}\n"

    made = _map(_write(tmp_path / "e", orders__csv=text))

    assert note not in made.written.text
    assert made.proposal.files[0].unused[0].header == "memo"


def test_a_name_in_an_amount_column_is_masked(tmp_path):
    text = "customer_id,order_date,amount\n1,2024-01-31,5.00\n2,2024-02-01,see Anna\n"

    assert "Anna" not in _map(_write(tmp_path / "e", orders__csv=text)).written.text


@pytest.mark.parametrize("export", [JANUARY, CRM, SHOP.replace("03/04", "03/14")])
def test_the_written_map_is_reused_without_a_word(tmp_path, export):
    folder = _write(tmp_path / "e", orders__csv=export)
    before = _check(folder)["transactions"].amount_sum

    made = _map(folder)

    assert not made.proposal.as_dict()["n_questions"]
    assert _check(folder)["transactions"].amount_sum == before
    assert _warned(folder, "export_changed") == []
    assert map_exports([folder]).in_words() == "These exports are as their map was written for."


def test_the_next_month_says_in_one_warning_what_has_changed(tmp_path):
    folder = _write(tmp_path / "e", umsatz_01__csv=JANUARY)
    _map(folder)
    text = (
        "Kd-Nr,Kunde,Belegnr,Rechnungsdatum,Betrag netto,Status,Skonto,Kanal\n"
        '0101,Müller GmbH,R-5,03.02.2024,"1.290,00",bezahlt,"1,00",Web\n'
        '0102,Anna Schmidt,R-6,04.02.2024,"12,90",refunded,"0,00",Laden\n'
    )
    _write(folder, umsatz_02__csv=text)

    (told,) = _warned(folder, "export_changed", folder / "umsatz_02.csv")

    assert "new columns 'Skonto', 'Kanal' (used: 'Kanal' as channel)" in told
    assert "column 'Liefertermin' is gone" in told
    assert "the delimiter is comma, it was semicolon" in told
    assert "new status word 'refunded'" in told
    assert "another order" not in told


def test_another_encoding_and_order_of_columns_are_said(tmp_path):
    folder = _write(tmp_path / "e", ventes__csv=CRM)
    _map(folder)
    text = "Montant HT;Code client;Date de facture\n10,50;É1;2024-01-15\n"
    (folder / "ventes.csv").write_bytes(text.encode("cp1252"))

    (told,) = _warned(folder, "export_changed")

    assert "the columns stand in another order" in told
    assert "the encoding is cp1252, it was utf-8" in told


def test_a_month_in_another_style_of_dates_and_without_decimals_is_said(tmp_path):
    january = [f'{at},{at + 12}.01.2024,"{at},50"' for at in range(1, 13)]
    february = [f"{at},{at:02d}/02/2024,{at}50" for at in range(1, 13)]
    head = "customer_id,order_date,amount"
    folder = _write(tmp_path / "e", t_1__csv="\n".join([head, *january]) + "\n")
    _map(folder)
    _write(folder, t_2__csv="\n".join([head, *february]) + "\n")

    (told,) = _warned(folder, "export_changed", folder / "t_2.csv")

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
    folder = _write(tmp_path / "e", ventes__csv=before)
    _map(folder)
    assert _warned(folder, "export_changed") == []

    _write(folder, ventes__csv=now)

    (told,) = _warned(folder, "export_changed")
    assert ": amounts are in USD, they were in EUR." in told


@pytest.mark.parametrize("left_out", ["", "#"])
def test_a_status_column_that_is_gone_everywhere_is_said(tmp_path, left_out):
    folder = _write(tmp_path / "e", umsatz__csv=JANUARY)
    _map(folder)
    path = folder / "columns.toml"
    path.write_text(path.read_text().replace("\nstatus =", f"\n{left_out}status ="))
    if not left_out:
        _write(folder, umsatz__csv=JANUARY.replace(";Status", ";Art").replace("bezahlt", "x"))

    told = _warned(folder, "export_changed")

    assert left_out or "it lacks 'Status': nothing is read as status" in told[0]


def test_what_the_map_says_of_a_file_is_no_change(tmp_path):
    folder = _write(tmp_path / "e", t_1__csv=CRM)
    _map(folder)
    path = folder / "columns.toml"
    _write(folder, t_2__csv=CRM.replace("2024-01", "2024-03").replace(",", "."))
    with pytest.raises(InputRefused, match="in its own section"):
        _check(folder)

    path.write_text(path.read_text() + '\n["t_2.csv"]\ntable = "transactions"\ndecimal = "."\n')

    assert _warned(folder, "export_changed") == []


def test_many_files_with_one_change_are_one_warning(tmp_path):
    folder = _write(tmp_path / "e", ventes_1__csv=CRM)
    _map(folder)
    for month in "345":
        text = CRM.replace("HT", "HT;Remise").replace(",50", f",5{month};1").replace(",00", ",00;2")
        _write(folder, **{f"ventes_{month}__csv": text})

    (told,) = _warned(folder, "export_changed")

    assert told.startswith("ventes_3.csv and 2 more files are not as columns.toml was written for")


def test_a_lost_column_is_refused_with_what_changed(tmp_path):
    folder = _write(tmp_path / "e", ventes__csv=CRM)
    _map(folder)
    _write(folder, ventes__csv=CRM.replace("Montant HT", "Valeur nette"))

    with pytest.raises(InputRefused) as caught:
        _check(folder)

    assert caught.value.code == "mapped_column_missing"
    assert "new column 'Valeur nette', column 'Montant HT' is gone" in str(caught.value)


def test_a_map_that_is_there_keeps_every_line_of_the_analyst(tmp_path):
    folder = _write(tmp_path / "e", ventes__csv=CRM)
    mine = '# asked Paul in May\n[transactions]\namount = "Montant HT"  # net!\ndecimal = ","\n'
    _write(folder, columns__toml=mine)

    made = _map(folder)

    text = (folder / "columns.toml").read_text(encoding="utf-8")
    assert text.startswith(mine)
    assert [line.split(" =")[0] for line in made.written.added] == ["customer_id", "ordered_on"]
    assert _map(folder).unchanged
    assert (folder / "columns.toml").read_text(encoding="utf-8") == text


def test_new_columns_enter_the_map_and_older_files_still_fit(tmp_path):
    folder = _write(tmp_path / "e", ventes_1__csv=CRM)
    _map(folder)
    text = "Code client;Canal;Date de facture;Montant HT\nC1;Web;2024-03-15;10,50\n"
    _write(folder, ventes_2__csv=text)

    made = map_exports([folder / "ventes_2.csv"], out=folder)

    assert made.written.added[0].startswith('channel = "Canal"')
    assert _warned(folder, "export_changed") == []
    assert _check(folder)["transactions"].rows_good == 3


def test_without_out_an_earlier_map_is_left_alone(tmp_path, capsys):
    folder = _write(tmp_path / "e", ventes__csv=CRM, columns__toml="# mine\n[transactions]\n")

    assert main(["map", str(folder)]) == 0

    assert "columns.toml does not name these yet" in capsys.readouterr().out
    assert (folder / "columns.toml").read_text(encoding="utf-8") == "# mine\n[transactions]\n"


def test_out_onto_an_export_is_refused(tmp_path):
    folder = _write(tmp_path / "e", ventes__csv=CRM)

    with pytest.raises(InputRefused, match="is no column map"):
        map_exports([folder], out=folder / "ventes.csv")

    assert (folder / "ventes.csv").read_text(encoding="utf-8") == CRM


def test_a_map_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    folder = _write(tmp_path / "e", ventes__csv=CRM, columns__toml="[transactions]\n")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))

    with pytest.raises(EnvironmentTrouble, match=r"disk of the folder .* is full"):
        _map(folder)

    assert sorted(file.name for file in folder.iterdir()) == ["columns.toml", "ventes.csv"]
    assert (folder / "columns.toml").read_text(encoding="utf-8") == "[transactions]\n"


def test_json_holds_files_columns_evidence_and_questions(tmp_path, capsys):
    folder = _write(tmp_path / "e", orders__csv=SHOP)

    assert main(["map", str(folder), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    (file,) = told["files"]
    assert [column["column"] for column in file["columns"]] == [
        "customer_id", "ordered_on", "amount",
    ]  # fmt: skip
    assert told["n_questions"] == 1
    assert file["questions"][0]["answers"] == [
        'date_order = "dmy"  # 3 April 2024', 'date_order = "mdy"  # 4 March 2024',
    ]  # fmt: skip
    assert tomllib.loads(told["columns"])["transactions"]["amount"] == "Amount"


def test_the_question_is_answered_by_uncommenting_and_remembered(tmp_path):
    folder = _write(tmp_path / "e", orders__csv=SHOP)
    _map(folder)
    with pytest.raises(InputRefused) as caught:
        _check(folder)
    assert caught.value.code == "ambiguous_dates"
    assert 'date_order = "mdy"  # 4 March 2024' in str(caught.value)
    path = folder / "columns.toml"
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace('# date_order = "mdy"', 'date_order = "mdy"'), encoding="utf-8")

    assert _check(folder)["transactions"].rows_good == 3
    _write(folder, orders__csv=SHOP.replace("03/04", "03/24"))
    assert _check(folder)["transactions"].rows_good == 3


def test_two_columns_for_one_need_are_a_question_in_the_map(tmp_path):
    text = "customer_id,order_date,net amount,gross amount\n1,2024-01-31,5.00,6.00\n"
    folder = _write(tmp_path / "e", orders__csv=text)

    made = _map(folder)

    (question,) = made.proposal.files[0].questions
    assert question.answers == ('amount = "net amount"', 'amount = "gross amount"')
    path = folder / "columns.toml"
    answered = path.read_text(encoding="utf-8").replace('# amount = "net', 'amount = "net')
    path.write_text(answered, encoding="utf-8")
    assert _check(folder)["transactions"].amount_sum == "5.00"


def test_a_needed_column_without_a_known_word_is_asked_with_what_looks_right(tmp_path):
    text = "customer_id,jour de vente,zork,memo\n1,2024-01-31,5.00,x\n2,2024-02-01,6.00,y\n"

    made = _map(_write(tmp_path / "orders", orders__csv=text))

    answers = {q.answers for q in made.proposal.files[0].questions}
    assert answers == {('ordered_on = "jour de vente"',), ('amount = "zork"',)}


def test_status_words_nobody_knows_are_asked(tmp_path):
    text = "customer_id,order_date,amount,status\n1,2024-01-31,5.00,zork\n"

    made = _map(_write(tmp_path / "e", orders__csv=text))

    assert '# cancel_words = ["zork"]' in made.written.text


def test_one_map_serves_several_tables(tmp_path):
    folder = _write(
        tmp_path / "e", umsatz__csv=JANUARY,
        kunden__csv="Kd-Nr;Firma\n0101;Müller GmbH\n",
        gruende__csv="Kd-Nr;Grund;Datum\n0101;zu teuer;24.02.2024\n",
    )  # fmt: skip

    _map(folder)

    sections = tomllib.loads((folder / "columns.toml").read_text(encoding="utf-8"))
    assert set(sections) == {"transactions", "customers", "reasons"}
    assert set(_check(folder)) == set(sections)


def test_a_file_that_no_map_can_help_gets_no_section(tmp_path):
    folder = _write(tmp_path / "e", ventes__csv=CRM, rapport__csv="%PDF-1.4 x")

    made = _map(folder)
    (folder / "rapport.csv").unlink()

    assert "rapport.csv is a PDF" in made.in_words()
    assert _check(folder)["transactions"].rows_good == 2


def test_windows_line_ends_of_a_map_are_kept(tmp_path):
    folder = _write(tmp_path / "e", ventes__csv=CRM)
    (folder / "columns.toml").write_bytes(b'[transactions]\r\namount = "Montant HT"\r\n')

    _map(folder)

    raw = (folder / "columns.toml").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 4


def test_positions_answer_for_a_file_without_header(tmp_path):
    folder = _write(
        tmp_path / "e", sales_2024_01__txt="0001 19970101 29.33 x\n0002 19970118 63.34 y\n"
    )
    _map(folder)
    path = folder / "columns.toml"
    text = path.read_text(encoding="utf-8")
    assert '["sales_*.txt"]' in text
    for line in ("customer_id = 1", "ordered_on = 2", "amount = 3"):
        text = text.replace(f"# {line}", line)
    path.write_text(text, encoding="utf-8")

    assert _check(folder)["transactions"].amount_sum == "92.67"
    assert _warned(folder, "export_changed") == []


def test_a_month_without_accents_is_no_change_of_encoding(tmp_path):
    folder = _write(tmp_path / "e")
    (folder / "ventes.csv").write_bytes(CRM.replace("C1", "É1").encode("cp1252"))
    _map(folder)

    _write(folder, ventes__csv=CRM)

    assert _warned(folder, "export_changed") == []


@pytest.mark.parametrize(("name", "beside", "section"), [
    ("b25__csv", {}, "b25.csv"),
    ("sales_2__csv", {"sales_1__csv": SHOP}, "sales_2.csv"),
    ("sales_2__csv", {"orders_1__csv": SHOP}, "sales_*.csv"),
])  # fmt: skip
def test_a_section_of_positions_is_for_no_other_file(tmp_path, name, beside, section):
    bare = "".join(f"C{at},2023-03-{at + 10},{at}.50\n" for at in range(9))
    folder = _write(tmp_path / "e", **{name: bare}, **beside)

    made = map_exports([folder / name.replace("__", ".")], out=folder)

    assert f'["{section}"]' in made.written.text


def test_a_section_of_one_line_takes_no_other_table(tmp_path):
    folder = _write(
        tmp_path / "e",
        umsatz__csv=JANUARY,
        werbesperren__csv="Kd-Nr;seit\n0101;01.02.2024\n",
        kunden__csv="Kd-Nr;Firma;Segment\n0101;Müller GmbH;A\n0102;Schmidt;B\n",
    )
    _map(folder)
    _write(
        folder,
        kunden__csv="Kd-Nr;Name1;Kundengruppe\n0101;Müller GmbH;A\n0102;Schmidt;B\n",
        bonitaet__csv="Kd-Nr;Bonität\n0101;gut\n0102;mittel\n",
        werbesperren__csv="Kd-Nr;seit;Grund\n0101;01.02.2024;kein Anruf\n",
    )

    receipts = _check(folder)

    assert receipts["suppressions"].rows_in == 1
    assert {file.name for file in receipts["suppressions"].inputs} == {"werbesperren.csv"}
    assert receipts["customers"].rows_good >= 2


def test_a_section_of_one_line_is_for_files_like_the_one_it_was_written_for(tmp_path):
    folder = _write(
        tmp_path / "e", umsatz__csv=JANUARY, werbesperren__csv="Kd-Nr;zork\n0101;x\n0102;y\n"
    )
    _map(folder)
    (folder / "werbesperren.csv").rename(folder / "liste.csv")

    assert _check(folder)["suppressions"].rows_in == 2
