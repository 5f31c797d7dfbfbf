"""A sheet of a workbook as a table: its header, its rows, what its cells show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from analysis.files.dialect import SAMPLE_RECORDS, Dialect
from analysis.files.workbook import SheetRows
from analysis.results import Warned


@dataclass(frozen=True)
class Sheet:
    """One sheet that is read as a table."""

    name: str
    dialect: Dialect
    rows: SheetRows
    warnings: tuple[Warned, ...] = ()
    filled: bool = True
    currencies: Mapping[int, str] = field(default_factory=dict)

    def sample(self) -> list[list[str]]:
        """Return the cells of its first rows below the header."""
        at = self.dialect.header_line
        rows = (record for record in self.rows if record.line > at and not record.blank)
        return [record.fields for record in islice(rows, SAMPLE_RECORDS)]
