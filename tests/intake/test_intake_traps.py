"""Each trap is caught, and its clean look-alike passes."""

from __future__ import annotations

from datetime import date

import pytest

HEAD = "customer_id,date,amount\n"


def lines(n: int, start: int = 0) -> str:
    """Rows of many customers over two years, all clean."""
    return "".join(
        f"K{at % 37:03d},{2022 + at % 2}-{1 + at % 12:02d}-{1 + at % 28:02d},{10 + at}.50\n"
        for at in range(start, start + n)
    )


# --- dates -----------------------------------------------------------------------------------


def test_dates_that_read_either_way_are_asked_about(refused):
    refusal = refused({"t.csv": HEAD + "a,03/04/2024,1.50\nb,05/06/2024,2.50\n"})
    assert refusal.code == "ambiguous_dates"
    assert 'date_order = "dmy"' in str(refusal)
    assert refusal.line == 2


def test_the_answer_about_dates_is_remembered(check):
    files = {"t.csv": HEAD + "a,03/04/2024,1.50\n"}
    for order, day in (("dmy", date(2024, 4, 3)), ("mdy", date(2024, 3, 4))):
        answer = {"columns.toml": f'[transactions]\ndate_order = "{order}"\n'}
        assert check(files | answer).intake.as_of == day


def test_one_part_above_12_proves_the_order_of_the_column(check):
    found = check({"t.csv": HEAD + "a,03/04/2024,1.50\nb,25/06/2024,2.50\n"})
    assert found.good()["ordered_on"].dt.strftime("%Y-%m-%d").tolist() == [
        "2024-04-03",
        "2024-06-25",
    ]


@pytest.mark.parametrize(
    "text",
    ["5. März 2024", "5 mars 2024", "Mar 5, 2024", "5 de marzo de 2024", "05-mar-24", "20240305",
     "2024-03-05T23:59:00+02:00", "2024/3/5", "Tue, 5 Mar 2024 11:15"],
)  # fmt: skip
def test_dates_that_prove_themselves(check, text):
    assert check({"t.csv": f"customer_id;date;amount\na;{text};1.50\n"}).intake.as_of == date(
        2024, 3, 5
    )


def test_serial_numbers_in_most_rows_are_days(check):
    found = check({"t.csv": HEAD + "a,45356,1.50\nb,45357.25,2.50\n"})
    assert found.intake.as_of == date(2024, 3, 6)
    assert "serial_dates" in found.warned


def test_a_single_serial_number_among_dates_is_set_aside(check):
    found = check({"t.csv": HEAD + "a,2024-01-05,1.50\nb,2024-01-06,2.50\nc,45356,1.50\n"})
    assert found.codes == {"bad_date": 1}
    assert found.quarantine[0]["line"] == "4"


def test_placeholder_dates_are_set_aside_once(check):
    texts = ["1900-01-01", "9999-12-31", "1970-01-01", "0000-00-00"]
    good = "".join(f"a,2024-01-{day:02d},{day}.50\n" for day in range(5, 25))
    found = check({"t.csv": HEAD + good + "".join(f"b,{text},2.50\n" for text in texts)})
    assert [(row["value"], row["code"]) for row in found.quarantine] == [
        (text, "placeholder_date") for text in texts
    ]
    assert found.codes == {"placeholder_date": len(texts)}


def test_impossible_dates_are_set_aside(check):
    assert check({"t.csv": HEAD + "a,2024-01-05,1\nb,2023-02-29,2\n"}).codes == {"bad_date": 1}


def test_two_digit_years_are_read_and_said(check):
    found = check({"t.csv": HEAD + "a,25.03.24,1.50\n"})
    assert found.intake.as_of == date(2024, 3, 25)
    assert "two_digit_years" in found.warned


def test_a_handful_of_future_dates_is_set_aside(check):
    found = check({"t.csv": HEAD + lines(300) + "z,2042-01-01,5\n"})
    assert found.codes == {"future_date": 1}
    assert found.intake.as_of.year == 2023


def test_an_explicit_snapshot_sets_later_rows_aside_and_never_refuses(check):
    found = check({"t.csv": HEAD + lines(300)}, as_of=date(2022, 6, 30))
    assert set(found.codes) == {"after_as_of"}
    assert found.good()["ordered_on"].max().date() <= date(2022, 6, 30)


# --- amounts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        (["(5.25)", "10.00", "2.50-", "1.00CR"], "1.25"),
        (["€ 5,25", "10,00 €"], "15.25"),
    ],
)
def test_amounts_of_several_styles_in_one_column_are_exact(check, texts, total):
    rows = "".join(f"k{at};2024-01-05;{text}\n" for at, text in enumerate(texts))
    assert check({"t.csv": "customer_id;date;amount\n" + rows}).receipt.amount_sum == total


def test_infinite_and_unreadable_amounts_are_set_aside(check):
    found = check({"t.csv": HEAD + "a,2024-01-05,1.5\nb,2024-01-05,inf\nc,2024-01-05,1e309\n"
                   "d,2024-01-05,#N/A\ne,2024-01-05,\n"})  # fmt: skip
    assert found.codes == {"bad_amount": 2, "error_value": 1, "no_amount": 1}


def test_currencies_are_never_summed_together(check):
    found = check({"t.csv": "customer_id,date,amount,currency\na,2024-01-05,1.5,EUR\n"
                   "b,2024-01-05,2.5,usd\n"})  # fmt: skip
    assert found.receipt.amount_sum is None
    assert found.receipt.amount_sum_by_currency == {"EUR": "1.50", "USD": "2.50"}


def test_returns_lower_money_and_zero_lines_are_no_activity(check):
    found = check({"t.csv": HEAD + "a,2024-01-05,10\na,2024-01-06,-4\nb,2024-01-07,0\n"})
    assert found.receipt.amount_sum == "6.00"
    assert (found.receipt.n_customers, found.receipt.n_buyers) == (2, 1)
    assert {"zero_amount", "customers_without_sales"} <= found.warned


def test_quantity_times_price_makes_the_amount(check):
    found = check(
        {"t.csv": "Kunde;Datum;Menge;Einzelpreis\na;25.01.2024;3;1,25\nb;26.01.2024;-1;2,50\n"}
    )
    assert found.receipt.amount_sum == "1.25"


# --- status ----------------------------------------------------------------------------------


def test_cancelled_lines_are_set_aside_unless_they_are_credit_notes(check):
    found = check({"t.csv": "customer_id,date,amount,status\na,2024-01-05,10,paid\n"
                   "a,2024-01-05,10,Storniert\na,2024-01-06,-4,cancelled\n"})  # fmt: skip
    assert found.codes == {"cancelled": 1}
    assert found.receipt.amount_sum == "6.00"


def test_unknown_status_words_are_asked_about_and_answered(check, refused):
    files = {"t.csv": "customer_id,date,amount,status\na,2024-01-05,10,zork\n"}
    assert refused(files).code == "unknown_status"
    answer = {"columns.toml": '[transactions]\norder_words = ["Zork"]\n'}
    assert check(files | answer).receipt.rows_good == 1


# --- ids -------------------------------------------------------------------------------------


def test_ids_keep_zeros_and_lose_what_is_invisible(check):
    found = check({"t.csv": HEAD + "007,2024-01-05,1\n\u200b007\u00a0,2024-01-06,1\n"
                   "Ａ7,2024-01-07,1\n12.0,2024-01-08,1\n"})  # fmt: skip
    assert set(found.good()["customer_id"]) == {"007", "A7", "12"}
    assert {"float_ids", "cleaned_ids"} <= found.warned


NOBODY = [
        "Guest", "GAST", "client de passage", "0", "-1", "n/a", "Walk-in", "(blank)", "(Leer)",
        "(vide)", "(en blanco)", "k.A.", "N.N.", "keine Angabe", "Anonym", "nicht zugeordnet",
        "Einmalkunde", "unassigned", "XXXX", "9999999999", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip


def test_ids_that_stand_for_nobody_are_set_aside(check):
    words = "".join(f"{word},2024-01-06,{at}.25\n" for at, word in enumerate(NOBODY, 1))
    good = "".join(f"a{at},2024-02-{at % 28 + 1:02d},{at}.50\n" for at in range(90))
    found = check({"t.csv": HEAD + good + words})
    assert [(row["value"], row["code"]) for row in found.quarantine] == [
        (word, "placeholder_customer") for word in NOBODY
    ]
    assert found.codes == {"placeholder_customer": len(NOBODY)}


@pytest.mark.parametrize("word", ["Guest", "0", "(en blanco)"])
def test_a_single_id_that_stands_for_nobody_is_set_aside(check, word):
    found = check({"t.csv": HEAD + f"a,2024-01-05,1\n{word},2024-01-06,1\n"})
    assert found.codes == {"placeholder_customer": 1}


def test_a_name_that_holds_a_placeholder_word_is_a_customer(check):
    names = (
        "GUEST-77", "Total Energies", "Anonym GmbH", "Blank", "Leer", "Vide", "KA", "NN",
        "9999999998", "9999999999", "00000000-0000-0000-0000-000000000001",
    )  # fmt: skip
    rows = "".join(f"{name},2024-01-05,1\n" for name in names)
    assert check({"t.csv": HEAD + rows}).codes == {}


def test_rows_without_a_customer_are_counted_with_their_money(check):
    found = check({"t.csv": HEAD + "a,2024-01-05,1\n,2024-01-06,7.50\n"})
    assert found.codes == {"no_customer": 1}
    message = next(w.message for w in found.receipt.warnings if w.code == "money_without_customer")
    assert "7.50" in message


def test_ids_that_differ_by_case_are_kept_and_said(check):
    found = check({"t.csv": HEAD + "ab1,2024-01-05,1\nAB1,2024-01-06,1\n"})
    assert found.receipt.n_customers == 2
    assert "case_variants" in found.warned


# --- shape of the file -----------------------------------------------------------------------


def test_headers_totals_and_footers_inside_are_no_rows(check):
    text = ("Export vom 01.02.2024\n\nKd-Nr;Datum;Betrag\n1;31.12.2023;1,50\nKd-Nr;Datum;Betrag\n"
            "2;30.12.2023;2,50\n;;\nSumme;;4,00\nErstellt von SAP;;\n")  # fmt: skip
    found = check({"umsatz.csv": text})
    assert found.codes == {"footer": 1, "repeated_header": 1, "total_row": 1}
    assert (found.receipt.rows_in, found.receipt.rows_good, found.receipt.rows_blank) == (6, 2, 1)
    assert [row["line"] for row in found.quarantine] == ["5", "8", "9"]


def test_shifted_rows_are_set_aside_with_their_physical_line(check):
    found = check({"t.csv": HEAD + 'a,2024-01-05,1\n"b\nb",2024-01-06,2\nc,2024-01-07,1,5\nd\n'})
    assert found.codes == {"field_count": 1, "footer": 1}
    assert [row["line"] for row in found.quarantine] == ["5", "6"]
    assert found.receipt.rows_good == 2


def test_physical_lines_are_right_in_the_fast_lane(check, monkeypatch):
    monkeypatch.setattr("analysis.rows.staging.SMALL_BYTES", 0)
    monkeypatch.setattr("analysis.intake.check.SMALL_BYTES", 0)
    text = ("title\n\n" + HEAD + "a,2024-01-05,1\n\nb,2024-01-06\n\"c\nc\",bad,1\n,2024-01-07,1\n\n"
            "d,2024-01-08,1,9\ne,,1\n")  # fmt: skip
    found = check({"t.csv": text})
    listed = [(row["line"], row["code"]) for row in found.quarantine]
    assert listed == [("6", "field_count"), ("7", "bad_date"), ("9", "no_customer"),
                      ("11", "field_count"), ("12", "no_date")]  # fmt: skip
    assert (found.receipt.rows_in, found.receipt.rows_blank) == (8, 2)


def test_blanks_inside_headers_do_not_make_a_blank_separated_file(check):
    text = "Sales\n\nCustomer ID\tOrder date\tAmount\ta b\n1\t2021-01-01\t0,50\tx\n" + "1\t2\n" * 4
    assert check({"t.csv": text}).codes == {"field_count": 4}


def test_an_unclosed_quote_costs_one_row_only(check):
    found = check({"t.csv": HEAD + 'a,2024-01-05,1\n"b,2024-01-06,1\nc,2024-01-07,1\n'})
    assert found.codes == {"unclosed_quote": 1}
    assert found.receipt.rows_good == 2


def test_a_number_word_outranks_a_bare_word(check):
    found = check({"t.csv": "Kunde;Kundennummer;Datum;Umsatz\nMeier;K1;31.12.2023;1,50\n"})
    assert found.good()["customer_id"].tolist() == ["K1"]


# --- the whole file --------------------------------------------------------------------------


def test_a_month_without_rows_is_said(check):
    rows = "".join(
        f"k{day},2024-{month:02d}-{day + 1:02d},5\n"
        for month in (1, 2, 3, 5, 6, 7) for day in range(20)
    )  # fmt: skip
    found = check({"t.csv": HEAD + rows})
    assert "2024-04" in next(w.message for w in found.receipt.warnings if w.code == "coverage_gap")


def test_a_giant_first_and_only_order_is_said(check):
    found = check({"t.csv": HEAD + lines(50) + "z,2023-05-05,90000000\n"})
    assert "giant_order" in found.warned
    assert "giant_order" not in check({"t.csv": HEAD + lines(50)}).warned


def test_test_accounts_are_said_and_a_word_inside_another_is_not(check):
    assert "test_accounts" in check({"t.csv": HEAD + "TEST-1,2024-01-05,1\n"}).warned
    assert "test_accounts" not in check({"t.csv": HEAD + "CONTEST1,2024-01-05,1\n"}).warned


def test_a_snapshot_long_after_the_last_order_is_said(check):
    found = check({"t.csv": HEAD + "a,2024-01-05,1\n"}, as_of=date(2024, 12, 31))
    assert "stale_export" in found.warned


def test_a_file_without_a_good_row_is_refused(refused):
    assert refused({"t.csv": HEAD + "a,never,1\nb,soon,2\n"}).code == "no_good_rows"
