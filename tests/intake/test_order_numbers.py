"""The number of an order under names that shops, inns and societies give it, or under none."""

from __future__ import annotations

import pytest


def _sales(header: str, number, *, total: bool = False) -> str:
    """Return forty sales of two or three lines: customer, day, a number, a product, money."""
    lines, line = [header], 0
    for sale in range(40):
        for at in range(2 + sale % 2):
            money = f"{20 + sale}.50" if total else f"{3 + sale * 1.37 + at:.2f}"
            day = f"2024-{sale // 20 + 1:02d}-{sale % 20 + 3:02d}"
            lines.append(f"C{sale % 7},{day},{number(sale, line)},P{at},{money}")
            line += 1
    return "\n".join(lines) + "\n"


def _code_and_text(found, code: str) -> list[str]:
    return [one.message for one in found.receipt.warnings if one.code == code]


@pytest.mark.parametrize(
    "name",
    [
        *("Ticket No", "Booking ID", "Reservation number", "Check #", "Gift ID", "Job No"),
        *("Buchungsnr", "Bestellung", "Quittungsnummer", "N° ticket", "Numéro de réservation"),
        *("Nº reserva", "Recibo", "Folio"),
    ],
)
def test_names_of_the_number_of_a_sale_are_known(check, name):
    text = _sales(f"Customer ID,Date,{name},SKU,Total", lambda sale, _: 70 + sale, total=True)
    found = check({"sales.csv": text})

    assert _code_and_text(found, "order_total_on_lines")
    assert not _code_and_text(found, "column_by_cells")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Chit", lambda sale, _: 70 + sale),
        ("Sitzung", lambda sale, _: f"S-{9000 - sale}"),
        ("Enc", lambda sale, _: f"{sale * 7919 % 10007 + 1_000_000}"),
    ],
)
def test_a_number_that_the_lines_of_a_sale_share_is_read_and_said(check, name, number):
    found = check({"sales.csv": _sales(f"Customer ID,Date,{name},SKU,Total", number, total=True)})

    (told,) = _code_and_text(found, "column_by_cells")
    assert f"'{name}' is read as one" in told
    assert f'ignore = ["{name}"]' in told
    assert _code_and_text(found, "order_total_on_lines")
    assert found.good().order_id.nunique() == 40


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Table", lambda sale, _: sale % 9 + 1),  # of many customers
        ("Points", lambda sale, _: 100 + sale * 37 % 41),  # short, and in no order
        ("Region", lambda sale, _: f"R{sale % 7 + 100000}"),  # of the customer, on several days
        ("Row", lambda _, line: line + 1),  # of a line
        ("Weather", lambda sale, _: f"mild {'abcdefghij'[sale % 10]}"),
        ("Till", lambda *_: "100200"),
        ("Remark", lambda sale, _: f"no {sale + 100}"),
        ("Weight", lambda sale, _: f"{sale + 1}.25"),
    ],
)
def test_clean_other_columns_number_no_orders(check, name, number):
    found = check({"sales.csv": _sales(f"Customer ID,Date,{name},SKU,Amount", number)})

    assert not _code_and_text(found, "column_by_cells")
    assert "order_id" not in found.good() or found.good().order_id.isna().all()


def test_what_is_ignored_numbers_no_orders(check):
    text = _sales("Customer ID,Date,Chit,SKU,Amount", lambda sale, _: 70 + sale)
    toml = '[transactions]\nignore = ["Chit"]\n'
    found = check({"sales.csv": text, "columns.toml": toml})

    assert not _code_and_text(found, "column_by_cells")
