"""A customer's last row until a day and first row after it: looked up, or by reading every row."""

import numpy as np
import pandas as pd
import pytest

from analysis.winback.standing import Dated


@pytest.mark.parametrize("seed", range(5))
def test_a_lookup_finds_what_reading_every_row_finds(seed):
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(12), unit="D")
    rows = pd.DataFrame({"customer_id": rng.choice(list("abcd"), 30), "row_n": np.arange(30.0),
                         "seen_on": rng.choice(days[2:9], 30)})  # fmt: skip
    rows.loc[3, "seen_on"] = pd.NaT
    asked = pd.DataFrame({"customer_id": rng.choice(list("abcdz"), 60),
                          "day": rng.choice(days, 60)})  # fmt: skip
    asked.loc[5, "day"] = pd.NaT
    dated = Dated.by(rows, "seen_on")

    last = dated.last_until(asked, "day")["row_n"].tolist()
    after = dated.first_after(asked, "day")["row_n"].tolist()

    for place, one in enumerate(asked.itertuples()):
        own = rows[rows["customer_id"] == one.customer_id].sort_values("seen_on", kind="stable")
        until = own.loc[own["seen_on"] <= one.day, "row_n"].tolist()
        later = own.loc[own["seen_on"] > one.day, "row_n"].tolist()
        assert last[place : place + 1] == pytest.approx(until[-1:] or [np.nan], nan_ok=True)
        assert after[place : place + 1] == pytest.approx(later[:1] or [np.nan], nan_ok=True)


def test_without_rows_nothing_is_found():
    none = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "row_n": pd.Series(dtype=float),
                         "seen_on": pd.Series(dtype="datetime64[us]")})  # fmt: skip
    asked = pd.DataFrame({"customer_id": ["a"], "day": [pd.Timestamp("2024-01-01")]})

    assert Dated.by(none, "seen_on").last_until(asked, "day")["row_n"].isna().all()
    assert Dated.by(none, "seen_on").first_after(asked, "day")["row_n"].isna().all()
