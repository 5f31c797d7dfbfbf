"""Traps 69-72: reasons beside the transactions they are meant to explain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake.traps.company import Case, as_csv, judge, orders

STEADY = orders(300)
LAST = {k: day for k, day, _ in STEADY}
FIRST = {k: day for k, day, _ in reversed(STEADY)}
QUIET = [k for k, day in LAST.items() if day < date(2023, 6, 1)]
HEADS = {"us": "Customer ID,Reason date,Reason", "de": "Kundennr,Gesprächsdatum,Grund",
         "fr": "Code client,Date de contact,Motif",
         "es": "Nº Cliente,Fecha de contacto,Motivo"}  # fmt: skip


def stated(said: dict[int, date], dress: str = "us", name: str = "K{:04d}") -> str:
    return HEADS[dress] + "\n" + "".join(
        f"{name.format(k)},{day.isoformat()},nobody called back {k}\n" for k, day in said.items()
    )  # fmt: skip


def soon(customers: list[int], days: int = 30) -> dict[int, date]:
    return {k: LAST[k] + timedelta(days=days) for k in customers}


def coded(rows: list[tuple[str, str]], head: str = "customer_id,code,coder") -> str:
    return head + "\n" + "".join(f"C{at:04d},{a},{b}\n" for at, (a, b) in enumerate(rows))


WORDS = ["Delivery", "Price", "Quality", "Range", "Service"]
BALANCED = [(WORDS[at % 5], f"agent {at % 4}") for at in range(200)]
FEW = {"reasons_known_for_few"}

CASES = [
    Case("69-us-customers-who-came-back",
         {"orders.csv": as_csv(STEADY),
          "reasons.csv": stated(soon(QUIET) | {k: FIRST[k] + timedelta(days=5)
                                               for k in QUIET[:4]})},
         {"bought_after_reason"}),
    Case("69-german-still-active",
         {"umsatz.csv": as_csv(STEADY, "de"),
          "gruende.csv": stated(soon(QUIET) | {280: LAST[280] - timedelta(days=3)}, "de")},
         {"bought_after_reason"}),
    Case("69-french-one-of-two-statements",
         {"factures.csv": as_csv(STEADY, "fr"),
          "motifs.csv": stated(soon(QUIET), "fr")
          + f"K0000,{(FIRST[0] + timedelta(days=1)).isoformat()},trop cher\n"},
         {"bought_after_reason"}),
    Case("69-clean-stated-after-the-last-order",
         {"ventas.csv": as_csv(STEADY, "es"), "motivos.csv": stated(soon(QUIET), "es")}),
    Case("69-clean-stated-on-the-day-of-the-last-order",
         {"orders.csv": as_csv(STEADY), "reasons.csv": stated(soon(QUIET, 0))}),
    Case("70-us-years-before-the-last-order",
         {"orders.csv": as_csv(STEADY),
          "reasons.csv": stated(soon(QUIET) | {QUIET[0]: LAST[QUIET[0]] - timedelta(days=900)})},
         {"bought_after_reason", "reason_long_before"}),
    Case("70-german-before-the-first-order",
         {"umsatz.csv": as_csv(STEADY, "de"),
          "gruende.csv": stated(soon(QUIET) | {k: date(2019, 5, 6) for k in QUIET[5:8]}, "de")},
         {"bought_after_reason", "reason_long_before"}),
    Case("70-spanish-dates-of-the-first-contact",
         {"ventas.csv": as_csv(STEADY, "es"),
          "motivos.csv": stated({k: date(2018, 1, 1 + k % 28) for k in QUIET}, "es")},
         {"bought_after_reason", "reason_long_before"}),
    Case("70-clean-long-after-the-last-order",
         {"factures.csv": as_csv(STEADY, "fr"),
          "motifs.csv": stated({k: date(2023, 12, 20) for k in QUIET}, "fr")}),
    Case("71-us-a-few-ids-of-nobody",
         {"orders.csv": as_csv(STEADY),
          "reasons.csv": stated(soon(QUIET)) + "ZZ1,2023-08-08,late\nZZ2,2023-08-08,dear\n"},
         {"unmatched_ids"}),
    Case("71-german-ids-of-another-form",
         {"umsatz.csv": as_csv(STEADY, "de"),
          "gruende.csv": stated(soon(QUIET), "de", "C-{:03d}")}, refused="ids_do_not_match"),
    Case("71-small-file-of-another-form-is-kept",
         {"factures.csv": as_csv(STEADY, "fr"),
          "motifs.csv": stated(soon(QUIET[:20]), "fr", "C-{:03d}")},
         {"unmatched_ids"} | FEW),
    Case("71-clean-all-meet",
         {"ventas.csv": as_csv(STEADY, "es"), "motivos.csv": stated(soon(QUIET), "es")}),
    Case("72-us-reasons-for-few-of-the-lost",
         {"orders.csv": as_csv(STEADY), "reasons.csv": stated(soon(QUIET[:30]))}, FEW),
    Case("72-german-reasons-for-few-of-the-lost",
         {"umsatz.csv": as_csv(STEADY, "de"), "gruende.csv": stated(soon(QUIET[:9]), "de")}, FEW),
    Case("72-one-agent-has-a-favourite",
         {"reasons.csv": coded([("Price" if b == "agent 1" and at % 9 else a, b)
                                for at, (a, b) in enumerate(BALANCED)])}, {"favourite_code"}),
    Case("72-one-german-agent-has-a-favourite",
         {"gruende.csv": coded([("Service" if b == "agent 3" else a, b) for a, b in BALANCED],
                               "Kundennr,Grundcode,Bearbeiter")}, {"favourite_code"}),
    Case("72-first-word-of-the-list",
         {"reasons.csv": coded([(a if at % 3 == 0 else "Account closed", b)
                                for at, (a, b) in enumerate(BALANCED)])}, {"default_code"}),
    Case("72-other-in-french",
         {"motifs.csv": coded([(a if at % 3 == 0 else "Autre", b)
                               for at, (a, b) in enumerate(BALANCED)],
                              "Code client,Code motif,Saisi par")}, {"default_code"}),
    Case("72-german-word-of-a-picklist-in-the-reason-column",
         {"gruende.csv": coded([(a if at % 3 == 0 else "Sonstiges", b)
                                for at, (a, b) in enumerate(BALANCED)], "Kundennr,Grund,Kanal")},
         {"default_code"}),
    Case("72-clean-codes", {"reasons.csv": coded(BALANCED)}),
    Case("72-clean-price-is-what-most-say",
         {"reasons.csv": coded([(a if at // 5 % 2 else "Price", b)
                                for at, (a, b) in enumerate(BALANCED)])}),
    Case("72-clean-agents-of-few-statements",
         {"reasons.csv": coded([(WORDS[at % 5], f"agent {at // 4}") for at in range(120)])}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reasons_beside_transactions(case, check, refused):
    judge(case, check, refused)


def test_trap_72_the_share_of_lost_customers_with_a_reason_is_said(check):
    found = check({"orders.csv": as_csv(STEADY), "reasons.csv": stated(soon(QUIET[:30]))})
    (said,) = [w.message for w in found.intake.receipts["reasons"].warnings if w.code in FEW]
    assert "%" in said
    assert "30 of" in said


def test_trap_72_no_message_names_the_agent(check):
    rows = [("Price" if b == "agent 1" else a, b) for a, b in BALANCED]
    found = check({"reasons.csv": coded(rows)})
    assert all("agent 1" not in w.message for w in found.receipt.warnings)


def test_a_code_that_is_one_number_is_one_reason_in_every_table(check):
    reasons = "customer_id,stated_on,code\n" + "".join(
        f"C{at},2024-01-05,{code}\n" for at, code in enumerate(["3", "3.0", "03", "3", "12", "4.5"])
    )
    issues = "issue_id,code,opened_on\nI1,03,2024-01-09\nI2,late,2024-01-09\n"
    found = check({"reasons.csv": reasons, "issues.csv": issues})
    assert sorted(found.good("reasons")["code"]) == ["12", "3", "3", "3", "3", "4.5"]
    assert sorted(found.good("issues")["code"]) == ["3", "late"]
    told = [w.message for w in found.intake.receipts["reasons"].warnings]
    assert "Codes written 03 and 3.0 are read as 3 (2 rows): one number is one reason." in told


def test_clean_codes_of_one_spelling_keep_their_zeros(check):
    rows = "a,2024-01-05,01\nb,2024-01-05,02\nc,2024-01-06,01\nd,2024-01-06,late\n"
    found = check({"reasons.csv": "customer_id,stated_on,code\n" + rows})
    assert sorted(found.good("reasons")["code"]) == ["01", "01", "02", "late"]
    assert "code_spellings" not in found.warned
