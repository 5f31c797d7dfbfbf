"""How grave a note is by its words: threats of law are seen in four languages, look-alikes not."""

import math

import pytest

from analysis.reasons.severity import severity_of_notes


@pytest.mark.parametrize("note", [
    "You will hear from our lawyer.", "We are taking you to court over the deposit",
    "they instructed a solicitor last week", "he said he would sue us", "Threatens legal action!",
    "Our solicitor’s letter is on its way",
    "Unser Anwalt meldet sich bei Ihnen", "Der Kunde hat Klage eingereicht",
    "behält sich rechtliche Schritte vor", "Rechtsanwalt eingeschaltet wegen der Anzahlung",
    "Notre avocat vous écrira", "nous allons porter plainte", "mise en demeure reçue hier",
    "Mi abogado les escribirá", "vamos a tomar acciones legales", "les demandaremos",
])  # fmt: skip
def test_a_threat_of_law_is_a_matter_for_lawyers(note):
    assert severity_of_notes([note]).tolist() == [4.0]


@pytest.mark.parametrize("note", [
    "no legal action, they just left", "Will not sue us, he said", "ohne unseren Anwalt geklärt",
    "sans action en justice", "sin acciones legales",
    "cust bankrupt, no 2025/0417 at the court", "The patient is a lawyer and was furious",
    "Maklerin fand die Courtage zu niedrig", "moved to Court Street", "as a courtesy, please call",
    "invoices pursued twice", "new legal form, GmbH since May", "demand fell",
    "hopefully never again an office move", "danach hat nie wieder einer nachgefasst", "",
])  # fmt: skip
def test_what_only_looks_like_it_is_none(note):
    assert math.isnan(severity_of_notes([note])[0])


@pytest.mark.parametrize("note", [
    "Never again!", "you are liars", "Nie wieder.", "ihr seid Betrüger", "plus jamais",
    "c'est une arnaque", "nunca más", "ladrones",
])  # fmt: skip
def test_open_hostility_is_told_from_complaint(note):
    assert severity_of_notes([note, "the van was late again"]).tolist()[0] == 3.0
    assert math.isnan(severity_of_notes(["the van was late again"])[0])


def test_no_notes_have_no_severity():
    assert severity_of_notes([]).shape == (0,)
