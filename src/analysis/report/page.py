"""A notebook's outputs as the parts of one page, in reading order; no layout here.

The sentence becomes the heading of the page, tiles and decision come directly below it, whatever
the order of the cells; everything else follows as it stands in the notebook.
"""

from __future__ import annotations

import base64
import html
import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from nbconvert.preprocessors import TagRemovePreprocessor
from nbformat import NotebookNode

from analysis.report.sanitise import clean_fragment, render_markdown, strip_unwanted

#: Cells with this tag are for the analyst alone.
ANALYST_TAG = "analyst"

#: Longer plain text is cut on the page; the notebook holds all of it.
LONGEST_TEXT = 5_000

Kind = Literal["prose", "figure", "sentence", "tiles", "decision", "table", "note", "text"]

_SVG = "image/svg+xml"
_FIRST_HEADING = re.compile(r"<h1>(.*?)</h1>\s*", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """One piece of a page.

    Parameters
    ----------
    kind
        What it is.
    html
        Its clean HTML, the template does not escape it; of a figure, the table behind it.
    number
        Which output of the notebook it is, from 1; 0 for text cells.
    level
        Level of the heading that a figure gets, 2 to 6.
    facts
        Of a figure: slug, title, subtitle, alt, doubt and svg.
    absent
        Whether it only says why there is no picture or table.
    """

    kind: Kind
    html: str = ""
    number: int = 0
    level: int = 2
    facts: dict[str, str] = field(default_factory=dict)
    absent: bool = False

    @property
    def image(self) -> str:
        """The drawing as a ``data:`` address."""
        drawing = base64.b64encode(self.facts["svg"].encode()).decode()
        return f"data:image/svg+xml;base64,{drawing}"


def parts_of(notebook: NotebookNode, *, pages: Collection[str] = ()) -> list[Part]:
    """Return what a leader sees of an executed notebook, in order.

    Parameters
    ----------
    notebook
        Executed; its cells tagged ``analyst`` are left out, and all source code.
    pages
        Names of all notebooks of the report: links between them are kept.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> [part.html for part in parts_of(new_notebook(cells=[new_markdown_cell("# Who left?")]))]
    ['<h1>Who left?</h1>']
    """
    shown, _ = TagRemovePreprocessor(remove_cell_tags={ANALYST_TAG}).preprocess(notebook, {})
    return _without_idle_remarks(list(_parts(shown, pages)))


#: What comes behind a remark and is not asked about by it; tiles and the decision move to the top.
_NO_PICTURE = frozenset({"prose", "tiles", "decision"})


def _without_idle_remarks(parts: list[Part]) -> list[Part]:
    """Return the parts without the question above and the remark below a picture that is absent.

    Words directly above the next picture or table are the question of that one, and stay.

    Examples
    --------
    >>> parts = [Part("prose", "<p>Look here.</p>"), Part("note", "None.", absent=True),
    ...          Part("prose", "<p>Mind the bars.</p>"), Part("prose", "<p>And where?</p>"),
    ...          Part("table", "<table></table>")]
    >>> [part.html for part in _without_idle_remarks(parts)]
    ['None.', '<p>And where?</p>', '<table></table>']
    >>> [part.html for part in _without_idle_remarks([*parts[1:3], Part("tiles", "40 days")])]
    ['None.', '40 days']
    """
    edge = Part("prose")
    around = zip([edge, *parts], parts, [*parts[1:], edge], strict=False)
    return [
        part
        for last, part, coming in around
        if part.kind != "prose"
        or "<h" in part.html
        or not (coming.absent or (last.absent and coming.kind in _NO_PICTURE))
    ]


def _parts(notebook: NotebookNode, pages: Collection[str]) -> Iterator[Part]:
    numbers = itertools.count(1)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield Part("prose", render_markdown(cell.source, pages=pages))
        for output in cell.get("outputs", []):
            if output.output_type in {"display_data", "execute_result"}:
                yield replace(_part_of(output), number=next(numbers))


def _part_of(output: NotebookNode) -> Part:
    """Return the part for one output; what we cannot draw is shown as its plain text."""
    facts = dict(output.metadata.get("whyleft", {}))
    kind = facts.get("kind")
    if kind == "figure" and _SVG in output.data:
        return _figure(facts, str(output.data[_SVG]))
    if kind == "sentence" and facts.get("text"):
        return Part("sentence", _accented(str(facts["text"])))
    if "text/html" in output.data:
        fragment = _kept_together(clean_fragment(str(output.data["text/html"])))
        fragment = _in_scroll_region(fragment)
        made = Part(kind if kind in {"tiles", "decision", "table", "note"} else "text", fragment)
        return replace(made, absent=bool(facts.get("empty")))
    plain = strip_unwanted(str(output.data.get("text/plain", "")))
    cut = plain if len(plain) <= LONGEST_TEXT else f"{plain[:LONGEST_TEXT]} … (cut here)"
    return Part("text", f"<pre>{html.escape(cut)}</pre>")


def _figure(facts: dict[str, Any], svg: str) -> Part:
    names = ("slug", "title", "subtitle", "alt", "doubt")
    words = {name: strip_unwanted(str(facts.get(name) or "")) for name in names}
    numbers = _kept_together(clean_fragment(str(facts.get("numbers") or "")))
    return Part("figure", numbers, facts=words | {"svg": strip_unwanted(svg)})


def _accented(text: str) -> str:
    """Return a sentence as HTML, the words between ``**`` accented, commands as such.

    Examples
    --------
    >>> _accented("We lose **two** to <late> vans.")
    'We lose <b>two</b> to &lt;late&gt; vans.'
    >>> _accented("Nobody was asked (`whyleft probe` draws whom).")
    'Nobody was asked (<code>whyleft probe</code> draws whom).'
    """
    clean = _kept_together(html.escape(strip_unwanted(text)))
    clean = re.sub(r"`([^`]+)`", r"<code>\1</code>", clean)
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", clean).replace("**", "")


#: A number and its unit; an interval in brackets; a cell that holds a day.
_UNIT = re.compile(r"(?<=\d) (?=%|(?:k|M|bn|days|points)\b)")
_END = r"[-+−]?\d[\d.,]*(?:%|\u00a0\w+)?"
_INTERVAL = re.compile(rf"\(({_END}) to ({_END})(?=[);])")
_DAY = re.compile(r"<td>(?=\d{4}-\d\d-\d\d</td>)")


def _kept_together(fragment: str) -> str:
    r"""Return HTML in which no line breaks between a number and its unit, or within an interval.

    Examples
    --------
    >>> _kept_together("6.62 M EUR (5.83 M to 7.43 M)").split(" ")
    ['6.62\xa0M', 'EUR', '(5.83\xa0M\xa0to\xa07.43\xa0M)']
    >>> _kept_together("<td>2024-12-31</td>")
    '<td class="d">2024-12-31</td>'
    """
    told = _INTERVAL.sub("(\\1\u00a0to\u00a0\\2", _UNIT.sub("\u00a0", fragment))
    return _DAY.sub('<td class="d">', told)


def _in_scroll_region(fragment: str) -> str:
    """Let a wide table scroll by itself, reached by keyboard."""
    if "<table" not in fragment or 'class="scroll"' in fragment:
        return fragment
    region = 'class="scroll" tabindex="0" role="region" aria-label="Table"'
    return f"<div {region}>{fragment}</div>"


def take_question(parts: list[Part], *, slug: str) -> tuple[str, list[Part]]:
    """Take the first heading out of the parts; a notebook without one asks by its name.

    Examples
    --------
    >>> take_question([Part("prose", "<h1>Who left &amp; why?</h1>")], slug="02_who")
    ('Who left & why?', [])
    """
    for n, part in enumerate(parts):
        found = _FIRST_HEADING.search(part.html) if part.kind == "prose" else None
        if found:
            rest = _FIRST_HEADING.sub("", part.html, count=1)
            kept = [replace(part, html=rest)] if rest.strip() else []
            question = html.unescape(re.sub(r"<[^>]+>", "", found[1]))
            return question, parts[:n] + kept + parts[n + 1 :]
    return title_of(slug), parts


def title_of(slug: str) -> str:
    """Return a notebook's name as a reader sees it.

    Examples
    --------
    >>> title_of("03_cost_of_loss")
    'Cost of loss'
    """
    words = re.sub(r"^\d+_", "", slug).replace("_", " ").strip() or slug
    return words[:1].upper() + words[1:]
