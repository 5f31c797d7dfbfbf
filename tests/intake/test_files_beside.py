"""What files of one table say of each other: a month without rows, a sign, a delimiter."""

import pytest

from analysis.columns.columnmap import count_known
from analysis.files.dialect import sniff

HEADER = "Customer No;Invoice date;Amount\n"


def month(number: int, *amounts: str) -> str:
    lines = (f"C{at};2023-0{number}-{at + 1:02};{one}\n" for at, one in enumerate(amounts))
    return HEADER + "".join(lines)


JAN = month(1, "3,542.20", "941.50", "20.00", "1.00")


def test_a_month_without_rows_is_said_beside_others_and_refused_alone(check, refused):
    found = check({"jan.csv": JAN, "feb.csv": HEADER})

    assert [w.message for w in found.receipt.warnings if w.code == "no_rows"] == [
        "feb.csv was not read: it has a header and no rows."
    ]
    assert refused({"feb.csv": HEADER}).code == "no_rows"


def test_a_sign_that_another_month_proves_is_used(check):
    assert check({"jan.csv": JAN, "feb.csv": month(2, "1,502", "2,421")}).receipt.amount_sum == (
        "8427.70"
    )


@pytest.mark.parametrize(
    "beside",
    [
        {"jan.csv": JAN.replace("Amount", "Net amount")},  # another program
        {"jan.csv": JAN, "mar.csv": month(3, "3.542,20", "941,50")},  # both signs
    ],
)
def test_a_sign_is_asked_where_the_files_are_not_alike(refused, beside):
    code = refused({**beside, "feb.csv": month(2, "1,502", "2,421")}).code
    assert code == "ambiguous_decimal"


UNKNOWN = "Profile ID\tGuest name\tArrival\n" + "P1\tAnn Lee\t1 Sep 2021\n" * 9
GAP = "Customer  Day         Amount\n\n" + "C1        2024-01-05  5,50\n" * 9
TEXT = "Customer  Day         Amount\n" + "C1        2024-01-05  5,50\n" * 9


@pytest.mark.parametrize(("sample", "width"), [(UNKNOWN, 3), (TEXT, 3), (GAP, 3)])
def test_tabs_that_cut_all_lines_alike_are_the_delimiter_and_blanks_where_none_is(sample, width):
    assert sniff(sample, count_known).width == width


SAID = "Keine Daten gefunden"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sales_2023-02.csv", ""),  # an export that failed
        ("sales_2023-02.csv", "\ufeff\r\n"),
        ("2023-02.csv", ""),  # the name of a month beside others
        ("sales_2023-02.csv", f"{HEADER}{SAID};;\n"),
        ("2023-02.csv", f"{HEADER};;\n;No records found.;\n"),
        ("sales_2023-02.csv", f"{SAID}\n"),  # without a header
        ("2023-02.csv", "Aucune donnée trouvée\n"),
        ("2023-02.csv", "No se encontraron registros\n"),
    ],
)
def test_a_month_without_anything_is_said_and_refuses_no_folder(check, refused, name, content):
    files = {"2023-01.csv": JAN, "sales_2023-03.csv": month(3, "1.50"), name: content}
    found = check(files)
    told = [w.message for w in found.receipt.warnings if w.code == "no_rows"]
    assert found.receipt.amount_sum == "4506.20"
    assert f"{name} (no rows)" in found.intake.ignored or told[0].startswith(name)
    assert refused({name: content}).code in {"empty_file", "no_rows"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("do_not_contact.csv", ""),  # who opted out would be forgotten
        ("liste.csv", ""),  # nobody knows of what
        ("customers_2023.csv", ""),
    ],
)
def test_an_empty_file_that_may_hold_opt_outs_is_refused(refused, name, content):
    assert refused({"jan.csv": JAN, name: content}).code == "empty_file"


def test_an_opt_out_list_of_one_cell_is_no_empty_file(check):
    found = check({"jan.csv": JAN, "do_not_contact.csv": "Customer ID,E-mail,Phone\nC1,,\n"})
    assert found.intake.receipts["suppressions"].rows_good == 1
