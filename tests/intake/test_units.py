"""A file, or the time from a day on, whose money is in another unit is said."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

N = 120


def _sales(year: int, write, *, who: str = "K", more: str = "", head: str = "") -> str:
    """Return sales of a year: about 20 to 900 each, written by a function."""
    draw = random.Random(year)
    lines = []
    for at in range(N):
        day = date(year, 1, 1) + timedelta(days=3 * at)
        money = write(round(draw.lognormvariate(4.8, 0.8), 2))
        lines.append(f"{who}{draw.randint(1, 30)},{day},{money}{more}")
    return "\n".join([f"customer_id,order_date,amount{head}", *lines]) + "\n"


def plain(money: float) -> str:
    return f"{money:.2f}"


def cents(money: float) -> str:
    return f"{money * 100:.0f}"


def thousands(money: float) -> str:
    return f"{money / 1000:.3f}"


def whole(money: float) -> str:
    return f"{money:.0f}"


def _told(found) -> list[str]:
    return [one.message for one in found.receipt.warnings if one.code == "units_differ"]


@pytest.mark.parametrize(
    ("odd", "unit"), [("2022", cents), ("2023", cents), ("2024", cents), ("2023", thousands)]
)
def test_a_year_in_another_unit(check, odd, unit):
    files = {
        f"orders_{year}.csv": _sales(year, unit if str(year) == odd else plain)
        for year in (2022, 2023, 2024)
    }
    (told,) = _told(check(files))
    assert f"they may be {unit.__name__}" in told
    assert f'amount_in = "{unit.__name__}" under ["orders_{odd}.csv"]' in told

    files["columns.toml"] = f'["orders_{odd}.csv"]\namount_in = "{unit.__name__}"\n'
    assert not _told(check(files))


def test_a_shop_in_cents_beside_another_at_the_same_time(check):
    files = {"berlin.csv": _sales(2023, plain), "wien.csv": _sales(2023, cents, who="W")}
    (told,) = _told(check(files))
    assert "Amounts of wien.csv are whole numbers" in told
    assert "line 2 of wien.csv" in told


def test_many_months_in_cents_are_said_once(check):
    lines = _sales(2023, plain).splitlines()[1:], _sales(2024, cents).splitlines()[1:]
    head = "customer_id,order_date,amount\n"
    files = {
        f"{year}-{part}.csv": head + "\n".join(own[part * 30 : part * 30 + 30]) + "\n"
        for year, own in zip((2023, 2024), lines, strict=True) for part in range(4)
    }  # fmt: skip
    (told,) = _told(check(files))
    assert "2024-0.csv and 3 more files" in told


@pytest.mark.parametrize(
    ("first", "then", "word"), [(plain, cents, "from"), (cents, plain, "until")]
)
def test_a_change_within_one_file(check, first, then, word):
    text = _sales(2023, first) + _sales(2024, then).split("\n", 1)[1]
    (told,) = _told(check({"orders.csv": text}))
    assert f"Amounts {word} 202" in told
    assert "export all in one unit" in told


def test_months_in_the_middle(check):
    lines = [_sales(year, unit).splitlines()[1:] for year, unit in ((2022, plain), (2022, cents))]
    mixed = [b if "-05-" in b or "-06-" in b else a for a, b in zip(*lines, strict=True)]
    (told,) = _told(check({"a.csv": "\n".join(["customer_id,order_date,amount", *mixed]) + "\n"}))
    assert "Amounts of 2022-05, 2022-06 are whole numbers" in told


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": _sales(2022, plain), "b.csv": _sales(2023, plain)},
        {"a.csv": _sales(2022, whole), "b.csv": _sales(2023, cents)},
        {"a.csv": _sales(2022, plain), "b.csv": _sales(2023, whole)},
        {"a.csv": _sales(2022, plain), "b.csv": _sales(2023, lambda m: f"{m * 8:.0f}")},
        {"shop.csv": _sales(2023, plain), "projects.csv": _sales(2023, lambda m: f"{m * 38:.0f}")},
        {"shop.csv": _sales(2023, plain), "projects.csv": _sales(2023, lambda m: f"{m * 190:.0f}")},
        {"a.csv": _sales(2023, plain), "b.csv": _sales(2023, lambda m: f"{m / 300:.3f}")},
        {"shop.csv": _sales(2022, plain, more=",EUR", head=",currency"),
         "tokyo.csv": _sales(2022, cents, more=",JPY", head=",currency")},
        {"a.csv": _sales(2022, plain), "one.csv": "customer_id,date,amount\nK1,2023-01-05,9\n"},
    ],
    ids=["same", "all whole", "whole as large", "eight times", "projects", "larger ones",
         "small parts", "yen", "few lines"],
)  # fmt: skip
def test_clean_files_are_not_doubted(check, files):
    assert not _told(check(files))
