"""Time of a former export that a later one does not hold, and what looks like it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.lacking import Lacking, find_lacking
from analysis.workspace import Workspace


def monthly(first: str, last: str, *, n: int = 12, numbered: bool = True) -> pd.DataFrame:
    """``n`` customers who order once a month, customer and day of month the same each time."""
    months = pd.date_range(first, last, freq="MS")
    rows = [
        (f"k{at}", month + pd.Timedelta(days=2 * at), 10.0) for month in months for at in range(n)
    ]
    table = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    if not numbered:
        return table
    return table.assign(order_id=table["customer_id"] + table["ordered_on"].dt.strftime("-%y%m%d"))


def found(tmp_path: Path, former: pd.DataFrame, now: pd.DataFrame) -> Lacking:
    places = Workspace(tmp_path / "former"), Workspace(tmp_path / "now")
    for place, rows in zip(places, (former, now), strict=True):
        place.save("transactions", rows)
    told = find_lacking(*places)
    assert told is not None
    return told


FULL = monthly("2022-01", "2024-12")
LATER = monthly("2022-01", "2025-01")


@pytest.mark.parametrize(
    ("now", "months", "n_lacking"),
    [
        (monthly("2025-01", "2025-01"), 36, 432),  # the new month alone
        (monthly("2024-11", "2025-01"), 34, 408),  # a quarter of the shop's report
        (monthly("2023-01", "2025-01"), 12, 144),  # a window of two years
        (monthly("2022-02", "2025-01"), 1, 12),  # a window of 36 months, one further
        (LATER[LATER["ordered_on"].dt.strftime("%Y-%m") != "2023-05"], 1, 12),  # a file is missing
        (LATER[LATER["ordered_on"].dt.year != 2023], 12, 144),  # a year's file is missing
        (monthly("2022-01", "2022-12"), 24, 288),  # an old file in place of the new one
    ],
)
def test_time_that_an_export_does_not_hold_is_found(
    tmp_path: Path, now: pd.DataFrame, months: int, n_lacking: int
) -> None:
    told = found(tmp_path, FULL, now)

    assert told.any
    assert (len(told.months), told.n_months) == (months, 36)
    assert (told.n_lacking, told.n_orders) == (n_lacking, 432)


def test_days_of_a_rolling_year_are_found_within_a_month(tmp_path: Path) -> None:
    told = found(tmp_path, FULL, LATER[LATER["ordered_on"] >= "2022-01-21"])

    assert told.any
    assert told.months == ()
    assert told.n_lacking == 10


def test_orders_without_numbers_are_told_by_customer_and_day(tmp_path: Path) -> None:
    former = monthly("2022-01", "2024-12", numbered=False)

    told = found(tmp_path, former, monthly("2024-01", "2025-01", numbered=False))

    assert (told.n_lacking, told.n_orders) == (288, 432)


def test_customers_who_stopped_before_the_export_begins_are_counted(tmp_path: Path) -> None:
    stopped = FULL[~FULL["customer_id"].isin(["k1", "k2"]) | (FULL["ordered_on"] < "2023-01-01")]

    told = found(tmp_path, stopped, monthly("2024-06", "2025-01", n=15)[lambda t: ~t[
        "customer_id"].isin(["k1", "k2"])])  # fmt: skip

    assert (told.n_customers_lacking, told.n_customers) == (2, 12)
    assert told.known_share == pytest.approx(10 / 13)


@pytest.mark.parametrize(
    "now",
    [
        LATER,  # an ordinary next month
        LATER.drop(LATER.index[:1]),  # the very first order was cancelled since
        monthly("2021-01", "2025-01"),  # more history than before
        LATER[LATER["customer_id"] != "k3"],  # a customer is gone, no time is
        LATER.assign(amount=12.0),
        LATER.assign(order_id=LATER["order_id"] + "x"),  # numbers written otherwise
        LATER.assign(customer_id="K9" + LATER["customer_id"]),  # ids too: no matter of time
        FULL,  # the same export
    ],
)
def test_an_export_that_holds_the_time_lacks_none(tmp_path: Path, now: pd.DataFrame) -> None:
    told = found(tmp_path, FULL, now)

    assert not told.any


def test_a_month_of_few_orders_that_are_gone_is_no_lack(tmp_path: Path) -> None:
    few = FULL[
        (FULL["ordered_on"].dt.strftime("%Y-%m") != "2023-08") | (FULL["customer_id"] < "k2")
    ]
    now = LATER[LATER["ordered_on"].dt.strftime("%Y-%m") != "2023-08"]

    assert not found(tmp_path, few, now).any


def test_without_orders_nothing_is_compared(tmp_path: Path) -> None:
    former, now = Workspace(tmp_path / "former"), Workspace(tmp_path / "now")
    former.save("transactions", FULL)

    assert find_lacking(former, now) is None
