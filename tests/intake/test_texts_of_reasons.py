"""Reasons are recognised whatever the file is called, and no text of theirs is lost in silence."""

from __future__ import annotations

import pytest

from analysis.columns.columnmap import named_by
from analysis.columns.whichtable import recognise

NOTES = [
    "your prices went up and nobody told us before", "the driver came three days too late again",
    "half of the chairs had scratches on the legs", "nobody calls us back when we have a question",
    "we found a shop around the corner that delivers", "the new software does not take our orders",
    "the invoice was wrong for the third time now", "we buy all our paper from one supplier now",
    "the parcel was left in the rain behind the house", "your catalogue has no spare parts for it",
]  # fmt: skip
PICKED = ["Price", "Delivery"] * 5
SALES = "Customer ID,Order date,Amount\n" + "".join(
    f"C{at % 10},2023-{1 + at % 12:02}-1{at % 9},{at}.50\n" for at in range(40)
)


def sheet(header: str, *columns: list[str] | str) -> str:
    """Write a row for each customer: an id, a day, then the columns; a text stands in each row."""
    sign = ";" if ";" in header else ","
    each = [[one] * 10 if isinstance(one, str) else one for one in columns]
    rows = ([f"C{at}", f"2024-0{1 + at % 6}-15", *(one[at] for one in each)] for at in range(10))
    return "\n".join([header, *map(sign.join, rows)]) + "\n"


def told(found, code: str, table: str = "reasons") -> str:
    return " ".join(w.message for w in found.intake.receipts[table].warnings if w.code == code)


HEADERS = [
    ("note", "Closure reason;Termination reason;Win/Loss reason;Primary reason;NPS reason;"
             "Deal - Lost reason;Raison du départ;Raison de la perte;Razón de baja;Causa de baja;"
             "Motivo de cancelación;Motivo perdita;Motivo del recesso;Reden van vertrek;Reden;"
             "Reden opzegging;Motivo da perda;Begründung;Absagegrund;Why did they leave;"
             "Cancellation comment;Reason detail;Lost notes;NPS comment;Verbatim client;"
             "Commentaires;Bemerkungen;Opmerkingen;Detalle del motivo;Cancellation Feedback"),
    ("code", "Cancel Reason Code;Churn reason category;Code motif"),
    ("stated_on", "Closed Date;Close Date;Cancelled at;Canceled At (UTC);Deal - Lost time;"
                  "Created time;Kündigung am;Zeitstempel;Horodateur;Marca temporal;"
                  "Fecha de cancelación;Data della disdetta;Opzegdatum;Data do cancelamento;"
                  "Eingegangen am;Date of departure"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "labels"), HEADERS)
def test_headers_of_reasons_are_known_by_their_words(column, labels):
    found = {label: (named_by(label, "reasons") or ("",))[0] for label in labels.split(";")}
    assert found == dict.fromkeys(found, column)


@pytest.mark.parametrize("header", [
    "Return reason", "Order comment", "Reason for return", "Account details", "Customer notes",
    "Delivery note", "Stornogrund", "End date", "Order date", "Motif de retour", "Storno reason",
    "Close", "Customer", "Retourengrund", "Credit note reason", "Closing balance", "Lost items",
])  # fmt: skip
def test_headers_of_other_texts_are_no_reasons(header):
    assert (named_by(header, "reasons") or ("",))[0] not in {"note", "code", "stated_on"}


LOST = [
    ("churned customers.csv", "Customer ID,Churn date,Primary reason"),
    ("closed_accounts.csv", "Account ID,Closed Date,Closure Reason"),
    ("verlorene Kunden.csv", "Kundennr;Datum;Grund"),
    ("clientes perdidos.csv", "Código cliente;Fecha;Motivo"),
    ("clients perdus.csv", "Code client;Date;Motif"),
    ("customers.csv", "Customer ID,Date,Reason"),
    ("opzeggingen.csv", "Klantnummer;Opzegdatum;Reden opzegging"),
    ("chargebee_subscriptions.csv", "Customer Id,Cancelled At,Cancel Reason Code"),
    ("disdette.csv", "Codice cliente;Data disdetta;Motivo della disdetta"),
]


@pytest.mark.parametrize(("name", "header"), LOST)
def test_a_list_of_lost_customers_with_reasons_is_reasons(check, name, header):
    found = check({name: sheet(header, NOTES)})
    assert [*found.intake.receipts] == ["reasons"]
    rows = found.good("reasons")
    assert sorted(rows["note" if "note" in rows else "code"]) == sorted(NOTES)
    assert rows["stated_on"].notna().all()


MASTERS = [
    ("customers.csv", "Customer ID,Customer since,Status text", "customers"),
    ("kunden.csv", "Kundennr;Kunde seit;Sperrgrund", "customers"),
    ("export.csv", "Kundennr;Firma;Ort;Bemerkungen", "customers"),
    ("liste.csv", "Code client;Raison sociale;Ville;Commentaires", "customers"),
    ("clientes.csv", "Código cliente;Fecha de alta;Nombre;Observaciones", "customers"),
    ("customers.csv", "Customer ID,Lost date,Company,Status,Lost reason", "customers"),
]


@pytest.mark.parametrize(("name", "header", "table"), MASTERS)
def test_clean_a_master_of_customers_stays_one(name, header, table):
    assert recognise(name, header.replace(";", ",").split(",")) == table


SOLD = [
    ("sales.csv", "Customer ID,Date,Amount,Comment"),
    ("verkauf.csv", "Kundennr;Datum;Betrag;Bemerkungen"),
    ("ventes.csv", "Code client;Date;Montant;Commentaires"),
    ("export.csv", "Customer ID,Date,Amount,Description"),
    ("export.csv", "Customer ID,Order date,Amount,Order ID,Cancellation reason"),
    ("lignes.csv", "Code client;Date de facture;Montant HT;Motif;N° facture"),
    ("retouren.csv", "Kundennr;Rechnungsdatum;Betrag;Grund"),
    ("orders.csv", "Customer ID,Order date,Amount,Call date,Notes"),
]


@pytest.mark.parametrize(("name", "header"), SOLD)
def test_clean_sales_with_a_remark_stay_sales(name, header):
    assert recognise(name, header.replace(";", ",").split(",")) == "transactions"


@pytest.mark.parametrize("header", [
    "customer_id,date,Cancellation reason,Cancellation comment", "customer_id,date,Reason,Details",
    "customer_id,date,Loss Reason,Other (please specify)", "Kundennr;Datum;Grund;Erläuterung",
    "Kundennr;Datum;Kündigungsgrund;Bemerkungen", "Code client;Date;Motif;Précisions",
    "Código cliente;Fecha;Motivo;Detalle", "Klantnummer;Opzegdatum;Reden opzegging;Opmerking",
    "Customer ID,Cancelled At,Cancel Reason Code,Anything else?",
])  # fmt: skip
def test_the_text_beside_a_code_is_the_note(check, header):
    found = check({"exit.csv": sheet(header, PICKED, NOTES)})
    rows = found.good("reasons")
    assert (sorted(rows["code"]), sorted(rows["note"])) == (sorted(PICKED), sorted(NOTES))
    assert "code_and_note" in [w.code for w in found.intake.receipts["reasons"].warnings]


def test_a_name_or_a_product_beside_a_code_is_no_note(check):
    for header in ("Company", "Product description text", "Address", "Sales agent name"):
        found = check({"exit.csv": sheet(f"customer_id,date,Churn reason,{header}", PICKED, NOTES)})
        assert set(found.good("reasons")["note"]) == {*PICKED}


SECOND = "Was müssten wir ändern, damit Sie wiederkommen?"


def test_a_second_text_is_said_with_its_header(check):
    files = {"Umfrage.csv": sheet(f"Kundennr;Datum;Kommentar;{SECOND}", NOTES, NOTES[::-1])}
    assert f'note = "{SECOND}"' in told(check(files), "columns_not_read")
    ignored = {"columns.toml": f'[reasons]\nignore = ["{SECOND}"]\n'}
    assert not told(check(files | ignored), "columns_not_read")


def test_a_second_code_is_said(check):
    text = sheet("customer_id,date,Primary reason,Secondary reason,Comment", PICKED,
                 PICKED[1:] + PICKED[:1], NOTES)  # fmt: skip
    found = check({"churned customers.csv": text})
    assert 'code = "Secondary reason"' in told(found, "columns_not_read")


def test_clean_texts_that_are_read_or_are_no_answers_are_not_said(check):
    header = "customer_id,date,Code,Comment,Company,Agent,Region"
    people = [f"Firm number {at} of the north" for at in range(10)]
    found = check({"exit.csv": sheet(header, PICKED, NOTES, people, people, people)})
    assert "columns_not_read" not in [w.code for w in found.intake.receipts["reasons"].warnings]


SYSTEM = ["payment_failed", "cancellation_requested"] * 5


@pytest.mark.parametrize(("header", "columns"), [
    ("Customer ID,Canceled At (UTC),Cancellation Reason,Cancellation Feedback,Cancellation Comment",
     (SYSTEM, PICKED, NOTES)),
    ("Customer Id,Cancelled At,Cancel Reason,Cancel Reason Code,Comment",
     (["not_paid", ""] * 5, PICKED, NOTES)),
])  # fmt: skip
def test_what_a_billing_system_noted_is_not_what_the_customer_said(check, header, columns):
    found = check({"subscriptions.csv": sheet(header, *columns)})
    rows = found.good("reasons")
    assert (sorted(rows["code"]), sorted(rows["note"])) == (sorted(PICKED), sorted(NOTES))
    assert header.split(",")[2] in told(found, "system_reasons")


def test_clean_a_reason_of_the_system_alone_is_read(check):
    found = check({"exit.csv": sheet("customer_id,date,Cancellation reason", SYSTEM)})
    assert sorted(found.good("reasons")["note"]) == sorted(SYSTEM)


CALLS = [
    ("call log.csv", "Customer ID,Call date,Agent,Result,Notes"),
    ("Anrufliste.csv", "Kundennr;Anrufdatum;Agent;Ergebnis;Notiz"),
    ("export.csv", "Code client;Date d'appel;Résultat;Commentaire"),
    ("llamadas.csv", "Código cliente;Fecha;Resultado;Observaciones"),
]


@pytest.mark.parametrize(("name", "header"), CALLS)
def test_a_log_of_calls_with_notes_is_touches(name, header):
    assert recognise(name, header.replace(";", ",").split(",")) == "touches"


@pytest.mark.parametrize(("name", "header"), [
    ("exit interviews.csv", "Customer ID,Date,Result,Reason for leaving"),
    ("export.csv", "Customer ID,Call date,Comment"), ("feedback.csv", "Customer ID,Date,Feedback"),
])  # fmt: skip
def test_clean_reasons_that_were_asked_for_by_telephone_stay_reasons(name, header):
    assert recognise(name, header.replace(";", ",").split(",")) == "reasons"


@pytest.mark.parametrize(("name", "header", "columns", "table"), [
    ("winback calls.csv", "Customer ID,Call date,Outcome,Reason for leaving", ("connected", NOTES),
     "touches"),
    ("export.csv", "Kundennr;Anrufdatum;Ergebnis;Kündigungsgrund", ("erreicht", NOTES), "touches"),
    ("customers.csv", "Customer ID,Lost date,Status,Lost reason", ("lost", NOTES), "customers"),
    ("kunden.csv", "Kundennr;Gekündigt am;Branche;Kündigungsgrund", ("Bau", NOTES), "customers"),
])  # fmt: skip
def test_reasons_in_another_table_are_said(check, name, header, columns, table):
    found = check({name: sheet(header, *columns)})
    said = told(found, "reasons_not_read", table)
    assert header.replace(";", ",").split(",")[-1] in said
    assert "started_on" not in told(found, "columns_not_read", table)


def test_clean_the_reason_of_an_opt_out_is_not_said(check):
    header = "customer_id,Created on,email,do_not_contact,Reason"
    found = check({"contacts.csv": sheet(header, "a@x.example", "yes", NOTES)})
    assert not told(found, "reasons_not_read", "contacts")


def test_a_day_of_leaving_is_never_offered_as_one_of_beginning(check):
    for day in ("Churn date", "Closed Date", "Opzegdatum", "Last visit", "Kündigung zum"):
        found = check({"customers.csv": sheet(f"Customer ID,{day},Segment,Company", "A", "Firm")})
        assert "started_on" not in told(found, "columns_not_read", "customers")
    found = check({"customers.csv": sheet("Customer ID,Erstkontakt,Segment,Company", "A", "Firm")})
    assert 'started_on = "Erstkontakt"' in told(found, "columns_not_read", "customers")


TICKED = ["x", ""] * 5, ["", "x"] * 5


def test_a_column_for_each_reason_is_said_or_refused(check, refused):
    numbers = ["1", "0"] * 5, ["0", "1"] * 5
    found = check({"churn.csv": sheet("customer_id,date,price,service,comment", *numbers, NOTES)})
    assert "'price', 'service'" in told(found, "ticks_not_read")
    text = sheet("Kundennr;Datum;Preis;Service", *TICKED)
    assert refused({"Kündigungsgründe.csv": text}).code == "ticks_as_reasons"
    chosen = sheet("customer_id,Submitted At,Price,Service", ["Price", ""] * 5, ["", "Service"] * 5)
    assert refused({"responses.csv": chosen}).code == "ticks_as_reasons"


def test_clean_flags_of_customers_are_no_ticks(check):
    found = check({"customers.csv": sheet("Customer ID,Customer since,VIP,Fan", *TICKED)})
    assert [*found.intake.receipts] == ["customers"]


def test_states_are_no_reasons(check):
    for states in (["Open", "In progress"] * 5, ["Geschlossen", "offen"] * 5, ["Fermé"] * 10):
        found = check({"reasons.csv": sheet("Customer ID,Date,Reason", states)})
        assert "'Reason'" in told(found, "states_as_reasons")
    found = check({"reasons.csv": sheet("Customer ID,Date,Reason", [*PICKED[1:], "Closed"])})
    assert not told(found, "states_as_reasons")


@pytest.mark.parametrize(("name", "header", "says"), [
    ("exit.csv", "customer_id,date,Message", 'note = "Message"'),
    ("export.csv", "Kundennr;Datum;Gesprächsnotizen", 'note = "Gesprächsnotizen"'),
    ("conversations.csv", "user_id,created_at,body", 'note = "body"'),
])  # fmt: skip
def test_a_table_that_may_be_reasons_is_left_out_with_the_lines_that_read_it(
    check, name, header, says
):
    said = told(check({"sales.csv": SALES, name: sheet(header, NOTES)}), "reasons_not_read",
                "transactions")  # fmt: skip
    assert says in said
    assert f'["{name}"] into columns.toml: table = "reasons"' in said


def test_clean_returns_without_money_are_not_offered_as_reasons(check):
    text = "Kundennr;Rechnungsnr;Turn\n" + "".join(f"C{at};R{at};x{at}\n" for at in range(9))
    said = told(check({"sales.csv": SALES, "Retouren.csv": text}), "table_not_read", "transactions")
    assert "reasons" not in said


def test_tickets_are_offered_as_reasons_too(check):
    text = sheet("Account ID,Opened Date,Case Number,Subject,Description",
                 [f"{at}" for at in range(10)], "closure", NOTES)  # fmt: skip
    said = told(check({"sales.csv": SALES, "cases.csv": text}), "optional_not_read", "transactions")
    assert 'table = "reasons" and note = "Description"' in said


def test_deals_that_were_won_beside_lost_ones_are_said_with_their_money(check):
    header = "Deal - Status,Deal - Value,Deal - Won time,Deal - Lost reason"
    text = sheet(f"Organization - Customer ID,Deal - Lost time,{header}", ["Won", "Lost"] * 5,
                 "500", ["2024-02-01", ""] * 5, ["", "too dear"] * 5)  # fmt: skip
    found = check({"deals.csv": text})
    assert len(found.good("reasons")) == 5
    assert "'Deal - Won time'" in told(found, "money_not_read")
