"""How persons are reached, and opt-outs of an address or a number: all who share it are stopped.

All cells count whose header speaks of mail or telephone, and all addresses and numbers in a cell.
A number is compared without its dress: blanks, slashes, ``(0)``, ``+49``, ``0049`` or ``0``. A
person who stands in the contacts twice has opted out once; a list from a mailing tool knows
addresses only, or whole domains (``@mill.org``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date

from analysis.columns.reachcolumns import reach_places
from analysis.engine import Engine, quote_text
from analysis.results import Warned
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


def bare_key_sql(column: str) -> str:
    """Return SQL under which ids meet although one file lost case, dashes, dots or blanks.

    Examples
    --------
    >>> Engine().value("SELECT " + bare_key_sql("'00-A7'"))
    '00a7'
    """
    return f"nullif(lower(regexp_replace({column}, '[\\s._/-]', '', 'g')), '')"


def email_keys(text: str) -> str:
    """Return SQL of the list of addresses in a text; a whole domain begins with its ``@``.

    Examples
    --------
    >>> Engine().value("SELECT " + email_keys("'Anna <ANNA@mill.org>; b@x.de. *@hof.org'"))
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
    nobody = "trim(k, left(k, 1)) = ''"  # one digit again and again: nobody knows the number
    return (
        f"SELECT line_, k FROM (SELECT line_, ltrim(replace({own}, '+', ''), '0') AS k "
        f"FROM (SELECT line_, {digits} AS d FROM ({numbers}))) "
        f"WHERE length(k) BETWEEN {_FEWEST} AND {_MOST} AND NOT ({nobody})"
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
        yield f"SELECT line_, unnest({email_keys(cell)}) AS k FROM {raw} WHERE {mailed}"
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


def email_key(column: str) -> str:
    """Return SQL under which addresses meet.

    Examples
    --------
    >>> Engine().value("SELECT " + email_key("'Anna <ANNA@mill.org>'"))
    'anna@mill.org'
    """
    return f"nullif(regexp_extract(lower({column}), '[^\\s<>,;:\"]*@[^\\s<>,;\"]+'), '')"


def in_force(names: Set[str], as_of: date | None) -> str:
    """Return SQL that holds while a suppression is in force; ``names`` are its columns.

    Examples
    --------
    >>> in_force({"email"}, date(2024, 5, 1)), in_force({"until_on"}, date(2024, 5, 1))
    ('true', "NOT (coalesce(until_on < DATE '2024-05-01', false) AND NOT false)")
    """
    open_ = "NOT coalesce(open_, false)" if "open_" in names else "true"
    if as_of is None or "until_on" not in names:
        return open_
    ended = f"coalesce(until_on < DATE {quote_text(as_of.isoformat())}, false)"
    still = f"NOT ({ended} AND NOT {contradicts_itself(names)})"
    return still if open_ == "true" else f"{still} AND {open_}"


def contradicts_itself(names: Set[str]) -> str:
    """Return SQL that holds for a suppression that ends before it begins.

    Examples
    --------
    >>> contradicts_itself({"since_on", "until_on"}), contradicts_itself({"until_on"})
    ('coalesce(until_on < since_on, false)', 'false')
    """
    both = {"since_on", "until_on"} <= names
    return "coalesce(until_on < since_on, false)" if both else "false"


def stop_addresses(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> None:
    """Collect the addresses and numbers of all opt-outs, and stop the customers who have them.

    ``stopped_addresses`` holds ``k``, whether a list of opt-outs names it, and whether without an
    id. A refusal stops both address and number of its row; a consent that is not stated stops the
    address alone, for a number may be a switchboard.
    """
    parts = ["SELECT NULL::VARCHAR AS k, false AS listed, false AS bare WHERE false"]
    if "suppressions" in typed:
        names = engine.columns("all_suppressions")
        ids = [c for c in ("customer_id", "contact_id") if c in names]
        bare = f"coalesce({', '.join([*ids, 'NULL'])}) IS NULL"
        parts.append(f"SELECT k, true, {bare} FROM all_suppressions JOIN reach_suppressions "
                     f"USING (file_, line_) WHERE {in_force(names, as_of)}")  # fmt: skip
    for table in ("contacts", "customers"):
        if table in typed and "opt_out_" in (names := engine.columns(f"all_{table}")):
            said = f"refused_ OR {_named_by_refusal(names)} OR opt_out_ AND contains(k, '@')"
            parts.append(f"SELECT k, false, false FROM all_{table} JOIN reach_{table} "
                         f"USING (file_, line_) WHERE {said}")  # fmt: skip
    engine.execute(
        "CREATE TEMP TABLE stopped_addresses AS SELECT k, bool_or(listed) AS listed, "
        f"bool_or(bare) AS bare FROM ({' UNION ALL '.join(parts)}) GROUP BY k"
    )
    if "customers" in typed:
        engine.execute(
            "INSERT INTO stopped (customer_id) SELECT customer_id FROM all_customers "
            f"WHERE {_reached('customers')}"
        )


def _named_by_refusal(names: Set[str]) -> str:
    """Return SQL that holds for a row whose contact, or customer, refused in some other row."""
    found = f"SELECT {key_sql('s.customer_id')} FROM stopped AS s WHERE s.refused_"
    sql = f"coalesce({key_sql('customer_id')} IN ({found} AND s.contact_id IS NULL), false)"
    if "contact_id" not in names:
        return sql
    found = f"SELECT {key_sql('s.contact_id')} FROM stopped AS s WHERE s.refused_"
    return f"{sql} OR coalesce({key_sql('contact_id')} IN ({found}), false)"


def _reached(table: str, which: str = "true") -> str:
    """Return SQL that holds for a row with an address, a domain or a number that is stopped.

    Parameters
    ----------
    which
        SQL of the stopped ones that count.
    """
    domain = "CASE WHEN contains(k, '@') THEN regexp_extract(k, '@.*') ELSE k END"
    stopped = f"(SELECT k FROM stopped_addresses WHERE {which})"
    return (
        f"(file_, line_) IN (SELECT (file_, line_) FROM reach_{table} "
        f"WHERE k IN {stopped} OR {domain} IN {stopped})"
    )


def reached_by_address(engine: Engine) -> str:
    """Return SQL that holds for a contact whose address, domain or number is stopped.

    Where suppressions know addresses only and nobody has one to compare, nobody is cleared.
    """
    if has_nothing_to_compare(engine):
        return "true"
    return _reached("contacts")


def has_nothing_to_compare(engine: Engine) -> bool:
    """Whether suppressions without ids hold nothing of a kind that contacts or customers hold."""
    kind = "SELECT contains(k, '@') FROM"
    ours = f"{kind} reach_contacts UNION {kind} reach_customers"
    theirs = f"{kind} stopped_addresses WHERE bare"
    return bool(
        engine.value(f"SELECT EXISTS ({theirs}) AND NOT EXISTS ({theirs} INTERSECT ({ours}))")
    )


def unmatched_addresses(engine: Engine) -> list[Warned]:
    """Warn where suppressions know addresses only and the contacts have none to compare."""
    if not has_nothing_to_compare(engine):
        return []
    n_bare = engine.count("stopped_addresses WHERE bare")
    said = (
        f"The suppressions hold {n_bare:,} addresses or numbers without ids, and contacts and "
        "customers hold none to compare them with; no contact is cleared. Export the contacts "
        "with e-mail or phone."
    )
    return [Warned("suppressions_not_matched", said)]


def shared_numbers(engine: Engine) -> list[Warned]:
    """Say how many contacts are stopped by a number that they share, and that no list names."""
    contact, customer = key_sql("contact_id"), key_sql("customer_id")
    n_contacts = engine.count("all_contacts WHERE broken_ = 0 AND NOT coalesce(opt_out_, false) "
        f"AND coalesce({contact} NOT IN (FROM stopped_contacts), true) "
        f"AND coalesce({customer} NOT IN (FROM stopped_customers), true) "
        f"AND {_reached('contacts', 'NOT listed AND NOT contains(k, chr(64))')}")  # fmt: skip
    if not n_contacts:
        return []
    said = (
        f"{n_contacts:,} {'contact has' if n_contacts == 1 else 'contacts have'} the phone number "
        "of somebody who must not be contacted, and "
        f"{'is' if n_contacts == 1 else 'are'} not to be contacted either. If it is a switchboard, "
        "export each contact's own number."
    )
    return [Warned("shared_opt_out", said)]
