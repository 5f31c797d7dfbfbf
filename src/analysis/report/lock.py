"""One run at a time for one folder: a lock file that says who holds it."""

from __future__ import annotations

import glob
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import EnvironmentTrouble

#: A lock without an owner is one that is being written, or was when its writer was killed.
_WRITING_SECONDS = 60


@dataclass(frozen=True)
class _Holder:
    """Who holds a lock.

    Examples
    --------
    >>> _Holder(1, "elsewhere").may_be_alive
    True
    """

    pid: int
    host: str

    @property
    def may_be_alive(self) -> bool:
        """Whether the process is running, or on another machine where we cannot tell."""
        return self.host != platform.node() or is_alive(self.pid)


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold the lock file as long as the block runs.

    Raises
    ------
    EnvironmentTrouble
        When another run holds it.
    """
    _take(lock)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _take(lock: Path) -> None:
    for draft in lock.parent.glob(f"{glob.escape(lock.name)}.*"):
        if not is_alive(int(draft.suffix[1:] if draft.suffix[1:].isdecimal() else 0)):
            draft.unlink(missing_ok=True)
    for _attempt in range(3):
        try:
            _create(lock)
        except FileExistsError:
            _break_if_stale(lock)
        else:
            return
    raise _busy(lock, _read(lock))


def _create(lock: Path) -> None:
    """Make the lock with its words in one step; a kill in between would leave an empty one."""
    words = json.dumps({"pid": os.getpid(), "host": platform.node()})
    draft = lock.with_name(f"{lock.name}.{os.getpid()}")
    draft.write_text(words, encoding="utf-8")
    try:
        lock.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with lock.open("x", encoding="utf-8") as file:
            file.write(words)
    finally:
        draft.unlink(missing_ok=True)


def _read(lock: Path) -> _Holder | None:
    try:
        found = json.loads(lock.read_text(encoding="utf-8"))
        return _Holder(int(found["pid"]), str(found["host"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _break_if_stale(lock: Path) -> None:
    """Remove the lock of a dead process; take it aside first, so that only one run does."""
    holder = _read(lock)
    if (holder and holder.may_be_alive) or (holder is None and _is_new(lock)):
        raise _busy(lock, holder)
    aside = lock.with_name(f"{lock.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        lock.replace(aside)
        if _read(aside) != holder:  # somebody else broke it first and holds it now
            aside.replace(lock)
            raise _busy(lock, _read(lock))
        aside.unlink()


def _is_new(lock: Path) -> bool:
    try:
        return time.time() - lock.stat().st_mtime < _WRITING_SECONDS
    except FileNotFoundError:
        return False


def _busy(lock: Path, holder: _Holder | None) -> EnvironmentTrouble:
    who = f"process {holder.pid} on {holder.host}" if holder else "a run that has just started"
    return EnvironmentTrouble(
        f"Another run is writing this report: {who}",
        "one run at a time for one folder",
        f"wait for it, or choose another folder; if nothing is running, delete {lock}",
        code="locked",
    )


def is_alive(pid: int) -> bool:
    """Whether a process of that number runs on this machine."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        # os.kill(pid, 0) would send Ctrl-C there.
        import ctypes

        query_limited_information = 0x1000
        opened = ctypes.windll.kernel32.OpenProcess(query_limited_information, 0, pid)
        if opened:
            ctypes.windll.kernel32.CloseHandle(opened)
        return bool(opened)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
