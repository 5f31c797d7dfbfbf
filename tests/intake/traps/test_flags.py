"""A column that says of each line whether it was voided, cancelled, deleted or a test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from intake.traps.cases import case, table

WORDS = {
    "Voided": ("Yes", "No"), "is_deleted": ("true", "false"), "Cancelled": ("1", "0"),
    "Storno": ("x", ""), "Annulée": ("Oui", "Non"), "Anulado": ("SÍ", "NO"),
    "Test order": ("Y", "N"), "FKSTO": ("X", ""),
}  # fmt: skip


def flagged(header: str, yes: str, no: str, *, status: str = "", n_yes: int = 1) -> str:
    """Five lines of 100, of which the first ones say yes."""
    rows = [
        f"C{at},2024-01-{at + 5:02d},100.00,{yes if at < n_yes else no}" + (status and ",paid")
        for at in range(5)
    ]
    return table(f"Customer ID,Order date,Amount,{header}" + (status and f",{status}"), *rows)


def answered(line: str, text: str) -> dict[str, str]:
    return {"orders.csv": text, "columns.toml": f"[transactions]\n{line}\n"}


HELD = [
    *(case(f"{header}: {yes}", flagged(header, yes, no), codes={"cancelled": 1}, total="400.00",
           warned={"flag_as_status"}, says=(f"'{header}' says yes on 1 of 5", "ignore"))
      for header, (yes, no) in [*WORDS.items()][:2]),
    case("they are orders", answered('ignore = ["Voided"]', flagged("Voided", "Yes", "No")),
         total="500.00"),
    case("beside a status", flagged("Voided", "Yes", "No", status="Status"), total="400.00",
         codes={"cancelled": 1}, warned={"flag_as_status"}),
    case("called a status",
         answered('status = "Voided"', flagged("Voided", "Yes", "No", status="Status")),
         codes={"cancelled": 1}, total="400.00"),
    case("a trial, or an order that was one", flagged("Test", "Yes", "No"), total="500.00",
         warned={"flag_not_used"}, says=('cancelled = "Test"', 'ignore = ["Test"]')),
    case("a trial, answered", answered('cancelled = "Test"', flagged("Test", "Yes", "No")),
         codes={"cancelled": 1}, total="400.00"),
    case("most lines say yes", flagged("Deleted", "1", "0", n_yes=4), total="500.00",
         warned={"flag_not_used"}),
    case("the first yes comes late", flagged("Voided", "Yes", "No", n_yes=0)
         + "".join(f"C{at % 9},2024-02-{at % 28 + 1:02d},{at + 1}.00,No\n" for at in range(500))
         + "C1,2024-03-01,30.00,Yes\n", codes={"cancelled": 1}, warned={"flag_as_status"},
         total="125750.00"),
    case("clean: nobody says yes", flagged("Voided", "Yes", "No", n_yes=0), total="500.00"),
    case("clean: what was cancelled, in pieces", flagged("Cancelled", "3", "0"), total="500.00"),
    case("clean: another question", flagged("Newsletter", "Yes", "No"), total="500.00"),
    case("clean: the status says so as well",
         table("Customer ID,Order date,Amount,Status,Voided", "C1,2024-01-05,9,void,Yes",
               "C2,2024-01-06,7,paid,No"), codes={"cancelled": 1}, total="7.00"),
    case("clean: what was voided is taken off",
         table("Customer ID,Order date,Amount,Voided", "C1,2024-01-05,9,No",
               "C1,2024-01-06,-9,Yes", "C2,2024-01-06,7,No"), total="7.00"),
]  # fmt: skip


#: Header -> how its days are written, after orders of the fifth to the ninth of January.
DAYS = {
    "Cancelled at": "2024-01-09 16:20:11 +0100", "Storniert am": "09.01.2024",
    "Annulée le": "09/01/2024", "Fecha de anulación": "9-1-2024", "Cancelled": '"Jan 9, 2024"',
    "Stornodatum": "20240109",
}  # fmt: skip


def ended(header: str, day: str, *, never: str = "", n: int = 2) -> str:
    """Twelve orders, each on a later day, of which the first ones hold a day of cancelling."""
    rows = [f"C{at},{at + 5}.01.2024,100.00,paid,{day if at < n else never}" for at in range(12)]
    return table(f"Customer ID,Order date,Amount,Status,{header}", *rows)


#: Header -> how it says yes, and in what ways no.
WAYS = {
    "is_cancelled": ("1.0", ["0.0", ""]), "is_canceled": ("-1", ["0"]), "Storno": ("x", ["-"]),
    "Voided": ("Y", ["N/A", "N"]), "deleted": ("1", ["NULL"]), "is_void": ("True", ["None"]),
    "Draft": ("1", ["00"]), "order cancelled": ("cancelled", ["active", "not cancelled"]),
    "is_cancel": ("1", ["0"]), "cancelled_at": ("2024-01-09", ["NULL", "1900-01-01 00:00:00"]),
    "voided_at": ("2024-01-09", ["9999-12-31"]), "Storno-Kz": ("X", [""]),
}  # fmt: skip


def various(header: str, yes: str, noes: list[str]) -> str:
    rows = [
        f"C{at},2024-01-{at + 5:02d},100.00,{yes if at < 2 else noes[at % len(noes)]}"
        for at in range(12)
    ]
    return table(f"Customer ID,Order date,Amount,{header}", *rows)


HELD_WAYS = [
    *(case(f"{header}: {yes}, {noes}", various(header, yes, noes), codes={"cancelled": 2},
           total="1000.00", warned={"flag_as_status"})
      for header, (yes, noes) in [*WAYS.items()][:2]),
    *(case(f"{header}, stated", answered('cancelled = "Weg"', various("Weg", yes, noes)),
           codes={"cancelled": 2}, total="1000.00")
      for header, (yes, noes) in [*WAYS.items()][:2]),
    *(case(f"came back: {header}", various(header, "Yes", ["No"]), total="1200.00",
           warned={"flag_not_used"}, says=(f'cancelled = "{header}"',))
      for header in ("Returned", "IsReturn", "is_refunded", "Retoure", "Gutschrift")),
    case("clean: an amount that came back", various("Returned", "3", ["0"]), total="1200.00"),
    case("clean: other words", various("Deleted", "by Ann", ["by Tom"]), total="1200.00"),
]  # fmt: skip


HELD_DAYS = [
    *(case(f"{header}: {day}", ended(header, day), codes={"cancelled": 2}, total="1000.00",
           warned={"flag_as_status"}, says=(f"'{header}' holds a day on 2 of 12",))
      for header, day in [*DAYS.items()][:2]),
    case("no day in some other way", ended("Deleted at", "2024-01-09", never="0000-00-00 00:00:00"),
         codes={"cancelled": 2}, total="1000.00", warned={"flag_as_status"}),
    case("they are orders", answered('ignore = ["Cancelled at"]', ended("Cancelled at", "9.1.24")),
         total="1200.00", warned={"date_columns"}),
    case("a day under another name", answered('cancelled = "Ende"', ended("Ende", "2025-03-09")),
         codes={"cancelled": 2}, total="1000.00"),
    case("clean: contracts that ended", ended("Cancellation date", "2024-11-30", n=5),
         total="1200.00", warned={"flag_not_used", "date_columns"},
         says=('cancelled = "Cancellation date"',)),
    case("clean: nothing was cancelled", ended("Cancelled at", "", n=0), total="1200.00"),
    case("clean: most ended", ended("Cancelled on", "2024-01-20", n=11), total="1200.00",
         warned={"flag_not_used", "date_columns"}),
    case("clean: when it could be cancelled last", ended("Cancel by", "2024-01-20"),
         total="1200.00", warned={"date_columns"}),
    case("clean: ended before it began", ended("Cancelled at", "2023-11-30"), total="1200.00",
         warned={"flag_not_used", "date_columns"}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), [*HELD, *HELD_DAYS, *HELD_WAYS])
def test_a_flag_tells_lines_that_are_no_orders(holds, files, want):
    holds(files, want)


def side_by_side(tables: Iterable[str]) -> dict[str, str]:
    """A file a header, each of customers of its own."""
    return {f"orders_{at}.csv": text.replace("\nC", f"\nC{at}x") for at, text in enumerate(tables)}


@pytest.mark.parametrize(
    ("headers", "tables", "n_yes"),
    [
        ([*WORDS], [flagged(header, yes, no) for header, (yes, no) in WORDS.items()], 1),
        ([*WAYS], [various(header, yes, noes) for header, (yes, noes) in WAYS.items()], 2),
        ([*DAYS], [ended(header, day) for header, day in DAYS.items()], 2),
    ],
    ids=["words", "ways", "days"],
)
def test_each_flag_tells_its_lines_and_no_others(check, headers, tables, n_yes):
    found = check(side_by_side(tables))
    aside = Counter((row["file"], row["code"]) for row in found.quarantine)
    n_aside = {header: aside[f"orders_{at}.csv", "cancelled"] for at, header in enumerate(headers)}
    assert n_aside == dict.fromkeys(headers, n_yes)
    assert found.codes == {"cancelled": n_yes * len(headers)}
    said = {one.column for one in found.receipt.warnings if one.code == "flag_as_status"}
    assert said == set(headers)


def test_each_flag_of_another_name_is_read_as_it_is_stated(check):
    tables = [various("Weg", yes, noes) for yes, noes in WAYS.values()]
    stated = {"columns.toml": '[transactions]\ncancelled = "Weg"\n'}
    found = check(side_by_side(tables) | stated)
    aside = Counter((row["file"], row["code"]) for row in found.quarantine)
    n_aside = {way: aside[f"orders_{at}.csv", "cancelled"] for at, way in enumerate(WAYS)}
    assert n_aside == dict.fromkeys(WAYS, 2)
    assert found.codes == {"cancelled": 2 * len(WAYS)}


def stood(header: str, *words: str) -> str:
    rows = [f"C{at},2024-01-{at + 5:02d},100.00,{words[at % len(words)]}" for at in range(12)]
    return table(f"Customer ID,Order date,Amount,{header}", *rows)


STATUS = [
    *(case(f"proved by its cells: {header}", stood(header, "Paid", "Shipped", "Cancelled"),
           codes={"cancelled": 4}, total="800.00", warned={"status_by_words"},
           says=(f"'{header}' holds words of a status", "'cancelled'"))
      for header in ("status_name", "Situation", "Vorgangsstatus", "Result", "response")),
    case("in German", stood("Ergebnis", "bezahlt", "storniert"), codes={"cancelled": 6},
         total="600.00", warned={"status_by_words"}),
    case("no status after all", answered('ignore = ["Result"]', stood("Result", "Paid", "Void")),
         total="1200.00"),
    case("clean: orders alone", stood("Result", "Paid", "Shipped"), total="1200.00"),
    case("another word", stood("Result", "Paid", "Cancelled", "by hand"), total="1200.00",
         warned={"status_in_doubt"}, says=("'cancelled' in 'Result'",)),
    case("clean: cancelled alone", stood("Fee for", "cancelled", "cancelled"), total="1200.00"),
    case("deals of which nobody knows yet", stood("Status", "Won", "Lost", "Open"),
         refused="unknown_status", says=("'open'", "cancel_words")),
    case("deals, answered", answered('cancel_words = ["open"]',
                                     stood("Status", "Won", "Lost", "Open")),
         codes={"cancelled": 8}, total="400.00"),
    case("clean: orders that are open", stood("Status", "Open", "Paid"), total="1200.00"),
    case("clean: deals won and lost", stood("Stage", "Closed Won", "Closed Lost"),
         codes={"cancelled": 6}, total="600.00"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), STATUS)
def test_a_status_is_known_by_its_words(holds, files, want):
    holds(files, want)
