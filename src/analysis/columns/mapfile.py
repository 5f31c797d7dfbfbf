"""The column map that an analyst keeps: ``columns.toml``.

A section is a table, or a file name or pattern, whose lines win over those of the table. Inside, a
canonical column names its header (text) or its position counted from 1 (number); the options are
``table``, ``header``, ``delimiter``, ``encoding``, ``sheet``, ``date_order``, ``decimal``,
``currency``, ``amount_in``, ``amount_per`` and ``amount_sign`` (see ``statedmoney``),
``order_words``, ``cancel_words``, ``return_words``, ``ignore``, ``fill_down`` (see
``filledcells``), and ``exclude_customers``, ``merge_case`` and ``merge_zeros``, which hold in all
tables. How the export looked when the map was written has its own section and tells changes::

    [transactions]
    customer_id = "Kd-Nr"
    ordered_on = "Datum"
    amount = "Netto"
    date_order = "dmy"             # or "mdy", "ymd"
    decimal = ","                  # or "."
    currency = "CHF"               # where no column and no amount says it; else a header
    cancel_words = ["ausgebucht"]  # status words of no order; order_words: of orders
    return_words = ["SC"]          # words of a line type that lower money
    ignore = ["Liefertermin"]      # columns that are not to be used

    [transactions.seen]
    header = ["Kd-Nr", "Datum", "Netto", "Liefertermin"]

    ["CDNOW_sample.txt"]
    table = "transactions"
    header = false
    delimiter = "blank"            # or ",", ";", "tab", "|"
    customer_id = 2
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from analysis.columns.columnmap import ANY_OF, known_columns, missing_columns
from analysis.columns.namepatterns import fits, name_without_month, pattern_of
from analysis.columns.remembered import Seen
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import file_words
from analysis.columns.words import key_of
from analysis.errors import InputRefused
from analysis.vocabulary import TABLES

#: So many headers of a section stand in files of other tables too.
_FEW_NAMED = 2


@dataclass(frozen=True)
class Stated:
    """What columns.toml says about one file."""

    table: str | None = None
    header: bool = True
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    currency: str = ""
    amount_in: str | None = None
    amount_per: str | None = None
    amount_sign: str | None = None
    order_words: tuple[str, ...] = ()
    cancel_words: tuple[str, ...] = ()
    return_words: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude_customers: tuple[str, ...] = ()
    fill_down: tuple[str, ...] | None = None
    merge_case: bool = False
    merge_zeros: bool = False
    columns: Mapping[str, str | int] = field(default_factory=dict)
    seen: Seen | None = None
    #: Columns of its table's section, which hold where the file has their headers.
    beside: Mapping[str, str | int] = field(default_factory=dict)
    #: Columns that the section names and the file lacks, as other files had them.
    gone: Mapping[str, str] = field(default_factory=dict)
    #: What else has changed since the map was written, as an aside for a message.
    since: str = ""
    #: The file's own section, and what it states, and not that of its table alone.
    section: str = ""
    own: frozenset[str] = frozenset()

    def with_beside(self, header: Sequence[str]) -> Stated:
        """Return this section with those columns of its table's that this header has.

        A column that the section names itself wins, and so does a header that it uses otherwise.

        Examples
        --------
        >>> own = Stated(columns={"amount": "Net"}, beside={"amount": "Sum", "order_id": "No"})
        >>> dict(own.with_beside(["No", "Net", "Sum"]).columns)
        {'order_id': 'No', 'amount': 'Net'}
        """
        taken = {key_of(str(name)) for name in self.columns.values()}
        instead = {"amount"} if {"quantity", "unit_price"} & {*self.columns} else set()
        known = {
            column: name for column, name in self.beside.items()
            if column not in {*self.columns, *instead} and isinstance(name, str)
            and key_of(name) not in taken and len(_alike(name, header)) == 1
        }  # fmt: skip
        return replace(self, columns={**known, **self.columns}, beside={})

    def without_gone(self, header: Sequence[str], elsewhere: Collection[str]) -> Stated:
        """Return this section without the columns that this header lacks and another one had.

        Parameters
        ----------
        elsewhere
            Headers of all files that are read; a column that stands in none of them, and did not
            when the map was written, is a slip in the map and stays.

        Examples
        --------
        >>> old = Stated(columns={"customer_id": "Kd-Nr", "amount": "Netto"})
        >>> dict(old.without_gone(["Kundennummer", "Netto"], {"Kd-Nr"}).gone)
        {'customer_id': 'Kd-Nr'}
        """
        before = {key_of(name) for name in (*elsewhere, *(self.seen.header if self.seen else ()))}
        gone = {
            column: name for column, name in self.columns.items()
            if isinstance(name, str) and name not in self._sometimes()
            and key_of(name) in before and not _alike(name, header)
        }  # fmt: skip
        left = {column: name for column, name in self.columns.items() if column not in gone}
        since = self.seen.since(header) if self.seen and gone else ""
        return replace(self, columns=left, gone=gone, since=since)

    def positions(self, header: Sequence[str], file: str) -> dict[str, int]:
        """Return canonical column -> position from 0 in this header.

        Raises
        ------
        InputRefused
            When a named column is not in the file.

        Examples
        --------
        >>> Stated(columns={"amount": "Netto"}).positions(["Nr", "NETTO"], "a.csv")
        {'amount': 1}
        """
        if self.seen:
            self.seen.require_places(self.columns, header, file, own="columns" in self.own)
        since = self.seen.since(header) if self.seen else ""
        here = {key_of(name) for name in header}
        absent = {name for name in self._sometimes() if key_of(name) not in here}
        named = {str(name) for name in self.columns.values()}
        return {
            column: _position(column, wanted, header, (file, since), named)
            for column, wanted in self.columns.items()
            if wanted not in absent
        }

    def _sometimes(self) -> frozenset[str]:
        """Return the headers that only some of the files had when the map was written."""
        return frozenset(self.seen.sometimes if self.seen else ())

    def unused(self, header: Sequence[str]) -> frozenset[int]:
        """Return the positions from 0 that the map leaves out.

        These are the columns under ``ignore``, and those that stood in the export when the map
        was written and are named by none of its lines.

        Examples
        --------
        >>> sorted(Stated(ignore=("Gross",)).unused(["Net", "Gross"]))
        [1]
        """
        left = {key_of(name) for name in self.ignore}
        if self.seen:
            named = {key_of(str(name)) for name in self.columns.values()}
            left |= {key_of(name) for name in self.seen.header} - named
        places = {at - 1 for at in self.columns.values() if isinstance(at, int)}
        return frozenset(
            at for at, name in enumerate(header) if key_of(name) in left and at not in places
        )

    def free(self, header: Sequence[str], taken: Collection[int]) -> list[tuple[int, str]]:
        """Return position and header of the named columns that nothing uses and nobody left out.

        Examples
        --------
        >>> Stated(ignore=("Gross",)).free(["Net", "Gross", "", "Kind"], {0})
        [(3, 'Kind')]
        """
        out = self.unused(header).union(taken)
        return [(at, name) for at, name in enumerate(header) if name and at not in out]

    def used(self, table: str, header: Sequence[str]) -> tuple[str, ...]:
        """Return the header with the columns left out made empty; signs of an opt-out stay.

        Examples
        --------
        >>> Stated(ignore=("Gross", "Opt-out")).used("contacts", ["Net", "Gross", "Opt-out"])
        ('Net', '', 'Opt-out')
        """
        left = self.unused(header)
        # An opt-out that is not read would put somebody on a list.
        kept = ANY_OF | {"status"} if table == "contacts" else ANY_OF
        return tuple(
            "" if at in left and not known_columns([name], table) & kept else name
            for at, name in enumerate(header)
        )

    def over(self, general: Stated) -> Stated:
        """Return this section's lines laid over those of its table.

        The columns of the table hold too: all of them for a file whose section names none, else
        those whose headers the file has (see ``with_beside``).

        Examples
        --------
        >>> Stated(date_order="mdy").over(Stated(decimal=",")).decimal
        ','
        """
        plain = Stated()
        own = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if getattr(self, one.name) != getattr(plain, one.name)
        }
        if self.columns or not self.header:
            own |= {"columns": self.columns, "seen": self.seen}
            own |= {"beside": general.columns if self.header else {}}
        elif general.seen and (self.date_order or self.decimal):  # an answer, and no evidence
            own["seen"] = replace(general.seen, date_order="", decimal="")
        return replace(general, own=frozenset(own), **own)


def _alike(wanted: str, header: Sequence[str]) -> list[int]:
    """Return the places of the headers that a line of the map may mean, the very same first."""
    exact = [at for at, name in enumerate(header) if name == wanted.strip()]
    alike = exact or [at for at, name in enumerate(header) if key_of(name) == key_of(wanted)]
    if not alike:  # named with what each header of the file had around it
        bare = key_of(re.sub(r"^#+|^\w+\.(?=\S)", "", wanted.strip("[] ")))
        alike = [at for at, name in enumerate(header) if key_of(name) == bare]
    return alike


def _position(
    column: str, wanted: str | int, header: Sequence[str], where: tuple[str, str],
    named: Collection[str],
) -> int:  # fmt: skip
    if isinstance(wanted, int):
        if 1 <= wanted <= len(header):
            return wanted - 1
        raise _not_there(column, f"position {wanted}", f"1 to {len(header)}", where)
    alike = _alike(wanted, header)
    if len(alike) == 1:
        return alike[0]
    free = [name for name in header if name and name not in named]
    near = difflib.get_close_matches(wanted, free, n=1, cutoff=0.6)
    closest = f"the closest is '{near[0]}'" if near else f"its header has {len(header)} columns"
    if len(alike) > 1:
        closest = f"{len(alike)} columns have this name: give its position instead"
    raise _not_there(column, f"'{wanted}'", closest, where, alike)


def _not_there(
    column: str, wanted: str, closest: str, where: tuple[str, str], alike: Sequence[int] = ()
) -> InputRefused:
    file, since = where
    lines = "\nor\n".join(f"{column} = {at + 1}" for at in alike)
    return InputRefused(
        f"The column map asks for {wanted} ({column}), but {file} has no such single column{since}",
        closest,
        f"put this into columns.toml:\n[{toml_text(file)}]\n{lines}" if lines
        else f"correct `{column}` in columns.toml, or export the file again",
        code="mapped_column_missing", file=file, column=column,
    )  # fmt: skip


@dataclass(frozen=True)
class MapFile:
    """The sections of one columns.toml, checked."""

    sections: Mapping[str, Stated] = field(default_factory=dict)

    def stated_for(self, name: str, table: str | None) -> Stated:
        """Return what holds for a file: its own section, and for the rest that of its table."""
        stated = self.sections.get(table or "", Stated())
        own = self.own_section(name)
        if own is not None:
            section = self.sections[own]
            stated = section.over(self.sections.get(section.table or table or "", Stated()))
        # It holds in every table, or the lines of two files would not meet.
        case, zeros = self.merged
        return replace(stated, merge_case=case, merge_zeros=zeros, section=own or "")

    @property
    def merged(self) -> tuple[bool, bool]:
        """Whether ids are one that differ by case, or by leading zeros, wherever it is stated."""
        every = self.sections.values()
        return any(one.merge_case for one in every), any(one.merge_zeros for one in every)

    def own_section(self, name: str) -> str | None:
        """Return the section of a file; its very name wins over a pattern."""
        fitting = [p for p in self.sections if p not in TABLES and fits(name, p)]
        exact = [pattern for pattern in fitting if pattern.casefold() == name.casefold()]
        return next(iter(exact or fitting), None)

    def section_for(self, name: str) -> str:
        """Return the section in which the columns of a file are named, empty for its table's.

        Examples
        --------
        >>> MapFile({"a*.csv": Stated(columns={"amount": "Net"})}).section_for("a1.csv")
        'a*.csv'
        """
        own = self.own_section(name)
        return own if own is not None and self.sections[own].columns else ""

    def table_for(self, name: str, header: Sequence[str]) -> str | None:
        """Return the table of the section whose headers a file has, None when there is none.

        One or two headers stand in files of several tables: such a section is for the header that
        it was written for, and for those that share most of their columns with it. Where several
        fit, the one written for this very header, then the one that the file's
        name speaks of, then the one that names most.

        Examples
        --------
        >>> stated = Stated(columns={"customer_id": "A", "ordered_on": "B", "amount": "C"})
        >>> MapFile({"transactions": stated}).table_for("x.csv", ["A", "B", "C", "D"])
        'transactions'
        """
        fitting = [
            table
            for table in self.tables
            if _serves(table, self.sections[table], header) and _tells(self.sections[table], header)
        ]

        def closeness(table: str) -> tuple[bool, bool, int]:
            stated = self.sections[table]
            same = stated.seen is not None and stated.seen.header == tuple(header)
            return same, table in file_words(name), len(stated.columns)

        return max(fitting, key=closeness, default=None)

    def nearest_table(self, header: Sequence[str]) -> str | None:
        """Return the table of whose section a file has most headers, at least half of them."""
        shares = {
            table: len(named & set(header)) / len(named)
            for table in self.tables
            if (named := {str(name) for name in self.sections[table].columns.values()})
        }
        best = max(shares, key=lambda table: shares[table], default=None)
        return best if best is not None and shares[best] >= 0.5 else None

    def require_matches(self, names: Sequence[str]) -> None:
        """Refuse a section for a file that is not there: what it states would be lost unsaid.

        Raises
        ------
        InputRefused
            When a file section fits none of the names.
        """
        for pattern, stated in self.sections.items():
            if pattern not in TABLES and not any(fits(name, pattern) for name in names):
                alike = [n for n in names if name_without_month(n) == name_without_month(pattern)]
                open_ = pattern_of([pattern, *alike], [pattern, *names]) if alike else ""
                each = (
                    f"write [{toml_text(open_)}] in its place, for each month; or " if open_ else ""
                )
                lost = "; its opt-outs would not be heeded" * (stated.table == "suppressions")
                raise InputRefused(
                    f"columns.toml has a section for '{pattern}', and no export is called so{lost}",
                    f"the name of an export ({', '.join(names[:5])}) or of a table",
                    f"{each}lay that file beside the others, correct the section's name, or remove "
                    "it",
                    code="unmatched_section", file="columns.toml",
                )  # fmt: skip

    @property
    def tables(self) -> list[str]:
        """Names of the sections that speak of a whole table."""
        return [name for name in self.sections if name in TABLES]


def _serves(table: str, stated: Stated, header: Sequence[str]) -> bool:
    """Whether a file with this header has all that a table's section names, and all it needs."""
    sometimes = {*stated.seen.sometimes} if stated.seen else set()
    named = {str(name) for name in stated.columns.values()} - (sometimes - set(header))
    known = known_columns(header, table) | {*stated.columns}
    return (
        stated.header and bool(named) and named <= set(header) and not missing_columns(table, known)
    )


def _tells(stated: Stated, header: Sequence[str]) -> bool:
    """Whether so many headers are a section's that a file with them is of its table."""
    if len(stated.columns) > _FEW_NAMED:
        return True
    here = {key_of(name) for name in header if name.strip()}
    seen = {key_of(name) for name in (stated.seen.header if stated.seen else ())}
    return 2 * len(here & seen) > len(here)
