"""Whom nobody may contact, read from the checked tables; ``winback.who_is_barred`` decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis import winback as room
from analysis.reasons.severity import severity_of_notes
from analysis.steps.statements import with_present_ids
from analysis.workspace import Workspace

#: Columns of the customers table that the win-back room reads.
_ATTRIBUTES = [
    *("customer_id", "name", "tier", "territory", "rep_id", "status", "revisit_on", "one_time"),
    *("expected_value", "ended_on", "end_type", "segment"),
]

#: Columns by which somebody can be reached; only whether they are filled is kept.
_ADDRESSES = ("email", "phone")


def left_alone(workspace: Workspace, lost: pd.DataFrame, *, as_of: date) -> Mapping[str, pd.Series]:
    """Return dormant customers whom nobody may call, by reason; nobody without contacts.

    Parameters
    ----------
    lost
        One row per dormant customer: ``customer_id``, and ``last_order_on``, after which answers
        count.
    """
    if not workspace.has("contacts"):
        return {}
    known = [name for name in ("customer_id", "last_order_on") if name in lost]
    people = with_attributes(workspace, lost[known])
    tables = tables_of_contact(workspace) | {"customers": people}
    why = room.who_is_barred(room.take_snapshot(tables, as_of=as_of))
    return {bar: pd.Series(why.index[why == bar], dtype="str") for bar in room.BARS}


def tables_of_contact(workspace: Workspace) -> dict[str, pd.DataFrame]:
    """Return the tables at hand that say who may be contacted, under present ids."""
    names = ("contacts", "touches", "assignments")
    found = {
        name: with_present_ids(workspace, workspace.load(name))
        for name in names
        if workspace.has(name)
    }
    if "contacts" in found:
        found["contacts"] = _with_address(found["contacts"])
    if workspace.has("reasons"):
        said = with_present_ids(workspace, workspace.load("reasons"))
        found["statements"] = _with_severity(said)
    return found


def _with_severity(said: pd.DataFrame) -> pd.DataFrame:
    """Return the statements with how grave each is: as stated, else by the words of its note."""
    if "note" not in said:
        return said
    read = pd.Series(severity_of_notes(said["note"].fillna("").tolist()), index=said.index)
    stated = said["severity"].astype(float) if "severity" in said else read
    return said.assign(severity=stated.fillna(read))


def _with_address(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts without their addresses, but with whether they have any."""
    there = [name for name in _ADDRESSES if name in contacts]
    if not there:
        return contacts
    filled = contacts[there].fillna("").astype(str).apply(lambda column: column.str.strip() != "")
    return contacts.drop(columns=there).assign(has_address=filled.any(axis=1))


def with_attributes(workspace: Workspace, people: pd.DataFrame) -> pd.DataFrame:
    """Return one row per customer with what the customers table says of them.

    A dispute or a cooling off of a former id holds for the present one.

    Parameters
    ----------
    people
        With ``customer_id``, each once.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> place = Workspace(pathlib.Path(tempfile.mkdtemp()))
    >>> place.save("customers", pd.DataFrame({"customer_id": ["a", "old"], "status": ["", "legal"],
    ...                                       "merged_into": [None, "a"]}))
    >>> with_attributes(place, pd.DataFrame({"customer_id": ["a"]}))["status"].tolist()
    ['legal']
    """
    if not workspace.has("customers"):
        return people
    table = workspace.load("customers")
    rows = table[[name for name in _ATTRIBUTES if name in table]]
    rows = rows.sort_values("customer_id", kind="stable").drop_duplicates("customer_id")
    if "tier" not in rows and "segment" in rows:
        rows = rows.assign(tier=rows["segment"])
    found = people.merge(
        rows.drop(columns="segment", errors="ignore"),
        on="customer_id", how="left", validate="one_to_one",
    )  # fmt: skip
    if "status" not in table:
        return found
    former = with_present_ids(workspace, table)
    status = found["status"]
    for word in ("cooloff", "legal"):
        ids = former.loc[former["status"] == word, "customer_id"]
        status = status.mask(found["customer_id"].isin(ids), word)
    return found.assign(status=status)
