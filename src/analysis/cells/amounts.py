"""Money and numbers from text: the decimal sign by votes over the whole column.

The engine groups a column by shape (digits become 9); Python votes on the few shapes; the engine
then converts with one expression.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.cells.daytexts import month_named
from analysis.cells.fields import Cell
from analysis.engine import quote_text
from analysis.errors import InputRefused, counted
from analysis.results import Warned

#: What may stand between the thousands and beside a currency, and is no part of a number.
GAPS = "[ \\t\u00a0\u202f\u2007\u2009'’`´]"
SIGNS = "€$£¥₹₽₺₴₩¢"
_CODES = (
    "US\\$|CA\\$|AU\\$|NZ\\$|HK\\$|MX\\$|[ACSR]\\$|EUROS?|"
    "EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|JPY|CNY|INR|AUD|CAD|NZD|MXN|BRL|ZAR|TRY|RON|BGN|"
    "AED|SAR|SGD|HKD|ARS|CLP|COP|PEN|ILS|KRW|THB|RUB|UAH|ISK|MAD|TND|"
    "S?Fr\\.|kr\\.?|zł|Kč|Rs\\.?|Ft|руб\\.?"
)
#: The sign or the code of a currency, as it stands beside a number.
UNIT = f"(?:{_CODES}|[{SIGNS}])"
#: What no number has: a currency between digits, a blank that is not before a group of three.
JOINED = (
    rf"(?i)\d[.,]?{GAPS}*{UNIT}{GAPS}*[-+(]?[.,]?\d|\d{{4,}}{GAPS}+\d|\d[.,]\d*{GAPS}+\d|"
    rf"\d{GAPS}+(?:\d{{1,2}}(?:\D|$)|\d{{4,}}|[.,]\d)"
)
_JOINED = re.compile(JOINED)
#: Currencies of which nobody writes a part of a unit.
_WHOLE_UNITS = re.compile("[¥₩]|JPY|KRW|CLP|ISK")
_SIGN_CODES = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₴": "UAH", "$": "USD",
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "MX$": "MXN", "R$": "BRL", "EURO": "EUR", "EUROS": "EUR", "FR.": "CHF",
    "SFR.": "CHF", "ZŁ": "PLN", "KČ": "CZK", "RS": "INR", "RS.": "INR", "FT": "HUF", "РУБ": "RUB",
    "РУБ.": "RUB",
}  # fmt: skip
_PLAIN = re.compile(r"[+-]?9+(\.9+)?|[+-]?\.9+")
#: Letters that may stand with a number: of currencies, signs and powers of ten.
_WITH_NUMBERS = re.compile(rf"(?i){UNIT}|(?<=9)(?:CR|DR|S|H|E(?=[-+]?9))")
#: What a spreadsheet makes of a number such as 1.5 or 5.24: a day, or a month of a year.
_DAY_OF_MONTH = re.compile(r"9{1,2}[.-]?\s?([^\W\d_]{3,10})\.?|([^\W\d_]{3,10})\.?[- ]9{2,4}")
_DAY_IN_NUMBERS = re.compile(r"9{1,2}([./-])9{1,2}\1(?:9999|99)|9999-99-99")
_SIDE = re.compile(r"9\s?([SH])$")
DECIMAL_ANSWERS = ('decimal = ","', 'decimal = "."')
#: So many cells such as 1,999 without one of one or two places are thousands, and half as many
#: whole numbers beside them.
_SURE_THOUSANDS = 40
MONEY, WIDE_MONEY = "DECIMAL(18,4)", "DECIMAL(38,10)"


@dataclass(frozen=True)
class NumberColumn:
    """The shapes of one number column with their row counts.

    Parameters
    ----------
    typed
        Whether its decimals stand in number cells of a workbook alone. A program shows these with a
        point whatever the country, so they prove nothing of texts in other columns.
    """

    cell: Cell
    shapes: Mapping[str, int]
    typed: bool = False

    @property
    def plain(self) -> bool:
        """Whether the engine's own cast reads every shape (a point, or nothing, is the sign)."""
        return all(_PLAIN.fullmatch(shape) for shape in self.shapes)

    @property
    def sides(self) -> bool:
        """Whether most cells end with S or H, the sides of German accounts, and some with S."""
        ends = Counter[str]()
        for shape, n in self.shapes.items():
            if found := _SIDE.search(shape):
                ends[found[1]] += n
        return bool(ends["S"]) and 2 * ends.total() > sum(self.shapes.values())

    @property
    def votes(self) -> Counter[str]:
        """How many rows prove each decimal sign; ``?`` counts those that prove neither.

        One cell in a thousand with the other sign is a slip, and proves nothing.
        """
        proved = self._all_votes
        return proved - Counter({"," if proved["."] > proved[","] else ".": self.n_slips})

    @property
    def _all_votes(self) -> Counter[str]:
        proved: Counter[str] = Counter()
        for shape, n in self.shapes.items():
            if vote := vote_of(shape):
                proved[vote] += n
        return proved

    @property
    def n_slips(self) -> int:
        """Rows with the other decimal sign, where they are one in a thousand at most."""
        fewer, most = sorted((self._all_votes["."], self._all_votes[","]))
        return fewer if 1000 * fewer <= most else 0

    def first_line(self, sign: str) -> int | None:
        """Return the line of the first cell that proves a decimal sign."""
        return self.first_of([shape for shape in self.shapes if vote_of(shape) == sign])

    def first_of(self, shapes: Sequence[str]) -> int | None:
        """Return the line of the first cell of one of these shapes."""
        return self.cell.first_line(f"{_shape(self.cell.text)} = ANY(?)", [[*shapes]])

    @property
    def mark(self) -> str:
        """The separator in cells of which none proves whether it stands before decimals."""
        return "." if any("." in shape for shape in self.shapes) else ","

    def has_thousands(self, sign: str | None) -> bool:
        """Whether a sign makes thousands of cells such as 1,999, and their number alone proves it.

        Many stand beside whole numbers, and none has other places: a program that writes three
        decimals writes them for whole numbers too, and one that cuts zeros leaves one or two
        decimals in a tenth of all.
        """
        votes = self.votes
        whole = sum(n for shape, n in self.shapes.items() if re.fullmatch(r"\D*9{1,3}\D*", shape))
        enough = votes["?"] >= _SURE_THOUSANDS and 2 * whole >= _SURE_THOUSANDS
        return {*votes} == {"?"} and enough and sign != self.mark

    @property
    def places(self) -> int:
        """Most digits behind a last separator."""
        tails = (re.search(r"[.,](9+)\D*$", shape) for shape in self.shapes)
        return max((len(tail[1]) for tail in tails if tail), default=0)

    @property
    def wide(self) -> bool:
        """Whether the column needs more than 14 digits before or 4 behind the sign."""
        return self.places > 4 or any(shape.count("9") > 14 for shape in self.shapes)


def look_at_numbers(cell: Cell) -> NumberColumn:
    """Return the shapes of a column."""
    rows = cell.engine.rows(
        f"SELECT {_shape(cell.text)} AS shape, count(*) "
        f"FROM {cell.table} GROUP BY shape ORDER BY shape"
    )
    return NumberColumn(cell, {shape: n for shape, n in rows if shape})


def _shape(text: str) -> str:
    """Return SQL for a cell's shape; by a pattern usual numbers take two to four times as long."""
    return f"translate({text}, '012345678', '999999999')"


def vote_of(shape: str) -> str:
    """Return the decimal sign that a shape proves, ``?`` for neither, empty without separators.

    A cell with other words than a currency or a sign is no number and proves nothing, nor do two
    numbers in one cell.

    Examples
    --------
    >>> vote_of("9.999,99"), vote_of("99.9"), vote_of("9,999"), vote_of("9.999.999"), vote_of("99")
    (',', '.', '?', ',', '')
    >>> vote_of("9,99 EUR"), vote_of("99. Mai"), vote_of("9.9E+9"), vote_of("¥9,999")
    (',', '', '.', '.')
    >>> vote_of("9 999,99"), vote_of("9,99 99"), vote_of("kr. 9,99")
    (',', '', ',')
    """
    if _JOINED.search(shape):
        return ""
    core = re.sub(rf"{GAPS}", "", shape)
    number = re.sub(_WITH_NUMBERS, "", core)  # with its point: kr. 9,99
    if re.search(r"[^\W\d_]", number):
        return ""
    found = re.search(r"9[9.,]*|[.,]9+", number)
    if found is None:
        return ""
    marks = re.sub("9", "", found[0])
    if not marks:
        return ""
    last, other = marks[-1], "," if marks[-1] == "." else "."
    if len(set(marks)) == 2:
        return last if marks.count(last) == 1 else "!"
    if len(marks) > 1:
        thousands = rf"9{{1,3}}(\{last}999)+|9{{1,2}}(\{last}99)+\{last}999"  # or lakhs
        return other if re.fullmatch(thousands, found[0]) else "!"
    head, tail = found[0].split(last)
    if len(tail) != 3 or not 1 <= len(head) <= 3:
        return last
    return other if _WHOLE_UNITS.search(core) else "?"


def decide_decimal(columns: list[NumberColumn], stated: str | None) -> dict[str, str | None]:
    """Return the decimal sign of each number column; None where nothing proves it.

    Raises
    ------
    InputRefused
        When one column proves both signs.
    """
    if stated is not None:
        return {column.cell.column: stated for column in columns}
    own: dict[str, str | None] = {}
    for column in columns:
        votes = column.votes
        if votes["."] and votes[","]:
            raise _contradiction(column)
        own[column.cell.column] = _decided(column, votes)
    texts = (own[column.cell.column] for column in columns if not column.typed)
    proved = {sign for sign in texts if sign in {".", ","}}
    if len(proved) == 1:
        sign = proved.pop()
        return {name: found or sign for name, found in own.items()}
    return own


def _decided(column: NumberColumn, votes: Counter[str]) -> str | None:
    if votes["."] or votes[","]:
        return "." if votes["."] else ","
    if not votes["?"]:
        return "" if column.plain else "."
    # 1250 beside 1.250 proves nothing: number cells are never grouped, and two programs may write.
    if _zero_leads(column):
        return column.mark
    return {".": ",", ",": "."}[column.mark] if column.has_thousands(None) else None


def _zero_leads(column: NumberColumn) -> bool:
    """Whether a value such as 0,500 proves decimals: no thousands begin with a zero."""
    where = f"regexp_matches({column.cell.text}, '^\\D*0[.,]\\d{{3}}\\D*$')"
    return column.cell.first_line(where) is not None


def _contradiction(column: NumberColumn) -> InputRefused:
    cell, lines = column.cell, {sign: column.first_line(sign) for sign in ".,"}
    return InputRefused(
        f"{cell.file}, column '{cell.label}' has a decimal point (line {lines['.']}) and a decimal "
        f"comma (line {lines[',']})",
        "one decimal sign in one column",
        f'export it again, or put decimal = "," or decimal = "." into columns.toml under '
        f'["{cell.file}"]; rows that do not fit are then set aside',
        code="mixed_decimal_sign",
        file=cell.file,
        line=lines["."],
        column=cell.label,
    )


def doubtful_value(column: NumberColumn) -> str:
    """Return a value, its digits masked, that may hold thousands or decimals."""
    shape = next(shape for shape in column.shapes if vote_of(shape) == "?")
    return f"{shape.replace('9', '1', 1)} (digits masked)"


def thousands_said(column: NumberColumn) -> Warned:
    """Say that values are read as thousands because of how many there are."""
    said = f"Column '{column.cell.label}': values such as {doubtful_value(column)} are read as "
    said += f"thousands; {column.votes['?']:,} cells have three places and none has one or two. "
    said += f'If they are decimals, put decimal = "{column.mark}" into columns.toml.'
    return Warned("thousands_by_counts", said, column=column.cell.label)


def decimal_answers(column: NumberColumn) -> tuple[str, ...]:
    """Return the two lines of columns.toml that can answer, each with what it makes of a value."""
    shape = next(shape for shape in column.shapes if vote_of(shape) == "?")
    found = re.search(r"(9{1,3})([.,])999", shape)
    mark = found[2] if found else "."
    meant = {sign: "thousands" if sign != mark else "decimals" for sign in ",."}
    return tuple(f'decimal = "{sign}"  # "{mark}" stands before {meant[sign]}' for sign in ",.")


def slips_said(columns: Sequence[NumberColumn]) -> list[Warned]:
    """Say of the few cells with the other decimal sign that they are set aside.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE t AS SELECT 7 AS line_, '12.50' AS c")
    >>> cell = Cell(engine, "t", "c", "amount", "Betrag", "a.csv", list)
    >>> told = slips_said([NumberColumn(cell, {"9,99": 4000, "99.99": 2})])[0]
    >>> told.line, told.message
    (7, "Column 'Betrag': 2 cells have a decimal point, 4,000 a comma: set aside.")
    """
    told = []
    for column in (one for one in columns if one.n_slips):
        names, most = {".": "point", ",": "comma"}, max(".,", key=column.votes.__getitem__)
        rarer = names["," if most == "." else "."]
        said = f"Column '{column.cell.label}': {counted(column.n_slips, 'cell has', 'cells have')} "
        said += f"a decimal {rarer}, {column.votes[most]:,} a {names[most]}: set aside."
        line = column.first_line("," if most == "." else ".")
        told.append(Warned("mixed_decimal_sign", said, line=line, column=column.cell.label))
    return told


#: A price without cents, such as 12,-; a number with a sign before or behind it.
_NO_CENTS, _SIGNED = re.compile(r"[.,][-–—]+$"), re.compile(r"(?s)[-−–(].*\d|\d.*[-−–(]")


def is_negative(text: str) -> bool:
    """Whether a number, or its shape, is written as one below 0.

    Examples
    --------
    >>> [is_negative(text) for text in ("-99,9", "(5.00)", "5-", "99.99 CR", "12,-", "-")]
    [True, True, True, True, False, False]
    """
    core = _NO_CENTS.sub("", text.strip())
    return core[-2:].upper() == "CR" or _SIGNED.search(core) is not None


def ambiguous_decimal(column: NumberColumn, section: str) -> InputRefused:
    """Return the question of trap 13."""
    cell = column.cell
    answers = "\nor\n".join(decimal_answers(column))
    return InputRefused(
        f"{cell.file}, column '{cell.label}': nothing proves whether values such as "
        f"{doubtful_value(column)} hold thousands or decimals",
        "a value with two decimals, or an answer",
        f"put this into columns.toml beside the exports:\n[{section}]\n{answers}",
        code="ambiguous_decimal", file=cell.file, column=cell.label,
    )  # fmt: skip


def sides_said(columns: Sequence[NumberColumn]) -> list[Warned]:
    """Say how the sides of German accounts, written behind the amounts, were read."""
    return [
        Warned(
            "sides_read",
            f"Column '{column.cell.label}': amounts with S (Soll) were read as sales and those "
            "with H (Haben) as credits, as in the account of a customer. If they come from a "
            "revenue account it is the other way round: export signed amounts.",
            column=column.cell.label,
        )
        for column in columns if column.sides
    ]  # fmt: skip


def days_said(columns: Sequence[NumberColumn]) -> list[Warned]:
    """Say that a spreadsheet made days of numbers: they are set aside.

    Examples
    --------
    >>> cell = Cell(None, "", "", "amount", "Betrag", "a.csv", None)
    >>> days_said([NumberColumn(cell, {"9,99": 40, "99. Mai": 1})])[0].message.partition(":")[0]
    "Column 'Betrag'"
    """
    told = []
    for column in columns:
        n = sum(n for shape, n in column.shapes.items() if _is_day(shape))
        if n and n < sum(column.shapes.values()):
            hold = counted(n, "cell holds a day", "cells hold days")
            said = f"Column '{column.cell.label}': {hold} (1. Mai, 5-Jan), as a spreadsheet makes "
            said += "of a number such as 1.5: set aside, for nothing tells what stood there. "
            said += "Export again, and do not open the file in a spreadsheet before."
            told.append(Warned("days_in_amounts", said, column=column.cell.label))
    return told


def _is_day(shape: str) -> bool:
    if found := _DAY_OF_MONTH.fullmatch(shape):
        return month_named(found[1] or found[2]) > 0
    return _DAY_IN_NUMBERS.fullmatch(shape) is not None


def currencies_in(column: NumberColumn) -> list[str]:
    """Return the currency signs and codes found inside the cells of a column."""
    return sorted({unit for shape in column.shapes if "9" in shape for unit in units_in(shape)})


def units_in(shape: str) -> set[str]:
    """Return the currencies that one shape names.

    Examples
    --------
    >>> sorted(units_in("C$ 9.99")), units_in("9.99")
    (['CAD'], set())
    """
    found = {match.upper() for match in re.findall(f"(?i){UNIT}", shape)}
    return {_SIGN_CODES.get(unit, unit) for unit in found}


def currency_sql(column: NumberColumn) -> str:
    """Return SQL for the currency written inside a cell, NULL without one."""
    unit = f"upper(regexp_extract({column.cell.text}, {quote_text(f'(?i)({UNIT})')}, 1))"
    cases = " ".join(f"WHEN '{sign}' THEN '{code}'" for sign, code in _SIGN_CODES.items())
    return f"nullif(CASE {unit} {cases} ELSE {unit} END, '')"
