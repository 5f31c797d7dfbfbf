"""Tables of what codes and words say differently; their quotes are for the analyst only."""

from __future__ import annotations

import pandas as pd

from analysis.exports import Shown
from analysis.plots.blocks import Block, table

_SOURCE = "Masked; may still hold personal data. Not in a leader's report unless approved"


def table_of_conflicts(conflicts: pd.DataFrame, *, told: str) -> Block:
    """Return which code stands where notes clearly tell another reason.

    Parameters
    ----------
    conflicts
        As ``reasons.Conflicts`` holds it.
    told
        What to say above the table, or why there is none.

    Examples
    --------
    >>> table_of_conflicts(pd.DataFrame(), told="Nothing to show: no codes.")
    Nothing to show: no codes.
    """
    columns = (
        Shown("code", "Code"),
        Shown("theme", "The note tells"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Share of the code's customers", "share", "low", "high"),
        Shown("quote_1", "Typical"),
    )
    return table(conflicts, columns, caption=told, source=_SOURCE, empty=told)


def table_of_missed(missed: pd.DataFrame, *, told: str) -> Block:
    """Return the themes of notes that no code of the picklist covers.

    Parameters
    ----------
    missed
        As ``reasons.Missed`` holds it.
    told
        What to say above the table, or why there is none.

    Examples
    --------
    >>> table_of_missed(pd.DataFrame(), told="Nothing to show: no picklist.")
    Nothing to show: no picklist.
    """
    columns = (
        Shown("theme", "What notes tell"),
        Shown("n_customers", "Customers", "count"),
        Shown("n_without_code", "Statements without a code", "count"),
        Shown("share", "Share of customers with a note", "share", "low", "high"),
        Shown("quote_1", "Typical"),
        Shown("quote_2", "Also"),
    )
    return table(missed, columns, caption=told, source=_SOURCE, empty=told)


def table_of_new_themes(new_themes: pd.DataFrame, *, told: str) -> Block:
    """Return the themes that are proposed because hardly anybody spoke of them before.

    Parameters
    ----------
    new_themes
        As ``reasons.NewThemes`` holds it.
    told
        What to say above the table, or why there is none.

    Examples
    --------
    >>> table_of_new_themes(pd.DataFrame(), told="Nothing to show: no earlier codebook.")
    Nothing to show: no earlier codebook.
    """
    columns = (
        Shown("theme", "Proposed theme"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Share now", "share", "low", "high"),
        Shown("share_before", "Share then", "share"),
        Shown("quote_1", "Typical"),
        Shown("quote_2", "Also"),
    )
    return table(new_themes, columns, caption=told, source=_SOURCE, empty=told)
