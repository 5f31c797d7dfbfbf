"""Intake of a million lines of four columns in each style of days and money, beside plain ones.

python benchmarks/styles.py --folder /large/disk --sizes 1
"""

from __future__ import annotations

import sys
from pathlib import Path

from measure import LINES, asked, compare, show

ISO, PLAIN = "d::VARCHAR", "a::VARCHAR"
CLOCK = "d + INTERVAL (i % 86399) SECOND"
#: A larger amount with a sign between its thousands and one before its decimals.
GROUPED = (
    "CASE WHEN a < 0 THEN '-' ELSE '' END || '{before}' || replace(format('{{:,}}', "
    "trunc(abs(a * 9))::BIGINT), ',', '{between}') || '{sign}' || right(a::VARCHAR, 2) || '{after}'"
)
DOLLARS = GROUPED.format(before="$", between=",", sign=".", after="")
EUROS = GROUPED.format(before="", between=".", sign=",", after=" €")
BLANKS = GROUPED.format(before="", between="\u00a0", sign=",", after="")
#: By title: SQL of the customer, of the day ``d`` and of the amount ``a``.
STYLES = {
    "plain": ("c", ISO, PLAIN),
    "times with a zone": ("c", f"strftime({CLOCK}, '%Y-%m-%dT%H:%M:%SZ')", PLAIN),
    "summer and winter": ("c", f"strftime({CLOCK}, '%Y-%m-%dT%H:%M:%S') || CASE WHEN month(d) "
                               "BETWEEN 4 AND 10 THEN '+02:00' ELSE '+01:00' END", PLAIN),
    "dollars": ("c", ISO, DOLLARS),
    "euros behind": ("c", "strftime(d, '%d.%m.%Y')", EUROS),
    "blank thousands": ("c", "strftime(d, '%d/%m/%Y')", BLANKS),
    "two-digit years": ("c", "strftime(d, '%d.%m.%y')", PLAIN),
    "months by name": ("c", "strftime(d, '%d-%b-%y')", PLAIN),
    "a quarter without customer": ("CASE WHEN i % 4 = 0 THEN '' ELSE c END", ISO, PLAIN),
}  # fmt: skip
ROWS = (
    "SELECT order_id, {customer} AS customer_id, coalesce({day}, ordered_on) AS ordered_on, "
    "coalesce({money}, amount) AS amount FROM (SELECT *, customer_id AS c, "
    "row_number() OVER () AS i, try_cast(ordered_on AS DATE) AS d, "
    "try_cast(amount AS DECIMAL(12, 2)) AS a FROM ({lines}))"
)


def write(path: Path, n: int, style: tuple[str, str, str]) -> Path:
    """Write lines of one style with a little dirt, once."""
    if not path.is_file():
        import duckdb

        customer, day, money = style
        rows = ROWS.format(
            customer=customer, day=day, money=money, lines=LINES.format(n=n, dirt=0.002)
        )
        with duckdb.connect() as engine:
            engine.execute(f"COPY ({rows}) TO '{path}' (FORMAT csv, HEADER true, DELIMITER ';')")
    return path


def main() -> None:
    """Compare the styles at each size."""
    told = asked(__doc__)
    for millions in told.sizes:
        contenders = {}
        for title, style in STYLES.items():
            name = f"{title.replace(' ', '_')}_{millions}.csv"
            path = write(told.folder / name, millions * 1_000_000 + 1, style)
            contenders[title] = [sys.executable, "-m", "analysis", "check", str(path), "--table",
                                 "transactions", "--memory-limit", told.memory]  # fmt: skip
        found = compare(contenders, told.folder, repeats=told.repeats)
        show(f"{millions} million lines", found, base="plain")


if __name__ == "__main__":
    main()
