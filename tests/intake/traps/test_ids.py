"""Traps 41-55: ids that lost something, stand for nobody, or stand for the same customer."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from analysis.engine import Engine
from intake.traps.cases import days_from, table
from intake.traps.company import Case, as_csv, judge, orders, plain

STEADY = orders()
NO_DATE = "customer_id,name\n"


def renamed(old: str, new: str, dress: str = "us") -> str:
    """The steady company with one customer under two ids in turn."""
    turns = iter(range(10_000))
    return as_csv(STEADY, dress, lambda k: plain(k) if k else (old, new)[next(turns) % 2])


def planted(word: str, n: int, dress: str = "us") -> str:
    """The steady company with ``n`` rows under another id."""
    left = iter([word] * n)
    return as_csv(STEADY, dress, lambda k: plain(k) if k < 3 else next(left, plain(k)))


def digits(width: int, first: int = 1) -> object:
    return lambda k: str(first + 7 * k).zfill(width)


def parquet(kind: str, *ids: str) -> bytes:
    """Orders whose ids have this kind in the file."""
    rows = ", ".join(f"({one}, DATE '2023-01-01' + {at}, 5.5)" for at, one in enumerate(ids))
    with TemporaryDirectory() as folder:
        target = Path(folder) / "a.parquet"
        Engine().write_parquet(
            f"SELECT i::{kind} AS customer_id, d AS date, a AS amount FROM (VALUES {rows}) "
            "AS t(i, d, a)", target,
        )  # fmt: skip
        return target.read_bytes()


YEAR_1, YEAR_2 = [o for o in STEADY if o[1].year == 2022], [o for o in STEADY if o[1].year == 2023]

LOST = [
    Case("41-german-months-of-which-one-lost-its-zeros",
         {"umsatz_2022.csv": as_csv(YEAR_1, "de", digits(5)),
          "umsatz_2023.csv": as_csv(YEAR_2, "de", digits(0))}, {"leading_zeros"},
         also={"migrated_ids"}),
    Case("41-french-reasons-without-the-zeros-of-the-orders",
         {"factures.csv": as_csv(STEADY, "fr", digits(6)),
          "motifs.csv": "Code client;Motif\n1;trop cher\n8;livraison en retard\n"},
         {"leading_zeros", "unmatched_ids"}, also={"reasons_known_for_few"}),
    Case("41-both-ways-in-one-us-file", {"orders.csv": renamed("00412", "412")},
         {"leading_zeros"}),
    Case("41-clean-numbers-that-grew-from-999-to-1000",
         {"orders_2022.csv": as_csv(YEAR_1, "us", digits(0, 800)),
          "orders_2023.csv": as_csv(YEAR_2, "us", digits(0, 800))}),
    Case("41-clean-zeros-in-every-file",
         {"ventas_2022.csv": as_csv(YEAR_1, "es", digits(7)),
          "ventas_2023.csv": as_csv(YEAR_2, "es", digits(7))}),
    Case("41-clean-later-customers-of-full-width",
         {"umsatz_2022.csv": as_csv(YEAR_1, "de", lambda k: f"{9_700 + 11 * k:05d}"),
          "umsatz_2023.csv": as_csv(YEAR_2, "de", lambda k: f"{9_700 + 11 * k:05d}")}),
    Case("42-german-power-of-ten", {"umsatz.csv": planted("1,23E+12", 3, "de")},
         {"money_without_customer"}, {"damaged_id": 3}),
    Case("42-us-power-of-ten", {"orders.csv": planted("4.00123E+15", 2)},
         {"money_without_customer"}, {"damaged_id": 2}),
    Case("42-most-ids-are-powers-of-ten",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"4.0{k % 9}E+12" if k % 2 else plain(k))},
         refused="too_many_damaged_id"),
    Case("42-clean-codes-with-an-e",
         {"ventas.csv": as_csv(STEADY, "es", lambda k: f"{k + 10}E{k % 7}")}),
    Case("43-card-numbers-rounded-to-15-digits",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"4000123412{34_567 + k}0")},
         {"rounded_ids"}),
    Case("43-german-numbers-of-18-digits-rounded",
         {"umsatz.csv": as_csv(STEADY, "de", lambda k: f"9003123412{34_567 + k}000")},
         {"rounded_ids"}),
    Case("43-clean-long-numbers",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"40001234123456{7_310 + k * 7}")}),
    Case("43-clean-long-numbers-few-of-which-end-in-a-zero",
         {"factures.csv": as_csv(STEADY, "fr", lambda k: f"4000123412{345_671 + k * 7}")}),
    Case("44-us-float-ids", {"orders.csv": as_csv(STEADY, "us", lambda k: f"{1_000 + k}.0")},
         {"float_ids"}),
    Case("44-german-float-ids", {"umsatz.csv": as_csv(STEADY, "de", lambda k: f"{1_000 + k},0")},
         {"float_ids"}),
    Case("44-some-float-ids",
         {"ventas.csv": as_csv(STEADY, "es", lambda k: f"{1_000 + k}" + ".0" * (k % 2))},
         {"float_ids"}),
    Case("44-clean-numbers-of-branch-and-customer",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"{10 + k // 5}.{k % 5}")}),
    Case("45-parquet-numbers-with-a-gap",
         {"orders.parquet": parquet("DOUBLE", "1001", "NULL", "1003")},
         {"float_ids", "rows_without_customer", "money_without_customer"}, {"no_customer": 1}),
    Case("45-clean-parquet-numbers", {"orders.parquet": parquet("BIGINT", "1001", "1002")}),
    Case("45-clean-parquet-texts", {"orders.parquet": parquet("VARCHAR", "'0017'", "'0018'")}),
    Case("46-no-break-blank-inside",
         {"factures.csv": renamed("C 17", "C\u00a017", "fr")}, {"cleaned_ids"}),
    Case("46-zero-width-sign-and-soft-hyphen",
         {"orders.csv": renamed("C\u200b17", "C\u00ad17")}, {"cleaned_ids"}),
    Case("46-clean-ids-of-two-words", {"umsatz.csv": renamed("Nord 17", "Nord 17", "de")}),
    Case("47-composed-and-decomposed",
         {"umsatz.csv": renamed("Mu\u0308ller-1", "M\u00fcller-1", "de")}, {"cleaned_ids"}),
    Case("47-full-width", {"orders.csv": renamed("Ａ１７", "A17")}, {"cleaned_ids"}),
    Case("47-clean-accents", {"ventas.csv": renamed("MU\u00d1OZ-1", "MU\u00d1OZ-1", "es")}),
    Case("48-us-case", {"orders.csv": renamed("ab-17", "AB-17")}, {"case_variants"}),
    Case("48-german-case", {"umsatz.csv": renamed("KÄFER1", "käfer1", "de")}, {"case_variants"}),
    Case("48-clean-mixed-case", {"factures.csv": renamed("Ab-17", "Ab-17", "fr")}),
    Case("49-cyrillic-letter-among-latin-ids", {"orders.csv": renamed("\u0421017", "C017")},
         {"mixed_scripts"}),
    Case("49-cyrillic-within-one-id", {"umsatz.csv": renamed("KA\u0410-17", "KAB-17", "de")},
         {"mixed_scripts"}),
    Case("49-greek-letter", {"ventas.csv": renamed("\u0392X-17", "CX-17", "es")},
         {"mixed_scripts"}),
    Case("49-clean-ids-in-cyrillic",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"\u041a\u041b-{k:04d}")}),
    *(
        Case(f"50-{word}", {"orders.csv": planted(word, 4, dress)},
             {"rows_without_customer", "money_without_customer"}, {"placeholder_customer": 4})
        for word, dress in (("GUEST", "us"), ("Laufkunde", "de"), ("99999", "us"))
    ),
    Case("50-clean-firms-with-such-a-word-in-their-name",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"Guest House {k:02d}")}),
    Case("50-clean-9999-in-a-row-of-numbers",
         {"umsatz.csv": as_csv(STEADY, "de", lambda k: str(9_970 + k))}),
    Case("50-clean-9999-with-a-name-like-any-customer",
         {"ventas.csv": planted("9999", 4, "es"),
          "clientes.csv": "Nº Cliente;Nombre\n9999;Empresa 9999 SL\nK0004;Empresa 4 SL\n"},
         also={"unmatched_ids"}),
    Case("50-9999-that-the-customers-table-gives-to-nobody",
         {"ventas.csv": planted("9999", 4, "es"),
          "clientes.csv": "Nº Cliente;Nombre\n9999;Clientes varios\nK0004;Empresa 4 SL\n"},
         {"rows_without_customer", "money_without_customer"}, {"placeholder_customer": 5},
         also={"unmatched_ids"}),
    Case("51-till-of-a-german-shop",
         {"umsatz.csv": as_csv(STEADY, "de", lambda k: "K7000" if k % 4 == 1 else plain(k))},
         {"collective_customer"}),
    Case("51-us-marketplace",
         {"orders.csv": as_csv(STEADY, "us", lambda k: "MARKET" if k % 7 == 1 else plain(k))},
         {"collective_customer"}),
    Case("51-french-till-on-every-day",
         {"factures.csv": as_csv(
             [*STEADY, *((7, date.fromordinal(738_200 + at), 990) for at in range(250))], "fr")},
         {"collective_customer"}),
    Case("51-clean-one-good-customer",
         {"ventas.csv": as_csv(
             [*STEADY, *((7, date(2022, 2 + at, 17), 990) for at in range(10))], "es")}),
    Case("52-a-quarter-without-customer",
         {"orders.csv": as_csv(STEADY, "us", lambda k: "" if k % 4 == 2 else plain(k))},
         {"rows_without_customer", "money_without_customer"},
         {"no_customer": sum(o[0] % 4 == 2 for o in STEADY)}),
    Case("52-a-handful-in-a-german-file", {"umsatz.csv": planted("", 3, "de")},
         {"rows_without_customer", "money_without_customer"}, {"no_customer": 3}),
    Case("52-most-without-customer",
         {"factures.csv": as_csv(STEADY, "fr", lambda k: plain(k) if k % 3 == 2 else "")},
         refused="too_many_no_customer"),
    Case("52-clean-every-row-has-one", {"ventas.csv": as_csv(STEADY, "es")}),
]  # fmt: skip


NOBODY = [
    "GUEST", "0", "-1", "Laufkunde", "Client de passage", "consumidor final", "Gastbestellung",
    "99999", "comptoir", "cliente genérico", "Ospite", "Convidado",
]  # fmt: skip


def test_trap_50_each_word_that_stands_for_nobody_is_set_aside_and_no_other_row(check):
    words = iter(NOBODY * 4)
    found = check({"orders.csv": as_csv(STEADY, name=lambda k: plain(k) if k < 3 else
                                        next(words, plain(k)))})  # fmt: skip
    aside = Counter((row["value"], row["code"]) for row in found.quarantine)
    assert aside == {(word, "placeholder_customer"): 4 for word in NOBODY}
    assert found.codes == {"placeholder_customer": 4 * len(NOBODY)}
    assert found.warned == {"rows_without_customer", "money_without_customer"}


@pytest.mark.parametrize("case", LOST, ids=lambda case: case.name)
def test_ids_that_lost_something_or_stand_for_nobody(case, check, refused):
    judge(case, check, refused)


@pytest.mark.parametrize("kept", ['"=""{}"""', '="{}"', "'{}"])
def test_ids_that_a_spreadsheet_keeps_as_text_meet_those_of_other_tables(check, kept):
    ids = [f"0000{at}" for at in range(1, 13)]
    lines = (f"{kept.format(one)},2024-01-{at + 1:02d},5.00" for at, one in enumerate(ids))
    found = check({
        "orders.csv": table("Customer ID,Order date,Amount", *lines),
        "customers.csv": table("Customer ID,Name", *(f"{one},Firm {one}" for one in ids)),
    })  # fmt: skip
    receipt = found.intake.receipts["transactions"]
    assert {warned.code for warned in receipt.warnings} == {"cleaned_ids"}
    assert not found.intake.receipts["customers"].warnings
    assert receipt.rows_good == receipt.n_customers == 12


@pytest.mark.parametrize(("again", "told"), [("a,Firm A 2,South", True), ("a,Firm A,North", False)])
def test_a_customer_whose_rows_differ_is_said(check, again, told):
    found = check({
        "orders.csv": table("Customer ID,Order date,Amount", "a,2024-01-05,5", "b,2024-01-06,5"),
        "customers.csv": table("Customer ID,Name,Territory", "a,Firm A,North", "b,B,North", again),
    })  # fmt: skip
    warned = found.intake.receipts["customers"].warnings
    assert ("rows_of_a_customer_differ" in {one.code for one in warned}) is told


ACCOUNTS = [
    Case("53-id-says-test", {"orders.csv": planted("TEST-01", 2)}, {"test_accounts"}),
    Case("53-german-demo-customer", {"umsatz.csv": planted("Demokunde 1", 2, "de")},
         {"test_accounts"}),
    Case("53-name-says-so-in-spanish",
         {"ventas.csv": as_csv(STEADY, "es"),
          "clientes.csv": "Nº Cliente;Nombre\nK0001;Cliente de prueba\nK0002;Pruebas Técnicas\n"},
         {"test_accounts"}),
    Case("53-address-of-an-example-domain",
         {"orders.csv": as_csv(STEADY),
          "contacts.csv": "customer_id,contact_id,email,opt_out\nK0001,p1,a@example.com,no\n"
                          "K0002,p2,b@shop.test,no\nK0003,p3,c@harbour.net,no\nK0004,p4,d@quay.net,no\n"},
         {"test_accounts"}),
    Case("53-address-of-the-company-itself",
         {"orders.csv": as_csv(STEADY, "us", more=("rep_id", lambda o: f"r{o[0] % 3}@ourfirm.com")),
          "contacts.csv": "customer_id,contact_id,email,opt_out\nK0001,p1,a@ourfirm.com,no\n"
                          "K0002,p2,b@elsewhere.com,no\n"},
         {"test_accounts"}),
    Case("53-clean-words-within-words",
         {"orders.csv": planted("CONTEST-1", 2),
          "customers.csv": NO_DATE + "K0001,Contestant Ltd\nK0002,Protest AG\nK0003,Testa Rossa\n"
          "K0004,International Freight\nK0005,Democracy Inc\n"}),
    Case("53-clean-reps-at-a-mail-provider",
         {"orders.csv": as_csv(STEADY, "us", more=("rep_id", lambda o: f"r{o[0] % 3}@gmail.com")),
          "contacts.csv": "customer_id,contact_id,email,opt_out\nK0001,p1,a@gmail.com,no\n"}),
    Case("54-new-prefix-on-one-day",
         {"orders.csv": as_csv([(o[0] + 100 * (o[1] >= date(2023, 3, 1)), *o[1:]) for o in STEADY],
                               "us", lambda k: f"K{k:04d}" if k < 100 else f"CUST-{k - 100:05d}")},
         {"migrated_ids"}),
    Case("54-german-numbers-with-another-width",
         {"umsatz.csv": as_csv([(o[0] + 100 * (o[1] >= date(2022, 11, 5)), *o[1:]) for o in STEADY],
                               "de", lambda k: f"{1_000 + k}" if k < 100 else f"{700_000 + k}")},
         {"migrated_ids"}),
    Case("54-renumbered-in-the-same-form",
         {"ventas.csv": as_csv(
             [(o[0] + 600 * (o[1] >= date(2023, 2, 1)), *o[1:])
              for o in orders(200)], "es")},
         {"migrated_ids"}),
    Case("54-new-prefix-in-the-last-month",
         {"orders.csv": as_csv([(o[0] + 600 * (o[1] >= date(2023, 12, 1)), *o[1:])
                                for o in orders(200)], "us",
                               lambda k: f"K{k:04d}" if k < 600 else f"CUST-{k - 600:05d}")},
         {"migrated_ids"}),
    Case("54-clean-coming-and-going", {"factures.csv": as_csv(orders(200), "fr")}),
    Case("54-clean-longer-numbers-as-customers-come",
         {"orders.csv": as_csv(STEADY, "us", lambda k: str(970 + k))}),
    Case("54-clean-another-prefix-for-new-customers",
         {"umsatz.csv": as_csv(STEADY, "de", lambda k: plain(k) if k < 30 else f"N-{k:05d}")}),
    Case("55-one-address-several-ids",
         {"contacts.csv": "customer_id,contact_id,email,opt_out\nK1,p1,anna@mill.org,no\n"
                          "K2,p2,ANNA@mill.org,no\nK3,p3,bo@mill.org,no\n"},
         {"shared_identity"}),
    Case("55-one-german-tax-number-several-ids",
         {"kunden.csv": "Kundennr;Firma;USt-IdNr\n1;Mühle Nord;DE 123456789\n"
                        "2;Mühle Süd;DE123456789\n3;Hof;DE987654321\n"}, {"shared_identity"}),
    Case("55-one-french-address-several-ids",
         {"clients.csv": "Code client;Nom;Courriel\nA1;Durand;d@moulin.fr\nA2;Dur;d@moulin.fr\n"},
         {"shared_identity"}),
    Case("55-clean-one-customer-with-several-rows",
         {"contacts.csv": "customer_id,contact_id,email,opt_out\nK1,p1,anna@mill.org,no\n"
                          "K1,p2,anna@mill.org,no\nK2,p3,,no\nK3,p4,,no\n"}),
]  # fmt: skip


@pytest.mark.parametrize("case", ACCOUNTS, ids=lambda case: case.name)
def test_ids_of_no_customer_of_their_own(case, check, refused):
    judge(case, check, refused)


def test_trap_54_numbers_that_grow_where_few_come_again_are_no_migration(check):
    days = days_from("2023-01-01", 360)
    once = [f"{at + 700},{day},5{at}" for at, day in enumerate(days)]
    again = [f"{at + 700},{days[at + 40]},7{at}" for at in range(0, 300, 9)]

    found = check({"orders.csv": table("customer_id,ordered_on,amount", *once, *again)})

    assert "migrated_ids" not in found.warned


def test_trap_48_case_is_merged_when_asked(check):
    answer = {"columns.toml": "[transactions]\nmerge_case = true\n"}
    found = check({"orders.csv": renamed("ab-17", "AB-17")} | answer)
    assert "case_variants" not in found.warned
    assert "case_merged" in found.warned
    assert found.good()["customer_id"].str.casefold().nunique() == found.receipt.n_customers


def test_trap_48_merged_case_meets_in_all_tables(check):
    found = check({
        "orders.csv": as_csv(STEADY), "reasons.csv": "customer_id,note\nk0001,too late\n",
        "columns.toml": "[transactions]\nmerge_case = true\n",
    })  # fmt: skip
    assert found.good("reasons")["customer_id"].tolist() == ["K0001"]
    assert "unmatched_ids" not in found.warned


def test_trap_53_accounts_are_excluded_when_asked(check):
    found = check({
        "orders.csv": planted("TEST-01", 2), "reasons.csv": "customer_id,note\nTEST-01,hello\n"
        "K0001,too late\n",
        "columns.toml": '[transactions]\nexclude_customers = ["TEST-01"]\n',
    })  # fmt: skip
    receipts = found.intake.receipts
    assert receipts["transactions"].set_aside_by_code == {"excluded_customer": 2}
    assert receipts["reasons"].set_aside_by_code == {"excluded_customer": 1}
    assert "test_accounts" not in found.warned


def test_trap_53_the_warning_lists_ids_and_the_line_to_write(check):
    found = check({"orders.csv": planted("TEST-01", 2)})
    (said,) = [w.message for w in found.receipt.warnings if w.code == "test_accounts"]
    assert "TEST-01" in said
    assert "exclude_customers" in said


def test_trap_71_ids_of_another_form_are_refused_with_one_of_each(refused):
    reasons = "customer_id,note\n" + "".join(f"{at},late again\n" for at in range(1, 121))
    found = refused({"orders.csv": as_csv(STEADY), "reasons.csv": reasons})
    assert found.code == "ids_do_not_match"
    assert "K0000" in str(found)
