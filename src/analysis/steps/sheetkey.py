"""The key of a blind sheet: what a second coder must not see, and what agreement needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputRefused
from analysis.reasons import Codebook

_VERSION = 1

#: What each note and each code of a key has at least.
_NOTE = {"reason_id", "customer_id", "probability", "codes"}
_CODE = {"code", "name", "n_customers"}


def key_of(mentions: pd.DataFrame, book: Codebook, drawn: pd.DataFrame) -> dict[str, Any]:
    """Return what the coder must not see: the run's own codes, and how likely each note was drawn.

    Parameters
    ----------
    mentions
        ``customer_id, reason_id, mention_n, theme_id``, of the whole run.
    drawn
        As ``draw_notes`` returns it.

    Examples
    --------
    >>> from analysis.reasons import LexicalEmbedder
    >>> embedder = LexicalEmbedder.learn(["late"])
    >>> book = Codebook((), embedder.encode([]), 0.2, embedder)
    >>> mentions = pd.DataFrame({"customer_id": ["a"], "reason_id": ["1"], "mention_n": [1],
    ...                          "theme_id": ["other"]})
    >>> drawn = pd.DataFrame({"reason_id": ["1"], "customer_id": ["a"], "stratum": ["other"],
    ...                       "probability": [1.0]})
    >>> key_of(mentions, book, drawn)["notes"][0]["codes"]
    ['other']
    """
    ordered = mentions.sort_values(["reason_id", "mention_n"])
    codes = ordered.groupby("reason_id")["theme_id"].agg(lambda ids: list(dict.fromkeys(ids)))
    n_by_code = mentions.groupby("theme_id")["customer_id"].nunique()
    listed = [
        {"code": code, "name": name, "n_customers": int(n_by_code.get(code, 0))}
        for code, name in book.names.items()
    ]
    notes = [
        {**row, "probability": round(row["probability"], 6), "codes": codes[row["reason_id"]]}
        for row in drawn.sort_values("reason_id").to_dict("records")
    ]
    n_customers = int(mentions["customer_id"].nunique())
    return {"version": _VERSION, "n_customers": n_customers, "codes": listed, "notes": notes}


def read_key(path: Path) -> dict[str, Any]:
    """Read a key back.

    Raises
    ------
    InputRefused
        When it is not there, or not as it was written.

    Examples
    --------
    >>> read_key(Path("no-such-key.json"))
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: no-such-key.json is not there or is no key of a sheet...
    """
    try:
        entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
        whole = _is_whole(entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise InputRefused(
            f"{path.name} is not there or is no key of a sheet",
            "the ..._key.json that `whyleft codebook sample` wrote beside the sheet, unchanged",
            "correct the path after --key",
            code="bad_key",
            file=path.name,
        )
    return entries


def _is_whole(entries: dict[str, Any]) -> bool:
    notes, codes = entries["notes"], entries["codes"]
    return (
        entries["version"] == _VERSION
        and int(entries["n_customers"]) >= 1
        and bool(notes)
        and all(set(note) >= _NOTE and 0 < note["probability"] <= 1 for note in notes)
        and all(set(code) >= _CODE for code in codes)
    )
