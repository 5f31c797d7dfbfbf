"""The command ``customers`` on a cluster: transactions of any size, one file back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.customers.carried import keep_beside
from analysis.customers.cluster import summarise_on_cluster
from analysis.customers.summary import write_rows
from analysis.engine import Engine, SparkEngine
from analysis.errors import InputRefused
from analysis.intake.cluster import GOOD_LINES, check_on_cluster
from analysis.steps.checking import snapshot_of
from analysis.steps.job import read_date
from analysis.steps.writing import prepare_file, put_whole


def write_customers_on_cluster(
    exports: Sequence[str],
    target: Path,
    *,
    as_of: str | None = None,
    columns: str | None = None,
    master: str,
    spark_settings: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write one row per customer from a cluster, with what travels beside it; return the receipt.

    Parameters
    ----------
    exports
        Files, folders or patterns on a file system that the cluster reads.
    target
        ``.parquet`` or ``.csv`` on this machine; it appears whole or not at all. ``NAME.more``
        beside it lets ``whyleft dormancy`` go on from it.
    master
        Spark's address, such as ``local[*]`` or ``spark://host:7077``.

    Raises
    ------
    InputRefused
        When an input cannot be used honestly.
    EnvironmentTrouble
        When Spark, Java or the cluster is missing.

    Examples
    --------
    >>> write_customers_on_cluster(["hdfs:///orders"], Path("c.parquet"), master="lokal")
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: --master is lokal...
    """
    wanted, chosen = read_date(as_of), Path(columns) if columns else None
    _require_exports(exports)
    prepare_file(target, [Path(name) for name in exports])
    with (
        tempfile.TemporaryDirectory(prefix="whyleft-") as spill,
        SparkEngine(master=master, settings=spark_settings) as cluster,
        Engine(spill=Path(spill) / "spill") as engine,
    ):
        checked = check_on_cluster(cluster, exports, as_of=wanted, columns=chosen)
        intake, folder = checked.intake, Path(spill)
        record = summarise_on_cluster(
            cluster, engine, GOOD_LINES, as_of=snapshot_of(intake), typed=checked.typed,
            spill=folder,
        )  # fmt: skip
        receipt: dict[str, Any] = intake.as_dict()

        def write(draft: Path) -> None:
            write_rows(engine, "summary", draft)
            keep_beside(engine, draft, target, record, receipt)

        put_whole(target, write)
    return {**receipt, "n_customers": record["n_buyers"]}


def _require_exports(exports: Sequence[str]) -> None:
    """Refuse a path of this machine that is not there before any process is started."""
    for export in exports:
        here = "://" not in export and not any(sign in export for sign in "*?[{")
        if here and not Path(export).exists():
            raise InputRefused(
                f"There is no file or folder {export}",
                "an existing file, folder or pattern such as exports/*.parquet",
                "correct the path", code="missing_file", file=Path(export).name,
            )  # fmt: skip
