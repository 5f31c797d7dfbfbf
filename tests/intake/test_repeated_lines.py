"""Lines that stand twice: of one key, of one receipt, of two files."""

from __future__ import annotations

import pytest

HEAD = "customer_id,date,amount\n"


def test_lines_with_the_same_key_are_used_once(check):
    head = "order_id,line_no,customer_id,date,amount\n"
    found = check({"t.csv": head + "1,1,a,2024-01-05,5\n1,2,a,2024-01-05,5\n1,1,a,2024-01-05,5\n"})
    assert found.codes == {"duplicate_line": 1}
    assert found.quarantine[0]["line"] == "4"


def test_lines_of_one_order_without_a_line_key_are_kept(check):
    rows = (
        "1,a,2024-01-05,5\n1,a,2024-01-05,5\n1,a,2024-01-05,7\n2,b,2024-01-05,5\n2,b,2024-01-06,4\n"
    )
    found = check({"t.csv": "order_id,customer_id,date,amount\n" + rows})
    assert found.codes == {}
    assert "identical_rows" in found.warned


@pytest.mark.parametrize(("every", "aside"), [(4, 0), (100, 3)])
def test_one_product_scanned_twice_is_a_duplicate_only_where_orders_have_one_line(
    check, every, aside
):
    """Each fourth receipt has two products; or none has, and equal lines were written twice."""
    rows = []
    for at in range(60):
        line = f"R{at},c{at % 9},2024-01-{at % 28 + 1:02d}"
        rows.append(f"{line},Bread,2.49")
        rows += [f"{line},Bread,2.49"] * (at % 20 == 7)
        rows += [f"{line},Milk,1.09"] * (at % every == 1)
    head = "Receipt no,Customer ID,Date,Item,Amount\n"
    rows = rows if every < 60 else [row for row in rows if "Milk" not in row]
    found = check({"t.csv": head + "\n".join(rows) + "\n"})

    assert found.codes == ({"duplicate_line": aside} if aside else {})


def test_identical_rows_without_a_key_are_kept_and_said(check):
    found = check({"t.csv": HEAD + "a,2024-01-05,5\na,2024-01-05,5\n"})
    assert found.receipt.rows_good == 2
    assert "identical_rows" in found.warned


def test_overlapping_months_are_used_once(check):
    january = HEAD + "".join(f"k{at},2024-01-{at + 1:02d},5\n" for at in range(31))
    overlap = HEAD + "".join(f"k{at},2024-01-{at + 1:02d},5\n" for at in range(25, 31))
    february = "".join(f"k{at},2024-02-{at + 1:02d},5\n" for at in range(20))
    found = check({"orders_01.csv": january, "orders_02.csv": overlap + february})
    assert found.codes == {"duplicate_line": 6}
    assert found.receipt.rows_good == 51


def test_months_that_only_touch_are_united(check):
    files = {"orders_1.csv": HEAD + "a,2024-01-05,5\n", "orders_2.csv": HEAD + "a,2024-02-05,5\n"}
    assert check(files).receipt.rows_good == 2


def test_the_newest_file_wins_where_files_disagree(check):
    head = "order_id,customer_id,date,amount,status\n"
    found = check({
        "orders_1.csv": head + "1,a,2024-01-05,5,open\n2,a,2024-01-06,5,open\n",
        "orders_2.csv": head + "2,a,2024-01-06,4,paid\n3,a,2024-02-06,5,open\n",
    })  # fmt: skip
    assert found.codes == {"older_version": 1}
    assert found.receipt.amount_sum == "14.00"


def test_the_same_content_twice_is_refused(refused):
    text = HEAD + "a,2024-01-05,5\n"
    assert refused({"orders_1.csv": text, "orders_2.csv": text}).code == "same_content"


def _calls(*days: int, agent: str = "Kim") -> str:
    """Return a log of calls: on each day one, and now and then a second one like it."""
    rows = [f"C{day},2024-01-{day:02d} 10:00,voicemail,{agent}" for day in days]
    return "\n".join(["Customer ID,Call date,Outcome,Agent", *rows]) + "\n"


def _notes(first: int, last: int, *, dated: bool = True) -> str:
    rows = (
        f"C{at}{f',2024-01-{at:02d}' * dated},The delivery was late for order {at}"
        for at in range(first, last)
    )
    return "\n".join([f"Customer ID{',Date' * dated},Note", *rows]) + "\n"


@pytest.mark.parametrize(
    ("table", "older", "newer", "kept"),
    [
        # The newer export holds the older one: each row counts once.
        ("touches", _calls(*range(1, 11)), _calls(*range(1, 21)), 20),
        ("reasons", _notes(1, 13), _notes(1, 21), 20),
        ("reasons", _notes(1, 13, dated=False), _notes(1, 21, dated=False), 20),
        ("touches", _calls(*range(1, 16)), _calls(*range(10, 21)), 20),
        # The next month, the log of another agent, and one in which few rows are alike by chance.
        ("touches", _calls(*range(1, 11)), _calls(*range(11, 21)), 20),
        ("touches", _calls(*range(1, 11)), _calls(*range(1, 11), agent="Ann"), 20),
        (
            "touches",
            _calls(*range(1, 11)),
            _calls(1, 2, *range(11, 21)).replace("11 10", "03 11"),
            22,
        ),
        ("touches", _calls(*range(1, 11)), _calls(11, 12, 12, 13), 14),
        ("reasons", _notes(1, 9, dated=False), _notes(7, 21, dated=False), 22),
    ],
)
def test_rows_of_an_older_file_that_a_newer_one_holds_count_once(check, table, older, newer, kept):
    found = check({"log 01.csv": older, "log 02.csv": newer}, table=table)
    rows = older.count("\n") + newer.count("\n") - 2
    assert found.receipt.rows_good == kept
    assert found.codes.get("duplicate_line", 0) == rows - kept
