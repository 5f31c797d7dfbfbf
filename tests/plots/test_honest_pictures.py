"""Pictures of what holds for all: what they say with a probe, without one, and of weak codes."""

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from analysis import plots


def shares(**changes):
    row = {
        "theme_id": "late", "theme": "late", "is_reason": True, "n_customers": 30, "n_told": 60,
        "raw_share": 0.5, "raw_low": 0.38, "raw_high": 0.62, "bound_low": 0.3, "bound_high": 0.7,
        "weighted_share": 0.48, "weighted_low": 0.36, "weighted_high": 0.6,
        "two_phase_share": 0.3, "two_phase_low": 0.25, "two_phase_high": 0.35,
        "two_phase_money_share": 0.3, "two_phase_money_low": 0.2, "two_phase_money_high": 0.4,
        "answer_low": 0.28, "answer_high": 0.4, "surely_off": 0.2,
    }  # fmt: skip
    return pd.DataFrame([row | changes])


def without_probe():
    kinds = [
        name for name in shares().columns if name.startswith(("two_phase", "answer", "surely"))
    ]
    return shares(**dict.fromkeys(kinds, np.nan))


def ranked(**changes):
    row = {
        "theme_id": "late", "theme": "late", "is_reason": True, "n_customers": 30, "n_told": 60,
        "share": 0.5, "low": 0.38, "high": 0.62,
    }  # fmt: skip
    return pd.DataFrame([row | changes])


def agreement(**changes):
    row = {
        "code": "late", "theme": "late", "n_notes": 90, "n_first": 30, "n_second": 30,
        "n_both": 25, "kappa": 0.8, "low": 0.7, "high": 0.9, "pabak": 0.8, "verdict": "reliable",
    }  # fmt: skip
    return pd.DataFrame([row | changes])


def test_a_share_that_moves_is_the_title():
    assert (
        plots.figure_of_honest_shares(shares()).title
        == "Those who tell unasked name late too often: 50%, against 30% of all"
    )


def test_a_share_within_its_interval_is_no_finding():
    picture = plots.figure_of_honest_shares(shares(two_phase_high=0.55, surely_off=np.nan))

    assert "changes no share beyond its interval" in picture.title


def test_without_a_probe_bounds_take_its_place():
    picture = plots.figure_of_honest_shares(without_probe())

    assert "Only asking by lot" in picture.title
    assert "two phases" not in picture.numbers
    assert "70%" in picture.alt


def test_reasons_of_few_customers_are_hidden():
    assert plots.figure_of_honest_shares(shares(n_customers=4)).facts == {"empty": True}


def test_a_code_that_is_not_reliable_is_stamped():
    stamped = plots.figure_of_reasons(ranked(verdict="not reliable"))
    plain = plots.figure_of_reasons(ranked(verdict="not sure"))

    assert "late *" in stamped.svg
    assert "do not agree" in stamped.subtitle
    assert "late *" not in plain.svg
    assert "do not agree" not in plain.subtitle


def test_the_bar_tells_of_how_many_the_shares_are():
    assert "silent" in plots.figure_of_reasons(ranked(), n_dormant=100).svg
    assert "silent" not in plots.figure_of_reasons(ranked()).svg


def test_the_weakest_codes_are_named_in_the_title():
    weak = agreement(code="rude", theme="rude", kappa=0.4, low=0.2, verdict="not reliable")

    picture = plots.figure_of_agreement(pd.concat([weak, agreement()]))

    assert picture.title == "Codes not reliable: rude"


def test_a_rare_code_is_in_the_table_and_not_in_the_drawing():
    rare = agreement(code="x", theme="rare one", kappa=np.nan, low=np.nan, high=np.nan,
                     verdict="cannot tell")  # fmt: skip

    picture = plots.figure_of_agreement(pd.concat([agreement(), rare]))

    assert "rare one" not in picture.svg
    assert "too rare" in picture.numbers


def test_one_talk_tells_nothing_about_asking_again():
    talk = pd.DataFrame({"talk": [1], "n_customers": [90], "share": [0.2]})

    assert "at a second talk" in plots.figure_of_talks(talk).plain
    assert "asked_n" in plots.figure_of_talks(talk.head(0)).plain
    assert "asked_n" in plots.figure_of_talks(talk.assign(n_customers=0)).plain


HOSTILE = "<script>alert(1)</script> $5 and $6 & more"


@pytest.mark.parametrize(
    "picture",
    [
        plots.figure_of_honest_shares(shares(theme=HOSTILE)),
        plots.figure_of_honest_shares(without_probe().assign(theme=HOSTILE)),
        plots.figure_of_reasons(ranked(theme=HOSTILE, verdict="not reliable"), n_dormant=99),
        plots.figure_of_agreement(agreement(theme=HOSTILE)),
    ],
    ids=["two-phases", "bounds", "reasons", "agreement"],
)
def test_a_theme_never_becomes_markup(picture):
    ET.fromstring(picture.svg)
    assert "<script" not in picture.svg + picture.numbers
