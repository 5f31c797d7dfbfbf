"""A small pretend report: notebooks with display objects of their own, in any folder.

It needs none of the other rooms, so these tests say something about this room alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.report import ReportFacts, build_report
from analysis.results import InputFile, TableReceipt

#: Imported by the notebooks; stands for ``analysis.plots``.
SHOWS = '''
class Shown:
    def __init__(self, bundle, kind, **facts):
        self.bundle, self.facts = bundle, {"kind": kind, **facts}

    def _repr_mimebundle_(self, **_):
        return self.bundle, {"whyleft": self.facts}


def html(kind, fragment):
    return Shown({"text/html": fragment, "text/plain": kind}, kind)


def sentence(text):
    bundle = {"text/html": "<p>" + text + "</p>", "text/plain": text}
    return Shown(bundle, "sentence", text=text)


def tiles(*entries):
    names = ("label", "value", "range", "change")
    items = "".join(
        '<li class="tile">'
        + "".join(f'<span class="{n}">{t}</span>' for n, t in zip(names, entry) if t)
        + "</li>"
        for entry in entries
    )
    return html("tiles", f'<ul class="tiles">{items}</ul>')


def decision(asked, why, doubt):
    return html(
        "decision",
        f'<section class="decision" aria-label="Decision"><p><strong>{asked}</strong></p>'
        f'<p>{why}</p><p class="doubt">{doubt}</p></section>',
    )


def table(caption, source, head, rows):
    top = "".join(f'<th scope="col"{" class=n" if n else ""}>{t}</th>' for n, t in enumerate(head))
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f'<td class="n">{c}</td>' for c in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<table><caption>{caption}<span class="sub">{source}</span></caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def wide(caption, *rest):
    inner = table(caption, *rest)
    return html(
        "table",
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">{inner}</div>',
    )


def dots(slug, title, subtitle, rows, doubt=""):
    """A dot plot with intervals: rows of (label, low, middle, high), 0..100."""
    font = 'font-family="Inter, Segoe UI, DejaVu Sans, sans-serif"'
    marks = []
    for n, (label, low, middle, high) in enumerate(rows):
        y, color = 34 + 40 * n, "#0b6e6e" if n == 0 else "#6b7785"
        x0, x, x1 = (190 + 4.4 * value for value in (low, middle, high))
        marks.append(
            f'<text x="180" y="{y + 4}" text-anchor="end" fill="#1c2127">{label}</text>'
            f'<line x1="{x0}" x2="{x1}" y1="{y}" y2="{y}" stroke="{color}" stroke-width="2"/>'
            f'<circle cx="{x}" cy="{y}" r="5.5" fill="{color}"/>'
            f'<text x="{x1 + 8}" y="{y + 4}" fill="{color}">{middle} %</text>'
        )
    height = 40 * len(rows) + 40
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" '
        f'width="720" height="{height}" font-size="14" {font}>{"".join(marks)}'
        f'<line x1="190" x2="190" y1="10" y2="{height - 30}" stroke="#c9ced6"/>'
        f'<text x="190" y="{height - 8}" fill="#5a6472">Share of customers who told us</text></svg>'
    )
    alt = title + ": " + "; ".join(f"{label} {middle} percent" for label, _, middle, _ in rows)
    numbers = table(title, subtitle, ["Reason", "Low", "Share", "High"], rows)
    facts = {"slug": slug, "title": title, "subtitle": subtitle, "alt": alt, "doubt": doubt}
    bundle = {"image/svg+xml": svg, "text/plain": alt}
    return Shown(bundle, "figure", numbers=numbers, **facts)
'''

PARAMETERS = 'exports = "sample"\nas_of = None\nsettings = None\ncolumns = None\nworkspace = None'

SUMMARY_CELLS = [
    "# Why did customers leave, and what should we do?",
    ("load", "from shows import decision, dots, sentence, tiles, wide"),
    "## The answer",
    (
        "answer",
        'sentence("We are losing **2.4 million a year**, most of it to late and wrong deliveries, '
        'and 96 of those customers left for reasons we have **already fixed**.")',
    ),
    (
        "tiles",
        'tiles(("Expected yearly loss", "2.41 M", "2.18 to 2.66 M · n = 1,147", "+0.11 M since '
        'November"), ("Hopes without an answer", "683", "worth 0.38 M · median 14 months", ""),\n'
        '      ("Whys we know", "43%", "41% to 46% · n = 1,147", "+3 points since November"),\n'
        '      ("Customers our calls brought back", "cannot tell", "no customers were held back '
        'by lot", ""))',
    ),
    (
        "decision",
        'decision("Decision asked: tell the 96.", "Release the list of customers whose only reason '
        "was the old carrier. Ten calls a rep clear it in eight days; expected gain 90,000 to "
        '210,000 a year.", "What would change our mind: fewer than 6 of the first 40 answer.")',
    ),
    "## Why they say they left",
    (
        "reasons",
        'display(dots("reasons", "No single reason explains half of the losses", "Customers naming '
        'each reason, n = 498; one may name several", [("Late or wrong delivery", 27, 31, 35),\n'
        '    ("Price", 19, 22, 26), ("Billing", 10, 13, 16), ("Competitor", 9, 12, 15)],\n'
        '    doubt="498 customers told us; those who did not may differ: delivery is between 14 % '
        'and 70 % of all losses."))\n'
        'dots("returns", "More than half of those who came back would have come anyway", "Share '
        'that bought again within 180 days", [("Called", 15, 18, 21), ("Held back", 7, 10, 14),\n'
        '    ("Natural", 48, 56, 64), ("Not asked", 3, 5, 8)], doubt="640 called, 320 held back.")',
    ),
    "## Who has not been told",
    (
        "told",
        'wide("Already fixed, and nobody told them", "Top 3 of 96 customers by yearly value", '
        '["Customer", "Silent, days", "Yearly value", "Orders", "Reasons"],\n'
        '     [("C-01482", "412", "18,400", "31", "1"), ("C-00317", "377", "15,950", "12", "2"),\n'
        '      ("C-02210", "530", "12,700", "44", "1")])',
    ),
]

REASONS_CELLS = [
    "# Why did they leave?\n\nFor whoever decides what to repair first. Shares are of customers "
    "who told us, never of all customers.",
    ("load", "from shows import dots, html, sentence, wide"),
    "## What they say\n\nLook for intervals that do not overlap: only those reasons differ.",
    (
        "shares",
        'dots("shares", "Delivery leads, and the lead is real", "Customers naming each reason, '
        'n = 498, January 2021 to December 2024", [("Late or wrong delivery", 27, 31, 35),\n'
        '    ("Price", 19, 22, 26), ("Billing", 10, 13, 16)], doubt="What this does not show: how '
        'many of the silent customers would have said the same.")',
    ),
    "Two reasons for one customer count twice here, so the shares do not add up to 100 %. The "
    "[summary](00_summary.ipynb) shows the money.",
    "## The answer",
    ("answer", 'sentence("Delivery is behind **31% (27% to 35%)** of the losses we understand.")'),
    "## Doubts",
    (
        "doubts",
        'html("note", \'<p>What this does not tell:</p><ul><li>Notes of 2021 are few: n = 38.'
        "</li></ul>')",
    ),
    "And where do they sit?",
    (
        "where",
        'wide("Delivery is a problem of the north", "n = 498; groups under 5 are not shown", '
        '["Branch", "Customers", "Share", "Low", "High"], [("North", "120", "44%", "35%", "53%"), '
        '("South", "98", "22%", "15%", "31%")])',
    ),
    "The table compares branches; it does not say why they differ.",
    "Is it getting better? Look at the last two years.",
    (
        "better",
        'dots("trend", "Too few notes to say", "Delivery by year, n = 498", [("2024", 25, 30, 36), '
        '("2023", 26, 32, 38), ("2022", 20, 29, 40)])',
    ),
    ("plain", "print('seen by nobody')\n[1, 2, 3]"),
]


def write_notebook(
    folder: Path, name: str, cells: list[str | tuple[str, str]], *, parameters: str = PARAMETERS
) -> Path:
    """Write a notebook: plain text is a text cell, (id, source) a code cell."""
    (folder / "shows.py").write_text(SHOWS, encoding="utf-8")
    tagged = new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]})
    made = [
        new_markdown_cell(cell, id=f"text-{n}")
        if isinstance(cell, str)
        else new_code_cell(cell[1], id=cell[0])
        for n, cell in enumerate(cells)
    ]
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=[*made[:1], tagged, *made[1:]]), path)
    return path


def facts(**changes: object) -> ReportFacts:
    inputs = (
        InputFile("transactions.csv", "5f1c" * 16, 2_400_112, "utf-8", "csv ','"),
        InputFile("reasons.xlsx", "9a07" * 16, 88_310, "", "xlsx"),
    )
    given: dict[str, object] = {
        "title": "Why customers left",
        "as_of": date(2024, 12, 31),
        "company": "Harbour & Vale Supply",
        "kicker": "whys known for 43% of lost customers · 9 of 9 tables present",
        "summary": {"numbers": {"yearly_loss": {"value": 2.41e6}}, "answered": ["dormancy"]},
        "tables": (
            TableReceipt("transactions", 55_112, 54_990, 102, 20, inputs=inputs[:1]),
            TableReceipt("reasons", 1_104, 1_061, 43, 0, inputs=inputs[1:]),
        ),
        "settings": {"horizon_days": 182},
        "cannot_say": (
            "Shares are of customers who told us, not of all customers.",
            "Groups of fewer than five customers are not shown.",
        ),
    }
    return ReportFacts(**(given | changes))  # type: ignore[arg-type]


def write_report(folder: Path, *, say: Callable[[str], None] = lambda _line: None) -> Path:
    """Write the whole pretend report into ``folder/report`` and return that folder."""
    notebooks = [
        write_notebook(folder, "04_reasons", REASONS_CELLS),
        write_notebook(folder, "00_summary", SUMMARY_CELLS),
    ]
    build_report(
        folder / "report",
        notebooks=notebooks,
        parameters={"exports": ["/somewhere/exports/transactions.csv"], "as_of": "2024-12-31"},
        collect=facts,
        say=say,
    )
    return folder / "report"
