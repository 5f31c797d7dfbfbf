"""What stands late in a file, or in a large one, counts as it does early and in a small one."""

from __future__ import annotations

import io
from datetime import date, timedelta

import duckdb
import pytest
from openpyxl import Workbook

from analysis.rows import quick, quickload, staging

N_ROWS = 2_400


def rows(word, *, late_from, quoted=""):
    """Orders of which one in 20 from a place on holds a word."""
    told = [["Order", "Customer", "Date", "Total", "Result", "Remark"]]
    for at in range(N_ROWS):
        day = date(2022, 1, 1) + timedelta(days=at * 700 // N_ROWS)
        result = word if at >= late_from and at % 20 == 0 else "Paid"
        told.append([f"A{at:05d}", f"C{at % 150}", str(day), f"{5 + at % 90}.50", result, quoted])
    return told


def as_csv(table, cell=str):
    return "\n".join(";".join(map(cell, line)) for line in table)


def quoted(text):
    return f'"{text}"' if "\n" in text or ";" in text else text


def as_workbook(table):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    for line in table:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("remark", ["", "line one\nline; two\nPaid;Cancelled"])
def test_a_status_that_begins_late_is_one(check, remark):
    late = check({"a.csv": as_csv(rows("Cancelled", late_from=900, quoted=remark), quoted)})

    assert late.codes == {"cancelled": 75}
    assert "status_by_words" in late.warned


def test_a_status_that_begins_late_is_one_in_a_workbook_too(check):
    late = check({"a.xlsx": as_workbook(rows("Cancelled", late_from=900))})

    assert late.codes == {"cancelled": 75}


def test_a_status_that_begins_late_is_one_in_parquet_too(check, tmp_path):
    (tmp_path / "made.csv").write_text(as_csv(rows("Cancelled", late_from=900)), "utf-8")
    duckdb.sql(f"FROM read_csv('{tmp_path / 'made.csv'}', delim=';', header=true)").write_parquet(
        str(tmp_path / "made.parquet")
    )
    late = check({"a.parquet": (tmp_path / "made.parquet").read_bytes()})

    assert late.codes == {"cancelled": 75}


def test_words_that_are_no_status_late_in_a_file_change_nothing(check):
    clean = check({"a.csv": as_csv(rows("Berlin", late_from=900))})

    assert clean.codes == {}
    assert "status_by_words" not in clean.warned


@pytest.fixture(params=["quick", "large", "small"])
def lane(request, monkeypatch):
    """Read files as if they were large in a plain style, large in another one, or small."""
    for room, name, small in (
        (quickload, "QUICK_BYTES", request.param != "quick"),
        (quick, "QUICK_BYTES", request.param != "quick"),
        (staging, "SMALL_BYTES", request.param == "small"),
    ):
        monkeypatch.setattr(room, name, 1 << 40 if small else 0)
    return request.param


def orders(n=450, **late):
    """Tidy orders, a day each; the cells of the last ones as they are given."""
    told = ["Order;Customer;Date;Total;Description"]
    for at in range(n):
        cells = {
            "order": f"A{at:05d}", "customer": f"C{at % 50}", "text": "Goods",
            "date": date(2022, 1, 1) + timedelta(days=at), "total": f"{5 + at % 90}.50",
        } | (late if at >= n - 10 else {})  # fmt: skip
        told.append("{order};{customer};{date};{total};{text}".format(**cells))
        told += [late[name] for name in ("below",) if name in late and at >= n - 10]
    return "\n".join(told) + "\n"


@pytest.mark.parametrize(
    ("late", "codes", "n_blank"),
    [
        ({"text": "Goods;  "}, {}, 0),  # an idle delimiter with blanks behind the last column
        ({"text": ";  "}, {}, 0),
        ({"below": "   "}, {}, 10),
        ({"below": ";;"}, {}, 10),
        ({"order": "Subtotal"}, {"total_row": 10}, 0),
        ({"order": "Summe"}, {"total_row": 10}, 0),
        ({"text": "Saldovortrag 2023"}, {"total_row": 10}, 0),
        ({"order": "TOTAL-17", "text": "Total care"}, {}, 0),
        ({"customer": "TOTAL"}, {}, 0),  # each with an order of its own: a company
        ({"customer": "Total", "order": ""}, {"total_row": 10}, 0),
        ({"customer": "Total", "order": "A00001"}, {"total_row": 10}, 0),
    ],
)
def test_each_lane_counts_the_same(check, lane, late, codes, n_blank):
    found = check({"orders.csv": orders(**late)})

    assert found.codes == codes
    assert found.receipt.rows_blank == n_blank
    assert found.receipt.rows_good == 450 - sum(codes.values())


def test_a_total_in_a_text_of_parquet_is_found_beyond_the_sample(check, lane, tmp_path):
    (tmp_path / "made.csv").write_text(orders(1_000, text="Zwischensumme"), "utf-8")
    duckdb.sql(f"FROM read_csv('{tmp_path / 'made.csv'}')").write_parquet(
        str(tmp_path / "made.parquet")
    )

    assert check({"a.parquet": (tmp_path / "made.parquet").read_bytes()}).codes == {"total_row": 10}


def test_a_currency_of_a_few_late_cells_is_counted(check, lane):
    found = check({"orders.csv": orders(total="7.00 $")})

    (said,) = (w for w in found.receipt.warnings if w.code == "currency_in_part")
    assert "10 cells name USD, the other 440 no currency" in said.message
    assert "The first is line 442." in said.message


def test_offsets_of_a_few_late_times_are_told(check, lane):
    lines = orders().splitlines()
    lines[1:] = [
        line.replace(cell := line.split(";")[2], f"{cell} 10:00:00" + "+02:00" * (at >= 440))
        for at, line in enumerate(lines[1:])
    ]
    found = check({"orders.csv": "\n".join(lines)})

    (said,) = (w.message for w in found.receipt.warnings if w.code == "mixed_offsets")
    assert "+02:00, none" in said


def test_old_line_ends_are_read_in_a_long_file_too(check):
    found = check({"orders.csv": orders(15_000).replace("\n", "\r")})

    assert found.receipt.rows_good == 15_000


@pytest.mark.parametrize("n_rows", [40, 900])
def test_of_an_overlap_the_newest_values_are_used_from_its_first_day_on(check, n_rows):
    """One row a day; the second file tells the last ten days of the first anew."""
    lines = orders(n_rows).splitlines()
    half = n_rows // 2
    told_anew = [line.replace(".50;", ".75;") for line in lines[half - 9 : half + 1]]
    found = check({
        "orders_1.csv": "\n".join(lines[: half + 1]),
        "orders_2.csv": "\n".join([lines[0], *told_anew, *lines[half + 1 :]]),
    })  # fmt: skip

    assert found.codes == {"older_version": 10}
    assert found.receipt.rows_good == n_rows


ORDERS = {
    "shop": ("Name,Email,Total,Created at,Lineitem quantity,Lineitem name", ",", "{:.2f}"),
    "german": ("Bestellnummer;Kundennummer;Gesamtbetrag;Bestelldatum;Menge;Artikel", ";", "{:.2f}"),
    "french": ("N° commande\tCode client\tMontant\tDate de commande\tQuantité\tArticle", "\t",
               "{:.2f}"),
}  # fmt: skip


def orders_of_lines(form, blank):
    """90 orders, every third of three lines; ``blank`` says which lines have no amount."""
    header, sign, money = ORDERS[form]
    told = [header]
    for at in range(90):
        for line in range(3 if at % 3 == 0 else 1):
            amount = "" if blank(at, line) else money.format(10 + at + line)
            day = date(2024, 1, 1) + timedelta(days=3 * at)
            told.append(sign.join([f"#{1000 + at}", f"p{at % 40}@x.example", amount, str(day),
                                   f"{line + 1}", "Lamp"]))  # fmt: skip
    return "\n".join(told) + "\n"


@pytest.mark.parametrize("form", ORDERS)
def test_the_total_on_the_first_line_of_an_order_counts_once(check, lane, form):
    found = check({"orders.csv": orders_of_lines(form, lambda _, line: line > 0)})

    assert found.codes == {}
    assert "order_total_on_one_line" in found.warned
    good = found.good()
    assert (len(good), good["order_id"].nunique()) == (150, 90)
    assert good["amount"].sum() == sum(10 + at for at in range(90))


@pytest.mark.parametrize("form", ORDERS)
def test_a_line_without_an_amount_among_lines_with_their_own_is_a_fault(check, lane, form):
    """Blank are the last lines of four orders of three lines, and two orders of one line."""
    blank = {(0, 2), (9, 2), (30, 2), (60, 2), (1, 0), (50, 0)}
    found = check({"orders.csv": orders_of_lines(form, lambda *line: line in blank)})

    assert found.codes == {"no_amount": 6}
    assert "order_total_on_one_line" not in found.warned
