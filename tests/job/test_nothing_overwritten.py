"""What people wrote is never replaced: no export, no list that they filled in, no codebook."""

import hashlib
import json

import pytest

from analysis.errors import AnalysisError, EnvironmentTrouble, InputRefused
from analysis.files.written import PROBE
from analysis.reasons.codebook import Codebook
from analysis.reasons.edits import Signature
from analysis.report import replace_folder
from analysis.steps import write_customers, write_dormancy
from analysis.steps.blindsheet import write_blind_sheet
from analysis.steps.books import WantedEdit, edit_codebook
from analysis.steps.files import write_reasons
from analysis.steps.writing import prepare_file

ORDERS = "customer_id,ordered_on,amount\n" + "".join(
    f"c{at % 7},2023-{at % 12 + 1:02}-{at % 27 + 1:02},{at}.50\n" for at in range(60)
)
NOTES = "customer_id,note\n" + "".join(
    f"c{at},{('always late', 'far too expensive', 'rude on the phone')[at % 3]} {at}\n"
    for at in range(24)
)


@pytest.fixture
def exports(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "notes.csv").write_text(NOTES, encoding="utf-8")
    return folder


def test_tables_take_the_place_of_their_kind_and_of_nothing_else(exports, tmp_path):
    orders, out = [str(exports / "orders.csv")], tmp_path / "d.csv"
    out.write_bytes(b"")  # as a program made a name for it
    write_dormancy(orders, out)
    made = out.read_bytes()

    write_customers(orders, out)
    write_dormancy(orders, out)

    assert out.read_bytes() == made
    for write in (write_customers, write_dormancy):
        for name in ("notes.csv", "orders.csv"):
            before = (exports / name).read_bytes()
            with pytest.raises(InputRefused, match=f"would replace {name}") as caught:
                write(orders, exports / name)
            assert caught.value.code == "bad_out"
            assert (exports / name).read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "lost"),
    [("c1,k1,,,,probe,b,0.5,s", ""), ("c1,k1,2024-05-01,too dear,,probe,b,0.5,s", "filled in")],
)
def test_a_probe_is_drawn_anew_until_somebody_has_called(tmp_path, rows, lost):
    path = tmp_path / "probe.csv"
    path.write_text(f"{PROBE}\n{rows}\n", encoding="utf-8")

    if not lost:
        prepare_file(path, [])
        return
    with pytest.raises(InputRefused, match=f"would replace probe.csv, a list .*{lost}"):
        prepare_file(path, [])


def test_a_coders_sheet_and_its_key_stay(exports, tmp_path):
    run, sheet = tmp_path / "themes", tmp_path / "sheet.csv"
    write_reasons([str(exports / "notes.csv")], run, n_themes=3)
    write_blind_sheet(run, sheet, size=12)
    write_blind_sheet(run, sheet, size=10)
    blank = sheet.read_text("utf-8")

    sheet.write_text(blank.replace(",\n", ",price\n"), encoding="utf-8")
    with pytest.raises(InputRefused, match=r"sheet\.csv, a list that somebody filled in"):
        write_blind_sheet(run, sheet, size=12)
    sheet.unlink()  # sent to the coder
    with pytest.raises(InputRefused, match=r"sheet_key\.json, the key of a sheet"):
        write_blind_sheet(run, sheet, size=12)
    write_blind_sheet(run, sheet, size=10)

    assert sheet.read_text("utf-8") == blank


def test_a_codebook_is_not_learned_over_and_stays_as_people_wrote_it(exports, tmp_path):
    notes, run = [str(exports / "notes.csv")], tmp_path / "themes"
    book = run / "codebook.toml"
    write_reasons(notes, run, n_themes=3)
    write_reasons(notes, run, n_themes=3)
    edited = "# ours\n" + book.read_text("utf-8").replace('name = "', 'name = "the ', 1)
    book.write_text(edited, encoding="utf-8")

    with pytest.raises(InputRefused, match=r"would replace codebook\.toml, another codebook"):
        write_reasons(notes, run, n_themes=3)
    assert book.read_text("utf-8") == edited

    write_reasons(notes, run, codebook=run)
    assert book.read_text("utf-8") == edited
    write_reasons(notes, tmp_path / "next", codebook=run)
    assert Codebook.load(tmp_path / "next").names == Codebook.load(run).names


def test_an_edited_codebook_is_replaced_in_its_own_place_only(exports, tmp_path):
    run, out = tmp_path / "themes", tmp_path / "edited"
    write_reasons([str(exports / "notes.csv")], run, n_themes=3)
    signed = Signature(by="anna")
    first, second = (WantedEdit("rename", ("t01",), name=name) for name in ("dear", "late"))
    edit_codebook(run, first, signed=signed, out=out)
    kept = (out / "codebook.toml").read_bytes()

    with pytest.raises(InputRefused, match="another codebook"):
        edit_codebook(run, second, signed=signed, out=out)
    assert (out / "codebook.toml").read_bytes() == kept
    edit_codebook(out, second, signed=signed)

    assert "late" in Codebook.load(out).names.values()


def _week(place, content):
    files = {"calls_001.csv": content, "summary.json": b"{}", "page.html": b"<p>"}
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    with replace_folder(place) as write:
        for name, body in files.items():
            write(name, body)
        write("manifest.json", json.dumps({"files": hashes}).encode())


def test_lists_that_were_filled_in_are_not_replaced_by_those_of_the_next_week(tmp_path):
    place = tmp_path / "calls"
    _week(place, b"customer_id,outcome\nc1,\n")
    (place / "page.html").write_bytes(b"damaged")
    _week(place, b"customer_id,outcome\nc2,\n")
    assert (place / "calls_001.csv").read_bytes() == b"customer_id,outcome\nc2,\n"

    filled = b"customer_id,outcome\nc2,reached\n"
    (place / "calls_001.csv").write_bytes(filled)
    with pytest.raises(EnvironmentTrouble, match=r"changed since: calls_001\.csv") as caught:
        _week(place, b"customer_id,outcome\nc3,\n")

    assert isinstance(caught.value, AnalysisError)
    assert (place / "calls_001.csv").read_bytes() == filled
    (place / "calls_001.csv").unlink()  # sent to the rep
    _week(place, b"customer_id,outcome\nc3,\n")
