"""From note to clause: normalising, splitting, and notes that say nothing."""

from __future__ import annotations

import pytest

from analysis.reasons import normalise
from analysis.reasons.clauses import says_nothing, split_clauses
from analysis.reasons.meanings import compared_words
from analysis.reasons.words import stem


def test_hidden_and_turning_characters_go_and_entities_are_read():
    assert normalise("a\u202eb\u200b &amp; c\x00d\ufeff\r\n\r\n e") == "ab & cd\ne"
    assert normalise("plain & simple &nothing") == "plain & simple &nothing"
    assert normalise("\ud800broken") == "broken"


@pytest.mark.parametrize(
    ("note", "clauses"),
    [
        (
            "Price too high. Driver was rude! Why?",
            ["Price too high.", "Driver was rude!", "Why?"],
        ),
        (
            "* late van\n2) wrong bill; no call",
            ["late van", "wrong bill", "no call"],
        ),
        (
            "The van came late but the driver was nice",
            ["The van came late", "the driver was nice"],
        ),
        ("salt and pepper were missing", ["salt and pepper were missing"]),
        (
            "Die Ware war kaputt und niemand rief zurück",
            ["Die Ware war kaputt", "niemand rief zurück"],
        ),
        ("It cost 3.50 more at approx. 5 p.m. daily", None),
        ("Dr. No called on 3. May", None),
        ("", []),
    ],
)
def test_clauses(note, clauses):
    assert split_clauses(note) == ([note] if clauses is None else clauses)


def test_every_clause_stands_in_the_note_in_order():
    note = "- zu teuer; - Lieferung kam dreimal zu spät, aber der Fahrer war nett\n\nEnde."
    at = 0
    for clause in split_clauses(note):
        at = note.index(clause, at) + len(clause)


@pytest.mark.parametrize(
    "note",
    ["", "   ", "?!", "Don't know", "dont know", "I really do not know.", "no idea", "n/a", "k.A.",
     "No reason given", "customer did not say", "prefer not to say", "Weiß nicht", "keine Ahnung!",
     "keine Angabe", "ich weiss es nicht", "je ne sais pas", "aucune raison", "no sé", "unknown",
     "😡", "none", "Nothing", "Bitte nicht mehr anrufen", "Please do not call us again!",
     "Werbesperre", "ne plus appeler svp", "no llamar más", "take me off your list please"],
)  # fmt: skip
def test_notes_that_say_nothing(note):
    assert says_nothing(note)


@pytest.mark.parametrize(
    "note",
    ["no response", "You do not know your own prices", "nobody called", "price", "unknown driver",
     "no van came", "nicht geliefert", "kein Anruf", "nothing works", "2,50", "遅い", "late 😡",
     "zu teuer, nicht mehr anrufen", "do not call us, the prices doubled", "nobody called again",
     "you never call back when you promised to"],
)  # fmt: skip
def test_notes_that_say_something(note):
    assert not says_nothing(note)


def test_negation_and_turning_words_survive():
    assert compared_words("They didn't call me back") == ["not", "call", "back"]
    assert compared_words("nicht zurück gerufen") == ["not", "back", "call"]


def test_forms_of_a_word_meet():
    forms = ("delay", "delays", "delayed", "delaying")
    assert len({stem(form) for form in forms}) == 1
    assert stem("price") == stem("prices")
