"""Pleas not to be contacted in the words of customers, beside complaints that nobody calls."""

from __future__ import annotations

import pytest

from analysis.engine import Engine
from analysis.rows.optouts import pleads

PLEA_LINES = """
    Please do not contact us any more | Too dear. Don't call again! | never ever call me again
    stop e-mailing us please | Quit calling. | We want you to stop sending us letters
    I no longer wish to be contacted | they asked not to be approached | leave me alone
    does not want anyone to call | wants no more mails | We'd rather not be called
    Please erase all my details | they requested deletion of their personal data | forget me
    I insist you delete my data | wants her data deleted | GDPR: right to erasure
    objection under GDPR | GDPR opt-out | objects to being contacted | lose my number
    opted out of all emails | unsubscribed from your newsletter | Erase us from your database.
    data erasure request received | They never called us. Now do not call us any more.
    Bitte rufen Sie uns nicht mehr an | Schreiben Sie mir nie wieder | Hören Sie auf, uns anzurufen
    Kunde will nie wieder kontaktiert werden | lasst uns bitte in Frieden | Anrufe unerwünscht
    Jegliche Kontaktaufnahme unterlassen | Bitte alle meine Daten löschen | Löschantrag nach DSGVO
    DSGVO-Widerspruch | Der Kunde widerspricht der Werbung | bitte vom Newsletter abmelden
    hat gebeten, nicht mehr angerufen zu werden | Wir möchten keine weiteren Anrufe von Ihnen
    Kunde hat verlangt nicht mehr kontaktiert zu werden | Recht auf Löschung geltend gemacht
    Ne nous contactez plus | cessez de me relancer | Arrêtez vos appels ! | ne plus me démarcher
    Nous nous opposons à la prospection | effacez mes données | exige la suppression de ses données
    exerce son droit d'opposition | RGPD : effacement demandé | ne veulent plus être relancés
    demande à se désinscrire | laissez-nous en paix | inscrit sur Bloctel | svp ne plus écrire
    No nos llamen | dejen de escribirnos | que no me contacten nunca más | borren mis datos
    solicita la supresión de sus datos | se opone al tratamiento | ejerce su derecho de oposición
    no queremos recibir más publicidad | LOPD: cancelación de datos | darme de baja de la lista
    déjenme en paz | por favor no me escriban más | no deseo que me llamen
    Prezzi alti. Non chiamatemi più | non contattateci più | Cancellatemi dalla vostra lista
    non desidera ricevere newsletter | Smettete di chiamarci | ha revocato il consenso
    Bel mij alstublieft niet meer | gelieve ons niet meer te contacteren | Stop met bellen
    wil niet meer gebeld worden | Verwijder mij van jullie lijst | toestemming ingetrokken
    Por favor não me liguem mais | não quer ser contactado | Parem de me ligar
    Retirem-me da vossa lista | apaguem os meus dados | revogou o consentimento
"""
COMPLAINT_LINES = """
    They do not call back | your reps never contact us | We did not want to call ten times
    we unsubscribed from the service | cancelled the newsletter because of the price
    they never called us | You stopped calling | nobody answers calls | Never call back.
    There was no further contact after the sale | Do not call before delivery any longer than usual
    does not contact customers in time | your update deleted our data | you deleted our data twice
    requested removal of the old machine | item was taken off your list | objected to the price
    we opted out of the contract renewal | you leave us alone with the problems | contact was poor
    GDPR terms were too strict | we could not unsubscribe seats | the driver does not ring
    no more stock, no more contact person | they had to stop writing orders by hand
    Ihr Vertreter ruft nicht mehr an | Wir wurden nie wieder kontaktiert
    haben keine Anrufe erhalten
    es gab keine Newsletter mehr | kann man telefonisch nicht kontaktieren
    keinen Kontakt mehr zum Verkauf
    Artikel von der Preisliste gestrichen | Löschung des Auftrags verlangt | Werbung war irreführend
    Ihr habt uns nie wieder angerufen | niemand meldet sich | Ihr Update hat unsere Daten gelöscht
    Newsletter abbestellt, weil zu teuer | Sie konnten uns nicht mehr anrufen | Abo gekündigt
    le commercial ne nous appelle plus | nous n'avons plus de contact avec vous
    vous n'appelez jamais
    personne ne nous contacte | regrette de ne pas être rappelé | articles retirés de la liste
    suppression de la commande demandée | plus personne ne rappelle | newsletter sans intérêt
    nos données ont été supprimées par erreur | il n'y a plus d'appels de votre part
    no nos llaman | el comercial dejó de llamar | por no llamar a tiempo | nunca nos contactan
    solicita la baja del servicio | retiraron el producto de la lista de precios
    borraron los datos
    no me llamaron | datos de contacto erróneos | prometieron llamar y no llamaron
    non ci chiamate mai | nessuno ci ha più chiamato | Nessuno ci contatta più
    articolo cancellato dalla lista dei prodotti | Jullie hebben niet meer gebeld
    niemand belt ons nog | de vertegenwoordiger komt niet meer langs | Ze bellen nooit terug
    we kregen geen contact meer met de verkoper | não nos ligam há meses | nunca nos ligaram
    o vendedor não nos contactou mais | Removeram o produto da lista | o preço não compensa
    nos opusimos al precio | la publicidad era engañosa | ya no recibimos correos con la factura
"""


def parts_of(text: str) -> list[str]:
    return [part.strip() for line in text.strip().splitlines() for part in line.split(" | ")]


def heard(texts: list[str], table: str) -> list[str]:
    engine = Engine()
    engine.execute("CREATE TEMP TABLE raw (n INTEGER, c0 VARCHAR)")
    for at, text in enumerate(texts):
        engine.execute("INSERT INTO raw VALUES (?, ?)", [at, text])
    rows = engine.rows(f"SELECT c0 FROM raw WHERE {pleads(['c0'], table)} ORDER BY n")
    return [text for (text,) in rows]


def test_pleas_of_customers_who_left_are_heard():
    texts = parts_of(PLEA_LINES)
    assert heard(texts, "reasons") == texts


def test_pleas_are_heard_in_any_cell_of_a_person():
    texts = parts_of(PLEA_LINES)
    assert heard(texts, "contacts") == texts


def test_clean_complaints_of_customers_who_left_are_no_pleas():
    assert heard(parts_of(COMPLAINT_LINES), "reasons") == []


PEOPLE = "customer_id,contact_id,opt_out\nK1,p1,no\nK2,p2,no\nK3,p3,no\n"


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("reasons.csv|customer_id,note\nK1,Too dear. Do not contact us again\n"
         "K2,they do not contact us\nK3,late\n", "note"),
        ("reasons.csv|customer_id,code\nK1,opt-out\nK2,service\nK3,price\n", "code"),
        ("reasons.csv|customer_id,code,note\nK1,unsubscribed,\nK2,price,unsubscribed from the plan"
         "\nK3,late,\n", "code"),
        ("reasons.csv|customer_id,note,Particulars\nK1,late,bitte nicht mehr anrufen\n"
         "K2,dear,ruft nicht mehr an\n", "Particulars"),
        ("issues.csv|issue_id,code,opened_on,customer_id,Details\n1,late,2024-01-02,K1,ne plus "
         "appeler\n2,late,2024-01-02,K2,n'appelle plus\n", "Details"),
        ("contacts.csv|customer_id,contact_id,opt_out,Tags\nK1,p1,no,\"vip, unsubscribed\"\n"
         "K2,p2,no,\"vip, opt plus\"\nK3,p3,no,\n", "Tags"),
        ("contacts.csv|customer_id,contact_id,opt_out,Tags\nK1,p1,no,vip/dnc\nK2,p2,no,"
         "a.com/unsubscribe\nK3,p3,no,vip;b2b\n", "Tags"),
        ("contacts.csv|customer_id,contact_id,opt_out,Tags\nK1,p1,no,do-not-call\nK2,p2,no,"
         "first-call\nK3,p3,no,vip;b2b\n", "Tags"),
    ],
)  # fmt: skip
def test_a_plea_in_any_text_of_a_customer_stops_every_contact_of_his_and_is_said(
    check, file, column
):
    name, text = file.split("|", 1)
    found = check({"contacts.csv": PEOPLE} | {name: text})
    good = found.good("contacts").sort_values("contact_id")
    assert good["may_contact"].tolist() == [False, True, True]
    told = [w for r in found.intake.receipts.values() for w in r.warnings]
    assert [w.column for w in told if w.code == "opt_out_in_text"] == [column]
