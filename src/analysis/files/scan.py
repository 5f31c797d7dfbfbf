"""One pass over the bytes of a file: its hash, and what decides how it can be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

#: Small enough to stay in the processor's cache while several questions are asked of it.
BLOCK = 1 << 20
_HEAD, _FEED, _RETURN = 4096, 10, 13
_PAIRS = tuple(
    pair for sign in (b",", b";", b"\t", b"|", b'"', b"\n") for pair in (sign + b" ", b" " + sign)
)
#: Bytes whose presence somewhere in the file changes how it must be read.
_TELLING = (b'"', b"\r", b"\0", b"\t", b"\v", b"\f", b"'", b"  ", b"\\")


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
        Which of the telling bytes occur, and ``b" "`` when a blank stands beside a
        delimiter, a quote or a line end (then cells need trimming).
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
    missing = set(_TELLING)
    blank_beside, last, run, longest = False, b"", 0, 0
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
            missing -= {sign for sign in missing if sign in block}
            if b"\r" not in missing:
                returns += int(np.count_nonzero(codes == _RETURN))
            if b" " in block and not blank_beside:
                # One byte of the block before: no pair is cut in half.
                blank_beside = any(pair in block or pair == last + block[:1] for pair in _PAIRS)
            last = block[-1:]
    signs = frozenset(_TELLING) - missing | ({b" "} if blank_beside else frozenset())
    return Facts(digest.hexdigest(), size, head, feeds, returns, last == b"\n", plain, signs,
                 longest)  # fmt: skip
