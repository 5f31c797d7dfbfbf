"""What changed between two codebooks, and how the mix of reasons moved between two runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.exports import write_csv
from analysis.reasons import Codebook
from analysis.reasons.changes import BookChanges, compare_books
from analysis.reasons.drift import Drift, tell_drift
from analysis.reasons.edits import present_mentions
from analysis.settings import Settings
from analysis.steps.books import read_mentions
from analysis.steps.writing import as_json, prepare_folder, put_together, refuse_to_lose, write_text

_ACCEPTED = (
    "A theme was accepted in between, and the first month's mentions do not know it: code that "
    "month again with the later codebook before its change is believed."
)


@dataclass(frozen=True)
class BookDiff:
    """Two codebooks, or two runs of ``whyleft reasons``, compared.

    Parameters
    ----------
    changes
        What was edited.
    drift
        How mix and fit moved; None without the mentions of both runs or with books learnt apart.
    """

    changes: BookChanges
    drift: Drift | None

    def as_dict(self) -> dict[str, Any]:
        """Return both as plain values."""
        drift = self.drift.finding.as_dict() if self.drift else None
        return {
            "related": self.changes.related,
            "same_arrays": self.changes.same_arrays,
            "changes": self.changes.table.to_dict("records"),
            "drift": drift,
        }

    def in_words(self) -> str:
        """Return what a person reads, one line a change."""
        lines = [self.changes.sentence]
        for row in self.changes.table.itertuples():
            signed = ", ".join(part for part in (row.on, row.by, row.why) if part)
            told = f"  {row.what} {row.theme_id}: {_short(row.before)} -> {_short(row.after)}"
            lines.append(f"{told} ({signed})" if signed else told)
        if self.drift:
            lines += [self.drift.finding.sentence.replace("**", ""), *self.drift.finding.doubts]
        return "\n".join(lines)


def _short(text: str) -> str:
    text = text or "nothing"
    return text if len(text) <= 60 else f"{text[:57]}..."


def diff_codebooks(before: Path, after: Path, *, out: Path | None = None) -> BookDiff:
    """Compare two codebooks and, where both folders hold mentions, the two months.

    The mentions of the first are counted under the themes of the second.

    Parameters
    ----------
    before, after
        Folders that ``whyleft reasons`` wrote, or ``codebook.toml`` files.
    out
        Folder for ``changes.csv``, ``drift.csv`` and ``diff.json``.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.reasons import learn_codebook
    >>> folder = Path(tempfile.mkdtemp())
    >>> learn_codebook(["late delivery", "high price"], n_themes=2).save(folder)
    >>> diff_codebooks(folder, folder).in_words()
    'Nothing was edited; both hold the same arrays.'
    """
    books = Codebook.load(before), Codebook.load(after)
    changes = compare_books(*books)
    both = all((folder / "mentions.csv").is_file() for folder in (before, after))
    accepted = bool((changes.table["what"] == "accept").any())
    drift = None
    if changes.related and both:
        drift = _drift(before, after, books[1], accepted=accepted)
    found = BookDiff(changes, drift)
    if out is not None:
        _write(found, out)
    return found


def _drift(before: Path, after: Path, book: Codebook, *, accepted: bool) -> Drift:
    chosen = Settings()
    said = (
        present_mentions(read_mentions(before), book),
        present_mentions(read_mentions(after), book),
    )
    rng = np.random.default_rng(chosen.random_state)
    drift = tell_drift(*said, names=book.names, rng=rng, n_draws=chosen.n_bootstrap)
    if accepted:
        doubts = (*drift.finding.doubts, _ACCEPTED)
        drift = replace(drift, finding=replace(drift.finding, doubts=doubts))
    return drift


def _write(found: BookDiff, out: Path) -> None:
    prepare_folder(out)
    refuse_to_lose([out / "changes.csv", out / "drift.csv"], [])
    with put_together(out, may_lack=("drift.csv",)) as draft:
        write_csv(found.changes.table, draft / "changes.csv")
        if found.drift:
            write_csv(found.drift.table, draft / "drift.csv")
        write_text(draft / "diff.json", as_json(found.as_dict()))
