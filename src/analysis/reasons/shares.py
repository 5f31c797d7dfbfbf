"""Themes counted by customer: share with interval, money, keywords and typical quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from analysis.reasons.codebook import SPECIAL_NAMES, Codebook, Theme
from analysis.statistics import wilson_bounds
from analysis.tables import Mentions, Themes, checked

_N_QUOTES = 3
#: Words of a quote that reads well by itself; shorter and longer ones come after.
_QUOTE_WORDS = (4, 45)
#: Whom a post addresses is no part of the quote.
_ADDRESSED = r"^(?:[.\s]*\[handle\][:,]?\s*)+"
#: Two quotes that share more than this part of their words say the same.
_SAME = 0.6
#: Mentions of a theme looked at for quotes, the best fitting first.
_LOOKED_AT = 60


_COLUMNS = tuple(Themes.to_schema().columns)


@dataclass(frozen=True)
class Counted:
    """What one table of themes is counted from.

    Parameters
    ----------
    mentions
        One row per theme a note names.
    money
        Yearly value at stake by customer, empty without.
    """

    mentions: DataFrame[Mentions]
    money: Mapping[str, float]

    @property
    def n_customers(self) -> int:
        """Customers with any statement: the denominator of every share."""
        return int(self.mentions["customer_id"].nunique())


def count_themes(
    counted: Counted, codebook: Codebook, *, n_empty_notes: int = 0
) -> DataFrame[Themes]:
    """Return one row per theme, parents and the two special themes included.

    Leaves come by number of customers, then *other* and *no reason given*, then parents. Notes
    that intake set aside as empty are mentions of *no reason given*; whose they are is not kept,
    so they are in no count of customers.
    """
    by_leaf = dict(iter(counted.mentions.groupby("theme_id", sort=True)))
    none = counted.mentions.iloc[:0]
    leaves = [_row(theme, by_leaf.get(theme.theme_id, none), counted) for theme in codebook.themes]
    order = ["n_customers", "theme_id"]
    ranked = pd.DataFrame(leaves, columns=list(_COLUMNS)).sort_values(
        order, ascending=[False, True]
    )
    special = [
        _row(Theme(theme_id, name), by_leaf.get(theme_id, none), counted)
        for theme_id, name in SPECIAL_NAMES.items()
    ]
    special[-1]["n_mentions"] = int(str(special[-1]["n_mentions"])) + n_empty_notes
    parents = []
    for parent in codebook.parents:
        ids = [theme.theme_id for theme in codebook.themes if theme.parent_id == parent.theme_id]
        rows = counted.mentions[counted.mentions["theme_id"].isin(ids)]
        parents.append(_row(parent, rows, counted))
    frame = pd.concat([ranked, pd.DataFrame([*special, *parents])], ignore_index=True)
    low, high = wilson_bounds(frame["n_customers"], np.full(len(frame), counted.n_customers))
    known = counted.n_customers > 0
    return checked(
        frame.assign(low=low if known else np.nan, high=high if known else np.nan), Themes
    )


def _row(theme: Theme, rows: pd.DataFrame, counted: Counted) -> dict[str, object]:
    customers = sorted(set(rows["customer_id"]))
    n_all = counted.n_customers
    money = sum((counted.money.get(customer, 0.0) for customer in customers), 0.0)
    quotes = typical_quotes(rows)
    return {
        "theme_id": theme.theme_id,
        "parent_id": theme.parent_id or None,
        "theme": theme.name,
        "n_customers": len(customers),
        "n_mentions": len(rows),
        "share": len(customers) / n_all if n_all else np.nan,
        "value": money if counted.money else np.nan,
        "keywords": ", ".join(theme.keywords),
        "quote_1": quotes[0],
        "quote_2": quotes[1],
        "quote_3": quotes[2],
    }


def typical_quotes(rows: pd.DataFrame) -> list[str]:
    """Return three quotes, the best fitting ones, readable, of different customers and words.

    Places that no quote fills are empty texts.

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": ["a", "a", "b"], "score": [0.9, 0.8, 0.7],
    ...                      "text": ["Your van came late again", "Always late, every week",
    ...                               "We wait for deliveries"]})
    >>> typical_quotes(rows)
    ['Your van came late again', 'We wait for deliveries', '']
    """
    rows = rows.assign(text=rows["text"].str.replace(_ADDRESSED, "", regex=True))
    n_words = rows["text"].str.count(r"\S+")
    awkward = ~n_words.between(*_QUOTE_WORDS) | rows["text"].str.contains("://", regex=False)
    ranked = rows.assign(awkward=awkward).sort_values(
        ["awkward", "score", "text", "customer_id"], ascending=[True, False, True, True]
    )
    chosen: list[str] = []
    heard: set[str] = set()
    for customer, text in ranked[["customer_id", "text"]].head(_LOOKED_AT).itertuples(index=False):
        if text and customer not in heard and not _repeats(text, chosen):
            chosen.append(" ".join(text.split()))
            heard.add(customer)
        if len(chosen) == _N_QUOTES:
            break
    return chosen + [""] * (_N_QUOTES - len(chosen))


def most_named(table: pd.DataFrame) -> str:
    """Return the first three themes of a table with their customers, in words.

    Parameters
    ----------
    table
        ``theme, n_customers``, the most customers first.

    Examples
    --------
    >>> most_named(pd.DataFrame({"theme": ["late", "rude"], "n_customers": [1200, 8]}))
    'late (1,200), rude (8)'
    """
    named = [f"{row.theme} ({row.n_customers:,})" for row in table.head(3).itertuples()]
    return ", ".join(named) + (", and more" if len(table) > 3 else "")


def _repeats(text: str, chosen: Sequence[str]) -> bool:
    words = set(text.lower().split())
    others = (set(other.lower().split()) for other in chosen)
    return any(len(words & other) > _SAME * min(len(words), len(other)) for other in others)


def with_seeds(codebook: Codebook, themes: DataFrame[Themes]) -> Codebook:
    """Return the codebook with the quotes of the themes as seeds where it has none."""
    quotes = {
        row["theme_id"]: tuple(
            row[f"quote_{place}"] for place in (1, 2, 3) if row[f"quote_{place}"]
        )
        for row in themes.to_dict("records")
    }
    seeded = tuple(
        theme if theme.seeds else replace(theme, seeds=quotes.get(theme.theme_id, ()))
        for theme in codebook.themes
    )
    return replace(codebook, themes=seeded)


def leading_themes(themes: DataFrame[Themes], codebook: Codebook) -> pd.DataFrame:
    """Return the rows of top themes that a customer named, most named first.

    A leaf under a parent counts through its parent. Mixed themes are left out as long as there
    are others: nobody can act on them.
    """
    tops = [theme for theme in codebook.themes if not theme.parent_id] + list(codebook.parents)
    named = themes[(themes["n_customers"] > 0)].sort_values(
        ["n_customers", "theme_id"], ascending=[False, True], ignore_index=True
    )
    found = named[named["theme_id"].isin([theme.theme_id for theme in tops if not theme.mixed])]
    every = [theme.theme_id for theme in tops]
    return found if len(found) else named[named["theme_id"].isin(every)]
