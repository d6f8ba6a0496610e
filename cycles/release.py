"""The path of gradual release, drawn in steps: column by column, how much of it was led by whom. Agreed stands above
what happened. Pure: percents across, so that text keeps its size at any width, and pixels downward."""

from dataclasses import dataclass, field
from itertools import pairwise

from cycles.support import SupportLevel

LEVELS = list(SupportLevel)
TITLE, HEIGHT, GAP = 20, 96, 12  # pixels: a row's title, its bands, and what parts it from the next
LEAST_WITH_FIGURE = 18  # pixels of a band that shows its percents
MOST_WITH_FIGURES = 8  # columns; more are too narrow for figures, and the table has them
MOST_LABELS = 12


@dataclass(frozen=True)
class Column:
    """A lesson, or months. `weight` is how many; shares are whole percents in the order of release, empty: not said."""

    label: str
    agreed: tuple[int, ...]
    actual: tuple[int, ...]
    weight: int = 1


@dataclass(frozen=True)
class Band:
    level: str
    x: str
    width: str
    y: str
    height: str
    middle_x: str
    middle_y: str
    figure: str  # empty where there is no room


@dataclass(frozen=True)
class Mark:
    text: str
    x: str


@dataclass(frozen=True)
class Row:
    title_y: int
    y: int
    bands: list[Band] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    agreed: Row
    actual: Row
    columns: list[Mark]
    labels_y: int
    height: int
    row_height: int = HEIGHT


def percents(levels):
    """Whole percents that add up to 100: what is lost in rounding down goes to those that lost most."""
    exact = [100 * levels.count(level) / len(levels) for level in LEVELS]
    whole = [int(share) for share in exact]
    by_loss = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_loss[: 100 - sum(whole)]:
        whole[place] += 1
    return tuple(whole)


def draw(columns):
    """A chart of [Column]. Who leads more stands lower: as support is released, the lowest band climbs in steps."""
    total = sum(column.weight for column in columns)
    edges = [100 * sum(each.weight for each in columns[:place]) / total for place in range(len(columns) + 1)]
    spans = list(pairwise(edges))
    second = TITLE + HEIGHT + GAP + TITLE
    agreed = Row(TITLE - 6, TITLE, _bands(columns, spans, TITLE, lambda column: column.agreed))
    actual = Row(second - 6, second, _bands(columns, spans, second, lambda column: column.actual))
    every = -(-len(columns) // MOST_LABELS)
    marks = [
        Mark(column.label, f"{(left + right) / 2:.2f}%")
        for number, (column, (left, right)) in enumerate(zip(columns, spans, strict=True))
        if number % every == 0
    ]
    return Chart(agreed, actual, marks, labels_y=second + HEIGHT + 18, height=second + HEIGHT + 24)


def _bands(columns, spans, top, shares_of):
    has_figures = len(columns) <= MOST_WITH_FIGURES
    return [
        band
        for column, span in zip(columns, spans, strict=True)
        for band in _stack(shares_of(column), span, top, has_figures)
    ]


def _stack(shares, span, top, has_figures):
    """The bands of one column, from the top: coach models, side by side, educator leads."""
    (left, right), passed = span, 0
    for level, share in zip(LEVELS, shares, strict=False):
        if share:
            y, height = top + HEIGHT * passed / 100, HEIGHT * share / 100
            figure = f"{share}%" if has_figures and height >= LEAST_WITH_FIGURE else ""
            middle = f"{(left + right) / 2:.2f}%", f"{y + height / 2:.1f}"
            yield Band(level, f"{left:.2f}%", f"{right - left:.2f}%", f"{y:.1f}", f"{height:.1f}", *middle, figure)
        passed += share
