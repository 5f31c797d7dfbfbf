"""``whyleft map``: what it proposes, what it asks, what it writes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.intake import map_exports
from analysis.intake.mapping import MapMade
from intake.mapped import CRM, JANUARY, SHOP, checked, mapped, warned, write


def _evidence(made: MapMade, column: str) -> str:
    (found,) = [c for c in made.proposal.files[0].columns if c.column == column]
    return "; ".join(found.evidence)


def test_each_choice_stands_beside_its_evidence(tmp_path):
    made = mapped(write(tmp_path / "e", umsatz__csv=JANUARY))

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

    made = mapped(write(tmp_path / "e", orders__csv=text))

    told = _evidence(made, "ordered_on")
    assert "month first: 1 of 1,201 dates has a second part above 12" in told


def test_dates_amounts_and_status_words_are_shown_and_people_are_not(tmp_path):
    text = mapped(write(tmp_path / "e", umsatz__csv=JANUARY)).written.text

    for plain in ("03.01.2024", "1.290,00 €", "bezahlt"):
        assert plain in text
    for hidden in ("Müller", "Schmidt", "0101", "R-1"):
        assert hidden not in text


@pytest.mark.parametrize("note", ["Anna 0171 555", "12.03.1971"])
def test_samples_of_a_column_nobody_named_are_masked(tmp_path, note):
    text = f"customer_id,order_date,amount,memo\n1,2024-01-31,5.00,{note}\n"

    made = mapped(write(tmp_path / "e", orders__csv=text))

    assert note not in made.written.text
    assert made.proposal.files[0].unused[0].header == "memo"


def test_a_name_in_an_amount_column_is_masked(tmp_path):
    text = "customer_id,order_date,amount\n1,2024-01-31,5.00\n2,2024-02-01,see Anna\n"

    assert "Anna" not in mapped(write(tmp_path / "e", orders__csv=text)).written.text


@pytest.mark.parametrize("export", [JANUARY, CRM, SHOP.replace("03/04", "03/14")])
def test_the_written_map_is_reused_without_a_word(tmp_path, export):
    folder = write(tmp_path / "e", orders__csv=export)
    before = checked(folder)["transactions"].amount_sum

    made = mapped(folder)

    assert not made.proposal.as_dict()["n_questions"]
    assert checked(folder)["transactions"].amount_sum == before
    assert warned(folder, "export_changed") == []
    assert map_exports([folder]).in_words() == "These exports are as their map was written for."


def test_a_lost_column_is_refused_with_what_changed(tmp_path):
    folder = write(tmp_path / "e", ventes__csv=CRM)
    mapped(folder)
    write(folder, ventes__csv=CRM.replace("Montant HT", "Valeur nette"))

    with pytest.raises(InputRefused) as caught:
        checked(folder)

    assert caught.value.code == "mapped_column_missing"
    assert "new column 'Valeur nette', column 'Montant HT' is gone" in str(caught.value)


def test_a_map_that_is_there_keeps_every_line_of_the_analyst(tmp_path):
    folder = write(tmp_path / "e", ventes__csv=CRM)
    mine = '# asked Paul in May\n[transactions]\namount = "Montant HT"  # net!\ndecimal = ","\n'
    write(folder, columns__toml=mine)

    made = mapped(folder)

    text = (folder / "columns.toml").read_text(encoding="utf-8")
    assert text.startswith(mine)
    assert [line.split(" =")[0] for line in made.written.added] == ["customer_id", "ordered_on"]
    assert mapped(folder).unchanged
    assert (folder / "columns.toml").read_text(encoding="utf-8") == text


def test_new_columns_enter_the_map_and_older_files_still_fit(tmp_path):
    folder = write(tmp_path / "e", ventes_1__csv=CRM)
    mapped(folder)
    text = "Code client;Canal;Date de facture;Montant HT\nC1;Web;2024-03-15;10,50\n"
    write(folder, ventes_2__csv=text)

    made = map_exports([folder / "ventes_2.csv"], out=folder)

    assert made.written.added[0].startswith('channel = "Canal"')
    assert warned(folder, "export_changed") == []
    assert checked(folder)["transactions"].rows_good == 3


def test_without_out_an_earlier_map_is_left_alone(tmp_path, capsys):
    folder = write(tmp_path / "e", ventes__csv=CRM, columns__toml="# mine\n[transactions]\n")

    assert main(["map", str(folder)]) == 0

    assert "columns.toml does not name these yet" in capsys.readouterr().out
    assert (folder / "columns.toml").read_text(encoding="utf-8") == "# mine\n[transactions]\n"


def test_out_onto_an_export_is_refused(tmp_path):
    folder = write(tmp_path / "e", ventes__csv=CRM)

    with pytest.raises(InputRefused, match="is no column map"):
        map_exports([folder], out=folder / "ventes.csv")

    assert (folder / "ventes.csv").read_text(encoding="utf-8") == CRM


def test_a_map_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    folder = write(tmp_path / "e", ventes__csv=CRM, columns__toml="[transactions]\n")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))

    with pytest.raises(EnvironmentTrouble, match=r"disk of the folder .* is full"):
        mapped(folder)

    assert sorted(file.name for file in folder.iterdir()) == ["columns.toml", "ventes.csv"]
    assert (folder / "columns.toml").read_text(encoding="utf-8") == "[transactions]\n"


def test_json_holds_files_columns_evidence_and_questions(tmp_path, capsys):
    folder = write(tmp_path / "e", orders__csv=SHOP)

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
    folder = write(tmp_path / "e", orders__csv=SHOP)
    mapped(folder)
    with pytest.raises(InputRefused) as caught:
        checked(folder)
    assert caught.value.code == "ambiguous_dates"
    assert 'date_order = "mdy"  # 4 March 2024' in str(caught.value)
    path = folder / "columns.toml"
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace('# date_order = "mdy"', 'date_order = "mdy"'), encoding="utf-8")

    assert checked(folder)["transactions"].rows_good == 3
    write(folder, orders__csv=SHOP.replace("03/04", "03/24"))
    assert checked(folder)["transactions"].rows_good == 3


def test_two_columns_for_one_need_are_a_question_in_the_map(tmp_path):
    text = "customer_id,order_date,net amount,gross amount\n1,2024-01-31,5.00,6.00\n"
    folder = write(tmp_path / "e", orders__csv=text)

    made = mapped(folder)

    (question,) = made.proposal.files[0].questions
    assert question.answers == ('amount = "net amount"', 'amount = "gross amount"')
    path = folder / "columns.toml"
    answered = path.read_text(encoding="utf-8").replace('# amount = "net', 'amount = "net')
    path.write_text(answered, encoding="utf-8")
    assert checked(folder)["transactions"].amount_sum == "5.00"


def test_a_needed_column_without_a_known_word_is_asked_with_what_looks_right(tmp_path):
    text = "customer_id,jour de vente,zork,memo\n1,2024-01-31,5.00,x\n2,2024-02-01,6.00,y\n"

    made = mapped(write(tmp_path / "orders", orders__csv=text))

    answers = {q.answers for q in made.proposal.files[0].questions}
    assert answers == {('ordered_on = "jour de vente"',), ('amount = "zork"',)}


def test_status_words_nobody_knows_are_asked(tmp_path):
    text = "customer_id,order_date,amount,status\n1,2024-01-31,5.00,zork\n"

    made = mapped(write(tmp_path / "e", orders__csv=text))

    assert '# cancel_words = ["zork"]' in made.written.text


def test_one_map_serves_several_tables(tmp_path):
    folder = write(
        tmp_path / "e", umsatz__csv=JANUARY,
        kunden__csv="Kd-Nr;Firma\n0101;Müller GmbH\n",
        gruende__csv="Kd-Nr;Grund;Datum\n0101;zu teuer;24.02.2024\n",
    )  # fmt: skip

    mapped(folder)

    sections = tomllib.loads((folder / "columns.toml").read_text(encoding="utf-8"))
    assert set(sections) == {"transactions", "customers", "reasons"}
    assert set(checked(folder)) == set(sections)


def test_a_file_that_no_map_can_help_gets_no_section(tmp_path):
    folder = write(tmp_path / "e", ventes__csv=CRM, rapport__csv="%PDF-1.4 x")

    made = mapped(folder)
    (folder / "rapport.csv").unlink()

    assert "rapport.csv is a PDF" in made.in_words()
    assert checked(folder)["transactions"].rows_good == 2


def test_windows_line_ends_of_a_map_are_kept(tmp_path):
    folder = write(tmp_path / "e", ventes__csv=CRM)
    (folder / "columns.toml").write_bytes(b'[transactions]\r\namount = "Montant HT"\r\n')

    mapped(folder)

    raw = (folder / "columns.toml").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 4


def test_positions_answer_for_a_file_without_header(tmp_path):
    folder = write(
        tmp_path / "e", sales_2024_01__txt="0001 19970101 29.33 x\n0002 19970118 63.34 y\n"
    )
    mapped(folder)
    path = folder / "columns.toml"
    text = path.read_text(encoding="utf-8")
    assert '["sales_*.txt"]' in text
    for line in ("customer_id = 1", "ordered_on = 2", "amount = 3"):
        text = text.replace(f"# {line}", line)
    path.write_text(text, encoding="utf-8")

    assert checked(folder)["transactions"].amount_sum == "92.67"
    assert warned(folder, "export_changed") == []


def test_a_month_without_accents_is_no_change_of_encoding(tmp_path):
    folder = write(tmp_path / "e")
    (folder / "ventes.csv").write_bytes(CRM.replace("C1", "É1").encode("cp1252"))
    mapped(folder)

    write(folder, ventes__csv=CRM)

    assert warned(folder, "export_changed") == []


@pytest.mark.parametrize(("name", "beside", "section"), [
    ("b25__csv", {}, "b25.csv"),
    ("sales_2__csv", {"sales_1__csv": SHOP}, "sales_2.csv"),
    ("sales_2__csv", {"orders_1__csv": SHOP}, "sales_*.csv"),
])  # fmt: skip
def test_a_section_of_positions_is_for_no_other_file(tmp_path, name, beside, section):
    bare = "".join(f"C{at},2023-03-{at + 10},{at}.50\n" for at in range(9))
    folder = write(tmp_path / "e", **{name: bare}, **beside)

    made = map_exports([folder / name.replace("__", ".")], out=folder)

    assert f'["{section}"]' in made.written.text
