"""The tables of the health page: every row in one place, gaps marked, void findings few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.doubts.fates import frame_of, set_aside_once
from analysis.doubts.months import Span, describe_branches, marked_months
from analysis.doubts.severity import SEVERITIES, severity_of
from analysis.doubts.verdict import _ADVICE, complete_until
from analysis.intake.health import Health, describe_health, grouped_warnings
from analysis.results import TableReceipt, Warned
from analysis.steps.trust import say_health
from analysis.vocabulary import VOID_FINDINGS

Check = Callable[..., object]


def health_of(checked) -> Health:
    intake = checked.intake
    return describe_health(checked.workspace, intake.receipts, as_of=intake.as_of)


#: A German ERP: a return, a fee, a cancelled order, a zero line, walk-ins, a repeat, a bad date.
UMSATZ = """Belegnr;Kundennr;Rechnungsdatum;Betrag;Status
R1;K1;03.01.2024;100,00;bezahlt
R2;K1;20.02.2024;-30,00;bezahlt
R3;K2;13.03.2024;50,00;storniert
R4;K2;14.03.2024;0,00;bezahlt
R5;Laufkunde;15.03.2024;20,00;bezahlt
R6;;16.03.2024;7,00;bezahlt
R7;K3;17.03.2024;40,00;offen
R7;K3;17.03.2024;40,00;offen
R8;K3;31.02.2024;9,00;offen
;;;;
"""


def test_each_line_has_one_fate_and_lines_and_money_add_up(check):
    checked = check({"umsatz.csv": UMSATZ})
    fates = checked.receipt.fates
    events = health_of(checked).events.set_index("kind")

    assert sum(fate.n_rows for fate in fates) == checked.receipt.rows_in == 10
    aside = set_aside_once(frame_of("transactions", fates))
    assert aside["n_rows"].sum() == checked.receipt.rows_set_aside == 5
    assert events["amount_kept"].sum() == float(checked.receipt.amount_sum) == 110.0
    assert events.loc["sale", ["n_rows", "n_activity", "n_set_aside"]].tolist() == [6, 2, 4]
    assert events.loc["return", ["n_rows", "n_money", "amount_kept"]].tolist() == [1, 1, -30]
    assert events.loc["cancel", ["n_rows", "n_set_aside", "amount"]].tolist() == [1, 1, 50]
    assert events.loc["zero", ["n_rows", "n_nothing"]].tolist() == [1, 1]
    assert events.loc["blank", "n_rows"] == 1


@pytest.mark.parametrize(
    ("as_of", "covered"),
    [
        (date(2024, 3, 20), "cover 3 months up to **20 March 2024**, and"),
        (date(2024, 3, 31), "cover 3 months up to **31 March 2024**, and"),
        (
            date(2024, 6, 30),
            "cover 3 months up to **March 2024**, with no row from then to the snapshot date, "
            "**30 June 2024**, and",
        ),
    ],
)
def test_the_sentence_says_up_to_when_rows_are_there(check, as_of, covered):
    health = health_of(check({"umsatz.csv": UMSATZ}, as_of=as_of))

    assert covered in say_health(health, as_of, given=True).sentence


def test_rows_without_a_customer_are_counted_with_their_money(check):
    nobody = health_of(check({"umsatz.csv": UMSATZ})).nobody.set_index("fate")

    assert nobody.loc["placeholder_customer", ["n_rows", "amount"]].tolist() == [1, 20]
    assert nobody.loc["no_customer", ["n_rows", "amount", "rows_in"]].tolist() == [1, 7, 10]


def test_a_row_that_breaks_two_rules_is_set_aside_once_on_the_page(check):
    rows = "account,date,sales,invoice\na,2024-01-05,5,1\n,2024-02-30,5,2\nb,2024-02-01,4,3\n"
    checked = check({"us_shop.csv": rows})
    health = health_of(checked)

    assert sum(checked.codes.values()) == 2
    assert health.set_aside["n_rows"].sum() == checked.receipt.rows_set_aside == 1
    assert health.by_code["n_rows"].sum() == 2


def test_an_overlap_of_two_files_is_told_with_file_days_and_what_was_used(check):
    head = "N° facture;Code client;Date de facture;Montant\n"
    lines = [f"F{n};C{n % 3};{n % 28 + 1:02d}/{n // 28 + 1:02d}/2024;{n},50\n" for n in range(84)]
    checked = check(
        {"jan_fev.csv": head + "".join(lines[:56]), "fev_mars.csv": head + "".join(lines[28:])}
    )
    repeats = health_of(checked).repeats

    assert repeats["n_rows"].tolist() == [28]
    told = repeats[["first_on", "last_on", "used"]].iloc[0].tolist()
    assert told == ["2024-02-01", "2024-02-28", "the first of them"]


def test_a_record_with_too_many_fields_has_a_fate_without_money(check):
    rows = "customer,date,amount\na,2024-01-05,5\nb,2024-01-06,7,oops,9\nc,2024-01-07,6\n"
    fates = check({"orders.csv": rows}).receipt.fates

    assert [(f.kind, f.n_rows, f.amount) for f in fates if f.fate == "field_count"] == [
        ("unreadable", 1, None)
    ]


def test_the_receipt_is_read_back_with_its_fates(check):
    from analysis.intake import load_intake

    checked = check({"umsatz.csv": UMSATZ})
    kept = load_intake(checked.workspace)

    assert kept is not None
    assert kept.receipts["transactions"].fates == checked.receipt.fates


# --- months


def counted(rows: Iterable[int], start: date = date(2023, 1, 1)) -> dict[date, int]:
    months = pd.date_range(start, periods=len(list(rows)), freq="MS")
    return {month.date(): n for month, n in zip(months, rows, strict=True) if n}


def marks(rows: list[int], span: Span, as_of: date) -> list[str]:
    return marked_months(counted(rows), span, as_of)["mark"].tolist()


YEAR = Span(date(2023, 1, 1), date(2023, 12, 31))


def test_an_empty_and_a_thin_month_between_others_are_gaps():
    rows = [100, 90, 0, 95, 100, 110, 19, 90, 100, 100, 90, 100]

    assert [n for n, mark in enumerate(marks(rows, YEAR, date(2023, 12, 31))) if mark] == [2, 6]


@pytest.mark.parametrize(
    "rows",
    [
        [1, 2, 5, 20, 60, 100, 100, 110, 120, 120, 130, 140],  # growth from nothing
        [100, 100, 90, 80, 90, 100, 100, 90, 30, 25, 28, 26],  # decline
        [3, 0, 1, 4, 2, 0, 3, 2, 0, 1, 2, 3],  # too few rows to say anything
    ],
)
def test_growth_decline_and_small_tables_have_no_gaps(rows):
    assert set(marks(rows, YEAR, date(2023, 12, 31))) == {""}


def test_a_month_that_is_low_in_every_year_is_a_season():
    year = [50, 50, 50, 50, 50, 50, 50, 1, 50, 50, 50, 50]
    span = Span(date(2021, 1, 1), date(2023, 12, 31))
    months = counted(year * 3, date(2021, 1, 1))

    assert set(marked_months(months, span, date(2023, 12, 31))["mark"]) == {""}
    broken = months | {date(2022, 8, 1): 55}
    assert (marked_months(broken, span, date(2023, 12, 31))["mark"] == "gap").sum() == 2


def test_the_last_month_is_judged_by_its_days():
    rows = [100] * 11 + [40]
    cut = marked_months(
        counted(rows), Span(date(2023, 1, 1), date(2023, 12, 12)), date(2023, 12, 31)
    )
    whole = marks(rows, YEAR, date(2023, 12, 31))

    assert cut["mark"].tolist()[-1] == "cut_off"
    assert cut["expected"].iloc[-1] == pytest.approx(100 * 12 / 31)
    assert whole[-1] == "", "a fall in a month that is covered is a fall"


def test_a_first_month_that_begins_late_is_no_growth():
    span = Span(date(2023, 1, 20), date(2023, 12, 31))

    assert marks([35] + [100] * 11, span, date(2023, 12, 31))[0] == "cut_off"


def days_of(branch: str, rate: int, *, without: tuple[int, int] = (0, 0)) -> pd.DataFrame:
    days = pd.date_range("2024-01-01", periods=200)
    kept = [day for n, day in enumerate(days) if not without[0] <= n < without[1]]
    return pd.DataFrame({"branch": branch, "day": kept, "n_rows": rate})


def test_a_branch_that_is_silent_alone_is_told_and_a_common_holiday_is_not():
    alone = describe_branches(
        pd.concat([days_of("Nord", 4), days_of("Süd", 4, without=(50, 60))])
    ).set_index("branch")
    together = describe_branches(
        pd.concat([days_of("Nord", 4, without=(50, 60)), days_of("Süd", 4, without=(50, 60))])
    )
    small = describe_branches(pd.concat([days_of("Nord", 4), days_of("Kiosk", 1, without=(5, 9))]))

    assert alone.loc["Süd", "silent_days"] == 10
    assert alone.loc["Süd", "silent_from"] == pd.Timestamp("2024-02-20")
    assert alone["silent_days"].notna().sum() == 1
    assert together["silent_days"].isna().all()
    assert small["silent_days"].isna().all()


# --- census


def test_the_census_names_every_denominator(check):
    health = health_of(
        check(
            {
                "transactions.csv": "customer_id,ordered_on,amount\na,2024-01-05,5\n"
                "b,2024-01-06,7\nc,2024-01-07,-6\n",
                "customers.csv": "customer_id,name\na,X\nb,Y\nz,Z\n",
                "reasons.csv": "customer_id,note\na,always late\ny,too dear\n",
            }
        )
    )
    census = health.census.set_index("group")[["n_customers", "n_of"]]

    assert census.loc["ever bought"].tolist() == [2, 3]
    assert census.loc["bought, and are in the customers table"].tolist() == [2, 2]
    assert census.loc[
        "bought, and have a statement on file, with or without a reason"
    ].tolist() == [1, 2]
    assert census.loc["are in customers, and never in the transactions"].tolist() == [1, 3]
    assert census.loc["are in reasons, and never in the transactions"].tolist() == [1, 2]


# --- warnings


def test_warnings_of_one_code_are_one_row_and_the_worst_stand_first():
    receipts = {
        "transactions": TableReceipt(
            "transactions", 1, 1, 0, 0,
            warnings=(Warned("float_ids", "A."), Warned("stale_export", "B.")),
        ),
        "touches": TableReceipt(
            "touches", 1, 1, 0, 0,
            warnings=(Warned("float_ids", "C."), Warned("everybody_dormant", "D.")),
        ),
    }  # fmt: skip
    grouped = grouped_warnings(receipts)

    assert grouped["code"].tolist() == ["everybody_dormant", "stale_export", "float_ids"]
    assert grouped["tables"].tolist()[-1] == "transactions, touches"
    assert grouped["severity"].tolist() == list(SEVERITIES)


def test_the_closed_list_of_void_findings_has_advice_for_each():
    assert set(_ADVICE) == set(VOID_FINDINGS)
    assert {severity_of(code) for code in VOID_FINDINGS} == {SEVERITIES[0]}


# --- findings that void the conclusions


def export(orders: Iterable[tuple[str, date, float]]) -> dict[str, str]:
    lines = [f"{who},{day.isoformat()},{amount:.2f}" for who, day, amount in orders]
    return {"orders.csv": "\n".join(["customer_id,order_date,amount", *lines]) + "\n"}


def every(n_days: int, *, customers: int = 120, days: int = 900, stop: int = 0):
    """Customers who order every so many days; every fourth stops ``stop`` days before the end."""
    first = date(2021, 1, 1)
    for who in range(customers):
        until = days - (stop if who % 4 == 0 else 0)
        for day in range(who % n_days, until, n_days):
            yield f"C{who:03d}", first + timedelta(days=day), 10.0 + who


LAST = date(2021, 1, 1) + timedelta(days=899)
VOID = set(VOID_FINDINGS)


def voids(checked) -> set[str]:
    return checked.warned & VOID


def test_a_healthy_export_has_no_void_finding(check):
    assert voids(check(export(every(20, stop=200)))) == set()
    assert voids(check(export(every(20, stop=200)), as_of=LAST + timedelta(days=90))) == set()


def test_a_snapshot_date_long_after_the_last_order_voids(check):
    assert voids(check(export(every(20, stop=200)), as_of=LAST + timedelta(days=130))) == {
        "everybody_dormant"
    }


def test_slow_buyers_are_not_silent_by_the_end_of_the_export(check):
    slow = export(every(150, days=1500, stop=600))
    end = date(2021, 1, 1) + timedelta(days=1499)

    assert voids(check(slow, as_of=end + timedelta(days=200))) == set()
    assert voids(check(slow, as_of=end + timedelta(days=480))) == {"everybody_dormant"}


def test_a_season_that_ends_every_year_voids_nothing(check):
    summer = [
        (who, day.replace(year=2021 + year), amount)
        for year in range(3)
        for who, day, amount in every(10, days=120)
    ]
    ends = date(2023, 4, 30)

    assert voids(check(export(summer), as_of=ends + timedelta(days=200))) == set()


def test_a_few_late_rows_do_not_hide_that_the_export_ended(check):
    late = [("C001", LAST + timedelta(days=300), 5.0)]

    assert voids(check(export([*every(20, stop=200), *late]))) == {"recent_gap"}


def test_customers_who_all_bought_once_void_from_a_hundred_on(check):
    once = [(f"INV{n}", date(2023, 1 + n % 12, 1 + n % 28), 9.0) for n in range(150)]

    assert voids(check(export(once))) == {"no_repeat_customers"}
    assert voids(check(export(once[:40]))) == set()
    with_reasons = export(once) | {"reasons.csv": "customer_id,note\nINV1,too late\n"}
    assert voids(check(with_reasons)) == set(), "the reasons still answer"


@pytest.mark.parametrize(
    ("amounts", "n", "code"),
    [
        ((5, "n/a?"), 130, "many_unread"), ((5, "n/a?", "n/a?"), 130, "mostly_unread"),
        ((5, "n/a?", "n/a?"), 99, "many_unread"), ((*[5] * 15, "n/a?"), 300, "many_unread"),
        # Few, rare, or blank as where a program writes the amount of an order once.
        ((*[5] * 15, "n/a?"), 150, ""), ((*[5] * 25, "n/a?"), 500, ""), ((5, "", ""), 300, ""),
    ],
)  # fmt: skip
def test_rows_that_could_not_be_read_are_said_and_from_half_of_them_on_void(
    check, amounts, n, code
):
    rows = (
        f"C{at % 8},{date(2022, 1, 1) + timedelta(days=at)},{amounts[at % len(amounts)]}"
        for at in range(n)
    )
    checked = check({"orders.csv": "\n".join(["customer_id,ordered_on,amount", *rows])})

    assert [c for c in ("many_unread", "mostly_unread") if c in checked.warned] == [code] * bool(
        code
    )
    assert voids(checked) == ({"mostly_unread"} if code == "mostly_unread" else set())


def test_only_the_active_customers_void_after_two_years_without_a_loss(check):
    assert voids(check(export(every(20)))) == {"nobody_dormant"}
    assert voids(check(export(every(20, days=500)))) == set(), "too short to say so"
    assert voids(check(export(every(20, customers=60)))) == set(), "too few to say so"


def test_an_export_without_a_sale_voids(check):
    credit = [("a", date(2024, 1, 5), -5.0), ("b", date(2024, 2, 5), -7.0)]

    assert voids(check(export(credit))) == {"no_sales"}


def test_a_cohort_that_fades_has_no_tail_to_cut():
    days = [(date(2022 + n // 12, n % 12 + 1, 5), int(1000 * 0.85**n)) for n in range(24)]

    assert complete_until(days) == days[-1][0]


@pytest.mark.public_data
def test_a_public_cohort_of_a_web_shop_has_no_void_finding(public_data, tmp_path):
    from analysis.intake import check_exports
    from analysis.workspace import Workspace

    for as_of in (date(1998, 6, 30), date(1997, 9, 30)):
        intake = check_exports(
            [public_data / "CDNOW_master.txt"], Workspace(tmp_path / str(as_of)), as_of=as_of
        )
        codes = {warned.code for warned in intake.receipts["transactions"].warnings}
        assert not codes & VOID
