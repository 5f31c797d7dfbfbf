"""One input file, made plain, and how its name is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analysis.errors import InputRefused
from analysis.files.scan import Facts
from analysis.results import Warned

Form = Literal["text", "workbook", "parquet"]


@dataclass(frozen=True)
class Source:
    """One input file, made plain.

    Parameters
    ----------
    name
        File name as messages and the receipt show it.
    sha256, bytes
        Of the file as it was given.
    form
        ``text`` (``plain`` is UTF-8 without a byte-order mark), ``workbook`` or ``parquet``.
    plain
        The file to read: the given one, or an unpacked copy in the spill folder.
    encoding
        What was read, such as ``utf-8`` or ``cp1252``.
    facts
        What one pass over the bytes of ``plain`` told, for text.
    spill
        Folder for copies.
    """

    path: Path
    name: str
    sha256: str
    bytes: int
    form: Form
    plain: Path
    encoding: str
    facts: Facts | None = None
    spill: Path = Path()
    warnings: tuple[Warned, ...] = ()

    def spilled(self, spill: Path, ending: str) -> Path:
        """Name a copy by content: never by the name of a member or a user's file."""
        return spill / f"{self.sha256[:16]}.{ending}"


def shown_name(path: Path) -> str:
    r"""Return a file name that any file, message and table can hold.

    Bytes that are no UTF-8, line breaks and control signs become the replacement sign.

    Examples
    --------
    >>> shown_name(Path("ventes/orders 💶.csv")), shown_name(Path("a\nb.csv")) == "a\ufffdb.csv"
    ('orders 💶.csv', True)
    """
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)


def empty_file(name: str) -> InputRefused:
    """Return the refusal of a file that holds nothing."""
    return InputRefused(
        f"{name} is empty", "a header line and rows", "export it again",
        code="empty_file", file=name,
    )  # fmt: skip
