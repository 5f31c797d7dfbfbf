"""What an export looked like when its map was written, and what of it has changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from analysis.columns.unclear import quoted, toml_text
from analysis.columns.words import key_of
from analysis.errors import InputRefused
from analysis.handwritten import nearest


@dataclass(frozen=True)
class Seen:
    """The look of an export that a map was written for: later exports are held against it.

    Parameters
    ----------
    header, sometimes
        All header cells; those that only some of the files had.
    n_columns
        Number of columns of a file without header.
    delimiter, encoding, date_order, date_sign, decimal
        What was found; empty where nothing was. ``date_sign`` stands between the parts of a date.
    status, currency
        The words of the status column, folded; the codes of the currencies that were named.

    Examples
    --------
    >>> Seen(("Nr", "Netto")).since(["Nr", "Betrag"])
    " (since the map was written: new column 'Betrag', column 'Netto' is gone)"
    """

    header: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()
    n_columns: int = 0
    delimiter: str = ""
    encoding: str = ""
    date_order: str = ""
    date_sign: str = ""
    decimal: str = ""
    status: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()

    def proved(self, name: str, stated: str | None) -> bool:
        """Whether what is stated is what the export itself proved, and no answer of a person.

        Examples
        --------
        >>> Seen(decimal=",").proved("decimal", ","), Seen(decimal=",").proved("decimal", ".")
        (True, False)
        """
        return bool(stated) and getattr(self, name) == stated

    def new_in(self, header: Sequence[str]) -> list[str]:
        """Return the header cells that were not there."""
        known = {key_of(name) for name in self.header}
        return [name for name in header if name.strip() and key_of(name) not in known]

    def gone_from(self, header: Sequence[str]) -> list[str]:
        """Return the header cells that all files had and that are missing now."""
        here = {key_of(name) for name in (*header, *self.sometimes)}
        return [name for name in self.header if name.strip() and key_of(name) not in here]

    def moved_in(self, header: Sequence[str]) -> bool:
        """Whether the columns that stayed stand in another order."""
        some = {key_of(name) for name in self.sometimes}
        before = [key for name in self.header if (key := key_of(name)) not in some]
        now = [key_of(name) for name in header if key_of(name) in set(before)]
        return now != [name for name in before if name in set(now)]

    def columns_changed(self, header: Sequence[str]) -> list[str]:
        """Return what is new and what is gone, in words."""
        if not self.header or not any(header):
            return []
        new, gone = self.new_in(header), self.gone_from(header)
        told = []
        if new:
            told.append(f"new column{'s' * (len(new) > 1)} {quoted(new)}")
        if gone:
            told.append(f"column{'s' * (len(gone) > 1)} {quoted(gone)} "
                        f"{'are' if len(gone) > 1 else 'is'} gone")  # fmt: skip
        return told

    def since(self, header: Sequence[str]) -> str:
        """Return the change of columns as an aside for a message, empty without any."""
        told = self.columns_changed(header)
        return f" (since the map was written: {', '.join(told)})" if told else ""

    def require_places(
        self, columns: Mapping[str, str | int], header: Sequence[str], file: str,
        *, own: bool = True,
    ) -> None:  # fmt: skip
        """Refuse a column that is named by its position when something else stands there now.

        Parameters
        ----------
        own
            Whether the section is that of the file, and not of a table: its lines are then wrong.

        Raises
        ------
        InputRefused
            When it does.
        """
        at_place = {name: at for name, at in columns.items() if isinstance(at, int)}
        if self.n_columns and at_place and len(header) != self.n_columns:
            raise _moved(
                f"{file} has {len(header)} columns and no header; the map was written for "
                f"{self.n_columns}", f"{self.n_columns} columns", file, "n_columns",
            )  # fmt: skip
        # Of files with different columns no place is known.
        for name, at in at_place.items() if not self.sometimes else ():
            if not 1 <= at <= min(len(header), len(self.header)):
                continue
            before, now = self.header[at - 1], header[at - 1]
            if key_of(before) != key_of(now):
                raise _moved(
                    f"{file}: column {at} ({name}) is called '{now[:40]}' now, and was called "
                    f"'{before[:40]}' when the map was written", "the same column at this place",
                    file, "header", self._places_now(at_place, header) if not own else (),
                )  # fmt: skip

    def _places_now(self, at_place: Mapping[str, int], header: Sequence[str]) -> list[str]:
        """Return lines with where the columns stand now; none where one is not found."""
        now = {
            name: place_of(header, which_of_its_name(self.header, at))
            for name, at in at_place.items() if 1 <= at <= len(self.header)
        }  # fmt: skip
        return [f"{name} = {at}" for name, at in now.items()] if all(now.values()) else []

    def with_earlier(self, earlier: Seen | None, named: Collection[str] = ()) -> Seen:
        """Return this look, with the columns and words that an earlier one knew besides.

        What the map names and no file has any more goes on to be missed: it is no column that
        some files have and others not.

        Examples
        --------
        >>> Seen(("A", "C")).with_earlier(Seen(("A", "B"))).sometimes
        ('B', 'C')
        """
        if earlier is None:
            return self
        header, sometimes = self.header, self.sometimes
        if [*map(key_of, self.header)] != [*map(key_of, earlier.header)]:
            header = tuple(dict.fromkeys((*self.header, *earlier.header)))
            gone = (one for one in earlier.gone_from(self.header) if one not in named)
            apart = (*earlier.sometimes, *gone, *self.sometimes, *earlier.new_in(self.header))
            sometimes = tuple(dict.fromkeys(apart)) if earlier.header else self.sometimes
        status = tuple(sorted({*self.status, *earlier.status}))
        currency = tuple(sorted({*self.currency, *earlier.currency}))
        return replace(self, header=header, sometimes=sometimes, status=status, currency=currency)

    def as_toml(self, section: str) -> list[str]:
        r"""Return the lines of a section that ``read_seen`` reads.

        Examples
        --------
        >>> print(*Seen(("Nr", "Netto"), decimal=",").as_toml("transactions")[1:], sep="\n")
        [transactions.seen]
        header = ["Nr", "Netto"]
        decimal = ","
        """
        shown = {one.name: getattr(self, one.name) for one in fields(self)}
        return [
            "# What the export looked like then; a later run is held against it.",
            f"[{section}.seen]",
            *(f"{name} = {_toml(value)}" for name, value in shown.items() if value),
        ]


def _toml(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(toml_text, value)) + "]"
    return str(value) if isinstance(value, int) else toml_text(value)


def which_of_its_name(header: Sequence[str], at: int) -> tuple[str, int]:
    """Return the name of the column at a position from 1, and the how manieth it is of that name.

    Examples
    --------
    >>> which_of_its_name(["Nr", "Net", "net"], 3), which_of_its_name(["Nr"], 2)
    (('net', 2), ('', 0))
    """
    keys = [key_of(name) for name in header]
    name = keys[at - 1] if 1 <= at <= len(keys) else ""
    return name, keys[:at].count(name) if name else 0


def place_of(header: Sequence[str], which: tuple[str, int]) -> int:
    """Return the position from 1 of such a column, 0 where a header has none.

    Examples
    --------
    >>> place_of(["Nr", "City", "Net", "Net"], ("net", 2)), place_of(["Nr"], ("net", 1))
    (4, 0)
    """
    places = [at for at, name in enumerate(header, 1) if name and key_of(name) == which[0]]
    return places[which[1] - 1] if 1 <= which[1] <= len(places) else 0


def _moved(
    happened: str, expected: str, file: str, remembered: str, now: Sequence[str] = ()
) -> InputRefused:
    own = "\n".join(["put this into columns.toml:", f"[{toml_text(file)}]", *now])
    return InputRefused(
        happened, expected,
        own if now
        else f"correct the positions in columns.toml, and `{remembered}` in its part `seen`",
        code="mapped_column_moved", file=file,
    )  # fmt: skip


def read_seen(path: Path, section: str, entries: Any) -> Seen:
    """Return the checked ``seen`` part of a section.

    Raises
    ------
    InputRefused
        When an entry is not known or of another kind.

    Examples
    --------
    >>> read_seen(Path("columns.toml"), "transactions", {"header": ["Nr"]}).header
    ('Nr',)
    """
    kinds: dict[str, type] = {one.name: type(getattr(Seen(), one.name)) for one in fields(Seen)}
    if not isinstance(entries, dict):
        raise _wrong(path, section, "is no section", f"a part such as [{section}.seen]")
    made: dict[str, Any] = {}
    for key, value in entries.items():
        if key not in kinds:
            raise _wrong(path, section, f"sets '{key}'", nearest(key, kinds))
        given = tuple(map(str, value)) if isinstance(value, list) else value
        if not isinstance(given, kinds[key]) or isinstance(given, bool):
            wanted = "a list of texts" if kinds[key] is tuple else kinds[key].__name__
            raise _wrong(path, section, f"sets {key} to {str(value)[:40]!r}", wanted)
        made[key] = given
    return Seen(**made)


def _wrong(path: Path, section: str, happened: str, expected: str) -> InputRefused:
    return InputRefused(
        f"{path.name}, part `seen` of [{section}], {happened}", expected,
        "correct that line, or remove the part: it only tells what has changed",
        code="bad_column_map", file=path.name,
    )  # fmt: skip
