"""Offers, orders and invoices of the same sales, told apart by what their numbers begin with."""

from __future__ import annotations

import pytest

N = 60


def _rows(*begins: str, amount=lambda at, nth: 10 + at, who=lambda at, nth: at % 9) -> str:
    lines = [
        f"{who(at, nth)},{begin}{1000 + at},2024-{at % 12 + 1:02d}-{at % 20 + 1 + nth:02d},"
        f"{amount(at, nth)}.25"
        for at in range(N) for nth, begin in enumerate(begins)
    ]  # fmt: skip
    return "\n".join(["Customer ID,Document no,Date,Amount", *lines]) + "\n"


def _told(found) -> list[str]:
    return [one.message for one in found.receipt.warnings if one.code == "same_sales"]


@pytest.mark.parametrize("begins", [("AN-", "AB-", "RE-"), ("Q", "INV"), ("devis ", "facture ")])
def test_kinds_of_documents_of_one_sale_are_said(check, begins):
    (told,) = _told(check({"documents.csv": _rows(*begins)}))
    assert any(f"{begin}..." in told for begin in begins)


def test_a_tenth_of_the_offers_that_became_no_order_changes_nothing(check):
    lines = [
        line for line in _rows("AN-", "RE-").splitlines()
        if not ("RE-" in line and line.split(",")[1].endswith("7"))
    ]  # fmt: skip
    assert _told(check({"documents.csv": "\n".join(lines) + "\n"}))


@pytest.mark.parametrize(
    "text",
    [
        _rows("RE-"),
        _rows("DE-", "AT-", who=lambda at, nth: 100 * nth + at % 9),
        _rows("A", "B", amount=lambda at, nth: 10 + at + 7 * nth),
        _rows(""),
    ],
    ids=["one kind", "shops with their customers", "other amounts", "digits alone"],
)
def test_clean_numbers_are_not_doubted(check, text):
    assert not _told(check({"orders.csv": text}))
