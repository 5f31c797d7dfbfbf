"""The list of all runs in one folder: ``index.html`` above them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.report.notebooks import SUMMARY
from analysis.report.publish import MANIFEST
from analysis.report.sanitise import strip_unwanted
from analysis.results import day_in_words

#: Says in a page's head that we wrote it; nothing else is ever overwritten.
OURS = '<meta name="generator" content="whyleft list of runs">'

_FOLDER = "reports"
_ROOM = Path(__file__).parent
#: The mark stands in the head; a page of ours never has it later.
_HEAD_BYTES = 2_000


@dataclass(frozen=True)
class Run:
    """One report in the list.

    Examples
    --------
    >>> Run("acme", date(2024, 12, 31), "Acme", "Nobody left.").day
    '31 December 2024'
    """

    folder: str
    as_of: date
    company: str
    sentence: str

    @property
    def day(self) -> str:
        """The snapshot date in words."""
        return day_in_words(self.as_of)

    @property
    def href(self) -> str:
        """Link to its first page."""
        return f"{quote(self.folder)}/index.html"


def list_runs(folder: Path) -> Path | None:
    """Write the list of the reports in a folder and return its path, or None without one.

    Only a folder named ``reports``, or one that holds such a list already, gets one: any other may
    be anything of the user's. A foreign ``index.html`` is left alone, and a folder that cannot be
    read is left out.

    Examples
    --------
    >>> list_runs(Path(tempfile.mkdtemp())) is None
    True
    """
    place = folder.resolve()
    target = place / "index.html"
    try:
        if not (_is_ours(target) if target.exists() else place.name == _FOLDER):
            return None
        runs = sorted(_runs(place), key=lambda run: (run.as_of, run.folder), reverse=True)
        if not runs:
            return None
        _write_whole(target, page_of_runs(runs).encode())
    except OSError:
        return None  # the report is made; a list that cannot be written is no reason to fail
    return folder / "index.html"


def _is_ours(page: Path) -> bool:
    if page.is_symlink() or not page.is_file():
        return False
    with page.open("rb") as file:
        return OURS.encode() in file.read(_HEAD_BYTES)


def _runs(place: Path) -> Iterator[Run]:
    for folder in place.iterdir():
        if folder.name.startswith(".") or not (folder / "index.html").is_file():
            continue
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            summary = json.loads((folder / "summary.json").read_bytes())
            if manifest["report"] != "whyleft":
                continue
            company = str(manifest["settings"].get("company") or "")
            sentence = str(summary["sentences"].get(SUMMARY, ""))
            yield Run(folder.name, date.fromisoformat(manifest["as_of"]), company, sentence)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue


def page_of_runs(runs: list[Run]) -> str:
    """Return the page that lists runs, in the order given.

    Examples
    --------
    >>> page = page_of_runs([Run("a b", date(2024, 12, 31), "<Acme>", "Nobody left.")])
    >>> 'href="a%20b/index.html"' in page, "&lt;Acme&gt;" in page
    (True, True)
    """
    environment = Environment(
        loader=FileSystemLoader(_ROOM), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return strip_unwanted(environment.get_template("runs.html.j2").render(runs=runs))


def _write_whole(target: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".index-")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.chmod(0o644)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
