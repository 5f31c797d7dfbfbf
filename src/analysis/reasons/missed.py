"""What the picklist misses: themes of notes that fit no code, whatever code stands beside them.

A note is looked at where its words fit every code worse than nineteen in twenty of the notes that
are coded so and say so, each measured without having taught its code. Such notes are grouped by
their words. A group is told when it is found again on random halves, and when those who code leave
it without a code (or under *other*) more often than chance would. With one code of two pretend
companies taken away at a time, 3 of 18 were found, and nothing else: an empty table proves little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from sklearn.model_selection import StratifiedKFold

from analysis.reasons.codebook import Codebook
from analysis.reasons.coding import Mention
from analysis.reasons.entries import NO_REASON_ID, OTHER_ID, Theme, heirs
from analysis.reasons.learning import learn_codebook
from analysis.reasons.picklist import code_centres
from analysis.reasons.shares import most_named, typical_quotes
from analysis.reasons.themes import likeness
from analysis.results import Estimate
from analysis.statistics import flagged_by_false_discovery_rate, share_with_wilson_interval

#: Notes of a code whose words agree with it, before its fit is a yardstick.
_FEWEST_AGREEING = 8
_FOLDS = 5
_WORSE_THAN = 0.05
#: Notes without a home before themes are sought among them, and customers that a theme needs.
_FEWEST_NOTES, _FEWEST_CUSTOMERS = 20, 8
#: A theme that is found again on less than half of its texts is no theme.
_STEADY = 0.5

COLUMNS = (
    "theme_id", "theme", "n_customers", "n_statements", "n_without_code", "share", "low", "high",
    "keywords", "quote_1", "quote_2", "quote_3",
)  # fmt: skip


@dataclass(frozen=True)
class Missed:
    """Themes that no code covers.

    Parameters
    ----------
    table
        One row per theme, the most customers first: customers, statements, those of them without
        a code (or with *other*), share of all customers with a note, keywords, masked quotes.
    share
        Customers with a note that fits no code, of all customers with a note.
    """

    table: pd.DataFrame
    share: Estimate

    @property
    def sentence(self) -> str:
        """What the picklist lacks, empty without.

        Examples
        --------
        >>> NOTHING_MISSED.sentence
        ''
        """
        if self.table.empty:
            return ""
        return (
            f"The picklist seems to lack a code for what notes tell, with the number of "
            f"customers: {most_named(self.table)}. Their notes count under the code that stands "
            "beside them or is nearest."
        )


NOTHING_MISSED = Missed(
    pd.DataFrame(columns=list(COLUMNS)), Estimate.cannot_tell(0, "no picklist with notes")
)


def find_missed(
    own: Sequence[str],
    coded: Sequence[tuple[Mention, ...]],
    statements: pd.DataFrame,
    book: Codebook,
    *,
    fresh: bool,
    random_state: int = 0,
) -> Missed:
    """Return the themes of notes that fit no code of the picklist.

    Parameters
    ----------
    own
        Theme id of each row's code; anything else is taken as no code.
    coded
        What the words alone say, row by row.
    statements
        ``customer_id, reason_id, note``; rows without a note are left out.
    book
        The codes; themes that words made miss nothing, for words are all they come from.
    fresh
        The book was learnt from these rows: they fit it better than others would.
    random_state
        Seed of the grouping.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> rows = pd.DataFrame({"customer_id": ["a"], "reason_id": ["1"], "note": ["late"]})
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> find_missed([""], [(Mention("t02", 1.0, "late"),)], rows, book, fresh=True).share.known
    False
    """
    first = [mentions[0].theme_id for mentions in coded]
    rows = statements[["customer_id", "reason_id", "note"]].assign(
        code_id=list(own), theme_id=first
    )
    rows = rows[(rows["note"] != "") & (rows["theme_id"] != NO_REASON_ID)].reset_index(drop=True)
    if book.origin != "picklist" or rows.empty:
        return NOTHING_MISSED
    fits = _held_out(rows, book, random_state) if fresh else book.fit_of(rows["note"].tolist())
    homeless = rows[~((fits >= _usual_fit(rows, fits, book)).any(axis=1) | _retired(rows, book))]
    n_all, n_homeless = rows["customer_id"].nunique(), homeless["customer_id"].nunique()
    share = share_with_wilson_interval(int(n_homeless), int(n_all))
    if len(homeless) < _FEWEST_NOTES:
        return Missed(NOTHING_MISSED.table, share)
    bare = ~rows["code_id"].isin([theme.theme_id for theme in book.themes])
    rows = rows.assign(homeless=rows.index.isin(homeless.index), bare=bare)
    return Missed(_themes_of(rows, int(n_all), random_state), share)


def _retired(rows: pd.DataFrame, book: Codebook) -> npt.NDArray[np.bool_]:
    """Return which notes fit a theme best that somebody retired: nothing is lacking there."""
    gone = [at for at, one in enumerate(book.centre_ids) if not heirs(book.edits, one)]
    if not gone:
        return np.zeros(len(rows), dtype=bool)
    alike = likeness(book.embedder.encode(rows["note"].tolist()), book.centres)
    return np.isin(alike.argmax(axis=1), gone)


def _held_out(rows: pd.DataFrame, book: Codebook, random_state: int) -> npt.NDArray[np.float64]:
    """Return how well each note fits each code when it did not teach that code, shape (n, k)."""
    points = book.embedder.encode(rows["note"].tolist())
    fits = likeness(points, book.centres)
    ids = [theme.theme_id for theme in book.themes]
    coded = np.flatnonzero(rows["code_id"].isin(ids))
    labels = rows["code_id"].iloc[coded].map(ids.index).to_numpy(dtype=np.int64)
    if len(coded) == 0 or np.bincount(labels, minlength=len(ids)).min() < _FOLDS:
        return fits
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=random_state)
    for taught, held in folds.split(points[coded], labels):
        centres = code_centres(points[coded[taught]], labels[taught], len(ids))
        fits[coded[held]] = likeness(points[coded[held]], centres)
    return fits


def _usual_fit(
    rows: pd.DataFrame, fits: npt.NDArray[np.float64], book: Codebook
) -> npt.NDArray[np.float64]:
    """Return the fit that nineteen in twenty notes of each code reach, shape (k,)."""
    least = np.full(len(book.themes), book.gate)
    nearest = np.array([theme.theme_id for theme in book.themes])[fits.argmax(axis=1)]
    agrees = rows["code_id"].to_numpy() == nearest
    for at, theme in enumerate(book.themes):
        own = fits[agrees & (rows["code_id"] == theme.theme_id).to_numpy(), at]
        if len(own) >= _FEWEST_AGREEING:
            least[at] = max(book.gate, float(np.quantile(own, _WORSE_THAN)))
    return least


def _themes_of(rows: pd.DataFrame, n_all: int, random_state: int) -> pd.DataFrame:
    notes = rows.loc[rows["homeless"], "note"].tolist()
    found = learn_codebook(notes, with_parts=False, random_state=random_state)
    rows = _placed(rows, found)
    members = [rows[rows["homeless"] & (rows["place"] == one.theme_id)] for one in found.themes]
    sure = flagged_by_false_discovery_rate([_p_value(part, rows) for part in members])
    lines = []
    for theme, part, flag in zip(found.themes, members, sure, strict=True):
        n = int(part["customer_id"].nunique())
        if not flag or n < _FEWEST_CUSTOMERS or not _is_steady(theme):
            continue
        share = share_with_wilson_interval(n, n_all)
        quotes = typical_quotes(part)
        lines.append((theme.name, n, len(part), int(part["bare"].sum()), share.value, share.low,
                      share.high, ", ".join(theme.keywords), *quotes))  # fmt: skip
    table = pd.DataFrame(lines, columns=list(COLUMNS[1:])).sort_values(
        ["n_customers", "theme"], ascending=[False, True], ignore_index=True
    )
    table.insert(0, "theme_id", [f"m{place + 1:02}" for place in table.index])
    return table


def _placed(rows: pd.DataFrame, found: Codebook) -> pd.DataFrame:
    """Give each note the theme it is nearest to, whether it has a home in the picklist or not."""
    fits = found.fit_of(rows["note"].tolist())
    ids = np.array([theme.theme_id for theme in found.themes], dtype=object)
    place = np.where(fits.max(axis=1) >= found.gate, ids[fits.argmax(axis=1)], OTHER_ID)
    return rows.assign(place=place, score=fits.max(axis=1), text=rows["note"])


def _p_value(part: pd.DataFrame, rows: pd.DataFrame) -> float:
    """Return how likely chance leaves a theme so often without a code: Fisher, one-sided."""
    counts = []
    for bare in (True, False):
        n_all = rows.loc[rows["bare"] == bare, "customer_id"].nunique()
        n = part.loc[part["bare"] == bare, "customer_id"].nunique()
        counts.append([n, n_all - n])
    return float(stats.fisher_exact(counts, alternative="greater")[1])


def _is_steady(theme: Theme) -> bool:
    return not theme.mixed and theme.stability is not None and theme.stability >= _STEADY
