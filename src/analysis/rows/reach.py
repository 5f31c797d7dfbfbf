"""Every address and number by which a row of persons can be reached, as keys that meet.

All cells count whose header speaks of mail or telephone, and all addresses and numbers in a cell.
A number is compared without its dress: blanks, slashes, ``(0)``, ``+49``, ``0049`` or ``0``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.columns.reachcolumns import reach_places
from analysis.engine import Engine, quote_text
from analysis.rows.convert import Input
from analysis.rows.typed import Typed

#: Tables whose rows say how somebody is reached.
REACHED = ("contacts", "customers", "suppressions")
_BEFORE_AT = r"""[^\s<>,;:"'|/()\[\]*]*"""
_AFTER_AT = r"""[^\s<>,;:"'|/()\[\]]*[^\s<>,;:"'|/()\[\].]"""
_DOMAIN = r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}"
_EXTENSION = r"(ext|extension|durchwahl|dw|poste|extensi[oó]n|app)\.? *[0-9]+"
_NUMBER = r"[+(0-9][0-9 \x{00A0}()./–-]*[0-9]"
#: Country calling codes, by the digits they begin with (ITU-T E.164).
_COUNTRY = r"(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3})"
#: Digits of a number: fewer are an extension, more are several numbers or none.
_FEWEST, _MOST = 6, 15
#: They stand where nobody knows the number.
_NO_NUMBERS = [digit * n for digit in "123456789" for n in range(_FEWEST, _MOST + 1)]


def key_sql(column: str) -> str:
    """Return SQL under which ids meet although one file lost zeros or case.

    Examples
    --------
    >>> Engine().value("SELECT " + key_sql("'00A7'"))
    'a7'
    """
    return f"nullif(ltrim(lower({column}), '0 '), '')"


def loose_key_sql(column: str) -> str:
    """Return SQL under which ids meet although one file lost its dashes, dots or blanks too.

    Examples
    --------
    >>> Engine().value("SELECT " + loose_key_sql("'C-001'"))
    'c001'
    """
    return key_sql(f"regexp_replace({column}, '[\\s._/-]', '', 'g')")


def _email_keys(text: str) -> str:
    """Return SQL of the list of addresses in a text; a whole domain begins with its ``@``.

    Examples
    --------
    >>> Engine().value("SELECT " + _email_keys("'Anna <ANNA@mill.org>; b@x.de. *@hof.org'"))
    ['anna@mill.org', 'b@x.de', '@hof.org']
    """
    return f"regexp_extract_all(lower({text}), {quote_text(f'{_BEFORE_AT}@{_AFTER_AT}')})"


def phone_keys(numbers: str) -> str:
    """Return a query of ``line_`` and the key ``k`` of each number ``n`` that a query gives.

    A number meets itself in another dress; what is none has no key.

    Examples
    --------
    >>> rows = "(VALUES ('+49 (0)30 12345'), ('0049 30/12345'), ('030-12345'), ('12')) AS t(n)"
    >>> Engine().rows(phone_keys(f"SELECT 1 AS line_, n FROM {rows}"))
    [(1, '3012345'), (1, '3012345'), (1, '3012345')]
    """
    digits = "regexp_replace(replace(n, '(0)', ''), '[^0-9+]', '', 'g')"
    abroad = f"regexp_replace(d, '^(\\+|00){_COUNTRY}0*', '')"
    own = f"CASE WHEN starts_with(d, '+') OR starts_with(d, '00') THEN {abroad} ELSE d END"
    nobody = ", ".join(map(quote_text, _NO_NUMBERS))
    return (
        f"SELECT line_, k FROM (SELECT line_, ltrim(replace({own}, '+', ''), '0') AS k "
        f"FROM (SELECT line_, {digits} AS d FROM ({numbers}))) "
        f"WHERE length(k) BETWEEN {_FEWEST} AND {_MOST} AND k NOT IN ({nobody})"
    )


def keep_reach(engine: Engine, table: str, inputs: Sequence[Typed]) -> None:
    """Make ``reach_<table>`` of each key ``k`` by which a row (``file_``, ``line_``) is reached.

    Examples
    --------
    >>> engine = Engine()
    >>> keep_reach(engine, "contacts", [])
    >>> engine.value("SELECT count(*) FROM reach_contacts")
    0
    """
    parts = ["SELECT 0 AS file_, 0::BIGINT AS line_, NULL::VARCHAR AS k WHERE false"]
    for item in inputs:
        file = str(item.number)
        parts += [f"SELECT {file}, line_, k FROM ({sql})" for sql in _keys_in(item.found)]
    engine.execute(
        f"CREATE TEMP TABLE reach_{table} AS SELECT DISTINCT file_, line_, k "
        f"FROM ({' UNION ALL '.join(parts)}) WHERE k IS NOT NULL"
    )


def _keys_in(found: Input) -> Iterator[str]:
    """Yield queries of the keys in each column by which rows of this input are reached.

    A cell may hold an address, a number or both, whatever the header says.
    """
    columns, raw = found.columns, found.staged.name
    ids = columns.places.get("customer_id", ())
    for at in reach_places(columns):
        cell = found.staged.cell(at)
        mailed = f"contains({cell}, '@')"
        yield f"SELECT line_, unnest({_email_keys(cell)}) AS k FROM {raw} WHERE {mailed}"
        if at in ids:
            continue
        if columns.table == "suppressions":
            bare = f"regexp_full_match(lower({cell}), {quote_text(_DOMAIN)})"
            yield f"SELECT line_, '@' || lower({cell}) AS k FROM {raw} WHERE {bare}"
        alone = f"regexp_replace({cell}, '[^ ,;/|]*@[^ ,;/|]*', '', 'g')"
        rest = f"CASE WHEN {mailed} THEN {alone} ELSE {cell} END"
        yield from _numbers_in("cell", f"(SELECT line_, trim({rest}) AS cell FROM {raw})")


def _numbers_in(cell: str, raw: str) -> Iterator[str]:
    """Yield queries of the keys of every number in a cell."""
    text = (  # as a spreadsheet writes a float, and without an extension
        f"CASE WHEN regexp_full_match({cell}, '[0-9]{{6,}}\\.0') THEN left({cell}, -2) "
        f"WHEN upper({cell}) <> lower({cell}) "
        f"THEN regexp_replace(lower({cell}), {quote_text(_EXTENSION)}, '', 'g') ELSE {cell} END"
    )
    numbers = f"SELECT line_, unnest(regexp_extract_all({text}, {quote_text(_NUMBER)})) AS n "
    numbers += f"FROM {raw} WHERE {cell} <> ''"
    # A spreadsheet takes the plus away: long numbers may begin with their country.
    n_least = "CASE WHEN regexp_matches(n, '^(3[0-469]|4[013-9])') THEN 9 ELSE 10 END"
    long = f"CASE WHEN length(n) > 9 AND n[1] BETWEEN '1' AND '9' AND {_n_digits('n')} > {n_least} "
    long += "THEN '+' || n END"
    yield phone_keys(f"SELECT line_, unnest([n, {long}]) AS n FROM ({numbers})")
    # A slash stands between two numbers, or behind the digits of a town: what is behind it counts
    # alone where it is a whole number.
    halves = f"SELECT line_, unnest(string_split({text}, '/')) AS n FROM {raw}"
    halves += f" WHERE contains({cell}, '/')"
    alone = f"regexp_matches(n, '^ *[+(]?[+0]') OR {_n_digits('n')} > 8"
    yield phone_keys(f"SELECT line_, n FROM ({halves}) WHERE {alone}")


def _n_digits(number: str) -> str:
    return f"length(regexp_replace({number}, '[^0-9]', '', 'g'))"
