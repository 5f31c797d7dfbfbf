"""Exports of survey tools: questions as headers, and how they are answered in the row below."""

from __future__ import annotations

import pytest

from intake.books import book

HEADER = ["Respondent ID", "Date Created", "Email Address", "{}", "{}", "What is best?", ""]
BELOW = ["", "", "", "", "Open-Ended Response", "Response", "Other (please specify)"]
NOTES = ["late again", "too dear"]
WHY = "Why did you stop ordering from us, and what would have made you stay with us all the same?"


def survey(
    customer: str = "Customer ID", question: str = WHY, *below: list[str]
) -> list[list[str]]:
    rows = [
        [f"11781{at}", f"2024-05-{at + 10}", f"c{at}@firm.example", f"C{at}", NOTES[at % 2], "", ""]
        for at in range(8)
    ]
    cells = iter([customer, question])
    return [[next(cells) if cell == "{}" else cell for cell in HEADER], *below, *rows]


def as_text(rows: list[list[str]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("survey.csv", as_text(survey("Customer ID", WHY, BELOW))),
        ("export.csv", as_text(survey("Customer ID", WHY, BELOW))),
        ("survey.csv", as_text(survey())),
        ("Umfrage.csv", as_text(survey("Kundennr", "Warum haben Sie gekündigt? *", BELOW))),
        ("survey.xlsx", book(survey("Customer ID", WHY, BELOW))),
    ],
    ids=["two rows of a header", "no telling name", "one row", "german", "workbook"],
)
def test_a_survey_is_read_as_reasons(check, name, content):
    found = check({name: content})
    assert [*found.intake.receipts] == ["reasons"]
    assert (found.receipt.rows_in, found.receipt.rows_good, found.codes) == (8, 8, {})
    assert set(found.good("reasons")["note"]) == {*NOTES}


@pytest.mark.parametrize(
    ("customer", "question", "lines"),
    [
        ("Custom Data 1", WHY, 'customer_id = "Custom Data 1"  # such as x9'),
        ("Customer ID", "Tell us more", 'note = "Tell us more"  # such as xxxx xxxxx, xxx xxxx'),
    ],
)
def test_what_a_survey_leaves_open_is_asked_with_its_columns(refused, customer, question, lines):
    refusal = refused({"survey.csv": as_text(survey(customer, question, BELOW))})
    assert lines in refusal.to_do


def test_clean_first_rows_without_an_id_are_no_header(check):
    rows = [["Customer ID", "Reason date", "Reason", "Answered by"], ["", "", "late", "Response"],
            ["K1", "2024-05-03", "late again", "Rep"]]  # fmt: skip
    found = check({"reasons.csv": as_text(rows)})
    assert found.codes == {"no_customer": 1}
