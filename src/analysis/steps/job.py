"""Which exports, as of which day, with which settings, kept in which workspace."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import analysis
from analysis.columns.mapload import load_map
from analysis.errors import InputRefused
from analysis.handwritten import lies_there
from analysis.intake import find_inputs, forget_damaged
from analysis.settings import Settings, load_settings
from analysis.workspace import Workspace, sha256_of

#: A path of a file or folder, or several.
Exports = str | Path | Sequence[str | Path]
#: Answers kept in memory, by job: several steps of one notebook ask for the same ones.
JOBS_KEPT = 4
#: No export reaches further; in thousands of years every answer is void, and long in coming.
_LAST_YEAR = 2100
#: Letters of a day, 2024-12-31, at the beginning of a time.
_DAY = 10


@dataclass(frozen=True)
class Job:
    """One set of exports at one snapshot date, with the workspace that belongs to it."""

    exports: tuple[Path, ...]
    as_of: date | None
    settings: Settings
    columns: Path | None
    workspace: Workspace
    codebook: Path | None = None


def open_job(
    exports: Exports = "sample",
    *,
    as_of: str | date | None = None,
    settings: str | Path | None = None,
    columns: str | Path | None = None,
    workspace: str | Path | None = None,
) -> Job:
    """Return the job for these exports; nothing is read yet but their bytes for the key.

    Parameters
    ----------
    exports
        ``"sample"``, or paths of files and folders.
    as_of
        Snapshot date, a date or YYYY-MM-DD; None or empty = the last plausible date in the data.
    settings, columns
        Paths of ``whyleft.toml`` and ``columns.toml``; None or empty = those that lie with the
        exports, or else the defaults.
    workspace
        Folder of all workspaces; None or empty = ``.whyleft`` in the project or working folder.

    Raises
    ------
    InputRefused
        When a path, date or setting is wrong.

    Examples
    --------
    >>> open_job("sample", as_of="yesterday")
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: 'yesterday' is not a date.
    Expected: YYYY-MM-DD, such as 2024-12-31.
    What to do: correct the date after --as-of, or as_of where Python is written.
    """
    home = Path(workspace) if workspace else _home() / ".whyleft"
    paths = (
        _sample_paths(home)
        if isinstance(exports, str) and exports == "sample"
        else paths_of(exports)
    )
    day = read_date(as_of)
    stated = Path(settings) if settings else settings_beside(paths)
    chosen = load_settings(stated)
    column_map, book = Path(columns) if columns else None, _codebook_of(chosen, stated)
    load_map(column_map)  # refused also where an earlier run without it has read the exports
    files = (column_map, book, book.with_suffix(".npz") if book else None)
    key = _key(paths, day, chosen, tuple(file for file in files if file))
    place = _workspace(home / key, chosen.memory_limit)
    return Job(paths, day, chosen, column_map, place, book)


def _workspace(folder: Path, memory_limit: str) -> Workspace:
    """Return the workspace of the folder: the one opened before, unless somebody removed it.

    Then the notebooks of one process are about one job, and share what each of them found.
    """
    if not folder.is_dir():
        _opened_before.cache_clear()
    return _opened_before(folder.absolute(), memory_limit)


@lru_cache(maxsize=JOBS_KEPT)
def _opened_before(folder: Path, memory_limit: str) -> Workspace:
    return forget_damaged(Workspace(folder, memory_limit=memory_limit))


def settings_beside(paths: Sequence[Path]) -> Path | None:
    """Return the ``whyleft.toml`` that lies with the first export, if there is one.

    Examples
    --------
    >>> settings_beside([Path("no-such-folder") / "orders.csv"]) is None
    True
    """
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    found = folder / "whyleft.toml"
    return found if lies_there(found) else None


def _codebook_of(settings: Settings, stated: Path | None) -> Path | None:
    """Return the codebook that the settings name, seen from the settings file; None without.

    Raises
    ------
    InputRefused
        When it is not there.
    """
    if not settings.codebook or stated is None:
        return None
    path = stated.parent / settings.codebook
    book = path / "codebook.toml" if path.is_dir() else path
    missing = [one.name for one in (book, book.with_suffix(".npz")) if not one.is_file()]
    if missing:
        raise InputRefused(
            f"{stated.name} names a codebook, but {' and '.join(missing)} is not there",
            "the path of a codebook.toml with its .npz beside it, seen from the settings file",
            f"correct codebook in {stated.name}, or remove that line to find themes afresh",
            code="bad_codebook",
            file=stated.name,
        )
    return book


def read_date(text: str | date | None, flag: str = "--as-of") -> date | None:
    """Return the date given after a flag, or None for an empty text; of a time only the day.

    Examples
    --------
    >>> read_date("2024-12-31"), read_date("")
    (datetime.date(2024, 12, 31), None)
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(str(text)[:_DAY] if isinstance(text, date) else str(text))
    except ValueError:
        in_python = ", or as_of where Python is written" if flag == "--as-of" else ""
        raise InputRefused(
            f"'{str(text)[:40]}' is not a date",
            "YYYY-MM-DD, such as 2024-12-31",
            f"correct the date after {flag}{in_python}",
            code="bad_as_of",
        ) from None
    if day.year > _LAST_YEAR:
        raise InputRefused(
            f"The date {day} lies in the far future", f"a day up to the year {_LAST_YEAR}",
            f"correct the date after {flag}", code="bad_as_of",
        )  # fmt: skip
    return day


def _project_folder() -> Path | None:
    """Return the project's folder when the package runs from a checkout, else None."""
    folder = Path(analysis.__file__).resolve().parents[2]
    return folder if (folder / "notebooks").is_dir() and (folder / "data").is_dir() else None


def _home() -> Path:
    return _project_folder() or Path.cwd()


def paths_of(exports: Exports) -> tuple[Path, ...]:
    """Return one path, or each of several, as paths.

    Raises
    ------
    InputRefused
        When it is no path and holds none.

    Examples
    --------
    >>> paths_of("exports/") == paths_of(["exports/"]) == (Path("exports"),)
    True
    """
    kind = type(exports).__name__
    try:
        given = [exports] if isinstance(exports, str | Path) else list(exports)
        paths = () if kind == "DataFrame" else tuple(map(Path, given))
    except TypeError:
        paths = ()
    if paths:
        return paths
    raise InputRefused(
        f"The exports are given as {kind}, which holds no paths",
        "the path of a file or folder, or a list of such paths",
        'give a path such as "exports/"',
        code="bad_exports",
    )


def _sample_paths(home: Path) -> tuple[Path, ...]:
    project = _project_folder()
    if project is not None and (project / "data" / "sample" / "transactions.csv").is_file():
        return (project / "data" / "sample",)
    folder = home / "sample"
    if not (folder / "truth.json").is_file():
        from analysis.sample import write_company

        write_company(folder)
    return (folder,)


def _key(
    paths: Sequence[Path], as_of: date | None, settings: Settings, named: tuple[Path, ...]
) -> str:
    """Name of the workspace: the same bytes, date, settings and code give the same name."""
    files, _ = find_inputs(list(paths))
    beside = {file.parent / name for file in files for name in ("columns.toml", "corrections.toml")}
    stated = sorted(beside | set(named))
    seen = {
        "inputs": sorted((file.name, sha256_of(file)) for file in files),
        "stated": [(file.name, sha256_of(file)) for file in stated if file.is_file()],
        "as_of": str(as_of),
        "settings": settings.as_dict() | {"memory_limit": "", "codebook": ""},  # its bytes count
        "code": code_fingerprint(),
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


@cache
def code_fingerprint() -> str:
    """Return a hash of the package's source and word lists: old tables never meet new code."""
    digest, package = hashlib.sha256(), Path(analysis.__file__).parent
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.txt")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
