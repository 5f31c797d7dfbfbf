"""The export's own picklist as codebook."""

import pandas as pd
import pytest

from analysis.reasons import Codebook, read_reasons
from analysis.reasons.chosen import codes_beside_themes, ids_of_codes
from analysis.reasons.edits import merge, rename, retire
from analysis.reasons.entries import slug_of
from analysis.reasons.picklist import teaching_notes
from analysis.settings import Settings

QUICK = Settings(n_bootstrap=100)
SAID = {
    "late_delivery": ["van came late {}", "driver late again {}", "delivery a day late {}"],
    "price": ["far too dear {}", "price too high {}", "prices went up {}"],
    "price_increase": ["another increase in price {}", "increase of ten percent {}"],
}


def notes(n_each=30, *, coded=True):
    rows = [
        (f"c{code}{number}", f"r{code}{number:03}", texts[number % len(texts)].format(number), code)
        for code, texts in SAID.items()
        for number in range(n_each)
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "reason_id", "note", "code"])
    return frame if coded else frame.assign(code=None)


def test_codes_become_the_themes_with_their_own_names():
    answer = read_reasons(notes(), settings=QUICK)

    assert answer.codebook.origin == "picklist"
    assert {"late delivery", "price", "price increase"} <= set(answer.themes["theme"])


def test_a_code_that_extends_another_stands_under_a_common_parent():
    themes = read_reasons(notes(), settings=QUICK).themes.set_index("theme_id")

    assert themes.loc["price", "parent_id"] == themes.loc["price_increase", "parent_id"]
    parent = themes.loc[themes.loc["price", "parent_id"]]
    assert (parent["theme"], parent["n_customers"]) == ("price", 60)


def test_a_note_without_a_code_is_assigned_by_its_words():
    rows = notes()
    new = pd.DataFrame(
        {"customer_id": ["x"], "reason_id": ["x"], "note": ["your driver was late"], "code": [None]}
    )
    mentions = read_reasons(pd.concat([rows, new]), settings=QUICK).mentions

    assert mentions.query("reason_id == 'x'")["theme_id"].tolist() == ["late_delivery"]


def test_a_rows_own_code_stands_whatever_its_words_say():
    rows = notes()
    rows.loc[0, ["note", "code"]] = ["price too high", "late_delivery"]

    mentions = read_reasons(rows, settings=QUICK).mentions

    assert mentions.query(f"reason_id == '{rows.loc[0, 'reason_id']}'")["theme_id"].tolist() == [
        "late_delivery"
    ]


def test_a_row_with_nothing_but_its_code_counts_under_it():
    rows = notes()
    rows.loc[0, "note"] = None

    mentions = read_reasons(rows, settings=QUICK).mentions

    assert mentions.query(f"reason_id == '{rows.loc[0, 'reason_id']}'")["theme_id"].tolist() == [
        "late_delivery"
    ]


def test_without_codes_or_with_a_number_asked_for_the_words_make_the_themes():
    assert read_reasons(notes(coded=False), settings=QUICK).codebook.origin == "notes"
    asked = read_reasons(notes(), settings=Settings(n_bootstrap=100, n_themes=3)).codebook
    assert (asked.origin, len(asked.themes)) == ("notes", 3)


@pytest.mark.parametrize("code", ["other", "Unknown", "sonstiges"])
def test_entries_that_are_no_reason_are_no_theme(code):
    rows = notes()
    extra = rows.iloc[:20].assign(code=code, reason_id=[f"o{n}" for n in range(20)])

    book = read_reasons(pd.concat([rows, extra]), settings=QUICK).codebook

    assert slug_of(code) not in {theme.theme_id for theme in book.themes}


def test_a_scatter_of_single_codes_is_no_picklist():
    said = [f"note number {n}" for n in range(100)]

    assert teaching_notes(said, [f"code {n}" for n in range(100)]) is None


def test_row_order_does_not_matter_and_the_book_comes_back(tmp_path):
    rows = notes()
    one = read_reasons(rows, settings=QUICK)
    two = read_reasons(rows.iloc[::-1], settings=QUICK)
    one.codebook.save(tmp_path)

    pd.testing.assert_frame_equal(one.mentions, two.mentions)
    assert Codebook.load(tmp_path).themes == one.codebook.themes == two.codebook.themes
    again = read_reasons(rows, settings=QUICK, codebook=Codebook.load(tmp_path))
    pd.testing.assert_frame_equal(again.mentions, one.mentions)


def test_a_code_against_its_words_is_told_with_its_share():
    rows = notes()
    wrong = rows[rows["code"] == "late_delivery"].head(4).index
    rows.loc[wrong, "code"] = "price"
    found = read_reasons(rows, settings=QUICK).conflicts

    assert found.table[["code", "theme", "n_customers", "n_coded"]].values.tolist() == [
        ["price", "late delivery", 4, 34]
    ]
    assert found.table.loc[0, "low"] < 4 / 34 < found.table.loc[0, "high"]
    assert found.share.n == 90
    assert "the code says price and the note late delivery (4)" in found.sentence


def test_codes_that_fit_their_words_are_no_conflict():
    answer = read_reasons(notes(), settings=QUICK)

    assert answer.conflicts.table.empty
    assert not any("clearly tells" in doubt for doubt in answer.finding.doubts)


def test_a_rare_code_and_one_without_a_note_are_themes_of_their_own():
    rows = notes()
    lone = rows.iloc[:3].assign(code="Qualität", note="Deckel bricht", reason_id=["q1", "q2", "q3"])
    bare = rows.iloc[:6].assign(code="portal", note=None, reason_id=[f"p{n}" for n in range(6)])

    answer = read_reasons(pd.concat([rows, lone, bare]), settings=QUICK)

    first = answer.mentions[answer.mentions["mention_n"] == 1].set_index("reason_id")["theme"]
    assert set(first[["q1", "q2", "q3"]]) == {"Qualität"}
    assert set(first[[f"p{n}" for n in range(6)]]) == {"portal"}
    told = {theme.theme_id: theme.stability for theme in answer.codebook.themes}
    assert told["portal"] is None
    assert told["late_delivery"] is not None


def uncoded(n, *, note="your driver was rude to my wife {}"):
    rows = [(f"u{at}", f"u{at:03}", note.format(at), None) for at in range(n)]
    return pd.DataFrame(rows, columns=["customer_id", "reason_id", "note", "code"])


def test_codes_too_few_to_be_themes_are_named():
    few = pd.concat([notes().iloc[:12], uncoded(30)])

    doubts = " ".join(read_reasons(few, settings=QUICK).finding.doubts)

    assert "12 statements carry a code that is no theme: " in doubts
    assert "at least 60 notes" in doubts
    assert "no theme: " not in " ".join(read_reasons(notes(), settings=QUICK).finding.doubts)


def test_of_few_notes_the_codes_that_somebody_chose_are_the_reasons():
    answer = read_reasons(pd.concat([notes(3), uncoded(2)]), settings=QUICK)

    own = answer.mentions[answer.mentions["mention_n"] == 1].set_index("reason_id")["theme_id"]
    assert own[notes(3)["reason_id"]].tolist() == notes(3)["code"].tolist()
    assert set(own[["u000", "u001"]]) == {"other"}
    assert "that is no theme" not in " ".join(answer.finding.doubts)
    assert "Under 20 statements (11): no share is known well." in answer.finding.doubts


@pytest.mark.parametrize("n", [1, 9, 80])
def test_statements_that_are_nothing_but_codes_count_under_them(n):
    rows = pd.DataFrame({"customer_id": [f"c{at}" for at in range(n)], "code": "late_van"})

    answer = read_reasons(rows.assign(reason_id=rows["customer_id"], note=None), settings=QUICK)

    assert answer.themes.loc[0, ["theme_id", "n_customers"]].tolist() == ["late_van", n]
    assert "words" not in " ".join(answer.finding.doubts[2:])


def test_a_keyboard_instead_of_a_list_makes_no_few_codes_either():
    said = [f"note number {n}" for n in range(20)]

    assert teaching_notes(said, [f"code {n}" for n in range(20)]) is None
    assert teaching_notes(said, [f"code {n % 8}" for n in range(20)]) is not None


def test_a_parent_is_spelt_as_its_code():
    rows = notes().replace({"code": {"price": "prix élevé", "price_increase": "prix élevé hausse"}})

    themes = read_reasons(rows, settings=QUICK).themes

    assert themes.loc[themes["theme_id"] == "all_prix_eleve", "theme"].tolist() == ["prix élevé"]


def test_a_code_under_a_new_name_is_tied_to_its_theme_by_a_rename():
    book = read_reasons(notes(), settings=QUICK).codebook
    later = notes().replace({"code": {"late_delivery": "R02 Invoice"}})
    bare = later.assign(note=later["note"].where(later["code"] != "R02 Invoice"))

    before = read_reasons(bare, settings=QUICK, codebook=book)
    renamed = rename(book, "late_delivery", "R02 Invoice")
    after = read_reasons(bare, settings=QUICK, codebook=renamed)

    assert 'edit BOOK --rename ID "NEW CODE"` ties it' in " ".join(before.finding.doubts)
    assert "no theme" not in " ".join(after.finding.doubts)
    told = after.themes.set_index("theme_id")["n_customers"]
    assert told[["late_delivery", "price", "price_increase"]].tolist() == [30, 30, 30]
    assert codes_beside_themes(["R02 Invoice"], renamed) == {}


def test_codes_mean_what_they_meant_whatever_was_edited_since():
    book = read_reasons(notes(), settings=QUICK).codebook
    codes = ["late_delivery", "R02 late", "R02Late", "R03", "price", "other", "strange", ""]
    once = rename(book, "late_delivery", "R02 late")

    told = ids_of_codes(codes, rename(once, "late_delivery", "R03"))
    assert told == [*["late_delivery"] * 4, "price", "other", "strange", ""]
    assert ids_of_codes(codes[:3], merge(once, ["price", "late_delivery"])) == told[:3]
    assert ids_of_codes(codes[:3], retire(once, "late_delivery")) == told[:3]
    # An id is never taken by another theme that is called so.
    taken = rename(rename(book, "price", "dear"), "late_delivery", "price increases")
    assert ids_of_codes(["price", "price_increase"], taken) == ["price", "price_increase"]


def test_a_row_of_a_retired_code_is_other_and_no_other_theme_grows():
    rows = notes()
    book = read_reasons(rows, settings=QUICK).codebook
    before = read_reasons(rows, settings=QUICK, codebook=book).mentions
    after = read_reasons(rows, settings=QUICK, codebook=retire(book, "price")).mentions

    gone = {*rows.loc[rows["code"] == "price", "customer_id"]}
    kept = ["customer_id", "theme_id", "score", "text"]
    theirs, others = (after[after["customer_id"].isin(gone) == side] for side in (True, False))
    assert set(theirs["theme_id"]) == {"other"}
    unchanged = before[~before["customer_id"].isin(gone)][kept]
    assert others[kept].values.tolist() == unchanged.values.tolist()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Vernachlässigung durch Außendienst", "Vernachlässigung durch Außendienst"),
        ("Kunden-Insolvenz", "Kunden-Insolvenz"),
        ("late_delivery", "late delivery"),
        ("LateDelivery", "late delivery"),
        ("PRICE", "price"),
    ],
)
def test_a_code_written_as_words_keeps_its_capitals(code, name):
    rows = pd.DataFrame({"customer_id": ["a", "b"], "note": [None, None], "code": code})

    mentions = read_reasons(rows, settings=QUICK).mentions

    assert mentions["theme"].tolist() == [name, name]
    assert mentions["theme_id"].tolist() == [slug_of(name)] * 2


def test_of_several_spellings_the_commonest_names_the_theme():
    found = teaching_notes(["", "", ""], ["price", "Price", "Price"])

    assert found.names == {"price": "Price"}
