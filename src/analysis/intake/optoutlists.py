"""Files that list who opted out, by their name or by their rows: they are never another table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from analysis.cells.choices import choices_of, counted_words, says_stop
from analysis.cells.headerkeys import keys
from analysis.cells.optoutnames import (
    names_consents,
    names_opt_outs,
    opted_out_by,
    told_sense,
)
from analysis.cells.permissions import sense_of
from analysis.columns.columnmap import (
    ANY_OF,
    best_places,
    known_columns,
    missing_columns,
    named_by,
    rank_of,
)
from analysis.columns.layout import Layout
from analysis.columns.orderwords import DATE
from analysis.columns.samples import every_record
from analysis.columns.unclear import quoted, toml_text
from analysis.columns.whichtable import file_words, lists_opt_outs, recognise
from analysis.columns.words import FILE_WORDS, key_of
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.files.dialect import SAMPLE_RECORDS
from analysis.results import Warned
from analysis.rows.likelywho import is_numbered
from analysis.rows.looks import Look

#: Tables of persons: such a list under a name of opt-outs may be one of those who opted out.
_OF_PERSONS = frozenset({"contacts", "customers"})
#: Tables in which words of a refusal are heard in any cell.
_OF_TEXTS = frozenset({"reasons", "issues"})
#: What is no person's own: with nothing else a list tells who agreed.
_OF_NOBODY = frozenset({"customer_id", "contact_id", "status"})
#: What a list of opt-outs says of its entries, beside who they are.
_OF_ENTRIES = frozenset(
    {"customer_id", "contact_id", "email", "phone", "since_on", "until_on", "reason", "channel"}
)
_NAMED = 20  # headers that are shown of a file
#: Headers of days that say nothing of a list.
_ANY_DAY = frozenset({"", *keys(DATE)})
#: What a telephone is written in, and how many digits it has at least.
_TELEPHONE, _DIGITS = re.compile(r"\+?[\d\s()/.\-]+"), 8


def opted_out(layout: Layout) -> bool:
    """Whether a file lists opt-outs by its name, or by a column that says so in every row.

    The rows are asked where the name speaks of opt-outs, or where no table fits.
    """
    if lists_opt_outs(layout.called, layout.header):
        return True
    table = recognise(layout.called, layout.header)
    whole = not missing_columns(table, known_columns(layout.header, table))
    if whole and ("suppressions" not in file_words(layout.called) or table not in _OF_PERSONS):
        return False
    return opted_out_by(layout.header, _first_rows(layout)) is not None


def _first_rows(layout: Layout) -> list[list[str]]:
    return [r.fields for r in islice(layout.records, SAMPLE_RECORDS) if not r.blank]


def keeps_choices(layout: Layout, table: str) -> bool:
    """Whether a file that was taken for a table tells who agreed to be contacted and who refused.

    So does a log of consents by the words of a column, and a list of addresses without customers by
    a header. Persons, sales, reasons and outcomes of calls that are whole stay what they are: an
    opt-out is heard there, too.
    """
    header = layout.header
    known = known_columns(header, table)
    whole = not missing_columns(table, known)
    persons = table in _OF_PERSONS and not known <= _OF_NOBODY
    kept = (
        persons
        or table == "transactions"
        or ("outcome" in known or (table in _OF_TEXTS and not names_consents(layout.called)))
    )
    if missing_columns("suppressions", known_columns(header, "suppressions")):
        return False
    if whole and kept:  # unless the words stand in the place of its money
        named = names_consents(layout.called)
        return named and bool(rank_of(column_of_choices(layout), table, "amount"))
    return bool(_listed_answer(layout, table)) or bool(column_of_choices(layout, whole=whole))


def _listed_answer(layout: Layout, table: str) -> str:
    """Return a header by which a list of addresses, of no known customers, says who agreed.

    Where it is named after persons, or another column is a number by its header, it may be one of
    contacts that lacks the customer, and is asked about.
    """
    header = layout.header
    lacking = missing_columns(table, known_columns(header, table))
    free = (name for name in header if not named_by(name, "contacts") and not told_sense(name))
    numbered = any(is_numbered(Look(name, []).words) for name in free)
    meant = numbered or bool(file_words(layout.called) & _OF_PERSONS)
    if lacking != ["customer_id"] or table not in _OF_PERSONS or meant:
        return ""
    return next(filter(told_sense, header), "")


def column_of_choices(layout: Layout, *, whole: bool = False) -> str:
    """Return the header of a column whose words say who agreed and who refused; empty without.

    Parameters
    ----------
    whole
        Whether the file is another table, too: single refusals beside other words are heard there.
    """
    return _column_of_choices(layout.called, layout.header, layout.first(), whole=whole)


def _column_of_choices(
    called: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, whole: bool
) -> str:
    of_consents = names_consents(called)
    for at, name in enumerate(header):
        hit = named_by(name, "suppressions")
        if hit and hit[0] in _OF_ENTRIES:
            continue
        words = counted_words(row[at] for row in rows if len(row) > at)
        sense = choices_of(words, of_consents=of_consents)
        if sense is not None and (sense.kind == "in" or not whole):
            return name
    return ""


def refuse_unclear_consents(layout: Layout, engine: Engine) -> None:
    """Refuse a file that may tell who refused to be contacted, though nothing known says how."""
    file, columns = layout.source.name, quoted(layout.header, most=_NAMED)
    if line := _line_of_refusal(layout, engine):
        said = f"in line {line:,} that somebody does not want to be contacted"
        answer = 'table = "suppressions"  # words such as unsubscribed stop, other words do not'
    elif names_consents(layout.called):
        said = "by its name who agreed to be contacted, and no column says who refused in words "
        said += "known here"
        answer = 'table = "contacts"\nconsent = "<its header>"  # yes or granted = contact; every '
        answer += "other word stops"
    else:
        return
    raise InputRefused(
        f"{file} says {said}; its header is {columns}",
        "a customer and a column of answers: a lost refusal cannot be made good",
        f"put this into columns.toml:\n[{toml_text(file)}]\n{answer}\n"
        "leave the file out only if nobody in it refused",
        code="unclear_consents", file=file, line=line or None,
    )  # fmt: skip


def _line_of_refusal(layout: Layout, engine: Engine) -> int:
    """Return the first line in which a cell is a word that refuses and means nothing else."""
    for record in every_record(layout, engine) or layout.records:
        if any(map(says_stop, record.fields)):
            return record.line
    return 0


def is_opt_out_sheet(
    name: str, header: Sequence[str], sample: Callable[[], Sequence[Sequence[str]]]
) -> bool:
    """Whether a sheet lists opt-outs by its name or by all its rows, or is named a log of consents.

    Examples
    --------
    >>> is_opt_out_sheet("Opt-outs", ["Customer ID", "Opt-out"], lambda: [["K1", "yes"]])
    True
    >>> is_opt_out_sheet("Kunden", ["Customer ID", "Opt-out"], lambda: [["K1", "yes"]])
    False
    >>> is_opt_out_sheet("Einwilligungen", ["Kundennr", "Status"], lambda: [["K1", "widerrufen"]])
    True
    """
    known = known_columns(header, "suppressions")
    if names_consents(name) and not missing_columns("suppressions", known):
        whole = not missing_columns("contacts", known_columns(header, "contacts"))
        answers = whole and bool(known_columns(header, "contacts") & ANY_OF)
        return not answers and bool(_column_of_choices(name, header, sample(), whole=False))
    if not names_opt_outs(name) or missing_columns("suppressions", known):
        return False
    return lists_opt_outs(name, header) or opted_out_by(header, sample()) is not None


def recognised(layout: Layout) -> str:
    """Return the table of a file, where a bare *Number* beside a customer is one of a telephone.

    Only cells that look like telephones make it one; else it numbers documents as often. Who agreed
    and who refused is a list of opt-outs (see ``keeps_choices``).
    """
    table = recognise(layout.called, layout.header)
    if keeps_choices(layout, table):
        return "suppressions"
    if table != "suppressions" or lists_opt_outs(layout.called, layout.header):
        return table
    bare = {
        at for at, name in enumerate(layout.header)
        if rank_of(name, "suppressions", "phone") > 1 and not _are_telephones(layout, at)
    }  # fmt: skip
    left = ["" if at in bare else name for at, name in enumerate(layout.header)]
    return recognise(layout.called, left) if bare else table


def _are_telephones(layout: Layout, at: int) -> bool:
    rows = (record.fields for record in layout.judged)
    cells = [row[at].strip() for row in rows if len(row) > at and row[at].strip()]
    return 2 * sum(map(_is_telephone, cells)) > len(cells)


def _is_telephone(cell: str) -> bool:
    return bool(_TELEPHONE.fullmatch(cell)) and (
        cell.startswith(("+", "00")) or sum(map(str.isdigit, cell)) >= _DIGITS
    )


def speak_of_opt_outs(header: Sequence[str]) -> bool:
    """Whether a header says that, or until when, somebody must not be contacted.

    Examples
    --------
    >>> speak_of_opt_outs(["Kunde", "Gesperrt am"]), speak_of_opt_outs(["Client", "Added on"])
    (True, False)
    """
    told = [name for name in header if key_of(name) not in _ANY_DAY]
    since = (named_by(name, "suppressions") for name in told if "added" not in key_of(name))
    dated = any(hit and hit[0] in {"since_on", "until_on"} for hit in since)
    return dated or any(map(sense_of, told))


def addresses_in(layout: Layout) -> dict[str, int]:
    """Return where the e-mail addresses of a list without a header stand, empty where none do."""
    if any(layout.header):
        return {}
    rows = [r.fields for r in islice(layout.records, SAMPLE_RECORDS) if not r.blank]
    columns = [[cell for cell in cells if cell.strip()] for cells in zip(*rows, strict=False)]
    mails = [at for at, cells in enumerate(columns) if cells and all("@" in c for c in cells)]
    return {"email": mails[0]} if mails else {}


def said_of_opt_outs(layout: Layout, file: str) -> Iterator[Warned]:
    """Say that a file was read as a list of opt-outs where it could be another table."""
    called, header = layout.called, layout.header
    table = recognise("", header)
    if table == "suppressions":
        return
    by_name = "suppressions" in file_words(called)
    plain = any(word in key_of(called) for word in FILE_WORDS["suppressions"])
    whole = not missing_columns(table, known_columns(header, table))
    if by_name and (plain or not whole):
        return
    why, those = _told_by(layout, table, by_name=by_name, whole=whole)
    told = f"put table = ... under [{toml_text(file)}] into columns.toml."
    told = told if called == file else "give the sheet another name."
    said = f"{file} was read as a list of who must not be contacted, because {why}: {those} left "
    yield Warned("read_as_opt_outs", f"{said}alone. If it is another table, {told}")


def _told_by(layout: Layout, table: str, *, by_name: bool, whole: bool) -> tuple[str, str]:
    """Return what says that a file lists opt-outs, and of whom."""
    if by_name:
        return f"the name '{layout.called[:60]}' says so", "all in it are"
    if name := opted_out_by(layout.header, _first_rows(layout)):
        return f"'{name[:40]}' says of every row so", "all in it are"
    name = _listed_answer(layout, table) or column_of_choices(layout, whole=whole)
    return f"'{name[:40]}' says who agreed and who refused", "those who refused are"


def said_of_bare_ids(file: str, called: str, header: Sequence[str], table: str) -> Iterator[Warned]:
    """Say that a table of customer ids and nothing else has no effect, and what it may be.

    Examples
    --------
    >>> said = said_of_bare_ids("bajas.csv", "bajas.csv", ["Nº Cliente"], "customers")
    >>> [told.code for told in said]
    ['ids_alone']
    >>> list(said_of_bare_ids("k.csv", "k.csv", ["Kundennr", "Ort"], "customers"))
    []
    """
    filled = [cell for cell in header if cell]
    if table != "customers" or not filled or known_columns(filled, table) != {"customer_id"}:
        return
    if len(filled) > len(best_places(filled, table, "customer_id")):
        return
    told = f'put table = "suppressions" under [{toml_text(file)}] into columns.toml'
    told = told if called == file else "name the sheet Opt-outs"
    said = (
        f"{file} holds customer ids and nothing else: read as customers it has no effect, and "
        f"stops no call. If it lists who must not be contacted, {told}. If it lists who left, "
        "export the day on which they did beside the id (ended_on), or why."
    )
    yield Warned("ids_alone", said, column=filled[0])
