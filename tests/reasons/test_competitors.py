"""A competitor is claimed after words of going there, or where another row states the name."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.reasons import read_reasons
from analysis.reasons.competitors import name_competitors, read_competitors
from analysis.settings import Settings


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("They switched to Brightpack last week", "Brightpack"),
        ("gone to Nordic Paper", "Nordic Paper"),
        ("lost to Bidfood", "Bidfood"),
        ("now with Sysco, better terms", "Sysco"),
        ("Acme offered 12 % less", "Acme"),
        ("jetzt bei Müller & Sohn", "Müller & Sohn"),
        ("Kunde ist zu Schäfer Shop gewechselt", "Schäfer Shop"),
        ("Papierhof bietet 10 % weniger", "Papierhof"),
        ("passé chez Lyreco", "Lyreco"),
        ("se fue a Makro", "Makro"),
        ("group has a framework with Nordic Board", "Nordic Board"),
        ("Rahmenvertrag mit Papierhof bis 2026", "Papierhof"),
        ("too dear vs Brightpack", "Brightpack"),
        ("compared to Amazon it is slow", "Amazon"),
        ("gone to Poland Packaging", "Poland Packaging"),
    ],
)
def test_words_of_going_there_name_a_competitor(note, name):
    assert read_competitors([note]) == [name]


@pytest.mark.parametrize(
    "note",
    [
        *("moved to Berlin", "went to the competition", "now with twins", "did not go to Acme"),
        *("jetzt bei der Konkurrenz", "Gewechselt zu Mitbewerber", "wechselt zu Montag"),
        *("production gone to Romania", "alles geht zu Polen", "Werk jetzt bei Bremen"),
        *("OEM bietet eigenen Webshop", "Portal bietet wenig", "HQ offered a bonus"),
        *("price up vs Q3 2023", "compared to May", "compared to Germany", "vs Standard tarif"),
        *("no framework with Acme", "framework with Purchasing", "Rahmenvertrag mit Konzern"),
        *("They offered less", "now with [name]", "Ware ging zu spät raus", "Acme", ""),
    ],
)
def test_no_name_is_claimed_elsewhere(note):
    assert read_competitors([note]) == [""]


def test_a_name_that_another_row_states_is_found_anywhere_but_not_where_it_is_denied():
    notes = ["their prices at ACME are lower", "it was not Acme", "acme of our range"]
    assert read_competitors(notes, ["Acme"]) == ["Acme", "", ""]


def test_spellings_of_one_competitor_are_one():
    rows = pd.DataFrame(
        {
            "customer_id": list("abcd"),
            "reason_id": list("1234"),
            "note": ["", "", "switched to ACME Ltd", "too dear"],
            "competitor": ["Acme", "acme  GmbH", "", "unknown"],
        }
    )

    named = name_competitors(rows)

    assert named["competitor"].tolist() == ["Acme", "Acme", "Acme"]
    assert named["competitor_source"].tolist() == ["stated", "stated", "read"]
    turned = name_competitors(rows[::-1]).sort_values("reason_id", ignore_index=True)
    pd.testing.assert_frame_equal(turned, named)


def test_a_masked_person_is_never_a_competitor_and_the_answer_says_how_many_were_read():
    rows = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "reason_id": ["1", "2"],
            "note": ["now with Anna Meier", "they switched to Brightpack"],
            "code": [None, None],
        }
    )

    answer = read_reasons(rows, settings=Settings(n_themes=1), names=["Anna Meier"])

    assert answer.competitors["competitor"].tolist() == ["Brightpack"]
    assert any(doubt.startswith("1 of 1 statements that name") for doubt in answer.finding.doubts)


def test_a_slip_of_the_pen_is_no_other_competitor():
    names = ["Brightpack"] * 10 + ["Brihgtpack", "Brightpck", "Brighttpack"] + ["Nordpak"] * 6
    names += ["Nordpack"] * 5  # as usual as the other: two firms, for all we know
    rows = pd.DataFrame({"customer_id": range(len(names)), "reason_id": range(len(names))})
    rows = rows.astype("str").assign(note="", competitor=names)

    told = name_competitors(rows)["competitor"].value_counts().to_dict()

    assert told == {"Brightpack": 13, "Nordpak": 6, "Nordpack": 5}


def test_a_slip_in_a_note_is_the_competitor_that_rows_state():
    assert read_competitors(["switched to Brigthpack"], ["Brightpack"] * 9) == ["Brightpack"]
