"""How far the coders of the export agree, where it has the same statements coded by two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.reasons.agreement import DoubleCoded, agree_on_codes, agree_on_main, notes_needed
from analysis.reasons.entries import slug_of
from analysis.results import Estimate, Finding, in_words
from analysis.settings import Settings
from analysis.steps.statements import SAME_STATEMENT, with_present_ids
from analysis.workspace import Workspace

_HOW = (
    "`whyleft codebook sample` draws a blind sheet for a second coder, and `whyleft codebook "
    "agree` says how far the two agree."
)


def double_coded_of(workspace: Workspace) -> DoubleCoded | None:
    """Return the statements that two coders have coded; the first two by name where more have.

    None where no statement is coded twice.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> workspace = Workspace(pathlib.Path(tempfile.mkdtemp()))
    >>> workspace.save("reasons", pd.DataFrame({
    ...     "customer_id": ["a", "a"], "note": ["late", "late"], "code": ["Late", "price"],
    ...     "coder": ["A", "B"]}))
    >>> double_coded_of(workspace).second
    (('price',),)
    """
    if not workspace.has("reasons"):
        return None
    rows = workspace.load("reasons")
    if "coder" not in rows or "code" not in rows:
        return None
    same = [name for name in SAME_STATEMENT if name in rows]
    rows = with_present_ids(workspace, rows).dropna(subset=["coder", "code"])
    rows = rows.assign(code=rows["code"].map(slug_of)).sort_values([*same, "coder", "code"])
    given = rows.groupby([*same, "coder"], dropna=False)["code"].agg(
        lambda codes: tuple(dict.fromkeys(codes))
    )
    sheets = given.groupby(level=same, dropna=False).agg(list)
    sheets = sheets[sheets.map(len) >= 2]
    if sheets.empty:
        return None
    customers = sheets.index.get_level_values("customer_id") if len(same) > 1 else sheets.index
    first, second = zip(*((codes[0], codes[1]) for codes in sheets), strict=True)
    return DoubleCoded(first, second, tuple(map(str, customers)), np.ones(len(sheets)))


def tell_agreement(
    coded: DoubleCoded | None, names: Mapping[str, str], *, settings: Settings
) -> tuple[pd.DataFrame, Finding]:
    """Return agreement by code, and what to say of it.

    Parameters
    ----------
    names
        Names of the codes; a code without one is shown as it is.

    Returns
    -------
    tuple
        ``agree_on_codes`` with ``theme``, least reliable first; and the finding.

    Examples
    --------
    >>> table, finding = tell_agreement(None, {}, settings=Settings())
    >>> len(table), finding.sentence
    (0, 'Cannot tell how reliable the codes are: no statement is coded by two people.')
    """
    if coded is None:
        unknown = Estimate.cannot_tell(0, "no statement is coded by two people", "ratio")
        sentence = f"Cannot tell how reliable the codes are: {unknown.method}."
        return pd.DataFrame(), Finding(sentence, {"coder_kappa": unknown}, (_HOW,))
    rng = np.random.default_rng(settings.random_state)
    codes = sorted({code for side in (coded.first, coded.second) for one in side for code in one})
    table = agree_on_codes(coded, codes, rng=rng, n_draws=settings.n_bootstrap)
    table = table.assign(theme=[names.get(code, code.replace("_", " ")) for code in table["code"]])
    table = table.sort_values(["kappa", "code"], ignore_index=True)
    main = agree_on_main(coded, rng=rng, n_draws=settings.n_bootstrap)
    doubts = _not_comparable(coded, main, names)
    return table, Finding(_sentence(table, main), {"coder_kappa": main}, doubts)


#: Under it, shares of two coders are no measure of one thing (Krippendorff 2004, Content Analysis,
#: section 11.4: rely on .800 and above).
COMPARABLE_FROM = 0.8


def _not_comparable(
    coded: DoubleCoded, main: Estimate, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Say how far shares would move if somebody else had coded; nothing from .8 on."""
    if main.value is None or main.value >= COMPARABLE_FROM:
        return ()
    pairs = [(one[0], other[0]) for one, other in zip(coded.first, coded.second, strict=True)]
    apart = sum(one != other for one, other in pairs)
    n = len(pairs)
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    moves = {code: abs(first[code] - second[code]) for code in sorted({*first, *second})}
    most = max(moves, key=moves.__getitem__)
    low, high = sorted((first[most] / n, second[most] / n))
    name = names.get(most, most.replace("_", " "))
    return (
        f"Shares of other coders, teams or codebooks are not comparable with these: a second "
        f"coder gave {in_words(apart / n, 'share')} of {n:,} statements another reason "
        f"(agreement beyond chance, kappa, {main.value:.2f}, under {COMPARABLE_FROM}); "
        f"{name} alone goes from {in_words(low, 'share')} to {in_words(high, 'share')} between "
        "the two.",
    )


def _sentence(table: pd.DataFrame, main: Estimate) -> str:
    weak = table.loc[table["verdict"] == "not reliable", "theme"].tolist()
    if not main.known or main.value is None:
        return f"Cannot tell how reliable the codes are: {main.method}."
    n_sure = int((table["verdict"] == "reliable").sum())
    if (table["verdict"] == "cannot tell").all():
        needed = notes_needed(table)
        half = (
            f"; half of them would need about {needed:,} statements coded by two" if needed else ""
        )
        told = f"no single code can be judged, each is too rare{half}"
        return _agreed(main, told)
    told = (
        f"**not reliable** (kappa under .6): {', '.join(weak)}"
        if weak
        else _none_weak(table, n_sure)
    )
    return _agreed(main, told)


def _none_weak(table: pd.DataFrame, n_sure: int) -> str:
    """Say how many codes could be judged: of the others nobody knows whether they are weak."""
    n_known = int(table["verdict"].ne("cannot tell").sum())
    rare = len(table) - n_known
    too_rare = f"; {rare:,} {'is' if rare == 1 else 'are'} too rare to judge" if rare else ""
    return f"no code is under .6; for {n_sure:,} of {n_known:,} that is sure{too_rare}"


def _agreed(main: Estimate, told: str) -> str:
    interval = f"{main.low:.2f} to {main.high:.2f}, " if main.low != main.high else ""
    return (
        f"Two coders agree on the reason with a kappa of **{main.value:.2f}** ({interval}"
        f"n={main.n:,} statements); {told}."
    )
