"""A sale that an export tells once for each of its statuses counts once, or not at all."""

from __future__ import annotations

import pytest

N = 40


def _orders(*statuses: str, head: str = "", more=lambda n: "") -> str:
    """Return orders of one line, each told once for each status."""
    lines = [
        f"C{at % 7},R{at},2024-{at % 12 + 1:02d}-{at % 20 + 1:02d},{10 + at}.50,{status}{more(at)}"
        for at in range(N) for status in statuses
    ]  # fmt: skip
    return "\n".join([f"Customer ID,Order no,Date,Amount,Status{head}", *lines]) + "\n"


ONCE = f"{sum(10 + at for at in range(N)) + N / 2:.2f}"


@pytest.mark.parametrize(
    "text",
    [
        _orders("open", "shipped", "paid"),
        _orders("offen", "bezahlt", head=",Position", more=lambda at: f",{at % 3 + 1}"),
        _orders("en attente", "payé", head=",Product ID", more=lambda at: f",P{at % 5}"),
    ],
    ids=["english", "with line numbers", "with articles"],
)
def test_each_sale_counts_once(check, text):
    found = check({"orders.csv": text})

    assert found.receipt.rows_good == N
    assert found.receipt.amount_sum == ONCE
    assert set(found.codes) == {"older_version"}
    (told,) = [one for one in found.receipt.warnings if one.code == "status_history"]
    assert told.line == 2


@pytest.mark.parametrize(
    ("sold", "undone", "days"),
    [("paid", "cancelled", (0, 0)), ("bezahlt", "storniert", (0, 5)), ("paid", "refunded", (0, 3))],
)
@pytest.mark.parametrize("order", [1, -1])
def test_a_sale_that_is_cancelled_later_in_the_file_is_none(check, sold, undone, days, order):
    row, gone = (
        f"C1,R900,2024-06-{5 + day:02d},5000.00,{status}"
        for day, status in zip(days, (sold, undone), strict=True)
    )
    lines = _orders(sold).splitlines() + [row, gone][::order]
    found = check({"orders.csv": "\n".join(lines) + "\n"})

    assert found.receipt.amount_sum == ONCE
    assert found.codes == {"cancelled": 1, "older_version": 1}
    (told,) = [one for one in found.receipt.warnings if one.code == "status_history"]
    assert "1 sale that was cancelled does not" in told.message


def _lines(*rows: str) -> str:
    return "\n".join([*_orders("paid").splitlines(), *rows]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        # Instalments of a contract, of which some are paid.
        _lines("C1,V1,2024-01-05,99.00,paid", "C1,V1,2024-02-05,99.00,paid",
               "C1,V1,2024-03-05,99.00,open"),
        _lines("C1,V1,2024-01-05,99.00,paid", "C1,V1,2024-02-05,99.00,open"),
        # Another customer, another amount, no number of an order.
        _lines("C1,V1,2024-01-05,99.00,paid", "C2,V1,2024-01-05,99.00,open"),
        _lines("C1,V1,2024-01-05,99.00,paid", "C1,V1,2024-01-05,98.00,open"),
        _lines("C1,,2024-01-05,99.00,paid", "C1,,2024-01-05,99.00,open"),
        # Items of one order, each on a line of its own, as all orders of the file have them.
        _orders("paid", "open", "paid"),
    ],
    ids=["instalments", "two instalments", "customers", "amounts", "no number", "items"],
)  # fmt: skip
def test_lines_of_their_own_are_kept(check, text):
    found = check({"orders.csv": text})

    assert "status_history" not in found.warned
    assert "older_version" not in found.codes
