"""Styles of days and money that the quick lane reads: both lanes say the same, dirt beside them."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd
import pytest

from analysis.rows import quick, quickload

#: A day and an amount as they are written, and cells that are written otherwise.
DOLLARS, EUROS = "${:,.2f}", "{:,.2f}\u00a0€"
STYLES = {
    "dollars": ("%Y-%m-%d", DOLLARS, [], ["$5", "($5.00)", "$-5.00", "-$5.00", "5.00", "$ 5.00",
                "--$5", "$1,23,456.00", "US$5.00", "$1,234,567,890,123.00", "$5.1234567", "$",
                "$12$50", "12$50", "$12.50 USD 3"]),
    "euros": ("%d.%m.%Y", EUROS, ["31.12.23"], ["5,00 €", "EUR 5,00", "12€50",
              "5,- €", "5,00-\u00a0€"]),
    "francs": ("%d.%m.%Y", "CHF {:,.2f}", [], ["5.00", "Fr. 5.00", "CHF5.00", "CHF -5.00"]),
    "blanks": ("%d/%m/%Y", "{:,.2f}", [], ["1 23,50", "5,00 EUR", "1  234,50", "1 234 5",
               "12€50", "12\u202f345,00"]),
    "zulu": ("%Y-%m-%dT%H:%M:%SZ", "{:.2f}", ["2023-05-05T22:00:00Z", "2023-05-05 10:00:01",
             "2023-05-05T10:00:00+01:00", "2023-02-30T10:00:00Z", "2023-05-05", ""], []),
    "summer": ("%d.%m.%Y %H:%M:%S +0{0}00", "{:.2f}", ["05.05.2023", "05.05.2023 10:00 CET"], []),
    "short": ("%d.%m.%y", "{:.2f}", ["31.12.2023", "01.02.2", "31.12.99", "31.02.23", "1.5.23",
              "05/05/23", "01.02.45", "01.01.00"], []),
    "american": ("%m/%d/%y %I:%M %p", "{:.2f}", ["1/5/23", "2/30/23 1:00 PM", "12/31/2022"], []),
    "oracle": ("%d-%b-%y", "{:.2f}", ["5-mar-23", "05-MAR-2023", "31-FEB-23", "05-MRZ-23"], []),
    "english": ("%b %d, %Y", "{:.2f}", ["March 5, 2023", "Mar 5 2023", "Feb 30, 2023"], []),
    "german": ("%d. MÄR %Y", "{:.2f}", ["5. März 2023", "30. Mär 2023 10", "5. Mrz 2023"], []),
}  # fmt: skip


def styled(style: str) -> bytes:
    """Lines whose days and amounts are of one style, a few of them otherwise."""
    rng, (day_form, form, days, amounts) = random.Random(style), STYLES[style]
    lines = ["Order no;Customer ID;Order date;Amount"]
    for at in range(700):
        day = pd.Timestamp(2022, 1, 5, 7, 31, 7) + pd.Timedelta(minutes=rng.randrange(900_000))
        amount = ("-" if at % 9 == 5 else "") + form.format(rng.randrange(1, 9_000_000) / 100)
        if style in {"euros", "blanks"}:
            between = "." if style == "euros" else "\u202f"
            amount = amount.replace(".", "!").replace(",", between).replace("!", ",")
        if style == "german":
            day = day.replace(month=3, day=1 + day.day % 28)
        written = day.strftime(day_form).replace("MÄR", "Mär")
        cells = [f"O{at}", f"C{at % 60}", written.format(1 + (day.month in range(4, 11))), amount]
        for place, dirt in ((2, days), (3, amounts)):
            if dirt and at % 37 == 11 * place:
                cells[place] = dirt[at // 37 % len(dirt)]
        lines.append(";".join(cells))
    return "\n".join(lines).encode()


@pytest.mark.parametrize("style", STYLES)
def test_both_lanes_say_the_same_of_each_style(both, taken, style):
    quickly, carefully = both("orders.csv", styled(style))
    assert [lane is not None for lane in taken] == [True, False]
    assert carefully[0]["rows_good"] > 600
    assert quickly[:2] == carefully[:2]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


@pytest.mark.parametrize(
    ("style", "cells", "code"),
    [
        ("dollars", "2023-01-01;1.234,50 €", "mixed_decimal_sign"),
        ("short", "12.31.23;5.00", "mixed_date_order"),
    ],
)
def test_both_lanes_refuse_what_contradicts_a_style(refused, monkeypatch, style, cells, code):
    content = styled(style) + f"\nX;C1;{cells}\n".encode()
    for least in (0, 1 << 40):
        for module in (quickload, quick):
            monkeypatch.setattr(module, "QUICK_BYTES", least)
        assert refused({"orders.csv": content}).code == code


@pytest.mark.parametrize(
    ("style", "cells"),
    [("dollars", "2023-01-01;€5.00"), ("short", "45.01.24;5.00"), ("zulu", "2023-01-01;5 EUR")],
    ids=["another-currency", "year-first", "a-unit"],
)
def test_both_lanes_say_the_same_where_one_cell_changes_a_column(both, style, cells):
    content = styled(style) + f"\nX;C1;{cells}\nY;C2;2023-01-02;\n".encode()
    quickly, carefully = both("orders.csv", content)
    assert quickly[:2] == carefully[:2]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


@pytest.mark.parametrize("as_of", [date(2001, 1, 1), date(2022, 6, 1)])
def test_short_years_are_read_by_a_snapshot_in_both_lanes(both, as_of):
    quickly, carefully = both("orders.csv", styled("short"), as_of=as_of)
    assert quickly[:2] == carefully[:2]


@pytest.mark.parametrize(
    ("of_ten", "guest_day", "quick_too"),
    [(2.5, "2024-03-02", True), (3.5, "2024-03-02", False), (2.5, "1980-01-01", False)],
    ids=["a-quarter", "a-third", "a-default-day"],
)
def test_rows_without_customer_are_odd_and_nothing_else(both, taken, of_ten, guest_day, quick_too):
    rows = ["Order no;Customer ID;Order date;Amount"]
    for at in range(6_000):
        guest = at * of_ten % 10 < of_ten
        day = guest_day if guest and at % 3 == 0 else f"2024-0{1 + at % 9}-{10 + at % 7}"
        rows.append(f"O{at};{'' if guest else f'C{at % 90}'};{day};{at % 80 + 0.5}")
    quickly, carefully = both("orders.csv", "\n".join(rows).encode())
    assert [lane is not None for lane in taken] == [quick_too, False]
    assert quickly[:2] == carefully[:2]
