"""The table ``reasons``: the planned statements in the words and codes of different hands."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from analysis.sample import scenario as plan
from analysis.sample.accounts import Accounts
from analysis.sample.contacts import ids_on
from analysis.sample.drafts import NOTHING, Draft, Drafts
from analysis.sample.lives import Lives
from analysis.sample.notes import COMPETITORS, Voice, note_of

CUSTOMER_SIDE = ("customer", "survey", "cancel_form", "probe")
#: Sources that say with whom they spoke.
NAMING = (*CUSTOMER_SIDE, "rep", "service")
MODES = ("phone", "visit", "email", "form")
PERSONAL = ("rep_neglect", "loss_of_face", "forgot")
FIXABLE = {
    "delivery": "yes",
    "billing": "yes",
    "rep_neglect": "yes",
    "admin_burden": "yes",
    "forgot": "yes",
    "moved": "no",
}
#: Shares of rows with a code but no note, and with any code.
CODE_ONLY, CODED = 0.10, 0.48
#: Reps pick the first entry of the list: the code says price whatever the note says.
LAZY_CODE_SHARE = 0.04
COLUMNS = (
    "reason_id", "customer_id", "note", "code", "stated_on", "source", "mode", "contact_id",
    "asked_n", "severity", "competitor", "layer", "fixable", "coder", "probe_batch",
    "probe_probability", "known_at",
)  # fmt: skip


def draw_reasons(
    accounts: Accounts,
    lives: Lives,
    drafts: Drafts,
    old_ids: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the table ``reasons``, the sheet of the second coder at its end."""
    written = [_written(accounts, lives, draft, rng) for draft in drafts.statements]
    columns = ["account", "note", "code", "severity", "said", "day", "source", "asked_n"]
    table = pd.DataFrame(
        written, columns=[*columns, "known_day", "probe_batch", "probe_probability"]
    )
    table = table.sort_values(
        ["day", "account", "asked_n", "source", "note", "code"], ignore_index=True
    )
    table["reason_id"] = [f"S{number:05d}" for number in range(1, len(table) + 1)]
    table["coder"] = np.where(table["code"] == "", "", "A")
    table = pd.concat([table, _second_coder(table, rng)], ignore_index=True)
    day, account = (table[name].to_numpy(dtype=np.int64) for name in ("day", "account"))
    table["customer_id"] = ids_on(accounts, old_ids, account, day)
    return _as_table(accounts, table, rng)


def _written(
    accounts: Accounts, lives: Lives, draft: Draft, rng: np.random.Generator
) -> dict[str, object]:
    """Put a draft into words: note, code or both."""
    account = int(lives.account[draft.row])
    side = "customer" if draft.source in CUSTOMER_SIDE else "rep"
    voice = Voice("de" if accounts.german[account] else "en", side)
    if draft.source == "probe" and draft.said == NOTHING:
        note = "called, no answer"
    else:
        note = note_of(draft.said, voice, rng)
    code, note = _coded(draft, note, rng)
    known = draft.known_day if draft.known_day >= 0 else draft.day + int(rng.integers(0, 3))
    severity = _severity(int(lives.angry[draft.row]), draft, rng)
    row = {"account": account, "note": note, "code": code, "severity": severity}
    return {**asdict(draft), **row, "known_day": known}


def _coded(draft: Draft, note: str, rng: np.random.Generator) -> tuple[str, str]:
    """Most rows are notes alone; some also have a code from the list, a few only the code."""
    kind = rng.random()
    if draft.said == NOTHING or kind > CODED:
        return "", note
    code = _code_on(draft.said[0], draft.day, rng.random())
    if kind < CODE_ONLY and len(draft.said) == 1:
        return code, ""
    lazy = draft.source == "rep" and rng.random() < LAZY_CODE_SHARE
    return _code_on("price", draft.day, 0.0) if lazy else code, note


def _code_on(reason: str, day: int, uniform: float) -> str:
    """Return the picklist's code; the second codebook splits ``price`` in two (P12)."""
    if reason != "price" or day < plan.CODEBOOK_V2_DAY:
        return reason
    return "price_high" if uniform < 0.6 else "price_increase"


def _severity(angry: int, draft: Draft, rng: np.random.Generator) -> str:
    if draft.said == NOTHING:
        return ""
    if angry:
        return "4" if rng.random() < 0.06 else "3"
    return str(int(rng.integers(0, 3)))


def _second_coder(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """P12: a fifth of the statements once more, coded by B, who agrees beyond chance by kappa."""
    # Probe calls stay out, so that each of them is one row.
    both = (table["code"] != "") & (table["note"] != "") & (table["source"] != "probe")
    coded = table.index[both].to_numpy(copy=True)
    wanted = min(int(len(table) * plan.SECOND_CODER_SHARE + 0.5), len(coded))
    sheet = table.loc[np.sort(rng.permutation(coded)[:wanted])]
    codes = sheet["code"].to_numpy(dtype=object).copy()
    guessed = rng.permutation(len(codes))[: round((1 - plan.KAPPA) * len(codes))]
    # A guess follows the habits of both coders, so that it agrees by chance alone.
    codes[guessed] = rng.permutation(codes)[: len(guessed)]
    ids = [f"{reason_id}-B" for reason_id in sheet["reason_id"]]
    return sheet.assign(code=codes, reason_id=ids, coder="B")


def _as_table(accounts: Accounts, table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    ids = accounts.customer_id[table["account"].to_numpy(dtype=np.int64)]
    named = table["source"].isin(NAMING).to_numpy()
    first = [said[0] for said in table["said"]]
    return table.assign(
        stated_on=plan.iso_days(table["day"].to_numpy(dtype=np.float64)),
        mode=rng.choice(np.array(MODES, object), len(table)),
        contact_id=np.where(named, ids + "-1", ""),
        competitor=[_competitor(note) for note in table["note"]],
        layer=[_layer(reason) for reason in first],
        fixable=[FIXABLE.get(reason, "unknown") for reason in first],
        known_at=plan.iso_times(
            table["known_day"].to_numpy(dtype=np.float64), rng.integers(8 * 60, 18 * 60, len(table))
        ),
    )[list(COLUMNS)]


def _competitor(note: str) -> str:
    return next((name for name in COMPETITORS if name in note), "")


def _layer(reason: str) -> str:
    if reason in NOTHING:
        return "unknown"
    return "personal" if reason in PERSONAL else "formal"
