"""New themes on public notes: whole classes held out, and months without a new class."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_answer import SETTINGS, statements

from analysis.reasons import read_reasons

pytestmark = [pytest.mark.public_data, pytest.mark.slow]


def months(n_held, seed):
    """Half of the notes, then the other half with so many classes that were held out."""
    path = Path(os.environ["WHYLEFT_PUBLIC_DATA"]) / "banking77_test.csv"
    rows = pd.read_csv(path)
    rng = np.random.default_rng(seed)
    held = rng.choice(rows["category"].unique(), n_held, replace=False)
    out = rows["category"].isin(held).to_numpy()
    rest = rng.permutation(np.flatnonzero(~out))
    half = len(rest) // 2
    later = rows.iloc[np.concatenate([rest[half:], np.flatnonzero(out)])]
    return rows.iloc[rest[:half]], later, set(held)


def proposed(first, later):
    settings = replace(SETTINGS, n_themes=12)
    book = read_reasons(statements(first["text"].tolist()), settings=settings).codebook
    people = [f"later{place}" for place in range(len(later))]
    rows = statements(later["text"].tolist(), customers=people)
    return read_reasons(rows, settings=settings, codebook=book)


def test_held_out_classes_are_proposed_and_hardly_another():
    found, wrong = 0, 0
    for seed in range(4):
        first, later, held = months(2, seed)
        answer = proposed(first, later)
        kinds = dict(zip(answer.mentions["text"], answer.mentions["customer_id"], strict=True))
        meant = {f"later{n}": kind for n, kind in enumerate(later["category"])}
        quoted = answer.new_themes.table["quote_1"]
        told = [meant[kinds[quote]] for quote in quoted if quote in kinds]
        found += len(set(told) & held)
        wrong += len([kind for kind in told if kind not in held])
    assert found >= 2  # of 8 classes that hold 2.6 % of the notes each
    assert wrong <= 1


def test_a_month_without_a_new_class_proposes_nothing():
    n_proposed = sum(len(proposed(*months(0, seed)[:2]).new_themes) for seed in range(4))

    assert n_proposed <= 1
