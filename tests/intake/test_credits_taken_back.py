"""Credit notes that were cancelled themselves are said; the header of a type is no type."""

from __future__ import annotations

import pytest

HEADER = "Kundennr;Datum;Belegart;Status;Betrag"


def lines(*more: str, header: str = HEADER) -> dict[str, str | bytes]:
    """Write twelve paid invoices of 100.00 and other lines behind them."""
    paid = [f"C{at % 5};{at + 1:02d}.01.2024;Rechnung;bezahlt;{at}00,00" for at in range(1, 13)]
    return {"belege.csv": "\n".join([header, *paid, *more, ""])}


@pytest.mark.parametrize(
    "more",
    [
        ["C1;20.01.2024;Gutschrift;storniert;30,00"],  # by its kind
        ["C1;20.01.2024;Gutschrift;bezahlt;20,00", "C2;21.01.2024;Gutschrift;storniert;30,00"],
        ["C1;20.01.2024;Rechnung;bezahlt;-20,00", "C2;21.01.2024;Rechnung;annulliert;-30,00"],
    ],
)
def test_a_cancelled_credit_note_lowers_money_and_is_said(check, more):
    found = check(lines(*more))
    (told,) = (w for w in found.receipt.warnings if w.code == "cancelled_credits")
    assert "1 credit note or return has a status that says cancelled" in told.message
    assert "lower money by 30.00" in told.message
    assert (told.column, told.line) == ("Status", 13 + len(more))
    assert found.codes == {}


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        (["C1;20.01.2024;Gutschrift;bezahlt;30,00"], {}),
        # Below 0 by its cancellation: no other line below 0 has a status of its own.
        (["C1;20.01.2024;Rechnung;storniert;-30,00"], {}),
        (["C1;20.01.2024;Rechnung;storniert;30,00"], {"cancelled": 1}),
        # It takes back a cancelled line, and is set aside with it.
        (["C1;20.01.2024;Rechnung;storniert;30,00", "C1;21.01.2024;Gutschrift;storniert;30,00"],
         None),
    ],
)  # fmt: skip
def test_clean_other_credit_notes_and_cancelled_lines(check, more, codes):
    found = check(lines(*more))
    if codes is None:
        assert found.warned & {"reversals", "reversals_kept"}
        return
    assert (found.codes, "cancelled_credits" in found.warned) == (codes, False)


def test_a_repeated_header_is_no_type_of_line(check):
    found = check(lines(HEADER, "C1;22.01.2024;Rechnung;bezahlt;5,00", HEADER))
    assert found.codes == {"repeated_header": 2}
    assert "unknown_line_types" not in found.warned


def test_another_word_beside_a_repeated_header_is_said_alone(check):
    found = check(lines(HEADER, "C1;22.01.2024;Zork;bezahlt;5,00"))
    (told,) = (w for w in found.receipt.warnings if w.code == "unknown_line_types")
    assert "1 row has a word" in told.message
    assert "belegart" not in told.message.split("Such lines")[1]
