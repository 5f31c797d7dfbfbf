"""What the second month says of its history, of calls and of a probe."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.restated import RestatedHistory, compare_history
from analysis.results import Estimate
from analysis.statistics import share_with_wilson_interval
from analysis.steps.callsback import _of_calls, _with_stops
from analysis.steps.callsback import _sentence as sentence_of_calls
from analysis.steps.definitions import currency_of
from analysis.steps.historywords import say_history
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


DAYS = pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-04"])
SAID = pd.DataFrame({"customer_id": ["a", "b", "b", "d"], "code": ["late", "dear", "rude", "dear"],
                     "stated_on": DAYS})  # fmt: skip
ORDERS = pd.DataFrame({"customer_id": ["a", "b", "c"], "amount": 5.0, "ordered_on": DAYS[:3]})
DESCRIBED = pd.DataFrame({"customer_id": ["a", "b"], "tier": ["A", "B"]})


def numbered(said: pd.DataFrame, file: str) -> pd.DataFrame:
    """Give statements the ids that intake makes of file and line."""
    told = pd.DataFrame(said.to_dict("list"))
    return told.assign(reason_id=[f"{file}-{place + 2}" for place in range(len(told))])


def compared(
    tmp_path: Path, table: str, former: pd.DataFrame | None, now: pd.DataFrame | None
) -> RestatedHistory:
    """Compare two exports of the same orders that differ in one other table."""
    places = Workspace(tmp_path / "former"), Workspace(tmp_path / "now")
    for place, rows in zip(places, (former, now), strict=True):
        place.save("transactions", ORDERS)
        if rows is not None:
            place.save(table, rows)
    return compare_history(*places)


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        (numbered(SAID[::-1], "reasons"), (0, 0, 0)),
        (numbered(SAID, "reasons_2024_02"), (0, 0, 0)),
        (numbered(SAID.drop(1), "reasons"), (0, 1, 0)),
        (numbered(SAID.assign(code=["late", "dear", "rude", "late"])[::-1], "r"), (0, 0, 1)),
        (numbered(pd.concat([SAID, SAID.iloc[:1]]), "r"), (1, 0, 0)),
        (numbered(SAID, "reasons").assign(stated_on=DAYS + pd.Timedelta(days=1)), (0, 0, 4)),
    ],
)
def test_statements_are_told_apart_by_what_they_say_where_ids_do_not_last(
    tmp_path: Path, now: pd.DataFrame, counts: tuple[int, int, int]
) -> None:
    found = compared(tmp_path, "reasons", numbered(SAID, "reasons"), now)

    told = found.statements
    assert (told.n_added, told.n_taken, told.n_changed) == counts
    assert found.same is (counts == (0, 0, 0))


@pytest.mark.parametrize(
    ("former", "now", "words"),
    [
        (
            DESCRIBED,
            DESCRIBED.assign(merged_into=[None, "a"]),
            "has 1 customer merged into another id.",
        ),
        (None, DESCRIBED, "has a table of customers, which the former one did not have"),
        (DESCRIBED, None, "has no table of customers, which the former one had"),
        (
            DESCRIBED.assign(merged_into=[None, "a"]),
            pd.DataFrame({"customer_id": ["a", "b", "c"], "tier": ["A", "B", None],
                          "merged_into": [None, "a", "b"]}),
            "has 1 customer merged into another id.",
        ),
        (DESCRIBED, DESCRIBED.assign(tier=["A", "C"]), "has 1 customer described differently"),
        (DESCRIBED, DESCRIBED.assign(segment="x"), "but other columns differ: customers.segment."),
        (DESCRIBED, pd.concat([DESCRIBED, DESCRIBED.assign(customer_id=["x", "y"])]), ""),
    ],
)  # fmt: skip
def test_what_a_table_of_customers_restates_is_named(
    tmp_path: Path, former: pd.DataFrame | None, now: pd.DataFrame | None, words: str
) -> None:
    found = compared(tmp_path, "customers", former, now)

    said = " ".join(say_history(found, date(2024, 1, 31)))
    assert words in said
    assert found.same is (not words)
    assert said.startswith("History was restated." if words else "Nothing up to")


def test_a_number_that_calls_moved_is_told_with_its_value() -> None:
    names = ("calls_made", "calls_reached", "calls_told")
    numbers = {name: share_with_wilson_interval(5, 8) for name in names}
    moved = [("with a reason", 0.5, share_with_wilson_interval(18, 40))]

    said = sentence_of_calls(numbers, moved, None)

    assert "With a reason: 50% before, 45% (31% to 60%) now." in said


def test_a_note_that_asks_for_no_more_calls_counts_as_such_an_outcome(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    notes = ["Bitte nicht mehr anrufen", "zu teuer", "ne plus appeler", None]
    place.save("reasons", pd.DataFrame({"reason_id": [f"call-t{at}" for at in range(4)],
                                        "note": notes}))  # fmt: skip
    called = pd.DataFrame(
        {
            "touch_id": [f"t{at}" for at in range(5)],
            "outcome": ["connected", "connected", "no_answer", "opt_out", None],
        }
    )

    told = _of_calls(_with_stops(place, called), 5)

    assert (told["calls_opt_out"].value, told["calls_opt_out"].n) == (2 / 3, 3)
    assert _of_calls(called, 5)["calls_opt_out"].value == pytest.approx(1 / 3)


def test_shares_that_a_probe_by_lot_moved_are_said() -> None:
    drawn = {"n_answered_by_lot": Estimate.exact(9, 12, "counted")}
    kept = {"n_answered_by_lot": {"value": 9}}

    assert "9 answered because they were drawn by lot; 0 in" in "".join(_say_drawn({}, drawn))
    assert not list(_say_drawn(kept, drawn))
    assert not list(_say_drawn({}, {}))


@pytest.mark.parametrize(("codes", "stated", "told"), [
    (["EUR", "EUR"], "", "EUR"), (["EUR", "CHF"], "", ""), (["EUR", "EUR"], "CHF", "CHF"),
    (None, "", ""),
])  # fmt: skip
def test_the_currency_of_a_report_is_the_stated_one_or_the_one_of_its_orders(
    tmp_path: Path, codes: list[str] | None, stated: str, told: str
) -> None:
    orders = ORDERS.head(2)
    Workspace(tmp_path).save("transactions", orders.assign(currency=codes) if codes else orders)

    assert currency_of(Workspace(tmp_path), stated) == told
