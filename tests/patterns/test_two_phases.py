"""Two phases: a random sample of the silent stands for all of them, with an interval that holds."""

import numpy as np
import pandas as pd
import pytest

from analysis.patterns import (
    Phases,
    WhoSaidWhat,
    honest_shares,
    rank_reasons,
    say_honest,
    split_phases,
    two_phase_share,
)
from analysis.settings import Settings


def people(n, money=1.0):
    ids = [f"c{number:03}" for number in range(n)]
    return pd.DataFrame({"customer_id": ids, "yearly_value_at_stake": money})


def said(ids, theme="late"):
    return pd.DataFrame({"customer_id": list(ids), "theme_id": theme, "theme": theme})


def phases_of(lost, told, drawn, answers, **columns):
    return Phases(
        WhoSaidWhat(lost, told),
        pd.DataFrame({"customer_id": list(drawn)}).assign(**columns),
        answers,
    )


def test_the_estimate_is_the_hand_calculation():
    # 100 dormant; 40 told unasked, 30 of them late; 60 silent, 20 drawn, all told, 4 late:
    # (30 + 60 * 4 / 20) / 100 = 0.42; Wilson for 4 of 20 / (1 - 20 / 60) = 6 of 30: 0.0951 to
    # 0.3731, so (30 + 5.70) / 100 to (30 + 22.39) / 100.
    lost = people(100)
    ids = lost["customer_id"]
    told = pd.concat([said(ids[:30]), said(ids[30:40], "price")])
    answers = pd.concat([said(ids[40:44]), said(ids[44:60], "price")])

    found = two_phase_share(phases_of(lost, told, ids[40:60], answers), "late")

    assert found.value == pytest.approx(0.42)
    assert (found.low, found.high) == (pytest.approx(0.3571, abs=1e-4), pytest.approx(0.5239, 1e-3))


def test_asking_all_the_silent_leaves_no_interval():
    lost = people(30)
    ids = lost["customer_id"]
    answers = pd.concat([said(ids[10:15]), said(ids[15:], "price")])

    found = two_phase_share(phases_of(lost, said(ids[:10]), ids[10:], answers), "late")

    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)


def test_few_answers_are_no_estimate():
    lost = people(100)
    ids = lost["customer_id"]

    found = two_phase_share(phases_of(lost, said(ids[:40]), ids[40:70], said(ids[40:49])), "late")

    assert not found.known
    assert "9 answers of 30 customers drawn by lot" in found.method


def test_unequal_chances_are_undone():
    # A stratum drawn with chance 1/2 has the reason, one drawn with 1/10 has not.
    lost = people(120)
    ids = lost["customer_id"]
    drawn = [*ids[:10], *ids[20:30]]
    chances = [0.5] * 10 + [0.1] * 10
    answers = pd.concat([said(drawn[:10]), said(drawn[10:], "price")])

    found = two_phase_share(
        phases_of(lost, said([]), drawn, answers, probe_batch="x", probe_probability=chances),
        "late",
    )

    assert found.value == pytest.approx(20 / 120)


def test_two_batches_count_as_one_sample_of_their_joint_size():
    lost = people(100)
    ids = lost["customer_id"]
    answers = pd.concat([said(ids[:12]), said(ids[12:40], "price")])
    batches, chances = ["a"] * 10 + ["b"] * 30, [0.1] * 10 + [0.33] * 30

    pooled = two_phase_share(
        phases_of(lost, said([]), ids[:40], answers, probe_batch=batches,
                  probe_probability=chances), "late",
    )  # fmt: skip
    single = two_phase_share(phases_of(lost, said([]), ids[:40], answers), "late")

    assert pooled.value == pytest.approx(12 / 40)
    assert (pooled.low, pooled.high) == pytest.approx((single.low, single.high))


def test_a_refusal_is_no_evidence_and_stays_visible():
    lost = people(100)
    ids = lost["customer_id"]
    told = pd.concat([said(ids[:30]), said(ids[30:40], "price")])
    answers = pd.concat([said(ids[40:44]), said(ids[44:60], "price")])
    phases = phases_of(lost, told, ids[40:70], answers)  # ten more were drawn and told nothing

    found = honest_shares(phases, settings=Settings(n_bootstrap=100))
    late = found.shares.set_index("theme").loc["late"]

    assert late["two_phase_share"] == pytest.approx(0.42)
    # nobody of the mute third: 30 + 60 * 2/3 * 1/5; everybody: 20 more
    assert late["answer_low"] == pytest.approx(0.38)
    assert late["answer_high"] == pytest.approx(0.58)
    assert "10 of 30 customers drawn by lot" in " ".join(say_honest(found, floor=5).doubts)


def test_whoever_cannot_be_asked_widens_what_may_be():
    lost = people(100)
    ids = lost["customer_id"]
    mentions = pd.concat([said(ids[:30]), said(ids[30:40], "price"), said(ids[40:60], "price")])
    mentions = mentions.assign(reason_id=mentions["customer_id"])
    rows = mentions[["customer_id", "reason_id"]].assign(
        source=["rep"] * 40 + ["probe"] * 20, probe_batch=None, probe_probability=None
    )

    phases = split_phases(
        WhoSaidWhat(lost, mentions), mentions, rows, unreachable=[*ids[85:], *ids[:5]]
    )
    late = honest_shares(phases, settings=Settings()).shares.set_index("theme").loc["late"]

    assert phases.n_unreachable == 15
    assert late["answer_high"] == pytest.approx(0.30 + 0.15)


def test_who_told_unasked_too_belongs_to_the_first_phase():
    lost = people(3)
    mentions = said(["c000", "c000", "c001"]).assign(reason_id=["1", "2", "3"])
    rows = mentions[["customer_id", "reason_id"]].assign(
        source=["rep", "probe", "probe"], probe_batch="x", probe_probability=0.5
    )

    phases = split_phases(WhoSaidWhat(lost, mentions), mentions, rows)

    assert phases.drawn["customer_id"].tolist() == ["c001"]
    assert phases.answers["customer_id"].tolist() == ["c001"]


def test_what_tells_nothing_is_no_reason_and_no_denominator():
    lost = people(4)
    told = pd.concat([said(["c000"]), said(["c001", "c002"], "none")])
    who = WhoSaidWhat(lost, told, nothing_told=("none",))

    ranked = rank_reasons(who, settings=Settings(n_bootstrap=100))

    assert ranked[["theme", "n_told", "share", "bound_high"]].values.tolist() == [
        ["late", 1, 1.0, 1.0]
    ]


def test_without_a_probe_it_says_cannot_tell():
    phases = phases_of(people(40), said(["c000", "c001"]), [], said([]))

    finding = say_honest(honest_shares(phases, settings=Settings()), floor=1)

    assert finding.sentence.startswith("Cannot tell")
    assert "nobody was drawn by lot" in finding.sentence


@pytest.mark.parametrize("by_money", [False, True])
def test_the_interval_covers_with_few_answers_and_skewed_money(by_money):
    """300 dormant customers, 200 silent, 25 drawn: 200 draws of one fixed population."""
    rng = np.random.default_rng(11)
    lost = people(300, np.round(rng.lognormal(8, 1.2, 300), 2))
    late = rng.random(300) < np.where(np.arange(300) < 100, 0.5, 0.15)
    money = lost["yearly_value_at_stake"] if by_money else pd.Series(1.0, lost.index)
    truth = float(money[late].sum() / money.sum())
    ids = lost["customer_id"].to_numpy()
    themes = pd.DataFrame({"customer_id": ids, "theme": np.where(late, "late", "price")})
    themes = themes.assign(theme_id=themes["theme"])
    held = 0
    for _ in range(200):
        chosen = np.sort(100 + rng.permutation(200)[:25])
        phases = phases_of(lost, themes[:100], ids[chosen], themes.iloc[chosen])
        found = two_phase_share(phases, "late", by_money=by_money)
        held += found.low - 1e-12 <= truth <= found.high + 1e-12

    assert held >= 0.92 * 200
