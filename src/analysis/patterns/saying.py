"""The sentence on where each reason strikes, and its doubts."""

from __future__ import annotations

import pandas as pd

from analysis.errors import counted
from analysis.patterns.groups import CANNOT_TELL, DIFFERS, NO_DIFFERENCE, WORTH_ACTING
from analysis.results import Estimate, Finding, capital, in_words, points_in_words
from analysis.vocabulary import kind_in_words

_METHOD = "customers dealt to groups by lot; false discovery rate 5 % over kinds and reasons"


def say_patterns(compared: pd.DataFrame, traps: pd.DataFrame | None = None) -> Finding:
    """Return the sentence on where each reason is named more often.

    Parameters
    ----------
    compared
        As ``compare_groups`` returns it.
    traps
        As ``check_within`` returns it: a difference that goes away within another kind of group
        is told with that kind.

    Examples
    --------
    >>> say_patterns(pd.DataFrame(columns=["flagged", "difference"])).sentence
    'Cannot tell groups apart: none has enough customers who told us.'
    """
    if compared.empty:
        sentence = "Cannot tell groups apart: none has enough customers who told us."
        return Finding(sentence, {"n_comparisons": Estimate.exact(0, 0, "tests run")})
    flagged = compared[compared["verdict"] == DIFFERS]
    n_tests = len(compared)
    numbers = {
        "n_comparisons": Estimate.exact(n_tests, n_tests, "tests run"),
        "n_comparisons_flagged": Estimate.exact(len(flagged), n_tests, _METHOD),
    }
    doubts = (*_trap_doubts(traps), _power(compared), *_DOUBTS)
    top = _strongest(flagged, traps)
    if top is None:
        sentence = (
            f"We **cannot tell groups apart** by why they left: none of {n_tests:,} comparisons "
            "holds up beyond chance."
        )
        return Finding(sentence, numbers, doubts)
    gap = Estimate(top["difference"], top["low"], top["high"], int(top["n_group"]), "Newcombe 95 %")
    numbers["strongest_difference"] = gap
    often = "more often" if top["difference"] > 0 else "less often"
    sentence = (
        f"**{capital(top['theme'])}** is named {often} {_where(top)}: by "
        f"{in_words(top['share'], 'share')} of the {top['n_group']:,} customers there who told us, "
        f"back since or not, against {in_words(top['rest_share'], 'share')} elsewhere "
        f"(difference {_between(gap)}). {_how_many(len(flagged), n_tests)}"
    )
    return Finding(sentence, numbers, doubts)


_DOUBTS = (
    "A difference between groups is seen together with the group; it is no proof of cause.",
    "Compared are customers who told us why they went quiet, back since or not; those who told "
    "nothing may differ.",
)


#: Traps named in words; the table holds all.
_TRAPS_TOLD = 2


def _where(row: pd.Series) -> str:
    return f"in {kind_in_words(str(row['kind']))} **{row['group']}**"


def _between(gap: Estimate) -> str:
    ends = (points_in_words(end or 0.0) for end in (gap.low, gap.high))
    return f"{' to '.join(ends)} points"


def _how_many(n_flagged: int, n_tests: int) -> str:
    one = n_flagged == 1
    return f"{n_flagged:,} of {n_tests:,} comparisons {'holds' if one else 'hold'} up."


def _strongest(flagged: pd.DataFrame, traps: pd.DataFrame | None) -> pd.Series | None:
    """Return the clearest surplus that no other kind of group explains, else the clearest gap."""
    if flagged.empty:
        return None
    ranked = flagged.assign(
        explained=_explained(flagged, traps),
        deficit=flagged["difference"] < 0,
        clear=-flagged["deviation"].abs(),
    )
    order = ["explained", "deficit", "clear", "theme_id", "group"]
    return ranked.sort_values(order, kind="stable").iloc[0]


def _explained(rows: pd.DataFrame, traps: pd.DataFrame | None) -> list[bool]:
    if traps is None or traps.empty:
        return [False] * len(rows)
    gone = traps[traps["goes_away"]]
    known = set(zip(gone["kind"], gone["group"], gone["theme_id"], strict=True))
    return [key in known for key in zip(rows["kind"], rows["group"], rows["theme_id"], strict=True)]


def _power(compared: pd.DataFrame) -> str:
    told = compared["verdict"].value_counts()
    points = f"{100 * WORTH_ACTING:.0f} points or more"
    none = f"{told.get(NO_DIFFERENCE, 0):,} comparisons rule out a difference of {points}"
    unseen = compared.loc[compared["verdict"] == CANNOT_TELL, "detectable"]
    if unseen.empty:
        return f"{none}; none is too small to tell."
    middle = in_words(float(unseen.median()), "share").replace("%", " points")
    return (
        f"{none}; {len(unseen):,} cannot tell: half of those would need a difference of {middle} "
        "or more to show it four times in five."
    )


def _trap_doubts(traps: pd.DataFrame | None) -> tuple[str, ...]:
    """Name the trap: a group that looks bad only for whom it serves."""
    if traps is None or traps.empty:
        return ()
    gone = traps[traps["goes_away"].astype(bool) & (traps["difference"] > 0)]
    return tuple(_trap(row) for _, row in gone.head(_TRAPS_TOLD).iterrows())


def _trap(row: pd.Series) -> str:
    turned = ", there even the other way round" if row["within"] * row["difference"] < 0 else ""
    return (
        f"{capital(row['theme'])} looks worse {_where(row).replace('**', '')} by "
        f"{counted(round(100 * row['difference']), 'point')}, but among "
        f"customers of the same {kind_in_words(str(row['held']))} the difference goes "
        f"away{turned} ({points_in_words(row['within_low'])} to "
        f"{points_in_words(row['within_high'])} points)."
    )
