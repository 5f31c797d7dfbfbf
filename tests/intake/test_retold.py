"""Amounts that all changed by one factor, codes that were renamed, and what looks like it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.intake.restated import RestatedHistory, compare_history
from analysis.steps.historywords import say_as_a_whole, say_history
from analysis.workspace import Workspace

N = 60
DAYS = pd.date_range("2024-01-01", periods=N, freq="D")
ORDERS = pd.DataFrame(
    {"customer_id": [f"k{at % 9}" for at in range(N)], "ordered_on": DAYS,
     "amount": np.random.default_rng(1).uniform(8, 900, N).round(2)}
)  # fmt: skip
CODES = ["price"] * 8 + ["late"] * 5 + ["rude"] * 2
SAID = pd.DataFrame(
    {"customer_id": [f"k{at % 9}" for at in range(15)], "stated_on": DAYS[:15], "code": CODES,
     "reason_id": [f"r{at}" for at in range(15)]}
)  # fmt: skip
PEOPLE = pd.DataFrame({"customer_id": [f"k{at}" for at in range(9)], "tier": "A"})


def compared(
    tmp_path: Path, former: dict[str, pd.DataFrame], now: dict[str, pd.DataFrame]
) -> RestatedHistory:
    places = Workspace(tmp_path / "former"), Workspace(tmp_path / "now")
    for place, tables in zip(places, (former, now), strict=True):
        for name, rows in ({"transactions": ORDERS} | tables).items():
            place.save(name, rows)
    return compare_history(*places)


def words(history: RestatedHistory) -> str:
    day = date(2024, 3, 31)
    return " ".join([*say_as_a_whole(history, day), *say_history(history, day)])


def times(by: float) -> pd.DataFrame:
    return ORDERS.assign(amount=(ORDERS["amount"] * by).round(2))


@pytest.mark.parametrize("by", [1.2, 1 / 1.19, 100.0, 0.9612, -1.0])
def test_one_factor_in_nearly_all_orders_is_said(tmp_path: Path, by: float) -> None:
    now = times(by)
    now.loc[3, "amount"] = 5.0  # one was corrected besides

    told = compared(tmp_path, {}, {"transactions": now})

    factor = told.factor
    assert factor is not None
    assert factor.times == pytest.approx(by, abs=2e-4)
    assert (factor.n, factor.of) == (59, 60)
    assert f"59 of 60 orders up to 31 March 2024 are {factor.times:g} times" in words(told)


def test_a_factor_is_found_whatever_the_orders_are_numbered(tmp_path: Path) -> None:
    former = ORDERS.assign(order_id=[f"O{at}" for at in range(N)])
    now = times(1.2).assign(order_id=[f"X{at}" for at in range(N)])

    assert compared(tmp_path, {"transactions": former}, {"transactions": now}).factor


@pytest.mark.parametrize(
    "now",
    [
        ORDERS,
        ORDERS.assign(amount=ORDERS["amount"].where(ORDERS.index % 3 > 0, ORDERS["amount"] + 120)),
        ORDERS.assign(amount=ORDERS["amount"].where(ORDERS.index > 9, ORDERS["amount"] * 1.2)),
        ORDERS.assign(amount=ORDERS["amount"] * np.where(ORDERS.index % 2, 1.19, 1.07)),
        ORDERS.assign(amount=ORDERS["amount"] + 4.9),  # postage for everybody
        ORDERS.assign(amount=ORDERS["amount"] * 1.001),  # rounding of a rate
        times(1.2)[:15],  # few orders are left to tell
    ],
)
def test_amounts_that_changed_otherwise_have_no_factor(tmp_path: Path, now: pd.DataFrame) -> None:
    assert compared(tmp_path, {}, {"transactions": now}).factor is None


@pytest.mark.parametrize(
    ("renamed", "said"),
    [
        ({"price": "R01", "late": "R02", "rude": "R03"}, "None of the former export's 3 codes is "
         "left (15 statements: price 8, late 5, ...) and 3 new ones stand in the same time (15 "),
        ({"price": "Preis", "late": "Preis"}, "2 of the former export's 3 codes are gone (13 "
         "statements: price 8, late 5) and 1 new one stands in the same time (13 statements: "),
    ],
)  # fmt: skip
def test_codes_that_were_renamed_are_said_with_counts(
    tmp_path: Path, renamed: dict[str, str], said: str
) -> None:
    now = SAID.assign(code=SAID["code"].replace(renamed))

    told = compared(tmp_path, {"reasons": SAID}, {"reasons": now})

    assert told.recoded.mostly
    assert said in words(told)


def test_one_small_code_that_was_renamed_is_said_and_is_not_most(tmp_path: Path) -> None:
    now = SAID.assign(code=SAID["code"].replace({"rude": "staff"}))

    told = compared(tmp_path, {"reasons": SAID}, {"reasons": now})

    assert not told.recoded.mostly
    assert "1 of the former export's 3 codes is gone (2 statements) and 1 new one" in words(told)


@pytest.mark.parametrize(
    "now",
    [
        SAID,
        SAID[SAID["code"] != "rude"],  # statements are gone, no code took their place
        pd.concat([SAID, SAID[:1].assign(code="app", reason_id="r99")]),  # a code more
        SAID.assign(code=np.roll(SAID["code"], 3)),  # coded otherwise under the same codes
        SAID.drop(columns="code").assign(note="too dear"),
    ],
)
def test_codes_that_stand_are_not_said(tmp_path: Path, now: pd.DataFrame) -> None:
    told = compared(tmp_path, {"reasons": SAID}, {"reasons": now})

    assert "former export's" not in words(told)


def test_a_table_of_reasons_that_is_gone_is_said(tmp_path: Path) -> None:
    told = compared(tmp_path, {"reasons": SAID}, {})

    assert words(told).startswith("The former exports had 15 statements of why customers left")
    assert "this export has none of the 15 statements that the former one had." in words(told)


def test_a_table_of_reasons_that_was_never_there_is_not_said(tmp_path: Path) -> None:
    assert words(compared(tmp_path, {}, {})) == "Nothing up to 31 March 2024 was restated."


@pytest.mark.parametrize(
    ("now", "n_gone"),
    [
        (PEOPLE[:3], 6),
        (PEOPLE[:8].assign(tier=["B", *"AAAAAAA"]), 1),
        (PEOPLE, 0),
        (pd.concat([PEOPLE, PEOPLE.assign(customer_id="x" + PEOPLE["customer_id"])]), 0),
    ],
)
def test_customers_without_a_row_any_more_are_counted(
    tmp_path: Path, now: pd.DataFrame, n_gone: int
) -> None:
    told = compared(tmp_path, {"customers": PEOPLE}, {"customers": now})

    assert told.n_customers_gone == n_gone
    assert told.n_customers_changed == int((now["tier"] == "B").sum())
    assert ("in its table of customers" in words(told)) is bool(n_gone)
