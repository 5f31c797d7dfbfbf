"""Files that tell customers by different columns: a number here, a name there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.columns.words import key_of
from analysis.doubts.buyers import GOOD
from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.typed import Typed

#: So many customers on both sides, of whom so few are the same, are not told by one number.
_FEWEST, _SAME = 10, 0.05


def doubt_kinds_of_ids(engine: Engine, inputs: Sequence[Typed]) -> Iterator[Warned]:
    """Say that the customers of files which call them otherwise stand in no other file."""
    kinds: dict[str, list[Typed]] = {}
    for item in inputs:
        kinds.setdefault(key_of(item.found.columns.label("customer_id")), []).append(item)
    if len(kinds) < 2:
        return
    listed = ", ".join(
        f"({item.number}, {at})" for at, items in enumerate(kinds.values()) for item in items
    )
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE customers_of_kinds AS SELECT DISTINCT kind, customer_id "
        f"FROM (SELECT DISTINCT file_, customer_id FROM {GOOD}) "
        f"JOIN (VALUES {listed}) AS k(file_, kind) USING (file_)"
    )
    sizes = dict(engine.rows("SELECT kind, count(*) FROM customers_of_kinds GROUP BY kind"))
    shared = dict(engine.rows(
        "SELECT kind, count(*) FROM customers_of_kinds AS c WHERE EXISTS (SELECT 1 FROM "
        "customers_of_kinds AS o WHERE o.customer_id = c.customer_id AND o.kind <> c.kind) "
        "GROUP BY kind"
    ))  # fmt: skip
    named = list(kinds.values())
    least = min(sizes, key=lambda kind: (sizes[kind], kind), default=0)
    n_here, n_same = sizes.get(least, 0), shared.get(least, 0)
    if n_here < _FEWEST or sum(sizes.values()) - n_here < _FEWEST or n_same > _SAME * n_here:
        return
    here = named[least][0].found
    there = next(items[0].found for at, items in enumerate(named) if at != least)
    label = here.columns.label("customer_id")
    some = f"{n_same:,} of the" if n_same else "none of the"
    said = (
        f"{here.file} tells customers by '{label}', {there.file} by "
        f"'{there.columns.label('customer_id')}', and {some} {n_here:,} customers here stands in "
        "the files that call them otherwise. The same customer under both counts as two, one of "
        "them lost. Export one number for all files."
    )
    yield Warned("customers_called_otherwise", said, column=label)
