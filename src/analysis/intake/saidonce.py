"""One warning for files of which the same is to be said, with their number and summed counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.doubts.firstrows import said_where, with_sentence
from analysis.errors import counted
from analysis.results import Warned

_N = r"\d[\d,]*"
_ROWS = r"(?:row|line|cell|note)"
_VERBS = {
    "has": "have", "is": "are", "was": "were", "stands": "stand", "lacks": "lack", "does": "do",
    "holds": "hold", "names": "name", "says": "say", "lies": "lie", "begins": "begin",
}  # fmt: skip
#: Counts of rows, which may be summed. A sample is of all files, and a limit is no count.
_COUNTED = re.compile(
    rf"(?<![\w.,-])(?<!than )(?<!first )(?<!least )(?<!most )({_N})(?: of ({_N}))? ({_ROWS})s?\b"
    rf"(?! looked at)(?: ({'|'.join(_VERBS)})\b)?"
)
_FEW = 3  # files that are named


@dataclass(frozen=True)
class Said:
    """A warning and the file that it is of.

    Parameters
    ----------
    by_sample
        Whether its counts are of lines that stand for all files of one header.

    Examples
    --------
    >>> Said("a.csv", Warned("western_encoding", "a.csv is not UTF-8 in 2 rows.")).shape
    '<file> is not UTF-8 in <n> rows.'
    """

    file: str
    warned: Warned
    by_sample: bool = False

    @property
    def shape(self) -> str:
        """The message without its file and its counts of rows."""
        text = self.warned.message.replace(self.file, "<file>")
        return _COUNTED.sub(lambda one: _with_counts(one, ("<n>", "<n>")), text)

    @property
    def counts(self) -> tuple[int, ...]:
        """The counts of rows in the message."""
        found = (text for one in _COUNTED.finditer(self.warned.message) for text in one.group(1, 2))
        return tuple(int(text.replace(",", "")) for text in found if text)


def say_once(told: Sequence[Said], n_files: int) -> list[Warned]:
    """Return warnings with one for all files that say the same of a column.

    What holds in some of the ``n_files`` alone names these. Counts of rows are summed. Where other
    numbers differ, those of one file stand with its name.

    Examples
    --------
    >>> told = [Said(f"{at}.csv", Warned("a", f"{at} of 10 rows are blank.")) for at in (1, 2)]
    >>> say_once(told, 2)[0].message
    '3 of 20 rows are blank. (Counted over 2 files.)'
    >>> told = [Said(name, Warned("b", f"{name} is old.")) for name in ("x.csv", "y.csv")]
    >>> say_once(told, 2)[0].message
    'x.csv is old. So it is with y.csv.'
    """
    groups: dict[tuple[str, str | None, str], list[Said]] = {}
    for said in told:
        shape = re.sub(r"\d+", "0", said.shape)
        groups.setdefault((said.warned.code, said.warned.column, shape), []).append(said)
    found = []
    for group in groups.values():
        once = _of_group(list(dict.fromkeys(group)))
        first = next((said for said in group if said.warned == once), group[0])
        here = list(dict.fromkeys(said.file for said in group))
        file = first.file if n_files > 1 else ""
        placed = said_where(replace(once, line=first.warned.line), file)
        if len(here) < n_files and not any(name in placed.message for name in here):
            message = with_sentence(placed.message, f"It is so in {_some(here)}.")
            placed = replace(placed, message=message)
        found.append(placed)
    return found


def _some(files: Sequence[str]) -> str:
    more = len(files) - _FEW
    named = ", ".join(files[:_FEW])
    return named + (f" and {counted(more, 'other file')}" if more > 0 else "")


def _of_group(group: Sequence[Said]) -> Warned:
    files = list(dict.fromkeys(said.file for said in group))
    first, alike = group[0].warned, len({said.shape for said in group}) == 1
    if len(files) == 1 and len(group) > 1:
        return _most(group) if group[0].by_sample else first
    if len(group) == 1:
        return first
    if group[0].by_sample and first.message.replace(files[0], "") == first.message:
        return _most(group)
    if alike and group[0].counts and not group[0].by_sample:
        return _summed(group, len(files))
    if len({said.warned.message for said in group}) == 1:
        return first
    named = first.message if files[0] in first.message else f"{files[0]}: {first.message}"
    others = _some(files[1:])
    numbers = "" if alike else ", with other numbers,"
    return replace(first, message=f"{named} So it is{numbers} with {others}.")


def _most(group: Sequence[Said]) -> Warned:
    """Return the warning that looked at most lines."""
    return max(group, key=lambda said: said.counts[::-1]).warned


def _summed(group: Sequence[Said], n_files: int) -> Warned:
    sums = iter([sum(each) for each in zip(*(said.counts for said in group), strict=True)])
    first = group[0].warned

    def with_sum(one: re.Match[str]) -> str:
        numbers = tuple(f"{next(sums):,}" if text else "" for text in one.group(1, 2))
        return _with_counts(one, numbers)

    said = _COUNTED.sub(with_sum, first.message)
    return replace(first, message=f"{said} (Counted over {n_files:,} files.)")


def _with_counts(one: re.Match[str], numbers: tuple[str, ...]) -> str:
    """Return a count with other numbers, its noun and verb in the plural."""
    of, noun, verb = one.group(2, 3, 4)
    number = f"{numbers[0]} of {numbers[1]}" if of else numbers[0]
    ends = f" {_VERBS.get(verb, verb)}" if verb else ""
    return f"{number} {noun}s{ends}"
