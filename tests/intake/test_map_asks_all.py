"""A proposed map asks all that is open at once; with its answers the check asks nothing more."""

from __future__ import annotations

import re

import pytest

from analysis.intake.mapwriter import as_toml
from analysis.intake.proposal import propose_map

#: The day in use is when a line was entered, and the money, or the customer, is open too.
OPEN = {
    "versand.csv": ("Kundennr;Erstellt am;Warenausgang am;Betrag netto;Betrag brutto",
                    {"ordered_on", "amount"}),
    "balance.csv": ("customer_id;created;available_on_utc;gross;net", {"ordered_on", "amount"}),
    "ecritures.csv": ("Ref;Date de création;Date effet;Montant;Zone",
                      {"ordered_on", "customer_id"}),
    "cobros.csv": ("Clave;Fecha de creación;Fecha efectiva;Importe;Zona",
                   {"ordered_on", "customer_id"}),
}  # fmt: skip


def _lines(header: str) -> str:
    """Lines of 7 customers, entered five days before the other day, of money and a word or two."""
    rows = (
        f"K{n % 7};2024-0{1 + n % 8}-{1 + n % 20:02};2024-0{1 + n % 8}-{6 + n % 20:02};"
        f"{10 + n}.40;" + (f"{12 + n}.10" if re.search("net", header) else f"T{n % 5}")
        for n in range(60)
    )
    return "\n".join([header, *rows]) + "\n"


def _answered(text: str) -> str:
    """The map with the # taken away from the first answer of each question."""
    return re.sub(r"(# Take the # away[^\n]*\n)# ", r"\1", text)


@pytest.mark.parametrize("name", OPEN)
def test_a_map_asks_all_that_is_open_at_once(tmp_path, check, refused, name):
    header, columns = OPEN[name]
    text = _lines(header)
    refused({name: text})
    (tmp_path / name).write_text(text, encoding="utf-8")
    proposal = propose_map([tmp_path / name])
    (file,) = proposal.files
    asked = {line.split(" = ")[0] for one in file.questions for line in one.answers}
    assert asked == columns
    assert len(file.questions) == len(columns)
    assert not columns & {column.column for column in file.columns}

    found = check({name: text, "columns.toml": _answered(as_toml(proposal))})
    assert found.receipt.rows_good == 60


@pytest.mark.parametrize(
    "header",
    ["Kundennr;Bestellt am;Warenausgang am;Betrag;Ort", "customer_id;Order date;Paid on;amount;x",
     "Code client;Date de commande;Date de livraison;Montant;Ville"],
)  # fmt: skip
def test_a_clean_file_is_asked_nothing(tmp_path, header):
    (tmp_path / "a.csv").write_text(_lines(header), encoding="utf-8")
    (file,) = propose_map([tmp_path / "a.csv"]).files
    assert not [one for one in file.questions if one.needed]
    assert "ordered_on" in {column.column for column in file.columns}
