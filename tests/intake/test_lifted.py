"""Opt-outs that the next export lacks, and what looks like it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.lifted import Lifted, find_lifted
from analysis.steps.lacks import _say_lifted
from analysis.workspace import Workspace

IDS = [f"C-{at:04}" for at in range(12)]


def listed(*who: str, by: str = "customer_id", **more: object) -> pd.DataFrame:
    return pd.DataFrame({by: list(who)}).assign(**more)


def people(*may: bool, ids: list[str] | None = None) -> pd.DataFrame:
    names = ids or [f"p{at}" for at in range(len(may))]
    return pd.DataFrame({"customer_id": IDS[: len(may)], "contact_id": names, "may_contact": may})


def found(tmp_path: Path, former: dict[str, pd.DataFrame], now: dict[str, pd.DataFrame]) -> Lifted:
    places = Workspace(tmp_path / "former"), Workspace(tmp_path / "now")
    for place, tables in zip(places, (former, now), strict=True):
        for name, rows in tables.items():
            place.save(name, rows)
    return find_lifted(*places, as_of=date(2025, 1, 31))


MAILS = [f"{name.lower()}@mill.example" for name in IDS]


@pytest.mark.parametrize(
    ("former", "now", "n_gone", "by_count"),
    [
        (listed(*IDS), {"suppressions": listed(*IDS[:3])}, 9, False),
        (listed(*IDS), {}, 12, False),  # no list at all any more
        (listed(*MAILS, by="email"), {"suppressions": listed(*MAILS[4:], by="email")}, 4, False),
        (listed(*IDS), {"suppressions": listed(*MAILS[:7], by="email")}, 5, True),
        (listed(*IDS, until_on=pd.Timestamp("2026-01-01")), {"suppressions": listed(*IDS[1:])}, 1,
         False),
    ],
)  # fmt: skip
def test_entries_that_a_list_lost_are_counted(
    tmp_path: Path, former: pd.DataFrame, now: dict[str, pd.DataFrame], n_gone: int, *,
    by_count: bool,
) -> None:  # fmt: skip
    told = found(tmp_path, {"suppressions": former}, now)

    assert (told.n_gone, told.n_entries, told.by_count) == (n_gone, 12, by_count)
    (said,) = _say_lifted(told)
    assert "may be called again" in said


@pytest.mark.parametrize(
    ("former", "now"),
    [
        (listed(*IDS), {"suppressions": listed(*IDS, "C-9999")}),  # an ordinary next month
        (listed(*IDS), {"suppressions": listed(*(name.lower() for name in reversed(IDS)))}),
        (listed(*IDS, *IDS), {"suppressions": listed(*IDS)}),  # repeated entries are told once
        (listed(*IDS, until_on=pd.Timestamp("2025-01-15")), {"suppressions": listed("C-9999")}),
        (listed(*IDS), {"suppressions": listed(*MAILS, by="email")}),  # addresses in place of ids
        (listed(*IDS), {"suppressions": listed(*IDS[1:], "C-0500"), "customers": pd.DataFrame(
            {"customer_id": ["C-0000"], "merged_into": ["C-0500"]})}),
    ],
)  # fmt: skip
def test_a_list_that_lost_nobody_is_not_said(
    tmp_path: Path, former: pd.DataFrame, now: dict[str, pd.DataFrame]
) -> None:
    assert not found(tmp_path, {"suppressions": former}, now).any


def test_contacts_who_may_be_called_again_are_counted(tmp_path: Path) -> None:
    then, now = people(False, False, True), people(True, False, True)

    told = found(tmp_path, {"contacts": then}, {"contacts": now})

    assert told.n_contacts == 1
    (said,) = _say_lifted(told)
    assert said.startswith("1 contact whom nobody was to contact in the former export may be")


@pytest.mark.parametrize(
    "now", [people(False, False, False), people(False, False, True, ids=["x", "y", "z"])]
)
def test_contacts_who_are_stopped_or_new_are_not(tmp_path: Path, now: pd.DataFrame) -> None:
    assert not found(tmp_path, {"contacts": people(False, False, True)}, {"contacts": now}).any
