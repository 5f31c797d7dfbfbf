"""Sales are not lost in another table for a word of their file's name or of a header."""

import pytest

from analysis.columns.whichtable import recognise
from analysis.intake.proposal import propose_map

NOTES = "Customer Ref,Document No,Document Date,Description,Net Value"
SALES = [
    ("credit_notes.csv", NOTES),
    ("notes_de_credit.csv", "Code client;Date pièce;Désignation;Montant HT"),
    ("notas_de_credito.csv", "Código cliente;Fecha;Descripción;Importe"),
    ("kundenumsatz.csv", "Kundennr;Belegdatum;Beschreibung;Betrag"),
    ("customer_ledger.csv", "Account,Customer name,Date,Doc no,Amount"),
    ("land_surveys_invoiced.csv", "Client,Invoice date,Description,Amount"),
    ("gym.csv", "Member ID,Member name,Email,Phone,Payment date,Amount"),
    ("salon.csv", "Kunden-Nr;Name;Telefon;Termin;Behandlung;Betrag"),
    ("coiff.csv", "N° client;Nom;Téléphone;Date rdv;Prestation;Montant"),
    ("besuch.csv", "Kundennr;Besuchsdatum;Vertreter;Auftragsnr;Auftragswert"),
    ("visits.csv", "Account ID;Visit Date;Rep;Order no;Order value"),
    ("team.csv", "Rep ID;Customer ID;Order Date;Team;Commission rate;Amount"),
    ("saas.csv", "Customer ID;Invoice Date;Plan;Churn reason;Amount"),
]
OTHERS = [
    ("notes.csv", "Customer,Date,Note", "reasons"),
    ("feedback.csv", "Customer,Feedback date,Feedback,Amount", "reasons"),
    ("lost.csv", "Account ID,Close Date,Amount,Closed Lost Reason", "reasons"),
    ("gruende.csv", "Kundennr;Datum;Kündigungsgrund;Umsatz", "reasons"),
    ("customers.csv", "Customer ID,Name,Customer since,Revenue", "customers"),
    ("clients.csv", "Code client;Nom;Date de création;Chiffre d'affaires", "customers"),
    ("contacts.csv", "Customer ID,Name,Email,Job title,Birth date,Revenue", "contacts"),
    ("calls.csv", "Customer ID,Call date,Outcome,Amount", "touches"),
    ("reclamations.csv", "N° réclamation;Code client;Date;Motif;Montant", "issues"),
    ("reps.csv", "rep_id,team,commission_rate", "reps"),
]


def _cells(header):
    return header.split(";" if ";" in header else ",")


@pytest.mark.parametrize(("name", "header"), SALES)
def test_a_customer_a_day_and_money_are_sales_whatever_the_name(name, header):
    assert recognise(name, _cells(header)) == "transactions"


@pytest.mark.parametrize(("name", "header", "table"), OTHERS)
def test_columns_that_sales_do_not_have_make_another_table(name, header, table):
    assert recognise(name, _cells(header)) == table


INVOICES = NOTES + "\n" + "".join(
    f"C{n % 5},R{n},{n % 27 + 1:02}/01/2023,Tape,{n}.50\n" for n in range(40)
)  # fmt: skip
RETURNS = "Returns no,Customer Ref,Document No,Return date,Cause,Quantity\n" + "".join(
    f"T{n},C{n % 3},R{n},2023-02-{n + 1:02},broken,1\n" for n in range(8)
)
PATIENTS = "Customer Ref,Last Name,First Visit,Recall opt out\n" + "".join(
    f"C{n},Doe{n},2022-0{n + 1}-03,{'yes' if n else 'no'}\n" for n in range(5)
)
RATES = "Currency,Rate,Date\nUSD,1.08,2023-01-01\nCHF,0.97,2023-01-01\n"
VISITS = "Customer Ref,Action happened,Outcome\nC1,2023-01-28,reached\nC2,2023-01-28,busy\n"


def test_a_folder_is_read_with_its_credit_notes_returns_patients_and_rates(check):
    notes = NOTES + "\nC1,G1,28/01/2023,Tape,-10.00\nC2,G2,28/01/2023,Tape,-5.00\n"
    found = check({
        "invoices.csv": INVOICES, "credit_notes.csv": notes, "returns_list.csv": RETURNS,
        "patients.csv": PATIENTS, "exchange_rates.csv": RATES, "visits.csv": VISITS,
    })  # fmt: skip

    sold = found.intake.receipts["transactions"]
    told = " ".join(one.message for one in sold.warnings if one.code == "table_not_read")
    assert str(sold.amount_sum) == "785.00"
    assert "returns_list.csv" in told
    assert "exchange_rates.csv" in told
    assert found.intake.receipts["customers"].rows_good == 5
    assert "day_by_cells" in {one.code for one in found.intake.receipts["touches"].warnings}


def test_money_in_a_table_of_reasons_is_said_and_money_of_lost_sales_is_not(check):
    lines = "".join(f"C{n % 4};{n + 1:02}.03.2023;defekt;{n},50\n" for n in range(20))
    credit = check(
        {
            "orders.csv": INVOICES,
            "a.csv": "Kundennr;Gutschriftsdatum;Grund;Gutgeschrieben\n" + lines,
        }
    )
    lost = check(
        {"orders.csv": INVOICES, "a.csv": "Kundennr;Datum;Kündigungsgrund;Entgangen\n" + lines}
    )

    codes = [
        {one.code for one in each.intake.receipts["reasons"].warnings} for each in (credit, lost)
    ]
    assert ["money_not_read" in each for each in codes] == [True, False]


def test_lines_for_one_file_stand_under_its_own_section(refused):
    other = "Customer Ref,Claim No,Service Date,Turn\n" + "".join(
        f"C{n % 5},R{n},2023-03-{n + 1:02},{n}.25\n" for n in range(20)
    )
    apart = refused({"invoices.csv": INVOICES, "production.csv": other})
    alike = refused({"a.csv": other, "b.csv": other.replace(".25", ".75")})

    assert '["production.csv"]\ntable = "transactions"\n' in apart.to_do
    assert "\n[transactions]\n" in alike.to_do


@pytest.mark.parametrize(
    ("fees", "table"),
    [(("68.5", "45.25", "120"), "transactions"), (("68.50", "45.25", "120.00"), "transactions"),
     (("68", "45", "1,120"), "reasons")],
)  # fmt: skip
def test_treatments_are_sales_also_where_a_program_cut_the_zeros_of_their_fees(check, fees, table):
    rows = [
        f'P{at % 7};2023-0{at % 9 + 1}-1{at % 8};D{at % 4};Crown;Petit;{fees[at % 3]}\n'
        for at in range(42)
    ]  # fmt: skip
    header = "Patient ID;Procedure Date;Code;Description;Provider;Fee\n"

    assert [*check({"export.csv": header + "".join(rows)}, as_of=None).intake.receipts] == [table]


POSTINGS = [
    ("debitoren.csv", "Konto;Kontobezeichnung;Belegdatum;Belegfeld 1;Buchungstext;Umsatz"),
    ("kunden_op.csv", "Konto;Kurzname;Rechnungsdatum;Rechnungsnr;Text;Betrag"),
    ("customers_ledger.csv", "Card;Card text;Invoice date;Invoice no;Memo;Amount"),
    ("clientes.csv", "Subcuenta;Título;Fecha factura;Nº factura;Concepto;Importe"),
]
#: Columns without one that names a customer; what was paid for, and by whom.
PAYMENTS = [
    "Date,Payment method,Amount,Description,Consumer name",
    "Datum,Zahlart,Betrag,Bemerkung,Wer",
    "Date,Mode,Montant,Commentaire,Émetteur",
]


def _postings(header: str) -> str:
    rows = (f"{10000 + n % 7};Muster {n % 7};{n % 27 + 1:02}.01.2024;R{n};Ware;{n},40"
            for n in range(10, 50))  # fmt: skip
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(("name", "header"), POSTINGS)
def test_postings_in_a_file_named_after_customers_are_sales_and_asked_about_as_such(
    check, refused, name, header
):
    first = header.split(";")[0]
    refusal = refused({name: _postings(header)})
    assert "[transactions]\ncustomer_id = " in refusal.to_do
    assert f'"{first}"' in refusal.to_do

    answered = f'[transactions]\ncustomer_id = "{first}"\n'
    found = check({name: _postings(header), "columns.toml": answered})
    assert found.receipt.rows_good == 40
    assert found.receipt.n_customers == 7

    as_customers = f'[customers]\ncustomer_id = "{first}"\n'
    again = refused({name: _postings(header), "columns.toml": as_customers})
    assert "(read as transactions)" in str(again)


def _customers(header: str) -> dict[str, str | bytes]:
    rows = (f"{10000 + n};Muster {n};{n % 27 + 1:02}.01.2024;R{n};Bonn;{n},40" for n in range(40))
    return {"kunden.csv": "\n".join([header, *rows]) + "\n"}


def test_clean_a_list_of_customers_with_money_is_no_postings(refused):
    refusal = refused(_customers("Konto;Name;Ort;Letzter Umsatz am;Nr;Umsatz"))
    assert "(read as transactions)" not in str(refusal)


@pytest.mark.parametrize(
    "header",
    ["Code;Nom;Date de création;Réf;Ville;Solde", "No;Name;Customer since;Ref;City;Balance"],
)
def test_clean_a_list_of_customers_by_their_bare_number_has_no_postings(check, header):
    found = check(_customers(header))
    assert {name: one.rows_good for name, one in found.intake.receipts.items()} == {"customers": 40}


@pytest.mark.parametrize("header", PAYMENTS)
def test_the_map_takes_payments_for_what_the_check_takes_them(tmp_path, refused, header):
    rows = (f"2024-01-{n % 27 + 1:02},card,{n}.66,Order {n},Ella {n % 7}" for n in range(40))
    text = "\n".join([header, *rows]) + "\n"
    assert "(read as transactions)" in str(refused({"payouts_q.csv": text}))
    (tmp_path / "payouts_q.csv").write_text(text, encoding="utf-8")
    (file,) = propose_map([tmp_path / "payouts_q.csv"]).files
    assert file.table == "transactions"


@pytest.mark.parametrize("header", ["Date,Comment", "Datum,Grund", "Fecha,Motivo,Nota"])
def test_clean_notes_without_a_customer_stay_notes_in_the_map(tmp_path, header):
    row = ",".join(["2024-01-05", "too dear", "4"][: header.count(",") + 1])
    (tmp_path / "x.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    (file,) = propose_map([tmp_path / "x.csv"]).files
    assert file.table == "reasons"


def test_money_beside_notes_is_said_where_the_map_names_the_customer_alone(check):
    rows = "".join(f"A{n % 4};{n + 1:02}.03.2023;defekt;{n},50\n" for n in range(20))
    text = "Stelle;Gutschriftsdatum;Grund;Gutgeschrieben\n" + rows
    told = '[reasons]\ncustomer_id = "Stelle"\n'
    found = check({"orders.csv": INVOICES, "grund.csv": text, "columns.toml": told})
    assert "money_not_read" in {w.code for w in found.intake.receipts["reasons"].warnings}


REMARKS = {
    "de": ("umsatz.csv", "Kunde;Datum;Wert A;Wert B;Bemerkung", "Wert A"),
    "en": ("sales_2024.csv", "Customer;Date;Worth one;Worth two;Remark", "Worth one"),
    "fr": ("factures.csv", "Client;Date;Chiffre A;Chiffre B;Commentaire", "Chiffre A"),
}


def _with_remarks(header):
    rows = (f"A{n % 7};2024-01-{n + 1:02};{n + 3}.50;{n * 2 + 3}.10;as ordered" for n in range(28))
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize("form", REMARKS)
def test_a_remark_on_lines_of_money_in_a_file_of_sales_makes_no_reasons(check, refused, form):
    name, header, amount = REMARKS[form]
    assert refused({name: _with_remarks(header)}).code == "no_amount_column"
    answered = {name: _with_remarks(header), "columns.toml": f'[transactions]\namount = "{amount}"'}
    assert check(answered).receipt.amount_sum == str(sum(n + 3.5 for n in range(28))) + "0"


@pytest.mark.parametrize("form", REMARKS)
def test_an_amount_that_only_the_answers_name_makes_lines_sales(check, form):
    _, header, amount = REMARKS[form]
    told = f'[transactions]\namount = "{amount}"'
    found = check({"a.csv": _with_remarks(header), "columns.toml": told})
    assert {*found.intake.receipts} == {"transactions"}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("umsatz.csv", "Kunde;Datum;Wert A;Wert B;Kündigungsgrund"),
        ("sales_lost.csv", "Customer;Date;Worth one;Worth two;Lost reason"),
        ("notes.csv", "Client;Date;Chiffre A;Chiffre B;Commentaire"),
    ],
)
def test_clean_why_somebody_left_stays_a_reason_beside_money(check, name, header):
    found = check({name: _with_remarks(header), "orders.csv": INVOICES})
    assert found.intake.receipts["reasons"].rows_in == 28
