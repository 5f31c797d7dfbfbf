"""Intake against a plain typed read of the same file by the engine alone, side by side.

    python benchmarks/intake.py --folder /large/disk --sizes 1 10 100

Both sides end with a typed Parquet file: ``whyleft check --out`` has then also hashed the file,
found its styles, judged every row, looked for repeated lines, counted customers and written the
quarantine; the plain read has done none of it and fails at the first bad cell.
"""

from __future__ import annotations

import sys

from measure import asked, compare, show, write_lines

PLAIN = """
import duckdb, sys
source, target = sys.argv[1:]
kinds = {kinds}
config = {{'memory_limit': '{memory}', 'temp_directory': target + '.spill'}}
with duckdb.connect(config=config) as c:
    read = (f"read_parquet('{{source}}')" if source.endswith('.parquet') else
            f"read_csv('{{source}}', columns = {{kinds}}, auto_detect = false, header = true, "
            "{more}ignore_errors = true)")
    {action}
"""
KINDS = {"order_id": "VARCHAR", "customer_id": "VARCHAR", "ordered_on": "DATE",
         "amount": "DECIMAL(18,4)"}  # fmt: skip
GERMAN = {
    "Belegnummer": "VARCHAR", "Position": "INTEGER", "Kundennummer": "VARCHAR", "Kunde": "VARCHAR",
    "Belegdatum": "TIMESTAMP", "Artikelnummer": "VARCHAR", "Bezeichnung": "VARCHAR",
    "Menge": "DECIMAL(18,4)", "Einzelpreis": "DECIMAL(18,4)", "Gesamtpreis netto": "DECIMAL(18,4)",
    "Vertreter": "VARCHAR", "Lager": "VARCHAR",
}  # fmt: skip
STYLE = "delim = ';', timestampformat = '%d.%m.%Y %H:%M', decimal_separator = ',', "
TO_FILE = "c.execute(f\"COPY (FROM {read}) TO '{target}' (FORMAT parquet)\")"
TO_MEMORY = 'c.execute(f"CREATE TABLE t AS FROM {read}")'


def main() -> None:
    """Compare at each size."""
    told = asked(__doc__)
    folder = told.folder
    for millions in told.sizes:
        n = millions * 1_000_000 + 1  # not a number at which programs cut exports
        files = [("Parquet, 0.2 % dirt", folder / f"dirt_{millions}.parquet", 0.002)]
        if millions <= 10:
            files = [
                ("CSV, clean", folder / f"clean_{millions}.csv", 0.0),
                ("CSV, 0.2 % dirt", folder / f"dirt_{millions}.csv", 0.002),
                *files,
                ("German CSV of 12 columns, clean", folder / f"german_{millions}.csv", 0.0),
            ]
        for title, path, dirt in files:
            german = path.name.startswith("german")
            source = str(write_lines(path, n, dirt=dirt, german=german))
            kinds, more = (GERMAN, STYLE) if german else (KINDS, "")
            whyleft = [sys.executable, "-m", "analysis", "check", source, "--table",
                       "transactions", "--memory-limit", told.memory]  # fmt: skip
            plain = [sys.executable, "-c"]
            memory, file = (
                PLAIN.format(memory=told.memory, action=action, kinds=kinds, more=more)
                for action in (TO_MEMORY, TO_FILE)
            )
            found = compare(
                {
                    "plain typed read, to Parquet": [*plain, file, source, "plain.parquet"],
                    "whyleft check --out": [*whyleft, "--out", "checked"],
                    "plain typed read, to memory": [*plain, memory, source, "plain.parquet"],
                    "whyleft check": whyleft,
                },
                folder, repeats=told.repeats if millions <= 10 else 1,
            )  # fmt: skip
            show(f"{millions} million lines, {title}", found, base="plain typed read, to Parquet")


if __name__ == "__main__":
    main()
