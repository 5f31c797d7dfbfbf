"""Dates of another origin in one column, days in digits alone, and times that no clock shows."""

from __future__ import annotations

import pytest

from analysis.rows import quick, quickload
from intake.traps.cases import case, days_from, made, table

HEAD = "Kundennr;Datum;Betrag"
DAYS = days_from("2023-01-13", 300, 2)


def rows(form, n=300):
    """Orders with their days written in one form."""
    return made(n, lambda at: f"K{at % 17};{DAYS[at]:{form}};{at + 5},50")


def odd(*days):
    """Orders on days as they are written."""
    return [f"K{at % 17};{day};9,{at + 10}" for at, day in enumerate(days)]


DOTS, SLASHES, ISO = rows("%d.%m.%Y"), rows("%m/%d/%Y"), rows("%Y-%m-%d")
UNPROVED = ["02/01/2024", "03/09/2024", "04/07/2024", "05/12/2024"]

BESIDE = [
    case("slashes among dots", table(HEAD, *DOTS, *odd(*UNPROVED)),
         warned={"dates_written_otherwise"}, says=("4 dates such as 02/01/2024", "line 302")),
    case("hyphens among slashes", table(HEAD, *SLASHES, *odd("05-03-2024", "01-02-2024")),
         warned={"dates_written_otherwise"}, says=("2 dates", "month stands first", "line 302")),
    case("dots among slashes with the month first", table(HEAD, *SLASHES, *odd("05.03.2024")),
         warned={"dates_written_otherwise"}, says=("1 date ",)),
    case("blanks among dots", table(HEAD, *DOTS, *odd("5 3 2024", "1 2 2024")),
         warned={"dates_written_otherwise"}),
    case("clean: slashes that prove the same", table(HEAD, *DOTS, *odd(*UNPROVED, "25/03/2024"))),
    case("clean: dots among slashes with the day first",
         table(HEAD, *rows("%d/%m/%Y"), *odd("05.03.2024"))),
    case("clean: days that read the same", table(HEAD, *DOTS, *odd("05/05/2024", "1/1/2024"))),
    case("clean: named months and ISO", table(HEAD, *DOTS, *odd("5 March 2024", "2024-03-05"))),
    case("years of two digits in front among dots",
         table(HEAD, *DOTS, *odd("23-08-11", "24-03-05", "23-12-31")),
         warned={"year_first_beside"}, says=("3 dates",)),
    case("years of two digits in front among ISO days",
         table(HEAD, *ISO, *odd("23-08-11", "24-03-05", "24-03-30")),
         warned={"year_first_beside"}),
    case("years of two digits in front among slashes",
         table(HEAD, *SLASHES, *odd("23.08.11")), warned={"year_first_beside"}),
    case("clean: years of two digits behind",
         table(HEAD, *DOTS, *odd("31-08-23", "05-03-24", "13-01-24")), warned={"two_digit_years"}),
    case("clean: with the sign of the others", table(HEAD, *DOTS, *odd("23.08.23", "24.03.23")),
         warned={"two_digit_years"}),
]  # fmt: skip
DIGITS = [
    case("day, month, year", table(HEAD, *rows("%d%m%Y", 60)), good=60,
         days=[f"{day}" for day in DAYS[:60]]),
    case("month, day, year", table(HEAD, *rows("%m%d%Y", 60)), good=60,
         days=[f"{day}" for day in DAYS[:60]]),
    case("as numbers without the zero in front",
         table(HEAD, *(row.replace(";0", ";") for row in rows("%d%m%Y", 60))), good=60),
    case("with a fraction", table(HEAD, *made(60, lambda at:
         f"K{at % 17};{DAYS[at]:%d%m%Y}.0;{at + 5},50")), good=60),
    case("nothing proves an order",
         table(HEAD, *odd("05032024", "01022024", "03042024")), refused="ambiguous_dates"),
    case("clean: year first", table(HEAD, *rows("%Y%m%d", 60)), good=60,
         days=[f"{day}" for day in DAYS[:60]]),
    case("clean: no day of either", table(HEAD, *ISO, *odd("45452024", "12345678")),
         codes={"bad_date": 2}),
]  # fmt: skip
CLOCKS = [
    case("hours above a day", table(HEAD, *ISO, *odd("2024-03-05 25:00", "2024-03-05T31:10:00")),
         codes={"bad_date": 2}),
    case("minutes and seconds above 59",
         table(HEAD, *DOTS, *odd("05.03.2024 10:75", "05.03.2024 10:15:99")),
         codes={"bad_date": 2}),
    case("among days with times", table(HEAD, *rows("%d.%m.%Y %H:%M"), *odd("05.03.2024 44:10")),
         codes={"bad_date": 1}),
    case("clean: times of all kinds", table(HEAD, *DOTS, *odd(
         "05.03.2024 24:00", "05.03.2024 23:59:60", "05.03.2024 9:05 PM", "05.03.2024 00:00",
         "05.03.2024 um 10:15 Uhr", "05.03.2024 10h15")), good=306),
]  # fmt: skip


@pytest.fixture(params=["quick", "careful"])
def lane(request, monkeypatch):
    """Read files as if they were large, or small."""
    for room in (quickload, quick):
        monkeypatch.setattr(room, "QUICK_BYTES", 0 if request.param == "quick" else 1 << 40)


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(("files", "want"), BESIDE + CLOCKS)
def test_a_date_of_another_origin_is_not_read_in_silence(holds, files, want):
    holds(files, want)


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(("files", "want"), DIGITS)
def test_days_in_digits_prove_themselves(holds, files, want):
    holds(files, want)


def test_short_years_in_front_are_read_so(check):
    found = check({"orders.csv": table(HEAD, *DOTS, *odd("23-08-11", "24-03-05", "23-12-31"))})

    good = found.good()
    days = good["ordered_on"][good["amount"].astype(float).between(9.05, 9.15)]
    assert sorted(f"{day:%Y-%m-%d}" for day in days) == ["2023-08-11", "2023-12-31", "2024-03-05"]
