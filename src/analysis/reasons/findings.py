"""The sentence, numbers and doubts of ``read_reasons``; the unit is the customer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from analysis.reasons.codebook import NO_REASON_ID, OTHER_ID, Codebook
from analysis.reasons.shares import Counted, leading_themes
from analysis.results import Estimate, Finding, capital, in_words
from analysis.settings import Settings
from analysis.statistics import money_share_with_bootstrap_interval, share_with_wilson_interval
from analysis.tables import Themes

#: Under this a theme is found again on less than half of its texts.
_UNSTEADY = 0.5
#: Under this many statements themes are a reading aid, not a measurement.
_FEW = 20


def say_reasons(
    counted: Counted,
    themes: DataFrame[Themes],
    book: Codebook,
    *,
    settings: Settings,
    n_empty_notes: int,
) -> Finding:
    """Return what a leader can repeat, with every number behind it."""
    leaves = leading_themes(themes, book)
    numbers = _counts(counted, n_empty_notes)
    numbers["n_themes"] = Estimate.exact(len(book.themes), counted.n_customers, "leaf themes")
    if leaves.empty:
        return Finding(_no_theme(numbers), numbers, _doubts(numbers, book, settings.n_themes))
    top = leaves.iloc[0]
    numbers["top_reason_share"] = share_with_wilson_interval(
        int(top["n_customers"]), counted.n_customers
    )
    sentence = _leading(str(top["theme"]), numbers["top_reason_share"])
    sentence += _more_fit_none(numbers)
    if counted.money:
        richest = leaves.sort_values(["value", "theme_id"], ascending=[False, True]).iloc[0]
        numbers |= _money(counted, richest, settings)
        sentence += _by_money(str(richest["theme"]), numbers["top_money_reason_share"])
    return Finding(sentence, numbers, _doubts(numbers, book, settings.n_themes))


def _no_theme(numbers: Mapping[str, Estimate]) -> str:
    other = numbers["only_other_share"]
    if not other.value:
        return "**Cannot tell why**: no note states a reason that could be read."
    return (
        f"**Cannot tell why**: what customers say fits no theme ({in_words(other.value, 'share')} "
        f"of the {other.n:,} {_customers(other.n)} with a statement); read their notes."
    )


def _more_fit_none(numbers: Mapping[str, Estimate]) -> str:
    """Say so where more customers say what fits no theme than name the first one."""
    other, top = numbers["only_other_share"], numbers["top_reason_share"]
    if (other.value or 0.0) <= (top.value or 0.0):
        return ""
    return f" More, **{in_words(other.value or 0.0, 'share')}**, say only what fits no theme."


def _counts(counted: Counted, n_empty_notes: int) -> dict[str, Estimate]:
    rows, n_all = counted.mentions, counted.n_customers
    n_statements = len(rows.drop_duplicates(["customer_id", "reason_id"]))
    quiet = rows["theme_id"] == NO_REASON_ID
    reasons = rows[~rows["theme_id"].isin([OTHER_ID, NO_REASON_ID])]
    named = reasons.groupby("customer_id")["theme_id"].nunique()
    told, several = len(named), int((named > 1).sum())
    silent = n_all - int(rows.loc[~quiet, "customer_id"].nunique())
    other = n_all - int(rows.loc[rows["theme_id"] != OTHER_ID, "customer_id"].nunique())
    return {
        "n_statements": Estimate.exact(n_statements, n_statements, "counted statements"),
        "n_customers_with_statement": Estimate.exact(n_all, n_all, "counted"),
        "n_customers_with_reason": Estimate.exact(told, n_all, "counted"),
        "n_no_reason_statements": Estimate.exact(
            int(quiet.sum()) + n_empty_notes, n_statements + n_empty_notes, "counted statements"
        ),
        "no_reason_share": share_with_wilson_interval(silent, n_all),
        "only_other_share": share_with_wilson_interval(other, n_all),
        "several_reasons_share": share_with_wilson_interval(several, told),
    }


def _money(counted: Counted, richest: pd.Series, settings: Settings) -> dict[str, Estimate]:
    rows = counted.mentions
    customers = np.array(sorted(set(rows["customer_id"])), dtype=object)
    amounts = np.array([counted.money.get(customer, 0.0) for customer in customers])
    members = set(rows.loc[rows["theme_id"] == richest["theme_id"], "customer_id"])
    inside = np.array([customer in members for customer in customers], dtype=bool)
    share = money_share_with_bootstrap_interval(
        np.maximum(amounts, 0),
        inside,
        rng=np.random.default_rng(settings.random_state),
        n_draws=settings.n_bootstrap,
    )
    n = int(richest["n_customers"])
    value = Estimate.exact(float(richest["value"]), n, "summed over its customers", "money")
    return {"top_money_reason_share": share, "top_money_reason_value": value}


def _leading(theme: str, share: Estimate) -> str:
    low, high = share.low or 0.0, share.high or 0.0
    said = (
        f"**{capital(theme)}** is named by **{in_words(share.value or 0.0, 'share')}** "
        f"({share.interval}) of the {share.n:,} {_customers(share.n)} with a statement"
    )
    if low >= 0.5:
        return f"{said}: at least half."
    if high < 0.5:
        return f"{said}. No single reason explains half."
    return f"{said}; whether it is half of them these notes cannot tell."


def _customers(n: int) -> str:
    return "customer" if n == 1 else "customers"


def _by_money(theme: str, share: Estimate) -> str:
    if not share.known or share.value is None:
        return ""
    return (
        f" By money it is **{theme}**, with {in_words(share.value, 'share')} ({share.interval}) "
        "of the value at stake of customers with a statement."
    )


#: By whether the themes are the picklist's codes.
_ORIGINS = {
    False: "Themes were found in the words of the notes and named by their commonest words; read "
    "their quotes before acting on a name.",
    True: "Themes are the codes of the export's own picklist; a row's own code is taken as given, "
    "and notes without a code were assigned by their words.",
}
_SO_FEW = {False: "the themes are a reading aid", True: "no share is known well"}


def _doubts(numbers: dict[str, Estimate], book: Codebook, n_themes: int) -> tuple[str, ...]:
    n_statements = int(numbers["n_statements"].value or 0)
    by_code = book.origin == "picklist"
    doubts = [
        "Shares are of customers with a statement, not of all who left; several reasons may apply "
        "to one customer, so they add to more than 100%.",
        _ORIGINS[by_code],
    ]
    if 0 < n_statements < _FEW:
        doubts.append(f"Under {_FEW} statements ({n_statements}): {_SO_FEW[by_code]}.")
    doubts += [*_mixed(book), *_unsteady(book), *_left_over(numbers)]
    if n_themes and len(book.themes) < n_themes:
        doubts.append(
            f"{n_themes} themes were asked for; the notes hold {len(book.themes)} distinct ones."
        )
    return tuple(doubts)


def _mixed(book: Codebook) -> list[str]:
    mixed = [theme.name for theme in book.themes if theme.mixed]
    if not mixed:
        return []
    return [
        f"{len(mixed)} of {len(book.themes)} themes hold what is left when the clear ones are "
        f"taken out ({', '.join(mixed[:3])}); no sentence leads with them."
    ]


def _unsteady(book: Codebook) -> list[str]:
    shaky = [t.name for t in book.themes if t.stability is not None and t.stability < _UNSTEADY]
    if not shaky:
        return []
    named = ", ".join(shaky[:5]) + (" and more" if len(shaky) > 5 else "")
    tried = (
        f"{'is' if len(shaky) == 1 else 'are'} found again by words alone in under half of "
        "held-out coded notes"
        if book.origin == "picklist"
        else f"{'comes' if len(shaky) == 1 else 'come'} back poorly on random halves of the notes"
    )
    return [
        f"{len(shaky)} of {len(book.themes)} themes {tried} ({named}): take "
        f"{'its share' if len(shaky) == 1 else 'their shares'} as rough."
    ]


def _left_over(numbers: dict[str, Estimate]) -> list[str]:
    found = []
    other, quiet = numbers["only_other_share"], numbers["n_no_reason_statements"]
    if other.value:
        found.append(f"Of the customers with a statement, {other} said only what fits no theme.")
    if quiet.value:
        found.append(
            f"{int(quiet.value):,} of {quiet.n:,} statements give no reason, those set "
            "aside for it too (blank, nobody reached, or they would not say)."
        )
    return found
