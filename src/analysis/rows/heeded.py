"""Columns that nobody named as opt-outs or consents and that are obeyed as such, and are said.

Their header tells it, or header and cells together, or the cells alone. What may ask for leave to
contact and cannot be told is said, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from analysis.cells.headerkeys import key_of
from analysis.cells.leaveanswers import (
    clears,
    is_answer,
    is_blank,
    is_choice,
    is_granted,
    is_leave,
    is_taken_back,
    known_word,
    refuses,
    says_blocked,
    says_no_contact,
)
from analysis.cells.leavehints import hint_of, may_ask, tells_of_calls
from analysis.cells.permissions import LEFT_LISTS, Sense, sense_of
from analysis.columns.statedsense import column_said_by
from analysis.columns.unclear import toml_text
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.convert import Input

#: Tables of persons or customers.
SEARCHED = frozenset({"contacts", "customers"})
#: Headers, as keys, of what kind of customer or person somebody is.
_KINDS = frozenset(map(key_of, (
    "category", "customer category", "type", "customer type", "group", "customer group", "class",
    "segment", "label", "labels", "tag", "tags", "kategorie", "kundenkategorie", "typ", "kundentyp",
    "kundenart", "gruppe", "kundengruppe", "klasse", "kennzeichen", "merkmal", "catégorie",
    "type de client", "groupe", "categoría", "tipo", "tipo de cliente", "grupo", "categoria",
    "gruppo", "categorie", "groep",
)))  # fmt: skip
#: Known words of a column that are shown.
_SHOWN = 4
#: SQL of a text to SQL that holds where it says something.
Says = Callable[[str], str]


def heeded_columns(engine: Engine, found: Input) -> dict[int, Sense]:
    """Return the places of columns that nobody named as opt-outs and that are obeyed as such.

    Their header tells it; or it may ask, and half of their filled cells are answers; or half of
    them are words such as *subscribed* and at least one is *unsubscribed*, or *granted* stands
    beside *withdrawn*. Where a cell refuses
    below any other header that may ask, or says *no contact* and no more, those cells count.
    """
    columns = found.columns
    if columns.table not in SEARCHED:
        return {}
    status = columns.places.get("status", ())
    free = {
        at: sense_of(name) or hint_of(name)
        for at, name in enumerate(columns.header)
        if at not in columns.taken
    }
    told = {at: sense for at, sense in free.items() if sense is not None}
    heeded = {at: sense for at, sense in told.items() if sense.sure}
    asking = {at: s for at, s in told.items() if not s.sure and s.kind != "wish"}
    heeded |= {at: asking[at] for at in _mostly(engine, found, asking, is_answer)}
    if columns.table == "contacts":
        left = {at for at in free if key_of(columns.header[at]) in LEFT_LISTS}
        heeded |= {at: Sense("out") for at in left}
        # Under any header: subscribed, unsubscribed, cleaned. What is neither clears nobody.
        others = [at for at in free if at not in heeded] + [*status]
        chosen = _mostly(engine, found, others, is_choice, must=is_leave)
        heeded |= {at: Sense("in", sure=False) for at in chosen}
    others = [at for at in [*free, *status] if at not in heeded]
    both = {*_ever(engine, found, others, is_granted)}
    both &= {*_ever(engine, found, [*both], is_taken_back)}
    heeded |= {at: Sense("in", sure=False) for at in _mostly(engine, found, both, is_answer)}
    wishes = [at for at, sense in told.items() if sense.kind == "wish"]
    refused = {*_ever(engine, found, wishes, lambda text: refuses(text, wished=True))}
    refused |= {*_ever(engine, found, asking, refuses)}
    plain = [at for at in [*free, *status] if not tells_of_calls(columns.header[at])]
    refused |= {*_ever(engine, found, plain, says_no_contact)}
    heeded |= {at: Sense("wish", sure=False) for at in refused if at not in heeded}
    kinds = [at for at, name in enumerate(columns.header) if key_of(name) in _KINDS]
    blocked = _ever(engine, found, kinds, says_blocked)
    heeded |= {at: Sense("refusal", sure=False) for at in blocked if at not in heeded}
    return dict(sorted(heeded.items()))


def what_was_obeyed(engine: Engine, found: Input, heeded: Mapping[int, Sense]) -> Iterator[Warned]:
    """Say which columns were obeyed that nobody named, and how to state what they mean."""
    for at, sense in heeded.items():
        name = found.columns.header[at][:40] or f"column {at + 1}"
        stopped = _count(engine, found, f"NOT {clears(found.staged.cell(at), sense)}")
        said = (
            f"Column '{name}' sounds like an opt-out or a consent and was obeyed, in case of doubt "
            f"against contact: {_rows_stopped(stopped)}{_words(engine, found, at)}. "
        )
        if sense.kind in {"wish", "refusal"}:
            said += "What refuses there counts, whatever else there stops nobody. Where it means "
            said += "something else, write another word into the export, or add a correction."
        elif fitting := column_said_by(name, found.columns.table):
            said += f"To say so yourself, put {fitting} = {toml_text(name)} under "
            said += f"[{found.columns.table}] into columns.toml."
        else:
            said += "Name it in columns.toml "
            said += "as do_not_contact (yes = no contact) or as consent (yes = contact)."
        yield Warned("optout_by_likeness", said, column=name)


def _rows_stopped(n_rows: int) -> str:
    if not n_rows:
        return "it stops nobody"
    return f"{n_rows:,} {'row is' if n_rows == 1 else 'rows are'} not to be contacted"


def what_may_ask(engine: Engine, found: Input, heeded: Mapping[int, Sense]) -> Iterator[Warned]:
    """Ask about columns that may speak of leave to contact, and were not obeyed."""
    if found.columns.table not in SEARCHED:
        return
    for at, name in enumerate(found.columns.header):
        if at in {*heeded, *found.columns.taken}:
            continue
        left = key_of(name) in LEFT_LISTS
        if not left and not may_ask(name):
            yield from _nobody_wished(engine, found, at)
            continue
        text = found.staged.cell(at)
        reach = f"({is_blank(text)} OR regexp_matches({text}, '@|([0-9]\\D*){{6}}'))"
        filled = clears(text, Sense("out")) if left else reach
        n_rows = _count(engine, found, f"NOT {filled}")
        if n_rows:
            said = _customer_left(n_rows) if left else _may_be_leave(n_rows)
            named = f"do_not_contact = {toml_text(name)} under [{found.columns.table}]"
            said += f" If it is one, put {named} into columns.toml"
            said += "." if left else ", or consent = ... where yes means that one may contact."
            yield Warned("maybe_opt_out", f"Column '{name}' {said}", column=name)


def _nobody_wished(engine: Engine, found: Input, at: int) -> Iterator[Warned]:
    """Ask about *None* as the wished way of contact: no way at all, or none that is preferred."""
    name = found.columns.header[at]
    hint = hint_of(name)
    if hint is None or hint.kind != "wish":
        return
    n_rows = _count(engine, found, f"lower({found.staged.cell(at)}) = 'none'")
    if n_rows:
        said = (
            f"says None in {counted(n_rows, 'row')}: no preference, or no contact. It was not "
            "obeyed as an opt-out. Where somebody refused, write no contact into the export."
        )
        yield Warned("maybe_opt_out", f"Column '{name}' {said}", column=name)


def _customer_left(n_rows: int) -> str:
    return (
        f"says in {counted(n_rows, 'row')} that a customer left: a mailing list, or the company. "
        "It was not obeyed as an opt-out."
    )


def _may_be_leave(n_rows: int) -> str:
    return (
        f"may ask for leave to contact, and what it says in {counted(n_rows, 'row')} is no answer "
        "that is known here. It was not obeyed as an opt-out."
    )


def _words(engine: Engine, found: Input, at: int) -> str:
    """Return the words of a column that are known here, with their counts; never a free text."""
    word = known_word(found.staged.cell(at))
    rows = engine.rows(
        f"SELECT {word} AS word, count(*) FROM {found.staged.name} WHERE {word} IS NOT NULL "
        f"GROUP BY word ORDER BY 2 DESC, 1 LIMIT {_SHOWN}"
    )
    shown = ", ".join(
        counted(n, "day") if word == "a day" else f"{word!r} {n:,}" for word, n in rows
    )
    return f" (it says {shown})" if shown else ""


def _ever(engine: Engine, found: Input, places: Iterable[int], says: Says) -> list[int]:
    """Return the places of which a cell says it."""
    asked = [*places]
    if not asked:
        return []
    counts = ", ".join(f"count_if({says(found.staged.cell(at))})" for at in asked)
    row = engine.rows(f"SELECT {counts} FROM {found.staged.name}")[0]
    return [at for at, n in zip(asked, row, strict=True) if n]


def _mostly(
    engine: Engine, found: Input, places: Iterable[int], says: Says, must: Says | None = None
) -> list[int]:
    """Return the places of which half of the filled cells say one thing, and some another."""
    asked = [*dict.fromkeys(places)]
    if not asked:
        return []
    texts = [found.staged.cell(at) for at in asked]
    counts = ", ".join(
        f"count_if({text} <> ''), count_if({text} <> '' AND {says(text)}), "
        f"count_if({(must or says)(text)})"
        for text in texts
    )
    row = engine.rows(f"SELECT {counts} FROM {found.staged.name}")[0]
    told = zip(asked, row[::3], row[1::3], row[2::3], strict=True)
    return [at for at, n_filled, n_said, n_must in told if n_must and 2 * n_said >= n_filled]


def _count(engine: Engine, found: Input, where: str) -> int:
    return engine.count(f"{found.staged.name} WHERE {where}")
