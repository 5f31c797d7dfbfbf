"""Tables of contact: threads, departments, movers, first touches and reps."""

from __future__ import annotations

import pandas as pd

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table


def table_of_first_touch(first: pd.DataFrame, *, floor: int) -> Block:
    """Return how the first touch after the last order began.

    Examples
    --------
    >>> table_of_first_touch(pd.DataFrame(), floor=10)
    Nothing to show: it needs dormant customers and a touches table.
    """
    n = int(first["n_customers"].sum()) if len(first) else 0
    columns = (
        Shown("kind", "The first touch"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )
    return table(
        first if n >= floor else first.head(0),
        columns,
        caption="Do we listen first?",
        source=f"n = {n:,} dormant customers touched since their last order",
        empty=f"Nothing to show: fewer than {floor} dormant customers were touched since they "
        "stopped."
        if len(first.columns)
        else "Nothing to show: it needs dormant customers and a touches table.",
    )


def table_of_threads(threads: pd.DataFrame, *, floor: int) -> Block:
    """Return how many customers who still buy hang on fewer than two contacts, by tier.

    Parameters
    ----------
    threads
        As ``winback.single_threaded`` returns it.
    floor
        Tiers of fewer customers are hidden.

    Examples
    --------
    >>> table_of_threads(pd.DataFrame(), floor=5)
    Nothing to show: it needs contacts and touches tables.
    """
    columns = (
        Shown("tier", "Tier"),
        Shown("n_customers", "Customers who buy", "count"),
        Shown("n_on_file", "Fewer than two contacts on file", "count"),
        Shown("n_spoken", "Fewer than two spoken with", "count"),
        Shown("share", "Share of these", "share", "low", "high"),
        Shown("value", "Their yearly spend", "money"),
    )
    return table(
        large_enough(threads, "n_customers", floor),
        columns,
        caption="Hanging on one contact, or on none",
        source="Spoken with in the last 180 days; who spoke with nobody there stands under both; "
        "contacts who left are not counted",
        empty=f"Nothing to show: no tier has {floor} customers who buy."
        if len(threads)
        else "Nothing to show: it needs contacts and touches tables.",
    )


def table_of_departments(departments: pd.DataFrame, *, floor: int) -> Block:
    """Return which departments of dormant customers were spoken with since their last order.

    Examples
    --------
    >>> table_of_departments(pd.DataFrame(), floor=5)
    Nothing to show: no contacts table names departments.
    """
    columns = (
        Shown("department", "Department"),
        Shown("n_on_file", "Customers with one on file", "count"),
        Shown("n_spoken", "Spoken with there", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )
    return table(
        large_enough(departments, "n_on_file", floor),
        columns,
        caption="Whom we listen to",
        source="Dormant customers; spoken with since their last order",
        empty=f"Nothing to show: no department of {floor} or more dormant customers."
        if len(departments)
        else "Nothing to show: no contacts table names departments.",
    )


def table_of_movers(moved: pd.DataFrame, *, floor: int) -> Block:
    """Return the contacts who left for a known company, by what that company is to us.

    Examples
    --------
    >>> table_of_movers(pd.DataFrame(), floor=5)
    Nothing to show: no contact who left has a new company on file.
    """
    columns = (
        Shown("door", "The new company is a"),
        Shown("n_contacts", "Contacts", "count"),
        Shown("n_followed", "Followed within 60 days", "count"),
    )
    return table(
        large_enough(moved, "n_contacts", floor),
        columns,
        caption="Contacts who moved",
        source="Contacts with the status left and a new company; the list holds who may be called",
        empty=f"Nothing to show: fewer than {floor} contacts left for companies of one kind."
        if len(moved)
        else "Nothing to show: no contact who left has a new company on file.",
    )


def table_of_adoption(reps: pd.DataFrame, teams: pd.DataFrame) -> Block:
    """Return how far each rep reached their dormant customers, shrunk towards the team.

    Parameters
    ----------
    reps, teams
        As ``winback.rep_adoption`` and ``winback.team_adoption`` return them.

    Examples
    --------
    >>> table_of_adoption(pd.DataFrame(), pd.DataFrame())
    Nothing to show: it needs reps and touches tables, and a team of five reps or more.
    """
    n_reps = int(teams["n_reps"].sum()) if len(teams) else 0
    n_trying = int(teams["n_trying"].sum()) if len(teams) else 0
    tried = f"{n_trying:,} of {n_reps:,} reps tried a dormant customer in 90 days"
    if reps.empty and n_reps:
        return nothing(f"{tried}; no rep has enough dormant customers to tell a share.")
    columns = (
        Shown("rep_id", "Rep"),
        Shown("team", "Team"),
        Shown("n_dormant", "Dormant customers", "count"),
        Shown("n_tried", "Tried in 90 days", "count"),
        Shown("share", "Share, shrunk to the team", "share", "low", "high"),
    )
    return table(
        reps,
        columns,
        caption=tried,
        source="Few customers say little about a rep, so shares are drawn towards the team's; "
        "teams under five reps and reps under ten dormant customers hidden",
        empty="Nothing to show: it needs reps and touches tables, and a team of five reps or more.",
    )
