"""Drawing: a sheet of A3 and what every chart has on it. The only door to matplotlib.

The same values make the same file: no moment, no chance, and the fonts that come with the
library, which have every Vietnamese letter.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from textwrap import shorten, wrap
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from lotrinh.domain.status import Standing
from lotrinh.errors import LotrinhError
from lotrinh.papers.line import Scribe
from lotrinh.papers.look import LOOKS, Look

_INCH = 25.4
_A3 = (420 / _INCH, 297 / _INCH)
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "svg.hashsalt": "lotrinh",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "text.parse_math": False,  # a dollar in a title is a dollar
}
_DPI = 150
_NOBODY: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}
"""What the library would write of itself and of the moment."""
_LONGEST = 400
"""Days that still can be told apart side by side."""
MOST = 60
"""Rows, or columns, that still can be read on A3 from where one stands."""


class ChartError(LotrinhError):
    """Nothing to draw, or more than a sheet holds."""

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        super().__init__(**values)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a title, on which a chart is drawn."""

    figure: Figure
    axes: Any

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write a text; in the middle of a place, where nothing else is said."""
        self.axes.text(x, y, text, **{"ha": "center", "va": "center", **style})

    def square(self, column: int, line: int, look: Look) -> None:
        """Fill a place of a map in the colour of a standing."""
        self.axes.add_patch(
            Rectangle((column, line), 1, 1, facecolor=f"#{look.fill}", edgecolor="white")
        )

    def bar(self, left: float, right: float, line: int, look: Look) -> None:
        """Draw a bar from one place to another."""
        colours = {"color": f"#{look.fill}", "edgecolor": f"#{look.ink}"}
        self.axes.barh(line, right - left, 0.34, left, **colours)

    def shade(self, left: float, right: float, colour: str) -> None:
        """Colour the ground between two places."""
        self.axes.axvspan(left, right, color=colour, linewidth=0, zorder=0)

    def legend(
        self, scribe: Scribe, standings: Iterable[Standing], shades: Mapping[str, str]
    ) -> None:
        """Say below the chart what its colours and marks mean; of shades by their words."""
        there = set(standings)
        patches = [_swatch(LOOKS[s], scribe.standing(s)) for s in Standing if s in there]
        patches += [Patch(facecolor=colour, label=words) for words, colour in shades.items()]
        self.figure.legend(handles=patches, loc="lower center", ncols=8, fontsize=10, frameon=False)


def _swatch(look: Look, words: str) -> Patch:
    said = f"{look.mark}  {words}"
    return Patch(facecolor=f"#{look.fill}", edgecolor=f"#{look.ink}", label=said)


def styled() -> AbstractContextManager[None]:
    """Draw, as long as it is open, in the style of these charts."""
    return mpl.rc_context(_STYLE)


def sheet(title: str, lines: Iterable[str], *, left: float, top: float) -> Sheet:
    """Return an empty sheet.

    Args:
        title: Above all.
        lines: Below the title.
        left: How much of the width the labels of rows take.
        top: Where the chart begins, of the height.
    """
    figure = Figure(figsize=_A3)
    axes = figure.add_axes((left, 0.09, 0.985 - left, top - 0.09))
    head = shorten(title, 130, placeholder="…")
    figure.text(0.015, 0.965, head, fontsize=min(19, 1450 / len(head)), weight="bold")
    said = "   ·   ".join(line for line in lines if line)
    figure.text(0.015, 0.938, said, fontsize=11, color="#404040")
    for side in axes.spines.values():
        side.set_color("#A6A6A6")
    return Sheet(figure, axes)


def saved(figure: Figure, form: str) -> bytes:
    """Return a figure as svg, pdf or png."""
    file = BytesIO()
    with styled():
        figure.savefig(file, format=form, dpi=_DPI, metadata=_NOBODY[form])
    return file.getvalue()


def label(text: str, width: int, lines: int = 2) -> str:
    r"""Return a text in a few lines of some width; what is too long ends in an ellipsis.

    >>> label("Chi bộ họp kiểm điểm, xếp loại cuối năm", 22)
    'Chi bộ họp kiểm điểm,\nxếp loại cuối năm'
    """
    found = wrap(text, width)
    if len(found) > lines:
        found = [*found[: lines - 1], shorten(" ".join(found[lines - 1 :]), width, placeholder="…")]
    return "\n".join(found)


def size_of_rows(count: int) -> float:
    """Return the size of letters for so many rows."""
    return max(5.5, min(10.5, 420 / max(count, 1)))


def window(
    days: Sequence[date], day: date, first: date | None, last: date | None
) -> tuple[date, date]:
    """Return the days that a chart shows.

    Those that were asked for; else all, or of more than fit the year that is looked at.
    """
    if first is None and last is None and (days[-1] - days[0]).days > _LONGEST:
        year = date(day.year, 1, 1), date(day.year, 12, 31)
        if any(year[0] <= due <= year[1] for due in days):
            return year
    return first or days[0], last or days[-1]
