"""Words that promise more than the numbers hold are not used."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from house.reading import ROOT, notebook_paths, package_sources, read_notebook

#: A word and what to write instead.
ADVICE = {
    r"\bsignificant(ly)?\b": "say the difference with its interval and n",
    r"\bchurn(ed)? risk\b": "say the chance of return, with its horizon",
}


def _texts() -> Iterator[tuple[str, str]]:
    yield from ((source.name, source.text) for source in package_sources())
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in notebook_paths():
        cells = read_notebook(path).cells
        yield path.name, "\n".join("".join(cell["source"]) for cell in cells)


@pytest.mark.parametrize("word", ADVICE)
def test_no_text_says(word: str) -> None:
    pattern = re.compile(word, flags=re.IGNORECASE)
    found = [
        f"{name}:{n} {line.strip()[:80]}"
        for name, text in _texts()
        for n, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line) and not re.search(r"significant (digits|figures)", line)
    ]
    assert not found, f"{ADVICE[word]}:\n" + "\n".join(found)
