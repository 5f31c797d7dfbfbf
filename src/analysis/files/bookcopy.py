"""Workbooks whose parts have other names than usual, as a copy with the usual ones.

The links of an XLSX package say which part is which; the quick reader looks for some by name.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_MAX_PART = 16 << 20  # of the links and the list of sheets
_MAIN = "officeDocument"
_NAMED = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
_SHEETS = ("worksheet", "chartsheet", "dialogsheet")
_SCHEMAS = "http://schemas.openxmlformats.org"
_TO_BOOK = f'Id="r" Type="{_SCHEMAS}/officeDocument/2006/relationships/{_MAIN}" Target="{BOOK}"'

_Members = Mapping[str, zipfile.ZipInfo]


@dataclass(frozen=True)
class Moved:
    """The parts of a workbook that are not where a quick reader looks.

    Parameters
    ----------
    places
        Part in the package -> its usual name.
    links
        The links of the workbook to the parts by their usual names.
    """

    places: Mapping[str, str]
    links: str

    def copy(self, archive: zipfile.ZipFile, target: Path) -> None:
        """Write the parts to a workbook of their usual names, each of them once."""
        members = _members(archive)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
            book.writestr("_rels/.rels", _linking(f"<Relationship {_TO_BOOK}/>"))
            book.writestr(LINKS, _linking(self.links))
            for part, usual in self.places.items():
                with archive.open(members[part]) as old, book.open(usual, "w") as new:
                    shutil.copyfileobj(old, new)


def moved_parts(archive: zipfile.ZipFile) -> Moved | None:
    """Return the parts of a workbook that has some elsewhere than usual, None for any other file.

    Examples
    --------
    >>> import io
    >>> archive = zipfile.ZipFile(io.BytesIO(), "w")
    >>> link = '<Relationships><Relationship Id="r" Type="x/%s" Target="%s"/></Relationships>'
    >>> archive.writestr("_rels/.rels", link % ("officeDocument", "/xl/book.xml"))
    >>> archive.writestr("xl/book.xml", "<workbook/>")
    >>> archive.writestr("xl/_rels/book.xml.rels", link % ("worksheet", "sheets/a.xml"))
    >>> archive.writestr("xl/sheets/a.xml", "<worksheet/>")
    >>> moved_parts(archive).places
    {'xl/book.xml': 'xl/workbook.xml', 'xl/sheets/a.xml': 'xl/worksheets/part1.xml'}
    """
    members = _members(archive)
    try:
        mains = (link.part for link in _links_of(archive, members, "") if link.kind == _MAIN)
        main = next(mains, BOOK)
        links = [link for link in _links_of(archive, members, main) if link.part in members]
        usual = all(link.part == _NAMED.get(link.kind, link.part).casefold() for link in links)
        if (main == BOOK and usual) or not _is_book(_root(archive, members, main)):
            return None
    except (ParseError, DefusedXmlException, ValueError):
        return None
    places, said = {main: BOOK}, ""
    for at, link in enumerate(links, 1):
        if link.kind in _NAMED or link.kind in _SHEETS:
            place = _NAMED.get(link.kind, f"xl/{link.kind}s/part{at}.xml")
            said += link.to(places.setdefault(link.part, place))
    return Moved(places, said)


@dataclass(frozen=True)
class _Link:
    """What a part links to inside the package."""

    kind: str
    part: str
    item: Element

    def to(self, part: str) -> str:
        """Return the link to a part of another name."""
        said = {**self.item.attrib, "Target": f"/{part}"}
        shown = " ".join(f"{name}={quoteattr(text)}" for name, text in said.items())
        return f"<Relationship {shown}/>"


def _linking(links: str) -> str:
    space = f"{_SCHEMAS}/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{links}</Relationships>'


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    return {one.filename.replace("\\", "/").casefold(): one for one in archive.infolist()}


def _root(archive: zipfile.ZipFile, members: _Members, part: str) -> Element | None:
    member = members.get(part.casefold())
    if member is None or member.file_size > _MAX_PART:
        return None
    root: Element = fromstring(archive.read(member), forbid_dtd=True)
    return root


def _is_book(root: Element | None) -> bool:
    return root is not None and root.tag.rpartition("}")[2] == "workbook"


def _links_of(archive: zipfile.ZipFile, members: _Members, part: str) -> list[_Link]:
    folder, _, name = part.rpartition("/")
    root = _root(archive, members, join(folder, "_rels", f"{name}.rels"))
    found = list[_Link]()
    for item in root if root is not None else ():
        if item.get("TargetMode") != "External":
            target = join("/", folder, (item.get("Target") or "").replace("\\", "/"))
            kind = (item.get("Type") or "").rpartition("/")[2]
            found.append(_Link(kind, normpath(target).lstrip("/").casefold(), item))
    return found
