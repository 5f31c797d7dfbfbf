"""Small exports made inside each test."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from analysis.errors import InputRefused
from analysis.intake import Intake, check_exports
from analysis.results import TableReceipt
from analysis.rows import quick, quickload
from analysis.workspace import Workspace


@pytest.fixture(scope="session")
def shared_databases(tmp_path_factory):
    """Open a session of a database that is there, with these settings, and a schema of its own.

    To open a database takes a tenth of a check of a few rows. Tables and views of one session are
    hidden from all others; what a database is opened with is tested in tests/foundation.
    """
    opened: dict[tuple[tuple[str, Any], ...], duckdb.DuckDBPyConnection] = {}
    numbers, spill, connect = count(), str(tmp_path_factory.mktemp("spill")), duckdb.connect

    def session(*, config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        key = tuple(sorted((config | {"temp_directory": spill}).items()))
        if key not in opened:
            opened[key] = connect(config=dict(key))
        one = opened[key].cursor()
        name = f"session_{next(numbers)}"
        one.execute(f"CREATE SCHEMA {name}")
        one.execute(f"SET schema = '{name}'")
        return one

    return session


@pytest.fixture(autouse=True)
def _no_database_of_its_own(monkeypatch, shared_databases):
    monkeypatch.setattr("analysis.engine.duck.duckdb.connect", shared_databases)


@dataclass(frozen=True)
class Checked:
    """One run of intake with what it wrote."""

    intake: Intake
    workspace: Workspace

    @property
    def receipt(self) -> TableReceipt:
        (receipt,) = self.intake.receipts.values()
        return receipt

    @property
    def codes(self) -> dict[str, int]:
        return dict(self.receipt.set_aside_by_code)

    @property
    def warned(self) -> set[str]:
        return {w.code for receipt in self.intake.receipts.values() for w in receipt.warnings}

    @property
    def quarantine(self) -> list[dict[str, str]]:
        path = self.workspace.folder / "quarantine.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def good(self, table: str = "transactions") -> pd.DataFrame:
        return self.workspace.load(table)


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Checked]:
    """Write files from ``name=content`` pairs and check them."""
    runs = iter(range(100))

    def run(files: dict[str, str | bytes], **options: Any) -> Checked:
        number = next(runs)
        folder = tmp_path / f"exports{number}"
        folder.mkdir()
        for name, content in files.items():
            raw = content.encode() if isinstance(content, str) else content
            (folder / name).write_bytes(raw)
        workspace = Workspace(tmp_path / f"workspace{number}")
        intake = check_exports([folder], workspace, **options)
        assert all(receipt.adds_up for receipt in intake.receipts.values())
        return Checked(intake, workspace)

    return run


@pytest.fixture
def refused(check: Callable[..., Checked]) -> Callable[..., InputRefused]:
    """Return the refusal that files end in."""

    def run(files: dict[str, str | bytes], **options: Any) -> InputRefused:
        with pytest.raises(InputRefused) as caught:
            check(files, **options)
        return caught.value

    return run


def told(found):
    """What one lane says, with its good rows in an order of their own."""
    rows = found.good()
    rows = rows.sort_values(list(rows.columns)).reset_index(drop=True)
    listed = sorted(tuple(fault.values()) for fault in found.quarantine)
    receipt = found.receipt.as_dict()
    # Cleaned ids are said once of the odd rows and once of all the others.
    said = [w for w in receipt["warnings"] if w["code"] not in {"float_ids", "cleaned_ids"}]
    receipt["warnings"] = sorted(map(str, said))
    receipt["fates"] = sorted(map(str, receipt["fates"]))
    return receipt, listed, rows


@pytest.fixture
def taken(monkeypatch):
    """Collect what the quick lane gives for each file; None where it must be read with care."""
    found = []
    original = quickload.stage_quickly
    monkeypatch.setattr(
        "analysis.intake.check.stage_quickly",
        lambda *words, **more: found.append(original(*words, **more)) or found[-1],
    )
    return found


@pytest.fixture
def both(check, monkeypatch):
    """Check the same file in both lanes and return what each says."""

    def run(name: str, content: bytes, stated: str = "", **options):
        said = []
        for least in (0, 1 << 40):
            monkeypatch.setattr(quickload, "QUICK_BYTES", least)
            monkeypatch.setattr(quick, "QUICK_BYTES", least)
            beside = {"columns.toml": stated} if stated else {}
            said.append(told(check({name: content} | beside, **options)))
        return said

    return run
