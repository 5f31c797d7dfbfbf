"""A map that is written again over exports that have not changed stays as it is."""

from __future__ import annotations

import pytest

from intake.mapped import mapped, write


def _lines(*cells: str, n: int = 24) -> str:
    return "".join(
        ";".join([f"C{at % 6}", f"{1 + at % 12:02d}/0{1 + at % 9}/2024", *(
            one.format(at + 10, 1.2 * (at + 10)) for one in cells
        )]) + "\n" for at in range(n)
    )  # fmt: skip


TWO_AMOUNTS = {
    "fr": "Code client;Date;Montant HT;Montant TTC\n",
    "de": "Kundennr;Datum;Betrag netto;Betrag brutto\n",
    "en": "Customer ID;Order date;Net amount;Gross amount\n",
}


@pytest.mark.parametrize("language", TWO_AMOUNTS)
@pytest.mark.parametrize("status", ["", "zork"])
def test_open_questions_stay_as_they_are(tmp_path, language, status):
    head = TWO_AMOUNTS[language].replace("\n", ";Status\n" if status else "\n")
    cells = ["{0}.50", "{1:.2f}", *([status] if status else [])]
    folder = write(tmp_path / "e", a_2024__csv=head + _lines(*cells))
    first = mapped(folder).written.text
    assert "QUESTION: which column is amount" in first

    for _ in range(2):
        again = mapped(folder)
        assert again.unchanged
        assert again.written.text == first
        assert "New since" not in again.in_words()


@pytest.mark.parametrize("language", TWO_AMOUNTS)
def test_a_column_that_is_new_is_told_once(tmp_path, language):
    head = TWO_AMOUNTS[language]
    folder = write(tmp_path / "e", a_2024__csv=head + _lines("{0}.50", "{1:.2f}"))
    mapped(folder)
    more = head.replace("\n", ";Farbe\n")
    write(folder, a_2025__csv=more + _lines("{0}.75", "{1:.2f}", "blau"))
    mapped(folder)
    text = mapped(folder).written.text

    assert mapped(folder).written.text == text
    assert "ignore" not in text


def test_new_lines_go_behind_what_is_said_of_the_last(tmp_path):
    head = "Kundennr;Datum;Betrag;Status\n"
    text = "".join(f"C{at % 6};2024-01-{at + 1:02d};{at},50;bezahlt\n" for at in range(20))
    folder = write(tmp_path / "e", a__csv=head + text, columns__toml=(
        '[transactions]\ncustomer_id = "Kundennr"\norder_words = ["offen"]\n'
        '# cancel_words = ["offen"]\n#   as Paul said in May\n\n# mine\n'
    ))  # fmt: skip
    lines = mapped(folder).written.text.splitlines()

    at = lines.index('# cancel_words = ["offen"]')
    assert lines[at - 1] == 'order_words = ["offen"]'
    assert lines[at + 1] == "#   as Paul said in May"
    assert lines[at + 2].startswith("ordered_on = ")
