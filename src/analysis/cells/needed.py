r"""What a text must hold for a pattern to fit: a look for a few words is a hundredth of a search.

Python tries every branch of an alternation at every place of a text. A branch fits only where its
plain letters stand, so those are looked for first.

References
----------
Cox (2012), Regular Expression Matching with a Trigram Index: required strings of a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

#: One of these stands in each text that fits; empty where that cannot be told.
Words = frozenset[str]
#: An escape, a class, the beginning or end of a group, a choice, how often, or one sign.
_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:<?[!=]|:)|[()|]|(?:[*+?]|\{\d*,?\d*\})\??|.", re.DOTALL
)
_NOT_PLAIN = frozenset("^$.")
_NEEDED_NONE = Words()


class Branches:
    r"""The branches of patterns, each with the words of which it needs one.

    Parameters
    ----------
    patterns
        Regular expressions for texts of one case, without back references and inline flags.

    Examples
    --------
    >>> branches = Branches([r"(do|does) ?n[o']?t (call|e-?mail)\b", "nicht (mehr )?anrufen"])
    >>> branches.fit("please don't call"), branches.fit("they call"), branches.fit("anrufen")
    (True, False, False)
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        for branch in (one for pattern in patterns for one in split_branches(pattern)):
            for word in words_needed(branch) or {""}:
                self._by_word.setdefault(word, []).append(branch)

    def fit(self, text: str) -> bool:
        """Whether one of the patterns is found in a text."""
        met = (branches for word, branches in self._by_word.items() if word in text)
        return any(_compiled(branch).search(text) for branches in met for branch in branches)


@cache
def _compiled(branch: str) -> re.Pattern[str]:
    return re.compile(branch)


def split_branches(pattern: str) -> list[str]:
    """Return the branches of the outermost choice of a pattern.

    Examples
    --------
    >>> split_branches("a(b|c)|[|]d")
    ['a(b|c)', '[|]d']
    """
    branches, depth = [""], 0
    for piece in _PIECE.findall(pattern):
        depth += piece.startswith("(") - (piece == ")")
        if piece == "|" and not depth:
            branches.append("")
        else:
            branches[-1] += piece
    return branches


def words_needed(pattern: str) -> Words:
    r"""Return words of which one stands in every text that a pattern fits; empty for no such words.

    Examples
    --------
    >>> sorted(words_needed(r"no (more|further) (calls|e-?mails)\b"))
    ['calls', 'mails']
    >>> sorted(words_needed(r"(very )?(un)?happ(y|ier)")), words_needed(r"\w+|stop")
    (['happ'], frozenset())
    """
    return _of_choice(iter([*_PIECE.findall(pattern), ")"]))


def _of_choice(pieces: Iterator[str]) -> Words:
    """Return the words of a group, up to its end."""
    parts, branches = list[tuple[str, Words]](), list[Words]()
    for piece in pieces:
        if piece in "|)":
            branches.append(_best(parts))
            parts = []
            if piece == ")":
                break
        elif piece.startswith("("):
            inner = _of_choice(pieces)
            parts.append(("", inner if piece in {"(", "(?:"} else _NEEDED_NONE))
        elif piece[0] in "*?" or piece.startswith(("{0", "{,")):
            parts[-1] = ("", _NEEDED_NONE)
        elif piece[0] in "+{":
            parts.append(("", _NEEDED_NONE))
        else:
            plain = piece if len(piece) == 1 else piece[1] * (not piece[1].isalnum())
            plain = "" if piece in _NOT_PLAIN or piece.startswith("[") else plain
            parts.append((plain, _NEEDED_NONE))
    return frozenset().union(*branches) if all(branches) else _NEEDED_NONE


def _best(parts: Sequence[tuple[str, Words]]) -> Words:
    """Return the words that say most of a sequence: the longest run of plain signs, or a group's.

    Every part that may be left out, or that is any of several signs, ends a run.
    """
    runs = "".join(sign or "\n" for sign, _ in parts).split("\n")
    offered = [Words({run}) for run in runs if run] + [words for _, words in parts if words]
    return max(offered, key=lambda words: min(map(len, words)), default=_NEEDED_NONE)
