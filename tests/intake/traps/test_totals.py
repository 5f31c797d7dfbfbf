"""Traps 33 to 35: totals, and text above and below the table."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, table

SHOP = "customer_id,date,amount"
ERP = "Kd-Nr;Datum;Betrag"


def summed(last) -> str:
    """Four groups of three orders of one customer, each closed by a row without a number."""
    rows = [
        f"C{group},2024-0{group + 1}-{at + 1:02d},{group * 10 + at + 1}.50,O{group}{at}"
        if at < 3 else f"C{group},2024-0{group + 1}-28,{last(group * 30 + 7.5):.2f},"
        for group in range(4) for at in range(4)
    ]  # fmt: skip
    return table("Customer ID,Order date,Amount,Order no", *rows)


def monthly(kind: str) -> str:
    """Five months of lines, each closed by a row that looks like any other, and is a sum."""
    rows, so_far, own = [], 0, 0
    for at in range(30):
        month, last = at // 6 + 1, at % 6 == 5
        cents = (own if kind == "sums" else so_far) if last else 1000 + 137 * at
        own, so_far = (0, so_far) if last else (own + cents, so_far + cents)
        rows.append(f"C{at % 4},R{at},2024-{month:02d}-{4 * (at % 6) + 3:02d},{cents / 100:.2f}")
    return table("Customer ID,Order no,Date,Amount", *rows)


def in_groups(words: str, *, head: str = ERP, line: str = "{name};{day};{money},00") -> str:
    """Three groups of lines, each closed by a dated row of its sum, then the sum of all."""
    rows, so_far, at = [], 0, 0
    for group in range(3):
        for money in (5, 7 + group, 20 * (group == 1)):
            if money:
                at, so_far = at + 1, so_far + money
                day = f"2{at}.0{group + 1}.2024"
                rows.append(line.format(name=f"K{at % 4}", day=day, money=money, n=at))
        money = 12 + group + 20 * (group == 1)
        name = words.format(group + 1)
        rows.append(line.format(name=name, day=f"28.0{group + 1}.2024", money=money, n=""))
    rows.append(line.format(name=words.format("all"), day="28.03.2024", money=so_far, n=""))
    return table(head, *rows)


#: Of groups, each behind its lines; those of a month may be called alike in all of them.
SUBTOTALS = ("Zwischensumme 0{}/2024", "Total janvier {}", "Summe K{}", "Sous-total Paris {}",
             "Total: {}", "Gesamt-Summe {}", "Monatssumme {}", "Sum of {} rows", "Suma {}",
             "Monatssumme", "Zw.-Summe", "Month total")  # fmt: skip
DATED = [
    case(f"33 dated subtotals: {words}", in_groups(words), codes={"total_row": 4}, total="59.00")
    for words in SUBTOTALS[:3]
] + [
    case("33 dated subtotals without a number of the order", in_groups("Summe K{}",
         head="Kd-Nr;Datum;Betrag;Belegnr", line="{name};{day};{money},00;{n}"),
         codes={"total_row": 4}, total="59.00"),
    case("33 dated subtotals in place of the number of the order", in_groups("Summe K{}",
         head="Belegnr;Kd-Nr;Datum;Betrag", line="{name};C{money};{day};{money},00"),
         codes={"total_row": 4}, total="59.00"),
    case("33 dated subtotals in a first column that is not read", in_groups("Summe K{}",
         head="Zeile;Kd-Nr;Datum;Betrag", line="{name};C{money};{day};{money},00"),
         codes={"total_row": 4}, total="59.00"),
    case("33 a subtotal of firms, one of which is called so", table(ERP,
         "Total SA;21.01.2024;5,00", "Ohm GmbH;22.01.2024;6,00", "Total Ohm GmbH;31.01.2024;11,00"),
         codes={"total_row": 1}, total="11.00"),
    case("33 dated totals of which no row is the sum", table(ERP, "1;21.01.2024;5,00",
         "2;22.01.2024;6,00", "Summe 01/2024;31.01.2024;99,00", "Summe 02/2024;28.02.2024;98,00"),
         warned={"looks_like_total"}, total="208.00", says=("2 rows begin", "('Summe')")),
    case("33 a subtotal of a firm, with another sum", table(ERP, "Ohm GmbH;21.01.2024;5,00",
         "2;22.01.2024;6,00", "Summe Ohm GmbH;31.01.2024;99,00"),
         warned={"looks_like_total"}, total="110.00", says=("1 row begins",)),
    case("33 clean: firms called so", table(ERP, "Total SA;21.01.2024;5,00", "2;22.01.2024;6,00",
         "Summe Bau GmbH;31.01.2024;99,00", "Total SA;28.02.2024;5,00"), total="115.00"),
    case("33 clean: customers called so, with numbers of their own", table(
         "Belegnr;Kd-Nr;Datum;Betrag", "1;Total Fitness;21.01.2024;5,00", "2;7;22.01.2024;6,00",
         "3;Total Fitness;23.01.2024;11,00", "4;Saldo Bar;24.01.2024;8,00"), total="30.00"),
    case("33 clean: numbers that begin so", table("Belegnr;Kd-Nr;Datum;Betrag",
         "SUM-1;TOTAL-1;21.01.2024;5,00", "SUM-2;TOTAL-2;22.01.2024;6,00",
         "SUM-3;TOTAL-3;23.01.2024;11,00", "SUM-4;TOTAL-4;24.01.2024;9,00"), total="31.00"),
]  # fmt: skip


def billed(n: int, total, first: bool = False) -> str:
    """Return invoices of two or three articles, each with a line of its total."""
    rows = []
    for at in range(n):
        parts = [7.5 + at + 2 * line * line for line in range(2 + at % 2)]
        lines = [f"Artikel {line};{part:.2f}" for line, part in enumerate(parts)]
        lines.insert(0 if first else len(lines), f"Rechnung;{total(sum(parts)):.2f}")
        rows += [f"R{at};C{at % 5};2024-01-{at % 28 + 1:02d};{line}" for line in lines]
    return table("Rechnungsnr;Kundennr;Datum;Bezeichnung;Betrag", *rows)


INVOICES = [
    *(case(f"34 each invoice has its total, first: {first}", billed(20, float, first),
           codes={"total_row": 20}, warned={"invoice_totals"}, total="975.00", good=50)
      for first in (False, True)),
    *(
        case(f"34 {kind} of months with a number and a customer", monthly(kind),
             warned={"looks_like_total"}, says=("5 rows have the sum",))
        for kind in ("sums", "running sums")
    ),
    case("34 clean: prices of a list that meet sums by chance",
         table("Customer ID,Order no,Date,Amount", *(
        f"C{at % 5},R{at},2024-{at % 12 + 1:02d}-{at % 28 + 1:02d},{(10, 10, 20, 5, 15)[at % 5]}.00"
        for at in range(60)))),
    case("34 three of three", billed(3, float), warned={"looks_like_total"}, good=10),
    case("34 clean: articles that are as much or not", billed(20, lambda x: x + (x > 20)), good=70),
]  # fmt: skip

BALANCES = ("Saldovortrag", "Balance brought forward", "Opening balance", "Endsaldo",
            "Report à nouveau", "Saldo anterior", "Anfangssaldo", "Saldovortrag 2023",
            "Carried forward", "Übertrag", "Solde d'ouverture")  # fmt: skip
TOTALS = [
    case("33 german", table(ERP, "1;25.01.2024;5,00", "2;26.01.2024;6,00", "Summe;;11,00"),
         codes={"total_row": 1}, total="11.00"),
    case("33 us, subtotals by customer", table(SHOP, "a,2024-01-05,5", "a,2024-01-06,6",
         "Subtotal a,,11", "b,2024-01-07,2", "Subtotal b,,2", "Grand total,,13"),
         codes={"total_row": 3}, total="13.00", lines=["4", "6", "7"]),
    case("33 french, with currency", table("Code client;Date;Montant", "1;25/01/2024;5,00",
         "Total général (EUR);;5,00", "TOTAL €;;5,00"), codes={"total_row": 2}),
    case("33 spanish, the word in the date", table("Nº Cliente;Fecha;Importe",
         "1;25/01/2024;5,00", ";Suma total:;5,00"), codes={"total_row": 1}),
    case("33 german, a subtotal with id and date", table("Kd-Nr;Datum;Artikel;Betrag",
         "1;25.01.2024;Stuhl;5,00", "1;25.01.2024;Zwischensumme;5,00"), codes={"total_row": 1}),
    case("33 german, a pivot", table(ERP, "1;25.01.2024;5,00", "Gesamtergebnis;;5,00"),
         codes={"total_row": 1}),
] + [
    case(f"33 a balance: {words}", table(ERP, f"{words};01.01.2024;900,00", "1;25.01.2024;5,00"),
         codes={"total_row": 1}, total="5.00")
    for words in BALANCES[:2]
] + [
    case("33 a balance of a customer, by its product", table("Kd-Nr;Datum;Artikel;Betrag",
         "1;01.01.2024;Saldovortrag;900,00", "1;25.01.2024;Stuhl;5,00"), codes={"total_row": 1},
         total="5.00"),
] + [
    case(f"33 a balance of a customer, by its {head}", table(f"Kd-Nr;Datum;{head};Betrag",
         f"1;01.01.2024;{words};500,00", "1;25.01.2024;Rechnung 7;5,00"), codes={"total_row": 1},
         total="5.00")
    for head, words in {
        "Text": "Saldovortrag", "Buchungstext": "SALDOVORTRAG 01.01.2024", "Vorgang": "EB-Wert",
        "Description": "Opening balance", "Memo/Description": "Balance forward",
        "Libellé": "Report à nouveau", "Concepto": "Saldo anterior:",
    }.items()
] + [
    case("33 a balance that was said to be an order", {
        "orders.csv": table("Kd-Nr;Datum;Text;Betrag", "1;01.01.2024;Saldovortrag;500,00",
                            "1;25.01.2024;Rechnung 7;5,00"),
        "columns.toml": '[transactions]\nignore = ["Text"]\n',
    }, total="505.00"),
    case("33 clean: texts that hold a balance", table("Kd-Nr;Datum;Text;Betrag",
         "1;21.01.2024;Saldovortrag bezahlt;5,00", "2;02.01.2024;Total Care;6,00",
         "3;03.01.2024;Vortrag;7,00", "1;05.01.2024;Saldo;2,00"), total="20.00"),
    case("33 clean: a branch of that name", table("Kd-Nr;Datum;Filiale;Betrag",
         "1;21.01.2024;Übertrag;5,00", "2;02.01.2024;Mitte;6,00"), total="11.00"),
    case("33 clean: customers whose names hold a balance", table("Customer,Date,Amount",
         "New Balance,2024-01-05,5", "Balance Yoga,2024-01-06,7", "Saldo GmbH,2024-01-07,9",
         "Soldera,2024-01-08,1", "Forward Ltd,2024-01-09,1"), total="23.00"),
    case("33 clean: customers whose names hold the word", table("Customer,Date,Amount",
         "Total Energies,2024-01-05,5", "TOTAL SAS,2024-01-06,7", "Summers Ltd,2024-01-07,9",
         "Gesamtverband,2024-01-08,1")),
    case("33 a sum without an id is set aside for want of it",
         table(SHOP, "a,2024-01-05,5", "b,2024-01-06,6", ",2024-01-31,11"),
         codes={"no_customer": 1}, warned={"rows_without_customer", "sums_of_rows_above"},
         says=("1 row without a customer id is the sum",)),
    case("33 sums of groups without an id, and of all; one sale without",
         table(SHOP, "a,2024-01-05,5", "b,2024-01-06,6", ",2024-01-31,11", ",2024-02-01,2.50",
               "a,2024-02-05,1", "b,2024-02-06,2", ",2024-02-28,3", ",2024-02-28,14"),
         codes={"no_customer": 4}, total="14.00", warned={"rows_without_customer",
         "sums_of_rows_above", "money_without_customer"}, says=("3 rows without", "hold 2.50 in")),
    case("33 a sale without an id, and a total that is known by its word",
         table("order_id,customer_id,date,amount", "1,a,2024-01-05,5", "2,b,2024-01-06,6",
               "3,,2024-01-31,2.50", "Total,,,11"),
         codes={"no_customer": 1, "total_row": 1}, total="11.00",
         warned={"rows_without_customer", "money_without_customer"}, says=("hold 2.50 in",)),
    case("34 clean: sales without an order beside totals known by their word",
         table("order_id,customer_id,date,amount", *(
             line for at in range(1, 5) for line in (
                 f"R{at},a,2024-01-{at:02d},5", f"S{at},b,2024-01-{at:02d},6", ",Total,,11")),
             ",a,2024-02-01,2", ",b,2024-02-02,3", ",c,2024-02-03,4"),
         codes={"total_row": 4}, total="53.00"),
    case("33 clean: sales without an id are no sums",
         table(SHOP, "a,2024-01-05,5", "b,2024-01-06,6", ",2024-01-31,10.99", "a,2024-02-05,1",
               ",2024-02-06,1"), codes={"no_customer": 2}, total="12.00",
         warned={"rows_without_customer", "money_without_customer"}),
    case("34 sums of groups without a number of the order", summed(lambda total: total),
         warned={"looks_like_total"}, says=("4 rows have no number of an order",)),
    case("34 clean: sales without a number of the order", summed(lambda total: total + 1)),
    case("34 us", table(SHOP, "a,2024-01-05,1", "b,2024-01-06,2", "c,2024-01-07,4",
         "d,2024-01-08,7"), warned={"looks_like_total"}, good=4),
    case("34 german, to the cent", table(ERP, "1;25.01.2024;1,11", "2;26.01.2024;2,22",
         "3;27.01.2024;4,44", "1;28.01.2024;7,77"), warned={"looks_like_total"}, total="15.54"),
    case("34 a row set aside counts into the sum", table(SHOP, "a,2024-01-05,1", "b,2024-01-06,2",
         ",2024-01-07,4", "d,2024-01-08,7"), codes={"no_customer": 1},
         warned={"looks_like_total", "rows_without_customer", "money_without_customer"}),
    case("34 clean: nearly the sum", table(SHOP, "a,2024-01-05,1", "b,2024-01-06,2",
         "c,2024-01-07,4", "d,2024-01-08,7.01")),
    case("34 clean: three rows", table(SHOP, "a,2024-01-05,1", "b,2024-01-06,2", "c,2024-01-07,3")),
]  # fmt: skip

REMARKS = ("Report run", "Record count:", "Exported by", "Stand:", "Stand 01.03.2024",
           "Druckdatum", "Anzahl Datensätze", "Anzahl Belege", "Nombre de lignes",
           "Date d'édition", "Número de registros", "Fecha de emisión")  # fmt: skip
AROUND = [
    case("35 german erp", table("Umsatzliste 2024", "Mandant;Musterhaus", "", ERP,
         "1;25.01.2024;5,00", ";26.01.2024;6,00", "", "Erstellt von SAP am 01.02.2024"),
         codes={"no_customer": 1, "footer": 1}, lines=["6", "8"], good=1,
         warned={"rows_without_customer", "money_without_customer"}),
    case("35 us, a quoted line break above and a footer", table('"Sales\nReport",,', "", SHOP,
         "a,2024-01-05,5", "bad,never,6", "Generated by export,,"),
         codes={"bad_date": 1, "footer": 1}, lines=["6", "7"]),
    case("35 french, filters above", table("Rapport;;", "Période : 2024;;",
         "Code client;Date;Montant", "1;25/01/2024;5,00", "Fin du rapport;;"),
         codes={"footer": 1}, lines=["5"]),
    case("35 windows line ends", table("Report", "", SHOP, "a,2024-01-05,5", "b,,6", end="\r\n"),
         codes={"no_date": 1}, lines=["5"]),
    *(case(f"35 a remark that looks like a row: {words}", table("Customer,Date,Amount",
         "a,2024-01-05,5", "b,2024-01-06,7", f"{words},2024-03-01,2"), codes={"footer": 1},
         total="12.00", lines=["4"])
      for words in REMARKS[:2]),
    case("35 clean: customers whose names hold such words", table("Customer,Date,Amount",
         "Stand,2024-01-05,5", "Report Run Media,2024-01-06,7", "Count,2024-01-07,1",
         "Print Date Ltd,2024-01-08,1", "Stand 21 GmbH,2024-01-09,1", "Zahl & Co,2024-01-10,1"),
         total="16.00"),
    case("35 clean: a table alone", table(SHOP, "a,2024-01-05,5"), good=1),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), INVOICES + TOTALS + DATED + AROUND)
def test_totals_and_remarks_are_no_orders(holds, files, want):
    holds(files, want)


def test_subtotals_of_groups_by_any_word_are_set_aside_and_no_other_row(check):
    blocks = [in_groups(words).splitlines() for words in SUBTOTALS]
    found = check({"orders.csv": table(blocks[0][0], *(row for one in blocks for row in one[1:]))})
    rows = [(row, words) for one, words in zip(blocks, SUBTOTALS, strict=True) for row in one[1:]]
    sums = {str(at): words for at, (row, words) in enumerate(rows, 2) if not row.startswith("K")}
    aside = {row["line"] for row in found.quarantine}
    assert not [words for line, words in sums.items() if line not in aside]
    assert aside == set(sums)
    assert found.codes == {"total_row": 4 * len(SUBTOTALS)}


@pytest.mark.parametrize(("words", "code"), [(BALANCES, "total_row"), (REMARKS, "footer")])
def test_each_word_of_a_balance_or_a_remark_is_set_aside_and_no_other_row(check, words, code):
    sales = [f"K{at % 7};{at % 28 + 1:02d}.01.2024;{at},50" for at in range(1, 60)]
    odd = [f"{word};01.03.2024;{900 + at},00" for at, word in enumerate(words)]
    found = check({"orders.csv": table(ERP, *sales, *odd)})
    lines = [str(len(sales) + 2 + at) for at in range(len(odd))]
    aside = [(row["line"], row["code"]) for row in found.quarantine]
    assert aside == [(line, code) for line in lines], list(zip(lines, words, strict=True))


@pytest.mark.parametrize("head", ["Kd-Nr;Datum;Betrag;Zeile", "Zeile;Datum;Betrag;Kd-Nr"])
def test_both_lanes_set_dated_subtotals_aside(both, head):
    rows = [f"{at};2{at % 9}.01.2024;{at},00;{at}" for at in range(1, 40)]
    rows[20:20] = [f"Summe 1;21.01.2024;{sum(range(1, 21))},00;21"]
    content = table(head, *rows, "Summe aller;21.01.2024;780,00;9").encode()
    quickly, carefully = both("orders.csv", content)
    assert carefully[0]["set_aside_by_code"] == {"total_row": 2}
    assert quickly[:2] == carefully[:2]
