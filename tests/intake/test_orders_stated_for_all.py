"""An order of day and month that is stated for a whole table, beside a file it does not fit."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.intake import map_exports

HEADS = {
    "de": ("Kundennr;Belegnr;Datum;Betrag", "umsatz_2024.csv", "umsatz_2025-01.csv"),
    "en": ("Customer ID;Order no;Order date;Amount", "sales 2024.csv", "sales January 2025.csv"),
    "fr": ("Code client;N° facture;Date;Montant", "ventes_2024.csv", "ventes_012025.csv"),
}  # fmt: skip


def _file(head: str, written: list[str]) -> str:
    lines = [f"C{at % 7};R-{text[-4:]}{at};{text};{at + 10}.50" for at, text in enumerate(written)]
    return "\n".join([head, *lines]) + "\n"


YEAR = [f"{3 + month % 9:02d}/{month:02d}/2024" for month in range(1, 13) for _ in range(3)]
MONTH_FIRST = [f"01/{day:02d}/2025" for day in range(1, 13)]
DAY_FIRST = [f"{day:02d}/01/2025" for day in range(1, 13)]
STATED = '[transactions]\ndate_order = "dmy"\n'


def _folder(language: str, january: list[str], *, name: str = "", more: str = "") -> dict[str, str]:
    head, first, second = HEADS[language]
    files = {first: _file(head, YEAR), name or second: _file(head, january)}
    return files | {"columns.toml": STATED + more}


@pytest.mark.parametrize("as_of", [None, date(2025, 1, 12)])
@pytest.mark.parametrize("language", HEADS)
def test_a_month_that_the_stated_order_spreads_over_a_year_is_asked_about(
    check, refused, language, as_of
):
    january = HEADS[language][2]
    refusal = refused(_folder(language, MONTH_FIRST), as_of=as_of)

    assert (refusal.code, refusal.file) == ("stated_order_contradicted", january)
    assert "for all files of its table" in str(refusal)
    assert "they lie outside 2025-01" in str(refusal)
    line = f'["{january}"]\ndate_order = "mdy"\n'
    assert line in refusal.to_do
    days = check(_folder(language, MONTH_FIRST, more=line), as_of=as_of).good()["ordered_on"]
    assert days.max().date() == date(2025, 1, 12)
    assert len(days) == len(YEAR) + len(MONTH_FIRST)
    kept = check(_folder(language, MONTH_FIRST, more=line.replace("mdy", "dmy"))).good()
    assert kept["ordered_on"].max().date() == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("as_of", "why"),
    [(date(2025, 1, 12), "after the snapshot date"), (None, "on the same day of each month")],
)
@pytest.mark.parametrize("language", HEADS)
def test_a_name_without_a_month_is_no_need(refused, language, as_of, why):
    refusal = refused(_folder(language, MONTH_FIRST, name="new.csv"), as_of=as_of)

    assert (refusal.code, refusal.file) == ("stated_order_contradicted", "new.csv")
    assert why in str(refusal)


@pytest.mark.parametrize("as_of", [None, date(2025, 1, 12)])
@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("written", [DAY_FIRST, [f"2025-01-{day:02d}" for day in range(1, 13)]])
def test_a_month_in_the_stated_order_is_read_unasked(check, language, as_of, written):
    found = check(_folder(language, written), as_of=as_of)

    assert found.good()["ordered_on"].max().date() == date(2025, 1, 12)
    assert not found.codes


@pytest.mark.parametrize("as_of", [None, date(2024, 12, 31)])
def test_bills_of_each_first_of_a_month_are_read_as_stated(check, as_of):
    firsts = [f"01/{month:02d}/2024" for month in range(1, 13)]
    head, _, _ = HEADS["fr"]
    files = {"abonnements.csv": _file(head, firsts), "columns.toml": STATED}

    assert {*check(files, as_of=as_of).good()["ordered_on"].dt.day} == {1}


def test_a_snapshot_before_a_whole_month_says_nothing_of_its_order(check):
    december = [f"{day:02d}/12/2024" for day in range(1, 11)]
    head, _, _ = HEADS["de"]
    files = {"a.csv": _file(head, YEAR), "b.csv": _file(head, december), "columns.toml": STATED}

    assert check(files, as_of=date(2024, 11, 30)).codes == {"after_as_of": 13}


def test_the_map_asks_it_too_in_a_section_of_the_file(check, tmp_path):
    files = _folder("de", MONTH_FIRST)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    made = map_exports([tmp_path], out=tmp_path)
    text = made.written.text

    assert [one.code for one in made.proposal.files[1].questions] == ["stated_order_contradicted"]
    assert text.index('["umsatz_2025-01.csv"]') < text.index('# date_order = "mdy"')
    answered = text.replace('# date_order = "mdy"', 'date_order = "mdy"')
    days = check(files | {"columns.toml": answered}).good()["ordered_on"]
    assert days.max().date() == date(2025, 1, 12)
