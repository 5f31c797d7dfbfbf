"""One default company, written once for all tests of this room."""

import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.sample import write_company
from analysis.vocabulary import TABLES


def read_back(folder: Path) -> SimpleNamespace:
    tables = {
        name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in TABLES
    }
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    return SimpleNamespace(folder=folder, truth=truth, **tables)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory):
    """The company of data/sample as an analyst would read it: everything is text."""
    return read_back(write_company(tmp_path_factory.mktemp("harbour") / "sample", seed=1))
