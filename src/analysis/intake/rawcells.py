"""Every cell of a small table as text, whatever its file: for sheets that people fill in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

from analysis.columns.layout import has_rows, lay_out_tables, no_rows, unwrapped
from analysis.columns.mapfile import Stated
from analysis.engine import Engine
from analysis.files.inputs import open_source
from analysis.rows.staging import stage


def read_cells(path: Path) -> pd.DataFrame:
    r"""Return the cells below the header as text; the index is the line as an editor shows it.

    Rows without any text are left out. Columns are numbered, for a header may be missing or wrong.

    Raises
    ------
    InputRefused
        When the file cannot be read as a table.

    Examples
    --------
    >>> sheet = Path(tempfile.mkdtemp()) / "sheet.csv"
    >>> _ = sheet.write_text("id;code\n007;late\n;\n8;\n", encoding="cp1252")
    >>> cells = read_cells(sheet)
    >>> cells.values.tolist(), cells.index.tolist()
    ([['007', 'late'], ['8', '']], [2, 4])
    """
    with tempfile.TemporaryDirectory(prefix="whyleft-") as folder, Engine() as engine:
        spill = Path(folder)
        layout = lay_out_tables(unwrapped(open_source(path, spill), spill), Stated(), engine)[0]
        if not has_rows(layout):
            raise no_rows(path.name)
        staged = stage(engine, layout, "raw_cells", spill=spill, careful=True)
        cells = engine.frame(f"SELECT * FROM {staged.name} ORDER BY line_")
    cells = cells.set_index("line_").fillna("").astype(str)
    return cells[(cells.apply(lambda column: column.str.strip()) != "").any(axis=1)]
