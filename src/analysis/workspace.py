"""Checked tables on disk, with the record of how they were made.

A workspace is a folder outside the report: each step leaves its tables (Parquet, through the
engine) and one JSON record there, so that every notebook runs alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.engine import Engine, quote_name, quote_text
from analysis.errors import EnvironmentTrouble

if TYPE_CHECKING:
    import pandas as pd


#: Tables read lately stay in memory up to so many cells together: a dozen questions ask for each.
_CELLS_KEPT = 12_000_000


class Workspace:
    """Tables and records of one set of exports at one ``as_of``.

    Parameters
    ----------
    folder
        Where they live; created when missing, readable by the owner only.
    memory_limit
        What the engine may take, such as ``"2GB"`` (its own default when empty); the rest waits
        on disk.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> workspace = Workspace(Path(tempfile.mkdtemp()) / "w")
    >>> workspace.save("spend", pd.DataFrame({"customer_id": ["b", "a"], "spend": [2.0, 1.0]}))
    >>> workspace.load("spend")["customer_id"].tolist()
    ['b', 'a']
    """

    def __init__(self, folder: Path, *, memory_limit: str = "") -> None:
        self.folder = folder
        self.memory_limit = memory_limit
        self._open: Engine | None = None
        self._kept: dict[str, tuple[tuple[int, ...], pd.DataFrame]] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise EnvironmentTrouble(
                f"The folder {folder} cannot be made ({error.strerror})",
                "a folder that may be written",
                "choose another folder, or free space",
                code="no_workspace",
            ) from None

    def engine(self) -> Engine:
        """Open the engine with its spill folder inside the workspace."""
        return Engine(spill=self.folder / "spill", memory_limit=self.memory_limit or None)

    def _engine_kept_open(self) -> Engine:
        """Return one engine for all small reads and writes: to open one takes longer than those."""
        if self._open is None:
            self._open = self.engine()
        return self._open

    def parquet(self, name: str) -> Path:
        """Return the path of a table, whether it exists or not."""
        return self.folder / f"{name}.parquet"

    def has(self, name: str) -> bool:
        """Whether the table is there."""
        return self.parquet(name).is_file()

    def save(self, name: str, frame: pd.DataFrame) -> None:
        """Write a frame, its rows in their present order."""
        columns = ", ".join(quote_name(str(column)) for column in frame.columns)
        numbered = frame.assign(row_number_=range(len(frame)))
        self._kept.pop(name, None)
        engine = self._engine_kept_open()
        with engine.seen_as("frame", numbered):
            engine.write_parquet(
                f"SELECT {columns} FROM frame ORDER BY row_number_", self.parquet(name)
            )

    def load(self, name: str) -> pd.DataFrame:
        """Read a table back, rows in the order in which they were written."""
        written = self._written(name)
        stamp, frame = self._kept.pop(name, ((), None))
        if frame is None or stamp != written:
            frame = self._engine_kept_open().frame(
                "SELECT * EXCLUDE (file_row_number) "
                f"FROM read_parquet({quote_text(self.parquet(name))}, file_row_number = true) "
                "ORDER BY file_row_number"
            )
        self._kept[name] = (written, frame)
        while sum(kept.size for _, kept in self._kept.values()) > _CELLS_KEPT:
            del self._kept[next(iter(self._kept))]
        return frame.copy(deep=False)

    def _written(self, name: str) -> tuple[int, ...]:
        """Return what tells one writing of a table from another; empty without a table."""
        file = self.parquet(name)
        if not file.is_file():
            return ()
        facts = file.stat()
        return (facts.st_ino, facts.st_mtime_ns, facts.st_size)

    def save_record(self, name: str, record: Mapping[str, Any]) -> None:
        """Write a JSON record; it appears whole or not at all."""
        target = self.folder / f"{name}.json"
        draft = target.with_suffix(".json.tmp")
        draft.write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
        draft.replace(target)

    def load_record(self, name: str) -> dict[str, Any] | None:
        """Read a JSON record, or None when the step has not run.

        Examples
        --------
        >>> import tempfile
        >>> Workspace(Path(tempfile.mkdtemp())).load_record("intake") is None
        True
        """
        target = self.folder / f"{name}.json"
        if not target.is_file():
            return None
        found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
        return found
