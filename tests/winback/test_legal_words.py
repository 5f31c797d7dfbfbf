"""A threat of law in a note keeps a customer off every list where nobody graded the note."""

from datetime import date

import pandas as pd
import pytest

from analysis.steps.contactable import left_alone
from analysis.winback.eligible import LEGAL
from analysis.workspace import Workspace


@pytest.mark.parametrize("severity", [None, [None, None, 2.0]])
def test_whoever_speaks_of_lawyers_is_left_alone(tmp_path, severity):
    place = Workspace(tmp_path)
    ids = ["a", "b", "c"]
    place.save("contacts", pd.DataFrame({
        "customer_id": ids, "contact_id": ["1", "2", "3"], "may_contact": True}))  # fmt: skip
    said = pd.DataFrame({
        "customer_id": ids, "reason_id": ids, "stated_on": pd.Timestamp("2024-05-01"),
        "note": ["our lawyer will write to you", "van was late", "they said: our lawyer, haha"],
    })  # fmt: skip
    place.save("reasons", said if severity is None else said.assign(severity=severity))

    barred = left_alone(place, pd.DataFrame({"customer_id": ids}), as_of=date(2024, 12, 31))

    # What a person graded stands; only where nobody did, the words decide.
    assert barred[LEGAL].tolist() == (["a", "c"] if severity is None else ["a"])
