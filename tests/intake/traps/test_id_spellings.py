"""One id in several spellings: guards, dashes and signs; and what stands in place of an id."""

from __future__ import annotations

from collections import Counter

import pytest

from analysis.cells.ids import clean_id, fault_of
from intake.traps.company import Case, as_csv, judge, plain
from intake.traps.test_ids import STEADY, planted, renamed

LETTERS = [f"AL{a}{b}I" for a in "BCDFGHKL" for b in "MNPRSTVZ"]
NOBODY = {"money_without_customer"}

CLEANED = [
    Case("apostrophe-before-an-id-with-a-letter", {"orders.csv": renamed("'C-017", "C-017")},
         {"cleaned_ids"}),
    Case("apostrophe-before-a-german-id-of-two-parts",
         {"umsatz.csv": renamed("'DE 0017", "DE 0017", "de")}, {"cleaned_ids"}),
    Case("apostrophe-before-letters-alone",
         {"ventas.csv": as_csv(STEADY, "es", lambda k: "'" * (k % 2) + LETTERS[k])},
         {"cleaned_ids"}),
    Case("apostrophe-before-all-ids",
         {"factures.csv": as_csv(STEADY, "fr", lambda k: f"'{plain(k)}")}, {"cleaned_ids"}),
    Case("clean-dutch-names-and-an-irish-one",
         {"orders.csv": as_csv(STEADY, "us", lambda k: ("'t Hoen {}", "'s-Graven {}", "O'Neill {}",
                                                        "'T LAM {}")[k % 4].format(k))}),
    Case("en-dash", {"orders.csv": renamed("C\u2013017", "C-017")}, {"cleaned_ids"}),
    Case("no-break-hyphen", {"umsatz.csv": renamed("C\u2011017", "C-017", "de")}, {"cleaned_ids"}),
    Case("minus-sign", {"factures.csv": renamed("17\u2212204", "17-204", "fr")}, {"cleaned_ids"}),
    Case("em-dash-in-a-full-width-id", {"ventas.csv": renamed("Ｃ\u2014017", "C-017", "es")},
         {"cleaned_ids"}),
    Case("clean-dash-between-the-words-of-a-name",
         {"umsatz.csv": as_csv(STEADY, "de", lambda k: f"Hof {k} \u2013 S\u00f6hne")}),
    *(
        Case(f"error-{word}", {"orders.csv": planted(word, 4, dress)}, NOBODY, {"error_value": 4})
        for word, dress in (("#N/D", "es"), ("Err\u00a0:504", "fr"), ("########", "de"))
    ),
    Case("clean-ids-with-a-number-sign",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"#{k:04d}")}, also={"cleaned_ids"}),
    Case("clean-ids-that-begin-as-an-error-does",
         {"umsatz.csv": as_csv(STEADY, "de", lambda k: f"Err-{k:03d}")}),
]  # fmt: skip


ERRORS = [
    "#N/D", "#NOMBRE?", "#ÜBERLAUF!", "#N/DISP", "#CAMPO!", "#FIELD!", "#BLOCKED!", "Err:502",
    "Err\u00a0:504", "#RIF!", "#WAARDE!", "#ССЫЛКА!", "#Deleted", "########",
]  # fmt: skip


def test_each_error_of_a_spreadsheet_is_set_aside_and_no_other_row(check):
    words = iter(ERRORS)
    found = check({"orders.csv": as_csv(STEADY, name=lambda k: plain(k) if k < 3 else
                                        next(words, plain(k)))})  # fmt: skip
    aside = Counter((row["value"], row["code"]) for row in found.quarantine)
    assert aside == {(word, "error_value"): 1 for word in ERRORS}
    assert (found.codes, found.warned) == ({"error_value": len(ERRORS)}, NOBODY)


@pytest.mark.parametrize("case", CLEANED, ids=lambda case: case.name)
def test_ids_are_cleaned_or_are_errors(case, check, refused):
    judge(case, check, refused)


SPELLED = ["'C-{}", "C\u2010{}", "C\u2011{}", "C\u2013{}", "\u200bC\u2014{}", "C\u2212{}",
           "C\uff0d{}"]  # fmt: skip


def test_what_is_said_to_be_cleaned_is_joined(check, both):
    """A customer a spelling, whose lines are those of one id in either lane."""
    lines = [
        f"{(spelled if at % 3 else 'C-{}').format(f'00{number}')},2024-01-{at + 1:02d},{number}.00"
        for at in range(28) for number, spelled in enumerate(SPELLED)
    ]  # fmt: skip
    text = "\n".join(["Customer ID,Order date,Amount", *lines, ""])
    found = check({"orders.csv": text})
    joined = {f"C-00{number}": 28 for number in range(len(SPELLED))}
    assert found.good()["customer_id"].value_counts().to_dict() == joined
    assert "126 ids held hidden or unusual signs: cleaned" in str(found.receipt.warnings)
    quick, careful = both("orders.csv", text.encode())
    assert quick[0] == careful[0]
    assert quick[2]["customer_id"].value_counts().to_dict() == joined


def test_an_error_of_another_language_is_one_in_both_lanes_and_in_an_amount(both):
    odd = ("#N/D,2024-02-05,9.00", "Err:502,2024-02-06,9.00", "C-1,2024-02-07,Err:502")
    lines = [f"C-{at % 9},2024-01-{at % 28 + 1:02d},{at}.50" for at in range(150)]
    text = "\n".join(["Customer ID,Order date,Amount", *lines, *odd, ""])
    quick, careful = both("orders.csv", text.encode())
    assert quick[:2] == careful[:2]
    assert careful[0]["set_aside_by_code"] == {"error_value": 3}


@pytest.mark.parametrize("name", ["'t Hoen", "'s-Hertogenbosch 4", "Rock 'n Roll", "'N Dranghetta"])
def test_a_name_keeps_the_apostrophe_that_is_its_own(name):
    assert clean_id(name) == name


@pytest.mark.parametrize("text", ["#1001", "Errol", "Err-502", "C#", "#VIP-7"])
def test_an_id_with_a_number_sign_is_no_error(text):
    assert fault_of(text) == ""


def turned(*forms: str, each: int = 1):
    """Ids in one form, but each of every few customers' rows in the next of its others."""
    turns = iter(range(10_000))
    return lambda k: forms[next(turns) // each % len(forms)].format(k=k)


VARIANTS = [
    Case("number-sign-and-no-hyphen",
         {"orders.csv": as_csv(STEADY, "us", turned("C-{k:03d}", "#C-{k:03d}", "C{k:03d}"))},
         {"sign_variants"}, also={"cleaned_ids"}),
    Case("german-slash-and-blank", {"umsatz.csv": renamed("DE/0417", "DE 0417", "de")},
         {"sign_variants"}),
    Case("french-numbers-grouped-by-points-and-hyphens",
         {"factures.csv": as_csv(STEADY, "fr", turned("75.0{k:02d}.4", "75-0{k:02d}-4"))},
         {"sign_variants"}, also={"cleaned_ids"}),
    Case("spanish-star-behind-one-row", {"ventas.csv": planted("K0004*", 1, "es")},
         {"sign_variants"}),
    Case("clean-parts-that-meet-without-their-signs",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"{k + 1}-{112 - k}")}),
    Case("clean-branches-of-two-widths",
         {"umsatz.csv": as_csv(STEADY, "de", lambda k: f"{k // 10}-{k % 10:02d}" if k % 2
                               else f"{k // 10}{k % 10:02d}-1")}),
    Case("clean-addresses", {"orders.csv": as_csv(
        STEADY, "us", lambda k: f"{'a.b' if k % 2 else 'a_b'}{k // 2}@quay.net")}),
    Case("clean-one-form-for-each-kind-of-customer",
         {"ventas.csv": as_csv(STEADY, "es", lambda k: f"C-{k:03d}" if k % 3 else f"#{k:04d}")},
         also={"cleaned_ids"}),
    *(
        Case(f"word-{word}", {"orders.csv": planted(word, 9, dress)}, {"words_among_ids"})
        for word, dress in (("Sonstige", "de"), ("Others", "us"), ("Privatkunde", "de"),
                            ("Particulier", "fr"), ("Cliente final", "es"), ("POS", "us"),
                            ("Versch.", "de"), ("Platzhalter", "de"))
    ),
    Case("clean-a-word-of-one-row", {"umsatz.csv": planted("Mühle", 1, "de")}),
    Case("clean-many-words-among-the-ids",
         {"factures.csv": as_csv(STEADY, "fr",
                                 lambda k: LETTERS[k] if k % 5 == 0 else plain(k))}),
    Case("clean-words-for-all", {"orders.csv": as_csv(STEADY, "us", lambda k: LETTERS[k])}),
    Case("a-test-account-is-said-once", {"ventas.csv": planted("TEST", 6, "es")},
         {"test_accounts"}),
]  # fmt: skip


@pytest.mark.parametrize("case", VARIANTS, ids=lambda case: case.name)
def test_ids_that_differ_by_signs_and_words_among_ids_are_said(case, check, refused):
    judge(case, check, refused)


def test_a_word_among_ids_is_said_with_its_lines_and_money_in_both_lanes(both):
    lines = [f"C-{at % 50},2024-01-{at % 28 + 1:02d},{at}.50" for at in range(150)]
    lines += [f"Sonstige,2024-02-{at + 1:02d},7.25" for at in range(4)]
    text = "\n".join(["Customer ID,Order date,Amount", *lines, ""])
    quick, careful = both("orders.csv", text.encode())
    assert quick[0] == careful[0]
    (said,) = [one for one in quick[0]["warnings"] if "words_among_ids" in one]
    assert '"Sonstige", with 4 lines and 29.00 in amount' in said
    assert "The first is line 152." in said
    assert 'exclude_customers = ["Sonstige"]' in said


ODD_LINES = {
    "case_variants": ("c-0010", "C-0010"),
    "sign_variants": ("C0010", "C-0010"),
    "mixed_scripts": ("\u0421-0010", "C-0010"),
    "leading_zeros": ("17", "0017"),
}


@pytest.mark.parametrize("code", ODD_LINES)
def test_the_line_and_the_example_are_those_of_the_odd_spelling(check, code):
    odd, usual = ODD_LINES[code]
    lines = [f"{usual},2024-01-{at + 1:02d},5.00" for at in range(28)]
    lines[16:16] = [f"{odd},2024-02-01,5.00"]
    found = check({"orders.csv": "\n".join(["Customer ID,Order date,Amount", *lines, ""])})
    (warned,) = [one for one in found.receipt.warnings if one.code == code]
    assert warned.line == 18
    assert f"e.g. {odd}" in warned.message
    assert "e.g. The" not in warned.message


def test_the_first_line_is_that_of_the_first_id_not_of_the_example(check):
    lines = [f"C-{at:04d},2024-01-{at + 1:02d},5.00" for at in range(28)]
    lines[5], lines[20] = "\u0421-0020,2024-01-06,5.00", "\u0421-0002,2024-01-21,5.00"
    found = check({"orders.csv": "\n".join(["Customer ID,Order date,Amount", *lines, ""])})
    (warned,) = [one for one in found.receipt.warnings if one.code == "mixed_scripts"]
    assert (warned.line, warned.message.split()[0]) == (7, "2")
