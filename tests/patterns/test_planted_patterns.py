"""What was planted in segments and branches is found over 20 pretend companies: `make slow`."""

import json

import pandas as pd
import pytest

from analysis import steps
from analysis.sample import write_company

SEEDS = range(1, 21)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    """One row per seed: what was found of what was planted, from the notes on."""
    return pd.DataFrame([found_in(seed, tmp_path_factory.mktemp(f"p{seed}")) for seed in SEEDS])


def found_in(seed, folder):
    write_company(folder / "company", seed=seed)
    truth = json.loads((folder / "company" / "truth.json").read_text(encoding="utf-8"))["planted"]
    job = steps.open_job(
        [str(folder / "company")], as_of="2024-12-31", workspace=str(folder / "workspace")
    )
    found = steps.find_patterns(job)
    cells = found.compared.set_index(["kind", "group", "theme_id"])
    flagged = found.compared[found.compared["flagged"]]
    nulls = [*truth["P3"]["exact_nulls"], "loss_of_face"]
    east = found.traps.query("group == 'T-EAST' and theme_id == 'delivery'")
    named = "territory T-EAST" in " ".join(found.finding.doubts)
    return {
        "neglect": _more_often(cells, "large", "rep_neglect"),
        "price": _more_often(cells, "small", "all_price"),
        "delivery": _more_often(cells, "large", "delivery"),
        "false_in_segments": int(flagged.query("kind == 'segment'")["theme_id"].isin(nulls).sum()),
        "false_anywhere": int(flagged["theme_id"].isin(nulls).sum()),
        "n_flagged": len(flagged),
        "industries": int((flagged["kind"] == "industry").sum()),
        "east_crude": cells.loc[("territory", "T-EAST", "delivery"), "difference"],
        "east_flagged": bool(cells.loc[("territory", "T-EAST", "delivery"), "flagged"]),
        "east_falls": bool(len(east)) and not east["within_low"].iloc[0] > 0,
        "east_named": named,
    }


def _more_often(cells, group, theme_id):
    cell = cells.loc[("segment", group, theme_id)]
    return bool(cell["flagged"] and cell["low"] > 0)


def test_what_is_raised_in_a_segment_is_found_there(companies):
    """P3: the planned power is .9 and more."""
    assert companies["neglect"].sum() >= 17
    assert companies["price"].sum() >= 17
    assert companies["delivery"].sum() >= 17


def test_what_is_the_same_everywhere_is_not_flagged(companies):
    """P3, P13."""
    assert (companies["false_in_segments"] > 0).sum() <= 4
    assert (companies["industries"] > 0).sum() <= 2


def test_the_branch_that_serves_the_large_is_never_blamed(companies):
    """P4: worse at first sight; within segments the difference goes, and the page says so."""
    assert (companies["east_crude"] >= 0.08).sum() >= 17
    seen = companies[companies["east_flagged"]]
    assert seen["east_falls"].sum() >= 0.9 * len(seen)
    assert seen["east_named"].sum() >= 0.9 * len(seen)
