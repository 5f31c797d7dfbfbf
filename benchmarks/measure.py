"""What the benchmarks share: one run of a whole process, the pretend lines, the table they print.

CPU seconds are those of the process and its children, start and imports included; peak memory is
the largest resident set. Contenders run in turn, A B A B, so that a slower minute strikes both.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Lines of 36 months, 20 a customer, 3 % returns; a share of bad rows of three kinds.
LINES = """
WITH r AS (SELECT i, hash(i * 7 + 1) AS h1, hash(i * 11 + 3) AS h2, hash(i * 13 + 5) AS h3,
                  hash(i * 17 + 9) % 100000 AS fault FROM range({n}) AS t(i))
SELECT 'O' || lpad(i::VARCHAR, 9, '0') AS order_id,
       CASE WHEN fault < {dirt} * 30000 THEN ''
            ELSE 'C' || lpad((h1 % greatest({n} // 20, 1))::VARCHAR, 7, '0') END AS customer_id,
       CASE WHEN fault BETWEEN {dirt} * 30000 AND {dirt} * 60000 - 1 THEN '2024-02-31'
            ELSE (DATE '2022-01-01' + (h2 % 1096)::INT)::VARCHAR END AS ordered_on,
       CASE WHEN fault BETWEEN {dirt} * 60000 AND {dirt} * 100000 - 1 THEN 'n/a'
            ELSE ((CASE WHEN h3 % 100 < 3 THEN -1 ELSE 1 END)
                  * (100 + h3 % 40000)::DECIMAL(12, 2) / 100)::DECIMAL(12, 2)::VARCHAR END AS amount
FROM r
"""
#: The same of a German shop: quotes, umlauts, decimal commas, times, in the order of the days.
GERMAN = """
WITH r AS (SELECT i, (hash(i * 7 + 1) % greatest({n} // 20, 1))::BIGINT AS k,
                  (hash(i * 13 + 5) % 9000000)::BIGINT AS h FROM range({n}) AS t(i))
SELECT 'RE' || lpad((i // 3)::VARCHAR, 9, '0') AS Belegnummer, i % 3 + 1 AS Position,
       10000 + k AS Kundennummer,
       ['Müller & Söhne', 'Bäckerei Groß', 'Lang KG'][1 + k % 3] AS Kunde,
       strftime(TIMESTAMP '2022-01-01 08:00:00' + INTERVAL (i * 1576800 // {n}) MINUTE,
                '%d.%m.%Y %H:%M') AS Belegdatum,
       'A' || h % 900 AS Artikelnummer, ['Säge', 'Dübel 8 mm', 'Öl'][1 + h % 3] AS Bezeichnung,
       1 + h % 9 AS Menge,
       replace((h % 90000 / 100)::DECIMAL(12, 2)::VARCHAR, '.', ',') AS Einzelpreis,
       replace(((1 + h % 9) * (h % 90000) / 100)::DECIMAL(12, 2)::VARCHAR, '.', ',')
           AS "Gesamtpreis netto",
       'Meier' AS Vertreter, 'Nord' AS Lager
FROM r
"""
TYPED = (
    "SELECT order_id, customer_id, try_cast(ordered_on AS DATE) AS ordered_on, "
    "try_cast(amount AS DECIMAL(12, 2)) AS amount FROM ({lines})"
)


@dataclass(frozen=True)
class Run:
    """One finished process."""

    cpu: float
    wall: float
    peak_mb: float


def asked(description: str | None) -> argparse.Namespace:
    """Return what the command line says: folder, sizes, repeats and memory limit."""
    words = argparse.ArgumentParser(description=description)
    words.add_argument("--folder", type=Path, default=Path("benchmarks/made"))
    words.add_argument("--sizes", type=int, nargs="+", default=[1, 10], help="million lines")
    words.add_argument("--repeats", type=int, default=3)
    words.add_argument("--memory", default="2GB", help="memory limit of the engine, both sides")
    told = words.parse_args()
    told.folder = told.folder.resolve()
    told.folder.mkdir(parents=True, exist_ok=True)
    return told


def write_lines(path: Path, n: int, *, dirt: float = 0.0, german: bool = False) -> Path:
    """Write pretend order lines as CSV, or typed as Parquet, once."""
    if not path.is_file():
        import duckdb

        lines = GERMAN.format(n=n) if german else LINES.format(n=n, dirt=dirt)
        form = "(FORMAT csv, HEADER true)"
        if german:
            form = "(FORMAT csv, HEADER true, DELIMITER ';', FORCE_QUOTE (Kunde, Bezeichnung))"
        if path.suffix == ".parquet":
            lines, form = TYPED.format(lines=lines), "(FORMAT parquet)"
        spill = path.parent / "spill"
        with duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(spill)}) as engine:
            engine.execute("SET preserve_insertion_order = true")
            engine.execute(f"COPY ({lines}) TO '{path}.part' {form}")
        Path(f"{path}.part").rename(path)
    return path


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder of its own choice and return what it took."""
    started = time.monotonic()
    # Installed programs have compiled modules beside them, whatever this machine's settings.
    env = os.environ | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)[:300]}\nended with {child.returncode}:\n{said[-2000:]}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss / unit)


def compare(
    contenders: Mapping[str, Sequence[str]], folder: Path, *, repeats: int
) -> dict[str, Run]:
    """Run all contenders in turn and return the median of each figure."""
    for command in contenders.values() if repeats > 1 else ():
        run(command, folder)  # the first run fills caches
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for _ in range(repeats):
        for name, command in contenders.items():
            runs[name].append(run(command, folder))
    return {
        name: Run(*(statistics.median(getattr(r, field) for r in found)
                    for field in ("cpu", "wall", "peak_mb")))
        for name, found in runs.items()
    }  # fmt: skip


def show(title: str, found: Mapping[str, Run], *, base: str) -> None:
    """Print one table: CPU seconds, ratio to the base, wall seconds, peak memory."""
    print(f"\n### {title}\n\n| what | CPU s | ratio | wall s | peak MB |\n|---|---|---|---|---|")
    for name, taken in found.items():
        ratio = taken.cpu / found[base].cpu
        print(
            f"| {name} | {taken.cpu:.2f} | {ratio:.2f} | {taken.wall:.1f} | {taken.peak_mb:.0f} |"
        )
    sys.stdout.flush()
