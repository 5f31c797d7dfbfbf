"""Traps 56-61 and 74: what the period of an export lacks, and what looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from analysis.dormancy import find_dormancy
from analysis.doubts.buyers import begin_of
from analysis.doubts.period import load_period
from analysis.settings import Settings
from intake.traps.company import Case, Order, as_csv, judge, orders

STEADY = orders()
BUSY = orders(1_200)


def without(made: list[Order], leave_out: Callable[[Order], bool]) -> list[Order]:
    return [order for order in made if not leave_out(order)]


def in_month(year: int, *months: int) -> Callable[[Order], bool]:
    return lambda order: order[1].year == year and order[1].month in months


def between(first: date, last: date) -> Callable[[Order], bool]:
    return lambda order: first <= order[1] <= last


def branch(order: Order) -> str:
    return ("North", "South", "West")[order[0] % 3]


def yearly(n: int = 40, month: int = 12) -> list[Order]:
    """Customers who buy once a year, all in one season."""
    return [
        (k, date(year, month, 1 + k % 28), 9_900 + k)
        for year in range(2018, 2024) for k in range(n) if k % 9 or year < 2021
    ] + [(1, date(2023, month, 30), 1_000)]  # fmt: skip


SUMMER = orders(400, date(2020, 1, 1), date(2023, 12, 31))
OLD = orders(300, date(2019, 1, 1))
ACTIVE_LATE = {order[0] for order in OLD if order[1].year == 2023}

CASES = [
    Case("56-us-month-without-rows", {"orders.csv": as_csv(without(BUSY, in_month(2023, 3)))},
         {"coverage_gap"}),
    Case("56-german-months-with-a-tenth",
         {"umsatz.csv": as_csv(without(BUSY, lambda o: in_month(2022, 8, 9)(o) and o[2] % 10 > 0),
                               "de")}, {"coverage_gap"}),
    Case("56-one-of-monthly-files-is-missing",
         {f"ventas_{m:02d}.csv": as_csv([o for o in BUSY if in_month(2023, m)(o)], "es")
          for m in range(1, 13) if m != 6}, {"coverage_gap"}, also={"left_censored"}),
    Case("56-french-week-without-rows",
         {"factures.csv": as_csv(
             without(BUSY, between(date(2023, 5, 8), date(2023, 5, 21))), "fr")},
         {"coverage_gap"}),
    Case("56-clean-shut-every-august",
         {"factures.csv": as_csv(without(SUMMER, lambda o: o[1].month == 8), "fr")}),
    Case("56-clean-growth-from-nothing",
         {"orders.csv": as_csv([o for o in BUSY if o[0] % 60 < 2 * (o[1].year - 2022) * 12
                                + 2 * o[1].month])}),
    Case("56-clean-few-orders-a-month", {"umsatz.csv": as_csv(orders(12), "de")}),
    Case("56-clean-closed-over-new-year",
         {"orders.csv": as_csv(without(BUSY, between(date(2022, 12, 24), date(2023, 1, 2))))}),
    Case("57-german-branch-without-a-month",
         {"umsatz.csv": as_csv(
             without(BUSY, lambda o: in_month(2023, 2)(o) and branch(o) == "South"), "de",
             more=("Filiale", branch))}, {"branch_gap"}),
    Case("57-us-channel-without-two-months",
         {"orders.csv": as_csv(
             without(BUSY, lambda o: in_month(2022, 10, 11)(o) and branch(o) == "West"),
             more=("Channel", branch))}, {"branch_gap"}),
    Case("57-spanish-shop-without-a-month",
         {"ventas.csv": as_csv(
             without(BUSY, lambda o: in_month(2023, 9)(o) and branch(o) == "North"), "es",
             more=("Tienda", branch))}, {"branch_gap"}),
    Case("57-clean-branch-that-opened-later",
         {"ventes.csv": as_csv(
             without(BUSY, lambda o: o[1] < date(2023, 1, 1) and branch(o) == "South"), "fr",
             more=("Agence", branch))}),
    Case("57-clean-branches", {"umsatz.csv": as_csv(BUSY, "de", more=("Filiale", branch))}),
    Case("58-us-export-of-the-12th", {"orders.csv": as_csv(orders(300, last=date(2023, 10, 12)))},
         {"cut_month"}),
    Case("58-german-export-of-the-3rd",
         {"umsatz.csv": as_csv(orders(900, last=date(2023, 6, 3)), "de")}, {"cut_month"}),
    Case("58-snapshot-in-the-middle-of-a-month",
         {"ventas.csv": as_csv(orders(300), "es")}, {"cut_month"},
         {"after_as_of": sum(o[1] > date(2023, 9, 10) for o in orders(300))},
         as_of=date(2023, 9, 10)),
    Case("58-clean-last-day-of-a-month", {"factures.csv": as_csv(orders(300), "fr")}),
    Case("58-clean-bills-on-the-15th-only",
         {"umsatz.csv": as_csv(without(
             [(o[0], o[1].replace(day=15), o[2] + 7 * at)
              for at, o in enumerate(orders(200))], lambda o: False), "de")}),
    Case("58-clean-month-that-ends-on-a-weekend",
         {"orders.csv": as_csv(orders(600, last=date(2023, 9, 29)))}),
    Case("59-us-snapshot-months-later", {"orders.csv": as_csv(STEADY)},
         {"stale_export", "everybody_dormant"}, as_of=date(2024, 6, 30)),
    Case("59-busy-german-shop-six-weeks-later", {"umsatz.csv": as_csv(BUSY, "de")},
         {"stale_export"}, as_of=date(2024, 2, 12)),
    Case("59-french-export-of-last-year", {"factures.csv": as_csv(STEADY, "fr")},
         {"stale_export", "everybody_dormant"}, as_of=date(2025, 1, 31)),
    Case("59-clean-a-few-days-later", {"ventas.csv": as_csv(STEADY, "es")},
         as_of=date(2024, 1, 6)),
    Case("59-clean-rare-orders-two-months-later",
         {"orders.csv": as_csv([(k % 9, date(2015, 1, 31) + timedelta(days=97 * k), 900 + k)
                                for k in range(34)])}, as_of=date(2024, 3, 15)),
    Case("60-us-old-company-cut-off-at-the-left",
         {"orders.csv": as_csv([o for o in orders(600, date(2019, 1, 1)) if o[1].year > 2021])},
         {"left_censored"}),
    Case("60-german-old-company",
         {"umsatz.csv": as_csv(
             [o for o in orders(500, date(2020, 1, 1)) if o[1] >= date(2021, 7, 1)], "de")},
         {"left_censored"}),
    Case("60-spanish-old-company",
         {"ventas.csv": as_csv(
             [o for o in orders(400, date(2020, 1, 1)) if o[1] >= date(2022, 1, 1)], "es")},
         {"left_censored"}),
    Case("60-clean-company-seen-from-its-start", {"factures.csv": as_csv(orders(400), "fr")}),
    Case("61-only-buyers-of-the-last-year",
         {"orders.csv": as_csv([
             o for o in OLD if o[0] in ACTIVE_LATE
         ] + [(k, date(2019, 3 + k % 9, 5), 900) for k in range(250, 300)])},
         {"survivors_only"}, also={"left_censored", "coverage_gap", "migrated_ids", "cut_month"}),
    Case("61-german-customers-all-active",
         {"umsatz.csv": as_csv(STEADY, "de"),
          "kunden.csv": "Kundennr;Status\n" + "".join(f"K{k:04d};aktiv\n" for k in range(60))},
         {"survivors_only"}),
    Case("61-french-loyal-ones-only",
         {"factures.csv": as_csv(
             [(k, date(2020, 1, 1 + k % 27) + timedelta(days=30 * at), 990 + at)
              for k in range(40) for at in range(48)] + [(1, date(2023, 12, 31), 1_000)], "fr")},
         {"survivors_only"}, also={"left_censored"}),
    Case("61-clean-active-and-others",
         {"ventas.csv": as_csv(STEADY, "es"),
          "clientes.csv": "Nº Cliente;Estado\n" + "".join(
              f"K{k:04d};{'activo' if k % 3 else 'inactivo'}\n" for k in range(60))},
         also={"unknown_words"}),
    Case("61-clean-young-company", {"orders.csv": as_csv(orders(80, date(2023, 9, 1)))}),
    Case("74-clean-christmas-buyers", {"orders.csv": as_csv(yearly())}, also={"left_censored"}),
    Case("74-clean-buyers-of-each-spring", {"factures.csv": as_csv(yearly(50, 3), "fr")},
         also={"left_censored"}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_the_period_lacks(case, check, refused):
    judge(case, check, refused)


def test_trap_56_the_months_of_a_gap_are_kept_for_other_steps(check):
    found = check({"orders.csv": as_csv(without(BUSY, in_month(2023, 3, 4)))})
    period = load_period(found.workspace)
    assert period.gap_months == (date(2023, 3, 1), date(2023, 4, 1))
    assert period.cut_month is None


def test_trap_58_the_month_that_is_cut_is_kept_for_other_steps(check):
    found = check({"orders.csv": as_csv(orders(300, last=date(2023, 10, 12)))})
    assert load_period(found.workspace).cut_month == date(2023, 10, 1)


def test_trap_60_the_day_from_which_new_customers_are_new_is_kept(check):
    made = [o for o in orders(600, date(2019, 1, 1)) if o[1].year > 2021]
    period = load_period(check({"orders.csv": as_csv(made)}).workspace)
    assert period.new_from is not None
    assert date(2022, 2, 1) <= period.new_from <= date(2022, 5, 1)


OLD_CUT = [o for o in orders(600, date(2019, 1, 1)) if o[1].year > 2021]


@pytest.mark.parametrize(
    ("early", "told"),
    [
        ([date(1923, 5, 6)], True),
        ([date(2003, 5, 6), date(2003, 5, 7), date(1923, 1, 2)], True),
        ([date(2020, 1, 1) + timedelta(days=20 * at) for at in range(36)], False),  # a pilot
        ([date(2021, 6, 1)], False),
    ],
)
def test_a_wrong_year_is_said_and_is_no_part_of_the_period(check, early, told):
    made = [(7, day, 5_000) for day in early] + OLD_CUT
    found = check({"orders.csv": as_csv(made)})
    assert ("early_days" in found.warned, "survivors_only" in found.warned) == (told, False)
    if told:
        assert "left_censored" in found.warned
        assert load_period(found.workspace).new_from >= date(2022, 2, 1)


def test_the_period_begins_after_few_rows_long_before_it():
    month = [(date(2023, 5, day), 3) for day in range(1, 31)]
    rare = [(date(2015, 1, 31) + timedelta(days=400 * at), 2) for at in range(40)]
    assert begin_of([(date(1923, 5, 1), 1), *month]) == date(2023, 5, 1)
    assert begin_of([(date(2003, 5, 1), 2), *month]) is None  # two of 92 rows are no slip
    assert begin_of([(date(2012, 5, 1), 1), *rare]) is None  # long pauses are usual
    assert begin_of([(date(2003, 5, 1), 1), *month[:10]]) is None  # too few to tell
    assert begin_of([]) is None


def test_without_transactions_no_coverage_is_left_over(check):
    found = check({"reasons.csv": "customer_id,note\na,late\n"})
    assert load_period(found.workspace) is None


@pytest.mark.parametrize(("month", "dress"), [(12, "us"), (3, "fr"), (9, "de")])
def test_trap_74_buyers_of_one_season_are_not_dormant_before_it_comes_again(check, month, dress):
    made = [order for order in yearly(60, month) if order[0] % 9]
    as_of = date(2023, month, 28) + timedelta(days=240)
    found = check({"orders.csv": as_csv(made, dress)}, as_of=as_of)
    who = find_dormancy(found.workspace, as_of=as_of, settings=Settings()).customers
    assert (who["dormancy_state"] == "dormant").sum() == 0
