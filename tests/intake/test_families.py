"""Two systems side by side, in files of their own: one that ends early, or lacks inner months."""

from datetime import date, timedelta

import pytest

MONTHS = [date(2023 + at // 12, at % 12 + 1, 1) for at in range(15)]
HEADS = {
    "": "Order ID,Date,Customer ID,Amount",
    "other": "Order No,Order date,Customer No,Net amount",
}


def orders(name, who, months, head=""):
    """Return two files: each customer orders once a month, on a day of their own."""
    rows = [
        f"{name}{month:%y%m}{at},{month + timedelta(days=at % 28)},{one},{at + 5}.00"
        for month in months
        for at, one in enumerate(who)
    ]
    half = len(rows) // 2
    return {
        f"{name}_{number}.csv": "\n".join([HEADS[head], *part]) + "\n"
        for number, part in ((2023, rows[:half]), (2024, rows[half:]))
    }


A, B = [f"A{at}" for at in range(30)], [f"B{at}" for at in range(30)]
BOTH = [*A[:24], *B[:6]]  # a fifth of its customers buys in the other system too


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (orders("shop", B, MONTHS) | orders("erp", A, MONTHS[:12]), "end on 2023-12-"),
        (orders("shop", B, MONTHS) | orders("erp", BOTH, MONTHS[:12], "other"), "24 customers"),
        (orders("shop", B, MONTHS) | orders("erp", A, MONTHS[:6] + MONTHS[8:]), "2023-07, 2023-08"),
        # Files without a common name, of two headers.
        ({f"{at}.csv": text for at, text in enumerate([
            *orders("shop", B, MONTHS).values(), *orders("erp", A, MONTHS[:12], "other").values(),
        ])}, "end on 2023-12-"),
    ],
)  # fmt: skip
def test_a_system_whose_later_files_are_missing_is_said(check, files, told):
    found = check(files, as_of=date(2024, 3, 31))
    (said,) = (w.message for w in found.receipt.warnings if w.code == "files_missing")
    assert told in said


SWITCH = orders("old", A, MONTHS[:9])


@pytest.mark.parametrize(
    "files",
    [
        orders("shop", B, MONTHS) | orders("erp", A, MONTHS),
        # Another system took over, at once or after three months side by side; a tenth was lost.
        SWITCH | orders("new", A[3:], MONTHS[9:], "other"),
        SWITCH | orders("new", A[3:], MONTHS[6:], "other"),
        # Its customers have other ids there: who they are is asked otherwise.
        SWITCH | orders("new", B, MONTHS[9:], "other"),
        # Months are not closed on one day.
        orders("shop", B, MONTHS) | orders("erp", A[:18], MONTHS),
        # The same customers buy in both.
        orders("shop", A, MONTHS) | orders("erp", A, MONTHS[:12]),
        # A few customers of a stall at a fair.
        orders("shop", B, MONTHS) | orders("fair", A[:6], MONTHS[:12]),
    ],
)
def test_a_change_of_the_system_and_systems_that_go_on_are_not_told_of(check, files):
    assert "files_missing" not in check(files, as_of=date(2024, 3, 31)).warned
