"""Outcomes of calls as people write them."""

from __future__ import annotations

import pytest

from analysis.cells.listedwords import outcome_of
from analysis.engine import Engine, quote_text
from analysis.rows.optouts import speaks_of_opt_out


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Reached!", "connected"), ("parlé avec M. Roux", "connected"),
        ("hablé con Ana", "connected"),
        ("not reached, left message", "voicemail"), ("nie erreicht", "no_answer"),
        ("pas de réponse", "no_answer"), ("no contesta", "no_answer"), ("répondeur", "voicemail"),
        ("Termin vereinbart", "meeting"), ("kein Termin", "unknown"), ("not connected", "unknown"),
        ("mauvais numéro", "bounced"), ("stopped buying", "unknown"), ("", "unknown"),
        ("ne veut plus être contacté", "opt_out"), ("no quiere que le llamen", "opt_out"),
    ],
)  # fmt: skip
def test_outcomes_in_four_languages(text, word):
    assert outcome_of(text) == word


PLEAS = (
    "Asked to be removed",
    "please take me off your list",
    "requested removal",
    "do not ring",
    "removed from the call list at his request",
    "customer withdrew consent",
    "no longer wants to be called",
    "wants no further contact",
    "leave them alone",
    "bitte von der Liste nehmen",
    "Kontaktverbot",
    "aus dem Verteiler gestrichen",
    "von unserer Anrufliste gestrichen",
    "kein Kontakt mehr erwünscht",
    "will keine Anrufe mehr",
    "möchte in Ruhe gelassen werden",
    "der Werbung widersprochen",
    "Einwilligung widerrufen",
    "à retirer de nos listes",
    "demande à être retiré",
    "refuse tout contact",
    "ne souhaite plus recevoir de mails",
    "ne plus solliciter",
    "interdiction de contacter",
    "plus d'appels svp",
    "quitar de la lista",
    "pide que le borren",
    "solicita la baja",
    "no quiere recibir publicidad",
    "dejar de llamar",
    "no vuelvan a llamarle",
    "no molestar",
)
OTHERS = (
    "not interested",
    "removed from office",
    "price list sent",
    "call again in May",
    "call list updated",
    "refused the offer",
    "no contact person",
    "left the company",
    "kein Kontakt möglich",
    "wieder anrufen",
    "kein Interesse",
    "pas intéressé",
    "appeler plus tard",
    "liste de prix envoyée",
    "no contesta",
    "llamar más tarde",
    "quiere una lista",
    "eliminar pedido",
)


@pytest.mark.parametrize("text", PLEAS)
def test_a_plea_not_to_be_contacted_is_an_opt_out_in_the_log_and_on_a_list(text):
    assert outcome_of(text) == "opt_out"
    assert Engine().value("SELECT " + speaks_of_opt_out(quote_text(text.upper())))


@pytest.mark.parametrize("text", OTHERS)
def test_clean_outcomes_that_sound_alike_are_no_opt_out(text):
    assert outcome_of(text) != "opt_out"
    assert not Engine().value("SELECT " + speaks_of_opt_out(quote_text(text.upper())))
