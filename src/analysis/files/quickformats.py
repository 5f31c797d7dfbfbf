"""What number formats show, found by a search over the bytes of a sheet: no parser is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from analysis.files.numberformats import Formats
from analysis.files.sheetmarks import Marks, Runs, place_of

_LONGEST = 4 << 20  # of a cell, or of what is no cell; a parser holds less of it


def quick_marks(blocks: Iterable[bytes], formats: Formats) -> Marks | None:
    """Return the texts beside the numbers of a sheet; None where its XML is written otherwise.

    Parameters
    ----------
    blocks
        The bytes of the sheet, in parts.

    Examples
    --------
    >>> formats = Formats([0, 0], [0, 1], ((), ("€",)))
    >>> xml = b'<c r="A2"><v>7</v></c><c r="C2" s="1" t="n"><v>5</v></c><c r="D2" s="1"/>'
    >>> {at: runs.get(2) for at, runs in quick_marks([xml[:30], xml[30:]], formats).texts.items()}
    {2: 1}
    """
    styles = b"|".join(b"%d" % at for at, text in enumerate(formats.texts) if text)
    cell = re.compile(
        rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="(' + styles + rb')"'
        rb'(?:(?: t="n")?><v>|(/>| t="[A-Za-z]{1,9}">|></c>))'
    )
    styled = re.compile(rb' s="(?:' + styles + rb')"')
    texts, kept, n_cells, n_styled = dict[int, Runs](), b"", 0, 0
    for block in chain(blocks, [b"<c "]):
        whole, mark, rest = (kept + block).rpartition(b"<c ")
        kept = mark + rest
        if len(kept) > _LONGEST:
            return None
        n_styled += sum(1 for _ in styled.finditer(whole))
        for letters, row, style, other in cell.findall(whole):
            n_cells += 1
            if not other:
                runs = texts.setdefault(_column(letters), Runs())
                runs.add(int(row), formats.texts[int(style)])
    return Marks(texts=texts, shown=formats.shown) if n_cells == n_styled else None


@lru_cache(maxsize=1000)
def _column(letters: bytes) -> int:
    return place_of(f"{letters.decode()}1")[1]
