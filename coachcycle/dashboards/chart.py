"""Where the lines of a chart run: percents across, so that text keeps its size at any width, pixels downward. Pure."""

from dataclasses import dataclass
from itertools import pairwise

LEFT, RIGHT = 8, 98  # percent
TOP, BOTTOM = 20, 232  # pixels
STEP = 20  # percent points between two grid lines
LABEL_GAP = 20  # pixels between two names, or they touch
LABEL_RISE = 12  # a name stands so far above the end of its line


@dataclass(frozen=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Mark:
    """A text of the chart and where it stands: `x` is empty at the left edge."""

    text: str
    x: str
    y: str


@dataclass(frozen=True)
class Series:
    lines: list[Line]
    name_y: str
    last: int


@dataclass(frozen=True)
class Chart:
    grid: list[Mark]
    columns: list[Mark]
    series: list[Series]


def draw(labels, rows):
    """A chart of `rows`, one list of percents a series, over `labels`. Needs two columns at least."""
    ceiling = -(-max(max(row) for row in rows) // STEP) * STEP or STEP
    xs = [LEFT + (RIGHT - LEFT) * place / (len(labels) - 1) for place in range(len(labels))]
    names = spread([height(row[-1], ceiling) - LABEL_RISE for row in rows])
    return Chart(
        grid=[Mark(str(value), "", f"{height(value, ceiling):.1f}") for value in range(0, ceiling + 1, STEP)],
        columns=[Mark(label, f"{x:.2f}%", "258") for label, x in zip(labels, xs, strict=True)],
        series=[
            Series(_lines(xs, [height(value, ceiling) for value in row]), f"{y:.1f}", row[-1])
            for row, y in zip(rows, names, strict=True)
        ],
    )


def height(value, ceiling):
    return BOTTOM - (BOTTOM - TOP) * value / ceiling


def _lines(xs, ys):
    points = list(zip(xs, ys, strict=True))
    return [Line(f"{x1:.2f}%", f"{y1:.1f}", f"{x2:.2f}%", f"{y2:.1f}") for (x1, y1), (x2, y2) in pairwise(points)]


def spread(ys, gap=LABEL_GAP, lowest=BOTTOM - 4):
    """The same places, moved up as little as keeps `gap` pixels between any two."""
    placed = {}
    floor = lowest
    for place in sorted(range(len(ys)), key=lambda place: -ys[place]):
        placed[place] = min(ys[place], floor)
        floor = placed[place] - gap
    return [placed[place] for place in range(len(ys))]
