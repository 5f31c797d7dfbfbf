"""Lots drawn by hash: the same customer and seed give the same lot, in every run and month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.statistics import Floats
from analysis.winback.closing import age_band

#: Digits of a stable name.
_ID_DIGITS = 12


def lots(ids: Iterable[str], *, seed: int, draw: str) -> Floats:
    """Return each customer's lot in one draw, 0 <= lot < 1, shape (n,).

    It depends on the seed, the draw's name and the id alone: not on who else is there.

    Parameters
    ----------
    draw
        What is drawn for; lots of different draws have nothing to do with each other.

    References
    ----------
    Deterministic assignment by hash: Kohavi, Tang & Xu (2020), Trustworthy Online Controlled
    Experiments, chapter 4.

    Examples
    --------
    >>> lots(["a", "b"], seed=0, draw="arm").round(3).tolist()
    [0.691, 0.405]
    """
    key = f"{seed}:{draw}:".encode()
    digests = (hashlib.sha256(key + one.encode()).digest()[:7] for one in ids)
    # 53 bits are what a double holds exactly.
    return np.array([int.from_bytes(one, "big") >> 3 for one in digests], np.float64) / 2.0**53


def is_held(ids: Iterable[str], *, share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Return who is held back from calls, shape (n,).

    A hash cannot give each stratum its exact share and keep everybody's arm from month to month,
    since customers move between strata; arms that stay are worth more. Each stratum then holds
    the share up to chance, and the strata are written beside the arms.

    Parameters
    ----------
    share
        Of all customers, 0..1.

    Examples
    --------
    >>> is_held(["a", "b"], share=0.5, seed=0).tolist()
    [False, True]
    """
    return np.asarray(lots(ids, seed=seed, draw="arm") < share)


def strata_of(people: pd.DataFrame) -> pd.Series:
    """Return the stratum of each customer in words: tier and age of the silence.

    Parameters
    ----------
    people
        ``tier, days_since_last_order``.

    Examples
    --------
    >>> strata_of(pd.DataFrame({"tier": ["A", None], "days_since_last_order": [200, 800]})).tolist()
    ['A, 6 to 12 months', 'no tier, 2 to 5 years']
    """
    tier = people["tier"].fillna("no tier").astype("str")
    return tier + ", " + age_band(people["days_since_last_order"].fillna(0))


def call_ids(program: str, customers: Iterable[str], contacts: Iterable[str]) -> list[str]:
    """Return a stable name of each call: the program, the customer and the contact in a hash.

    Examples
    --------
    >>> call_ids("calls 2024-12-31", ["a"], ["a-1"])
    ['4bbcc099f890']
    """
    pairs = zip(customers, contacts, strict=True)
    texts = ("\0".join((program, one, other)) for one, other in pairs)
    return [hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS] for text in texts]
