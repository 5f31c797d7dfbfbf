"""Small exports made inside each test."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.errors import InputRefused
from analysis.intake import Intake, check_exports
from analysis.results import TableReceipt
from analysis.workspace import Workspace


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
