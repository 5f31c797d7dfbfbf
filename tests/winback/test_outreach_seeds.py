"""What was planted of outreach is found again: in the sample, and in 20 others (`make slow`)."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis import steps
from analysis import winback as room
from analysis.sample import write_company
from analysis.settings import Settings
from analysis.steps.known import snapshot_of

WINDOW = 180


def found_in(seed, folder):
    """What was found of P8 to P11 and P13 in one pretend company."""
    write_company(folder / "company", seed=seed)
    truth = json.loads((folder / "company" / "truth.json").read_text(encoding="utf-8"))["planted"]
    job = steps.open_job(
        [str(folder / "company")], as_of="2024-12-31", workspace=str(folder / "workspace")
    )
    snapshot, settings = snapshot_of(job), Settings()
    people = room.people_of_trials(snapshot, window_days=WINDOW)
    (trial,) = room.read_trials(people, snapshot, settings=settings)
    classes = room.classes_on(people, snapshot)
    lift = room.lift_by_class(people, classes, as_of=snapshot.today).set_index("class")["lift"]
    compared = {one.program: one for one in room.compare_programmes(snapshot, window_days=WINDOW)}
    blitz = compared["Spring blitz"]
    arms = room.people_of_arms(snapshot, window_days=WINDOW)
    offers = room.value_of_offers(arms, snapshot, settings=settings).set_index("offer")
    pairs = room.pairs_of_arms(arms)
    attempts = room.attempts_in_order(snapshot)
    times = room.times_and_channels(attempts).set_index("what")["verdict"]
    shuffled = _permuted(people, seed)
    null = room.read_trials(shuffled, snapshot, settings=settings)[0].effect
    return {
        "exact": (trial.back_treat, trial.back_hold)
        == (truth["P8"]["returned_treated"], truth["P8"]["returned_held"]),
        "effect_low": trial.effect.low,
        "balance": trial.balance_p,
        "fixed": lift.get("a reason fixed since"),
        "angry_there": lift.get("angry, the person is still there"),
        "all": lift["all"],
        "plain": blitz.plain.value,
        "alike_low": blitz.alike.low,
        "alike_high": blitz.alike.high,
        "stamp": blitz.verdict,
        **{f"return_{name}": offers.loc[name, "return_share"] for name in offers.index},
        **{f"value_{name}": offers.loc[name, "value"] for name in offers.index},
        "stop": room.stop_after(attempts, settings=settings).value,
        "colours": int((pairs.loc[pairs["kind"] == "approach", "p_adjusted"] < 0.05).sum()),
        "weekdays": int((times[times.index.str.endswith("day")] == "differs").sum()),
        "evening": times.get("evening, from 17:00"),
        "null_low": null.low,
        "null_high": null.high,
    }


def _permuted(people, seed):
    """The same customers with their arms dealt anew: a programme that does nothing."""
    rng = np.random.default_rng(seed)
    return people.assign(treated=rng.permutation(people["treated"].to_numpy()))


def test_one_company(tmp_path):
    found = found_in(1, tmp_path)

    assert found["exact"]
    assert found["effect_low"] > 0
    assert found["plain"] >= 0.06
    assert found["stamp"].startswith("association")
    assert 4 <= found["stop"] <= 7
    assert found["weekdays"] == 0
    assert found["colours"] == 0


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    return pd.DataFrame(
        [found_in(seed, tmp_path_factory.mktemp(f"o{seed}")) for seed in range(1, 21)]
    )
