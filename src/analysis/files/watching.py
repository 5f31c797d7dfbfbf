"""Files that change while they are read: an export that is still being written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.errors import InputRefused
from analysis.files.source import shown_name
from analysis.results import TableReceipt, Warned

Stamp = tuple[int, int, int]


@dataclass
class Watched:
    """The state of files before they were read, and the names of those that changed since."""

    before: Mapping[Path, Stamp]
    changed: list[str] = field(default_factory=list)

    def look(self) -> list[str]:
        """Compare the files with how they were; return the names of those that changed."""
        self.changed = [
            shown_name(path) for path, stamp in self.before.items() if _stamp_of(path) != stamp
        ]
        return self.changed


def _stamp_of(path: Path) -> Stamp:
    """Return size, time of the last change and identity of a file; zeros where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return found.st_size, found.st_mtime_ns, found.st_ino


@contextmanager
def watched(files: Sequence[Path]) -> Iterator[Watched]:
    """Watch files while they are read; when the reading fails and one changed, that is why.

    Raises
    ------
    InputRefused
        In place of any failure, when a file changed meanwhile.

    Examples
    --------
    >>> with watched([Path("/nowhere.csv")]) as seen:
    ...     pass
    >>> seen.changed
    []
    """
    seen = Watched({path: _stamp_of(path) for path in files})
    try:
        yield seen
    except Exception:
        if seen.look():
            raise _changed(seen.changed) from None
        raise
    seen.look()


def _changed(names: Sequence[str]) -> InputRefused:
    return InputRefused(
        f"{', '.join(names[:5])} changed while it was read", "a file that nothing writes to",
        "wait until the export is finished, then run again",
        code="changed_while_read", file=names[0],
    )  # fmt: skip


def say_changes(
    receipts: Mapping[str, TableReceipt], changed: Sequence[str]
) -> dict[str, TableReceipt]:
    """Return the receipts with a warning on each table of which a file changed.

    Examples
    --------
    >>> say_changes({"reasons": TableReceipt("reasons", 1, 1, 0, 0)}, [])["reasons"].warnings
    ()
    """
    told = dict(receipts)
    for table, receipt in receipts.items():
        names = {file.name for file in receipt.inputs} & set(changed)
        for name in sorted(names):
            said = f"{name} changed while it was read; run again when nothing writes to it."
            warned = Warned("changed_while_read", said)
            told[table] = replace(told[table], warnings=(warned, *told[table].warnings))
    return told
