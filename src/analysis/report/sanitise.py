"""What a notebook shows becomes harmless HTML: an allow-list over each displayed fragment.

The page around the fragments is the template's. A fragment can hold words, lists and tables, and
nothing that loads, links, runs, names an id or sets a style. The content security policy of the
page would stop a script as well; each of the two alone is enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


def _words(text: str) -> set[str]:
    return set(text.split())


_TAGS = _words(
    "b bdi blockquote br caption code col colgroup dd div dl dt em h1 h2 h3 h4 h5 h6 hr i li ol p "
    "pre section small span strong sub sup table tbody td tfoot th thead tr ul"
)
#: Removed with everything inside; of all other unknown tags only the words stay.
_WITH_CONTENT = _words(
    "script style svg math template iframe object embed noscript textarea select title head"
)
_ATTRIBUTES = {"section": {"aria-label"}, "div": {"aria-label"}, "ul": {"aria-label"}} | {
    cell: {"colspan", "rowspan"} for cell in ("td", "th")
}
_VALUES = {
    "th": {"scope": {"col", "row", "colgroup", "rowgroup"}},
    "div": {"role": {"region", "group"}, "tabindex": {"0"}},
    "ul": {"role": {"list"}},
}
_CLASSES = _words(
    "change decision doubt few label n note quote range scroll sub tile tiles unseen value warning"
)
_LINK_TO_NOTEBOOK = re.compile(r"(?:\./)?([\w-]+)\.ipynb")

#: Characters that turn the reading direction, and control characters that HTML does not know.
_UNWANTED = dict.fromkeys([
    *range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
])  # fmt: skip

_RENDERER = IPythonRenderer(escape=False, exclude_anchor_links=True)


def strip_unwanted(text: str) -> str:
    r"""Return text without bidirectional overrides and control characters.

    Examples
    --------
    >>> strip_unwanted("a\u202eb\x00c")
    'abc'
    """
    return text.translate(_UNWANTED)


def clean_fragment(fragment: str) -> str:
    """Return the fragment with nothing but words, lists, tables and our own classes.

    Examples
    --------
    >>> clean_fragment('<p onclick="x()">Late<script>x()</script> <img src=x onerror=y></p>')
    '<p>Late </p>'
    >>> clean_fragment('<th scope="col" class="n blue">Customers</th>')
    'Customers'
    >>> clean_fragment('<a href="javascript:x()" style="color:red">here</a>')
    'here'
    """
    return strip_unwanted(
        nh3.clean(
            fragment,
            tags=_TAGS,
            clean_content_tags=_WITH_CONTENT,
            attributes=_ATTRIBUTES,
            tag_attribute_values=_VALUES,
            allowed_classes=dict.fromkeys(_TAGS, _CLASSES),
            generic_attribute_prefixes=set(),
            url_schemes=set(),
            link_rel=None,
        )
    )


def render_markdown(source: str, *, pages: Collection[str] = ()) -> str:
    """Return a text cell as HTML; of its links, those to a page of this report stay.

    Examples
    --------
    >>> print(render_markdown("See [why](04_reasons.ipynb).", pages=["04_reasons"]))
    <p>See <a href="04_reasons.html">why</a>.</p>
    >>> print(render_markdown("[here](javascript:x) <b onclick=x>now</b>"))
    <p>here <b>now</b></p>
    """

    def kept(_tag: str, name: str, value: str) -> str | None:
        found = _LINK_TO_NOTEBOOK.fullmatch(value)
        known = name == "href" and found and found[1] in pages
        return f"{found[1]}.html" if known and found else None

    html = nh3.clean(
        MarkdownWithMath(renderer=_RENDERER).render(source),
        tags=_TAGS | {"a"},
        clean_content_tags=_WITH_CONTENT,
        attributes={"a": {"href"}},
        attribute_filter=kept,
        url_schemes=set(),
        link_rel=None,
    )
    return strip_unwanted(re.sub(r"<a>(.*?)</a>", r"\1", html, flags=re.DOTALL)).strip()


def check_svg(svg: str) -> list[str]:
    """Return what in a drawing could run, load or link; an empty list is what a picture has.

    On the page a drawing is an image and can do none of this, but ``charts/`` holds it as a file
    that somebody opens in a browser.

    Examples
    --------
    >>> check_svg('<svg><use xlink:href="#m1"/><text>onload=</text></svg>')
    []
    >>> check_svg('<svg onload="x()"><a xlink:href="javascript:x()">y</a><script>z</script></svg>')
    ['svg onload', 'a xlink:href', 'script']
    """
    watcher = _SvgWatcher()
    watcher.feed(svg)
    watcher.close()
    return watcher.findings


class _SvgWatcher(HTMLParser):
    """Collects elements and attributes that a drawing does not need."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "foreignobject", "iframe", "object", "embed", "handler", "set"}:
            self.findings.append(tag)
        for name, value in attrs:
            loads = name.endswith("href") and not (value or "").startswith(("#", "data:image/png"))
            if name.startswith("on") or loads:
                self.findings.append(f"{tag} {name}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_decl(self, decl: str) -> None:
        if "[" in decl:
            self.findings.append("entities")

    def handle_data(self, data: str) -> None:
        """Scripts are found by their tag; words may say anything."""
