"""What changed since the last report, and why: the table, the sentences, the object for JSON."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError, InputRefused
from analysis.intake.restated import RestatedHistory
from analysis.patterns import CAUSES, Station, book_changes
from analysis.reasons import Codebook
from analysis.reasons.changes import compare_books
from analysis.results import Estimate, Finding, Unit, change_in_words, day_in_words, in_words
from analysis.steps.callsback import CallsBack, calls_since
from analysis.steps.definitions import changed_definitions, currencies
from analysis.steps.headlines import Headlines, measures_of
from analysis.steps.historywords import say_as_a_whole, say_history
from analysis.steps.job import Job
from analysis.steps.lacks import Lacks, lacks_most, say_lifted, say_part
from analysis.steps.load import conclude_from
from analysis.steps.moved import Moved, moved_reasons
from analysis.steps.previous import NOT_COMPARED, FormerRun, read_run
from analysis.steps.stations import (
    Way,
    former_codebook,
    named_codebook,
    same_code,
    same_codebook,
    walk,
)
from analysis.steps.why import Reasons

#: Ids of themes that a run finds by itself; they mean something else in the next one.
_FOUND = re.compile(r"[a-z]\d+")

_FRESH = (
    "No codebook is named, so each run finds its themes afresh: found themes are not compared, and "
    "what finding them again does to other shares is part of the time since. Name the codebook of "
    "this run in whyleft.toml to compare next time."
)
#: What a tile calls each cause; there is no room for more.
_IN_A_TILE = {
    "code": "new version",
    "settings": "settings",
    "months": "lacking months",
    "history": "restated",
    "codebook": "codebook",
    "untold": "cannot tell from what",
    "time": "time",
}
_CHECKED_THEN = (
    "The former tables were checked by another version, so a changed rule of intake counts as "
    "restated history."
)
_OTHER_CURRENCY = (
    "Whether history was restated cannot be told order by order: amounts are in another currency."
)


@dataclass(frozen=True)
class Changes:
    """What changed since an earlier report; empty when there is none.

    Parameters
    ----------
    as_of
        Snapshot date of the earlier report.
    sha256
        Of its manifest.
    finding
        What the first number did, and why; its doubts are restated history and what cannot be told.
    definitions
        Opt-outs that are missing, and what means something else now, one sentence each; first.
    table
        ``patterns.book_changes``.
    moved
        Reasons named more or less often by those who spoke since.
    history
        What the exports tell differently; None when it cannot be told.
    calls
        What last month's calls brought; empty without lists that came back.
    lacks
        Why nothing is compared or concluded: the export lacks most of the time of that report.
    """

    as_of: date | None = None
    sha256: str = ""
    finding: Finding = field(default_factory=lambda: Finding("", {}))
    definitions: tuple[str, ...] = ()
    table: pd.DataFrame = field(default_factory=lambda: book_changes([], []))
    moved: Moved = field(default_factory=lambda: Moved("", pd.DataFrame(), 0, 0))
    history: RestatedHistory | None = None
    calls: CallsBack = field(default_factory=CallsBack)
    lacks: Lacks | None = None

    def of_tile(self, name: str) -> str:
        """Return what a tile says of its number's change, empty where it is not known."""
        rows = self.table[self.table["measure"] == name]
        if self.as_of is None or rows.empty or math.isnan(rows.iloc[0]["change"]):
            return ""
        row = rows.iloc[0]
        told = f"{change_in_words(row['change'], row['unit'])} since {day_in_words(self.as_of)}"
        parts = [
            f"{words} {change_in_words(row[cause], row['unit'])}"
            for cause, words in _IN_A_TILE.items()
            if row[cause] and not math.isnan(row[cause])
        ]
        alone = len(parts) == 1 and parts[0].startswith(_IN_A_TILE["time"])
        return told if alone or not parts else f"{told} ({', '.join(parts)})"

    def as_dict(self) -> dict[str, Any]:
        """Return the object under ``previous`` in ``summary.json``."""
        history = self.history
        return {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "manifest_sha256": self.sha256,
            "sentence": self.finding.sentence.replace("**", ""),
            "definitions": list(self.definitions),
            "lacks": self.lacks.in_words() if self.lacks else None,
            "notes": list(self.finding.doubts),
            "differences": [_difference(row) for row in self.table.to_dict("records")],
            "restated": None
            if history is None
            else {
                "orders": asdict(history.orders),
                "statements": asdict(history.statements),
                "n_customers_changed": history.n_customers_changed,
                "n_customers_merged": history.n_merged,
                "customers_table": history.customers_table or None,
                "n_customers_gone": history.n_customers_gone,
                "reasons_gone": history.reasons_gone,
                "factor": asdict(history.factor) if history.factor else None,
                "codes": asdict(history.recoded) if history.recoded.gone else None,
                "columns": list(history.columns),
            },
            "calls": self.calls.as_dict() if self.calls.finding.sentence else None,
            "reasons_moved": {
                "sentence": self.moved.sentence,
                "n_before": self.moved.n_before,
                "n_since": self.moved.n_since,
                "themes": [_plain(row) for row in self.moved.table.to_dict("records")],
            },
        }


def _difference(row: dict[str, Any]) -> dict[str, Any]:
    kept = _plain(row)
    by_cause = {cause: kept.pop(cause) for cause in CAUSES}
    untold = kept.pop("untold_causes")
    return kept | {"by_cause": by_cause, "untold_causes": untold.split(", ") if untold else []}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as plain values, what is missing as None."""
    plain = {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in plain.items()
    }


def compare_with_previous(job: Job, previous: str | None, reasons: Reasons) -> Changes:
    """Return what changed since the report in a folder; nothing without one.

    Parameters
    ----------
    previous
        The folder; empty or None when there is nothing to compare with.
    reasons
        What this run's customers say.

    Raises
    ------
    InputRefused
        When the folder holds no report.
    """
    if not previous:
        kept = job.workspace.load_record(NOT_COMPARED) or {}
        return Changes(finding=Finding("", {}, tuple(kept.get("why", ()))))
    former = read_run(Path(previous), job)
    if former is None:
        raise InputRefused(
            f"There is no report in {Path(previous).name} that can be read",
            "the folder of an earlier report",
            "correct the path, or leave it empty",
            code="no_previous",
        )
    changes = _compare(job, former, reasons)
    job.workspace.save_record("changes", changes.as_dict())
    return changes


def _compare(job: Job, former: FormerRun, reasons: Reasons) -> Changes:
    lifted = say_lifted(job, former.tables, as_of=conclude_from(job).as_of)
    lacks = lacks_most(job, former.tables, former.as_of)
    if lacks is not None:
        said = f"Not compared with the report as of {day_in_words(former.as_of)}."
        told = Finding("", {}, (*lifted, said, lacks.in_words()))
        return Changes(former.as_of, former.sha256, told, lacks=lacks)
    way = walk(job, former)
    floor = job.settings.group_floor
    comparable = _comparable(job, former, way)
    measures = measures_of(way.before, way.now, floor=floor, comparable=comparable)
    other_currency = len({*currencies(job, former)} - {""}) > 1
    if other_currency:  # no rate is known, so no sum is compared
        measures = [measure for measure in measures if measure.unit != "money"]
    first = Station((), way.before.values(measures))
    others = [Station((stop.cause,), _values(stop.told, measures)) for stop in way.stops]
    table = book_changes([first, *others], measures)
    whole = () if other_currency else tuple(say_as_a_whole(way.history, former.as_of))
    notes = (
        *((say_part(way.lacking, former.as_of),) if way.lacking else ()),
        *([_OTHER_CURRENCY] if other_currency else say_history(way.history, former.as_of)),
        *_notes(former, way, found_anew=comparable is not None and job.codebook is None),
        *_say_drawn(_numbers_in(former), reasons.finding.numbers),
    )
    return Changes(
        former.as_of,
        former.sha256,
        Finding(_sentence(table, former.as_of), {}, notes),
        (*lifted, *whole, *changed_definitions(job, former)),
        table,
        moved_reasons(job, reasons, since=former.as_of, floor=floor),
        way.history,
        calls_since(job, reasons, since=former.as_of, before=_numbers_in(former), floor=floor),
    )


def _numbers_in(former: FormerRun) -> dict[str, Any]:
    found = former.summary.get("numbers")
    return found if isinstance(found, dict) else {}


#: What the sentence calls a number, where its label alone makes no sentence.
_SUBJECTS = {
    "expected_yearly_loss": "the expected yearly loss",
    "n_dormant": "the number of dormant customers",
}


def _values(told: Headlines | None, measures: Sequence[Any]) -> dict[str, float]:
    return told.values(measures) if told is not None else {}


def _comparable(job: Job, former: FormerRun, way: Way) -> frozenset[str] | None:
    """Return the themes whose ids mean the same in both runs; None when all do."""
    every = {*way.before.reasons["theme_id"], *way.now.reasons["theme_id"]}
    stated = frozenset(theme for theme in every if not _FOUND.fullmatch(theme))
    if job.codebook is None:
        return stated
    if not named_codebook(former) and not same_codebook(job, former):
        return stated
    book = former_codebook(job, former)
    if book is None:
        return stated
    try:
        changes = compare_books(Codebook.load(book), Codebook.load(job.codebook))
    except AnalysisError:
        return stated
    return None if changes.related else frozenset()


def _sentence(table: pd.DataFrame, since: date) -> str:
    known = table[table["change"].notna()]
    day = day_in_words(since)
    if known.empty:
        return f"**Cannot tell** what changed since the report as of {day}: no number is in both."
    row = known.iloc[0]
    label = _SUBJECTS.get(row["measure"], row["label"])
    words = {name: in_words(row[name], row["unit"]) for name in ("before", "now")}
    if not row["change"]:
        also = f": {', '.join(_parts(row))}" if _parts(row) else ", and nothing moved it"
        return f"Since the report as of {day}, {label} stayed at **{words['now']}**{also}."
    verb = "rose" if row["change"] > 0 else "fell"
    total = change_in_words(row["change"], row["unit"])
    return (
        f"Since the report as of {day}, {label} {verb} from **{words['before']}** to "
        f"**{words['now']}** ({total}): {_all_of_it(row)}."
    )


def _all_of_it(row: Any) -> str:
    parts = _parts(row)
    if len(parts) == 1 and row["time"]:
        return f"all of it from {CAUSES['time']}"
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _parts(row: Any) -> list[str]:
    """Return each cause that moved a number, with by how much."""
    unit: Unit = row["unit"]
    found = [
        f"{change_in_words(row[cause], unit)} from {words}"
        for cause, words in CAUSES.items()
        if row[cause] and not math.isnan(row[cause])
    ]
    if row["untold_causes"] and row["untold"]:
        names = " or ".join(CAUSES[cause] for cause in row["untold_causes"].split(", "))
        amount = change_in_words(row["untold"], unit)
        found.append(f"{amount} from {names} (these cannot be told apart)")
    return found


def _notes(former: FormerRun, way: Way, *, found_anew: bool) -> Iterator[str]:
    if way.history is not None and not way.history.same and not same_code(former):
        yield _CHECKED_THEN
    if way.causes == ("time",):
        yield "Code, settings and codebook are as they were."
    for obstacle in way.obstacles:
        yield f"Some causes cannot be told apart: {obstacle}."
    if found_anew:
        yield _FRESH


def _say_drawn(before: Mapping[str, Any], now: Mapping[str, Estimate]) -> Iterator[str]:
    """Say where another part of those who told was asked by lot: that alone moves the shares."""
    then, told = before.get("n_answered_by_lot"), now.get("n_answered_by_lot")
    n_then = (then.get("value") if isinstance(then, dict) else None) or 0
    n_now = (told.value if told is not None else None) or 0
    if n_then != n_now:
        yield (
            f"Of those who told us {n_now:,.0f} answered because they were drawn by lot; "
            f"{n_then:,.0f} in the former report. Who is asked may name other reasons than who "
            "tells unasked, so shares of who told us may move by that alone."
        )
