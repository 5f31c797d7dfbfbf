"""Registers of those who want no calls: who is entered there refused, in whatever word."""

from __future__ import annotations

import pytest


def people(header: str, entered: str, others: str) -> str:
    rows = [f"p{at};K{at};Einkauf;{entered if at % 3 == 0 else others}" for at in range(9)]
    return "\n".join([f"Contact ID;Customer ID;Department;{header}", *rows]) + "\n"


@pytest.mark.parametrize(
    ("header", "entered", "others"),
    [("Bloctel", "Inscrit", ""), ("Bloctel", "Inscrite", "Non inscrit"),
     ("Lista Robinson", "Inscrito", "No inscrito"), ("Inscrit Bloctel", "inscrit", "absent"),
     ("LNNTE", "Inscrit", ""), ("Robinsonliste", "Ja", "nicht eingetragen"),
     ("Registro de No Llame", "Inscripto", "No figura"), ("Robinson", "eingetragen", "nein"),
     ("Bloctel", "présent", "")],
)  # fmt: skip
def test_who_is_entered_in_a_register_is_not_called(check, header, entered, others):
    found = check({"contacts.csv": people(header, entered, others)})
    kept = found.good("contacts").sort_values("contact_id")["may_contact"].tolist()
    assert kept == [at % 3 != 0 for at in range(9)]


@pytest.mark.parametrize("told", ["bloctel", "Bloctel"])
def test_a_register_that_the_map_names_is_one(check, told):
    files = {
        "contacts.csv": people(told, "Inscrit", ""),
        "columns.toml": f'[contacts]\ndo_not_contact = "{told}"\n',
    }
    assert check(files).good("contacts")["may_contact"].sum() == 6


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [("Newsletter", "Inscrit", "Désinscrit"), ("Statut marketing", "inscrit", "désinscrit"),
     ("Boletín", "Suscrito", "No"), ("Bloctel", "Non", "Oui")],
)  # fmt: skip
def test_clean_who_is_entered_for_a_newsletter_agreed(check, header, yes, no):
    found = check({"contacts.csv": people(header, no, yes)})
    kept = found.good("contacts").sort_values("contact_id")["may_contact"].tolist()
    assert kept == [at % 3 != 0 for at in range(9)]
