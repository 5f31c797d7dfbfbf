"""An opt-out that columns.toml names as a consent, or a consent as an opt-out: never obeyed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.cells.permissions import plain_sense
from analysis.columns.columnmap import ANY_OF, named_by
from analysis.columns.unclear import toml_text
from analysis.errors import InputRefused

_COLUMN = {"in": "consent", "out": "do_not_contact"}
#: What yes means in each of them.
_YES = {"consent": "one may contact", "do_not_contact": "one must not contact"}


def column_said_by(header: str, table: str) -> str:
    """Return the column that a header means by its own words; empty where both could be meant.

    Examples
    --------
    >>> [column_said_by(text, "contacts") for text in ("Werbesperre", "Marketing consent", "RGPD")]
    ['do_not_contact', 'consent', '']
    """
    named = named_by(header, table)
    if named and named[0] in ANY_OF:
        return named[0]
    return _COLUMN.get(plain_sense(header), "")


def refuse_other_sense(
    positions: Mapping[str, int], header: Sequence[str], table: str, file: str
) -> None:
    """Refuse a map that reads a plain opt-out as a consent, or a plain consent as an opt-out.

    Whoever refused would be called, and nobody else.

    Raises
    ------
    InputRefused
        With the line that fits the header.

    Examples
    --------
    >>> refuse_other_sense({"consent": 0}, ["Newsletter"], "contacts", "a.csv")
    """
    for column in ANY_OF & {*positions}:
        name = header[positions[column]]
        said = column_said_by(name, table)
        if said and said != column:
            raise InputRefused(
                f"columns.toml names '{name[:40]}' of {file} as {column} (yes = {_YES[column]}), "
                f"and by its words yes there means: {_YES[said]}. Those who refused would be "
                "called",
                f"{said} = {toml_text(name)}",
                "if its cells say the other, give the column another header in the export; else "
                f"take its line {column} = ... out, and put this into columns.toml:\n[{table}]\n"
                f"{said} = {toml_text(name)}",
                code="other_sense_named", file=file, column=name[:40],
            )  # fmt: skip
