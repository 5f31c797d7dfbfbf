"""The parts of a page in their places: first screen, headings in order, figures in pairs."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from analysis.report.page import Part, parts_of, take_question

_HEADING = re.compile(r"<(/?)h([1-6])>")
_ONLY_HEADING = re.compile(r"<h([1-6])>((?!</h).)*</h\1>", re.DOTALL)
_LABEL = re.compile(r'aria-label="([^"]*)"')


@dataclass(frozen=True)
class Page:
    """One page of a report.

    Parameters
    ----------
    slug
        The notebook's name without ending, such as ``02_dormancy``.
    question
        What the notebook asks; its first heading.
    answer
        The sentence with its accents, or the question where there is none; clean HTML.
    answer_number
        Which output the answer is, 0 when it is none.
    first_screen
        Tiles and decision.
    groups
        All else in order; two figures side by side are one group.
    n_outputs
        How many outputs the notebook shows to a leader.
    """

    slug: str
    question: str
    answer: str
    answer_number: int
    first_screen: tuple[Part, ...]
    groups: tuple[tuple[Part, ...], ...]
    n_outputs: int

    @property
    def figures(self) -> tuple[dict[str, str], ...]:
        """Slug, title, alt and svg of each figure, in order."""
        return tuple(part.facts for group in self.groups for part in group if part.facts)


def page_of(notebook: NotebookNode, *, slug: str, pages: Collection[str] = ()) -> Page:
    """Return the page of an executed notebook.

    Parameters
    ----------
    notebook
        Executed.
    slug
        Its name without ending.
    pages
        Names of all notebooks of the report.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> page = page_of(new_notebook(cells=[new_markdown_cell("# Who left?")]), slug="02_who")
    >>> page.question, page.answer
    ('Who left?', 'Who left?')
    """
    question, parts = take_question(parts_of(notebook, pages=pages), slug=slug)
    answer = next(
        (part for part in parts if part.kind == "sentence"), Part("prose", html.escape(question))
    )
    first = [part for part in parts if part.kind in {"tiles", "decision"}]
    rest = [part for part in parts if part is not answer and part not in first]
    labels: dict[str, int] = {}
    first_screen = [_with_own_labels(part, labels) for part in first]
    body = [_with_own_labels(part, labels) for part in _in_outline(_without_empty(rest))]
    return Page(
        slug,
        question,
        answer.html,
        answer.number,
        tuple(first_screen),
        tuple(_side_by_side(body)),
        sum(part.number > 0 for part in parts),
    )


def _without_empty(parts: Sequence[Part]) -> list[Part]:
    """Drop headings whose content has moved to the first screen."""
    kept: list[Part] = []
    for part in reversed(parts):
        heading = _ONLY_HEADING.fullmatch(part.html.strip()) if part.kind == "prose" else None
        if heading is None or (kept and not _starts_section(kept[-1], int(heading[1]))):
            kept.append(part)
    return kept[::-1]


def _starts_section(part: Part, level: int) -> bool:
    """Whether the part begins a section of this level or a higher one."""
    heading = _HEADING.match(part.html) if part.kind == "prose" else None
    return heading is not None and int(heading[2]) <= level


def _in_outline(parts: Sequence[Part]) -> list[Part]:
    """Give all headings levels that follow each other, below the page's one h1."""
    level = 1
    placed = []
    for part in parts:
        if part.kind == "prose":
            text, level = _renumbered(part.html, level)
            placed.append(replace(part, html=text))
        else:
            below = min(level + 1, 6)
            text = _HEADING.sub(rf"<\g<1>h{below}>", part.html)
            placed.append(replace(part, html=text, level=below))
    return placed


def _renumbered(text: str, level: int) -> tuple[str, int]:
    def placed(found: re.Match[str]) -> str:
        nonlocal level
        if not found[1]:
            level = max(2, min(int(found[2]), level + 1))
        return f"<{found[1]}h{level}>"

    return _HEADING.sub(placed, text), level


def _with_own_labels(part: Part, seen: dict[str, int]) -> Part:
    """Give a repeated label a number: two regions of one name are one for a screen reader."""

    def own(found: re.Match[str]) -> str:
        seen[found[1]] = seen.get(found[1], 0) + 1
        again = f" ({seen[found[1]]})" if seen[found[1]] > 1 else ""
        return f'aria-label="{found[1]}{again}"'

    return replace(part, html=_LABEL.sub(own, part.html))


def _side_by_side(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Group figures that follow each other in twos."""
    for is_figure, run in itertools.groupby(parts, key=lambda part: part.kind == "figure"):
        members = list(run)
        step = 2 if is_figure else 1
        yield from (tuple(members[n : n + step]) for n in range(0, len(members), step))
