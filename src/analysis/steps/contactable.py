"""Whom nobody may contact: read from the checked contacts, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.steps.statements import with_present_ids
from analysis.workspace import Workspace


def contact_to_ask(workspace: Workspace) -> pd.Series | None:
    """Return the contact to ask by customer: one who may be contacted and has not left.

    None without a contacts table: then nobody knows who opted out.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> workspace = Workspace(pathlib.Path(tempfile.mkdtemp()))
    >>> workspace.save("contacts", pd.DataFrame({"customer_id": ["a", "a", "b"],
    ...     "contact_id": ["a-2", "a-1", "b-1"], "may_contact": [True, True, False]}))
    >>> contact_to_ask(workspace).to_dict()
    {'a': 'a-1'}
    """
    contacts = _contacts(workspace)
    return None if contacts is None else _to_ask(contacts)


def _contacts(workspace: Workspace) -> pd.DataFrame | None:
    if not workspace.has("contacts"):
        return None
    return with_present_ids(workspace, workspace.load("contacts"))


def _to_ask(contacts: pd.DataFrame) -> pd.Series:
    free = contacts[contacts["may_contact"].fillna(value=False).astype(bool)]
    if "status" in free:
        free = free[free["status"].fillna("unknown") != "left"]
    first = free[["customer_id", "contact_id"]].sort_values(["customer_id", "contact_id"])
    return first.drop_duplicates("customer_id").set_index("customer_id")["contact_id"]


def left_alone(workspace: Workspace, lost: pd.DataFrame) -> Mapping[str, pd.Series]:
    """Return dormant customers who must not be asked, by reason; nobody without contacts.

    Parameters
    ----------
    lost
        One row per dormant customer, with ``customer_id``.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> left_alone(Workspace(pathlib.Path(tempfile.mkdtemp())), pd.DataFrame())
    {}
    """
    known = _contacts(workspace)
    if known is None:
        return {}
    ids = lost["customer_id"]
    out = {
        "no contact on file": ids[~ids.isin(known["customer_id"])],
        "no contact who may be asked": ids[~ids.isin(_to_ask(known).index)],
    }
    if workspace.has("customers"):
        rows = with_present_ids(workspace, workspace.load("customers"))
        if "status" in rows:
            rest = rows.loc[rows["status"].isin(["cooloff", "legal"]), "customer_id"]
            out["to be left alone (cooling off, or a dispute)"] = rest
    return out
