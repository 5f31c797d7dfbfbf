"""Checks the pages of a report without a browser: structure, safety, links, size.

    python tests/html_checker.py FOLDER

prints each finding and ends with 1 when there is one. Standard library only.
"""

from __future__ import annotations

import itertools
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

MOST_BYTES = 1_000_000


def _words_in(text: str) -> set[str]:
    return set(text.split())


_FORBIDDEN = _words_in(
    "script iframe object embed applet form input button textarea select base link audio video "
    "source frame frameset"
)
_VOID = _words_in("area br col embed hr img input link meta source track wbr")
_LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping"}
_POLICY = ("default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'")

#: Places on somebody's machine: /home/x, /Users/x, /tmp/x, C:\x, file:
_LOCAL_PATH = re.compile(
    r"(?<![\w/.])/(?:home|Users|root|tmp|var|private|work|mnt|opt|srv)/\w|\b[A-Z]:\\\w|file://"
)
#: Turned reading direction.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


class PageReader(HTMLParser):
    """Collects what the checks need in one pass."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.findings: list[str] = []
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.landmarks: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.metas: dict[str, str] = {}
        self.lang = ""
        self.texts: list[str] = []
        self.title = ""
        self.tables: list[dict[str, int]] = []

    def find(self, finding: str) -> None:
        self.findings.append(f"line {self.getpos()[0]}: {finding}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):
            self.find(f"<{tag}> has an attribute twice")
        if tag not in _VOID:
            self.open.append(tag)
        if tag in _FORBIDDEN:
            self.find(f"<{tag}> is not allowed")
        if tag == "html":
            self.lang = given.get("lang", "")
        for name, value in given.items():
            self._attribute(tag, name, value)
        self._structure(tag, given)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        plain = re.sub(r"\s", "", value).lower()
        if name.startswith("on"):
            self.find(f"<{tag} {name}> would run")
        if name == "style":
            self.find(f"<{tag} style> is not of the page's own style sheet")
        if plain.startswith(("javascript:", "vbscript:", "data:text")):
            self.find(f"<{tag} {name}> would run")
        if name in _LOADS and not plain.startswith("data:image/"):
            self.find(f"<{tag} {name}> loads something")
        if name == "id":
            self.ids.append(value)
        if name in {"alt", "title", "aria-label"}:
            self.texts.append(value)

    def _structure(self, tag: str, given: dict[str, str]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        elif tag == "meta":
            self.metas[given.get("http-equiv", given.get("name", "")).lower()] = given.get(
                "content", ""
            )
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "img":
            self._image(given)
        else:
            self._table_part(tag, given)
        self._landmark(tag, given)

    def _image(self, given: dict[str, str]) -> None:
        if not given.get("alt", "").strip():
            self.find("an image has no text in its place (alt)")
        if not given.get("src", "").startswith("data:image/"):
            self.find("an image is not inside the page")

    def _table_part(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table":
            self.tables.append({"caption": 0})
        elif tag == "caption" and self.tables:
            self.tables[-1]["caption"] += 1
        elif tag == "th" and given.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
            self.find("a table heading has no scope")

    def _landmark(self, tag: str, given: dict[str, str]) -> None:
        label = given.get("aria-label", "")
        role = given.get("role") or {"section": "region" if label else ""}.get(tag, tag)
        if role in {"main", "nav", "navigation", "region", "banner", "contentinfo", "header"}:
            self.landmarks.append((role, label))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.tables and not self.tables.pop()["caption"]:
            self.find("a table has no caption")
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.find(f"</{tag}> closes nothing that is open (open: {self.open[-3:]})")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += data
        elif self.open and self.open[-1] == "style":
            if re.search(r"@import|url\(|expression\(", data):
                self.find("the style sheet loads something")
        else:
            self.texts.append(data)


def check_page(page: Path) -> list[str]:
    """What is wrong with one page; empty when nothing is."""
    raw = page.read_bytes()
    text = raw.decode("utf-8")
    reader = PageReader()
    reader.feed(text)
    reader.close()
    findings = [
        *reader.findings,
        *_outline(reader.headings),
        *_frame(reader, text),
        *_words(reader.texts),
        *_links(reader.links, page, reader.ids),
    ]
    if len(raw) > MOST_BYTES:
        findings.append(f"{len(raw):,} bytes; at most {MOST_BYTES:,}")
    return [f"{page.name}: {finding}" for finding in findings]


def _outline(headings: list[int]) -> list[str]:
    findings = []
    if headings.count(1) != 1:
        findings.append(f"{headings.count(1)} headings of level 1; exactly one is right")
    if headings[:1] != [1]:
        findings.append("the first heading is not of level 1")
    findings += [
        f"a heading of level {after} follows one of level {before}"
        for before, after in itertools.pairwise(headings)
        if after > before + 1
    ]
    return findings


def _frame(reader: PageReader, text: str) -> list[str]:
    findings = []
    policy = reader.metas.get("content-security-policy", "")
    findings += [f"the content policy lacks {part}" for part in _POLICY if part not in policy]
    for name in ("viewport", "referrer", "color-scheme"):
        if name not in reader.metas:
            findings.append(f"no <meta name={name}>")
    if not text.startswith("<!doctype html>"):
        findings.append("no doctype at the start")
    if not re.fullmatch("[a-z]{2,3}(-[A-Za-z]+)*", reader.lang):
        findings.append("<html> names no language")
    if not reader.title.strip():
        findings.append("no title")
    if reader.open:
        findings.append(f"never closed: {reader.open}")
    doubles = {name for name in reader.ids if reader.ids.count(name) > 1}
    findings += [f"id {name!r} is used twice" for name in sorted(doubles)]
    twice = {mark for mark in reader.landmarks if reader.landmarks.count(mark) > 1}
    findings += [f"two landmarks {role} with the name {name!r}" for role, name in sorted(twice)]
    if [role for role, _ in reader.landmarks].count("main") != 1:
        findings.append("not exactly one <main>")
    return findings


def _words(texts: list[str]) -> list[str]:
    findings = []
    for text in texts:
        if found := _LOCAL_PATH.search(text):
            findings.append(f"a path of a machine: {text[found.start() :][:60]!r}")
        if _OVERRIDES.search(text):
            findings.append("a character that turns the reading direction")
    return findings


def _links(links: list[str], page: Path, ids: list[str]) -> list[str]:
    findings = []
    for link in links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith(("/", "\\")):
            findings.append(f"a link leaves the report: {link[:60]!r}")
        elif parts.path and not (page.parent / unquote(parts.path)).is_file():
            findings.append(f"a link to nothing: {link[:60]!r}")
        elif not parts.path and parts.fragment not in ids:
            findings.append(f"a link to a place that is not there: {link[:60]!r}")
    return findings


def check_report(folder: Path) -> list[str]:
    """What is wrong with the pages of a report; empty when nothing is."""
    pages = sorted(folder.glob("*.html"))
    findings = [finding for page in pages for finding in check_page(page)]
    if not (folder / "index.html").is_file():
        findings.insert(0, f"{folder.name}: no index.html")
    return findings


def main(arguments: list[str]) -> int:
    """Print the findings; 1 when there are some."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    findings = check_report(Path(arguments[0]))
    for finding in findings:
        print(finding)
    pages = len(list(Path(arguments[0]).glob("*.html")))
    print(f"{pages} pages checked, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
