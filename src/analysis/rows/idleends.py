"""Empty fields behind the last column: idle delimiters, or the sign that a row is shifted.

``1,250.00,`` below ``Amount,Remark`` has one field too many, and its last one is empty because the
remark is: the row is shifted by a comma. A program that ends its rows with a delimiter ends all of
them so.
"""

from __future__ import annotations

from dataclasses import dataclass

#: A habit of a program shows in this share of rows at least: a total below may lack it.
_MOST = 0.75


@dataclass
class RowEnds:
    """How the rows of a text file end.

    Parameters
    ----------
    n_exact
        Rows with as many fields as the header has names.
    n_open
        Those of them whose last field is empty.
    n_longer
        Rows that have as many once the empty fields at their end are gone.

    Examples
    --------
    >>> RowEnds(n_exact=0, n_open=0, n_longer=90).idle, RowEnds(90, 80, 1).idle
    (True, False)
    >>> RowEnds(n_exact=90, n_open=0, n_longer=1).idle  # no other row has an empty last field
    True
    """

    n_exact: int = 0
    n_open: int = 0
    n_longer: int = 0

    @property
    def idle(self) -> bool:
        """Whether the empty fields behind the last column say nothing."""
        return not self.n_open or self.n_longer >= _MOST * (self.n_exact + self.n_longer)

    def add(self, n_fields: int, fitted: list[str], width: int) -> None:
        """Count a row: the fields that it has, and what is left without empty ones at its end."""
        if len(fitted) != width:
            return
        self.n_longer += n_fields > width
        self.n_exact += n_fields == width
        self.n_open += n_fields == width and not fitted[-1].strip()
