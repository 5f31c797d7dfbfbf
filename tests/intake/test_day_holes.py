"""A day that the newest orders lack, beside one that all lines have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

N = 100
DAYS = [date(2024, 1, 1) + timedelta(days=at) for at in range(N)]


def orders(columns: dict[str, list[str]]) -> dict[str, str | bytes]:
    lines = [
        ";".join([f"{at % 7 + 100}", "5.00", *cells])
        for at, cells in enumerate(zip(*columns.values(), strict=True))
    ]
    return {"orders.csv": "\n".join([";".join(["Customer ID", "Amount", *columns]), *lines, ""])}


def days(after: int = 0) -> list[str]:
    return [str(day + timedelta(days=after)) for day in DAYS]


def lacking(cells: list[str], holes: range, blank: str = "") -> list[str]:
    return [blank if at in holes else cell for at, cell in enumerate(cells)]


NEWEST = range(N - 5, N)


@pytest.mark.parametrize(
    ("entered", "used", "blank"),
    [
        ("date_add", "invoice_date", "0000-00-00"),
        ("date_add", "invoice_date", "0000-00-00 00:00:00"),
        ("Erstellt am", "Rechnungsdatum", ""),
        ("Creado el", "Fecha factura", "NULL"),
        ("Créé le", "Date facture", ""),
        ("Erfassungsdatum", "Fakturadatum", "-"),
    ],
)
def test_open_orders_are_kept_by_the_day_that_all_lines_have(check, entered, used, blank):
    found = check(orders({entered: days(), used: lacking(days(), NEWEST, blank)}))
    assert found.codes == {}
    assert str(found.intake.as_of) == days()[-1]
    (said,) = [w.message for w in found.receipt.warnings if w.code == "day_with_holes"]
    assert f"'{used}' is blank on 5 of 100 lines" in said
    assert f'ordered_on = "{used}"' in said


def test_another_day_that_all_lines_have_is_asked_about(refused):
    found = refused(orders({"Erstellt am": days(),
                            "Rechnungsdatum": lacking(days(4), NEWEST)}))  # fmt: skip
    assert found.code == "two_candidates"
    assert 'ordered_on = "Erstellt am"' in str(found)
    assert 'ordered_on = "Rechnungsdatum"' in str(found)


@pytest.mark.parametrize("used", ["Rechnungsdatum", "Erstellt am"])
def test_the_map_can_name_either(check, used):
    files = orders({"Erstellt am": days(), "Rechnungsdatum": lacking(days(4), NEWEST)})
    files["columns.toml"] = f'[transactions]\nordered_on = "{used}"\n'
    assert check(files).receipt.rows_good == (95 if used == "Rechnungsdatum" else 100)


STATUS = ["void" if at in NEWEST else "paid" for at in range(N)]


@pytest.mark.parametrize(
    ("columns", "n_aside"),
    [
        # A few holes among older lines are slips.
        ({"created_at": days(), "invoice_date": lacking(days(), range(20, 23))}, 3),
        # What was cancelled, or not won, has no invoice.
        ({"created_at": days(), "invoice_date": lacking(days(), NEWEST), "Status": STATUS}, 5),
        ({"created_at": days(), "Close date": lacking(days(), NEWEST)}, 5),
        # The other day has holes itself, or is of something else.
        ({"created_at": lacking(days(), range(40, 50)),
          "invoice_date": lacking(days(), NEWEST)}, 5),
        ({"Due date": days(30), "invoice_date": lacking(days(), NEWEST)}, 5),
        ({"Paid at": days(), "invoice_date": lacking(days(), NEWEST)}, 5),
    ],
    ids=str,
)  # fmt: skip
def test_clean_the_day_of_the_order_stays(check, columns, n_aside):
    found = check(orders(columns))
    assert "day_with_holes" not in found.warned
    assert found.receipt.rows_set_aside == n_aside
