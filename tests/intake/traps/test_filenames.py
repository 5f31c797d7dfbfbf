"""Files whose name says that they hold no orders, with the columns of orders."""

from __future__ import annotations

import unicodedata

import pytest
from openpyxl import Workbook

from analysis.columns.backnames import spoken_back
from analysis.columns.mapfile import fits
from analysis.columns.noordernames import no_orders_by
from analysis.columns.whichtable import file_words, recognise
from intake.books import saved
from intake.traps.cases import case, table

HEAD = "customer_id,ordered_on,amount"
ORDERS = table(HEAD, "C1,2024-01-05,10.00", "C2,2024-01-20,11.00", "C1,2024-02-20,12.00")
OTHERS = table(HEAD, "C1,2024-02-01,1000.00", "C2,2024-02-02,1100.00")
ANSWER = '["quotes.csv"]\ntable = "transactions"'

NO_ORDERS = [
    "Lieferscheine 2024-01.csv", "delivery_notes.csv", "albaranes.csv", "abandoned_carts.csv",
    "Warenkorbabbrecher.csv", "Mahnungen.csv",
    "quotes.csv", "Quotations 2024.csv", "sales_forecast.csv", "Angebote.csv", "devis-2024.csv",
    "presupuestos.csv", "payments.csv", "Zahlungseingänge.csv", "règlements.csv", "cobros.csv",
    "OpenItems2024.csv", "open_invoices.csv", "Offene Posten.csv", "impayés.csv", "budget.csv",
    "purchase_orders.csv", "supplier_invoices.csv", "Lieferanten.csv", "proveedores.csv",
    "Drafts.csv", "draft_orders 2024.csv", "Rechnungsentwürfe.csv", "brouillons de factures.csv",
    "facturas borrador.csv", "bozze fatture.csv", "conceptfacturen.csv", "Rascunhos 2024-03.csv",
    "preventivi.csv", "orçamentos.csv", "ordini fornitori.csv", "inkoopfacturen.csv",
    "faturas de compra.csv", "pakbonnen.csv", "pagamenti.csv", "begroting.csv",
]  # fmt: skip
FINE = [
    "offers_accepted_orders.csv", "invoices_paid.csv", "Rechnungen_Angebot_angenommen.csv",
    "paymentsystem.csv", "planet.csv", "export (2).csv", "returning_clients.csv",
    "pedidos_pendientes.csv", "Draft beer.csv", "Test Valley.csv", "contest.csv", "purchases.csv",
    "Concept Store.csv", "ab_test_orders.csv", "Achats clients.csv",
]  # fmt: skip

HELD = [
    *(case(f"{name} beside orders", {"transactions.csv": ORDERS, name: OTHERS},
           refused="no_orders_by_name", says=(name, "transactions.csv", "columns.toml"))
      for name in NO_ORDERS[:3]),
    *(case(f"clean: {name} beside orders", {"transactions.csv": ORDERS, name: OTHERS},
           total="2133.00") for name in FINE[:1]),
    case("the answer that these are orders",
         {"transactions.csv": ORDERS, "quotes.csv": OTHERS, "columns.toml": ANSWER},
         total="2133.00"),
    case("the only file", {"payments.csv": ORDERS}, total="33.00", warned={"no_orders_by_name"},
         says=("'payments'", 'table = "transactions"')),
    case("the only file, and its answer",
         {"quotes.csv": ORDERS, "columns.toml": ANSWER}, total="33.00"),
    case("two of them and none of orders", {"payments_1.csv": ORDERS, "payments_2.csv": OTHERS},
         total="2133.00", warned={"no_orders_by_name"}),
    case("said to be transactions", {"transactions.csv": ORDERS, "quotes.csv": OTHERS},
         options={"table": "transactions"}, total="2133.00"),
]  # fmt: skip


BACK = [
    "credit_notes.csv", "Returns 2024.csv", "sales-returns.csv", "CreditMemos.csv", "refunds.csv",
    "Gutschriften.csv", "Rückgaben.csv", "retouren_maerz.csv", "avoirs.csv", "notes_de_crédit.csv",
    "facturas_de_abono.csv", "Devoluciones.csv", "facturas_rectificativas.csv",
]  # fmt: skip
SIGNED = table(HEAD, "C1,2024-02-01,-1000.00", "C2,2024-02-02,5.00")
KINDS = table(f"{HEAD},Type", "C1,2024-02-01,9.00,Invoice", "C2,2024-02-02,5.00,Credit Note")
OWN = '["returns.csv"]\namount_sign = "own"'
GIVEN_BACK = [
    *(case(f"{name} beside orders", {"transactions.csv": ORDERS, name: OTHERS}, total="-2067.00",
           warned={"returns_by_name"}, says=(name, 'amount_sign = "own"')) for name in BACK[:2]),
    case("of several months, said once",
         {"a.csv": ORDERS, "returns_2024-01.csv": OTHERS,
          "returns_2024-02.csv": OTHERS.replace("-02-", "-03-")}, total="-4167.00",
         warned={"returns_by_name"},
         says=("2 files, such as returns_2024-01.csv", "by their names", '["returns_*.csv"]')),
    case("clean: abonos may be season tickets", {"a.csv": ORDERS, "abonos.csv": OTHERS},
         total="2133.00"),
    *(case(f"clean: {name} speaks of orders too", {"a.csv": ORDERS, name: OTHERS}, total="2133.00")
      for name in ("invoices_and_credit_notes.csv", "Rechnungen und Gutschriften.csv")),
    case("clean: returns with signs", {"orders.csv": ORDERS, "returns.csv": SIGNED},
         total="-962.00"),
    case("clean: a column tells", {"orders.csv": ORDERS, "returns.csv": KINDS}, total="37.00",
         warned={"kinds_by_words"}),
    case("clean: said to be orders", {"orders.csv": ORDERS, "returns.csv": OTHERS,
                                      "columns.toml": OWN}, total="2133.00"),
    case("said of a file under any name",
         {"orders.csv": ORDERS, "b.csv": OTHERS,
          "columns.toml": OWN.replace("returns", "b").replace("own", "negative")},
         total="-2067.00"),
]  # fmt: skip


def _abonos(header: str, *, varied: bool = True) -> str:
    """Return lines of credit notes or of season tickets."""
    cells = ("{at}", "C{at}", "2024-02-0{at}", "{money}", "x")
    return table(header, *(
        ",".join(cells).format(at=at, money=f"{at}.25" if varied else "20.00")
        for at in range(1, 7)))  # fmt: skip


SOLD = table(HEAD, *(f"C{at % 7},2024-0{at % 3 + 1}-{at % 27 + 1:02},{at}.00" for at in range(40)))
BACK_NUMBERS = {
    "a_b.csv": "Nº abono,Nº Cliente,Fecha,Importe,Motivo",
    "abonos.csv": "Nº documento,Nº Cliente,Fecha,Importe,Motivo",
    "b.csv": "Gutschrift-Nr.,Kundennr,Datum,Betrag,Grund",
    "c.csv": "N° d'avoir,Code client,Date,Montant,Motif",
    "d.csv": "Credit Memo No.,Customer No.,Posting Date,Amount,Reason",
}
#: Season tickets, subscriptions and numbers of something else.
TICKETS = {
    "abonos mensuales.csv": "Nº abono,Nº Cliente,Fecha,Importe,Motivo",
    "abonos.csv": "Nº abono,Nº Cliente,Fecha,Importe,Temporada",
    "abonnements.csv": "N° abonnement,Code client,Date,Montant,Motif d'achat",
    "abonados.csv": "Nº abono,Nº Cliente,Fecha,Importe,Centro",
    "e.csv": "Return rate,Customer No.,Posting Date,Amount,Branch",
}


@pytest.mark.parametrize("name", BACK_NUMBERS)
def test_the_number_of_a_credit_note_on_each_line_lowers_money(check, name):
    found = check({"ventas.csv": SOLD, name: _abonos(BACK_NUMBERS[name])})
    assert "returns_by_name" in found.warned
    assert found.receipt.amount_sum == "757.50"


@pytest.mark.parametrize("name", TICKETS)
def test_season_tickets_and_subscriptions_are_no_credit_notes(check, name):
    found = check({"ventas.csv": SOLD, name: _abonos(TICKETS[name])})
    assert "returns_by_name" not in found.warned
    assert found.receipt.amount_sum == "802.50"


def test_abonos_of_one_price_are_season_tickets(check):
    found = check(
        {"ventas.csv": SOLD, "abonos.csv": _abonos(BACK_NUMBERS["a_b.csv"], varied=False)}
    )
    assert "returns_by_name" not in found.warned


def test_a_number_that_few_lines_have_makes_no_credit_notes(check):
    lines = _abonos("Gutschrift-Nr.,Kundennr,Datum,Betrag,Filiale").replace("\n1,", "\n,")
    found = check({"ventas.csv": SOLD, "b.csv": lines})
    assert found.receipt.amount_sum == "802.50"


SAID_BACK = {
    "back": [
        "Posted Sales Credit Memos", "SalesCreditMemos", "sales_flat_creditmemo", "Sales Returns",
        "shop_order_refund", "Sales Return Orders", "RMA", "Verkaufsgutschriften",
        "Gebuchte Verkaufsgutschriften", "Kundenretouren", "Korrekturrechnungen",
        "Factures d'avoir", "Avoirs de ventes", "Bons de retour", "rectificativas",
        "Facturas de abono", "Devoluciones de ventas", "Credit notes and refunds",
        "Geb. Verkaufsgutschriften", "Hist. abonos venta", "sales.returns", "Notas abono",
        "Nota de crédito", "notas_de_abono", "remboursements clients", "Gutschriftenliste",
        "Credit note", "Rechnungskorrekturen", "reembolsos", "Factura rectificativa", "avoir",
    ],
    "reversed": [
        "Storno", "Stornos", "Stornorechnungen", "Rechnungsstornos", "Stornierungen",
        "Cancellations", "Annulations", "Anulaciones", "Gutschriften und Stornos",
        "Storno-Rechnungen",
    ],
    "cancelled": [
        "cancelled orders", "orders_canceled", "voided_invoices", "order cancellations",
        "Stornierte Aufträge", "Auftragsstornos", "Storno-Aufträge", "Commandes annulées",
        "Stornierte Buchungen", "Pedidos anulados", "Facturas anuladas", "cancelled", "Storniert",
    ],
    "": [
        "Rechnungen ohne Stornos", "export_without_returns", "export incl refunds", "abonos",
        "Kunden mit Retouren", "Verkaufsrechnungen und Gutschriften", "cancelled_customers",
        "cancelled customers orders", "orders and cancelled orders", "ventes sans avoirs",
        "abonos de ventas", "abonos mensuales", "abonados", "abonnements", "Abonnementrechnungen",
        "facturas canceladas", "Stornoquote", "returning_clients", "credits",
        "Verkauf",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", SAID_BACK)
def test_names_say_what_went_back_as_systems_write_them(kind):
    heard = {name: spoken_back(f"{name} 2024-01.csv") for name in SAID_BACK[kind]}
    assert {name: one.kind if one else "" for name, one in heard.items()} == dict.fromkeys(
        SAID_BACK[kind], kind
    )


NUMBERED = table(f"order_id,{HEAD}", "O1,C1,2024-01-05,10.00", "O2,C2,2024-01-20,11.00",
                 "O3,C1,2024-02-20,12.00")  # fmt: skip
GONE = table(f"order_id,{HEAD}", "O2,C2,2024-01-20,11.00")
ELSEWHERE = table(f"order_id,{HEAD}", "O2,C9,2024-01-20,11.00", "X7,C8,2024-01-21,50.00")
LINES = table(f"order_id,line_no,{HEAD}", "O1,1,C1,2024-01-05,10.00", "O2,1,C2,2024-01-20,11.00",
              "O2,2,C2,2024-01-20,4.00", "O3,1,C1,2024-02-20,12.00")  # fmt: skip
CANCELLED = [
    case("cancelled orders are no orders in any file",
         {"orders.csv": NUMBERED, "cancelled orders.csv": GONE}, total="22.00",
         codes={"cancelled": 2}, warned={"cancelled_by_name"},
         says=("1 line set aside, and 1 line of other files", '["cancelled orders.csv"]')),
    case("named by a later day and another amount too",
         {"orders.csv": NUMBERED,
          "Stornierte Aufträge.csv": GONE.replace("01-20,11", "03-02,9")},
         total="22.00", codes={"cancelled": 2}, warned={"cancelled_by_name"}),
    case("of numbers that begin anew, the nearest",
         {"orders_23.csv": NUMBERED.replace("2024-", "2023-"), "orders_24.csv": NUMBERED,
          "cancelled orders.csv": GONE}, total="55.00", codes={"cancelled": 2},
         warned={"cancelled_by_name", "numbers_go_on"}),
    case("orders that no other file has", {"orders.csv": NUMBERED, "cancelled.csv": ELSEWHERE},
         total="33.00", codes={"cancelled": 2}, warned={"cancelled_by_name"},
         says=("No other file has these orders",)),
    case("without numbers, by customer, day and amount",
         {"orders.csv": ORDERS, "cancelled_orders.csv": table(HEAD, "C2,2024-01-20,11.00")},
         total="22.00", codes={"cancelled": 2}, warned={"cancelled_by_name"}),
    case("lines of an order, by their number",
         {"orders.csv": LINES,
          "cancelled order lines.csv": table(f"order_id,line_no,{HEAD}", "O2,2,C2,2024-01-20,4")},
         total="33.00", codes={"cancelled": 2}, warned={"cancelled_by_name"}),
    case("said of a file under any name",
         {"orders.csv": NUMBERED, "b.csv": GONE,
          "columns.toml": OWN.replace("returns", "b").replace("own", "cancelled")},
         total="22.00", codes={"cancelled": 2}, warned={"cancelled_by_name"}),
    case("a Storno under the number of its sale leaves no order",
         {"orders.csv": NUMBERED, "Stornos.csv": GONE.replace("01-20", "01-25")}, total="22.00",
         codes={"cancelled": 2}, warned={"returns_by_name"}),
    case("clean: a Storno of a part lowers money",
         {"orders.csv": NUMBERED, "Stornos.csv": GONE.replace("11.00", "5.00")}, total="28.00",
         warned={"returns_by_name"}),
    case("clean: cancelled, said to be orders",
         {"orders.csv": NUMBERED, "cancelled_orders.csv": ELSEWHERE.replace("O2", "X2"),
          "columns.toml": OWN.replace("returns", "cancelled_orders")}, total="94.00"),
    case("credit memos beside a column of cancelled documents",
         {"a.csv": table(f"{HEAD},Cancelled", "C1,2024-01-05,10.00,No", "C2,2024-01-20,11.00,No",
                         "C1,2024-02-20,12.00,No"),
          "Sales Credit Memos.csv": table(f"{HEAD},Cancelled", "C1,2024-02-01,3.00,No")},
         total="30.00", warned={"returns_by_name"}),
]  # fmt: skip


def sheets(**texts: str) -> bytes:
    """Return a workbook with a sheet a name, its cells parted at commas."""
    book = Workbook()
    book.remove(book.active)
    for name, text in texts.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append([float(cell) if "." in cell else cell for cell in line.split(",")])
    return saved(book)


ALL = '["{}"]\nsheet = "*"'
AS_SALES = f'{ALL}\ntable = "transactions"'
#: A list of returns says why: no customer left for it. So may one of customers who left.
MANY = table("Kundennr,Firma,Datum,Gutschriftsbetrag,Grund", *(
    f"C{n % 2 + 1},Abt{n % 2},2024-02-{n + 1:02},{n}.25,{'Bruch' if n % 2 else 'Mangel'}"
    for n in range(24)))  # fmt: skip
WITH_REASON = table(*MANY.splitlines()[:7])
LEFT = WITH_REASON.replace("Gutschriftsbetrag,Grund", "Umsatz,Kündigungsgrund")
NO_MONEY = WITH_REASON.replace("Gutschriftsbetrag", "Menge").replace(".25", "")
OF_SHEETS = [
    case("returns with reasons are asked about, all of them first",
         {"b.xlsx": sheets(Rechnungen=ORDERS, Gutschriften=WITH_REASON)}, refused="several_sheets",
         says=('["b.xlsx"]\nsheet = "*"  # all 2', "lowers money")),
    case("returns with reasons, answered",
         {"b.xlsx": sheets(Rechnungen=ORDERS, Gutschriften=WITH_REASON),
          "columns.toml": ALL.format("b.xlsx")}, total="16.50",
         warned={"returns_by_name", "column_by_cells"}),
    case("a sheet of reasons by any name, said to be transactions",
         {"b.xlsx": sheets(Rechnungen=ORDERS, Tabelle2=MANY),
          "columns.toml": AS_SALES.format("b.xlsx")}, total="315.00", warned={"column_by_cells"}),
    case("a sheet of returns", {"sales.xlsx": sheets(Orders=ORDERS, Returns=OTHERS),
                                "columns.toml": ALL.format("sales.xlsx")}, total="-2067.00",
         warned={"returns_by_name"}, says=("sheet 'Returns' of sales.xlsx",)),
    case("a sheet of cancelled orders", {"b.xlsx": sheets(Orders=NUMBERED, Storniert=GONE),
                                         "columns.toml": ALL.format("b.xlsx")}, total="22.00",
         codes={"cancelled": 2}, warned={"cancelled_by_name"}),
    case("the only sheet, where the file says nothing",
         {"orders.csv": ORDERS, "b.xlsx": sheets(Gutschriften=OTHERS)}, total="-2067.00",
         warned={"returns_by_name"}),
    case("a sheet of offers", {"sales.xlsx": sheets(Rechnungen=ORDERS, Angebote=OTHERS),
                               "columns.toml": ALL.format("sales.xlsx")},
         refused="no_orders_by_name", says=("sheet 'Angebote' of sales.xlsx ('angebote')",)),
    case("clean: months of a file of orders", {"sales.xlsx": sheets(Jan=ORDERS, Feb=OTHERS),
                                               "columns.toml": ALL.format("sales.xlsx")},
         total="2133.00"),
    case("months of a file of returns",
         {"orders.csv": ORDERS, "columns.toml": ALL.format("returns.xlsx"),
          "returns.xlsx": sheets(Jan=OTHERS, Feb=OTHERS.replace("02-0", "03-0"))},
         total="-4167.00", warned={"returns_by_name"}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), OF_SHEETS)
def test_the_name_of_a_sheet_is_judged_as_that_of_a_file(holds, files, want):
    holds(files, want)


@pytest.mark.parametrize(("name", "text"), [("Retouren", NO_MONEY), ("Gründe", LEFT)])
def test_a_sheet_that_says_why_without_money_or_of_those_who_left_is_of_reasons(check, name, text):
    found = check({"b.xlsx": sheets(**{"Rechnungen": ORDERS, name: text})})
    good = {table: one.rows_good for table, one in found.intake.receipts.items()}
    assert good == {"transactions": 3, "reasons": 6}


@pytest.mark.parametrize(("files", "want"), CANCELLED)
def test_cancelled_orders_are_taken_away(holds, files, want):
    holds(files, want)


@pytest.mark.parametrize(("files", "want"), GIVEN_BACK)
def test_a_file_of_credit_notes_without_signs_lowers_money(holds, files, want):
    holds(files, want)


def test_what_went_back_under_the_number_of_its_order_is_no_version_of_it(check):
    numbered = table(f"order_id,{HEAD}", "O1,C1,2024-01-05,10.00", "O2,C2,2024-01-20,11.00",
                     "O3,C1,2024-02-20,12.00")  # fmt: skip
    for sign in ("", "-"):
        back = table(f"order_id,{HEAD}", f"O2,C2,2024-01-25,{sign}11.00",
                     f"O3,C1,2024-02-26,{sign}2.00")  # fmt: skip
        found = check({"orders.csv": numbered, "returns.csv": back})

        assert (found.codes, found.receipt.amount_sum) == ({}, "20.00")
        assert found.good()["amount"].lt(0).sum() == 2


@pytest.mark.parametrize(("files", "want"), HELD)
def test_a_name_that_speaks_of_no_orders_is_asked_about(holds, files, want):
    holds(files, want)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_with_accents_are_known_in_either_form(form):
    """macOS writes an accent as a sign of its own."""
    called = {
        "Gründe.csv": "reasons",
        "Umsätze 2024.csv": "transactions",
        "Maßnahmen.csv": "issues",
    }
    named = {name: file_words(unicodedata.normalize(form, name)) for name in called}
    assert named == {name: {table} for name, table in called.items()}
    assert no_orders_by(unicodedata.normalize(form, "Zahlungseingänge.csv"))
    assert fits(unicodedata.normalize(form, "Gründe.csv"), "gründe*.csv")


def in_turn(names: list[str]) -> dict[str, str]:
    """A file a name, each of one order of another day and customer."""
    return {
        name: table(HEAD, f"C{at},2024-02-{at + 1:02d},{at + 1}00.00")
        for at, name in enumerate(names, 3)
    }


def test_each_name_that_speaks_of_no_orders_is_heard_and_no_other():
    heard = {name: bool(no_orders_by(name)) for name in [*NO_ORDERS, *FINE]}
    assert heard == dict.fromkeys(NO_ORDERS, True) | dict.fromkeys(FINE, False)


def test_clean_files_of_names_that_sound_alike_are_all_read(check):
    found = check({"transactions.csv": ORDERS} | in_turn(FINE))
    money = dict(found.good().query("amount >= 300")[["customer_id", "amount"]].to_numpy())
    assert money == {f"C{at}": 100.0 * (at + 1) for at, _ in enumerate(FINE, 3)}
    assert "no_orders_by_name" not in found.warned


def test_each_file_of_credit_notes_by_its_name_lowers_money(check):
    found = check({"transactions.csv": ORDERS} | in_turn(BACK))
    money = dict(found.good().query("abs(amount) >= 300")[["customer_id", "amount"]].to_numpy())
    assert money == {f"C{at}": -100.0 * (at + 1) for at, _ in enumerate(BACK, 3)}, BACK
    assert "returns_by_name" in found.warned


FIXES = {
    "Maßnahmen.csv": "Maßnahme-Nr;Grund;Beginn;Erledigt am;Verantwortlich;Status",
    "Massnahmen_2024.csv": "Massnahme;Kunde;Grundcode;Eröffnet am;Behoben am;Status",
    "mesures_correctives.csv": "N° mesure;Motif;Ouvert le;Résolu le;Responsable;Statut",
    "medidas.csv": "ID medida;Motivo;Abierto el;Resuelto el;Responsable;Status",
    "fixes.csv": "Issue ID;Reason;Opened on;Resolved on;Owner;Status",
}


@pytest.mark.parametrize("name", FIXES)
def test_a_register_of_fixes_is_read_in_four_languages(check, name):
    rows = "M1;Preis;03.02.2024;25.04.2024;QM;erledigt\nM2;Preis;13.02.2024;;QM;offen\n"
    if "Kunde" in FIXES[name]:
        rows = rows.replace(";Preis", ";K1;Preis").replace(";QM", "")
    issues = check({name: f"{FIXES[name]}\n{rows}"}).good("issues")
    fixed = issues["fixed_on"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    assert dict(zip(issues["issue_id"], fixed, strict=True)) == {"M1": "2024-04-25", "M2": ""}
    if "Status" in FIXES[name]:
        assert sorted(issues["status"]) == ["fixed", "open"]


@pytest.mark.parametrize(
    "header", ["Case ID,Customer ID,Reason,Date", "Incidencia,Cliente,Motivo,Fecha"]
)
def test_clean_statements_with_a_number_of_the_case_are_reasons(header):
    assert recognise("export.csv", header.split(",")) == "reasons"
