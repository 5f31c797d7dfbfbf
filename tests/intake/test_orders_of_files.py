"""What other files prove of day and month holds for a file, unless its days speak against it."""

from __future__ import annotations

import calendar
import random

import pytest

from analysis.intake import map_exports

DAY_FIRST, MONTH_FIRST = "{1:02d}/{0:02d}/2024", "{0:02d}/{1:02d}/2024"


def _month(month: int, written: str, *, last: int = 31, n: int = 60) -> str:
    draw = random.Random(month)
    last = min(last, calendar.monthrange(2024, month)[1])
    days = sorted(draw.randint(1, last) for _ in range(n))
    lines = (
        f"R{month}-{at},C{draw.randint(1, 20)},{written.format(month, day)},{draw.randint(1, 99)}.5"
        for at, day in enumerate(days)
    )
    return "\n".join(["Order ID,Customer ID,Date,Amount", *lines]) + "\n"


def _year(name: str = "part{:02d}.csv", **odd: str) -> dict[str, str]:
    """Return a file a month with the day first; ``june`` in place of the sixth."""
    files = {name.format(month): _month(month, DAY_FIRST) for month in range(1, 13)}
    return files | {name.format(6): odd["june"]} if odd else files


@pytest.mark.parametrize("name", ["part{:02d}.csv", "Umsatz {:02d}.txt"])
def test_days_of_a_year_in_a_file_of_a_month_are_asked_about(check, refused, name):
    files = _year(name, june=_month(6, MONTH_FIRST, last=12))
    refusal = refused(files)

    assert refusal.code == "ambiguous_dates"
    assert refusal.file == name.format(6)
    assert "in 12 months, where each of those has 1 at most" in str(refusal)
    assert f'["{name.format(6)}"]\ndate_order = "mdy"' in refusal.to_do

    answered = files | {"columns.toml": f'["{name.format(6)}"]\ndate_order = "mdy"\n'}
    days = check(answered).good()["ordered_on"]
    assert {*days.dt.month} == {*range(1, 13)}


@pytest.mark.parametrize("name", ["sales_2024-{:02d}.csv", "{:02d}2024 Umsatz.txt"])
def test_a_name_with_its_month_tells_the_order(check, name):
    found = check(_year(name, june=_month(6, MONTH_FIRST, last=12)))

    assert {*found.good()["ordered_on"].dt.month} == {*range(1, 13)}
    assert (found.good()["ordered_on"].dt.month == 6).sum() == 60
    (told,) = [one for one in found.receipt.warnings if one.code == "date_order_by_name"]
    assert "2024-06" in told.message
    assert name.format(6) in told.message


def test_one_file_alone_is_read_by_its_name(check, refused):
    june = _month(6, MONTH_FIRST, last=12)
    assert refused({"export.csv": june}).code == "ambiguous_dates"
    assert {*check({"2024-06.csv": june}).good()["ordered_on"].dt.month} == {6}


@pytest.mark.parametrize("name", ["2024-06-30.csv", "2024-01_2024-12.csv", "2023-06.csv"])
def test_a_name_of_a_day_a_span_or_another_month_tells_nothing(refused, name):
    assert refused({name: _month(6, MONTH_FIRST, last=12)}).code == "ambiguous_dates"


def test_the_map_asks_for_the_file_alone(tmp_path):
    for name, text in _year(june=_month(6, MONTH_FIRST, last=12)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    map_exports([tmp_path], out=tmp_path)
    whole, own = (tmp_path / "columns.toml").read_text(encoding="utf-8").split('["part06')[:2]

    assert "QUESTION" not in whole
    assert 'date_order = "dmy"\n' in whole
    assert '# date_order = "mdy"' in own


@pytest.mark.parametrize(
    "june",
    [
        _month(6, DAY_FIRST, last=12),  # in the order of the others
        _month(6, DAY_FIRST, last=3, n=4),
        "Order ID,Customer ID,Date,Amount\nR1,C1,06/07/2024,5.00\nR2,C2,06/08/2024,5.00\n",
    ],
    ids=["first days", "few rows", "two rows"],
)
def test_first_days_of_a_month_are_read_as_the_others_prove(check, june):
    assert check(_year(june=june)).receipt.rows_set_aside == 0


def test_fees_of_each_first_of_a_month_beside_a_file_of_the_year(check):
    """A year of fees is as long as the file that proves the order."""
    fees = "Order ID,Customer ID,Date,Amount\n" + "".join(
        f"F{month}-{who},C{who},01/{month:02d}/2024,9.90\n"
        for month in range(1, 13)
        for who in range(9)
    )
    shop = "Order ID,Customer ID,Date,Amount\n" + "".join(
        _month(month, DAY_FIRST).split("\n", 1)[1] for month in range(1, 13)
    )
    days = check({"shop.csv": shop, "fees.csv": fees}).good()["ordered_on"]

    assert (days == "2024-11-01").sum() >= 9
