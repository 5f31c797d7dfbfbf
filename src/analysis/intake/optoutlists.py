"""Files that list who opted out, by their name or by their rows: they are never another table."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from analysis.cells.headerkeys import keys
from analysis.cells.optoutnames import all_opted_out, names_opt_outs
from analysis.cells.permissions import sense_of
from analysis.columns.columnmap import (
    best_places,
    known_columns,
    missing_columns,
    named_by,
    rank_of,
)
from analysis.columns.layout import Layout
from analysis.columns.mapfile import MapFile
from analysis.columns.orderwords import DATE
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import file_words, lists_opt_outs, recognise
from analysis.columns.words import FILE_WORDS, key_of
from analysis.files.dialect import SAMPLE_RECORDS
from analysis.results import Warned

#: Tables of persons: such a list under a name of opt-outs may be one of those who opted out.
_OF_PERSONS = frozenset({"contacts", "customers"})
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
    rows = [r.fields for r in islice(layout.records, SAMPLE_RECORDS) if not r.blank]
    return all_opted_out(layout.header, rows)


def is_opt_out_sheet(
    name: str, header: Sequence[str], sample: Callable[[], Sequence[Sequence[str]]]
) -> bool:
    """Whether a sheet whose name speaks of opt-outs lists them, by its name or by all its rows.

    Examples
    --------
    >>> is_opt_out_sheet("Opt-outs", ["Customer ID", "Opt-out"], lambda: [["K1", "yes"]])
    True
    >>> is_opt_out_sheet("Kunden", ["Customer ID", "Opt-out"], lambda: [["K1", "yes"]])
    False
    """
    known = known_columns(header, "suppressions")
    if not names_opt_outs(name) or missing_columns("suppressions", known):
        return False
    return lists_opt_outs(name, header) or all_opted_out(header, sample())


def recognised(layout: Layout) -> str:
    """Return the table of a file, where a bare *Number* beside a customer is one of a telephone.

    Only cells that look like telephones make it one; else it numbers documents as often.
    """
    table = recognise(layout.called, layout.header)
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


def said_of_opt_outs(file: str, called: str, header: Sequence[str]) -> Iterator[Warned]:
    """Say that a file was read as a list of opt-outs where it could be another table.

    Examples
    --------
    >>> [told.code for told in said_of_opt_outs("a.xlsx", "Robinson", ["Customer ID", "Name"])]
    ['read_as_opt_outs']
    >>> list(said_of_opt_outs("dnc.csv", "dnc.csv", ["Customer ID", "Name"]))
    []
    """
    table = recognise("", header)
    if table == "suppressions":
        return
    by_name = "suppressions" in file_words(called)
    plain = any(word in key_of(called) for word in FILE_WORDS["suppressions"])
    if by_name and (plain or missing_columns(table, known_columns(header, table))):
        return
    why = f"the name '{called[:60]}' says" if by_name else "one of its columns says of every row"
    said = f"{file} was read as a list of who must not be contacted, because {why} so: all in it "
    told = f"put table = ... under [{toml_text(file)}] into columns.toml."
    told = told if called == file else "give the sheet another name."
    yield Warned("read_as_opt_outs", f"{said}are left alone. If it is another table, {told}")


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


def said_of_gone_lists(maps: MapFile, tables: Collection[str]) -> list[Warned]:
    """Say that columns.toml knows a list of opt-outs, and that no export is one any more.

    Only of a run that reads whom somebody may contact.

    Examples
    --------
    >>> from analysis.columns.mapfile import Stated
    >>> maps = MapFile({"suppressions": Stated(columns={"customer_id": "Nr"})})
    >>> [told.code for told in said_of_gone_lists(maps, ["transactions", "contacts"])]
    ['opt_outs_gone']
    >>> said_of_gone_lists(maps, ["contacts", "suppressions"])
    []
    """
    people = bool(_OF_PERSONS & {*tables})
    if "suppressions" not in maps.tables or "suppressions" in tables or not people:
        return []
    said = (
        "columns.toml has a section for lists of opt-outs, [suppressions], and no export is one: "
        "the opt-outs of the list that it was written for are not heeded. Lay that list beside the "
        "exports again, or remove the section if nobody opted out any more."
    )
    return [Warned("opt_outs_gone", said)]
