"""What the second month says of its history, of calls and of a probe."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.restated import compare_history
from analysis.results import Estimate
from analysis.statistics import share_with_wilson_interval
from analysis.steps.callsback import _sentence as sentence_of_calls
from analysis.steps.secondmonth import _say_drawn
from analysis.workspace import Workspace


@pytest.mark.parametrize(("mode", "same"), [(None, True), ("phone", False)])
def test_an_empty_column_that_returned_lists_bring_restates_nothing(
    tmp_path: Path, mode: str | None, same: bool
) -> None:
    former, now = Workspace(tmp_path / "former"), Workspace(tmp_path / "now")
    said = pd.DataFrame({"customer_id": ["a"], "code": ["late"],
                         "stated_on": pd.to_datetime(["2024-01-01"])})  # fmt: skip
    former.save("reasons", said)
    now.save("reasons", said.assign(mode=pd.Series([mode], dtype="str")))

    assert compare_history(former, now).same is same
    assert compare_history(now, former).same is same


def test_a_number_that_calls_moved_is_told_with_its_value() -> None:
    names = ("calls_made", "calls_reached", "calls_told")
    numbers = {name: share_with_wilson_interval(5, 8) for name in names}
    moved = [("with a reason", 0.5, share_with_wilson_interval(18, 40))]

    said = sentence_of_calls(numbers, moved, None)

    assert "With a reason: 50% before, 45% (31% to 60%) now." in said


def test_shares_that_a_probe_by_lot_moved_are_said() -> None:
    drawn = {"n_answered_by_lot": Estimate.exact(9, 12, "counted")}
    kept = {"n_answered_by_lot": {"value": 9}}

    assert "9 answered because they were drawn by lot; 0 in" in "".join(_say_drawn({}, drawn))
    assert not list(_say_drawn(kept, drawn))
    assert not list(_say_drawn({}, {}))
