"""Days read as a column beside proves them; headers with something around each of them."""

import pytest

from analysis.columns.columnmap import ColumnMap, count_known
from analysis.columns.mapfile import Stated
from analysis.columns.saleday import settle_day
from analysis.columns.unclear import BY_CELLS
from analysis.files.dialect import sniff
from analysis.results import Warned

FIRSTS = [f"{month:02}/01/202{year}" for year in (1, 2) for month in range(1, 13)]


def bookings(beside: str) -> str:
    lines = (f"C{at % 5};{day};{beside};{at},50\n" for at, day in enumerate(FIRSTS))
    return "Customer;Invoice date;Arrival;Amount\n" + "".join(lines)


def test_another_column_that_proves_the_order_is_used_and_said(check):
    found = check({"orders.csv": bookings("12/25/2020")})

    assert "date_order_by_column" in found.warned
    assert sorted({one.day for one in found.good()["ordered_on"]}) == [1]


@pytest.mark.parametrize("beside", ["25-12-2020", "25/12/20", "25/1/2020", "25.12.2020", "x", ""])
def test_a_date_written_otherwise_proves_nothing_and_first_days_are_offered_first(refused, beside):
    refusal = refused({"orders.csv": bookings(beside)})

    assert refusal.code == "ambiguous_dates"
    assert "with the month first each is day 1 of its month" in refusal.happened
    assert refusal.to_do.index('"mdy"') < refusal.to_do.index('"dmy"')


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("[Customer No];[Invoice date];[Amount]", ("Customer No", "Invoice date", "Amount")),
        ("inv.customer_no;inv.invoice_date;inv.amount", ("customer_no", "invoice_date", "amount")),
        ("#Customer No;Invoice date;Amount", ("Customer No", "Invoice date", "Amount")),
        # Look-alikes: a number, a unit, tables of several names
        ("#Customer;Invoice date;Amount", ("#Customer", "Invoice date", "Amount")),
        ("Customer No;Invoice date;Amount [EUR]", ("Customer No", "Invoice date", "Amount [EUR]")),
        ("a.customer_no;b.day;a.net", ("a.customer_no", "b.day", "a.net")),
    ],
)
def test_what_stands_around_each_header_is_taken_off(header, names):
    assert sniff(f"{header}\n" + "C0;2023-01-02;177.11\n" * 5, count_known).header == names


def test_a_map_may_name_headers_as_the_file_has_them(check):
    lines = "".join(f"C{at % 5};2023-01-{at + 1:02};{at}.50\n" for at in range(20))
    told = '["a.csv"]\ntable = "transactions"\ncustomer_id = "t.kz"\nordered_on = "t.wt"\n'
    files = {"a.csv": "t.kz;t.wt;t.bx\n" + lines, "columns.toml": told + 'amount = "t.bx"\n'}

    assert check(files).receipt.rows_good == 20


def test_a_time_with_the_name_of_its_zone_is_read(check):
    times = "".join(f"C{at % 5};2023-03-{at + 1:02} 10:30:00 Europe/Berlin;5\n" for at in range(20))

    assert check({"orders.csv": "Customer;Order date;Amount\n" + times}).receipt.rows_good == 20


HEADER = ("Deal - Status", "Deal - Deal created", "Deal - Won time", "Deal - Lost time", "Value")


def deals(statuses: str, *, won_in: str = "w") -> list[list[str]]:
    """Return a deal a letter: won, lost or open, with the days that its state has."""
    words = {"w": "Won", "l": "Lost", "o": "Open"}
    return [
        [words[one], f"2024-01-{at + 1:02}", f"2024-03-{at + 1:02}" if one in won_in else "",
         f"2024-02-{at + 1:02}" if one == "l" else "", f"{at}.50"]
        for at, one in enumerate(statuses)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "status", "read"),
    [
        (deals("wwlwlwwlwlww"), {"status": (0,)}, "Deal - Won time"),
        (deals("wwlwlwwlwlww", won_in="wl"), {}, "Deal - Won time"),
        # Look-alikes: deals that are open have no such day, and are counted; no status; a day
        (deals("wwlwowwowoww"), {"status": (0,)}, "Deal - Deal created"),
        (deals("wwlwlwwlwlww"), {}, "Deal - Deal created"),
        ([[*row[:2], row[1], *row[3:]] for row in deals("wwwwwwww")], {}, "Deal - Deal created"),
    ],
)
def test_the_day_on_which_a_deal_was_won_is_that_of_the_sale_where_all_that_count_have_it(
    rows, status, read
):
    told = (Warned(BY_CELLS, "", column=HEADER[1]),)
    columns = ColumnMap("transactions", HEADER, {"ordered_on": (1,), **status}, told)
    settled = settle_day(columns, rows, Stated(), "deals.csv")
    assert settled.label("ordered_on") == read
    assert [one.column for one in settled.warnings] == [read]


@pytest.mark.parametrize("label", ["Order created", "Sold on"])
def test_the_day_of_an_order_is_no_entry_of_a_line(label):
    header = (HEADER[0], label, *HEADER[2:])
    columns = ColumnMap("transactions", header, {"ordered_on": (1,)})
    assert settle_day(columns, deals("wwwwwwww"), Stated(), "deals.csv") == columns
