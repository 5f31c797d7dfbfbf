"""A change is booked on what caused it, to the last digit, and untold where nobody can tell."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from analysis.patterns import CAUSES, Measure, Station, book_changes

LOSS = Measure("loss", "Loss", "money")
values = st.floats(0, 1e7, allow_nan=False)


@given(st.lists(st.one_of(st.none(), values), min_size=len(CAUSES), max_size=len(CAUSES)), values)
def test_causes_and_the_untold_add_to_the_change(steps: list[float | None], before: float) -> None:
    steps[-1] = steps[-1] or 0.0
    way = [Station((), {"loss": before})]
    way += [
        Station((cause,), {} if value is None else {"loss": value})
        for cause, value in zip(CAUSES, steps, strict=True)
    ]

    row = book_changes(way, [LOSS]).iloc[0]

    parts = [row[name] for name in (*CAUSES, "untold") if not math.isnan(row[name])]
    assert math.isclose(sum(parts), row["change"], abs_tol=1e-6)
    missing = {cause for cause in CAUSES if math.isnan(row[cause])}
    assert missing == set(filter(None, row["untold_causes"].split(", ")))


def test_a_cause_that_made_no_difference_is_booked_nothing() -> None:
    way = [Station((), {"loss": 5.0}), Station(("time",), {"loss": 7.0})]

    row = book_changes(way, [LOSS]).iloc[0]

    assert row[[*CAUSES]].tolist() == [0, 0, 0, 0, 0, 2]
    assert row["untold_causes"] == ""


def test_a_number_that_one_report_lacks_has_no_change() -> None:
    way = [Station((), {}), Station(("time",), {"loss": 7.0})]

    row = book_changes(way, [LOSS]).iloc[0]

    assert row["now"] == 7.0
    assert math.isnan(row["before"])
    assert math.isnan(row["change"])
    assert row[[*CAUSES]].isna().all()


def test_money_is_rounded_before_it_is_taken_apart() -> None:
    """5.617 and 5.746 M in print differ by 129 k, whatever the last digits do."""
    way = [
        Station((), {"loss": 5_617_274.0}),
        Station(("history",), {"loss": 5_617_900.0}),
        Station(("time",), {"loss": 5_745_935.0}),
    ]

    row = book_changes(way, [LOSS]).iloc[0]

    assert (row["change"], row["history"], row["time"]) == (129_000, 1_000, 128_000)


def test_what_no_printed_digit_shows_is_booked_nowhere() -> None:
    way = [
        Station((), {"loss": 5_617_274.0}),
        Station(("history",), {"loss": 5_617_300.0}),
        Station(("time",), {"loss": 5_617_310.0}),
    ]

    row = book_changes(way, [LOSS]).iloc[0]

    assert (row["change"], row["history"], row["time"]) == (0, 0, 0)
