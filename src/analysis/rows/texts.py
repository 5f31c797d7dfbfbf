"""The cells of a text file as the engine reads them: trimmed where the file has what to trim."""

from __future__ import annotations

from analysis.cells.fields import trimmed
from analysis.engine import quote_text
from analysis.files import scan
from analysis.vocabulary import NO_VALUE

#: Blanks of one byte that stand beside an edge, or may do.
_ODD = frozenset({b"\t", b"\v", b"\f", b"\n"})


def trimmed_cells(facts: scan.Facts, delimiter: str, width: int) -> list[str]:
    r"""Return SQL of each cell ``c0``, ``c1`` ... of a text file, without blanks around it.

    Trimming a cell takes longer than reading it: it is done where a blank stands beside an edge.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> for text in (b"id;name\n1;A B\n", b"id;name\n1; A\n", b"id\tname\n\\N\tA\n"):
    ...     _ = path.write_bytes(text)
    ...     trimmed_cells(scan.scan(path), "\t" if b"\t" in text else ";", 1)
    ["coalesce(c0, '')"]
    ["coalesce(trim(c0), '')"]
    ["coalesce(nullif(coalesce(c0, ''), '\\N'), '')"]
    """
    odd = bool(facts.signs & (_ODD - {delimiter.encode()}))
    unseen = delimiter.encode() not in scan.EDGES
    trims = odd or unseen or b" " in facts.signs
    thorough = odd or scan.WIDE_BLANK in facts.signs
    nulls = scan.NOTHING in facts.signs
    cells = [f"c{at}" for at in range(width)]
    texts = [trimmed(cell, thorough=thorough) if trims else f"coalesce({cell}, '')"
             for cell in cells]  # fmt: skip
    nothing = quote_text(NO_VALUE)
    return [f"coalesce(nullif({text}, {nothing}), '')" for text in texts] if nulls else texts
