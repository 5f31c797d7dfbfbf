"""One row, or one code, in several spellings: whether exports write alike, and what does not mind.

Where files write their days and numbers alike, the hash of their text tells equal rows. Where they
do not (``2024-01-13`` and ``13.01.2024``, ``10.00`` and ``10``, a workbook beside a text file), it
is the values that are compared, with what the unmapped cells hold. A reason's code that is a number
is one code, however a spreadsheet writes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from analysis.cells.ids import compared_id
from analysis.cells.zones import clock_time
from analysis.columns.columnmap import kind_of
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.files.dialect import SAMPLE_RECORDS
from analysis.results import Warned
from analysis.rows.convert import WHEN, cell_of
from analysis.rows.typed import Typed
from analysis.vocabulary import DATED, NUMERIC

_DAY = r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})([ T].*)?"
_ID = "customer_id::VARCHAR"
_NUMBER = r"[-+]?\d[\d.,''’ ]*"


def shared_columns(parts: Sequence[Typed]) -> frozenset[str]:
    """Return the canonical columns that every input has."""
    shared = frozenset.intersection(*(frozenset(part.columns) for part in parts))
    return frozenset(c for c in shared if all(c in p.found.columns.places for p in parts))


def hash_of_values(engine: Engine, parts: Sequence[Typed]) -> str:
    """Return SQL that hashes the values of united rows; empty where the hash of their text will do.

    Inputs of one header whose rows still stand as text get a column ``rest_`` with what no
    canonical column holds: the time of day where all of them have one, and the unmapped cells.
    """
    one_header = len({part.found.columns.header for part in parts}) == 1
    if one_header and len({_spelling(part) for part in parts}) == 1:
        return ""
    compared = [f"{column}::VARCHAR" for column in sorted(shared_columns(parts))]
    stated = parts[0].found.stated
    same = compared_id(_ID, case=stated.merge_case, zeros=stated.merge_zeros)
    compared = [same if one == _ID else one for one in compared]
    if one_header and all(part.found.staged.quick is None for part in parts):
        _keep_rest(engine, parts)
        compared.append("rest_")
    return f"hash({', '.join(compared)})" if compared else ""


def _spelling(part: Typed) -> tuple[str, frozenset[str]]:
    """Return how a sample of an input writes its days and numbers."""
    found, shapes = part.found, set[str]()
    layout = found.staged.layout
    kinds = {
        places[0]: kind_of(found.columns.table, column)
        for column, places in found.columns.places.items()
    }
    for record in islice(layout.records, SAMPLE_RECORDS):
        for at, kind in kinds.items():
            cell = record.fields[at].strip() if at < len(record.fields) else ""
            if cell and kind in NUMERIC:
                shapes.add(f"{at} {_number_style(cell)}")
            elif cell and kind in DATED:
                shapes.add(f"{at} {re.sub(r'[0-9]', '9', cell)}")
    return layout.source.form, frozenset(shapes)


def _number_style(cell: str) -> str:
    """Return the signs between the digits of a number, and how many digits are behind the last.

    Examples
    --------
    >>> _number_style("1.234,50"), _number_style("-10"), _number_style("9.5")
    (',.2', '0', '.1')
    """
    tail = re.search(r"[.,](\d{1,2})\D*$", cell)
    return "".join(sorted(set(re.sub(r"[\d+-]", "", cell)))) + str(len(tail[1]) if tail else 0)


def _keep_rest(engine: Engine, parts: Sequence[Typed]) -> None:
    """Add ``rest_`` to the tables of inputs that share one header."""
    timed = all(_has_time(engine, part) for part in parts)
    mapped = [p.found.columns.taken for p in parts]
    free = set(range(len(parts[0].found.columns.header))).difference(*mapped)
    for part in parts:
        raw = part.found.staged.name
        cells = [_loose_text(part.found.staged.cell(at)) for at in sorted(free)]
        if timed:
            cells.append(f"({clock_time(_when(engine, part))})::VARCHAR")
        engine.execute(f"ALTER TABLE {part.name} ADD COLUMN rest_ UBIGINT DEFAULT 0")
        if cells:
            engine.execute(
                f"UPDATE {part.name} SET rest_ = hash({', '.join(cells)}) FROM {raw} "
                f"WHERE {raw}.line_ = {part.name}.line_"
            )


def _when(engine: Engine, part: Typed) -> str:
    columns = part.found.columns
    return cell_of(engine, part.found.staged, columns, WHEN[columns.table]).text


def _has_time(engine: Engine, part: Typed) -> bool:
    """Whether days of an input are written with a time other than midnight."""
    columns = part.found.columns
    if not columns.has(WHEN.get(columns.table, "")):
        return False
    time = clock_time(_when(engine, part))
    found = engine.value(f"SELECT bool_or({time} <> INTERVAL 0 HOUR) FROM {part.found.staged.name}")
    return bool(found)


def _loose_text(cell: str) -> str:
    """Return SQL for a cell in which the spelling of a day or a number does not count.

    Examples
    --------
    >>> said = "'1.234,50'", "'1234.5'", "'08.01.2023'", "'2023-01-08 00:00:00'", "'x1.0'"
    >>> [Engine().value("SELECT " + _loose_text(cell)) for cell in said]
    ['12345', '12345', '1-8-23', '1-8-23', 'x1.0']
    """
    parts = (f"try_cast(regexp_extract({cell}, '{_DAY}', {at}) AS INT) % 100" for at in (1, 2, 3))
    return (
        f"CASE WHEN regexp_full_match({cell}, '{_DAY}') "
        f"THEN array_to_string(list_sort([{', '.join(parts)}]), '-') "
        f"WHEN regexp_full_match({cell}, '{_NUMBER}') "
        f"THEN trim(regexp_replace({cell}, '[^0-9-]', '', 'g'), '0') ELSE {cell} END"
    )


#: Tables whose codes meet: what is said, and what was done about it.
_CODED = ("reasons", "issues")
_CODE = r"[0-9]{1,9}([.,]0+)?"


def settle_codes(engine: Engine, tables: Sequence[str]) -> dict[str, list[Warned]]:
    """Give codes that are one number one spelling in reasons and issues, and say which.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE all_reasons AS SELECT unnest(['3', '3.0', '03', '3']) AS code")
    >>> print(settle_codes(engine, ["reasons"])["reasons"][0].message)
    Codes written 03 and 3.0 are read as 3 (2 rows): one number is one reason.
    >>> engine.rows("SELECT DISTINCT code FROM all_reasons")
    [('3',)]
    """
    counts = {
        table: dict(engine.rows(
            f"SELECT code, count(*) FROM all_{table} "
            f"WHERE regexp_full_match(code, '{_CODE}') GROUP BY code"
        ))
        for table in _CODED if table in tables and "code" in engine.columns(f"all_{table}")
    }  # fmt: skip
    together = Counter[str]()
    for of_table in counts.values():
        together.update(of_table)
    renamed = _one_spelling(together)
    return {table: _rename(engine, table, of_table, renamed) for table, of_table in counts.items()}


def _one_spelling(counts: Mapping[str, int]) -> dict[str, str]:
    """Return the spelling of each code that changes: the commonest one of its number.

    Examples
    --------
    >>> _one_spelling({"3": 2, "03": 1, "3.0": 1, "04": 7, "7.00": 1})
    {'7.00': '7', '3.0': '3', '03': '3'}
    """
    forms: dict[int, Counter[str]] = {}
    for code, n in counts.items():
        whole = re.split("[.,]", code)[0]
        forms.setdefault(int(whole), Counter())[whole] += n
    best = {
        number: max(found, key=lambda form: (found[form], form)) for number, found in forms.items()
    }
    meant = {code: best[int(re.split("[.,]", code)[0])] for code in counts}
    return {code: form for code, form in sorted(meant.items(), reverse=True) if code != form}


def _rename(
    engine: Engine, table: str, counts: Mapping[str, int], renamed: Mapping[str, str]
) -> list[Warned]:
    changed = {code: form for code, form in renamed.items() if code in counts}
    if not changed:
        return []
    cases = " ".join(f"WHEN {quote_text(a)} THEN {quote_text(b)}" for a, b in changed.items())
    engine.execute(f"UPDATE all_{table} SET code = CASE code {cases} ELSE code END")
    form = changed[max(changed, key=lambda code: (counts[code], code))]
    written = " and ".join(sorted(code for code, other in changed.items() if other == form))
    rows = counted(sum(counts[code] for code in changed), "row")
    others = len({*changed.values()}) - 1
    more = f", {counted(others, 'other code')} likewise" if others else ""
    said = f"Codes written {written} are read as {form}{more} ({rows}): one number is one reason."
    return [Warned("code_spellings", said, column="code")]
