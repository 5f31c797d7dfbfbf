"""The only writers of CSV, XLSX and HTML tables: no text of a customer becomes formula or markup.

Spreadsheet programs run a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return (OWASP, CSV injection), so text cells get an apostrophe in front; intake takes it off again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis.errors import cannot_write
from analysis.results import Unit, in_words, points_in_words

if TYPE_CHECKING:
    import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

#: What XML 1.0 cannot hold; tab and line feed stay.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")

#: Units of a cell that may be written, below the 32,767 of the format, and the mark behind them.
_LONGEST_CELL, CUT_MARK = 32_700, " [cut ...]"

#: Characters that turn the reading direction of the text around them.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def guard_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guard_cell("=1+1"), guard_cell(" - too expensive"), guard_cell("late again")
    ("'=1+1", "' - too expensive", 'late again')
    """
    clean = text.replace("\x00", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA_STARTS) else clean


def unguard_cell(text: str) -> str:
    """Return the text of a cell that ``guard_cell`` wrote.

    Examples
    --------
    >>> unguard_cell("'=1+1"), unguard_cell("'tis late")
    ('=1+1', "'tis late")
    """
    bare = text.removeprefix("'")
    return bare if guard_cell(bare) == text else text


def csv_bytes(frame: pd.DataFrame) -> bytes:
    r"""Return a table as UTF-8 CSV with guarded text; see ``write_csv``.

    Examples
    --------
    >>> import pandas as pd
    >>> csv_bytes(pd.DataFrame({"note": ["=1+1"], "n": [-2]}))
    b"note,n\n'=1+1,-2\n"
    """
    text: str = _guarded(frame).to_csv(index=False, lineterminator="\n")
    return text.encode()


def _guarded(frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    guarded = frame.rename(columns=lambda name: guard_cell(str(name)))
    for column in guarded.columns:
        kind = guarded[column].dtype
        if pd.api.types.is_datetime64_any_dtype(kind):
            guarded[column] = guarded[column].dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_string_dtype(kind) or pd.api.types.is_object_dtype(kind):
            guarded[column] = [
                guard_cell(cell) if isinstance(cell, str) else cell
                for cell in guarded[column].tolist()
            ]
    return guarded


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    r"""Write a table as UTF-8 CSV with guarded text; numbers stay numbers, dates are ISO.

    Raises
    ------
    EnvironmentTrouble
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "notes.csv"
    >>> import pandas as pd
    >>> write_csv(pd.DataFrame({"note": ["=1+1"], "n": [-2]}), target)
    >>> target.read_text(encoding="utf-8")
    "note,n\n'=1+1,-2\n"
    """
    guarded = _guarded(frame)
    try:
        guarded.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    except OSError as error:
        raise cannot_write(path.parent, error) from None


def list_cell(text: str) -> str:
    r"""Return text that a cell of a workbook can hold: nothing unprintable, and not too long.

    Letters of all scripts, emoji and line breaks stay. Longer texts end with a mark: spreadsheet
    programs cut at 32,767 units without a word.

    Examples
    --------
    >>> list_cell("late\x0b again"), list_cell("=1+1"), list_cell("x" * 40_000)[-12:]
    ('late again', '=1+1', 'xx [cut ...]')
    """
    clean = text
    if not text.isprintable() or len(text) > _LONGEST_CELL // 2:  # hardly any cell
        clean = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        units = clean.encode("utf-16-le", "replace")
        clean = units.decode("utf-16-le", "replace")
        if len(units) > 2 * _LONGEST_CELL:
            clean = units[: 2 * _LONGEST_CELL].decode("utf-16-le", "ignore") + CUT_MARK
    # The writer takes a text between these two tags for markup of its own.
    return f"{clean} " if clean.startswith("<r>") and clean.endswith("</r>") else clean


@dataclass(frozen=True)
class Sheet:
    """One page of a workbook.

    Parameters
    ----------
    name
        Ours and never a customer's; at most 31 letters.
    frame
        The list; its column names are the header.
    choices
        Words to choose from by column, in cells that somebody fills in.
    days
        Columns that somebody fills with days.

    Examples
    --------
    >>> import pandas as pd
    >>> Sheet("calls", pd.DataFrame({"outcome": [""]}), {"outcome": ("connected",)}).days
    ()
    """

    name: str
    frame: pd.DataFrame
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    days: Sequence[str] = ()


def book_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return tables as a workbook: text stays text, numbers and days are such.

    References
    ----------
    OWASP, CSV injection; XlsxWriter's options ``strings_to_formulas`` and ``strings_to_urls``.

    Examples
    --------
    >>> import pandas as pd
    >>> book_bytes([Sheet("calls", pd.DataFrame({"note": ["=1+1"]}))])[:2]
    b'PK'
    """
    import xlsxwriter

    target = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "remove_timezone": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  # same bytes always
        for sheet in sheets:
            _write_sheet(book, sheet)
    return target.getvalue()


def _write_sheet(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(sheet.frame.columns):
        cells = sheet.frame[name].tolist()  # a column that is walked by itself is slow
        page.write_string(0, place, list_cell(str(name)), bold)
        page.set_column(place, place, _width(name, cells), day if name in sheet.days else None)
        for row, value in enumerate(cells, start=1):
            _write_cell(page, (row, place), value, day)
        if name in sheet.choices and len(cells):
            rule = {"validate": "list", "source": list(sheet.choices[name])}
            page.data_validation(1, place, len(cells), place, rule)


def _width(name: object, cells: Sequence[Any]) -> int:
    """Return a width in letters that shows most cells whole, within reason."""
    shown = (str(cell).removesuffix(" 00:00:00") for cell in set(cells) if not _is_missing(cell))
    longest = max(map(len, shown), default=0)
    return min(max(longest, len(str(name)), 10), 48) + 1


def _write_cell(page: Any, place: tuple[int, int], value: Any, day: Any) -> None:
    """Write one cell by its kind; nothing is left to the writer's guess."""
    if isinstance(value, str):
        page.write_string(*place, list_cell(value))
    elif _is_missing(value):
        return
    elif isinstance(value, date):
        page.write_datetime(*place, value, day)
    elif isinstance(value, bool):
        page.write_string(*place, "yes" if value else "no")
    elif isinstance(value, Real):
        page.write_number(*place, float(value))
    else:
        page.write_string(*place, list_cell(str(value)))


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value != value


def list_files(
    name: str, frame: pd.DataFrame | Sheet, *, beside: Sequence[Sheet] = ()
) -> dict[str, bytes]:
    """Return a list as ``NAME.xlsx`` and ``NAME.csv``, with the same cells.

    Parameters
    ----------
    frame
        The list, or the first page of its workbook.
    beside
        More pages of the workbook.

    Examples
    --------
    >>> import pandas as pd
    >>> sorted(list_files("calls", pd.DataFrame({"note": ["late"]})))
    ['calls.csv', 'calls.xlsx']
    """
    first = frame if isinstance(frame, Sheet) else Sheet(name[:31], frame)
    pages = [replace(page, frame=_clean(page.frame)) for page in (first, *beside)]
    csv, book = csv_bytes(pages[0].frame), book_bytes(pages)
    return {f"{name}.csv": csv, f"{name}.xlsx": book}


def _clean(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts fit into cells."""
    import pandas as pd

    texts = [
        column for column in frame.columns
        if pd.api.types.is_string_dtype(frame[column].dtype)
        or pd.api.types.is_object_dtype(frame[column].dtype)
    ]  # fmt: skip
    plain = {
        column: [list_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        for column, cells in ((column, frame[column].tolist()) for column in texts)
    }
    return frame.assign(**plain)


@dataclass(frozen=True)
class Shown:
    """How one column of a table is shown.

    Parameters
    ----------
    column
        Name in the frame.
    label
        Heading.
    kind
        ``text``, ``date``, a unit of ``results.Estimate``, ``points`` for a difference of shares,
        or ``words`` for numbers that are words already: they are only aligned.
    low, high
        Columns of the interval, shown behind the number.

    Examples
    --------
    >>> Shown("share", "Share", "share", "low", "high").label
    'Share'
    """

    column: str
    label: str
    kind: Unit | Literal["text", "date", "points", "words"] = "text"
    low: str | None = None
    high: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether the cell is right-aligned."""
        return self.kind not in {"text", "date"}

    def cell(self, row: dict[str, Any]) -> str:
        """Return the cell's text, not yet escaped.

        Examples
        --------
        >>> Shown("p", "P", "share", "l", "h").cell({"p": 0.5, "l": 0.4, "h": 0.6})
        '50% (40% to 60%)'
        """
        value = row[self.column]
        if value is None or value != value:
            return "–"
        if self.kind == "text" or self.kind == "words":
            return str(value)
        if self.kind == "date":
            return str(value)[:10]
        low = row[self.low] if self.low else None
        high = row[self.high] if self.high else None
        return _number(float(value), self.kind) + _interval(low, high, self.kind)


def _number(value: float, kind: Unit | Literal["points"]) -> str:
    return points_in_words(value) if kind == "points" else in_words(value, kind)


def _interval(low: float | None, high: float | None, kind: Unit | Literal["points"]) -> str:
    if low is None or high is None or low != low or high != high or low == high:
        return ""
    return f" ({_number(float(low), kind)} to {_number(float(high), kind)})"


def clean_text(text: str) -> str:
    """Return text escaped for HTML, without characters that turn the reading direction.

    Examples
    --------
    >>> clean_text("<b>5 & 6</b>")
    '&lt;b&gt;5 &amp; 6&lt;/b&gt;'
    """
    return html.escape(text.translate(_BIDI))


def html_table(
    frame: pd.DataFrame, columns: Sequence[Shown], *, caption: str, source: str = ""
) -> str:
    """Return an escaped, accessible table; the first column names the row.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"theme": ["<late>"], "n": [1200]})
    >>> print(html_table(frame, [Shown("theme", "Theme"), Shown("n", "Customers", "count")],
    ...                  caption="Reasons"))
    <table><caption>Reasons</caption><thead><tr><th scope="col">Theme</th><th scope="col"
    class="n">Customers</th></tr></thead><tbody><tr><th scope="row">&lt;late&gt;</th><td
    class="n">1,200</td></tr></tbody></table>
    """
    head = "".join(_cell("th", shown, shown.label, 'scope="col"') for shown in columns)
    body = "".join(_row(row, columns) for row in frame.to_dict("records"))
    told = f'<span class="sub">{clean_text(source)}</span>' if source else ""
    return (
        f"<table><caption>{clean_text(caption)}{told}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: dict[str, Any], columns: Sequence[Shown]) -> str:
    first, *rest = columns
    cells = [_cell("th", first, first.cell(row), 'scope="row"')]
    cells += [_cell("td", shown, shown.cell(row)) for shown in rest]
    return f"<tr>{''.join(cells)}</tr>"


def _cell(tag: str, shown: Shown, text: str, attribute: str = "") -> str:
    marks = [attribute] if attribute else []
    if shown.is_number:
        marks.append('class="n"')
    return f"<{' '.join([tag, *marks])}>{clean_text(text)}</{tag}>"
