"""What is said of columns that nothing reads, where a table beside the orders may lack them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.cells.headerkeys import key_of, keys
from analysis.cells.optoutnames import told_sense
from analysis.cells.voices import tells_who_wrote
from analysis.columns.columndoubts import holds_dates, sample
from analysis.columns.columnmap import ColumnMap, named_by, rank_of
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.columns.reasontexts import is_picked, is_written, may_be_answer
from analysis.columns.salelines import has_reasons
from analysis.columns.ticks import said_of_ticks
from analysis.columns.unclear import quoted, toml_text
from analysis.columns.words import speaks_of_end, speaks_of_why
from analysis.results import Warned
from analysis.vocabulary import TABLES

#: What each table answers by a day, and by words from a list.
_DAYS = {
    "reasons": "stated_on", "customers": "started_on", "suppressions": "since_on",
    "issues": "fixed_on",
}  # fmt: skip
_LISTS = {"reasons": "code", "touches": "outcome"}
_SHOWN = 3
#: Tables of which a column may say why customers left.
_BESIDE_REASONS = frozenset({"customers", "contacts", "touches"})
#: Days on which nothing begins.
_END = re.compile(
    r"clos|ended|enddat|ende$|bis$|until|left|leav|exit|opzeg|vertrek|last|letzt|ultim|"
    r"dernier|fin$|hasta|data(di|della)?(perdit|chius)|cancelam|saida"
)
_ANY_DAY = frozenset(keys("date,datum,fecha,day,tag,jour,data"))
#: States of a ticket, a deal or a customer, which are no reasons.
_STATES = frozenset(
    keys(
        "open,closed,close,in progress,pending,on hold,new,done,resolved,solved,won,lost,"
        "closed won,closed lost,active,inactive,cancelled,canceled,ended,waiting,assigned,"
        "offen,geschlossen,in bearbeitung,erledigt,neu,wartend,aktiv,inaktiv,gelöst,verloren,"
        "gewonnen,gekündigt,storniert,ouvert,ouverte,fermé,fermée,en cours,en attente,terminé,"
        "terminée,nouveau,résolu,résolue,clos,close,actif,inactif,perdu,gagné,abierto,abierta,"
        "cerrado,cerrada,en curso,en proceso,pendiente,resuelto,resuelta,nuevo,activo,inactivo,"
        "perdido,ganado,aperto,chiuso,in corso,in attesa,risolto,nuovo,attivo,inattivo,gesloten,"
        "in behandeling,nieuw,opgelost,actief,aberto,fechado,em andamento,pendente,resolvido,novo,"
        "ativo,inativo"
    )
)


def said_unread(layout: Layout, columns: ColumnMap, stated: Stated) -> ColumnMap:
    """Return the map with a word on columns that may serve what a table beside the orders lacks.

    Said once, with the lines that name them; what columns.toml ignores is not said.
    """
    if columns.listed or columns.table == "transactions" or not any(columns.header):
        return columns
    told = [*_said(layout, columns, stated)]
    lines = [*_lines(layout, columns, stated)]
    if not lines:
        return columns.saying(*told)
    said = f"Columns that are not read may hold what {columns.table} lack. If it is so, put under "
    said += f"[{columns.table}] into columns.toml: " + "; or ".join(lines) + "."
    return columns.saying(Warned("columns_not_read", said, column=lines[0].split('"')[1]), *told)


def _lines(layout: Layout, columns: ColumnMap, stated: Stated) -> Iterator[str]:
    day, words = _DAYS.get(columns.table, ""), _LISTS.get(columns.table, "")
    free = stated.free(columns.header, columns.taken)
    if columns.table == "suppressions":  # the day of an opt-in is none of an opt-out
        free = [(at, name) for at, name in free if not _gives_leave(name)]
    cells = {name: sample(layout, at) for at, name in free}
    dates = [name for name, found in cells.items() if holds_dates(found)]
    if day and not columns.has(day):
        fit = [name for name in dates if columns.table != "customers" or _may_begin(layout, name)]
        yield from (f"{day} = {toml_text(name)}" for name in fit[:_SHOWN])
    is_text = columns.table != "reasons" or _is_text(layout, columns)
    if words and not columns.has(words) and is_text:
        free_names = [name for name in cells if name not in dates and not _is_known(name)]
        picked = [
            name for name in free_names
            if _is_list(cells[name]) and not tells_who_wrote(name, {*cells[name]})
        ]  # fmt: skip
        yield from (f"{words} = {toml_text(name)}" for name in picked[:_SHOWN])


def _gives_leave(header: str) -> bool:
    return (heard := told_sense(header)) is not None and heard.kind == "in"


def _may_begin(layout: Layout, header: str) -> bool:
    """Whether a day may be the one on which a customer began: none on which somebody left."""
    key = key_of(header)
    bare = key in _ANY_DAY and speaks_of_end(layout.called)
    return not bare and not speaks_of_end(header) and not _END.search(key)


def _said(layout: Layout, columns: ColumnMap, stated: Stated) -> Iterator[Warned]:
    """Yield what is said of reasons that are not read, or that are none."""
    free = {name: sample(layout, at) for at, name in stated.free(columns.header, columns.taken)}
    if columns.table in _BESIDE_REASONS:
        yield from _reasons_beside(layout, columns, free)
    if columns.table != "reasons":
        return
    yield from _more_texts(columns, free)
    yield from said_of_ticks(free)
    for column in ("note", "code"):
        cells = sample(layout, columns.places[column][0]) if columns.has(column) else []
        if cells and all(key_of(cell) in _STATES for cell in cells):
            name = columns.label(column)
            said = f"'{name[:40]}' holds nothing but states (open, closed, lost ...): they are no "
            said += f"reasons. Name the column of the reasons as {column} in columns.toml."
            yield Warned("states_as_reasons", said, column=name)


def _reasons_beside(
    layout: Layout, columns: ColumnMap, free: dict[str, list[str]]
) -> Iterator[Warned]:
    """Say that a column of another table says why customers left."""
    told = [name for name, cells in free.items() if cells and has_reasons([name])
            and not holds_dates(cells)]  # fmt: skip
    if columns.table == "contacts":  # a bare *Reason* is one of an opt-out as often
        told = [name for name in told if speaks_of_end(name) or _END.search(key_of(name))]
    if not told:
        return
    days = [name for name in columns.header if rank_of(name, "reasons", "stated_on")]
    copied = [columns.label("customer_id"), *days[:1], *told]
    said = f"{quoted(told)} of {layout.source.name} may say why customers left, and is not read: "
    said += f"the file was read as {columns.table}. To read it, save the columns {quoted(copied)} "
    said += "as a file of their own, reasons.csv, beside it."
    yield Warned("reasons_not_read", said, column=told[0])


def _more_texts(columns: ColumnMap, free: dict[str, list[str]]) -> Iterator[Warned]:
    """Say that further texts, and further codes, of a list of reasons are not read."""
    texts = [name for name, cells in free.items() if is_written(cells) and may_be_answer(name)]
    codes = [name for name, cells in free.items() if columns.has("code") and speaks_of_why(name)
             and name not in texts and _is_list(cells)]  # fmt: skip
    lines = [f"note = {toml_text(name)}" for name in texts[:_SHOWN]]
    lines += [f"code = {toml_text(name)}" for name in codes[:_SHOWN]]
    if not lines:
        return
    read = [columns.label(column) for column in ("note", "code") if columns.has(column)]
    said = f"{quoted([*texts, *codes])} may be reasons too and are not read beside {quoted(read)}. "
    said += "To read one in its place, put under [reasons] into columns.toml: "
    said += "; or ".join(lines) + ". To read all, join them into one column of the export."
    yield Warned("columns_not_read", said, column=[*texts, *codes][0])


def _is_text(layout: Layout, columns: ColumnMap) -> bool:
    """Whether the notes are written freely, so that a list beside them is another column."""
    places = columns.places.get("note", ())
    return any(not is_picked(sample(layout, at)) for at in places)


def _is_known(header: str) -> bool:
    """Whether a header means something else in some table: a channel, a region, a product."""
    named = {hit[0] for table in TABLES if (hit := named_by(header, table))}
    return bool(named - {"note", "code", "outcome", "status"})


def _is_list(cells: Sequence[str]) -> bool:
    """Whether few words come again and again: no numbers, and no address."""
    worded = all(any(map(str.isalpha, cell)) and "@" not in cell for cell in cells)
    return worded and len({*cells}) > 1 and is_picked(cells)
