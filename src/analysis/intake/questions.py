"""What only the analyst can answer, each with the lines of columns.toml that would answer it.

``check`` refuses at the first question; a map asks all, or it would be asked for the next.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from analysis.cells import agreement, amounts, dates
from analysis.cells.amounts import NumberColumn
from analysis.cells.dates import DayColumn, Order
from analysis.cells.daytexts import Numbers
from analysis.columns.columnmap import ColumnMap, best_places, missing_columns, with_other_money
from analysis.columns.linedoubts import TOTAL_ONCE
from analysis.columns.mapfile import Stated
from analysis.columns.statedwords import words_line
from analysis.columns.unclear import Offer, quoted, toml_text
from analysis.errors import InputRefused
from analysis.intake.mapdoubts import MAP_IN_DOUBT
from analysis.results import Warned
from analysis.rows import evidence
from analysis.rows.convert import Input, hold_against_cells
from analysis.rows.likely import likely_answers
from analysis.rows.ordersbeside import order_beside
from analysis.vocabulary import TABLES

_FITTING, _LOOKED_AT = 6, 5_000


@dataclass(frozen=True)
class Question:
    """One question about one file.

    Parameters
    ----------
    code
        As in the refusal that an unanswered question ends in.
    asked
        One sentence.
    answers
        Lines of columns.toml; one of them is to be kept.
    needed
        Whether ``check`` and ``report`` refuse the file without an answer.
    """

    code: str
    asked: str
    answers: tuple[str, ...] = ()
    needed: bool = True


def of_refusal(refusal: InputRefused) -> Question:
    r"""Return a refusal as a question, with the lines that it shows as answers.

    Examples
    --------
    >>> told = InputRefused("a.xlsx has 2 sheets alike", "one",
    ...                     'put this into columns.toml:\n["a.xlsx"]\nsheet = "A"', code="sheets")
    >>> of_refusal(told).answers
    ('sheet = "A"',)
    """
    lines = refusal.to_do.split("\n")[1:]
    answers = tuple(line for line in lines if re.match(r"[a-z_]+ = ", line))
    asked = f"{refusal.happened}. Expected: {refusal.expected}"
    if not answers:
        asked += f". What to do: {refusal.to_do}"
    return Question(refusal.code, " ".join(asked.split()), answers)


def orders_of(found: Input) -> dict[str, Order]:
    """Return the order of each date column as far as it is stated or proved."""
    own, stated = {day.cell.column: day.order for day in found.days}, found.stated.date_order
    if stated is None and any(order.order == "both" for order in own.values()):
        return own
    if stated is not None and agreement.contrary_days(found.days, stated):
        return own
    return {
        day.cell.column: order if order.order is not None
        else order_beside(day, found.columns.header, found.columns.taken)
        for day in found.days
        for order in (agreement.day_orders(found.days, stated)[day.cell.column],)
    }  # fmt: skip


def signs_of(found: Input) -> dict[str, str | None]:
    """Return the decimal sign of each number column as far as it is stated or proved."""
    stated = found.stated.decimal
    mixed = stated is None and any(n.votes["."] and n.votes[","] for n in found.numbers)
    if mixed or (stated is not None and agreement.contrary_numbers(found.numbers, stated)):
        return {number.cell.column: _own_sign(number) for number in found.numbers}
    return agreement.decimals(found.numbers, stated)


def held_against_cells(
    found: Input, orders: Mapping[str, Order], signs: Mapping[str, str | None]
) -> tuple[Question, ...]:
    """Return what is asked where a map recorded what its export proved, and this one doubts it."""
    try:
        hold_against_cells(found, orders, signs, as_of=None)
    except InputRefused as refusal:
        return (of_refusal(refusal),)
    return ()


def _own_sign(number: NumberColumn) -> str | None:
    proved = [sign for sign in ".," if number.votes[sign]]
    return proved[0] if len(proved) == 1 else None


def asked_of(
    found: Input,
    orders: Mapping[str, Order],
    signs: Mapping[str, str | None],
    status: Mapping[str, int],
    ids: Collection[str],
) -> Iterator[Question]:
    """Return the questions of one input, in the order in which its map is read.

    Parameters
    ----------
    ids
        Those of customers in the other files.
    """
    yield from _columns_asked(found.columns)
    yield from _needs_asked(found, ids)
    if found.stated.date_order is None:
        yield from _orders_asked(found, orders)
    if found.stated.decimal is None:
        yield from _signs_asked(found, signs)
    yield from _money_asked(found.columns)
    yield from _statements_doubted(found)
    if strange := evidence.strange_words(found, status):
        yield Question(
            "unknown_status", f"which of these status words are orders, and which are none: "
            f"{quoted(strange)}?", tuple(
                words_line(name, strange[:20], found.stated)
                for name in ("order_words", "cancel_words")
            ),
        )  # fmt: skip


def _money_asked(columns: ColumnMap) -> Iterator[Question]:
    """Ask what an amount means where the file looks as if it were not the money of a line."""
    amount, told = columns.label("amount"), {warned.code: warned for warned in columns.warnings}
    if {"order_total_on_lines", TOTAL_ONCE} & {*told}:
        asked = f"is '{amount}' the total of the order, repeated on each of its lines?"
        known = columns.has("order_id")  # without a number of the order its lines are not met
        answers = (*('amount_per = "order"',) * known, 'amount_per = "line"')
        yield Question("order_total_on_lines", asked, answers, needed=False)
    if warned := told.get("unsigned_quantities"):
        asked = f"does a line lower money where '{warned.column}' is below 0?"
        answers = ('amount_sign = "quantity"', 'amount_sign = "own"')
        yield Question("unsigned_quantities", asked, answers, needed=False)
    if warned := told.get("unit_in_header"):
        unit = re.findall(r'amount_in = "([a-z]+)"', warned.message)[0]
        asked = f"are the numbers of '{warned.column}' {unit}?"
        answers = (f'amount_in = "{unit}"', 'amount_in = "units"')
        yield Question("unit_in_header", asked, answers, needed=False)
    for warned in (one for one in columns.warnings if one.code == MAP_IN_DOUBT):
        answers = tuple(re.findall(r'[a-z_]+ = (?:"[^"]*"|\[[^\]]*\])', warned.message))
        yield Question(MAP_IN_DOUBT, warned.message, answers, needed=False)
    if warned := told.get("customer_above"):
        asked = f"do rows with nothing in '{warned.column}' belong to the customer above?"
        answers = tuple(re.findall(r"fill_down = \[[^\]]*\]", warned.message))
        yield Question("customer_above", asked, answers, needed=False)
    if warned := told.get("refunds_beside"):
        name = toml_text(warned.column or "")
        asked = f"is the money in '{warned.column}' still to be taken off '{amount}'?"
        answers = (f"refunded = {name}", f"ignore = [{name}]")
        yield Question("refunds_beside", asked, answers, needed=False)
    yield from _flags_asked(told)


def _flags_asked(told: Mapping[str, Warned]) -> Iterator[Question]:
    """Ask about columns that may say which orders are none."""
    if warned := told.get("flag_not_used"):
        name = toml_text(warned.column or "")
        asked = f"are the orders that '{warned.column}' names none (voided, cancelled)?"
        answers: tuple[str, ...] = (f"cancelled = {name}", f"ignore = [{name}]")
        if lowers := re.findall(r"return_words = \[[^\]]*\]", warned.message):
            asked = f"do the lines that '{warned.column}' names lower money, or are they no orders?"
            both = f"{lowers[0]}  # together with line_type"
            answers = (f"line_type = {name}", both, *answers)
        yield Question("flag_not_used", asked, answers, needed=False)
    if warned := told.get("status_in_doubt"):
        name = toml_text(warned.column or "")
        asked = f"does '{warned.column}' say which orders are none?"
        answers = (f"status = {name}", f"ignore = [{name}]")
        yield Question("status_in_doubt", asked, answers, needed=False)


def _columns_asked(columns: ColumnMap) -> Iterator[Question]:
    """Ask which of several columns is meant."""
    for warned in columns.warnings:
        if warned.code != "two_columns_fit" or warned.column is None:
            continue
        best = best_places(columns.header, columns.table, warned.column)
        places = with_other_money(columns.header, columns.table, warned.column, best)
        names = [columns.header[at] for at in places]
        same = len(set(names)) < len(names)
        answers = [
            f"{warned.column} = {at + 1}  # its position" if same
            else f"{warned.column} = {toml_text(columns.header[at])}"
            for at in places
        ]  # fmt: skip
        needed = warned.column in missing_columns(columns.table, set(columns.places))
        yield Question(
            "duplicate_column" if same else "two_candidates",
            f"which column is {warned.column}: {quoted(names)}?", tuple(answers), needed,
        )  # fmt: skip


def _needs_asked(found: Input, ids: Collection[str]) -> Iterator[Question]:
    """Ask for needed columns that no header names, with the unused columns that look right."""
    columns = found.columns
    asked = {warned.column for warned in columns.warnings}
    used = columns.taken
    lacking = missing_columns(columns.table, set(columns.places))
    records = list(islice(found.staged.layout.records, _LOOKED_AT))
    likely = likely_answers(columns.table, lacking, records, columns.header, used, ids)
    for column in lacking:
        if column in asked:
            continue
        answers = [
            line for offer in likely[column][:_FITTING] for line in _answers(offer, columns.header)
        ]
        why = "no header names" if any(columns.header) else "the file has no header line to name"
        which = "which column is it?" if answers else (
            f"no column looks like it, either. Export it with one, or put {column} = and its "
            "header here"
        )  # fmt: skip
        yield Question("no_column", f"{why} {column}, which is needed; {which}", tuple(answers))


def _answers(offer: Offer, header: Sequence[str]) -> Iterator[str]:
    """Yield the lines of columns.toml that an offer is: two where money is quantity times price."""
    beside = [line.partition(" =")[0] for line in offer.beside]
    yield from (f"{line}  # together with {', '.join(offer.places)}" for line in offer.beside)
    for column, at in offer.places.items():
        also = " and ".join(other for other in (*offer.places, *beside) if other != column)
        named = toml_text(header[at]) if header[at] else f"{at + 1}  # its position"
        told = f"together with {also}" * bool(also)
        yield f"{column} = {named}" + (
            "" if not told else f", {told}" if "#" in named else f"  # {told}"
        )


def _orders_asked(found: Input, orders: Mapping[str, Order]) -> Iterator[Question]:
    for day in found.days:
        order = orders[day.cell.column].order
        if order == "both":
            votes = dates.order_votes(day)
            yield Question(
                "mixed_date_order",
                f"'{day.cell.label}' has {votes['dmy']:,} dates with the day first and "
                f"{votes['mdy']:,} with the month first; {dates.mixed_orders_to_do(day)}",
                dates.order_answers(day),
            )
        elif order is None and day.n_numeric:
            yield _order_asked(day)
            return


def _order_asked(day: DayColumn) -> Question:
    text = next(t for t, one in day.days.items() if isinstance(one, Numbers))
    return Question(
        "ambiguous_dates",
        f"'{day.cell.label}': does {text} put the day or the month first? None of "
        f"{day.n_numeric:,} dates has a part above 12",
        dates.order_answers(day),
    )


def _signs_asked(found: Input, signs: Mapping[str, str | None]) -> Iterator[Question]:
    for number in found.numbers:
        votes, label = number.votes, number.cell.label
        if votes["."] and votes[","]:
            yield Question(
                "mixed_decimal_sign",
                f"'{label}' has {votes['.']:,} cells with a decimal point and {votes[',']:,} with "
                "a comma; export it again, or say which is right: the others are then set aside",
                amounts.DECIMAL_ANSWERS,
            )
        elif signs[number.cell.column] is None and votes["?"]:
            yield Question(
                "ambiguous_decimal",
                f"'{label}': do values such as {amounts.doubtful_value(number)} hold thousands or "
                "decimals?", amounts.decimal_answers(number),
            )  # fmt: skip
            return


def _statements_doubted(found: Input) -> Iterator[Question]:
    """Ask about what is stated and cannot be true; ``check`` refuses it with the line."""
    order, sign = found.stated.date_order, found.stated.decimal
    if order is not None and (day := agreement.contrary_days(found.days, order)):
        yield Question(
            "stated_order_contradicted",
            f"the map states date_order = \"{order}\", but '{day.cell.label}' proves another; "
            "correct that line",
        )
    if sign is not None and (number := agreement.contrary_numbers(found.numbers, sign)):
        yield Question(
            "stated_decimal_contradicted",
            f"the map states decimal = \"{sign}\", but '{number.cell.label}' proves the other; "
            "correct that line",
        )


_ANSWER = re.compile(r'^[a-z_]+ = "(?:[^"\\]|\\.)*"', re.MULTILINE)


def settle_or_ask(
    columns: ColumnMap,
    settle: Callable[[ColumnMap, Stated], ColumnMap],
    stated: Stated,
    asked: list[InputRefused] | None,
) -> ColumnMap:
    r"""Return the map as settled, without the columns that are open; why is added to ``asked``.

    That is None where no map is proposed: what is open is then refused.

    Raises
    ------
    InputRefused
        When what is open is refused, or when an answer would be no column.

    Examples
    --------
    >>> def settle(columns, stated):
    ...     if "ordered_on" in stated.columns:
    ...         return columns
    ...     raise InputRefused("2 days", "one", 'columns.toml:\nordered_on = "B"', code="two")
    >>> columns, asked = ColumnMap("transactions", ("A", "B"), {"ordered_on": (0,)}), []
    >>> settle_or_ask(columns, settle, Stated(), asked).places, asked[0].code
    ({}, 'two')
    """
    if asked is None:
        return settle(columns, stated)
    known = {warned.column for warned in columns.warnings if warned.code == "two_columns_fit"}
    named, told = dict[str, str | int](), list[Warned]()
    while True:
        try:
            settled = settle(columns, replace(stated, columns={**stated.columns, **named}))
            break
        except InputRefused as refusal:
            answers = _columns_in(refusal, columns.table)
            new = {name: header for name, header in answers.items() if name not in named}
            if not new:
                raise
            named |= new
            if not known >= {*new}:
                asked.append(refusal)
                told += [Warned("asked", refusal.happened, column=name) for name in new]
    places = {name: at for name, at in settled.places.items() if name not in named}
    return replace(settled, places=places).saying(*told)


def _columns_in(refusal: InputRefused, table: str) -> Mapping[str, str]:
    """Return the first header that the answers of a refusal name for each column."""
    lines = reversed(_ANSWER.findall(refusal.to_do))
    found = {name: header for line in lines for name, header in tomllib.loads(line).items()}
    columns = {column.name for column in TABLES[table].columns}
    return {name: header for name, header in found.items() if name in columns}
