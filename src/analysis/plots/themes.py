"""Tables of themes: their keywords and quotes, and how firm each one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.errors import counted
from analysis.exports import Shown, unguard_cell
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.settings import Settings


def table_of_themes(
    themes: pd.DataFrame, stability: pd.DataFrame, *, floor: int = Settings.group_floor
) -> Block:
    """Return the themes with their keywords and how stable each one is.

    Parameters
    ----------
    themes
        As ``tables.Themes``.
    stability
        ``theme_id, stability``: share of bootstrap clusterings that find the theme again, 0..1.
    floor
        Themes of fewer customers are hidden, and with them their words.

    Examples
    --------
    >>> table_of_themes(pd.DataFrame(), pd.DataFrame())
    No themes: no statement was read.
    """
    if themes.empty:
        return nothing("No themes: no statement was read.")
    names, n_all = themes.set_index("theme_id")["theme"], _all_customers(themes)
    large = large_enough(themes, "n_customers", floor)
    shown = large.merge(stability[["theme_id", "stability"]], on="theme_id", how="left")
    part_of = shown["parent_id"].map(names)
    wider = shown["theme"] + ", part of " + part_of.fillna("")
    shown = shown.assign(theme=wider.where(part_of.notna(), shown["theme"]))
    columns = (
        Shown("theme", "Theme"),
        Shown("n_customers", "Customers", "count"),
        Shown("keywords", "Words that mark it"),
        Shown("stability", "Found again", "share"),
    )
    return table(
        shown,
        columns,
        caption=f"Themes of all {n_all:,} customers with a statement, dormant or not",
        source="'Found again': on half samples, or, for a picklist's code, on held-out notes"
        + (f"; themes under {floor} customers hidden" if len(large) < len(themes) else ""),
        empty=f"No theme that {floor} or more customers name: what they say is too various.",
    )


def _all_customers(themes: pd.DataFrame) -> int:
    """Return the customers with a statement, from a row's count and share."""
    known = themes[themes["share"] > 0]
    return 0 if known.empty else round(known["n_customers"].iloc[0] / known["share"].iloc[0])


def table_of_approved_quotes(
    themes: pd.DataFrame, mentions: pd.DataFrame, *, approved: Sequence[str]
) -> Block:
    """Return the quotes that an analyst approved for a leader's report, with their themes.

    Only what is a masked statement of this export is shown; the others are counted.

    Parameters
    ----------
    themes, mentions
        As ``tables.Themes`` and ``tables.Mentions``.
    approved
        Quotes, word for word as in ``themes.csv`` or ``mentions.csv``.

    Examples
    --------
    >>> mentions = pd.DataFrame({"theme": ["late"], "text": ["Late  again"]})
    >>> table_of_approved_quotes(pd.DataFrame(), mentions, approved=["Late again", "dear"])
    In their words (1 of 2 approved quotes; the rest is of no statement in this export)
    Theme | A customer
    late | Late again
    >>> table_of_approved_quotes(pd.DataFrame(), mentions, approved=[]).facts
    {'empty': True}
    """
    if not approved:
        return nothing("No customer's own words are shown: none are approved for this report.")
    said = {_one_line(text): theme for theme, text in _said(themes, mentions)}
    wanted = dict.fromkeys(filter(None, map(_one_line, map(unguard_cell, approved))))
    found = [(said[quote], quote) for quote in wanted if quote in said]
    if not found:
        return nothing("No approved quote is of a statement in this export.")
    rest = "; the rest is of no statement in this export" if len(found) < len(wanted) else ""
    return table(
        pd.DataFrame(found, columns=["theme", "quote"]),
        (Shown("theme", "Theme"), Shown("quote", "A customer")),
        caption="In their words",
        source=f"{len(found)} of {counted(len(wanted), 'approved quote')}{rest}",
    )


def _said(themes: pd.DataFrame, mentions: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield theme and text of all statements, and of the quotes, which leave a greeting out."""
    if len(mentions):
        yield from mentions[["theme", "text"]].itertuples(index=False, name=None)
    for column in ("quote_1", "quote_2", "quote_3"):
        if column in themes:
            yield from themes[["theme", column]].itertuples(index=False, name=None)


def _one_line(text: str) -> str:
    return " ".join(str(text).split())


def table_of_quotes(themes: pd.DataFrame) -> Block:
    """Return three typical quotes a theme, masked, for the analyst only.

    Examples
    --------
    >>> table_of_quotes(pd.DataFrame())
    No quotes: no statement was read.
    """
    if themes.empty:
        return nothing("No quotes: no statement was read.")
    columns = (
        Shown("theme", "Theme"),
        Shown("quote_1", "Typical"),
        Shown("quote_2", "Also"),
        Shown("quote_3", "Also"),
    )
    return table(
        themes,
        columns,
        caption="In their words",
        source="Masked; may still hold personal data. In a leader's report only if approved_quotes "
        "in whyleft.toml lists it",
    )
