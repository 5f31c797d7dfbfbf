"""Which table a file is: by the words of its name and the columns that its header names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from analysis.cells.optoutnames import may_name_contracts, names_opt_outs
from analysis.cells.permissions import sense_of
from analysis.columns.columnmap import ANY_OF, known_columns, missing_columns, named_by, rank_of
from analysis.columns.reasonwords import LAST
from analysis.columns.salelines import are_sales, has_reasons, was_settled
from analysis.columns.words import FILE_WORDS, key_of, loss_reason, speaks_of_end, speaks_of_loss
from analysis.vocabulary import TABLES

#: Of little help in telling tables apart: they stand in many.
_SHARED = frozenset(
    {"customer_id", "rep_id", "contact_id", "status", "channel", "name", "known_at"}
)
#: Tables of events, which a list of persons is not, whatever its name.
_TOLD_APART = frozenset({"transactions", "reasons", "touches", "issues"})
#: They tell contacts from other tables; elsewhere they are by the way.
_PERSONAL = frozenset({"email", "phone", "do_not_contact", "consent", "tax_id"})


def file_words(name: str) -> set[str]:
    """Return the tables that a file name speaks of.

    Examples
    --------
    >>> sorted(file_words("lost_customers_reasons_2024.csv"))
    ['customers', 'reasons']
    """
    stem = unicodedata.normalize("NFC", Path(name).name).split(".")[0]  # macOS parts ü in two
    tokens = {key_of(token) for token in re.split(r"[^\w]+|_|(?<=[a-z])(?=[A-Z0-9])", stem)}
    found = {table for table, words in FILE_WORDS.items() if tokens & set(words)}
    return found - {"suppressions"} | ({"suppressions"} if names_opt_outs(name) else set())


def recognise(name: str, header: Sequence[str]) -> str:
    """Return the table of a file: the one whose needs the header meets, helped by the name.

    Lines with a customer, a day and money are transactions whatever the name says.

    Examples
    --------
    >>> recognise("credit_notes.csv", ["Customer", "Document Date", "Description", "Net Value"])
    'transactions'
    >>> recognise("export.csv", ["Customer", "Date", "Comment"])
    'reasons'
    >>> recognise("umsatz_2024.csv", ["Kunde", "Datum", "Betrag"])
    'transactions'
    """
    named, cells = file_words(name), tuple(header)
    if lists_opt_outs(name, cells):
        return "suppressions"
    if _are_lost(name, cells) or _left_with_reasons(name, named, cells):
        return "reasons"
    if are_sales(cells, named):
        return "transactions"
    return max(TABLES, key=lambda table: _fitness(table, named, cells))


def is_whole(table: str, name: str, header: Sequence[str]) -> bool:
    """Whether a header has all that a table needs, and columns that few other tables have.

    Examples
    --------
    >>> is_whole("reps", "reps.csv", ["rep_id", "team", "note"])
    True
    >>> is_whole("customers", "answers.csv", ["id", "text"])
    False
    """
    return bool(_fitness(table, file_words(name), tuple(header))[2])


def _fitness(table: str, named: set[str], cells: tuple[str, ...]) -> tuple[float, ...]:
    """Return how well a table fits; the third place says whether it is whole."""
    known = known_columns(cells, table)
    meets = not missing_columns(table, known)
    bare = _bare_dates(cells, table)
    telling = len(known - _SHARED - bare - (frozenset() if table == "contacts" else _PERSONAL))
    if table == "customers" and _are_called_customers(named, cells):
        telling = max(telling, 1)
    enough = meets and (telling > 0 or len(known) == len(cells))
    if table == "suppressions" and table not in named:
        plain = tuple(cell for cell in cells if key_of(cell) != "id")
        with_id = known_columns(plain, "suppressions") & {"customer_id", "contact_id"}
        enough = enough and bool(with_id)  # a bare list of addresses may be one of subscribers
    if table == "reasons" and table not in named and _are_remarks(cells, known):
        enough, telling, known = False, 0, known - {"note"}
    if table == "reasons" and table not in named and _are_calls(named, cells):
        enough, telling = False, 0
    if table == "issues" and table not in named and not _is_register(cells, known):
        enough, telling = False, 0
    told = table in named and telling > 0
    return (enough and table in named, told, enough, table in named, telling, len(known))


def _are_called_customers(named: set[str], cells: tuple[str, ...]) -> bool:
    """Whether a list named after customers has no column that only a list of contacts has.

    Addresses and a name are of both; a column of answers whether somebody may be contacted, a role
    or a number of the contact are of contacts.
    """
    told = known_columns(cells, "contacts") - {"customer_id", "rep_id", "name", "email", "phone"}
    wishes = any(sense_of(cell) for cell in cells)
    return named == {"customers"} and not wishes and not told - {"status", "known_at"}


def _are_lost(name: str, cells: tuple[str, ...]) -> bool:
    """Whether rows with amounts are sales that were lost: no status parts them from others."""
    if not loss_reason(cells) or missing_columns("reasons", known_columns(cells, "reasons")):
        return False
    if speaks_of_loss(Path(name).stem):
        return True
    return "status" not in known_columns(cells, "transactions") and not was_settled(cells)


def _left_with_reasons(name: str, named: set[str], cells: tuple[str, ...]) -> bool:
    """Whether a list of customers is one of those who left, and why they did.

    Its name says so, or a reason stands beside a day and no column that only a master has.
    """
    if "customers" not in named or named - {"customers", "reasons"} or not has_reasons(cells):
        return False
    known = known_columns(cells, "reasons")
    if missing_columns("reasons", known) or was_settled(cells):
        return False
    master = known_columns(cells, "customers") - {"customer_id", "name", "ended_on", "known_at"}
    return speaks_of_end(Path(name).stem) or ("stated_on" in known and not master)


def _are_calls(named: set[str], cells: tuple[str, ...]) -> bool:
    """Whether texts are those of agents: beside the day of a call and its outcome, no reason."""
    if has_reasons(cells):
        return False
    outcome = "outcome" in known_columns(cells, "touches")
    called = any(rank_of(cell, "touches", "touched_at") == 1 for cell in cells)
    dated = "touched_at" in known_columns(cells, "touches") and "touches" in named
    weak = all(rank_of(cell, "reasons", "note") in {0, LAST} for cell in cells)
    return (outcome and (called or dated)) or (called and weak)


def lists_opt_outs(name: str, header: Sequence[str]) -> bool:
    """Whether a name says that somebody opted out, and no column says that this is another table.

    A column of answers whether each person may be contacted says so; so do order dates with
    amounts, and what a table that is also named has beyond a list of opt-outs.

    Examples
    --------
    >>> lists_opt_outs("optout.csv", ["Customer ID", "Reason"])
    True
    >>> lists_opt_outs("optout.csv", ["Contact ID", "Consent"]), lists_opt_outs("a.csv", ["Email"])
    (False, False)
    """
    named, cells = file_words(name), tuple(header)
    if "suppressions" not in named or known_columns(cells, "contacts") & ANY_OF:
        return False
    dated = "ordered_on" in known_columns(cells, "transactions") - _bare_dates(
        cells, "transactions"
    )
    rivals = named | ({"transactions"} if dated else set())
    rivals |= {"transactions", "reasons"} if may_name_contracts(name) else set()
    return not any(_says_more(cells, table) for table in rivals & _TOLD_APART)


def _says_more(cells: tuple[str, ...], table: str) -> bool:
    """Whether all that a table needs is there, and columns of it that no list of opt-outs has."""
    free = tuple(cell for cell in cells if not named_by(cell, "suppressions"))
    more = known_columns(free, table) - _SHARED - _PERSONAL - _bare_dates(free, table)
    return bool(more) and not missing_columns(table, known_columns(cells, table))


def _are_remarks(cells: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether texts are of any sense: *Description* beside money, remarks beside no day."""
    if has_reasons(cells):
        return False
    money = any(rank_of(cell, "transactions", "amount") == 1 for cell in cells)
    noted = {rank_of(cell, "reasons", "note") for cell in cells} - {0}
    return money or (noted == {LAST} and "stated_on" not in known and "code" not in known)


def _is_register(cells: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether numbered lines with a reason are fixes: they have a code, or a day of the fix."""
    coded = any(rank_of(cell, "issues", "code") == 1 for cell in cells)
    return coded or bool(known & {"fixed_on", "due_on"})


def _bare_dates(cells: tuple[str, ...], table: str) -> frozenset[str]:
    """Return the date columns that only a word such as ``Date`` serves; it serves every table."""
    dates = {c.name for c in TABLES[table].columns if c.kind in {"date", "timestamp"}}
    found = (hit for cell in cells if (hit := named_by(cell, table)))
    return frozenset(column for column, rank in found if rank > 1 and column in dates)
