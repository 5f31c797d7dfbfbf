"""Dormancy goes on from a written summary, and says when that is not the whole truth."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.cli import main
from analysis.customers import summarise_customers
from analysis.customers.carried import folder_beside, is_summary, keep_beside
from analysis.customers.summary import write_rows
from analysis.engine import Engine, SparkEngine, quote_text
from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.intake import check_exports
from analysis.steps import write_dormancy
from analysis.workspace import Workspace

AS_OF = date(2024, 12, 31)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A French export: forty customers, one to seven orders each, one id like a formula."""
    lines = ["N° client;Date de facture;Montant"]
    for customer in range(40):
        name = "=1+1" if customer == 3 else f"C{customer:03d}"
        for order in range(1 + customer % 7):
            month, day = 1 + (order * 2 + customer) % 12, 1 + customer % 28
            lines.append(f"{name};{day:02d}/{month:02d}/{2023 + order % 2};{10 + order},50")
    path = tmp_path / "ventes.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def carried(export: Path, target: Path) -> Path:
    """Write a summary of the export with what travels beside it, as the cluster does."""
    workspace = Workspace(target.parent / "made")
    intake = check_exports([export], workspace, as_of=AS_OF, table="transactions")
    summarise_customers(workspace, as_of=AS_OF)
    with Engine() as engine:
        for name, table in {
            "summary": "summary",
            "facts": "customer_facts",
            "spells": "spells",
        }.items():
            path = quote_text(workspace.parquet(table))
            engine.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet({path})")
        write_rows(engine, "summary", target)
        record = workspace.load_record("summary") or {}
        keep_beside(engine, target, target, record, intake.as_dict())
    return target


@pytest.mark.parametrize("name", ["customers.parquet", "customers.csv"])
def test_dormancy_from_the_summary_is_dormancy_from_the_lines(tmp_path, export, name):
    summary = carried(export, tmp_path / name)
    from_lines = write_dormancy([str(export)], tmp_path / "a.csv", as_of=str(AS_OF))
    from_summary = write_dormancy([str(summary)], tmp_path / "b.csv")
    lines, rows = (pd.read_csv(tmp_path / name) for name in ("a.csv", "b.csv"))
    words = ["reason_in_words"]  # how a customer left shows in the order days alone
    pd.testing.assert_frame_equal(lines.drop(columns=words), rows.drop(columns=words))
    assert all(
        line.startswith(row)
        for line, row in zip(lines["reason_in_words"], rows["reason_in_words"], strict=True)
    )
    known = {name: number for name, number in from_summary.numbers.items() if number.known}
    # With order days its interval allows for limits learned from the same customers.
    share = known.pop("dormant_share")
    assert share.value == from_lines.numbers["dormant_share"].value
    assert len(known) > 10
    assert known == {name: from_lines.numbers[name] for name in known}
    assert any("no order days came with the summary" in doubt for doubt in from_summary.doubts)


def test_the_receipt_beside_says_where_every_line_went(tmp_path, export):
    folder = folder_beside(carried(export, tmp_path / "customers.parquet"))
    told = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    table = told["tables"]["transactions"]
    assert table["rows_in"] == table["rows_good"] + table["rows_set_aside"] + table["rows_blank"]
    assert told["summary"]["as_of"] == "2024-12-31"


def test_a_summary_alone_is_refused_with_what_is_missing(tmp_path, export):
    summary = carried(export, tmp_path / "customers.parquet")
    alone = summary.rename(tmp_path / "moved.parquet")
    with pytest.raises(InputRefused, match=r"moved\.parquet\.more") as caught:
        write_dormancy([str(alone)], tmp_path / "d.csv")
    assert caught.value.code == "summary_alone"


def test_another_date_than_that_of_the_summary_is_refused(tmp_path, export):
    summary = carried(export, tmp_path / "customers.parquet")
    with pytest.raises(InputRefused) as caught:
        write_dormancy([str(summary)], tmp_path / "d.csv", as_of="2024-11-30")
    assert caught.value.code == "other_as_of"


def test_a_summary_cut_by_hand_raises_a_doubt(tmp_path, export):
    summary = carried(export, tmp_path / "customers.csv")
    lines = summary.read_text(encoding="utf-8").splitlines(keepends=True)
    summary.write_text("".join(lines[:-5]), encoding="utf-8")
    finding = write_dormancy([str(summary)], tmp_path / "d.csv")
    assert "changed after it was written" in finding.doubts[0]
    assert finding.numbers["n_buyers"].value == 35


def test_a_summary_with_a_foreign_customer_is_refused(tmp_path, export):
    summary = carried(export, tmp_path / "customers.csv")
    text = summary.read_text(encoding="utf-8").replace("C001,", "X001,")
    summary.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        write_dormancy([str(summary)], tmp_path / "d.csv")
    assert caught.value.code == "other_summary"


def test_transactions_are_no_summary(export, tmp_path):
    assert not is_summary(export)
    assert not is_summary(tmp_path)


# --- the door to Spark, without Spark --------------------------------------------------------


@pytest.mark.parametrize("master", ["lokal[2]", "local[x]", "spark://host", "http://host:7077", ""])
def test_an_address_that_is_none_is_refused(master):
    with pytest.raises(InputRefused) as caught:
        SparkEngine(master=master)
    assert caught.value.code == "bad_master"


def test_a_master_that_does_not_answer_is_said_plainly_and_at_once():
    with pytest.raises(EnvironmentTrouble, match="No Spark master answers") as caught:
        SparkEngine(master="spark://127.0.0.1:9")
    assert caught.value.code == "no_cluster"


def test_a_missing_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(EnvironmentTrouble, match=r"whyleft\[spark\]") as caught:
        SparkEngine()
    assert caught.value.code == "no_spark"


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (["--master", "local[2]"], 2, "bad_master"),
        (["--engine", "spark", "--master", "lokal"], 2, "bad_master"),
        (["--engine", "spark", "--master", "spark://127.0.0.1:9"], 3, "no_cluster"),
        (["--engine", "sparc"], 2, "usage"),
    ],
)
def test_wrong_words_end_in_words(export, tmp_path, capsys, words, exit_code, code):
    out = str(tmp_path / "c.parquet")
    try:
        ended = main(["customers", str(export), "--out", out, "--json", *words])
    except SystemExit as left:
        ended = left.code
    told = capsys.readouterr()
    assert ended == exit_code
    assert json.loads(told.out.splitlines()[-1])["refused"]["code"] == code
    assert "Traceback" not in told.err
    assert not Path(out).exists()


def test_a_path_that_is_not_there_is_refused_before_spark_starts(tmp_path, capsys):
    words = [
        "customers",
        str(tmp_path / "none"),
        "--engine",
        "spark",
        "--out",
        str(tmp_path / "c.csv"),
    ]
    assert main(words) == 2
    assert "There is no file or folder" in capsys.readouterr().err
