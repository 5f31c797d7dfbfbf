"""What is planted can be found in the files again, counted by hand without the product's code."""

import numpy as np
import pandas as pd
import pytest

from analysis.sample import causes, drafts
from analysis.sample import scenario as plan

FILLERS = [
    *("n/a", "-", "?", "none", "unknown", "don't know", "called, no answer", "no reason given"),
    *("tbd", "see mail", "not reached", "does not want to say", "...", "no comment", "ask again"),
    *("don't want to say", "nothing", "no idea", "keine Angabe", "k.A.", "unbekannt"),
    *("nicht erreicht", "weiß nicht", "sagt nichts dazu", "möchte ich nicht sagen"),
]


@pytest.fixture(scope="module")
def sales(harbour):
    """Sales under the present ids, one row each."""
    merged = harbour.customers[harbour.customers["merged_into"] != ""]
    now = dict(zip(merged["customer_id"], merged["merged_into"], strict=True))
    lines = harbour.transactions[harbour.transactions["line_type"] == "sale"].drop_duplicates()
    return pd.DataFrame(
        {
            "customer_id": lines["customer_id"].replace(now),
            "ordered_on": pd.to_datetime(lines["ordered_on"]),
        }
    )


@pytest.fixture(scope="module")
def fates(harbour):
    """The fate of every account, from the truth."""
    return pd.DataFrame(harbour.truth["customers"]).set_index("customer_id")


@pytest.fixture(scope="module")
def departed(harbour, fates):
    """Departed accounts with their segment and territory."""
    master = harbour.customers.set_index("customer_id")[["segment", "territory"]]
    return fates[fates["alive"] == 0].join(master)


def has(reasons, name):
    return reasons.map(lambda names: name in names)


def test_last_orders_in_the_file_are_those_of_the_truth(sales, fates):
    last = sales[sales["ordered_on"] <= "2024-12-31"].groupby("customer_id")["ordered_on"].max()
    gone = fates[fates["alive"] == 0]
    same = last.reindex(gone.index) == pd.to_datetime(gone["departed_on"])
    # A few last orders fall into the weeks that the export lost.
    assert same.mean() > 0.99


def test_share_departed_is_that_of_the_scenario(harbour, fates):
    dormancy = harbour.truth["dormancy"]
    assert 1_080 <= dormancy["n_departed"] <= 1_230
    assert (fates["alive"] == 0).sum() == dormancy["n_departed"]
    assert dormancy["share_departed"] == pytest.approx(dormancy["n_departed"] / 2444, abs=1e-3)


def test_departed_accounts_are_silent_and_the_visible_ones_for_long(sales, fates):
    after = set(sales.loc[sales["ordered_on"].between("2024-10-01", "2024-12-31"), "customer_id"])
    assert not after & set(fates.index[fates["visible"] == 1]) - set(
        fates.index[fates["mean_gap_days"] < 31]
    )


def test_top_reasons_differ_by_customers_and_by_money(harbour, departed):
    truth = harbour.truth["reasons"]
    counted = {name: has(departed["reasons"], name).mean() for name in truth["names"]}
    worth = departed["yearly_value"]
    money = {
        name: worth[has(departed["reasons"], name)].sum() / worth.sum() for name in truth["names"]
    }
    assert counted == pytest.approx(truth["share_true"], abs=1e-3)
    assert money == pytest.approx(truth["money_share_true"], abs=1e-3)
    assert truth["top_share_true"] == truth["top_share_true_documented"] == "price"
    assert truth["top_money_share_true"] == truth["top_money_share_true_documented"] == "delivery"


def test_documented_whys_mislead_as_planned(harbour):
    """P2: the sore are documented, the forgetful are not."""
    truth = harbour.truth["reasons"]
    bias = {
        name: truth["share_true_documented"][name] - truth["share_true"][name]
        for name in truth["names"]
    }
    assert 500 <= truth["n_documented"] <= 600
    assert bias["delivery"] > 0.07
    assert bias["forgot"] < -0.07


def test_probe_calls_restore_the_shares(harbour, departed):
    """P2: the two-phase estimate, by hand: documented accounts and a random call to the others."""
    truth = harbour.truth["reasons"]
    probes = harbour.reasons[harbour.reasons["probe_batch"] != ""]
    assert len(probes) == truth["n_probed"] == 120
    assert probes["probe_probability"].astype(float).between(0.1, 0.35).all()
    answered = probes.loc[probes["note"] != "called, no answer", "customer_id"]
    assert len(answered) == truth["n_probe_answers"] == 96
    called = departed.loc[departed.index.isin(answered)]
    known = departed[departed["documented"] == 1]
    part = len(known) / len(departed)
    for name in truth["names"]:
        in_known = has(known["reasons"], name).mean()
        in_rest = has(called["reasons"], name).mean()
        estimate = part * in_known + (1 - part) * in_rest
        assert estimate == pytest.approx(truth["share_true"][name], abs=0.06), name


def test_statements_are_as_many_as_promised(harbour):
    statements = harbour.reasons[harbour.reasons["coder"] != "B"]
    assert 1_050 <= len(statements) <= 1_350
    by_account = statements.groupby("customer_id").size()
    assert 0.25 <= (by_account > 1).mean() <= 0.40
    assert 0.07 <= statements["note"].isin(FILLERS).mean() <= 0.13
    assert ((statements["note"] != "") | (statements["code"] != "")).all()


def test_one_account_in_eight_writes_german(harbour):
    """Counted by German function words, not by what the generator meant."""
    words = r"\b(?:wir|nicht|der|die|das|und|ist|von|kein|keine|uns|zu|bei|nie|mehr|ich|im)\b"
    statements = harbour.reasons[
        (harbour.reasons["coder"] != "B") & (harbour.reasons["note"] != "")
    ]
    share = statements["note"].str.lower().str.contains(words).mean()
    assert 0.06 <= share <= 0.16


def test_notes_vary(harbour):
    notes = harbour.reasons.loc[harbour.reasons["coder"] != "B", "note"]
    telling = notes[(notes != "") & ~notes.isin(FILLERS)]
    assert 0.75 < telling.nunique() / len(telling) < 0.95


@pytest.mark.parametrize(
    ("low", "high", "planted", "tolerance"),
    [(182, 365, 0.12, 0.045), (365, 730, 0.07, 0.03), (730, 9999, 0.03, 0.025)],
)
def test_natural_return_is_near_the_plan(sales, fates, low, high, planted, tolerance):
    """P7: silent accounts bought again within 180 days in which no programme bore fruit."""
    regular = fates.index[~fates["rhythm"].isin(["one_time", "christmas"])]
    silent = returned = 0
    for origin in pd.to_datetime(["2022-07-01", "2022-10-01", "2023-01-01", "2024-01-01"]):
        last = sales[sales["ordered_on"] <= origin].groupby("customer_id")["ordered_on"].max()
        age = (origin - last[last.index.isin(regular)]).dt.days
        gaps = fates["mean_gap_days"].reindex(age.index)
        chosen = set(age.index[(age >= low) & (age < high) & (age > 3 * gaps)])
        window = sales["ordered_on"].between(
            origin + pd.Timedelta(days=1), origin + pd.Timedelta(days=180)
        )
        silent += len(chosen)
        returned += len(chosen & set(sales.loc[window, "customer_id"]))
    assert silent > 50
    assert returned / silent == pytest.approx(planted, abs=tolerance)


def test_calling_brings_returns_and_holding_back_few(harbour, sales):
    """P8: the trial, counted on everybody assigned."""
    start = pd.to_datetime(harbour.truth["planted"]["P8"]["assigned_on"])
    window = sales["ordered_on"].between(start, start + pd.Timedelta(days=180))
    back = harbour.assignments["customer_id"].isin(sales.loc[window, "customer_id"])
    rates = back.groupby(harbour.assignments["arm"]).mean()
    assert 0.03 <= rates["treat"] - rates["hold"] <= 0.13


def test_fixed_days_mislead_for_quarterly_buyers(sales, fates):
    """P1: the 90-day rule calls a quarter of the living quarterly buyers dormant."""
    last = sales[sales["ordered_on"] <= "2024-12-31"].groupby("customer_id")["ordered_on"].max()
    silence = (pd.Timestamp("2024-12-31") - last).dt.days.reindex(fates.index)
    alive = fates[(fates["alive"] == 1) & (fates["rhythm"] == "quarterly")].index
    by_rule = (silence[alive] > 90).mean()
    by_rhythm = (silence[alive] > 3 * fates["mean_gap_days"][alive]).mean()
    assert by_rule > 0.15
    assert by_rhythm < 0.03


def test_east_looks_worst_because_it_serves_large_accounts(departed):
    """P4: a crude difference that vanishes within segments."""
    documented = departed[departed["documented"] == 1]
    late = has(documented["reasons"], "delivery")
    east = documented["territory"] == "T-EAST"
    assert late[east].mean() - late[~east].mean() > 0.08
    differences, weights = [], []
    for segment in ("small", "mid", "large"):
        here = documented["segment"] == segment
        differences.append(late[here & east].mean() - late[here & ~east].mean())
        weights.append((here & east).sum() * (here & ~east).sum() / here.sum())
    assert abs(np.average(differences, weights=weights)) < 0.12


def test_reasons_strike_segments_as_planned(departed):
    """P3: two raised, the six nulls near each other."""
    documented = departed[departed["documented"] == 1]
    large, small = documented["segment"] == "large", documented["segment"] == "small"
    neglected, dear = (has(documented["reasons"], name) for name in ("rep_neglect", "price"))
    assert neglected[large].mean() > neglected[~large].mean() + 0.06
    assert dear[small].mean() > dear[~small].mean() + 0.08


def test_second_coder_agrees_beyond_chance_as_planned(harbour):
    """P12: Cohen's kappa by hand."""
    second = harbour.reasons[harbour.reasons["coder"] == "B"]
    first = harbour.reasons.set_index("reason_id")["code"]
    ours = first.reindex(second["reason_id"].str.removesuffix("-B")).to_numpy()
    theirs = second["code"].to_numpy()
    codes = sorted(set(ours) | set(theirs))
    by_chance = sum((ours == code).mean() * (theirs == code).mean() for code in codes)
    kappa = ((ours == theirs).mean() - by_chance) / (1 - by_chance)
    assert len(second) >= 180
    assert kappa == pytest.approx(0.70, abs=0.06)


def test_hidden_reasons_come_in_the_third_talk_after_the_fix(harbour):
    """P6: all formal issues closed, told, still silent, and then the real reason."""
    hidden = harbour.truth["planted"]["P6"]["hidden"]
    assert len(hidden) == 45
    for customer in list(hidden)[:10]:
        issues = harbour.issues[harbour.issues["customer_id"] == customer]
        talks = harbour.reasons[harbour.reasons["customer_id"] == customer]
        third = talks[(talks["asked_n"] == "3") & (talks["coder"] != "B")]
        assert len(issues) > 0
        assert (issues["status"] == "fixed").all()
        assert (third["stated_on"] > issues["fixed_on"].max()).any()


def test_some_statements_are_entered_after_the_return(harbour):
    """P15: what was not known yet must not be used yet."""
    late = harbour.reasons["known_at"].str[:10] > harbour.reasons["stated_on"]
    assert 0.08 <= harbour.truth["planted"]["P15"]["share_known_after_return"] <= 0.16
    assert late.mean() > 0.1


@pytest.mark.parametrize("late", [True, False])
def test_what_is_on_file_of_a_silence_does_not_tell_whether_it_will_end(late):
    """P15: on each day of a silence, the same is known of who will return and who will not."""
    for said in (900, 1200, 1300):
        for back in range(said - 40, 1500, 7):
            never, day = (
                drafts.on_file(said, end, late=late, written=9) for end in (np.inf, float(back))
            )
            for now in range(said, back - 2):
                assert (max(never) <= now) == (max(day) <= now), (said, back, now)


@pytest.mark.parametrize("day", [0, plan.CARRIER_CHANGE, plan.PAPER_POD])
def test_reason_sets_keep_their_shares_and_are_never_empty(day):
    """Exact nulls need exact shares: 200,000 small accounts, compared with the planted shares."""
    accounts = causes_accounts(200_000)
    rng = np.random.default_rng(1)
    documented = rng.random(accounts.n) < plan.DOCUMENTED
    sets = causes.reasons_of(
        accounts, np.full(accounts.n, float(day)), documented, rng.random((accounts.n, 9))
    )
    wanted = np.array([plan.TRUE_SHARE[reason][0] for reason in plan.REASONS])
    for reason, (fixed_day, remains) in plan.REMAINS_AFTER_FIX.items():
        wanted[plan.REASONS.index(reason)] *= remains if day >= fixed_day else 1.0
    assert sets.any(axis=1).all()
    assert np.abs(sets.mean(axis=0) - wanted).max() < 0.005
    said = sets[documented][:, plan.REASONS.index("billing")].mean()
    assert said == pytest.approx(0.12 * 0.70 / 0.48, abs=0.005)


def causes_accounts(n):
    """Accounts of which the causes read nothing but the size."""
    from analysis.sample.accounts import draw_accounts

    small = draw_accounts(n, seed=0)
    return type(small)(**{**small.__dict__, "tier": np.zeros(n, dtype=np.int64)})
