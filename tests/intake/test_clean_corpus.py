"""Clean exports of many systems are taken as they are: no question, no row lost, money exact."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.intake import check_exports
from analysis.workspace import Workspace
from intake.clean_exports import CleanExport, Truth, clean_export

WHEN = {"transactions": "ordered_on", "reasons": "stated_on"}
WHAT = {"transactions": "amount", "reasons": "note"}


@dataclass(frozen=True)
class Verdict:
    """What became of one clean export: what was asked, or what was read wrongly."""

    seed: int
    refused: str = ""
    wrong: str = ""
    warned: tuple[str, ...] = ()


def read_back(export: CleanExport, folder: Path) -> tuple[list[str], tuple[str, ...]]:
    """Return what differs from the truth, and the codes of the warnings."""
    path = folder / export.name
    path.write_bytes(export.content)
    workspace = Workspace(folder / "w")
    receipt = check_exports([path], workspace).receipts.get(export.style.table)
    if receipt is None:
        return ["another table"], ()
    n_rows = export.truth.total()
    counted = (receipt.rows_in, receipt.rows_good, receipt.rows_set_aside, receipt.rows_blank)
    expected = (n_rows + export.n_aside + export.n_blank, n_rows, export.n_aside, export.n_blank)
    wrong = [] if counted == expected else [f"counts {counted} for {expected}"]
    good = workspace.load(export.style.table)
    wrong += [] if set(good["customer_id"]) == export.customers else ["customers"]
    wrong += [] if _rows_of(good, export.style.table) == export.truth else ["cells"]
    if export.style.table == "transactions" and receipt.amount_sum != f"{export.money:.2f}":
        wrong.append(f"money {receipt.amount_sum} for {export.money:.2f}")
    return wrong, tuple(warned.code for warned in receipt.warnings)


def _rows_of(good, table: str) -> Truth:
    days, texts = [""] * len(good), [""] * len(good)
    if table in WHEN:
        days = good[WHEN[table]].dt.strftime("%Y-%m-%d").tolist()
        texts = good[WHAT[table]].tolist()
    if table == "transactions":
        texts = [f"{amount:.2f}" for amount in texts]
    return Truth(zip(good["customer_id"].tolist(), days, texts, strict=True))


def judge(seed: int) -> Verdict:
    export = clean_export(seed)
    with tempfile.TemporaryDirectory() as folder:
        try:
            wrong, warned = read_back(export, Path(folder))
        except AnalysisError as error:
            return Verdict(seed, refused=f"{error.code}: {export.name} {export.style}\n{error}")
    said = f"{export.name} {export.style}: {', '.join(wrong)}" if wrong else ""
    return Verdict(seed, wrong=said, warned=warned)


def judged(seeds: range) -> tuple[list[Verdict], list[Verdict]]:
    """Return the needless refusals and the silent errors of a run of seeds, and say the rates."""
    verdicts = [judge(seed) for seed in seeds]
    refused = [verdict for verdict in verdicts if verdict.refused]
    wrong = [verdict for verdict in verdicts if verdict.wrong]
    warned = Counter(code for verdict in verdicts for code in verdict.warned)
    print(f"{len(seeds)} clean exports: {len(refused) / len(seeds):.1%} needlessly refused, "
          f"{len(wrong)} silent errors; warnings {dict(warned.most_common())}")  # fmt: skip
    return refused, wrong


def test_clean_exports_are_read_exactly_and_without_a_question():
    refused, wrong = judged(range(24))

    assert not wrong
    assert not refused


@pytest.mark.slow
def test_of_many_clean_exports_fewer_than_3_in_100_are_refused():
    refused, wrong = judged(range(1000, 1500))

    assert not wrong
    assert len(refused) < 15, refused


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Customer ID,Date,Amount\nK-1,03/04/2024,9.50\nK-2,05/06/2024,8.25\n", "ambiguous_dates"),
        ("Code client;Date;Montant\nK-1;03-04-2024;9,50\nK-2;11-12-2024;8,25\n", "ambiguous_dates"),
        ("Kunde;Datum;Betrag\nK-1;13.04.2024;1.950\nK-2;05.06.2024;8.250\n", "ambiguous_decimal"),
        ("client,order date,net sales,gross sales\nK-1,2024-04-13,9.50,11.30\n", "two_candidates"),
        ("Kunde;Rechnungsdatum;Bestelldatum;Betrag\nK-1;13.04.2024;1.4.2024;9,50\n",
         "two_candidates"),
    ],
)  # fmt: skip
def test_what_reads_in_two_ways_is_asked_about(refused, text, code):
    refusal = refused({"orders.csv": text})
    assert refusal.code == code
    assert "columns.toml" in str(refusal)


@pytest.mark.parametrize("name", ["umsätze.csv", "orders_2024.csv", "export.tsv"])
def test_an_amount_nobody_knows_is_asked_about_and_no_other_table_is_made_of_it(refused, name):
    text = "Kunden-Nr.;Firma;Beleg-Nr.;Datum;Xy\n7;Blanc;R1;13.04.2024;9,50\n"
    assert refused({name: text}).code == "no_amount_column"


def test_a_file_that_is_called_reasons_is_not_made_a_list_of_customers(refused):
    text = "Cliente;Fecha de baja;Xy\n7;13/04/2024;caro\n"
    assert refused({"motivos.csv": text}).code == "no_note_column"
