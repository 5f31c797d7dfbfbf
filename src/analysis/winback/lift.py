"""For whom calling worked: questions stated beforehand, and the lift of each class of customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.results import Estimate
from analysis.statistics import holm_adjusted, shrunk_estimates, standard_error, two_sided
from analysis.winback.pooled import effect_on, weighted_to_called
from analysis.winback.register import with_issues
from analysis.winback.snapshot import Snapshot, plain_code

#: Classes in their order; a customer is in the first that fits.
ANGRY_THERE, ANGRY_GONE, FIXED, BEYOND, OTHER, UNKNOWN = (
    "angry, the person is still there", "angry, the person has left",
    "a reason fixed since", "a reason beyond remedy", "another reason", "no reason known",
)  # fmt: skip
CLASSES = (ANGRY_THERE, ANGRY_GONE, FIXED, BEYOND, OTHER, UNKNOWN)
ALL = "all"

#: Severity of a statement from which on its customer is angry: hostile, or a dispute.
ANGRY = 3

#: A statement so long before the last order still speaks of the silence after it.
EARLIER_DAYS = 60

#: A difference of lifts all of whose interval is smaller is called none.
SMALL = 0.10

#: The questions, stated before anybody looks: name, the one side, the other.
QUESTIONS = (
    ("Is it easier to win back those whose reason is fixed?", (FIXED,), (BEYOND, OTHER)),
    ("Are the angry harder to win back?", (ANGRY_THERE, ANGRY_GONE), (FIXED, BEYOND, OTHER)),
    ("Does it help that the person we angered has left?", (ANGRY_GONE,), (ANGRY_THERE,)),
)
AGE = "Are those silent for less than a year easier to win back?"


def classes_on(people: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Return each customer's class by what was known at the end of their day, and no later.

    Parameters
    ----------
    people
        ``customer_id, day, last_order_on``, as ``stood_on`` returns them.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({"statements": pd.DataFrame({"customer_id": ["a"],
    ...     "contact_id": ["1"], "severity": [3], "stated_on": ["2024-02-01"]}),
    ...     "contacts": pd.DataFrame({"customer_id": ["a"], "contact_id": ["1"]})},
    ...     as_of=date(2024, 12, 31))
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "day": pd.Timestamp("2024-06-01"),
    ...                        "last_order_on": pd.Timestamp("2024-01-15")})
    >>> classes_on(people, snapshot).tolist()
    ['angry, the person is still there', 'no reason known']
    """
    people = people[["customer_id", "day", "last_order_on"]].assign(place_n=np.arange(len(people)))
    there, gone = _angry(people, snapshot)
    fixed, beyond, named = _reasons(people, snapshot)
    marks = [people["place_n"].isin(places) for places in (there, gone, fixed, beyond, named)]
    return pd.Series(np.select(marks, CLASSES[:-1], UNKNOWN), index=people.index, dtype="str")


def classes_today(snapshot: Snapshot) -> pd.Series:
    """Return the class of each dormant customer as of the snapshot, by ``customer_id``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(classes_today(take_snapshot({}, as_of=date(2024, 12, 31))))
    0
    """
    people = snapshot.dormant[["customer_id", "last_order_on"]].assign(day=snapshot.today)
    return classes_on(people, snapshot).set_axis(pd.Index(people["customer_id"]))


def _heard(people: pd.DataFrame, said: pd.DataFrame | None) -> pd.DataFrame:
    """Return what customers had said of their silence, and we knew, by the day."""
    if said is None:
        return people.head(0).assign(stated_on=pd.NaT)
    met = people.merge(said, on="customer_id")
    known = met["known_at"].fillna(met["stated_on"]).dt.normalize()
    early = met["last_order_on"] - pd.Timedelta(days=EARLIER_DAYS)
    return met[~(known > met["day"]) & ~(met["stated_on"] > met["day"])
               & ~(met["stated_on"] < early)]  # fmt: skip


def _angry(people: pd.DataFrame, snapshot: Snapshot) -> tuple[pd.Series, pd.Series]:
    """Return the places of the angry whose contact is still there, and is gone.

    Where a statement names nobody, it may have been any contact on file: then all must be there,
    or all gone, for the answer to be known.
    """
    heard = _heard(people, snapshot.statements)
    none = pd.Series(dtype="int64")
    if heard.empty or snapshot.lacks("contacts"):
        return none, none
    angry = heard.loc[heard["severity"] >= ANGRY, ["place_n", "customer_id", "day", "contact_id"]]
    on_file = snapshot.contacts[["customer_id", "contact_id", "status", "left_on"]]
    met = angry.merge(on_file, on="customer_id", suffixes=("_said", ""))
    named = met["contact_id_said"].isin(on_file["contact_id"])
    met = met[~named | (met["contact_id_said"] == met["contact_id"])]
    left = met["status"].eq("left") & ~(met["left_on"] > met["day"])
    by = left.groupby(met["place_n"])
    there, gone = ~by.any(), by.all()
    return there.index[there].to_series(), gone.index[gone].to_series()


def _reasons(people: pd.DataFrame, snapshot: Snapshot) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return the places of those with a reason fixed since, with one beyond remedy, with any."""
    heard = _heard(people, snapshot.reasons)
    if heard.empty:
        none = pd.Series(dtype="int64")
        return none, none, none
    keys = [heard.assign(key=heard[name].map(plain_code)) for name in ("code", "family")]
    issues = snapshot.issues.rename(columns={"code": "key"})
    named = pd.concat(keys)[["place_n", "customer_id", "day", "last_order_on", "key"]]
    met = with_issues(
        named, issues[["key", "customer_id", "opened_on", "fixed_on", "status"]], on="key"
    )
    fixed = (met["fixed_on"] > met["last_order_on"]) & (met["fixed_on"] <= met["day"])
    never = (met["status"] == "irresolvable") & (met["opened_on"] <= met["day"])
    beyond = pd.concat([met.loc[never, "place_n"],
                        heard.loc[heard["fixable"].eq("no"), "place_n"]])  # fmt: skip
    return met.loc[fixed, "place_n"], beyond, heard["place_n"]


def lift_by_class(people: pd.DataFrame, classes: pd.Series, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return what calling added to the share returned in each class of customers.

    Parameters
    ----------
    people
        Of all programmes with a hold-out, as ``people_of_pool`` returns them; those whose
        read-out is not due do not count.
    classes
        The class of each row of people.

    Returns
    -------
    pandas.DataFrame
        ``class, n_treat, n_hold, lift, low, high, shrunk``; the last row is *all*. ``shrunk`` is
        the lift drawn towards that of all, to be used for decisions about single customers; empty
        without a programme to read.

    Examples
    --------
    >>> rows = pd.DataFrame({"program": "x", "treated": [True, False] * 50, "returned": [True,
    ...     False] * 25 + [False, False] * 25, "due_on": pd.Timestamp("2024-06-01")})
    >>> found = lift_by_class(rows, pd.Series(["b"] * 100), as_of=pd.Timestamp("2024-12-31"))
    >>> found[["class", "n_treat", "lift", "shrunk"]].values.tolist()
    [['b', 50, 0.5, 0.5], ['all', 50, 0.5, 0.5]]
    """
    columns = ["class", "n_treat", "n_hold", "lift", "low", "high", "shrunk"]
    rows = people.assign(**{"class": classes.to_numpy()})
    rows = rows[(rows["due_on"] <= as_of).to_numpy(bool)]
    overall = _lift(rows)
    if overall.value is None:
        return pd.DataFrame(columns=columns)
    found = [_row(str(name), part) for name, part in rows.groupby("class")]
    table = pd.DataFrame([*found, _row(ALL, rows)])
    known = table["lift"].notna() & (table["class"] != ALL)
    shrunk = pd.Series(overall.value, index=table.index)
    shrunk[known] = shrunk_estimates(
        table.loc[known, "lift"], table.loc[known, "error"], toward=overall.value
    )
    return table.assign(shrunk=shrunk)[columns]


def _row(name: str, rows: pd.DataFrame) -> dict[str, object]:
    lift, treated = _lift(rows), rows["treated"]
    return {
        "class": name, "n_treat": int(treated.sum()), "n_hold": int((~treated).sum()),
        "lift": np.nan if lift.value is None else lift.value,
        "low": np.nan if lift.low is None else lift.low,
        "high": np.nan if lift.high is None else lift.high,
        "error": standard_error(lift),
    }  # fmt: skip


def _lift(rows: pd.DataFrame) -> Estimate:
    """Return the difference of the shares returned, each draw compared within itself."""
    return effect_on(weighted_to_called(rows))


def questions_of_lift(people: pd.DataFrame, classes: pd.Series, *, floor: int) -> pd.DataFrame:
    """Return the questions about whom calling helps more, each with its difference.

    Parameters
    ----------
    people, classes
        As for ``lift_by_class``, of programmes that are due.
    floor
        A side with fewer customers in either arm tells nothing.

    Returns
    -------
    pandas.DataFrame
        ``question, lift_one, lift_other, difference, low, high, n_one, n_other, p_adjusted,
        verdict`` (*differs*, *no difference* of ten points or more, *cannot tell*); p-values are
        Holm's over all questions asked.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, for each lift; distances to the bounds are
    joined as Zou & Donner (2008), Statistics in Medicine 27, 1693-1702, do.

    Examples
    --------
    >>> rows = pd.DataFrame({"program": "x", "treated": [True, False], "returned": False,
    ...                      "silence_days": 100.0})
    >>> found = questions_of_lift(rows, pd.Series(["another reason"] * 2), floor=5)
    >>> found["verdict"].unique().tolist()
    ['cannot tell']
    """
    asked = [
        (name, classes.isin(one).to_numpy(bool), classes.isin(other).to_numpy(bool))
        for name, one, other in QUESTIONS
    ]
    fresh = (people["silence_days"] < 365).to_numpy(bool)
    asked.append((AGE, fresh, ~fresh))
    table = pd.DataFrame(
        [
            {"question": name, **_compared(people[one], people[other], floor)}
            for name, one, other in asked
        ]
    )
    known = table["difference"].notna()
    adjusted = pd.Series(np.nan, index=table.index)
    adjusted[known] = holm_adjusted(table.loc[known, "p"])
    small = (table["low"] > -SMALL) & (table["high"] < SMALL)
    verdict = np.select([adjusted < 0.05, small], ["differs", "no difference"], "cannot tell")
    return table.drop(columns="p").assign(p_adjusted=adjusted, verdict=verdict)


def _compared(one: pd.DataFrame, other: pd.DataFrame, floor: int) -> dict[str, float]:
    """Return the difference of two lifts; missing where a side is too small."""
    found = {"n_one": len(one), "n_other": len(other)}
    smallest = min(int(arm.sum()) for rows in (one, other) for arm in
                   (rows["treated"], ~rows["treated"]))  # fmt: skip
    names = ("lift_one", "lift_other", "difference", "low", "high", "p")
    if smallest < floor:
        return found | dict.fromkeys(names, np.nan)
    (a, low_a, high_a), (b, low_b, high_b) = (
        (lift.value or 0.0, lift.low or 0.0, lift.high or 0.0)
        for lift in (_lift(one), _lift(other))
    )
    low = a - b - float(np.hypot(a - low_a, high_b - b))
    high = a - b + float(np.hypot(high_a - a, b - low_b))
    error = standard_error(Estimate(a - b, low, high, len(one) + len(other), ""))
    values = (a, b, a - b, low, high, two_sided(a - b, error))
    return found | dict(zip(names, values, strict=True))
