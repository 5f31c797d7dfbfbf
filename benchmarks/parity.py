"""Does Spark give what DuckDB gives? Generated lines with dirt, one summary from each, compared.

    python benchmarks/parity.py [--lines 1000000] [--master local[2]] [--form csv]

Prints one check a line and ends with 1 when one fails. Needs ``make spark`` (or pyspark and Java).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from analysis.customers import summarise_customers  # noqa: E402
from analysis.engine import Engine, quote_text  # noqa: E402
from analysis.intake import check_exports  # noqa: E402
from analysis.steps import (  # noqa: E402
    check_files,
    write_customers,
    write_customers_on_cluster,
    write_dormancy,
)
from analysis.workspace import Workspace  # noqa: E402

AS_OF = "2024-12-31"
HEADER = "Kd-Nr;Datum;Betrag;Vorgangsart;Status"
N_PARTS = 4


def write_lines(path: Path, n_lines: int, seed: int = 0) -> None:
    """Write a German export: some twenty lines a customer, one in a hundred of them dirty."""
    rng = np.random.default_rng(seed)
    customers = rng.zipf(1.3, n_lines) % max(2, n_lines // 20)
    # Several lines on one day: days are drawn in the rhythm of the customer, not line by line.
    days = np.datetime64("2021-01-01") + (
        (rng.integers(0, 40, n_lines) * (7 + customers % 60)) % 1480
    ).astype("timedelta64[D]")
    cents = rng.integers(1, 5_000_00, n_lines)
    kind = rng.choice(
        ["", "sale", "return", "fee", "cancel"], n_lines, p=[0.5, 0.44, 0.03, 0.02, 0.01]
    )
    status = rng.choice(["bezahlt", "offen", "storniert", ""], n_lines, p=[0.7, 0.2, 0.02, 0.08])
    negative = rng.random(n_lines) < 0.03
    dirt = rng.integers(0, 1000, n_lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        for at in range(n_lines):
            year, month, day = str(days[at]).split("-")
            money = f"{cents[at] // 100:,}".replace(",", ".") + f",{cents[at] % 100:02d}"
            money = f"-{money}" if negative[at] else money
            cells = [f"K{customers[at]:06d}", f"{day}.{month}.{year}", money, kind[at], status[at]]
            file.write(dirty(cells, int(dirt[at])) + "\n")


def dirty(cells: list[str], kind: int) -> str:
    """Return the line, spoilt in the way that the number says; most numbers say none."""
    place, text = {
        0: (0, ""), 1: (0, "Gast"), 2: (0, f"{cells[0][1:]}.0"), 3: (0, f"Ｋ{cells[0][1:]}\u200b"),
        4: (0, f" {cells[0]}\u00a0"), 5: (0, "1,23E+12"), 6: (1, ""), 7: (1, "31.02.2024"),
        8: (1, "01.01.1900"), 9: (1, "folgt"), 10: (2, ""), 11: (2, "abc"), 12: (2, "(12,50)"),
        13: (2, f"{cells[2]} €"), 14: (2, "7,00-"), 15: (2, "0,00"),
        16: (1, f"{cells[1]} 14:05:09"), 17: (1, "05.01.2025"), 18: (3, "Umbuchung"),
        19: (0, '"K;1"'), 20: (0, "#N/A"),
    }.get(kind, (0, cells[0]))  # fmt: skip
    whole = {21: HEADER, 22: "Summe;;1.000,00;;", 23: "", 24: ";;;;", 25: "K1;01.02.2024",
             26: "K1;01.02.2024;5,00;;;mehr", 27: "Stand: heute;;;;"}  # fmt: skip
    cells[place] = text
    return whole.get(kind, ";".join(cells))


def in_parts(path: Path, folder: Path) -> None:
    """Cut the export into files with a header each, one of them packed."""
    lines = path.read_text(encoding="utf-8").split("\n")[1:]
    if lines[-1] == "":
        lines.pop()
    size = -(-len(lines) // N_PARTS)
    folder.mkdir()
    for part in range(N_PARTS):
        text = "\n".join([HEADER, *lines[part * size : (part + 1) * size], ""]).encode()
        if part == 1:
            (folder / f"part-{part}.csv.gz").write_bytes(gzip.compress(text, mtime=0))
        else:
            (folder / f"part-{part}.csv").write_bytes(text)


def differing(engine: Engine, one: Path, other: Path) -> int:
    """Return how many rows of two Parquet files differ in any value."""
    a, b = (f"SELECT * FROM read_parquet({quote_text(path)})" for path in (one, other))
    sql = f"SELECT count(*) FROM (({a} EXCEPT ALL {b}) UNION ALL ({b} EXCEPT ALL {a}))"
    return int(engine.value(sql))


def _told(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of a table without what its last column says in words."""
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row[:-1]) for row in csv.reader(file)]


def run(folder: Path, n_lines: int, master: str, spark_settings: dict[str, str]) -> bool:
    """Make the data, both summaries and all comparisons; whether everything is the same."""
    export, parts = folder / "umsatz.csv", folder / "umsatz"
    write_lines(export, n_lines)
    in_parts(export, parts)
    ours, theirs = folder / "duckdb.parquet", folder / "spark.parquet"
    clock = time.monotonic()
    n_ours = write_customers([str(export)], ours, as_of=AS_OF)["n_customers"]
    print(f"DuckDB: {n_ours:,} customers, {time.monotonic() - clock:.0f} s", flush=True)
    clock = time.monotonic()
    receipt = write_customers_on_cluster(
        [str(parts)], theirs, as_of=AS_OF, master=master, spark_settings=spark_settings
    )
    print(f"Spark: {receipt['n_customers']:,} customers, {time.monotonic() - clock:.0f} s")
    workspace = Workspace(folder / "workspace")
    check_exports([export], workspace, as_of=date.fromisoformat(AS_OF), table="transactions")
    summarise_customers(workspace, as_of=date.fromisoformat(AS_OF))
    table = check_files([str(export)], as_of=AS_OF, table="transactions")["tables"]["transactions"]
    found = receipt["tables"]["transactions"]
    beside = Path(f"{theirs}.more")
    from_lines = write_dormancy([str(export)], folder / "a.csv", as_of=AS_OF)
    from_summary = write_dormancy([str(theirs)], folder / "b.csv", as_of=AS_OF)
    with Engine() as engine:
        checks = {
            "summary, rows that differ": (0, differing(engine, ours, theirs)),
            "facts, rows that differ": (
                0, differing(engine, workspace.parquet("customer_facts"), beside / "facts.parquet")
            ),
            "silences, rows that differ": (
                0, differing(engine, workspace.parquet("spells"), beside / "spells.parquet")
            ),
        }  # fmt: skip
    for key in ("rows_in", "rows_good", "rows_set_aside", "rows_blank", "amount_sum",
                "n_customers", "n_buyers", "set_aside_by_code"):  # fmt: skip
        checks[f"receipt, {key}"] = (table[key], found[key])
    # How a customer left shows in the order days, which stay in the cluster: what is told of it in
    # words, and the allowance that it makes in one interval, are not compared.
    known = {
        name: number
        for name, number in from_summary.numbers.items()
        if number.known and name != "dormant_share"
    }
    checks["dormancy, same numbers"] = ({name: from_lines.numbers[name] for name in known}, known)
    checks["dormancy, same rows"] = (_told(folder / "a.csv"), _told(folder / "b.csv"))
    for name, (expected, seen) in checks.items():
        same = expected == seen
        shown = "" if name.startswith("dormancy") else f": {expected}"
        print(
            f"{'same' if same else 'DIFFERS'}  {name}{shown}"
            + ("" if same else f" / {seen!r:.400}")
        )
    return all(expected == seen for expected, seen in checks.values())


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--lines", type=int, default=1_000_000)
    words.add_argument("--master", default="local[2]")
    told = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="whyleft-parity-"))
    try:
        return 0 if run(folder, told.lines, told.master, {}) else 1
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
