"""The oddities that public collections of messy CSV files are known for, as small sales tables.

Each file either reads exactly, or the rows that cannot be read stand in quarantine with their line.
"""

from __future__ import annotations

import pytest

HEAD = "Customer No,Order date,Amount,Remark\n"


def remarks(found) -> list[list[str]]:
    """Customer, day and amount of the good rows, in the order of customers."""
    good = found.good().sort_values(["customer_id", "ordered_on", "amount"])
    return [
        [row.customer_id, f"{row.ordered_on:%Y-%m-%d}", f"{row.amount:.2f}"]
        for row in good.itertuples()
    ]


def notes(found) -> list[str]:
    return found.good("reasons").sort_values("customer_id")["note"].tolist()


def aside(found) -> list[tuple[int, str]]:
    return [(int(row["line"]), row["code"]) for row in found.quarantine]


# --- what stands in a cell -------------------------------------------------------------------


CELLS = [
        ('"price, then service"', "price, then service"),
        ('"they said ""never"" twice"', 'they said "never" twice'),
        ('"{""why"": ""price"", ""n"": [1, 2]}"', '{"why": "price", "n": [1, 2]}'),
        ('"first line\nsecond line"', "first line\nsecond line"),
        ('"first line\r\nsecond line"', "first line\r\nsecond line"),
        ('"he wrote:\n""too dear"", and\nleft"', 'he wrote:\n"too dear", and\nleft'),
        ("ʤ and £ and 日本 and 👋🏽", "ʤ and £ and 日本 and 👋🏽"),
        ("the 3/4\" pipe is sold out", "the 3/4\" pipe is sold out"),
        ("it's the shop's fault", "it's the shop's fault"),
        ('"ends with a quote"""', 'ends with a quote"'),
        ('"""starts with one"', '"starts with one'),
        ('  "blanks around the quotes"  ', "blanks around the quotes"),
        ("semi;colons|and\tothers", "semi;colons|and\tothers"),
        ('"only \\ and C:\\dir\\"', "only \\ and C:\\dir\\"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), CELLS)
def test_a_cell_says_what_it_said(check, cells, expected):
    text = f"Customer No,Reason date,Reason\n7,2024-02-28,{cells}\n8,2024-03-01,plain\n"
    found = check({"reasons.csv": text})
    assert notes(found) == [expected, "plain"]
    assert found.receipt.rows_set_aside == 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cells_of_all_kinds_beside_each_other_say_what_they_said(check, end):
    rows = [f"{at},2024-02-{at},{cells}" for at, (cells, _) in enumerate(CELLS, 10)]
    found = check({"reasons.csv": end.join(["Customer No,Reason date,Reason", *rows, ""])})
    assert notes(found) == [expected for _, expected in CELLS]
    assert found.receipt.rows_set_aside == 0


def test_empty_cells_quoted_or_not_are_empty(check):
    found = check({"t.csv": 'Customer No,Order date,Amount,Remark\n"7",2024-02-28,1.50,""\n'
                   '"",2024-02-28,2.50,\n8,"",3.50,""\n9,2024-03-01,"",\n'})  # fmt: skip
    assert remarks(found) == [["7", "2024-02-28", "1.50"]]
    assert aside(found) == [(3, "no_customer"), (4, "no_date"), (5, "no_amount")]


# --- another delimiter, quote or escape ------------------------------------------------------

ROWS = [["Customer No", "Order date", "Amount", "Remark"],
        ["A7", "2024-02-28", "1234.50", "late, again"],
        ["B8", "2024-03-01", "-20.25", "said ~no~"],
        ["C9", "2024-03-02", "7.00", ""]]  # fmt: skip
TRUTH = [["A7", "2024-02-28", "1234.50"], ["B8", "2024-03-01", "-20.25"],
         ["C9", "2024-03-02", "7.00"]]  # fmt: skip


def table(delimiter: str = ",", quote: str = '"', end: str = "\n", escape: str = "") -> str:
    """Write the rows; the sign ``~`` becomes a quote inside a quoted cell."""
    inner = f"{escape}{quote}" if escape else quote * 2

    def cell(text: str) -> str:
        if delimiter in text or "~" in text:
            return quote + text.replace("~", inner) + quote
        return text

    return end.join(delimiter.join(map(cell, row)) for row in ROWS) + end


@pytest.mark.parametrize("delimiter", [*",;\t|", ", ", " ; "])
def test_delimiters_are_found(check, delimiter):
    assert remarks(check({"t.csv": table(delimiter)})) == TRUTH


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_record_ends_are_found(check, end):
    assert remarks(check({"t.csv": table(end=end)})) == TRUTH


def test_record_ends_may_be_mixed(check):
    text = table()
    first, second, third, fourth = text.splitlines()
    assert remarks(check({"t.csv": f"{first}\r\n{second}\n{third}\r{fourth}"})) == TRUTH


def test_quotes_may_be_single(check):
    assert remarks(check({"t.csv": table(quote="'")})) == TRUTH


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_quotes_may_be_escaped_by_a_backslash(check, delimiter):
    found = check({"t.csv": table(delimiter, escape="\\")})
    assert remarks(found) == TRUTH
    assert found.receipt.rows_set_aside == 0


def test_a_delimiter_may_be_escaped_by_a_backslash(check):
    found = check({"t.csv": HEAD + "A7,2024-02-28,1234.50,late\\, again\nB8,2024-03-01,7.00,\n"})
    assert remarks(found)[-1] == ["B8", "2024-03-01", "7.00"]
    assert found.receipt.rows_good + found.receipt.rows_set_aside == 2


def test_an_unknown_delimiter_is_asked_about(check, refused):
    refusal = refused({"t.csv": table(":")})
    assert refusal.code == "one_field"
    answer = str(refusal).split("columns.toml:\n")[1].rstrip(".")
    assert remarks(check({"t.csv": table(":"), "columns.toml": answer})) == TRUTH


@pytest.mark.parametrize("stated", [{}, {"columns.toml": '["t.csv"]\ndelimiter = "^"\n'}])
def test_a_caret_may_be_the_delimiter(check, stated):
    assert remarks(check({"t.csv": table("^"), **stated})) == TRUTH


def test_all_cells_may_be_quoted(check):
    rows = [",".join(f'"{cell}"' for cell in row) for row in ROWS]
    assert remarks(check({"t.csv": "\n".join(rows)})) == [
        ["A7", "2024-02-28", "1234.50"], ["B8", "2024-03-01", "-20.25"],
        ["C9", "2024-03-02", "7.00"],
    ]  # fmt: skip


# --- header, preamble, footer, several tables ------------------------------------------------


def test_no_line_end_at_the_end_changes_nothing(check):
    found = check({"t.csv": table().removesuffix("\n")})
    assert (remarks(found), found.receipt.rows_in) == (TRUTH, 3)


def test_titles_above_the_header_are_passed_over(check):
    found = check({"t.csv": "Sales of ACME\nfrom,2024-01-01\n\n" + table()})
    assert (remarks(found), found.receipt.rows_in) == (TRUTH, 3)


def test_a_preamble_with_as_many_cells_as_the_table_is_passed_over(check):
    found = check({"t.csv": "Report,Sales,Branch,Leeds\n" + table()})
    assert (remarks(found), found.receipt.rows_in) == (TRUTH, 3)


def test_a_second_header_line_with_units_is_no_row(check):
    head, rest = table().split("\n", 1)
    found = check({"t.csv": f"{head}\n,YYYY-MM-DD,EUR,text\n{rest}"})
    assert remarks(found) == TRUTH
    assert {line for line, _ in aside(found)} == {2}


def test_a_repeated_header_is_set_aside(check):
    head, rest = table().split("\n", 1)
    found = check({"t.csv": f"{head}\n{head}\n{rest}{head}\n"})
    assert remarks(found) == TRUTH
    assert aside(found) == [(2, "repeated_header"), (6, "repeated_header")]


def test_no_header_is_asked_about_and_the_answer_works(check, refused):
    text = "A7,2024-02-28,12.50\nB8,2024-03-01,20.25\n"
    refusal = refused({"orders.csv": text})
    assert "header = false" in str(refusal)
    answer = str(refusal).split("with these lines:\n")[1]
    found = check({"orders.csv": text, "columns.toml": answer})
    assert found.receipt.amount_sum == "32.75"


def test_footnotes_below_the_table_are_set_aside(check):
    text = table() + "\n* net of discounts\nSource: ledger, 2024\n"
    found = check({"t.csv": text})
    assert remarks(found) == TRUTH
    assert found.receipt.rows_blank == 1
    assert [line for line, _ in aside(found)] == [6, 7]


def test_a_second_table_below_is_set_aside_row_by_row(check):
    second = "\nBranch,Manager\nLeeds,N. Ito\nYork,B. Ng\n"
    found = check({"t.csv": table() + second})
    assert remarks(found) == TRUTH
    assert aside(found) == [(6, "field_count"), (7, "field_count"), (8, "field_count")]


def test_a_second_table_of_the_same_width_is_set_aside_row_by_row(check):
    second = "\nBranch,Manager,Phone,Town\nLeeds,N. Ito,1,York\n"
    found = check({"t.csv": table() + second})
    assert remarks(found) == TRUTH
    assert {line for line, _ in aside(found)} == {6, 7}


def test_two_tables_of_the_same_header_are_one(check):
    found = check({"t.csv": table() + "\n" + table().replace("2024", "2023")})
    assert found.receipt.rows_good == 6
    assert aside(found) == [(6, "repeated_header")]


# --- more or fewer cells in a row ------------------------------------------------------------


def test_rows_with_more_or_fewer_cells_are_set_aside_with_their_lines(check):
    text = HEAD + "A7,2024-02-28,1.50,x\nB8,2024-03-01\nC9,2024-03-02,7,00,y\nD1,2024-03-03,2.50,\n"
    found = check({"t.csv": text})
    assert remarks(found) == [["A7", "2024-02-28", "1.50"], ["D1", "2024-03-03", "2.50"]]
    assert aside(found) == [(3, "field_count"), (4, "field_count")]


def test_rows_may_end_in_empty_cells(check):
    found = check({"t.csv": HEAD + "A7,2024-02-28,1.50,x,,\nB8,2024-03-01,2.00,y\n"})
    assert found.receipt.rows_good == 2


def test_the_header_may_have_one_cell_less_than_rows_with_a_trailing_delimiter(check):
    found = check({"t.csv": HEAD + "A7,2024-02-28,1.50,x,\nB8,2024-03-01,2.00,y,\n"})
    assert found.receipt.rows_good == 2


def test_a_quote_that_never_closes_costs_its_own_row_only(check):
    text = HEAD + 'A7,2024-02-28,1.50,"open\nB8,2024-03-01,2.00,y\nC9,2024-03-02,3.00,z\n'
    found = check({"t.csv": text})
    assert remarks(found) == [["B8", "2024-03-01", "2.00"], ["C9", "2024-03-02", "3.00"]]
    assert aside(found) == [(2, "unclosed_quote")]


def test_an_inch_mark_before_a_quoted_line_break_hides_no_row(check):
    head = "Customer No,Reason date,Product name,Reason\n"
    text = head + '7,2024-02-28,3" pipe,"too\ndear"\n8,2024-03-01,cap,late\n'
    found = check({"reasons.csv": text})
    assert notes(found) == ["too\ndear", "late"]
    assert found.receipt.rows_set_aside == 0


def test_windows_line_breaks_in_a_cell_of_a_unix_file_hide_no_row(check):
    text = HEAD + 'A7,2024-02-28,1.50,"a\r\nb"\nB8,2024-03-01,2.00,y\n,2024-03-01,2.00,y\n'
    found = check({"orders.csv": text})
    assert remarks(found) == [["A7", "2024-02-28", "1.50"], ["B8", "2024-03-01", "2.00"]]
    assert aside(found) == [(5, "no_customer")]


def test_blanks_part_columns_also_where_each_amount_holds_a_comma(check):
    rows = "".join(f"K{at} 2024-03-{at} {at},50\n" for at in range(11, 30))
    found = check({"t.txt": "customer_no order_date amount\n" + rows})
    assert found.receipt.rows_good == 19
    assert found.receipt.amount_sum == "389.50"


def test_words_with_backslashes_and_delimiters_read_whole(check):
    text = 'Customer No;Reason date;Reason\n7;2024-02-28;"he said \\"no; never\\""\n'
    text += '8;2024-03-01;"plain"\n9;2024-03-02;"a \\"b\\" c"\n'
    found = check({"reasons.csv": text})
    assert notes(found) == ['he said "no; never"', "plain", 'a "b" c']


def test_words_in_single_quotes_read_whole(check):
    text = "Customer No,Reason date,Reason\n'7','2024-02-28','late, again'\n"
    text += "'8','2024-03-01','it''s dear'\n"
    found = check({"reasons.csv": text})
    assert notes(found) == ["late, again", "it's dear"]
    assert set(found.good("reasons")["customer_id"]) == {"7", "8"}


def test_apostrophes_in_words_are_no_quotes(check):
    text = "Customer No,Reason date,Reason\n7,2024-02-28,'tis dear\n8,2024-03-01,the boys'\n"
    text += "9,2024-03-02,it's 'fine'\n"
    assert notes(check({"reasons.csv": text})) == ["'tis dear", "the boys'", "it's 'fine'"]


def test_blank_lines_within_the_table_are_counted(check):
    found = check({"t.csv": HEAD + "\nA7,2024-02-28,1.50,x\n,,,\n\n  \nB8,2024-03-01,2.00,y\n\n"})
    assert (found.receipt.rows_good, found.receipt.rows_blank) == (2, 5)


# --- no table at all --------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n\n\n", "\ufeff", HEAD, HEAD + "\n\n", HEAD + ",,,\n"])
def test_a_file_without_a_row_is_refused(refused, text):
    assert refused({"t.csv": text}).code in {"empty_file", "no_rows", "no_good_rows"}
