"""Short files of one header are judged together, as the export by months that they are."""

from datetime import date, timedelta

import pytest

from analysis.errors import InputRefused
from analysis.intake import check_exports
from analysis.intake.ownsection import judge_together
from analysis.intake.proposal import propose_map
from analysis.workspace import Workspace


def _lines(month, n):
    """Return so many lines of a month: customer, day, cents, and what else a till writes."""
    days = [date(2023, month, 2) + timedelta(days=at) for at in range(n)]
    return [
        (f"4{(3 * month + at) % 9:03d}", str(day), f"{9 + at * 3}.{at % 90:02d}")
        for at, day in enumerate(days)
    ]


def _months(header, row, *, n=8, months=range(1, 10)):
    return {
        f"till_2023-{month:02d}.csv": "\n".join([header, *(row(*one) for one in _lines(month, n))])
        for month in months
    }


DAY = ("Member,Swiped,Amount", lambda who, day, money: f"{who},{day},{money}")
MONEY = ("Member,Date,Fee,Points", lambda who, day, money: f"{who},{day},{money},7")
WHO = (
    "Rechnungsempfänger,Date,Receipt,Amount",
    lambda who, day, money: f"{who},{day},R{day},{money}",
)


@pytest.mark.parametrize(
    ("layout", "column", "header"),
    [
        (DAY, "ordered_on", "Swiped"),
        (MONEY, "amount", "Fee"),
        (WHO, "customer_id", "Rechnungsempfänger"),
    ],
)
def test_months_prove_a_column_that_no_month_proves_alone(check, refused, layout, column, header):
    months = _months(*layout)
    checked = check(months)

    assert checked.receipt.rows_good == 72
    assert checked.good()["customer_id"].nunique() == 9
    assert [w.column for w in checked.receipt.warnings if w.code == "column_by_cells"] == [header]
    alone = refused(dict([next(iter(months.items()))]))
    assert (alone.code, alone.column) == ("missing_column", column) or column in alone.happened


def test_the_proposed_map_is_the_one_that_the_check_reads(tmp_path):
    for name, content in _months(*MONEY).items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    proposed = propose_map([tmp_path])

    assert {one.questions for one in proposed.files} == {()}
    assert {
        column.header for one in proposed.files for column in one.columns
        if column.column == "amount"
    } == {"Fee"}  # fmt: skip


def test_a_currency_is_seen_in_every_month(check):
    """A month with three lines proves no column of currencies; its money is still two sums."""

    def row(who, day, money):
        return f"{who},{day},{money},{'USD' if int(who) % 3 == 0 else 'EUR'}"

    checked = check(_months("Member,Date,Amount,Sett", row, n=3, months=range(1, 13)))

    assert {*checked.receipt.amount_sum_by_currency} == {"EUR", "USD"}


def test_a_long_file_speaks_for_the_short_one_beside_it(check):
    header, row = MONEY
    long = _lines(1, 28) + _lines(2, 27) + _lines(3, 28)
    files = {
        "till_2023-q1.csv": "\n".join([header, *(row(*one) for one in long)]),
        "till_2023-04.csv": "\n".join([header, *(row(*one) for one in _lines(4, 2))]),
    }

    assert check(files).receipt.rows_good == 85


@pytest.mark.parametrize("other", ["Member,Date,Toll,Points", "Member;Date;Fee;Points"])
def test_files_of_another_header_or_delimiter_prove_nothing_for_a_short_one(refused, other):
    header, row = MONEY
    sign = ";" if ";" in other else ","
    short = "\n".join([other, *(row(*one).replace(",", sign) for one in _lines(12, 2))])

    told = refused({**_months(header, row), "till_2023-12.csv": short})

    assert told.file == "till_2023-12.csv"
    assert "amount" in told.happened


def test_months_that_hold_rivals_together_are_asked_about_once(refused):
    """One month in which both columns could be the money leaves all of them open."""
    months = _months("Member,Date,Fee,Extra", lambda who, day, money: f"{who},{day},{money},1.50")
    varied = [f"{who},{day},{money},{float(money) / 3:.2f}" for who, day, money in _lines(11, 25)]
    months["till_2023-11.csv"] = "\n".join(["Member,Date,Fee,Extra", *varied])

    told = refused(months)

    assert told.file == "till_2023-01.csv"
    assert "Extra" in told.to_do
    assert "Fee" in told.to_do


def test_lines_of_a_refusal_are_for_all_months_alike(refused):
    months = _months(
        "Member,Date,Paid A,Paid B", lambda who, day, money: f"{who},{day},{money},{money}1"
    )

    assert "[transactions]" in refused(months).to_do


def test_a_refused_month_does_not_hide_the_others(tmp_path):
    """What is no table is said by its name, whatever stands beside it."""
    for name, content in _months(*MONEY).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "till_2023-99.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))

    with pytest.raises(InputRefused) as caught:
        check_exports([tmp_path], Workspace(tmp_path / "w"))

    assert caught.value.file == "till_2023-99.csv"


def test_no_table_is_judged_by_more_than_a_sample(tmp_path):
    from analysis.engine import Engine
    from analysis.intake.recognition import Options, lay_out

    header, row = MONEY
    with Engine() as engine:
        laid = []
        for at, n in enumerate((3, 350, 30, 30, 390, 3, 420)):
            lines = "\n".join([header, *(row(f"{at}", "2023-01-02", "5.00") for _ in range(n))])
            path = tmp_path / f"till_{at}.csv"
            path.write_text(lines, encoding="utf-8")
            laid.append(lay_out(engine, path, tmp_path, Options()))
        together = [file.layouts[0] for file in judge_together(laid)]

    assert all(len(list(one.judged)) <= 400 + 256 for one in together)
    # A long one has some of the others, too: a column may be empty in one of them.
    assert all(len({record.fields[0] for record in one.beside}) > 4 for one in together)
    assert len({record.fields[0] for record in together[0].judged}) > 4
