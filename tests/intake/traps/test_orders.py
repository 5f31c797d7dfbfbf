"""Traps 18 to 21, 23 and 24: returns, status words, lines without value, fees, giants."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, days_from, made, table

SHOP = "customer_id,date,amount"
STATUS = "Customer ID,Date,Amount,Status"
ERP = "Kd-Nr;Belegdatum;Betrag;Status"

RETURNS = [
    case("18 us-shop", table(SHOP, "a,2024-01-05,10.00", "a,2024-01-09,-4.00"), total="6.00",
         good=2),
    case("18 german, a credit note by its kind",
         table("Kd-Nr;Datum;Betrag;Belegart", "1;25.01.2024;10,00;Rechnung",
               "1;26.01.2024;4,00;Gutschrift", "1;27.01.2024;-1,00;Gutschrift"),
         total="5.00", good=3),
    case("18 navision, credit memos", table(
         "Sell-to Customer No.,Posting Date,Document Type,Amount",
         "C1,2024-01-25,Invoice,10.00", "C1,2024-01-26,Credit Memo,3.00"), total="7.00"),
    case("18 french", table("Code client;Date;Montant;Type de pièce", "a;25/01/2024;10,00;Facture",
         "a;26/01/2024;2,50;Avoir"), total="7.50"),
    case("18 clean: sales only", table(SHOP, "a,2024-01-05,10.00", "a,2024-01-09,4.00"),
         total="14.00"),
]  # fmt: skip

NUMBERS = [
    case("19 C on negative lines only", table("Invoice,Customer ID,Date,Amount",
         "536365,a,2024-01-05,10.00", "536366,b,2024-01-06,8.00", "C536379,a,2024-01-07,-3.00"),
         warned={"credit_numbers"}, total="15.00"),
    case("19 german ST numbers", table("Rechnungsnr;Kd-Nr;Datum;Betrag",
         "RE-1;1;25.01.2024;10,00", "RE-2;2;26.01.2024;10,00", "ST-1;1;27.01.2024;-10,00",
         "ST-2;2;28.01.2024;-10,00"), warned={"credit_numbers"}, says=("ST", "(2)")),
    case("19 a positive line among credit notes", table("Invoice,Customer ID,Date,Amount",
         "1001,a,2024-01-05,10.00", "1002,b,2024-01-06,8.00", "C1003,a,2024-01-07,-3.00",
         "C1004,b,2024-01-08,2.50"),
         warned={"positive_credit_notes"}, says=("2.5",), good=4),
    case("19 clean: every order number begins with C", table("Invoice,Customer ID,Date,Amount",
         "C1001,a,2024-01-05,10.00", "C1002,b,2024-01-06,8.00", "C1003,a,2024-01-07,-3.00")),
    case("19 clean: G for the shop and W for the web", table("Order no,Customer ID,Date,Amount",
         "G1,a,2024-01-05,10.00", "W2,b,2024-01-06,8.00", "G3,a,2024-01-07,9.00")),
]  # fmt: skip

WORDS = [
    case("19 words, us", table(STATUS, "a,2024-01-05,10,paid", "a,2024-01-06,11,Cancelled",
         "b,2024-01-07,12,On Hold", "b,2024-01-08,13,Refunded", "b,2024-01-09,-2,void"),
         codes={"cancelled": 2}, total="20.00"),
    case("19 words, german", table(ERP, "1;25.01.2024;10,00;Bezahlt",
         "2;25.01.2024;10,00;STORNIERT",
         "3;25.01.2024;10,00;Entwurf", "4;25.01.2024;10,00;Teilweise geliefert"),
         codes={"cancelled": 2}, total="20.00"),
    case("19 words, french", table("Code client;Date;Montant;Statut", "1;25/01/2024;10,00;Payée",
         "2;25/01/2024;10,00;Annulée", "3;25/01/2024;10,00;Devis", "4;25/01/2024;10,00;En cours"),
         codes={"cancelled": 2}, total="20.00"),
    case("19 words, spanish", table("Nº Cliente;Fecha;Importe;Estado", "1;25/01/2024;10,00;Pagada",
         "2;25/01/2024;10,00;Anulada", "3;25/01/2024;10,00;Presupuesto",
         "4;25/01/2024;10,00;Pendiente de cobro"), codes={"cancelled": 2}, total="20.00"),
    case("19 words, a plug-in of a web shop",
         table("Order ID,Customer ID,Order Date,Order Total,Order Status",
               "1,a,2024-01-05,10.00,wc-completed", "2,a,2024-01-06,11.00,wc-cancelled",
               "3,b,2024-01-07,12.00,wc-on-hold"), codes={"cancelled": 1}, total="22.00"),
    case("19 words, stages of a CRM",
         table("Account ID,Close Date,Amount,Stage", "a,2024-01-05,10.00,Closed Won",
               "b,2024-01-06,11.00,Closed Lost", "c,2024-01-07,12.00,Negotiation/Review"),
         codes={"cancelled": 2}, total="10.00"),
    case("19 words nobody knows are asked about",
         table(STATUS, "a,2024-01-05,10,paid", "a,2024-01-06,10,zork"),
         refused="unknown_status", says=("zork", "order_words")),
    case("19 words nobody knows, beside won deals: no orders is the likelier answer",
         table("Account ID,Close Date,Amount,Stage", "a,2024-01-05,10.00,Closed Won",
               "b,2024-01-06,11.00,Zorking"),
         refused="unknown_status", says=("no orders (beside 'closed won'", "or which are orders")),
    case("19 clean: some cells hold a program's word for nothing",
         table(STATUS, "a,2024-01-05,10,paid", "a,2024-01-06,10,n/a", "b,2024-01-07,10,NULL",
               "b,2024-01-08,10,-", "b,2024-01-09,10,#N/A"), total="50.00"),
    case("19 words, returned lines with a positive amount",
         table(ERP, "1;25.01.2024;10,00;bezahlt", "2;25.01.2024;4,00;Retoure"),
         warned={"positive_returns"}, says=("4",), total="14.00"),
    case("19 clean: the state of a country is no status",
         table("Customer ID,Date,Amount,Status,State", "a,2024-01-05,10,paid,CA",
               "b,2024-01-06,10,shipped,NY"), total="20.00"),
    case("19 a state alone holds no word of a status",
         table("Customer ID,Date,Amount,State", "a,2024-01-05,10,CA", "b,2024-01-06,10,NY"),
         warned={"status_not_used"}, total="20.00"),
]  # fmt: skip

VALUELESS = [
    case("20 us, returns only", table(SHOP, "a,2024-01-05,10", "b,2024-01-06,-4"),
         warned={"customers_without_sales"}, says=("1 customer has",)),
    case("20 german, free lines only",
         table("Kunde;Datum;Menge;Einzelpreis", "1;25.01.2024;2;5,00", "2;26.01.2024;1;0,00"),
         warned={"customers_without_sales", "zero_amount"}),
    case("20 french", table("Code client;Date;Montant", "a;25/01/2024;5,00", "b;26/01/2024;0,00",
         "b;27/01/2024;-1,00"), warned={"customers_without_sales", "zero_amount"}),
    case("20 clean: a buyer who returned much", table(SHOP, "a,2024-01-05,10", "a,2024-01-06,-40")),
    case("21 us, samples", table(SHOP, "a,2024-01-05,10", "a,2024-01-06,0.00"),
         warned={"zero_amount"}, says=("1 line has",), good=2),
    case("21 german", table("Kunde;Datum;Betrag", "a;25.01.2024;10,00", "a;26.01.2024;0,00",
         "a;27.01.2024;0"), warned={"zero_amount"}, says=("2 lines",), good=3),
    case("21 french, a price of nothing", table("Code client;Date;Quantité;Prix",
         "a;25/01/2024;1;10,00", "a;26/01/2024;3;0,00"), warned={"zero_amount"}),
    case("21 clean: small prices", table(SHOP, "a,2024-01-05,0.01", "a,2024-01-06,0.002")),
]  # fmt: skip

FEES = [
    case("23 uk shop", table("Invoice,StockCode,Customer ID,InvoiceDate,Quantity,Price",
         "1,85123A,a,2024-01-05,1,75.00", "1,POST,a,2024-01-05,1,20.00",
         "1,D,a,2024-01-05,-1,5.00"),
         warned={"fee_lines"}, says=("2 lines (66.7% of all, 25.0% of the money)",)),
    case("23 german", table("Rechnungsnr;Artikelnr;Kd-Nr;Datum;Betrag",
         "1;10-200;a;25.01.2024;75,00",
         "1;Versandkosten;a;25.01.2024;5,00"), warned={"fee_lines"}),
    case("23 spanish", table("Nº factura;Artículo;Nº Cliente;Fecha;Importe",
         "1;Mesa;a;25/01/2024;75,00", "1;Gastos de envío;a;25/01/2024;5,00"), warned={"fee_lines"}),
    case("23 french, by the text", table("Facture;Réf;Code client;Date;Libellé;Montant",
         "1;4100;a;25/01/2024;Tuyau 10 m;75,00", "1;9001;a;25/01/2024;Frais de port;5,00"),
         warned={"fee_lines"}, says=("'Libellé'", "1 of 2 lines")),
    case("23 clean: texts that only hold such a word",
         table("Beleg;Kd-Nr;Datum;Text;Betrag", "1;a;25.01.2024;Porto Riserva 2019;75,00",
         "2;b;26.01.2024;Fracht-Container, blau;25,00")),
    case("23 clean: products with one letter", table("Order no,Product,Customer ID,Date,Amount",
         "1,A,a,2024-01-05,75.00", "1,D,a,2024-01-05,5.00", "1,M,a,2024-01-05,5.50")),
]  # fmt: skip

USUAL = made(60, lambda at: f"K{at % 9},{days_from('2023-01-02', 60, 3)[at]},{at % 7 + 20}.50")

GIANTS = [
    case("24 us, a first and only order", table(SHOP, *USUAL, "z,2023-05-05,90000.00"),
         warned={"giant_order"}, says=("98%",)),
    case("24 german", table("Kd-Nr;Datum;Betrag", *(r.replace(",", ";", 2).replace(".", ",")
         for r in USUAL), "K3;2023-03-05;8.900,00"), warned={"giant_order"}),
    case("24 many lines of one day", table(SHOP, *USUAL, *made(9, lambda at:
         f"z,2023-05-05,90{at}0.00")), warned={"giant_order"}),
    case("24 clean: a large order of a tenth", table(SHOP, *USUAL, "z,2023-05-05,150.00")),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), RETURNS + NUMBERS + WORDS + VALUELESS + FEES + GIANTS)
def test_lines_that_are_no_plain_sale_are_told_apart(holds, files, want):
    holds(files, want)
