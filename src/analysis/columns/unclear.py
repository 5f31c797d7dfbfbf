"""What a header leaves open, said with the lines of columns.toml that answer it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.cells.headerkeys import keys
from analysis.cells.optoutnames import tells_opt_outs
from analysis.columns.orderwords import CREATED
from analysis.columns.words import HEADER_WORDS, key_of
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.vocabulary import TABLES

_SAID = {
    "customer_id": "customer", "ordered_on": "date", "stated_on": "date", "touched_at": "date",
    "assigned_on": "date", "opened_on": "date",
}  # fmt: skip
_CREATED = frozenset(keys(CREATED))
_OFFERED, _PLACES = 3, 6  # columns that may be meant, by their headers or places
_LONGEST = 120  # a longer header is named by its place
#: What to do where no column is offered as the customer.
_NOBODY = (
    "the file seems to name no customer: export it again with the customer's number, address or "
    "name; or "
)
#: What to do with a file that may list opt-outs; where it has names, first what its people are.
_OPT_OUTS = (
    "if it lists who must not be contacted, put this into columns.toml:\n"
    '[{}]\ntable = "suppressions"'
)
_PEOPLE = ("customers", "contacts")
#: So many columns are a table.
_A_TABLE = 3
_NAMED = 20  # headers that are shown of a file


#: Code of the warning that the amount of a line is read beside that of its order.
LINE_AMOUNT = "amount_of_the_line"
#: Code of the warning that a sale is read in the place of what was paid out for it.
PAYOUT = "payout_not_read"
#: Code of the warning that a column is read by its cells, as no header is known.
BY_CELLS = "column_by_cells"


def left_out(column: str, names: list[str]) -> Warned:
    """Say that several columns would serve an optional need, and none does."""
    return Warned(
        "two_columns_fit",
        f"{quoted(names, most=_NAMED)} would each serve as {column}; none is used. Name one in "
        "columns.toml.",
        column=column,
    )


def of_a_line(header: Sequence[str], places: Sequence[int], line: int) -> Warned:
    """Say that the money of a line is read, and not that of its order."""
    others = [header[at] for at in places if at != line]
    said = f"Amounts are read from '{header[line][:40]}', the money of a line; "
    said += f"{quoted(others, most=_NAMED)} {'is' if len(others) == 1 else 'are'} of a whole order."
    return Warned(LINE_AMOUNT, said, column=header[line])


def quoted(names: Sequence[str], *, most: int = 8) -> str:
    """Quote names for a message; long or many ones are cut.

    Examples
    --------
    >>> quoted(["a", "b"]), quoted(["a", "b", "c"], most=1)
    ("'a', 'b'", "'a' and 2 more")
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"'{name[:40]}'" for name in names[:most]) + more


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


def put(line: str) -> str:
    """Return what to do where a line of columns.toml answers what a column of orders is.

    Examples
    --------
    >>> put('decimal = ","')
    'put decimal = "," under [transactions] into columns.toml'
    """
    return f"put {line} under [transactions] into columns.toml"


def leave_out(name: str) -> str:
    """Return what to do where a column is not to be used."""
    return put(f"ignore = [{toml_text(name)}]")


def blocks_of(header: Sequence[str]) -> list[list[int]]:
    """Return the places of each table where a header is that of one several times, side by side.

    Examples
    --------
    >>> blocks_of(["Id", "Day", "Net", "", "Id", "Day", "Net"])
    [[0, 1, 2], [4, 5, 6]]
    >>> blocks_of(["Id", "Day", "Net", "Id"]), blocks_of(["Net", "Net"])
    ([], [])
    """
    filled = [at for at, name in enumerate(header) if name.strip()]
    names = [header[at].strip().casefold() for at in filled]
    size = next((at for at in range(1, len(names)) if names[at] == names[0]), 0)
    n_blocks, over = divmod(len(names), size or 1)
    if size < _A_TABLE or over or names != names[:size] * n_blocks:
        return []
    return [filled[at : at + size] for at in range(0, len(filled), size)]


def refuse_blocks(header: Sequence[str], left: Sequence[str], file: str) -> None:
    """Refuse tables that stand side by side with the same header.

    Parameters
    ----------
    left
        The header without columns that repeat all cells of another: these are no second table.

    Raises
    ------
    InputRefused
        With the column where the second begins.
    """
    names = [name for name in left if name]
    if (blocks := blocks_of(header)) and len(names) > len({*names}):
        at = blocks[1][0]
        raise InputRefused(
            f"{file} has {len(blocks)} tables side by side with the same header, the second from "
            f"column {at + 1} ('{header[at][:40]}') on",
            "one table a file",
            "put one below the other, under one header, or save each as a file of its own",
            code="tables_side_by_side", file=file, column=header[at][:40],
        )  # fmt: skip


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
        f"{file} has {len(names)} columns that could be {column}: {quoted(names, most=_NAMED)}",
        f"one column for {column}",
        f"put this into columns.toml:\n[{table}]\n" + "\nor\n".join(answers),
        code="duplicate_column" if same else "two_candidates", file=file, column=names[0][:40],
    )  # fmt: skip


def which_is_meant(
    happened: str, expected: str, answers: Iterable[str], *, file: str, column: str,
    code: str = "two_candidates",
) -> InputRefused:  # fmt: skip
    """Return a question about orders with the lines of columns.toml that answer it in some way."""
    return InputRefused(
        happened, expected,
        "put this into columns.toml:\n[transactions]\n" + "\nor\n".join(answers),
        code=code, file=file, column=column[:40],
    )  # fmt: skip


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


@dataclass(frozen=True)
class Offer:
    """What may serve a lacking column.

    Parameters
    ----------
    places
        Canonical column -> position: the column itself, or those from which it is computed.
    said
        What its cells show.
    is_open
        Whether another offer is as good, so that the analyst chooses.
    beside
        Lines of columns.toml without which it does not serve.
    """

    places: Mapping[str, int]
    said: str
    is_open: bool = False
    beside: tuple[str, ...] = ()


def _answer_lines(column: str, offers: Sequence[Offer] | None, header: Sequence[str]) -> str:
    """Return the lines that serve a lacking column, with ``or`` between open readings."""
    if offers is None:  # nobody looked at the cells
        return f'{column} = "<its header>"'
    if not (fitting := _fitting(offers, header)):
        unfit = '"<its header>"  #' if any(header) else "1  # its position, counted from 1;"
        return f"{column} = {unfit} no column looks like it"
    best = [one for one in fitting if one.is_open] or fitting[:1]
    others = [one for one in fitting if one not in best and column in one.places]
    readings = ["\n".join(_reading(one, header)) for one in best]
    readings[-1] += _others_said(column, others, header)
    return "\nor\n".join(readings)


def _fitting(offers: Sequence[Offer], header: Sequence[str]) -> list[Offer]:
    """Return the offers that a header has: rows may be longer."""
    return [one for one in offers if max(one.places.values()) < len(header)]


def _reading(offer: Offer, header: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one offer; the last says what its cells show."""
    last = [*offer.places][-1]
    yield from offer.beside
    for column, at in offer.places.items():
        plain = f"{column} = {_called(header, at)}"
        counted = "its position, counted from 1, by its values" * (not any(header))
        shown = f"such as {offer.said}" * bool(offer.said)
        told = "; ".join(filter(None, (counted, shown)))
        yield f"{plain}  # {told}" if column == last and told else plain


def _others_said(column: str, others: Sequence[Offer], header: Sequence[str]) -> str:
    if not any(header):
        places = " or ".join(str(one.places[column] + 1) for one in others[:_PLACES])
        return f"; it may also be {places}" if places else ""
    shown = others[: _OFFERED - 1]
    return "".join(f"; or {_called(header, one.places[column])}: {one.said}" for one in shown)


def _called(header: Sequence[str], at: int) -> str:
    """Return a column as columns.toml names it: by its header, or else by its place."""
    name = header[at]
    known = name and len(name) <= _LONGEST and header.count(name) == 1
    return toml_text(name) if known else str(at + 1)


def _by_header(
    column: str, table: str, places: Mapping[str, tuple[int, ...]], header: Sequence[str]
) -> str:
    """Say what is read already. Money and days are no answer: what is doubtful stays so."""
    if column not in places:
        of = [header[places[one][0]] for one in ("quantity", "unit_price") if one in places]
        return f"# {column}: {' x '.join(map(toml_text, of))}, as they are read"
    called = _called(header, places[column][0])
    if column == "ordered_on" and key_of(header[places[column][0]]) in _CREATED:
        said = "when it was entered; name the day of the sale if another column has it"
        return f"# {column}: {called}, {said}"
    if TABLES[table].column(column).kind in {"money", "date", "timestamp"}:
        return f"# {column}: {called}, as it is read"
    return f"{column} = {called}"


def no_column(
    table: str, lacking: list[str], places: Mapping[str, tuple[int, ...]],
    header: Sequence[str], file: str, likely: Mapping[str, Sequence[Offer]],
) -> InputRefused:  # fmt: skip
    """Return the refusal of a file without a needed column, with the lines of a map to fill in."""
    names = [name for name in header if name]
    seen = f"its header is {quoted(names, most=_NAMED)}" if names else "it has no header line"
    lines = [f"[{toml_text(file)}]", f'table = "{table}"', "header = false"]
    lines = [f"[{table}]"] if names else lines
    needed = dict.fromkeys([*TABLES[table].required, *lacking])
    answers = {
        column: _answer_lines(column, likely.get(column), header)
        if column in lacking else _by_header(column, table, places, header)
        for column in needed
    }  # fmt: skip
    opened = [one for one in answers.values() if "\nor\n" in one]
    lines += [one for one in answers.values() if one not in opened]
    lines += [f"\n{one}" for one in opened]  # apart, that one sees between what to choose
    said = " or ".join(_SAID.get(column, column) for column in lacking[:1])
    if table == "transactions" and len(header) == 1:
        return InputRefused(
            f"{file} is no table: each of its lines is one field, the first "
            f"'{header[0][:_LONGEST]}'",
            "lines with a customer, a day and an amount, parted by a sign such as ; or ,",
            "leave the file out, or export it as CSV; if another sign parts its fields, put "
            f'delimiter = "<the sign>" under [{toml_text(file)}] into columns.toml',
            code=f"no_{said}_column", file=file, column=lacking[0],
        )  # fmt: skip
    offers = likely.get("customer_id") if table == "transactions" else None
    nobody = _NOBODY * (offers is not None and not _fitting(offers, header))
    opt_outs = _may_list_opt_outs(header)
    to_do = f"{nobody}{_else_said(table, file, opt_outs=opt_outs)}"
    if opt_outs and table in _PEOPLE and "name" in places:
        to_do = f"if it lists {table}, name its columns,"
        lines += [f"or, {_OPT_OUTS.format(toml_text(file))}"]
    return InputRefused(
        f"{file} has no column for {_and(lacking)} (read as {table}); {seen}",
        f"a column for each of {', '.join(needed)}",
        "\n".join([f"{to_do} with these lines:", *lines]),
        code=f"no_{said}_column", file=file, column=lacking[0],
    )  # fmt: skip


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _may_list_opt_outs(header: Sequence[str]) -> bool:
    """Whether a file without customers may list who opted out: addresses, or words of opt-outs.

    Examples
    --------
    >>> _may_list_opt_outs(["E-Mail", "Name"]), _may_list_opt_outs(["Ort", "Unsubscribed at"])
    (True, True)
    >>> _may_list_opt_outs(["Kundennr", "E-Mail"]), _may_list_opt_outs(["Ort", "Betrag"])
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
            f"{_OPT_OUTS.format(toml_text(file))}\n"
            f"leave it out only if it holds neither opt-outs nor {table}; else name its columns,"
        )
    return f"leave the file out if it holds no {table}; else name it in columns.toml,"
