"""Doubts about reasons beside the transactions they explain, and about who gave them."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.cells.ids import JOIN_CASE, JOIN_ZEROS, NAME_PATTERN, compared_id, shown_id
from analysis.doubts.buyers import keep_customers, usual_gap
from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused, counted
from analysis.results import Warned
from analysis.rows.rules import LATE
from analysis.rows.snapshot import MANY_ROWS

#: A reason stated so long before the last order explains something else.
_LONG_DAYS = 365
#: Lost for this purpose: no order for so many days, or for so many usual gaps.
_LOST_DAYS, _LOST_GAPS, _KNOWN_SHARE, _SOME_LOST = 180, 3, 0.5, 10
#: Statements of one coder, and the shares of one code that make it a favourite.
_CODER_ROWS, _FAVOURITE, _TIMES_OTHERS = 20, 0.6, 2.0
#: Codes of a list, rows, and the share that makes the first or an empty word a default.
_MOST_CODES, _CODED_ROWS, _DEFAULT_SHARE, _LIST_CODES = 50, 50, 0.4, 4
_EMPTY_CODES = (
    "other", "others", "misc", "general", "unknown", "please select", "select", "select reason",
    "sonstiges", "sonstige", "andere", "anderes", "unbekannt", "allgemein", "bitte wählen",
    "bitte auswählen", "autre", "autres", "divers", "inconnu", "à définir", "sélectionner", "otro",
    "otros", "varios", "desconocido", "seleccionar", "default", "standard", "tbd",
)  # fmt: skip


#: What to say where most ids that meet nobody are no ids.
_BY_NAME = (
    "a name is not joined, nor is an address that contacts and customers have for no customer or "
    "for several: add the customer number to the export"
)


def match_ids(engine: Engine, table: str) -> list[Warned]:
    """Compare the ids of a table with those of the transactions (traps 41 and 71).

    Rows that only the snapshot date sets aside are looked at as well: their ids are the table's.

    Raises
    ------
    InputRefused
        From 100 rows on, when fewer than half of the ids with a reason meet a customer.
    """
    own = f"all_{table} WHERE broken_ & ~{1 << LATE['after_as_of']}::BIGINT = 0"
    by_name = f"contains(theirs.i, '@') OR regexp_matches(theirs.i, {quote_text(NAME_PATTERN)})"
    n_ids, n_met, example, ours, n_rows, n_named = engine.rows(
        f"WITH known AS (SELECT customer_id AS i FROM {keep_customers(engine)}), "
        f"theirs AS (SELECT DISTINCT customer_id AS i FROM {own} AND customer_id IS NOT NULL) "
        "SELECT count(*), count(known.i), min(theirs.i) FILTER (known.i IS NULL), "
        f"(SELECT min(i) FROM known), (SELECT count(*) FROM {own}), "
        f"count(*) FILTER (known.i IS NULL AND ({by_name})) "
        "FROM theirs LEFT JOIN known USING (i)"
    )[0]
    if n_ids == n_met or n_ids == 0:
        return []
    said = f"{n_ids - n_met:,} of {n_ids:,} ids of {table} match no customer of the transactions"
    nearly = _nearly_met(engine, own) or _BY_NAME * (2 * n_named > n_ids - n_met)
    example, ours = shown_id(example), shown_id(ours or "")
    if table == "reasons" and n_rows >= MANY_ROWS and n_met < 0.5 * n_ids:
        raise InputRefused(
            f"{said}, e.g. {example} against {ours}", "the same ids in both files",
            nearly or _written_alike(engine, own) * (n_met > 0)
            or "export both with the same id column, as text", code="ids_do_not_match",
        )  # fmt: skip
    where = f"customer_id NOT IN (SELECT customer_id FROM {keep_customers(engine)})"
    told = f"{said}, e.g. {example}" + f"; {nearly}" * bool(nearly) + "."
    return [Warned("unmatched_ids", told, column="customer_id", about=where)]


def _written_alike(engine: Engine, own: str) -> str:
    """Return what to do where most ids that meet nobody are written like those of customers."""
    form = "translate(customer_id, '012345678', '999999999')"
    known = keep_customers(engine)
    n_ids, n_alike = engine.rows(
        f"SELECT count(*), count(*) FILTER (f IN (SELECT {form} FROM {known})) FROM (SELECT "
        f"DISTINCT customer_id, {form} AS f FROM {own} AND customer_id IS NOT NULL "
        f"AND customer_id NOT IN (SELECT customer_id FROM {known}))"
    )[0]
    if 2 * n_alike <= n_ids:
        return ""
    return (
        "the ids are written alike, so the orders may be those of a month or a branch alone: lay "
        "the other files of the transactions beside them, or leave the reasons out"
    )


def _nearly_met(engine: Engine, own: str) -> str:
    """Return what makes most ids meet a customer that none has in that spelling, or an empty text.

    Parameters
    ----------
    own
        SQL of the rows of the other table.
    """
    known = f"SELECT customer_id AS i FROM {keep_customers(engine)}"
    ways = (("case", True, JOIN_CASE), ("leading zeros", False, JOIN_ZEROS))
    for by, case, to_do in ways:
        key = compared_id("i", case=case, zeros=not case)
        n_met = engine.value(
            f"SELECT count(DISTINCT i) FROM (SELECT customer_id AS i FROM {own}) "
            f"WHERE i NOT IN ({known}) AND {key} IN (SELECT {key} FROM ({known}))"
        )
        if n_met:
            differ = counted(n_met, "of them differs", "of them differ")
            return f"{differ} from one by {by} alone: {to_do}"
    return ""


def doubt_reasons(engine: Engine) -> Iterator[Warned]:
    """Yield doubts about reasons beside the transactions (traps 69, 70 and 72)."""
    if "stated_on" in engine.columns("all_reasons"):
        yield from _later_orders(engine)
    yield from _known_for_few(engine)


def _later_orders(engine: Engine) -> Iterator[Warned]:
    later, buyers = "s.last_on > r.stated_on", f"{keep_customers(engine)} AS s"
    long = f"(s.last_on > r.stated_on + {_LONG_DAYS} OR r.stated_on < s.first_on)"
    n_later, n_all, n_long = engine.rows(
        f"SELECT count(DISTINCT r.customer_id) FILTER ({later}), count(DISTINCT r.customer_id), "
        f"count(*) FILTER ({long}) FROM all_reasons AS r JOIN {buyers} USING (customer_id) "
        "WHERE r.broken_ = 0 AND s.last_on IS NOT NULL"
    )[0]
    about = f"(file_, line_) IN (SELECT (r.file_, r.line_) FROM all_reasons AS r JOIN {buyers} "
    about += "USING (customer_id) WHERE "
    if n_later:
        said = (
            f"{n_later:,} of {n_all:,} customers with a reason bought again after stating it; they "
            "came back, or never left."
        )
        yield Warned("bought_after_reason", said, column="stated_on", about=f"{about}{later})")
    if n_long:
        are = counted(n_long, "reason is", "reasons are")
        said = (
            f"{are} dated before the customer's first order or more than a year "
            "before the last one: they hardly explain a silence of today."
        )
        yield Warned("reason_long_before", said, column="stated_on", about=f"{about}{long})")


def _known_for_few(engine: Engine) -> Iterator[Warned]:
    """Trap 72: those who answered need not speak for those who did not."""
    quiet = max(_LOST_DAYS, round(_LOST_GAPS * (usual_gap(engine) or 0)))
    n_lost, n_known = engine.rows(
        f"WITH s AS (FROM {keep_customers(engine)}) SELECT count(*), count(*) FILTER (customer_id "
        "IN (SELECT customer_id FROM all_reasons WHERE broken_ = 0)) FROM s "
        f"WHERE last_on < (SELECT max(last_on) FROM s) - {quiet}"
    )[0]
    if n_lost < _SOME_LOST or n_known >= _KNOWN_SHARE * n_lost:
        return
    said = (
        f"Reasons are known for {n_known / n_lost:.0%} of the customers without an order in "
        f"{quiet} days ({n_known:,} of {n_lost:,}); the others may have other reasons."
    )
    yield Warned("reasons_known_for_few", said)


def doubt_codes(engine: Engine) -> Iterator[Warned]:
    """Yield doubts about a coder's favourite code and about a default of the list (trap 72)."""
    columns = engine.columns("all_reasons")
    column = "code" if "code" in columns else "note"
    rows = engine.rows(
        f"SELECT {column}, count(*) AS n FROM all_reasons WHERE broken_ = 0 AND {column} IS NOT "
        f"NULL GROUP BY {column} ORDER BY n DESC, {column} LIMIT {_MOST_CODES + 1}"
    )
    n_rows = sum(n for _, n in rows)
    if len(rows) > _MOST_CODES or n_rows < _CODED_ROWS or n_rows < 5 * len(rows):
        return
    code, n_first = rows[0]
    listed = sorted(str(word).casefold() for word, _ in rows)
    empty = code.casefold().strip(" .-_…") in _EMPTY_CODES
    first = len(listed) >= _LIST_CODES and code.casefold() == listed[0]
    if n_first >= _DEFAULT_SHARE * n_rows and (empty or first):
        why = "says little" if empty else "stands first in the list"
        said = (
            f"{n_first / n_rows:.0%} of {n_rows:,} reasons have one code that {why}: it may be "
            "what a form offers by default. Read the shares of the others among themselves."
        )
        yield Warned("default_code", said, column=column)
    if "coder" in columns:
        yield from _favourites(engine, column)


def _favourites(engine: Engine, column: str) -> Iterator[Warned]:
    """Trap 72: a coder who gives one code far more often than all others do."""
    rows = engine.rows(
        f"WITH c AS (SELECT coder, {column} AS code, count(*) AS n FROM all_reasons WHERE "
        f"broken_ = 0 AND coder IS NOT NULL AND {column} IS NOT NULL GROUP BY ALL), "
        "by_coder AS (SELECT coder, sum(n) AS total, max(n) AS most, arg_max(code, n) AS code "
        "FROM c GROUP BY coder), "
        "by_code AS (SELECT code, sum(n) AS n FROM c GROUP BY code) "
        "SELECT b.most, b.total, k.n - b.most, (SELECT sum(n) FROM c) - b.total FROM by_coder AS b "
        f"JOIN by_code AS k USING (code) WHERE b.total >= {_CODER_ROWS} ORDER BY ALL"
    )
    found = [
        (most / total, total, others / rest)
        for most, total, others, rest in rows
        if rest >= _CODER_ROWS
        and most >= _FAVOURITE * total
        and most / total >= _TIMES_OTHERS * others / rest
    ]
    if not found:
        return
    share, total, elsewhere = max(found)
    said = (
        f"{len(found)} of those who record reasons have a favourite code: one gives it in "
        f"{share:.0%} of {int(total):,} cases, all others in {elsewhere:.0%}. Compare the shares "
        "without them."
    )
    yield Warned("favourite_code", said, column="coder")
