"""Traps 49, 50, 53 and 71: look-alikes, guests, names beside ids, ids that do not meet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analysis.cells.ids import fault_of
from analysis.doubts.idspellings import doubt_ids
from analysis.engine import Engine
from intake.traps.cases import days_from, table
from intake.traps.company import as_csv, orders

STEADY = orders()


@pytest.mark.parametrize("kept", ['"=""{}"""', '="{}"', "'{}"])
def test_files_that_a_spreadsheet_keeps_as_text_altogether_are_read(check, kept):
    cells = [[f"{at:05d}", f"{at:02d}.01.2024 10:15", f"{at},50"] for at in range(1, 29)]
    rows = [";".join(map(kept.format, row)) for row in cells]
    found = check({"umsatz.csv": table("Kundennr;Datum;Betrag", *rows)})
    assert (found.receipt.rows_good, found.receipt.amount_sum) == (28, "420.00")
    assert str(found.good()["ordered_on"].max())[:10] == "2024-01-28"
    assert found.good()["customer_id"].min() == "00001"


@pytest.mark.parametrize(
    "word",
    [
        "Guest Customer", "Walk In Customer", "web guest", "Diverser Kunde", "CPD-Kunde",
        "Sammeldebitor", "Ladenkunde", "Client caisse", "Vente au comptoir", "Clients divers",
        "Cliente de contado", "Cliente de mostrador", "Público general", "público en general",
        "Clientes varios", "Cliente ocasional",
    ],
)  # fmt: skip
def test_trap_50_guests_in_four_languages_are_nobody(word):
    assert fault_of(word) == "placeholder_customer"


@pytest.mark.parametrize(
    "name",
    [
        "Guest House Mill", "CPD Systems GmbH", "Diverse Solutions Ltd", "Sammel & Söhne",
        "Ladenburg Kundendienst", "Client Services Inc", "Comptoir des Cotonniers",
        "Contado Vinos SL", "Mostrador Santa Fe", "Público Diario SA", "Varios Hermanos",
    ],
)  # fmt: skip
def test_trap_50_firms_with_such_a_word_in_their_name_are_customers(name):
    assert fault_of(name) == ""


def both_alphabets(n: int, apart: int = 0) -> list[str]:
    """Twenty Latin ids, and ``n`` of them (or others) that begin with a Cyrillic letter."""
    return [f"C-{at}" for at in range(20)] + [f"\u0421-{at + apart}" for at in range(n)]


@pytest.mark.parametrize(
    ("ids", "n_told"),
    [
        (both_alphabets(1), 1),
        (both_alphabets(1, apart=50), 1),
        (both_alphabets(8), 8),
        (both_alphabets(20), 20),
        (both_alphabets(20, apart=15), 5),
        ([f"\u0421-{at}C" for at in range(20)], 20),  # two alphabets within each id
        (both_alphabets(20, apart=50), 0),  # customers of two countries
        (both_alphabets(20)[20:], 0),
    ],
)
def test_trap_49_look_alikes_are_said_whatever_their_share(ids, n_told):
    engine = Engine()
    rows = ", ".join(f"(0, '{one}')" for one in ids)
    engine.execute(
        f"CREATE TEMP TABLE all_customers AS SELECT * FROM (VALUES {rows}) AS t(broken_, "
        "customer_id)"
    )
    told = [w.message for w in doubt_ids(engine, "customers") if w.code == "mixed_scripts"]
    assert [message.split()[0] for message in told] == [str(n_told)] * bool(n_told)


@pytest.mark.parametrize(
    ("header", "beside", "told"),
    [
        ("Name", "Test Customer", True),
        ("Kunde", "Testkunde", True),
        ("Raison sociale", "INTERNAL TEST", True),
        ("Cliente", "Cliente de prueba", True),
        ("E-mail", "ann@shop.example.com", True),
        ("Name", "Contest & Sons", False),
        ("Kunde", "Internationale Möbel", False),
        ("E-mail", "ann@testlab.com", False),
        ("Product", "Test Customer", False),
        ("Bemerkung", "test", False),
    ],
)
def test_trap_53_names_and_addresses_beside_the_customer_are_looked_at(check, header, beside, told):
    def named(order: tuple[int, date, int]) -> str:
        return beside if order[0] == 17 else f"Firm {order[0]}"

    found = check({"orders.csv": as_csv(STEADY, "us", more=(header, named))})
    warned = {warned.code: warned.message for warned in found.receipt.warnings}
    assert ("test_accounts" in warned) is told, warned
    assert not told or warned["test_accounts"].endswith('exclude_customers = ["K0017"]')


@pytest.mark.parametrize(
    ("name", "days", "refuses"),
    [
        ("{:04d}", ["2023-05-01"] * 3, True),  # 40 ids in 120 rows
        ("{:04d}", ["2024-05-01"] * 3, True),  # all of them after the last order
        ("{:04d}", ["2023-05-01"], False),  # 40 rows are few
        ("K{:04d}", ["2023-05-01"] * 3, False),
        ("K{:04d}", ["2024-05-01"] * 3, False),
    ],
)
def test_trap_71_shares_count_from_a_hundred_rows_on(check, refused, name, days, refuses):
    lines = [f"{name.format(at)},{day},late {at}" for at in range(40) for day in days]
    files = {"orders.csv": as_csv(STEADY), "reasons.csv": table("customer_id,date,note", *lines)}
    if refuses:
        assert refused(files).code == "ids_do_not_match"
        return
    found = check(files)
    assert ("unmatched_ids" in found.warned) == (not name.startswith("K"))


def test_addresses_that_all_customers_of_all_months_have_are_no_sign_of_a_test(check):
    files = {
        f"orders_{month}.csv": "Customer ID,E-mail,Order date,Amount\n" + "".join(
            f"K{at},k{at}@example.com,2024-{month:02d}-{day:02d},{at}.50\n"
            for at in range(9 * month, 9 * month + 9) for day in (3, 17)
        )
        for month in range(1, 6)
    }  # fmt: skip

    assert "test_accounts" not in check(files).warned


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("Kunde;Datum;Betrag", True),  # names, where the first file has numbers
        ("Kundennummer;Datum;Betrag", False),  # the same numbers under another header
        ("Kd-Nr;Datum;Betrag", False),
    ],
)
def test_files_that_call_customers_otherwise_are_said(check, second, told):
    days = days_from("2023-01-05", 60)
    first = [f"{at % 20 + 100};{day};{at + 5},00" for at, day in enumerate(days)]
    name = "Firma {}" if second.startswith("Kunde;") else "{}"
    later = [
        f"{name.format(at % 20 + 100)};{days[at] + timedelta(days=365)};{at},50" for at in range(60)
    ]

    found = check({"a.csv": table("Kd-Nr;Datum;Betrag", *first), "b.csv": table(second, *later)})

    assert ("customers_called_otherwise" in found.warned) is told
