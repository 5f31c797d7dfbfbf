"""A file that says what the codes of another one mean, as the code list of a CRM does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from analysis.columns.columnmap import filled_cells, named_by
from analysis.columns.layout import Layout
from analysis.columns.samples import rows_of_everywhere
from analysis.columns.whichtable import recognise
from analysis.engine import Engine
from analysis.intake.othertables import may_tell_wishes
from analysis.intake.recognition import Laid, Options

#: A list of codes is short, and has a meaning or two beside each; so many of its codes are met.
_ENTRIES, _COLUMNS, _LEAST = 300, 4, 2
_CODED = ("reasons", "issues", "touches")


def is_legend(one: Laid, files: Iterable[Laid], engine: Engine, options: Options) -> str:
    """Return why a file is passed over as the legend of another one; empty where it is none.

    Each of its lines has a code of its own, and the codes of the other table are all among them and
    come again there. What columns.toml says of it is a promise that it can be read.
    """
    layout = one.layouts[0]
    stated = one.own.table or one.own.columns or options.table
    if stated or len(one.layouts) != 1 or may_tell_wishes(layout):
        return ""
    rows = [row.fields for row in islice(layout.records, _ENTRIES + 1) if not row.blank]
    if not 1 < len(layout.header) <= _COLUMNS or not 1 < len(rows) <= _ENTRIES:
        return ""
    lists = [{*cells} for at in range(len(layout.header)) if _are_codes(rows, at)
             for cells in [filled_cells(rows, at)]]  # fmt: skip
    for file in files:
        used = [
            codes for other in file.layouts if file is not one for codes in _used(other, engine)
        ]
        if any(codes <= listed for codes in used for listed in lists):
            return f"it says what the codes of {file.source.name} mean"
    return ""


def _are_codes(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether each line has a value of its own, without blanks."""
    cells = filled_cells(rows, at)
    return len({*cells}) == len(rows) and not any(" " in cell for cell in cells)


def _used(layout: Layout, engine: Engine) -> Iterator[set[str]]:
    """Yield the different codes of each column of codes or notes; each comes again."""
    table = recognise(layout.called, layout.header)
    for at, header in enumerate(layout.header if table in _CODED else ()):
        if (named_by(header, table) or ("",))[0] not in {"code", "note", "outcome"}:
            continue
        cells = filled_cells(rows_of_everywhere(layout, engine), at)
        codes = {*cells}
        if _LEAST <= len(codes) <= len(cells) / 2:
            yield codes
