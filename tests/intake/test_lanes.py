"""The quick lane is quicker and nothing else: both lanes give the same receipt, rows and lines."""

from __future__ import annotations

import gzip
import random

import pandas as pd
import pytest

from analysis.engine import Engine
from analysis.intake import check_exports
from analysis.rows import quick, quickload
from analysis.workspace import Workspace

ROWS = 400
NOTES = ["", 'said "no"', "two\nlines", "a;b,c|d", "plain"]


def exports(seed: int, *, delimiter: str, decimal: str, style: str, note: bool) -> str:
    """Lines of a shop with dirt of many kinds, quoted where the delimiter or a note needs it."""
    rng = random.Random(seed)
    lines = [delimiter.join(["Order no", "Customer ID", "Order date", "Amount", "Status"]
                            + ["Remark"] * note)]  # fmt: skip
    for at in range(ROWS):
        day = pd.Timestamp(2023, 1, 1) + pd.Timedelta(days=rng.randrange(700))
        amount = f"{rng.choice([1, 1, 1, -1]) * rng.randrange(1, 900_000) / 100:.2f}"
        cells = [
            f"O{at:05d}",
            f"C{rng.randrange(40):03d}",
            day.strftime(style),
            amount.replace(".", decimal),
            rng.choice(["paid", "shipped", "cancelled"]),
        ]
        fault = rng.randrange(25)
        if fault == 0:
            cells[1] = rng.choice(
                ["", "Guest", "  C001 ", "C001\u200b", "1.2E+12", "12.0", '"=""C1"""', "'007"]
            )
        elif fault == 1:
            cells[2] = rng.choice(["", "soon", "1900-01-01", "2023-02-30"])
        elif fault == 2:
            cells[3] = rng.choice(
                ["", "n/a", f"1{decimal}234567", "1e3", "12_000", "(5)", "#N/A", "5 +", "-"]
            )
        if note:
            text = rng.choice(NOTES)
            cells.append('"' + text.replace('"', '""') + '"' if text else "")
        lines.append(delimiter.join(cells))
        if fault == 3:
            lines.append(rng.choice(["", delimiter * 4, "footer", lines[-1], lines[0]]))
        if fault == 4:
            lines.append(delimiter.join([*cells, "one", "too", "many"]))
    return "\n".join(lines) + rng.choice(["", "\n"])


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "dialect",
    [
        {"delimiter": ",", "decimal": ".", "style": "%Y-%m-%d", "note": False},
        {"delimiter": ";", "decimal": ",", "style": "%d.%m.%Y", "note": True},
        {"delimiter": "\t", "decimal": ".", "style": "%m/%d/%Y", "note": False},
        {"delimiter": "|", "decimal": ".", "style": "%Y-%m-%d %H:%M:%S", "note": True},
        {"delimiter": ",", "decimal": ".", "style": "%Y-%d-%m", "note": False},
    ],
    ids=["us", "german", "american", "stamps", "day-before-month"],
)
def test_both_lanes_say_the_same_of_text(both, seed, dialect):
    quickly, carefully = both("orders.csv", exports(seed, **dialect).encode())
    assert quickly[0] == carefully[0]
    assert quickly[1] == carefully[1]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


@pytest.mark.parametrize("amount", ["DECIMAL(12,2)", "DOUBLE", "VARCHAR", "INTEGER"])
@pytest.mark.parametrize(
    ("share", "tidy_rows"),  # the sample ends before the untidy rows, or not
    [(0.0, 500), (0.6, 0), (0.6, 500)],
    ids=["read-again", "stored-untidy", "stored-tidy"],
)
def test_both_lanes_say_the_same_of_parquet(both, tmp_path, monkeypatch, amount, share, tidy_rows):
    monkeypatch.setattr(quick, "_SHARE", share)
    path = tmp_path / "orders.parquet"
    with Engine() as engine:
        engine.execute(
            f"COPY (SELECT CASE WHEN i > {tidy_rows} AND i % 7 = 0 THEN ' C' || (i % 40) || ' ' "
            "ELSE 'C' || (i % 40) END AS customer_id, CASE WHEN i % 50 = 0 THEN NULL "
            "WHEN i % 51 = 0 THEN DATE '1900-01-01' ELSE DATE '2022-01-01' + (i * 7 % 700)::INT "
            f"END AS ordered_on, (i % 90 - 9)::{amount} AS amount, CASE WHEN i % 60 = 0 THEN NULL "
            f"WHEN i >= {tidy_rows} AND i % 61 = 0 THEN ['  O' || i || ' ', 'O  ' || i, "
            "chr(39) || i, 'O' || chr(9) || i, '=\"0' || i || '\"'][1 + i % 5] "
            "ELSE 'O' || i END AS order_id FROM range(800) AS t(i)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    quickly, carefully = both("orders.parquet", path.read_bytes())
    assert quickly[0] == carefully[0]
    assert quickly[1] == carefully[1]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


def test_both_lanes_set_the_same_dates_aside_where_a_stated_order_is_half_true(both):
    text = exports(3, delimiter=",", decimal=".", style="%d/%m/%Y", note=False)
    lines = text.splitlines()
    rows = [f"O9{at:04d},C001,{3 + at % 9:02d}/{13 + at % 9}/2023,5.00,paid" for at in range(40)]
    stated = '[transactions]\ndate_order = "dmy"\n'
    quickly, carefully = both("orders.csv", "\n".join([*lines, *rows]).encode(), stated)
    assert "ambiguous_date" in carefully[0]["set_aside_by_code"]
    assert quickly[0] == carefully[0]


def test_the_quick_lane_is_taken_where_it_should_be(both, taken):
    rows = (f'O{at},C{at % 9},2024-0{1 + at % 9}-05,{at}.50,"a ""b""\n"' for at in range(120))
    text = "\n".join(
        ["Order no,Customer ID,Order date,Amount,Remark", *rows, "O,,2024-01-05,1.50,"]
    )
    both("orders.csv", text.encode())
    assert [found is not None for found in taken] == [True, False]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\t", " \u200b "])
def test_blanks_at_the_end_of_a_line_make_no_further_customer(both, blank):
    ends = ["", blank, blank]
    rows = (f"O{at},2024-0{1 + at % 9}-05,{at}.50,C{at % 8}{ends[at % 3]}" for at in range(240))
    text = "\r\n".join(["Order no,Order date,Amount,Customer ID", *rows, ""])
    quickly, carefully = both("orders.csv", text.encode())
    assert quickly[2]["customer_id"].nunique() == carefully[2]["customer_id"].nunique() == 8


def test_a_cell_with_the_lanes_own_separator_is_read_whole(both):
    rows = "".join(f"O{at},C{at % 9},2024-02-05,{at}.50,x\n" for at in range(120))
    text = f"Order no,Customer ID,Order date,Amount,Channel\n{rows}O,C1\x1eC2,soon,1.50,x\n"
    quickly, carefully = both("orders.csv", text.encode())
    assert quickly[1] == carefully[1]
    assert quickly[0] == carefully[0]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_written_bytes_depend_on_no_number_of_threads(tmp_path, monkeypatch, form):
    monkeypatch.setattr(quickload, "QUICK_BYTES", 0)
    monkeypatch.setattr(quick, "QUICK_BYTES", 0)
    path, written = tmp_path / f"orders.{form}", set()
    with Engine() as engine:
        engine.execute(
            "COPY (SELECT 'O' || i AS order_id, CASE WHEN i % 500 = 0 THEN NULL ELSE 'C' || "
            "(i % 9999) END AS customer_id, DATE '2022-01-01' + (i * 7 % 700)::INT AS ordered_on, "
            "(i % 900 + 1)::DECIMAL(9, 2) AS amount, repeat('x', 150) AS remark "
            "FROM range(300_001) AS t(i)) "
            f"TO '{path}' (FORMAT {form})"  # wide: the engine parts a text file by its bytes
        )
    for threads in (1, 2, 4):
        monkeypatch.setattr(
            Workspace, "engine",
            lambda self, reading=None, n=threads: Engine(spill=self.folder / "spill", threads=n),
        )  # fmt: skip
        workspace = Workspace(tmp_path / f"workspace{threads}")
        check_exports([path], workspace)
        written.add(workspace.parquet("transactions").read_bytes())
    assert len(written) == 1


def test_both_lanes_read_the_same_currencies(both):
    units = ["EUR", "eur", "", "99", "978", "€"]
    rows = "".join(f"O{at},C{at % 9},2024-02-05,{at}.50,EUR\n" for at in range(120))
    rows += "".join(f"P{at},C1,2024-02-06,1.50,{unit}\n" for at, unit in enumerate(units))
    text = f"Order no,Customer ID,Order date,Amount,Currency\n{rows}"
    quickly, carefully = both("orders.csv", text.encode())
    assert quickly[0] == carefully[0]
    assert set(quickly[2]["currency"].dropna()) == {"EUR"}
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


@pytest.mark.parametrize(
    ("header", "yes", "no"), [("Voided", "yes", "no"), ("Cancelled at", "2024-02-06", "")]
)
def test_both_lanes_read_which_orders_were_cancelled(both, header, yes, no):
    rows = "".join(
        f"O{at},C{at % 9},2024-02-05,{at}.50,{yes if at % 9 == 3 else no}\n" for at in range(160)
    )
    text = f"Order no,Customer ID,Order date,Amount,{header}\n{rows}"
    quickly, carefully = both("orders.csv", text.encode())
    assert "flag_as_status" in str(quickly[0])
    assert quickly[0]["set_aside_by_code"]["cancelled"] == 18
    assert quickly[:2] == carefully[:2]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_both_lanes_find_balances_in_a_text(both, tmp_path, form):
    path = tmp_path / f"orders.{form}"
    with Engine() as engine:
        engine.execute(
            "COPY (SELECT 'C' || i % 9 AS customer_id, DATE '2024-01-01' + (i % 300)::INT AS "
            "ordered_on, (i + 1)::DECIMAL(9, 2) AS amount, CASE WHEN i % 80 = 7 THEN "
            "'Saldovortrag 2023' WHEN i % 5 = 0 THEN NULL ELSE 'Rechnung ' || i END AS Text "
            f"FROM range(800) AS t(i)) TO '{path}' (FORMAT {form})"
        )
    quickly, carefully = both(path.name, path.read_bytes())
    assert quickly[0]["set_aside_by_code"] == {"total_row": 10}
    assert quickly[:2] == carefully[:2]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


def test_both_lanes_read_kinds_of_lines_by_their_words(both):
    kinds = ("Invoice", "Invoice", "Credit Note", "Shipping", "Quote", "Refund", "Zork", "",
             "Payment")  # fmt: skip
    rows = "".join(f"{kinds[at % 9]},O{at},C{at % 9},2024-02-05,{at}.50\n" for at in range(160))
    text = "Type,Order no,Customer ID,Order date,Amount\n" + rows
    quickly, carefully = both("orders.csv", text.encode())
    assert all(
        code in str(quickly[0])
        for code in ("kinds_by_words", "unknown_line_types", "payment_lines")
    )
    assert quickly[:2] == carefully[:2]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


def test_both_lanes_take_the_currency_of_a_header(both):
    rows = "".join(f"O{at},C{at % 9},2024-02-05,{at}.50\n" for at in range(120))
    quickly, carefully = both("orders.csv", f"No,Customer ID,Date,Amount (EUR)\n{rows}".encode())
    assert set(quickly[2]["currency"]) == {"EUR"}
    assert quickly[:2] == carefully[:2]
    pd.testing.assert_frame_equal(quickly[2], carefully[2])


def test_both_lanes_read_what_a_database_writes_for_nothing_as_empty(both):
    head = "Order no\tCustomer ID\tOrder date\tAmount\tRemark\n"
    rows = "".join(f"O{at}\tC{at % 9}\t2024-02-05\t{at}.50\t\\N\n" for at in range(120))
    none = "O\t\\N\t2024-02-05\t1.50\tx\nO\tC1\t\\N\t1.50\tx\nO\tC1\t2024-02-05\t\\N\tx\n"
    other = "O\tC\\N\t2024-02-05\t1.50\ta \\N b\n"
    quickly, carefully = both("orders.tsv", f"{head}{none}{rows}{other}".encode())
    assert carefully[0]["set_aside_by_code"] == {"no_amount": 1, "no_customer": 1, "no_date": 1}
    assert carefully[2]["customer_id"].eq("C\\N").sum() == 1
    assert quickly[0] == carefully[0]
    assert quickly[1] == carefully[1]


def test_both_lanes_set_remarks_that_look_like_rows_aside(both):
    rows = "".join(f"O{at},C{at % 9},2024-02-05,{at}.50\n" for at in range(120))
    text = f"Order no,Customer ID,Order date,Amount\n{rows},Druckdatum,2024-03-01,2\n"
    quickly, carefully = both("orders.csv", text.encode())
    assert carefully[0]["set_aside_by_code"] == {"footer": 1}
    assert quickly[0] == carefully[0]
    assert quickly[1] == carefully[1]


@pytest.fixture
def lanes(check, taken, monkeypatch):
    """Return whether the quick lane takes a file of orders, each a line with a day in order."""
    for module in (quickload, quick):
        monkeypatch.setattr(module, "QUICK_BYTES", 0)

    def run(style, name="orders.csv", amount="{:.2f}"):
        days = (pd.Timestamp(2023, 1, 1) + pd.Timedelta(hours=10 * at) for at in range(1500))
        rows = (f"O{at},C{at % 90},{day:{style}},{amount.format(at + 0.5)}\n"
                for at, day in enumerate(days))  # fmt: skip
        text = ("Order no,Customer ID,Order date,Amount\n" + "".join(rows)).encode()
        found = check({name: gzip.compress(text) if name.endswith("gz") else text})
        assert found.receipt.as_dict()["rows_good"] == 1500
        assert str(found.good()["ordered_on"].max())[:10] == "2024-09-16"
        return taken[-1] is not None

    return run


@pytest.mark.parametrize(
    "style", ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M",
              "%Y-%m-%d %H:%M:%S.%f"],
)  # fmt: skip
def test_a_file_in_the_order_of_its_days_is_read_quickly(lanes, style):
    assert lanes(style)


def test_a_packed_file_is_read_quickly(lanes):
    assert lanes("%Y-%m-%d", name="orders.csv.gz")


@pytest.mark.parametrize("style", ["%Y%m%dT%H%M%S", "%Y-%m-%dT%H:%M:%SZ"])
def test_hours_that_may_be_midnights_elsewhere_and_rare_styles_are_read_with_care(lanes, style):
    assert not lanes(style)


def test_a_rare_thousand_among_whole_numbers_is_asked_about(check, refused, taken, monkeypatch):
    """A row of another form goes the careful way, where whole numbers prove no sign either."""
    for module in (quickload, quick):
        monkeypatch.setattr(module, "QUICK_BYTES", 0)
    lines = [f"K{at % 50};{at % 28 + 1:02d}.0{at % 9 + 1}.2024;{at % 3000}" for at in range(6000)]
    clean = "\n".join(["Kundennr;Datum;Betrag", *lines]) + "\n"
    check({"a.csv": clean})
    assert taken[-1] is not None
    assert refused({"a.csv": f"{clean}K7;30.01.2024;1.234\n"}).code == "ambiguous_decimal"
    found = check({"a.csv": f"{clean}K7;30.01.2024;1.25\n"})
    assert found.receipt.rows_good == 6001
