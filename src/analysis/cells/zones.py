"""Times and zones behind a date: cut off, never converted; the offsets of a column are told."""

from __future__ import annotations

import re

from analysis.cells.fields import Cell
from analysis.engine import quote_text

_GAP = "[ \t\u00a0\u202f]"
_HALF = rf"[AaPp]\.?{_GAP}?[Mm]\.?"
#: A time that no clock shows is none: its row is set aside, not cut to its day.
HOUR, SIXTIETH = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_ORACLE = rf"{HOUR}\.{SIXTIETH}\.{SIXTIETH}(?:\.\d+)? {_HALF}"
_CLOCK = (
    rf"(?:{_ORACLE}|{HOUR}[:h]{SIXTIETH}([:.](?:{SIXTIETH}|60)([.,]\d+)?)?"
    rf"{_GAP}*({_HALF}|Uhr|h)?)"
)
#: A zone behind a time.
ZONE = (
    r"Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT|[CEW]ES?T|MES?Z|BST|MSK|"
    r"(?:Europe|America|Asia|Africa|Australia|Atlantic|Pacific|Indian)/[A-Za-z_/+-]+|"
    r"[ECMP][SD]T|AK[SD]T|HST|AE[SD]T|IST|JST|SGT"
)
#: What stands behind the day in a text.
TIME = (
    rf"(?:[T ,]+{_GAP}*(?:(?:à|at|um|a las) )?{_CLOCK}|T\d{{4}}(?:\d{{2}}(?:[.,]\d+)?)?)"
    rf"{_GAP}*({ZONE})?(?:\[[A-Za-z_/+-]+\])?$"
)
#: The same before a year that comes last of all.
TIME_BEFORE_YEAR = TIME[:-1] + r"( \d{4})$"
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2,
          "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
          "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}  # fmt: skip


def zones_in(cell: Cell, *, known: bool = False) -> frozenset[str]:
    """Return the offsets written behind the times of a column; none when no row has one."""
    timed, every = quote_text(TIME), f"SELECT {cell.text} AS t FROM {cell.table}"
    zone = f"regexp_extract(t, {timed}, 4)"
    # A zone ends in a letter, or has a sign behind the time: few texts are taken apart.
    likely = "length(t) > 10 AND (right(t, 1) > '9' OR contains(t, '+') OR t LIKE '%:%-__%')"
    one = f"SELECT 1 FROM ({every}) WHERE {likely} AND {zone} <> '' LIMIT 1"
    if not known and not cell.engine.rows(one):
        return frozenset()
    found = cell.engine.rows(
        f"SELECT DISTINCT {zone} FROM ({every}) WHERE regexp_matches(t, {timed})"
    )
    return frozenset(_offset_of(row[0]) for row in found)


def zone_of(text: str) -> str | None:
    """Return the offset behind the time of a text; None where it has no time.

    Examples
    --------
    >>> list(map(zone_of, ("2024-01-05 10:30", "2024-01-05 10:30Z", "2024-01-05")))
    ['none', '+00:00', None]
    """
    found = re.search(TIME, text)
    return _offset_of(found[4] or "") if found else None


def _offset_of(zone: str) -> str:
    """Return a zone's offset in one spelling; an unknown name stays as it is.

    Examples
    --------
    >>> [_offset_of(zone) for zone in ("Z", "+0100", "PST", "GMT-03:30", "")]
    ['+00:00', '+01:00', '-08:00', '-03:30', 'none']
    """
    if not zone:
        return "none"
    if zone.casefold() in _ZONES:
        return f"{_ZONES[zone.casefold()]:+03d}:00"
    found = re.fullmatch(r"(?:UTC|GMT)?([+-]\d{2}):?(\d{2})?", zone.upper())
    return f"{found[1]}:{found[2] or '00'}".replace("-00:00", "+00:00") if found else zone.upper()


def clock_time(text: str) -> str:
    """Return SQL for the time of day in a text as an interval, midnight where there is none."""
    part = f"regexp_extract({text}, '(\\d{{1,2}}:\\d{{2}}(:\\d{{2}})?)', 1)"
    parsed = f"try_strptime({part}, ['%H:%M:%S', '%H:%M'])"
    half = f"regexp_extract({text}, '([AaPp])\\.?{_GAP}?[Mm]\\.?', 1)"
    shift = (
        f"CASE WHEN lower({half}) = 'p' AND hour({parsed}) < 12 THEN INTERVAL 12 HOUR "
        f"WHEN lower({half}) = 'a' AND hour({parsed}) = 12 THEN INTERVAL (-12) HOUR "
        "ELSE INTERVAL 0 HOUR END"
    )
    return f"coalesce({parsed} - TIMESTAMP '1900-01-01' + {shift}, INTERVAL 0 HOUR)"
