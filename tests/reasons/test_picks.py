"""A lone column that was filled from a list, and columns that only look like one."""

import numpy as np
import pandas as pd
import pytest

from analysis.reasons import LexicalEmbedder, ReasonClusterer, read_reasons
from analysis.reasons.edits import rename
from analysis.reasons.picks import picks_as_codes
from analysis.reasons.themes import choose_number
from analysis.settings import Settings
from analysis.steps.gaps import gaps_of

QUICK = Settings(n_bootstrap=50)
LISTS = {
    "en": ["Price", "Late delivery", "Quality", "Service", "Product range"],
    "de": ["Preis", "Lieferung", "Qualität", "Service", "Geschäftsaufgabe"],
    "fr": ["Prix trop élevés", "Retard de livraison", "Service client", "Gamme", "Concurrent"],
    "es": ["Precio", "Entrega tardía", "Servicio", "Competencia", "Cierre"],
}
SAID = {
    "en": ["Prices became too high", "We switched to a competitor", "Quality was bad",
           "The new contact does not know us", "Delivery was late three times"],
    "de": ["Die Lieferung kam dreimal zu spät", "Preise sind uns zu hoch geworden",
           "Neuer Ansprechpartner kennt uns nicht", "Qualität der letzten Ware war schlecht",
           "Wir haben zu einem Wettbewerber gewechselt"],
    "fr": ["La livraison est arrivée trop tard trois fois", "La qualité était mauvaise",
           "Les prix sont devenus trop élevés", "Nous avons changé pour un concurrent",
           "Le nouveau contact ne nous connaît pas"],
    "es": ["La entrega llegó tarde tres veces", "Los precios son demasiado altos",
           "El nuevo contacto no nos conoce", "La calidad era mala", "Cambiamos a un competidor"],
}  # fmt: skip


def statements(texts, customers=None):
    customers = customers or [f"c{at}" for at in range(len(texts))]
    return pd.DataFrame({"customer_id": customers, "note": texts})


def counted(answer):
    told = answer.themes[answer.themes["n_customers"] > 0]
    return dict(zip(told["theme"], told["n_customers"], strict=True))


@pytest.mark.parametrize("language", LISTS)
def test_each_entry_of_a_list_is_a_theme_with_its_own_wording(language):
    entries = LISTS[language]
    answer = read_reasons(statements([*entries * 7, entries[0]]), settings=QUICK)

    assert counted(answer) == {entries[0]: 8} | dict.fromkeys(entries[1:], 7)
    assert answer.codebook.origin == "picklist"
    assert "tells more than its code" in gaps_of(answer, with_codebook=False).missed.sentence


@pytest.mark.parametrize("texts", [*LISTS.values(), *SAID.values()], ids=lambda texts: texts[0])
def test_the_words_alone_lay_no_two_of_few_texts_onto_each_other(texts):
    points = LexicalEmbedder.learn(texts).encode(texts)

    assert np.abs(points @ points.T - np.eye(len(texts))).max() < 0.5
    assert sorted(ReasonClusterer().fit(texts).labels_) == [0, 1, 2, 3, 4]


def test_spellings_and_two_languages_are_one_entry():
    found = picks_as_codes(
        statements(["Price", "PRICE ", "price.", "Preis", "Price", "Late  delivery",
                    "late-delivery", "Lieferung zu spät", "Late delivery", "n/a"] * 2)
    )  # fmt: skip
    answer = read_reasons(found, settings=QUICK)

    assert counted(answer) == {"Price": 10, "Late delivery": 8, "no reason given": 2}
    assert found.loc[found["code"].isna(), "note"].tolist() == ["n/a"] * 2


FREE = [f"{what} {when}" for what in ("zu teuer", "van was late", "livré trop tard", "mal servicio")
        for when in ("again", "seit Mai", "trois fois", "siempre")]  # fmt: skip
BY_CHANCE = ["zu teuer"] * 4 + ["Lieferung kam spät", "umgezogen"] * 2 + FREE[:9]


@pytest.mark.parametrize(
    "rows",
    [
        statements(FREE),
        statements(BY_CHANCE),
        statements([*FREE * 3], [f"c{at % 16}" for at in range(48)]),
        statements(["Price; Quality", "Price", "Quality; Service", "Price; Service"] * 6),
        statements([f"{text} und dazu noch {'sehr ' * 9}viel Ärger" for text in SAID["de"]] * 5),
        statements(LISTS["en"] * 7).assign(code=["late", *[None] * 34]),
        statements(["Price", "Service"] * 3),
    ],
    ids=["free", "by chance", "joined thrice", "several", "long", "own codes", "few"],
)
def test_what_only_looks_like_a_list_stays_notes(rows):
    pd.testing.assert_frame_equal(picks_as_codes(rows), rows)


def test_words_join_what_two_people_wrote_and_a_number_asked_for_stands():
    texts = ["Price", "Preis", "Late delivery", "Lieferung zu spät", "Quality", "Qualität"]
    assert sorted(counted(read_reasons(statements(texts), settings=QUICK)).values()) == [2, 2, 2]
    asked = read_reasons(statements(LISTS["en"] * 7), settings=Settings(n_bootstrap=50, n_themes=3))
    assert (asked.codebook.origin, len(asked.codebook.themes)) == ("notes", 3)


def test_in_a_long_list_what_one_customer_has_is_a_note():
    entries = [f"{what} {which}" for what in ("wrong", "late") for which in
               ("bill", "van", "parcel", "site", "guide", "offer", "label")]  # fmt: skip
    found = picks_as_codes(statements([*entries * 4, "nobody calls back"]))

    assert found["code"].nunique() == 14
    assert found["note"].dropna().tolist() == ["nobody calls back"]


def test_next_month_is_coded_by_the_names_of_the_list():
    book = read_reasons(statements(LISTS["en"] * 7), settings=QUICK).codebook
    month = statements(["price.", "Service", "the van was late"])

    assert picks_as_codes(month, book)["code"].tolist()[:2] == ["price", "Service"]
    renamed = rename(book, "price", "Too dear")
    now = read_reasons(month, settings=QUICK, codebook=renamed).mentions.set_index("customer_id")
    assert now.loc[["c0", "c1"], "theme"].tolist() == ["Too dear", "Service"]
    of_words = read_reasons(statements(FREE), settings=QUICK).codebook
    assert picks_as_codes(statements(LISTS["en"] * 7), of_words).columns.tolist() == [
        *("customer_id", "note")
    ]


def test_an_entry_names_the_competitor_as_a_note_does():
    found = read_reasons(statements(["Switched to Acme", "Price"] * 6), settings=QUICK)

    assert found.competitors["competitor"].tolist() == ["Acme"] * 6


@pytest.mark.parametrize(
    ("often", "rare", "number"), [(12, 10, 12), (10, 0, 10), (0, 10, 8), (0, 22, 4)]
)
def test_texts_said_again_and_again_may_each_be_a_theme(often, rare, number):
    weights = 1 + np.log(np.array([10.0] * often + [1.0] * rare))
    apart = np.eye(often + rare, dtype=np.float32)

    found = choose_number(apart, weights.astype(np.float32), random_state=0)

    assert found == number
