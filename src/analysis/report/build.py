"""The main job's last part: notebooks in, a report folder out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.errors import InputRefused
from analysis.report.execute import run_notebooks
from analysis.report.export import Exported, export_page, first_page
from analysis.report.facts import ReportFacts, manifest_of
from analysis.report.parameters import check_parameters
from analysis.report.publish import MANIFEST, replacing, write_file
from analysis.report.sanitise import check_svg, strip_unwanted

#: Names that Windows keeps for devices.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def build_report(
    target: Path,
    *,
    notebooks: Sequence[Path],
    parameters: Mapping[str, object],
    collect: Callable[[], ReportFacts],
    say: Callable[[str], None],
    keep_failed: Path | None = None,
) -> Path:
    """Return the ``index.html`` of a new report; on failure the former report is untouched.

    Parameters
    ----------
    target
        Folder of the report: new, empty, or an earlier report.
    notebooks
        In the order in which they run.
    parameters
        For each notebook; see ``Parameters``.
    collect
        Called after the notebooks ran: what else the pages say.
    say
        Takes one line of progress at a time.
    keep_failed
        Folder that receives a notebook that stopped; may hold personal data.

    Raises
    ------
    EnvironmentTrouble
        When the folder cannot be written, is somebody else's, or is being written.
    NotebookFailed
        When a cell fails.

    Examples
    --------
    >>> import nbformat, tempfile
    >>> from datetime import date
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> source = Path(tempfile.mkdtemp()) / "00_summary.ipynb"
    >>> nbformat.write(new_notebook(cells=[new_markdown_cell("# Who left?")]), source)
    >>> index = build_report(
    ...     source.parent / "report", notebooks=[source], parameters={}, say=print,
    ...     collect=lambda: ReportFacts("Why customers left", date(2024, 12, 31)))
    Notebook 1 of 1: 00_summary
    Writing the pages
    >>> index.name
    'index.html'
    """
    check_parameters(parameters)
    _check_names(notebooks)
    with replacing(target) as draft:
        executed = run_notebooks(notebooks, parameters=parameters, keep_failed=keep_failed, say=say)
        by_name = {path.stem: ran for path, ran in zip(notebooks, executed, strict=True)}
        say("Writing the pages")
        facts = collect()
        files = report_files(by_name, facts=facts, parameters=parameters)
        for name, content in files.items():
            write_file(draft, name, content)
    return target / "index.html"


def _check_names(notebooks: Sequence[Path]) -> None:
    names = [path.stem for path in notebooks]
    odd = [name for name in names if _slug_of(name) != name or names.count(name) > 1]
    if odd or not names:
        raise InputRefused(
            f"A notebook cannot become a page: {odd[0]}" if odd else "There is no notebook",
            "one or more notebooks with different names of the kind 02_dormancy.ipynb",
            "rename the notebook",
            code="bad_notebook_name",
        )


def report_files(
    executed: Mapping[str, NotebookNode], *, facts: ReportFacts, parameters: Mapping[str, object]
) -> dict[str, bytes]:
    """Return all files of a report by name, from notebooks that have run.

    The same notebooks, facts and parameters give the same bytes.

    Examples
    --------
    >>> from datetime import date
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> notebook = new_notebook(cells=[new_markdown_cell("# Who left?")])
    >>> facts = ReportFacts("Why customers left", date(2024, 12, 31))
    >>> sorted(report_files({"00_summary": notebook}, facts=facts, parameters={}))
    ['00_summary.html', 'charts/alt.txt', 'index.html', 'manifest.json', 'summary.json']
    """
    slugs = sorted(executed)
    pages = [
        export_page(executed[slug], slug=slug, slugs=slugs, facts=facts, parameters=parameters)
        for slug in slugs
    ]
    files = {f"{page.slug}.html": page.html.encode() for page in pages}
    files["index.html"] = files[f"{first_page(slugs)}.html"]
    files |= dict(_charts(pages)) | dict(facts.files)
    files["summary.json"] = _as_json({"as_of": facts.as_of.isoformat(), **facts.summary})
    files[MANIFEST] = _as_json(manifest_of(facts, parameters=parameters, files=files))
    return files


def _as_json(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _charts(pages: Sequence[Exported]) -> Iterator[tuple[str, bytes]]:
    """Each figure as a file for slides, and one text with their titles and alt texts."""
    drawn: dict[str, dict[str, str]] = {}
    for figure in (figure for page in pages for figure in page.figures):
        if findings := check_svg(figure["svg"]):
            raise RuntimeError(f"the picture {figure['slug']} holds {', '.join(findings)}")
        name = _slug_of(figure["slug"] or "chart")
        again = 2
        while name in drawn and drawn[name]["svg"] != figure["svg"]:
            name = f"{_slug_of(figure['slug'] or 'chart')}_{again}"
            again += 1
        drawn[name] = figure
    lines = []
    for name, figure in sorted(drawn.items()):
        yield f"charts/{name}.svg", figure["svg"].encode()
        lines.append(f"{name}.svg\n{figure['title']}\n{figure['alt']}\n")
    yield "charts/alt.txt", strip_unwanted("\n".join(lines)).encode()


def _slug_of(name: str) -> str:
    """Return a name that every file system takes: ``[a-z0-9_-]``, at most 50 characters.

    Examples
    --------
    >>> _slug_of("02_dormancy"), _slug_of("../Why & when"), _slug_of("CON")
    ('02_dormancy', 'why_when', 'con_')
    """
    plain = re.sub(r"[^a-z0-9_-]+", "_", name.lower()).strip("_-")[:50] or "chart"
    return f"{plain}_" if plain in _DEVICES else plain
