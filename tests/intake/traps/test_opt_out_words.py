"""Opt-outs and consents under headers that no list names, and innocent headers beside them."""

from __future__ import annotations

from functools import cache
from itertools import count

import pytest

from analysis.columns.columnmap import map_columns
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.engine import Engine
from analysis.files.dialect import Dialect
from analysis.files.source import Source
from analysis.rows.convert import Input
from analysis.rows.heeded import heeded_columns
from analysis.rows.optouts import opt_out_sql
from analysis.rows.staging import Staged

#: header | cells | who may be contacted
OBEYED = """
    Contact by phone allowed? | yes ; no ; ; yes | 1001
    OK to email | Y ; N ; Y ; Y | 1011
    Email opt-out status | Opted In ; Opted Out ; Opted In ;  | 1011
    Exclude from mailings | TRUE ; FALSE ; ; FALSE | 0111
    Marketing suppression | 1 ; 0 ; 0 ;  | 0111
    Objects to direct marketing | yes ; no ; no ; no | 0111
    Consent revoked | 2024-02-01 ; ; ;  | 0111
    Marketing permission | Granted ; Denied ; Pending ; Granted | 1001
    Phone calls | Allow ; Do Not Allow ; Allow ; Allow | 1011
    Subscriber state | subscribed ; unsubscribed ; bounced ; subscribed | 1001
    No e-mails please | x ; ; ; x | 0110
    TPS registered / do not call | Y ; N ; N ; N | 0111
    emailOptIn | true ; false ; true ;  | 1010
    Lifecycle note | asked to be taken off our call list ; prefers email ; ; VIP | 0111
    Promotional emails | yes ; no ; yes ; yes | 1011
    Wants to be contacted | yes ; no ; ; yes | 1001
    Werbliche Ansprache erlaubt | ja ; nein ; ja ; ja | 1011
    Anrufsperre | X ; ; ; X | 0110
    Keine Anrufe | ja ; nein ; nein ; nein | 0111
    Newsletter-Abmeldung am | 01.02.2024 ; ; ;  | 0111
    Einwilligung E-Mail | erteilt ; widerrufen ; erteilt ; offen | 1010
    Opt-In-Datum Newsletter | 03.04.2023 ; ; 05.06.2022 ; 00.00.0000 | 1010
    Kontaktaufnahme gewünscht | ja ; nein ; ja ; ja | 1011
    Darf angerufen werden | J ; N ; J ; J | 1011
    Widerspruch Direktwerbung | ja ; nein ; ; nein | 0111
    Werbeverbot | 1 ; 0 ; 0 ; 0 | 0111
    Bemerkung intern | Nicht mehr anrufen! ; ruft selbst an ; im Mai ; Kontaktverbot | 0110
    Nicht anschreiben | ja ; nein ; nein ; nein | 0111
    DSGVO Status | erteilt ; widerrufen ; erteilt ; erteilt | 1011
    Mailingsperre | ja ; nein ; nein ; nein | 0111
    Accord de prospection | oui ; non ; oui ; oui | 1011
    Refus de contact | oui ; non ; ; non | 0111
    Ne pas démarcher | oui ; non ; non ; non | 0111
    Autorise les appels | O ; N ; O ; O | 1011
    Abonné newsletter | oui ; non ; oui ; oui | 1011
    Date de désinscription | 12/03/2024 ; ; ;  | 0111
    Droit d'opposition | oui ; non ; non ; non | 0111
    Observations | demande à être retiré du fichier ; client fidèle ; ; ne plus contacter | 0110
    Statut emailing | Inscrit ; Désinscrit ; Inscrit ; Inscrit | 1011
    Consentement RGPD | accordé ; refusé ; accordé ; retiré | 1010
    Sollicitations commerciales | oui ; non ; oui ; oui | 1011
    Permite llamadas | sí ; no ; sí ; sí | 1011
    No enviar publicidad | sí ; no ; no ; no | 0111
    Oposición al tratamiento | sí ; no ; no ; no | 0111
    Autorización comercial | S ; N ; S ; S | 1011
    Baja newsletter | sí ; no ; no ; no | 0111
    Fecha de consentimiento | 12/03/2024 ; ; 13/03/2024 ; 14/03/2024 | 1011
    Nota | pide que le borren de la lista ; buen cliente ; ; no volver a llamar | 0110
    Suscrito al boletín | sí ; no ; sí ; sí | 1011
    Situación | dado de baja ; activo ; activo ; activo | 0111
    Rechaza comunicaciones | sí ; no ; no ; no | 0111
    SMS consent | Opted-in ; Opted-out ; Opted-in ; unknown | 1010
    Marketing preferences | Opt in ; Opt out ; Opt in ; Opt in | 1011
    Phone permission | true ; false ; true ; true | 1011
    Agrees to be contacted | 1 ; 0 ; 1 ; 1 | 1011
    Marketing emails allowed | Y ; N ; Y ;  | 1010
    Don't email | 1 ; 0 ; 0 ; 0 | 0111
    Do_Not_Solicit | Y ; N ; N ; N | 0111
    Stop marketing | yes ; no ; no ; no | 0111
    Declined marketing | yes ; no ; ; no | 0111
    Right to object exercised | yes ; no ; no ; no | 0111
    GDPR objection | yes ; no ; no ; no | 0111
    Ad consent | given ; withdrawn ; given ; given | 1011
    Unsubscribed at | 2024-01-02 10:11:12 ; ; ;  | 0111
    Mailchimp | Subscribed ; Unsubscribed ; Subscribed ; Cleaned | 1010
    Tags | VIP ; do not call ; ; Unsubscribed | 1010
    Account notes | Client requested removal from our list ; nice ; ; please don’t contact | 0110
    Name | DO NOT CALL - John ; Ann ; Bo ; Cy | 0111
    Telefonische Werbung | ja ; nein ; ja ; ja | 1011
    Werbeerlaubnis | ja ; nein ; ja ; ja | 1011
    Kontakt untersagt | ja ; nein ; nein ; nein | 0111
    Kontaktsperre seit | 01.01.2024 ; ; ;  | 0111
    Marketing-Zustimmung | zugestimmt ; abgelehnt ; zugestimmt ; zugestimmt | 1011
    Einverständnis Telefon | ja ; nein ; ja ; ja | 1011
    Einverständniserklärung | liegt vor ; fehlt ; liegt vor ; liegt vor | 1011
    Nicht bewerben | x ; ; ; x | 0110
    Infopost | ja ; nein ; ja ; ja | 1011
    Newsletter-Status | angemeldet ; abgemeldet ; angemeldet ; angemeldet | 1011
    Notiz | will keine Anrufe mehr ; Rückruf im Mai ; ; bitte aus dem Verteiler streichen | 0110
    Werbung verboten | ja ; nein ; nein ; nein | 0111
    Kein Newsletter | ja ; nein ; nein ; nein | 0111
    Accepte emails | oui ; non ; oui ; oui | 1011
    Opt-in SMS | oui ; non ; oui ;  | 1010
    Refuse la prospection | vrai ; faux ; faux ; faux | 0111
    Stop pub | oui ; non ; non ; non | 0111
    Interdit de démarchage | oui ; non ; non ; non | 0111
    Autorisation de contact | oui ; non ; oui ; oui | 1011
    Pas de publicité | oui ; non ; non ; non | 0111
    Désabonnement newsletter | oui ; non ; non ; non | 0111
    Remarques | ne veut plus être appelé ; rappeler en mai ; ; refuse le démarchage | 0110
    Acepta ser contactado | sí ; no ; sí ; sí | 1011
    No molestar | sí ; no ; no ; no | 0111
    Exclusión publicitaria | sí ; no ; no ; no | 0111
    Derecho de oposición | sí ; no ; no ; no | 0111
    Correo comercial | sí ; no ; sí ; sí | 1011
    Permiso RGPD | concedido ; denegado ; concedido ; concedido | 1011
    Interno | no quiere recibir llamadas ; buen cliente ; ; dado de baja de la lista | 0110
    Marketing: may we phone you? | yes ; no ; yes ; yes | 1011
    Do not send direct mail | 1 ; 0 ; 0 ; | 0111
    IsOptedOutMarketing | True ; False ; False ; | 0111
    Email subscription status | Subscribed ; Unsubscribed ; Subscribed ; Non-subscribed | 1010
    Contactable | yes ; no ; yes ; yes | 1011
    Privacy opt-out | x ; ;  ; x | 0110
    Comms preference | Opted in ; Opted out ; Opted in ; Opted in | 1011
    Comment | never wants to hear from us again ; ok ; ok ; Please take me off all lists | 0110
    Telefonakquise erlaubt | ja ; nein ; ja ; ja | 1011
    Werbe-Opt-Out | ja ; nein ; nein ; nein | 0111
    Kontakt nicht gewünscht | ja ; nein ; nein ; nein | 0111
    Mailverteiler | ja ; nein ; ja ; ja | 1011
    UWG-Einwilligung Telefon | ja ; nein ; ja ; unklar | 1010
    Info | wünscht keinen Kontakt ; Stammkunde ; ; Werbeverbot | 0110
    Ne plus contacter | oui ; non ; non ; non | 0111
    Liste rouge démarchage | oui ; non ; non ; non | 0111
    Accepte la newsletter | oui ; non ; oui ; oui | 1011
    RGPD : consentement donné le | 12/03/2024 ; ; 13/04/2024 ; | 1010
    Commentaire | ne veut plus entendre parler de nous ; ok ; ok ; stop démarchage | 0110
    Consiente publicidad | sí ; no ; sí ; sí | 1011
    No quiere llamadas | sí ; no ; no ; no | 0111
    Excluir de mailing | sí ; no ; no ; no | 0111
    Observación | pidió que no le llamemos ; ok ; ok ; no desea recibir más correos | 0110
"""

#: header | cells: nobody is stopped by them
INNOCENT = """
    Newsletter topic | Wine ; Tools ; ; Garden
    Mailing address | Oak St 1 ; Elm 4 ; ;
    Marketing region | North ; South ; No ; N
    Status | active ; left ; active ;
    Call permission granted by | Anna ; ; Bo ; Anna
    Mailing list | Autumn ; Spring ; ; VIP
    Preferred contact time | 9am ; after 5 ; ; no
    Email valid | yes ; no ; no ; yes
    Last newsletter sent | 2024-01-01 ; 2024-02-01 ; ;
    Emails received | 3 ; 0 ; 1 ; 12
    Accepts returns | yes ; no ; no ; no
    Block | B ; C ; ; A
    Credit blocked | no ; yes ; no ; no
    Contact manager | Ann ; Bo ; ;
    Call count | 0 ; 1 ; 2 ; 3
    Marketing budget | 0 ; 1 ; 5000 ;
    Receives invoices by email | yes ; no ; no ; yes
    Newsletter language | en ; de ; no ; fr
    Phone no | 123 ; 456 ; ; no
    Opt-in source | web ; fair ; ; import
    Werbemittel erhalten | ja ; nein ; nein ; ja
    Kontaktart | Mail ; Telefon ; ;
    Mahnsperre | ja ; nein ; nein ; nein
    Liefersperre | X ; ; ;
    Kreditsperre | ja ; nein ; ;
    Rechnung per Mail | ja ; nein ; ja ; nein
    Bewerbung eingegangen | ja ; nein ; ;
    Postfach | 12 ; ; ; 1
    Telefon privat | 030 1 ; ; ;
    Werbekampagne | Herbst ; Mai ; ;
    N° téléphone | 01 ; 02 ; ;
    Contact commercial | oui ; non ; ; non
    Accepte la carte | oui ; non ; non ; non
    Mode d'appel | direct ; standard ; ;
    Zone de prospection | Nord ; Sud ; ;
    Facture par mail | oui ; non ; non ; oui
    Bloqué compta | oui ; non ; non ; non
    Canal publicidad | radio ; web ; ;
    Baja temporal | sí ; no ; no ; no
    Prioridad | alta ; baja ; baja ; media
    Comercial asignado | Ana ; Luis ; ; no
    Acepta factura electrónica | sí ; no ; no ; sí
    Ciudad | Baja ; Soria ; ; León
    Remark | left at noon ; price list removed from site ; no contact yet ; hates phone menus
    Last outcome | not reached ; reached ; busy ; left message
    Company | DNC Logistics ; Opt Plus ; Stop Shop ; Removed Ltd
    Website | https://a.com/unsubscribe ; https://b.com/opt-out ; ;
    Authorised signatory | yes ; no ; no ; yes
    Email client | Outlook ; Apple ; ;
    Phone type | mobile ; work ; ;
    Has newsletter discount | yes ; no ; no ; yes
    Call result | busy ; no answer ; ;
    No of employees | 1 ; 0 ; 10 ; 5
    Mail delivered | yes ; no ; yes ; no
    Contact since | 2020-01-01 ; 2021-01-01 ; ;
    Contract accepted | yes ; no ; no ; yes
    Payment blocked | yes ; no ; no ; no
    Primary contact | yes ; no ; no ; yes
    Is contact active | yes ; no ; no ; yes
    Call back | yes ; no ; ; no
    Marketing campaign | A ; B ; ;
    Source newsletter | Spring ; ; ;
    Order confirmation by email | yes ; no ; no ; no
    Hauptkontakt | ja ; nein ; nein ; ja
    Telefonzentrale | ja ; nein ; nein ;
    Werbegeschenk | Tasse ; keins ; ;
    Ansprechpartner aktiv | ja ; nein ; ja ; ja
    Lieferung gesperrt | ja ; nein ; nein ; nein
    Kontaktperson vorhanden | ja ; nein ; ja ; nein
    Rückruf erwünscht | ja ; nein ; nein ; nein
    Mail ungültig | nein ; ja ; ;
    Contact principal | oui ; non ; non ; non
    Appel entrant | oui ; non ; non ; non
    Relance mail | oui ; non ; non ; oui
    Refus de crédit | oui ; non ; non ; non
    Contacto principal | sí ; no ; no ; no
    Baja médica | sí ; no ; no ; no
    Llamada pendiente | sí ; no ; no ; no
    Notes2 | Do they contact us? ; No contact person ; stopped mailing samples ; call before 9
    Contact frequency | monthly ; weekly ; ;
    Newsletter signup page | home ; shop ; ;
    Email domain ok | yes ; no ; yes ; yes
    Phone verified | no ; yes ; no ; no
    Allows backorders | yes ; no ; no ; no
    Number of calls | 0 ; 1 ; 4 ; 2
    Marketing qualified | yes ; no ; no ; yes
    Opposite party | yes ; no ; ;
    Kontakt seit | 01.01.2020 ; 02.02.2021 ; ;
    Telefon gültig | ja ; nein ; nein ; ja
    Lastschrift erlaubt | ja ; nein ; nein ; ja
    Sperrgut | ja ; nein ; nein ;
    Contrat accepté | oui ; non ; non ; oui
    Appels reçus | 0 ; 3 ; 1 ; 2
    Livraison refusée | oui ; non ; non ; non
    Autoriza descuento | sí ; no ; no ; sí
    Correo verificado | sí ; no ; no ; sí
    Prospect | yes ; no ; no ; yes
    Comment | We did not call in May ; no more stock ; stop at gate 3 ; list price off by 10%
"""


def rows_of(text: str) -> list[list[str]]:
    return [[part.strip() for part in line.split(" |")] for line in text.strip().splitlines()]


one_engine, numbers = cache(Engine), count()


def stopped_by(headers: list[str], columns: list[str]) -> list[bool]:
    """Whether each row of contacts, given as columns of cells, shows a sign of an opt-out."""
    engine, raw = one_engine(), f"raw{next(numbers)}"
    header = ("customer_id", *headers)
    source = Source(None, "contacts.csv", "", 0, "text", None, "utf-8")
    layout = Layout(source, "", Dialect(";", header, 1, 1, len(header)), ())
    staged = Staged(raw, layout, 0, 0, (), by_record=False)
    found = Input(staged, map_columns("contacts", header, file="contacts.csv"), Stated(), (), ())
    cells = [[cell.strip() for cell in column.split(";")] for column in columns]
    rows = [[at, f"K{at}", *row] for at, row in enumerate(zip(*cells, strict=True))]
    named = ", ".join(f"c{at} VARCHAR" for at in range(len(headers) + 1))
    engine.execute(f"CREATE TEMP TABLE {raw} (line_ INTEGER, {named})")
    places = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
    engine.execute(f"INSERT INTO {raw} VALUES {places}", [cell for row in rows for cell in row])
    sign = opt_out_sql(engine, found, heeded_columns(engine, found))
    return [bool(one) for (one,) in engine.rows(f"SELECT {sign} FROM {raw} ORDER BY c0")]


def misread(text: str) -> list[tuple[str, str, str]]:
    """Headers and cells of which somebody else may be contacted than stands beside them."""
    found = []
    for header, cells, *expected in rows_of(text):
        may = "".join(str(int(not one)) for one in stopped_by([header], [cells]))
        if may != (expected[0] if expected else "1" * len(may)):
            found.append((header, cells, may))
    return found


def judged(check, header: str, cells: str, columns: str = ""):
    lines = [f"K{at},p{at},no,{cell.strip()}" for at, cell in enumerate(cells.split(";"))]
    text = "\n".join([f"customer_id,contact_id,opt_out,{header}", *lines]) + "\n"
    files = {"contacts.csv": text} | ({"columns.toml": columns} if columns else {})
    found = check(files, table="contacts")
    good = found.good("contacts").sort_values("contact_id")
    return "".join(str(int(may)) for may in good["may_contact"]), found


def test_an_opt_out_counts_under_any_header_that_speaks_of_it():
    assert not misread(OBEYED)


def test_clean_headers_that_sound_alike_stop_nobody():
    assert not misread(INNOCENT)


def test_clean_headers_that_sound_alike_stop_nobody_together_and_say_nothing(check):
    rows = [(header, cells.split(";")) for header, cells in rows_of(INNOCENT)]
    rows = [(header, cells) for header, cells in rows if len(cells) == 4]
    lines = [",".join(cells[at].strip() for _, cells in rows) for at in range(4)]
    text = "\n".join(f"K{at},p{at},no,{line}" for at, line in enumerate(lines))
    names = ",".join(header for header, _ in rows)
    found = check(
        {"contacts.csv": f"customer_id,contact_id,opt_out,{names}\n{text}\n"}, table="contacts"
    )
    assert found.good("contacts")["may_contact"].all()
    assert not {"optout_by_likeness", "opt_out_in_text"} & found.warned


@pytest.mark.parametrize(
    ("header", "cells", "stated", "expected", "told"),
    [
        ("GDPR status", "granted;withdrawn;hm", 'consent = "GDPR status"', "100", True),
        ("GDPR status", "granted;withdrawn;none", 'consent = "GDPR status"', "100", False),
        ("GDPR status", "granted;no;yes", 'do_not_contact = "GDPR status"', "010", False),
        ("DOI Datum", "03.04.2023;;05.06.2022", 'consent = "DOI Datum"', "101", False),
        ("Answer", "03.04.2023;no;yes", 'consent = "Answer"', "001", True),
        ("No objection to calls", "yes;no;", 'consent = "No objection to calls"', "100", False),
    ],
)
def test_a_column_that_is_named_as_advised_is_read_or_says_why_not(
    check, header, cells, stated, expected, told
):
    may, found = judged(check, header, cells, f"[contacts]\n{stated}\n")
    assert may == expected
    assert ("unclear_answers" in found.warned) == told
    assert "optout_by_likeness" not in found.warned


def test_what_is_denied_twice_clears_nobody_until_it_is_named(check):
    may, found = judged(check, "No objection to calls", "yes;no")
    assert may == "00"
    assert {"optout_by_likeness", "unclear_answers"} <= found.warned


def test_every_one_of_several_opt_out_columns_counts(check):
    header = "customer_id,contact_id,Do not contact,Marketing status,Permission to call,Note"
    rows = ["no,Unsubscribed,Y,", "no,Subscribed,N,", "no,Subscribed,Y,ne plus appeler",
            "yes,Subscribed,Y,", "no,Subscribed,Y,calls us in May"]  # fmt: skip
    text = "\n".join([header, *(f"K{at},p{at},{row}" for at, row in enumerate(rows))]) + "\n"
    found = check({"contacts.csv": text}, table="contacts")
    assert found.good("contacts").sort_values("contact_id")["may_contact"].tolist() == [
        False, False, False, False, True,
    ]  # fmt: skip
    assert {"optout_by_likeness", "opt_out_in_text"} <= found.warned


def test_a_closed_account_is_no_opt_out_but_a_plea_of_the_customer_is(check):
    people = "customer_id,contact_id,opt_out\nK1,p1,no\nK2,p2,no\nK3,p3,no\n"
    firms = "Nº Cliente;Nombre;Situación\nK1;A;dado de baja\nK2;B;no llamar más\nK3;C;activo\n"
    found = check({"contacts.csv": people, "clientes.csv": firms})
    may = found.good("contacts").sort_values("contact_id")["may_contact"].tolist()
    assert may == [True, False, True]


@pytest.mark.parametrize("note", ["please do not call again", "bitte nicht mehr anrufen"])
def test_a_plea_beside_the_outcome_of_a_call_counts(check, note):
    people = "customer_id,contact_id,opt_out\nK1,p1,no\nK2,p2,no\n"
    calls = f"customer_id,touched_at,outcome,Details\nK1,2024-03-01,connected,{note}\n"
    calls += "K2,2024-03-01,connected,call again in May\n"
    found = check({"contacts.csv": people, "touches.csv": calls})
    may = found.good("contacts").sort_values("contact_id")["may_contact"].tolist()
    assert may == [False, True]


PEOPLE = [
    "K1,Eva Blum,eva@a.example",
    "K1,Jan Otto,jan@a.example",
    "K2,Eva Blum,eva@b.example",
    "K2,Eva Blum,e.blum@b.example",
    "K3,,office@c.example",
]


def test_contacts_without_ids_keep_theirs_from_month_to_month(check):
    header = "customer_id,contact_name,email,opt_out\n"
    march = header + "".join(f"{one},no\n" for one in PEOPLE)
    april = header + "".join(f"{one},no\n" for one in ["K0,Neu,neu@x.example", *PEOPLE[::-1]])

    then = check({"contacts.csv": march}).good("contacts")
    now = check({"contacts_april.csv": april}).good("contacts")

    assert then["contact_id"].is_unique
    assert now["contact_id"].is_unique
    ids = dict(zip(now["email"], now["contact_id"], strict=True))
    assert dict(zip(then["email"], then["contact_id"], strict=True)).items() <= ids.items()


def test_contacts_with_ids_keep_them_and_those_without_name_or_address_their_place(check):
    own = "customer_id,contact_id,contact_name,opt_out\nK1,p7,Eva Blum,no\n"
    bare = "customer_id,department,opt_out\nK1,Purchasing,no\nK2,Sales,no\n"

    assert check({"contacts.csv": own}).good("contacts")["contact_id"].tolist() == ["p7"]
    placed = check({"contacts.csv": bare}).good("contacts")["contact_id"]
    assert sorted(placed) == ["contacts-2", "contacts-3"]
