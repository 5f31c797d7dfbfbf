"""What an analyst states in columns.toml, held against what the file says."""

from __future__ import annotations

import pytest

from analysis.columns.unclear import Offer, no_column
from analysis.errors import InputRefused
from analysis.intake import check_exports, map_exports
from analysis.workspace import Workspace
from intake.books import book
from intake.mapped import CRM, SHOP, checked, mapped, write

JANUARY = "Kd-Nr;Rechnungsdatum;Betrag netto\n0101;03.01.2024;1.290,00 €\n"


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_a_stated_order_that_the_file_disproves_is_refused(tmp_path, order):
    proof = "03/24/2024" if order == "dmy" else "24/03/2024"
    folder = write(
        tmp_path / "e", orders__csv=SHOP.replace("03/04/2024", proof),
        columns__toml=f'[transactions]\ndate_order = "{order}"\n',
    )  # fmt: skip

    with pytest.raises(InputRefused) as caught:
        checked(folder)

    assert caught.value.code == "stated_order_contradicted"
    assert proof in str(caught.value)
    assert caught.value.line == 2


def test_one_misfit_among_many_proofs_is_set_aside_under_a_stated_order(tmp_path):
    rows = "".join(f"{n + 1},{n % 16 + 13}/05/2024,5.00\n" for n in range(20))
    folder = write(
        tmp_path / "e", orders__csv=f"customer_id,order_date,amount\n{rows}99,05/17/2024,5.00\n",
        columns__toml='[transactions]\ndate_order = "dmy"\n',
    )  # fmt: skip

    assert dict(checked(folder)["transactions"].set_aside_by_code) == {"bad_date": 1}


def test_dates_that_fit_both_orders_are_set_aside_where_the_column_holds_both(tmp_path):
    days = ["25/03/2024", "26/03/2024", "03/25/2024", "03/04/2024", "05/05/2024"]
    rows = "".join(f"C{at},{day},5.00\n" for at, day in enumerate(days))
    text = f"customer_id,order_date,amount\n{rows}"
    folder = write(tmp_path / "e", orders__csv=text)
    with pytest.raises(InputRefused) as caught:
        checked(folder)
    assert "split the file by source" in str(caught.value)

    write(folder, columns__toml='[transactions]\ndate_order = "dmy"\n')
    receipt = checked(folder)["transactions"]

    assert dict(receipt.set_aside_by_code) == {"ambiguous_date": 1, "bad_date": 1}
    assert "mixed_date_order" in {warned.code for warned in receipt.warnings}


def test_dates_that_fit_both_orders_are_kept_beside_one_slip(tmp_path):
    days = [f"{n % 16 + 13}/05/2024" for n in range(30)] + ["05/17/2024", "03/04/2024"]
    rows = "".join(f"C{at},{day},5.00\n" for at, day in enumerate(days))
    folder = write(tmp_path / "e", orders__csv=f"customer_id,order_date,amount\n{rows}")
    with pytest.raises(InputRefused) as caught:
        checked(folder)
    assert 'put date_order = "dmy"' in str(caught.value)

    write(folder, columns__toml='[transactions]\ndate_order = "dmy"\n')
    receipt = checked(folder)["transactions"]

    assert dict(receipt.set_aside_by_code) == {"bad_date": 1}
    told = {warned.code: warned.message for warned in receipt.warnings}
    assert "The 1 that fit both were read with the day first" in told["mixed_date_order"]


def test_a_second_date_column_of_another_order_keeps_its_own(tmp_path):
    text = (
        "customer_id,order_date,delivered_on,amount\n"
        "1,24/03/2024,03/25/2024,5.00\n2,01/02/2024,02/03/2024,6.00\n"
    )
    folder = write(
        tmp_path / "e", orders__csv=text, columns__toml='[transactions]\ndate_order = "dmy"\n'
    )
    workspace = Workspace(tmp_path / "w")

    check_exports([folder], workspace)

    days = workspace.load("transactions").set_index("customer_id")["delivered_on"]
    assert [str(day)[:10] for day in days[["1", "2"]]] == ["2024-03-25", "2024-02-03"]


@pytest.mark.parametrize(("sign", "value"), [(".", "12,90"), (",", "12.90")])
def test_a_stated_decimal_sign_that_the_file_disproves_is_refused(tmp_path, sign, value):
    folder = write(
        tmp_path / "e", orders__csv=f"customer_id;order_date;amount\n1;2024-01-31;{value}\n",
        columns__toml=f'[transactions]\ndecimal = "{sign}"\n',
    )  # fmt: skip

    with pytest.raises(InputRefused) as caught:
        checked(folder)

    assert caught.value.code == "stated_decimal_contradicted"


def test_a_stated_delimiter_that_parts_nothing_is_refused_and_one_that_parts_is_taken(
    check, refused
):
    one = {"columns.toml": '[transactions]\ndelimiter = "|"\n', "a.csv": CRM}
    refusal = refused(one)

    assert refusal.code == "wrong_delimiter"
    assert "by delimiter = \"|\" of columns.toml; by ';' it has 3" in refusal.happened
    assert check({**one, "a.csv": CRM.replace(";", "|")}).receipt.amount_sum == "30.50"


def test_a_file_section_lays_its_lines_over_those_of_the_table(tmp_path):
    folder = write(
        tmp_path / "e",
        us__csv="Nr,When,Net\n1,03/24/2024,5.00\n",
        de__csv="Nr,When,Net\n2,24/03/2024,6.00\n",
        columns__toml='[transactions]\ncustomer_id = "Nr"\nordered_on = "When"\namount = "Net"\n'
                      'date_order = "dmy"\n["us.csv"]\ndate_order = "mdy"\n',
    )  # fmt: skip

    assert checked(folder)["transactions"].amount_sum == "11.00"


@pytest.mark.parametrize("line", ['ignore = ["Versand am"]', ""])
def test_a_column_the_map_leaves_out_is_not_used(tmp_path, line):
    text = "Kd-Nr;Datum;Betrag;Status\n1;31.01.2024;5,00;Sonderfall A\n2;01.02.2024;6,00;zork\n"
    folder = write(tmp_path / "e", umsatz__csv=text)
    stated = 'ignore = ["Status"]\n' if line else ""
    seen = "" if line else '[transactions.seen]\nheader = ["Kd-Nr", "Datum", "Betrag", "Status"]\n'
    columns = 'customer_id = "Kd-Nr"\nordered_on = "Datum"\namount = "Betrag"\n'
    write(folder, columns__toml=f"[transactions]\n{columns}{stated}{seen}")

    assert checked(folder)["transactions"].rows_good == 2


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ('ignore = ["Betrga netto"]', "'betrga netto' (ignore), which no export has; the nearest "
         "header is 'Betrag netto'"),
        ('ignore = ["Kostenstelle"]', "'kostenstelle' (ignore), which no export has."),
        ('exclude_customers = ["0101", "kasse"]', "2 customers (exclude_customers), of whom no "
         "export has 1, such as 'kasse'"),
        # clean: what is named is there, in any case; or it was when the map was written
        ('ignore = ["FILIALE"]\nexclude_customers = ["k7"]', ""),
        ('ignore = ["Altfeld"]\n[transactions.seen]\nheader = ["Altfeld"]', ""),
    ],
)  # fmt: skip
def test_what_an_answer_leaves_out_in_vain_is_said(tmp_path, stated, said):
    text = "Kd-Nr;Datum;Betrag netto;Filiale\n0101;31.01.2024;5,00;A\n;01.02.2024;4,00;A\n"
    folder = write(tmp_path / "e", umsatz__csv=text + "K7;02.02.2024;6,00;B\nx;03.02.2024;1,00;B\n",
                   columns__toml=f"[transactions]\n{stated}\n")  # fmt: skip

    told = checked(folder)["transactions"].warnings

    assert any("in_vain" in one.code and said in one.message for one in told) is bool(said)


def test_an_opt_out_cannot_be_left_out(tmp_path):
    folder = write(
        tmp_path / "e", contacts__csv="Customer ID,Name,Opt out\nC1,a,yes\nC2,b,no\n",
        columns__toml='[contacts]\nignore = ["Opt out"]\n',
    )  # fmt: skip
    workspace = Workspace(tmp_path / "w")

    check_exports([folder], workspace)

    may = workspace.load("contacts").set_index("customer_id")["may_contact"]
    assert may.to_dict() == {"C1": False, "C2": True}


def test_a_file_without_header_is_mapped_by_position_for_its_name_of_any_month(tmp_path):
    text = "0001 19970101 29.33\n0002 19970118 63.34\n"
    columns = (
        'table = "transactions"\nheader = false\ncustomer_id = 1\nordered_on = 2\namount = 3\n'
    )
    folder = write(tmp_path / "e", sales_01__txt=text, columns__toml=f'["sales_*.txt"]\n{columns}')
    mapped(folder)
    (folder / "sales_01.txt").rename(folder / "sales_02.txt")
    assert checked(folder)["transactions"].rows_good == 2

    (folder / "sales_02.txt").write_text(text.replace(" ", " X ", 1).replace("02 ", "02 Y "))

    with pytest.raises(InputRefused) as caught:
        checked(folder)
    assert caught.value.code == "mapped_column_moved"


def test_a_column_given_by_position_is_not_read_from_another_header(tmp_path):
    folder = write(
        tmp_path / "e", orders__csv="customer_id,order_date,value,value\n1,2024-01-31,5.00,6.00\n",
        columns__toml="[transactions]\namount = 3\n",
    )  # fmt: skip
    mapped(folder)
    assert checked(folder)["transactions"].amount_sum == "5.00"

    write(folder, orders__csv="customer_id,order_date,rebate,value\n1,2024-01-31,5.00,6.00\n")

    with pytest.raises(InputRefused, match="is called 'rebate' now"):
        checked(folder)


def test_a_table_section_does_not_claim_files_of_another_table(tmp_path):
    folder = write(
        tmp_path / "e", a__csv="Kunde;Datum;Betrag\n1;31.01.2024;5,00\n",
        columns__toml='[reasons]\ncustomer_id = "Kunde"\n',
    )  # fmt: skip

    assert list(checked(folder)) == ["transactions"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[transactions]\n[transactions]\n", "has the section [transactions] twice"),
        ('[transactions]\namount = "A"\namount = "B"\n', "sets the same name twice"),
        ('[transactions.seen]\nheadr = ["A"]\n', "the nearest known is header"),
    ],
)
def test_a_slip_in_the_map_is_said_plainly(tmp_path, text, said):
    folder = write(tmp_path / "e", ventes__csv=CRM, columns__toml=text)

    with pytest.raises(InputRefused) as caught:
        checked(folder)

    assert said in str(caught.value)


def test_different_maps_beside_the_exports_of_one_run_are_refused(tmp_path):
    one = write(tmp_path / "a", ventes__csv=CRM, columns__toml='[transactions]\ndecimal = ","\n')
    two = write(tmp_path / "b", umsatz__csv=JANUARY, columns__toml="[transactions]\n")

    with pytest.raises(InputRefused) as caught:
        check_exports([one, two], Workspace(tmp_path / "w"))

    assert caught.value.code == "several_maps"


@pytest.mark.parametrize(
    ("text", "stated", "code"),
    [
        ("1,24/03/2024,5.00\n2,03/24/2024,6.00\n", "", "mixed_date_order"),
        ('1,2024-01-31,"5,00"\n2,2024-01-31,6.00\n', "", "mixed_decimal_sign"),
        ("1,24/03/2024,5.00\n", 'date_order = "mdy"', "stated_order_contradicted"),
        ("1,2024-01-31,5.00\n", 'decimal = ","', "stated_decimal_contradicted"),
        ("1,03/04/2024,5.00\n", 'date_order = "mdy"', None),
    ],
)
def test_the_proposal_asks_what_the_check_would_refuse(tmp_path, text, stated, code):
    folder = write(tmp_path / "e", orders__csv=f"customer_id,order_date,amount\n{text}")
    if stated:
        write(folder, columns__toml=f"[transactions]\n{stated}\n")

    questions = map_exports([folder]).proposal.files[0].questions

    assert [question.code for question in questions] == ([code] if code else [])
    if code:
        with pytest.raises(InputRefused) as caught:
            checked(folder)
        assert caught.value.code == code


BARE = "".join(f"C{at % 4},{10001 + at},2023-03-{at + 10},{at * 7}.50\n" for at in range(12))


def test_the_positions_asked_for_are_those_that_look_right(check, refused):
    said = str(refused({"sales.csv": BARE}, table="transactions"))
    assert "customer_id = 1  #" in said
    assert "ordered_on = 3  #" in said
    assert "amount = 4  #" in said
    columns = said.split("with these lines:\n")[1].rstrip(".")
    found = check({"sales.csv": BARE, "columns.toml": columns}, table="transactions")
    assert found.receipt.rows_good == 12
    assert found.receipt.amount_sum == "468.00"


def test_whole_numbers_are_asked_for_one_column_each(refused):
    text = "17,2023-01-05,500\n18,2023-01-06,700\n17,2023-01-17,900\n"
    said = str(refused({"sales.csv": text}, table="transactions"))
    assert [line.split("  #")[0] for line in said.splitlines() if "position" in line] == [
        "customer_id = 1", "ordered_on = 2", "amount = 3",
    ]  # fmt: skip


def test_a_refusal_for_lack_of_columns_offers_lines_that_answer_it(check, refused):
    rows = [
        f"0301{at:07d},19{60 + at}-03-04,P{at % 7},2024-0{1 + at % 9}-05,{at}.50,Please call on Mon"
        for at in range(30)
    ]
    told = "\n".join(["Tel,Geburtstag,Partnerschluessel,Wann,Turn,Memo", *rows, ""])
    refusal = refused({"export.csv": told}, table="transactions")

    lines = refusal.to_do.partition("[transactions]\n")[2]
    assert lines.split("\n") == [
        'customer_id = "Partnerschluessel"  # such as x9',
        'ordered_on = "Wann"  # such as 2024-01-05, 2024-02-05',
        'amount = "Turn"  # such as 0.50, 1.50',
    ]
    assert "customer_id, ordered_on and amount" in refusal.happened
    answered = check({"export.csv": told, "columns.toml": f"[transactions]\n{lines}\n"})
    assert answered.receipt.amount_sum == "450.00"


def test_a_refusal_names_what_is_known_and_says_where_nothing_fits(refused):
    told = "Customer ID,Order date,Amount\n" + "K1,soon,5.00\n" * 3
    refusal = refused({"orders.csv": told.replace("Order date", "Wann")})

    assert 'customer_id = "Customer ID"\n' in refusal.to_do
    assert 'ordered_on = "<its header>"  # no column looks like it' in refusal.to_do


def test_a_refusal_offers_columns_that_the_header_has_alone():
    """Rows may be longer than the header, and a header may leave a column without a name."""
    likely = {
        "ordered_on": [Offer({"ordered_on": 1}, "2024-01-05"), Offer({"ordered_on": 5}, "")],
        "amount": [Offer({"amount": 5}, "7.50")],
    }
    refusal = no_column(
        "transactions", ["ordered_on", "amount"], {"customer_id": (0,)}, ("K" * 9_000, "", "What"),
        "a.csv", likely,
    )  # fmt: skip

    assert "customer_id = 1\n" in refusal.to_do
    assert "ordered_on = 2  # such as 2024-01-05\n" in refusal.to_do
    assert 'amount = "<its header>"  # no column looks like it' in refusal.to_do


HEADLESS = '["a*.csv"]\ntable = "transactions"\nheader = false\n'
HEADLESS += "customer_id = 1\nordered_on = 2\namount = 3\n"


@pytest.mark.parametrize(
    "header", ["Kundennr;Datum;Betrag", "Customer ID;Date;Amount", "Code client;Date;Montant"]
)
def test_a_header_that_the_map_denies_is_said_and_not_read_as_a_row(refused, check, header):
    rows = "".join(f"K{at};2024-01-{at:02d};{at},50\n" for at in range(1, 20))
    told = refused({"a2.csv": f"{header}\n{rows}", "columns.toml": HEADLESS})
    assert told.code == "header_stated_away"
    assert header.split(";")[0] in told.happened
    assert check({"a2.csv": rows, "columns.toml": HEADLESS}).receipt.rows_good == 19


def test_a_section_for_the_file_of_another_month_is_answered_with_a_pattern(refused, check):
    rows = "K;T;B\n" + "".join(f"K{at};2024-01-{at:02d};{at},50\n" for at in range(1, 20))
    lines = 'table = "transactions"\ncustomer_id = "K"\nordered_on = "T"\namount = "B"\n'
    stated = {"columns.toml": '["orders_2024-01.csv"]\n' + lines}
    told = refused({"orders_2024-02.csv": rows, **stated})
    assert told.to_do.startswith('write ["orders_*.csv"] in its place')
    stated = {"columns.toml": '["orders_*.csv"]\n' + lines}
    assert check({"orders_2024-02.csv": rows, **stated}).receipt.rows_good == 19
    assert "in its place" not in refused({"other.csv": rows, **stated}).to_do


def test_a_header_in_a_sheet_that_the_map_denies_is_said(refused):
    rows = [["Kundennr", "Datum", "Betrag"]]
    rows += [[f"K{at}", f"2024-01-{at:02d}", at + 0.5] for at in range(1, 20)]
    stated = HEADLESS.replace("a*.csv", "a*.xlsx")
    told = refused({"a2.xlsx": book(rows), "columns.toml": stated})
    assert told.code == "header_stated_away"
