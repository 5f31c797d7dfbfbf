"""What changed since the last report, in words and one table."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from analysis.exports import Shown, clean_text
from analysis.plots.blocks import Block, note, table
from analysis.results import Finding, change_in_words, in_words

#: Causes of a change, by column, as a heading; they are shown in this order where one moved.
HEADINGS = {
    "code": "New version",
    "settings": "Other settings",
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
    moved_reasons: pd.DataFrame,
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
    moved_reasons
        ``theme, share_before, share_after, change, low, high``.

    Examples
    --------
    >>> what_changed(Finding("", {}), definitions=(), differences=pd.DataFrame(), moved="",
    ...              moved_reasons=pd.DataFrame())
    There is no earlier report to compare with. The next month's run finds this one by itself ...
    """
    if not finding.sentence:
        return note(_FIRST_TIME)
    parts = [_definitions(definitions), _said(finding.sentence)]
    parts += [table_of_differences(differences), _said(moved)]
    if len(moved_reasons):
        parts.append(table_of_moved_reasons(moved_reasons))
    parts.append(_listed("", finding.doubts))
    shown = [part for part in parts if part.html]
    html = "".join(part.html for part in shown)
    return Block("changes", html, "\n".join(part.plain for part in shown))


def _said(sentence: str) -> Block:
    accented = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", clean_text(sentence))
    return Block("", f"<p>{accented}</p>" if sentence else "", sentence.replace("**", ""))


def _definitions(definitions: Sequence[str]) -> Block:
    return _listed("What means something else than last time:", definitions)


def _listed(lead: str, sentences: Sequence[str]) -> Block:
    if not sentences:
        return Block("", "", "")
    items = "".join(f"<li>{clean_text(sentence)}</li>" for sentence in sentences)
    head = f"<p>{clean_text(lead)}</p>" if lead else ""
    return Block("", f"{head}<ul>{items}</ul>", " ".join([lead, *sentences]).strip())


def table_of_differences(differences: pd.DataFrame) -> Block:
    """Return each number before and now, and its change booked on causes; idle causes are hidden.

    Examples
    --------
    >>> table_of_differences(pd.DataFrame({
    ...     "label": ["Dormant customers"], "unit": ["count"], "before": [733.0], "now": [746.0],
    ...     "change": [13.0], "code": [0.0], "settings": [0.0], "history": [2.0],
    ...     "codebook": [0.0], "time": [11.0], "untold": [float("nan")]}))
    Before, now, and what the change comes from (The causes add to the change; ...)
    Number | Before | Now | Change | Restated history | The time since
    Dormant customers | 733 | 746 | +13 | +2 | +11
    """
    if differences.empty:
        return table(differences, [], caption="Before and now", source="")
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
        source=f"The causes add to the change; a dash: cannot be told.{none}",
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
    return change_in_words(
        value, "share" if unit == "share" else "money" if unit == "money" else "count"
    )


def table_of_moved_reasons(moved_reasons: pd.DataFrame) -> Block:
    """Return the reasons that are named more or less often, with the interval of the change.

    Examples
    --------
    >>> table_of_moved_reasons(pd.DataFrame({
    ...     "theme": ["price"], "share_before": [0.2], "share_after": [0.4], "change": [0.2],
    ...     "low": [0.1], "high": [0.3]}))
    Reasons named more or less often (Shares of customers who spoke; ...)
    Reason | Year before | Since | Change
    price | 20.0% | 40.0% | +20.0 points (+10.0 points to +30.0 points)
    """
    rows = moved_reasons.to_dict("records")
    words = pd.DataFrame({
        "theme": [row["theme"] for row in rows],
        "before": [_value(row["share_before"], "share") for row in rows],
        "after": [_value(row["share_after"], "share") for row in rows],
        "change": [
            f"{_change(row['change'], 'share')} ({_change(row['low'], 'share')} to "
            f"{_change(row['high'], 'share')})"
            for row in rows
        ],
    })  # fmt: skip
    columns = [
        Shown("theme", "Reason"), Shown("before", "Year before", "words"),
        Shown("after", "Since", "words"), Shown("change", "Change", "words"),
    ]  # fmt: skip
    return table(
        words, columns, caption="Reasons named more or less often",
        source="Shares of customers who spoke; 95 % interval of the change, false discovery rate "
        "held at 5 %.",
    )  # fmt: skip
