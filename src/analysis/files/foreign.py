"""What is no table, whatever its name says: web pages, JSON, Office documents, lock files."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.errors import InputRefused

OLE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 22
_MAGIC = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"GIF8": "a picture", b"\xff\xd8\xff": "a picture",
    b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"\x7fELF": "a program",
    b"SQLite format": "a database", b"BZh": "a bzip2 archive", b"\xfd7zXZ": "an xz archive",
    b"{\\rtf": "a Word document", b"ARROW1": "an Arrow file",
    b"ID;PWXL": "a SYLK file", b"MIME-Version:": "a web archive",
}  # fmt: skip
_COMMENT = r"(?:<!--.*?-->\s*|<\?[^>]*\?>\s*)*"
#: The first words of a text that is no table; ERPs save web pages and XML as .xls or .csv.
_TEXTS = {
    re.compile(_COMMENT + r"<(?:\w+:)?workbook\b[^>]*office:spreadsheet", re.I | re.S):
        "an XML spreadsheet of 2003",
    re.compile(
        _COMMENT + r"<(?:!doctype\s+html|html|head|meta|style|script|title|body|table|div|form)\b",
        re.I | re.S,
    ): "a web page",
    re.compile(r"<\?xml\b|<!doctype\b|<(\w[\w:.-]*)[^<>;,\t|]*>\s*<.*</", re.I | re.S): "XML",
    # A line of brackets above a header is an empty title, as MYOB writes it.
    re.compile(r"\{\s*\"[^\"]*\"\s*:|\{\s*\}\s*(?:$|[{,\]])|\[\s*(?:[\[{]|\]\s*$)"): "JSON",
}  # fmt: skip


def refuse_magic(name: str, head: bytes) -> None:
    """Refuse a file whose first bytes say that it is something else.

    Raises
    ------
    InputRefused
        When they do.
    """
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
    if re.match(rb"PARE[\x00-\x08\x0e-\x1f]", head):
        raise encrypted(name)
    if kind is not None:
        raise not_a_table(name, kind)


def refuse_text(name: str, text: str) -> None:
    r"""Refuse a text whose beginning says that it is a web page, XML or JSON.

    Raises
    ------
    InputRefused
        When it does.

    Examples
    --------
    >>> refuse_text("a.csv", "<customer>;date\n1;2\n")
    >>> refuse_text("export.xls", "<html><body><table><tr>")
    Traceback (most recent call last):
    analysis.errors.InputRefused: export.xls is a web page, not a table.
    ...
    """
    start = text.lstrip("\ufeff \t\r\n")
    for pattern, kind in _TEXTS.items():
        if pattern.match(start):
            raise not_a_table(name, kind)


def not_a_table(name: str, kind: str) -> InputRefused:
    """Return the refusal of something that is no table, with what to do about its kind."""
    to_do = "export the table as CSV or XLSX, without a password"
    if kind in {"a web page", "a web archive", "an XML spreadsheet of 2003", "a SYLK file"}:
        to_do = (
            "open it in a spreadsheet program and save it as XLSX, or choose CSV in the export; "
            "a page that asks for a password means that the download failed"
        )
    return InputRefused(
        f"{name} is {kind}, not a table", "CSV, XLSX or Parquet", to_do,
        code="foreign_file", file=name,
    )  # fmt: skip


def refuse_other_ole(name: str, path: Path) -> None:
    """Refuse an old container of Office that is no workbook, or one with a password.

    Raises
    ------
    InputRefused
        With the code ``encrypted`` or ``foreign_file``.
    """
    if _holds(path, ("Workbook", "Book")):
        return
    if _holds(path, ("EncryptedPackage",)):
        raise encrypted(name)
    raise not_a_table(name, "an old Office document without a sheet")


def encrypted(name: str) -> InputRefused:
    """Return the refusal of a file with a password."""
    return InputRefused(
        f"{name} is protected with a password", "a file without a password",
        "open it, remove the password, and save it again",
        code="encrypted", file=name,
    )  # fmt: skip


def _holds(path: Path, streams: tuple[str, ...]) -> bool:
    """Whether a directory entry of the container has one of these names (UTF-16, ended)."""
    wanted = [(name + "\0").encode("utf-16-le") for name in streams]
    kept = b""
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            kept = kept[-64:] + block
            if any(name in kept for name in wanted):
                return True
    return False
