"""A unit of money that columns.toml states for all files, held against what each header says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.columns.linedoubts import unit_of
from analysis.columns.mapfile import MapFile, Stated
from analysis.columns.namepatterns import pattern_of
from analysis.columns.unclear import toml_text
from analysis.errors import InputRefused, counted
from analysis.rows.convert import Input

_MONEY = ("amount", "unit_price")


def units_doubted(inputs: Sequence[Input], maps: MapFile) -> Iterator[InputRefused]:
    """Yield for each file of transactions that is in doubt what is to be asked.

    One is where its header does not say the unit that its table's section states, while that of
    another file does, or did when the map was written.

    Parameters
    ----------
    inputs
        All files of transactions.

    Examples
    --------
    >>> [*units_doubted([], MapFile())]
    []
    """
    before = maps.sections.get("transactions", Stated()).seen
    doubted = [one for one in inputs if _is_table_wide(one) and not _says_unit(one)]
    for found in doubted:
        if said := _saying(found, inputs, before.header if before else ()):
            alike = [one.file for one in doubted if _unit(one) == _unit(found)]
            yield _asked(found, said, alike, [one.file for one in inputs])


def _is_table_wide(found: Input) -> bool:
    return _unit(found) not in {"", "units"} and "amount_in" not in found.stated.own


def _unit(found: Input) -> str:
    return found.stated.amount_in or ""


def _money_of(found: Input) -> str:
    return next((found.columns.label(one) for one in _MONEY if found.columns.has(one)), "")


def _says_unit(found: Input) -> bool:
    """Whether a header says the stated unit; a file without headers says nothing against it."""
    return not any(found.columns.header) or unit_of(_money_of(found)) == _unit(found)


def _saying(found: Input, inputs: Sequence[Input], seen: Sequence[str]) -> str:
    """Return which header says the stated unit, empty where none does."""
    for other in inputs:
        if unit_of(_money_of(other)) == _unit(found):
            return f"'{_money_of(other)[:40]}' of {other.file} says so"
    header = next((name for name in seen if unit_of(name) == _unit(found)), "")
    return f"'{header[:40]}', which the export had then, says so" if header else ""


def _asked(found: Input, said: str, alike: Sequence[str], every: Sequence[str]) -> InputRefused:
    unit, file = _unit(found), found.file
    pattern = pattern_of(alike, every) if len(alike) > 1 else ""
    more = f"; so it is in {counted(len(alike) - 1, 'other file')}" if len(alike) > 1 else ""
    others = ", ".join(f"[{toml_text(one)}]" for one in alike if one != file and not pattern)
    return InputRefused(
        f'columns.toml states amount_in = "{unit}" for all files; {said}, and '
        f"'{_money_of(found)[:40]}' of {file} does not{more}",
        f"headers that all say {unit}, or an answer",
        f"put this into columns.toml:\n[{toml_text(pattern or file)}]\n"
        f'amount_in = "units"\nor\namount_in = "{unit}"'
        + (f"\nand the same line under each of {others}" if others else ""),
        code="stated_unit_in_doubt", file=file, column=_money_of(found),
    )  # fmt: skip
