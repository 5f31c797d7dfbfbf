"""Two signals of dormancy: who stopped buying, and who stopped talking."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.vocabulary import REACHED
from analysis.workspace import Workspace

#: Nobody was reached for longer than this: the talk has stopped too.
QUIET_TALK_DAYS = 90
_COLUMNS = ("buying", "talking", "n_customers", "value")


def _no_signals() -> pd.DataFrame:
    """Return the table of no signals, where no touches were exported."""
    kinds = ("str", "str", "int64", "float64")
    return pd.DataFrame({n: pd.Series(dtype=k) for n, k in zip(_COLUMNS, kinds, strict=True)})


def two_signals(workspace: Workspace, customers: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return repeat customers by whether they buy and whether anybody speaks with them.

    Quiet in buying: dormant. Quiet in talk: no touch in the 90 days up to ``as_of`` in which
    somebody was reached, theirs or ours. Touches recorded after ``as_of`` are not known yet.

    Parameters
    ----------
    workspace
        Holds ``touches`` where they were exported.
    customers
        ``customer_id, dormancy_state, yearly_value_at_stake``.

    Returns
    -------
    ``buying, talking, n_customers, value`` (at stake, a year); empty without touches.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("touches", pd.DataFrame({"customer_id": ["a"], "outcome": ["connected"],
    ...                                         "touched_at": pd.to_datetime(["2024-12-01"])}))
    >>> customers = pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": "dormant",
    ...                           "yearly_value_at_stake": [5.0, 7.0]})
    >>> found = two_signals(workspace, customers, as_of=date(2024, 12, 31))
    >>> found[["talking", "n_customers", "value"]].values.tolist()
    [['in touch', 1, 5.0], ['quiet', 1, 7.0]]
    """
    if not workspace.has("touches"):
        return _no_signals()
    reached = _reached(workspace.load("touches"), as_of)
    repeat = customers[customers["dormancy_state"] != "one_time"]
    quiet = repeat["dormancy_state"] == "dormant"
    talks = repeat["customer_id"].isin(reached)
    told = repeat.assign(
        buying=quiet.map({True: "quiet", False: "buying"}).astype("str"),
        talking=talks.map({True: "in touch", False: "quiet"}).astype("str"),
    )
    found = told.groupby(["buying", "talking"], as_index=False).agg(
        n_customers=("customer_id", "size"), value=("yearly_value_at_stake", "sum")
    )
    return found.astype(_no_signals().dtypes.to_dict())


def _reached(touches: pd.DataFrame, as_of: date) -> pd.Series[str]:
    """Ids of the customers with whom somebody spoke lately."""
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    at = pd.to_datetime(touches["touched_at"])
    spoken = pd.Series(data=False, index=touches.index)
    if "outcome" in touches:
        spoken |= touches["outcome"].isin(REACHED)
    if "direction" in touches:
        spoken |= touches["direction"].eq("inbound")
    lately = (at < end) & (at >= end - pd.Timedelta(days=QUIET_TALK_DAYS))
    if "known_at" in touches:
        known = pd.to_datetime(touches["known_at"])
        lately &= known.isna() | (known < end)
    return touches.loc[spoken & lately, "customer_id"]
