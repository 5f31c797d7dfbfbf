"""Currencies that only the names of files or sheets say."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cells.currencies import code_in_name
from analysis.columns.unclear import toml_text
from analysis.errors import InputRefused
from analysis.rows.typed import Typed


def refuse_named_apart(inputs: Sequence[Typed]) -> None:
    """Refuse files or sheets whose names alone say that they are of several currencies.

    Raises
    ------
    InputRefused
        With the lines of columns.toml that answer, or with what to do with sheets.

    Examples
    --------
    >>> refuse_named_apart([])
    """
    codes = dict[tuple[str, str], str]()
    for item in inputs if len(inputs) > 1 else ():
        file, part = item.found.file, item.found.staged.layout.part
        if item.currency == "" and (code := code_in_name(part) or code_in_name(file)):
            codes[file, part] = code
    if len({*codes.values()}) < 2:
        return
    names = [part or file for file, part in codes]
    lines = "".join(
        f'\n[{toml_text(file)}]\ncurrency = "{code}"' for (file, _), code in codes.items()
    )
    sheets = any(part for _, part in codes)
    to_do = "save each sheet as a file of its own, or add a column 'Currency' with its codes"
    raise InputRefused(
        f"The names {', '.join(names[:5])} say several currencies "
        f"({', '.join(sorted({*codes.values()}))}), and nothing in the lines does",
        "lines that name their currency, or an answer",
        to_do if sheets else f"put this into columns.toml beside the exports:{lines}",
        code="several_currencies", file=next(iter(codes))[0],
    )  # fmt: skip
