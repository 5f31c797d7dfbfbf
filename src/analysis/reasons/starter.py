"""The starter book: common reasons with definitions and attributes, proposed for found themes.

Nothing is renamed by itself: each theme gets the entry it resembles most as a proposal, with the
runner-up beside it, and a person adopts it or not.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from analysis.errors import InputRefused
from analysis.reasons.bookfile import read_theme
from analysis.reasons.codebook import Codebook
from analysis.reasons.edits import NOBODY, Signature, entry_of
from analysis.reasons.entries import Edit, Theme
from analysis.reasons.themes import likeness
from analysis.reasons.vectors import unit_rows

COLUMNS = (
    "theme_id", "theme", "starter_code", "starter_name", "similarity",
    "runner_up", "runner_up_similarity",
)  # fmt: skip
#: Seeds of an entry that speak for it; the others may be in another language.
_SEEDS_COUNTED = 2


@cache
def starter_codes() -> tuple[Theme, ...]:
    """Return the entries of the starter book.

    Examples
    --------
    >>> starter_codes()[7].theme_id, starter_codes()[7].attributes.locus
    ('price_high', 'us')
    """
    text = files("analysis.reasons").joinpath("starter.toml").read_text("utf-8")
    return tuple(read_theme(entry) for entry in tomllib.loads(text)["code"])


def propose_starter(book: Codebook) -> pd.DataFrame:
    """Return the starter entry that each theme resembles most, one row per theme.

    ``similarity`` is the mean likeness of the entry's two nearest seed phrases to the theme; under
    the book's gate no entry is proposed.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["too expensive for us", "prices are too high", "price too high",
    ...                        "the invoice is wrong", "wrong invoice again"], n_themes=2)
    >>> propose_starter(book).loc[0, ["theme", "starter_code"]].tolist()
    ['high / price', 'price_high']
    """
    codes = starter_codes()
    seeds = [(place, seed) for place, code in enumerate(codes) for seed in code.seeds]
    owner = np.array([place for place, _ in seeds])
    alike = likeness(unit_rows(book.embedder.encode([seed for _, seed in seeds])), book.centres)
    near = np.stack([
        np.sort(alike[owner == place], axis=0)[-_SEEDS_COUNTED:].mean(axis=0)
        for place in range(len(codes))
    ])  # fmt: skip
    rows = []
    for theme in book.themes:
        if theme.theme_id not in book.centre_ids:
            continue
        fits = near[:, book.centre_ids.index(theme.theme_id)].round(4)
        first, second = np.argsort(-fits, kind="stable")[:2]
        code = codes[first] if fits[first] >= book.gate else Theme("", "")
        rows.append((theme.theme_id, theme.name, code.theme_id, code.name, fits[first],
                     codes[second].theme_id, fits[second]))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def adopt(book: Codebook, theme_id: str, code_id: str, *, signed: Signature = NOBODY) -> Codebook:
    """Return the book with name, definition and attributes of a starter entry for one theme.

    Examples
    --------
    >>> from analysis.reasons.learning import learn_codebook
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> edited = adopt(book, "t01", "price_high")
    >>> edited.themes[0].name, edited.themes[0].attributes.locus
    ('price too high', 'us')
    """
    old = entry_of(book, theme_id)
    code = next((one for one in starter_codes() if one.theme_id == code_id), None)
    if code is None or code.name in {one.name for one in book.themes if one is not old}:
        known = ", ".join(one.theme_id for one in starter_codes())
        taken = f"Another theme is called '{code.name}' already" if code else ""
        raise InputRefused(
            taken or f"The starter book has no entry '{code_id[:30]}'",
            "an entry that no other theme has" if code else f"one of {known}",
            "merge the two themes, or adopt another entry; the codebook was left as it was",
            code="bad_edit",
        )
    new = replace(
        old, name=code.name, definition=code.definition, attributes=code.attributes, mixed=False
    )
    edit = Edit("adopt", (theme_id,), (theme_id,), was=old.name, name=code.name, **vars(signed))
    themes = tuple(new if one is old else one for one in book.themes)
    return replace(book, themes=themes, edits=(*book.edits, edit))
