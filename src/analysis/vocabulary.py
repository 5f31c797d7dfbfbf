"""The tables and columns an export is brought to: names, kinds, listed words.

This is the contract of every input. ``kind`` is one of ``id``, ``text``, ``date``, ``timestamp``,
``money``, ``number``, ``count``, ``share``, ``flag`` and ``word``; a ``word`` column lists its
values and turns an unknown one into ``unknown``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "id", "text", "date", "timestamp", "money", "number", "count", "share", "flag", "word"
]

#: Kinds whose cells are days, and numbers.
DATED = frozenset({"date", "timestamp"})
NUMERIC = frozenset({"money", "number", "count", "share"})


@dataclass(frozen=True)
class Column:
    """One canonical column.

    Examples
    --------
    >>> TRANSACTIONS.column("amount").kind
    'money'
    """

    name: str
    kind: Kind
    required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One canonical table: its columns in their canonical order.

    Examples
    --------
    >>> TRANSACTIONS.required
    ('customer_id', 'ordered_on', 'amount')
    """

    name: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which the table is refused."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises
        ------
        KeyError
            When the table has no such column.
        """
        return next(
            (column for column in self.columns if column.name == name),
            None,
        ) or _unknown(self.name, name)


def _unknown(table: str, name: str) -> Column:
    raise KeyError(f"{table} has no column {name}")


def _columns(kind: Kind, names: str) -> tuple[Column, ...]:
    """Columns of one kind from blank-separated names; a trailing ``!`` marks a required one."""
    return tuple(Column(name.rstrip("!"), kind, name.endswith("!")) for name in names.split())


def _word(name: str, words: str, *, required: bool = False) -> Column:
    return Column(name, "word", required, tuple(words.split()))


#: Every table may carry the day on which a row became known; it is left out of the lists below.
KNOWN_AT = Column("known_at", "timestamp")

TRANSACTIONS = Table(
    "transactions",
    (
        *_columns("id", "customer_id!"),
        *_columns("date", "ordered_on!"),
        *_columns("money", "amount!"),
        *_columns("id", "order_id"),
        _word("line_type", "sale return cancel fee credit no_order"),
        *_columns("money", "margin"),
        *_columns("text", "currency"),
        *_columns("id", "product_id branch_id rep_id"),
        *_columns("text", "channel"),
        *_columns("date", "promised_on delivered_on"),
        *_columns("text", "status"),
        *_columns("number", "quantity"),
        *_columns("money", "unit_price"),
        *_columns("flag", "do_not_contact"),
        _word("consent", "yes no unknown"),
        KNOWN_AT,
    ),
)

REASONS = Table(
    "reasons",
    (
        *_columns("id", "customer_id!"),
        *_columns("text", "note code"),
        *_columns("date", "stated_on"),
        *_columns("id", "reason_id"),
        _word(
            "source",
            "customer rep service finance ex_staff survey cancel_form probe inferred unknown",
        ),
        *_columns("text", "mode"),
        *_columns("id", "contact_id"),
        *_columns("count", "asked_n severity"),
        *_columns("text", "competitor"),
        _word("layer", "formal personal unknown"),
        _word("fixable", "yes no unknown"),
        *_columns("text", "coder probe_batch"),
        *_columns("share", "probe_probability"),
        *_columns("flag", "do_not_contact"),
        _word("consent", "yes no unknown"),
        KNOWN_AT,
    ),
)

#: Sources in which the customer speaks; in all others somebody writes down what they believe.
FIRST_HAND = frozenset({"customer", "survey", "cancel_form", "probe"})

#: Outcomes of a touch in which somebody was spoken with.
REACHED = frozenset({"connected", "meeting", "opt_in", "opt_out", "intrusion", "refused"})

CUSTOMERS = Table(
    "customers",
    (
        *_columns("id", "customer_id!"),
        *_columns("text", "name segment tier territory"),
        *_columns("id", "rep_id"),
        *_columns("text", "industry"),
        *_columns("date", "started_on ended_on"),
        *_columns("text", "end_type"),
        *_columns("id", "merged_into"),
        *_columns("flag", "one_time"),
        *_columns("money", "expected_value"),
        *_columns("text", "current_supplier"),
        _word("status", "active cooloff legal"),
        *_columns("date", "revisit_on"),
        *_columns("text", "email tax_id"),
        *_columns("flag", "do_not_contact"),
        _word("consent", "yes no unknown"),
        KNOWN_AT,
    ),
)

CONTACTS = Table(
    "contacts",
    (
        *_columns("id", "customer_id! contact_id"),
        *_columns("text", "department role"),
        _word("status", "active left on_leave unknown"),
        *_columns("date", "left_on leave_until"),
        *_columns("text", "new_company"),
        *_columns("id", "reports_to"),
        _word("consent", "yes no unknown"),
        *_columns("flag", "do_not_contact"),
        *_columns("text", "name email phone"),
        KNOWN_AT,
    ),
)

TOUCHES = Table(
    "touches",
    (
        *_columns("id", "customer_id!"),
        *_columns("timestamp", "touched_at!"),
        *_columns("id", "touch_id rep_id contact_id"),
        *_columns("text", "channel"),
        _word("direction", "inbound outbound unknown"),
        _word(
            "purpose",
            "closure listen checkin feedback update goodnews offer sell resolve unknown",
        ),
        _word(
            "outcome",
            "connected voicemail no_answer bounced meeting opt_in opt_out intrusion refused "
            "unknown",
        ),
        *_columns("count", "attempt_n"),
        *_columns("text", "program approach offer_type"),
        *_columns("money", "offer_value offer_cost"),
        *_columns("number", "minutes"),
        *_columns("money", "cost"),
        *_columns("date", "next_on"),
        *_columns("flag", "do_not_contact"),
        _word("consent", "yes no unknown"),
        KNOWN_AT,
    ),
)

ASSIGNMENTS = Table(
    "assignments",
    (
        *_columns("id", "customer_id!"),
        *_columns("text", "program!"),
        _word("arm", "treat hold", required=True),
        *_columns("date", "assigned_on!"),
        *_columns("text", "stratum"),
        *_columns("share", "propensity"),
        KNOWN_AT,
    ),
)

ISSUES = Table(
    "issues",
    (
        *_columns("id", "issue_id!"),
        *_columns("text", "code!"),
        *_columns("date", "opened_on!"),
        _word("scope", "customer systemic"),
        *_columns("id", "customer_id"),
        _word("kind", "issue condition"),
        *_columns("date", "due_on fixed_on verified_on"),
        *_columns("text", "owner"),
        *_columns("flag", "blocking"),
        _word("blocker", "ours theirs both"),
        _word("status", "open fixed irresolvable"),
        *_columns("money", "fix_cost"),
        KNOWN_AT,
    ),
)

REPS = Table(
    "reps",
    (
        *_columns("id", "rep_id!"),
        *_columns("text", "team"),
        *_columns("count", "capacity"),
        *_columns("text", "territory"),
        *_columns("share", "commission_rate"),
        *_columns("money", "hour_cost"),
        _word("status", "active left inactive on_leave unknown"),
        *_columns("date", "left_on leave_until"),
        KNOWN_AT,
    ),
)

SUPPRESSIONS = Table(
    "suppressions",
    (
        *_columns("id", "customer_id contact_id"),
        *_columns("text", "email phone"),
        *_columns("date", "since_on"),
        *_columns("text", "reason channel"),
        *_columns("date", "until_on"),
        KNOWN_AT,
    ),
)

#: All tables by name, in the order in which a report lists them.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        TRANSACTIONS,
        REASONS,
        CUSTOMERS,
        CONTACTS,
        TOUCHES,
        ASSIGNMENTS,
        ISSUES,
        REPS,
        SUPPRESSIONS,
    )
}

#: What an absent table would have answered; said in the report instead of failing.
ANSWERS: dict[str, str] = {
    "transactions": "who went quiet, what it costs, who returns anyway",
    "reasons": "why customers say they left, with coverage, themes and patterns",
    "customers": "which segments, territories and reps the losses sit in",
    "contacts": "whom to ask, who has moved, who may be contacted",
    "touches": "whether we stayed in touch and got an answer",
    "assignments": "whether outreach worked, against customers held back by lot",
    "issues": "what has been fixed since, and who has not been told",
    "reps": "how calls spread over the team",
    "suppressions": "who may not be contacted",
}


def would_answer(missing: Iterable[str]) -> tuple[str, ...]:
    """Return what absent tables would have answered, a sentence a table.

    Examples
    --------
    >>> would_answer(["reps"])
    ('A table reps would answer how calls spread over the team.',)
    """
    return tuple(f"A table {name} would answer {ANSWERS[name]}." for name in missing)


#: Rules that set rows aside, in words; a rule that is not listed is shown by its code.
RULES: Mapping[str, str] = {
    "no_customer": "no customer id",
    "placeholder_customer": "an id that stands for nobody (guest, walk-in, 0)",
    "damaged_id": "an id that a spreadsheet turned into a power of ten",
    "error_value": "a spreadsheet error in place of a value",
    "no_id": "no id",
    "no_date": "no date",
    "bad_date": "no date of the calendar",
    "ambiguous_date": "a date that fits both orders of its column",
    "placeholder_date": "a date that stands for no date",
    "future_date": "later than the last plausible day",
    "after_as_of": "later than the snapshot date",
    "no_amount": "no amount",
    "bad_amount": "an amount that is no number",
    "cancelled": "cancelled, a draft or an offer",
    "unknown_word": "a word that is not one of the listed ones",
    "empty_note": "a note that says nothing, and no code",
    "no_value": "a needed value is missing",
    "repeated_header": "the header again",
    "total_row": "a total, no row",
    "footer": "a remark below the table",
    "field_count": "more or fewer fields than the header",
    "unclosed_quote": "a quote that never closes",
    "duplicate_line": "the same line again",
    "older_version": "a newer file, or a later line, tells it with other values",
    "order_head": "the total of an order whose lines another file has",
    "reversal": "takes back a line that is cancelled itself",
}

#: Findings of intake that void every conclusion drawn from who is silent; the run stops before them
#: unless the setting ``proceed_despite`` names them. The list is closed.
VOID_FINDINGS: tuple[str, ...] = (
    "mostly_unread",
    "no_sales",
    "no_repeat_customers",
    "everybody_dormant",
    "recent_gap",
    "nobody_dormant",
)

#: Blanks, no-break blanks, zero-width signs, marks: trimmed from both ends of every cell.
BLANKS = " \t\r\n\v\f\u00a0\u2007\u202f\u2009\u200a\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad"


def kind_in_words(kind: str) -> str:
    """Return a kind of group as prose shows it.

    Examples
    --------
    >>> kind_in_words("rep_id"), kind_in_words("value third")
    ('rep', 'value third')
    """
    return kind.removesuffix("_id").replace("_", " ")


#: How MySQL and PostgreSQL write a cell without a value into a text file.
NO_VALUE = r"\N"
