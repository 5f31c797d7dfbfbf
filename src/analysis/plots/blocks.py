"""Words, tiles and tables that show themselves in Jupyter and in the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.exports import Shown, clean_text, html_table
from analysis.results import Finding
from analysis.tile import Tile


@dataclass(frozen=True)
class Block:
    """A fragment of a page with its plain-text twin.

    Examples
    --------
    >>> Block("note", "<p>Hi</p>", "Hi")
    Hi
    """

    kind: str
    html: str
    plain: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return self.plain

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        shown = {"text/html": self.html, "text/plain": self.plain}
        return shown, {"whyleft": {"kind": self.kind, **self.facts}}


def answer_in_a_sentence(finding: Finding) -> Block:
    """Return the sentence that a leader can repeat.

    Examples
    --------
    >>> answer_in_a_sentence(Finding("We lost **40** of 100.", {}))
    We lost 40 of 100.
    """
    html = f"<p><strong>{_accented(finding.sentence)}</strong></p>"
    return Block("sentence", html, _bare(finding.sentence), {"text": finding.sentence})


def paragraph(sentence: str) -> Block:
    """Return a sentence as a paragraph of a page, for instance one that another page begins with.

    Examples
    --------
    >>> paragraph("**Delivery** is named more often in the north.")
    Delivery is named more often in the north.
    """
    html = f"<p>{_accented(sentence)}</p>" if sentence else ""
    return Block("text", html, _bare(sentence))


def _accented(sentence: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", _with_code(sentence))


def _with_code(text: str) -> str:
    """Return text as HTML, what stands between backticks as something to type."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", clean_text(text))


def _bare(sentence: str) -> str:
    return sentence.replace("**", "")


def doubts_in_words(finding: Finding) -> Block:
    """Return what these data cannot tell, and what would change the answer.

    Examples
    --------
    >>> doubts_in_words(Finding("x", {}, doubts=("One season only.", "No margins.")))
    One season only. No margins.
    """
    if not finding.doubts:
        return note("No doubt beyond those at the foot of this page.")
    items = "".join(f"<li>{_with_code(doubt)}</li>" for doubt in finding.doubts)
    plain = " ".join(finding.doubts)
    return Block("note", f"<ul>{items}</ul>", plain)


def note(text: str) -> Block:
    """Return a quiet remark.

    Examples
    --------
    >>> note("No contacts table.")
    No contacts table.
    """
    return Block("note", f'<p class="note">{_with_code(text)}</p>', text)


def nothing(text: str) -> Block:
    """Return why there is no picture or table; a page drops the remarks around it.

    Examples
    --------
    >>> nothing("No reasons table.").facts
    {'empty': True}
    """
    return Block("note", f'<p class="note">{_with_code(text)}</p>', text, {"empty": True})


def tiles(entries: Sequence[Tile]) -> Block:
    """Return headline numbers side by side.

    Examples
    --------
    >>> from analysis.results import Estimate
    >>> tiles([Tile("Dormant", Estimate(0.45, 0.31, 0.60, 40, "Wilson 95 %"))])
    Dormant: 45% (31% to 60% · n = 40)
    """
    html = "".join(
        f'<li class="tile"><span class="label">{clean_text(tile.label)}</span>'
        f'<span class="value">{clean_text(tile.value)}</span>'
        f'<span class="range">{clean_text(tile.range)}</span>'
        + (f'<span class="change">{clean_text(tile.change)}</span>' if tile.change else "")
        + "</li>"
        for tile in entries
    )
    plain = "\n".join(
        f"{tile.label}: {tile.value} ({tile.range})" + (f"; {tile.change}" if tile.change else "")
        for tile in entries
    )
    return Block("tiles", f'<ul class="tiles">{html}</ul>', plain)


def tiles_of(finding: Finding, **labels: str) -> Block:
    """Return tiles of a finding's numbers, by their names; numbers it lacks are left out.

    Examples
    --------
    >>> from analysis.results import Estimate
    >>> told = Finding("x", {"n_left": Estimate.exact(3, 9, "counted")})
    >>> tiles_of(told, n_left="Left", n_back="Back")
    Left: 3 (n = 9)
    """
    known = {name: label for name, label in labels.items() if name in finding.numbers}
    return tiles([Tile(label, finding.numbers[name]) for name, label in known.items()])


def decision(asked: str, why: str, doubt: str) -> Block:
    """Return the one decision that a page asks for, and what would change our mind.

    Examples
    --------
    >>> decision("Call the ten.", "Worth 4 k.", "Nobody answers.")
    Decision asked: Call the ten. Worth 4 k. What would change our mind: Nobody answers.
    """
    html = (
        f'<section class="decision" aria-label="Decision"><p><strong>Decision asked: '
        f"{clean_text(asked)}</strong></p><p>{clean_text(why)}</p>"
        f'<p class="doubt">What would change our mind: {clean_text(doubt)}</p></section>'
    )
    plain = f"Decision asked: {asked} {why} What would change our mind: {doubt}"
    return Block("decision", html, plain)


def table_of_decisions(decisions: pd.DataFrame) -> Block:
    """Return all decisions asked for, with what each costs and is worth.

    Parameters
    ----------
    decisions
        ``asked, cost, worth, doubt``, in words.

    Examples
    --------
    >>> table_of_decisions(pd.DataFrame({"asked": ["Call ten"], "cost": ["ten calls"],
    ...     "worth": ["at most 3 k"], "doubt": ["Nobody answers"]}))
    The decisions asked (What is at stake is not yet won; returns that come anyway are in it)
    Decision | It costs | It is worth | What would change our mind
    Call ten | ten calls | at most 3 k | Nobody answers
    """
    columns = (
        Shown("asked", "Decision"),
        Shown("cost", "It costs"),
        Shown("worth", "It is worth"),
        Shown("doubt", "What would change our mind"),
    )
    return table(
        decisions,
        columns,
        caption="The decisions asked",
        source="What is at stake is not yet won; returns that come anyway are in it",
    )


def large_enough(frame: pd.DataFrame, column: str, floor: int) -> pd.DataFrame:
    """Return the rows of at least ``floor`` customers: smaller groups are hidden from leaders.

    Examples
    --------
    >>> large_enough(pd.DataFrame({"n": [4, 5]}), "n", 5)["n"].tolist()
    [5]
    """
    return frame[frame[column] >= floor] if len(frame) else frame


def no_reason(ranked: pd.DataFrame, floor: int, what: str) -> str:
    """Return why no reason is shown: none is on file, or each by too few customers.

    Parameters
    ----------
    ranked
        One row a reason, before small ones were hidden.
    what
        What cannot be done for that.

    Examples
    --------
    >>> no_reason(pd.DataFrame(), 5, "nothing to rank")
    'No dormant customer has a reason on file: nothing to rank.'
    >>> no_reason(pd.DataFrame({"n_customers": [3]}), 5, "nothing to rank")
    'No reason that 5 or more dormant customers name: nothing to rank.'
    """
    few = f"No reason that {floor} or more dormant customers name"
    return f"{few if len(ranked) else 'No dormant customer has a reason on file'}: {what}."


#: Why a verdict may be milder than an interval: it allows for all that was compared.
CHANCE = "Verdicts allow for all that is compared, intervals for one difference alone"


def drawn_of(n_drawn: int, n_all: int) -> str:
    """Return that only the first rows are drawn, empty where all are.

    Examples
    --------
    >>> drawn_of(6, 10), drawn_of(4, 4)
    ('; the first 6 of 10 drawn', '')
    """
    return f"; the first {n_drawn} of {n_all} drawn" if n_drawn < n_all else ""


def of_all(shown: pd.DataFrame, every: pd.DataFrame, column: str, *, rows: str, floor: int) -> str:
    """Return how many customers are shown, of how many where small rows are hidden.

    Parameters
    ----------
    shown, every
        The rows with ``column``, their customers, after and before small ones were hidden.
    rows
        What a row is, in the plural.

    Examples
    --------
    >>> every = pd.DataFrame({"n": [52, 4]})
    >>> of_all(every.head(1), every, "n", rows="quarters", floor=5)
    '52 of 56 (quarters under 5 customers hidden)'
    >>> of_all(every, every, "n", rows="quarters", floor=5)
    '56'
    """
    n_shown, n_all = int(shown[column].sum()), int(every[column].sum())
    if n_shown == n_all:
        return f"{n_all:,}"
    return f"{n_shown:,} of {n_all:,} ({rows} under {floor} customers hidden)"


def table(
    frame: pd.DataFrame, columns: Sequence[Shown], *, caption: str, source: str, empty: str = ""
) -> Block:
    """Return an escaped table, or a remark when it has no rows.

    Parameters
    ----------
    frame, columns
        What to show; see ``exports.html_table``.
    caption
        The finding, as a heading.
    source
        Where the numbers come from, with n.
    empty
        What to say when there is no row.

    Examples
    --------
    >>> table(pd.DataFrame({"a": ["x"]}), [Shown("a", "A")], caption="C", source="n = 1")
    C (n = 1)
    A
    x
    """
    if frame.empty:
        return nothing(empty or f"{caption}: no rows.")
    inner = html_table(frame, columns, caption=caption, source=source)
    scroll = (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{clean_text(caption)}">'
        f"{inner}</div>"
    )
    return Block("table", scroll, _plain_table(frame, columns, caption, source))


def _plain_table(frame: pd.DataFrame, columns: Sequence[Shown], caption: str, source: str) -> str:
    lines = [" | ".join(shown.label for shown in columns)]
    lines += [" | ".join(shown.cell(row) for shown in columns) for row in frame.to_dict("records")]
    return "\n".join([f"{caption} ({source})", *lines])
