"""From a run to a blind sheet, from a messy sheet back to kappa by code."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.cli import main
from analysis.errors import InputRefused
from analysis.reasons.agreement import DoubleCoded
from analysis.settings import Settings
from analysis.steps.agreed import tell_agreement
from analysis.steps.blindsheet import write_blind_sheet
from analysis.steps.codedsheet import KnownWords, read_coded_sheet
from analysis.steps.doublecoding import agree_on_sheets
from analysis.steps.files import write_reasons
from analysis.steps.wholenotes import find_whole_notes

LATE = ["the delivery came late again", "always late", "late by a week, again", "too late again"]
DEAR = ["far too expensive", "your price is too high", "expensive", "prices too high for us"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Sixty notes with codes, a few with a code alone, coded by their picklist."""
    folder = tmp_path_factory.mktemp("run")
    notes = [(LATE[at % 4], "late") if at % 2 else (DEAR[at % 4], "price") for at in range(60)]
    rows = [(f"c{at:03}", f"{at + 1:04}", *pair) for at, pair in enumerate(notes)]
    rows += [(f"d{at}", f"9{at}00", "", "price") for at in range(5)]
    rows[0] = ("c000", "0001", "expensive, says Ms Okafor, +44 20 7946 0958", "price")
    table = pd.DataFrame(rows, columns=["customer_id", "reason_id", "note", "code"])
    table.to_csv(folder / "notes.csv", index=False)
    write_reasons([str(folder / "notes.csv")], folder / "themes")
    return folder


@pytest.fixture
def made(run, tmp_path):
    return write_blind_sheet(
        run / "themes", tmp_path / "sheet.csv", size=200, notes=[str(run / "notes.csv")]
    )


def filled(made, **changes):
    """The sheet with the run's own codes, changed by note id."""
    key = json.loads(made.key.read_text(encoding="utf-8"))
    own = {note["reason_id"]: ";".join(note["codes"]) for note in key["notes"]}
    sheet = pd.read_csv(made.sheet, dtype=str, keep_default_na=False)
    return sheet.assign(codes=sheet["reason_id"].map(own | changes))


def test_the_sheet_is_blind_and_masked(made):
    sheet = pd.read_csv(made.sheet, dtype=str, keep_default_na=False)

    assert sheet.columns.tolist() == ["reason_id", "note", "codes"]
    assert (sheet["codes"] == "").all()
    assert "Okafor" not in made.sheet.read_text(encoding="utf-8")
    assert "7946" not in made.sheet.read_text(encoding="utf-8")
    assert len(sheet) == made.n_notes == 60  # a note that is a code alone would give it away


def test_the_same_seed_draws_the_same_sheet(run, tmp_path):
    one, other, third = (
        write_blind_sheet(run / "themes", tmp_path / f"{name}.csv", size=20, seed=seed)
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )

    assert one.sheet.read_bytes() == other.sheet.read_bytes()
    assert one.sheet.read_bytes() != third.sheet.read_bytes()


def test_whole_notes_are_found_by_customer_and_words_wherever_their_row_stands(run):
    mentions = pd.read_csv(run / "themes" / "mentions.csv", dtype=str)
    said = pd.read_csv(run / "notes.csv", dtype=str, keep_default_na=False)
    right = find_whole_notes(mentions, said)

    shuffled = said.sample(frac=1, random_state=1).assign(reason_id=said["reason_id"].tolist())
    assert find_whole_notes(mentions, shuffled).to_dict() == right.to_dict()
    assert right.to_dict() == said.set_index("reason_id")["note"].sort_index().to_dict()


def test_notes_that_are_not_those_of_the_run_are_never_shown(run):
    mentions = pd.read_csv(run / "themes" / "mentions.csv", dtype=str)
    said = pd.read_csv(run / "notes.csv", dtype=str, keep_default_na=False)
    others = said.assign(note="the software is hard to use", code="")

    assert find_whole_notes(mentions, others).empty


def test_two_notes_of_one_customer_are_told_apart_by_what_else_they_say():
    mentions = pd.DataFrame({"customer_id": ["a", "a"], "reason_id": ["r-2", "r-3"],
                             "text": ["late", "late again and far too dear"]})  # fmt: skip
    said = pd.DataFrame({"customer_id": ["a", "a"], "reason_id": ["r-2", "r-3"], "code": "",
                         "note": ["late again, and far too dear", "late"]})  # fmt: skip

    assert find_whole_notes(mentions, said).tolist() == ["late", "late again, and far too dear"]


def test_a_faithful_copy_agrees_fully(made):
    filled(made).to_csv(made.sheet, index=False)

    found = agree_on_sheets([made.sheet], made.key, n_draws=200)

    told = found.codes.set_index("code")
    assert told.loc[["late", "price"], "kappa"].tolist() == [1, 1]
    assert told.loc["late", "adjusted"] == pytest.approx(told.loc["late", "share"])
    assert found.sets.value == 1
    assert found.unreliable == ()


def test_a_coder_who_sees_it_otherwise_is_told_and_stamps_the_code(made):
    sheet = filled(made)
    third = sheet.index % 3 == 0
    sheet.loc[third, "codes"] = sheet.loc[third, "codes"].map({"late": "price", "price": "late"})
    sheet.to_csv(made.sheet, index=False)

    found = agree_on_sheets([made.sheet], made.key, n_draws=200)

    assert set(found.unreliable) == {"late", "price"}
    assert "Not reliable" in found.in_words()


def test_what_a_spreadsheet_does_to_a_sheet_is_undone(made):
    sheet = filled(made, **{"0002": " Late ; ", "0003": "PRICE", "0004": "late, price"})
    sheet["reason_id"] = sheet["reason_id"].str.lstrip("0")  # taken for numbers
    sheet = sheet.rename(columns={"reason_id": "Column1", "codes": "My codes", "note": "Text"})
    sheet = sheet[["Text", "My codes", "Column1"]].sort_values("Text")
    text = sheet.to_csv(index=False, sep=";").replace("\n", "\r\n") + ";;\r\n"
    made.sheet.write_text(text, encoding="utf-16")

    found = agree_on_sheets([made.sheet], made.key, n_draws=100)

    assert int(found.codes["n_notes"].max()) == 60
    assert found.lines_aside.empty


def test_each_line_that_cannot_be_used_is_named_with_its_reason(made):
    sheet = filled(made, **{"0002": "", "0003": "laet", "0005": "price"})
    more = pd.DataFrame(
        {"reason_id": ["0005", "7777", "0006"], "note": "x", "codes": ["late", "late", ""]}
    )
    more.loc[2, "codes"] = sheet.set_index("reason_id").loc["0006", "codes"]
    pd.concat([sheet, more]).to_csv(made.sheet, index=False)

    found = agree_on_sheets([made.sheet], made.key, n_draws=100)

    assert found.set_aside["sheet.csv"] == {
        "coded_twice": 2,
        "not_coded": 1,
        "unknown_code": 1,
        "unknown_note": 1,
    }
    places = sheet.reset_index().set_index("reason_id")["index"] + 2
    aside = found.lines_aside.set_index("line")["reason"]
    assert aside[places["0002"]] == "not_coded"
    assert aside[places["0003"]] == "unknown_code"
    assert (aside[62], aside[63]) == ("coded_twice", "unknown_note")


def test_every_line_is_used_repeated_or_set_aside(made):
    sheet = filled(made, **{"0002": ""})
    pd.concat([sheet, sheet.head(3)]).to_csv(made.sheet, index=False)
    known = KnownWords.of(sheet["reason_id"].tolist(), {"late": "late", "price": "price"})

    read = read_coded_sheet(made.sheet, known)

    assert read.n_lines == 63
    assert len(read.codes) + read.n_repeated + len(read.set_aside) == 63


def test_two_coders_are_compared_with_each_other(made, tmp_path):
    filled(made).to_csv(made.sheet, index=False)
    other = tmp_path / "other.csv"
    filled(made).head(40).to_csv(other, index=False)

    found = agree_on_sheets([made.sheet, other], made.key, n_draws=100)

    assert int(found.codes["n_notes"].max()) == 40
    assert "adjusted" not in found.codes


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty_file"),
        ("reason_id,note,codes\n", "no_rows"),
        ("a,b\n1,2\n3,4\n", "wrong_sheet"),
        ("reason_id,note,codes\n0001,x,\n0002,y,\n", "wrong_sheet"),
    ],
)
def test_a_sheet_that_is_none_is_refused(made, content, code):
    made.sheet.write_text(content, encoding="utf-8")

    with pytest.raises(InputRefused) as refused:
        agree_on_sheets([made.sheet], made.key)

    assert refused.value.code == code


@pytest.mark.parametrize("content", [None, "{}", "[]", '{"version": 1, "notes": [1]}', "no json"])
def test_a_key_that_is_none_is_refused(made, tmp_path, content):
    key = tmp_path / "wrong.json"
    if content is not None:
        key.write_text(content, encoding="utf-8")

    with pytest.raises(InputRefused, match="is no key"):
        agree_on_sheets([made.sheet], key)


def test_the_commands_say_what_they_wrote(run, tmp_path, capsys):
    sheet = tmp_path / "s.csv"
    assert (
        main(["codebook", "sample", str(run / "themes"), "--size", "40", "--out", str(sheet)]) == 0
    )
    said = capsys.readouterr()
    assert "only the parts of each note" in said.out + said.err

    assert main(["codebook", "agree", str(sheet), "--key", str(tmp_path / "s_key.json")]) == 2
    assert main(["codebook", "sample", str(tmp_path), "--out", str(sheet)]) == 2


def test_a_sheet_too_small_for_its_themes_says_so_and_names_a_size_that_does(run, tmp_path):
    small, large = (
        write_blind_sheet(run / "themes", tmp_path / f"{size}.csv", size=size) for size in (6, 40)
    )
    assert (small.n_rare, small.n_themes) == (2, 2)
    assert f"--size {small.enough} would do" in small.doubt
    assert (large.n_rare, large.doubt) == (0, "")
    again = write_blind_sheet(run / "themes", tmp_path / "again.csv", size=small.enough)
    assert again.n_rare == 0


def test_where_no_code_can_be_judged_nothing_is_said_to_be_right(run, tmp_path):
    made = write_blind_sheet(run / "themes", tmp_path / "s.csv", size=6)
    filled(made).to_csv(made.sheet, index=False)
    words = agree_on_sheets([made.sheet], made.key, n_draws=50).in_words()

    assert "No code can be judged" in words
    assert "would need about 20 coded notes" in words
    assert "under .6" not in words


def test_codes_that_can_be_judged_are_told_from_rare_ones(made):
    sheet = filled(made, **{f"{at:04}": "other" for at in (2, 3)})
    sheet.to_csv(made.sheet, index=False)
    words = agree_on_sheets([made.sheet], made.key, n_draws=50).in_words()

    assert "None of the 2 codes that can be judged is under .6." in words
    assert "Too rare to tell: other" in words


def test_the_key_of_another_draw_is_refused_and_a_few_foreign_lines_are_not(run, tmp_path):
    one, other = (
        write_blind_sheet(run / "themes", tmp_path / f"{seed}.csv", size=40, seed=seed)
        for seed in (1, 2)
    )
    filled(one).to_csv(one.sheet, index=False)
    with pytest.raises(InputRefused) as refused:
        agree_on_sheets([one.sheet], other.key)
    assert refused.value.code == "wrong_key"

    more = pd.DataFrame({"reason_id": ["7777", "7778"], "note": "x", "codes": "late"})
    pd.concat([filled(one), more]).to_csv(one.sheet, index=False)
    found = agree_on_sheets([one.sheet], one.key, n_draws=50)
    assert found.set_aside["1.csv"] == {"unknown_note": 2}


def test_a_finding_on_rare_codes_alone_claims_nothing_of_them():
    first = tuple((f"r{at // 2}",) for at in range(40))
    coded = DoubleCoded(first, first, tuple(f"c{at}" for at in range(40)), np.ones(40))
    _, finding = tell_agreement(coded, {}, settings=Settings(n_bootstrap=50))

    assert "no single code can be judged" in finding.sentence
    assert "under .6" not in finding.sentence


def coded_twice(n_apart, n=60):
    """Statements coded by two, the last ``n_apart`` of them differently."""
    first = tuple(("late",) if at % 2 else ("price",) for at in range(n))
    moved = {"late": "price", "price": "late"}
    second = tuple(
        (moved[code],) if at >= n - n_apart else (code,) for at, (code,) in enumerate(first)
    )
    return DoubleCoded(first, second, tuple(f"c{at}" for at in range(n)), np.ones(n))


def test_a_kappa_near_seven_tenths_warns_that_shares_are_not_comparable():
    _, finding = tell_agreement(coded_twice(9), {}, settings=Settings(n_bootstrap=100))

    assert finding.numbers["coder_kappa"].value == pytest.approx(0.7)
    assert "not comparable" in finding.doubts[0]
    assert "15% of 60 statements another reason" in finding.doubts[0]


def test_coders_who_agree_need_no_warning():
    _, finding = tell_agreement(coded_twice(3), {}, settings=Settings(n_bootstrap=100))

    assert finding.numbers["coder_kappa"].value == pytest.approx(0.9)
    assert finding.doubts == ()
