"""A finding that voids every conclusion stops the report before them, and only then."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis import steps
from analysis.errors import InputRefused

FIRST = date(2021, 1, 1)


def whyleft(*words):
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, words)],
        env=dict(os.environ), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A Spanish shop: sixty customers, one order in ten days, the last on 2022-08-23."""
    folder = tmp_path / "exports"
    folder.mkdir()
    lines = ["Nº Cliente;Fecha;Importe"]
    lines += [
        f"C{who:02d};{FIRST + timedelta(days=day):%d/%m/%Y};{who + 10},50"
        for who in range(60)
        for day in range(who % 10, 600 - (300 if who % 5 == 0 else 0), 10)
    ]
    (folder / "ventas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


LATE = "2023-06-30"
MANIFEST = '{"report": "whyleft", "files": {"index.html": ""}}'


def test_a_void_export_writes_nothing_and_leaves_the_last_good_report(exports, tmp_path):
    out = tmp_path / "report"
    out.mkdir()
    (out / "manifest.json").write_text(MANIFEST, encoding="utf-8")
    (out / "index.html").write_text("the last good one", encoding="utf-8")

    done = whyleft("report", exports, "--as-of", LATE, "--out", out, "--json")

    assert done.returncode == 2, done.stderr
    refused = json.loads(done.stdout.splitlines()[-1])["refused"]
    assert refused["code"] == "everybody_dormant"
    assert 'proceed_despite = ["everybody_dormant"]' in refused["message"]
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in out.iterdir()) == ["index.html", "manifest.json"]
    assert (out / "index.html").read_text(encoding="utf-8") == "the last good one"


def test_check_still_works_and_shows_the_finding(exports):
    done = whyleft("check", exports, "--as-of", LATE, "--json")

    assert done.returncode == 0, done.stderr
    receipt = json.loads(done.stdout.splitlines()[-1])
    warned = {one["code"] for one in receipt["tables"]["transactions"]["warnings"]}
    assert "everybody_dormant" in warned


def opened(exports, tmp_path, as_of=LATE):
    return steps.open_job([str(exports)], as_of=as_of, workspace=str(tmp_path / "w"))


def test_the_health_page_shows_what_stops_the_others(exports, tmp_path):
    job = opened(exports, tmp_path)
    loaded = steps.load_exports(job)

    assert loaded.finding.sentence.startswith("**Draw no conclusion yet**")
    assert loaded.finding.numbers["void_findings"].value == 1
    assert loaded.warnings["code"].iloc[0] == "everybody_dormant"
    for step in (steps.find_dormant, steps.read_reasons, steps.summarise):
        with pytest.raises(InputRefused):
            step(job)


def test_an_analyst_who_insists_gets_the_pages_with_the_doubt_first(exports, tmp_path):
    (exports / "whyleft.toml").write_text(
        'proceed_despite = ["everybody_dormant"]\n', encoding="utf-8"
    )
    job = opened(exports, tmp_path)
    loaded = steps.conclude_from(job)

    assert "go on despite everybody_dormant" in loaded.finding.doubts[0]
    assert len(steps.find_dormant(job).who.customers) == 60
    summary = steps.summarise(job)
    assert summary.finding.sentence.startswith("**Draw no conclusion yet**")
    assert summary.decision[0].startswith("none on these numbers")
    assert loaded.warnings["message"].iloc[0] in summary.finding.doubts[0]
    assert summary.finding.doubts[0] == steps.collect_facts(job).void


def test_a_code_that_stops_no_run_is_refused(exports, tmp_path):
    (exports / "whyleft.toml").write_text('proceed_despite = ["all"]\n', encoding="utf-8")

    with pytest.raises(InputRefused, match="everybody_dormant"):
        opened(exports, tmp_path)


def test_the_same_export_at_its_own_end_is_not_stopped(exports, tmp_path):
    assert steps.conclude_from(opened(exports, tmp_path, as_of="2022-09-15")).as_of


def test_a_loss_from_a_part_of_the_rows_says_so_first(exports, tmp_path):
    text = (exports / "ventas.csv").read_text(encoding="utf-8").splitlines()
    broken = [f"{line}?" if at % 4 == 1 else line for at, line in enumerate(text)]
    (exports / "ventas.csv").write_text("\n".join(broken), encoding="utf-8")
    job = opened(exports, tmp_path, as_of="2022-09-15")

    for finding in (steps.summarise(job).finding, steps.load_exports(job).finding):
        assert "rows (25.0%) are set aside for an amount that is no number" in finding.doubts[0]


def test_every_number_of_the_sentence_and_the_doubts_is_stored(exports, tmp_path):
    finding = steps.load_exports(opened(exports, tmp_path, as_of="2022-09-15")).finding
    stored = {f"{n.value:,.0f}" for n in finding.numbers.values() if n.unit == "count"}
    stored |= {f"{n.n:,}" for n in finding.numbers.values()}
    stored |= {f"{100 * n.value:.0f}%" for n in finding.numbers.values() if n.unit == "share"}
    told = " ".join([finding.sentence, *finding.doubts]).replace("**", "")
    told = told.replace("15 September 2022", "").replace("August 2022", "").replace(" 0 ", " ")

    words = [word.strip(".,;:()") for word in told.split()]
    assert [word for word in words if word[:1].isdigit() and word not in stored] == []


@pytest.mark.parametrize("orders", [1, 2])
def test_where_all_ordered_once_no_page_says_that_nobody_left(tmp_path, orders):
    days = [[FIRST + timedelta(days=9 * who + 30 * order) for order in range(orders)]
            for who in range(40)]  # fmt: skip
    lines = [f"C{who:02d},{day},10.50" for who, own in enumerate(days) for day in own]
    export = tmp_path / "orders.csv"
    export.write_text("\n".join(["customer_id,ordered_on,amount", *lines]) + "\n", encoding="utf-8")
    job = steps.open_job([str(export)], workspace=str(tmp_path / "w"))

    dormant, summary = steps.find_dormant(job), steps.summarise(job)

    findings = (dormant.who.finding, dormant.loss.finding, dormant.back.finding, summary.finding)
    assert not steps.collect_facts(job).void
    once = [finding.sentence.startswith("Nobody has ordered twice yet") for finding in findings]
    assert once == [orders == 1] * 4
    assert dormant.loss.finding.numbers["expected_yearly_loss"].known == (orders == 2)
