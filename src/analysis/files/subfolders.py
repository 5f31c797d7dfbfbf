"""Folders inside a folder of exports: they are not read, and it is said which hold tables.

Hidden ones, what an archiver leaves and what whyleft wrote are passed over without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import counted
from analysis.files.source import shown_name
from analysis.results import Warned

_LEVELS = 2  # a folder a year with a folder a month in it
_SHOWN = 5
#: Folders that hold no export: hidden ones and those of archivers.
_NOT_OURS = (".", "__macosx")
#: What whyleft writes into a folder of its own.
_WRITTEN = (
    "receipt.json", "quarantine.csv", "summary.json", "manifest.json", "not_called.csv",
    "codebook.toml", "truth.json",
)  # fmt: skip

#: Endings of files in which systems keep tables, and which are not read.
_OTHER_TABLES = (
    ".ods", ".xlsb", ".numbers", ".dat", ".prn", ".json", ".jsonl", ".ndjson", ".xml", ".html",
    ".htm", ".dbf", ".sav", ".dta", ".feather", ".orc", ".avro", ".mdb", ".accdb", ".sqlite",
    ".db", ".7z", ".rar", ".tar", ".bz2", ".xz",
)  # fmt: skip


@dataclass(frozen=True)
class Unread:
    """Folders with tables in a folder that was given: their paths and how many files each holds."""

    folder: Path
    counts: Mapping[Path, int]

    def __str__(self) -> str:
        """Name the folders with the number of their files."""
        shown = [
            f"'{_below(self.folder, inner)}' ({counted(n, 'file')})"
            for inner, n in list(self.counts.items())[:_SHOWN]
        ]
        more = len(self.counts) - len(shown)
        return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")

    @property
    def name(self) -> str:
        """Name of the folder that was given."""
        return shown_name(self.folder) or "."

    @property
    def named(self) -> str:
        """How the folders are named after the command."""
        words = [f"{self.name}/{_below(self.folder, at)}" for at in self.counts]
        quoted = [f'"{word}"' if " " in word else word for word in words[:_SHOWN]]
        return " ".join(quoted) + (" ..." if len(words) > _SHOWN else "")


def unread_folders(
    folder: Path, is_table: Callable[[Path], bool], read: Collection[Path] = ()
) -> Unread:
    """Return the folders in a folder, and in those, that hold tables which nobody reads.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "export"
    >>> (folder / "2024-01").mkdir(parents=True)
    >>> _ = (folder / "2024-01" / "orders.csv").write_text("a", encoding="utf-8")
    >>> found = unread_folders(folder, lambda path: path.suffix == ".csv")
    >>> str(found), found.named
    ("'2024-01' (1 file)", 'export/2024-01')
    """
    counts: dict[Path, int] = {}
    places = [folder]
    for _ in range(_LEVELS):
        places = [inner for place in places for inner in _looked_into(place)]
        for place in places:
            files = [item for item in place.iterdir() if not item.is_dir() and is_table(item)]
            if files and not set(files) & set(read):
                counts[place] = len(files)
    return Unread(folder, dict(sorted(counts.items())))


def _looked_into(place: Path) -> list[Path]:
    try:
        inner = [item for item in place.iterdir() if item.is_dir() and not item.is_symlink()]
        return [
            item for item in inner
            if not item.name.lower().startswith(_NOT_OURS)
            and not any((item / name).exists() for name in _WRITTEN)
            and any(True for _ in item.iterdir())
        ]  # fmt: skip
    except OSError:  # a folder that nobody may open holds none of the exports
        return []


def _below(folder: Path, inner: Path) -> str:
    return "/".join(shown_name(Path(part)) for part in inner.relative_to(folder).parts)


def said_of_folders(unread: Collection[Unread]) -> list[Warned]:
    """Tell of the folders in a folder that were not read.

    Examples
    --------
    >>> found = Unread(Path("export"), {Path("export/2023"): 2})
    >>> said_of_folders([found])[0].message.partition(".")[0]
    "Folders in export were not read: '2023' (2 files)"
    """
    return [
        Warned(
            "folders_not_read",
            f"Folders in {found.name} were not read: {found}. Only files that lie in the folder "
            f"itself are; to read them too, give both: {found.name} {found.named}.",
        )
        for found in unread
        if found.counts
    ]


def said_of_files(passed_over: Collection[str]) -> list[Warned]:
    """Tell of files that may hold tables of a kind nobody reads.

    Examples
    --------
    >>> names = [".DS_Store", "sales_2024-03.ods", "manifest.json", "manual.pdf"]
    >>> said_of_files(names)[0].message.partition(":")[0]
    '1 file was not read, which may hold a table'
    """
    names = [name for name in passed_over if _may_hold_table(name)]
    if not names:
        return []
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    said = f"{counted(len(names), 'file was', 'files were')} not read, which may hold a table: "
    said += f"{', '.join(names[:_SHOWN])}{more}. Save it as CSV, XLSX or Parquet."
    return [Warned("files_not_read", said)]


def _may_hold_table(name: str) -> bool:
    ending = Path(name).suffix.lower()
    bare = not ending and any(map(str.isdigit, name))  # a month without an ending
    return (ending in _OTHER_TABLES or bare) and name.lower() not in (*_WRITTEN, "thumbs.db")
