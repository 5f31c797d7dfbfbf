"""What clean exports of many systems look like: their header rows and the words in their cells.

Each layout is a tuple of ``header:kind``; kinds say what the writer of ``clean_exports`` puts into
the column. ``@`` kinds are the ones a table needs; all others are columns that happen to be there.
"""

from __future__ import annotations

LAYOUTS: dict[str, dict[str, tuple[str, ...]]] = {
    "transactions": {
        "en": (
            "Order ID:order|Order Date:@day|Customer ID:@id|Customer Name:name|Segment:word|"
            "City:city|Product Name:item|Sales:@money|Discount:percent",
            "InvoiceNo:order|StockCode:sku|Description:item|InvoiceDate:@day|Amount:@money|"
            "CustomerID:@id|Country:city",
            "Posting Date:@day|Document Type:invoice|Document No.:order|Customer No.:@id|"
            "Customer Name:name|Amount (LCY):@money",
            "id:order|Created (UTC):@day|Amount:@money|Currency:currency|Customer ID:@id|"
            "Status:paid|Description:item",
            "Account ID:@id|Account Name:name|Opportunity Name:item|Close Date:@day|Amount:@money|"
            "Stage:won",
            "customer_id:@id|ordered_on:@day|amount:@money|remark:note",
            "CUST_ID:@id|ORDER_DT:@day|ORDER_AMT:@money|STORE_CD:sku",
            "Date:@day|Transaction Type:invoice|Num:order|Customer:@id|Memo/Description:note|"
            "Amount:@money",
            "Order Number:order|Order Status:paid|Order Date:@day|Customer Note:note|"
            "Customer User ID:@id|City (Billing):city|Order Total Amount:@money",
            "client_id:@id|transaction_date:@day|total:@money",
            "Sold-to party:@id|Billing Date:@day|Billing Document:order|Net value:@money",
            "customerNumber:@id|orderDate:@day|orderNumber:order|priceTotal:@money|comments:note",
            "Member No:@id|Purchase Date:@day|Purchase Amount:@money|Branch:city",
        ),
        "de": (
            "Kundennummer:@id|Kundenname:name|Rechnungsnummer:order|Rechnungsdatum:@day|"
            "Betrag:@money",
            "Auftraggeber:@id|Name 1:name|Fakturadatum:@day|Faktura:order|Material:sku|"
            "Nettowert:@money|Währung:currency",
            "Kunden-Nr.:@id|Firma:name|Beleg-Nr.:order|Datum:@day|Gesamt netto:@money",
            "Debitor:@id|Buchungsdatum:@day|Belegnr.:order|Betrag (EUR):@money|Buchungstext:note",
            "Kunde:@id|Datum:@day|Umsatz:@money",
            "Auftragsnummer:order|Bestelldatum:@day|KdNr:@id|PLZ:zip|Ort:city|Auftragsstatus:paid|"
            "Gesamtbetrag:@money|Bemerkung:note",
            "Kd.-Nr.:@id|Rg.-Nr.:order|Rg.-Datum:@day|Bezeichnung:item|Umsatz in EUR:@money",
            "Artikel-Nr.:sku|Bezeichnung:item|Kaufdatum:@day|Kundennr.:@id|Zeilensumme:@money",
        ),
        "fr": (
            "Code client:@id|Nom:name|N° facture:order|Date facture:@day|Montant HT:@money",
            "Client:@id|Date:@day|Montant:@money|Observations:note",
            "Réf. client:@id|Date de commande:@day|N° commande:order|Total TTC:@money|Ville:city",
            "N° compte client:@id|Intitulé:name|Date pièce:@day|N° pièce:order|Montant HT:@money",
            "Identifiant client:@id|Date d'achat:@day|Désignation:item|Prix total:@money",
            "N° client:@id|Date de facturation:@day|CA HT:@money|Statut:paid",
        ),
        "es": (
            "Nº Cliente:@id|Nombre:name|Nº Factura:order|Fecha factura:@day|Importe:@money",
            "Código cliente:@id|Fecha:@day|Importe total:@money|Observaciones:note",
            "Cliente:@id|Fecha de pedido:@day|Pedido:order|Total:@money|Estado:paid",
            "Cod. Cliente:@id|Razón Social:name|Fecha Emisión:@day|Base imponible:@money",
            "ID Cliente:@id|Fecha de venta:@day|Artículo:item|Ventas:@money|Provincia:city",
        ),
    },
    "reasons": {
        "en": (
            "Customer ID:@id|Reason Date:@day|Lost reason:@note",
            "Response ID:order|Submitted At:@day|Customer ID:@id|Feedback:@note|Score:count",
            "Account:@id|Date:@day|Comment:@note",
            "customer_id:@id|churn_date:@day|churn_reason:@note|agent:word",
        ),
        "de": (
            "Kundennr.:@id|Kündigungsdatum:@day|Kündigungsgrund:@note",
            "Kunde:@id|Datum:@day|Bemerkung:@note|Bearbeiter:word",
            "Kundennummer:@id|Gesprächsdatum:@day|Abwanderungsgrund:@note",
        ),
        "fr": (
            "Code client:@id|Date de résiliation:@day|Motif:@note",
            "N° client:@id|Date:@day|Commentaire:@note",
        ),
        "es": (
            "Cliente:@id|Fecha de baja:@day|Motivo de baja:@note",
            "Nº Cliente:@id|Fecha:@day|Comentarios:@note",
        ),
    },
    "customers": {
        "en": (
            "Customer ID:@id|Name:name|Segment:word|City:city|Customer since:day",
            "Account ID:@id|Account Name:name|Industry:word|Annual Revenue:count",
        ),
        "de": ("Kundennummer:@id|Firma:name|PLZ:zip|Ort:city|Kunde seit:day",),
        "fr": ("Code client:@id|Raison sociale:name|Ville:city|Client depuis:day",),
        "es": ("Código cliente:@id|Razón social:name|Población:city|Cliente desde:day",),
    },
    "contacts": {
        "en": (
            "Customer ID:@id|Contact Name:name|Email:mail|Phone:phone|Do not contact:no",
            "Company ID:@id|First Name:word|Email:mail|Marketing consent:yes",
        ),
        "de": ("Kundennummer:@id|Ansprechpartner:name|E-Mail:mail|Telefon:phone|Werbesperre:no",),
        "fr": ("Code client:@id|Contact:name|Courriel:mail|Téléphone:phone|Ne pas contacter:no",),
        "es": ("Nº Cliente:@id|Contacto:name|Correo electrónico:mail|No contactar:no",),
    },
}  # fmt: skip

FILES = {
    "transactions": {"en": ("orders", "sales_2024", "export (1)", "invoice lines"),
                     "de": ("umsätze", "Rechnungen_2024", "export", "umsatz"),
                     "fr": ("ventes", "factures 2024", "export"),
                     "es": ("ventas", "pedidos", "informe")},
    "reasons": {"en": ("churn_reasons", "feedback"), "de": ("gründe", "feedback"),
                "fr": ("motifs", "commentaires"), "es": ("motivos", "comentarios")},
    "customers": {"en": ("customers", "accounts"), "de": ("kunden",), "fr": ("clients",),
                  "es": ("clientes",)},
    "contacts": {"en": ("contacts",), "de": ("ansprechpartner",), "fr": ("contacts",),
                 "es": ("contactos",)},
}  # fmt: skip

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
          "diciembre",
}  # fmt: skip

#: Extra columns of wide exports; none of them names anything that intake looks for.
EXTRA = ("Warehouse:word", "Weight kg:count", "Tax %:percent", "Tag 1:word", "Tag 2:word",
         "Cost centre:zip", "GL account:zip", "Terms:item", "Language:word", "Carrier:word",
         "Barcode:zip", "Colour:word", "Size:word", "Shelf:zip", "Batch:sku", "Memo 2:note",
         "Printed:yes", "Checksum:uuid", "Zone:word", "Fleet:word")  # fmt: skip

WORDS = {
    "name": ("Müller & Söhne GmbH", "O'Brien Ltd", "Café Zoë", "ACME, Inc.", "Smith; Partners",
             "Nuñez e Hijos", 'The "Best" Shop', "Garage Lefèvre", "Blanc", "N. Ito"),
    "city": ("Köln", "Aix-en-Provence", "A Coruña", "Leeds", "San José", "Graz", "St. Gallen"),
    "item": ("Widget, blue", 'Pipe 3/4" brass', "Seife (500 ml)", "Câble 2,5 mm", "Tornillo M8",
             "Gift card", "USB-C cable; 1 m", "A4 paper", "-10% coupon", "Bolt = M6"),
    "word": ("A", "blue", "Nord", "standard", "Sud", "retail", "B2B"),
    "invoice": ("Invoice", "Invoice", "Sales Receipt"),
    "won": ("Closed Won",),
    "sku": ("85123A", "AB-1", "0042", "X99", "71053", "00-7"),
    "zip": ("50667", "01067", "4051", "13001", "08001"),
    "percent": ("0%", "5%", "10 %"),
    "count": ("0", "3", "17", "120"),
    "mail": ("a.b@example.org", "info@example.com", "zoe@example.net"),
    "phone": ("+49 221 123456", "(555) 010-9999", "01 23 45 67 89"),
}  # fmt: skip
PAID = {"en": ("paid", "Shipped", "completed"), "de": ("bezahlt", "geliefert", "offen"),
        "fr": ("payé", "livrée", "en cours"), "es": ("pagado", "entregado")}  # fmt: skip
YES = {"en": "yes", "de": "ja", "fr": "oui", "es": "sí"}
NO = {"en": "no", "de": "nein", "fr": "non", "es": "no"}
NOTES = {
    "en": ("Too expensive, went to a rival", "moved away", 'said "never again"', "slow delivery; "
           "no answer", "Price\nand service", "It's fine | mostly", "closed their shop"),
    "de": ("zu teuer", "Lieferung zu spät; keine Antwort", "Umzug nach Köln", "Preis, Service",
           "Ansprechpartner\ngewechselt", 'sagte "nie wieder"'),
    "fr": ("trop cher", "délai de livraison, encore", "déménagement", "qualité\nen baisse",
           "l'accueil n'est plus là"),
    "es": ("demasiado caro", "cerró la tienda", "entregas tarde; sin respuesta",
           "mala atención\ntelefónica", "se mudó a Cádiz"),
}  # fmt: skip
TITLES = {
    "en": ("Sales report 2024", "Period: 2024-01-01 to 2024-12-31", "ACME Ltd, all branches"),
    "de": ("Umsatzliste", "Zeitraum: 01.01.2024 - 31.12.2024", "Mandant 4711"),
    "fr": ("Liste des ventes", "Période : du 01/01/2024 au 31/12/2024", "Société Lefèvre"),
    "es": ("Listado de ventas", "Periodo: 01/01/2024 - 31/12/2024", "Empresa Núñez S.L."),
}  # fmt: skip
TOTALS = {"en": ("Total", "Grand total"), "de": ("Summe", "Gesamtsumme"),
          "fr": ("Total", "Total général"), "es": ("Total", "Total general")}  # fmt: skip
REMARKS = {"en": "Printed by the accounting system", "de": "Gedruckt am 31.12.2024 um 12:00",
           "fr": "Fin de l'édition", "es": "Fin del informe"}  # fmt: skip
