"""People nobody listed, postal addresses, dates of birth and papers; and their look-alikes."""

from __future__ import annotations

import pytest

from analysis.redaction import mask

MUST_GO = [
    # people
    ("Nigel Haddock left us in May", "[name] left us in May"),
    ("ask for Jean-Luc Moreau", "ask for [name]"),
    ("spoke with Beate, she is cross", "spoke with [name], she is cross"),
    ("seit Jürgen weg ist", "seit [name] weg ist"),
    ("Unser Fahrer Kowalczyk kam nie", "Unser Fahrer [name] kam nie"),
    ("the buyer, Ms Lund, and her nephew Tom", "the buyer, Ms [name], and her nephew [name]"),
    ("keith never rang back", "[name] never rang back"),
    ("Good riddance. Moira", "Good riddance. [name]"),
    ("Karl-Josef hat gekündigt", "[name] hat gekündigt"),
    ("Maria de la Vega quit", "[name] quit"),
    ("the agent 'Nadine' laughed", "the agent '[name]' laughed"),
    ("Brian from dispatch", "[name] from dispatch"),
    ("Fam. Osterloh zieht um", "Fam. [name] zieht um"),
    ("j'ai parlé avec Amélie Dupont", "j'ai parlé avec [name]"),
    ("no parking any more, Zoé", "no parking any more, [name]"),
    ("wrong size - Aurelie", "wrong size - [name]"),
    ("zu laut sagt Vroni", "zu laut sagt [name]"),
    ("laut Ruedi Zgraggen zu teuer", "laut [name] zu teuer"),
    ("le docteur Vasseur est loin", "le docteur [name] est loin"),
    ("Beates Stunde ist zu spät", "[name] Stunde ist zu spät"),
    ("Toñi se dio de baja", "[name] se dio de baja"),
    ("j'ai averti Capucine", "j'ai averti [name]"),
    ("Leila Haddad-Green - wrong colour", "[name] - wrong colour"),
    ("spoke to Denise Harding", "spoke to [name]"),
    ("VG\nMarieke Vos\nTel. 0421 5550134", "VG\n[name]\nTel. [phone]"),
    ("Bye.\nKind regards\nJune", "Bye.\nKind regards\n[name]"),
    ("close it. Regards / Hauke", "close it. Regards / [name]"),
    ("Imelda on the front desk told us", "[name] on the front desk told us"),
    ("Regards,\nAmbrose Fell, account ACC-0077120", "Regards,\n[name], account [id]"),
    ("auf die Spule, Tel. 0711 5550134", "auf die Spule, Tel. [phone]"),
    ("Hr Lund, Mobil 0171 5550134", "Hr [name], Mobil [phone]"),
    # addresses
    ("5 Rue des Alpes, 1201 Genève, merci", "[address], merci"),
    ("I live at 7 Wren Street, York YO1 9AA.", "I live at [address]."),
    ("to Orchard House, Church Lane, Frome BA11 9ZZ", "to [address]"),
    ("ship to 1290 Elm Grove Rd Apt 3, Dayton, OH 45402", "ship to [address]"),
    ("Hauptstr. 12a, 10115 Berlin", "[address]"),
    ("wohne Kölner Straße 5 im Hinterhaus", "wohne [address] im Hinterhaus"),
    ("Am Mühlbach 3, 83022 Rosenheim", "[address]"),
    ("12 rue de la Paix, 75002 Paris", "[address]"),
    ("C/ Mayor 14, 28013 Madrid", "[address]"),
    # dates of birth and papers
    ("geb. am 12.03.1970", "geb. am [birth-date]"),
    ("geboren 3. Mai 1962", "geboren [birth-date]"),
    ("DOB 1961-07-30", "DOB [birth-date]"),
    ("born on July 4th, 1980", "born on [birth-date]"),
    ("Reisepass Nr. C4FJ8812K liegt vor", "Reisepass Nr. [id] liegt vor"),
    ("driver's licence no MORGA753116", "driver's licence no [id]"),
    ("acct 20083317 was dunned", "acct [id] was dunned"),
    ("A/C 20083317 closed", "A/C [id] closed"),
    ("Konto 20083317 belastet", "Konto [id] belastet"),
]  # fmt: skip

MUST_STAY = [
    # things with given names
    "the Emma sofa sags",
    'Modell "Greta" ist ausverkauft',
    "Die Marlene-Bluse ist zu eng",
    "two boxes of Gala and Elstar apples",
    "moved to Oscar Software Ltd",
    "Wendy's Bakery is cheaper",
    "Jack & Jill shop",
    "Martin & Sons GmbH",
    "Max load is 40 kg",
    "St. Peter depot is closed",
    "will rose again, mark my words",
    "our chef wants better knives",
    "driver DHL was rude",
    "the driver was late Monday",
    "Fahrer Probleme, Kollege krank",
    "Kunde Insolvenz angemeldet",
    "the rep Friday said nothing",
    "zu teuer, Lieferung",
    "too dear, Tesco",
    "moved away, Bristol",
    "zu klein sagt Kundin",
    "laut Stiftung Warentest mangelhaft",
    "Peters Packaging is cheaper",
    "the Oscars are on",
    "Linda Sortierung mangelhaft",
    "nach Unna fährt er nicht",
    "closed for June",
    "Regards / Mit freundlichen Grüßen",
    "A/C unit 12000 BTU too loud",
    "account closed in 2023",
    "G/L account 400100 booked twice",
    "12 rue couvertes, 1204 colis",
    # places of work
    "Produktionsstraße 3 stand still",
    "500 GB Hard Drive failed",
    "two 3 Way valves",
    "Stellplatz 12 ist frei",
    "Dichtring 40 fehlt",
    "Simmerring 30 x 47 x 7",
    "Rückweg 2 Stunden",
    "the High Street shop shut",
    "on the road 24 hours",
    # dates and numbers that are nobody's
    "born in the crisis, ordered 12.03.2024",
    "Lieferung am 17.04.1951 ist wohl ein Tippfehler",
    "passport photos cost 12 euro",
    "lot 0171 2345678",
    "batch 030 1234567",
    "valve no. 212-555-0123",
    "Charge: 0711 123456",
    "P/N 555-123-4567-B",
    "Modell 0800 330 100",
]


@pytest.mark.parametrize(("note", "masked"), MUST_GO)
def test_personal_data_is_masked_in_place(note, masked):
    assert mask([note]) == [masked]


@pytest.mark.parametrize("note", MUST_STAY)
def test_look_alikes_stay(note):
    assert mask([note]) == [note]


def test_listed_given_name_stays_where_it_names_a_thing():
    names = ["Emma Lundgren", "Paris Whitlow"]
    notes = ["the Emma sofa sags", "Emma wants her money", "Whitlow sofa"]
    assert mask(notes, names=names) == [
        "the Emma sofa sags",
        "[name] wants her money",
        "[name] sofa",
    ]


def test_masking_twice_changes_nothing():
    once = mask([note for note, _ in MUST_GO])
    assert mask(once) == once
