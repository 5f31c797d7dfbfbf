"""Masking both ways: what must go, and look-alikes that must stay."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import InputRefused
from analysis.reasons import ReasonClusterer
from analysis.redaction import mask

MUST_GO = [
    ("mail anna.b+x@firma-gmbh.co.uk please", "mail [e-mail] please"),
    ("john (at) example (dot) com", "[e-mail]"),
    ("peter at firma punkt de", "[e-mail]"),
    ("call me on 0171 2345678", "call me on [phone]"),
    ("Tel.: 030/123456-78", "Tel.: [phone]"),
    ("+49 (0)711 1234567", "[phone]"),
    ("0049 711 1234567", "[phone]"),
    ("(555) 123-4567", "[phone]"),
    ("555-123-4567", "[phone]"),
    ("1-800-555-0199", "[phone]"),
    ("please call 555-0199", "please call [phone]"),
    ("06 12 34 56 78", "[phone]"),
    ("612 345 678", "[phone]"),
    ("erreichbar unter 0711 123456", "erreichbar unter [phone]"),
    ("DE89 3704 0044 0532 0130 00 is mine", "[iban] is mine"),
    ("iban gb82west12345698765432.", "iban [iban]."),
    ("4111-1111-1111-1111", "[card]"),
    ("Steuer-ID 86 095 742 719", "Steuer-ID [id]"),
    ("DNI 12345678Z", "DNI [id]"),
    ("NIE X1234567L", "NIE [id]"),
    ("NIR 2 55 08 14 168 025 38", "NIR [id]"),
    ("NINO AB 12 34 56 C", "NINO [id]"),
    ("ssn 078-05-1120", "ssn [id]"),
    ("RV 65 170839 J 003", "RV [id]"),
    ("Kundennummer 1000234567", "Kundennummer [id]"),
    ("member no. M-4482 left", "member no. [id] left"),
    ("@VirginAmerica late", "[handle] late"),
    ("Mr. Hansen said", "Mr. [name] said"),
    ("Frau Müller-Lüdenscheidt hat", "Frau [name] hat"),
    ("my name is jane", "my name is [name]"),
    ("Never again. Regards, Tom Baker", "Never again. Regards, [name]"),
    ("see linkedin.com/in/jane-doe-12", "see [handle]"),
    ("https://user:pw@host.example/x", "https://[handle]@host.example/x"),
]

MUST_STAY = [
    "order 4711-0815",
    "order no. 1234567890",
    "Bestellung 0123456789",
    "invoice 2024-001234",
    "on 12.03.2024 and 2024-03-12",
    "12/03/24 was late",
    "from 01.01.2023 to 31.12.2023",
    "1.234.567,89 EUR",
    "€ 12,500.00",
    "12 345 678,90 €",
    "paid 1,250,000",
    "we called about 150000 units",
    "considering 1500000 units",
    "in 2023 2024 and 2025",
    "flight UA 1234 at 10:30 - 12:45",
    "24/7 365 days",
    "100 x 200 x 300",
    "version 10.2.3.4",
    "SKU 8712345678906",
    "tracking 1Z999AA10123456784",
    "1234567890123456",
    "4111 1111 1111 1112",
    "DE89 3704 0044 0532 0130 01",
    "12345678A",
    "meet at home dot",
    "5 @ 3.50 each",
]


@pytest.mark.parametrize(("note", "masked"), MUST_GO)
def test_personal_data_is_masked_in_place(note, masked):
    assert mask([note]) == [masked]


@pytest.mark.parametrize("note", MUST_STAY)
def test_look_alikes_stay(note):
    assert mask([note]) == [note]


NAMES = ["Ole Hansen", "Mark Price", "Northern Packaging Ltd", "Müller GmbH", "Li Wu"]


@pytest.mark.parametrize(
    ("note", "masked"),
    [
        ("hansen said", "[name] said"),
        ("HANSEN's van", "[name]'s van"),
        ("Hansens sind nett", "Hansens sind nett"),
        ("Mark Price left", "[name] left"),
        ("please mark the price", "please mark the price"),
        ("The Price is high", "The Price is high"),
        ("Price Hansen left", "[name] left"),
        ("Northern Packaging Ltd left us", "[name] left us"),
        ("the packaging is poor", "the packaging is poor"),
        ("Müller meint", "[name] meint"),
        ("LI WU left", "[name] left"),
    ],
)
def test_listed_names_are_masked_and_ordinary_words_are_not(note, masked):
    assert mask([note], names=NAMES) == [masked]


def test_token_that_notes_use_as_a_word_is_not_a_name():
    notes = [
        "The parcel was lost",
        "Your parcel came late",
        "A parcel broke",
        "Order 5 vanished",
    ]
    assert mask(notes, names=["Jo Parcel"]) == notes
    assert mask([*notes, "Jo Parcel called"], names=["Jo Parcel"])[-1] == "[name] called"


def test_masking_twice_changes_nothing():
    once = mask([note for note, _ in MUST_GO], names=NAMES)
    assert mask(once, names=NAMES) == once


@pytest.mark.parametrize(
    "text",
    ["a" * 25_000, "1 " * 12_000, "a@" * 12_000, "a." * 12_000, "+49 " * 6_000, "[at] " * 5_000,
     "Mr " * 8_000, "a at " * 5_000, "AB12" * 6_000, "tel " * 4_000, "https://" * 3_000,
     "Anna " * 5_000, "Anna-" * 5_000, "1 Aa Bb " * 3_000, "1 Aa, " * 4_000, "driver Aa " * 2_000,
     "Aa Bb Cc LS9 8AA " * 1_000, "geb. 1 " * 3_000, "passport 1 a " * 2_000,
     "12 rue de la " * 2_000,
     "Am Aa Bb Cc 3 " * 2_000, "astr. 1, Aa Bb " * 2_000, "calle de Aa " * 2_000,
     "Anna de la " * 2_000, "spoke with " * 2_000, "Xa-" * 8_000, "X. " * 8_000, "van " * 6_000,
     "member no " * 2_000, "client 1 " * 2_000, "a dot b at " * 2_000, "address Aa Bb " * 2_000,
     "flat a 1 b " * 2_000, "and Xa " * 4_000, "Aa, 12, " * 3_000, "is " * 8_000,
     "leiter" * 4_000, "a-" * 12_000, "Aa " * 8_000 + "LS9 8AA"],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_long_texts_come_to_an_end(text):
    """A pattern that tries every pair of places would keep this going for many minutes."""
    assert len(mask([text], names=NAMES)) == 1


@pytest.mark.parametrize("use", [mask, lambda texts: mask(["a"], names=texts),
                                 ReasonClusterer(n_themes=1).fit])  # fmt: skip
@pytest.mark.parametrize("texts", ["call 07700 900217", ["late", 5], [b"late"]])
def test_one_text_is_no_list_of_its_letters(use, texts):
    with pytest.raises(InputRefused, match="cannot be read") as caught:
        use(texts)
    assert "07700" not in str(caught.value)


def test_a_missing_note_is_empty_and_a_missing_name_masks_nothing():
    notes = pd.Series(["ask Ole Hansen", None, float("nan"), pd.NA], dtype=object)

    assert mask(notes, names=["Ole Hansen", None, ""]) == ["ask [name]", "", "", ""]
    found = ReasonClusterer(n_themes=1).fit(["always late", None, "late again"])
    assert found.labels_.tolist() == [0, -1, 0]
    assert found.predict([float("nan"), "late"]).tolist() == [-1, 0]
