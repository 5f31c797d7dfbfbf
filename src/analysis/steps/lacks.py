"""What is said where an export does not hold the time, or the opt-outs, of the former report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analysis.engine import quote_text
from analysis.errors import AnalysisError, counted
from analysis.intake.lacking import Lacking, find_lacking
from analysis.intake.lifted import Lifted, find_lifted
from analysis.results import day_in_words, in_words
from analysis.steps.decisions import Decision
from analysis.steps.job import Job
from analysis.workspace import Workspace

#: Below this share of the former orders another time is told, and totals are not compared.
ENOUGH = 0.5
#: So many months are named.
_MOST_MONTHS = 6

_REMEDY = (
    "Lay the files of the former months beside the new ones, or name both folders "
    "(whyleft report FORMER NEW). If the export is to begin there from now on, run once with "
    "--previous none."
)


@dataclass(frozen=True)
class Lacks:
    """That an export lacks most of what the former report was made from.

    Parameters
    ----------
    found
        What happened, in one sentence or two.

    Examples
    --------
    >>> Lacks("It begins later.").in_words().startswith("It begins later. A customer who stopped")
    True
    """

    found: str

    def in_words(self) -> str:
        """Return what happened, what it means and what to do."""
        return (
            f"{self.found} A customer who stopped in the time that it lacks cannot be seen "
            f"in it, so nothing is concluded and nothing is compared. {_REMEDY}"
        )

    def decision(self) -> Decision:
        """Return the one thing to do first."""
        return Decision(
            "none on these numbers: first the former months, beside the new ones.",
            self.found,
            "another export, or a second folder",
            "numbers that can be acted on, and compared",
            "the export is to begin there; then run once with --previous none.",
        )


def lacks_most(job: Job, tables: Workspace | None, as_of: date) -> Lacks | None:
    """Return what to say where an export lacks most of the former report's orders; mostly None.

    Parameters
    ----------
    tables
        The checked tables of the former report; None when they are gone.
    as_of
        Its snapshot date. Without tables it decides alone: an export that begins later holds none.
    """
    lacking = lacking_of(job, tables)
    if lacking is not None:
        return Lacks(_say_most(lacking, as_of)) if lacking.share_held < ENOUGH else None
    begins = None if tables else _first_day(job)
    if begins is None or begins <= as_of:
        return None
    said = f"This export begins on {day_in_words(begins)}, after the day of the former report"
    return Lacks(f"{said}, {day_in_words(as_of)}: it holds none of the time of that report.")


def lacking_of(job: Job, tables: Workspace | None) -> Lacking | None:
    """Return what of the time of former tables a job's export lacks, None where it lacks none."""
    try:
        found = find_lacking(tables, job.workspace) if tables else None
    except AnalysisError:  # damaged tables: as good as gone
        return None
    return found if found is not None and found.any else None


def say_short(job: Job, tables: Workspace | None, as_of: date) -> str:
    """Return that a former report was made of a short export itself; mostly empty.

    One that lacked most of the time up to its day that this export holds says nothing of a change.
    """
    try:
        found = find_lacking(job.workspace, tables, until=as_of) if tables else None
    except AnalysisError:
        return ""
    if found is None or not found.any or found.share_held >= ENOUGH:
        return ""
    held = f"{found.n_orders - found.n_lacking:,} of {found.n_orders:,} orders"
    return f"its export held the time of {held} up to {day_in_words(as_of)} that this one holds"


def say_lifted(job: Job, tables: Workspace | None, *, as_of: date) -> tuple[str, ...]:
    """Return that opt-outs of the former exports are not in this one; nothing where all are.

    Parameters
    ----------
    tables
        The checked tables of the former report; None when they are gone.
    as_of
        Snapshot date of this run.
    """
    try:
        lifted = find_lifted(tables, job.workspace, as_of=as_of) if tables else Lifted()
    except AnalysisError:  # damaged tables: as good as gone
        return ()
    return tuple(_say_lifted(lifted)) if lifted.any else ()


def _say_lifted(lifted: Lifted) -> Iterator[str]:
    """Return who may be called again.

    Examples
    --------
    >>> print(*_say_lifted(Lifted(9, 12)))
    9 of the 12 entries of the former lists of opt-outs are missing from this export: whoever ...
    """
    remedy = (
        "Unless they asked for it themselves, lay the former list beside the new one before "
        "anybody is called."
    )
    if lifted.by_count and lifted.n_gone:
        yield (
            "The lists of opt-outs name people otherwise now and are shorter by "
            f"{lifted.n_gone:,} of {counted(lifted.n_entries, 'entry', 'entries')}: "
            f"they may be called again. {remedy}"
        )
    elif lifted.n_gone:
        are = (
            "entry of the former lists" if lifted.n_entries == 1 else "entries of the former lists"
        )
        yield (
            f"{lifted.n_gone:,} of the {lifted.n_entries:,} {are} of opt-outs "
            f"{'is' if lifted.n_gone == 1 else 'are'} missing from this export: whoever stands "
            f"there may be called again. {remedy}"
        )
    if lifted.n_contacts:
        yield (
            f"{counted(lifted.n_contacts, 'contact')} whom nobody was to contact in the former "
            f"export may be contacted by this one. {remedy if not lifted.n_gone else ''}".rstrip()
        )


def _first_day(job: Job) -> date | None:
    if not job.workspace.has("transactions"):
        return None
    rows = quote_text(job.workspace.parquet("transactions"))
    with job.workspace.engine() as engine:
        found: date | None = engine.value(f"SELECT min(ordered_on)::DATE FROM read_parquet({rows})")
    return found


def _say_most(lacking: Lacking, as_of: date) -> str:
    first, last = day_in_words(lacking.first_on), day_in_words(lacking.last_on)
    n_held = lacking.n_orders - lacking.n_lacking
    share = in_words(lacking.share_held, "share")
    held = f"{n_held:,} ({share})" if n_held else "none"
    return (
        f"The report as of {day_in_words(as_of)} told of {first} to {last}: "
        f"{counted(lacking.n_orders, 'order')} of {counted(lacking.n_customers, 'customer')}. "
        f"This export {_where(lacking)}: {held} of these orders can be in it."
    )


def say_part(lacking: Lacking, as_of: date) -> str:
    """Return that an export lacks a part of the former report's time, with how much that is.

    Examples
    --------
    >>> day = date(2024, 1, 1)
    >>> print(say_part(Lacking(date(2021, 1, 4), day, day, ("2021-01",), 36, 40, 900, 3, 70, 1.0),
    ...                date(2024, 1, 31)))
    This export begins on 1 January 2024 and lacks 1 of the 36 months of the report as of 31 ...
    """
    months = f"{len(lacking.months)} of the {counted(lacking.n_months, 'month')}"
    part = f"lacks {months}" if lacking.months else "lacks the first days"
    n, share = lacking.n_lacking, in_words(1.0 - lacking.share_held, "share")
    none = lacking.n_customers_lacking
    gone = f"; {counted(none, 'customer')} of {lacking.n_customers:,} have no order in it" * bool(
        none
    )
    return (
        f"This export {_where(lacking)} and {part} of the report as of {day_in_words(as_of)}: "
        f"{n:,} of its {counted(lacking.n_orders, 'order')} ({share}) lie there{gone}. Who stopped "
        "there is in no number now, which is no return and no restated history."
    )


def _where(lacking: Lacking) -> str:
    """Return where an export begins, or which months between others it does not hold."""
    early = f"{lacking.begins_on:%Y-%m}"
    inner = [month for month in lacking.months if month > early]
    begins = f"begins on {day_in_words(lacking.begins_on)}"
    if not inner:
        return begins
    named = ", ".join(inner[:_MOST_MONTHS]) + " and more" * (len(inner) > _MOST_MONTHS)
    return f"{begins}, holds nothing of {named}"
