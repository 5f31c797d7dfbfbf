"""An opt-out that columns.toml names as a consent, or a consent as an opt-out."""

from __future__ import annotations

import pytest
from tests.intake.traps.test_opt_out_words import judged

from analysis.errors import InputRefused

#: header | cells | the column that it is
PLAIN = [
    ("Do not contact", "no;yes;no", "do_not_contact"),
    ("Opposition RGPD", "non;oui;non", "do_not_contact"),
    ("Werbesperre", "nein;ja;nein", "do_not_contact"),
    ("Gesperrt", "nein;ja;nein", "do_not_contact"),
    ("Marketing consent", "yes;no;yes", "consent"),
    ("Einwilligung", "ja;nein;ja", "consent"),
]
#: Both may be meant, or the words say less than a sense: as the map says.
OPEN = ["Newsletter", "Marketing", "Werbung", "Feld 7", "Consent denied", "RGPD"]


@pytest.mark.parametrize(("header", "cells", "column"), PLAIN)
def test_a_plain_header_is_not_read_as_its_opposite(check, header, cells, column):
    other = {"consent": "do_not_contact", "do_not_contact": "consent"}[column]
    with pytest.raises(InputRefused) as caught:
        judged(check, header, cells, f'[contacts]\n{other} = "{header}"\n')
    assert caught.value.code == "other_sense_named"
    assert caught.value.to_do.endswith(f'[contacts]\n{column} = "{header}"')

    may, found = judged(check, header, cells, f'[contacts]\n{column} = "{header}"\n')
    assert may == "101"
    assert "optout_by_likeness" not in found.warned


@pytest.mark.parametrize("header", OPEN)
def test_a_header_of_both_senses_is_as_the_map_says(check, header):
    for column, expected in (("consent", "101"), ("do_not_contact", "010")):
        may, _ = judged(check, header, "yes;no;yes", f'[contacts]\n{column} = "{header}"\n')
        assert may == expected


@pytest.mark.parametrize(
    ("header", "cells", "line"),
    [
        ("Opposition RGPD", "non;oui;non", 'do_not_contact = "Opposition RGPD"'),
        ("Permission to call", "yes;no;yes", 'consent = "Permission to call"'),
        ("Werbung erlaubt", "ja;nein;ja", 'consent = "Werbung erlaubt"'),
    ],
)
def test_what_was_obeyed_offers_the_line_that_fits(check, header, cells, line):
    _, found = judged(check, header, cells)
    (said,) = [w.message for w in found.receipt.warnings if w.code == "optout_by_likeness"]
    assert f"put {line} under [contacts]" in said
    assert said.count("do_not_contact") + said.count("consent =") == 1
