"""What is said of the words of a line type: those that are no orders, and those nobody knows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import islice

from analysis.cells.fields import Cell
from analysis.columns.columnmap import ColumnMap
from analysis.columns.kindcodes import BACK, NO_ORDER
from analysis.columns.linekinds import PAPERS, fold, kind_of_words, payments_said
from analysis.columns.unclear import put, toml_text
from analysis.engine import quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.staging import Staged

#: Parts of words of papers and payments that are no sale of their own.
_NO_SALE = re.compile(
    r"pay|paid|zahl|paie|règle|pago|cobro|deliver|dispatch|liefer|livr|albar|entrega|pro.?forma|"
    r"confirm|bestätig|packing|slip|quot|angebot|offer|ofert|devis|presup|estimate|draft|line\b"
)
_SHOWN, _SHORT, _LOOKED_AT = 5, 30, 5_000
#: Where this share of a word's lines repeats others, the word tells of the same sales.
_REPEATED = 0.5


def say_line_words(
    cell: Cell, kind: str, strange: str, found: Staged, columns: ColumnMap
) -> list[Warned]:
    """Return what must be said of the words of a line type.

    Parameters
    ----------
    kind, strange
        SQL of the kind that a cell names, and SQL that holds where nobody knows its word; the
        header, where it is repeated, is no word.
    """
    told = list[Warned]()
    strange = f"{strange} AND lower({cell.text}) <> {quote_text(cell.label.casefold())}"
    unknown = _rows_by_word(cell, strange)
    if unknown and not _is_only_word(cell, unknown, kind, found.n_rows):
        n_rows = sum(unknown.values())
        said = f"Column '{cell.label}': {counted(n_rows, 'row has', 'rows have')} a word that is "
        said += f"not listed, read as unknown.{_what_to_do(unknown, found, columns)}"
        line = cell.first_line(strange)
        told.append(Warned("unknown_line_types", said, line=line, column=cell.label))
    paid = f"({kind}) = '{NO_ORDER}'"
    if rows := _rows_by_word(cell, paid):
        told.append(payments_said(cell.label, rows, cell.first_line(paid)))
    return told


def _rows_by_word(cell: Cell, where: str) -> dict[str, int]:
    return dict(cell.engine.rows(
        f"SELECT lower({cell.text}) AS w, count(*) FROM {cell.table} WHERE {where} GROUP BY w "
        "ORDER BY w"
    ))  # fmt: skip


def _is_only_word(cell: Cell, unknown: Mapping[str, int], kind: str, n_rows: int) -> bool:
    """Whether one word stands on all lines but returns: nothing is told apart by it."""
    if len(unknown) > 1 or {*map(fold, unknown)} & PAPERS:
        return False
    back = ", ".join(f"'{word}'" for word in sorted(BACK))
    n_back = cell.engine.count(f"{cell.table} WHERE ({kind}) IN ({back})")
    return sum(unknown.values()) + n_back == n_rows


def _what_to_do(unknown: Mapping[str, int], found: Staged, columns: ColumnMap) -> str:
    """Say which words nobody knows, whose sales they repeat, and how to say what they are."""
    words = [word for word in unknown if len(word) <= _SHORT][:_SHOWN]
    if not words:
        return " Such lines count by their sign."
    shown = ", ".join(f"'{word}'" for word in words)
    listed = ", ".join(map(toml_text, words))
    said = f" Such lines ({shown}) count by their sign."
    repeated = _repeated(found, columns, {*map(fold, words)})
    for word, n in repeated.items():
        have = counted(n, "line looked at", "lines looked at")
        said += f" {have} of '{word.replace('_', ' ')}' repeat the customer, day and amount of a "
        said += "line of another type: such money counts as often."
    answers = {
        "lower money (returns, credit notes)": f"return_words = [{listed}]",
        "are no sales of their own (delivery notes, payments)": f"cancel_words = [{listed}]",
        "are sales": f"order_words = [{listed}]",
    }  # fmt: skip
    order = [*answers]
    if repeated or any(_NO_SALE.search(word) for word in words):
        order.insert(0, order.pop(1))
    said += f" If they {order[0]}, {put(answers[order[0]])}"
    return said + "".join(f"; if they {sense}, {answers[sense]}" for sense in order[1:]) + "."


def _repeated(found: Staged, columns: ColumnMap, words: Collection[str]) -> dict[str, int]:
    """Return the words of which most lines have customer, day and amount of a line of another."""
    money = ["amount"] if columns.has("amount") else ["quantity", "unit_price"]
    wanted = ["line_type", "customer_id", "ordered_on", *money]
    if not all(map(columns.has, wanted)):
        return {}
    kind, *places = [columns.places[column][0] for column in wanted]
    lines, kinds = Counter[tuple[str, ...]](), defaultdict[tuple[str, ...], set[str]](set)
    known = kind_of_words(columns.kinds)
    for record in islice(found.layout.records, _LOOKED_AT):
        cells = record.fields
        if len(cells) > max(kind, *places) and (word := fold(cells[kind])):
            sale = tuple(cells[at].strip() for at in places)
            lines[word, *sale] += 1
            if known.get(word, "sale") == "sale":
                kinds[sale].add(word)
    n_all, n_same = Counter[str](), Counter[str]()
    for key, n in lines.items():
        word = key[0]
        n_all[word] += n
        n_same[word] += n * bool(kinds[key[1:]] - {word})
    return {word: n_same[word] for word in sorted(words)
            if n_same[word] > 1 and n_same[word] >= _REPEATED * n_all[word]}  # fmt: skip
