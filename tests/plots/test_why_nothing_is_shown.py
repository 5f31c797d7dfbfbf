"""Where nothing is shown, the reason given is the true one: no table, no rows, or too few."""

import pandas as pd
import pytest

from analysis import plots

#: Name, the picture, its frame with too few in it, and what is said without and with it.
CASES = {
    "talks": (
        lambda frame: plots.figure_of_talks(frame, floor=10),
        {"talk": [1, 2], "n_customers": [6, 3]},
        "needs asked_n", "fewer than 10 customers told at a second talk",
    ),
    "cadence": (
        lambda frame: plots.figure_of_cadence(frame, floor=10),
        {"tier": ["A"], "quarter": ["2024-01-01"], "n_customers": [3]},
        "needs dormant customers and a touches table", "no tier has 10 customers",
    ),
    "lift": (
        lambda frame: plots.figure_of_lift(frame, floor=10),
        {"class": ["all"], "n_treat": [10], "n_hold": [5], "lift": [0.1]},
        "Not measurable yet", "fewer than 10 customers of each class",
    ),
    "asking": (
        plots.table_of_asking, {"outcome": [], "n_asked": []},
        "needs a touches table", "no touch has the purpose closure",
    ),
    "calendar": (
        lambda frame: plots.figure_of_issue_calendar(frame, floor=5), {"code": []},
        "needs an issues table", "no issue is open",
    ),
    "log": (
        plots.table_of_log, {"n_issues": [0]}, "needs an issues table", "no issue is open",
    ),
    "promises": (
        lambda frame: plots.table_of_conditions(frame, floor=5), {"outcome": ["kept"]},
        "needs an issues table", "fewer than 5 promises",
    ),
    "cool-off": (
        lambda frame: plots.table_of_cool_off(frame, floor=5),
        {"due": ["later"], "n_customers": [3]},
        "no customer has the status cooloff", "fewer than 5 customers of any date",
    ),
    "reasons": (
        plots.figure_of_reasons, {"is_reason": [True], "n_customers": [3]},
        "No dormant customer has a reason on file", "No reason that 5 or more",
    ),
    "first touch": (
        lambda frame: plots.table_of_first_touch(frame, floor=10),
        {"kind": ["listen"], "n_customers": [3]},
        "needs dormant customers and a touches table", "fewer than 10 dormant customers were",
    ),
    "threads": (
        lambda frame: plots.table_of_threads(frame, floor=5),
        {"tier": ["A"], "n_customers": [3]},
        "needs contacts and touches tables", "no tier has 5 customers who buy",
    ),
    "groups": (
        plots.table_of_loss_by_group, {"kind": ["rep"], "n_customers": [3]},
        "whose territory, rep, segment or branch is known", "with 5 or more dormant customers",
    ),
    "signatures": (
        plots.table_of_exit_signatures, {"exit_signature": ["fade"], "n_customers": [3]},
        "whose order days are here", "No way of leaving is shared by 5 or more",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_too_few_is_not_told_as_a_missing_table_nor_the_other_way_round(name):
    picture, few, without, with_few = CASES[name]

    assert without in repr(picture(pd.DataFrame()))
    assert with_few in repr(picture(pd.DataFrame(few)))
