"""A sheet that a coder has filled in, read back: whatever a spreadsheet did to it, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.errors import InputRefused
from analysis.intake.rawcells import read_cells
from analysis.reasons.agreement import Codes

#: A column holds the notes' ids, or codes, when so many of its filled cells are known ones.
_ENOUGH = 0.5

#: A larger part of unknown ids, and the key is that of another sheet.
_FOREIGN = 0.2

#: What parts codes in one cell; a comma or slash only where the whole is no code.
_PARTED, _PARTED_TOO = re.compile(r"[;|\n]"), re.compile(r"[;|\n,/+&]")

#: Why a line was set aside, in words.
REASONS = {
    "unknown_note": "no note of this sheet has that id",
    "not_coded": "no code: a note without a reason is to be coded no_reason",
    "unknown_code": "a code that is not in the list of codes",
    "coded_twice": "the same note is coded differently elsewhere on the sheet",
}


@dataclass(frozen=True)
class CodedSheet:
    """What one coder gave to which note.

    Parameters
    ----------
    codes
        Codes by note id, the main one first.
    set_aside
        ``line, reason``: lines that are not used, and why, as ``REASONS`` has them.
    n_lines
        Lines below the header that are not blank; used + repeated + set aside.
    n_repeated
        Lines that say again what another line said.

    Examples
    --------
    >>> CodedSheet({"1": ("late",)}, pd.DataFrame({"line": [3], "reason": ["not_coded"]}), 2
    ...            ).counted
    {'not_coded': 1}
    """

    codes: Mapping[str, Codes]
    set_aside: pd.DataFrame
    n_lines: int
    n_repeated: int = 0

    @property
    def counted(self) -> dict[str, int]:
        """How many lines were set aside, by reason."""
        return dict(sorted(Counter(self.set_aside["reason"]).items()))


@dataclass(frozen=True)
class KnownWords:
    """The ids and codes that a sheet may hold, under the spellings that a spreadsheet may leave.

    Examples
    --------
    >>> known = KnownWords.of(["007"], {"late": "Late delivery"})
    >>> known.note("7.0"), known.code("LATE  delivery"), known.code("price")
    ('007', 'late', None)
    """

    notes: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, note_ids: list[str], names: Mapping[str, str]) -> KnownWords:
        """Index ids and codes; a spelling that fits two is none."""
        spelt = [(key, one) for one in note_ids for key in {_plain(one), _as_number(one)}]
        words = [
            (key, code) for code, name in names.items() for key in {_plain(code), _plain(name)}
        ]
        return cls(_unique(spelt), _unique(words))

    def note(self, cell: str) -> str | None:
        """Return the note's id that a cell means."""
        return self.notes.get(_plain(cell)) or self.notes.get(_as_number(cell))

    def code(self, cell: str) -> str | None:
        """Return the code that a text means, by id or by name."""
        return self.names.get(_plain(cell))

    def codes(self, cell: str) -> Codes | None:
        """Return the codes of a cell in their order, each once; None where one is not known.

        Examples
        --------
        >>> known = KnownWords.of([], {"late": "late, or never", "rude": "rude"})
        >>> known.codes("Late, or never; rude"), known.codes("rude,late"), known.codes("rude; x")
        (('late', 'rude'), ('rude', 'late'), None)
        """
        for parted in (_PARTED, _PARTED_TOO):
            parts = [part for part in parted.split(cell) if part.strip(" '\t.")]
            found = [self.code(part) for part in parts]
            if parts and all(found):
                return tuple(dict.fromkeys(code for code in found if code))
        return None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[_\-\s]+", " ", text.lstrip("'").casefold()).split()).strip(" .")


def _as_number(text: str) -> str:
    """Return an id as a spreadsheet shows it that took it for a number."""
    return re.sub(r"^0+(?=\d)|\.0+$", "", _plain(text))


def _unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    for spelt, one in pairs:
        meant.setdefault(spelt, set()).add(one)
    return {spelt: next(iter(ones)) for spelt, ones in meant.items() if len(ones) == 1}


def read_coded_sheet(path: Path, known: KnownWords) -> CodedSheet:
    r"""Read a coder's sheet; columns are found by what stands in them, not by their names.

    Raises
    ------
    InputRefused
        When it is missing, holds no column of known ids or codes, or no usable line.

    Examples
    --------
    >>> import tempfile
    >>> sheet = Path(tempfile.mkdtemp()) / "sheet.csv"
    >>> _ = sheet.write_text("Spalte1;Notiz;Codes\n2;never came;Late\n1;dear;late, rude\n3;?;\n",
    ...                      encoding="cp1252")
    >>> read = read_coded_sheet(sheet, KnownWords.of(["1", "2", "3"], {"late": "Late",
    ...                                                                "rude": "Rude"}))
    >>> dict(read.codes), read.counted
    ({'2': ('late',), '1': ('late', 'rude')}, {'not_coded': 1})
    """
    _require(path)
    cells = read_cells(path)
    ids = _column(cells, lambda cell: known.note(cell) is not None)
    others = cells.drop(columns=[ids] if ids else [])
    codes = _column(others, lambda cell: known.codes(cell) is not None)
    if ids is None or codes is None:
        raise _no_column(path, "the ids of the notes" if ids is None else "codes of the list")
    _require_own_key(path, cells[ids], known)
    read = _judge(cells, ids, codes, known)
    if not read.codes:
        raise _nothing_usable(path, read)
    return read


def _require(path: Path) -> None:
    if not path.is_file():
        raise InputRefused(
            f"There is no sheet {path.name}",
            "the sheet that a coder has filled in, CSV or XLSX",
            "correct the path",
            code="no_sheet",
            file=path.name,
        )


def _require_own_key(path: Path, ids: pd.Series, known: KnownWords) -> None:
    """Refuse a sheet whose ids the key knows only in part: another draw has other weights."""
    filled = [cell for cell in ids if cell.strip()]
    n_foreign = sum(known.note(cell) is None for cell in filled)
    if n_foreign > _FOREIGN * len(filled):
        raise InputRefused(
            f"{n_foreign:,} of the {len(filled):,} note ids of {path.name} are not in the key",
            "the sheet and the ..._key.json that one `whyleft codebook sample` wrote",
            "give the key that was written beside this sheet after --key",
            code="wrong_key",
            file=path.name,
        )


def _column(cells: pd.DataFrame, is_known: Callable[[str], bool]) -> str | None:
    """Return the column in which most filled cells are known; None when too few are."""
    shares = {}
    for name in cells.columns:
        filled = cells[name][cells[name].str.strip() != ""]
        shares[name] = filled.map(is_known).mean() if len(filled) else 0.0
    best = max(shares, key=lambda name: shares[name], default=None)
    return str(best) if best is not None and shares[best] >= _ENOUGH else None


def _judge(cells: pd.DataFrame, ids: str, codes: str, known: KnownWords) -> CodedSheet:
    found: dict[str, tuple[int, Codes]] = {}
    aside: list[tuple[int, str]] = []
    twice: set[str] = set()
    n_repeated = 0
    for line, note, cell in cells[[ids, codes]].itertuples():
        one, given = known.note(note), known.codes(cell)
        if one is None or given is None:
            empty = not cell.strip()
            why = "unknown_note" if one is None else "not_coded" if empty else "unknown_code"
            aside.append((int(line), why))
        elif one not in found:
            found[one] = (int(line), given)
        elif set(found[one][1]) == set(given):
            n_repeated += 1
        else:
            twice.add(one)
            aside.append((int(line), "coded_twice"))
    aside += [(found[one][0], "coded_twice") for one in twice]
    return CodedSheet(
        {one: given for one, (_, given) in found.items() if one not in twice},
        pd.DataFrame(sorted(aside), columns=["line", "reason"]),
        len(cells),
        n_repeated,
    )


def _no_column(path: Path, what: str) -> InputRefused:
    return InputRefused(
        f"{path.name} has no column in which most cells are {what}",
        "the sheet as `whyleft codebook sample` wrote it, with codes filled in",
        "take the sheet that belongs to this key, and write codes as they stand in the list",
        code="wrong_sheet",
        file=path.name,
    )


def _nothing_usable(path: Path, read: CodedSheet) -> InputRefused:
    counted = ", ".join(f"{n:,} {REASONS[why]}" for why, n in read.counted.items())
    return InputRefused(
        f"{path.name} has {read.n_lines:,} lines and none can be used ({counted or 'all blank'})",
        "a known code beside the id of each note",
        "fill in the sheet, with the codes of its list",
        code="nothing_coded",
        file=path.name,
    )
