"""Answers of agents and internal remarks among reasons are said, with the line for them."""

from __future__ import annotations

import re

import pytest

from analysis.cells.voices import is_of_house, tells_who_wrote

SALES = "customer_id,order_date,amount\n" + "".join(
    f"C{at % 12:03d},2024-0{1 + at % 9}-1{at % 9},{at}.50\n" for at in range(48)
)


def _thread(header: str, customer: str, house: str) -> str:
    return f"customer_id,date,{header},comment\n" + "".join(
        f"C{at:03d},2024-05-01,{customer},the van came late {at} times\n"
        f'C{at:03d},2024-05-02,{house},"thank you, we look into it {at}"\n'
        for at in range(9)
    )


def _told(found) -> list[str]:
    return [w.message for w in found.intake.receipts["reasons"].warnings
            if w.code == "not_of_the_customer"]  # fmt: skip


THREADS = [
    ("Author role", "end-user", "agent"),  # Zendesk
    ("Public", "true", "false"),
    ("author_type", "user", "bot"),  # Intercom
    ("Is internal", "no", "yes"),
    ("Visibility", "public", "internal"),  # Jira
    ("Verfasser", "Kunde", "Mitarbeiter"),
    ("Intern", "nein", "ja"),
    ("Rôle", "client", "conseiller"),
    ("Tipo de nota", "pública", "interna"),
    ("Autor", "cliente", "agente"),
]


@pytest.mark.parametrize("thread", THREADS)
def test_rows_of_the_house_are_said_with_the_line_that_leaves_them_out(check, thread):
    text = _thread(*thread)
    found = check({"sales.csv": SALES, "reasons.csv": text})
    (told,) = _told(found)
    assert f"Column '{thread[0]}' says of 9 of 18 rows of reasons.csv" in told
    assert "code =" not in " ".join(
        w.message for w in found.intake.receipts["reasons"].warnings if w.code == "columns_not_read"
    )
    line = re.search(r"correction = \[.*\]", told)[0]
    again = check({"sales.csv": SALES, "reasons.csv": text, "corrections.toml": line + "\n"})
    assert again.intake.receipts["reasons"].rows_good == 9
    assert _told(again) == []


def test_two_columns_that_say_the_same_are_said_once(check):
    text = "customer_id,date,Author role,Public,comment\n" + "".join(
        f"C{at:03d},2024-05-01,end-user,true,the van came late {at} times\n"
        f"C{at:03d},2024-05-02,agent,false,do not give him credit {at}\n"
        for at in range(9)
    )
    found = check({"sales.csv": SALES, "reasons.csv": text})
    assert len(_told(found)) == 1


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Sector", ["public", "private"]), ("Kundenart", ["privat", "öffentlich"]),
        ("Reason type", ["internal", "external"]), ("Grundart", ["intern", "extern"]),
        ("Solved", ["true", "false"]), ("Call direction", ["inbound", "outbound"]),
        ("Role", ["customer", "lead"]), ("Author role", ["agent"]), ("Public", ["true"]),
        ("Department", ["Support", "Billing", "Customer"]), ("Grund", ["Preis", "System", "Kunde"]),
    ],
)  # fmt: skip
def test_other_columns_tell_nothing(header, words):
    assert not tells_who_wrote(header, words)


@pytest.mark.parametrize("other", ["Sector", "Solved", "Plan"])
def test_nothing_is_said_of_them(check, other):
    text = _thread(other, "public" if other == "Sector" else "yes", "no")
    found = check({"sales.csv": SALES, "reasons.csv": text})
    assert _told(found) == []


def test_a_column_that_is_read_as_the_source_is_judged_there(check):
    found = check({"sales.csv": SALES, "reasons.csv": _thread("source", "customer", "service")})
    assert _told(found) == []


def test_a_word_in_capitals_or_with_signs_is_known():
    assert is_of_house("author_role", "SUPPORT_AGENT") is True
    assert is_of_house("author_role", "End-User") is False
