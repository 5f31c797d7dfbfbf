"""A written summary and what travels with it, so that dormancy can go on from it elsewhere.

One row per customer does not tell how silences end. ``NAME.more`` beside a summary ``NAME`` holds
what does: ``facts.parquet`` (one row per customer), ``spells.parquet`` (silences collapsed to
counts) and ``receipt.json`` (where every line went, the date, the summary's SHA-256).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analysis.customers.summary import columns_of
from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused
from analysis.tables import CustomerSummary
from analysis.workspace import Workspace, sha256_of

_PARTS = ("facts.parquet", "spells.parquet", "receipt.json")
_COLUMNS = tuple(CustomerSummary.to_schema().columns)
_COUNTED = {"days_since_last_order", "days_first_to_last_order", "days_observed", "n_orders",
            "n_repeat_orders"}  # fmt: skip


def folder_beside(summary: Path) -> Path:
    """Return the folder that travels with a summary.

    Examples
    --------
    >>> folder_beside(Path("customers.parquet")).name
    'customers.parquet.more'
    """
    return summary.with_name(f"{summary.name}.more")


def keep_beside(
    engine: Engine, draft: Path, target: Path, record: Mapping[str, Any], receipt: Mapping[str, Any]
) -> None:
    """Write the folder that travels with the summary in ``draft``, soon to be ``target``.

    Parameters
    ----------
    engine
        Holds the tables ``facts`` and ``spells``.
    record
        What ``summarise_customers`` records.
    receipt
        Where the lines went, as intake says it.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "c.csv"
    >>> _ = target.write_text("customer_id", encoding="utf-8")
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE facts AS SELECT 'a' AS customer_id")
    >>> engine.execute("CREATE TABLE spells AS SELECT 1 AS days")
    >>> keep_beside(engine, target, target, {"as_of": "2024-12-31"}, {"tables": {}})
    >>> sorted(part.name for part in folder_beside(target).iterdir())
    ['facts.parquet', 'receipt.json', 'spells.parquet']
    """
    folder = folder_beside(target)
    making = folder.with_name(f".{folder.name}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    engine.write_parquet("SELECT * FROM facts ORDER BY customer_id", making / _PARTS[0])
    engine.write_parquet("SELECT * FROM spells ORDER BY ALL", making / _PARTS[1])
    told = {**receipt, "summary": dict(record), "sha256": sha256_of(draft)}
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    (making / _PARTS[2]).write_text(text, encoding="utf-8", newline="\n")
    shutil.rmtree(folder, ignore_errors=True)
    making.replace(folder)


def is_summary(path: Path) -> bool:
    """Whether a file is a summary: it has all its columns, in their order.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "c.csv"
    >>> _ = path.write_text(",".join(_COLUMNS), encoding="utf-8")
    >>> is_summary(path)
    True
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(4)
        if head != b"PAR1":
            first = (head + file.readline(2000)).decode("utf-8", "replace").strip()
            return first.replace('"', "") == ",".join(_COLUMNS)
    with Engine() as engine:
        try:
            return tuple(columns_of(engine, path)) == _COLUMNS
        except Exception:  # noqa: BLE001, RUF100 - a damaged file is refused by intake, in words
            return False


def load_carried(workspace: Workspace, summary: Path, *, as_of: date | None) -> tuple[date, bool]:
    """Put a summary and what travels with it into the workspace, as if it were made there.

    Returns the date of the summary, and whether its rows are those that were written.

    Raises
    ------
    InputRefused
        When its folder is not there or is of another summary, or another date is asked for.

    Examples
    --------
    >>> import tempfile
    >>> load_carried(Workspace(Path(tempfile.mkdtemp())), Path("moved.parquet"), as_of=None)
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: moved.parquet is a summary of customers, and ...
    """
    folder = folder_beside(summary)
    if not all((folder / part).is_file() for part in _PARTS):
        raise _alone(summary)
    told = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    record = dict(told["summary"])
    made = date.fromisoformat(record["as_of"])
    if as_of is not None and as_of != made:
        raise InputRefused(
            f"{summary.name} was made for {made}, not for {as_of}",
            "the date of the summary: gaps and windows of money hold for that day only",
            f"leave --as-of out, or make the summary again with --as-of {as_of}",
            code="other_as_of", file=summary.name,
        )  # fmt: skip
    with workspace.engine() as engine:
        engine.execute(f"CREATE TEMP TABLE summary AS {_read(summary)}")
        facts = f"read_parquet({quote_text(folder / 'facts.parquet')})"
        n_lost = engine.value(f"SELECT count(*) FROM summary ANTI JOIN {facts} USING (customer_id)")
        if n_lost:
            raise InputRefused(
                f"{n_lost:,} customers of {summary.name} are not in {folder.name}",
                "the folder that was written with this summary",
                "make the summary again", code="other_summary", file=summary.name,
            )  # fmt: skip
        engine.write_parquet(
            "SELECT * FROM summary ORDER BY customer_id", workspace.parquet("summary")
        )
        engine.write_parquet(
            f"SELECT f.* FROM {facts} AS f SEMI JOIN summary USING (customer_id) "
            "ORDER BY customer_id", workspace.parquet("customer_facts"),
        )  # fmt: skip
    shutil.copyfile(folder / "spells.parquet", workspace.parquet("spells"))
    workspace.save_record("summary", record)
    return made, told["sha256"] == sha256_of(summary)


def _read(summary: Path) -> str:
    if summary.open("rb").read(4) == b"PAR1":
        return f"SELECT * FROM read_parquet({quote_text(summary)})"
    kinds = {"customer_id": "VARCHAR", "first_order_on": "DATE", "last_order_on": "DATE"}
    columns = ", ".join(
        f"'{name}': '{kinds.get(name, 'BIGINT' if name in _COUNTED else 'DOUBLE')}'"
        for name in _COLUMNS
    )
    bare = "regexp_replace(customer_id, '^''( *[=+@\\t\\r＝＋－＠-])', '\\1')"
    return (
        f"SELECT * REPLACE ({bare} AS customer_id) FROM read_csv({quote_text(summary)}, "
        "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {{{columns}}})"
    )


def _alone(summary: Path) -> InputRefused:
    name = folder_beside(summary).name
    return InputRefused(
        f"{summary.name} is a summary of customers, and {name} is not beside it",
        f"the folder {name}, which says how silences ended; one row per customer does not",
        f"put {name} beside it (whyleft customers --engine spark writes both), or give the "
        "transactions", code="summary_alone", file=summary.name,
    )  # fmt: skip
