"""Checked tables on disk, with the record of how they were made.

A workspace is a folder outside the report: each step leaves its tables (Parquet, through the
engine) and one JSON record there, so that every notebook runs alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.engine import Engine, enough_threads, quote_name, quote_text
from analysis.errors import cannot_write

if TYPE_CHECKING:
    import pandas as pd


#: Tables read lately stay in memory up to so many cells together: a dozen questions ask for each.
_CELLS_KEPT = 12_000_000

#: So long after its last change, nobody works in a folder of temporary files.
_LEFT_BEHIND_SECONDS = 2 * 24 * 3600

_SPILLS = count(1)


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
        #: What an earlier run left damaged here, so that all is computed anew.
        self.renewed: tuple[str, ...] = ()
        self._open: Engine | None = None
        self._kept: dict[str, tuple[tuple[int, ...], pd.DataFrame]] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise cannot_write(folder.parent, error) from None

    def engine(self, reading: Iterable[Path] | None = None) -> Engine:
        """Open the engine with a spill folder of its own inside the workspace.

        Parameters
        ----------
        reading
            What it will read, the tables of the workspace when None: little needs one thread.
        """
        return Engine(
            spill=self.new_spill(), memory_limit=self.memory_limit or None,
            threads=enough_threads(self.folder.glob("*.parquet") if reading is None else reading),
        )  # fmt: skip

    def new_spill(self) -> Path:
        """Return the path of a folder for temporary files that nobody else writes to.

        Two notebooks that are open at once work in one workspace, and the engine calls its
        temporary files by the same names in each of them.

        Examples
        --------
        >>> import tempfile
        >>> workspace = Workspace(Path(tempfile.mkdtemp()))
        >>> workspace.new_spill() == workspace.new_spill()
        False
        """
        return self.folder / f"spill-{os.getpid()}-{next(_SPILLS)}"

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

    def save(self, name: str, frame: pd.DataFrame, *, told: str = "") -> None:
        """Write a frame, its rows in their present order; see ``Engine.write_parquet``.

        Times with a zone keep the day and hour that they show: a day is one of the wall's.
        """
        columns = ", ".join(quote_name(str(column)) for column in frame.columns)
        zoned = frame.select_dtypes("datetimetz")
        shown = {str(name): times.dt.tz_localize(None) for name, times in zoned.items()}
        numbered = frame.assign(row_number_=range(len(frame)), **shown)
        self._kept.pop(name, None)
        engine = self._engine_kept_open()
        with engine.seen_as("frame", numbered):
            engine.write_parquet(
                f"SELECT {columns} FROM frame ORDER BY row_number_", self.parquet(name),
                told=told,
            )  # fmt: skip

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
        draft = target.with_suffix(f".json.tmp{os.getpid()}")
        try:
            draft.write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
            draft.replace(target)
        except OSError as error:
            raise cannot_write(self.folder, error) from None

    def load_record(self, name: str) -> dict[str, Any] | None:
        """Read a JSON record, or None when the step has not run.

        Examples
        --------
        >>> import tempfile
        >>> Workspace(Path(tempfile.mkdtemp())).load_record("intake") is None
        True
        """
        target = self.folder / f"{name}.json"
        return _read_record(target) if target.is_file() else None

    def damaged(self) -> list[str]:
        """Return the names of records and tables that cannot be read, as after a power cut.

        Examples
        --------
        >>> import tempfile
        >>> workspace = Workspace(Path(tempfile.mkdtemp()))
        >>> workspace.save_record("whole", {})
        >>> _ = workspace.parquet("orders").write_bytes(b"PAR1")
        >>> workspace.damaged()
        ['orders.parquet']
        """
        records = [path for path in self.folder.glob("*.json") if _read_record(path) is None]
        tables = [path for path in self.folder.glob("*.parquet") if not _is_whole(path)]
        # What the engine was writing when it was stopped is no table yet.
        return sorted(path.name for path in [*records, *tables] if not path.name.startswith("tmp_"))

    def tidy(self) -> None:
        """Remove the temporary files of runs that were killed days ago."""
        long_ago = time.time() - _LEFT_BEHIND_SECONDS
        for path in (*self.folder.glob("spill*"), *self.folder.glob("tmp_*")):
            with suppress(OSError):  # as where another run has just removed it
                if path.stat().st_mtime > long_ago:
                    continue
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def forget(self) -> None:
        """Remove all records and tables, records first: a record says that tables are there."""
        for ending in ("json", "parquet"):
            for path in self.folder.glob(f"*.{ending}"):
                path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file of any size.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a"
    >>> _ = path.write_bytes(b"")
    >>> sha256_of(path)[:8]
    'e3b0c442'
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_record(path: Path) -> dict[str, Any] | None:
    try:
        found: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_whole(table: Path) -> bool:
    """Whether a Parquet file begins and ends as such, with a footer that fits into it."""
    sign, shortest = b"PAR1", 12
    try:
        size = table.stat().st_size
        with table.open("rb") as file:
            head = file.read(4)
            file.seek(max(0, size - 8))
            end = file.read(8)
    except OSError:
        return False
    fits = int.from_bytes(end[:4], "little") <= size - shortest
    return size >= shortest and head == sign == end[4:] and fits
