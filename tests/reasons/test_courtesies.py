"""Greetings, thanks and closings are in every mail and are no reason."""

import pandas as pd
import pytest

from analysis.reasons import read_reasons
from analysis.reasons.clauses import says_nothing
from analysis.reasons.courtesies import without_courtesies
from analysis.reasons.unanswered import tells_of_a_call_only
from analysis.settings import Settings


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        ("Dear Sirs,\nYour prices rose by 20 %.\nYours faithfully,\nJo Poe, account 77",
         "Your prices rose by 20 %."),
        ("Hello,\n\nthe parts break\n\nThanks\nTom", "the parts break"),
        ("Sehr geehrte Damen und Herren, wir kündigen hiermit zum nächstmöglichen Termin. "
         "Der Service war schlecht. Mit freundlichen Grüßen\nM. Kern", "Der Service war schlecht."),
        ("Madame, Monsieur,\nlivraison en retard.\nVeuillez agréer, Madame, mes vœux.\nJ. D.",
         "livraison en retard."),
        ("Hola, quiero darme de baja. El precio subió. Un saludo, Ana", "El precio subió."),
        ("Please cancel my account", ""),
        ("Merci pour votre aide.", ""),
    ],
)  # fmt: skip
def test_only_what_is_told_stays(mail, told):
    assert without_courtesies(mail) == told


@pytest.mark.parametrize(
    "note",
    [
        "dear, too dear",
        "Cher, trop cher",
        "Thanks for nothing, the driver was rude",
        "All the best deals are at the shop next door",
        "Best price elsewhere",
        "Please cancel, far too dear",
        "I want to stop because of the delays",
        "The team is great but slow",
        "Liebe zum Detail fehlt, schade",
        "hello fresh, too dear",
        "Regards the price: far too high for what it is, and every order needs two reminders to go",
    ],
)
def test_a_reason_in_such_words_stays(note):
    assert without_courtesies(note) == note


def test_mails_of_one_form_give_themes_of_reasons():
    mails = [
        f"Dear customer care,\nthank you for asking. {reason}.\nKind regards\n{name}"
        for name in ("Jo", "Al", "Kim")
        for reason in ("The price is too high", "Delivery came late", "The app crashes all day")
    ]
    rows = pd.DataFrame(
        {
            "customer_id": [f"c{at}" for at in range(9)],
            "reason_id": [f"r{at}" for at in range(9)],
            "note": mails,
            "code": None,
        }
    )
    answer = read_reasons(rows, settings=Settings(n_themes=3))
    leaves = answer.themes[answer.themes["n_customers"] > 0]
    assert leaves["n_customers"].tolist() == [3, 3, 3]
    words = " ".join(leaves["keywords"]).lower()
    assert not {"dear", "regards", "thank", "kind", "asking"} & set(words.replace(",", "").split())


@pytest.mark.parametrize("note", ["no time", "no point", "not for me", "not now"])
def test_a_short_no_is_a_reason(note):
    assert not says_nothing(note)


@pytest.mark.parametrize(
    "note", ["no reason at this time", "not known right now", "see CRM", "s. Akte", "RAS", "tbc"]
)
def test_a_short_no_without_one_is_none(note):
    assert says_nothing(note)


@pytest.mark.parametrize(
    ("note", "outcome"),
    [
        ("Aucune réponse à mes mails", False),
        ("nadie contesta mis llamadas", False),
        ("Herr Kern hat viermal angerufen, keiner ging ran", False),
        ("Kunde viermal angerufen, keiner ging ran", True),
        ("aucune réponse au mail", True),
    ],
)
def test_whose_call_it_was(note, outcome):
    assert tells_of_a_call_only(note) is outcome
