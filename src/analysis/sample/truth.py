"""``truth.json``: what was planted, what came out, and the fate of every account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sample import scenario as plan
from analysis.sample.accounts import CHRISTMAS, ONE_TIME, REGULAR, Accounts
from analysis.sample.attempts import opt_out_hazard
from analysis.sample.contacts import departed_on
from analysis.sample.drafts import NOTHING, Drafts
from analysis.sample.outreach import stalled_accounts
from analysis.sample.programmes import HOLD, TREAT, TRIAL_GROUPS, History
from analysis.sample.scenario import Bools, Floats, Ints

#: An account counts as visibly dormant after this many of its own mean gaps, at least 60 days.
VISIBLE_GAPS, VISIBLE_DAYS = 3.0, 60


@dataclass(frozen=True)
class Told:
    """Everything the truth is computed from."""

    accounts: Accounts
    history: History
    drafts: Drafts
    blitz: Ints
    old_ids: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class _Departed:
    """Accounts departed at the snapshot: the life that ended, reasons, money, documentation."""

    account: Ints
    row: Ints
    reasons: Bools
    value: Floats
    documented: Bools
    visible: Bools


def truth_text(told: Told, *, seed: int, files: Mapping[str, str]) -> str:
    """Return the text of ``truth.json``: one line a key, the same for the same company.

    Parameters
    ----------
    files
        SHA-256 of each file beside it: whoever changed one has a file of their own.
    """
    gone = _departed(told)
    parts = {
        "company": _company(told, seed=seed),
        "files": files,
        "counts": {name: len(table) for name, table in told.tables.items()},
        "dormancy": _dormancy(told, gone),
        "reasons": _reason_truth(told, gone),
        "planted": _planted(told),
        "customers": _customers(told, gone),
    }
    lines = [f'"{key}": {json.dumps(part, ensure_ascii=True)}' for key, part in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _departed(told: Told) -> _Departed:
    accounts, lives = told.accounts, told.history.lives
    account, row = departed_on(accounts, lives, plan.AS_OF_DAY)
    informative = {
        draft.row
        for draft in told.drafts.statements
        if draft.on_file_day <= plan.AS_OF_DAY and draft.said != NOTHING and not draft.probe_batch
    }
    silence = plan.AS_OF_DAY - np.floor(lives.last_day[row])
    patience = np.maximum(VISIBLE_GAPS * accounts.gap_days[account], VISIBLE_DAYS)
    patience = np.where(accounts.kind[account] == CHRISTMAS, 400.0, patience)
    return _Departed(
        account=account,
        row=row,
        reasons=lives.reasons[row],
        value=accounts.yearly_value[account],
        documented=np.isin(row, sorted(informative)),
        visible=silence > patience,
    )


def _company(told: Told, *, seed: int) -> dict[str, object]:
    return {
        "name": "Harbour & Vale Supply",
        "n_customers": told.accounts.n,
        "seed": seed,
        "first_day": plan.FIRST_DAY.isoformat(),
        "as_of": plan.AS_OF.isoformat(),
        "exported_on": plan.EXPORTED_ON.isoformat(),
        "currency": "EUR",
    }


def _dormancy(told: Told, gone: _Departed) -> dict[str, object]:
    may_leave = int((told.accounts.kind != ONE_TIME).sum())
    started = told.accounts.first_day <= plan.AS_OF_DAY
    buyers = int((started & (told.accounts.kind != ONE_TIME)).sum())
    return {
        "definition": "departed = the generator ended the account's life on or before as_of and "
        "no return followed by as_of; visible = departed and silent for more than three of its "
        "own mean gaps and 60 days (Christmas-only: 400 days); share = over accounts that "
        "bought by as_of and are not one-time by nature; old ids of merged accounts not counted",
        "n_accounts": may_leave,
        "n_buyers_not_one_time": buyers,
        "n_departed": len(gone.account),
        "n_visible": int(gone.visible.sum()),
        "share_departed": _rounded(len(gone.account) / max(buyers, 1)),
        "share_visible": _rounded(int(gone.visible.sum()) / max(buyers, 1)),
        "n_one_time": int((told.accounts.kind == ONE_TIME).sum()),
        "n_christmas": int((told.accounts.kind == CHRISTMAS).sum()),
        "yearly_value_departed": _rounded(float(gone.value.sum())),
    }


def _reason_truth(told: Told, gone: _Departed) -> dict[str, object]:
    """Shares of customers and money by reason; several reasons may hold, so they exceed 1."""
    shares = {
        "share_true": _shares(gone.reasons, np.ones(len(gone.account))),
        "share_true_documented": _shares(
            gone.reasons[gone.documented], np.ones(int(gone.documented.sum()))
        ),
        "money_share_true": _shares(gone.reasons, gone.value),
        "money_share_true_documented": _shares(
            gone.reasons[gone.documented], gone.value[gone.documented]
        ),
    }
    tops = {
        f"top_{name}": max(found, key=lambda reason: found[reason])
        for name, found in shares.items()
    }
    split = gone.reasons / gone.reasons.sum(axis=1, keepdims=True)
    return {
        "names": list(plan.REASONS),
        "definition": "denominator = departed at as_of (or the documented among them, before "
        "probes); money = yearly run-rate before the end; documented = a statement with "
        "a reason of the present silence dated by as_of, probe calls not counted",
        "n_departed": len(gone.account),
        "n_documented": int(gone.documented.sum()),
        "documented_share": _rounded(gone.documented.sum() / max(len(gone.account), 1)),
        **shares,
        **tops,
        "primary_equivalent_share": _shares(split, np.ones(len(gone.account))),
        "two_or_more_share": _rounded(float((gone.reasons.sum(axis=1) > 1).mean()))
        if len(gone.account)
        else None,
        "n_probed": len(told.drafts.probed),
        "n_probe_answers": len(told.drafts.answered),
    }


def _shares(reasons: Bools | Floats, weights: Floats) -> dict[str, float]:
    total = max(float(weights.sum()), 1e-9)
    return {
        reason: _rounded(float((reasons[:, number] * weights).sum()) / total)
        for number, reason in enumerate(plan.REASONS)
    }


def _planted(told: Told) -> dict[str, object]:
    return {**_planted_losses(told), **_planted_outreach(told), **_planted_records(told)}


def _planted_losses(told: Told) -> dict[str, object]:
    hidden = sorted(told.drafts.hidden.items())
    ratios = {reason: remains for reason, (_, remains) in plan.REMAINS_AFTER_FIX.items()}
    bands = [{"from_days": low, "to_days": high, "p": p} for low, high, p in plan.RETURN_BANDS]
    return {
        "P1": {"rhythms": plan.RHYTHMS, "gap_days": plan.GAP_DAYS, "gap_shape": plan.GAP_SHAPE},
        "P2": {
            "documented_if": plan.DOCUMENTED_IF,
            "documented": plan.DOCUMENTED,
            "probe_answers": plan.PROBE_ANSWERS,
        },
        "P3": {
            "tiers": plan.TIERS,
            "share_by_tier": plan.TRUE_SHARE,
            "delivery_large_by_value_half": plan.DELIVERY_LARGE,
            "exact_nulls": plan.NULL_REASONS,
        },
        "P4": {
            "branch": "EAST",
            "share_of_large_accounts": plan.EAST_SHARE_OF_LARGE,
            "effect_within_tier": 0.0,
        },
        "P5": {
            "fixed_on": {reason: _day(day) for reason, day in plan.FIXES.items()},
            "rate_ratio": {"billing": 1.0, **ratios},
        },
        "P6": {"hidden": {_id(told, account): reason for account, reason in hidden}},
        "P7": {
            "return_180_days": bands,
            "four_orders_factor": plan.FOUR_ORDERS_FACTOR,
            "by_tier": plan.RETURN_BY_TIER,
            "hazard_from_days": plan.RETURN_AGES,
            "hazard_a_day": plan.RETURN_HAZARDS,
            "never_returns": "moved",
        },
    }


def _planted_outreach(told: Told) -> dict[str, object]:
    offer, stalled = told.history.offer, stalled_accounts(told.accounts, told.history)
    return {
        "P8": _trial(told),
        "P9": {
            "program": "Spring blitz",
            "on": _day(plan.BLITZ_DAY),
            "effect": 0.0,
            "n_called": len(told.blitz),
        },
        "P10": {
            "program": "Welcome back",
            "on": _day(plan.OFFER_DAY),
            "effect": dict(zip(plan.OFFERS, plan.OFFER_EFFECT, strict=True)),
            "margin_factor": dict(zip(plan.OFFERS, plan.OFFER_MARGIN, strict=True)),
            "second_life_halved": ["price"],
            "n": {name: int((offer == place).sum()) for place, name in enumerate(plan.OFFERS)},
        },
        "P11": {
            "connect_first": plan.CONNECT_FIRST,
            "falls_by": plan.CONNECT_FALLS,
            "evening_gain": plan.EVENING_GAIN,
            "opt_out_hazard": [_rounded(x) for x in opt_out_hazard(np.arange(1, 10)).tolist()],
            "contact_left": plan.CONTACT_LEFT,
            "moved_to_non_customer": plan.CONTACT_MOVED_TO_NON_CUSTOMER,
            "stalled": [_id(told, account) for account in stalled.tolist()],
        },
        "P14": {
            "effect_180_days": plan.PITCH_EFFECT,
            "pitched_by_tier": plan.PITCHED_BY_TIER,
            "n_pitched": int(np.isfinite(told.history.lives.pitched_day).sum()),
        },
    }


def _planted_records(told: Told) -> dict[str, object]:
    gaps = [
        {"branch_id": branch, "from": _day(low), "to": _day(high)}
        for branch, low, high in plan.EXPORT_GAPS
    ]
    return {
        "P12": {
            "kappa": plan.KAPPA,
            "share": plan.SECOND_CODER_SHARE,
            "codebook_v2_from": _day(plan.CODEBOOK_V2_DAY),
            "split": {"price": ["price_high", "price_increase"]},
        },
        "P13": {"nulls": ["weekday of call", "industry", "letter colour"]},
        "P15": {"share_known_after_return": _known_after_return(told)},
        "messiness": {
            "returned": plan.RETURNED_SHARE,
            "duplicate_lines": plan.DUPLICATE_SHARE,
            "cancelled": plan.CANCELLED_SHARE,
            "margin_missing": plan.MARGIN_MISSING,
            "merged_ids": len(told.old_ids),
            "german": plan.GERMAN_SHARE,
            "export_gaps": gaps,
        },
    }


def _id(told: Told, account: int) -> str:
    return str(told.accounts.customer_id[account])


def _day(day: int) -> str:
    return str(plan.iso_days(np.array([day]))[0])


def _trial(told: Told) -> dict[str, object]:
    history, lives = told.history, told.history.lives
    silent = lives.silent_on(plan.TRIAL_DAY, for_days=plan.SILENT_DAYS)
    soon = lives.return_day[silent] <= plan.TRIAL_DAY + plan.RETURN_WINDOW
    back = np.zeros(told.accounts.n, dtype=np.bool_)
    back[lives.account[silent]] = soon
    treated, held = history.trial == TREAT, history.trial == HOLD
    counts = np.bincount(history.trial_group[treated], minlength=len(TRIAL_GROUPS))
    return {
        "program": "Code 99 day",
        "assigned_on": _day(plan.TRIAL_DAY),
        "window_days": plan.RETURN_WINDOW,
        "effect": plan.TRIAL_EFFECT,
        "effect_by_group": dict(
            zip(TRIAL_GROUPS, map(_rounded, history.trial_effect), strict=True)
        ),
        "n_treated_by_group": dict(zip(TRIAL_GROUPS, counts.tolist(), strict=True)),
        "n_treated": int(treated.sum()),
        "n_held": int(held.sum()),
        "returned_treated": int(back[treated].sum()),
        "returned_held": int(back[held].sum()),
    }


def _known_after_return(told: Told) -> float:
    """Share of statements (second coder not counted) that were entered after a return."""
    back, statements = told.history.lives.return_day, told.drafts.statements
    late = sum(draft.on_file_day > back[draft.row] for draft in statements)
    return _rounded(late / max(len(statements), 1))


def _customers(told: Told, gone: _Departed) -> dict[str, list[object]]:
    """Return the fate of every account at as_of, one list a field, all in the same order."""
    accounts, n = told.accounts, told.accounts.n
    words: dict[str, list[object]] = {"departed_on": [None] * n, "reasons": [[] for _ in range(n)]}
    last = plan.iso_days(plan.on_weekday(told.history.lives.last_day[gone.row]))
    for account, day, names in zip(gone.account.tolist(), last, gone.reasons, strict=True):
        words["departed_on"][account] = str(day)
        words["reasons"][account] = [plan.REASONS[place] for place in np.flatnonzero(names)]
    flags = np.zeros((3, n), dtype=np.int64)
    flags[0] = 1
    flags[0, gone.account], flags[1, gone.account] = 0, gone.visible
    flags[2, gone.account] = gone.documented
    rhythm = np.take(np.array([*plan.RHYTHMS, "christmas", "one_time"], object), _kinds(accounts))
    return {
        "customer_id": accounts.customer_id.tolist(),
        "alive": flags[0].tolist(),
        "visible": flags[1].tolist(),
        "documented": flags[2].tolist(),
        "rhythm": rhythm.tolist(),
        "mean_gap_days": [_rounded(gap, 1) for gap in accounts.gap_days.tolist()],
        "yearly_value": [_rounded(value, 0) for value in accounts.yearly_value.tolist()],
        **words,
    }


def _kinds(accounts: Accounts) -> Ints:
    regular = accounts.kind == REGULAR
    return np.asarray(np.where(regular, accounts.rhythm, accounts.kind + 2), dtype=np.int64)


def _rounded(value: float, places: int = 4) -> float:
    return round(float(value), places)
