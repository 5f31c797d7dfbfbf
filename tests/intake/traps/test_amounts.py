"""Traps 12 to 17, 22, 25 and 26: amounts, currencies, net and gross."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from analysis.columns.linedoubts import unit_of
from intake.traps.cases import case, days_from, made, table

ERP = "Kd-Nr;Datum;Betrag"
SHOP = "customer_id,date,amount"
CRM = "Code client;Date;Montant"


def with_money(head: str, sign: str, *texts: str) -> str:
    """One row for each amount text."""
    return table(head, *(f"K{at}{sign}2024-01-{at + 5:02d}{sign}{t}" for at, t in enumerate(texts)))


def with_many(head: str, *texts: str) -> str:
    """Many rows that take these amount texts in turn."""
    first = date(2024, 1, 1)
    rows = (f"K{n % 9};{first + timedelta(days=n)};{texts[n % len(texts)]}" for n in range(120))
    return table(head, *rows)


DAYS = days_from("2024-01-01", 20)
DECIMALS = [
    case("12 german", with_money(ERP, ";", "1.234,50", "3,25", "1.000"), total="2237.75"),
    case("12 us-shop", with_money(SHOP, ",", '"1,234.50"', "3.25", '"1,000"'), total="2237.75"),
    case("12 french", with_money(CRM, ";", "1 234,50", "3,25"), total="1237.75"),
    case("12 indian", with_money(SHOP, "\t".replace("\t", ","), '"1,23,456.00"', '"12,34,567.50"',
                                 "50.25"), total="1358073.75"),
    case("12 indian without decimals", with_money(SHOP, ",", '"1,23,456"', '"12,34,567"', "500"),
         total="1358523.00"),
    case("12 german price dash", with_money(ERP, ";", "234,-", "12,--", "7,50"),
         total="253.50"),
    case("12 swiss", with_money(ERP, ";", "1'234.50", "CHF 20.-", "5.–"), total="1259.50",
         warned={"currency_in_part"}),
    case("12 two signs in one column", with_money(ERP, ";", "1,25", "2.35"),
         refused="mixed_decimal_sign", says=("line 2", "line 3")),
    case("12 two signs, french with a us row", with_money(CRM, ";", "1 250,00", "1,250.00"),
         refused="mixed_decimal_sign"),
    *(case(f"12 {n_odd} of the other sign among a thousand", table(ERP, *made(1000 + n_odd,
        lambda n: f"K{n % 50};{DAYS[n % 20]};{n}{'.' if n >= 1000 else ','}50")), **want)
      for n_odd, want in (
          (1, {"codes": {"bad_amount": 1}, "warned": {"mixed_decimal_sign"}, "total": "500000.00",
               "says": ("1 cell has a decimal point, 1,000 a comma", "line 1,002")}),
          (2, {"refused": "mixed_decimal_sign", "says": ("line 2", "line 1002")}))),
    case("12 numbers that a spreadsheet made days", with_money(ERP, ";", "1,25", "01. Mai", "5-Jan",
                                                             "Mai 50", "01.05.2024", "2,35"),
         codes={"bad_amount": 4}, warned={"days_in_amounts"}, total="3.60",
         says=("'Betrag': 4 cells hold days",)),
    case("12 two signs beside such a day", with_money(ERP, ";", "1,25", "01. Mai", "2.35"),
         refused="mixed_decimal_sign", says=("line 2", "line 4")),
    case("12 clean: words beside a number prove no sign",
         with_money(ERP, ";", "1,25", "12.50 Stk", "2,35 EUR"), codes={"bad_amount": 1},
         warned={"currency_in_part"}, total="3.60"),
    case("12 french prices, the euro in place of the comma",
         with_money(CRM, ";", "12€50", "-3 € 05", "1 234€50", "7,25 €", "12.345€60"),
         warned={"customers_without_sales"}, total="13596.80"),
    case("12 a currency between digits, blanks before no group of three",
         with_money(ERP, ";", "1,25", "12,50 EUR 3", "$12$50", "12 50", "1 23,50", "3€5", "12 ,50",
                    "1,5 0", "1234 567", "12 EUR 50", "1 234 5678", "12'50"),
         codes={"bad_amount": 11}, warned={"many_unread"}, total="1.25"),
    case("12 clean: currencies at both ends, blanks and apostrophes before groups of three",
         with_money(ERP, ";", "€ 1\u00a0234,50", "€12,50 EUR", "11 234,00 €", "1'234,00 €",
                    "EUR 5,00", "(1\u202f000) EUR", "'7,25", "12,50- EUR"),
         warned={"currency_in_part", "customers_without_sales"}, total="12714.75"),
    case("12 clean: quantities with three decimals beside proved amounts",
         table("Kd-Nr;Datum;Menge;Betrag", "1;05.01.2024;1,000;12,50", "2;25.01.2024;2,500;7,25"),
         total="19.75"),
]  # fmt: skip

THOUSANDS = [
    case("13 points", with_money(ERP, ";", "1.234", "2.345"), refused="ambiguous_decimal",
         says=('decimal = ","', 'decimal = "."')),
    case("13 commas", with_money(CRM, ";", "1,234", "500"), refused="ambiguous_decimal"),
    case("13 us, quoted", with_money(SHOP, ",", '"1,234"', '"12,345"'),
         refused="ambiguous_decimal"),
    *(case(f"13 whole numbers without a sign prove none, {name}", with_money(head, sign, *texts),
           refused="ambiguous_decimal", says=('decimal = ","', 'decimal = "."'))
      for name, head, sign, *texts in (
          ("german", ERP, ";", "1250", "1.234", "80"), ("us", SHOP, ",", "2500", '"1,234"', "99"),
          ("french, below 0", CRM, ";", "1250", "-1.234", "12 €"))),
    case("13 many beside whole numbers of four digits", with_many(ERP, "1.234", "500", "2500"),
         warned={"thousands_by_counts"}, total="169360.00"),
    case("13 clean: whole numbers of four digits, and decimals of one place",
         with_money(ERP, ";", "1250", "1.234", "12.5"), total="1263.734"),
    case("13 clean: whole numbers of four digits, and less than one",
         with_money(CRM, ";", "1250", "1,234", "0,125", "984"), total="2235.359"),
    case("13 clean: whole numbers of four digits and usual cents",
         with_money(SHOP, ",", "1250", "1234.50", "80"), total="2564.50"),
    case("13 an optional number is left empty and told",
         table("Kd-Nr;Datum;Menge;Betrag", "1;25.01.2024;1.000;1500"),
         warned={"column_left_empty"}, total="1500.00"),
    case("13 every quantity in the thousands, as prices with a comma make it",
         table("Kd-Nr;Datum;Menge;Einzelpreis", "1;25.01.2024;2.000;1,50",
               "2;26.01.2024;5.000;3,25"),
         warned={"quantities_in_thousands"}, total="19250.00"),
    case("13 us, every quantity in the thousands",
         table("Customer ID;Date;Quantity;Unit Price", "a;2024-01-25;1,000;12.34"),
         warned={"quantities_in_thousands"}, total="12340.00"),
    case("13 french, every quantity in the thousands, of kilograms",
         table("Code client;Date;Quantité;Prix unitaire", "a;25/01/2024;1.250;3,50",
               "b;26/01/2024;12.500;3,50"),
         warned={"quantities_in_thousands"}, total="48125.00"),
    case("13 clean: thousands of pieces beside fewer",
         table("Kd-Nr;Datum;Menge;Einzelpreis", "1;25.01.2024;2.000;1,50", "2;26.01.2024;40;3,25"),
         total="3130.00"),
    case("13 clean: a quantity below one proves decimals",
         table("Kd-Nr;Datum;Menge;Einzelpreis", "1;25.01.2024;2.000;1,50",
               "2;26.01.2024;0.500;3,00"),
         total="4.50"),
    case("13 clean: the sign of the quantity is that of the price",
         table("Kd-Nr;Datum;Menge;Einzelpreis", "1;25.01.2024;2.000;1.50",
               "2;26.01.2024;5.000;3.25"),
         total="19.25"),
    case("13 clean: two groups prove thousands", with_money(ERP, ";", "1.234", "1.234.567"),
         total="1235801.00"),
    case("13 clean: a zero in front proves decimals", with_money(ERP, ";", "0,500", "1,250"),
         total="1.75"),
    case("13 many whole numbers beside, points", with_many(ERP, "1.234", "500"),
         warned={"thousands_by_counts"}, total="104040.00", says=("60 cells", 'decimal = "."')),
    case("13 many whole numbers beside, commas", with_many(CRM, "1,234", "500", "75"),
         warned={"thousands_by_counts"}, total="72360.00"),
    case("13 many, no whole number beside", with_many(CRM, "1,234", "2,500"),
         refused="ambiguous_decimal"),
    case("13 clean: many, of which some were cut", with_many(CRM, "1,234", "5", "2,5"),
         total="349.36"),
    case("13 clean: many, of which some begin with zero", with_many(CRM, "1,234", "5", "0,125"),
         total="254.36"),
    case("13 clean: whole numbers", with_money(SHOP, ",", "1234", "500"), total="1734.00"),
]  # fmt: skip

BLANKS = [
    case("14 no-break blank", with_money(CRM, ";", "1\u00a0234,50", "1\u00a0000,00"),
         total="2234.50"),
    case("14 narrow no-break blank", with_money(CRM, ";", "1\u202f234,50", "3,00"),
         total="1237.50"),
    case("14 apostrophes", with_money(ERP, ";", "1'234.50", "1’000.00"), total="2234.50"),
    case("14 clean: a plain blank", with_money(ERP, ";", "12 345,50", "5,00"), total="12350.50"),
]  # fmt: skip

CURRENCIES = [
    case("15 currency column", table("customer_id,date,amount,currency", "a,2024-01-05,1.5,EUR",
                                     "b,2024-01-06,2.5,USD"),
         warned={"several_currencies"}, total=None,
         says=("EUR has the fewest lines: 1 line, from 2024-01-05 on, in ",)),
    case("15 signs without a column", with_money(ERP, ";", "€ 5,25", "10,00 €", "$ 3,00"),
         warned={"several_currencies"}, total=None),
    case("15 codes in the cells", with_money(SHOP, ",", "USD 5.00", "5.50 GBP", "EUR5"),
         warned={"several_currencies"}, total=None),
    case("15 dollars of two countries", with_money(SHOP, ",", "US$5.00", "C$5.50", "A$1.00"),
         warned={"several_currencies"}, total=None),
    case("15 some rows without a sign", with_money(CRM, ";", "5,00 €", "7,50", "1,50 €"),
         warned={"currency_in_part"}, total="14.00"),
    case("15 two amount columns by currency", table("customer_id,date,Amount EUR,Amount USD",
                                                    "a,2024-01-05,1.5,1.7"),
         refused="two_candidates"),
    case("15 in the headers of two files", {
        "orders_de.csv": table("customer_id,date,Amount (EUR)", "a,2024-01-05,1.5"),
        "orders_ch.csv": table("customer_id,date,Amount (CHF)", "b,2024-01-06,2.5"),
    }, warned={"several_currencies"}, total=None,
         says=("CHF, EUR", "CHF has the fewest lines: 1 line, from 2024-01-06 on, in orders_ch")),
    case("15 stated for one of two files", {
        "orders_de.csv": table("Kundennr;Datum;Betrag EUR", "a;25.01.2024;1,50"),
        "orders_us.csv": table("Kundennr;Datum;Betrag", "b;26.01.2024;2,50"),
        "columns.toml": '["orders_us.csv"]\ncurrency = "USD"\n',
    }, warned={"several_currencies"}, total=None, says=("EUR, USD",)),
    case("15 in the header of one of two files", {
        "orders_de.csv": table("customer_id,date,Amount (EUR)", "a,2024-01-05,1.5"),
        "orders_ch.csv": table("customer_id,date,Amount", "b,2024-01-06,2.5"),
    }, warned={"currency_in_part"}, total="4.00", says=("orders_ch.csv",)),
    case("15 clean: one currency in the header", table("customer_id,date,Amount (EUR)",
         "a,2024-01-05,1.5", "b,2024-01-06,2.5"), total="4.00"),
    case("15 clean: one currency, in a header and in cells", {
        "orders_de.csv": table("customer_id,date,Amount (EUR)", "a,2024-01-05,1.5"),
        "orders_fr.csv": table("customer_id,date,Amount", "b,2024-01-06,2.5 €"),
    }, total="4.00"),
    case("15 clean: a column that is stated", {
        "orders.csv": table("customer_id,date,amount,Cur", "a,2024-01-05,1.5,EUR"),
        "columns.toml": '[transactions]\ncurrency = "Cur"\n',
    }, total="1.50"),
    case("15 clean: one currency, spelled in several ways",
         table("Kunden-Nr;Datum;Betrag;Währung", "1;05.01.2024;1,50;EUR", "2;25.01.2024;1,50;€",
               "3;25.01.2024;1,50;Euro", "4;25.01.2024;1,50;eur "), total="6.00"),
    case("15 clean: one sign everywhere", with_money(SHOP, ",", "$5.25", '"$1,000.00"'),
         total="1005.25"),
]  # fmt: skip


def month_rows(scale_of: list[float], line: str, n: int = 12) -> list[str]:
    """``n`` rows a month; the amounts of a month are multiplied by its scale."""
    rows = []
    for month, scale in enumerate(scale_of):
        for at in range(n):
            money = Decimal(str(scale)) * (Decimal(2000 + 137 * at) / 100)
            day = f"{2022 + month // 12}-{month % 12 + 1:02d}-{at + 3:02d}"
            shown = f"{money.normalize():f}" if scale == 100 else f"{money:.2f}"
            rows.append(line.format(id=f"K{at}", day=day, money=shown))
    return rows


PLAIN, SEMI = "{id},{day},{money}", "{id};{day};{money}"

CENTS = [
    case("16 us-shop, from a month on", table(SHOP, *month_rows([1] * 8 + [100] * 4, PLAIN)),
         warned={"units_differ"}, says=("2022-09",)),
    case("16 french, the first months", table(CRM, *month_rows([100] * 3 + [1] * 9, SEMI)),
         warned={"units_differ"}),
    case("16 one file of two", {
        "orders_2022.csv": table(SHOP, *month_rows([1] * 6, PLAIN)),
        "orders_2023.csv": table(SHOP, *month_rows([1] * 12 + [100] * 6, PLAIN)[144:]),
    }, warned={"units_differ", "coverage_gap"}),
    case("16 clean: a growing business",
         table(SHOP, *month_rows([1.5**at for at in range(14)], PLAIN))),
    case("16 clean: a seasonal business",
         table(SHOP, *month_rows([1, 1, 2, 5, 12, 20, 20, 12, 5, 2, 1, 1] * 2, PLAIN))),
    case("16 clean: whole prices of a machine builder",
         table(SHOP, *made(60, lambda at: f"K{at % 9},{days_from('2022-01-03', 60, 9)[at]},"
                                          f"{(150, 9000)[at % 2] + at}"))),
]  # fmt: skip

MILLIONS = ("Revenue (EUR m)", "Umsatz (CHF m)", "Amount ($mn)", "Sales (\u00a3m)")
THOUSAND_EACH = (
    "Importe (miles)", "Importe en miles de €", "Betrag in Tsd. €", "Umsatz T€", "Umsatz T EUR",
    "Amount k€", "Revenue $k", "Sales (000)", "Umsatz Tsd",
)  # fmt: skip
UNITS = [
    case("16 the header says cents", {
        "orders.csv": table("customer_id,order_date,amount_cents", "a,2024-01-05,1250"),
        "columns.toml": '[transactions]\namount = "amount_cents"\n',
    }, warned={"unit_in_header"}, says=("in cents",), total="1250.00"),
    *(case(f"16 the header of one file says {unit}", {
        "a.csv": table(f"{ids};Date;{money}", "C1;2024-01-02;11.50", "C2;2024-01-15;21.00"),
        "b.csv": table(f"{ids};Date;{money} ({unit})", "C1;2024-02-02;1150", "C2;2024-02-15;2100"),
    }, warned={"unit_in_header"}, says=('under ["b.csv"]',), total="3282.50")
      for ids, money, unit in (("Customer ID", "Amount", "cents"), ("Kundennr", "Betrag", "Cent"),
                               ("Code client", "Montant", "milliers"))),
    case("16 the headers of all files say cents", {
        "a.csv": table("Customer ID;Date;Amount (cents)", "C1;2024-01-02;1150"),
        "b.csv": table("Customer ID;Date;Amount (cents)", "C1;2024-02-02;2100"),
    }, warned={"unit_in_header"}, says=("under [transactions]",), total="3250.00"),
    case("16 german, thousands in brackets",
         table("Kundennr;Datum;Umsatz (T€)", "a;25.01.2024;1,22"),
         warned={"unit_in_header"}, says=("in thousands",), total="1.22"),
    *(case(f"16 millions in a header: {header}",
           table(f"Kundennr;Datum;{header}", "a;25.01.2024;1,22"), warned={"unit_in_header"},
           says=("in millions", f"'{header}'"), total="1.22")
      for header in MILLIONS[:1]),
    *(case(f"16 thousands in a header: {header}",
           table(f"Kundennr;Datum;{header}", "a;25.01.2024;1,22"), warned={"unit_in_header"},
           says=("in thousands", f"'{header}'"), total="1.22")
      for header in THOUSAND_EACH[:2]),
    case("16 clean: sales of a country are no amount of all",
         table("Kundennr;Datum;Betrag;Sales DE;Sales EN", "a;25.01.2024;1,22;1,00;0,22"),
         total="1.22"),
    case("16 clean: a currency is no unit", table("Kundennr;Datum;Umsatz (€)", "a;25.01.2024;1,22"),
         total="1.22"),
]  # fmt: skip

NEGATIVES = [
    case("17 us accounting brackets", with_money(SHOP, ",", '"$(1,234.50)"', "($5.25)", "(0.25)",
                                                 '"$2,000.00"'),
         total="760.00", warned={"currency_in_part", "customers_without_sales"}),
    case("17 german trailing minus", with_money(ERP, ";", "12,50-", "1.250,00", "2,50-"),
         total="1235.00", warned={"customers_without_sales"}),
    case("17 CR and DR", with_money(SHOP, ",", "5.00CR", "7.50 DR", "2.00 CR"), total="0.50",
         warned={"customers_without_sales"}),
    case("17 unicode minus", with_money(CRM, ";", "−5,00", "–2,50", "10,00 €", "-1,00 €"),
         total="1.50", warned={"customers_without_sales", "currency_in_part"}),
    case("17 german ledger, the side in a column of its own",
         table("Kundennr;Datum;Betrag;S/H", "a;25.01.2024;5,00;S", "a;26.01.2024;2,00;H",
               "a;27.01.2024;4,00;S"),
         warned={"unsigned_sides"}, total="7.00"),
    case("17 as many debits as credits",
         table("Kundennr;Datum;Betrag;S/H", "a;25.01.2024;5,00;S", "a;26.01.2024;2,00;H"),
         refused="two_sides", says=('return_words = ["S"]', 'return_words = ["H"]')),
    case("17 german, a trailing plus beside a trailing minus",
         with_money(ERP, ";", "120,00 +", "20,00 -", "1.250,00+"), total="1350.00",
         warned={"customers_without_sales"}),
    case("17 german ledger, the side behind the amount",
         with_money(ERP, ";", "1.216,33 S", "848,68 S", "16,33 H"), total="2048.68",
         warned={"sides_read", "customers_without_sales"}),
    case("17 clean: hours are no side of an account",
         with_money(ERP, ";", "12,50", "5,00 h", "7,00 H"), total="12.50",
         codes={"bad_amount": 2}),
    case("17 zeros as accounts write them",
         with_money(SHOP, ",", "5.50", "-", "$-", "$ -"), total="5.50", good=4,
         warned={"zero_amount", "customers_without_sales"}),
    case("17 clean: a dash behind a price, two dashes in its place",
         with_money(ERP, ";", "5,-", "7,50", "--"), total="12.50", codes={"bad_amount": 1}),
    case("17 numbers guarded as the text of a formula",
         table(SHOP, *(f'C{at},2024-01-{at + 10},"=""{at}2.50"""' for at in range(1, 4))),
         total="67.50"),
    case("17 clean: sides beside signed amounts",
         table("Kundennr;Datum;Betrag;S/H", "a;25.01.2024;5,00;S", "a;26.01.2024;-2,00;H"),
         total="3.00"),
    case("17 clean: a percentage is no amount", with_money(CRM, ";", "12,50", "12 %"),
         codes={"bad_amount": 1}, total="12.50"),
    case("17 clean: plain signs", with_money(ERP, ";", "+12,50", "7,50"), total="20.00"),
]  # fmt: skip

NET = [
    case("22 german, both words",
         table("Kd-Nr;Datum;Betrag netto;Betrag brutto", "1;25.01.2024;10,00;11,90"),
         refused="two_candidates", says=("Betrag netto", "Betrag brutto")),
    case("22 navision, one word", table("Sell-to Customer No.,Posting Date,Amount,"
         "Amount Including VAT", "1,2024-01-25,10.00,11.90", "1,2024-01-26,20.00,23.80"),
         refused="two_candidates", says=("'Amount'", "'Amount Including VAT'")),
    case("22 words run together", table("CustomerKey,InvoiceDate,Quantity,UnitPrice,"
         "TotalExcludingTax,TaxAmount,TotalIncludingTax", "1,2024-01-25,2,5.00,10.00,1.50,11.50"),
         refused="two_candidates", says=("'TotalExcludingTax'", "'TotalIncludingTax'")),
    case("22 a word beside them", table("Customer ID,Invoice Date,Tax Excluded Signed,Total Signed",
         *made(6, lambda at: f"K{at},2024-01-{at + 10},{(at + 1) * 10}.00,{(at + 1) * 12}.00")),
         refused="two_candidates", says=("'Tax Excluded Signed'", "'Total Signed'")),
    case("22 words run together, one amount",
         table("CustomerKey,InvoiceDate,TotalExcludingTax,TaxAmount", "1,2024-01-25,10.00,1.50"),
         warned={"net_or_gross"}, total="10.00", says=("'TotalExcludingTax': net",)),
    case("22 no words, the ratio tells",
         table("Kunde;Datum;Umsatz;Summe", *made(9, lambda at: f"K{at};{at + 10}.01.2024;"
               f"{(at + 3) * 10},00;{(at + 3) * (10.7 if at % 2 else 11.9):.2f}"
               .replace(".01.2024", "/01/2024").replace(".", ",").replace("/", "."))),
         refused="two_candidates", says=("'Umsatz'", "'Summe'")),
    case("22 french, one of them says which", table("Code client;Date;Montant HT",
                                                    "1;25/01/2024;10,00"),
         warned={"net_or_gross"}, says=("net",)),
    case("22 us, part and total", table("Customer ID,Date,Subtotal,Total", *made(9, lambda at:
         f"K{at},2024-01-{at + 10},{(at + 1) * 10}.00,{(at + 1) * 11}.00")),
         warned={"net_or_gross"}, says=("includes the tax",)),
    case("22 clean: a tax column and a net weight",
         table("Kd-Nr;Datum;Betrag;MwSt;Nettogewicht", "1;25.01.2024;10,00;1,90;2,50")),
    case("22 clean: whether the tax is included is a yes or a no",
         table("customer_id,created_at,total_price,taxes_included", *made(9, lambda at:
               f"K{at},2024-01-{at + 10},{(at + 1) * 12}.00,{'false' if at % 3 else 'true'}"))),
    case("22 clean: an empty column",
         table("Kd-Nr;Datum;Betrag;Betrag brutto", "1;25.01.2024;10,00;", "2;26.01.2024;5,00;"),
         warned={"empty_column"}),
    case("22 clean: cost is no net amount", table("Customer ID,Date,Amount,Cost", *made(9,
         lambda at: f"K{at},2024-01-{at + 10},{(at + 1) * 12}.00,{(at + 1) * 10}.00"))),
]  # fmt: skip

FINITE = [
    case("25 us-shop", with_money(SHOP, ",", "1.5", "inf", "1e309", "NaN", "-Infinity"),
         codes={"bad_amount": 4}, total="1.50"),
    case("25 german", with_money(ERP, ";", "1,50", "NaN", "#DIV/0!"),
         codes={"bad_amount": 1, "error_value": 1}, total="1.50"),
    case("25 french", with_money(CRM, ";", "1,50", "∞"), codes={"bad_amount": 1}, total="1.50"),
    case("25 clean: powers of ten", with_money(SHOP, ",", "1.5E+3", "2.5"), total="1502.50"),
]  # fmt: skip

EXACT = [
    case("26 tenths", with_money(SHOP, ",", *["0.1"] * 9), total="0.90"),
    case("26 large and small", with_money(ERP, ";", "99999999999,99", "0,01", "-0,02"),
         total="99999999999.98", warned={"customers_without_sales"}),
    case("26 quantity x price", table("Kunde;Datum;Menge;Einzelpreis", "a;25.01.2024;3;0,1",
                                      "b;26.01.2024;7;1,15"), total="8.35"),
    case("26 clean: four places", with_money(SHOP, ",", "0.1234", "0.0001"), total="0.1235"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "want"),
    DECIMALS + THOUSANDS + BLANKS + CURRENCIES + CENTS + UNITS + NEGATIVES + NET + FINITE + EXACT,
)
def test_amounts_are_read_exactly_or_asked_about(holds, files, want):
    holds(files, want)


def test_each_header_of_a_unit_says_which():
    said = {header: unit_of(header) for header in (*MILLIONS, *THOUSAND_EACH)}
    assert said == dict.fromkeys(MILLIONS, "millions") | dict.fromkeys(THOUSAND_EACH, "thousands")
    assert {unit_of(header) for header in ("Umsatz (€)", "Betrag", "Sales DE", "Sales EN")} == {""}
