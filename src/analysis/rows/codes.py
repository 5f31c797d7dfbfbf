"""Codes of reasons that are numbers: one number is one code, however a spreadsheet writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned

#: Tables whose codes meet: what is said, and what was done about it.
_CODED = ("reasons", "issues")
_NUMBER = r"[0-9]{1,9}([.,]0+)?"


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
            f"WHERE regexp_full_match(code, '{_NUMBER}') GROUP BY code"
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
