"""What whyleft writes among exports: never over one of them, and never read as one of them."""

import json

import pandas as pd
import pytest

from analysis.cli import main
from analysis.engine import Engine
from analysis.exports import write_csv
from analysis.files.written import ANSWERS, PROBE, written_as
from analysis.intake import find_inputs
from analysis.sample import write_company

ORDERS = "customer_id,ordered_on,amount\na,2024-01-05,10.00\na,2024-02-05,12.50\nb,2024-03-01,7\n"
REASONS = "customer_id,note\na,always late\nb,far too expensive\n"
PEOPLE = "customer_id,name\na,Ada\nb,Bo\n"


@pytest.fixture
def exports(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, text in {"orders": ORDERS, "reasons": REASONS, "customers": PEOPLE}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(capsys, *words):
    code = main([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)["refused"]


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["customers"], "orders.csv"),
        (["dormancy"], "customers.csv"),
        (["backtest", "--split", "2024-01-31"], "orders.csv"),
        (["probe", "--size", "2"], "reasons.csv"),
        (["customers"], "old.parquet"),
        (["map"], "customers.csv"),
    ],
)
def test_an_export_of_a_folder_is_never_replaced(exports, capsys, command, name):
    (exports / "old.parquet").write_bytes(b"somebody else's")
    before = bytes_in(exports)

    code, refusal = refused(capsys, *command, exports, "--out", exports / name)

    assert code == 2
    assert name in refusal["message"]
    assert bytes_in(exports) == before


def test_a_link_to_the_folder_and_a_folder_for_many_files_are_seen_through(exports, capsys):
    link = exports.with_name("link")
    link.symlink_to(exports)
    (exports / "themes.csv").write_text(REASONS, encoding="utf-8")
    Engine().execute(f"COPY (SELECT 'r' AS rep_id) TO '{exports / 'reps.parquet'}'")
    before = bytes_in(exports)

    codes = [
        refused(capsys, "customers", exports, "--out", link / "orders.csv")[0],
        refused(capsys, "customers", exports / "*.csv", "--out", exports / "orders.csv")[0],
        refused(capsys, "reasons", exports / "reasons.csv", exports, "--out", exports)[0],
        refused(capsys, "check", exports / "orders.csv", "--out", exports)[0],
    ]

    assert codes == [2, 2, 2, 2]
    assert bytes_in(exports) == before


def test_answers_in_the_folder_are_passed_over_and_written_again(exports, capsys):
    commands = [
        ["check", exports, "--out", exports],
        ["customers", exports, "--out", exports / "c.csv"],
        ["customers", exports, "--out", exports / "c.parquet"],
        ["dormancy", exports, "--out", exports / "dormancy.csv"],
        ["reasons", exports / "reasons.csv", "--out", exports],
    ]
    main(["check", str(exports), "--json"])
    before = json.loads(capsys.readouterr().out)
    for command in (*commands, *commands):
        assert main([*map(str, command)]) == 0, command
    capsys.readouterr()

    main(["check", str(exports), "--json"])
    after = json.loads(capsys.readouterr().out)

    assert after["tables"] == before["tables"]
    written = {"c.csv", "c.parquet", "dormancy.csv", "mentions.csv", "transactions.parquet"}
    assert written <= {*after["ignored"]}


def test_checked_tables_alone_are_exports_and_answers_alone_are_none(exports, tmp_path, capsys):
    assert main(["check", str(exports), "--out", str(tmp_path / "checked")]) == 0
    assert main(["check", str(tmp_path / "checked")]) == 0
    (tmp_path / "answers").mkdir()
    assert main(["customers", str(exports), "--out", str(tmp_path / "answers" / "c.csv")]) == 0
    capsys.readouterr()

    code, refusal = refused(capsys, "check", tmp_path / "answers")

    assert (code, refusal["code"]) == (2, "no_tables")
    assert "c.csv" in refusal["message"]


@pytest.mark.parametrize("header", [*sorted(ANSWERS), PROBE])
def test_each_answer_is_known_as_it_is_written_and_as_a_spreadsheet_saves_it(tmp_path, header):
    ours, saved = tmp_path / "a.csv", tmp_path / "b.csv"
    more = tmp_path / "more.csv"
    write_csv(pd.DataFrame(columns=header.split(",")), ours)
    saved.write_text(header.replace(",", ";") + "\r\n", encoding="utf-8-sig")
    more.write_text(f"{header},territory\n", encoding="utf-8")

    assert [written_as(path) for path in (ours, saved, more)] == ["answer", "answer", ""]


def test_a_probe_is_an_export_from_its_first_note_on(tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    probe = tmp_path / "calls.csv"
    probe.write_text(f"{PROBE}\na,,,,,probe,p,0.5,all\n", encoding="utf-8")
    unfilled = find_inputs([tmp_path])
    probe.write_text(f"{PROBE}\na,,,too dear,,probe,p,0.5,all\n", encoding="utf-8")

    assert [file.name for file in unfilled[0]] == ["orders.csv"]
    assert unfilled[1] == ["calls.csv"]
    assert probe in find_inputs([tmp_path])[0]


def test_a_customers_export_with_columns_of_ours_stays_an_export(exports):
    header = "customer_id,name,segment,p_return,gap_ratio,reason_in_words"
    (exports / "customers.csv").write_text(f"{header}\na,Ada,key,0.5,1,x\n", encoding="utf-8")

    assert exports / "customers.csv" in find_inputs([exports])[0]


def test_the_sample_replaces_only_what_it_wrote(exports, tmp_path, capsys):
    before = bytes_in(exports)
    code, refusal = refused(capsys, "sample", exports, "--customers", "20")
    assert (code, refusal["code"]) == (2, "sample_folder")
    assert bytes_in(exports) == before

    sample = write_company(tmp_path / "s", n_customers=20)
    write_company(sample, n_customers=21)
    (sample / "reps.csv").write_text("mine", encoding="utf-8")
    assert refused(capsys, "sample", sample, "--customers", "20")[0] == 2
    assert (sample / "reps.csv").read_text(encoding="utf-8") == "mine"
