"""Traps 1 to 11: dates."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from intake.traps.cases import case, days_from, made, table

SHOP = "Order ID,Customer ID,Order date,Amount"
DOTTED = ["13.04.2024", "25.03.2024"]
ERP = "Kd-Nr;Rechnungsdatum;Betrag"
CRM = "Code client;Date de facture;Montant"
TIENDA = "Nº Cliente|Fecha|Importe"

#: Forty days of steady trade, one row a day.
STEADY = made(40, lambda at: f"K{at % 9};{days_from('2023-11-01', 40)[at]};{10 + at},50")


def with_days(head: str, sign: str, *days: str, money: str = "12.50") -> str:
    """One row for each date text, behind the head's other columns."""
    return table(head, *(f"K{at}{sign}{day}{sign}{money}" for at, day in enumerate(days)))


ORDERS = [
    case("1 us-shop", with_days("Customer ID,Date,Amount", ",", "03/04/2024", "05/06/2024"),
         refused="ambiguous_dates", says=('date_order = "dmy"', 'date_order = "mdy"')),
    case("1 french-crm", with_days(CRM, ";", "03/04/2024", "11/12/2023", money="12,50"),
         refused="ambiguous_dates"),
    case("1 spanish-pipe-dashes", with_days(TIENDA, "|", "1-2-2024", "7-9-2024", money="12,5"),
         refused="ambiguous_dates"),
    case("1 hint: twelve days of one month or a day of twelve months",
         with_days("Customer ID,Date,Amount", ",", *(f"{d:02d}/06/2024" for d in range(1, 13))),
         refused="ambiguous_dates", says=("12 months",)),
    case("1 the stated snapshot tells: one order puts a third into the future",
         with_days("Customer ID,Date,Amount", ",",
                   *(f"{d:02d}/{m:02d}/2024" for m in (1, 2, 3) for d in range(1, 13))),
         options={"as_of": date(2024, 3, 14)}, warned={"date_order_by_snapshot"}, good=36),
    case("1 an optional date is left empty and told",
         table("Customer ID,Order Date,Ship Date,Amount", "a,2024-02-01,03/04/2024,1.50"),
         warned={"column_left_empty", "date_columns"}, good=1),
    case("1 clean: one part above 12", with_days("Customer ID,Date,Amount", ",", "03/04/2024",
                                                 "05/16/2024"), days=["2024-03-04", "2024-05-16"]),
    case("1 clean: every date reads the same",
         with_days(CRM, ";", "04/04/2024", "05/05/2024", money="12,50"),
         days=["2024-04-04", "2024-05-05"]),
    case("1 clean: month names and ISO stand mixed",
         with_days(ERP, ";", "5. März 2024", "2024-02-01", "3 févr. 2024", "7 de enero de 2024",
                   "Apr 3, 2024", money="12,50"),
         days=["2024-01-07", "2024-02-01", "2024-02-03", "2024-03-05", "2024-04-03"]),
    case("1 clean: weekdays in front",
         with_days(ERP, ";", "Di, 05.03.2024", "mar. 2 avr. 2024", "Dienstag, 5. März 2024",
                   "Wed 25.12.2024", money="12,50"),
         days=["2024-03-05", "2024-03-05", "2024-04-02", "2024-12-25"]),
    *(case(f"2 {n_odd} among a thousand", with_days(
        ERP, ";", *DOTTED * 500, *["04.13.2024"] * n_odd, money="1,00"), **want)
      for n_odd, want in (
          (1, {"codes": {"bad_date": 1}, "warned": {"no_repeat_customers", "coverage_gap"}}),
          (2, {"refused": "mixed_date_order"}))),
    *(case(f"1 {n_odd} open ones beside a thousand", with_days(ERP, ";",
        *["2024-01-25", "2024-02-13"] * 500, *["03/04/2024"] * n_odd, money="1,00"), **want)
      for n_odd, want in (
          (10, {"codes": {"ambiguous_date": 10}, "says": ("such as 03/04/2024", "line 1,002"),
                "warned": {"no_repeat_customers", "mixed_date_order", "coverage_gap"}}),
          (11, {"refused": "ambiguous_dates", "says": ("03/04/2024",)}))),
    case("2 us-shop", with_days("Customer ID,Date,Amount", ",", "25/04/2024", "04/25/2024"),
         refused="mixed_date_order", says=("line 2", "line 3")),
    case("2 german-erp", with_days(ERP, ";", "01.02.2024", "13.04.2024", "04.13.2024",
                                   money="1,00"),
         refused="mixed_date_order", says=("line 3", "line 4")),
    case("2 spanish, with times", with_days(TIENDA, "|", "31/12/2023 10:05", "12/30/2023 09:00",
                                            money="1,00"),
         refused="mixed_date_order", says=("line 2", "line 3")),
    case("2 clean: an impossible date is no second order",
         with_days(ERP, ";", "25.04.2024", "31.02.2024", "13.13.2024", money="1,00"),
         codes={"bad_date": 2}, days=["2024-04-25"]),
    case("2 clean: ISO beside day first", with_days(ERP, ";", "25.04.2024", "2024-04-26",
                                                    money="1,00"),
         days=["2024-04-25", "2024-04-26"]),
]  # fmt: skip

SERIALS = [
    case("3 us-shop", with_days("Customer ID,Date,Amount", ",", "45356", "45357", "45358"),
         warned={"serial_dates"}, days=["2024-03-05", "2024-03-06", "2024-03-07"]),
    case("3 german, with the time as a fraction",
         with_days(ERP, ";", "45356,75", "45357,25", money="1,50"),
         warned={"serial_dates"}, days=["2024-03-05", "2024-03-06"]),
    case("3 french, most rows", with_days(CRM, ";", "45356", "45357", "2024-03-07", money="1,50"),
         warned={"serial_dates"}, days=["2024-03-05", "2024-03-06", "2024-03-07"]),
    case("3 a single one among ISO dates",
         with_days("Customer ID,Date,Amount", ",", "2024-01-05", "2024-01-06", "45356"),
         codes={"bad_date": 1}, lines=["4"]),
    case("3 clean: eight digits are a date",
         with_days(TIENDA, "|", "20240305", "20240306", money="1,50"),
         days=["2024-03-05", "2024-03-06"]),
]  # fmt: skip

PLACEHOLDERS = [
    case("5 epochs of programs",
         table("Customer ID,Date,Amount", "a,2024-01-05,1.50", "b,1900-01-01,2", "c,1970-01-01,2",
               "d,1899-12-30,2", "e,9999-12-31,2", "f,0000-00-00,2"),
         codes={"placeholder_date": 5}),
    case("5 german", table(ERP, "1;05.01.2024;1,50", "2;01.01.1900;2,50", "3;00.00.0000;1,00"),
         codes={"placeholder_date": 2}, warned={"date_order_by_dots"}),
    case("5 spanish, the first day of time",
         table(TIENDA, "a|05/01/2024|1.50", "b|01/01/0001|2.50", "c|25/01/2024|2.50"),
         codes={"placeholder_date": 1}),
    case("5 french, a default day far from all trade",
         table(CRM, *made(60, lambda at: f"C{at % 7};{days_from('2023-03-01', 60)[at]};9,50"),
               *made(8, lambda at: f"C{at % 7};1980-01-01;9,{at + 1}0")),
         codes={"placeholder_date": 8}, warned={"placeholder_day"}, says=("1980-01-01",)),
    case("5 us, a default day amid trade is said and kept",
         table("Customer ID,Date,Amount",
               *made(400, lambda at: f"C{at % 7},{days_from('2022-03-01', 400)[at]},{at}.5"),
               *made(60, lambda at: f"C{at % 7},2023-01-01,{at}.25")),
         warned={"crowded_day"}, good=460),
    case("5 clean: a sale day is busy",
         table("Customer ID,Date,Amount",
               *made(200, lambda at: f"C{at % 7},{days_from('2023-08-01', 200)[at]},{at + 1}.5"),
               *made(8, lambda at: f"C{at % 7},2023-11-24,{at + 1}.75"))),
    case("5 clean: the lines of an early order",
         table("Customer ID,Date,Amount", *made(8, lambda at: f"a,1998-03-02,{at + 5}.00"),
               *made(40, lambda at: f"C{at % 7},{days_from('2003-08-01', 40)[at]},{at + 1}.5"))),
    case("5 clean: one early order", table("Customer ID,Date,Amount", "a,1998-03-02,5.00",
               *made(40, lambda at: f"C{at % 7},{days_from('2023-08-01', 40)[at]},{at + 1}.5"))),
]  # fmt: skip

MANY = made(300, lambda at: f"K{at % 37},{days_from('2022-01-03', 300, 2)[at]},{10 + at}.50")

FUTURE = [
    case("6 us-shop, a slip of the keyboard", table("Customer ID,Date,Amount", *MANY,
                                                    "K1,2042-01-01,5.00"),
         codes={"future_date": 1}, good=300),
    case("6 german, over one percent",
         table(ERP, *(row.replace(",", ";", 2).replace(".", ",") for row in MANY),
               *made(9, lambda at: f"K{at};{at + 1:02d}.01.2042;5,00")),
         refused="future_dates"),
    case("6 a stated snapshot sets later rows aside",
         table("Customer ID,Date,Amount", *MANY), options={"as_of": date(2022, 12, 31)},
         codes={"after_as_of": 118}),
    case("6 small files say it, and refuse nothing",
         table(CRM, "a;2024-01-05;1,50", "b;2024-01-06;2,50", "c;2051-01-06;2,50"),
         codes={"future_date": 1}),
    case("6 clean: an order of the last evening",
         table("Customer ID,Date,Amount", "a,2024-01-05,1.50", "b,2024-01-06 23:59,2.00"),
         options={"as_of": date(2024, 1, 6)}, good=2),
]  # fmt: skip

STRICT = [
    case("7 us-shop", with_days("Customer ID,Date,Amount", ",", "02/29/2023", "02/28/2023"),
         codes={"bad_date": 1}),
    case("7 german", with_days(ERP, ";", "31.04.2024", "30.04.2024", money="1,50"),
         codes={"bad_date": 1}),
    case("7 french", with_days(CRM, ";", "2024-13-01", "2024-12-01", "bientôt", money="1,50"),
         codes={"bad_date": 2}, lines=["2", "4"]),
    case("7 clean: a leap day", with_days(TIENDA, "|", "29/02/2024", "28/02/2024", money="1,50"),
         days=["2024-02-28", "2024-02-29"]),
]  # fmt: skip

WAYS = [
    case("7 us-shop, the day before the month behind the year",
         with_days("Customer ID,Date,Amount", ",", "2024-13-01", "2024-14-02", "2024-05-03",
                   "2024-28-03"), warned={"year_day_month"},
         days=["2024-01-13", "2024-02-14", "2024-03-05", "2024-03-28"]),
    case("7 german, the same with times",
         with_days(ERP, ";", "2024-13-01 10:15", "2024-14-02 23:59", "2024-28-03 00:00",
                   money="1,50"),
         warned={"year_day_month"}, days=["2024-01-13", "2024-02-14", "2024-03-28"]),
    case("7 clean: bills of each first and three slips of the keyboard are no other order",
         with_days("Customer ID,Date,Amount", ",", *(f"2024-{m:02d}-01" for m in range(1, 16))),
         codes={"bad_date": 3}, good=12),
    case("7 clean: a day above 12 in the third place proves the usual order",
         with_days("Customer ID,Date,Amount", ",", "2024-13-01", "2024-14-02", "2024-15-03",
                   "2024-02-13"), codes={"bad_date": 3}, days=["2024-02-13"]),
    case("seconds since 1970",
         with_days("customer,created,amount", ",", "1709633700", "1709720100", "1709806500"),
         warned={"moments"}, days=["2024-03-05", "2024-03-06", "2024-03-07"]),
    case("milliseconds since 1970",
         with_days(CRM, ";", "1709633700000", "1709720100999", money="1,50"),
         warned={"moments"}, days=["2024-03-05", "2024-03-06"]),
    case("clean: a number of ten digits among dates is no date",
         with_days("Customer ID,Date,Amount", ",", "2024-03-05", "2024-03-06", "1709806500"),
         codes={"bad_date": 1}, good=2),
    case("clean: times behind the day in many ways",
         with_days(TIENDA, "|", "14/3/2024, 3:05:09 p. m.", "15/3/2024, 3:05:09\u202fPM",
                   "16/03/2024 à 15h30", "17.03.2024 um 15:30 Uhr", "20240318T101500Z",
                   "Tue Mar 19 00:10:00 UTC 2024", "March 20, 2024 at 3:05 PM", "20240321T1015"),
         warned={"mixed_offsets"}, days=[f"2024-03-{day}" for day in range(14, 22)]),
]  # fmt: skip


def opened(n: int, text: str, early: str) -> str:
    """Return trade of ``n`` days: days above the twelfth in one style, the others in another."""
    days = days_from("2023-01-03", n, 3)
    return table("Customer ID,Date,Amount", *(
        f"C{at % 9},{day.strftime(early if day.day <= 12 else text)},{at + 1}.50"
        for at, day in enumerate(days)
    ))  # fmt: skip


SWAPPED = [
    case("dd/mm opened by a program that expects mm/dd",
         opened(120, "%d/%m/%Y", "%Y-%d-%m"), warned={"swapped_dates"},
         days=[str(day) for day in days_from("2023-01-03", 120, 3)]),
    case("mm/dd opened by a program that expects dd/mm",
         opened(120, "%m/%d/%Y", "%Y-%d-%m"), warned={"swapped_dates"},
         days=[str(day) for day in days_from("2023-01-03", 120, 3)]),
    case("so few dates that it is said and nothing is changed",
         opened(10, "%d/%m/%Y", "%Y-%d-%m"), warned={"dates_may_be_swapped"}, good=10),
    case("clean: real dates of all days beside texts",
         opened(120, "%d/%m/%Y", "%Y-%d-%m").replace("2023-03-01", "2023-01-03", 1)
         + "C1,2023-05-17,9.00\n", good=121),
    case("clean: bills of each first beside payments typed in later in the month",
         table("Customer ID,Date,Amount",
               *made(24, lambda at: f"C{at % 5},{2022 + at // 12}-{at % 12 + 1:02d}-01,{at}.5"),
               *made(24, lambda at: f"C{at % 5},{15 + at % 12}/{at % 12 + 1:02d}/{2022 + at // 12},"
                                    f"{at + 9}.75")), good=48),
]  # fmt: skip

SHORT_YEARS = [
    case("8 german", with_days(ERP, ";", "31.12.99", "25.03.01", "25.03.03", money="1,50"),
         warned={"two_digit_years"}, days=["1999-12-31", "2001-03-25", "2003-03-25"]),
    case("8 us-shop, no date in the future of the snapshot",
         with_days("Customer ID,Date,Amount", ",", "03/25/24", "03/26/45"),
         options={"as_of": date(2024, 3, 30)}, warned={"two_digit_years"},
         days=["1945-03-26", "2024-03-25"]),
    case("8 a look back does not send later years into the last century",
         with_days(ERP, ";", "25.03.14", "26.03.15", "27.03.16", "28.03.17", money="1,50"),
         options={"as_of": date(2015, 4, 30)}, warned={"two_digit_years"},
         codes={"after_as_of": 2}, days=["2014-03-25", "2015-03-26"]),
    case("8 french, month names", with_days(CRM, ";", "5 mars 01", "6 avr. 98", money="1,50"),
         warned={"two_digit_years"}, days=["1998-04-06", "2001-03-05"]),
    case("8 year first", with_days("Customer ID,Date,Amount", ",", "99-03-25", "98-04-26"),
         warned={"two_digit_years"}, days=["1998-04-26", "1999-03-25"]),
    case("8 year first, days of all months",
         with_days("Customer ID,Date,Amount", ",",
                   *made(25, lambda at: f"{23 + at % 2}/{at % 12 + 1:02d}/{at + 1:02d}")),
         warned={"two_digit_years"}, good=25),
    case("8 clean: bills of each first for many years",
         table("Customer ID,Date,Amount", *made(96, lambda at:
               f"K{at % 5},01/{at % 12 + 1:02d}/{10 + at // 12},{at + 1}.50"), "K1,25/12/18,3.00"),
         warned={"two_digit_years"}, good=97),
    case("8 clean: four digits", with_days(ERP, ";", "25.03.2001", "31.12.1999", money="1,50"),
         days=["1999-12-31", "2001-03-25"]),
]  # fmt: skip

ZONES = [
    case("9 us-shop, two coasts", with_days("Customer ID,Created at,Total", ",",
               "2024-03-05 23:59:00 -0800", "2024-03-06 00:10:00 -0500"),
         warned={"mixed_offsets"}, says=("-08:00", "-05:00"), days=["2024-03-05", "2024-03-06"]),
    case("9 iso, with Z", with_days("customer_id,order_date,amount", ",",
               "2024-03-05T23:59:00Z", "2024-03-06T00:10:00+02:00"),
         warned={"mixed_offsets"}, days=["2024-03-05", "2024-03-06"]),
    case("9 german, names of zones", with_days(ERP, ";", "05.03.2024 23:59 MEZ",
               "30.06.2024 00:10 MESZ", money="1,50"),
         warned={"mixed_offsets"}, days=["2024-03-05", "2024-06-30"]),
    case("7 months in capitals, and what a database writes",
         table("Customer,Date,Total", "a,01OCT2023,5", "b,02-OCT-23 10.15.00.000000 PM,5",
               "c,03OCT23,5", "d,04-Oct-2023 1.05.00 AM,5", "e,05OCT2023 10:15,5"),
         warned={"two_digit_years"}, days=[f"2023-10-0{day}" for day in range(1, 6)]),
    case("7 a sign that stands for an hour in other places",
         table("Customer,Date,Total", "a,2024-02-01^x,5", "b,2024-02-02^23:00:11,5",
               "c,2024-02-03,5"), days=["2024-02-01", "2024-02-02", "2024-02-03"]),
    case("9 midnights of central Europe written in UTC",
         with_days("Customer ID,Date,Amount", ",", "2024-01-31T23:00:00Z", "2024-05-31T22:00:00Z",
                   "2024-07-09T22:00:00.000Z"),
         warned={"utc_midnights"}, days=["2024-02-01", "2024-06-01", "2024-07-10"]),
    case("9 midnights of Britain written in UTC",
         with_days("Customer ID,Date,Amount", ",",
                   *(f"2024-0{month}-{day}T23:00:00Z" for month in (5, 6) for day in range(11, 16)),
                   *(f"2024-0{month}-{day}T00:00:00Z" for month in (1, 2) for day in range(11, 16)),
                   ),
         warned={"utc_midnights"},
         days=[f"2024-0{month}-{day}" for month, first in ((1, 11), (2, 11), (5, 12), (6, 12))
               for day in range(first, first + 5)]),
    case("9 clean: a shop that closes at 23:00 of UTC all the year",
         with_days("Customer ID,Date,Amount", ",",
                   *(f"2024-0{month}-{day}T23:00:00Z" for month in (5, 6) for day in range(11, 16)),
                   *(f"2024-0{month}-{day}T09:00:00Z" for month in (2, 7) for day in range(11, 16)),
                   ), good=20),
    case("9 one hour of UTC in all rows is said and kept",
         with_days("Customer ID,Date,Amount", ",",
                   *(f"2024-01-{day}T18:30:00Z" for day in range(11, 23))),
         warned={"maybe_utc_midnights"}, days=[f"2024-01-{day}" for day in range(11, 23)]),
    case("9 clean: noon of UTC in all rows",
         with_days("Customer ID,Date,Amount", ",",
                   *(f"2024-01-{day}T12:00:00Z" for day in range(11, 23))), good=12),
    case("9 clean: hours that are later in summer are no midnights",
         with_days("Customer ID,Date,Amount", ",", "2024-01-31T22:00:00Z", "2024-05-31T23:00:00Z",
                   "2024-07-09T23:00:00Z", "2024-08-09T09:15:00Z"),
         days=["2024-01-31", "2024-05-31", "2024-07-09", "2024-08-09"]),
    case("9 clean: full hours of a day's trade",
         with_days("Customer ID,Date,Amount", ",",
                   *(f"2024-01-{day}T{day}:00:00Z" for day in range(11, 23))),
         days=[f"2024-01-{day}" for day in range(11, 23)]),
    case("9 clean: one offset", with_days("Customer ID,Created at,Total", ",",
               "2024-03-05 23:59:00 +0100", "2024-03-06 00:10:00 +0100"),
         days=["2024-03-05", "2024-03-06"]),
    case("9 clean: no offset", with_days(CRM, ";", "2024-03-05 23:59", "2024-03-06", money="1,5"),
         days=["2024-03-05", "2024-03-06"]),
    case("9 clean: Z and +00:00 are one", with_days("Customer ID,Date,Amount", ",",
               "2024-03-05T23:59:00Z", "2024-03-06T10:00:00+00:00")),
]  # fmt: skip

TWO_DATES = [
    case("11 us-shop, ship date", table("Customer ID,Order Date,Ship Date,Amount",
               "a,2024-01-05,2024-01-09,1.50", "b,2024-01-06,2024-01-12,2.50"),
         warned={"date_columns"}, says=("Order Date", "Ship Date"),
         days=["2024-01-05", "2024-01-06"]),
    case("11 german, last change", table("Kd-Nr;Bestelldatum;Geändert am;Betrag",
               "1;25.01.2024;09.02.2024;1,50", "2;26.01.2024;09.02.2024;1,50"),
         warned={"date_columns"}, says=("Bestelldatum", "Geändert am")),
    case("11 french, same rank", table("Code client;Date de commande;Date de facture;Montant",
               "1;25/01/2024;29/01/2024;1,50", "2;26/01/2024;30/01/2024;1,50"),
         refused="two_candidates", says=("Date de commande", "Date de facture")),
    case("11 spanish, same rank",
         table("Nº Cliente;Fecha pedido;Fecha factura;Importe", "1;25/01/2024;29/01/2024;1,50"),
         refused="two_candidates"),
    case("11 clean: stated in the column map",
         {"orders.csv": table("Customer ID,Order Date,Ship Date,Amount",
                              "a,2024-01-05,2024-01-09,1.50"),
          "columns.toml": '[transactions]\nordered_on = "Order Date"\n'}),
    case("11 clean: numbers beside the date are no dates",
         table("Customer ID;Date;Store;Amount", "a;2024-01-05;20240105;1.50",
               "b;2024-01-06;20119999;2.50")),
]  # fmt: skip

LATER = ZONES + TWO_DATES


@pytest.mark.parametrize(
    ("files", "want"),
    ORDERS + SERIALS + PLACEHOLDERS + FUTURE + STRICT + WAYS + SWAPPED + SHORT_YEARS + LATER,
)
def test_dates_are_read_or_asked_about(holds, files, want):
    holds(files, want)


SCRIPT = """
import sys, tempfile
from pathlib import Path
from analysis.intake import check_exports
from analysis.workspace import Workspace
folder = Path(tempfile.mkdtemp())
text = "customer_id,ordered_on,amount\\na,2024-03-05T23:59:59,1\\nb,2024-03-31 00:00:01+02:00,1\\n"
(folder / "orders.csv").write_text(text)
workspace = Workspace(folder / "w")
found = check_exports([folder / "orders.csv"], workspace)
print(found.as_of, sorted(str(day)[:10] for day in workspace.load("transactions")["ordered_on"]))
"""


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_10_the_zone_of_the_machine_moves_no_order(zone):
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env={**os.environ, "TZ": zone},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == "2024-03-31 ['2024-03-05', '2024-03-31']"
