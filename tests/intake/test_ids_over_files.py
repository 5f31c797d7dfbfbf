"""Ids that differ by case or by leading zeros, where rows are compared by their customers."""

from __future__ import annotations

import pytest

from analysis.rows import quick, quickload

MERGED = {"columns.toml": "[transactions]\nmerge_case = true\n"}
GERMAN, ENGLISH, FRENCH = (
    "Kundennr;Datum;Betrag",
    "Customer ID;Date;Amount",
    "Code client;Date;Montant",
)


def lines(head: str, ids, *, since: int = 1, form: str = "{}", more: str = "") -> str:
    rows = (
        f"{form.format(one)};2024-01-{at:02d};{at}.50{more}" for at, one in enumerate(ids, since)
    )
    return "\n".join([head + more.replace("R", "Order No"), *rows, ""])


def orders_and_lines(zeros: str = "00") -> dict[str, str]:
    """Orders with their totals, and their lines under ids with zeros before them."""
    heads = [f"{at};2024-01-{at - 100:02d};{at};{at}.00" for at in range(101, 125)]
    parts = [
        f"{zeros}{at};2024-01-{at - 100:02d};{at};{n};{money}.00"
        for at in range(101, 125)
        for n, money in ((1, at - 5), (2, 5))
    ]
    return {
        "orders.csv": "\n".join(["Customer ID;Order Date;Order No;Order Total", *heads, ""]),
        "lines.csv": "\n".join(["Customer ID;Order Date;Order No;Line No;Amount", *parts, ""]),
    }


def said(found, code: str, table: str = "transactions") -> str:
    (told,) = [one.message for one in found.intake.receipts[table].warnings if one.code == code]
    return told


# ------------------------------------------------------------------------------ upper, lower case


@pytest.fixture(params=[0, 1 << 40], ids=["quick", "careful"])
def lane(request, monkeypatch):
    monkeypatch.setattr(quickload, "QUICK_BYTES", request.param)
    monkeypatch.setattr(quick, "QUICK_BYTES", request.param)


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize("head", [GERMAN, ENGLISH, FRENCH], ids=["german", "english", "french"])
def test_merged_case_holds_before_lines_of_two_files_are_compared(check, head):
    old, new = lines(head, range(1, 21), form="ab{}"), lines(head, range(11, 31), since=11)
    new = new.replace("\n", "\nAB").removesuffix("AB")

    apart = check({"a.csv": old, "b.csv": new})
    merged = check({"a.csv": old, "b.csv": new} | MERGED)

    assert (apart.codes, apart.receipt.rows_good) == ({}, 40)
    assert merged.codes == {"duplicate_line": 10}
    assert "case_variants" in apart.warned
    assert "case_variants" not in merged.warned
    assert merged.receipt.n_customers == 30


@pytest.mark.parametrize("section", ["transactions", "reasons", '"old.csv"'])
def test_files_of_two_headers_meet_in_merged_case_wherever_it_is_stated(check, section):
    rows = [f"{{}}{at};2024-01-{at:02d};{at},50;R{at}" for at in range(1, 13)]
    files = {
        "old.csv": "\n".join(["Kundennr;Datum;Betrag;Belegnr", *rows, ""]).replace("{}", "k"),
        "new.csv": "\n".join(["Kunde-Nr;Datum;Betrag;Belegnr", *rows, ""]).replace("{}", "K"),
        "reasons.csv": "customer_id,note\nk1,too late\n",
        "columns.toml": f"[{section}]\nmerge_case = true\n",
    }
    found = check(files)

    assert dict(found.intake.receipts["transactions"].set_aside_by_code) == {"duplicate_line": 12}
    assert found.good("reasons")["customer_id"].tolist() == ["K1"]


def test_a_reversal_and_a_history_meet_their_line_in_merged_case(check):
    head = "Kundennr;Datum;Belegnr;Betrag;Status"
    back = [
        f"ab{at};2024-01-1{at};{at};{at}0,00;storniert\n"
        f"AB{at};2024-01-2{at};G{at};-{at}0,00;bezahlt"
        for at in range(1, 5)
    ]
    told = "zz9;2024-01-13;91;70,00;offen\nZZ9;2024-01-13;91;70,00;bezahlt"
    files = {"a.csv": "\n".join([head, *back, told, ""])}

    assert check(files).receipt.amount_sum == "40.00"
    found = check(files | MERGED)

    assert found.receipt.amount_sum == "70.00"
    assert found.codes == {"cancelled": 4, "reversal": 4, "older_version": 1}


def test_ids_that_are_cleaned_are_merged_too(check):
    found = check({"a.csv": lines(ENGLISH, ["'ab1", "AB1 ", "ab1", "'AB1"])} | MERGED)
    assert found.good()["customer_id"].unique().tolist() == ["AB1"]


def test_other_cells_that_differ_by_case_tell_two_lines(check):
    head = "Customer ID,Date,Amount,Order No,Item"
    first = [f"K{at},2024-01-{at:02d},5,R{at},Tea" for at in range(1, 13)]
    files = {
        "a.csv": "\n".join([head, *first, ""]),
        "b.csv": "\n".join([head, *first, ""]).replace("Tea", "TEA").replace("K", "k"),
    }
    found = check(files | MERGED)
    assert "duplicate_line" not in found.codes


# ---------------------------------------------------------------------------------- leading zeros

LISTS = [
    ("Robinsonliste.csv", "Kundennr\n", "suppressions"),
    ("do_not_call.csv", "Customer ID\n", "suppressions"),
    ("liste_rouge.csv", "Code client;Date opposition\n", "suppressions"),
]
ORDERS = {"orders.csv": lines(ENGLISH, range(101, 121), form="00{}")}


@pytest.mark.parametrize(("name", "head", "table"), LISTS)
def test_opt_outs_that_lost_their_zeros_are_said_to_stop_nobody(check, name, head, table):
    day = ";2024-01-05" * (";" in head)
    section = f'[transactions]\n["{name}"]\ntable = "suppressions"\n'
    rows = "".join(f"{at}{day}\n" for at in range(101, 109))
    found = check(ORDERS | {name: head + rows, "columns.toml": section})
    told = said(found, "suppressions_not_matched", table)
    assert told.startswith(f"8 of 8 entries of {name} match no customer by id")
    assert "8 ids are that of a customer but for leading zeros" in told

    alike = "".join(f"00{at}{day}\n" for at in range(101, 109))
    clean = check(ORDERS | {name: head + alike, "columns.toml": section})
    assert not {"suppressions_not_matched", "leading_zeros"} & clean.warned


def test_contacts_who_refuse_and_lost_their_zeros_are_said(check):
    head, rows = "Kundennr;Kunde;E-Mail;Werbesperre\n", range(101, 121)
    text = "".join(f"{at};Firma {at};f{at}@x.org;{'ja' if at % 4 else 'nein'}\n" for at in rows)
    found = check(ORDERS | {"kunden.csv": head + text})
    (told,) = [
        one.message
        for receipt in found.intake.receipts.values()
        for one in receipt.warnings
        if one.code == "suppressions_not_matched"
    ]
    assert "15 ids are that of a customer but for leading zeros" in told


def test_opt_outs_that_meet_a_contact_but_for_its_zeros_stop_it_unsaid(check):
    contacts = "customer_id,email,phone\n" + "".join(f"00{at},f{at}@x.org,\n" for at in (101, 102))
    found = check(ORDERS | {"contacts.csv": contacts, "suppressions.csv": "customer_id\n101\n"})
    assert found.good("contacts")["may_contact"].tolist() == [False, True]
    assert "suppressions_not_matched" not in found.warned


@pytest.mark.parametrize("head", [GERMAN, ENGLISH, FRENCH], ids=["german", "english", "french"])
def test_sales_in_two_files_that_are_the_same_but_for_zeros_are_said_with_their_money(check, head):
    files = {
        "a.csv": lines(head, range(101, 121), form="00{}"),
        "b.csv": lines(head, range(111, 131), since=11),
    }
    told = said(check(files), "leading_zeros")
    assert "10 days of customers have the same sum in another file but for the zeros" in told
    assert "(together 160.00)" in told  # 11.50 + ... + 20.50


def test_months_of_which_one_lost_its_zeros_hold_no_sale_twice(check):
    files = {
        "jan.csv": lines(GERMAN, range(101, 121), form="00{}"),
        "feb.csv": lines(GERMAN, range(101, 121)).replace("-01-", "-02-"),
    }
    assert "the same sum" not in said(check(files), "leading_zeros")


def test_new_numbers_of_the_same_sales_are_said_in_spite_of_lost_zeros(check):
    rows = [(at, f"2024-0{at % 3 + 1}-{at % 27 + 1:02d}") for at in range(40)]
    head = "Kundennr;Rechnungsdatum;Rechnungsnr;Betrag\n"
    files = {
        "a.csv": head + "".join(f"00{101 + at};{day};1{at:03d};{at}7,10\n" for at, day in rows),
        "b.csv": head + "".join(f"{101 + at};{day};9{at:03d};{at}7,10\n" for at, day in rows),
    }
    assert "same_sales" in check(files).warned


def test_order_numbers_are_not_left_out_where_lost_zeros_are_the_cause(check):
    files = orders_and_lines()
    found = check(files)
    told = said(found, "numbers_of_other_sales")
    assert "differ by leading zeros alone" in told
    assert "ignore" not in told
    assert "24 days of customers" in said(found, "leading_zeros")

    other = check(orders_and_lines(zeros="77"))
    assert "leading_zeros" not in other.warned
    assert 'ignore = ["Order No"]' in said(other, "numbers_of_other_sales")


def test_credit_notes_of_cancelled_invoices_are_said_in_spite_of_lost_zeros(check):
    head = "Kundennr;Datum;Belegnr;Betrag;Status\n"
    sold = [(at, "storniert" if at % 3 else "bezahlt") for at in range(101, 110)]
    files = {
        "rechnungen.csv": head
        + "".join(f"00{at};2024-01-{at - 100:02d};{at};{at},00;{word}\n" for at, word in sold),
        "gutschriften.csv": head
        + "".join(
            f"{at};2024-01-{at - 90:02d};G{at};-{at},00;bezahlt\n"
            for at, word in sold if word == "storniert"
        ),
    }  # fmt: skip
    told = said(check(files), "reversals_kept")
    assert told.startswith("6 negative lines have the amount of a line that is set aside")
    assert "but for leading zeros (together -630)" in told

    other = {"gutschriften.csv": files["gutschriften.csv"].replace(";-1", ";-2")}
    assert "reversals_kept" not in check(files | other).warned


# ------------------------------------------------------------------- leading zeros, when asked

JOINED = {"columns.toml": "[transactions]\nmerge_zeros = true\n"}


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize("head", [GERMAN, ENGLISH, FRENCH], ids=["german", "english", "french"])
def test_merged_zeros_hold_before_lines_of_two_files_are_compared(check, head):
    files = {
        "a.csv": lines(head, range(101, 121), form="00{}"),
        "b.csv": lines(head, range(111, 131), since=11),
    }
    found = check(files | JOINED)

    assert found.codes == {"duplicate_line": 10}
    assert found.receipt.n_customers == 30
    assert {*found.good()["customer_id"]} == {f"00{at}" for at in range(101, 131)}
    assert "leading_zeros" not in found.warned
    assert said(found, "zeros_merged").startswith("20 spellings of customer ids")


@pytest.mark.parametrize(("name", "head", "table"), LISTS)
def test_opt_outs_stop_their_customers_where_zeros_are_merged(check, name, head, table):
    day = ";2024-01-05" * (";" in head)
    answers = f'[transactions]\nmerge_zeros = true\n["{name}"]\ntable = "suppressions"\n'
    rows = "".join(f"{at}{day}\n" for at in range(101, 109))
    found = check(ORDERS | {name: head + rows, "columns.toml": answers})
    assert not {"suppressions_not_matched", "leading_zeros"} & found.warned
    assert found.good(table)["customer_id"].tolist() == [f"00{at}" for at in range(101, 109)]


def test_orders_given_twice_are_met_where_zeros_are_merged(check):
    files = orders_and_lines()
    found = check(files | JOINED)
    assert float(found.receipt.amount_sum) == sum(range(101, 125))
    assert not {"numbers_of_other_sales", "leading_zeros"} & found.warned


def test_customers_left_out_are_met_without_their_zeros_where_these_are_merged(check):
    answers = '[transactions]\nmerge_zeros = true\nexclude_customers = ["101", "0102"]\n'
    found = check(ORDERS | {"columns.toml": answers})
    assert found.codes == {"excluded_customer": 2}
    assert "answer_in_vain" not in found.warned


def test_clean_ids_with_other_signs_than_digits_keep_their_zeros(check):
    rows = "".join(f"{one};2024-01-1{at};5\n" for at, one in enumerate(["K01", "K1", "0-1", "1-0"]))
    found = check({"a.csv": "Kundennr;Datum;Betrag\n" + rows} | JOINED)
    assert found.receipt.n_customers == 4
    assert "zeros_merged" not in found.warned


@pytest.mark.parametrize(
    ("form", "answer"), [("{}", "merge_zeros = true"), ("k00{}", "merge_case = true")]
)
def test_reasons_of_nobody_by_zeros_or_case_are_refused_with_the_line_that_joins_them(
    check, refused, form, answer
):
    ours = "K00{}" if form[0] == "k" else "00{}"
    orders = {"orders.csv": lines(ENGLISH, (at for at in range(101, 121)), form=ours)}
    notes = "".join(f"{form.format(101 + at % 20)},late again {at}\n" for at in range(120))
    files = orders | {"reasons.csv": "customer_id,note\n" + notes}

    refusal = refused(files)
    assert refusal.code == "ids_do_not_match"
    assert answer in refusal.to_do
    joined = check(files | {"columns.toml": f"[transactions]\n{answer}\n"})
    assert joined.intake.receipts["reasons"].rows_good == 120
    assert "unmatched_ids" not in joined.warned
