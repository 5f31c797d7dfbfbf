"""The files of `whyleft calls`: their form, their rights, what they add up to, what is refused."""

import csv
import hashlib
import io
import json
import stat
import zipfile

import openpyxl
import pandas as pd
import pytest

from analysis.cli import main
from analysis.rows.calllists import FILLED_IN, HANDED_OUT
from analysis.sample import write_company
from analysis.steps.calllists import OUTCOMES
from analysis.steps.listing import NOT_CLEARED

AS_OF = "2024-12-31"


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = write_company(tmp_path_factory.mktemp("company"), n_customers=400, seed=3)
    (folder / "reasons.csv").unlink()  # notes take longest to read; the lists do without
    (folder / "unsubscribes.csv").write_text("email\nnobody@nowhere.example.com\n")
    return folder


@pytest.fixture(scope="module")
def made(company, tmp_path_factory):
    out = tmp_path_factory.mktemp("made") / "calls"
    assert main(["calls", str(company), "--as-of", AS_OF, "--out", str(out), "--per-rep", "4"]) == 0
    return out


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def lists_in(folder):
    return sorted(folder.glob("calls_*.csv"))


def test_a_list_has_these_columns_and_no_others(made):
    for path in lists_in(made):
        with path.open(encoding="utf-8") as stream:
            assert next(csv.reader(stream)) == [*HANDED_OUT, *FILLED_IN]


def test_what_is_to_be_filled_in_is_empty_and_the_rest_is_not(made):
    rows = [row for path in lists_in(made) for row in rows_of(path)]
    needed = ("call_id", "program", "customer_id", "contact_id", "purpose", "slot", "propensity",
              "value_basis", "completeness")  # fmt: skip

    assert rows
    assert all(row[name] == "" for row in rows for name in FILLED_IN)
    assert all(row[name] for row in rows for name in needed)
    assert {row["program"] for row in rows} == {f"calls {AS_OF}"}
    assert len({row["call_id"] for row in rows}) == len(rows)
    assert all(len(row["call_id"]) == 12 for row in rows)
    assert all((row["probe_batch"] != "") == (row["slot"] == "probe") for row in rows)


def test_no_rep_has_more_calls_than_asked_for(made):
    assert all(0 < len(rows_of(path)) <= 4 for path in lists_in(made))


def test_the_receipt_adds_up(made):
    told = json.loads((made / "summary.json").read_text(encoding="utf-8"))
    called = [row["customer_id"] for path in lists_in(made) for row in rows_of(path)]
    out = [row["customer_id"] for row in rows_of(made / "not_called.csv")]

    assert told["n_called"] == len(called) == sum(one["n_calls"] for one in told["lists"])
    assert told["n_not_called"] == len(out) == sum(told["not_called_by_reason"].values())
    assert told["n_dormant"] == len(set(called) | set(out)) == len(called) + len(out)
    assert sum(told["called_by_slot"].values()) == sum(told["called_by_purpose"].values())
    assert all(row["reason"] for row in rows_of(made / "not_called.csv"))
    assert any("1 of 1 entries of unsubscribes.csv matches no customer" in one
               for one in told["warnings"])  # fmt: skip


def test_the_arms_are_an_export_for_the_next_month(made, capsys):
    rows = rows_of(made / "assignments.csv")
    called = {row["customer_id"] for path in lists_in(made) for row in rows_of(path)}

    assert list(rows[0]) == ["customer_id", "program", "arm", "assigned_on", "stratum",
                             "propensity"]  # fmt: skip
    assert {row["customer_id"] for row in rows if row["arm"] == "treat"} == called
    assert {row["arm"] for row in rows} == {"treat", "hold"}
    assert {row["assigned_on"] for row in rows} == {AS_OF}
    capsys.readouterr()
    assert main(["check", str(made / "assignments.csv"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["tables"]["assignments"]
    assert found["rows_good"] == len(rows)


def test_only_the_owner_may_read(made):
    for path in [made, *made.rglob("*")]:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path.name


def test_the_workbook_guides_whoever_fills_it_in(made):
    path = max(sorted(made.glob("*.xlsx")), key=lambda one: one.stat().st_size)
    book = openpyxl.load_workbook(path)
    page = book["Calls"]
    heads = [cell.value for cell in page[1]]
    (rule,) = page.data_validations.dataValidation
    letter = page.cell(1, heads.index("outcome") + 1).column_letter

    assert book.sheetnames == ["Calls", "How to fill in", "Dossiers"]
    assert heads == [*HANDED_OUT, *FILLED_IN]
    assert rule.formula1.strip('"').split(",") == list(OUTCOMES)
    assert str(rule.sqref) == f"{letter}2:{letter}{page.max_row}"
    assert page.freeze_panes == "A2"
    told = [cell.value for cell in book["How to fill in"]["A"]]
    assert set(FILLED_IN) <= set(told)
    assert page.max_row == book["Dossiers"].max_row
    with zipfile.ZipFile(path) as parts:
        text = b"".join(parts.read(name) for name in parts.namelist() if "sheet" in name)
    assert b"<f>" not in text
    assert b"<hyperlink" not in text


def test_the_dossier_tells_six_items(made):
    path = next(iter(sorted(made.glob("*.xlsx"))))
    sheet = pd.read_excel(path, sheet_name="Dossiers", engine="openpyxl")

    assert sheet["completeness"].str.endswith("/6").all()
    assert sheet["missing"].str.contains("reasons").all()  # this company has no reasons table
    assert sheet["last_orders"].str.match(r"\d{4}-\d\d-\d\d ").all()


def test_another_run_replaces_the_folder_and_gives_the_same_bytes(company, made, tmp_path):
    out = tmp_path / "calls"
    out.mkdir()
    files = {"calls_099.csv": hashlib.sha256(b"old").hexdigest()}
    (out / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    (out / "calls_099.csv").write_text("old", encoding="utf-8")
    assert main(["calls", str(company), "--as-of", AS_OF, "--out", str(out), "--per-rep", "4"]) == 0

    def content(folder):
        return {path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*") if path.is_file()}  # fmt: skip

    assert content(out) == content(made)


def test_without_suppressions_every_row_says_so_and_nobody_is_held(company, tmp_path, capsys):
    exports = tmp_path / "exports"
    exports.mkdir()
    for name in ("transactions", "customers", "contacts"):
        (exports / f"{name}.csv").write_bytes((company / f"{name}.csv").read_bytes())
    words = ["calls", str(exports), "--as-of", AS_OF, "--out", str(tmp_path / "out")]

    assert main([*words, "--hold-out", "0", "--seed", "5"]) == 0

    said = capsys.readouterr().out
    assert NOT_CLEARED in said
    assert "Nobody is held back" in said
    rows = [row for path in lists_in(tmp_path / "out") for row in rows_of(path)]
    assert rows
    assert all(next(iter(row.values())) == NOT_CLEARED for row in rows)
    assert next(iter(rows[0])) == "clearance"
    # Without a reps table there is a list for each rep of the customers table, of own ones alone.
    people = {row["customer_id"]: row["rep_id"] for row in rows_of(exports / "customers.csv")}
    assert all(people[row["customer_id"]] in {row["rep_id"], ""} for row in rows)


def refusal(capsys, *words):
    code = main([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])["refused"]


@pytest.mark.parametrize(
    ("words", "code", "happened"),
    [
        (["--per-rep", "0"], "bad_number", "--per-rep is 0."),
        (["--per-rep", "-3"], "bad_number", "--per-rep is -3."),
        (["--hold-out", "1.5"], "bad_share", "--hold-out is 1.5."),
        (["--hold-out", "-0.1"], "bad_share", "--hold-out is -0.1."),
        (["--hold-out", "nan"], "bad_share", "--hold-out is nan."),
    ],
)
def test_a_wrong_number_is_refused_in_three_parts(company, tmp_path, capsys, words, code, happened):
    status, told = refusal(capsys, "calls", company, "--out", tmp_path / "out", *words)

    assert (status, told["code"]) == (2, code)
    assert told["message"].startswith(happened)
    assert "\nExpected: " in told["message"]
    assert "\nWhat to do: " in told["message"]
    assert not (tmp_path / "out").exists()


def test_a_number_in_letters_is_refused(company, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["calls", str(company), "--out", str(tmp_path / "out"), "--per-rep", "ten"])

    assert ended.value.code == 2
    assert "--per-rep: invalid int value: 'ten'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "transactions.csv"), (b"%PDF-1.7 nothing", "transactions.csv"),
     (b"a,b\n1,2\n", "odd.csv")],
)  # fmt: skip
def test_a_wrong_file_is_refused_and_the_folder_untouched(tmp_path, capsys, content, name):
    (tmp_path / name).write_bytes(content)
    status, told = refusal(capsys, "calls", tmp_path / name, "--out", tmp_path / "out")

    assert status == 2
    assert "\nWhat to do: " in told["message"]
    assert not (tmp_path / "out").exists()


def test_without_contacts_no_list_is_written(company, tmp_path, capsys):
    (tmp_path / "transactions.csv").write_bytes((company / "transactions.csv").read_bytes())
    status, told = refusal(
        capsys, "calls", tmp_path / "transactions.csv", "--as-of", AS_OF, "--out", tmp_path / "out"
    )

    assert (status, told["code"]) == (2, "no_contacts")
    assert not (tmp_path / "out").exists()


def test_where_nobody_is_dormant_the_folder_says_so(company, tmp_path, capsys):
    rows = pd.read_csv(company / "transactions.csv", dtype=str)
    last = rows[rows["ordered_on"] >= "2024-12-01"].drop_duplicates("customer_id")
    last.to_csv(tmp_path / "transactions.csv", index=False)
    (tmp_path / "contacts.csv").write_bytes((company / "contacts.csv").read_bytes())
    (tmp_path / "whyleft.toml").write_text(
        'proceed_despite = ["no_repeat_customers", "nobody_dormant", "recent_gap"]\n', "utf-8"
    )
    out = tmp_path / "out"

    assert main(["calls", str(tmp_path), "--as-of", AS_OF, "--out", str(out)]) == 0

    assert "Nobody is called this week" in capsys.readouterr().out
    assert json.loads((out / "summary.json").read_text("utf-8"))["n_dormant"] == 0
    assert not list(out.glob("calls_*"))


def test_where_nobody_may_be_called_the_folder_says_why(company, tmp_path):
    for name in ("transactions", "contacts"):
        (tmp_path / f"{name}.csv").write_bytes((company / f"{name}.csv").read_bytes())
    ids = pd.read_csv(company / "contacts.csv", dtype=str)[["customer_id"]].drop_duplicates()
    ids.to_csv(tmp_path / "suppressions.csv", index=False)
    out = tmp_path / "out"

    assert main(["calls", str(tmp_path), "--as-of", AS_OF, "--out", str(out)]) == 0

    told = json.loads((out / "summary.json").read_text("utf-8"))
    assert told["n_called"] == 0 < told["n_dormant"] == told["n_not_called"]


def test_a_folder_of_somebody_else_is_left_as_it_is(company, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    status, told = refusal(capsys, "calls", company, "--out", tmp_path)

    assert status == 3
    assert "mine.txt" in told["message"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
