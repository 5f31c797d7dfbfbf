"""Records and physical lines of a plain text file, counted apart from any CSV reader.

A record ends at a line feed outside quotes. The count made here is what the engine's reading must
add up to; the physical line of a record is looked up in a second pass, for set-aside rows only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

#: Small enough to stay in the processor's cache while several questions are asked of it.
CHUNK = 1 << 20
_FEED, _RETURN, _QUOTE = 10, 13, 34
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Shape:
    """How a text file is built.

    Parameters
    ----------
    records
        Records, the empty ones too.
    empty
        Records that are an empty line.
    regular
        Whether every quote opens and closes a field and line ends are of one kind, so that the
        engine may read it directly.
    longest
        A bound on the longest physical line in bytes.
    whole
        Whether the file ends with a line end.
    one_line_each
        Whether no record spans lines: a record's index tells its physical line.
    """

    records: int
    empty: int
    regular: bool
    longest: int
    whole: bool
    one_line_each: bool


@dataclass(frozen=True)
class _Piece:
    """One chunk with what came before it."""

    ends: Array  # positions of line feeds outside quotes, in the file
    feeds: Array  # positions of all line feeds, in the file
    empty: Array  # per end: whether the record is empty
    regular: bool
    inside: bool  # whether a quote is open at its end


def shape_of(path: Path, delimiter: str) -> Shape:
    r"""Return the number of records and whether the quoting is regular.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = path.write_bytes(b'id;note\n1;"two\nlines"\n\n2;x')
    >>> shape = shape_of(path, ";")
    >>> shape.records, shape.empty, shape.regular, shape.whole, shape.one_line_each
    (4, 1, True, False, False)
    """
    records = empty = longest = feeds = 0
    regular, last, inside = True, -1, False
    for piece in _pieces(path, delimiter):
        records += len(piece.ends)
        feeds += len(piece.feeds)
        empty += int(piece.empty.sum())
        regular &= piece.regular
        inside = piece.inside
        if len(piece.feeds):
            gaps = np.diff(piece.feeds, prepend=last)
            longest, last = max(longest, int(gaps.max())), int(piece.feeds[-1])
    size = path.stat().st_size
    longest = max(longest, size - 1 - last)
    whole = last == size - 1
    even = records == feeds
    return Shape(records + (not whole), empty, regular and not inside, longest, whole, even)


def _pieces(path: Path, delimiter: str) -> Iterator[_Piece]:
    """Walk the file; one byte is held back so that each byte's neighbours are in sight."""
    near = np.zeros(256, dtype=bool)
    near[[_FEED, _RETURN, _QUOTE, ord(delimiter)]] = True
    offset, inside, before = 0, False, np.array([_FEED, _FEED], dtype=np.uint8)
    last_end = -1
    with path.open("rb") as file:
        held = b""
        while True:
            block = file.read(CHUNK)
            text = held + block if block else held + b"\n"
            if not block and not held:
                return
            body = np.frombuffer(text, dtype=np.uint8)
            seen = np.concatenate([before, body])  # two bytes before, one after
            piece, last_end = _piece(seen, offset, near, (inside, last_end))
            inside = piece.inside
            yield piece
            if not block:
                return
            offset += len(body) - 1
            before, held = seen[-3:-1], text[-1:]


def _piece(seen: Array, offset: int, near: Array, state: tuple[bool, int]) -> tuple[_Piece, int]:
    inside, last_end = state
    body = seen[2:-1]
    feeds = np.flatnonzero(body == _FEED)
    quotes = np.flatnonzero(body == _QUOTE)
    regular = _one_kind_of_line_end(seen, feeds) if len(quotes) == 0 else True
    ends = feeds
    if len(quotes) or inside:
        odd = (np.searchsorted(quotes, feeds) + inside) % 2
        ends = feeds[odd == 0]
        regular = _one_kind_of_line_end(seen, ends) and _regular_quotes(
            seen, quotes, near, inside=inside
        )
        inside = bool((len(quotes) + inside) % 2)
    starts = np.concatenate([[last_end + 1 - offset], ends[:-1] + 1]) if len(ends) else ends
    returned = seen[ends + 1] == _RETURN
    empty = (ends - starts - returned) <= 0
    last_end = int(ends[-1]) + offset if len(ends) else last_end
    piece = _Piece(ends + offset, feeds + offset, empty, bool(regular), inside)
    return piece, last_end


def _one_kind_of_line_end(seen: Array, ends: Array) -> bool:
    """Whether all ends of records are alike, and no lone carriage return is about."""
    returned = int((seen[ends + 1] == _RETURN).sum())
    returns = np.flatnonzero(seen[2:-1] == _RETURN)
    return returned in {0, len(ends)} and bool((seen[returns + 3] == _FEED).all())


def _regular_quotes(seen: Array, quotes: Array, near: Array, *, inside: bool) -> bool:
    opening = quotes[int(inside) :: 2]
    closing = quotes[1 - int(inside) :: 2]
    return bool(near[seen[opening + 1]].all() and near[seen[closing + 3]].all())


def n_longer(path: Path, delimiter: str, width: int) -> int:
    r"""Return how many records have more fields than ``width``, the last of them empty.

    A record of empty fields alone does not count.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = path.write_bytes(b'id;sum;note\n1;2;50;\n1;";2";\n1;2;50\n;;;\n1;2;x;;')
    >>> n_longer(path, ";", 3)
    2
    """
    found = start = 0
    mark = ord(delimiter)
    with path.open("rb") as file:
        for piece in _pieces(path, delimiter):
            size = int(piece.ends[-1]) + 1 - start if len(piece.ends) else 0
            body = np.frombuffer(file.read(size), dtype=np.uint8)
            found += _longer_in(body, piece.ends - start, mark, width)
            start += size
        rest = file.read()
    if rest:
        body = np.frombuffer(rest + b"\n", dtype=np.uint8)
        found += _longer_in(body, np.array([len(rest)]), mark, width)
    return found


def _longer_in(body: Array, ends: Array, mark: int, width: int) -> int:
    """Count the longer ones of whole records, of which the last byte of each is a line feed."""
    if not len(ends):
        return 0
    starts = np.concatenate([[0], ends[:-1] + 1])
    last = ends - 1
    last = last - (body[last] == _RETURN)
    open_ended = (body[last] == mark) & (last > starts)
    if not open_ended.any():
        return 0
    marks = body == mark
    counts = np.add.reduceat(marks.view(np.uint8).astype(np.uint16), starts)
    chosen = np.flatnonzero(open_ended & (counts >= width) & (counts <= last - starts))
    quotes = np.flatnonzero(body == _QUOTE) if len(chosen) else starts[:0]
    if not len(quotes):
        return len(chosen)
    places = np.flatnonzero(marks)
    outside = places[np.searchsorted(quotes, places) % 2 == 0]  # a record begins outside quotes
    bounds = np.searchsorted(outside, [starts[chosen], ends[chosen]])
    return int((bounds[1] - bounds[0] >= width).sum())


def n_signs(path: Path, sign: str) -> int:
    """Return how often a sign of one byte stands in a file."""
    n, mark = 0, ord(sign)
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            n += int(np.count_nonzero(np.frombuffer(block, dtype=np.uint8) == mark))
    return n


def lines_of_records(path: Path, delimiter: str, wanted: Array) -> Array:
    r"""Return the first physical line (from 1) of records, given by their sorted index from 0.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = path.write_bytes(b'id;note\n1;"two\nlines"\n\n2;x')
    >>> lines_of_records(path, ";", np.array([0, 1, 2, 3])).tolist()
    [1, 2, 4, 5]
    """
    found = np.ones(len(wanted), dtype=np.int64)
    records = feeds = 0
    for piece in _pieces(path, delimiter):
        low, high = np.searchsorted(wanted, [records + 1, records + len(piece.ends) + 1])
        ends = piece.ends[wanted[low:high] - records - 1]
        found[low:high] = feeds + np.searchsorted(piece.feeds, ends) + 2
        records += len(piece.ends)
        feeds += len(piece.feeds)
    return found


def records_at(path: Path, delimiter: str, positions: Array) -> Array:
    """Return the index from 0 of the records that start at sorted byte positions."""
    found = np.zeros(len(positions), dtype=np.int64)
    for piece in _pieces(path, delimiter):
        found += np.searchsorted(piece.ends, positions)
    return found


def feeds_before(path: Path, _: str, positions: Array) -> Array:
    """Return how many line feeds stand before sorted byte positions: the record's index."""
    found = np.zeros(len(positions), dtype=np.int64)
    seen = offset = 0
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            feeds = np.frombuffer(block, dtype=np.uint8) == _FEED
            low, high = np.searchsorted(positions, [offset, offset + len(block)])
            if high > low:
                sums = np.cumsum(feeds)
                at = positions[low:high] - offset - 1
                found[low:high] = seen + np.where(at < 0, 0, sums[at])
            seen += int(np.count_nonzero(feeds))
            offset += len(block)
    return found


def empty_records(path: Path, delimiter: str) -> Array:
    """Return the indices from 0 of records that are an empty line."""
    found, records = [np.zeros(0, dtype=np.int64)], 0
    for piece in _pieces(path, delimiter):
        found.append(np.flatnonzero(piece.empty) + records)
        records += len(piece.ends)
    return np.concatenate(found)


#: A habit of a program shows in this share of rows at least: a total below may lack it.
_MOST = 0.75


@dataclass
class RowEnds:
    """How the rows of a text file end: empty fields behind the last column, or a shifted row.

    ``1,250.00,`` below ``Amount,Remark`` has one field too many, and its last one is empty because
    the remark is: the row is shifted by a comma. A program that ends its rows with a delimiter ends
    all of them so.

    Parameters
    ----------
    n_exact
        Rows with as many fields as the header has names.
    n_open
        Those of them whose last field is empty.
    n_longer
        Rows that have as many once the empty fields at their end are gone.

    Examples
    --------
    >>> RowEnds(n_exact=0, n_open=0, n_longer=90).idle, RowEnds(90, 80, 1).idle
    (True, False)
    >>> RowEnds(n_exact=90, n_open=0, n_longer=1).idle  # no other row has an empty last field
    True
    """

    n_exact: int = 0
    n_open: int = 0
    n_longer: int = 0

    @property
    def idle(self) -> bool:
        """Whether the empty fields behind the last column say nothing."""
        return not self.n_open or self.n_longer >= _MOST * (self.n_exact + self.n_longer)

    def add(self, n_fields: int, fitted: list[str], width: int) -> None:
        """Count a row: the fields that it has, and what is left without empty ones at its end."""
        if len(fitted) != width:
            return
        self.n_longer += n_fields > width
        self.n_exact += n_fields == width
        self.n_open += n_fields == width and not fitted[-1].strip()
