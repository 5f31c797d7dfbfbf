"""How often to try: who is reached at which attempt, and what trying once more costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import (
    difference_within_strata,
    holm_adjusted,
    share_with_wilson_interval,
    standard_error,
    two_sided,
    wilson_bounds,
)
from analysis.winback.snapshot import UNANSWERED, Snapshot

#: Somebody talked; somebody wants to be left alone.
TALKED = frozenset({"connected", "meeting", "opt_in"})
ANNOYED = frozenset({"opt_out", "intrusion", "refused"})

#: An assumption, printed beside what follows from it: one customer who wants no more calls undoes
#: so many talks, since a talk brings back one customer in ten and an opt-out loses one for good.
TALKS_PER_OPT_OUT = 10.0

#: Attempts further apart are two campaigns.
SAME_RUN_DAYS = 45

#: Later attempts are told together.
LAST_ATTEMPT = 12

#: From this hour on it is evening.
EVENING = 17

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def attempts_in_order(snapshot: Snapshot) -> pd.DataFrame:
    """Return our attempts of programmes, numbered within each run at a customer.

    A run ends when somebody talks or wants to be left alone, or after ``SAME_RUN_DAYS`` without an
    attempt. Programmes that never tried anybody twice say nothing of persistence.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, program, touched_at, channel, run_n`` (number of the run), ``number`` (of
        the attempt in it), ``talked, annoyed``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = attempts_in_order(take_snapshot({"touches": pd.DataFrame({"customer_id": "a",
    ...     "program": "x", "touched_at": ["2024-01-01", "2024-01-05", "2024-01-09"],
    ...     "outcome": ["voicemail", "connected", "voicemail"]})}, as_of=date(2024, 12, 31)))
    >>> found[["number", "talked"]].values.tolist()
    [[1, False], [2, True], [1, False]]
    """
    columns = ["customer_id", "program", "touched_at", "channel", "run_n", "number", "talked",
               "annoyed"]  # fmt: skip
    rows = snapshot.tried
    rows = rows.dropna(subset=["program", "outcome"])
    rows = rows[rows["outcome"].isin(TALKED | ANNOYED | UNANSWERED)]
    key = ["program", "customer_id"]
    rows = rows.sort_values([*key, "touched_at", "outcome"], ignore_index=True)
    rows = rows.assign(talked=rows["outcome"].isin(TALKED), annoyed=rows["outcome"].isin(ANNOYED))
    same = (rows[key] == rows[key].shift()).all(axis=1)
    far = rows["touched_at"].diff().dt.days > SAME_RUN_DAYS
    over = (rows["talked"] | rows["annoyed"]).shift(fill_value=False)
    run = (~same | far | over).cumsum()
    rows = rows.assign(run_n=run, number=rows.groupby(run).cumcount() + 1)
    again = rows.groupby("program")["number"].transform("max") > 1
    return rows.loc[again, columns].reset_index(drop=True)


def persistence(attempts: pd.DataFrame) -> pd.DataFrame:
    """Return what each further attempt brings: talks, and customers who want to be left alone.

    Runs that were given up count until then: easily reached customers leave early, so an average
    of attempts among the reached would say that few are needed.

    Parameters
    ----------
    attempts
        As ``attempts_in_order`` returns them.

    Returns
    -------
    pandas.DataFrame
        ``number, n_tried, n_talked, n_annoyed, talk_share, talk_low, talk_high`` (of those tried at
        this attempt), ``annoyed_share``, ``annoyed_low, annoyed_high``, ``talked_by_now,
        annoyed_by_now`` (of all, cumulative incidence), ``net`` (talks less ``TALKS_PER_OPT_OUT``
        for each who wants to be left alone).

    References
    ----------
    Aalen & Johansen (1978), Scandinavian Journal of Statistics 5, 141-150.

    Examples
    --------
    Four customers: one talks at once, one at the second attempt, one opts out at the second, one
    is given up after the first.

    >>> rows = pd.DataFrame({"number": [1, 1, 1, 1, 2, 2],
    ...     "talked": [True, False, False, False, True, False],
    ...     "annoyed": [False, False, False, False, False, True]})
    >>> persistence(rows)[["n_tried", "talked_by_now", "annoyed_by_now"]].values.tolist()
    [[4.0, 0.25, 0.0], [2.0, 0.625, 0.375]]
    """
    if attempts.empty:
        return pd.DataFrame()
    number = attempts["number"].clip(upper=LAST_ATTEMPT)
    by = attempts.assign(number=number).groupby("number")
    table = by.agg(
        n_tried=("talked", "size"), n_talked=("talked", "sum"), n_annoyed=("annoyed", "sum")
    ).reset_index()
    counts = table[["n_tried", "n_talked", "n_annoyed"]].to_numpy(float)
    talked, annoyed = _by_now(counts[None])
    low, high = wilson_bounds(table["n_talked"], table["n_tried"])
    bad_low, bad_high = wilson_bounds(table["n_annoyed"], table["n_tried"])
    return table.assign(
        talk_share=table["n_talked"] / table["n_tried"], talk_low=low, talk_high=high,
        annoyed_share=table["n_annoyed"] / table["n_tried"], annoyed_low=bad_low,
        annoyed_high=bad_high, talked_by_now=talked[0], annoyed_by_now=annoyed[0],
        net=talked[0] - TALKS_PER_OPT_OUT * annoyed[0],
    )  # fmt: skip


def _by_now(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both cumulative incidences of counts (tried, talked, annoyed), shape (draws, k, 3)."""
    tried = np.maximum(counts[..., 0], 1e-9)
    talk, bad = counts[..., 1] / tried, counts[..., 2] / tried
    still = np.cumprod(1 - talk - bad, axis=1)
    before = np.concatenate([np.ones((len(counts), 1)), still[:, :-1]], axis=1)
    return np.cumsum(before * talk, axis=1), np.cumsum(before * bad, axis=1)


def stop_after(attempts: pd.DataFrame, *, settings: Settings) -> Estimate:
    """Return the number of attempts after which one more does more harm than good.

    It is the number with the most talks less ``TALKS_PER_OPT_OUT`` for each customer who wants to
    be left alone; customers are drawn anew for the interval. Attempts made at fewer customers
    than ``settings.share_floor`` tell nothing, and nothing is said beyond the last one seen.

    Examples
    --------
    >>> str(stop_after(pd.DataFrame(), settings=Settings()))
    'cannot tell (no programme tried anybody twice, n=0)'
    """
    if attempts.empty:
        return Estimate.cannot_tell(0, "no programme tried anybody twice", "count")
    n_customers = int(attempts["customer_id"].nunique())
    last = _last_seen(attempts, settings.share_floor)
    if last < _FEWEST_ATTEMPTS:
        few = f"fewer than {settings.share_floor} customers were tried a second time"
        return Estimate.cannot_tell(n_customers, few, "count")
    attempts = attempts[attempts["number"].clip(upper=LAST_ATTEMPT) <= last]
    if not attempts["annoyed"].any():
        why = "in programmes that tried somebody twice nobody wanted to be left alone"
        return Estimate.cannot_tell(n_customers, why, "count")
    patterns, counts = _patterns(attempts)
    rng = np.random.default_rng(settings.random_state)
    drawn = rng.multinomial(counts.sum(), counts / counts.sum(), settings.n_bootstrap)
    best = _best(np.tensordot(np.vstack([counts, drawn]).astype(float), patterns, axes=1))
    if best[0] >= last:
        why = f"none of the first {last} attempts harms more than it helps; later ones are too few"
        return Estimate.cannot_tell(n_customers, why, "count")
    low, high = np.quantile(best[1:], [0.025, 0.975], method="nearest")
    method = (
        f"one who wants no calls undoes {TALKS_PER_OPT_OUT:.0f} talks; bootstrap 95 %, of the "
        f"first {last} attempts"
    )
    return Estimate(float(best[0]), float(low), float(high), n_customers, method, "count")


#: Who was tried once only tells nothing of trying again.
_FEWEST_ATTEMPTS = 2


def _last_seen(attempts: pd.DataFrame, floor: int) -> int:
    """Return the last attempt that, like all before it, was made at ``floor`` customers or more."""
    number = attempts["number"].clip(upper=LAST_ATTEMPT)
    enough = number.value_counts().sort_index() >= floor
    return int(enough.cumprod().sum())


def _patterns(attempts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return what customers can have gone through, shape (patterns, k, 3), and how many did."""
    number = attempts["number"].clip(upper=LAST_ATTEMPT).to_numpy() - 1
    k = int(number.max()) + 1
    codes, ids = pd.factorize(attempts["customer_id"], sort=True)
    table = np.zeros((len(ids), k, 3), dtype=np.int64)
    marks = np.column_stack([np.ones(len(attempts)), attempts["talked"], attempts["annoyed"]])
    np.add.at(table, (codes, number), marks.astype(np.int64))
    distinct, counts = np.unique(table.reshape(len(ids), -1), axis=0, return_counts=True)
    return distinct.reshape(-1, k, 3), counts


def _best(counts: np.ndarray) -> np.ndarray:
    talked, annoyed = _by_now(counts)
    net = np.round(talked - TALKS_PER_OPT_OUT * annoyed, 12)
    # Of equals the last: an attempt that brings nothing and harms nobody is no reason to stop.
    return np.asarray(net.shape[1] - net[:, ::-1].argmax(axis=1))


def times_and_channels(attempts: pd.DataFrame) -> pd.DataFrame:
    """Return whether an hour, a day or a channel reaches more, others of the same attempt aside.

    Returns
    -------
    pandas.DataFrame
        ``what, n_tried, talk_share, difference, low, high, p_adjusted, verdict``: each against all
        other attempts, within programme and number of the attempt; Holm over all rows.

    Examples
    --------
    >>> len(times_and_channels(pd.DataFrame()))
    0
    """
    if attempts.empty:
        return pd.DataFrame()
    strata = attempts["program"].astype(str) + " " + attempts["number"].clip(upper=6).astype(str)
    at = attempts["touched_at"]
    asked = {f"evening, from {EVENING}:00": at.dt.hour >= EVENING}
    if (at == at.dt.normalize()).all():  # a log of days knows no hours
        asked = {}
    asked |= {name: at.dt.day_of_week == place for place, name in enumerate(_DAYS)}
    channel = attempts["channel"].fillna("not stated")
    asked |= {str(name): channel == name for name in sorted(channel.unique())}
    rows = [_asked(what, inside, attempts, strata) for what, inside in asked.items()
            if inside.any() and not inside.all()]  # fmt: skip
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    known = table["p"].notna()
    adjusted = pd.Series(np.nan, index=table.index)
    adjusted[known] = holm_adjusted(table.loc[known, "p"])
    verdict = np.select([~known, adjusted < 0.05], ["cannot tell", "differs"], "nothing reliable")
    return table.drop(columns="p").assign(p_adjusted=adjusted, verdict=verdict)


def _asked(
    what: str, inside: pd.Series, attempts: pd.DataFrame, strata: pd.Series
) -> dict[str, object]:
    talked, side = attempts["talked"].to_numpy(bool), inside.to_numpy(bool)
    _, place = np.unique(strata, return_inverse=True)
    cells = (talked & side, side, talked & ~side, ~side)
    found = difference_within_strata(*(
        np.bincount(place, cell, minlength=int(place.max()) + 1) for cell in cells
    ))  # fmt: skip
    error = standard_error(found)
    return {
        "what": what, "n_tried": int(side.sum()), "talk_share": float(talked[side].mean()),
        "difference": found.value, "low": found.low, "high": found.high,
        "p": two_sided(found.value, error) if found.value is not None and error else np.nan,
    }  # fmt: skip


def followed_by_mail(snapshot: Snapshot) -> Estimate:
    """Return the share of voicemails followed by an e-mail to the customer within a day.

    The denominator is voicemails, not customers; the interval takes them as independent.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> followed_by_mail(take_snapshot({"touches": pd.DataFrame({"customer_id": "a",
    ...     "touched_at": ["2024-01-01 10:00", "2024-01-01 15:00"], "channel": ["phone", "email"],
    ...     "outcome": ["voicemail", "no_answer"]})}, as_of=date(2024, 12, 31))).value
    1.0
    """
    if snapshot.lacks("touches"):
        return Estimate.cannot_tell(0, "no touches table")
    rows = snapshot.tried
    left = rows.loc[rows["outcome"].eq("voicemail"), ["customer_id", "touched_at"]]
    mail = rows["channel"].str.contains("mail|courriel|correo", case=False, na=False)
    mail &= ~rows["channel"].str.contains("voice", case=False, na=False)
    sent = rows.loc[mail, ["customer_id", "touched_at"]]
    met = pd.merge_asof(
        left.sort_values("touched_at"), sent.assign(sent_at=sent["touched_at"]).sort_values(
            "touched_at"), on="touched_at", by="customer_id", direction="forward",
        allow_exact_matches=False, tolerance=pd.Timedelta(days=1),
    )  # fmt: skip
    share = share_with_wilson_interval(int(met["sent_at"].notna().sum()), len(met))
    return Estimate(share.value, share.low, share.high, share.n, f"{share.method}; n = voicemails")
