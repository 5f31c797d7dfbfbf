"""Why a table is not read, and the lines that read it where it may say why customers left."""

from __future__ import annotations

from itertools import islice

from analysis.columns.backnames import speaks_back
from analysis.columns.columndoubts import holds_dates
from analysis.columns.columnmap import filled_cells
from analysis.columns.layout import Layout
from analysis.columns.reasontexts import is_written, may_be_answer
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import recognise
from analysis.columns.words import speaks_of_why
from analysis.errors import InputRefused
from analysis.files.dialect import SAMPLE_RECORDS
from analysis.intake.othertables import LeftOut, of_other_things, without_money

_SHOWN = 3


def may_be_reasons(layout: Layout) -> str:
    """Return how a table is read as reasons; empty where no column can be one.

    A header that asks why goes before texts of several words.
    """
    rows = [record.fields for record in islice(layout.records, SAMPLE_RECORDS)]
    cells = {name: filled_cells(rows, at) for at, name in enumerate(layout.header) if name}
    free = [name for name, found in cells.items() if found and not holds_dates(found)
            and may_be_answer(name)]  # fmt: skip
    named = [name for name in free if speaks_of_why(name)]
    texts = [name for name in free if is_written(cells[name])]
    notes = [*dict.fromkeys([*named, *texts])][:_SHOWN]
    if not notes:
        return ""
    lines = f'table = "reasons" and note = {" or ".join(map(toml_text, notes))}'
    return (
        f". If '{notes[0][:40]}' says why customers left, put under [{toml_text(layout.called)}] "
        f"into columns.toml: {lines}"
    )


def other_than_orders(layout: Layout, refusal: InputRefused | None = None) -> LeftOut | None:
    """Return why a table is of other things than orders; None where it may be one of ours."""
    rows = list(islice(layout.records, SAMPLE_RECORDS))
    why = of_other_things(layout.called, layout.header, rows)
    if why or recognise(layout.called, layout.header) != "transactions":
        return LeftOut(why, refusal) if why else None
    why = without_money(layout.header, rows)
    more = may_be_reasons(layout) if why and not speaks_back(layout.called) else ""
    if more:
        return LeftOut(why + more, refusal, "reasons_not_read")
    return LeftOut(why, refusal) if why else None
