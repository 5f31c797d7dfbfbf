"""Row rules: named SQL Booleans; a row that breaks any is set aside with all that it breaks.

Each rule has a bit in ``broken_``. Rules 0-39 belong to one input, those from 40 on to a table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from analysis.cells.cellwords import (
    CANCELLED_STATUS,
    CELLS_APART,
    ERROR_VALUE,
    FILLER_NOTES,
    NULL_WORDS,
    ORDER_STATUS,
    TOTAL_STARTS,
    UNDECIDED_STATUS,
    WON_STATUS,
    plain_word,
    was_never_made,
)
from analysis.cells.fields import LETTERS, Cell, Field
from analysis.cells.headerkeys import key_of
from analysis.cells.ids import NO_ROWS
from analysis.columns.flags import says_cancelled
from analysis.columns.kindcodes import NO_ORDER
from analysis.columns.linetexts import is_total, numbers_total, text_places
from analysis.columns.mapfile import Stated
from analysis.columns.reachcolumns import reach_places
from analysis.columns.statedwords import words_line, words_section
from analysis.engine import quote_text
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.rows.convert import WHEN, Input, is_required

#: A longer status word is a damaged cell, and stands in no answer.
_LONGEST_WORD = 200
_MANY_LINES = 20  # one word on so many lines is a choice of the export


@dataclass(frozen=True)
class Rule:
    """One rule: its code, the canonical column it looks at, and SQL that holds when broken."""

    code: str
    column: str
    sql: str
    alone: bool = False  # a row of another nature: its other faults are not listed


#: Headers that may also name a region, a stage of something else, or a condition.
_MAYBE_STATUS = frozenset(
    {"state", "estado", "etat", "zustand", "phase", "stage", "etapa", "etape"}
)
#: Rules that need all inputs of a table or the snapshot date; code -> bit.
LATE = {"after_as_of": 40, "future_date": 41, "duplicate_line": 42, "older_version": 43,
        "excluded_customer": 49, "other_version": 50, "same_call": 51,
        "two_arms": 52, "reversal": 54, "cancelled": 55, "order_head": 56}  # fmt: skip
#: Faults of customer ids that the quick lane finds once for the whole table; code -> bit.
ID_FAULTS = {
    "placeholder_customer": 44, "damaged_id": 45, "total_row": 46, "error_value": 47,
    "no_customer": 48, "footer": 53,
}  # fmt: skip

#: What each code tells the analyst; no message repeats a value.
MESSAGES = {
    "no_customer": "The customer id is empty.",
    "placeholder_customer": "The customer id stands for nobody (guest, walk-in, 0 ...).",
    "damaged_id": "The id was turned into a power of ten by a spreadsheet.",
    "error_value": "A spreadsheet error stands in place of a value.",
    "no_id": "The id is empty.",
    "no_date": "The date is empty.",
    "bad_date": "This is not a date of the calendar in the order of its column.",
    "ambiguous_date": "The column holds both orders of day and month, and this date fits both.",
    "placeholder_date": "The date stands for no date.",
    "future_date": "The date lies after the last plausible date of the data.",
    "after_as_of": "The row lies after the snapshot date.",
    "no_amount": "The amount is empty.",
    "bad_amount": "This is not a number in the style of its column.",
    "cancelled": "The status, type or a column of its own says cancelled, draft, offer or payment; "
    "or a file of cancelled orders names it.",
    "unknown_word": "The word is not one of the listed words.",
    "empty_note": "The note says nothing and there is no code.",
    "no_value": "A needed value is empty.",
    "corrected_out": "corrections.toml sets this row aside.",
    "repeated_header": "The header is repeated here.",
    "total_row": "This is a total, not a row.",
    "footer": "This is a remark below the table, not a row.",
    "field_count": "The number of fields differs from the header.",
    "unclosed_quote": "A quote is opened and never closed.",
    "line_too_long": "The line is longer than any row of a table.",
    "duplicate_line": "The same line stands in the export already.",
    "excluded_customer": "columns.toml leaves this customer out.",
    "older_version": "A newer file, or a later line, tells this line with other values.",
    "order_head": "It is the total of an order whose lines stand in another file.",
    "reversal": "It takes back a line that is set aside as cancelled.",
    "other_version": "Another version of this call counts, the one called last.",
    "two_arms": "The customer stands in the other arm of the programme too.",
    "same_call": "The same call stands in a call list, which counts.",
}

#: With these begins what a spreadsheet writes for an error; few cells do.
_ERROR_STARTS = "{0} LIKE '#%' OR {0} LIKE 'Err%'"
#: Any of these tells whom a suppression protects.
_WHOM = ("customer_id", "contact_id")


def rules_of(found: Input, fields: Sequence[Field]) -> list[Rule]:
    """Return the rules of one input; those of another nature come first."""
    table, columns = found.columns.table, found.columns
    by_name = {field.column: field for field in fields}
    rules = _structure(found, by_name)
    for field in fields:
        needed = is_required(table, field.column, columns) or WHEN.get(table) == field.column
        if needed:
            for code, sql in field.broken.items():
                rules += _rules_of_code(found, field.column, code, sql)
    rules += _empty_values(found, by_name)
    if table == "reasons" and columns.has("note"):
        no_code = f" AND {_text(found, 'code')} = ''" if columns.has("code") else ""
        error = f"{_error(_text(found, 'note'))}{no_code}"
        rules.append(Rule("empty_note", "note", f"({_says_nothing(found)}){no_code}"))
        rules.append(Rule("error_value", "note", error))
    return rules


def _rules_of_code(found: Input, column: str, code: str, sql: str) -> list[Rule]:
    """Return the rule of one code; a spreadsheet error is told apart from what cannot be read."""
    if code not in {"bad_date", "bad_amount"} or len(found.columns.places[column]) != 1:
        return [Rule(code, column, sql, code in NO_ROWS)]
    return errors_apart(code, column, sql, _text(found, column))


def errors_apart(code: str, column: str, sql: str, text: str) -> list[Rule]:
    """Return the rule of a code but for spreadsheet errors, and that of these.

    Examples
    --------
    >>> [rule.code for rule in errors_apart("bad_amount", "amount", "a IS NULL", "c2")]
    ['bad_amount', 'error_value']
    """
    error = _error(text)
    return [
        Rule(code, column, f"({sql}) AND NOT {error}"),
        Rule("error_value", column, _when_rare(sql, error)),
    ]


def _error(text: str) -> str:
    """Return SQL, in words that a cluster knows too, for a spreadsheet error."""
    said = f"regexp_extract(lower({text}), {quote_text(ERROR_VALUE)}, 0) <> ''"
    return f"({_when_rare(_ERROR_STARTS.format(text), said)})"


def _text(found: Input, column: str) -> str:
    return found.staged.cell(found.columns.places[column][0])


def _structure(found: Input, fields: dict[str, Field]) -> list[Rule]:
    """Rules for rows that are no rows: repeated headers, totals, remarks."""
    staged, columns, table = found.staged, found.columns, found.columns.table
    rules = []
    key = "customer_id" if columns.has("customer_id") else next(iter(columns.places))
    if found.put_aside:
        out = f"{staged.name}.line_ IN ({', '.join(map(str, found.put_aside))})"
        rules.append(Rule("corrected_out", key, out, alone=True))
    if staged.layout.dialect.header:
        same = [
            f"{staged.cell(at)} = {quote_text(columns.header[at].strip())}"
            for at in dict.fromkeys(place for places in columns.places.values() for place in places)
        ]
        header = _when_rare(same[0], " AND ".join(same))
        rules.append(Rule("repeated_header", key, header, alone=True))
    when = WHEN.get(table, "")
    if when in fields and len(columns.header) > 2:
        undated = f"{fields[when].sql} IS NULL"
        first = f"concat_ws({quote_text(CELLS_APART)}, {', '.join(staged.cells[:3])})"
        total = f"regexp_matches(lower({first}), {quote_text(TOTAL_STARTS)})"
        total = _when_rare(undated, total) + "".join(_subtotals(found))
        rules.append(Rule("total_row", key, total, alone=True))
        filled = " + ".join(f"({cell} <> '')::INT" for cell in staged.cells)
        rules.append(Rule("footer", key, _when_rare(undated, f"({filled}) = 1"), alone=True))
    return rules


def _subtotals(found: Input) -> list[str]:
    """Return SQL for a subtotal's word in place of an order, product or text, dated or not."""
    places = [c for c in ("order_id", "product_id") if found.columns.has(c)]
    texts = map(found.staged.cell, text_places(found.columns, found.stated))
    return [
        *(f" OR {numbers_total(_text(found, column), column)}" for column in places),
        *(f" OR {is_total(text)}" for text in texts),
    ]


def _when_rare(first: str, then: str) -> str:
    """Return SQL that looks at the costly condition only where the cheap one holds."""
    return f"CASE WHEN {first} THEN {then} ELSE false END"


def _empty_values(found: Input, fields: dict[str, Field]) -> list[Rule]:
    """Rules for required ids and texts that have no rule of their own."""
    table, columns = found.columns.table, found.columns
    if table == "suppressions":
        texts = [_text(found, c) for c in _WHOM if columns.has(c)]
        texts += map(found.staged.cell, reach_places(columns))
        return [Rule("no_id", next(iter(columns.places)), f"concat({', '.join(texts)}) = ''")]
    return [
        Rule(
            "no_id" if column.endswith("_id") else "no_value",
            column,
            f"{_text(found, column)} = ''",
        )
        for column in fields
        if is_required(table, column, columns)
        and not {"no_customer", "no_date", "no_amount", "unknown_word"} & set(fields[column].broken)
    ]


def _says_nothing(found: Input) -> str:
    note = _text(found, "note")
    letters = f"trim(regexp_replace(lower({note}), '[^{LETTERS}0-9]+', ' ', 'g'))"
    fillers = ", ".join(map(quote_text, sorted(FILLER_NOTES)))
    return _when_rare(f"length({note}) < 32", f"{letters} IN ({fillers}, '')")


def _cancelled_rule(cell: Cell, stated: Stated, amount: str) -> tuple[list[Rule], list[Warned]]:
    """Return the rule for lines whose status is no order; below 0 one taken back is a credit."""
    rows = cell.engine.rows(
        f"SELECT lower({cell.text}) AS w, count(*) FROM {cell.table} GROUP BY w ORDER BY w LIMIT 41"
    )
    words = {word: n for word, n in rows if word}
    if len(words) > 40:
        said = "has more than 40 different words and was not used as a status."
        return [], [Warned("status_not_used", f"Column '{cell.label}' {said}", column=cell.label)]
    strange = unknown_statuses(words, cell.label, stated)
    if len(strange) == len(words) and key_of(cell.label) in _MAYBE_STATUS:
        said = f"Column '{cell.label}' holds no word of a status and was not used as one."
        return [], [Warned("status_not_used", said, column=cell.label)]
    if strange and is_one_status(dict(rows)):
        said = f"All lines have '{strange[0][:30]}' in '{cell.label}', a word whose sense is not "
        said += "known: they are read as orders. If they are none, leave the file out."
        return [], [Warned("one_status", said, column=cell.label)]
    if strange:
        won = [word for word in words if plain_word(word) in WON_STATUS]
        raise _unknown_status(cell, strange, won, stated)
    hits = [word for word in words if sense_of_status(word, stated) == "no order"]
    if not hits:
        return [], []
    never = [word for word in hits if was_never_made(word)]
    none = f"lower({cell.text}) IN ({', '.join(map(quote_text, hits))}) AND {amount} > 0"
    if never:
        offers = ", ".join(map(quote_text, never))
        none += f" OR lower({cell.text}) IN ({offers}) AND {amount} < 0"
    return [Rule("cancelled", "status", f"({none})")], []


def is_one_status(words: Mapping[str, int]) -> bool:
    """Whether one word of a status stands on all of many lines: whoever exported chose them.

    Examples
    --------
    >>> is_one_status({"zork": 40}), is_one_status({"zork": 3}), is_one_status({"zork": 9, "": 9})
    (True, False, False)
    """
    return len(words) == 1 and max(words.values()) >= _MANY_LINES


def sense_of_status(word: str, stated: Stated) -> str:
    """Return whether a status word says ``order`` or ``no order``; empty when nobody knows.

    Examples
    --------
    >>> sense_of_status("bezahlt", Stated()), sense_of_status("Entwurf", Stated())
    ('order', 'no order')
    """
    folded = word.casefold()
    forms = {folded, plain_word(folded)}
    if forms & {*stated.order_words}:
        return "order"
    if forms & (CANCELLED_STATUS | {*stated.cancel_words}):
        return "no order"
    return "order" if forms & ORDER_STATUS else ""


def unknown_statuses(words: Collection[str], label: str, stated: Stated) -> list[str]:
    """Return the words of a status whose sense nobody knows; beside deals that are won, open ones.

    A header that is repeated stands among the words.

    Examples
    --------
    >>> unknown_statuses(["bezahlt", "zork", "status", "null"], "Status", Stated())
    ['zork']
    """
    nothing = NULL_WORDS | {label.casefold()}
    said = (w for w in words if w not in nothing and not re.match(ERROR_VALUE, w))
    strange = [w for w in said if not sense_of_status(w, stated)]
    if WON_STATUS & {*map(plain_word, words)}:
        known = {*stated.order_words, *stated.cancel_words}
        forms = {word: {word, plain_word(word)} for word in words if word not in strange}
        strange += [w for w, of in forms.items() if of & UNDECIDED_STATUS and not of & known]
    return strange


def _unknown_status(cell: Cell, strange: list[str], won: list[str], stated: Stated) -> InputRefused:
    shown = ", ".join(f"'{word[:30]}'" for word in strange[:8])
    whole = [word for word in strange[:8] if len(word) <= _LONGEST_WORD]
    listed = whole or [strange[0][:_LONGEST_WORD]]
    still = f" (beside '{won[0]}' a deal is still open)" if won else ""
    answers = [
        ("orders", words_line("order_words", listed, stated)),
        (f"no orders{still}", words_line("cancel_words", listed, stated)),
    ]
    (first, line), (second, other) = answers[::-1] if won else answers
    section = words_section(stated, "transactions")
    return InputRefused(
        f"{cell.file}, column '{cell.label}' has status words whose sense is not known: {shown}",
        "words such as paid, open, shipped, cancelled, draft, storniert, payé, pagado",
        f"say in columns.toml which are {first}:\n[{section}]\n{line}\n"
        f"or which are {second}:\n{other}",
        code="unknown_status",
        file=cell.file,
        column=cell.label,
    )


def status_rules(
    stated: Stated, amount: str, status: Cell | None, *, kind: str, flag: str
) -> tuple[list[Rule], list[Warned]]:
    """Return the rules of transactions that are no orders by a status, a flag or their type.

    Parameters
    ----------
    kind, flag
        SQL of the line type, and of a column that says which orders were cancelled, or when; empty
        without one. A payment is no order whatever its sign.

    Raises
    ------
    InputRefused
        When the status column holds words that nobody can place (trap 19).

    Examples
    --------
    >>> rules, _ = status_rules(Stated(), "(amount)", None, kind="line_type", flag="c4")
    >>> [(rule.code, rule.column) for rule in rules]
    [('cancelled', 'cancelled'), ('cancelled', 'line_type'), ('cancelled', 'line_type')]
    """
    rules, warnings = _cancelled_rule(status, stated, amount) if status else ([], [])
    if flag:
        rules.append(Rule("cancelled", "cancelled", f"{says_cancelled(flag)} AND {amount} > 0"))
    if kind:
        rules.append(Rule("cancelled", "line_type", f"({kind}) = '{NO_ORDER}'", alone=True))
        rules.append(Rule("cancelled", "line_type", f"({kind}) = 'cancel' AND {amount} > 0"))
    return rules, warnings


def broken_sql(rules: Sequence[Rule]) -> str:
    """Return SQL for the bits of all rules that a row breaks.

    Examples
    --------
    >>> broken_sql([Rule("no_date", "ordered_on", "d IS NULL")])
    '(CASE WHEN d IS NULL THEN 1 ELSE 0 END)::BIGINT'
    """
    bits = {rule: 1 << at for at, rule in enumerate(rules)}
    alone = " ".join(f"WHEN {rule.sql} THEN {bits[rule]}" for rule in rules if rule.alone)
    others = " + ".join(
        f"CASE WHEN {rule.sql} THEN {bits[rule]} ELSE 0 END" for rule in rules if not rule.alone
    )
    if not alone:
        return f"({others or 0})::BIGINT"
    return f"(CASE {alone} ELSE {others or 0} END)::BIGINT"


def codes_in(broken: int, rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Return (code, canonical column) of each rule in the bits.

    Examples
    --------
    >>> codes_in(1, [Rule("no_date", "ordered_on", "")])
    [('no_date', 'ordered_on')]
    """
    found = [(rule.code, rule.column) for at, rule in enumerate(rules) if broken >> at & 1]
    found += [(code, "") for code, bit in LATE.items() if broken >> bit & 1]
    found += [(code, "customer_id") for code, bit in ID_FAULTS.items() if broken >> bit & 1]
    return list(dict.fromkeys(found))
