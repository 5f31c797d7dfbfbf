"""What a header leaves open, said with the lines of columns.toml that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.cells.optoutnames import tells_opt_outs
from analysis.columns.words import HEADER_WORDS, key_of
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.vocabulary import TABLES

_SAID = {
    "customer_id": "customer", "ordered_on": "date", "stated_on": "date", "touched_at": "date",
    "assigned_on": "date", "opened_on": "date",
}  # fmt: skip
_OFFERED = 3  # columns that may be meant
_LONGEST = 120  # a longer header is named by its place


#: Code of the warning that the amount of a line is read beside that of its order.
LINE_AMOUNT = "amount_of_the_line"


def left_out(column: str, names: list[str]) -> Warned:
    """Say that several columns would serve an optional need, and none does."""
    return Warned(
        "two_columns_fit",
        f"{_listed(names)} would each serve as {column}; none is used. Name one in columns.toml.",
        column=column,
    )


def of_a_line(header: Sequence[str], places: Sequence[int], line: int) -> Warned:
    """Say that the money of a line is read, and not that of its order."""
    others = [header[at] for at in places if at != line]
    said = f"Amounts are read from '{header[line][:40]}', the money of a line; {_listed(others)} "
    said += f"{'is' if len(others) == 1 else 'are'} of a whole order."
    return Warned(LINE_AMOUNT, said, column=header[line])


def _listed(names: Sequence[str]) -> str:
    """Quote header names for a message; long or many ones are cut."""
    shown = [f"'{name[:40]}'" for name in names[:20]]
    return ", ".join(shown) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def toml_text(text: str) -> str:
    r"""Return a text as a TOML string.

    Examples
    --------
    >>> print(toml_text('a "b"'))
    "a \"b\""
    """
    shown = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = (f"\\u{ord(s):04x}" if ord(s) < 32 or ord(s) == 127 else s for s in shown)
    return '"' + "".join(escaped) + '"'


def two_candidates(table: str, column: str, places: Mapping[int, str], file: str) -> InputRefused:
    """Return the question which of several columns serves a need."""
    names = list(places.values())
    same = len(set(names)) == 1
    answers = (
        [f"{column} = {at + 1}  # its position, counted from 1" for at in places]
        if same
        else [f"{column} = {toml_text(name)}" for name in names]
    )
    return InputRefused(
        f"{file} has {len(names)} columns that could be {column}: {_listed(names)}",
        f"one column for {column}",
        f"put this into columns.toml:\n[{table}]\n" + "\nor\n".join(answers),
        code="duplicate_column" if same else "two_candidates",
        file=file,
        column=names[0][:40],
    )


def one_field(header: str, sign: str, file: str) -> InputRefused:
    """Return the refusal of a header whose names stand in one field."""
    shown = {"\t": "a tab"}.get(sign, f"the sign {sign}")
    stated = f'; or put this into columns.toml:\n[{toml_text(file)}]\ndelimiter = ":"'
    return InputRefused(
        f"{file}: the header has the names of several columns in one field, with {shown} between "
        f"them: '{header[:80]}'",
        "columns parted by comma, semicolon, tab, pipe or caret, and no quotes around whole lines",
        f"export it again so; or in a text editor put a tab in place of {shown} and take quotes "
        "around whole lines away" + (stated if sign == ":" else ""),
        code="one_field", file=file,
    )  # fmt: skip


def _position_said(likely: Sequence[int]) -> str:
    """Return a position for columns.toml, and what else it may be."""
    if not likely:
        return "1  # its position, counted from 1; no column looks like it"
    others = " or ".join(str(at + 1) for at in likely[1:])
    also = f"; it may also be {others}" if others else ""
    return f"{likely[0] + 1}  # its position, counted from 1, by its values{also}"


def _header_said(likely: Mapping[int, str] | None, header: Sequence[str]) -> str:
    """Return the header of the best candidate for columns.toml, with what its cells show."""
    if likely is None:  # nobody looked at the cells
        return '"<its header>"'
    likely = {at: cells for at, cells in likely.items() if at < len(header)}  # rows may be longer
    if not likely:
        return '"<its header>"  # no column looks like it'
    called = [_called(header, at) for at in likely]
    first, *others = zip(called[:_OFFERED], likely.values(), strict=False)
    also = "".join(f"; or {name}: {cells}" for name, cells in others)
    return f"{first[0]}  # such as {first[1]}{also}"


def _called(header: Sequence[str], at: int) -> str:
    """Return a column as columns.toml names it: by its header, or else by its place."""
    name = header[at]
    known = name and len(name) <= _LONGEST and header.count(name) == 1
    return toml_text(name) if known else str(at + 1)


def _answer(
    column: str, places: Mapping[str, tuple[int, ...]], header: Sequence[str],
    likely: Mapping[int, str] | None,
) -> str:  # fmt: skip
    """Return the line of columns.toml for a needed column."""
    if not any(header):
        return f"{column} = {_position_said([*(likely or ())])}"
    if column in places:
        return f"{column} = {_called(header, places[column][0])}"
    return f"{column} = {_header_said(likely, header)}"


def no_column(
    table: str, lacking: list[str], places: Mapping[str, tuple[int, ...]],
    header: Sequence[str], file: str, likely: Mapping[str, Mapping[int, str]],
) -> InputRefused:  # fmt: skip
    """Return the refusal of a file without a needed column, with the lines of a map to fill in."""
    names = [name for name in header if name]
    seen = f"its header is {_listed(names)}" if names else "it has no header line"
    lines = (
        [f"[{table}]"]
        if names
        else [f"[{toml_text(file)}]", f'table = "{table}"', "header = false"]
    )
    needed = dict.fromkeys([*TABLES[table].required, *lacking])
    lines += [_answer(column, places, header, likely.get(column)) for column in needed]
    said = " or ".join(_SAID.get(column, column) for column in lacking[:1])
    return InputRefused(
        f"{file} has no column for {_and(lacking)} (read as {table}); {seen}",
        f"a column for each of {', '.join(needed)}",
        f"{_else_said(table, file, opt_outs=may_list_opt_outs(header))} with these lines:\n"
        + "\n".join(lines),
        code=f"no_{said}_column",
        file=file,
        column=lacking[0],
    )


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def may_list_opt_outs(header: Sequence[str]) -> bool:
    """Whether a file without customers may list who opted out: addresses, or words of opt-outs.

    Examples
    --------
    >>> may_list_opt_outs(["E-Mail", "Name"]), may_list_opt_outs(["Ort", "Unsubscribed at"])
    (True, True)
    >>> may_list_opt_outs(["Kundennr", "E-Mail"]), may_list_opt_outs(["Ort", "Betrag"])
    (False, False)
    """
    words = HEADER_WORDS["suppressions"]
    keys = {*map(key_of, header)}
    known = {c for c in ("customer_id", "email", "phone") if keys.intersection(*words[c][:1])}
    told = len(known) > 0 or any(map(tells_opt_outs, header))
    return told and "customer_id" not in known


def _else_said(table: str, file: str, *, opt_outs: bool) -> str:
    """Say what else a file may be; one that may list opt-outs is never just left out."""
    if table == "suppressions":
        said = "leave it out only if it lists nobody who opted out; else name the column of the "
        return said + "customer, or of an address or number (email = ..., phone = ...),"
    if opt_outs:
        return (
            "if it lists who must not be contacted, put this into columns.toml:\n"
            f'[{toml_text(file)}]\ntable = "suppressions"\n'
            f"leave it out only if it holds neither opt-outs nor {table}; else name its columns,"
        )
    return f"leave the file out if it holds no {table}; else name it in columns.toml,"
