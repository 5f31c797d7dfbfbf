"""Files parted by a rarer sign, or quoted line by line; and what looks like them."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, made, table

SHOP = "Customer ID,Order date,Amount"
ROWS = made(12, lambda at: f"k{at % 5},2024-01-{at + 10},{at * 31 + 5}.50")
TOLD = {"warned": {"quoted_lines"}, "good": 12, "total": "2112.00"}


def wrapped(*lines: str) -> list[str]:
    return ['"' + line.replace('"', '""') + '"' for line in lines]


LINES = [
    case("each line in quotes", table(*wrapped(SHOP, *ROWS)), **TOLD),
    case("all but the header", table(SHOP, *wrapped(*ROWS)), **TOLD),
    case("with quotes inside, and line ends of Windows", table(*wrapped(
         "Customer ID;Name;Order date;Amount", 'k1;"Smith; John";2024-01-13;5.50'), "", end="\r\n"),
         warned={"quoted_lines"}, total="5.50"),
    case("the line of a bad row is found", table(*wrapped(SHOP, *ROWS, ",2024-01-13,5.00")),
         codes={"no_customer": 1}, lines=["14"],
         warned={"quoted_lines", "rows_without_customer", "money_without_customer"}),
    case("carets", table(*(row.replace(",", "^") for row in [SHOP, *ROWS])), good=12,
         total="2112.00"),
    case("clean: each field in quotes", table(*('"' + row.replace(",", '","') + '"'
                                                for row in [SHOP, *ROWS])), good=12),
    case("clean: a caret in a text", table(SHOP + ",Remark", *(f"{row},a^b^c" for row in ROWS)),
         good=12),
    case("another sign", table(*(row.replace(",", "~") for row in [SHOP, *ROWS])),
         refused="one_field", says=("the sign ~", "a tab in place")),
    case("one line is not in quotes", table(*wrapped(SHOP, *ROWS), "k1,2024-01-13,5.00"),
         refused="one_field", says=("quotes around whole lines",)),
    case("clean: a column of notes", {"reasons.csv": table(
         "Customer ID,Comment", *(f'{at + 7},"late, and broken"' for at in range(5)))}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), LINES)
def test_the_columns_are_found(holds, files, want):
    holds(files, want)
