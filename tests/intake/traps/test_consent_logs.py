"""Who agreed and who refused, a row an event or an address: any refusal counts, and no grant stops.

Such files have no customers' names, no money and often no telling header. They were passed over, or
stopped everybody in them.
"""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook
from tests.intake.books import saved

PEOPLE = "customer_id,contact_id,name,email,phone\n" + "".join(
    f"C{at:03d},P{at:03d},x,p{at}@mill{at}.org,+49 30 55512{at:02d}\n" for at in range(1, 61)
)
#: name | header | who agreed ; who refused, as they write it; a day stands in the last cell
LOGS = """
    consent_log.csv | customer_id,channel,status,date | opted_in ; opted_out
    marketing_consents.csv | Customer ID,Channel,State,Changed at | granted ; revoked
    Einwilligungen.csv | Kundennr,Kanal,Status,Datum | erteilt ; widerrufen
    consentimientos.csv | Nº cliente,Canal,Estado,Fecha | otorgado ; revocado
    consentements.csv | Code client,Canal,Statut,Date | donné ; retiré
    preferences.csv | customer_id,channel,event,occurred_at | subscribe ; unsubscribe
    audit.csv | customer_id,purpose,action,timestamp | granted ; withdrawn
    consensi.csv | Codice cliente,Canale,Stato,Data | concesso ; revocato
    toestemmingen.csv | Klantnummer,Kanaal,Status,Datum | verleend ; ingetrokken
    consentimentos.csv | Código do cliente,Canal,Estado,Data | concedido ; revogado
    Newsletter-Status.csv | Kundennummer,Liste,Aktion,Zeit | angemeldet ; abgemeldet
    optouts.csv | customer_id,channel,event,date | opt-in ; opt-out
    gdpr_consents.csv | account id,channel,value,date | yes ; no
"""
ORDERS = "customer_id,order_date,amount,{}\nC001,2024-02-01,5.00,{}\nC002,2024-03-31,6.00,{}\n"
LOG_DE = "Kundennr,Status\nC001,erteilt\nC002,erteilt\nC002,widerrufen\n"


def logs() -> dict[str, tuple[str, str, str]]:
    rows = [[part.strip() for part in line.split("|")] for line in LOGS.split("\n") if line.strip()]
    return {name: (header, *map(str.strip, words.split(";"))) for name, header, words in rows}


def stopped(found) -> list[str]:
    people = found.good("contacts")
    return sorted(people.loc[~people["may_contact"], "customer_id"])


def said(found, code: str, table: str = "suppressions") -> str:
    warnings = found.intake.receipts[table].warnings
    return " ".join(one.message for one in warnings if one.code == code)


def test_a_log_of_consents_stops_those_who_refused_and_nobody_else(check):
    files, refused = {"contacts.csv": PEOPLE}, []
    for at, (name, (header, on, off)) in enumerate(logs().items()):
        first, second, third = (f"C{4 * at + n:03d}" for n in (1, 2, 3))
        rows = [(first, on), (second, on), (second, off), (third, off), (third, on)]
        lines = [f"{who},phone,{word},2024-02-{n:02d}" for n, (who, word) in enumerate(rows, 1)]
        files[name] = "\n".join([header, *lines, ""])
        refused += [second, third]
    found = check(files)
    assert set(found.intake.receipts) == {"contacts", "suppressions"}
    assert stopped(found) == refused
    told = said(found, "not_opted_out")
    assert [name for name in files if name != "contacts.csv" and name not in told] == []
    assert "Any refusal counts" in told
    assert "'Status' says who agreed and who refused" in said(found, "read_as_opt_outs")


@pytest.mark.parametrize("name", [*logs()])
def test_rows_that_only_grant_stop_nobody(check, name):
    header, on, off = logs()[name]
    if name == "audit.csv":  # such a file is read by both words together
        return
    rows = f"C001,phone,{on},2024-02-01\nC002,phone,{on},2024-02-01\nC003,phone,{on},2024-02-01\n"
    rows += f"C004,phone,{off},2024-02-01\n"
    assert stopped(check({"contacts.csv": PEOPLE, name: f"{header}\n{rows}"})) == ["C004"]


@pytest.mark.parametrize("words", ["granted,withdrawn", "erteilt,widerrufen", "accordé,retiré"])
def test_persons_with_such_a_column_stay_contacts_and_are_stopped(check, words):
    on, off = words.split(",")
    rows = f"C001,a@b.de,x,{on}\nC002,c@b.de,y,{off}\nC003,d@b.de,z,\n"
    found = check({"people.csv": f"customer_id,email,name,state\n{rows}"})
    assert set(found.intake.receipts) == {"contacts"}
    assert stopped(found) == ["C002", "C003"]


def test_a_sheet_of_consents_beside_others_is_read(check):
    book = Workbook()
    for title, text in (("Umsatz", ORDERS.format("x", 1, 2)), ("Einwilligungen", LOG_DE)):
        sheet = book.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.remove(book.worksheets[0])
    found = check({"contacts.csv": PEOPLE, "export.xlsx": saved(book)})
    assert set(found.intake.receipts) == {"contacts", "transactions", "suppressions"}
    assert stopped(found) == ["C002"]


def test_what_nobody_understands_in_such_a_log_clears_nobody_and_is_said(check):
    rows = "C001,granted\nC002,revoked\nC003,granted\nC004,pending at legal\nC005,granted\n"
    found = check({"contacts.csv": PEOPLE, "consents.csv": f"customer_id,state\n{rows}"})
    assert stopped(found) == ["C002", "C004"]
    assert "'state': 1 row holds" in said(found, "unclear_answers")


def test_events_of_a_mailing_stop_those_who_unsubscribed(check):
    rows = "".join(
        f"p{at}@mill{at}.org,{word},2024-02-0{at}\n"
        for at, word in enumerate(["open", "click", "unsubscribe", "open", "spamreport"], 1)
    )
    found = check({"contacts.csv": PEOPLE, "activity.csv": f"email,event,timestamp\n{rows}"})
    assert stopped(found) == ["C003", "C005"]


def test_a_refusal_beside_calls_without_outcomes_counts(check):
    rows = "C001,2024-02-01,call,r1\nC002,2024-02-02,unsubscribed,r1\nC003,2024-02-03,mail,r1\n"
    header = "customer_id,call date,activity,rep_id\n"
    found = check({"contacts.csv": PEOPLE, "calls.csv": header + rows})
    assert set(found.intake.receipts) == {"contacts", "touches"}
    assert stopped(found) == ["C002"]


PROFILES = "Email,First Name,Email Marketing Consent,SMS Marketing Consent,Email Suppressions\n"
BREVO = "CONTACT ID;EMAIL;EMAIL BLOCKLISTED;SMS BLOCKLISTED;ADDED TIME\n"
ADDRESSES = {
    "klaviyo.csv": PROFILES
    + "p1@mill1.org,x,SUBSCRIBED,NEVER_SUBSCRIBED,[]\np2@mill2.org,x,UNSUBSCRIBED,,[]\n"
    "p3@mill3.org,x,NEVER_SUBSCRIBED,NEVER_SUBSCRIBED,[]\np4@mill4.org,x,SUBSCRIBED,,[SPAM]\n",
    "brevo.csv": BREVO
    + "1;p1@mill1.org;false;false;2023-01-01\n2;p2@mill2.org;true;false;2023-01-01\n"
    "3;p3@mill3.org;true;true;2023-01-01\n4;p4@mill4.org;false;true;2023-01-01\n",
    "members_export.csv": "Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME\n"
    "p1@mill1.org,2,,2022-03-01 10:00:00,\np2@mill2.org,2,2022-03-01,2022-03-01,2024-05-01\n"
    "p3@mill3.org,2,2022-03-01,2022-03-01,2024-05-01\np4@mill4.org,2,2022-03-01,,2024-05-01\n",
    "Verteiler.csv": "E-Mail;Vorname;Werbeeinwilligung\n"
    "p1@mill1.org;x;ja\np2@mill2.org;x;nein\np3@mill3.org;x;\np4@mill4.org;x;nein\n",
}


@pytest.mark.parametrize("stated", [False, True], ids=["read", "stated"])
@pytest.mark.parametrize("name", [*ADDRESSES])
def test_addresses_with_answers_stop_those_who_refused(check, name, stated):
    lines = {"columns.toml": f'["{name}"]\ntable = "suppressions"\n'} if stated else {}
    found = check({"contacts.csv": PEOPLE, name: ADDRESSES[name]} | lines)
    assert stopped(found) == ["C002", "C003", "C004"]
    assert "1 entry that did not opt out" in said(found, "not_opted_out")


def test_a_list_of_subscribers_stops_nobody(check):
    header, rows = "Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME\n", ""
    for at in range(1, 4):
        rows += f"p{at}@mill{at}.org,2,2022-03-01 10:00:00,2022-03-01 10:00:00\n"
    found = check({"contacts.csv": PEOPLE, "subscribed_members_export.csv": header + rows})
    assert stopped(found) == []
    assert "columns_not_read" not in found.warned


def test_no_column_of_answers_or_ratings_is_offered_as_the_customer(refused):
    rows = "x,UNSUBSCRIBED,2\ny,SUBSCRIBED,3\nz,SUBSCRIBED,2\n"
    header = "First Name,Email Marketing Consent,MEMBER_RATING\n"
    columns = '["profiles.csv"]\ntable = "contacts"\n'
    told = str(refused({"profiles.csv": header + rows, "columns.toml": columns}))
    assert 'customer_id = "Email Marketing Consent"' not in told
    assert 'customer_id = "MEMBER_RATING"' not in told


def test_consents_in_words_that_nobody_knows_are_never_passed_over(check, refused):
    orders = "Customer ID,Order date,Amount\nC001,2024-02-01,5.00\nC002,2024-03-31,6.00\n"
    files = {
        "orders.csv": orders,
        "Einwilligungen.csv": "Kundennr,Datum,Stufe\nC001,2024-02-01,A\n",
    }
    found = refused(files)
    assert found.code == "unclear_consents"
    assert 'consent = "<its header>"' in found.to_do
    rows = (
        "".join(f"C{at:03d},2024-02-01,active\n" for at in range(600))
        + "C001,2024-02-01,opted out\n"
    )
    files = {
        "contacts.csv": PEOPLE,
        "orders.csv": orders,
        "list.csv": f"customer_id,date,plan\n{rows}",
    }
    late = refused(files)
    assert (late.code, late.line) == ("unclear_consents", 602)
    lines = '["list.csv"]\ntable = "suppressions"'
    assert lines in late.to_do
    assert stopped(check(files | {"columns.toml": lines})) == ["C001"]


@pytest.mark.parametrize(
    ("name", "text", "table"),
    [
        ("sales.csv", ORDERS.format("status", "paid", "cancelled"), "transactions"),
        ("sales.csv", ORDERS.format("newsletter state", "subscribed", "unsubscribed"),
         "transactions"),
        ("subscriptions.csv", ORDERS.format("state", "active", "cancelled"), "transactions"),
        ("consent_orders.csv", ORDERS.format("note", "granted", "withdrawn"), "transactions"),
        ("calls.csv", "customer_id,call date,outcome\nC001,2024-02-01,unsubscribed\n"
         "C002,2024-02-02,connected\n", "touches"),
        ("contacts.csv", "customer_id,name,email,status\nC001,x,a@b.de,subscribed\n"
         "C002,y,c@b.de,unsubscribed\n", "contacts"),
        ("exit.csv", "customer_id,date,reason,mailing state\nC001,2024-02-01,too dear,subscribed\n"
         "C002,2024-02-02,too late,unsubscribed\n", "reasons"),
    ],
)  # fmt: skip
def test_clean_other_tables_with_such_words_stay_what_they_are(check, name, text, table):
    found = check({name: text})
    assert set(found.intake.receipts) == {table}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("subscriptions.csv", ["active", "cancelled", "paused"]),
        ("quotes.csv", ["accepted", "declined", "rejected"]),
        ("applications.csv", ["approved", "withdrawn", "refused"]),
        ("permits.csv", ["granted", "granted", "pending"]),
        ("devis.csv", ["accepté", "refusé", "en cours"]),
        ("Anträge.csv", ["genehmigt", "abgelehnt", "offen"]),
    ],
)
def test_clean_states_of_other_things_stop_nobody(check, name, words):
    rows = "".join(f"C{at:03d},2024-02-01,{word}\n" for at, word in enumerate(words, 1))
    found = check({"contacts.csv": PEOPLE, "orders.csv": ORDERS.format("x", 1, 2),
                   name: "customer_id,date,state\n" + rows})  # fmt: skip
    assert stopped(found) == []
    assert "suppressions" not in found.intake.receipts
