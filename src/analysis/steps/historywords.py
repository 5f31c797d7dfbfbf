"""What an export tells otherwise about the time of the former report, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analysis.errors import counted
from analysis.intake.restated import Restated, RestatedHistory
from analysis.results import change_in_words, day_in_words

#: Whether the former export had a table, in words.
_HAD = {True: "had", False: "did not have"}


def say_history(history: RestatedHistory | None, until: date) -> Iterator[str]:
    """Say what was restated, kind by kind.

    Parameters
    ----------
    history
        None when the former run's tables are gone.
    until
        Snapshot date of the former report.

    Examples
    --------
    >>> print(*say_history(RestatedHistory(), date(2024, 1, 31)))
    Nothing up to 31 January 2024 was restated.
    >>> print(*say_history(RestatedHistory(Restated(n_taken=2, taken=-40.0), same=False),
    ...                    date(2024, 1, 31)))
    History was restated. Up to 31 January 2024, this export has 2 orders taken away (−40).
    """
    day = day_in_words(until)
    if history is None:
        yield (
            f"Whether the time up to {day} was restated cannot be told order by order: the former "
            "run's tables are gone."
        )
        return
    parts = [*_said(history.orders, "orders"), *_said_of_statements(history)]
    parts += _said_of_customers(history)
    if parts:
        yield f"History was restated. Up to {day}, this export has {'; '.join(parts)}."
    elif history.same:
        yield f"Nothing up to {day} was restated."
    else:
        named = ", ".join(history.columns[:6]) + " and more" * (len(history.columns) > 6)
        yield (
            f"History was restated. Up to {day}, orders, statements and customers are the same "
            f"ones, but other columns differ: {named}."
        )


def say_as_a_whole(history: RestatedHistory | None, until: date) -> Iterator[str]:
    """Say that all amounts have another unit, reasons other codes, or that nobody says why now.

    Each changes what numbers mean, so it stands before them.

    Examples
    --------
    >>> from analysis.intake.retold import Factor
    >>> history = RestatedHistory(factor=Factor(1.2, 59, 60))
    >>> print(*say_as_a_whole(history, date(2024, 1, 31)))
    59 of 60 orders up to 31 January 2024 are 1.2 times what they were: net and gross, another ...
    """
    if history is None:
        return
    day, factor = day_in_words(until), history.factor
    if factor is not None:
        yield (
            f"{factor.n:,} of {factor.of:,} orders up to {day} are {factor.times:g} times what "
            "they were: net and gross, another currency, cents? Settle that before any sum is "
            "compared."
        )
    if codes := history.recoded.in_words():
        yield f"{codes[:1].upper()}{codes[1:]}: the shares of the former codes fall by that alone."
    if history.reasons_gone:
        told = counted(history.statements.n, "statement")
        yield (
            f"The former exports had {told} of why customers left, this one has none up to {day}. "
            "If they are known still, lay that table beside the new files."
        )


def _said_of_statements(history: RestatedHistory) -> Iterator[str]:
    if history.reasons_gone:
        yield f"none of the {counted(history.statements.n, 'statement')} that the former one had"
    else:
        yield from _said(history.statements, "statements")


def _said_of_customers(history: RestatedHistory) -> Iterator[str]:
    if history.customers_table:
        had = history.customers_table == "gone"
        yield f"{'no' if had else 'a'} table of customers, which the former one {_HAD[had]}"
    if history.n_customers_gone:
        gone = counted(history.n_customers_gone, "customer")
        yield f"no row for {gone} in its table of customers"
    if history.n_merged:
        yield f"{counted(history.n_merged, 'customer')} merged into another id"
    if history.n_customers_changed:
        yield f"{counted(history.n_customers_changed, 'customer')} described differently"


def _said(restated: Restated, what: str) -> Iterator[str]:
    words = {
        "added": "added", "taken": "taken away", "changed": "changed",
        "outside": "no longer told, because the export begins later",
    }  # fmt: skip
    for kind, word in words.items():
        n, money = getattr(restated, f"n_{kind}"), getattr(restated, kind)
        if n:
            of_money = f" ({change_in_words(money, 'money')})" if round(money) else ""
            yield f"{n:,} {what} {word}{of_money}"
