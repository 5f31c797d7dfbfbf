"""What outreach cost: as written in the log, else the minutes at the rep's hourly cost."""

from __future__ import annotations

import pandas as pd

from analysis.winback.snapshot import Snapshot


def cost_of_touches(touches: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Return the cost of each touch, missing where neither money nor minutes are written.

    Parameters
    ----------
    touches
        Rows of ``snapshot.touches``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({
    ...     "touches": pd.DataFrame({"customer_id": "a", "touched_at": ["2024-01-01"] * 3,
    ...         "rep_id": "R1", "cost": [2.0, None, None], "minutes": [9.0, 30.0, None]}),
    ...     "reps": pd.DataFrame({"rep_id": ["R1"], "hour_cost": [48.0]})},
    ...     as_of=date(2024, 12, 31))
    >>> cost_of_touches(snapshot.touches, snapshot).tolist()
    [2.0, 24.0, nan]
    """
    hourly = snapshot.reps.drop_duplicates("rep_id").set_index("rep_id")["hour_cost"]
    worth = touches["minutes"] / 60 * touches["rep_id"].map(hourly)
    return touches["cost"].fillna(worth)
