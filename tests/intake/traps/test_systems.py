"""Headers as shops, ERPs and CRMs write them: read without a question where there is none."""

from __future__ import annotations

import pytest

from analysis.columns.columnmap import map_columns
from analysis.columns.whichtable import recognise

TRANSACTIONS = {
    "shop, one row an order": (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,"
        "Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price",
        {"customer_id": "Email", "ordered_on": "Created at", "amount": "Total",
         "status": "Financial Status", "currency": "Currency"},
    ),
    "plug-in of a web shop": (
        "Order ID,Order Number,Order Date,Order Status,Customer User ID,Billing Email,Order Total",
        {"customer_id": "Customer User ID", "ordered_on": "Order Date", "amount": "Order Total",
         "status": "Order Status"},
    ),
    "sap sales": (
        "Faktura,Position,Fkdat,Debitor,Material,Fakturierte Menge,Nettowert,Belegwährung",
        {"customer_id": "Debitor", "ordered_on": "Fkdat", "amount": "Nettowert",
         "order_id": "Faktura", "line_no": "Position", "product_id": "Material",
         "quantity": "Fakturierte Menge", "currency": "Belegwährung"},
    ),
    "sap technical names": (
        "VBELN,POSNR,FKDAT,KUNAG,MATNR,FKIMG,NETWR,WAERK",
        {"customer_id": "KUNAG", "ordered_on": "FKDAT", "amount": "NETWR", "order_id": "VBELN",
         "line_no": "POSNR", "product_id": "MATNR"},
    ),
    "sap in english": (
        "Billing Document,Billing Date,Sold-to Party,Material,Billed Quantity,Net Value",
        {"customer_id": "Sold-to Party", "ordered_on": "Billing Date", "amount": "Net Value",
         "order_id": "Billing Document"},
    ),
    "opportunities of a crm": (
        "Opportunity ID,Account ID,Account Name,Close Date,Created Date,Stage,Amount",
        {"customer_id": "Account ID", "ordered_on": "Close Date", "amount": "Amount",
         "status": "Stage"},
    ),
    "deals of a crm": (
        "Record ID,Deal Name,Deal Stage,Close Date,Create Date,Amount,Associated Company IDs",
        {"customer_id": "Associated Company IDs", "ordered_on": "Close Date", "amount": "Amount",
         "status": "Deal Stage"},
    ),
    "ledger entries of an erp": (
        "Posting Date,Document Date,Document Type,Document No.,Sell-to Customer No.,"
        "Bill-to Customer No.,Amount,Currency Code",
        {"customer_id": "Sell-to Customer No.", "ordered_on": "Posting Date", "amount": "Amount",
         "line_type": "Document Type", "order_id": "Document No."},
    ),
    "uk accounts": (
        "Account Ref,Invoice No,Date,Net Amount",
        {"customer_id": "Account Ref", "ordered_on": "Date", "amount": "Net Amount",
         "order_id": "Invoice No"},
    ),
    "german invoices": (
        "Belegnr.;Belegdatum;Kunden-Nr.;Firma;Gesamt netto;Status",
        {"customer_id": "Kunden-Nr.", "ordered_on": "Belegdatum", "amount": "Gesamt netto",
         "order_id": "Belegnr."},
    ),
    "german till": (
        "Bonnummer;Datum;Kundenkarte;Kundennr;Artikelnr;Artikelbezeichnung;Menge;Umsatz",
        {"customer_id": "Kundennr", "ordered_on": "Datum", "amount": "Umsatz",
         "product_id": "Artikelnr"},
    ),
    "open erp": (
        "Order Reference,Order Date,Customer,Salesperson,Total,Status",
        {"customer_id": "Customer", "ordered_on": "Order Date", "amount": "Total",
         "order_id": "Order Reference"},
    ),
    "payments": (
        "id,Created (UTC),Amount,Amount Refunded,Currency,Customer ID,Customer Email,Status",
        {"customer_id": "Customer ID", "ordered_on": "Created (UTC)", "amount": "Amount",
         "status": "Status"},
    ),
    "till in the cloud": (
        "Date,Time,Time Zone,Net Sales,Transaction ID,Customer ID,Customer Name,Event Type",
        {"customer_id": "Customer ID", "ordered_on": "Date", "amount": "Net Sales",
         "line_type": "Event Type", "order_id": "Transaction ID"},
    ),
    "books, list of transactions": (
        "Date,Transaction Type,Num,Customer,Memo/Description,Amount",
        {"customer_id": "Customer", "ordered_on": "Date", "amount": "Amount", "order_id": "Num",
         "line_type": "Transaction Type"},
    ),
    "french accounts": (
        "N° de pièce;Date de pièce;Code tiers;Désignation;Montant HT;Devise",
        {"customer_id": "Code tiers", "ordered_on": "Date de pièce", "amount": "Montant HT",
         "currency": "Devise"},
    ),
    "french shop": (
        "Référence commande;Date de commande;Id client;Total TTC;Statut de la commande",
        {"customer_id": "Id client", "ordered_on": "Date de commande", "amount": "Total TTC",
         "order_id": "Référence commande", "status": "Statut de la commande"},
    ),
    "spanish invoices": (
        "Nº factura;Fecha emisión;Cód. cliente;Razón social;Base imponible;Estado de la factura",
        {"customer_id": "Cód. cliente", "ordered_on": "Fecha emisión", "amount": "Base imponible",
         "order_id": "Nº factura", "status": "Estado de la factura"},
    ),
    "spanish shop": (
        "Número de pedido;Fecha del pedido;ID cliente;Importe total;Estado del pedido",
        {"customer_id": "ID cliente", "ordered_on": "Fecha del pedido", "amount": "Importe total",
         "order_id": "Número de pedido"},
    ),
    "retail data of a paper": (
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        {"customer_id": "CustomerID", "ordered_on": "InvoiceDate", "quantity": "Quantity",
         "unit_price": "UnitPrice", "order_id": "InvoiceNo", "product_id": "StockCode"},
    ),
    "us state beside the status": (
        "Order ID,Customer ID,Order Date,State,Status,Sales",
        {"status": "Status", "amount": "Sales", "order_id": "Order ID"},
    ),
    "invoice and order number": (
        "Order No,Invoice No,Customer No,Invoice Date,Line Amount",
        {"order_id": "Invoice No", "amount": "Line Amount"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", TRANSACTIONS)
def test_the_headers_of_a_system_are_read_without_a_question(system):
    text, wanted = TRANSACTIONS[system]
    header = text.split(";" if ";" in text else ",")
    assert recognise("export.csv", header) == "transactions"
    found = map_columns("transactions", header, file="export.csv")
    assert {column: found.label(column) for column in wanted} == wanted
    assert found.warnings == ()


@pytest.mark.parametrize(
    "header",
    [
        "Order Date,Invoice Date,Customer ID,Amount",
        "Belegdatum;Buchungsdatum;Debitor;Betrag",
        "Customer ID,Date,Net Sales,Gross Sales",
        "Kd-Nr;Kundennummer;Datum;Umsatz",
        "Code client;Date;Montant HT;Montant TTC",
    ],
)
def test_two_columns_of_one_rank_are_asked_about(refused, header):
    sign = ";" if ";" in header else ","
    row = sign.join(["1"] * len(header.split(sign)))
    assert refused({"export.csv": f"{header}\n{row}\n"}).code == "two_candidates"


def test_an_address_is_a_customer_only_where_no_other_column_is(check):
    alone = check({"orders.csv": "Name,Email,Created at,Total\n#1001,a@example.org,2024-01-05,5\n"
                                 "#1002,a@example.org,2024-01-06,6\n"})  # fmt: skip
    assert alone.receipt.n_customers == 1
    assert alone.good()["order_id"].tolist() == ["#1001", "#1002"]
    beside = check({"orders.csv": "Email,Customer,Date,Amount\na@example.org,K1,2024-01-05,5\n"})
    assert beside.good()["customer_id"].tolist() == ["K1"]


def test_no_message_shows_an_address_that_serves_as_an_id(check):
    rows = "Ann@example.org,2024-01-05,5\nann@example.org,2024-01-06,6\n"
    found = check({"orders.csv": "Email,Date,Amount\n" + rows})
    (warned,) = [one for one in found.receipt.warnings if one.code == "case_variants"]
    assert "@example" not in warned.message
