"""Amounts that the lines around them speak against: warned of, never put right."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, table

ORDERS = "Order ID,Customer ID,Order date,Product ID,{}"


def orders(header: str, n: int, amount, *, lines: int = 2) -> str:
    """``n`` orders of some lines; ``amount`` makes a line's amount of its order and number."""
    return table(ORDERS.format(header), *(
        f"O{at},C{at % 4},2024-01-{at % 28 + 1:02d},P{line},{amount(at, line)}"
        for at in range(n) for line in range(lines)
    ))  # fmt: skip


QUANTITIES = "customer_id,date,Menge,Betrag"
REFUNDS = "customer_id,date,Total,Refunded Amount"

TOLD = [
    case("an order's total on its lines, said by the header",
         orders("Order Total", 3, lambda at, _: f"{at + 1}.50"),
         warned={"order_total_on_lines"}, total="15.00", says=("Order Total", "all 3 orders")),
    case("an order's total on its lines, by many orders",
         orders("Amount", 12, lambda at, _: f"{at + 1}.50", lines=3),
         warned={"order_total_on_lines"}, says=("Amount", "all 12 orders")),
    case("a quantity below 0, an amount above",
         table(QUANTITIES, "a,2024-01-05,2,20", "a,2024-01-06,-2,20", "b,2024-01-07,1,10"),
         warned={"unsigned_quantities"}, total="50.00", says=("1 of the first 3", "Menge")),
    case("money that went back in a column of its own",
         table(REFUNDS, "a,2024-01-05,20,5.00", "b,2024-01-07,10,0.00"),
         warned={"refunds_beside"}, total="30.00", says=("Refunded Amount", "'Total'")),
]  # fmt: skip

CLEAN = [
    case("clean: lines of their own amounts",
         orders("Order Total", 12, lambda at, line: f"{at + line + 1}.50")),
    case("clean: everything has one price", orders("Order amount", 12, lambda *_: "9.50")),
    case("clean: three orders of two equal lines",
         orders("Amount", 3, lambda at, _: f"{at + 1}.50")),
    case("clean: one line an order",
         orders("Order Total", 12, lambda at, _: f"{at + 1}.50", lines=1)),
    case("clean: both signs agree",
         table(QUANTITIES, "a,2024-01-05,2,20", "a,2024-01-06,-2,-20", "b,2024-01-07,-0,10"),
         total="10.00"),
    case("clean: the words of a type tell the sign",
         table("Doc Type," + QUANTITIES, "Invoice,a,2024-01-05,2,20",
               "Credit Note,a,2024-01-06,-1,5"), total="15.00"),
    case("clean: nothing went back",
         table(REFUNDS, "a,2024-01-05,20,0.00", "b,2024-01-07,10,"), total="30.00"),
    case("clean: refunds that are off already", {
        "orders.csv": table(REFUNDS, "a,2024-01-05,20,5.00", "b,2024-01-07,10,0.00"),
        "columns.toml": '[transactions]\nignore = ["Refunded Amount"]\n',
    }, total="30.00"),
    case("clean: whether it was refunded",
         table("customer_id,date,Total,Refunded", "a,2024-01-05,20,no", "b,2024-01-07,10,yes"),
         warned={"flag_not_used"}),
    case("clean: a flag, and a day", table("customer_id,date,Total,Refunded,Refund",
                                           "a,2024-01-05,20,0,", "b,2024-01-07,10,1,25.01.2024"),
         warned={"date_columns", "flag_not_used"}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), TOLD + CLEAN)
def test_what_lines_say_against_their_amounts_is_told(holds, files, want):
    holds(files, want)
