"""Where the lines of a chart run: percents across, so that text keeps its size at any width, pixels downward. Pure."""

from dataclasses import dataclass
from itertools import pairwise

LEFT, RIGHT = 8, 88  # percent; beyond stand the last values
TOP, BOTTOM = 20, 232  # pixels
STEP = 20  # percent points between two grid lines
VALUE_GAP = 18  # pixels between two values, or they touch


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
    last: int
    last_y: str


@dataclass(frozen=True)
class Chart:
    grid: list[Mark]
    columns: list[Mark]
    series: list[Series]


def draw(labels, rows):
    """A chart of `rows`, one list of percents a series, over `labels`. Needs two columns at least."""
    ceiling = -(-max(max(row) for row in rows) // STEP) * STEP or STEP
    xs = [LEFT + (RIGHT - LEFT) * place / (len(labels) - 1) for place in range(len(labels))]
    ends = spread([height(row[-1], ceiling) for row in rows])
    return Chart(
        grid=[Mark(str(value), "", f"{height(value, ceiling):.1f}") for value in range(0, ceiling + 1, STEP)],
        columns=[Mark(label, f"{x:.2f}%", "258") for label, x in zip(labels, xs, strict=True)],
        series=[
            Series(_lines(xs, [height(value, ceiling) for value in row]), row[-1], f"{y:.1f}")
            for row, y in zip(rows, ends, strict=True)
        ],
    )


def height(value, ceiling):
    return BOTTOM - (BOTTOM - TOP) * value / ceiling


def _lines(xs, ys):
    points = list(zip(xs, ys, strict=True))
    return [Line(f"{x1:.2f}%", f"{y1:.1f}", f"{x2:.2f}%", f"{y2:.1f}") for (x1, y1), (x2, y2) in pairwise(points)]


def spread(ys, gap=VALUE_GAP, lowest=BOTTOM):
    """The same places, moved up as little as keeps `gap` pixels between any two."""
    placed = {}
    floor = lowest
    for place in sorted(range(len(ys)), key=lambda place: -ys[place]):
        placed[place] = min(ys[place], floor)
        floor = placed[place] - gap
    return [placed[place] for place in range(len(ys))]
