"""Traps 27 to 32: overlaps, equal rows, the same file, repeated headers and columns."""

from __future__ import annotations

import gzip

import pytest

from intake.traps.cases import case, days_from, made, table

SHOP = "customer_id,date,amount"
ERP = "Rechnungsnr;Pos;Kd-Nr;Datum;Betrag"
DAYS = days_from("2024-01-01", 60)


def shop(first: int, last: int) -> list[str]:
    """Rows of days ``first`` to ``last``, one a day."""
    return [f"k{at % 11},{DAYS[at]},{at + 5}.00" for at in range(first, last)]


ORDER = "order_id,customer_id,date,amount"
OVERLAPS = [
    case("27 german, by key", {
        "rechnungen_01.csv": table(ERP, "1;1;a;05.01.2024;5,00", "1;2;a;05.01.2024;6,00",
                                   "2;1;b;28.01.2024;7,00"),
        "rechnungen_02.csv": table(ERP, "2;1;b;28.01.2024;7,00", "3;1;c;05.02.2024;8,00"),
    }, codes={"duplicate_line": 1}, warned={"duplicate_lines"}, total="26.00"),
    case("27 us, a week in both files without a key", {
        "orders_1.csv": table(SHOP, *shop(0, 31)), "orders_2.csv": table(SHOP, *shop(24, 60)),
    }, codes={"duplicate_line": 7}, warned={"duplicate_lines"}, good=60),
    case("27 a block pasted twice into one file",
         table(SHOP, *shop(0, 30), *shop(20, 30), *shop(30, 60)),
         codes={"duplicate_line": 10}, warned={"repeated_block"}, good=60, lines=[
             str(at) for at in range(32, 42)]),
    case("27 french, a whole file twice, with its header",
         table("Code client;Date;Montant", "a;25/01/2024;5,00", "b;26/01/2024;6,00",
               "c;27/01/2024;7,00", "Code client;Date;Montant", "a;25/01/2024;5,00",
               "b;26/01/2024;6,00", "c;27/01/2024;7,00"),
         codes={"duplicate_line": 3, "repeated_header": 1}, warned={"repeated_block"},
         total="18.00"),
    case("27 three times", table(SHOP, *(shop(0, 9) * 3)),
         codes={"duplicate_line": 18}, warned={"repeated_block"}, good=9),
    case("27 clean: months that touch", {
        "orders_1.csv": table(SHOP, *shop(0, 31)), "orders_2.csv": table(SHOP, *shop(31, 60)),
    }, good=60),
    case("27 clean: the same basket on other days",
         table(SHOP, *made(30, lambda at: f"k{at % 5},{DAYS[at // 5]},{at % 5 + 5}.00"))),
]  # fmt: skip

IDENTICAL = [
    case("28 us, two of one kind", table(SHOP, "a,2024-01-05,5", "a,2024-01-05,5",
         "b,2024-01-06,7"), warned={"identical_rows"}, says=("together 5",), good=3),
    case("28 german, pairs one behind the other",
         table("Kd-Nr;Datum;Betrag", *(row for at in range(1, 7)
               for row in [f"{at};{at + 12}.01.2024;{at},50"] * 2)),
         warned={"identical_rows"}, good=12),
    case("28 one order of several equal lines",
         table("order_id,customer_id,date,amount", "1,a,2024-01-05,5", "1,a,2024-01-05,5",
               "1,a,2024-01-05,7", "2,b,2024-01-05,5", "2,b,2024-01-05,4"),
         warned={"identical_rows"}, good=5),
    case("28 invoices of three equal seats",
         table(ORDER, *(f"R{at},c{at % 5},{DAYS[at]},9.50" for at in range(40) for _ in range(3))),
         warned={"identical_rows"}, good=120),
    case("28 one drink rung up twice", table(
        "order_id,product_id,customer_id,date,amount",
        *(f"R{at},p{line % 2},c{at % 5},{DAYS[at]},4.00" for at in range(30) for line in range(3))),
         warned={"identical_rows"}, good=90),
    case("28 clean: equal but for the time",
         table(SHOP, "a,2024-01-05 10:00,5", "a,2024-01-05 11:00,5")),
    case("28 clean: equal but for the product",
         table("customer_id,date,product,amount", "a,2024-01-05,p,5", "a,2024-01-05,q,5")),
]  # fmt: skip

TEXT = table(SHOP, *shop(0, 5))

TWICE = [
    case("29 csv", {"orders_1.csv": TEXT, "orders_2.csv": TEXT}, refused="same_content",
         says=("orders_1.csv",)),
    case("29 under another name and ending", {"umsatz.txt": TEXT, "umsatz (1).csv": TEXT},
         refused="same_content"),
    case("29 packed", {"a_orders.csv.gz": gzip.compress(TEXT.encode(), mtime=0),
                       "b_orders.csv.gz": gzip.compress(TEXT.encode(), mtime=0)},
         refused="same_content"),
    case("29 clean: one row more", {"orders_1.csv": table(SHOP, *shop(0, 5)),
                                    "orders_2.csv": table(SHOP, *shop(5, 6))}, good=6),
]  # fmt: skip

AUFTRAG = "Auftragsnr;Kundennr;Datum;Betrag;Status"
BASKET = "order_id,customer_id,date,amount,status"


def basket(first: int, end: int, status: str, changed: tuple[int, ...] = (), more: int = 0):
    """Return two lines for each order, one of them dearer by 1 where it was changed."""
    return [
        f"R{at},c{at % 5},{DAYS[at]},{10 + at + line + more + (at in changed) * line},{status}"
        for at in range(first, end)
        for line in (0, 1)
    ]


BASKETS = sum(21 + 2 * at for at in range(60))
CHANGED = [
    case("30 us, a status of later", {
        "orders_1.csv": table("order_id,customer_id,date,amount,status", "1,a,2024-01-05,5,open",
                              "2,a,2024-01-06,5,open"),
        "orders_2.csv": table("order_id,customer_id,date,amount,status", "2,a,2024-01-06,4,paid",
                              "3,a,2024-02-06,5,open"),
    }, codes={"older_version": 1}, warned={"older_versions"}, total="14.00"),
    case("30 german, lines of invoices", {
        "b_rechnungen.csv": table(ERP, "1;1;a;05.01.2024;5,00", "1;2;a;25.01.2024;6,00"),
        "a_rechnungen.csv": table(ERP, "1;2;a;25.01.2024;9,00", "2;1;a;25.02.2024;1,00"),
    }, codes={"older_version": 1}, warned={"older_versions"}, total="15.00"),
    case("30 french, cancelled later", {
        "commandes_1.csv": table("N° commande;Code client;Date;Montant;Statut",
                                 "1;a;05/01/2024;5,00;en cours", "2;b;25/01/2024;6,00;en cours"),
        "commandes_2.csv": table("N° commande;Code client;Date;Montant;Statut",
                                 "1;a;05/01/2024;5,00;payée", "3;b;25/02/2024;6,00;payée"),
    }, codes={"older_version": 1}, warned={"older_versions"}, total="17.00"),
    case("30 orders without line numbers, pasted twice",
         table(ORDER, *(
             f"R{at},c{at % 5},{DAYS[at]},{at + 5}.00" for at in (*range(40), *range(9)))),
         codes={"duplicate_line": 9}, warned={"duplicate_lines"}, good=40),
    case("30 a few orders, pasted twice",
         table(ORDER, *["R1,a,2024-01-05,5.00", "R2,b,2024-01-06,7.00"] * 2, "R3,a,2024-02-05,9.00",
               "R3,a,2024-02-05,9.00"),
         codes={"duplicate_line": 2}, warned={"duplicate_lines", "identical_rows"}, total="30.00"),
    case("30 clean: a refund in the next month", {
        "orders_1.csv": table(ORDER, "R0,b,2024-01-05,5", "R1,a,2024-01-31,100"),
        "orders_2.csv": table(ORDER, "R2,b,2024-02-05,20", "R1,a,2024-02-10,-100"),
    }, total="25.00"),
    case("30 clean: contracts that pay every month", {
        f"orders_{month}.csv": table(ORDER, *(
            f"K{at},c{at},2024-0{month}-{at + 1:02d},9.00" for at in range(9)))
        for month in (1, 2, 3)
    }, warned={"numbers_go_on"}, total="243.00"),
    case("30 a correction of the days that both files hold", {
        "orders_1.csv": table(ORDER, "R0,b,2024-01-05,5", "R1,a,2024-01-31,100"),
        "orders_2.csv": table(ORDER, "R2,b,2024-01-30,20", "R1,a,2024-02-01,90"),
    }, codes={"older_version": 1}, warned={"older_versions"}, total="115.00"),
    case("30 german, cancelled later", {
        "auftraege_01.csv": table(AUFTRAG, "1;a;05.01.2024;5,00;Offen",
                                  "2;b;25.01.2024;6,00;Offen"),
        "auftraege_02.csv": table(AUFTRAG, "2;b;25.01.2024;6,00;Storniert",
                                  "3;b;25.02.2024;7;Offen"),
    }, codes={"older_version": 1, "cancelled": 1}, warned={"older_versions"}, total="12.00"),
    case("30 clean: cancelled before, and taken up again", {
        "auftraege_01.csv": table(AUFTRAG, "1;a;05.01.2024;5,00;Offen",
                                  "2;b;25.01.2024;6,00;Storniert"),
        "auftraege_02.csv": table(AUFTRAG, "2;b;25.01.2024;6,00;Offen", "3;b;25.02.2024;7;Offen"),
    }, codes={"cancelled": 1}, total="18.00"),
    case("30 lines of orders without a number of the line, of which two changed", {
        "sales_1.csv": table(BASKET, *basket(0, 40, "open")),
        "sales_2.csv": table(BASKET, *basket(30, 60, "open", changed=(32, 35))),
    }, codes={"older_version": 2, "duplicate_line": 18},
         warned={"older_versions", "duplicate_lines"}, total=f"{BASKETS + 2:.2f}"),
    case("30 lines of orders whose status went on", {
        "sales_1.csv": table(BASKET, *basket(0, 40, "processing")),
        "sales_2.csv": table(BASKET, *basket(30, 60, "completed")),
    }, codes={"older_version": 20}, warned={"older_versions"}, total=f"{BASKETS:.2f}"),
    case("30 clean: the other half of each order", {
        "food.csv": table(BASKET, *basket(0, 40, "paid")),
        "drinks.csv": table(BASKET, *basket(0, 40, "paid", more=100)),
    }, warned={"orders_in_parts"}, good=160),
    case("30 lines whose rep was renamed, without a number of the order", {
        f"until_{month}.csv": table("customer_id,date,amount,rep", *(
            f"c{at % 7},{DAYS[at]},{at + 5}.00,{rep}" for at in range(month * 20)))
        for month, rep in ((1, "Kim"), (2, "Lee"))
    }, codes={"older_version": 20}, warned={"older_versions"}, total="980.00"),
    case("30 corrected, without a number of the order", {
        "a.csv": table(SHOP, *(f"c{at % 7},{DAYS[at]},{at + 5}.00" for at in range(40))),
        "a_korrigiert.csv": table(SHOP, *(
            f"c{at % 7},{DAYS[at]},{at + 5 + (at == 9)}.00" for at in range(40))),
    }, codes={"duplicate_line": 39}, warned={"duplicate_lines", "orders_gone"}, total="995.00"),
    case("30 a workbook that lost the zeros of its numbers", {
        "a.csv": table(ORDER, *(f"{at:05d},c{at % 5},{DAYS[at]},{at + 5}" for at in range(1, 41))),
        "b.csv": table(ORDER, *(f"{at},c{at % 5},{DAYS[at]},{at + 5}" for at in range(1, 60))),
    }, codes={"older_version": 40}, warned={"older_versions"}, good=59),
    *(case(f"{told} beside invoices", {
        "invoices.csv": table(ORDER, *(f"R{at},c{at % 5},{DAYS[at]},{at + 5}" for at in range(40))),
        f"{told}.csv": table(ORDER, *(
            f"L{at},c{(at + other) % 5},{DAYS[at + 2]},{at + 5}" for at in range(40)))},
        warned=warned, good=80) for told, other, warned in (
            ("delivered", 0, {"same_sales"}), ("clean: shop", 1, set()))),
    *(case(f"30 a newer file of the last months {told}", {
        "sales_2023.csv": table(ORDER, *(
            f"R{at},c{at % 5},{DAYS[at]},{at + 5}" for at in range(50))),
        "sales_2024.csv": table(ORDER, *(
            f"R{at},c{at % 5},{DAYS[at]},{at + 5}" for at in range(20, 60) if at not in without))},
        codes={"duplicate_line": 30 - len(without)}, warned={"duplicate_lines", *warned}, good=60)
        for told, without, warned in (
            ("lacks two orders", (33, 41), {"orders_gone"}), ("clean: has all", (), set()))),
    *(case(f"30 months {told} of the new numbers of a system", {
        "sales_2023.csv": table(ORDER, *(
            f"R{at},c{at % 5},{DAYS[at]},{at + 5}" for at in range(50))),
        "sales_2024.csv": table(ORDER, *(
            f"N{at},c{(at + other) % 5},{DAYS[at]},{at + 5}" for at in range(20, 60)))},
        warned=warned, good=90) for told, other, warned in (
            ("again", 0, {"same_sales"}), ("clean: of others", 1, set()))),
    case("the same order in two files is no order of several lines", {
        f"changed_{month}.csv": table(f"{ORDER},status", *(
            f"R{at},c{at % 5},{DAYS[at]},{at + 5},{status}" for at in range(20 * month)))
        for month, status in ((1, "open"), (2, "paid"))
    }, codes={"older_version": 20}, warned={"older_versions"}, good=40),
    case("an order that a newer file gives another customer is no order of several lines", {
        f"changed_{month}.csv": table(ORDER, *(
            f"R{at},c{(at + month) % 5},{DAYS[at]},{at + 5}" for at in range(20 * month)))
        for month in (1, 2)
    }, codes={"older_version": 20}, warned={"older_versions"}, good=40),
    case("30 exported again: the later day in the name counts, whatever its first number", {
        f"sales exported {day}.csv": table(ORDER, *(
            f"R{at},c{at % 5},{DAYS[at]},{at + 5 + (at == 7) * more}" for at in range(40)))
        for day, more in (("15.03.2024", 0), ("02.04.2024", 1))
    }, codes={"older_version": 1, "duplicate_line": 39},
         warned={"older_versions", "duplicate_lines"}, total="981.00",
         says=("'sales exported 02.04.2024.csv' in place of",)),
    case("30 exported again: the second download counts", {
        "sales_03.csv": table(ORDER, *(f"R{at},c{at % 5},{DAYS[at]},{at + 5}" for at in range(40))),
        "sales_03 (1).csv": table(ORDER, *(
            f"R{at},c{at % 5},{DAYS[at]},{at + 5 + (at == 7)}" for at in range(39))),
    }, codes={"older_version": 1, "duplicate_line": 38},
         warned={"older_versions", "duplicate_lines", "orders_gone"}, total="981.00"),
    case("30 clean: other orders", {
        "orders_1.csv": table("order_id,customer_id,date,amount", "1,a,2024-01-05,5"),
        "orders_2.csv": table("order_id,customer_id,date,amount", "2,a,2024-02-05,6"),
    }, good=2),
]  # fmt: skip

HEADERS = [
    case("31 us", table(SHOP, "a,2024-01-05,5", SHOP, "b,2024-01-06,6"),
         codes={"repeated_header": 1}, lines=["3"]),
    case("31 german, with quotes", table('"Kd-Nr";"Datum";"Betrag"', "1;25.01.2024;5,00",
         '"Kd-Nr";"Datum";"Betrag"', "2;26.01.2024;5,00"), codes={"repeated_header": 1}),
    case("31 spanish, twice", table("Nº Cliente|Fecha|Importe", "1|25/01/2024|5,00",
         "Nº Cliente|Fecha|Importe", "Nº Cliente|Fecha|Importe"), codes={"repeated_header": 2}),
    case("31 clean: a customer called Date", table("Customer,Date,Amount", "Date,2024-01-05,5",
         "Amount,2024-01-06,6"), good=2),
    case("32 us, the amount", table("customer_id,date,amount,amount", "a,2024-01-05,1,2"),
         refused="duplicate_column", says=("amount = 3", "amount = 4")),
    case("32 german, the customer", table("Kd-Nr;Kd-Nr;Datum;Betrag", "1;2;25.01.2024;5,00"),
         refused="duplicate_column"),
    case("32 french, the date", table("Code client;Date;Date;Montant",
         "1;25/01/2024;26/01/2024;5,00"), refused="duplicate_column"),
    case("32 clean: a column that nobody needs", table("customer_id,date,amount,x,x",
         "a,2024-01-05,1,2,3"), good=1),
]  # fmt: skip


BACK = "order_id;customer_id;date;amount;status"
BILLS = [f"R{at};c{at % 5};{DAYS[at]};{at + 5};{'storniert' if at % 9 == 3 else 'bezahlt'}"
         for at in range(40)]  # fmt: skip


def backs(of: tuple[int, ...], more: int = 0):
    """Return a negative line for some bills, of their amount or of another one."""
    return [f"R5{at:02d};c{at % 5};{DAYS[at + 1]};-{at + 5 + more};bezahlt" for at in of]


REVERSED = [
    case("19 german, cancelled and credited", table(BACK, *BILLS, *backs((3, 12, 21, 30))),
         codes={"cancelled": 5, "reversal": 4}, warned={"reversals"}, total="850.00"),
    case("19 one of many may be a return", table(BACK, *BILLS, *backs((3,))),
         codes={"cancelled": 5}, warned={"reversals_kept"}, total="842.00"),
    case("19 of one, by its number", table(BACK, *BILLS, f"R3;c3;{DAYS[9]};-8;bezahlt"),
         codes={"cancelled": 5, "reversal": 1}, warned={"reversals"}, total="850.00"),
    case("19 clean: returns of something else", table(BACK, *BILLS, *backs((3, 12, 21), more=1)),
         codes={"cancelled": 5}, total="796.00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "want"), REVERSED + OVERLAPS + IDENTICAL + TWICE + CHANGED + HEADERS
)
def test_what_stands_twice_counts_once(holds, files, want):
    holds(files, want)
