"""The quick lane: a large, regular file of transactions is read and converted in one pass.

The styles of its columns are taken from a sample that proves them. Each row whose cells are all of
these styles is converted at once; every other row is *odd*: its text is kept, and it goes the
careful way (``convert``, ``typed``), with the evidence of the sample beside it. Where too much is
odd, or the count does not add up, the whole file goes the careful way instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from analysis.cells import amounts
from analysis.cells.fields import trimmed
from analysis.cells.ids import compared_id
from analysis.columns.columnmap import ColumnMap, filled_cells, kind_of
from analysis.columns.flags import says_cancelled
from analysis.columns.kindcodes import NO_ORDER
from analysis.columns.layout import Layout
from analysis.columns.linekinds import kind_sql
from analysis.columns.linetexts import begins_as_total, has_free_start, is_total, text_places
from analysis.columns.mapfile import Stated
from analysis.columns.samples import rows_of_everywhere
from analysis.engine import Engine, quote_name, quote_text
from analysis.files import scan
from analysis.files.scan import Facts
from analysis.rows.daystyles import DAYS
from analysis.rows.styles import NUMERIC, Converted, convert
from analysis.vocabulary import NO_VALUE

#: Files under this size gain nothing worth a second lane.
QUICK_BYTES = 20 << 20
#: Rows that prove the styles of a Parquet file, where they do.
_SAMPLE = 400
#: About what a copied row takes in the engine, and each of its cells; how much of the free memory
#: a Parquet file may fill before it is rather read again for every question.
_ROW_BYTES, _CELL_BYTES, _SHARE = 20, 20, 0.6
#: Above this share of odd rows the guess was wrong. Rows whose day and money are read are odd for
#: another reason, such as no customer: up to the share from which a report may be grouped by them.
ODD_SHARE, ALL_ODD_SHARE = 0.2, 0.3


#: Blanks of one byte that stand beside an edge, or may do.
_ODD_BLANKS = frozenset({b"\t", b"\v", b"\f", b"\n"})


@dataclass(frozen=True)
class Plan:
    """How a file is read in one pass.

    Parameters
    ----------
    columns
        Canonical column -> its SQL over the source's cells; what makes a row odd is judged from
        the cells and the converted columns.
    samples
        Canonical column -> the sample's cells, which are evidence beside the odd rows.
    cells
        SQL of every cell as text, by position.
    source
        SQL of a relation with the cells ``c0``, ``c1`` ... in the order of the file; where it is
        not stored, also with ``line_``.
    stored
        Whether the rows are copied into the engine, or read where they lie: a Parquet file that
        would fill its memory.
    one_thread
        Whether one thread copies the rows, so that what is written depends on no number of them.
    untidy
        What else makes a row odd, beside its columns: text cells that want cleaning, totals.
    hashed
        SQL of a hash that equal rows share.
    """

    columns: Mapping[str, Converted]
    samples: Mapping[str, tuple[str, ...]]
    cells: tuple[str, ...]
    source: str
    stored: bool = True
    one_thread: bool = False
    untidy: tuple[str, ...] = ()
    hashed: str = ""

    def counted_in(self, name: str) -> str:
        """Return the relation whose rows are counted: the copy, or the file itself."""
        return f"rows_{name}" if self.stored else self.source

    @property
    def odd(self) -> str:
        """SQL that holds for a row which must go the careful way."""
        found = [item.odd for item in self.columns.values() if item.odd]
        return f"({' OR '.join([*found, *self.untidy])})"

    @property
    def unread(self) -> str:
        """SQL that holds for a row whose day or money is not read."""
        money = ("amount",) if "amount" in self.columns else ("quantity", "unit_price")
        return f"({' OR '.join(f'{column} IS NULL' for column in ('ordered_on', *money))})"


def hash_of_cells(cells: Sequence[str], columns: ColumnMap, stated: Stated) -> str:
    """Return SQL of a hash that equal rows share; ids that the answers merge are equal.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Betrag"), {"customer_id": (0,)})
    >>> hash_of_cells(["c0", "c1"], columns, Stated(merge_case=True))
    'hash(lower(c0), c1)'
    """
    compared = [*cells]
    for at in columns.places.get("customer_id", ()):
        compared[at] = compared_id(cells[at], case=stated.merge_case, zeros=stated.merge_zeros)
    return f"hash({', '.join(compared)})"


def plan_text(
    engine: Engine, layout: Layout, columns: ColumnMap, stated: Stated, reader: str
) -> Plan | None:
    """Return the plan of a text file, or None when its sample proves no plain styles.

    Parameters
    ----------
    reader
        SQL that reads the file's cells as text, columns ``c0``, ``c1`` ...
    """
    facts = layout.source.facts
    if facts is None or facts.size < QUICK_BYTES or columns.table != "transactions":
        return None
    cells = tuple(f"c{at}" for at in range(layout.dialect.width))
    # The first rows of a file in the order of its days prove no order of day and month.
    sample = rows_of_everywhere(layout, engine)
    made = _convert_all(columns, stated, sample, dict(enumerate(cells)), facts, typed={})
    if made is None:
        return None
    # Cells are named once they are trimmed, so that nothing is trimmed twice.
    texts = trimmed_cells(facts, layout.dialect.delimiter, len(cells))
    totals = tuple(is_total(f"c{at}") for at in text_places(columns, stated))
    totals += (begins_as_total("c0"),) * has_free_start(columns)
    hashed = hash_of_cells(cells, columns, stated)
    return Plan(*made, cells, f"(SELECT {texts} FROM {reader})", untidy=totals, hashed=hashed)


def trimmed_cells(facts: Facts, delimiter: str, width: int) -> str:
    r"""Return SQL of the cells ``c0``, ``c1`` ... of a text file, without blanks around them.

    Trimming a cell takes longer than reading it: it is done where a blank stands beside an edge.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> for text in (b"id;name\n1;A B\n", b"id;name\n1; A\n", b"id\tname\n\\N\tA\n"):
    ...     _ = path.write_bytes(text)
    ...     print(trimmed_cells(scan.scan(path), "\t" if b"\t" in text else ";", 1))
    coalesce(c0, '') AS c0
    coalesce(trim(c0), '') AS c0
    coalesce(nullif(coalesce(c0, ''), '\N'), '') AS c0
    """
    odd = bool(facts.signs & (_ODD_BLANKS - {delimiter.encode()}))
    unseen = delimiter.encode() not in scan.EDGES
    trims = odd or unseen or b" " in facts.signs
    thorough = odd or scan.WIDE_BLANK in facts.signs
    nulls = scan.NOTHING in facts.signs
    texts = []
    for cell in (f"c{at}" for at in range(width)):
        text = trimmed(cell, thorough=thorough) if trims else f"coalesce({cell}, '')"
        text = f"coalesce(nullif({text}, {quote_text(NO_VALUE)}), '')" if nulls else text
        texts.append(f"{text} AS {cell}")
    return ", ".join(texts)


def plan_parquet(engine: Engine, layout: Layout, columns: ColumnMap, stated: Stated) -> Plan | None:
    """Return the plan of a Parquet file: typed columns prove themselves, text ones by a sample."""
    if layout.source.bytes < QUICK_BYTES >> 3 or columns.table != "transactions":
        return None
    path = quote_text(layout.source.plain)
    if _names_totals(engine, path, layout, text_places(columns, stated)):
        return None  # a further text in the pass would part the rows otherwise with each run
    kinds = [str(row[1]) for row in engine.rows(f"DESCRIBE SELECT * FROM read_parquet({path})")]
    cells = [f"c{at}" for at in range(len(kinds))]
    head = layout.first(_SAMPLE)
    trim = {at for at, kind in enumerate(kinds) if kind == "VARCHAR" and _is_untidy(head, at)}
    texts = {
        at: trimmed(f"{cell}::VARCHAR", thorough=True)
        if at in trim else f"coalesce({cell}::VARCHAR, '')"
        for at, cell in enumerate(cells)
    }  # fmt: skip
    typed = {
        column: native for column, places in columns.places.items()
        if (native := _native(column, cells[places[0]], kinds[places[0]])) is not None
    }  # fmt: skip
    signs = frozenset({b"'", b'"', b"  "} if trim else ())
    facts = Facts("", 0, b"", 0, 0, ends_with_feed=True, ascii=not trim, signs=signs)
    made_of = partial(_convert_all, columns, stated, texts=texts, typed=typed, facts=facts)
    made = made_of(head) or made_of(rows_of_everywhere(layout, engine))
    if made is None:
        return None
    renamed = ", ".join(
        f"{quote_name(name)} AS {cell}" for name, cell in zip(layout.header, cells, strict=True)
    )
    mapped = {places[0] for column, places in columns.places.items() if column not in typed}
    untidy = [_UNTIDY.format(t=cells[at]) for at in sorted(mapped - trim) if kinds[at] == "VARCHAR"]
    return Plan(
        *made,
        tuple(texts.values()),
        f"(SELECT {renamed}, file_row_number + 1 AS line_ "
        f"FROM read_parquet({path}, file_row_number = true))",
        stored=_fits_memory(engine, path, columns),
        one_thread=True,
        untidy=tuple(untidy),
        hashed=hash_of_cells(cells, columns, stated),
    )


def _fits_memory(engine: Engine, path: str, columns: ColumnMap) -> bool:
    row_bytes = _ROW_BYTES + _CELL_BYTES * len(columns.places)
    return engine.count(f"read_parquet({path})") * row_bytes < _SHARE * engine.free_memory


def _names_totals(engine: Engine, path: str, layout: Layout, places: Sequence[int]) -> bool:
    named = " OR ".join(is_total(f"{quote_name(layout.header[at])}::VARCHAR") for at in places)
    found = named and engine.rows(f"SELECT 1 FROM read_parquet({path}) WHERE {named} LIMIT 1")
    return bool(found)


#: A cell that wants trimming or cleaning, of which a sample showed none.
_UNTIDY = (
    "coalesce(strlen({t}) <> length({t}) OR contains({t}, chr(9)) OR starts_with({t}, ' ') "
    "OR ends_with({t}, ' ') OR contains({t}, '  ') OR starts_with({t}, chr(39)) "
    "OR starts_with({t}, '=\"'), false)"
)


def _is_untidy(head: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a cell of the sample needs trimming or cleaning."""
    cells = (row[at] for row in head)
    return any(not cell.isascii() or cell != " ".join(cell.split()) or cell[:1] in {"'", "="}
               for cell in cells)  # fmt: skip


def _native(column: str, name: str, kind: str) -> Converted | None:
    """Return a typed Parquet column as it is; None where it must be read as text."""
    wanted = kind_of("transactions", column)
    if wanted == "date" and (kind == "DATE" or kind == "TIMESTAMP"):
        day = f"{name}::DATE" if kind == "TIMESTAMP" else name
        blank = f"{column} IS NULL OR " if column == "ordered_on" else ""
        return Converted(day, f"({blank}NOT coalesce({column} {DAYS}, true))")
    exact = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind)
    whole = kind in {"TINYINT", "SMALLINT", "INTEGER"}
    small = exact and int(exact[2]) <= 4 and int(exact[1]) - int(exact[2]) <= 14
    if wanted in NUMERIC and (whole or small):
        blank = f"{column} IS NULL" if column == "amount" else ""
        return Converted(f"{name}::{amounts.MONEY}", blank)
    if wanted == "id" and kind in {"INTEGER", "BIGINT", "UINTEGER", "UBIGINT"}:
        return Converted(f"{name}::VARCHAR", f"{column} IS NULL" if column == "customer_id" else "")
    return None


Made = tuple[dict[str, Converted], dict[str, tuple[str, ...]]]


def _convert_all(
    columns: ColumnMap, stated: Stated, sample: Sequence[Sequence[str]], texts: Mapping[int, str],
    facts: Facts, typed: Mapping[str, Converted],
) -> Made | None:  # fmt: skip
    needed = {"ordered_on"} | ({"amount"} if columns.has("amount") else {"quantity", "unit_price"})
    made: dict[str, Converted] = {}
    samples: dict[str, tuple[str, ...]] = {}
    for column, places in columns.places.items():
        if column in typed:
            made[column] = typed[column]
            continue
        cells = tuple(filled_cells(sample, places[0]))
        text, need = texts[places[0]], column in needed
        if column == "line_type":  # lines that may be no order are odd
            odd = f"({text} <> '' AND coalesce({column}, 'cancel') IN ('cancel', '{NO_ORDER}'))"
            made[column] = Converted(kind_sql(text, columns.kinds), odd)
            continue
        if column == "cancelled":
            made[column] = Converted("NULL::VARCHAR", says_cancelled(text))
            continue
        found = convert(column, text, cells, stated, facts, needed=need)
        if found is None:
            return None
        made[column], samples[column] = found, tuple(found.like)
    return made, samples


def odd_share_is_too_high(n_odd: int, n_rows: int) -> bool:
    """Whether so many rows are odd that the styles of the sample are not those of the file.

    Examples
    --------
    >>> odd_share_is_too_high(20, 1000), odd_share_is_too_high(300_000, 1_000_000)
    (False, True)
    """
    return n_odd > 1_000 and n_odd > ODD_SHARE * n_rows
