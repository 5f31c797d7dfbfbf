"""The command line: exit codes, messages in three parts, one JSON object, nothing half done."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis import __version__
from analysis.cli import main

ORDERS = (
    "customer_id,ordered_on,amount\na,2024-01-05,10.00\na,2024-02-05,12.50\nb,2024-03-01,7.25\n"
)


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


def refusal(capsys, *words):
    code = main([*map(str, words), "--json"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1, "exactly one line on stdout"
    return code, json.loads(lines[0])["refused"]


def test_check_prints_one_json_object_that_adds_up(orders, capsys):
    assert main(["check", str(orders), "--json"]) == 0

    lines = capsys.readouterr().out.splitlines()
    found = json.loads(lines[0])["tables"]["transactions"]
    assert len(lines) == 1
    assert found["rows_in"] == 3 == found["rows_good"]
    assert found["amount_sum"] == "29.75"
    assert (found["n_customers"], found["n_buyers"]) == (2, 2)


def test_check_writes_good_rows_quarantine_and_receipt(orders, tmp_path):
    assert main(["check", str(orders), "--out", str(tmp_path / "out")]) == 0

    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["quarantine.csv", "receipt.json", "transactions.parquet"]


def _bad_files(folder):
    (folder / "empty.csv").write_bytes(b"")
    (folder / "fake.csv").write_bytes(b"%PDF-1.7\n\xe2\xe3\xcf\xd3 obj\n" * 40)
    (folder / "undated.csv").write_text("customer_id,amount\na,5\nb,6\n", encoding="utf-8")
    (folder / "header.csv").write_text("customer_id,ordered_on,amount\n", encoding="utf-8")
    return ["missing.csv", "empty.csv", "fake.csv", "undated.csv", "header.csv"]


@pytest.mark.parametrize("command", ["check", "report", "dormancy", "customers"])
def test_bad_input_is_refused_with_exit_code_2_and_three_parts(tmp_path, capsys, command):
    for name in _bad_files(tmp_path):
        words = [command, str(tmp_path / name)]
        if command != "check":
            words += ["--out", str(tmp_path / ("out.csv" if command != "report" else "out"))]
        code = main(words)
        told = capsys.readouterr()
        assert code == 2, (name, told.err)
        assert "Expected:" in told.err
        assert "What to do:" in told.err
        assert "Traceback" not in told.err
        assert told.out == ""


def test_a_refusal_is_one_json_object_too(tmp_path, capsys):
    code, refused = refusal(capsys, "check", tmp_path / "missing.csv")

    assert code == 2
    assert refused["message"].count("\n") == 2
    assert refused["code"]


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "31.12.2024"])
def test_a_snapshot_that_is_no_date_is_refused(orders, capsys, day):
    code, refused = refusal(capsys, "check", orders, "--as-of", day)

    assert (code, refused["code"]) == (2, "bad_as_of")


def test_a_file_without_a_date_is_told_how_to_map_it(tmp_path, capsys):
    _bad_files(tmp_path)
    _, refused = refusal(capsys, "check", tmp_path / "undated.csv")

    assert "ordered_on" in refused["message"]
    assert "columns.toml" in refused["message"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_exit_code_3(orders, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)

    assert main(["report", str(orders), "--out", str(locked / "r")]) == 3


def test_a_file_where_the_report_should_go_is_left_alone(orders, tmp_path, capsys):
    (tmp_path / "report").write_text("mine", encoding="utf-8")

    code, _ = refusal(capsys, "report", orders, "--out", tmp_path / "report")

    assert code == 3
    assert (tmp_path / "report").read_text(encoding="utf-8") == "mine"


def test_out_must_be_parquet_or_csv(orders, tmp_path, capsys):
    code, refused = refusal(capsys, "dormancy", orders, "--out", tmp_path / "x.xlsx")

    assert (code, refused["code"]) == (2, "bad_out")


def test_customers_and_dormancy_write_the_columns_of_the_contract(orders, tmp_path):
    for command, last in (("customers", "return_share"), ("dormancy", "reason_in_words")):
        target = tmp_path / f"{command}.csv"
        assert main([command, str(orders), "--as-of", "2024-06-30", "--out", str(target)]) == 0
        header, *rows = target.read_text(encoding="utf-8").splitlines()
        assert header.split(",")[0] == "customer_id"
        assert header.split(",")[-1] == last
        assert len(rows) == 2


def test_customers_in_parquet_and_csv_agree(orders, tmp_path):
    from analysis.engine import Engine

    for ending in ("csv", "parquet"):
        target = tmp_path / f"c.{ending}"
        assert main(["customers", str(orders), "--out", str(target)]) == 0
    with Engine() as engine:
        a, b = (
            engine.rows(
                f"SELECT customer_id, n_orders, spend_total::DOUBLE FROM '{path}' ORDER BY 1"
            )
            for path in (tmp_path / "c.csv", tmp_path / "c.parquet")
        )
    assert a == b == [("a", 2, 22.5), ("b", 1, 7.25)]


def test_the_version_is_said(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert (caught.value.code, capsys.readouterr().out) == (0, f"whyleft {__version__}\n")


@pytest.mark.parametrize("words", [[], ["--help"], ["report", "--help"], ["reasons", "--help"]])
def test_help_has_an_example(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words)

    assert stopped.value.code == 0
    assert "whyleft " in capsys.readouterr().out.split("xample")[-1]


def test_an_unknown_flag_is_refused_with_exit_code_2(orders):
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(orders), "--colums", "x"])

    assert stopped.value.code == 2


def test_a_mistyped_flag_is_refused_with_those_of_its_command(orders, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["check", str(orders), "--as-off", "2024-12-31"])

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.startswith("whyleft check knows no --as-off 2024-12-31.\nExpected: whyleft check ")
    assert "\nWhat to do: write --as-of if you mean that; see whyleft check --help." in told


def test_it_runs_as_a_module_in_an_ascii_world(orders):
    environment = dict(os.environ, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", LC_ALL="C")
    words = [sys.executable, "-m", "analysis", "check", str(orders)]

    done = subprocess.run(words, env=environment, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert b"3 rows in = 3 good" in done.stdout


def test_check_starts_without_pandas(orders):
    """A third of the time of a small check went into an import that it does not need."""
    code = (
        "import sys; from analysis.cli import main; "
        "main(['check', sys.argv[1]]); sys.exit('pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(orders)], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()


def test_reasons_prints_what_to_know_before_acting(tmp_path, capsys):
    notes = tmp_path / "notes.csv"
    notes.write_text("customer_id,note\na,always late\nb,n/a\nc,far too dear\n", encoding="utf-8")
    themes = tmp_path / "themes"

    assert main(["reasons", str(notes), "--out", str(themes)]) == 0

    said = capsys.readouterr().out
    assert "To know before acting on it:\n- 1 of 3 rows of reasons were set aside" in said
    assert "(empty_note 1)" in said
    assert "\n- Shares are of customers with a statement" in said
    code, refused = refusal(
        capsys, "reasons", notes, "--out", themes, "--codebook", themes, "--themes", 2
    )
    assert (code, refused["code"]) == (2, "themes_of_codebook")


def test_an_answer_that_nobody_can_read_is_no_bug(orders):
    words = [sys.executable, "-m", "analysis", "check", str(orders), "--json"]
    reading, writing = os.pipe()
    os.close(reading)  # as `| head -1` does
    gone = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)

    assert gone.returncode == 3
    assert "Traceback" not in gone.stderr
    assert "bug" not in gone.stderr
    full_disk = Path("/dev/full")
    if not full_disk.exists():
        return
    with full_disk.open("w") as full:
        lost = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert lost.returncode == 3
    assert "No space left" in lost.stderr
    assert "What to do" in lost.stderr
    assert "Traceback" not in lost.stderr


def test_a_run_that_is_asked_to_end_clears_up(tmp_path, monkeypatch, capsys):
    def ask_to_end(_):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)

    monkeypatch.setattr("analysis.cli.commands.run_check", ask_to_end)
    before = signal.getsignal(signal.SIGTERM)

    assert main(["check", str(tmp_path / "orders.csv")]) == 128 + signal.SIGTERM
    assert "Stopped" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    "words",
    [
        ["probe", "ORDERS", "--size", "5", "--seed", "-1", "--out", "p.csv"],
        ["calls", "ORDERS", "--seed", "-1", "--out", "calls"],
        ["sample", "DIR", "--customers", "9" * 20],
        ["sample", "DIR", "--customers", "0"],
        ["sample", "DIR", "--seed", str(2**32)],
        ["codebook", "sample", "DIR", "--seed", "-3", "--out", "s.csv"],
        ["dormancy", "ORDERS", "--as-of", "9999-12-31", "--out", "DIR/d.csv"],
    ],
)
def test_numbers_and_days_that_no_run_can_use_are_refused(orders, tmp_path, capsys, words):
    places = {
        "ORDERS": str(orders),
        "DIR": str(tmp_path / "new"),
        "DIR/d.csv": str(tmp_path / "d.csv"),
    }
    try:
        code = main([places.get(word, word) for word in words])
    except SystemExit as ended:
        code = ended.code
    told = capsys.readouterr()

    assert code == 2
    assert "Expected:" in told.err
    assert not (tmp_path / "new").exists()


def test_a_snapshot_long_after_the_last_order_is_refused_by_dormancy_as_by_a_report(
    tmp_path, capsys
):
    rows = [f"c{n % 12},2023-{1 + n // 12:02d}-{1 + n % 28:02d},5.00" for n in range(144)]
    orders = tmp_path / "orders.csv"
    orders.write_text("\n".join(["customer_id,ordered_on,amount", *rows, ""]), encoding="utf-8")

    found = [
        refusal(capsys, command, orders, "--as-of", "2060-12-31", "--out", tmp_path / name)
        for command, name in (("dormancy", "d.csv"), ("report", "r"))
    ]

    assert [(code, refused["code"]) for code, refused in found] == [(2, "everybody_dormant")] * 2
    assert main(["dormancy", str(orders), "--out", str(tmp_path / "d.csv")]) == 0


@pytest.mark.parametrize("command", [["check"], ["reasons"]])
def test_a_refused_run_leaves_no_folder(tmp_path, capsys, command):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")

    code, _ = refusal(capsys, *command, empty, "--out", tmp_path / "new" / "out")

    assert code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["empty.csv"]


def test_an_empty_name_is_not_the_working_folder_and_the_usage_ends_plainly(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["check", ""])
    told = capsys.readouterr().err

    assert ended.value.code == 2
    assert "empty name" in told
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "COMMAND ." not in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["customers"], ["dormancy"], ["backtest", "--split", "2023-06-30", "--horizon", "90"]]
)
def test_every_conclusion_says_which_rows_it_is_not_from(tmp_path, capsys, words):
    lines = [
        f"c{at % 7},2023-{at % 12 + 1:02}-{at % 27 + 1:02},{at if at % 3 else 'n/a?'}\n"
        for at in range(180)
    ]  # fmt: skip
    orders = tmp_path / "orders.csv"
    orders.write_text("customer_id,ordered_on,amount\n" + "".join(lines), encoding="utf-8")
    told = [words[0], str(orders), *words[1:], "--out"]

    assert main([*told, str(tmp_path / "a.csv")]) == 0
    said = capsys.readouterr().out
    assert main([*told, str(tmp_path / "b.csv"), "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)

    assert re.search(r"60 (of 180 rows|set aside)", said)
    assert "bad_amount" in said
    if words == ["customers"]:
        assert kept["n_customers"] == 7
        assert kept["tables"]["transactions"]["set_aside_by_code"] == {"bad_amount": 60}
    else:
        assert any("60 of 180 rows" in doubt for doubt in kept["doubts"])
