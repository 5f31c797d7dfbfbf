"""Files whose name says that they hold no orders, with the columns of orders."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, table

HEAD = "customer_id,ordered_on,amount"
ORDERS = table(HEAD, "C1,2024-01-05,10.00", "C2,2024-01-20,11.00", "C1,2024-02-20,12.00")
OTHERS = table(HEAD, "C1,2024-02-01,1000.00", "C2,2024-02-02,1100.00")
ANSWER = '["quotes.csv"]\ntable = "transactions"'

NO_ORDERS = [
    "quotes.csv", "Quotations 2024.csv", "sales_forecast.csv", "Angebote.csv", "devis-2024.csv",
    "presupuestos.csv", "payments.csv", "Zahlungseingänge.csv", "règlements.csv", "cobros.csv",
    "OpenItems2024.csv", "open_invoices.csv", "Offene Posten.csv", "impayés.csv", "budget.csv",
    "purchase_orders.csv", "supplier_invoices.csv", "Lieferanten.csv", "proveedores.csv",
]  # fmt: skip
FINE = [
    "offers_accepted_orders.csv", "invoices_paid.csv", "Rechnungen_Angebot_angenommen.csv",
    "paymentsystem.csv", "planet.csv", "export (2).csv", "returns.csv", "pedidos_pendientes.csv",
]  # fmt: skip

HELD = [
    *(case(f"{name} beside orders", {"transactions.csv": ORDERS, name: OTHERS},
           refused="no_orders_by_name", says=(name, "transactions.csv", "columns.toml"))
      for name in NO_ORDERS),
    *(case(f"clean: {name} beside orders", {"transactions.csv": ORDERS, name: OTHERS},
           total="2133.00") for name in FINE),
    case("the answer that these are orders",
         {"transactions.csv": ORDERS, "quotes.csv": OTHERS, "columns.toml": ANSWER},
         total="2133.00"),
    case("the only file", {"payments.csv": ORDERS}, total="33.00", warned={"no_orders_by_name"},
         says=("'payments'", 'table = "transactions"')),
    case("the only file, and its answer",
         {"quotes.csv": ORDERS, "columns.toml": ANSWER}, total="33.00"),
    case("two of them and none of orders", {"payments_1.csv": ORDERS, "payments_2.csv": OTHERS},
         total="2133.00", warned={"no_orders_by_name"}),
    case("said to be transactions", {"transactions.csv": ORDERS, "quotes.csv": OTHERS},
         options={"table": "transactions"}, total="2133.00"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), HELD)
def test_a_name_that_speaks_of_no_orders_is_asked_about(holds, files, want):
    holds(files, want)
