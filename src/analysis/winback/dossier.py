"""What a caller must know of a customer before the call, in six items, and what not to say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from analysis.vocabulary import FIRST_HAND
from analysis.winback.calling import ASK
from analysis.winback.news import fixed_since
from analysis.winback.register import blockers, match_issues
from analysis.winback.selling import violations
from analysis.winback.snapshot import Snapshot, looked_up, plain_code

#: Items of a dossier; completeness counts how many of them are known.
ITEMS = ("last orders", "owner", "contacts", "open issues", "reasons", "opt-outs")

#: Orders that a list shows, and orders that a trend is read from.
ORDERS_SHOWN, ORDERS_READ, FEWEST_READ = 5, 12, 5

#: Statements and touches that harmed a contact.
_HARM_SEVERITY, _HARM = 3, ("intrusion", "refused")


def dossiers(snapshot: Snapshot, calls: pd.DataFrame, *, cleared: bool) -> pd.DataFrame:
    """Return the dossier of each call.

    Parameters
    ----------
    calls
        ``customer_id, contact_id, own_rep_id, purpose``.
    cleared
        Whether opt-outs are on file at all.

    Returns
    -------
    pandas.DataFrame
        One row per call in their order: ``customer_id, last_orders, size_trend, gap_trend,
        exit_signature, open_issues, reasons, do_not_say, completeness`` (*5/6*), ``missing``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> calls = pd.DataFrame({"customer_id": ["a"], "contact_id": "a-1", "own_rep_id": "r1",
    ...                       "purpose": "checkin"})
    >>> found = dossiers(take_snapshot({}, as_of=date(2024, 12, 31)), calls, cleared=True)
    >>> found["completeness"].item(), found["missing"].item()
    ('3/6', 'last orders, open issues, reasons')
    """
    ids = calls["customer_id"]
    people = snapshot.customers.set_index("customer_id")
    found = _last_trades(snapshot, ids)
    found = found.assign(
        exit_signature=looked_up(ids, people["exit_signature"]).set_axis(found.index),
        open_issues=looked_up(ids, _open_issues(snapshot)).set_axis(found.index).fillna(""),
        reasons=looked_up(ids, _reasons(snapshot)).set_axis(found.index),
        do_not_say=do_not_say(snapshot, calls).set_axis(found.index),
    )
    known = {
        "last orders": found["last_orders"].ne(""),
        "owner": calls["own_rep_id"].fillna("").ne(""),
        "contacts": calls["contact_id"].fillna("").ne(""),
        "open issues": pd.Series(not snapshot.lacks("issues"), index=found.index),
        "reasons": found["reasons"].notna(),
        "opt-outs": pd.Series(cleared, index=found.index),
    }
    marks = np.column_stack([known[item].to_numpy(bool) for item in ITEMS])
    lacking = [", ".join(np.array(ITEMS)[~row]) for row in marks]
    count = [f"{n}/{len(ITEMS)}" for n in marks.sum(axis=1)]
    unknown = found["reasons"].fillna("unknown: ask")
    return found.assign(reasons=unknown, completeness=count, missing=lacking)


def _last_trades(snapshot: Snapshot, ids: pd.Series) -> pd.DataFrame:
    """Return the last orders in words, and whether their size or their gaps moved before the end.

    References
    ----------
    Theil (1950), Proceedings of the KNAW 53; Sen (1968), Journal of the American Statistical
    Association 63(324), 1379-1389: a trend is told where the 95 % interval of the median slope
    leaves out 0.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> orders = pd.DataFrame({"customer_id": "a", "amount": [900.0, 1200.0],
    ...                        "ordered_on": ["2024-01-05", "2024-03-01"]})
    >>> found = _last_trades(take_snapshot({"orders": orders}, as_of=date(2024, 12, 31)),
    ...                     pd.Series(["a"]))
    >>> found["last_orders"].item(), found["size_trend"].item()
    ('2024-03-01 1,200; 2024-01-05 900', 'too few orders')
    """
    rows = snapshot.orders[snapshot.orders["customer_id"].isin(ids)]
    by_id = dict(list(rows.sort_values("ordered_on").groupby("customer_id")))
    told = []
    for one in ids:
        orders = by_id.get(one, rows.head(0)).tail(ORDERS_READ)
        days = orders["ordered_on"].to_numpy("datetime64[D]").astype(float)
        told.append((
            one,
            _in_words(orders.tail(ORDERS_SHOWN)[::-1]),
            _trend(orders["amount"].to_numpy(float), "growing", "shrinking"),
            _trend(np.diff(days), "longer and longer", "shorter and shorter"),
        ))  # fmt: skip
    return pd.DataFrame(told, columns=["customer_id", "last_orders", "size_trend", "gap_trend"])


def _in_words(orders: pd.DataFrame) -> str:
    pairs = zip(orders["ordered_on"], orders["amount"], strict=True)
    return "; ".join(
        f"{day:%Y-%m-%d}" + (f" {money:,.0f}" if money == money else "") for day, money in pairs
    )


def _trend(values: npt.NDArray[np.float64], up: str, down: str) -> str:
    values = values[np.isfinite(values)]
    if len(values) < FEWEST_READ:
        return "too few orders"
    found = stats.theilslopes(values)
    if found.low_slope > 0:
        return up
    return down if found.high_slope < 0 else "no clear trend"


def _open_issues(snapshot: Snapshot) -> pd.Series:
    """Return the open issues of each customer, blocking or not, and of the reasons they named."""
    register = snapshot.issues
    open_ = register[register["status"] == "open"]
    own = open_.dropna(subset=["customer_id"])[["customer_id", "issue_id"]]
    met = match_issues(snapshot)
    met = met.loc[met["status"] == "open", ["customer_id", "issue_id"]]
    pairs = pd.concat([own, met]).drop_duplicates()
    issues = open_.drop_duplicates("issue_id").set_index("issue_id")
    due = looked_up(pairs["issue_id"], issues["due_on"]).dt.strftime(", due %Y-%m-%d").fillna("")
    code = looked_up(pairs["issue_id"], issues["code"]).str.replace("_", " ")
    return _by_customer(pairs.assign(word=pairs["issue_id"] + " (" + code + due + ")"))


def _reasons(snapshot: Snapshot) -> pd.Series:
    """Return what each customer named, who said it and when."""
    said = snapshot.said
    day = said["stated_on"].dt.strftime(", %Y-%m-%d").fillna("")
    words = said["theme"].fillna(said["code"].str.replace("_", " "))
    source = said["source"].fillna("unknown")
    return _by_customer(said.assign(word=words + " (" + source + day + ")"))


def _by_customer(rows: pd.DataFrame) -> pd.Series:
    rows = rows[["customer_id", "word"]].dropna().drop_duplicates()
    return rows.sort_values(["customer_id", "word"]).groupby("customer_id")["word"].agg("; ".join)


def do_not_say(snapshot: Snapshot, calls: pd.DataFrame) -> pd.Series:
    """Return what would do harm in each call, in sentences; empty where nothing is known to.

    Parameters
    ----------
    calls
        ``customer_id, contact_id, purpose``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> calls = pd.DataFrame({"customer_id": ["a"], "contact_id": "a-1", "purpose": "feedback"})
    >>> do_not_say(take_snapshot({}, as_of=date(2024, 12, 31)), calls).item()
    'Offer no discount before you know why they stopped.'
    """
    ids = calls["customer_id"]
    price = snapshot.said[["code", "family"]].apply(lambda column: column.map(plain_code))
    priced = price.apply(lambda column: column.str.contains("price|too_expensive")).any(axis=1)
    sold = violations(snapshot)
    last = snapshot.customers.set_index("customer_id")["last_order_on"]
    sold = sold[sold["touched_at"] > looked_up(sold["customer_id"], last)]
    fixed = fixed_since(snapshot)
    told = fixed.loc[fixed["told"].astype(bool), "customer_id"]
    checks = (
        (ids.isin(blockers(snapshot)["customer_id"]), "Do not sell while an issue is open."),
        (ids.isin(sold["customer_id"]),
         "Somebody sold to them while an issue was open: say sorry first."),
        (ids.isin(told), "They were spoken with since the fix: do not tell it as news."),
        (ids.isin(snapshot.said.loc[priced, "customer_id"]), "Do not begin with a discount."),
        (calls["purpose"].eq(ASK), "Offer no discount before you know why they stopped."),
        (calls["contact_id"].isin(_harmed(snapshot)),
         "This contact was angry or felt bothered: listen first."),
        (ids.isin(_out_there(snapshot)),
         "A colleague there may not be contacted (opted out, or not clear): do not ask for them."),
        (ids.isin(_second_hand(snapshot)),
         "A personal reason was heard from others: do not bring it up."),
    )  # fmt: skip
    said = pd.Series("", index=calls.index, dtype=object)
    for applies, words in checks:
        said = said.mask(applies.to_numpy(bool), said + " " + words)
    return said.str.strip().astype("str")


def _harmed(snapshot: Snapshot) -> frozenset[str]:
    """Return contacts with a serious complaint, or who refused or felt bothered."""
    said, touches = snapshot.statements, snapshot.touches
    angry = said.loc[said["severity"] >= _HARM_SEVERITY, "contact_id"]
    harmed = touches.loc[touches["outcome"].isin(_HARM), "contact_id"]
    return frozenset(angry.dropna()) | frozenset(harmed.dropna())


def _out_there(snapshot: Snapshot) -> pd.Series:
    """Return customers where somebody who is still there may not be contacted."""
    rows = snapshot.contacts
    closed = rows["may_contact"].ne(other=True) & rows["status"].ne("left")
    return rows.loc[closed, "customer_id"]


def _second_hand(snapshot: Snapshot) -> pd.Series:
    rows = snapshot.statements
    return rows.loc[rows["layer"].eq("personal") & ~rows["source"].isin(FIRST_HAND), "customer_id"]
