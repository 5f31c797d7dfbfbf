"""Lines of columns.toml that cannot hold, have no effect, or are slips of the hand."""

from __future__ import annotations

import pytest

from analysis.errors import InputRefused
from intake.mapped import checked, write

SALES = "Kundennr;Belegnr;Datum;Betrag;Status\nK1;R1;25.01.2024;5,00;bezahlt\n"
PLAIN = "Customer ID,Order no,Order date,Amount\nK1,R1,2024-01-25,5.00\n"
FRENCH = "Code client;Date de facture;Montant HT\nC1;2024-01-15;10,50\n"


def said_of(tmp_path, text, told):
    folder = write(tmp_path / "e", orders__csv=text, columns__toml=told)
    return {w.code for w in checked(folder)["transactions"].warnings}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('[transactions]\norder_words = ["offen"]\ncancel_words = ["Offen"]\n', "'offen' in"),
        ('[transactions]\norder_words = ["offen"]\n["ord*.csv"]\ncancel_words = ["offen"]\n',
         "and [transactions])"),
        ('[transactions]\namount = "Betrag"\nrefunded = "Betrag"\n', 'refunded = "Betrag"'),
        ('[transactions]\ncustomer_id = "Kundennr"\norder_id = "Kundennr"\n', "one column twice"),
        ('[transactions]\namount = "Betrag"\nignore = ["Betrag"]\n', "under ignore"),
        ('[reasons]\namount_in = "cents"\n', "sets amount_in in [reasons]"),
        ('[transactions]\nnote = "Betrag"\n', "note under [reasons]"),
    ],
)  # fmt: skip
def test_lines_that_cannot_all_hold_are_refused(tmp_path, told, said):
    with pytest.raises(InputRefused) as caught:
        said_of(tmp_path, SALES, told)
    assert caught.value.code == "bad_column_map"
    assert said in str(caught.value)


@pytest.mark.parametrize("text", [PLAIN, FRENCH])
@pytest.mark.parametrize("name", ["order_words", "cancel_words", "return_words"])
def test_words_that_no_column_is_read_for_are_said(tmp_path, text, name):
    told = f'[transactions]\n{name} = ["zork"]\n'
    assert "words_without_column" in said_of(tmp_path, text, told)


@pytest.mark.parametrize("name", ["order_words", "cancel_words"])
def test_words_that_do_not_occur_this_month_are_not_said(tmp_path, name):
    told = f'[transactions]\n{name} = ["zork"]\n[reasons]\nnote = "Text"\n'
    assert "words_without_column" not in said_of(tmp_path, SALES, told)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("date_order = dmy", 'date_order = "dmy"'),
        ("date_order = \u201edmy\u201c", 'date_order = "dmy"'),
        ('date_order: "dmy"', 'date_order = "dmy"'),
        ('date_order\u00a0= "dmy"', 'date_order = "dmy"'),
        ("merge_case = True", "merge_case = true"),
        ('["in\\umsatz.csv"]', '["in/umsatz.csv"]'),
        ('date_order = "dmy"\nor\ndate_order = "mdy"', 'take "or" out'),
    ],
)
def test_a_slip_of_the_hand_is_shown_as_it_should_be(tmp_path, line, right):
    with pytest.raises(InputRefused) as caught:
        said_of(tmp_path, SALES, f"[transactions]\n{line}\n")
    assert right in caught.value.to_do
