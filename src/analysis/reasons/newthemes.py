"""New themes: what customers say now and hardly said when the codebook was learnt.

The gate does not find them: of the texts of a class that was held out of public notes, hardly more
fall under it than of the others, because a new reason is told in the company's old words. What
gives a new theme away is a spot where many customers speak now and hardly anybody spoke before.

Groups are found among one half of the customers and counted among the other half, so that no group
is judged by the texts that made it; both halves take their turn, and customers are halved in
several ways, because one halving may cut a group in two that neither half can tell.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

from analysis.reasons.centres import Labels, mean_centres, telling_centres
from analysis.reasons.codebook import Codebook
from analysis.reasons.entries import NO_REASON_ID, heirs
from analysis.reasons.labels import name_themes
from analysis.reasons.remembered import Remembered, statement_keys
from analysis.reasons.shares import most_named, typical_quotes
from analysis.reasons.themes import likeness, smooth
from analysis.reasons.vectors import Floats, one_thread, unit_rows
from analysis.reasons.words import check_sum
from analysis.statistics import flagged_by_false_discovery_rate, share_with_wilson_interval

#: Customers among whom groups are sought, and mentions read; the first by hash.
_FEWEST_CUSTOMERS, _MOST_MENTIONS = 40, 6_000
_N_HALVINGS = 3
_MOST_GROUPS, _LEAST_TEXTS = 150, 4
#: A theme is new when at least this many times as many customers speak of it as did before.
_TIMES = 5.0
#: What is remembered is rounded; a group of equal texts must not miss them for that.
_ROUNDING = 0.005
#: Customers that a new theme needs, and how many of them in the half that did not make the group.
_FEWEST_OF_THEME, _FEWEST_OF_HALF = 8, 3
#: A text is far from all that was said before when fewer than one in twenty was as far from what
#: other customers said then.
_FAR = 0.05


@dataclass(frozen=True)
class _Search:
    """How groups are made and from when on one is new.

    Parameters
    ----------
    texts_a_group
        Texts of a group on average.
    reach
        Share of a group's texts that must lie nearer to its centre than what is counted.
    far_only
        Look only at texts that are far from all that was said before.
    """

    texts_a_group: int
    reach: float
    far_only: bool


#: Many who say the same new thing in like words; and a new thing said in ever other words.
_TIGHT = _Search(12, 0.5, far_only=False)
_LOOSE = _Search(25, 0.1, far_only=True)

Mask = npt.NDArray[np.bool_]

COLUMNS = (
    "theme_id", "theme", "n_customers", "n_mentions", "share", "low", "high", "share_before",
    "keywords", "quote_1", "quote_2", "quote_3",
)  # fmt: skip


OF_MENTIONS = ("theme_id", "customer_id", "reason_id", "text")


@dataclass(frozen=True)
class NewThemes:
    """Themes that are proposed; a person accepts them.

    Parameters
    ----------
    table
        One row per proposal, the most customers first: ``theme_id`` (n01 ...), name, customers,
        share with interval of those who say something that they had not said then, share among
        the notes from which the book was learnt, keywords, masked quotes.
    centres
        Where each lies in the codebook's space, shape (k, d).
    mentions
        What each is made of: ``theme_id`` (n01 ...) and the mentions that lie near it, the nearest
        first; one may lie near two.
    """

    table: pd.DataFrame
    centres: Floats
    mentions: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(OF_MENTIONS)))

    def __len__(self) -> int:
        return len(self.table)

    @property
    def sentence(self) -> str:
        """What is proposed, empty without.

        Examples
        --------
        >>> NOTHING_NEW.sentence
        ''
        """
        if not len(self):
            return ""
        many = "1 new theme is" if len(self) == 1 else f"{len(self)} new themes are"
        return (
            f"{many} proposed, of which the notes behind the codebook hold hardly anything, with "
            f"the number of customers who speak of it: {most_named(self.table)}. Until one is "
            "accepted, its notes count under the nearest old theme; accepted, it takes the notes "
            "that fit it best, which may be fewer."
        )


NOTHING_NEW = NewThemes(pd.DataFrame(columns=list(COLUMNS)), np.zeros((0, 0), np.float32))


@dataclass(frozen=True)
class _Said:
    """Mentions as rows of length 1, with customer number and, for each halving, the half."""

    points: Floats
    customers: Labels
    halves: Mask
    far: Mask


@dataclass(frozen=True)
class _Turn:
    """The half in which groups are found, and where they are counted: the other half, and before.

    ``n_held`` and ``n_before`` are all customers, whether they say something looked at or not.
    """

    found: Floats
    held: Floats
    held_customers: Labels
    n_held: int
    before: Floats
    before_customers: Labels
    n_before: int


@dataclass(frozen=True)
class _Group:
    centre: Floats
    radius: float
    far_only: bool
    p_value: float
    is_new: bool


def find_new_themes(mentions: pd.DataFrame, book: Codebook, *, random_state: int = 0) -> NewThemes:
    """Return the themes that these mentions hold and the notes behind the codebook do not.

    Parameters
    ----------
    mentions
        ``customer_id, theme_id, text, score``, coded with the book.
    book
        With what it remembers of the notes it was learnt from; without that nothing is proposed.
    random_state
        Seed of the grouping.
    """
    before = book.remembered
    if before is None:
        return NOTHING_NEW
    rows = _open_mentions(mentions, book, before)
    if rows["customer_id"].nunique() < _FEWEST_CUSTOMERS:
        return NOTHING_NEW
    with one_thread():
        points = unit_rows(book.embedder.encode(rows["text"].tolist()))
        far, far_before = before.far_from(points, share=_FAR)
        said = _placed(rows, points, far)
        # Some texts lie far off in any month: under twice their share they are no theme.
        searches = (_TIGHT, _LOOSE) if far.mean() >= 2 * _FAR else (_TIGHT,)
        groups = [
            group
            for search in searches
            for turn in _turns(said, before, far_before, far_only=search.far_only)
            for group in _groups(turn, search, random_state)
        ]
    if not groups:
        return NOTHING_NEW
    sure = flagged_by_false_discovery_rate([group.p_value for group in groups])
    kept = [group for group, flag in zip(groups, sure, strict=True) if flag and group.is_new]
    members = [one for one in _members(said, kept) if _n_customers(said, one) >= _FEWEST_OF_THEME]
    if not members:
        return NOTHING_NEW
    members.sort(key=lambda one: (-_n_customers(said, one), int(np.flatnonzero(one)[0])))
    return _described(rows, said, members, book)


def _open_mentions(mentions: pd.DataFrame, book: Codebook, before: Remembered) -> pd.DataFrame:
    """Leave out no reason given, statements of then, and what an accepted new theme holds."""
    accepted = [one for edit in book.edits if edit.what == "accept" for one in edit.into]
    known = {NO_REASON_ID, *(heir for one in accepted for heir in heirs(book.edits, one))}
    rows = mentions[~mentions["theme_id"].isin(known)]
    rows = rows.drop_duplicates(["customer_id", "text"])
    rows = rows[~np.isin(statement_keys(rows), before.keys)]
    keys = [
        check_sum(f"{one}\n{text}")
        for one, text in zip(rows["customer_id"], rows["text"], strict=True)
    ]
    return rows.assign(key_=keys).sort_values("key_", ignore_index=True).head(_MOST_MENTIONS)


def _placed(rows: pd.DataFrame, points: Floats, far: Mask) -> _Said:
    codes, ids = pd.factorize(rows["customer_id"], sort=True)
    drawn = [check_sum(one)[:_N_HALVINGS] for one in ids]
    halves = np.array([[byte < 128 for byte in one] for one in drawn], dtype=bool)
    return _Said(points, codes.astype(np.int64), halves[codes], far)


def _turns(said: _Said, before: Remembered, far_before: Mask, *, far_only: bool) -> Iterator[_Turn]:
    now = said.far if far_only else np.ones_like(said.far)
    then = far_before if far_only else np.ones_like(far_before)
    points, customers = before.points.astype(np.float32)[then], before.customers[then]
    for halving in said.halves.T:
        for half in (halving, ~halving):
            n_held = len(np.unique(said.customers[~half]))
            held = ~half & now
            yield _Turn(
                said.points[half & now], said.points[held], said.customers[held], n_held,
                points, customers.astype(np.int64), before.n_customers,
            )  # fmt: skip


def _groups(turn: _Turn, search: _Search, random_state: int) -> Iterator[_Group]:
    """Find groups in one half and count them in the other half and in what was learnt."""
    n_groups = int(np.clip(len(turn.found) // search.texts_a_group, 1, _MOST_GROUPS))
    if len(turn.found) < 2 * _LEAST_TEXTS or not turn.n_held:
        return
    labels = _fine(turn.found, n_groups, random_state)
    ones = np.ones(len(labels), np.float32)
    centres = mean_centres(turn.found, labels, ones, n_groups)
    own, now = likeness(turn.found, centres), likeness(turn.held, centres)
    then = likeness(turn.before, centres)
    n_looked_at = len(np.unique(turn.held_customers))
    n_looked_at_before = len(np.unique(turn.before_customers))
    for place in range(n_groups):
        members = own[labels == place, place]
        if len(members) < _LEAST_TEXTS:
            continue
        radius = float(np.quantile(members, search.reach)) - _ROUNDING
        n_now = len(np.unique(turn.held_customers[now[:, place] >= radius]))
        n_then = len(np.unique(turn.before_customers[then[:, place] >= radius]))
        # Of those who say something looked at: new texts lie a little farther off in any case,
        # because the space was learnt from the old ones.
        counts = [[n_now, n_looked_at - n_now], [n_then, n_looked_at_before - n_then]]
        p_value = float(stats.fisher_exact(counts, alternative="greater")[1])
        times = (n_now / turn.n_held) / ((n_then + 0.5) / turn.n_before)
        enough = times >= _TIMES and n_now >= _FEWEST_OF_HALF
        yield _Group(centres[place], radius, search.far_only, p_value, enough)


def _fine(points: Floats, n_groups: int, random_state: int) -> Labels:
    model = KMeans(n_groups, n_init=1, random_state=random_state)
    with warnings.catch_warnings():  # fewer distinct points than groups is no trouble here
        warnings.simplefilter("ignore", ConvergenceWarning)
        return np.asarray(model.fit_predict(smooth(points)), dtype=np.int64)


def _members(said: _Said, groups: Sequence[_Group]) -> list[Mask]:
    """Return who belongs to each group; groups of which one holds the other's centre are one."""
    if not groups:
        return []
    centres = np.stack([group.centre for group in groups])
    inside = likeness(centres, centres) >= [group.radius for group in groups]
    joined = np.asarray(inside | inside.T, dtype=bool)
    for _ in range(len(groups)):
        joined = (joined.astype(int) @ joined.astype(int)) > 0
    belongs = likeness(said.points, centres) >= [group.radius for group in groups]
    belongs &= said.far[:, None] | ~np.array([group.far_only for group in groups], dtype=bool)
    return [np.asarray(belongs[:, row].any(axis=1)) for row in np.unique(joined, axis=0)]


def _n_customers(said: _Said, members: Mask) -> int:
    return len(set(said.customers[members].tolist()))


def _described(
    rows: pd.DataFrame, said: _Said, members: Sequence[Mask], book: Codebook
) -> NewThemes:
    labels = np.full(len(rows), len(members), dtype=np.int64)
    for place in reversed(range(len(members))):
        labels[members[place]] = place
    ones = np.ones(len(rows), np.float32)
    words = name_themes(rows["text"].tolist(), labels, ones, len(members) + 1)
    centres = _centres(rows, said, labels, len(members))
    assert book.remembered is not None
    n_all = int(said.customers.max()) + 1
    described, held = [], []
    for place, (inside, named) in enumerate(zip(members, words[:-1], strict=True)):
        share = share_with_wilson_interval(_n_customers(said, inside), n_all)
        mean = unit_rows(said.points[inside].mean(axis=0, keepdims=True))
        near = likeness(said.points[inside], mean)[:, 0]
        quotes = typical_quotes(rows[inside].assign(score=near))
        theme_id = f"n{place + 1:02}"
        nearest_first = rows[inside].iloc[np.argsort(-near.round(6), kind="stable")]
        held.append(nearest_first.assign(theme_id=theme_id).reindex(columns=list(OF_MENTIONS)))
        described.append(
            (theme_id, named.name, _n_customers(said, inside), int(inside.sum()),
             share.value, share.low, share.high,
             book.remembered.share_near(said.points[inside]),
             ", ".join(named.keywords), *quotes)
        )  # fmt: skip
    table = pd.DataFrame(described, columns=list(COLUMNS))
    return NewThemes(table, centres, pd.concat(held, ignore_index=True))


def _centres(rows: pd.DataFrame, said: _Said, labels: Labels, n_new: int) -> Floats:
    """Return centres like those of the book: means moved to what tells them from the old themes."""
    old, _ = pd.factorize(rows["theme_id"], sort=True)
    every = np.where(labels < n_new, labels, n_new + old)
    _, every = np.unique(every, return_inverse=True)
    ones = np.ones(len(every), np.float32)
    means = mean_centres(said.points, every, ones, int(every.max()) + 1)
    return telling_centres(said.points, every, ones, means)[:n_new]
