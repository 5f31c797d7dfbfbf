"""Lines that could not be split into columns, and the opt-outs that may hide in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.cells.ids import clean_id
from analysis.cells.speech import speaks_of_stop
from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.optouts import may_hide_opt_out
from analysis.rows.typed import Typed


def stop_by_broken_lines(engine: Engine, typed: Mapping[str, Sequence[Typed]]) -> list[Warned]:
    """Stop the customers whose id stands in a broken line that may hide an opt-out.

    A broken line of contacts or customers is taken for an opt-out where the file has a column for
    one; a broken line of the log only where it speaks of one.
    """
    lines = list(_suspects(typed))
    if not lines:
        return []
    # Any field may be the id once a line is out of shape; ids that no contact has block nobody.
    fields = sorted({clean_id(field.strip().strip('"')) for line in lines for field in line} - {""})
    n_before = _n_stopped(engine)
    for at in range(0, len(fields), 2000):
        part = fields[at : at + 2000]
        places = ", ".join("(?)" for _ in part)
        engine.execute(
            "INSERT INTO stopped (customer_id) SELECT DISTINCT c.customer_id FROM all_contacts "
            f"AS c JOIN (VALUES {places}) AS f(i) ON ltrim(lower(f.i), '0') = "
            "ltrim(lower(c.customer_id), '0')",
            part,
        )
    said = (
        f"{len(lines):,} lines cannot be split into their columns and may hide an opt-out; "
        f"{_n_stopped(engine) - n_before:,} customers whose id stands in them are not to be "
        "contacted. Put texts with a delimiter in quotes and export the file again."
    )
    return [Warned("broken_contact_lines", said)]


def _suspects(typed: Mapping[str, Sequence[Typed]]) -> Iterator[list[str]]:
    """Yield the fields of broken lines that may hide an opt-out."""
    for table in ("contacts", "customers", "touches", "reasons"):
        for item in typed.get(table, ()):
            certain = table in {"contacts", "customers"}
            certain = certain and may_hide_opt_out(item.found, item.heeded)
            edge = item.found.staged.layout.dialect.delimiter.strip() or None
            for reject in item.found.staged.rejects:
                if certain or speaks_of_stop(reject.text.lower().replace("_", " ")):
                    yield reject.text.split(edge if edge and edge in reject.text else None)


def _n_stopped(engine: Engine) -> int:
    return int(engine.value("SELECT count(DISTINCT customer_id) FROM stopped"))
