"""Lines of columns.toml with a list of words, where one of the name may stand there already."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text

_NAME = re.compile(r"\s*(\w+)\s*=")


def words_line(name: str, words: Sequence[str], stated: Stated) -> str:
    """Return the line that says it of these words too, beside those of which it is said already.

    Examples
    --------
    >>> words_line("order_words", ["offen"], Stated())
    'order_words = ["offen"]'
    >>> words_line("order_words", ["offen"], Stated(order_words=("auf ziel",)))
    'order_words = ["auf ziel", "offen"]  # in place of the line that stands there'
    """
    known: tuple[str, ...] = getattr(stated, name)
    listed = ", ".join(map(toml_text, dict.fromkeys((*known, *words))))
    return f"{name} = [{listed}]" + ("  # in place of the line that stands there" if known else "")


def words_section(stated: Stated, table: str) -> str:
    """Return the section in which words are said: the file's own where it says some already."""
    own = {"order_words", "cancel_words", "return_words"} & stated.own
    return toml_text(stated.section) if own and stated.section else table


def one_of_two(text: str, line: int) -> str:
    r"""Return what to do about a name that stands twice in a section, again in a line.

    Examples
    --------
    >>> one_of_two('[transactions]\norder_words = ["a"]\norder_words = ["b"]\n', 3)
    'write one line in place of both: order_words = ["a", "b"]'
    >>> one_of_two('[transactions]\namount = "Net"\namount = "Sum"\n', 3)
    'keep one of the two; if each is for another file, put one under a section of that file'
    """
    lines = text.splitlines()[:line]
    found = _NAME.match(lines[-1]) if lines else None
    name = found[1] if found else ""
    same = [one for one in lines if (told := _NAME.match(one)) and told[1] == name]
    lists = [_list_of(one, name) for one in same[-2:]]
    if name and len(lists) == 2 and all(lists):
        listed = ", ".join(map(toml_text, dict.fromkeys(word for one in lists for word in one)))
        return f"write one line in place of both: {name} = [{listed}]"
    return "keep one of the two; if each is for another file, put one under a section of that file"


def _list_of(line: str, name: str) -> list[str]:
    try:
        found = tomllib.loads(line)[name]
    except tomllib.TOMLDecodeError:
        return []
    is_list = isinstance(found, list) and all(isinstance(word, str) for word in found)
    return found if is_list else []
