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


def numbered(header: str, *numbers, n: int = 12, amount=lambda at, _: f"{at + 1}.50") -> str:
    """``n`` orders of two lines under numbers of one's own, or under none."""
    return table(f"{header}Customer ID,Order date,Product ID,Order Total", *(
        ",".join([*(number.format(at, at // 3) for number in numbers),
                  f"C{at % 4},2024-01-{at + 1:02d},P{line},{amount(at, line)}"])
        for at in range(n) for line in range(2)
    ))  # fmt: skip


QUANTITIES = "customer_id,date,Menge,Betrag"
REFUNDS = "customer_id,date,Total,Refunded Amount"

TOLD = [
    case("an order's total on its lines, said by the header",
         orders("Order Total", 3, lambda at, _: f"{at + 1}.50"),
         warned={"order_total_on_lines"}, total="15.00", says=("Order Total", "all 3 orders")),
    case("an order's total on its lines, proved",
         orders("Order Total", 25, lambda at, _: f"{at}.50"),
         warned={"order_total_once"}, total="312.50", says=("all 25 orders",)),
    case("proved, and said to be of the line", {
        "orders.csv": orders("Order Total", 25, lambda at, _: f"{at}.50"),
        "columns.toml": '[transactions]\namount_per = "line"\n'}, total="625.00"),
    case("clean: a column called so whose lines differ in an order",
         orders("Order Total", 25, lambda at, line: f"{at + 1}.{line}0"), total="652.50"),
    case("an order's total on its lines, by many orders",
         orders("Amount", 12, lambda at, _: f"{at + 1}.50", lines=3),
         warned={"order_total_on_lines"}, says=("Amount", "all 12 orders")),
    case("an order's total on its lines, under two numbers of one order",
         numbered("Invoice ID,Invoice Number,", "{0}", "INV-{0}"), warned={"order_total_on_lines"}),
    case("an order's total on its lines, under the receipt's number",
         numbered("Receipt,", "{0}"), warned={"order_total_on_lines"}),
    case("an order's total on its lines, without a number of the order", numbered(""),
         warned={"order_total_on_lines"}, says=("12 days on which a customer", "as order_id")),
    case("what it says to do without a number is done", {
        "orders.csv": numbered("Key,", "{0}"),
        "columns.toml": '[transactions]\norder_id = "Key"\namount_per = "order"\n',
    }, total="84.00"),
    case("a quantity below 0, an amount above",
         table(QUANTITIES, "a,2024-01-05,2,20", "a,2024-01-06,-2,20", "b,2024-01-07,1,10"),
         warned={"unsigned_quantities"}, total="50.00", says=("1 of 3", "Menge")),
    case("money that went back in a column of its own",
         table(REFUNDS, "a,2024-01-05,20,5.00", "b,2024-01-07,10,0.00"),
         warned={"refunds_beside"}, total="30.00", says=("Refunded Amount", "'Total'")),
]  # fmt: skip

BARE = "Customer ID,Order date,Qty,Unit Price"
PRICES = BARE + ",{}"


def priced(header: str, beside, n: int = 12) -> str:
    """``n`` lines without an amount; the last column is made of the price and the line."""
    return table(PRICES.format(header), *(
        f"C{at % 4},2024-01-{at + 1:02d},{at % 3 + 1},10.00,{beside(at)}" for at in range(n)
    ))  # fmt: skip


TOLD += [
    case("a share as discount beside the price", priced("Discount", lambda at: 0.25 * (at % 2)),
         warned={"discount_beside"}, total="240.00",
         says=("6 of 12", "'Qty x Unit Price'", "12.5% of it")),
    case("percents as discount", priced("Rabatt %", lambda at: 25 * (at % 2)),
         warned={"discount_beside"}, says=("12.5% of it",)),
    case("money as discount", priced("Discount Amount", lambda at: f"{3 * (at % 2)}.00"),
         warned={"discount_beside"}, says=("7.5% of it",)),
    case("a discount of which nobody knows what it counts",
         priced("Remise", lambda at: 5 * (at % 2)), warned={"discount_beside"},
         says=("before discounts. Export",)),
    case("a price after discounts beside the price",
         priced("NetPrice", lambda at: f"{10 - at % 2}.00"),
         refused="two_candidates", says=('unit_price = "NetPrice"', 'unit_price = "Unit Price"')),
    *(
        case(f"a price for many pieces: {header}", priced(header, lambda at: 100 if at % 2 else 1),
             refused="price_per_pieces",
             says=("6 of 12", "for 100 pieces", f'ignore = ["{header}"]'))
        for header in ("Preiseinheit", "PE", "Price per", "Unité de prix")
    ),
    case("a price for many pieces, which is for one", {
        "a.csv": priced("Preiseinheit", lambda at: 100),
        "columns.toml": '[transactions]\nignore = ["Preiseinheit"]\n'}, total="240.00"),
    case("clean: prices for one piece", priced("Preiseinheit", lambda at: 1), total="240.00"),
    case("clean: a unit in words", priced("Preiseinheit", lambda at: "EUR"), total="240.00"),
    case("clean: the money of a line beside the price for many pieces",
         table("Customer ID,Order date,Qty,Unit Price,Preiseinheit,Amount",
               "a,2024-01-05,200,5.00,100,10.00", "b,2024-01-06,100,5.00,100,5.00"), total="15.00"),
    case("a quantity and a price below 0",
         table(BARE, "a,2024-01-05,2,5.00", "a,2024-01-06,-2,-5.00"),
         warned={"unsigned_quantities"}, total="20.00", says=("signs cancel out",)),
    case("a quantity and a price below 0, answered", {
        "a.csv": table(BARE, "a,2024-01-05,2,5.00", "a,2024-01-06,-1,-5.00"),
        "columns.toml": '[transactions]\namount_sign = "quantity"\n'}, total="5.00"),
    case("clean: a quantity below 0 and its price",
         table(BARE, "a,2024-01-05,2,5.00", "a,2024-01-06,-1,5.00"),
         total="5.00"),
    case("money of a line after discounts beside the price",
         priced("Net Price", lambda at: f"{9 * (at % 3 + 1)}.00"),
         refused="two_candidates", says=('amount = "Net Price"',)),
]  # fmt: skip

SUPERMARKET = "TRANSACTION_DT,CUSTOMER_ID,PRODUCT_ID,AMOUNT,{}"


def one_or_two(at: int) -> int:
    return 1 + at // 6 % 2


def pieces(header: str, money, amount=one_or_two, answer: str = "") -> dict[str, str]:
    """Lines of ones and twos, of six products; the last column is made of the line."""
    told = {"orders.csv": table(SUPERMARKET.format(header), *(
        f"2024-01-{at % 28 + 1:02d},C{at % 4},P{at % 6},{amount(at)},{money(at)}"
        for at in range(40)
    ))}  # fmt: skip
    return told | ({"columns.toml": f"[transactions]\n{answer}\n"} if answer else {})


def of_line(at: int) -> int:
    return one_or_two(at) * (20 + at % 6)


TOLD += [
    case("an amount that counts pieces beside the money of a line",
         pieces("SALES_PRICE", of_line), refused="two_candidates",
         says=("'AMOUNT' looks like a number of pieces", "grows with them (6 products)",
               'amount = "SALES_PRICE"  # the money of a line\nor\nquantity = "AMOUNT"')),
    case("an amount that counts pieces beside the price of one",
         pieces("SALES_PRICE", lambda at: 20 + at % 6), refused="two_candidates",
         says=("stays the same (6 products)", 'quantity = "AMOUNT"  # \'SALES_PRICE\' is the')),
    case("an amount that counts pieces, of which one line has none",
         pieces("SALES_PRICE", of_line, amount=lambda at: one_or_two(at) * (at != 3)),
         refused="two_candidates"),
    case("an amount that counts pieces beside a total", pieces("Total", of_line),
         refused="two_candidates", says=('amount = "Total"', "40 of 40")),
    case("the money of a line, as it says to do",
         pieces("SALES_PRICE", of_line, answer='amount = "SALES_PRICE"'), total="1301.00"),
    case("pieces times the price, as it says to do",
         pieces("SALES_PRICE", lambda _: 20, answer='quantity = "AMOUNT"'), total="1160.00"),
    case("what is owed as the only amount", table("Customer ID,Invoice date,Invoice no,Amount Due",
         *(f"C{at % 4},2024-01-{at + 1:02d},R{at},{20 * (at % 2)}.00" for at in range(12))),
         refused="balance_as_amount", says=("6 of the first 12", 'amount = "Amount Due"')),
]  # fmt: skip

CLEAN = [
    case("clean: whole money beside a price below it",
         pieces("SALES_PRICE", lambda at: f"{0.5 + at % 3 / 4:.2f}"), total="58.00"),
    case("clean: money beside a price",
         pieces("SALES_PRICE", lambda at: f"{9 + at}.00", of_line), total="1301.00"),
    case("clean: pieces have their own column",
         pieces("Quantity,Price", lambda at: f"1,{9 + at}.00"), total="58.00"),
    case("clean: ones and twos as an analyst says",
         pieces("Total", of_line, answer='amount = "AMOUNT"'), total="58.00"),
    case("clean: what is owed beside the total", table("Customer ID,Invoice date,Total,Amount Due",
         *(f"C{at % 4},2024-01-{at + 1:02d},20.00,{20 * (at % 2)}.00" for at in range(12))),
         total="240.00"),
    case("clean: the amount due of whole invoices", table("Customer ID,Invoice date,Amount Due",
         *(f"C{at % 4},2024-01-{at + 1:02d},{at + 20}.00" for at in range(12))), total="306.00"),
    case("clean: no discount on any line", priced("Discount", lambda _: "0.00"), total="240.00"),
    case("clean: prices after the discount already", {
        "orders.csv": priced("Discount", lambda at: 0.25 * (at % 2)),
        "columns.toml": '[transactions]\nignore = ["Discount"]\n',
    }, total="240.00"),
    case("clean: a discount beside an amount",
         priced("Discount,Amount", lambda at: f"{0.25 * (at % 2)},7.50"), total="90.00"),
    case("clean: both prices are one", priced("Net Price", lambda _: "10.00"), total="240.00"),
    case("clean: a price that the analyst chose", {
        "orders.csv": priced("Net Price", lambda _: "9.00"),
        "columns.toml": '[transactions]\nunit_price = "Unit Price"\n',
    }, total="240.00"),
    case("clean: lines of their own amounts",
         orders("Order Total", 12, lambda at, line: f"{at + line + 1}.50")),
    case("clean: two numbers of which one speaks for several of the other",
         numbered("Invoice ID,Invoice Number,", "{1}", "{0}", amount=lambda *both: sum(both) + 1),
         warned={"two_columns_fit"}),
    case("clean: what a customer buys on a day differs",
         numbered("", amount=lambda at, line: f"{at + line + 1}.50")),
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
