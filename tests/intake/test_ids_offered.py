"""Of the columns of a file, those with the ids of the sales are offered as its customer."""

from __future__ import annotations

import re

import pytest

from analysis.intake.proposal import propose_map

SALES = "customer_id,order_date,amount\n" + "".join(
    f"C{at % 24:04d},2024-0{1 + at % 9}-1{at % 9},{at}.50\n" for at in range(96)
)
OFTEN = ["too dear since spring for us", "the van came late again and again", "left for another"]


def _lines(*columns: str) -> str:
    """Return lines of 24 customers; ``{id}``, ``{at}``, ``{flag}`` and ``{why}`` are filled in."""
    return "".join(
        ",".join(columns).format(
            id=f"C{at:04d}", at=at, flag=("true", "false")[at % 2], why=OFTEN[at % 3],
            mood=("good", "bad")[at % 2], points=at % 6,
        ) + "\n"
        for at in range(24)
    )  # fmt: skip


EXPORTS = {
    # a help desk, a list of deals, an address book, a form in German, one in French
    "zendesk.csv": ("Id,Satisfaction Score,Requester external id,Description,Created at\n"
                    + _lines("5{at:04d}", "{mood}", "{id}", "{why}", "2024-05-01"),
                    "reasons", "Requester external id"),
    "deals.csv": ("Deal - Title,Deal - Lost reason,Organization - ERP key,Lost time\n"
                  + _lines("T{at}", "{why}", "{id}", "2024-05-01"),
                  "reasons", "Organization - ERP key"),
    "partner.csv": ("is_blacklisted,ref,phone,segment\n"
                    + _lines("{flag}", "{id}", "+49 30 55{at:05d}", "A"), "customers", "ref"),
    "umfrage.csv": ("Zufriedenheit,Erledigt,Wer,Grund,Datum\n"
                    + _lines("{points}", "{flag}", "{id}", "{why}", "2024-05-01"),
                    "reasons", "Wer"),
    "sondage.csv": ("Agent,Satisfait,Référence,Motif,Date\n"
                    + _lines("K{points}", "{flag}", "{id}", "{why}", "2024-05-01"),
                    "reasons", "Référence"),
}  # fmt: skip


@pytest.mark.parametrize("name", [*EXPORTS])
def test_the_column_with_the_ids_of_the_sales_is_offered_first(refused, name):
    text, table, wanted = EXPORTS[name]
    columns = f'["{name}"]\ntable = "{table}"\n'
    told = refused({"sales.csv": SALES, name: text, "columns.toml": columns}).to_do
    line = next(line for line in told.split("\n") if line.startswith("customer_id"))
    assert line.startswith(f'customer_id = "{wanted}"')
    for never in ("Score", "black", "Erledigt", "Zufrieden", "Satisfait", "reason", "Description"):
        assert never not in line
    assert "fill_down" not in told


def test_ids_are_met_in_other_capitals_and_with_other_signs(refused):
    text = EXPORTS["umfrage.csv"][0].replace("C00", "c00")
    told = refused({"sales.csv": SALES, "umfrage.csv": text}).to_do
    assert 'customer_id = "Wer"' in told


def test_the_map_asks_so_too(tmp_path):
    (tmp_path / "sales.csv").write_text(SALES, encoding="utf-8")
    (tmp_path / "zendesk.csv").write_text(EXPORTS["zendesk.csv"][0], encoding="utf-8")
    (tmp_path / "columns.toml").write_text('["zendesk.csv"]\ntable = "reasons"\n', encoding="utf-8")
    (file,) = (one for one in propose_map([tmp_path]).files if one.file == "zendesk.csv")
    (asked,) = (one for one in file.questions if "customer_id" in one.asked)
    assert asked.answers[0] == 'customer_id = "Requester external id"'


def test_without_known_ids_the_headers_decide_as_before(refused):
    lines = _lines("X{at:04d}", "{id}", "{why}", "2024-05-01").replace("C0", "K9")
    text = "Ticket,Kontonr,Grund,Datum\n" + lines
    told = refused({"sales.csv": SALES, "umfrage.csv": text}).to_do
    assert 'customer_id = "Kontonr"' in told


def test_an_issue_is_numbered_by_its_own_number(check):
    text = "Score,Requester external id,Id,Category,Created at\n" + _lines(
        "{mood}", "{id}", "5{at:04d}", "late", "2024-05-01"
    )
    found = check({"sales.csv": SALES, "issues.csv": text})
    told = [one.message for one in found.receipt.warnings if one.code == "optional_not_read"]
    assert re.findall(r'issue_id = "([^"]+)"', "".join(told)) == ["Id"]


def test_sentences_and_answers_are_no_codes_of_issues(check):
    text = "Id,Description,Satisfaction,Team,Created at\n" + _lines(
        "5{at:04d}", "{why}", "{mood}", "Team {points}", "2024-05-01"
    )
    found = check({"sales.csv": SALES, "issues.csv": text})
    told = [one.message for one in found.receipt.warnings if one.code == "optional_not_read"]
    assert re.findall(r'code = "([^"]+)"', "".join(told)) == ["Team"]
