"""Rows without their empty last cells are read; rows that may lack a middle cell never are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.columns.columnmap import map_columns
from analysis.columns.layout import lay_out_tables
from analysis.columns.mapfile import Stated
from analysis.engine import Engine
from analysis.files.inputs import open_source
from analysis.rows.shortrows import filled_up

HEADER = "Rechnungsnr;Kundennr;Name;Datum;Umsatz;Bemerkung;Vertreter"
ALL = ["{n}", "K{k}", "Firma {k}", "{d:02d}.03.2023", "{n},50", "bitte warten", "V{k}"]


def lines(
    fields: Callable[[int], list[str]], n: int = 40, header: str = HEADER, end: str = "\n"
) -> str:
    rows = [";".join(fields(at)) for at in range(n)]
    made = [
        row.format(n=1_000 + at, k=at % 9, d=1 + at % 28) for at, row in enumerate(rows)
    ]  # fmt: skip
    return end.join([header, *made]) + end


def without(place: int) -> list[str]:
    return ALL[:place] + ALL[place + 1 :]


FILLED = {
    "most-rows-end-with-the-amount": lines(lambda at: ALL if at % 5 == 0 else ALL[:5]),
    "two-lengths": lines(lambda at: ALL if at % 3 == 0 else ALL[: 5 + at % 2]),
    "no-row-is-whole": lines(lambda at: ALL[:5]),
    "beside-written-empty-cells": lines(
        lambda at: [*ALL[:5], "", ""] if at % 2 else ALL[:5], end="\r\n"
    ),
    "a-note-of-two-lines": lines(
        lambda at: [*ALL[:2], '"Firma\n{k}"', *ALL[3:5]] if at % 2 else ALL
    ),
}
KEPT = {
    "whole-rows": lines(lambda at: ALL),
    "a-middle-cell-is-missing": lines(lambda at: without(2) if at % 2 else ALL),
    "a-note-is-missing-before-a-name": lines(
        lambda at: [*ALL[:5], "Meier"] if at % 2 else [*ALL[:6], "Meier"],
    ),
    "the-day-is-missing": lines(lambda at: without(3) if at % 4 == 0 else ALL),
    "the-amount-is-missing": lines(lambda at: without(4)[:5] if at % 4 == 0 else ALL),
    "the-amount-and-what-follows": lines(lambda at: ALL[:4] if at % 2 else ALL),
    "a-comma-too-many": lines(lambda at: [*ALL[:3], "x", *ALL[3:]] if at % 3 == 0 else ALL),
    "two-short-rows": lines(lambda at: ALL[:5] if at in {3, 4} else ALL),
    "a-number-of-a-later-column": lines(
        lambda at: [*ALL[:5], "{k}"] if at % 2 else [*ALL[:5], "{n}", "{k}"],
        header="Rechnungsnr;Kundennr;Name;Datum;Umsatz;Menge bestellt;Filialnummer",
    ),
    "an-opt-out-is-cut-off": lines(
        lambda at: ALL[:5] if at % 2 else ALL,
        header=HEADER.replace("Vertreter", "Werbesperre"),
    ),
}


def read(folder, text: str):
    path = folder / "umsatz.csv"
    path.write_bytes(text.encode())
    layout = lay_out_tables(open_source(path, folder), Stated(), Engine())[0]
    columns = map_columns("transactions", layout.header, file="umsatz.csv")
    if "Werbesperre" in text:
        columns.places["do_not_contact"] = (6,)
    return layout, filled_up(layout, columns, folder)


@pytest.mark.parametrize("name", FILLED)
def test_rows_get_their_empty_last_cells_back(name, tmp_path):
    layout, filled = read(tmp_path, FILLED[name])
    assert [told.code for told in filled.warnings] == ["cut_cells"]
    before = layout.source.plain.read_bytes().splitlines()
    after = filled.source.plain.read_bytes().splitlines()
    assert [line.rstrip(b";") for line in after] == [line.rstrip(b";") for line in before]
    assert {len(record.fields) for record in filled.records} == {layout.dialect.width}


@pytest.mark.parametrize("name", KEPT)
def test_rows_that_may_lack_another_cell_stay_as_they_are(name, tmp_path):
    layout, filled = read(tmp_path, KEPT[name])
    assert filled is layout


def test_short_rows_are_counted_with_all_others_and_the_last_one_may_be_torn(check):
    text = FILLED["most-rows-end-with-the-amount"].removesuffix("\n")
    found = check({"umsatz.csv": text + "x"})
    assert (found.receipt.rows_in, found.receipt.rows_good) == (40, 39)
    assert [(row["line"], row["code"]) for row in found.quarantine] == [("41", "field_count")]
    assert {"cut_cells", "truncated"} <= found.warned
