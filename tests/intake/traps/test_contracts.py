"""Lists of contracts and subscriptions are asked about, not counted as orders."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, table

STRIPE = (
    "id,Customer ID,Plan,Quantity,Interval,Amount,Status,Created (UTC),Current Period Start (UTC),"
    "Current Period End (UTC),Trial Start (UTC),Canceled At (UTC),Ended At (UTC)"
)
GERMAN = "Vertragsnr;Kundennr;Vertragsbeginn;Vertragsende;Kündigungsfrist;Betrag;Status"
SHOP = "subscription_id,customer_id,status,start_date,next_payment_date,billing_period,order_total"


def stripe(n: int = 12) -> str:
    return table(STRIPE, *(
        f"sub_{at},cus_{at % 5},price_1,1,month,49.00,{'canceled' if at % 3 else 'active'},"
        f"2024-01-{at + 1:02d} 10:12,2024-05-01 10:12,2024-06-01 10:12,,"
        f"{'2024-04-05 09:00,2024-04-05 09:00' if at % 3 else ','}" for at in range(n)
    ))  # fmt: skip


ASKED = [
    case("subscriptions of a payment service", stripe(), refused="contracts_as_orders",
         says=("'Interval'", "an ended one as none", 'order_words = ["canceled"]',
               "invoices or charges")),
    case("german contracts", table(GERMAN, "1;K1;01.01.2024;31.12.2024;3 Monate;99,00;aktiv",
                                   "2;K2;01.02.2024;;3 Monate;49,00;gekündigt"),
         refused="contracts_as_orders", says=("'Vertragsbeginn'", "'Vertragsende'")),
    case("a shop's subscriptions", table(SHOP, "1,a,active,2024-01-05,2024-02-05,month,20.00",
                                         "2,b,on-hold,2024-01-07,2024-02-07,month,10.00"),
         refused="contracts_as_orders", says=('["orders.csv"]\ntable = "transactions"',)),
    case("as it says to do, an ended one counts too", {
        "orders.csv": stripe(),
        "columns.toml": '["orders.csv"]\ntable = "transactions"\norder_words = ["canceled"]\n',
    }, warned={"date_columns"}, total="588.00"),
]  # fmt: skip

CLEAN = [
    case("clean: invoices of contracts",
         table("Invoice no,Invoice date,Customer ID,Amount,Contract start,Contract end",
               "1,2024-01-31,a,20.00,2023-01-01,2024-12-31",
               "2,2024-02-29,a,20.00,2023-01-01,2024-12-31"),
         warned={"date_columns"}, total="40.00"),
    case("clean: orders of which one was cancelled",
         table("Order ID,Created at,Customer ID,Total,Cancelled at,Payment status",
               "1,2024-01-05,a,20.00,,paid", "2,2024-01-06,b,10.00,2024-01-07,refunded"),
         codes={"cancelled": 1}, total="20.00"),
    case("clean: charges of each month with the next one",
         table("id,Created,Customer ID,Amount,Interval,Next billing date", *(
             f"{at},2024-{at // 4 + 1:02d}-05,C{at % 4},20.00,month,2025-01-05"
             for at in range(40))), warned={"date_columns"}, total="800.00"),
    case("clean: charges paid by the month",
         table("Date,Customer ID,Amount,Interval,Billing cycle", "2024-01-05,a,20.00,month,1",
               "2024-02-05,a,20.00,month,2"), total="40.00"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), [*ASKED, *CLEAN])
def test_contracts_are_told_from_orders(holds, files, want):
    holds(files, want)
