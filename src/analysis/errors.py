"""What can go wrong, with the exit code that each kind ends in; how a message counts things."""

from __future__ import annotations


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
    """End a sentence; lines to copy into a file stay as they are."""
    return part if "\n" in part else f"{part.rstrip('.')}."


class InputRefused(AnalysisError):
    """The input cannot be used honestly; exit code 2."""

    exit_code = 2


class EnvironmentTrouble(AnalysisError):
    """Disk, permission, lock or memory; exit code 3."""

    exit_code = 3


class NotebookFailed(AnalysisError):
    """A notebook stopped; the failing copy is kept for the analyst; exit code 1."""

    exit_code = 1


def counted(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun, and with what else depends on it being one.

    Examples
    --------
    >>> counted(1, "row"), counted(2_000, "row"), counted(0, "row is", "rows are")
    ('1 row', '2,000 rows', '0 rows are')
    """
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"
