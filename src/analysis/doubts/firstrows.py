"""Where the first of the rows stands that a warning is about, so that an analyst can look at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.quarantine import Fault
from analysis.rows.staging import physical_lines
from analysis.rows.typed import Typed

#: A rule's code, which no condition in SQL looks like.
_CODE = re.compile(r"[a-z_]+")
#: Where a sentence ends and another begins: not behind "e.g.", nor behind "Fa." or the initial in
#: the name of an example. Within quotes stands the name of a column.
_ENDS = re.compile(r"(?<!\be\.g)(?<!\b[A-Z])(?<!\b[A-Z][a-z])[.?] (?=[A-Z(])")
#: Lines of a file are fewer than this.
_FILE = 10**12


def with_first_rows(
    engine: Engine,
    table: str,
    inputs: Sequence[Typed],
    faults: Iterable[Fault],
    told: Sequence[Warned],
) -> list[Warned]:
    """Return warnings about a table, each with the line of the first row that it is about.

    The message says the line, and the file where the table has several. Rows of all warnings are
    looked for in one pass.

    Parameters
    ----------
    faults
        The rows of the table that were set aside, in the order of files and lines.
    """
    aside = dict[str, Fault]()
    for fault in faults:
        aside.setdefault(fault.code, fault)
    good = iter(_first_good(engine, table, [one.about for one in told if _is_sql(one.about)]))
    by_number = {item.number: item for item in inputs}
    columns, found = inputs[0].found.columns, list[Warned]()
    several = len({item.found.file for item in inputs}) > 1
    for one in told:
        file, line, column = "", one.line, one.column or ""
        if one.about in aside:
            file, line = aside[one.about].file, aside[one.about].line
        elif _is_sql(one.about) and (place := next(good)) is not None:
            item = by_number[place // _FILE]
            file = item.found.file
            line = physical_lines(item.found.staged, [place % _FILE])[0][0]
        label = columns.label(column) if columns.has(column) else one.column
        placed = replace(one, line=line, column=label, about="")
        found.append(said_where(placed, file if several else ""))
    return found


def said_where(warned: Warned, file: str = "") -> Warned:
    """Return a warning whose message says its line, if it has one and does not say it yet.

    Examples
    --------
    >>> said_where(Warned("zero_amount", "1 line has amount 0.", line=7), "may.csv").message
    '1 line has amount 0. The first is line 7 of may.csv.'
    >>> said_where(Warned("bad", "1 cell in line 7.", line=7)).message
    '1 cell in line 7.'
    """
    if warned.line is None or re.search(r"\blines? \d", warned.message):
        return warned
    where = f"The first is line {warned.line:,}" + f" of {file}" * bool(file)
    return replace(warned, message=with_sentence(warned.message, f"{where}."))


def with_sentence(message: str, sentence: str) -> str:
    """Return a message with one sentence more behind its first: what is to be done comes last.

    Examples
    --------
    >>> with_sentence("Column 'Kd. Nr': a test. Correct it.", "See a.csv.")
    "Column 'Kd. Nr': a test. See a.csv. Correct it."
    >>> with_sentence("2 ids differ, e.g. Fa. B. Moll. Correct them.", "See a.csv.")
    '2 ids differ, e.g. Fa. B. Moll. See a.csv. Correct them.'
    """
    ends = (found.start() + 1 for found in _ENDS.finditer(message))
    end = next((at for at in ends if message.count("'", 0, at) % 2 == 0), len(message))
    said, to_do = message[:end], message[end:]
    said += "" if said.endswith((".", "?")) else "."
    return f"{said} {sentence}{to_do}"


def _is_sql(about: str) -> bool:
    return bool(about) and _CODE.fullmatch(about) is None


def _first_good(engine: Engine, table: str, conditions: Sequence[str]) -> list[int | None]:
    """Return file and line of the first good row that meets each condition, as one number."""
    if not conditions:
        return []
    flags = ", ".join(f"({sql}) AS w{at}" for at, sql in enumerate(conditions))
    firsts = ", ".join(f"min(place) FILTER (w{at})" for at in range(len(conditions)))
    rows = engine.rows(
        f"SELECT {firsts} FROM (SELECT file_ * {_FILE}::BIGINT + line_ AS place, {flags} "
        f"FROM all_{table} WHERE broken_ = 0)"
    )
    return list(rows[0])
