"""One configuration for all data: defaults here, changes in ``whyleft.toml``."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from analysis.errors import InputRefused
from analysis.handwritten import read_toml
from analysis.vocabulary import VOID_FINDINGS

#: What starts a lot, and the largest number that does in every library.
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class SegmentRule:
    """A segment's name and whom it takes; the first rule that fits wins.

    Parameters
    ----------
    name
        Plain words.
    once
        One-time buyers (True) or repeat customers (False).
    quiet
        Silent for longer than their own threshold.
    f, v
        Lowest and highest frequency and value score, both included.
    """

    name: str
    once: bool
    quiet: bool
    f: tuple[int, int] = (1, 5)
    v: tuple[int, int] = (1, 5)


#: Quietness is judged by the own threshold, not by the recency score: a score only compares the
#: customers of one export. A test walks through every combination.
SEGMENTS: tuple[SegmentRule, ...] = (
    SegmentRule("new", once=True, quiet=False),
    SegmentRule("tried once", once=True, quiet=True),
    SegmentRule("best customers", once=False, quiet=False, f=(4, 5), v=(4, 5)),
    SegmentRule("loyal regulars", once=False, quiet=False, f=(4, 5)),
    SegmentRule("large but rare orders", once=False, quiet=False, v=(5, 5)),
    SegmentRule("occasional buyers", once=False, quiet=False),
    SegmentRule("best gone quiet", once=False, quiet=True, f=(4, 5), v=(4, 5)),
    SegmentRule("regulars gone quiet", once=False, quiet=True, f=(4, 5)),
    SegmentRule("occasional gone quiet", once=False, quiet=True),
)


@dataclass(frozen=True)
class Settings:
    """What an analyst may decide; every default is explained in ``docs/methods.md``.

    Parameters
    ----------
    currency
        The one report currency, a label only; no conversion is made.
    horizon_days
        How far ahead ``p_return`` looks, in days, 1 to 3,650.
    return_floor
        A customer is dormant when fewer than this share of customers with the same silence
        return within the next 90 days, 0..1.
    response_days
        Length of the window after a call in which a return counts, in days, 7 to 1,095; stated
        before the call, not chosen afterwards.
    acquisition_cost
        What it costs to win a new customer, in money; 0 = not known.
    dealt_by_lot
        Programmes whose approaches or offers were dealt to customers by lot, by their names.
    default_margin
        Margin share used where the export has none, 0..1; marked in the report.
    random_state
        Seed of everything drawn by chance.
    n_bootstrap
        Bootstrap draws behind an interval.
    n_themes
        Number of leaf themes, or 0 to choose it from stability.
    codebook
        Path of a ``codebook.toml`` with which the notes are coded, relative to the settings file;
        themes are found afresh when empty.
    group_floor
        Groups under this many customers are hidden in a leader's report.
    share_floor
        Shares of fewer than this many customers are hidden in a leader's report.
    approved_quotes
        Quotes (redacted, exactly as in ``themes.csv``) that may appear in a leader's report.
    proceed_despite
        Findings that would stop the run, by their code, despite which it goes on: an analyst has
        looked and knows why the export is as it is.
    company
        The name at the top of a report.
    r_cuts, f_cuts, v_cuts
        Four rising cut points each for the scores 1 to 5: days since the last order, number of
        orders, money spent. Empty: the scores compare the customers of one export by rank, and
        mean something else next month.
    segments
        Own named segments, ``[[segments]]`` tables with ``name, once, quiet, f, v``, instead of
        the built-in ones; whoever fits none is *other*.
    call_exploit, call_probe, call_closure, call_explore
        Of so many calls a week in all, how many are made for their value, to ask customers of
        whom no reason is known (by lot), to ask for a No, and by lot among everybody.
    call_hold_out
        Share of those who may be called and are not, so that the effect can be seen, 0..0.5.
    call_minutes, hour_cost
        What a call takes where the log has no minutes, and what an hour of a rep costs where the
        reps table does not say; an hour of 0 is not known, and no cost is taken off.
    memory_limit
        What the engine may take of the memory, such as ``"2GB"``; most of it when empty. What
        does not fit waits on disk; no result depends on it.

    Examples
    --------
    >>> Settings().horizon_days
    182
    """

    currency: str = ""
    horizon_days: int = 182
    return_floor: float = 0.25
    response_days: int = 180
    acquisition_cost: float = 0.0
    dealt_by_lot: tuple[str, ...] = ()
    default_margin: float = 0.30
    random_state: int = 0
    n_bootstrap: int = 1000
    n_themes: int = 0
    codebook: str = ""
    group_floor: int = 5
    share_floor: int = 10
    approved_quotes: tuple[str, ...] = ()
    proceed_despite: tuple[str, ...] = ()
    company: str = ""
    call_exploit: int = 6
    call_probe: int = 2
    call_closure: int = 1
    call_explore: int = 1
    call_hold_out: float = 0.2
    call_minutes: float = 15.0
    hour_cost: float = 0.0
    memory_limit: str = ""
    r_cuts: tuple[float, ...] = ()
    f_cuts: tuple[float, ...] = ()
    v_cuts: tuple[float, ...] = ()
    segments: tuple[SegmentRule, ...] = SEGMENTS

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, for receipts.

        Examples
        --------
        >>> Settings().as_dict()["random_state"]
        0
        """
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain


def load_settings(path: Path | None) -> Settings:
    """Return the settings of ``whyleft.toml``, or the defaults when ``path`` is None.

    Raises
    ------
    InputRefused
        When the file cannot be read, or a name or value is not known.

    Examples
    --------
    >>> load_settings(None) == Settings()
    True
    """
    if path is None:
        return Settings()
    entries = _read_toml(path)
    _check_entries(path, entries)
    if entries.get("memory_limit"):
        checked_limit(entries["memory_limit"], f"memory_limit in {path.name}")
    listed = {name: tuple(value) for name, value in entries.items() if isinstance(value, list)}
    return _in_range(path, _with_known_findings(path, Settings(**(entries | listed))))


_CUTS = ("r_cuts", "f_cuts", "v_cuts")


def _check_cuts(path: Path, name: str, value: Any) -> None:
    """Refuse cut points that do not make five scores."""
    numbers = isinstance(value, list) and all(
        isinstance(cut, int | float) and not isinstance(cut, bool) for cut in value
    )
    if not numbers or (value and (len(value) != 4 or sorted(set(value)) != value)):
        raise InputRefused(
            f"{path.name} sets {name} to something that does not make five scores",
            "four rising numbers such as [30, 90, 180, 365]",
            "correct that line",
            code="bad_setting",
            file=path.name,
        )


def _segments(path: Path, value: Any) -> list[SegmentRule]:
    """Return the named segments of a settings file."""
    entries = value if isinstance(value, list) and value else [{}]
    found = []
    for entry in entries:
        if not isinstance(entry, dict) or not _is_segment(entry):
            raise InputRefused(
                f"{path.name} has a segment that cannot be read",
                'tables such as [[segments]] with name = "key accounts", once = false, '
                "quiet = true, f = [4, 5], v = [4, 5]",
                "correct that table",
                code="bad_setting",
                file=path.name,
            )
        ranges = {name: tuple(entry[name]) for name in ("f", "v") if name in entry}
        found.append(SegmentRule(entry["name"], entry["once"], entry["quiet"], **ranges))
    return found


def _is_segment(entry: dict[str, Any]) -> bool:
    known = {"name": str, "once": bool, "quiet": bool, "f": list, "v": list}
    return (
        {"name", "once", "quiet"} <= set(entry) <= set(known)
        and all(isinstance(entry[name], known[name]) for name in entry)
        and all(_is_range(entry[name]) for name in ("f", "v") if name in entry)
    )


def _is_range(scores: list[Any]) -> bool:
    """Whether two scores from 1 to 5 are given, the lower one first."""
    return len(scores) == 2 and all(s in range(1, 6) for s in scores) and scores[0] <= scores[1]


def _check_entries(path: Path, entries: dict[str, Any]) -> None:
    """Refuse what is not known or of the wrong kind; read the named segments."""
    known = {field.name: field.default for field in fields(Settings)}
    for name, value in entries.items():
        if name not in known:
            raise _unknown_name(path, name, list(known))
        if name == "segments":
            entries[name] = _segments(path, value)
        elif name in _CUTS:
            _check_cuts(path, name, value)
        else:
            _check_kind(path, name, value, known[name])


def checked_limit(text: str, where: str) -> str:
    """Return a memory limit that the engine understands.

    Raises
    ------
    InputRefused
        When it is none.

    Examples
    --------
    >>> checked_limit("2GB", "--memory-limit")
    '2GB'
    """
    if re.fullmatch(r"\d+(\.\d+)?\s?[KMGT]i?B", text.strip()):
        return text.strip()
    raise InputRefused(
        f"{where} is '{text[:20]}'", "an amount of memory such as 2GB or 800MB",
        "correct the amount", code="bad_memory_limit",
    )  # fmt: skip


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except FileNotFoundError:
        raise InputRefused(
            f"There is no settings file {path.name}",
            "a TOML file such as whyleft.toml",
            "correct the path after --settings, or leave it out",
            code="no_settings",
            file=path.name,
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputRefused(
            f"{path.name} cannot be read as TOML ({error})",
            "lines such as horizon_days = 182",
            "correct that line",
            code="bad_settings",
            file=path.name,
        ) from None


def _unknown_name(path: Path, name: str, known: list[str]) -> InputRefused:
    near = difflib.get_close_matches(name, known, n=1)
    closest = f"the nearest known name is {near[0]}" if near else f"known: {', '.join(known)}"
    return InputRefused(
        f"{path.name} sets '{name}', which whyleft does not know",
        closest,
        "correct or remove that line",
        code="unknown_setting",
        file=path.name,
    )


def _with_known_findings(path: Path, settings: Settings) -> Settings:
    strange = sorted(set(settings.proceed_despite) - set(VOID_FINDINGS))
    if strange:
        raise InputRefused(
            f"{path.name} sets proceed_despite to '{strange[0][:40]}', which stops no run",
            f"codes among {', '.join(VOID_FINDINGS)}",
            "correct or remove that code",
            code="bad_setting",
            file=path.name,
        )
    return settings


def _check_kind(path: Path, name: str, value: Any, default: Any) -> None:
    wanted: tuple[type, ...] = (int, float) if isinstance(default, float) else (type(default),)
    if isinstance(default, tuple):
        right = isinstance(value, list) and all(isinstance(item, str) for item in value)
    else:
        right = isinstance(value, wanted) and not isinstance(value, bool)
    if not right:
        raise InputRefused(
            f"{path.name} sets {name} to a value of the wrong kind",
            'a list of texts, such as ["a", "b"]'
            if default == ()
            else f"something like {default!r}",
            "correct that line",
            code="bad_setting",
            file=path.name,
        )


def _in_range(path: Path, settings: Settings) -> Settings:
    ranges = {
        "horizon_days": (1, 3650),
        "return_floor": (0.01, 0.99),
        "response_days": (7, 1095),
        "acquisition_cost": (0, 1e9),
        "default_margin": (0, 1),
        "n_bootstrap": (100, 100_000),
        "n_themes": (0, 200),
        "group_floor": (1, 1000),
        "share_floor": (1, 1000),
        "call_exploit": (1, 100),
        "call_probe": (0, 100),
        "call_closure": (0, 100),
        "call_explore": (0, 100),
        "call_hold_out": (0, 0.5),
        "call_minutes": (0, 480),
        "hour_cost": (0, 10_000),
        "random_state": (0, LARGEST_SEED),
    }
    for name, (low, high) in ranges.items():
        if not low <= getattr(settings, name) <= high:
            raise InputRefused(
                f"{path.name} sets {name} to {getattr(settings, name)}",
                f"a value from {low} to {high}",
                "correct that line",
                code="bad_setting",
                file=path.name,
            )
    return settings
