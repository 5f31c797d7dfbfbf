"""A line below 0 is a credit note of an order taken back, not of one that was never made."""

from __future__ import annotations

import pytest

from analysis.cells.cellwords import CANCELLED_STATUS, TAKEN_BACK_STATUS
from intake.traps.cases import table

HEAD = "Customer ID,Order date,Amount,Status"
NEVER = ["Angebot", "devis", "declined", "fehlgeschlagen", "presupuesto", "draft", "wc-failed"]
BACK = ["storniert", "refunded", "cancelled", "annulée", "anulado", "Chargeback"]


def orders(word: str) -> bytes:
    lines = [f"C{at % 9},2024-01-{at % 28 + 1:02d},10.00,paid" for at in range(60)]
    return table(HEAD, *lines, f"C1,2024-02-02,-7.00,{word}", f"C2,2024-02-02,5.00,{word}").encode()


@pytest.mark.parametrize("word", NEVER)
def test_an_offer_or_a_failed_payment_below_zero_lowers_no_money(both, word):
    quick, careful = both("orders.csv", orders(word))
    assert quick[0] == careful[0]
    assert careful[0]["set_aside_by_code"] == {"cancelled": 2}
    assert float(careful[0]["amount_sum"]) == 600.0


@pytest.mark.parametrize("word", BACK)
def test_an_order_taken_back_lowers_money_below_zero(both, word):
    quick, careful = both("orders.csv", orders(word))
    assert quick[0] == careful[0]
    assert careful[0]["set_aside_by_code"] == {"cancelled": 1}
    assert float(careful[0]["amount_sum"]) == 593.0


def test_a_word_of_ones_own_keeps_its_credit_notes(check):
    found = check({
        "orders.csv": orders("zork"),
        "columns.toml": '[transactions]\ncancel_words = ["zork"]\n',
    })  # fmt: skip
    assert float(found.receipt.amount_sum) == 593.0


def test_what_is_taken_back_is_among_the_cancelled_words():
    assert TAKEN_BACK_STATUS < CANCELLED_STATUS
