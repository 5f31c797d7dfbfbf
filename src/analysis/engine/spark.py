"""The second door: Spark, for more lines than one machine holds; an extra that few need.

Only Spark's own expressions run on the workers: they need no Python and no package of ours.
"""

from __future__ import annotations

import json
import logging
import re
import socket
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.engine.duck import quote_text
from analysis.errors import AnalysisError, EnvironmentTrouble, InputRefused

LOCAL_MASTER = "local[*]"
#: How long a master may take to answer the door.
_PATIENCE_SECONDS = 10.0
_MASTERS = r"local(\[(\*|\d+)(,\d+)?\])?|yarn|k8s://\S+|spark://[^\s/:,]+:\d+(,[^\s/:,]+:\d+)*"
#: Days have no zone; what does not fit a kind is an error, as in DuckDB.
_SETTINGS = {
    "spark.app.name": "whyleft",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.hadoop.fs.s3a.connection.establish.timeout": "30s",
}
#: On one machine there is nobody to show a page to and nobody to talk to.
_LOCAL_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
#: What Spark or the JVM says -> the code and what a person should hear.
_TROUBLES = (
    (r"JAVA_GATEWAY_EXITED|JAVA_HOME is not set|bin/java: ", "no_java"),
    (r"UnsupportedClassVersionError|Unrecognized option: --add-|more recent version of the Java",
     "no_java"),
    (r"OutOfMemoryError|GC overhead", "out_of_memory"),
    (r"No space left on device", "disk_full"),
    (r"masters are unresponsive|Connection refused|UnknownHost|stopped SparkContext|has been shut",
     "no_cluster"),
)  # fmt: skip


@dataclass(frozen=True)
class FoundFile:
    """A file as the cluster's file system names it."""

    path: str
    bytes: int


class SparkEngine:
    """A Spark session on this machine or on a cluster.

    Parameters
    ----------
    master
        ``local[*]``, ``local[2]``, ``spark://host:7077``, ``yarn`` or ``k8s://...``.
    settings
        More of Spark's own settings.

    Raises
    ------
    InputRefused
        When the master is no address of one.
    EnvironmentTrouble
        When pyspark or Java is missing, or the cluster does not answer.

    Examples
    --------
    >>> SparkEngine(master="lokal")
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: --master is lokal...
    """

    def __init__(
        self, *, master: str = LOCAL_MASTER, settings: Mapping[str, str] | None = None
    ) -> None:
        _known_master(master)
        local = _LOCAL_SETTINGS if master.startswith("local") else {}
        chosen = {"spark.master": master} | _SETTINGS | local | dict(settings or {})
        self._folder = tempfile.TemporaryDirectory(prefix="whyleft-spark-")
        self._log = Path(self._folder.name) / "log"
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
        with self._told_plainly():
            self._gateway, self._context, self._session = _started(chosen, self._log)

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the session and the process behind it."""
        try:
            _stopped(self._context, self._gateway)
        finally:
            self._folder.cleanup()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return a query's rows as Python tuples; for few rows."""
        with self._told_plainly():
            return [tuple(row) for row in self._session.sql(_literal(sql)).collect()]

    def columns(self, name: str) -> list[str]:
        """Return the column names of a table."""
        with self._told_plainly():
            return [str(column) for column in self._session.table(name).columns]

    def lines(self, sql: str) -> Iterator[str]:
        """Yield the texts of a query of one column, one part of the table after the other."""
        with self._told_plainly():
            for row in self._session.sql(_literal(sql)).toLocalIterator(prefetchPartitions=True):
                yield str(row[0])

    def find_files(self, path: str) -> list[FoundFile]:
        """Return the files of a path, folder or pattern, on whatever file system, by name.

        Hidden files and those that begin with an underscore are Spark's own and left out.
        """
        listed = "SELECT path, length FROM found_files"
        with self._told_plainly():
            self._session.read.format("binaryFile").load(path).createOrReplaceTempView(
                "found_files"
            )
        return sorted((FoundFile(*row) for row in self.rows(listed)), key=lambda file: file.path)

    def see_parquet(self, name: str, paths: Sequence[str]) -> None:
        """Make Parquet files readable under a name."""
        with self._told_plainly():
            self._session.read.parquet(*paths).createOrReplaceTempView(name)

    def see_text(self, name: str, paths: Sequence[str], *, encoding: str = "UTF-8") -> None:
        """Make the lines of text files readable as ``value``."""
        with self._told_plainly():
            read = self._session.read.option("encoding", encoding)
            read.text(list(paths)).createOrReplaceTempView(name)

    def see_csv(
        self,
        name: str,
        paths: Sequence[str],
        *,
        width: int,
        delimiter: str,
        options: Mapping[str, str],
    ) -> None:
        """Make the records of text files readable as ``c0``, ``c1`` ..., ``record_`` and ``file_``.

        ``record_`` is the record's text where its number of fields is wrong, NULL elsewhere.
        """
        schema = ", ".join([f"c{at} STRING" for at in range(width)] + ["record_ STRING"])
        with self._told_plainly():
            read = self._session.read.options(
                sep=delimiter, quote='"', escape='"', header="false", mode="PERMISSIVE",
                columnNameOfCorruptRecord="record_", maxCharsPerColumn="-1", maxColumns="4000",
                ignoreLeadingWhiteSpace="true", ignoreTrailingWhiteSpace="true", **options,
            )  # fmt: skip
            table = read.schema(schema).csv(list(paths))
            table.select("*", "_metadata.file_path").withColumnRenamed(
                "file_path", "file_"
            ).createOrReplaceTempView(name)

    def see_rows(self, name: str, rows: Sequence[tuple[Any, ...]], schema: str) -> None:
        """Give a small table to every worker; joins with it move no other row.

        The rows travel inside the query as one JSON text: no worker needs Python to read them.
        """
        told = json.dumps(rows, ensure_ascii=False, default=str)
        cells = ", ".join(
            f"cast(r[{at}] AS {column.split()[1]}) AS {column.split()[0]}"
            for at, column in enumerate(schema.split(", "))
        )
        listed = f"SELECT explode(from_json({quote_text(told)}, 'array<array<string>>')) AS r"
        small = f"SELECT {cells} FROM ({listed})"
        with self._told_plainly():
            table = self._session.sql(_literal(small)).hint("broadcast")
            table.createOrReplaceTempView(name)

    def see(self, name: str, sql: str, *, kept: bool = False) -> None:
        """Name a query; a kept one is computed once, in memory as far as it goes, else on disk."""
        with self._told_plainly():
            table = self._session.sql(_literal(sql))
            if kept:
                table = table.persist()
            table.createOrReplaceTempView(name)

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        """Turn Spark's troubles into plain words; its log stays out of sight."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # pyspark's own, about versions of pandas
                yield
        except (AnalysisError, KeyboardInterrupt):
            raise
        except ImportError:
            raise _missing_package() from None
        except Exception as error:  # noqa: BLE001, RUF100 - Py4J and Spark raise many kinds
            told = self._log.read_text("utf-8", "replace") if self._log.is_file() else ""
            known = _in_plain_words(str(error), told)
            if known is None or type(error).__name__ == "ParseException":
                raise  # a query that Spark does not understand: a bug of ours
            raise known from None


def _literal(sql: str) -> str:
    """Let a backslash mean itself, as in DuckDB: in our queries it stands in texts only."""
    return sql.replace("\\", "\\\\")


def _known_master(master: str) -> None:
    if not re.fullmatch(_MASTERS, master):
        raise InputRefused(
            f"--master is {master}",
            "local[*], local[4], spark://host:7077, yarn or k8s://https://host:port",
            "correct the address, or leave --master out to use this machine",
            code="bad_master",
        )
    if master.startswith("spark://") and not any(map(_answers, _addresses(master))):
        raise _no_cluster(f"No Spark master answers at {master}")


def _addresses(master: str) -> list[tuple[str, int]]:
    pairs = (part.rsplit(":", 1) for part in master.removeprefix("spark://").split(","))
    return [(host, int(port)) for host, port in pairs]


def _answers(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, timeout=_PATIENCE_SECONDS):
            return True
    except (OSError, OverflowError):
        return False


def _started(settings: Mapping[str, str], log: Path) -> tuple[Any, Any, Any]:
    """Start the process of Spark with its words in a log file, and a session in it."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    with log.open("wb") as words:
        gateway = launch_gateway(conf, popen_kwargs={"stdout": words, "stderr": words})
    try:
        context = SparkContext(conf=conf, gateway=gateway)
    except Exception:
        _stopped(None, gateway)
        raise
    return gateway, context, SparkSession(context)


def _stopped(context: Any, gateway: Any) -> None:
    """Stop the session and end its process, so that another one may start later."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    try:
        if context is not None:
            SparkSession._instantiatedSession = None
            context.stop()
        gateway.shutdown()
    finally:
        SparkContext._gateway = SparkContext._jvm = None
        gateway.proc.stdin.close()  # the process of Spark ends with its input


def _in_plain_words(error: str, log: str) -> AnalysisError | None:
    """Return the trouble in words; None where Spark blames the query."""
    text = f"{error}\n{log[-20_000:]}"
    code = next((code for pattern, code in _TROUBLES if re.search(pattern, text)), "spark_failed")
    if found := re.search(r"\[(PATH_NOT_FOUND|FAILED_READ_FILE|CANNOT_READ)[^\]]*\][^\n]*", error):
        return InputRefused(
            f"The input cannot be read ({found[0][:200]})", "files that Spark can read",
            "correct the path, or export the damaged file again", code="missing_file",
        )  # fmt: skip
    if re.match(r"\[(UNRESOLVED|DATATYPE_MISMATCH|INVALID_|WRONG_NUM)", error):
        return None
    if code == "no_cluster":
        return _no_cluster("The Spark cluster does not answer")
    if code == "no_java":
        return EnvironmentTrouble(
            "Spark found no Java that it can use", "Java 17 or newer",
            "install one (Debian and Ubuntu: apt install openjdk-17-jre-headless) or let "
            "JAVA_HOME name it; without Spark, leave --engine out", code="no_java",
        )  # fmt: skip
    happened = {
        "out_of_memory": "Spark ran out of memory",
        "disk_full": "Spark ran out of disk space",
    }.get(code, f"Spark stopped ({_first_words(error)})")
    return EnvironmentTrouble(
        happened, "a cluster with enough memory and disk that can read the input",
        "see the cluster's own pages, then run again", code=code,
    )  # fmt: skip


def _first_words(error: str) -> str:
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"\[[A-Z_.]+\]|Exception|Error:", line)]
    return (telling or lines or ["no words"])[0][:200]


def _no_cluster(happened: str) -> EnvironmentTrouble:
    return EnvironmentTrouble(
        happened, "a running cluster that this machine can reach",
        "check the address, the network and that the cluster runs; --master 'local[*]' uses this "
        "machine", code="no_cluster",
    )  # fmt: skip


def _missing_package() -> EnvironmentTrouble:
    return EnvironmentTrouble(
        "The Spark engine is not installed", "the package pyspark",
        "install it: make spark, or pip install 'whyleft[spark]'; without it, leave --engine out",
        code="no_spark",
    )  # fmt: skip
