"""Commas inside amounts that stand without quotes between commas, and what is no currency."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, made, table

SHOP = "Customer ID,Order date,Amount"
CENTS = made(12, lambda at: f"k{at % 5},2024-01-{at + 10},{at * 31 + 5},{at + 11}")
WHOLE = made(4, lambda at: f"k{at % 5},2024-02-{at + 10},{at * 31 + 5}")

CUT = [
    case("every amount", table(SHOP, *CENTS), refused="cut_numbers",
         says=("12 of 12 records", "'Amount'", "semicolon")),
    case("some are whole", table(SHOP, *WHOLE, *CENTS), refused="cut_numbers",
         says=("12 of 16", "line 6")),
    case("most are whole", table(SHOP, *WHOLE * 8, *CENTS[:4]), refused="cut_numbers"),
    case("under a header that ends with a delimiter", table(SHOP + ",", *CENTS),
         refused="cut_numbers"),
    case("a column behind it", table(SHOP + ",Currency", *(f"{row},EUR" for row in CENTS)),
         refused="cut_numbers"),
    case("two of them", table("Kunde,Datum,Betrag,Marge",
         "K1,13.01.2024,12,34,1,50", "K2,14.01.2024,5,00,1,20"), refused="cut_numbers"),
    case("thousands", table(SHOP, "a,2024-01-05,1,999.99", "b,2024-01-06,2,500.00",
                            "b,2024-01-07,12,000"), refused="cut_numbers"),
    case("clean: in quotes", table(SHOP, *made(12, lambda at:
         f'k{at % 5},2024-01-{at + 10},"{at * 31 + 5},{at + 11}"')), good=12),
    case("clean: rows that end with a delimiter",
         table(SHOP, *(f"{row}.50," for row in WHOLE)), good=4),
    case("clean: a remark without a name",
         table(SHOP, *(f"{row}.50,by phone" for row in WHOLE)), good=4),
    case("clean: a nameless number behind amounts with cents",
         table(SHOP, *(f"{row}.50,19" for row in WHOLE)), good=4),
    case("one line of many is set aside", table(SHOP, *made(30, lambda at:
         f"k{at % 5},2024-01-{at % 20 + 10},{at * 31 + 5}"), CENTS[0]),
         codes={"field_count": 1}, good=30),
]  # fmt: skip

NAMED = "Customer ID,Order date,Amount,Currency"
CURRENCIES = [
    case("digits are none", table(NAMED, "a,2024-01-05,5.00,EUR", "b,2024-01-06,6.00,99",
         "b,2024-01-07,7.00,34"), warned={"unreadable_cells"}, total="18.00",
         says=("'Currency': 2 cells",)),
    case("clean: words, codes and signs", table(NAMED, "a,2024-01-05,5.00,€",
         "b,2024-01-06,6.00,Euro", "b,2024-01-07,7.00,"), total="18.00"),
    case("another word is one", table(NAMED, "a,2024-01-05,5.00,EUR", "b,2024-01-06,6.00,kr"),
         warned={"several_currencies"}, total=None),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), CUT + CURRENCIES)
def test_no_cents_are_lost_in_a_column_of_their_own(holds, files, want):
    holds(files, want)
