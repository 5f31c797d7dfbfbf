"""A finished picture: SVG with its title, alt text and the numbers behind it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.exports import Shown, html_table

ACCENT, GREY, PALE, WARN = "#0b6e6e", "#6b7785", "#c9ced6", "#c26a00"
INK, SOFT = "#1c2127", "#5a6472"

#: Inches; narrow, so that the text stays readable on a phone.
_WIDTH = 6.0

_STYLE = Path(__file__).with_name("whyleft.mplstyle")
_FONTS = "Inter, 'Helvetica Neue', 'Segoe UI', 'DejaVu Sans', sans-serif"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


@dataclass(frozen=True)
class Picture:
    """One figure that knows how to show itself in Jupyter; it neither computes nor saves.

    Parameters
    ----------
    slug
        Name of its file among the charts, ``[a-z0-9_]``.
    title
        The finding, in a short sentence.
    subtitle
        What is drawn, n and period.
    alt
        The picture in words, for those who do not see it.
    svg
        The drawing; text stays text.
    numbers
        HTML table with the numbers behind the chart.
    doubt
        What the picture does not show.

    Examples
    --------
    >>> Picture("a", "T", "S", "Nothing.", "<svg/>", "")
    Picture: T (S). Nothing.
    """

    slug: str
    title: str
    subtitle: str
    alt: str
    svg: str
    numbers: str
    doubt: str = ""

    def __repr__(self) -> str:
        return f"Picture: {self.title} ({self.subtitle}). {self.alt}"

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        facts = {
            "kind": "figure",
            "slug": self.slug,
            "title": self.title,
            "subtitle": self.subtitle,
            "alt": self.alt,
            "doubt": self.doubt,
            "numbers": self.numbers,
        }
        return {"image/svg+xml": self.svg, "text/plain": repr(self)}, {"whyleft": facts}


@dataclass(frozen=True)
class Words:
    """The words around a drawing."""

    slug: str
    title: str
    subtitle: str
    alt: str
    doubt: str = ""


def draw(
    words: Words,
    paint: Callable[[Figure], None],
    *,
    numbers: pd.DataFrame,
    columns: Sequence[Shown],
    height: float = 3.6,
) -> Picture:
    """Return the picture that ``paint`` draws on an empty figure.

    Parameters
    ----------
    words
        Title, subtitle, alt text and doubt.
    paint
        Draws on the figure it is given; the figure is closed afterwards.
    numbers, columns
        The table behind the chart.
    height
        Inches; the width is the same in every chart of a page.
    """
    with mpl.rc_context(fname=_STYLE):
        figure = Figure(figsize=(_WIDTH, height))
        paint(figure)
        _keep_inside(figure)
        target = StringIO()
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    table = html_table(numbers, columns, caption=words.title, source=words.subtitle)
    return Picture(
        words.slug,
        words.title,
        words.subtitle,
        words.alt,
        _tidy(target.getvalue()),
        table,
        words.doubt,
    )


#: Letters of an axis label that fits under the narrowest drawing.
_SHORT_LABEL = 24


def _keep_inside(figure: Figure) -> None:
    """Move a label left where it would be cut at the right edge; thin out numbers that touch.

    Long names of rows make the drawing narrow; what stands below it is centred, and does not fit.
    """
    long = [len(axes.xaxis.label.get_text()) > _SHORT_LABEL for axes in figure.axes]
    if not any(long):
        return
    figure.draw_without_rendering()
    for axes in figure.axes:
        label = axes.xaxis.label
        if label.get_window_extent().x1 > figure.bbox.x1:
            label.set(x=1.0, horizontalalignment="right")
        boxes = [tick.get_window_extent() for tick in axes.get_xticklabels() if tick.get_text()]
        touch = any(left.x1 + 4 > right.x0 for left, right in itertools.pairwise(boxes))
        if touch and isinstance(axes.xaxis.get_major_locator(), MaxNLocator):
            axes.xaxis.set_major_locator(MaxNLocator(nbins=3))


def _tidy(svg: str) -> str:
    """Drop the header and metadata, shorten numbers, name better fonts.

    Coordinates keep two digits: a hundredth of a point is invisible, and the last digits of a
    float differ between processors.
    """
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
    body = _LONG_NUMBER.sub(lambda found: f"{float(found.group()):.2f}", body)
    body = re.sub(
        r"font-family: ?(?:'DejaVu Sans'|DejaVu Sans)(?:, ?sans-serif)?",
        f"font-family: {_FONTS}",
        body,
    )
    return re.sub(r"(font: [^;\"]*?)'DejaVu Sans'(?:, ?sans-serif)?", rf"\1{_FONTS}", body)
