"""Orders in two kinds of files: their totals, one row each, and their lines."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, days_from, table

DAYS = days_from("2024-01-01", 60)
HEADS = "Order No,Customer No,Order Date,Amount,Status,Branch"
LINES = "Order No,Line,Customer No,Order Date,SKU,Amount"
PLAIN = "Order No,Customer No,Order Date,Amount"


def parts_of(order: int) -> list[float]:
    """Amounts of the lines of an order: of one, two or three."""
    return [5.25 + order + 3 * line * line for line in range(1 + order % 3)]


def row(order: int, *cells: object) -> str:
    return ",".join((f"{order:05d}", *map(str, cells)))


def heads(orders=range(40), total=lambda order: sum(parts_of(order)), cancelled=(), more=True):
    """One row an order, with the status if ``more``."""
    rows = []
    for at in orders:
        status = "cancelled" if at in cancelled else "paid"
        tail = (status, "North") if more else ()
        rows.append(row(at, f"c{at % 7}", DAYS[at], f"{total(at):.2f}", *tail))
    return table(HEADS if more else PLAIN, *rows)


def by_article() -> str:
    """Three lines an order, two of one amount, all of one article before those of the next."""
    return table(LINES.replace("Line,", ""), *(
        row(at, f"c{at % 7}", DAYS[at], f"p{part}", f"{at + 5 if part else 1}.00")
        for part in range(3) for at in range(20)
    ))  # fmt: skip


def lines(orders=range(40), header=LINES):
    """One row a line, with its number and article if the header has them."""
    rows = []
    for at in orders:
        for number, part in enumerate(parts_of(at), 1):
            known = header == LINES
            cells = [str(number)] * known + [f"c{at % 7}", DAYS[at]] + [f"p{number}"] * known
            rows.append(row(at, *cells, f"{part:.2f}"))
    return table(header, *rows)


TOTAL = sum(sum(parts_of(at)) for at in range(40))
N_LINES = sum(len(parts_of(at)) for at in range(40))

CASES = [
    case("heads beside lines: the lines count", {"orders.csv": heads(), "order_lines.csv": lines()},
         codes={"order_head": 40}, warned={"order_heads"}, total=f"{TOTAL:.2f}", good=N_LINES,
         says=("40 rows of 'orders.csv'", "lines stand in 'order_lines.csv'", "'Branch'")),
    case("a head whose lines are nowhere stays, and one that differs gives way",
         {"orders.csv": heads(range(41), lambda at: sum(parts_of(at)) + (at == 7)),
          "order_lines.csv": lines()},
         codes={"order_head": 40}, warned={"order_heads"}, good=N_LINES + 1,
         total=f"{TOTAL + sum(parts_of(40)):.2f}", says=("in 1 order whose total is another",)),
    case("lines of cancelled orders, whose status stands on the head",
         {"orders.csv": heads(cancelled=(3, 11)), "order_lines.csv": lines()},
         codes={"order_head": 38, "cancelled": 2 + 4}, warned={"order_heads"},
         total=f"{TOTAL - sum(parts_of(3)) - sum(parts_of(11)):.2f}", says=("4 lines of orders",)),
    case("a later file of heads cancels an order that an earlier one has as paid",
         {"orders_1.csv": heads(), "orders_2.csv": heads(range(30, 41), cancelled=(31,)),
          "order_lines.csv": lines()},
         codes={"order_head": 49, "cancelled": 1 + 2}, warned={"order_heads"},
         total=f"{TOTAL + sum(parts_of(40)) - sum(parts_of(31)):.2f}", says=("1 file more",)),
    case("lines of one order that only the article tells apart",
         {"orders.csv": heads(range(20), lambda at: 2 * (at + 5) + 1), "lines.csv": by_article()},
         codes={"order_head": 20}, warned={"order_heads"}, total="600.00", good=60),
    case("lines of two months that overlap, beside their heads",
         {"orders.csv": heads(), "lines_1.csv": lines(range(25)),
          "lines_2.csv": lines(range(20, 40))},
         codes={"order_head": 40, "duplicate_line": 10}, total=f"{TOTAL:.2f}",
         warned={"order_heads", "duplicate_lines"}),
    case("both with one header",
         {"a.csv": heads(more=False), "b.csv": lines(header=PLAIN)},
         codes={"order_head": 40}, warned={"order_heads"}, total=f"{TOTAL:.2f}", good=N_LINES),
    *(case(f"totals with {told}: nothing is guessed",
           {"orders.csv": heads(total=total), "order_lines.csv": lines()},
           warned={"orders_in_both"}, good=40 + N_LINES,
           says=("Leave 'orders.csv' out", "about the sum of the lines"))
      for told, total in {
          "tax": lambda at: 1.19 * sum(parts_of(at)),
          "postage below 60": lambda at: sum(parts_of(at)) + 4.9 * (sum(parts_of(at)) < 60),
          "postage": lambda at: sum(parts_of(at)) + 4.9,
      }.items()),
    case("a few orders prove nothing",
         {"orders.csv": heads(range(6)), "order_lines.csv": lines(range(6))},
         codes={"duplicate_line": 2}, warned={"orders_in_both", "duplicate_lines"}, good=4 + 12,
         says=("is the sum of the lines",)),
    case("clean: another part of each order, one row each",
         {"insurance.csv": heads(total=lambda at: 2 + 0.05 * sum(parts_of(at))),
          "goods.csv": lines()},
         warned={"orders_in_parts"}, good=40 + N_LINES),
    case("clean: heads of other orders", {
        "orders.csv": heads(range(40, 60)), "order_lines.csv": lines()}, good=20 + N_LINES),
]  # fmt: skip


HEADERS = {
    "german": "Auftragsnr,Kundennr,Datum,Betrag;Auftragsnr,Pos,Artikel,Menge,Betrag",
    "french": "N° commande,Code client,Date,Montant;N° commande,Ligne,Article,Quantité,Montant",
    "spanish": "Nº pedido,Nº cliente,Fecha,Importe;Nº pedido,Línea,Artículo,Cantidad,Importe",
}

BARE = "Order No,Line,SKU,Qty,Amount"


def bare(header, *cells, orders=range(40)):
    """Lines of orders with a number, an article, and other cells."""
    rows = (row(at, "1", f"p{at % 3}", *cells, f"{5 + at}.00") for at in orders)
    return table(header, *rows)


LEFT_OUT = [
    *(case(f"lines without customer and day, {language}", {
        "orders.csv": heads(more=False).replace(PLAIN, header.split(";")[0]),
        "order_lines.csv": bare(header.split(";")[1], "1")},
           warned={"table_not_read"}, good=40, total=f"{TOTAL:.2f}",
           says=("order_lines.csv was not read: it has no customer or day, and the 40 orders",))
      for language, header in HEADERS.items()),
    case("lines with a day and no customer, of orders in two files", {
        "orders_1.csv": heads(range(25), more=False),
        "orders_2.csv": heads(range(25, 40), more=False),
        "order_lines.csv": bare("Order No,Line,SKU,Order Date,Amount", "2024-01-05")},
         warned={"table_not_read"}, good=40, says=("no customer,", "and 1 other file")),
    case("lines without customer, day and money", {
        "orders.csv": heads(more=False), "order_lines.csv": bare("Order No,Line,SKU,kg,Qty", "1")
    }, warned={"table_not_read"}, good=40, says=("no customer, day or money",)),
    case("the columns of the orders stand in a map", {
        "orders.csv": heads(more=False), "order_lines.csv": bare(BARE, "1"),
        "columns.toml": '[transactions]\ncustomer_id = "Customer No"\nordered_on = "Order Date"\n'
        'order_id = "Order No"\namount = "Amount"\n',
    }, warned={"table_not_read"}, good=40),
    case("alone they are refused", {"order_lines.csv": bare(BARE, "1")},
         refused="no_customer_column"),
    case("lines of orders that stand nowhere are refused", {
        "orders.csv": heads(range(30), more=False),
        "order_lines.csv": bare(BARE, "1")},
         refused="no_customer_column"),
    case("returns without a customer are refused: their money would be lost", {
        "orders.csv": heads(more=False), "returns.csv": bare(BARE, "1")},
         refused="no_customer_column"),
    case("a list that says who wants no calls is never left out", {
        "orders.csv": heads(more=False), "lines.csv": bare(BARE.replace("Qty", "Opt-out"), "no")},
         refused="no_customer_column"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), [*CASES, *LEFT_OUT])
def test_orders_and_their_lines(files, want, holds):
    holds(files, want)
