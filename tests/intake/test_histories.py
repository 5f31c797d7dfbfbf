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


def _deposits(first: str, then: str, *, every: int = 3, newest: bool = False) -> str:
    """Return orders with a line for the deposit and an equal one for the rest, and plain ones."""
    lines = [
        f"C{at % 7},R{at},2024-{at // 10 + 1:02d}-{at % 10 + 5:02d},{10 + at}.50,{status}"
        for at in range(N) for status in ((first, then) if at % every == 0 else (first,))
    ]  # fmt: skip
    lines = lines[::-1] if newest else lines
    return "\n".join(["Customer ID,Order no,Date,Amount,Status", *lines]) + "\n"


@pytest.mark.parametrize(
    ("first", "then"),
    [("paid", "open"), ("shipped", "open"), ("bezahlt", "offen"), ("Geliefert", "Offen"),
     ("payé", "en attente"), ("pagada", "pendiente de pago"), ("wc-completed", "wc-pending")],
)  # fmt: skip
def test_a_history_does_not_go_back(check, first, then):
    found = check({"orders.csv": _deposits(first, then)})

    assert found.receipt.rows_good == N + 14
    assert "status_history" not in found.warned
    (told,) = [one for one in found.receipt.warnings if one.code == "identical_rows"]
    assert f"({first.lower()}, then {then.lower()})" in told.message
    assert told.line == 3


def test_with_the_newest_lines_first_a_history_is_told_from_below(check):
    found = check({"orders.csv": _deposits("open", "paid", newest=True)})
    assert found.receipt.rows_good == N
    assert found.good()["status"].tolist().count("paid") == 14


def test_one_sale_that_goes_back_among_histories_is_kept(check):
    text = _orders("open", "paid") + "C9,R99,2024-12-30,7.00,paid\nC9,R99,2024-12-30,7.00,open\n"
    found = check({"orders.csv": text})
    assert found.receipt.rows_good == N + 2
    assert {"status_history", "identical_rows"} <= found.warned


@pytest.mark.parametrize(
    "words",
    [("open", "shipped", "paid"), ("paid", "shipped"), ("shipped", "unpaid", "paid"),
     ("paid", "in bearbeitung")],
)  # fmt: skip
def test_what_follows_in_some_shops_is_a_history(check, words):
    found = check({"orders.csv": _orders(*words)})
    (told,) = [one for one in found.receipt.warnings if one.code == "status_history"]
    assert f"({', then '.join(words)})" in told.message


def test_the_line_that_undoes_a_history_works(check):
    text = _deposits("open", "paid")
    (told,) = [one for one in check({"orders.csv": text}).receipt.warnings
               if one.code == "status_history"]  # fmt: skip
    assert 'ignore = ["Order no"] under [transactions]' in told.message

    answer = '[transactions]\nignore = ["Order no"]\n'
    found = check({"orders.csv": text, "columns.toml": answer})
    assert found.receipt.rows_good == N + 14
