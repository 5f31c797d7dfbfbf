"""Which calls of a week are made for their value, and which to learn, with exact chances.

Two draws by lot come first: a probe among customers of whom no reason is known, and a few among
everybody. What is left goes to closing calls and to the calls worth most. Both take from the top
of a list, so the chance of a place there is the chance that enough of those above were drawn
before: a sum of hypergeometric terms, no simulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln

from analysis.statistics import Flags, Floats, Ints
from analysis.winback.calling import ASK, CLOSURE
from analysis.winback.holdouts import lots

#: Places by their reason, in the order in which a list shows them.
EXPLOIT, PROBE, CLOSING, EXPLORE = "exploit", "probe", "closure", "explore"
SLOTS = (EXPLOIT, PROBE, CLOSING, EXPLORE)

#: Terms of a sum below this are nothing.
_NOTHING = 1e-12


@dataclass(frozen=True)
class _Places:
    """Places of one pool by slot.

    Examples
    --------
    >>> _Places(6, 2, 1, 1).n_random
    3
    """

    exploit: int
    probe: int
    closure: int
    explore: int

    @property
    def n_random(self) -> int:
        """Places drawn by lot."""
        return self.probe + self.explore


def _places_by_slot(capacity: int, mix: Mapping[str, int]) -> dict[str, int]:
    """Return places in the proportion of the mix, whole numbers, the largest remainders first.

    Examples
    --------
    >>> _places_by_slot(20, {"exploit": 6, "probe": 2, "closure": 1, "explore": 1})
    {'exploit': 12, 'probe': 4, 'closure': 2, 'explore': 2}
    >>> _places_by_slot(3, {"exploit": 6, "probe": 2, "closure": 1, "explore": 1})
    {'exploit': 2, 'probe': 1, 'closure': 0, 'explore': 0}
    """
    total = sum(mix[slot] for slot in SLOTS)
    exact = {slot: capacity * mix[slot] / total for slot in SLOTS}
    whole = {slot: int(exact[slot]) for slot in SLOTS}
    rest = sorted(SLOTS, key=lambda slot: (whole[slot] - exact[slot], SLOTS.index(slot)))
    for slot in rest[: capacity - sum(whole.values())]:
        whole[slot] += 1
    return whole


def fill_slots(
    candidates: pd.DataFrame, capacity: int, *, mix: Mapping[str, int], seed: int, program: str
) -> pd.DataFrame:
    """Return whom a week's places go to, with the chance that each had of one.

    The choice does not look at who is held back. Whoever is, and would have had a place, gets its
    slot as well: these are the customers that the called ones are compared with.

    Parameters
    ----------
    candidates
        One row per customer who may be called: ``customer_id, purpose, score, in_lot`` (may be
        drawn for the probe), ``held``.
    capacity
        Calls that can be made.
    mix
        Weights of ``SLOTS``.
    program
        This week's name: another week draws other lots.

    Returns
    -------
    pandas.DataFrame
        The candidates by id, with ``slot`` (empty where there is no place), ``propensity`` (of a
        call of any kind, given that the customer is not held back) and ``probe_probability`` (of
        being drawn for the probe, held or not; missing outside it).

    References
    ----------
    Horvitz & Thompson (1952), Journal of the American Statistical Association 47(260), 663-685,
    for what the chances are used for.

    Examples
    --------
    Four may be asked, two are: one in two. The other two places go to the best of the rest.

    >>> rows = pd.DataFrame({"customer_id": list("abcd"), "purpose": "feedback",
    ...     "score": [4.0, 3.0, 2.0, 1.0], "in_lot": True, "held": False})
    >>> found = fill_slots(rows, 4, mix={"exploit": 1, "probe": 1, "closure": 0, "explore": 0},
    ...                    seed=0, program="calls")
    >>> found["slot"].value_counts().to_dict(), found["probe_probability"].dropna().unique()
    ({'exploit': 2, 'probe': 2}, array([0.5]))
    """
    rows = candidates.sort_values("customer_id", ignore_index=True)
    held, ids = rows["held"].to_numpy(bool), rows["customer_id"]
    lot = rows["in_lot"].to_numpy(bool) & rows["purpose"].eq(ASK).to_numpy()
    closing = rows["purpose"].eq(CLOSURE).to_numpy()
    worth = ~closing & (rows["score"] > 0).to_numpy()
    counts = [int((mark & ~held).sum()) for mark in (lot, closing, worth, np.ones_like(held))]
    places = _places(capacity, mix, counts)
    order = np.lexsort((ids.to_numpy(str), -rows["score"].to_numpy(float)))
    slot = np.full(len(rows), "", dtype=object)
    for name, number, may, turn in (
        (PROBE, places.probe, lot, np.argsort(lots(ids, seed=seed, draw=f"{program}:{PROBE}"))),
        (EXPLORE, places.explore, np.ones_like(held),
         np.argsort(lots(ids, seed=seed, draw=f"{program}:{EXPLORE}"))),
        (CLOSING, places.closure, closing, order),
        (EXPLOIT, places.exploit, worth, order),
    ):  # fmt: skip
        left = turn[may[turn] & (slot[turn] == "")]
        slot[_until(left, held, number)] = name
    by_lot = min(places.probe / max(counts[0], 1), 1.0)
    share_free = counts[0] / max(int(lot.sum()), 1)
    return rows.assign(
        slot=slot,
        propensity=_chances(places, order, lot, (closing, worth), held),
        probe_probability=np.where(slot == PROBE, by_lot * share_free, np.nan),
    )


def _places(capacity: int, mix: Mapping[str, int], counts: list[int]) -> _Places:
    """Return places that can be filled; what one slot cannot use goes to the others.

    The numbers depend on who is there and not on the draws, or the chances would not be exact.
    """
    n_lot, n_closing, n_worth, n_all = counts
    wanted = _places_by_slot(min(capacity, n_all), mix)
    probe = min(wanted[PROBE], n_lot)
    explore = min(wanted[EXPLORE], n_all - probe)
    if capacity >= n_all:  # room for everybody who is worth it, and one more for who is held back
        more = int(capacity > n_all)
        return _Places(n_worth + more, probe, n_closing + more, explore)
    closure = min(wanted[CLOSING], n_closing)
    rest = capacity - probe - explore
    exploit = min(rest - closure, n_worth)
    return _Places(exploit, probe, min(rest - exploit, n_closing), explore)


def _until(turn: Ints, held: Flags, number: int) -> Ints:
    """Return customers in their turn until ``number`` of them are not held back."""
    free = ~held[turn]
    return np.asarray(turn[np.cumsum(free) - free < number])


def _chances(
    places: _Places, order: Ints, lot: Flags, tops: tuple[Flags, Flags], held: Flags
) -> Floats:
    """Return everybody's chance of a call, given that they are not held back; exact."""
    order = order[~held[order]]
    n, n_lot = len(order), int((lot & ~held).sum())
    probed = np.where(lot, min(places.probe / max(n_lot, 1), 1.0), 0.0)
    explored = min(places.explore / max(n - places.probe, 1), 1.0)
    drawn = probed + (1.0 - probed) * explored
    chance = drawn.copy()
    for may, number in zip(tops, (places.closure, places.exploit), strict=True):
        turn = order[may[order]]
        if number:
            top = _top_chances(turn, number, lot, (n, n_lot), places)
            chance[turn] += (1.0 - drawn[turn]) * top
    return np.where(held, np.nan, np.minimum(chance, 1.0))


def _top_chances(
    turn: Ints, number: int, lot: Flags, sizes: tuple[int, int], places: _Places
) -> Floats:
    """Return the chance, given that one is not drawn by lot, that enough above one are.

    Whoever stands at place r (from 0) is called when r - number + 1 or more of the r above are
    drawn: probes among the lot, then explorers among whoever is left.
    """
    n, n_lot = sizes
    chance = np.zeros(len(turn))
    chance[:number] = 1.0
    above_lot: Ints = np.cumsum(lot[turn]) - lot[turn]
    for r in range(number, min(len(turn), number + places.n_random)):
        needed, own = r - number + 1, int(lot[turn[r]])
        probes = np.arange(min(places.probe, int(above_lot[r])) + 1)
        p_probes = _hypergeometric(probes, n_lot - own, int(above_lot[r]), places.probe)
        kept = p_probes > _NOTHING
        chance[r] = sum(
            p * _at_least(needed - d, n - 1 - places.probe, r - d, places.explore)
            for d, p in zip(probes[kept].tolist(), p_probes[kept].tolist(), strict=True)
        )
    return chance


def _at_least(needed: int, n: int, marked: int, drawn: int) -> float:
    """Return the chance that ``drawn`` of ``n`` hold ``needed`` or more of the marked ones."""
    if needed <= 0:
        return 1.0
    return float(_hypergeometric(np.arange(needed, drawn + 1), n, marked, drawn).sum())


def _hypergeometric(k: Ints, n: int, marked: int, drawn: int) -> Floats:
    """Return the chances of ``k`` marked ones among ``drawn`` of ``n``; 0 where impossible."""
    possible = (k >= max(0, drawn + marked - n)) & (k <= min(marked, drawn)) & (k >= 0)
    some = np.where(possible, k, max(0, drawn + marked - n)).astype(float)

    def ways(whole: float | Floats, part: float | Floats) -> Floats:
        whole_, part_ = np.asarray(whole, float), np.asarray(part, float)
        return np.asarray(gammaln(whole_ + 1) - gammaln(part_ + 1) - gammaln(whole_ - part_ + 1))

    if drawn > n or marked > n or drawn < 0:
        return np.zeros(len(k))
    logs = ways(marked, some) + ways(n - marked, drawn - some) - ways(n, drawn)
    return np.where(possible, np.exp(logs), 0.0)
