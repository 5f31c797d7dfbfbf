"""Ids as text: cleaned where they need it, and told apart from words that stand for nobody.

Only the distinct ids that look odd are read in Python; all others pass through the engine as they
are, trimmed, with their leading zeros.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from analysis.cells.cellwords import (
    ERROR_VALUE,
    NOBODY_WORDS,
    PLACEHOLDER_IDS,
    REMARK_PATTERN,
    TOTAL_PATTERN,
)
from analysis.cells.fields import LETTERS, Cell, Field, keep_mapping
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned

_INVISIBLE = dict.fromkeys(
    [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)
#: UTF-8 read as a western encoding, and letters that were lost before (trap 65).
MANGLED = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï»¿|\ufffd")
_SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d+)?[eE]\+\d{1,3}|\d[.,]\d+[eE]\d{1,3}")
_TOTAL, _REMARK = re.compile(TOTAL_PATTERN, re.I), re.compile(REMARK_PATTERN, re.I)
#: Codes of rows that are of no customer because they are no rows: their other faults are not told.
NO_ROWS = frozenset({"total_row", "footer"})
#: How spreadsheets are kept from reading an id as a number or a formula: ="007", '007, 'C-001.
#: A name may begin with an apostrophe of its own: 't Hoen, 's-Hertogenbosch.
_KEPT_AS_TEXT = re.compile(
    r"""="([^"]+)"|'([=+\-@\d][^']*|(?!(?i:[stnk])[ -]\D)(?=\D*\d)[^']+|[A-ZÀ-Þ]{2}[^'\sa-zß-ÿ]*)"""
)
#: Dashes that stand for the hyphen of an id; between blanks one is the dash of a name.
_DASH = r"[\u2010-\u2015\u2043\u2212\ufe58\ufe63]"
_DASHES = re.compile(rf"(?<! ){_DASH}|{_DASH}(?! )")
#: A number that a program kept as a fraction; beside other fractions it is a code of two parts.
_FLOAT = re.compile(r"^(\d+)[.,]0+$")
_TWO_PARTS = re.compile(r"\d+[.,]\d*[1-9]")
#: A placeholder unless its neighbour is a customer too: then the numbers just run that far.
_NINES = re.compile(r"9{4,10}")
#: Faults of ids that name nobody: the rows go into one bucket without a customer.
_NOBODY = frozenset({"placeholder_customer", "damaged_id", "error_value"})
#: Only ids with one of these signs are looked at in Python; all others pass as they are.
_ODD = " OR ".join(
    ["strlen(t) <> length(t)"]
    + [
        f"contains(t, {quote_text(sign)})"
        for sign in (" ", "'", '="', "#", "Err", "E+", "e+", ".", ",", "\t")
    ]
)

#: Signs that may stand around a word that names nobody.
_AROUND = " .:()[]<>*\"'"
#: As a pattern it fails at the first sign of a usual id: an eighth of the time of trimming and
#: comparing.
_PLACEHOLDER = "^[{0}]*({1})?[{0}]*$".format(
    _AROUND.replace("[", r"\[").replace("]", r"\]"),
    "|".join(re.sub(r"([^\w\s])", r"\\\1", word) for word in sorted(PLACEHOLDER_IDS)),
)


_SUSPECT = (_PLACEHOLDER, TOTAL_PATTERN, REMARK_PATTERN)


@dataclass(frozen=True)
class MappedId:
    """An odd text of an id column: what it is without hidden signs, and what it stands for.

    Parameters
    ----------
    value
        The id; None where the text names nobody.
    code
        The rule that it breaks, empty when none.
    """

    text: str
    clean: str
    value: str | None
    code: str


def clean_id(text: str) -> str:
    """Return an id trimmed, without invisible signs, in one Unicode form, ``123.0`` as ``123``.

    Examples
    --------
    >>> clean_id(" Ａ１\u200b"), clean_id("007"), clean_id("123.0"), clean_id('="007"')
    ('A1', '007', '123', '007')
    >>> clean_id("'C-001"), clean_id("C–001"), clean_id("'t Hoen"), clean_id("Hoen – Zoon")
    ('C-001', 'C-001', "'t Hoen", 'Hoen – Zoon')
    """
    return _FLOAT.sub(r"\1", _without_hidden(text))


def _without_hidden(text: str) -> str:
    if MANGLED.search(text):  # in one Unicode form 'Ã¼' would be 'Ã1⁄4', which nobody can mend
        return text.strip()
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    plain = _DASHES.sub("-", " ".join(plain.split()))
    if found := _KEPT_AS_TEXT.fullmatch(plain):
        return found[1] or found[2]
    return plain


def masked(text: str) -> str:
    """Return a message without addresses: an e-mail that serves as an id is contact data.

    Examples
    --------
    >>> masked("2 ids, e.g. ann.doe@example.org, look alike")
    '2 ids, e.g. a...@..., look alike'
    """
    return re.sub(r"([\w+])[\w.+-]*@[\w-]+(\.[\w-]+)*", r"\1...@...", text)


#: SQL pattern of a word that is no code: an id in whose place a name stands.
NAME_PATTERN = "^[^0-9]*[a-zß-ÿ][^0-9]*$|[A-Za-zÀ-ÿ][a-zß-ÿ]{2,} | [A-Za-zÀ-ÿ][a-zß-ÿ]{2,}"
_NAME = re.compile(NAME_PATTERN)


def shown_id(text: str) -> str:
    """Return an id as a message may show it: where a name stands in its place, letters as x.

    Examples
    --------
    >>> shown_id("C-001"), shown_id("ACME"), shown_id("003xxBCdEf7"), shown_id("kd7")
    ('C-001', 'ACME', '003xxBCdEf7', 'kd7')
    >>> shown_id("Nordwind Logistik"), shown_id("Meyer"), shown_id("Autohaus 24")
    ('xxxxxxxx xxxxxxxx', 'xxxxx', 'xxxxxxxx 99')
    """
    if not _NAME.search(text):
        return text
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", text))


#: What to do where ids differ by case, or lost their leading zeros in one file.
JOIN_CASE = "write merge_case = true under [transactions] in columns.toml if they are the same"
JOIN_ZEROS = (
    "write merge_zeros = true under [transactions] in columns.toml if they are the same, "
    "or export the ids as text everywhere"
)


def compared_id(cell: str, *, case: bool, zeros: bool) -> str:
    """Return SQL of an id as it is compared with others, in the words of both engines.

    Parameters
    ----------
    case
        Whether ids that differ by upper and lower case alone are one.
    zeros
        Whether ids of digits that differ by leading zeros alone are one.

    Examples
    --------
    >>> compared_id("c0", case=True, zeros=False)
    'lower(c0)'
    >>> Engine().value("SELECT " + compared_id("'00178'", case=False, zeros=True))
    '178'
    """
    one = f"lower({cell})" if case else cell
    return (
        f"coalesce(nullif(regexp_extract({one}, '^0+([0-9]+)$', 1), ''), {one})" if zeros else one
    )


def fault_of(text: str) -> str:
    """Return the rule that a customer id breaks, empty when it is one.

    Examples
    --------
    >>> fault_of("Guest"), fault_of("1.23E+12"), fault_of("Total:"), fault_of("007")
    ('placeholder_customer', 'damaged_id', 'total_row', '')
    >>> fault_of("#N/D"), fault_of("Err:502"), fault_of("########"), fault_of("#1001")
    ('error_value', 'error_value', 'error_value', '')
    """
    folded = text.casefold().strip(_AROUND)
    if not text:
        return "no_customer"
    if re.match(ERROR_VALUE, text.casefold()) or not text.strip("#"):
        return "error_value"
    if folded in PLACEHOLDER_IDS or text.casefold() in PLACEHOLDER_IDS or not folded:
        return "placeholder_customer"
    if _TOTAL.match(text):
        return "total_row"
    if _REMARK.match(text):
        return "footer"
    return "damaged_id" if _SCIENTIFIC.fullmatch(text) else ""


def odd_sql(*, customer: bool) -> str:
    """Return SQL that holds for an id ``t`` which Python must look at."""
    if not customer:
        return _ODD
    suspect = [f"regexp_matches(lower(t), {quote_text(p)})" for p in _SUSPECT]
    return " OR ".join([_ODD, *suspect])


def id_field(cell: Cell, *, customer: bool, order: str = "") -> Field:
    """Return the field of an id column; faults are looked for in customer ids only.

    Parameters
    ----------
    order
        SQL of the number of the order beside a customer, if there is one.
    """
    name = f"ids_{cell.table}_{cell.column}"
    odd = odd_sql(customer=customer)
    rows = cell.engine.rows(
        f"SELECT t, n FROM (SELECT {cell.text} AS t, count(*) AS n FROM {cell.table} GROUP BY t) "
        f"WHERE t <> '' AND ({odd}) ORDER BY t"
    )
    buys = partial(has_own_orders, cell.engine, cell.table, cell.text, order)
    mapping = map_ids(
        [text for text, _ in rows], customer=customer, is_known=partial(_stands_in, cell),
        buys=buys, is_named=partial(has_name, cell.engine),
    )  # fmt: skip
    cleaned = [(mapped, n) for mapped, (_, n) in zip(mapping, rows, strict=True)]
    text = cell.text
    if not mapping:
        broken = {"no_customer": f"{text} = ''"} if customer else {}
        return Field(cell.column, f"nullif({text}, '')", broken)
    keep_mapping(cell.engine, name, "VARCHAR", [(m.text, m.value, m.code) for m in mapping])
    sql = f"CASE WHEN {name}.raw IS NULL THEN nullif({text}, '') ELSE {name}.value END"
    codes = {mapped.code for mapped in mapping if mapped.code}
    broken = {code: f"{name}.code = '{code}'" for code in sorted(codes)}
    if customer:
        blank = f"{text} = ''"
        also = f" OR {broken['no_customer']}" if "no_customer" in broken else ""
        broken["no_customer"] = blank + also
    join = f"LEFT JOIN {name} ON {name}.raw = {text}"
    told = [item for item in cleaned if item[0].text != cell.label]  # a repeated header is no id
    if not customer:  # names of products have blanks, and their line breaks are no trouble
        told = [item for item in told if " " not in item[0].clean]
    warned = tuple(
        replace(one, line=cell.first_line(f"{text} = ANY(?)", [texts]))
        for one, texts in cleaning_said(cell.label, told)
    )
    return Field(cell.column, sql, broken, (join,), warned)


def _stands_in(cell: Cell, text: str) -> bool:
    found = cell.engine.value(f"SELECT count(*) FROM {cell.table} WHERE {cell.text} = ?", [text])
    return bool(found)


def keep_named(engine: Engine, customers: Sequence[tuple[str, str, str]]) -> None:
    """Keep the numbers of nines to which a customers table gives a name as to any customer.

    Parameters
    ----------
    customers
        Of each such table: its name in the engine, its column of ids and its column of names.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE t AS FROM (VALUES ('9999', 'Bakery'), ('99999', 'Diverse'), "
    ...                "('17', 'Inn')) AS t(i, n)")
    >>> keep_named(engine, [("t", "i", "n")])
    >>> [has_name(engine, text) for text in ("9999", "99999", "999999")]
    [True, False, False]
    """
    named = " UNION ".join(
        f"SELECT {text} AS t FROM {table} WHERE regexp_full_match({text}, '9{{4,10}}') AND "
        f"regexp_matches({name}, '[{LETTERS}]') AND NOT regexp_matches(lower({name}), "
        f"{quote_text(NOBODY_WORDS)})"
        for table, text, name in customers
    )
    if named:
        engine.keep_table("named_nines", named)


def has_name(engine: Engine, text: str) -> bool:
    """Whether ``keep_named`` found a name for a number."""
    sql = "SELECT count(*) FROM named_nines WHERE t = ?"
    return engine.keeps("named_nines") and bool(engine.value(sql, [text]))


def has_own_orders(engine: Engine, table: str, customer: str, order: str, text: str) -> bool:
    """Whether each row of a customer has the number of an order, and no other customer has it.

    So it is with a company called *Total*. The row of a total has no number, or that of its order.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE t AS FROM (VALUES ('Total', '1'), ('Total', '2'), ('a', '3'), "
    ...                "('Summe', '3'), ('Summe', '4')) AS t(c, o)")
    >>> [has_own_orders(engine, "t", "c", "o", text) for text in ("Total", "Summe")]
    [True, False]
    """
    if not order:
        return False
    n_orders, all_told = engine.rows(
        f"SELECT count(DISTINCT {order}), bool_and(coalesce({order}, '') <> '' AND {order} NOT IN "
        f"(SELECT {order} FROM {table} WHERE {customer} <> ? AND {order} IS NOT NULL)) "
        f"FROM {table} WHERE {customer} = ?", [text, text],
    )[0]  # fmt: skip
    return n_orders > 1 and bool(all_told)


def map_ids(
    texts: Sequence[str], *, customer: bool, is_known: Callable[[str], bool],
    buys: Callable[[str], bool] = lambda _: False,
    is_named: Callable[[str], bool] = lambda _: False,
) -> list[MappedId]:  # fmt: skip
    """Return what the odd texts of one id column become, by evidence over all of them.

    Parameters
    ----------
    texts
        Distinct texts that are no plain ids.
    customer
        Whether placeholders, errors and totals are looked for.
    is_known
        Tells whether a text is an id of the column too.
    buys
        Tells whether a text that is the word of a total has orders of its own.
    is_named
        Tells whether the customers table has a name for a number of nines.

    Examples
    --------
    >>> for mapped in map_ids(["17.0", "9999"], customer=True, is_known=lambda text: False):
    ...     print(mapped)
    MappedId(text='17.0', clean='17', value='17', code='')
    MappedId(text='9999', clean='9999', value=None, code='placeholder_customer')
    >>> map_ids(["17.0", "17.1"], customer=True, is_known=lambda text: False)[0].value
    '17.0'
    """
    # One code of two parts (17.1) shows that 17.0 is another one and no number.
    parts = any(_TWO_PARTS.fullmatch(text) for text in texts)
    found = []
    for text in texts:
        plain = _without_hidden(text) if parts else clean_id(text)
        code = fault_of(plain) if customer else ""
        if code == "placeholder_customer" and _NINES.fullmatch(plain):
            code = "" if is_known(str(int(plain) - 1)) or is_named(plain) else code
        if code == "total_row" and buys(text):
            code = ""
        found.append(MappedId(text, plain, None if code in _NOBODY else plain or None, code))
    return found


def cleaning_said(
    label: str, seen: Sequence[tuple[MappedId, int]]
) -> list[tuple[Warned, list[str]]]:
    """Return the warnings about ids that were cleaned, each with the texts that it is about.

    Parameters
    ----------
    seen
        What became of each text, and how many rows have it.
    """
    found = []
    cleaned = [(mapped.text, mapped.clean, n) for mapped, n in seen if not mapped.code]
    floats = [(t, n) for t, plain, n in cleaned if _FLOAT.match(t) and plain != t]
    hidden = [(t, n) for t, plain, n in cleaned if plain != t and not _FLOAT.match(t)]
    if floats:
        ids = counted(sum(n for _, n in floats), "id")
        said = f"Column '{label}': {ids} such as {floats[0][0]}, read without the zero behind the "
        told = Warned("float_ids", said + "sign.", column=label)
        found.append((told, [text for text, _ in floats]))
    if hidden:
        n_rows = sum(n for _, n in hidden)
        said = f"Column '{label}': {counted(n_rows, 'id')} held hidden or unusual signs: cleaned."
        told = Warned("cleaned_ids", said, column=label)
        found.append((told, [text for text, _ in hidden]))
    return found
