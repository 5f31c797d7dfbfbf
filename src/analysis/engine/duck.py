"""The only door to a database: DuckDB, in process, out of core, without network or downloads.

SQL is written for DuckDB in the fixed words of this project; names that come from a file pass
``quote_name`` and values pass ``quote_text`` or parameters.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from analysis.errors import AnalysisError, EnvironmentTrouble, cannot_write

if TYPE_CHECKING:  # `whyleft check` starts without pandas
    import numpy as np
    import pandas as pd


def quote_name(name: str) -> str:
    """Return a column or table name as SQL, whatever it holds.

    Examples
    --------
    >>> quote_name("order no")
    '"order no"'
    """
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str | Path) -> str:
    """Return a text as an SQL literal.

    Examples
    --------
    >>> quote_text("it's")
    "'it''s'"
    """
    return "'" + str(text).replace("'", "''") + "'"


#: The key under which every Parquet file of ours says what it is.
WRITTEN_AS = "whyleft_wrote"

#: How the engine says that nothing more fits on a disk.
_FULL = ("No space left", "File too large", "quota exceeded")

#: Files of so many bytes together hold less than a second thread could take over: beside so little
#: work it waits, and to plan a query for two takes longer than for one.
_ONE_THREAD_BYTES = 2 << 20

#: What a statement makes or changes.
_MADE = re.compile(r'\b(?:TABLE|VIEW)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"?(\w+)')

#: Texts of more kinds than these are written as they are: a dictionary of order numbers, begun and
#: thrown away, takes a quarter of the time of writing.
_WORTH_A_DICTIONARY = 4096


def enough_threads(files: Iterable[Path]) -> int | None:
    """Return one thread for files so small that a second one costs more than it does.

    Examples
    --------
    >>> enough_threads([Path(__file__)]), enough_threads([Path(__file__)] * 10_000)
    (1, None)
    """
    return 1 if sum(file.stat().st_size for file in files) < _ONE_THREAD_BYTES else None


class Engine:
    """A DuckDB session with a memory limit and a spill folder.

    Parameters
    ----------
    spill
        Folder for temporary files; created when first needed.
    memory_limit
        Such as ``"2GB"``; DuckDB's default (80 % of the machine) when None.
    threads
        Number of threads; all cores when None. Results never depend on it.

    Examples
    --------
    >>> with Engine() as engine:
    ...     engine.rows("SELECT 1 + 1")
    [(2,)]
    """

    def __init__(
        self,
        *,
        spill: Path | None = None,
        memory_limit: str | None = None,
        threads: int | None = None,
    ) -> None:
        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
        }
        if spill is not None:
            config["temp_directory"] = str(spill)
        if memory_limit is not None:
            config["memory_limit"] = memory_limit
        if threads is not None:
            config["threads"] = threads
        with _told_plainly():
            self._connection = duckdb.connect(config=config)
        self._kept: set[str] = set()
        self._columns: dict[str, frozenset[str]] = {}  # until a statement names the table anew
        self.execute("SET TimeZone = 'UTC'")
        with suppress(duckdb.InvalidInputException):  # in Jupyter without widgets there is none
            self._connection.execute("SET enable_progress_bar = false")

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def threads(self) -> int:
        """How many threads work."""
        return int(self.value("SELECT current_setting('threads')"))

    @property
    def free_memory(self) -> int:
        """Bytes below the memory limit that nothing takes yet.

        Examples
        --------
        >>> 900 << 20 < Engine(memory_limit="1GB").free_memory <= 1 << 30
        True
        """
        return int(
            self.value(
                "SELECT parse_formatted_bytes(current_setting('memory_limit')) "
                "- (SELECT sum(memory_usage_bytes) FROM duckdb_memory())"
            )
        )

    def close(self) -> None:
        """End the session and drop what it held."""
        self._connection.close()

    def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> None:
        """Run a statement for its effect.

        Raises
        ------
        EnvironmentTrouble
            When memory or disk runs out, or a file cannot be read or written.
        """
        for made in _MADE.findall(sql):
            self._columns.pop(made, None)
        with _told_plainly():
            self._connection.execute(sql, parameters)

    def frame(self, sql: str, parameters: Sequence[Any] | None = None) -> pd.DataFrame:
        """Return a query's rows as a pandas frame (decimals become floats)."""
        with _told_plainly():
            return self._connection.execute(sql, parameters).df()

    def rows(self, sql: str, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Return a query's rows as Python tuples (decimals stay exact)."""
        with _told_plainly():
            return list(self._connection.execute(sql, parameters).fetchall())

    def value(self, sql: str, parameters: Sequence[Any] | None = None) -> Any:
        """Return the first value of a query's first row.

        Examples
        --------
        >>> Engine().value("SELECT sum(x)::VARCHAR FROM (VALUES (0.1), (0.2)) t(x)")
        '0.3'
        """
        return self.rows(sql, parameters)[0][0]

    def count(self, source: str, parameters: Sequence[Any] | None = None) -> int:
        """Return how many rows a source has: what stands behind FROM, with a WHERE perhaps.

        Examples
        --------
        >>> Engine().count("range(9) AS t(x) WHERE x > 5")
        3
        """
        return int(self.value(f"SELECT count(*) FROM {source}", parameters))

    def columns(self, table: str) -> frozenset[str]:
        """Return the names of the columns of a table or view.

        Examples
        --------
        >>> engine = Engine()
        >>> engine.execute("CREATE TABLE t AS SELECT 1 AS x, 2 AS y")
        >>> sorted(engine.columns("t"))
        ['x', 'y']
        """
        if table not in self._columns:
            described = self.rows(f"DESCRIBE {quote_name(table)}")
            self._columns[table] = frozenset(str(row[0]) for row in described)
        return self._columns[table]

    def keep_table(self, name: str, sql: str) -> None:
        """Make a temporary table of a query's rows unless it is there.

        The engine remembers what it kept: even a statement that finds the table there is planned
        first, and for small exports planning is most of the time.

        Examples
        --------
        >>> engine = Engine()
        >>> for number in (1, 2):
        ...     engine.keep_table("t", f"SELECT {number} AS x")
        >>> engine.rows("FROM t")
        [(1,)]
        """
        if name not in self._kept:
            self.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} AS {sql}")
            self._kept.add(name)

    def keeps(self, name: str) -> bool:
        """Whether ``keep_table`` made this table before."""
        return name in self._kept

    def array(self, sql: str) -> np.ndarray[Any, np.dtype[Any]]:
        """Return a query's first column as an array; its rows are in no order.

        Examples
        --------
        >>> Engine().array("SELECT unnest([2, 3])").sum().item()
        5
        """
        with _told_plainly():
            (column,) = self._connection.execute(sql).fetchnumpy().values()
            found: np.ndarray[Any, np.dtype[Any]] = column
            return found

    def keep_array(self, name: str, column: str, values: np.ndarray[Any, np.dtype[Any]]) -> None:
        """Make or replace a table of one column from an array.

        Examples
        --------
        >>> import numpy as np
        >>> engine = Engine()
        >>> engine.keep_array("t", "h", np.array([1, 2], dtype=np.uint64))
        >>> engine.value("SELECT sum(h)::INTEGER FROM t")
        3
        """
        with _told_plainly():
            self._connection.register("kept_array", {column: values})
            self.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM kept_array")
            self._connection.unregister("kept_array")

    @contextmanager
    def seen_as(self, name: str, frame: pd.DataFrame) -> Iterator[None]:
        """Make a pandas frame readable under a table name for a while.

        Examples
        --------
        >>> import pandas as pd
        >>> engine = Engine()
        >>> with engine.seen_as("t", pd.DataFrame({"x": [1, 2]})):
        ...     engine.value("SELECT sum(x)::INTEGER FROM t")
        3
        """
        self._connection.register(name, frame)
        try:
            yield
        finally:
            self._connection.unregister(name)

    def write_parquet(
        self, sql: str, path: Path, *, sorted_rows: bool = True, told: str = ""
    ) -> None:
        """Write a query's rows to one Parquet file whose bytes depend on nothing else.

        The file appears whole or not at all, also where two processes write it at once.

        Parameters
        ----------
        sorted_rows
            Whether the query orders its rows. Rows that keep the order of their files are written
            by one thread: with more, their order and the file's parts would differ between runs.
        told
            What the file says of itself, so that among exports it is known as ours.
        """
        threads = None if sorted_rows else 1
        mark = f", KV_METADATA {{{WRITTEN_AS}: {quote_text(told)}}}" if told else ""
        draft = path.with_name(f"tmp_{os.getpid()}_{path.name}")
        try:
            with self.in_file_order(threads=threads):
                self.execute(
                    f"COPY ({sql}) TO {quote_text(draft)} (FORMAT parquet, "
                    f"DICTIONARY_SIZE_LIMIT {_WORTH_A_DICTIONARY}, USE_TMP_FILE false{mark})"
                )
            draft.replace(path)
        except OSError as error:
            raise cannot_write(path.parent, error) from None
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    @contextmanager
    def in_file_order(self, *, threads: int | None = None) -> Iterator[None]:
        """Keep the order of rows for a while; it costs memory, so it is not the rule.

        Parameters
        ----------
        threads
            How many work meanwhile, where what is made would differ with their number.

        Examples
        --------
        >>> engine = Engine(threads=2)
        >>> with engine.in_file_order(threads=1):
        ...     engine.value("SELECT current_setting('threads')::INTEGER")
        1
        """
        usual = self.threads
        self.execute("SET preserve_insertion_order = true")
        self.execute(f"SET threads = {threads or usual}")
        try:
            yield
        finally:
            self.execute(f"SET threads = {usual}")
            self.execute("SET preserve_insertion_order = false")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn the database's own troubles of memory, disk and files into plain words."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise EnvironmentTrouble(
            f"The engine ran out of memory or spill space ({_first_line(error)})",
            "enough memory or disk for this export",
            "give more memory, or free space in the temporary folder",
            code="out_of_memory",
        ) from None
    except duckdb.IOException as error:
        if any(sign in str(error) for sign in _FULL):
            raise _full_disk(str(error)) from None
        raise EnvironmentTrouble(
            f"A file could not be read or written ({_first_line(error)})",
            "a readable input and a writable folder",
            "check the path, the permissions and the free space",
            code="file_trouble",
        ) from None
    except AnalysisError:
        raise


def _full_disk(told: str) -> EnvironmentTrouble:
    """Return that a disk is full, with the folder of the file that the engine names."""
    named = re.search(r'"(/[^"]*)/[^/"]*"', told.replace("\\", ""))
    folder = Path(named[1]) if named else Path(tempfile.gettempdir())
    return cannot_write(folder, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


def _first_line(error: Exception) -> str:
    """Return what the engine says, without the object that it may wrap it in."""
    told = str(error)
    inner = re.search(r'"exception_message":"((?:[^"\\]|\\.)*)"', told)
    plain = inner[1].replace('\\"', '"') if inner else told
    return plain.splitlines()[0][:200]
