"""The text of a new columns.toml, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.columns.namepatterns import pattern_of
from analysis.columns.remembered import Seen
from analysis.columns.unclear import toml_text
from analysis.intake.proposal import FileProposal, MapProposal, Proposed
from analysis.intake.questions import Question
from analysis.vocabulary import TABLES

_HEAD = (
    "# Column map proposed by whyleft map. Correct what is wrong; the next run uses it.",
    "# Dates, amounts and listed words are shown as they are; all else is masked: digits as 9,",
    "# letters as x. A line behind # does nothing.",
)
_WIDTH = 96


@dataclass(frozen=True)
class Section:
    """One section as it would be written: its name, its files, its lines by what they set."""

    name: str
    files: tuple[str, ...]
    lines: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...]
    seen: Seen

    def text(self) -> list[str]:
        """Return all lines of the section."""
        files = ", ".join(self.files[:5]) + (" ..." if len(self.files) > 5 else "")
        body = [line for lines in self.lines.values() for line in lines]
        seen = self.seen.as_toml(self.name) if self.seen != Seen() else []
        head = [f"[{self.name}]"] + ([f"# from {_plain(files)}"] if self.name in TABLES else [])
        return ["", *head, *body, *self.remarks, *([""] if seen else []), *seen]


def as_toml(proposal: MapProposal) -> str:
    r"""Return the text of a columns.toml that ``check_exports`` reads.

    Examples
    --------
    >>> column = Proposed("amount", "Betrag", 2, ("12,50",), ("decimal comma",))
    >>> file = FileProposal("a.csv", "transactions", columns=(column,), decimal=",")
    >>> print(*as_toml(MapProposal((file,))).splitlines()[3:], sep="\n")
    <BLANKLINE>
    [transactions]
    # from a.csv
    amount = "Betrag"  # 12,50
    #   decimal comma
    decimal = ","
    """
    lines = [*_HEAD, *(line for section in sections_of(proposal) for line in section.text())]
    for file in filter(_is_hopeless, proposal.files):
        lines += [line for question in file.questions for line in _question_lines(question)]
    if proposal.left_out:
        lines.append(f"# Beside the orders, and not read: {', '.join(proposal.left_out)[:80]}.")
    if proposal.lists:
        lines.append(f"# {len(proposal.lists):,} of the files are call lists, which need no map.")
    return "\n".join(lines) + "\n"


def sections_of(proposal: MapProposal) -> list[Section]:
    """Return the sections of a proposal: one a table, more where its files contradict each other.

    Examples
    --------
    >>> sections_of(MapProposal((FileProposal("a.csv", "reasons"),)))[0].name
    'reasons'
    """
    made: list[Section] = []
    hopeless = [file for file in proposal.files if _is_hopeless(file)]
    for table in dict.fromkeys(file.table for file in proposal.files):
        files = [f for f in proposal.files if f.table == table and f not in hopeless]
        for number, group in enumerate(_groups(files)):
            name = group[0].section
            free = table not in proposal.maps.sections
            if not name and table and number == 0 and group[0].header and free:
                name = table
            if name or (name := _pattern(group, proposal)):
                made.append(_section(name, group))
            else:
                made += [_section(file.file, [file]) for file in group]
    return made


def _is_hopeless(file: FileProposal) -> bool:
    """Whether no line of a map could help: the file itself is at fault."""
    return not file.table and not any(question.answers for question in file.questions)


def _pattern(group: Sequence[FileProposal], proposal: MapProposal) -> str:
    """Return a file name with its month or number left open, if it fits this group only.

    Positions are for files without a header: the name must say which, and fit no file beside them.
    """
    if not group[0].table or any(proposal.maps.own_section(file.file) for file in group):
        return ""
    names, every = {file.file for file in group}, [file.file for file in proposal.files]
    if group[0].header:
        return pattern_of(names, every)
    found = pattern_of(names, [*every, *proposal.beside_files])
    return found if re.search(r"[^\W\d_]{3}", found.split(".")[0]) else ""


def _groups(files: Sequence[FileProposal]) -> list[list[FileProposal]]:
    """Group the files of a table that one section can speak for, the largest group first."""
    orders = {_order_of(file) for file in files} - {""}
    signs = {file.decimal for file in files} - {""}
    groups: list[tuple[dict[str, Any], list[FileProposal]]] = []
    for file in files:
        says: dict[str, Any] = {
            c.column: c.position if _by_position(file, c) else c.header for c in file.columns
        }
        says |= {"section ": file.section, "header ": file.header or file.file}
        says |= {"order ": _order_of(file)} if len(orders) > 1 else {}
        says |= {"decimal ": file.decimal} if len(signs) > 1 else {}
        for known, group in groups:
            if file.table and all(known.get(key, value) == value for key, value in says.items()):
                known.update(says)
                group.append(file)
                break
        else:
            groups.append((says, [file]))
    return sorted((group for _, group in groups), key=len, reverse=True)


def _order_of(file: FileProposal) -> str:
    return "apart" if file.stands_apart else file.date_order


def _by_position(file: FileProposal, column: Proposed) -> bool:
    return column.by_position or not file.header


def _section(name: str, files: Sequence[FileProposal]) -> Section:
    first = files[0]
    lines: dict[str, tuple[str, ...]] = {}
    if name not in TABLES and first.table:
        lines["table"] = (f'table = "{first.table}"',)
    if not first.header:
        lines["header"] = ("header = false",)
    for file in files:
        for column in file.columns:
            place = _by_position(file, column)
            lines.setdefault(column.column, tuple(_column_lines(column, by_position=place)))
    for option in ("date_order", "decimal"):
        found = {getattr(file, option) for file in files} - {""}
        if len(found) == 1:
            lines[option] = (f"{option} = {toml_text(found.pop())}",)
    for question in dict.fromkeys(one for file in files for one in file.questions):
        lines[f"?{question.code} {question.asked}"] = tuple(_question_lines(question))
    shown = name if name in TABLES else toml_text(name)
    names = tuple(file.file for file in files)
    return Section(shown, names, lines, tuple(_remarks(first)), _union(files))


def _column_lines(column: Proposed, *, by_position: bool) -> Iterator[str]:
    named = str(column.position) if by_position else toml_text(column.header)
    header = f" {_plain(column.header)}:" if by_position and column.header else ""
    samples = " | ".join(_plain(sample) for sample in column.samples)
    told = f"{header} {samples}".strip()
    yield f"{column.column} = {named}" + (f"  # {told}" if told else "")
    yield from _wrapped("; ".join(column.evidence), "#   ")


def _question_lines(question: Question) -> Iterator[str]:
    yield ""
    word = "QUESTION" if question.needed else "QUESTION (may stay open)"
    yield from _wrapped(f"{word}: {question.asked}", "# ")
    if question.answers:
        yield "# Take the # away from the line that is right:"
    yield from (f"# {answer}" for answer in question.answers)


def _remarks(file: FileProposal) -> Iterator[str]:
    """Return the columns that are not used, as comments."""
    if file.unused:
        yield "# Not used:"
    for unused in file.unused:
        also = {"a date": "also looks like a date", "a number": "also looks like a number"}
        look = also.get(unused.looks_like, unused.looks_like)
        name = f"'{_plain(unused.header)}'" if unused.header else f"column {unused.position}"
        samples = " | ".join(map(_plain, unused.samples))
        yield f"#   {name}: {look}" + (f"  {samples}" if samples else "")


def _union(files: Sequence[FileProposal]) -> Seen:
    """Return the look of files that share a section."""
    if len(files) == 1:
        return files[0].seen
    looks = [file.seen for file in files]
    header = looks[0].header
    if any(look.header != header for look in looks):
        header = tuple(dict.fromkeys(name for look in looks for name in look.header))
    sometimes = tuple(name for name in header if any(name not in look.header for look in looks))
    status, currency = (
        tuple(sorted({word for look in looks for word in getattr(look, name)}))
        for name in ("status", "currency")
    )
    plain = {
        name: found.pop()
        if len(found := {getattr(look, name) for look in looks} - {""}) == 1
        else ""
        for name in ("delimiter", "encoding", "date_order", "date_sign", "decimal")
    }
    n_columns = looks[0].n_columns
    return Seen(header, sometimes, n_columns, **plain, status=status, currency=currency)


def _plain(text: str, most: int | None = 80) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)[:most]


def _wrapped(text: str, start: str) -> Iterator[str]:
    line = ""
    for word in _plain(text, None).split():
        if line and len(start) + len(line) + len(word) >= _WIDTH:
            yield f"{start}{line}"
            line = ""
        line = f"{line} {word}".strip()
    if line:
        yield f"{start}{line}"
