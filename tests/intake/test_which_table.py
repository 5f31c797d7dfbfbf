"""A file is told the same way by `map` as by `check`, in four languages."""

import pytest

from analysis.intake import check_exports, map_exports
from analysis.intake.proposal import propose_map
from analysis.workspace import Workspace

ISSUES = "issue_id,code,scope,opened_on,fixed_on,owner\nM1,late,systemic,2023-01-10,2024-05-01,Lo\n"
REPS = "rep_id,team,capacity,note\nV1,a,10,part time\nV2,b,8,on leave in May\n"
COMPLAINTS = "{};{};{};{};{}\n70000;00007;26/10/2023;{};08/02/2024\n"
FRENCH = COMPLAINTS.format(
    "N° réclamation", "Code client", "Date d'ouverture", "Motif", "Date de clôture", "Retard"
)
GERMAN = COMPLAINTS.format(
    "Reklamationsnr", "Kundennr", "Datum", "Fehlerart", "Erledigt am", "Verspätung"
)
CASES = [
    ("issues.csv", ISSUES, "issues"),
    ("export.csv", ISSUES, "issues"),
    ("reps.csv", REPS, "reps"),
    ("reclamations.csv", FRENCH, "issues"),
    ("export_0815.csv", FRENCH, "issues"),
    ("Reklamationen.csv", GERMAN, "issues"),
    ("commerciaux.csv", "Code commercial;Nom;Secteur;Équipe\nV1;Roy;Nord;A\n", "reps"),
    ("comerciales.csv", "Código comercial;Nombre;Zona;Equipo\nV1;Paz;Norte;A\n", "reps"),
    ("clients.csv", "Code client;Raison sociale;Représentant;Ville;E-mail\n7;Roy;V1;Aix;a@b.fr\n",
     "customers"),
    ("clientes.csv", "Código cliente;Nombre;NIF;Teléfono;Email;Comercial\n7;Paz;B1;91;a@b.es;V1\n",
     "customers"),
    # Look-alikes: what these say beyond a customer is of contacts, or of reasons.
    ("clients.csv", "Code client;Nom;Ville;E-mail;Consentement\n7;Ro;Aix;a@b.fr;oui\n", "contacts"),
    ("customers.csv", "Customer ID,Email,Accepts SMS Marketing\n7,a@b.fr,no\n", "contacts"),
    ("kontakte.csv", "Kundennr;Name;E-Mail;Telefon\n7;Roy;a@b.de;030\n", "contacts"),
    ("reclamations.csv", "Code client;Date;Commentaire\n7;26/10/2023;trop tard\n", "reasons"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "table"), CASES)
def test_check_and_map_tell_the_same_table(tmp_path, name, text, table):
    (tmp_path / name).write_text(text, encoding="utf-8")

    (told,) = check_exports([tmp_path], Workspace(tmp_path / "w")).receipts
    (mapped,) = propose_map([tmp_path / name]).files

    assert (told, mapped.table) == (table, table)


def test_a_check_with_the_written_map_reads_what_it_read_before(tmp_path):
    (tmp_path / "issues.csv").write_text(ISSUES, encoding="utf-8")
    map_exports([tmp_path], out=tmp_path / "columns.toml")

    found = check_exports([tmp_path], Workspace(tmp_path / "w"))

    assert set(found.receipts) == {"issues"}


def test_notes_without_customers_are_still_mapped_as_reasons(tmp_path):
    (tmp_path / "answers.csv").write_text("id,text,why\n1,bad food,x\n2,late,y\n", encoding="utf-8")

    (mapped,) = propose_map([tmp_path]).files

    assert mapped.table == "reasons"
