"""The only writers of CSV and HTML tables: nothing a customer typed becomes formula or markup.

Spreadsheet programs run a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return (OWASP, CSV injection), so text cells get an apostrophe in front; intake takes it off again.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis.errors import EnvironmentTrouble
from analysis.results import Unit, in_words

if TYPE_CHECKING:
    import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

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
    import pandas as pd

    guarded = frame.rename(columns=lambda name: guard_cell(str(name)))
    for column in guarded.columns:
        kind = guarded[column].dtype
        if pd.api.types.is_datetime64_any_dtype(kind):
            guarded[column] = guarded[column].dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_string_dtype(kind) or pd.api.types.is_object_dtype(kind):
            guarded[column] = [
                guard_cell(cell) if isinstance(cell, str) else cell for cell in guarded[column]
            ]
    try:
        guarded.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    except OSError as error:
        raise EnvironmentTrouble(
            f"{path.name} could not be written ({error.strerror})",
            "a writable folder with free space",
            "close the file where it is open, or choose another folder",
            code="cannot_write",
        ) from None


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
        ``text``, ``date``, a unit of ``results.Estimate``, or ``words`` for numbers that are words
        already: they are only aligned.
    low, high
        Columns of the interval, shown behind the number.

    Examples
    --------
    >>> Shown("share", "Share", "share", "low", "high").label
    'Share'
    """

    column: str
    label: str
    kind: Unit | Literal["text", "date", "words"] = "text"
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
        return in_words(float(value), self.kind) + _interval(low, high, self.kind)


def _interval(low: float | None, high: float | None, unit: Unit) -> str:
    if low is None or high is None or low != low or high != high or low == high:
        return ""
    return f" ({in_words(float(low), unit)} to {in_words(float(high), unit)})"


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
