"""An executed notebook becomes one self-contained HTML page, through nbconvert and our template.

nbconvert brings the removal of tagged cells, the Markdown renderer and the template machinery. Its
search path is this folder alone, so no template of the user's Jupyter folders can take the place of
ours, and its environment, which does not escape by itself, is told to: what is no ``Markup`` is
escaped, and a name that does not exist is an error instead of nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from analysis.report.facts import ReportFacts, lock_hash, public_parameters, versions
from analysis.report.notebooks import SUMMARY
from analysis.report.outline import Page, page_of
from analysis.report.page import title_of
from analysis.report.sanitise import strip_unwanted
from analysis.results import day_in_words

_ROOM = Path(__file__).parent

#: Versions at the foot of a page; the manifest holds all.
_NAMED = {"python", "whyleft", "duckdb", "pandas", "numpy", "scikit-learn", "matplotlib"}


@dataclass(frozen=True)
class _Entry:
    """One link between pages.

    Examples
    --------
    >>> _Entry("index.html", "Summary", "00_summary").title
    'Summary'
    """

    href: str
    title: str
    slug: str


@dataclass(frozen=True)
class Exported:
    """One finished page and the figures on it."""

    slug: str
    html: str
    figures: tuple[dict[str, str], ...]


def first_page(slugs: Sequence[str]) -> str:
    """Return the page that opens the report: the summary, or the first of all.

    Examples
    --------
    >>> first_page(["01_data_health", "00_summary"])
    '00_summary'
    """
    return SUMMARY if SUMMARY in slugs else sorted(slugs)[0]


def _entries_of(slugs: Sequence[str]) -> list[_Entry]:
    """Return the links of a report: the page that opens it as ``index.html``, then by number."""
    opening = first_page(slugs)
    rest = sorted(slug for slug in slugs if slug != opening)
    return [
        _Entry("index.html", title_of(opening), opening),
        *(_Entry(f"{slug}.html", title_of(slug), slug) for slug in rest),
    ]


def export_page(
    notebook: NotebookNode,
    *,
    slug: str,
    slugs: Sequence[str],
    facts: ReportFacts,
    parameters: Mapping[str, object],
) -> Exported:
    """Return the page of an executed notebook.

    Parameters
    ----------
    notebook
        Executed.
    slug
        Its name without ending.
    slugs
        Names of all notebooks of the report, itself included.
    facts
        What stands around the page.
    parameters
        The parameters of the run, for the foot of the page.

    Raises
    ------
    RuntimeError
        When an output of the notebook did not reach the page; a template that forgets a kind of
        output would otherwise drop tables without a word.
    """
    page = page_of(notebook, slug=slug, pages=slugs)
    entries = _entries_of(slugs)
    places = [entry.slug for entry in entries]
    resources: dict[str, Any] = {
        "page": page,
        "entries": entries,
        "next": dict(zip(places, entries[1:], strict=False)).get(slug),
        "facts": facts,
        "as_of": day_in_words(facts.as_of),
        "parameters": public_parameters(parameters),
        "versions": {name: found for name, found in versions().items() if name in _NAMED},
        "lock_sha256": lock_hash(),
    }
    html, _ = _exporter().from_notebook_node(notebook, resources)
    _check_outputs(page, html)
    return Exported(slug, strip_unwanted(html), page.figures)


@functools.cache
def _exporter() -> TemplateExporter:
    exporter = TemplateExporter(template_paths=[str(_ROOM)], template_file="page.html.j2")
    environment = exporter.environment
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    return exporter


class _OutputFinder(HTMLParser):
    """Collects the numbers of the outputs that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        number = dict(attrs).get("data-output")
        if number:
            self.numbers.append(int(number))


def _check_outputs(page: Page, html: str) -> None:
    """Hold outputs rendered = outputs present; a sanitised fragment cannot fake the mark."""
    finder = _OutputFinder()
    finder.feed(html)
    if sorted(finder.numbers) != list(range(1, page.n_outputs + 1)):
        raise RuntimeError(
            f"{page.slug}: {page.n_outputs} outputs, but {sorted(finder.numbers)} are on the page"
        )
