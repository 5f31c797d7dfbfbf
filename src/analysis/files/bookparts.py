"""The parts of an XLSX workbook that a quick reader does not show: which sheet is which, formats.

A sheet in which nothing is written that its reader would have to know, which a search over its
bytes tells, is not parsed at all.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from analysis.files.sheetmarks import Formats, Marks, SheetReader, damaged, formats_of, local_name

CHUNK = 1 << 20
MAX_PART = 64 << 20  # of the small parts: list of sheets, links, styles
#: Bytes of anything that is worth a pass, or of XML that is not written as it usually is.
_SIGNS = (
    b'hidden="1"', b'hidden="true"', b"<mergeCell ", b't="e"', b"<f>", b"<f ", b"<f/", b"<!",
    b"='", b' ="', b'= "', b"<row>", b"<c>", b"<c/",
)  # fmt: skip
#: Numbers of formats that show the currency of the computer on which the sheet is opened.
_OF_THE_COMPUTER = ("5", "6", "7", "8", "42", "44")
OWN_CURRENCY = "[$currency of the computer]0.00"
_FAR_RIGHT = re.compile(rb'r="[A-Z]{2}')  # beyond column Z the area of the sheet must be known


class MarkReader:
    """Reads the marks of the sheets of one XLSX workbook."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        with self._opened() as archive:
            self._members = {
                member.filename.replace("\\", "/").lower(): member for member in archive.infolist()
            }
            self._parts = self._sheet_parts(archive)
            self._formats = self._formats_in(archive)
            self.never_calculated = self._says(archive, "calcPr", "fullCalcOnLoad")
            self.from_1904 = self._says(archive, "workbookPr", "date1904")

    def marks_of(self, sheet: str) -> Marks:
        """Return the marks of a sheet.

        Raises
        ------
        InputRefused
            When its XML is damaged or hostile, or its cells lie too far apart.
        """
        member = self._members.get(self._parts.get(sheet, "").lower())
        if member is None:
            return Marks()
        with self._opened() as archive:
            if not _has_signs(archive, member, self._formats.telling):
                return Marks()
            reader = SheetReader(self._formats, f"{self._name}, sheet '{sheet}'")
            with archive.open(member) as part:
                for block in iter(lambda: part.read(CHUNK), b""):
                    reader.feed(block)
            return reader.finish()

    def _opened(self) -> _Guarded:
        return _Guarded(self._path, self._name)

    def _root(self, archive: zipfile.ZipFile, part: str) -> Any:
        """Return the root element of a small part, None when it is not there."""
        member = self._members.get(part)
        if member is None:
            return None
        if member.file_size > MAX_PART:
            raise damaged(self._name, f"has a part of {member.file_size >> 20} MB for its {part}")
        return fromstring(archive.read(member), forbid_dtd=True)

    def _sheet_parts(self, archive: zipfile.ZipFile) -> dict[str, str]:
        links = self._root(archive, "xl/_rels/workbook.xml.rels")
        book = self._root(archive, "xl/workbook.xml")
        if links is None or book is None:
            return {}
        targets = {link.get("Id"): _full_path(link.get("Target") or "") for link in links}
        return {
            item.get("name", ""): targets.get(_of(item, "id"), "")
            for item in book.iter() if local_name(item.tag) == "sheet"
        }  # fmt: skip

    def _says(self, archive: zipfile.ZipFile, element: str, word: str) -> bool:
        """Whether an element of the workbook says yes to a word."""
        book = self._root(archive, "xl/workbook.xml")
        return book is not None and any(
            item.get(word) in {"1", "true"} for item in book if local_name(item.tag) == element
        )

    def _formats_in(self, archive: zipfile.ZipFile) -> Formats:
        """Return what the number formats of the cell styles show."""
        root = self._root(archive, "xl/styles.xml")
        if root is None:
            return Formats()
        codes: dict[str | None, str] = dict.fromkeys(_OF_THE_COMPUTER, OWN_CURRENCY) | {
            item.get("numFmtId"): item.get("formatCode") or ""
            for item in root.iter() if local_name(item.tag) == "numFmt"
        }  # fmt: skip
        lists = (item for item in root if local_name(item.tag) == "cellXfs")
        return formats_of([codes.get(xf.get("numFmtId"), "") for xf in next(lists, ())])


class _Guarded:
    """An open zip whose faults, and those of the XML in it, become refusals."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    def __enter__(self) -> zipfile.ZipFile:
        self._archive = zipfile.ZipFile(self._path)
        return self._archive

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._archive.close()
        if isinstance(error, DefusedXmlException):
            raise damaged(self._name, "declares XML entities (no export does)") from None
        broken = (
            ParseError, zipfile.BadZipFile, EOFError, ValueError, KeyError, NotImplementedError,
            OSError, ExpatError, zlib.error,
        )  # fmt: skip
        if isinstance(error, broken):
            raise damaged(self._name, "has a damaged part") from None


def _has_signs(archive: zipfile.ZipFile, member: zipfile.ZipInfo, styles: list[int]) -> bool:
    """Whether a pass is worth it: a sign, or a cell of one of these styles."""
    telling = [_FAR_RIGHT.pattern]
    if styles:
        telling.append(b' s="(?:%s)"' % b"|".join(b"%d" % style for style in styles))
    found = re.compile(b"|".join(telling))
    kept = b""
    with archive.open(member) as part:
        while block := part.read(CHUNK):
            if not kept and b"<worksheet" not in block:
                return True
            block = kept + block
            if any(sign in block for sign in _SIGNS) or found.search(block):
                return True
            kept = block[-32:]
    return False


def _of(item: Any, name: str) -> str:
    return next((value for key, value in item.items() if key.endswith("}" + name)), "")


def _full_path(target: str) -> str:
    target = target.replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
