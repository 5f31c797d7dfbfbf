"""Doubts about spellings of ids: two of one customer, look-alikes, a change one day.

Every doubt reads distinct ids, never rows, and says the first row of the odd spelling. An id may be
named in a message; a name or an address never is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from analysis.cells.fields import LETTERS
from analysis.columns.unclear import toml_text
from analysis.doubts.buyers import (
    GOOD,
    keep_customers,
    keep_order_days,
    middle,
    usual_gap,
)
from analysis.doubts.findings import money_text
from analysis.doubts.identities import IS_TEST
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned

#: Cyrillic and Greek letters that look like Latin ones, and these.
_LOOKS, _LATIN = (
    "АВЕЅІЈКМНОРСТУХасеіјорѕухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABESIJKMHOPCTYXaceijopsyxABEZHIKMNOPTYX",
)
#: The share of a column below which an alphabet is foreign to it.
_FOREIGN = 0.1
#: An id without what is neither letter nor digit, but for one blank between two letters or digits:
#: 1-23 and 12-3 are two ids, C-001 and #C001 are one.
_UNSIGNED = (
    f"regexp_replace(regexp_replace(trim(regexp_replace(lower(i), '[^{LETTERS}0-9]+', ' ', 'g')), "
    rf"'([{LETTERS}]) ([0-9])', '\1\2', 'g'), '([0-9]) ([{LETTERS}])', '\1\2', 'g')"
)
#: An id without any sign, which is told sooner.
_BARE = f"regexp_replace(lower(i), '[^{LETTERS}0-9]+', '', 'g')"
_PLAIN = "[A-Za-z0-9]"
#: So many ids have digits, so few have none, and each of these has so many lines.
_NUMBERED, _WORDS, _WORDS_SHARE, _REPEATS = 20, 5, 0.05, 2


def doubt_ids(engine: Engine, table: str) -> Iterator[Warned]:
    """Yield doubts about the spelling of the customer ids of one table."""
    counts = f"customer_id AS i, count(*) AS n FROM all_{table} WHERE broken_ = 0 GROUP BY 1"
    if table == "transactions":
        counts = f"customer_id AS i, n_rows AS n FROM {keep_customers(engine)}"
    ids = f"(SELECT {counts})"
    if found := _variants(engine, ids, "lower(i)", "{}"):
        n_odd, odd, _, where = found
        said = (
            f"{counted(n_odd, 'customer id differs', 'customer ids differ')} from another "
            f"only by case, e.g. {odd}. If they are the same customers, write "
            f"merge_case = true under [{table}] in columns.toml."
        )
        yield Warned("case_variants", said, column="customer_id", about=where)
    yield from _signs(engine, ids)
    yield from _scripts(engine, ids)
    yield from _rounded(engine, ids)


def _variants(engine: Engine, ids: str, key: str, kind: str) -> tuple[int, str, str, str] | None:
    """Return how many ids share a key with a commoner one, an example of each, and SQL of rows.

    Parameters
    ----------
    ids
        Relation of ids ``i`` with their rows ``n``.
    key, kind
        SQL of what the spellings of one id share, and of what they differ by.
    """
    one, usual = kind.format("i"), kind.format("u")
    several = "count(*) > 1" if one == "i" else f"min({one}) <> max({one})"
    shared = f"SELECT {key} FROM {ids} GROUP BY 1 HAVING {several}"
    if not engine.rows(f"{shared} LIMIT 1"):
        return None
    commonest = f"first_value(i) OVER (PARTITION BY {key} ORDER BY n DESC, i) AS u"
    odd = f"(SELECT i, {commonest} FROM {ids} WHERE {key} IN ({shared}))"
    n_odd, first = engine.rows(f"SELECT count(*), min((i, u)) FROM {odd} WHERE {one} <> {usual}")[0]
    return n_odd, *first, f"customer_id IN (SELECT i FROM {odd} WHERE {one} <> {usual})"


def _signs(engine: Engine, ids: str) -> Iterator[Warned]:
    """Say which ids with digits differ by signs and blanks alone: C-001, #C-001 and C001."""
    numbered = f"(SELECT * FROM {ids} WHERE regexp_matches(i, '[0-9]') AND NOT contains(i, '@'))"
    # Where all ids have the signs of the first one, in their order, none differs by them.
    first = engine.rows(f"SELECT i FROM {ids} WHERE i IS NOT NULL LIMIT 1")
    if not first:
        return
    signs = map(re.escape, re.sub(_PLAIN, "", first[0][0]))
    form = quote_text(f"{_PLAIN}*".join(("", *signs, "")))
    other = f"SELECT 1 FROM {ids} WHERE NOT regexp_full_match(i, {form}) LIMIT 1"
    alike = (
        f"SELECT 1 FROM {numbered} GROUP BY {_BARE} HAVING min(lower(i)) <> max(lower(i)) LIMIT 1"
    )
    if not engine.rows(other) or not engine.rows(alike):
        return
    if found := _variants(engine, numbered, _UNSIGNED, "lower({})"):
        n_odd, odd, usual, where = found
        said = (
            f"{counted(n_odd, 'customer id differs', 'customer ids differ')} from another only by "
            f"signs or blanks, e.g. {odd} beside {usual}: not joined. If they are the same "
            "customers, write their ids alike in the export."
        )
        yield Warned("sign_variants", said, column="customer_id", about=where)


def _scripts(engine: Engine, ids: str) -> Iterator[Warned]:
    """Trap 49: two alphabets within an id, or an id of look-alikes in a column of Latin ids."""
    if not engine.value(f"SELECT count(*) FROM {ids} WHERE strlen(i) > length(i)"):
        return
    latin = "regexp_matches(i, '[A-Za-z]')"
    other = "(strlen(i) > length(i) AND regexp_matches(i, '[\\p{Cyrillic}\\p{Greek}]'))"
    twins = f"translate(i, '{_LOOKS}', '{_LATIN}')"
    alike = (
        f"{other} AND NOT {latin} AND NOT regexp_matches({twins}, '[\\p{{Cyrillic}}\\p{{Greek}}]')"
    )
    foreign, n_latin = engine.rows(
        f"SELECT count(*) FILTER ({alike}), count(*) FILTER ({latin} AND NOT {other}) FROM {ids}"
    )[0]
    if foreign > _FOREIGN * n_latin:  # customers of that alphabet, but for those with a Latin twin
        alike = f"({alike} AND {twins} IN (SELECT i FROM {ids}))"
    odd = f"SELECT i FROM {ids} WHERE ({latin} AND {other}) OR {alike}"
    n_odd, example = engine.rows(f"SELECT count(*), min(i) FROM ({odd})")[0]
    if not n_odd:
        return
    said = (
        f"{counted(n_odd, 'customer id holds', 'customer ids hold')} letters of another "
        f"alphabet that look alike, e.g. {example}: not joined with their look-alikes."
    )
    where = f"customer_id IN ({odd})"
    yield Warned("mixed_scripts", said, column="customer_id", about=where)


def _rounded(engine: Engine, ids: str) -> Iterator[Warned]:
    """Trap 43: of ids beyond 15 digits too many have zeros from the 16th digit on."""
    long = (
        f"(SELECT i, regexp_full_match(substr(i, 16), '0+') AS zeros FROM {ids} "
        "WHERE length(i) > 15 AND regexp_full_match(i, '[1-9][0-9]+'))"
    )
    n_zeros, expected, example = engine.rows(
        "SELECT count(*) FILTER (zeros), sum(pow(10.0, 15 - length(i))), min(i) FILTER (zeros) "
        f"FROM {long}"
    )[0]
    if n_zeros > 5 * (expected or 0) + 0.5:
        said = (
            f"{counted(n_zeros, 'customer id')} of more than 15 digits with zeros at the end, e.g. "
            f"{example}: a spreadsheet rounds them so, and different customers may have become one."
        )
        where = f"customer_id IN (SELECT i FROM {long} WHERE zeros)"
        yield Warned("rounded_ids", said, column="customer_id", about=where)


def doubt_words(engine: Engine, said: Sequence[Warned]) -> Iterator[Warned]:
    """Say words without a digit that have many lines, where the ids of customers have digits.

    Parameters
    ----------
    said
        What is said of single customers already: of none of these twice.
    """
    ids = keep_customers(engine)
    n_ids, n_words = engine.rows(
        f"SELECT count(*), count(*) FILTER (NOT regexp_matches(customer_id, '[0-9]')) FROM {ids}"
    )[0]
    n_numbered = n_ids - n_words
    if not 0 < n_words <= min(_WORDS, _WORDS_SHARE * n_ids) or n_numbered < _NUMBERED:
        return
    besides = "".join(f" AND NOT ({one.about})" for one in said if one.about)
    rows = engine.rows(
        f"SELECT customer_id FROM {ids} WHERE NOT regexp_matches(customer_id, '[0-9]') AND NOT "
        f"regexp_matches(lower(customer_id), {IS_TEST}) AND n_rows >= {_REPEATS}{besides} "
        "ORDER BY n_rows DESC, customer_id"
    )
    if not rows:
        return
    where = f"customer_id IN ({', '.join(quote_text(word) for (word,) in rows)})"
    n_lines, money = engine.rows(f"SELECT count(*), sum(amount) FROM {GOOD} AND {where}")[0]
    listed = ", ".join(toml_text(word) for (word,) in rows)
    told = (
        f"{counted(len(rows), 'customer id is a word', 'customer ids are words')} without a digit, "
        f"where {n_numbered:,} have digits: {listed}, with {counted(n_lines, 'line')} and "
        f"{money_text(str(money or 0))} in amount. A word may stand for nobody (a till, others). "
        f"If so, write under [transactions] in columns.toml: exclude_customers = [{listed}]"
    )
    yield Warned("words_among_ids", told, column="customer_id", about=where)


#: So many customers at least end and begin together, and this share of those who buy at the time.
_FEWEST, _SHARE = 8, 0.2
#: So many times as many as usual; fewer will do where the new ids have another form.
_RATIO, _RATIO_WITH_FORM = 3.0, 2.0
#: Of two forms of ids, the share that must lie wholly before or after the change.
_WHOLLY = 0.95
#: The form of an id: its letters and signs, each digit alike.
_FORM = "translate(customer_id, '012345678', '999999999')"


@dataclass(frozen=True)
class _Tally:
    """Events by day, to be counted between any two days."""

    days: Sequence[date]
    passed: Sequence[int]

    def until(self, day: date) -> int:
        at = bisect_right(self.days, day)
        return self.passed[at - 1] if at else 0

    def between(self, low: date, high: date) -> int:
        """Return the events after ``low`` and up to ``high``."""
        return self.until(high) - self.until(low)


def doubt_migration(engine: Engine) -> Iterator[Warned]:
    """Yield a doubt when many ids end within one usual gap of the beginning of many others."""
    gap = usual_gap(engine)
    if gap is None:
        return
    days = max(7, round(gap))
    changed = _change(
        _tally(engine, "first_on"), _tally(engine, "last_on"), days, _changes_of_form(engine)
    ) or _all_in_another_form(engine, days)
    if changed is None:
        return
    day, n_ended, n_begun = changed
    said = (
        f"Around {day}, {n_ended:,} customer ids end and {n_begun:,} others begin, far more than "
        "at other times: they may be the same customers under new ids, who would count as lost. "
        "Give the old ids with the new ones in a column merged_into of the customers."
    )
    yield Warned("migrated_ids", said)


def _tally(engine: Engine, column: str) -> _Tally:
    rows = engine.rows(
        f"SELECT {column} AS d, count(*) FROM {keep_customers(engine)} WHERE d IS NOT NULL "
        "GROUP BY d ORDER BY d"
    )
    return _Tally([day for day, _ in rows], [*accumulate(n for _, n in rows)])


def _changes_of_form(engine: Engine) -> list[date]:
    """Return the days on which ids of one form have ended and those of another begin."""
    some = keep_order_days(engine)  # a form is a matter of many ids: some of them show it
    rows = engine.rows(
        f"SELECT {_FORM} AS form, "
        f"quantile_disc(first_on, {1 - _WHOLLY:.2f}), quantile_disc(last_on, {_WHOLLY}) "
        f"FROM {some} WHERE first_on IS NOT NULL GROUP BY form "
        f"HAVING count(*) >= {_FEWEST} ORDER BY form"
    )
    return [
        starts
        for old, _, ended in rows
        for new, starts, _ in rows
        if old != new and abs((starts - ended).days) <= 45
    ]


def _all_in_another_form(engine: Engine, days: int) -> tuple[date, int, int] | None:
    """Return the day from which on nearly all ids have a form that hardly one had before.

    It may be the last month of the export, of which nothing else can be told yet.
    """
    some = keep_order_days(engine)
    if int(engine.value(f"SELECT count(DISTINCT {_FORM}) FROM {some}")) < 2:
        return None
    customers = (
        f"SELECT {_FORM} AS form, first_on, last_on FROM {keep_customers(engine)} "
        "WHERE first_on IS NOT NULL"
    )
    begins = engine.rows(
        f"SELECT form, quantile_disc(first_on, {1 - _WHOLLY:.2f}) FROM ({customers}) "
        f"GROUP BY form HAVING count(*) >= {_FEWEST} ORDER BY 2 DESC, 1 LIMIT 1"
    )
    for form, day in begins:
        # Who bought before a day and from it on is known to come again.
        came = "form <> $1 AND first_on < $2 - {0} AND last_on >= $2 - {0}"
        n_new, n_now, n_before, n_kept = engine.rows(
            "SELECT count(*) FILTER (form = $1), count(*) FILTER (last_on >= $2), "
            f"count(*) FILTER ({came.format(days)}), count(*) FILTER ({came.format(0)}) "
            f"FROM ({customers})",
            [form, day],
        )[0]
        n_ended = n_before - n_kept
        if n_new >= _WHOLLY * n_now and n_ended >= max(_FEWEST, _WHOLLY * n_before):
            return day, n_ended, n_new
    return None


def _change(
    firsts: _Tally, lasts: _Tally, days: int, forms: Sequence[date]
) -> tuple[date, int, int] | None:
    """Return the day around which far more ids end and begin than at other times."""
    # The ends of the period hold many first and last orders by nature.
    inner = range(firsts.days[0].toordinal() + 2 * days, lasts.days[-1].toordinal() - 2 * days)
    windows = [date.fromordinal(at) for at in inner[:: max(1, days // 4)]]
    if len(windows) < 12:
        return None
    span = timedelta(days=days)
    ended = {day: lasts.between(day - span, day) for day in windows}
    begun = {day: firsts.between(day, day + span) for day in windows}
    usual_ended, usual_begun = middle([*ended.values()]), middle([*begun.values()])
    for day in sorted(windows, key=lambda d: (-min(ended[d], begun[d]), d)):
        in_form = any(abs((day - other).days) <= 2 * days for other in forms)
        ratio = _RATIO_WITH_FORM if in_form else _RATIO
        alive = firsts.until(day) - lasts.until(day - span)
        enough = max(_FEWEST, _SHARE * alive)
        if ended[day] >= max(enough, ratio * usual_ended) and begun[day] >= max(
            enough, ratio * usual_begun
        ):
            return day, ended[day], begun[day]
    return None
