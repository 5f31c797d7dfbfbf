"""Random tables through random dialects, encodings and dirt: nothing lost, money exact."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake import check_exports
from analysis.workspace import Workspace

ids = st.text("abcXYZ012789-äß", min_size=1, max_size=6).filter(
    lambda text: text.strip("-") not in {"", "0", "00", "000", "0000", "00000", "000000"}
    and not text.startswith("-") and "9999" not in text
)  # fmt: skip
cents = st.integers(-99_999, 999_999)
days = st.dates(min_value=__import__("datetime").date(2021, 1, 1),
                max_value=__import__("datetime").date(2021, 12, 31))  # fmt: skip
notes = st.text(" abc,;|\t\"'\n5é=", max_size=12)
dirt = st.sampled_from(["none"] * 5 + ["no_id", "bad_date", "bad_amount", "blank", "short"])


def written(cent: int, decimal: str) -> str:
    sign, whole = ("-" if cent < 0 else ""), abs(cent)
    return f"{sign}{whole // 100}{decimal}{whole % 100:02d}"


@settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    rows=st.lists(st.tuples(ids, days, cents, notes, dirt), min_size=1, max_size=25),
    delimiter=st.sampled_from(",;\t|"),
    decimal=st.sampled_from(",."),
    style=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d"]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    preamble=st.sampled_from(["", "Export of sales\n\n"]),
)
def test_every_row_is_accounted_for_and_money_is_exact(
    rows, delimiter, decimal, style, end, encoding, preamble
):
    rows = [("a1", rows[0][1], 125, "", "none"), *rows]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Customer ID", "Order date", "Amount", "Remark"])
    good, total = 0, 0
    for customer, day, cent, note, fault in rows:
        cells = [customer, day.strftime(style), written(cent, decimal), note]
        if fault == "blank":
            cells = ["", "", "", ""]
        elif fault == "short":
            cells = cells[:2]
        elif fault != "none":
            cells[{"no_id": 0, "bad_date": 1, "bad_amount": 2}[fault]] = {
                "no_id": "", "bad_date": "2021-02-30", "bad_amount": "x"}[fault]  # fmt: skip
        else:
            good, total = good + 1, total + cent
        writer.writerow(cells)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sales.csv"
        path.write_bytes((preamble.replace("\n", end) + buffer.getvalue()).encode(encoding))
        receipt = check_exports([path], Workspace(Path(folder) / "w")).receipts["transactions"]
    n_blank = sum(fault == "blank" for *_, fault in rows)
    assert receipt.adds_up
    assert (receipt.rows_in, receipt.rows_good, receipt.rows_blank) == (len(rows), good, n_blank)
    assert Decimal(receipt.amount_sum or 0) == Decimal(total) / 100
