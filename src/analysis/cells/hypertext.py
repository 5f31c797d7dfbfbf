"""A note written in HTML as plain text: a help desk exports what was typed into a web page.

A plain text with ``<`` or ``&`` is no HTML: a cell is read as such only where a sign in it leaves
no doubt, and only the names of HTML's own elements count. The standard parser takes ``<b and c>``
for a tag, and its versions differ in what they do with a text that was cut off.
"""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint

#: SQL pattern of what may be a tag or an entity, so that few texts are looked at.
MAYBE_HYPERTEXT = "<[/!?]?[A-Za-z]|<!--|&(#[0-9xX]|[A-Za-z])[0-9A-Za-z]*;"

#: Elements that begin a line; one of them alone, without an attribute or its end, is HTML.
_LINE = "p|br|div|li|ul|ol|tr|table|tbody|thead|hr|h[1-6]|blockquote|pre|html|body"
#: Elements that stand apart from what is beside them.
_CELL = "td|th|dd|dt|option|img|label|button"
_OTHER = (
    "a|abbr|acronym|address|area|article|aside|audio|b|base|basefont|bdi|bdo|big|caption|center|"
    "cite|code|col|colgroup|del|details|dfn|dir|dl|em|fieldset|figcaption|figure|font|footer|form|"
    "frame|head|header|i|iframe|input|ins|kbd|legend|link|main|map|mark|meta|nav|noscript|object|"
    "picture|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|"
    "textarea|tfoot|time|title|tt|u|var|video|wbr"
)
#: What an office program writes into a mail.
_OFFICE = r"(?:o|v|w|m|x|st1):[a-z]\w*"
_NAME = f"(?:{_LINE}|{_CELL}|{_OTHER})"
#: Attributes that have no value; another bare word behind ``<b`` is a word of a sentence.
_BARE = re.compile(r"(?:(?:allowfullscreen|checked|controls|disabled|hidden|nowrap|noshade)\s*)*")
_SURE = re.compile(
    rf"</(?:{_NAME}|{_OFFICE})\s*>|<{_NAME}\s+[a-z-]+\s*=\s*[\"'\w#]|<(?:{_LINE})\s*/?>"
    r"|<(?:script|style)>|<!doctype\s+html",
    re.IGNORECASE,
)
#: Nothing of these is shown; what the source cut off at its limit ends with the text.
_NOT_SHOWN = re.compile(
    r"<(script|style)(?=[\s>])[^<>]*>.*?(?:</\1\s*>|\Z)|<title>.{0,300}?</title>|<!--.*?(?:-->|\Z)"
    rf"|<[!?][a-z\[][^<>]*>|<{_NAME}\s+[a-z-]+\s*=[^<>]*\Z",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    rf"<(/?)({_NAME}|{_OFFICE})(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE
)
_BREAKS, _APART = re.compile(_LINE, re.IGNORECASE), re.compile(_CELL, re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][0-9A-Za-z]{1,7});")
_NAMED = frozenset({*name2codepoint, "apos"})
#: A text is escaped twice where one system exports what another one had exported.
_TIMES = 3


def plain_text(text: str) -> str:
    r"""Return what a reader of the page saw: no tag, no entity, lines where the page broke them.

    Examples
    --------
    >>> plain_text("<p>Too late&nbsp;&amp; dear</p><script>x()</script><p>Best regards<br>Al</p>")
    'Too late & dear\nBest regards\nAl'
    >>> plain_text("delivery < 3 days, a<b and c>d, R&D; write to <a.b@c.example> <3")
    'delivery < 3 days, a<b and c>d, R&D; write to <a.b@c.example> <3'
    """
    for _ in range(_TIMES):
        plain = _ENTITY.sub(_sign, _without_tags(text) if _is_page(text) else text)
        if plain == text:
            break
        text = plain.strip()
    return text


def _is_page(text: str) -> bool:
    """Whether a sign of HTML leaves no doubt."""
    return bool(_SURE.search(text)) or "-->" in text.partition("<!--")[2]


def _sign(entity: re.Match[str]) -> str:
    """Return the sign of an entity; ``R&D;`` is none."""
    name = entity.group()[1:-1]
    if name[0] != "#" and name not in _NAMED:
        return entity.group()
    return html.unescape(entity.group()).replace("\xa0", " ").replace("\xad", "")


def _without_tags(text: str) -> str:
    """Return the text between the tags; where these break lines, those of the source are blanks."""
    shown = _NOT_SHOWN.sub(" ", text)
    if any(_BREAKS.fullmatch(tag.group(2)) for tag in _TAG.finditer(shown)):
        shown = re.sub(r"\s+", " ", shown)
    lines = _TAG.sub(_in_place, shown).split("\n")
    tidy = (re.sub(r"[ \t]+", " ", line).strip() for line in lines)
    return "\n".join(line for line in tidy if line)


def _in_place(tag: re.Match[str]) -> str:
    """Return what stands in place of a tag: a line, a blank between cells, nothing in a word."""
    name, words = tag.group(2), tag.group(3).strip("/ \t\r\n")
    if "=" not in words and not _BARE.fullmatch(words.lower()):
        return tag.group()
    if _BREAKS.fullmatch(name):
        return "\n"
    return " " if _APART.fullmatch(name) else ""
