"""Consent on one line of an order speaks for all of its lines, and for no other order."""

from __future__ import annotations

import pytest

#: Lines of two items an order: the word stands on the first one.
FILES = {
    "shopify": ("Name,Email,Accepts Marketing,Total,Created at,Lineitem quantity,Lineitem name,"
                "Lineitem price", "yes", "no"),
    "shop.de": ("Bestellnummer,E-Mail,Newsletter-Einwilligung,Gesamt,Bestelldatum,Menge,Artikel,"
                "Einzelpreis", "ja", "nein"),
    "boutique": ("N° commande,Email,Accepte emails,Total,Date de commande,Quantité,Article,"
                 "Prix unitaire", "oui", "non"),
}  # fmt: skip


def _orders(header: str, words: list[str]) -> str:
    lines = [header]
    for n, word in enumerate(words):
        who, day = f"k{n % 3}@a.example", f"2024-0{n % 3 + 1}-15"
        lines.append(f"#{n},{who},{word},40,{day},1,Tea,20.00")
        lines.append(f"#{n},{who},,,{day},1,Pot,20.00")
    return "\n".join(lines) + "\n"


def _consents(found) -> list[str]:
    good = found.good("transactions").sort_values(["order_id", "product_id"][:1])
    return good["consent"].tolist()


@pytest.mark.parametrize("shop", FILES)
def test_the_word_on_the_first_line_of_an_order_is_that_of_its_other_lines(check, shop):
    header, yes, no = FILES[shop]
    told = "" if shop == "shopify" else f'[transactions]\nconsent = "{header.split(",")[2]}"\n'
    text = _orders(header, [yes, no, yes])
    found = check({"orders.csv": text} | ({"columns.toml": told} if told else {}))
    assert _consents(found) == ["yes", "yes", "no", "no", "yes", "yes"]
    assert "blank_consent" not in found.warned


def test_an_order_that_says_nothing_states_no_consent(check):
    header, yes, _ = FILES["shopify"]
    found = check({"orders.csv": _orders(header, [yes, "", yes])})
    assert _consents(found) == ["yes", "yes", "no", "no", "yes", "yes"]
    assert "blank_consent" in found.warned


def test_lines_of_one_order_that_contradict_each_other_are_left_as_they_are(check):
    header, yes, _ = FILES["shopify"]
    text = _orders(header, [yes, yes]) + "#0,k0@a.example,no,,2024-01-15,1,Cup,20.00\n"
    found = check({"orders.csv": text})
    assert sorted(_consents(found)) == ["no", "no", "yes", "yes", "yes"]


def test_a_buyer_of_two_items_who_agreed_stays_on_the_lists(check):
    header, yes, no = FILES["shopify"]
    people = "customer_id,contact_id,opt_out\n"
    people += "".join(f"k{n}@a.example,p{n},no\n" for n in range(3))
    found = check({"orders.csv": _orders(header, [yes, no, yes]), "contacts.csv": people})
    may = found.good("contacts").sort_values("contact_id")["may_contact"].tolist()
    assert may == [True, False, True]
