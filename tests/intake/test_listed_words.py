"""What companies write into columns with listed words, in their own language."""

import pytest

from analysis.cells.listedwords import _WORDS, listed_word
from analysis.vocabulary import TABLES

SAID = [
    ("source", "Kunde", "customer"), ("source", "Vertrieb", "rep"),
    ("source", "Außendienst", "rep"), ("source", "Aussendienst", "rep"),
    ("source", "Vertrieb/Außendienst", "rep"), ("source", "Kundendienst", "service"),
    ("source", "Buchhaltung", "finance"), ("source", "Umfrage", "survey"),
    ("source", "Kündigungsformular", "cancel_form"), ("source", "Ex-Mitarbeiter", "ex_staff"),
    ("source", "Service après-vente", "service"), ("source", "Comptabilité", "finance"),
    ("source", "Commercial", "rep"), ("source", "Enquête", "survey"),
    ("source", "Atención al cliente", "service"), ("source", "Encuesta", "survey"),
    ("source", "Comercial", "rep"), ("source", "Formulario de baja", "cancel_form"),
    ("purpose", "Angebot", "offer"), ("purpose", "Suivi client", "checkin"),
    ("purpose", "Reclamación", "resolve"), ("scope", "systemisch", "systemic"),
    ("blocker", "Beide", "both"), ("kind", "Rahmenbedingung", "condition"),
    ("direction", "eingehend", "inbound"), ("direction", "Saliente", "outbound"),
    ("layer", "persönlich", "personal"), ("fixable", "Nein", "no"), ("fixable", "oui", "yes"),
    ("arm", "Kontrollgruppe", "hold"), ("outcome", "Nicht erreicht", "no_answer"),
]  # fmt: skip
UNSAID = [("source", "Kunde/Vertrieb"), ("source", "Newsletter"), ("fixable", "N/A"),
          ("direction", "phone"), ("status", "Kunde"), ("outcome", "hm")]  # fmt: skip


@pytest.mark.parametrize(("column", "text", "word"), [*SAID, *((*one, "") for one in UNSAID)])
def test_a_cell_means_a_listed_word_or_none(column, text, word):
    assert listed_word(column, text) == word


def test_every_word_is_listed_and_means_one_thing():
    columns = {column.name: column.words for table in TABLES.values() for column in table.columns}
    for column, said in _WORDS.items():
        assert said.keys() <= set(columns[column])
        for word, ways in said.items():
            assert {listed_word(column, way) for way in ways.split(",")} == {word}


def test_words_of_four_languages_are_read_in_one_run(check):
    reasons = [("Kunde", "customer"), ("VERTRIEB", "rep"), ("SAV", "service"),
               ("Encuesta", "survey"), ("Orakel", "unknown")]  # fmt: skip
    touches = [("eingehend", "Mailbox", "inbound", "voicemail"),
               ("sortant", "pas de réponse", "outbound", "no_answer"),
               ("Outbound", "Spoke to", "outbound", "connected")]  # fmt: skip
    found = check(
        {
            "gruende.csv": "Kundennr;Notiz;Quelle\n"
            + "".join(f"K{at};zu teuer;{said}\n" for at, (said, _) in enumerate(reasons)),
            "calls.csv": "Kundennr;Kontaktdatum;Richtung;Ergebnis\n"
            + "".join(f"K1;2024-01-0{at + 1};{way};{said}\n"
                      for at, (way, said, *_) in enumerate(touches)),
        }
    )  # fmt: skip
    assert found.good("reasons")["source"].tolist() == [word for _, word in reasons]
    calls = found.good("touches").sort_values("touched_at")
    assert calls["direction"].tolist() == [one[2] for one in touches]
    assert calls["outcome"].tolist() == [one[3] for one in touches]
    warned = {one.code for one in found.intake.receipts["reasons"].warnings}
    assert "unknown_words" in warned
    assert "unknown_words" not in {one.code for one in found.intake.receipts["touches"].warnings}


@pytest.mark.parametrize("header", ["Betreuer", "Kundenbetreuer", "Commercial", "Gestor"])
def test_whoever_looks_after_customers_is_their_rep(check, header):
    text = f"Kundennr;Name;Segment;{header}\nK1;Firma 1;Gross;V05\nK2;Firma 2;Klein;V06\n"
    assert check({"kunden.csv": text}).good("customers")["rep_id"].tolist() == ["V05", "V06"]


NOTES = ["zu teuer geworden", "niemand ruft zurück", "woanders billiger", "Erhöhung war zu viel",
         "keine Antwort bekommen", "neuer Einkauf will wechseln"]  # fmt: skip
PICKED = ["PREIS", "SERVICE", "PREIS", "PREIS", "SERVICE", "PREIS"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Notiz", "Grund"), ("Bemerkung", "Kündigungsgrund"), ("Commentaire", "Motif de résiliation"),
     ("Observaciones", "Motivo de baja")],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_texts_the_one_picked_from_a_list_is_the_code(check, first, second, turned):
    names, columns = [first, second], [NOTES, PICKED]
    if turned:
        names, columns = names[::-1], columns[::-1]
    lines = [f"K{at};" + ";".join(cells) for at, cells in enumerate(zip(*columns, strict=True))]
    found = check({"gruende.csv": "\n".join(["Kundennr;" + ";".join(names), *lines])})
    assert found.good("reasons")["code"].tolist() == PICKED
    assert found.good("reasons")["note"].tolist() == NOTES
    assert "code_and_note" in found.warned


@pytest.mark.parametrize("columns", [(NOTES, NOTES[::-1]), (PICKED, PICKED[1:] + PICKED[:1])])
def test_two_texts_of_one_kind_are_asked_about(refused, columns):
    lines = [f"K{at};{one};{two}" for at, (one, two) in enumerate(zip(*columns, strict=True))]
    text = "\n".join(["Kundennr;Notiz;Bemerkung", *lines])
    assert refused({"gruende.csv": text}).code == "two_candidates"
