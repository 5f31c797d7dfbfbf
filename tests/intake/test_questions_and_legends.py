"""Headers of a form that are questions, and files that say what the codes of another one mean."""

from __future__ import annotations

import pytest

from analysis.cells.headerkeys import asked_for
from analysis.columns.columnmap import named_by
from analysis.intake.proposal import propose_map

SALES = "customer_id,order_date,amount\n" + "".join(
    f"C{at % 12:03d},2024-0{1 + at % 9}-1{at % 9},{at}.50\n" for at in range(48)
)


@pytest.mark.parametrize(
    "header",
    [
        "What is your customer number?", "What's your customer ID?", "What is your Customer ID? *",
        "Please enter your customer number", "1. What is your customer number (see invoice)?",
        "Wie lautet Ihre Kundennummer?", "Wie ist deine Kundennummer?",
        "Bitte geben Sie Ihre Kundennummer an", "Quel est votre numéro client ?",
        "Indiquez votre code client", "¿Cuál es su número de cliente?", "Indique su código cliente",
        "Qual è il suo codice cliente?", "Wat is uw klantnummer?",
    ],
)  # fmt: skip
def test_a_question_for_the_customer_is_known(header):
    assert (named_by(header, "reasons") or ("",))[0] == "customer_id"


@pytest.mark.parametrize(
    "header",
    [
        "How satisfied are you with our customer service?",
        "What is wrong with our customers?",
        "Your customer number",
        "Ihre Kundennummer",
        "Your order",
        "Who is your account manager?",
        "What do you think of your customer portal?",
        "Customer number",
        "Is this your number?",
    ],
)
def test_another_question_or_a_plain_header_stays_as_it_is(header):
    assert asked_for(header) == header


def test_two_things_asked_for_at_once_are_none():
    assert named_by("What is your customer number and your name?", "reasons") is None


def test_the_reason_asked_for_is_still_the_note():
    assert named_by("What was the main reason you left?", "reasons")[0] == "note"


def test_a_form_is_read_without_an_answer(check):
    text = "Wie lautet Ihre Kundennummer?;Was war der Grund für Ihre Kündigung?;Datum\n" + "".join(
        f"C{at:03d};der Wagen kam {at} Mal zu spät;2024-05-0{at}\n" for at in range(1, 8)
    )
    found = check({"sales.csv": SALES, "umfrage.csv": text})
    assert found.intake.receipts["reasons"].rows_good == 7
    assert "unmatched_ids" not in found.warned


CODED = "customer_id,date,reason_code\n" + "".join(
    f"C{at:03d},2024-05-01,{(10, 20, 99)[at % 3]}\n" for at in range(12)
)
LEGENDS = {
    "reason_codes.csv": "code,description\n10,Price\n20,Delivery\n30,Quality\n99,Other\n",
    "Schlüssel.csv": "Schlüssel;Bedeutung\n10;Preis zu hoch\n20;Lieferung\n99;Sonstiges\n",
    "codes_motifs.csv": "id;libellé;actif\n10;Prix;oui\n20;Livraison;oui\n99;Autre;non\n",
    "picklist.csv": "Value,Label\n10,Price\n20,Delivery\n99,Other\n",
}


@pytest.mark.parametrize("name", [*LEGENDS])
def test_a_legend_of_codes_is_passed_over_and_said(check, name):
    found = check({"sales.csv": SALES, "churn_reasons.csv": CODED, name: LEGENDS[name]})
    assert sorted(found.intake.receipts) == ["reasons", "transactions"]
    told = [w.message for w in found.intake.receipts["transactions"].warnings
            if w.code == "table_not_read"]  # fmt: skip
    assert told == [f"{name} was not read: it says what the codes of churn_reasons.csv mean."]


def test_no_map_is_asked_for_it(tmp_path):
    files = {"sales.csv": SALES, "churn_reasons.csv": CODED, **LEGENDS}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    asked = [one.file for one in propose_map([tmp_path]).files if one.questions]
    assert asked == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # customers by number and name, other codes, opt-outs, more than a list of codes
        ("liste.csv", "wer;was\n" + "".join(f"C{at:03d};Firm {at}\n" for at in range(12))),
        ("codes.csv", "wer,was\nA,Price\nB,Delivery\n"),
        ("codes.csv", "code,email\n10,a@x.example\n20,b@x.example\n99,c@x.example\n"),
        ("codes.csv", "wer,was\n10,Price\n20,Delivery\n20,Delivery\n99,Other\n"),
    ],
)
def test_what_is_no_legend_is_still_asked_about(refused, name, text):
    assert refused({"sales.csv": SALES, "churn_reasons.csv": CODED, name: text}).file == name


def test_a_legend_alone_beside_sales_is_asked_about(refused):
    name = "picklist.csv"
    assert refused({"sales.csv": SALES, name: LEGENDS[name]}).file == name
