"""Clean exports in many dialects, each with the truth that it holds.

``clean_export(seed)`` writes one realistic export of one of many systems. Nothing in it is a fault
and nothing is open to two readings: all-number dates hold a part above 12, money has cents or no
thousands. What a reader should make of it stands beside it.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import zstandard

from intake import clean_layouts as words

Truth = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Style:
    """How one export is written."""

    table: str
    language: str
    delimiter: str
    quoting: str
    decimal: str
    thousands: str
    unit: str
    minus: str
    days: str
    time: str
    encoding: str
    line_end: str
    container: str
    ids: str
    n_rows: int
    whole: bool


@dataclass(frozen=True)
class CleanExport:
    """One export and what it holds.

    Parameters
    ----------
    truth
        Counted rows of (customer, day or empty, amount or note or empty).
    n_aside
        Total rows and remarks below the table: to be set aside, as nothing else is.
    """

    name: str
    content: bytes
    style: Style
    truth: Truth
    n_aside: int
    n_blank: int

    @property
    def money(self) -> Decimal:
        return sum((Decimal(row[2]) * n for row, n in self.truth.items()), Decimal(0))

    @property
    def customers(self) -> set[str]:
        return {row[0] for row in self.truth}


def clean_export(seed: int) -> CleanExport:
    """Return the clean export of a seed."""
    rng = Random(seed)
    style = _style(rng)
    layouts = words.LAYOUTS[style.table][style.language]
    columns = [tuple(cell.rsplit(":", 1)) for cell in rng.choice(layouts).split("|")]
    columns = _plain_kinds(columns) if style.delimiter == " " else _widened(columns, rng)
    one_each = style.table in {"customers", "contacts"}
    n_people = style.n_rows if one_each else min(style.n_rows // rng.choice([1, 2, 4]), 80)
    people = _ids(style.ids, rng, max(1, n_people))
    rows, truth = [], Truth()
    for at in range(style.n_rows):
        facts = (people[at % len(people)], _day(rng, at, style), _cents(rng, at, style))
        cells = [_cell(kind, facts, style, rng) for _, kind in columns]
        rows.append(cells)
        truth[_true_row(facts, [kind for _, kind in columns], cells, style)] += 1
    content, n_aside, n_blank = _written(columns, rows, style, rng)
    name = rng.choice(words.FILES[style.table][style.language])
    ending = {"\t": ".tsv", "|": ".txt", " ": ".txt"}.get(style.delimiter, ".csv")
    packed = _packed(content, name + ending, style.container)
    return CleanExport(name + ending + style.container, packed, style, truth, n_aside, n_blank)


def _style(rng: Random) -> Style:
    language = rng.choice(["en", "en", "de", "de", "fr", "es"])
    table = rng.choice(["transactions"] * 6 + ["reasons"] * 2 + ["customers", "contacts"])
    delimiter = rng.choice(",,;;;\t\t|") if rng.random() < 0.95 else " "
    decimal = rng.choice(".." if language == "en" else ",,.")
    spaced = ["", "\u00a0", "'", "\u202f", " ", "," if decimal == "." else "."]
    whole = rng.random() < 0.12
    units = ["", "", "", "€", "EUR"] + (["$", "£"] if language == "en" else ["CHF"])
    encodings = ["utf-8"] * 4 + ["utf-8-sig"] * 2 + ["utf-16", "cp1252", "cp1252", "latin-1"]
    thin = delimiter == " "
    encoding = rng.choice(encodings)
    thousands = "" if whole or thin else rng.choice(spaced)
    if encoding in {"cp1252", "latin-1"}:
        thousands = thousands.replace("\u202f", "\u00a0")
    unit = "" if thin else rng.choice(units)
    return Style(
        "transactions" if thin else table, language, delimiter,
        rng.choice(["needed"] * 3 + ["all", "texts"]),
        decimal, thousands, "" if unit == "€" and encoding == "latin-1" else unit,
        rng.choice(["-"] * 4 + ["after", "brackets"]), _date_style(language, rng, thin=thin),
        "" if thin else rng.choice(["", "", "", " 14:05", " 09:30:15", "T23:59:59"]),
        encoding, rng.choice(["\n", "\n", "\r\n", "\r\n", "\r"]),
        rng.choice(["", "", "", "", "", ".gz", ".zst", ".zip"]),
        rng.choice(["number", "zeros", "letters", "mail", "uuid", "long"]),
        rng.choice([1, 3, 3, 20, 60, 300]), whole,
    )  # fmt: skip


def _date_style(language: str, rng: Random, *, thin: bool) -> str:
    common = ["%Y-%m-%d"] * 3 + ["%Y/%m/%d", "%Y%m%d"]
    own = {
        "en": ["%m/%d/%Y", "%m/%d/%Y", "%d/%m/%Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%m/%d/%y"],
        "de": ["%d.%m.%Y", "%d.%m.%Y", "%d.%m.%y", "%d. %B %Y", "%d-%m-%Y", "%-d.%-m.%Y"],
        "fr": ["%d/%m/%Y", "%d/%m/%Y", "%d %B %Y", "%d-%m-%Y", "%-d/%-m/%Y"],
        "es": ["%d/%m/%Y", "%d/%m/%Y", "%d de %B de %Y", "%d-%m-%Y"],
    }[language]
    known = [style for style in common + own if not thin or " " not in style]
    return rng.choice(known)


def _plain_kinds(columns: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Keep what a table with blanks between its columns can hold: no cell with a blank in it."""
    kept = {"@id": "customer_id", "@day": "date", "@money": "amount", "order": "order_no"}
    return [(kept[kind], kind) for _, kind in columns if kind in kept]


def _widened(columns: list[tuple[str, ...]], rng: Random) -> list[tuple[str, ...]]:
    if rng.random() > 0.15:
        return columns
    extra = [tuple(cell.rsplit(":", 1)) for cell in words.EXTRA]
    rng.shuffle(extra)
    at = rng.randrange(len(columns) + 1)
    return [*columns[:at], *extra, *columns[at:]]


def _ids(kind: str, rng: Random, n: int) -> list[str]:
    start = rng.randrange(1001, 9000)
    made = {
        "number": lambda at: f"{start + 7 * at}1",
        "zeros": lambda at: f"{start + at:07d}",
        "letters": lambda at: f"{rng.choice('KCAB')}-{start + at}",
        "mail": lambda at: f"user{start + at}@example.org",
        "uuid": lambda at: f"{rng.getrandbits(32):08x}-{at:04x}-4abc-8def-{start:012x}",
        "long": lambda at: f"10{start + at:010d}7",
    }[kind]
    return [made(at) for at in range(n)]


def _day(rng: Random, at: int, style: Style) -> date:
    """Return a day of two years; the first lies after the 12th, so that the order is proved."""
    if at == 0:
        return date(2024, 3, 13 + rng.randrange(15))
    return date(2023, 1, 1) + timedelta(days=rng.randrange(700))


def _cents(rng: Random, at: int, style: Style) -> int:
    cents = rng.choice([rng.randrange(100, 100_000), rng.randrange(100, 9_000_000)])
    cents = cents // 100 * 100 if style.whole else cents
    return -cents if at and rng.random() < 0.08 else cents


def money(cents: int, style: Style) -> str:
    """Return an amount as the export writes it."""
    whole = f"{abs(cents) // 100:,}".replace(",", style.thousands)
    shown = whole if style.whole else f"{whole}{style.decimal}{abs(cents) % 100:02d}"
    if cents < 0:
        shown = {"-": f"-{shown}", "after": f"{shown}-", "brackets": f"({shown})"}[style.minus]
    if not style.unit:
        return shown
    return f"{style.unit}{shown}" if style.unit in "$£" else f"{shown} {style.unit}"


def day_text(day: date, style: Style) -> str:
    """Return a day as the export writes it, month names in its language."""
    month = words.MONTHS[style.language].split()[day.month - 1]
    pattern = style.days.replace("%B", month).replace("%b", month[:3])
    pattern = pattern.replace("%-d", str(day.day)).replace("%-m", str(day.month))
    spoken = "%B" in style.days or "%b" in style.days
    time = style.time.replace("T", " ") if not style.days.startswith("%Y-") else style.time
    return day.strftime(pattern) + ("" if spoken or style.days == "%Y%m%d" else time)


def _cell(kind: str, facts: tuple[str, date, int], style: Style, rng: Random) -> str:
    customer, day, cents = facts
    listed = {"paid": words.PAID[style.language], "yes": (words.YES[style.language],),
              "no": (words.NO[style.language],)}  # fmt: skip
    fixed = {"@id": customer, "@day": day_text(day, style), "day": day_text(day, style),
             "@money": money(cents, style), "uuid": f"{rng.getrandbits(64):x}",
             "order": f"R{rng.getrandbits(40):012d}", "currency": "EUR"}  # fmt: skip
    if kind in fixed:
        return fixed[kind]
    if kind in {"note", "@note"}:
        note = rng.choice(words.NOTES[style.language])
        return note if kind == "@note" or rng.random() < 0.6 else ""
    return rng.choice(listed.get(kind) or words.WORDS[kind])


def _true_row(
    facts: tuple[str, date, int], kinds: list[str], cells: list[str], style: Style
) -> tuple[str, ...]:
    customer, day, cents = facts
    shown = day.isoformat() if "@day" in kinds else ""
    if "@money" in kinds:
        return (customer, shown, f"{Decimal(cents) / 100:.2f}")
    note = cells[kinds.index("@note")] if "@note" in kinds else ""
    return (customer, shown, note)


def _written(
    columns: list[tuple[str, ...]], rows: list[list[str]], style: Style, rng: Random
) -> tuple[bytes, int, int]:
    """Return the bytes of an export, with the rows below its table and its blank lines."""
    header = [name for name, _ in columns]
    if style.delimiter == " ":
        text = style.line_end.join(" ".join(cells) for cells in [header, *rows])
        return text.encode(style.encoding), 0, 0
    table = _table_text([header, *rows], style, trailing=rng.random() < 0.07)
    before, below, n_aside, n_blank = "", "", 0, 0
    if rng.random() < 0.06 and "16" not in style.encoding:
        before = f"sep={style.delimiter}{style.line_end}"
    elif rng.random() < 0.2 and style.table == "transactions":
        n_titles = rng.randrange(1, 4)
        before = style.line_end.join([*words.TITLES[style.language][:n_titles], "", ""])
    if rng.random() < 0.2 and style.table == "transactions" and len(rows) > 1:
        below, n_aside, n_blank = _footer([kind for _, kind in columns], style, rng)
    text = before + table + below
    if rng.random() < 0.3:
        text = text.removesuffix(style.line_end)
    return text.encode(style.encoding), n_aside, n_blank


def _table_text(rows: list[list[str]], style: Style, *, trailing: bool) -> str:
    lines = []
    for at, cells in enumerate(rows):
        quoted = [_quoted(cell, style, header=at == 0) for cell in cells]
        lines.append(style.delimiter.join([*quoted, ""] if trailing else quoted))
    return "".join(line + style.line_end for line in lines)


def _quoted(cell: str, style: Style, *, header: bool) -> str:
    needs = any(sign in cell for sign in (style.delimiter, '"', "\n", "\r"))
    plain = cell.replace(",", "").replace(".", "").replace("-", "").isdigit()
    texts = style.quoting == "texts" and not header and cell != "" and not plain
    if needs or style.quoting == "all" or texts:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _footer(kinds: list[str], style: Style, rng: Random) -> tuple[str, int, int]:
    below, n_aside, n_blank = "", 0, 0
    if rng.random() < 0.4:
        below, n_blank = style.line_end, 1
    if rng.random() < 0.6:
        total = [""] * len(kinds)
        total[kinds.index("@money")] = money(123_456, style)
        total[total.index("")] = rng.choice(words.TOTALS[style.language])
        below, n_aside = below + _table_text([total], style, trailing=False), 1
    if not n_aside or rng.random() < 0.4:
        below, n_aside = below + words.REMARKS[style.language] + style.line_end, n_aside + 1
    return below, n_aside, n_blank


def _packed(content: bytes, name: str, container: str) -> bytes:
    if container == ".gz":
        return gzip.compress(content, mtime=0)
    if container == ".zst":
        return zstandard.compress(content)
    if container == ".zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(name), content)
        return buffer.getvalue()
    return content
