"""What can go wrong, with the exit code that each kind ends in; how a message counts things."""

from __future__ import annotations

import errno
from pathlib import Path

#: How a system says that nothing more fits: disk, quota of a user, size of a file.
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


class AnalysisError(Exception):
    """Something a person can put right; its text says what happened, what was expected, what to do.

    Parameters
    ----------
    happened
        What was found, with file, line, column, counts. Never a name, a note or contact data.
    expected
        What would have been right.
    to_do
        The next step for the reader.
    code
        A stable word for machines, such as ``no_date_column``.
    file, line, column
        Where, as far as known.

    Examples
    --------
    >>> print(InputRefused("orders.csv is empty.", "a table", "export it again", code="empty"))
    orders.csv is empty.
    Expected: a table.
    What to do: export it again.
    """

    exit_code = 1

    def __init__(
        self,
        happened: str,
        expected: str,
        to_do: str,
        *,
        code: str = "error",
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.happened, self.expected, self.to_do = happened, expected, to_do
        self.code, self.file, self.line, self.column = code, file, line, column
        parts = (happened, f"Expected: {expected}", f"What to do: {to_do}")
        super().__init__("\n".join(_ended(part) for part in parts))

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the refusal as the ``refused`` object of a receipt.

        Examples
        --------
        >>> InputRefused("a.", "b", "c", code="empty", file="x.csv").as_dict()["code"]
        'empty'
        """
        return {
            "code": self.code,
            "message": str(self),
            "file": self.file,
            "line": self.line,
            "column": self.column,
        }


def _ended(part: str) -> str:
    """End a sentence; lines to copy into a file, and lists that go on, stay as they are."""
    return part if "\n" in part or part.endswith("...") else f"{part.rstrip('.')}."


class InputRefused(AnalysisError):
    """The input cannot be used honestly; exit code 2."""

    exit_code = 2

    def retold(self, happened: str, *, to_do: str = "", code: str = "") -> InputRefused:
        """Return this refusal with more of what happened, and with another remedy or code if given.

        Examples
        --------
        >>> asked = InputRefused("2 columns could be it", "one", "name it", code="two_candidates")
        >>> asked.retold("Net is gone; 2 columns could be it").code
        'two_candidates'
        """
        return InputRefused(
            happened, self.expected, to_do or self.to_do, code=code or self.code,
            file=self.file, line=self.line, column=self.column,
        )  # fmt: skip


class EnvironmentTrouble(AnalysisError):
    """Disk, permission, lock or memory; exit code 3."""

    exit_code = 3


class NotebookFailed(AnalysisError):
    """A notebook stopped; the failing copy is kept for the analyst; exit code 1."""

    exit_code = 1


def cannot_write(folder: Path, error: OSError) -> EnvironmentTrouble:
    """Return why nothing can be written into a folder; a full disk needs no permission.

    Examples
    --------
    >>> print(cannot_write(Path("out"), OSError(errno.ENOSPC, "No space left on device")))
    The disk of the folder out is full (No space left on device).
    Expected: free space for what is written.
    What to do: free space there, or choose a folder on another disk, and run again.
    """
    if is_full(error):
        return EnvironmentTrouble(
            f"The disk of the folder {folder} is full ({error.strerror})",
            "free space for what is written",
            "free space there, or choose a folder on another disk, and run again",
            code="disk_full",
        )
    return EnvironmentTrouble(
        f"The folder {folder} cannot be written ({error.strerror or type(error).__name__})",
        "a folder that may be written, and no file in it open in another program",
        "choose another folder after --out, or change its permissions",
        code="cannot_write",
    )


def is_full(error: OSError) -> bool:
    """Whether nothing more fits on a disk.

    Examples
    --------
    >>> is_full(OSError(errno.ENOSPC, "No space left on device")), is_full(OSError())
    (True, False)
    """
    return error.errno in _FULL


def counted(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun, and with what else depends on it being one.

    Examples
    --------
    >>> counted(1, "row"), counted(2_000, "row"), counted(0, "row is", "rows are")
    ('1 row', '2,000 rows', '0 rows are')
    """
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"
