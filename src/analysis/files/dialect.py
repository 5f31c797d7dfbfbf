"""Delimiter and header row, judged from many lines and from header words together."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from analysis.files.records import BLANK, USUAL, Quoting, Record, quoting_of, read_records

#: Up to this share of rows may not end as the others do, such as totals below a few of them.
_FEW_LACK = 0.25
_ADDRESS = re.compile(r"[\w.+-]@[\w-]+\.\w")
_ONE_ADDRESS = re.compile(r"[^\s@,;|]+@[\w-]+(\.[\w-]+)+")
#: So many rows of a title may stand above a column of its own.
_TITLE_ROWS = 6
#: Records that are looked at; a header further down is not found without columns.toml.
SAMPLE_RECORDS = 400
HEADER_WITHIN = 40
SIGNS = ",;\t|^"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "^": "caret", BLANK: "blanks"}

#: What a survey tool writes below a question: answered in words, or by a choice.
_OPEN = frozenset({"open ended response", "offene antwort", "réponse ouverte", "respuesta abierta"})
_CLOSED = frozenset({"response", "antwort", "réponse", "respuesta"})
_IN_BRACKETS = re.compile(r"\[[^\[\]]+\]")
_OF_A_TABLE = re.compile(r"([A-Za-z_]\w*)\.[^\W\d][\w ]*")
#: A column of a table as data models write it, ``Sales[Order Date]``; a measure has no table.
_OF_A_MODEL = re.compile(r"('[^']+'|\w+|)\[([^\[\]]+)\]")
#: A sign before the first name, as of a comment.
_COMMENT = re.compile(r"^#+(?=[^\W\d_])")
CountKnown = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Dialect:
    """How a text file or sheet is laid out.

    Parameters
    ----------
    delimiter
        One character, ``blank`` for runs of blanks, or empty for a sheet.
    header
        Header cells; None when the file has none.
    first
        Index of the first data record; preamble and header stand before it.
    header_line
        Physical line of the header, 0 without one.
    width
        Fields a record should have.
    above
        What stands above the header, such as a title.
    """

    delimiter: str
    header: tuple[str, ...] | None
    first: int
    header_line: int
    width: int
    quoting: Quoting = USUAL
    above: str = ""

    def __str__(self) -> str:
        name = NAMES.get(self.delimiter, self.delimiter) or "sheet"
        where = f"header in line {self.header_line}" if self.header_line else "no header line"
        odd = f", quoted by {self.quoting.quote}" if self.quoting.quote != USUAL.quote else ""
        odd += f", escaped by {self.quoting.escape}" if self.quoting.escape else ""
        return f"{name}, {where}, {self.width} columns{odd}"


def sniff(
    sample: str, count_known: CountKnown, *, delimiter: str | None = None, header: bool = True
) -> Dialect:
    r"""Return the dialect of a text sample.

    Parameters
    ----------
    count_known
        Tells how many columns of one table a row of cells names.
    delimiter, header
        What the analyst stated in columns.toml.

    Examples
    --------
    >>> known = lambda cells: sum(cell in {"id", "day"} for cell in cells)
    >>> str(sniff("My export\n\nid;day;x\n1;2024-01-02;1,5\n", known))
    'semicolon, header in line 3, 3 columns'
    """
    count_known = _of_plain_names(count_known)
    lines = list(io.StringIO(sample, newline=""))
    candidates = [delimiter] if delimiter else _candidates(sample, lines, count_known)
    best: tuple[tuple[float, ...], str, list[Record]] | None = None
    for candidate in candidates:
        records = list(islice(read_records(lines, candidate), SAMPLE_RECORDS))
        score = _score(records, count_known, header=header)
        if candidate == BLANK and best and not _blanks_part_columns(score, best):
            continue
        if best is None or score > best[0]:
            best = (score, candidate, records)
    if best is None:
        best = ((0.0,), ",", [])
    quoting, records = quoting_of(lines, best[1], best[2])
    return replace(lay_out(records, best[1], count_known, header=header), quoting=quoting)


def _candidates(sample: str, lines: Sequence[str], count_known: CountKnown) -> list[str]:
    """Return the delimiters to try; below a line that is one known name, blanks are no delimiter.

    A file of one column of notes has words with blanks between them, and they are no columns. Nor
    are several addresses in a cell.
    """
    signs = [sign for sign in SIGNS if sign in sample] or [SIGNS[0]]
    texts = [line.strip().strip("\ufeff\"'") for line in lines]
    at = _lone_name([[text] for text in texts], count_known)
    if at is None or set(texts[at]) & set(SIGNS):
        return [*signs, BLANK]
    below = [text for text in texts[at + 1 :] if text]
    idle = [sign for sign in signs if _part_addresses(below, sign)]
    if at and not idle and any(" " in text for text in below):
        return [*signs, BLANK]
    unseen = [sign for sign in SIGNS if sign not in sample]
    return [sign for sign in signs if sign not in idle] or unseen[:1] or signs


def _part_addresses(cells: Sequence[str], sign: str) -> bool:
    """Whether a sign stands between addresses alone, with one address in each cell at least."""
    parts = [part.strip() for cell in cells for part in cell.split(sign) if part.strip()]
    return len(parts) > len(cells) and all(map(_ONE_ADDRESS.fullmatch, parts))


def _lone_name(rows: Sequence[Sequence[str]], count_known: CountKnown) -> int | None:
    """Return where a known name heads a column: in the first row, or below a title of words.

    Examples
    --------
    >>> known = lambda cells: sum(cell == "Customer ID" for cell in cells)
    >>> _lone_name([["Report of May"], [""], ["Customer ID"], ["C1"]], known)
    2
    >>> _lone_name([["C1"], ["Customer ID"]], known) is None
    True
    """
    for at, row in enumerate(rows[:_TITLE_ROWS]):
        if count_known(row) == 1:
            return at
        text, below = (" ".join(cells).strip() for cells in (row, [*rows, []][at + 1]))
        is_title = not text or " " in text or not below
        if not is_title or not _looks_like_names(row):
            return None
    return None


def _blanks_part_columns(
    blanks: tuple[float, ...], best: tuple[tuple[float, ...], str, list[Record]]
) -> bool:
    """Whether blanks are the delimiter, and not just stand between words.

    They are where nothing else makes a table, or where they alone find header words above rows of
    one width: a decimal comma also cuts each row in two. A tab in each line is no sign of a text.
    """
    known, agreed, width = best[0]
    if best[1] == "\t" and agreed == 1 and width > 1:
        return False
    is_table = known > 1 or (agreed >= 0.5 and width > 1)
    return not is_table or (known <= 1 < blanks[0] and blanks[1] >= 0.9)


def _score(records: list[Record], count_known: CountKnown, *, header: bool) -> tuple[float, ...]:
    known = max((count_known(r.fields) for r in records[:HEADER_WITHIN]), default=0)
    widths = Counter(len(r.fields) for r in records if not r.blank)
    width, hits = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    agreed = hits / max(1, widths.total())
    many = agreed if width > 1 else 0.0
    return (float(known if header and known > 1 else 0), round(many, 2), float(width))


def lay_out(
    records: list[Record], delimiter: str, count_known: CountKnown, *, header: bool = True
) -> Dialect:
    """Return the dialect of records that are already split."""
    count_known = _of_plain_names(count_known)
    widths = Counter(len(r.fields) for r in records if not r.blank)
    width = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))[0]
    if not header:
        return Dialect(delimiter, None, 0, 0, width)
    at = _header_at(records, width, count_known)
    if at is None:
        return Dialect(delimiter, None, 0, 0, width)
    cells = [cell.strip() for cell in records[at].fields]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if width == len(cells) + 1 and not _some_lack_the_end(records[at + 1 :], width):
        cells.append("")  # rows end with a delimiter, the header does not
    cells = _plain_names(cells)
    if cells[0].startswith("#") and not count_known(cells[:1]):
        cells[0] = _COMMENT.sub("", cells[0])
    above = " ".join(cell for record in records[:at] for cell in record.fields if cell)
    if len(records) > at + 1 and _names_answers(cells, records[at + 1].fields):
        at += 1
        options = [cell.strip() for cell in records[at].fields]
        cells = [cell or option for cell, option in zip_longest(cells, options, fillvalue="")]
    return Dialect(delimiter, tuple(cells), at + 1, records[at].line, len(cells), above=above)


def _some_lack_the_end(records: Sequence[Record], width: int) -> bool:
    """Whether rows of this width end with an empty cell that many others lack.

    A program ends all rows alike: those with a field more are shifted by a delimiter in a cell.
    """
    longer = [record for record in records if len(record.fields) == width and not record.blank]
    n_lacking = sum(len(record.fields) == width - 1 for record in records)
    is_open = not any(record.fields[-1].strip() for record in longer)
    return is_open and n_lacking > _FEW_LACK * (len(longer) + n_lacking)


def _of_plain_names(count_known: CountKnown) -> CountKnown:
    return lambda cells: count_known(_plain_names(cells))


def _plain_names(cells: Sequence[str]) -> list[str]:
    """Return header cells without the brackets, or the name of a table, that each of them has.

    Examples
    --------
    >>> _plain_names(["[Customer No]", "[Amount]"]), _plain_names(["inv.no", "inv.day", "inv.net"])
    (['Customer No', 'Amount'], ['no', 'day', 'net'])
    >>> _plain_names(["Sales[No]", "Sales[Net]", "Client[Key]"]), _plain_names(["Net[EUR]"] * 3)
    (['No', 'Net', 'Key'], ['Net[EUR]', 'Net[EUR]', 'Net[EUR]'])
    >>> _plain_names(["Amount [EUR]", "[Net]"]), _plain_names(["a.no", "b.day", "a.net"])
    (['Amount [EUR]', '[Net]'], ['a.no', 'b.day', 'a.net'])
    """
    names = [cell.strip() for cell in cells]
    filled = [name for name in names if name]
    if len(filled) > 1 and all(map(_IN_BRACKETS.fullmatch, filled)):
        return [name[1:-1].strip() for name in names]
    tables = {found[1] if (found := _OF_A_TABLE.fullmatch(name)) else "" for name in filled}
    if len(filled) > 2 and len(tables) == 1 and tables != {""}:
        return [name.partition(".")[2] for name in names]
    model = [found for name in filled if (found := _OF_A_MODEL.fullmatch(name))]
    inner = {found[2].strip().casefold() for found in model}
    if len(filled) > 2 and len(inner) == len(filled):
        return [name[name.index("[") + 1 : -1].strip() if name else "" for name in names]
    return [*cells]


def _names_answers(header: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row below the questions of a survey names their answers: nobody gave them."""
    if not "".join(cells) or cells[0].strip() or not _looks_like_names(cells):
        return False
    words = [" ".join(re.split(r"[\W_]+", cell.casefold())).strip() for cell in cells]
    asked = zip(header, words, strict=False)
    return bool(_OPEN & {*words}) or any(
        question.endswith("?") and word in _CLOSED for question, word in asked
    )


def _header_at(records: list[Record], width: int, count_known: CountKnown) -> int | None:
    known = [count_known(record.fields) for record in records[:HEADER_WITHIN]]
    best = max(known, default=0)
    if best >= 2:
        first = next(at for at, count in enumerate(known) if count >= max(2, 0.6 * best))
        return _below_titles(records, first, width, known)
    if width == 1 and (at := _lone_name([one.fields for one in records], count_known)) is not None:
        return at
    for at, record in enumerate(records[:HEADER_WITHIN]):
        if len(record.fields) >= width and not record.blank:
            return at if _looks_like_names(record.fields) else None
    return None


def _below_titles(records: list[Record], first: int, width: int, known: list[int]) -> int:
    """Pass over title rows that happen to hold two header words: no value stands between them.

    A second table with more header words stands below rows of values, and is not the header.
    """
    at = first
    for later in range(first + 1, len(known)):
        fields = records[later].fields
        if known[later] > known[at]:
            at = later
        elif len(fields) >= width and not records[later].blank and not _looks_like_names(fields):
            break
    return at


def _looks_like_names(cells: Sequence[str]) -> bool:
    """Whether a row holds names only: no cell with more digits than letters, and no address."""
    return not any(
        sum(sign.isdigit() for sign in cell) > sum(sign.isalpha() for sign in cell)
        or _ADDRESS.search(cell)
        for cell in cells
    )
