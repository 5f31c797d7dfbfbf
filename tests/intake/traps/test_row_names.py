"""A header that is one name short in front: R's row names, and what is none."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, made, table

HEAD = '"customer","order_date","amount"'
ROWS = made(40, lambda at: f'"C{at % 7}","2024-01-{at % 28 + 1:02d}",{at * 3 + 5}.5')


def behind(front, rows=ROWS, sign=","):
    """Rows behind what is written in front of each."""
    return [f"{front(at)}{sign}{row}" for at, row in enumerate(rows)]


CASES = [
    case("numbers in quotes", table(HEAD, *behind(lambda at: f'"{at + 1}"')),
         warned={"row_names"}, good=40, total="2560.00", says=("one name less",)),
    case("numbers without quotes, ids of digits",
         table("customer order_date amount", *made(40, lambda at:
         f"{at + 1} {at % 7 + 100} 2024-01-{at % 28 + 1:02d} {at + 5}")),
         warned={"row_names"}, good=40),
    case("tabs, the day first", table("Kunde\tDatum\tBetrag\tVertreter", *made(40, lambda at:
         f"{at + 1}\tK{at % 7}\t{at % 28 + 1:02d}.01.2024\t{at + 5},50\tM{at % 3}")),
         warned={"row_names"}, good=40),
    case("words", table(HEAD, *behind(lambda at: f'"row{at}"')), refused="header_one_short",
         says=("3 names", "4 fields", "'order_date'", "R leaves it out")),
    case("order numbers before names with commas",
         table("Order no,Customer,Date,Amount", *made(40, lambda at:
         f"{at + 5001},Miller{at % 7},John,2024-01-{at % 28 + 1:02d},{at + 5}.50")),
         refused="header_one_short"),
    case("a running number before names with commas",
         table("No,Customer,Date,Amount", *made(40, lambda at:
         f"{at + 1},Miller{at % 7}, John,2024-01-{at % 28 + 1:02d},{at + 5}.50")),
         refused="header_one_short"),
    case("clean: a name for each", table(f'"",{HEAD}', *behind(lambda at: f'"{at + 1}"')), good=40),
    case("clean: a remark without a name",
         table(HEAD, *(f'{row},"by phone"' for row in ROWS)), good=40),
    case("clean: a delimiter at each end", table(HEAD, *(f"{row}," for row in ROWS)), good=40),
    case("clean: a first column of numbers", table('"no","customer","order_date","amount"',
         *behind(lambda at: f'"{at + 1}"')), good=40),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), CASES)
def test_a_name_that_is_missing_in_front_is_seen(holds, files, want):
    holds(files, want)
