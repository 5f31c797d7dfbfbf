"""Files without rows: a header alone, a line that says there is nothing, or nothing at all.

A month without sales, or an export that failed, refuses no folder: it is told beside the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from analysis.cells.optoutnames import names_opt_outs
from analysis.columns.columnmap import count_known, known_columns, missing_columns
from analysis.columns.layout import Layout, has_rows, no_rows
from analysis.columns.namepatterns import name_without_month
from analysis.columns.whichtable import file_words, recognise
from analysis.errors import InputRefused
from analysis.intake.othertables import LeftOut

_THINGS = (
    r"data|records?|results?|rows|entries|orders|invoices|sales|transactions|matches|items|"
    r"daten|datens[aä]tze?|ergebnisse?|treffer|eintr[aä]ge|zeilen|auftr[aä]ge|bestellungen|"
    r"rechnungen|ums[aä]tze|belege|donn[eé]es?|r[eé]sultats?|enregistrements?|lignes?|commandes?|"
    r"factures?|ventes?|datos|resultados?|registros?|filas|pedidos|facturas|ventas"
)
#: A sentence that says so, in the words of programs.
_NOTHING = re.compile(
    rf"(there (are|is|were) )?(no|0|zero|keine?|es wurden keine|aucune?|pas de|sin|ning[uú]n|"
    rf"no hay|no se (han )?encontra(ron|do)) (\w+ )?({_THINGS})\b[^\d;,]{{0,60}}",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\D*\b0?\b\D*")
_MOST_LINES = 3
_NOBODY_OUT = "it has no rows, so it keeps nobody off a list. If people opted out, export it again"


def says_nothing(rows: Sequence[Sequence[str]], *, of_orders: bool) -> bool:
    """Whether the few rows of a table only say that there are none.

    Parameters
    ----------
    of_orders
        Whether they are orders: a line of one cell without a number can be none.

    Examples
    --------
    >>> says_nothing([["Keine Daten gefunden", "", ""]], of_orders=False)
    True
    >>> says_nothing([["a@b.example", "", ""]], of_orders=False)
    False
    """
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    lines = [cells for cells in filled if cells]
    if not lines or len(lines) > _MOST_LINES or any(len(cells) > 1 for cells in lines):
        return False
    said = [cells[0].rstrip(" .!") for cells in lines]
    return all(_NOTHING.fullmatch(one) or (of_orders and _WORDS.fullmatch(one)) for one in said)


def is_empty(layout: Layout, named: str | None) -> bool:
    """Whether a table has no rows, or only words that say so."""
    if not has_rows(layout):
        return True
    rows = layout.first(_MOST_LINES + 1)
    if rows and layout.dialect.width == 1 and not count_known(layout.header):
        return says_nothing([*rows, layout.header], of_orders=False)
    of_orders = len(layout.header) > 2 and _table(layout, named) == "transactions"
    return says_nothing(rows, of_orders=of_orders and any(layout.header))


def _table(layout: Layout, named: str | None) -> str | None:
    """Return the table of a whole header, else the one that was named."""
    table = recognise(layout.called, layout.header)
    return table if not missing_columns(table, known_columns(layout.header, table)) else named


def pass_over(
    layout: Layout, named: str | None, passed_over: list[str], left_out: dict[str, LeftOut],
    *, table_given: bool,
) -> None:  # fmt: skip
    """Pass over a file without rows; one of orders is told beside others of orders only.

    Raises
    ------
    InputRefused
        When something may be lost.
    """
    name, table = layout.source.name, _table(layout, named)
    if not table_given and _may_be_empty(layout, named or table):
        passed_over.append(f"{name} (no rows)")
        if "suppressions" in {named, table}:
            left_out[name] = LeftOut(_NOBODY_OUT, None, "no_rows")
    elif table == "transactions":
        why = "it has a header and no rows" if any(layout.header) else "it holds no rows"
        left_out[name] = LeftOut(why, no_rows(name), "no_rows")
    else:
        raise no_rows(name)


def _may_be_empty(layout: Layout, named: str | None) -> bool:
    """Whether nothing is lost: nobody has opted out yet, or a note of one line that is no table."""
    if named is None:
        told = says_nothing([[" ".join(layout.header)]], of_orders=False)
        return told or (layout.dialect.width == 1 and not count_known(layout.header))
    return named != "transactions"


def left_out_empty(
    refusal: InputRefused, path: Path, every: Sequence[Path], left_out: dict[str, LeftOut]
) -> bool:
    """Whether a file of no bytes is told and passed over: one of the orders, by its name.

    That is a name which says so, or which is that of another file but for its month. A list of
    people who opted out is never passed over: an export that failed is no empty list.

    Examples
    --------
    >>> asked = InputRefused("u_2.csv is empty", "rows", "export it again", code="empty_file")
    >>> every = [Path("u_1.csv"), Path("u_2.csv")]
    >>> left_out_empty(asked, every[1], every, {}), left_out_empty(asked, every[1], every[1:], {})
    (True, False)
    """
    words = file_words(path.name)
    alike = {name_without_month(one.name) for one in every if one != path}
    is_one = words == {"transactions"} or (not words and name_without_month(path.name) in alike)
    if refusal.code != "empty_file" or not is_one or names_opt_outs(path.name):
        return False
    left_out[path.name] = LeftOut("it is empty: its export may have failed", refusal, "no_rows")
    return True
