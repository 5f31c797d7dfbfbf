"""A file, or the time from a day on, whose money is in another unit is said."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

N = 120


def _sales(year: int, write, *, who: str = "K", more: str = "", head: str = "") -> str:
    """Return sales of a year: about 20 to 900 each, written by a function."""
    draw = random.Random(year)
    lines = []
    for at in range(N):
        day = date(year, 1, 1) + timedelta(days=3 * at)
        money = write(round(draw.lognormvariate(4.8, 0.8), 2))
        lines.append(f"{who}{draw.randint(1, 30)},{day},{money}{more}")
    return "\n".join([f"customer_id,order_date,amount{head}", *lines]) + "\n"


def plain(money: float) -> str:
    return f"{money:.2f}"


def cents(money: float) -> str:
    return f"{money * 100:.0f}"


def thousands(money: float) -> str:
    return f"{money / 1000:.3f}"


def whole(money: float) -> str:
    return f"{money:.0f}"


def _told(found) -> list[str]:
    return [one.message for one in found.receipt.warnings if one.code == "units_differ"]


@pytest.mark.parametrize(
    ("odd", "unit"), [("2022", cents), ("2023", cents), ("2024", cents), ("2023", thousands)]
)
def test_a_year_in_another_unit(check, odd, unit):
    files = {
        f"orders_{year}.csv": _sales(year, unit if str(year) == odd else plain)
        for year in (2022, 2023, 2024)
    }
    (told,) = _told(check(files))
    assert f"they may be {unit.__name__}" in told
    assert f'amount_in = "{unit.__name__}" under ["orders_{odd}.csv"]' in told

    files["columns.toml"] = f'["orders_{odd}.csv"]\namount_in = "{unit.__name__}"\n'
    assert not _told(check(files))


def test_a_shop_in_cents_beside_another_at_the_same_time(check):
    files = {"berlin.csv": _sales(2023, plain), "wien.csv": _sales(2023, cents, who="W")}
    (told,) = _told(check(files))
    assert "Amounts of wien.csv are whole numbers" in told
    assert "line 2 of wien.csv" in told


def test_many_months_in_cents_are_said_once(check):
    lines = _sales(2023, plain).splitlines()[1:], _sales(2024, cents).splitlines()[1:]
    head = "customer_id,order_date,amount\n"
    files = {
        f"{year}-{part}.csv": head + "\n".join(own[part * 30 : part * 30 + 30]) + "\n"
        for year, own in zip((2023, 2024), lines, strict=True) for part in range(4)
    }  # fmt: skip
    (told,) = _told(check(files))
    assert "2024-0.csv and 3 more files" in told


@pytest.mark.parametrize(
    ("first", "then", "word"), [(plain, cents, "from"), (cents, plain, "until")]
)
def test_a_change_within_one_file(check, first, then, word):
    text = _sales(2023, first) + _sales(2024, then).split("\n", 1)[1]
    (told,) = _told(check({"orders.csv": text}))
    assert f"Amounts {word} 202" in told
    assert "export all in one unit" in told


def test_months_in_the_middle(check):
    lines = [_sales(year, unit).splitlines()[1:] for year, unit in ((2022, plain), (2022, cents))]
    mixed = [b if "-05-" in b or "-06-" in b else a for a, b in zip(*lines, strict=True)]
    (told,) = _told(check({"a.csv": "\n".join(["customer_id,order_date,amount", *mixed]) + "\n"}))
    assert "Amounts of 2022-05, 2022-06 are whole numbers" in told


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": _sales(2022, plain), "b.csv": _sales(2023, plain)},
        {"a.csv": _sales(2022, whole), "b.csv": _sales(2023, cents)},
        {"a.csv": _sales(2022, plain), "b.csv": _sales(2023, whole)},
        {"a.csv": _sales(2022, plain), "b.csv": _sales(2023, lambda m: f"{m * 8:.0f}")},
        {"shop.csv": _sales(2023, plain), "projects.csv": _sales(2023, lambda m: f"{m * 38:.0f}")},
        {"shop.csv": _sales(2023, plain), "projects.csv": _sales(2023, lambda m: f"{m * 190:.0f}")},
        {"a.csv": _sales(2023, plain), "b.csv": _sales(2023, lambda m: f"{m / 300:.3f}")},
        {"shop.csv": _sales(2022, plain, more=",EUR", head=",currency"),
         "tokyo.csv": _sales(2022, cents, more=",JPY", head=",currency")},
        {"a.csv": _sales(2022, plain), "one.csv": "customer_id,date,amount\nK1,2023-01-05,9\n"},
    ],
    ids=["same", "all whole", "whole as large", "eight times", "projects", "larger ones",
         "small parts", "yen", "few lines"],
)  # fmt: skip
def test_clean_files_are_not_doubted(check, files):
    assert not _told(check(files))


HEADS = {
    "en": ("customer_id,order_date,amount", "Amount (cents)", "Amount"),
    "de": ("Kundennr,Datum,Betrag", "Betrag in Cent", "Betrag (EUR)"),
    "fr": ("Code client,Date,Montant", "Montant (centimes)", "Montant TTC €"),
}
ALL_CENTS = '[transactions]\namount_in = "cents"\n'


def _named(year: int, write, head: str, money: str) -> str:
    columns = ",".join([*head.split(",")[:2], money])
    return _sales(year, write).replace("customer_id,order_date,amount", columns)


@pytest.mark.parametrize("language", HEADS)
def test_a_header_that_does_not_say_the_unit_stated_for_all_is_asked_about(
    check, refused, language
):
    head, in_cents, plainly = HEADS[language]
    files = {
        "a_2023.csv": _named(2023, cents, head, in_cents),
        "a_2024.csv": _named(2024, whole, head, plainly),
        "columns.toml": ALL_CENTS,
    }
    refusal = refused(files)

    assert (refusal.code, refusal.file) == ("stated_unit_in_doubt", "a_2024.csv")
    assert f"'{in_cents}' of a_2023.csv says so, and '{plainly}' of a_2024.csv" in str(refusal)
    line = '["a_2024.csv"]\namount_in = "units"\n'
    assert line in f"{refusal.to_do}\n"
    plain_sum = check({"a.csv": _sales(2024, whole)}).good()["amount"].sum()
    money = check(files | {"columns.toml": ALL_CENTS + line})
    good = money.good()
    assert good[good["ordered_on"].dt.year == 2024]["amount"].sum() == plain_sum
    assert not _told(money)
    assert not _told(check(files | {"columns.toml": ALL_CENTS + line.replace("units", "cents")}))


@pytest.mark.parametrize("language", HEADS)
def test_files_that_all_say_the_unit_or_none_are_read_unasked(check, language):
    head, in_cents, plainly = HEADS[language]
    for first, second in ((in_cents, in_cents), (plainly, plainly)):
        files = {
            "a_2023.csv": _named(2023, cents, head, first),
            "a_2024.csv": _named(2024, cents, head, second),
            "columns.toml": ALL_CENTS,
        }
        assert not _told(check(files))


def test_what_the_map_saw_says_the_unit_too(refused):
    seen = 'seen = { header = ["customer_id", "order_date", "Amount (cents)"] }\n'
    files = {"a_2024.csv": _sales(2024, whole), "columns.toml": ALL_CENTS + seen}

    assert "'Amount (cents)', which the export had then, says so" in str(refused(files))


@pytest.mark.parametrize("write", [whole, plain])
def test_money_a_hundredth_of_the_others_by_the_unit_stated_for_all_is_said(check, write):
    files = {
        "orders_2023.csv": _sales(2023, cents),
        "orders_2024.csv": _sales(2024, write),
        "columns.toml": ALL_CENTS,
    }
    (told,) = _told(check(files))

    assert 'amount_in = "units" under ["orders_2024.csv"]' in told
    answered = ALL_CENTS + '["orders_2024.csv"]\namount_in = "units"\n'
    assert not _told(check(files | {"columns.toml": answered}))
