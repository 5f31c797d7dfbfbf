"""Words that columns.toml lists, and that no column of the run is read for."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.columns.columnmap import ColumnMap
from analysis.columns.mapfile import Stated
from analysis.results import Warned

#: Columns in which such words are looked for.
_READ = ("line_type", "status", "cancelled")
_LISTS = ("order_words", "cancel_words", "return_words")


def idle_words(files: Sequence[tuple[Stated, ColumnMap]]) -> list[Warned]:
    """Say which lists of words have no effect, as no file has a column that they are read in.

    Words that stand in no cell this month are not said: the next month may have them.

    Examples
    --------
    >>> plain = ColumnMap("transactions", ("Amount",), {"amount": (0,)})
    >>> print(idle_words([(Stated(return_words=("SC",)), plain)])[0].message[:59])
    return_words in columns.toml has no effect: no column is re
    >>> typed = ColumnMap("transactions", ("Type",), {"line_type": (0,)})
    >>> idle_words([(Stated(return_words=("SC",)), typed)])
    []
    """
    told = []
    for name in _LISTS:
        stating = [columns for stated, columns in files if getattr(stated, name)]
        if not stating or any(columns.has(one) for columns in stating for one in _READ):
            continue
        which = "line_type" if name == "return_words" else "status"
        said = (
            f"{name} in columns.toml has no effect: no column is read as line_type or status. "
            f'Name the column in which these words stand, as {which} = "..." under '
            "[transactions], or remove the line."
        )
        told.append(Warned("words_without_column", said))
    return told
