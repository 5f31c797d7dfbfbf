"""CDNOW for the tests of the purchase models."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.customers import summarise_customers
from analysis.workspace import Workspace


@pytest.fixture(scope="session")
def cdnow_orders(public_data, tmp_path_factory) -> Workspace:
    """The CDNOW sample in a workspace.

    The published fits count a purchase of 0 as a purchase; here that is no activity, so the eight
    such lines get a hundredth.
    """
    lines = pd.read_csv(
        public_data / "CDNOW_sample.txt",
        sep=r"\s+",
        names=["master", "customer_id", "ordered_on", "n", "amount"],
        dtype={"customer_id": "str"},
    )
    workspace = Workspace(tmp_path_factory.mktemp("cdnow"))
    lines = lines.assign(
        ordered_on=pd.to_datetime(lines["ordered_on"].astype("str"), format="%Y%m%d"),
        amount=lines["amount"].where(lines["amount"] > 0, 0.01),
    )
    workspace.save("transactions", lines[["customer_id", "ordered_on", "amount"]])
    return workspace


def _known(workspace: Workspace, as_of: date) -> pd.DataFrame:
    summary = summarise_customers(workspace, as_of=as_of)
    return summary.merge(workspace.load("customer_facts"), on="customer_id")


@pytest.fixture(scope="session")
def cdnow(cdnow_orders) -> pd.DataFrame:
    """What was known after 39 weeks. Published mean values are rounded to cents: these are too."""
    known = _known(cdnow_orders, date(1997, 9, 30))
    cents = np.floor(known["spend_mean_repeat"] * 100 + 0.5) / 100
    return known.assign(spend_mean_repeat=cents)


@pytest.fixture(scope="session")
def cdnow_whole(cdnow_orders) -> pd.DataFrame:
    """What was known at the end, after 78 weeks."""
    return _known(cdnow_orders, date(1998, 6, 30))
