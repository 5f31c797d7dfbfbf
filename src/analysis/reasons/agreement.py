"""How far two coders agree on the reasons in the same notes, beyond chance.

Each note has a set of codes from each coder. A code by itself is a yes-or-no question, judged by
Cohen's kappa; whole sets are judged by Krippendorff's alpha with a distance between sets. Notes of
one customer are drawn together in the bootstrap, and a note counts as often as it stands for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.results import Estimate
from analysis.statistics import FEWEST_RESAMPLED, Floats, bootstrap_interval

#: Codes of one note, the main one first.
Codes = tuple[str, ...]
Verdict = Literal["reliable", "not sure", "not reliable", "cannot tell"]

#: A code that agrees less is stamped *not reliable*.
LEAST_KAPPA = 0.6

#: A code that one of the coders gave to fewer notes is too rare for kappa.
FEWEST_CODED = 5


@dataclass(frozen=True)
class DoubleCoded:
    """The same notes, coded by two.

    Parameters
    ----------
    first, second
        Each coder's codes of each note, the notes in the same order; the main code first.
    customers
        Whose note each is.
    weights
        How many notes each stands for.

    Examples
    --------
    >>> coded = DoubleCoded((("a",),), (("a", "b"),), ("c1",), np.ones(1))
    >>> coded.n_notes
    1
    """

    first: tuple[Codes, ...]
    second: tuple[Codes, ...]
    customers: tuple[str, ...]
    weights: Floats

    @property
    def n_notes(self) -> int:
        """Notes that both have coded."""
        return len(self.first)


def kappa_of_counts(both: Floats, first: Floats, second: Floats, total: Floats) -> Floats:
    """Return Cohen's kappa of a yes-or-no code from (weighted) counts of notes.

    Not a number where chance alone would agree always: a code that nobody gave, or both to all.

    Parameters
    ----------
    both, first, second, total
        Notes to which both, the first, the second gave the code; and all notes.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46.

    Examples
    --------
    20 both yes, 15 both no, 5 and 10 apart: agreed .70, by chance .50, so .40.

    >>> one = np.array([1.0])
    >>> kappa_of_counts(20 * one, 25 * one, 30 * one, 50 * one).round(2).tolist()
    [0.4]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        agreed = 1 - (first + second - 2 * both) / total
        by_chance = (first * second + (total - first) * (total - second)) / total**2
        kappa = (agreed - by_chance) / (1 - by_chance)
    return np.asarray(np.where(by_chance < 1 - 1e-12, kappa, np.nan), dtype=np.float64)


def agree_on_codes(
    coded: DoubleCoded, codes: Sequence[str], *, rng: np.random.Generator, n_draws: int = 1000
) -> pd.DataFrame:
    """Return how far the two agree on each code.

    Returns
    -------
    pandas.DataFrame
        In the order of ``codes``: ``code, n_notes, n_first, n_second, n_both`` (notes, not
        weighted), ``kappa, low, high`` (missing where the code is too rare), ``pabak`` (agreement
        with prevalence and bias put aside, 2 p - 1) and ``verdict``.

    References
    ----------
    Cohen (1960); Byrt, Bishop & Carlin (1993), J. of Clinical Epidemiology 46, 423-429, for PABAK.

    Examples
    --------
    >>> yes, no = ("late",), ("other",)
    >>> coded = DoubleCoded((yes,) * 25 + (no,) * 25, (yes,) * 20 + (no,) * 5 + (yes,) * 10
    ...                     + (no,) * 15, tuple(map(str, range(50))), np.ones(50))
    >>> found = agree_on_codes(coded, ["late"], rng=np.random.default_rng(0))
    >>> found[["n_first", "n_second", "n_both", "kappa", "pabak"]].round(2).values.tolist()
    [[25.0, 30.0, 20.0, 0.4, 0.4]]
    >>> found["verdict"].item()
    'not reliable'
    """
    draw = _customer_sums(coded)
    rows = [_one_code(coded, code, draw, rng=rng, n_draws=n_draws) for code in codes]
    columns = ["code", "n_notes", "n_first", "n_second", "n_both", "kappa", "low", "high", "pabak"]
    found = pd.DataFrame(rows, columns=columns)
    verdicts = [_verdict_on(*row) for row in found[["kappa", "low"]].itertuples(index=False)]
    return found.assign(verdict=verdicts)


def _verdict_on(kappa: float | None, low: float | None) -> Verdict:
    """Return what a kappa and the lower end of its interval allow to say.

    Examples
    --------
    >>> [_verdict_on(*one) for one in ((0.8, 0.65), (0.7, 0.5), (0.59, 0.4), (None, None))]
    ['reliable', 'not sure', 'not reliable', 'cannot tell']
    """
    if kappa is None or np.isnan(kappa):
        return "cannot tell"
    if kappa < LEAST_KAPPA:
        return "not reliable"
    return "reliable" if low is not None and low >= LEAST_KAPPA else "not sure"


def notes_needed(codes: pd.DataFrame) -> int | None:
    """Return about how many notes would let half of the codes given be judged, None if unknown.

    Parameters
    ----------
    codes
        As ``agree_on_codes`` returns it.

    Examples
    --------
    >>> codes = pd.DataFrame({"n_notes": [40, 40, 40], "n_first": [4, 2, 2], "n_second": [4, 1, 2]})
    >>> notes_needed(codes)
    100
    """
    given = codes[codes[["n_first", "n_second"]].max(axis=1) > 0]
    if given.empty:
        return None
    rarest = given[["n_first", "n_second"]].min(axis=1)
    half = float(rarest.quantile(0.5, interpolation="higher"))
    if half == 0:
        return None
    wanted = max(int(given["n_notes"].max()) * FEWEST_CODED / half, FEWEST_RESAMPLED)
    return math.ceil(wanted / 10) * 10


def _customer_sums(coded: DoubleCoded) -> Callable[[npt.ArrayLike], Floats]:
    """Return what adds up a number per note by customer, each note as often as it stands for."""
    names, place = np.unique(np.array(coded.customers, dtype=str), return_inverse=True)

    def sums(per_note: npt.ArrayLike) -> Floats:
        weighted = np.asarray(per_note, float) * coded.weights
        return np.bincount(place, weighted, minlength=len(names)).astype(np.float64)

    return sums


def _one_code(
    coded: DoubleCoded,
    code: str,
    sums: Callable[[npt.ArrayLike], Floats],
    *,
    rng: np.random.Generator,
    n_draws: int,
) -> tuple[object, ...]:
    first = np.array([code in codes for codes in coded.first], dtype=bool)
    second = np.array([code in codes for codes in coded.second], dtype=bool)
    by_customer = np.stack([sums(part) for part in (first & second, first, second, first | True)])
    whole = by_customer.sum(axis=1, keepdims=True)
    kappa = float(kappa_of_counts(*whole)[0])
    pabak = float(1 - 2 * (whole[1] + whole[2] - 2 * whole[0])[0] / whole[3][0])
    counts = (len(first), int(first.sum()), int(second.sum()), int((first & second).sum()))
    n_customers = by_customer.shape[1]
    if min(counts[1:3]) < FEWEST_CODED or n_customers < FEWEST_RESAMPLED:
        return (code, *counts, np.nan, np.nan, np.nan, pabak)
    low, high = bootstrap_interval(
        lambda draws: kappa_of_counts(*(draws @ by_customer.T).T),
        n_customers, rng=rng, n_draws=n_draws,
    )  # fmt: skip
    return (code, *counts, kappa, min(low, kappa), max(high, kappa), pabak)


def masi_distance(one: Collection[Hashable], other: Collection[Hashable]) -> float:
    """Return how far two sets of codes lie apart, 0 (equal) to 1 (nothing in common).

    One minus the shared part of both (Jaccard) times 1 for equal sets, 2/3 where one holds the
    other, 1/3 where they only overlap.

    References
    ----------
    Passonneau (2006), Measuring agreement on set-valued items (MASI), LREC.

    Examples
    --------
    >>> masi_distance("ab", "ab"), masi_distance("ab", "cd"), masi_distance("", "")
    (0.0, 1.0, 0.0)
    >>> round(masi_distance("a", "ab"), 4), round(masi_distance("ab", "bc"), 4)
    (0.6667, 0.8889)
    """
    a, b = frozenset(one), frozenset(other)
    if a == b:
        return 0.0
    if not a & b:
        return 1.0
    likeness = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - likeness * len(a & b) / len(a | b)


def _alpha(coincidences: Floats, apart: Floats) -> float:
    sizes = coincidences.sum(axis=1)
    total = sizes.sum()
    expected = (np.outer(sizes, sizes) * apart).sum()
    if expected <= 0 or total <= 1:
        return float("nan")
    return float(1 - (total - 1) * (coincidences * apart).sum() / expected)


def agree_on_sets(coded: DoubleCoded, *, rng: np.random.Generator, n_draws: int = 1000) -> Estimate:
    """Return Krippendorff's alpha of whole sets of codes, with MASI distance.

    References
    ----------
    Krippendorff (2011); Passonneau (2006).

    Examples
    --------
    >>> same = (("a",), ("b", "a")) * 15
    >>> coded = DoubleCoded(same, same, tuple(map(str, range(30))), np.ones(30))
    >>> agree_on_sets(coded, rng=np.random.default_rng(0)).value
    1.0
    """
    names, customer = np.unique(np.array(coded.customers, dtype=str), return_inverse=True)
    if len(names) < FEWEST_RESAMPLED:
        why = f"fewer than {FEWEST_RESAMPLED} customers coded by both"
        return Estimate.cannot_tell(coded.n_notes, why, "ratio")
    sides = [[frozenset(codes) for codes in side] for side in (coded.first, coded.second)]
    values = sorted({*sides[0], *sides[1]}, key=lambda codes: repr(sorted(codes)))
    place = {value: number for number, value in enumerate(values)}
    apart = np.array([[masi_distance(a, b) for b in values] for a in values])
    first, second = ([place[codes] for codes in side] for side in sides)

    def alpha_of(counts: Floats) -> float:
        weights, found = coded.weights * counts[customer], np.zeros_like(apart)
        np.add.at(found, (first, second), weights)
        return _alpha(found + found.T, apart)

    value = alpha_of(np.ones(len(names)))
    if np.isnan(value):
        return Estimate.cannot_tell(coded.n_notes, "all notes have the same codes", "ratio")
    low, high = bootstrap_interval(
        lambda draws: np.array([alpha_of(counts) for counts in draws]),
        len(names), rng=rng, n_draws=n_draws,
    )  # fmt: skip
    method = "Krippendorff's alpha, MASI distance; bootstrap 95 % over customers"
    return Estimate(value, min(low, value), max(high, value), coded.n_notes, method, "ratio")


def agree_on_main(coded: DoubleCoded, *, rng: np.random.Generator, n_draws: int = 1000) -> Estimate:
    """Return Cohen's kappa of the main code, the first of each note.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46.

    Examples
    --------
    >>> same = (("a",), ("b", "a")) * 15
    >>> coded = DoubleCoded(same, same, tuple(map(str, range(30))), np.ones(30))
    >>> str(agree_on_main(coded, rng=np.random.default_rng(0)))
    '1.0 (n=30)'
    """
    sums = _customer_sums(coded)
    mains = [[codes[0] if codes else "" for codes in side] for side in (coded.first, coded.second)]
    first, second = (np.array(side, dtype=object) for side in mains)
    same = sums((first == second).astype(float))
    if len(same) < FEWEST_RESAMPLED:
        why = f"fewer than {FEWEST_RESAMPLED} customers coded by both"
        return Estimate.cannot_tell(coded.n_notes, why, "ratio")
    values = sorted({*mains[0], *mains[1]})
    given = [np.stack([sums(side == value) for value in values]) for side in (first, second)]
    total = sums(np.ones(coded.n_notes))

    def kappa_of(draws: Floats) -> Floats:
        n = draws @ total
        by_chance = ((draws @ given[0].T) * (draws @ given[1].T)).sum(axis=1) / n**2
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((draws @ same / n - by_chance) / (1 - by_chance), dtype=np.float64)

    value = float(kappa_of(np.ones((1, len(total))))[0])
    if np.isnan(value):
        return Estimate.cannot_tell(coded.n_notes, "all notes have the same code", "ratio")
    low, high = bootstrap_interval(kappa_of, len(total), rng=rng, n_draws=n_draws)
    method = "Cohen's kappa of the main code; bootstrap 95 % over customers"
    return Estimate(value, min(low, value), max(high, value), coded.n_notes, method, "ratio")
