"""What changed since the last report, in words and one table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.exports import Shown, clean_text
from analysis.plots.blocks import Block, note, nothing, paragraph, table
from analysis.results import Finding, Unit, change_in_words, in_words

#: Causes of a change, by column, as a heading; they are shown in this order where one moved.
HEADINGS = {
    "code": "New version",
    "settings": "Other settings",
    "months": "Months not in this export",
    "history": "Restated history",
    "codebook": "Edited codebook",
    "untold": "Cannot be told apart",
    "time": "The time since",
}

_FIRST_TIME = (
    "There is no earlier report to compare with. The next month's run finds this one by itself and "
    "tells what changed, and why."
)


def what_changed(
    finding: Finding,
    *,
    definitions: Sequence[str],
    differences: pd.DataFrame,
    moved: str,
    calls: str = "",
    called: pd.DataFrame | None = None,
) -> Block:
    """Return what changed since the last report: definitions first, then the numbers.

    Parameters
    ----------
    finding
        What the first number did, and why; its doubts follow the table.
    definitions
        What means something else now.
    differences
        ``label, unit, before, now, change``, one column a cause, ``untold``.
    moved
        Whether reasons are named more or less often.
    calls, called
        What last month's calls brought: the sentence, and ``what, n, of, share, low, high``.

    Examples
    --------
    >>> what_changed(Finding("", {}), definitions=(), differences=pd.DataFrame(), moved="")
    There is no earlier report to compare with. The next month's run finds this one by itself ...
    """
    if not finding.sentence:
        return note(" ".join(finding.doubts) or _FIRST_TIME)
    parts = [_definitions(definitions), paragraph(finding.sentence)]
    parts += [_table_of_differences(differences), paragraph(moved)]
    parts += [paragraph(calls), _table_of_calls_made(called)]
    parts.append(_listed(finding.doubts))
    shown = [part for part in parts if part.html]
    html = "".join(part.html for part in shown)
    return Block("changes", html, "\n".join(part.plain for part in shown))


def _table_of_calls_made(called: pd.DataFrame | None) -> Block:
    """Return what last month's calls brought, each count with its denominator."""
    if called is None or called.empty:
        return Block("", "", "")
    columns = [
        Shown("what", "Of the calls on the lists"), Shown("n", "Number", "count"),
        Shown("of", "Of", "count"), Shown("share", "Share", "share", "low", "high"),
    ]  # fmt: skip
    return table(
        called, columns, caption="What last month's calls brought",
        source="Counted; the intervals are 95 %.",
    )  # fmt: skip


def _definitions(definitions: Sequence[str]) -> Block:
    """Return what means something else now; few sentences follow each other, more are listed."""
    if not definitions:
        return Block("", "", "")
    lead = "What means something else than last time:"
    if len(definitions) < 3:
        return paragraph(f"**{lead}** {' '.join(definitions)}")
    listed = _listed(definitions)
    return Block("", f"{paragraph(f'**{lead}**').html}{listed.html}", f"{lead} {listed.plain}")


def _listed(sentences: Sequence[str]) -> Block:
    items = "".join(f"<li>{clean_text(sentence)}</li>" for sentence in sentences)
    return Block("", f'<ul class="note">{items}</ul>' if items else "", " ".join(sentences))


def _table_of_differences(differences: pd.DataFrame) -> Block:
    """Return each number before and now, and its change booked on causes; idle causes are hidden.

    Examples
    --------
    >>> _table_of_differences(pd.DataFrame({
    ...     "label": ["Dormant customers"], "unit": ["count"], "before": [733.0], "now": [746.0],
    ...     "change": [13.0], "code": [0.0], "settings": [0.0], "months": [0.0],
    ...     "history": [2.0], "codebook": [0.0], "time": [11.0], "untold": [float("nan")]}))
    Before, now, and what the change comes from (The causes add to the change; ...)
    Number | Before | Now | Change | Restated history | The time since
    Dormant customers | 733 | 746 | +13 | +2 | +11
    """
    if differences.empty:
        return nothing("Before and now: no rows.")
    causes = [name for name in HEADINGS if _moved_anything(differences, name)]
    words = pd.DataFrame({"label": differences["label"]})
    rows = differences.to_dict("records")
    for name in ("before", "now"):
        words[name] = [_value(row[name], row["unit"]) for row in rows]
    for name in ("change", *causes):
        words[name] = [_change(row[name], row["unit"]) for row in rows]
    columns = [
        Shown("label", "Number"), Shown("before", "Before", "words"), Shown("now", "Now", "words"),
        Shown("change", "Change", "words"),
        *(Shown(name, HEADINGS[name], "words") for name in causes),
    ]  # fmt: skip
    idle = [words.lower() for name, words in HEADINGS.items() if name not in {*causes, "untold"}]
    none = f" Nothing comes from: {', '.join(idle)}." if idle else ""
    return table(
        words, columns, caption="Before, now, and what the change comes from",
        source=f"The causes add to the change; pts are percentage points; – cannot be told.{none}",
    )  # fmt: skip


def _moved_anything(differences: pd.DataFrame, cause: str) -> bool:
    """Whether a cause has a share in any change; one that cannot be told apart has none of its own.

    The time since is always shown: it is what an ordinary month consists of.
    """
    return cause == "time" or bool((differences[cause].fillna(0.0) != 0.0).any())


def _value(value: float, unit: str) -> str:
    if value != value:
        return "–"
    if unit == "share":
        return f"{100 * value:.1f}%"
    return in_words(value, "money" if unit == "money" else "count")


def _change(value: float, unit: str) -> str:
    if value != value:
        return "–"
    known: Unit = "share" if unit == "share" else "money" if unit == "money" else "count"
    return change_in_words(value, known).replace("points", "pts")
