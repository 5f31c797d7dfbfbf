"""What is to be said of several files is said once, with right counts."""

import pytest

from analysis.intake.saidonce import Said, say_once
from analysis.results import Warned


def once(*messages: str, by_sample: bool = False, files: int = 0, of: int = 0) -> list[str]:
    told = [
        Said(f"{at % (files or 99)}.csv", Warned("a", message.format(f"{at}.csv")), by_sample)
        for at, message in enumerate(messages)
    ]
    return [warned.message for warned in say_once(told, of or len({one.file for one in told}))]


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (["Blank in 66 of 129 rows: no.", "Blank in 1 of 1,071 rows: no."],
         "Blank in 67 of 1,200 rows: no. (Counted over 2 files.)"),
        (["1 line has no day.", "1 line has no day."],
         "2 lines have no day. (Counted over 2 files.)"),
        (["{} is old."] * 6,
         "0.csv is old. So it is with 1.csv, 2.csv, 3.csv and 2 other files."),
        (["It begins on 2024-01-03.", "It begins on 2024-02-05."],
         "0.csv: It begins on 2024-01-03. So it is, with other numbers, with 1.csv."),
        (["Of fewer than 20 lines.", "Of fewer than 20 lines."], "Of fewer than 20 lines."),
        (["3 lines (1.5%) lack it.", "5 lines (2.5%) lack it."],
         "0.csv: 3 lines (1.5%) lack it. So it is, with other numbers, with 1.csv."),
    ],
)  # fmt: skip
def test_the_same_of_several_files_is_said_once(messages, said):
    assert once(*messages) == [said]


def test_counts_of_a_sample_of_all_files_are_not_summed():
    told = ["'A' is money (15 of 391 lines).", "'A' is money (14 of 400 lines)."]

    assert once(*told, by_sample=True) == [told[1]]


@pytest.mark.parametrize(
    "messages",
    [("One file says this.",), ("Read from 'Net'.", "Read from 'Total'."),
     ("5 rows have no day.", "5 rows have no amount.")],
)  # fmt: skip
def test_clean_what_differs_is_kept_apart(messages):
    assert once(*messages, files=1) == [*messages]


def test_what_holds_in_some_files_alone_names_them():
    assert once("It has no day.", "It has no day.", of=3) == [
        "It has no day. It is so in 0.csv, 1.csv."
    ]
    assert once("{} has no day.", of=3) == ["0.csv has no day."]
    assert once('It is net. Write net = "Net"', of=9) == [
        'It is net. It is so in 0.csv. Write net = "Net"'
    ]


def test_warnings_of_one_file_are_left_as_they_are():
    assert once("Sheet 'A': 2 rows are hidden.", "Sheet 'B': 3 rows are hidden.", files=1) == [
        "Sheet 'A': 2 rows are hidden.", "Sheet 'B': 3 rows are hidden.",
    ]  # fmt: skip


def test_a_folder_of_months_is_told_of_once(check):
    head, files = "Kundennr;Datum;Betrag;Newsletter opt-in\n", {}
    for month in (1, 2, 3):
        rows = "".join(
            f"K{at};{at + 13}.0{month}.2024;{at},50;{'ja' * (at > month)}\n" for at in range(9)
        )
        files[f"Umsätze {month}.csv"] = (head + rows + "Ü;20.01.2024;5,00;ja\n").encode("cp1252")
    told = [one for one in check(files).receipt.warnings if one.code != "left_censored"]
    by_code = {one.code: one.message for one in told}

    assert "blank in 9 of 30 rows" in by_code["blank_consent"]
    assert "Counted over 3 files" in by_code["blank_consent"]
    assert "So it is with Umsätze 2.csv, Umsätze 3.csv." in by_code["western_encoding"]
    assert len(told) == len(by_code)
