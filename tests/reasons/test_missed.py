"""What the picklist misses is told when many say it, and not when codes cover what is said."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.reasons import read_reasons
from analysis.reasons.edits import retire
from analysis.settings import Settings

SAID = {
    "late_delivery": ("the van came", "delivery arrived", "our goods turned up", "the driver was"),
    "price": (
        "your price list is",
        "this quote seemed",
        "the invoice total was",
        "list prices are",
    ),
}
ENDS = {
    "late_delivery": ("two days late again", "late on Monday", "late for the morning shift"),
    "price": ("too high for us", "higher than last year", "too expensive now"),
}
PLASTIC = ("far too much plastic packaging", "plastic wrapping around each box",
           "we banned plastic packaging here", "boxes wrapped in plastic foil")  # fmt: skip


def statements(*, with_plastic: bool) -> pd.DataFrame:
    rows = [
        (f"{start} {end}, week {week}", code)
        for code, starts in SAID.items()
        for start in starts
        for end in ENDS[code]
        for week in range(4)
    ]
    if with_plastic:
        rows += [(f"{said}, pallet {n}", "other") for said in PLASTIC for n in range(12)]
    frame = pd.DataFrame(rows, columns=["note", "code"])
    ids = [f"{place:04}" for place in range(len(frame))]
    return frame.assign(customer_id=ids, reason_id=ids)


def test_what_many_tell_under_other_is_proposed():
    missed = read_reasons(statements(with_plastic=True), settings=Settings()).missed

    assert missed.table["n_customers"].sum() >= 12
    assert missed.table["keywords"].str.contains("plastic|pallet|foil").all()
    assert missed.table["n_without_code"].equals(missed.table["n_statements"])
    assert "seems to lack a code" in missed.sentence


def test_notes_that_their_codes_cover_miss_nothing():
    missed = read_reasons(statements(with_plastic=False), settings=Settings()).missed

    assert missed.table.empty
    assert missed.share.known


def test_what_somebody_retired_is_not_proposed_again():
    rows = statements(with_plastic=True)
    rows["code"] = rows["code"].replace("other", "packaging")
    book = read_reasons(rows, settings=Settings()).codebook

    missed = read_reasons(rows, settings=Settings(), codebook=retire(book, "packaging")).missed

    assert missed.table.empty
    assert missed.share.known


def test_themes_made_of_words_miss_nothing():
    settings = replace(Settings(), n_themes=3)

    assert not read_reasons(statements(with_plastic=True), settings=settings).missed.share.known


def test_row_order_changes_nothing():
    rows = statements(with_plastic=True)

    one = read_reasons(rows, settings=Settings()).missed.table
    turned = read_reasons(rows[::-1], settings=Settings()).missed.table

    pd.testing.assert_frame_equal(one, turned)
