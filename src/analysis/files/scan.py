"""One pass over the bytes of a file: its hash, and what decides how it can be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.vocabulary import BLANKS, NO_VALUE

Codes = npt.NDArray[np.uint8]
#: Small enough to stay in the processor's cache while several questions are asked of it.
BLOCK = 1 << 20
_HEAD, _FEED, _RETURN, _BLANK, _QUOTE = 4096, 10, 13, 32, 34
#: Single bytes whose presence somewhere in the file changes how it must be read.
_TELLING = (b'"', b"\r", b"\0", b"\t", b"\v", b"\f", b"'")
#: What the facts call a blank of several bytes, and a cell of a database without a value.
WIDE_BLANK, NOTHING = "\u00a0".encode(), NO_VALUE.encode()
#: What the facts call a line that ends with an empty cell.
OPEN_END = b",\n"
#: Blanks of several bytes in UTF-8, by their first byte: no-break, thin, of no width ...
_WIDE: dict[int, list[int]] = {}
for _sign in (sign.encode() for sign in BLANKS if not sign.isascii()):
    _WIDE.setdefault(_sign[0], []).append(int.from_bytes(_sign))
#: What may stand beside a cell, as a table of all bytes.
EDGES = b',;\t|^"\n\r'
_IS_EDGE = np.zeros(256, dtype=bool)
_IS_EDGE[list(EDGES)] = True
_IS_SIGN = np.zeros(256, dtype=bool)
_IS_SIGN[list(b",;\t|^")] = True


@dataclass(frozen=True)
class Facts:
    r"""What one pass over the bytes of a file tells.

    Parameters
    ----------
    sha256, size, head
        Hash and size of the whole file, and its first 4,096 bytes.
    feeds, returns
        Line feeds and carriage returns.
    ends_with_feed
        Whether the last byte is one.
    ascii
        Whether every byte is below 128.
    signs
        Which of the telling bytes occur; ``b" "`` when a blank of any kind stands beside a
        delimiter, a quote or a line end (then cells need trimming), ``b"  "`` when two stand
        together, ``WIDE_BLANK`` when one is of several bytes, ``NOTHING`` when a cell may say so;
        a line feed when a quoted cell begins or ends with a line break; ``OPEN_END`` when a line
        ends with a sign that may be the delimiter.
    longest
        Upper bound on the longest physical line in bytes, from blocks without a line feed.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = path.write_bytes(b'id;note\n1; "x"\n')
    >>> facts = scan(path)
    >>> facts.feeds, facts.ascii, sorted(facts.signs)
    (2, True, [b' ', b'"'])
    """

    sha256: str
    size: int
    head: bytes
    feeds: int
    returns: int
    ends_with_feed: bool
    ascii: bool
    signs: frozenset[bytes] = field(default=frozenset())
    longest: int = 0

    @property
    def lines(self) -> int:
        """Physical lines."""
        return self.feeds + (self.size > 0 and not self.ends_with_feed)

    @property
    def plain_ascii(self) -> bool:
        """Whether the file is ASCII text without NUL."""
        return self.ascii and b"\0" not in self.signs

    @property
    def one_line_each(self) -> bool:
        """Whether every record is one physical line: no quotes, and one kind of line end."""
        return b'"' not in self.signs and self.returns in {0, self.feeds}


def scan(path: Path) -> Facts:
    """Return the facts of a file, read once from front to end.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    digest, size, head, feeds, returns, plain = hashlib.sha256(), 0, b"", 0, 0, True
    signs, last, run, longest = set[bytes](), b"\n", 0, 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            head = head or block[:_HEAD]
            size += len(block)
            codes = np.frombuffer(block, dtype=np.uint8)
            n_feeds = int(np.count_nonzero(codes == _FEED))
            feeds += n_feeds
            run = len(block) if n_feeds else run + len(block)
            longest = max(longest, run)
            plain = plain and block.isascii()
            signs.update(sign for sign in _TELLING if sign not in signs and sign in block)
            if b"\r" in signs:
                returns += int(np.count_nonzero(codes == _RETURN))
            joined = last + block
            signs |= _blanks(joined)
            if OPEN_END not in signs and _any_open_end(joined):
                signs.add(OPEN_END)
            last = joined[-4:]  # so that no sign is cut from its neighbours
    signs |= _blanks(last + b"\n\n\n")
    if _any_open_end(last + b"\n"):
        signs.add(OPEN_END)
    return Facts(digest.hexdigest(), size, head, feeds, returns, last[-1:] == b"\n" and size > 0,
                 plain, frozenset(signs), longest)  # fmt: skip


def _any_open_end(text: bytes) -> bool:
    """Whether a line of a text ends with a sign that may be the delimiter."""
    codes = np.frombuffer(text, dtype=np.uint8)
    ends = np.flatnonzero(codes[2:] == _FEED) + 1
    ends = ends - (codes[ends] == _RETURN)
    return bool(_IS_SIGN[codes[ends]].any())


def _blanks(text: bytes) -> set[bytes]:
    """Return what is told of blanks of which both neighbours are in sight."""
    found = set[bytes]()
    codes = np.frombuffer(text, dtype=np.uint8)
    blanks = np.flatnonzero(codes[1:-1] == _BLANK) + 1
    if (codes[blanks + 1] == _BLANK).any():
        found.add(b"  ")
    if _IS_EDGE[codes[blanks - 1]].any() or _IS_EDGE[codes[blanks + 1]].any():
        found.add(b" ")
    if b"\\" in text and NOTHING in text:
        found.add(NOTHING)
    found |= _breaks(codes) if b'"' in text else set()
    for first, signs in _WIDE.items():
        if bytes([first]) not in text:  # searched far quicker than compared with each byte
            continue
        starts = np.flatnonzero(codes[1:-3] == first) + 1
        two = codes[starts].astype(np.int64) << 8 | codes[starts + 1]
        packed = np.concatenate([two, two << 8 | codes[starts + 2]])
        wide = np.isin(packed, signs)
        if wide.any():
            found.add(WIDE_BLANK)
            ends = np.concatenate([starts + 2, starts + 3])[wide]
            begun = np.concatenate([starts, starts])[wide]
            if _IS_EDGE[codes[begun - 1]].any() or _IS_EDGE[codes[ends]].any():
                found.add(b" ")
    return found


def _breaks(codes: Codes) -> set[bytes]:
    """Tell of a quoted cell that begins or ends with a line break; other quotes stand outside."""
    inner = codes[2:-2]
    feeds = np.flatnonzero((inner == _FEED) | (inner == _RETURN)) + 2
    before, after = codes[feeds - 2], codes[feeds + 2]
    ends = (codes[feeds + 1] == _QUOTE) & _IS_EDGE[after] & (after != _QUOTE)
    begins = (codes[feeds - 1] == _QUOTE) & _IS_EDGE[before] & (before != _QUOTE)
    return {b" ", b"\n"} if (ends | begins & (before != _FEED)).any() else set()
