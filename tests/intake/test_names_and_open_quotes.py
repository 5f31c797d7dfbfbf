"""A name that promises a packed file, and a quote that never ends: read by content, and bounded."""

from __future__ import annotations

import pytest

from analysis.rows import staging

HEADER = "customer_id,ordered_on,amount,remark"
ROWS = [f"C{at % 9},2024-01-{1 + at % 28:02d},{at}.50,fine" for at in range(60)]
PLAIN = "\n".join([HEADER, *ROWS, ""])


@pytest.mark.parametrize("text", [PLAIN, PLAIN.replace(",fine", ',"fine\nindeed"')])
def test_plain_text_under_the_name_of_a_packed_file_is_read(check, text):
    usual = check({"orders.csv": text}).receipt
    for name in ("orders.csv.gz", "orders.csv.zst"):
        found = check({name: text}).receipt
        assert (found.rows_good, found.amount_sum) == (60, usual.amount_sum), name


@pytest.fixture
def impatient(monkeypatch):
    """Give up after 1,000 lines, and read no line above 4,000 bytes with the engine."""
    monkeypatch.setattr(staging, "MANY_REJECTS", 1_000)
    monkeypatch.setattr(staging, "MAX_LINE_BYTES", 4_000)


@pytest.mark.usefixtures("impatient")
def test_a_cell_with_line_breaks_that_never_ends_is_refused_with_its_line(refused):
    refusal = refused({"orders.csv": PLAIN + 'C1,2024-01-31,5.00,"' + "a\n" * 9_000 + '"\n'})

    assert (refusal.code, refusal.line) == ("hardly_a_row", 62)
    assert "line 62" in str(refusal)


@pytest.mark.usefixtures("impatient")
def test_clean_a_long_cell_and_some_hundred_lines_that_are_no_rows_are_read(check):
    long = 'C1,2024-01-31,5.00,"' + "a\n" * 400 + '"\n'
    found = check({"orders.csv": PLAIN + long + "printed on Monday\n" * 700}).receipt

    assert found.rows_good == 61
    assert found.rows_set_aside == 700
