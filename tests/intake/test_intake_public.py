"""Public data sets, read from the folder that WHYLEFT_PUBLIC_DATA names."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from analysis.intake import check_exports
from analysis.workspace import Workspace

pytestmark = pytest.mark.public_data


@pytest.fixture
def public() -> Path:
    folder = os.environ.get("WHYLEFT_PUBLIC_DATA")
    if not folder:
        pytest.skip("WHYLEFT_PUBLIC_DATA does not name the folder of public data")
    return Path(folder)


def test_cdnow_is_read_without_a_map(public, tmp_path):
    intake = check_exports(
        [public / "CDNOW_master.txt"], Workspace(tmp_path), as_of=date(1998, 6, 30)
    )
    receipt = intake.receipts["transactions"]
    assert (receipt.rows_in, receipt.rows_good, receipt.amount_sum) == (
        69_659,
        69_659,
        "2500315.63",
    )
    assert (receipt.n_customers, receipt.n_buyers) == (23_570, 23_502)
    assert "80 lines" in next(w.message for w in receipt.warnings if w.code == "zero_amount")


def test_cdnow_sample_is_read_by_positions(public, tmp_path):
    columns = tmp_path / "columns.toml"
    columns.write_text(
        '["CDNOW_sample.txt"]\ntable = "transactions"\nheader = false\ndelimiter = "blank"\n'
        "customer_id = 2\nordered_on = 3\namount = 5\n", encoding="utf-8",
    )  # fmt: skip
    intake = check_exports(
        [public / "CDNOW_sample.txt"], Workspace(tmp_path / "w"), columns=columns
    )
    receipt = intake.receipts["transactions"]
    assert (receipt.rows_good, receipt.n_customers) == (6_919, 2_357)


def test_every_airline_complaint_is_accounted_for(public, tmp_path):
    intake = check_exports(
        [public / "airline_reasons.csv"], Workspace(tmp_path), lenient_reasons=True
    )
    receipt = intake.receipts["reasons"]
    assert receipt.rows_in == 9_178
    assert receipt.adds_up
    assert set(receipt.set_aside_by_code) <= {"duplicate_line"}
