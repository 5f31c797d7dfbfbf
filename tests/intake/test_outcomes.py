"""Outcomes of calls as people write them."""

from __future__ import annotations

import pytest

from analysis.intake.outcomes import outcome_of


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
