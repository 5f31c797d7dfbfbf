"""A warning about rows says where the first of them stands: the file and its physical line."""

from __future__ import annotations

HEAD = "order_id,customer_id,ordered_on,amount,product_id,note\n"
APRIL = HEAD + (
    '1,A1,2024-04-01,10.00,X1,"two\nlines"\n'
    "2,A2,2024-04-02,20.00,X2,\n"
    "3,B1,2024-04-03,0.00,X1,free\n"
    "4,Test account,2024-04-04,5.00,X1,\n"
    "5,,2024-04-05,7.00,X1,\n"
    "6,a1,2024-04-06,8.00,X3,\n"
    "7,A3,2024-04-07,8.00,POST,\n"
)
MAY = HEAD + (
    "2,A2,2024-04-02,20.00,X2,\n"
    "8,A4,2024-05-01,11.00,X1,\n"
    "9,B1,2024-05-02,-3.00,X1,\n"
    "9,B1,2024-05-02,0.00,X1,\n"
)
#: In April a quoted line break stands before everything: records and lines differ.
WANT = {
    "zero_amount": 5,
    "test_accounts": 6,
    "rows_without_customer": 7,
    "case_variants": 8,
    "fee_lines": 9,
    "customers_without_sales": 5,
}


def _lines(found) -> dict[str, int | None]:
    return {told.code: told.line for told in found.receipt.warnings}


def test_warnings_about_rows_have_the_physical_line_of_the_first(check):
    found = _lines(check({"orders.csv": APRIL}))
    assert {code: found.get(code) for code in WANT} == WANT


def test_with_several_files_the_message_names_the_file(check):
    found = check({"a_april.csv": APRIL, "b_may.csv": MAY})
    said = {told.code: told.message for told in found.receipt.warnings}
    assert said["zero_amount"].endswith("The first is line 5 of a_april.csv.")
    assert "The first is line 2 of b_may.csv." in said["duplicate_lines"], said


def test_what_concerns_no_row_has_no_line(check):
    rows = "".join(f"{n},A{n % 30},2024-{1 + n % 5:02d}-15,{n}.50,X,\n" for n in range(150))
    found = check({"orders.csv": HEAD + rows})
    assert not any(_lines(found).values()), found.receipt.warnings
