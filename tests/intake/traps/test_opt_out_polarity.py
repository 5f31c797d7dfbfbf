"""What yes, no and a blank mean under headers of consents and of opt-outs."""

from __future__ import annotations

import pytest
from tests.intake.traps.test_opt_out_words import judged, stopped_by


@pytest.mark.parametrize(
    "header",
    [
        "RGPD", "LOPD", "GDPR", "DSGVO", "Newsletter", "Werbung", "Einwilligung", "opt_in",
        "Consent", "Consentement", "Consentimiento", "Permission", "Publicidad", "Infolettre",
        "Kontakt erlaubt",
    ],
)  # fmt: skip
def test_a_blank_states_no_consent_under_any_header(header):
    assert stopped_by([header], ["yes;no;;NULL;yes"]) == [False, True, True, True, False]


@pytest.mark.parametrize("header", ["Opt-out", "Werbesperre", "Désinscrit", "No llamar", "DNC"])
def test_a_blank_states_no_opt_out(header):
    cells = "yes;no;;NULL;0000-00-00 00:00:00;?"
    assert stopped_by([header], [cells]) == [True, False, False, False, False, True]


def test_blank_consents_are_said_once_with_their_count(check):
    _, found = judged(check, "RGPD", "yes;;no;")
    (told,) = [w for w in found.receipt.warnings if w.code == "blank_consent"]
    assert told.message.startswith("Column 'RGPD' states consent and is blank in 2 of 4 rows")
    for header, cells in (("RGPD", "yes;no;yes"), ("Werbesperre", "ja;;nein")):
        assert "blank_consent" not in judged(check, header, cells)[1].warned


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Werbung unzulässig", "ja;nein;", "011"), ("Werbung zulässig", "ja;nein;", "100"),
        ("Werbesperre", "ja;nein;", "011"), ("Kontakt erlaubt", "ja;nein;", "100"),
        ("Kontakt unerwünscht", "ja;nein;", "011"), ("Abgemeldet", "ja;nein;", "011"),
        ("Abmeldedatum", "01.02.2024;;", "011"), ("GDPR status", "granted;withdrawn;", "100"),
        ("Permission", "yes;no;", "100"), ("Ne pas contacter", "oui;non;", "011"),
        ("Désinscrit", "oui;non;", "011"), ("No contactar", "sí;no;", "011"),
        ("Baja", "12/03/2024;;", "011"), ("Do not call", "yes;no;", "011"),
        ("DNC phone", "x;;", "011"), ("email_opt_out", "1;0;", "011"),
        ("BLACKLISTED", "true;false;", "011"), ("SMS_BLACKLISTED", "yes;no;", "011"),
        ("deactivated", "1706954400;0;0000-00-00 00:00:00", "011"),
        ("UNSUB_TIME", "2024-02-03 10:11:12;;", "011"),
        ("Unsubscribed from all email", "Yes;No;", "011"), ("Inscrit Bloctel", "oui;non;", "011"),
    ],
)  # fmt: skip
def test_yes_means_what_the_header_says(header, cells, expected):
    assert stopped_by([header], [cells]) == [one == "0" for one in expected]


def test_a_customer_who_left_in_words_of_mailing_lists_is_asked_about(check):
    people = "customer_id,contact_id,opt_out\nK1,p1,no\nK2,p2,no\n"
    firms = "Kundennr;Firma;Branche;Abgemeldet am\nK1;A;Bau;01.02.2024\nK2;B;Bau;\n"
    found = check({"contacts.csv": people, "kunden.csv": firms})
    assert found.good("contacts")["may_contact"].tolist() == [True, True]
    assert "maybe_opt_out" in found.warned
    told = '[customers]\ndo_not_contact = "Abgemeldet am"\n'
    found = check({"contacts.csv": people, "kunden.csv": firms, "columns.toml": told})
    assert found.good("contacts")["may_contact"].tolist() == [False, True]
    never = firms.replace("01.02.2024", "")
    assert "maybe_opt_out" not in check({"contacts.csv": people, "kunden.csv": never}).warned


def test_what_a_program_writes_for_yes_and_no_beside_blanks_is_known():
    assert stopped_by(["Consent"], ["1.0;0.0;;1.0"]) == [False, True, True, False]
    assert stopped_by(["Opt-out"], ["1.0;0.0;;1.0"]) == [True, False, False, True]
