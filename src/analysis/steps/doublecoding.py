"""How far two codings of one blind sheet agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputRefused
from analysis.exports import write_csv
from analysis.reasons.adjusting import adjusted_shares
from analysis.reasons.agreement import (
    FEWEST_CODED,
    DoubleCoded,
    agree_on_codes,
    agree_on_main,
    agree_on_sets,
    notes_needed,
)
from analysis.results import Estimate, in_words
from analysis.statistics import FEWEST_RESAMPLED
from analysis.steps.codedsheet import REASONS, CodedSheet, KnownWords, read_coded_sheet
from analysis.steps.sheetkey import read_key
from analysis.steps.writing import prepare_file, put_whole


@dataclass(frozen=True)
class Agreement:
    """How far two codings agree.

    Parameters
    ----------
    codes
        As ``agree_on_codes`` returns it, with ``theme``; against the run's own coding also
        ``share, adjusted, adjusted_low, adjusted_high, sensitivity, specificity``.
    main, sets
        Kappa of the main code; alpha of whole sets.
    n_drawn
        Notes on the sheet as it was drawn.
    set_aside
        Lines set aside by file and reason.
    """

    codes: pd.DataFrame
    main: Estimate
    sets: Estimate
    n_drawn: int
    set_aside: Mapping[str, Mapping[str, int]]
    lines_aside: pd.DataFrame

    @property
    def unreliable(self) -> tuple[str, ...]:
        """Names of the codes that are stamped *not reliable*."""
        return tuple(self.codes.loc[self.codes["verdict"] == "not reliable", "theme"])

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        rows = self.codes.astype(object).where(self.codes.notna(), None).to_dict("records")
        return {
            "n_drawn": self.n_drawn,
            "main": self.main.as_dict(),
            "sets": self.sets.as_dict(),
            "codes": rows,
            "set_aside": {name: dict(counts) for name, counts in self.set_aside.items()},
        }

    def in_words(self) -> str:
        """Return the answer in a few lines."""
        n_both = int(self.codes["n_notes"].max())
        lines = [
            f"Both have coded {n_both:,} of the {self.n_drawn:,} notes drawn.",
            f"Main code: kappa {_to_two_digits(self.main)}. "
            f"Whole sets: alpha {_to_two_digits(self.sets)}.",
        ]
        lines += _codes_in_words(self.codes, self.unreliable)
        lines.append(_adjusted_in_words(self.codes))
        for name, counts in self.set_aside.items():
            told = "; ".join(f"{n:,} x {REASONS[why]}" for why, n in counts.items())
            lines.append(f"Lines set aside in {name}: {told}." if told else "")
        return "\n".join(line for line in lines if line)


def _codes_in_words(codes: pd.DataFrame, unreliable: Sequence[str]) -> list[str]:
    """Say which codes are under .6, which are too rare, or that none can be judged."""
    rare = codes.loc[codes["verdict"] == "cannot tell", "theme"]
    if len(rare) == len(codes):
        needed = notes_needed(codes)
        told = f"; half of the codes would need about {needed:,} coded notes" if needed else ""
        return [
            f"No code can be judged: too few notes or customers (a code needs {FEWEST_CODED} notes "
            f"from each side, and {FEWEST_RESAMPLED} customers coded by both){told}."
        ]
    if unreliable:
        lines = [f"Not reliable (kappa under .6): {', '.join(unreliable)}."]
    elif len(rare):
        lines = [f"None of the {len(codes) - len(rare):,} codes that can be judged is under .6."]
    else:
        lines = ["No code is under .6."]
    return [*lines, *([f"Too rare to tell: {', '.join(rare)}."] if len(rare) else [])]


def _to_two_digits(number: Estimate) -> str:
    """Return an agreement with two digits: one would hide what the gate looks at.

    Examples
    --------
    >>> _to_two_digits(Estimate(0.714, 0.65, 0.77, 247, "kappa", "ratio"))
    '0.71 (0.65 to 0.77)'
    """
    if number.value is None or number.low is None or number.high is None:
        return f"cannot tell ({number.method})"
    return f"{number.value:.2f} ({number.low:.2f} to {number.high:.2f})"


def _adjusted_in_words(codes: pd.DataFrame) -> str:
    """Return the shares that a careful coder moves most; nothing between two coders."""
    if "adjusted" not in codes:
        return ""
    known = codes[codes["adjusted"].notna()].assign(
        moved=lambda rows: (rows["adjusted"] - rows["share"]).abs()
    )
    most = known.sort_values(["moved", "code"], ascending=[False, True]).head(3)
    told = [
        f"{row['theme']} {in_words(row['adjusted'], 'share')} "
        f"({in_words(row['adjusted_low'], 'share')} to {in_words(row['adjusted_high'], 'share')}) "
        f"instead of {in_words(row['share'], 'share')}"
        for row in most.to_dict("records")
    ]
    return f"By the coder's word, shares of customers would be: {'; '.join(told)}." if told else ""


def agree_on_sheets(
    sheets: Sequence[Path], key: Path, *, out: Path | None = None, n_draws: int = 1000
) -> Agreement:
    """Return how far a coder agrees with the run, or two coders with each other.

    With one sheet the coder's word stands, and the run's shares are adjusted by it.

    Raises
    ------
    InputRefused
        When a sheet or the key cannot be used.

    Examples
    --------
    >>> agree_on_sheets([Path("sheet.csv")], Path("no-such-key.json"))
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: no-such-key.json is not there or is no key of a sheet...
    """
    entries = read_key(key)
    names = {one["code"]: one["name"] for one in entries["codes"]}
    notes = pd.DataFrame(entries["notes"]).set_index("reason_id")
    known = KnownWords.of(list(notes.index), names)
    read = {path.name: read_coded_sheet(path, known) for path in sheets}
    coded = _double_coded([*read.values()], notes)
    rng = np.random.default_rng(0)
    codes = agree_on_codes(coded, list(names), rng=rng, n_draws=n_draws)
    codes.insert(1, "theme", codes["code"].map(names))
    if len(sheets) == 1:
        n_by_code = pd.Series({one["code"]: one["n_customers"] for one in entries["codes"]})
        codes = codes.merge(adjusted_shares(coded, n_by_code, entries["n_customers"]), on="code")
    aside = [sheet.set_aside.assign(file=name) for name, sheet in read.items()]
    found = Agreement(
        codes,
        agree_on_main(coded, rng=rng, n_draws=n_draws),
        agree_on_sets(coded, rng=rng, n_draws=min(n_draws, 500)),
        len(notes),
        {name: sheet.counted for name, sheet in read.items()},
        pd.concat(aside)[["file", "line", "reason"]],
    )
    if out is not None:
        prepare_file(out, [*sheets, key])
        put_whole(out, lambda draft: write_csv(codes, draft))
    return found


def _double_coded(sheets: Sequence[CodedSheet], notes: pd.DataFrame) -> DoubleCoded:
    """Return the notes that both have coded; first the run or the first sheet."""
    own = {str(one): tuple(codes) for one, codes in notes["codes"].items()}
    first = own if len(sheets) == 1 else sheets[0].codes
    both = sorted(set(first) & set(sheets[-1].codes))
    if not both:
        raise InputRefused(
            "The two sheets have no note in common",
            "two sheets of one sample, both filled in",
            "give the sheets that belong together",
            code="nothing_in_common",
        )
    weights = 1 / notes.loc[both, "probability"].to_numpy(dtype=float)
    return DoubleCoded(
        tuple(first[one] for one in both),
        tuple(sheets[-1].codes[one] for one in both),
        tuple(notes.loc[both, "customer_id"].astype(str)),
        weights / weights.mean(),
    )
