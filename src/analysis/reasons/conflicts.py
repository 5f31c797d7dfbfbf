"""The picklist against the words: rows whose code says one reason and whose note tells another.

A person chose the code, and a short note tells little; so a conflict is claimed only where the note
fits the other theme better than a quarter of the notes that are coded so and say so, and its own
code worse than nineteen in twenty of such notes. Of 47 codes that were wrong on
purpose among 866 pretend notes, 25 are claimed, and no right one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.reasons.codebook import Codebook
from analysis.reasons.coding import Mention
from analysis.reasons.shares import typical_quotes
from analysis.results import Estimate
from analysis.statistics import share_with_wilson_interval

#: Notes of a code whose words agree with it, before anything is held against them.
_FEWEST_AGREEING = 8
_AS_WELL_AS, _WORSE_THAN = 0.25, 0.05
#: Customers behind one line of the table.
_FEWEST_CUSTOMERS = 3

COLUMNS = (
    "code_id", "code", "theme_id", "theme", "n_customers", "n_coded", "share", "low", "high",
    "quote_1", "quote_2", "quote_3",
)  # fmt: skip


@dataclass(frozen=True)
class Conflicts:
    """Where codes and notes clearly disagree.

    Parameters
    ----------
    table
        One row per code and the reason that the notes tell instead: customers, customers with
        that code and a note, share with interval, masked quotes.
    share
        Customers with such a row, of all with a code and a note.
    """

    table: pd.DataFrame
    share: Estimate

    @property
    def sentence(self) -> str:
        """What stands out, empty without.

        Examples
        --------
        >>> NO_CONFLICTS.sentence
        ''
        """
        if self.table.empty:
            return ""
        top = self.table.iloc[0]
        return (
            f"For {self.share} of the customers with a code and a note, the note clearly tells "
            f"another reason than the code; most often the code says {top['code']} and the note "
            f"{top['theme']} ({top['n_customers']:,}). The code was counted."
        )


NO_CONFLICTS = Conflicts(
    pd.DataFrame(columns=list(COLUMNS)), Estimate.cannot_tell(0, "no codes beside notes")
)


def find_conflicts(
    own: Sequence[str],
    coded: Sequence[tuple[Mention, ...]],
    statements: pd.DataFrame,
    book: Codebook,
) -> Conflicts:
    """Return the conflicts between the code of a row and the words of its note.

    Parameters
    ----------
    own
        Theme id of each row's code; what is no theme of the book is not compared.
    coded
        What the words alone say, row by row.
    statements
        ``customer_id, note, text``; rows without a note are not compared.
    book
        A codebook whose themes are the picklist's codes.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> rows = pd.DataFrame({"customer_id": ["a"], "note": ["late"], "text": ["late"]})
    >>> find_conflicts(["t02"], [(Mention("t02", 1.0, "late"),)], rows, book).share.value
    0.0
    """
    ids = [theme.theme_id for theme in book.themes]
    place = {one: at for at, one in enumerate(ids)}
    rows = statements[["customer_id", "text"]].assign(
        code_id=list(own), theme_id=[mentions[0].theme_id for mentions in coded]
    )
    named = [code in {one.theme_id for one in said} for code, said in zip(own, coded, strict=True)]
    rows = rows.assign(agrees=named)[(statements["note"] != "").to_numpy()]
    rows = rows[rows["code_id"].isin(place) & rows["theme_id"].isin(place)].reset_index(drop=True)
    if rows.empty:
        return NO_CONFLICTS
    fit = book.fit_of(rows["text"].tolist())
    at = np.arange(len(rows))
    by_code = fit[at, rows["code_id"].map(place).to_numpy(dtype=int)]
    by_words = fit[at, rows["theme_id"].map(place).to_numpy(dtype=int)]
    rows = rows.assign(score=by_words, own_score=by_code)
    usual = rows[rows["agrees"]].groupby("code_id")["own_score"]
    told = usual.agg(
        size="size",
        typical=lambda fits: fits.quantile(_AS_WELL_AS),
        least=lambda fits: fits.quantile(_WORSE_THAN),
    )
    told = told[told["size"] >= _FEWEST_AGREEING]
    clear = (
        ~rows["agrees"]
        & (rows["score"] >= rows["theme_id"].map(told["typical"]))
        & (rows["own_score"] < rows["code_id"].map(told["least"]))
    )
    return _counted(rows.assign(clear=clear), book)


def _counted(rows: pd.DataFrame, book: Codebook) -> Conflicts:
    n_coded = rows.groupby("code_id")["customer_id"].nunique()
    lines = []
    for (code, theme), part in rows[rows["clear"]].groupby(["code_id", "theme_id"]):
        n = int(part["customer_id"].nunique())
        if n >= _FEWEST_CUSTOMERS:
            share = share_with_wilson_interval(n, int(n_coded[code]))
            quotes = typical_quotes(part)
            lines.append((code, book.names[code], theme, book.names[theme], n, share.n,
                          share.value, share.low, share.high, *quotes))  # fmt: skip
    table = pd.DataFrame(lines, columns=list(COLUMNS)).sort_values(
        ["n_customers", "code_id", "theme_id"], ascending=[False, True, True], ignore_index=True
    )
    n_clear = int(rows.loc[rows["clear"], "customer_id"].nunique())
    return Conflicts(table, share_with_wilson_interval(n_clear, int(rows["customer_id"].nunique())))
