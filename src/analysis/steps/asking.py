"""The call list of a probe: silent customers drawn by lot, nobody who opted out among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import patterns as room
from analysis.errors import InputRefused
from analysis.exports import write_csv
from analysis.files.written import FILLED_IN, PROBE
from analysis.results import Estimate
from analysis.steps.contactable import left_alone, tables_of_contact
from analysis.steps.files import positive
from analysis.steps.job import Job
from analysis.steps.listing import NOT_CLEARED, WHY_NOT_CLEARED, contact_warnings, is_cleared
from analysis.steps.load import conclude_from
from analysis.steps.statements import of_this_silence, statements_of
from analysis.steps.why import join_for
from analysis.steps.writing import prepare_file, put_whole
from analysis.winback import contact_to_ask, take_snapshot


@dataclass(frozen=True)
class CallList:
    """What was drawn, of how many, and who could not be.

    Parameters
    ----------
    drawn
        One row per customer, as it is written.
    left_out
        Dormant customers who could not be drawn, by reason.
    warnings
        What intake said of whom nobody may contact.

    Examples
    --------
    >>> CallList(pd.DataFrame({"customer_id": ["a"]}), 5, 2, {"told already": 3}).as_dict()
    {'n_drawn': 1, 'n_dormant': 5, 'n_in_lot': 2, 'left_out': {'told already': 3},
     'warnings': []}
    """

    drawn: pd.DataFrame
    n_dormant: int
    n_in_lot: int
    left_out: Mapping[str, int]
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the accounting: in the lot + left out = dormant."""
        counts = {"n_dormant": self.n_dormant, "n_in_lot": self.n_in_lot}
        told = {"left_out": dict(self.left_out), "warnings": list(self.warnings)}
        return {"n_drawn": len(self.drawn), **counts, **told}

    def in_words(self) -> str:
        """Return the accounting in one sentence, and the warnings line by line.

        Examples
        --------
        >>> CallList(pd.DataFrame({"x": ["a"]}), 5, 2, {"told already": 3, "asked before": 0}
        ...          ).in_words()
        'Drew 1 of 2 customers by lot; of 5 dormant ones 3 are left out (3 told already).'
        """
        out = ", ".join(f"{n:,} {reason}" for reason, n in self.left_out.items() if n)
        n_out = self.n_dormant - self.n_in_lot
        told = f"{n_out:,} are left out ({out})" if n_out else "nobody is left out"
        drew = (
            f"Drew {len(self.drawn):,} of {self.n_in_lot:,} customers by lot; of "
            f"{self.n_dormant:,} dormant ones {told}."
        )
        return "\n".join([drew, *self.warnings])


def draw_call_list(
    job: Job, target: Path, *, size: int, seed: int = 0, batch: str = "", by: str = ""
) -> CallList:
    """Write a random sample of the dormant customers of whom no reason is known.

    The file has the columns of a reasons export (``source`` is *probe*); once the notes are filled
    in it is added to the exports as it is. *Not reached* is a note too: who was drawn stays in.

    Parameters
    ----------
    size
        Customers to draw, 1 to 100,000.
    seed
        Same exports and seed, same list, whatever the order of their rows.
    batch
        Name of the sample; the snapshot date when empty.
    by
        Column of the customers table whose groups are drawn separately; none when empty.

    Raises
    ------
    InputRefused
        Without a contacts table, when the batch is there already or the column is not, and when
        nobody can be drawn.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.steps.job import open_job
    >>> job = open_job("sample", as_of="2024-12-31")
    >>> found = draw_call_list(job, Path(tempfile.mkdtemp()) / "calls.csv", size=50)
    >>> len(found.drawn), found.n_dormant == found.n_in_lot + sum(found.left_out.values())
    (50, True)
    """
    positive(size, "--size", 100_000)
    prepare_file(target, job.exports)
    as_of = conclude_from(job).as_of
    batch = batch or str(as_of)
    who = join_for(job).who
    if not job.workspace.has("contacts"):
        raise without_contacts()
    to_ask = contact_to_ask(take_snapshot(tables_of_contact(job.workspace), as_of=as_of))
    left_out = _left_out(job, who, batch)
    if by and by not in who.lost:
        raise _unknown_column(by, who.lost)
    sample = room.draw_probe(
        who.lost, left_out, size=size, rng=np.random.default_rng(seed), by=by or None
    )
    drawn = _as_sheet(sample.drawn, to_ask, batch)
    said = tuple(contact_warnings(job))
    if not is_cleared(job):
        drawn.insert(0, "clearance", NOT_CLEARED)
        said = (WHY_NOT_CLEARED, *said)
    found = CallList(drawn, sample.n_dormant, sample.n_in_lot, sample.left_out, said)
    if drawn.empty:
        raise _nobody(found)
    put_whole(target, lambda draft: write_csv(drawn, draft))
    return found


def silent_to_ask(job: Job) -> Estimate:
    """Return how many dormant customers told nothing, may be called and were never drawn."""
    if not job.workspace.has("contacts"):
        return Estimate.cannot_tell(0, "no contacts table", "count")
    lost = join_for(job).who.lost["customer_id"]
    out = set().union(*_left_out(job, join_for(job).who).values())
    n = int((~lost.isin(out)).sum())
    return Estimate.exact(n, len(lost), "counted; n = dormant customers")


def _left_out(job: Job, who: room.WhoSaidWhat, batch: str = "") -> dict[str, pd.Series]:
    """Return the dormant customers who cannot be drawn, by reason."""
    barred = left_alone(job.workspace, who.lost, as_of=conclude_from(job).as_of)
    known = {"told already": who.told["customer_id"], "asked before": _asked(job, who, batch)}
    return known | dict(barred)


def _as_sheet(drawn: pd.DataFrame, to_ask: pd.Series, batch: str) -> pd.DataFrame:
    sheet = drawn.assign(
        contact_id=drawn["customer_id"].map(to_ask), source="probe", probe_batch=batch
    )
    return sheet.assign(**dict.fromkeys(FILLED_IN[PROBE], ""))[PROBE.split(",")]


def _asked(job: Job, who: room.WhoSaidWhat, batch: str) -> pd.Series:
    """Return whom a probe asked about this silence; refuse a batch that is there already."""
    if not job.workspace.has("reasons"):
        return pd.Series(dtype=str)
    probes = statements_of(job.workspace).query("source == 'probe'")
    if batch and (probes["probe_batch"] == batch).any():
        raise InputRefused(
            f"The reasons table already has a probe batch named '{batch[:40]}'",
            "a new name for each sample, so that their chances are kept apart",
            "choose another name after --batch",
            code="batch_exists",
        )
    return of_this_silence(probes, who.lost)["customer_id"]


def without_contacts() -> InputRefused:
    """Refuse to list anybody where nobody knows who opted out."""
    return InputRefused(
        "The exports have no contacts table, so nobody knows who opted out",
        "a contacts table with customer_id and a column such as consent or do_not_contact",
        "add the contacts export to the folder; who is dormant and what is at stake, for reading "
        "and not for calling, `whyleft dormancy` writes without it",
        code="no_contacts",
    )


def _unknown_column(by: str, lost: pd.DataFrame) -> InputRefused:
    known = ["segment", "tier", "territory", "industry", "rep_id", "buying pattern"]
    there = [name for name in known if name in lost]
    return InputRefused(
        f"--by is '{by[:40]}', by which no customer is grouped",
        f"one of {', '.join(there)}",
        "correct the name after --by, or leave it out",
        code="bad_by",
    )


def _nobody(found: CallList) -> InputRefused:
    return InputRefused(
        f"Nobody can be drawn. {found.in_words()}".rstrip("."),
        "dormant customers of whom no reason is known and who may be contacted",
        "look at the reasons and contacts tables, or at the snapshot date",
        code="nobody_to_draw",
    )
