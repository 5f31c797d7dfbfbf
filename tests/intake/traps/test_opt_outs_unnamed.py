"""Opt-outs in columns whose header no list knows: beside their cells they speak against contact."""

from __future__ import annotations

import pytest
from tests.intake.traps.test_opt_out_words import judged, misread

#: header | cells | who may be contacted
OBEYED = """
    Kontaktwunsch | Telefon ; kein Kontakt ; E-Mail ;  | 1011
    Sperrvermerk |  ; X ; nein ; Umzug | 1010
    Sperrkennzeichen seit |  ; 01.02.2024 ; ;  | 1011
    Telefonkontakt | ja ; nein ; ja ; ja | 1011
    Widerrufen am |  ; 01.02.2024 ; ;  | 1011
    Gesperrt | ja ; nein ; nein ;  | 0111
    Kontaktstatus | erreicht ; abgelehnt ; offen ;  | 1011
    Anrufe | ja ; nein ; ;  | 1011
    Kundeninfo | Stammkunde ; Kein Kontakt ; ;  | 1011
    Kundenkanal | Messe ; nicht anrufen ; ;  | 1011
    DSGVO | erteilt ; verweigert ; Formular 3 ; erteilt | 1001
    Datenschutz | Mappe 3 ; verweigert ; Mappe 4 ; Mappe 5 | 1011
    Kontakt Telefon | 030 123456 ; nicht anrufen ; 0171 2345678 ;  | 1011
    RGPD | accord ; refus ; accord ; refus | 1010
    Contact par téléphone | oui ; non ; oui ; oui | 1011
    Préférence de contact | e-mail ; aucun ; téléphone ;  | 1011
    Révoqué le |  ; 12/03/2024 ; ;  | 1011
    Mode de contact | mail ; refus ; tél. ;  | 1011
    Suivi | ok ; pas de contact ; ;  | 1011
    LOPD | acuerdo ; rechazo ; acuerdo ; acuerdo | 1011
    Medio de contacto | correo ; ninguno ; teléfono ;  | 1011
    Contacto telefónico | sí ; no ; sí ; sí | 1011
    Bloqueado | sí ; no ; no ;  | 0111
    Seguimiento | bien ; sin contacto ; ;  | 1011
    Preferred contact method | Phone ; Do not contact ; Any ;  | 1011
    Contact preference | email ; never ; phone ;  | 1011
    Phone contact | 1 ; 0 ; 1 ; 1 | 1011
    Revoked on |  ; 2024-02-01 ; ;  | 1011
    GDPR | ok then ; refused ; given ; given | 0011
    Account care | gold ; no contact ; ;  | 1011
    Non contattare | no ; Sì ; no ;  | 1011
    Consenso marketing | sì ; no ; ; sì | 1001
    Stato privacy | concesso ; revocato ; concesso ; rifiutato | 1010
    Niet bellen | nee ; ja ; ;  | 1011
    Toestemming | ja ; nee ; ja ; ingetrokken | 1010
    Opmerking klant | vast ; niet bellen ; ;  | 1011
    Não contactar | não ; Sim ; ;  | 1011
    Autoriza publicidade | sim ; não ; sim ;  | 1010
    GDPR erased | false ; true ; ;  | 1011
    ShouldForget | 0 ; 1 ; 0 ;  | 1011
    RGPD effacé le |  ; 12/03/2024 ; ;  | 1011
    DSGVO gelöscht | nein ; ja ; ;  | 1011
    Statut RGPD | accord ; Opposé ; accord ; accord | 1011
    Estado LOPD | acuerdo ; revocado ; acuerdo ; acuerdo | 1011
    Kategorie | A ; gesperrt ; B ; keine | 1011
    Customer type | Retail ; Do not contact ; None ; Trade | 1011
    Tipo de cliente | oro ; bloqueado ; plata ;  | 1011
"""

#: header | cells: nobody is stopped by them
INNOCENT = """
    Kontakt | Anna Muster ; Jo Blum ; ;
    Sperre | Lager 2 ; Rampe ; ;
    Telefon | 030 123456 ; 0170 99887766 ; ;
    Kontaktart | Telefon ; E-Mail ; ; Telefon
    Letzter Kontakt | kein Kontakt ; 01.02.2024 ; ;
    Last outcome | no contact ; reached ; ;
    Liefersperre seit | 01.02.2024 ; ; ;
    Kontaktwunsch | Telefon ; E-Mail ; ; Post
    Moyen de contact | mail ; téléphone ; ;
    Contact | Marie Noir ; Luc Blanc ; ;
    Refus de garantie | oui ; non ; ;
    Preferred contact method | Any ; Phone ; None ;
    Preferred contact time | 9am ; never ; no ;
    Withdrawn products | 3 ; 0 ; ;
    Medio de contacto | correo ; teléfono ; ;
    Pedido bloqueado | sí ; no ; no ;
    Visits | 0 ; 3 ; 1 ;
    Contact phone | 030 123456 ; 0171 2345678 ; ;
    Non conformità | sì ; no ; no ;
    Niet op voorraad | ja ; nee ; nee ;
    Não pago | sim ; não ; não ;
    Erased orders | 3 ; 0 ; ;
    GDPR request type | access ; deletion ; ;
    Kategorie | A ; B ; keine ; nein
    Kreditampel | grün ; gesperrt ; grün ;
    Stato | attivo ; attivo ; sospeso ;
"""


def test_a_column_that_speaks_against_contact_counts():
    assert not misread(OBEYED)


def test_clean_columns_that_sound_alike_stop_nobody():
    assert not misread(INNOCENT)


def told(found, code: str) -> list[str]:
    return [one.message for one in found.receipt.warnings if one.code == code]


def test_what_was_obeyed_is_said_with_its_words_and_with_the_way_to_state_otherwise(check):
    may, found = judged(check, "RGPD", "accord;refus;refus")
    assert may == "100"
    (said,) = told(found, "optout_by_likeness")
    assert "'RGPD'" in said
    assert "(it says 'refus' 2, 'accord' 1)" in said
    assert "do_not_contact" in said

    may, found = judged(check, "RGPD", "accord;refus;refus", '[contacts]\nconsent = "RGPD"\n')
    assert (may, told(found, "optout_by_likeness")) == ("100", [])

    may, found = judged(check, "Kontaktwunsch", "Jo Blum;kein Kontakt;Telefon")
    assert may == "101"
    (said,) = told(found, "optout_by_likeness")
    assert "'kein kontakt' 1" in said
    assert "Blum" not in said


@pytest.mark.parametrize("header", ["RGPD", "Newsletter", "Sperre", "Refus"])
def test_cells_that_nobody_understands_below_a_header_that_may_ask_are_said(check, header):
    may, found = judged(check, header, "dossier 3;dossier 4;")
    assert may == "111"
    (said,) = told(found, "maybe_opt_out")
    assert f"'{header}'" in said
    assert "under [contacts]" in said
    assert not told(judged(check, header, ";;")[1], "maybe_opt_out")


def test_none_as_the_wished_way_of_contact_is_asked_about(check):
    may, found = judged(check, "Preferred channel", "Phone;None;None")
    assert may == "111"
    (said,) = told(found, "maybe_opt_out")
    assert "says None in 2 rows: no preference, or no contact" in said


def test_a_column_that_stops_nobody_says_so_and_counts_its_days(check):
    _, found = judged(check, "OPTIN_TIME", "2024-02-01;2024-02-02;2024-02-03")
    (said,) = told(found, "optout_by_likeness")
    assert "it stops nobody (it says 3 days)" in said


@pytest.mark.parametrize("header", ["Kontaktart", "Opt-in source", "Liefersperre", "Kontakt"])
def test_columns_that_ask_nothing_are_not_said(check, header):
    reach = judged(check, "Kontakt Fax", "030 123456;a@b.example;")[1]
    assert "maybe_opt_out" not in reach.warned
    _, found = judged(check, header, "Messe;Telefon;")
    assert not {"maybe_opt_out", "optout_by_likeness"} & found.warned


def test_a_refusal_that_stands_at_the_customer_stops_its_contacts(check):
    people = "customer_id,contact_id,opt_out\nK1,p1,no\nK2,p2,no\n"
    firms = "Kundennr;Firma;Branche;Sperrvermerk\nK1;A;Bau;X\nK2;B;Bau;\n"
    found = check({"contacts.csv": people, "kunden.csv": firms})
    assert found.good("contacts").sort_values("contact_id")["may_contact"].tolist() == [False, True]
    assert "optout_by_likeness" in found.warned


def test_a_wish_that_clears_nobody_leaves_the_lists_marked(check):
    text = "customer_id,contact_id,Kontaktwunsch\nK1,p1,kein Kontakt\nK2,p2,Telefon\n"
    found = check({"contacts.csv": text}, table="contacts")
    assert found.good("contacts").sort_values("contact_id")["may_contact"].tolist() == [False, True]
    assert "no_optout_column" in found.warned


def test_a_block_of_orders_is_no_matter_of_contact(check):
    orders = "Kundennr;Datum;Betrag;Sperre\nK1;13.01.2024;10,50;X\nK2;14.01.2024;11,50;\n"
    found = check({"auftraege.csv": orders})
    assert not {"maybe_opt_out", "optout_by_likeness"} & found.warned
