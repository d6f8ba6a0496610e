"""What is drawn on a frame: strokes as vectors, by shares of the picture. Pure; `drawing.js` is the browser's half.

A drawing is a list of strokes, each `{"tool": "pen" | "arrow" | "box", "points": [[x, y], …]}`. A share goes from 0,
the left or the top of the picture itself whatever black stands around it, to 1, its right or bottom, by 1/10000.
A pen has two points or more along its line, an arrow its tail and its tip, a box two opposite corners.
"""

import json
from math import atan2, cos, hypot, pi, sin

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

TOOLS = {"pen": (2, 300), "arrow": (2, 2), "box": (2, 2)}  # fewest and most points
MOST_STROKES = 30
MOST_POINTS = 1000  # of all strokes: every card brings its own along, and there may be a thousand
DECIMALS = 4
MOST_TOLD = 3
# By shares of the picture's longer side: an arrow's head, half of whose angle is SPREAD, and the thickness of a line.
HEAD, SPREAD, LINE = 0.035, pi / 7, 0.005
INK, RIM = "#f2b441", "#211d19"  # marigold with a dark rim stands out from any picture


def read(text):
    """A drawing out of JSON that a browser sent; None for an empty one. Raises ValueError when it is none of ours."""
    try:
        told = json.loads(text)
    except RecursionError as error:
        raise ValueError("This is no drawing.") from error
    if not isinstance(told, list) or len(told) > MOST_STROKES:
        raise ValueError("A drawing is a list of so many strokes and no more.")
    drawing = [_stroke(each) for each in told]
    if sum(len(stroke["points"]) for stroke in drawing) > MOST_POINTS:
        raise ValueError("A drawing has so many points and no more.")
    return drawing or None


def written(drawing):
    """As short as it goes, for a page or a form; "" for None."""
    return json.dumps(drawing, separators=(",", ":")) if drawing else ""


def paths(drawing, width, height):
    """The SVG path data of each stroke, in a picture of so many pixels."""
    head = HEAD * max(width, height)
    return [_path(stroke["tool"], [(x * width, y * height) for x, y in stroke["points"]], head) for stroke in drawing]


def svg(drawing, width, height):
    """A whole SVG of the size of the picture, with the strokes and nothing else."""
    thickness = LINE * max(width, height)
    lines = [
        f'<path d="{data}" stroke="{ink}" stroke-width="{times * thickness:.1f}"/>'
        for ink, times in ((RIM, 2), (INK, 1))
        for data in paths(drawing, width, height)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{"".join(lines)}</g></svg>'
    )


def in_words(drawing):
    """For who does not see it: "arrow at the upper left, box in the middle and 2 more"."""
    words = [f"{_tool(stroke['tool'])} {_place(stroke)}" for stroke in drawing[:MOST_TOLD]]
    if len(drawing) > MOST_TOLD:
        words.append(_("%(number)d more") % {"number": len(drawing) - MOST_TOLD})
    return get_text_list(words, _("and"))


def _stroke(told):
    if not isinstance(told, dict) or told.keys() != {"tool", "points"}:
        raise ValueError("A stroke is a tool and its points.")
    tool, points = told["tool"], told["points"]
    if not isinstance(tool, str) or tool not in TOOLS or not isinstance(points, list):
        raise ValueError("A stroke is drawn with a pen, as an arrow or as a box.")
    fewest, most = TOOLS[tool]
    if not fewest <= len(points) <= most:
        raise ValueError("A stroke has too few points, or too many.")
    return {"tool": tool, "points": [_point(each) for each in points]}


def _point(told):
    if not isinstance(told, list) or len(told) != 2 or not all(type(share) in (int, float) for share in told):
        raise ValueError("A point is two numbers.")
    if not all(0 <= share <= 1 for share in told):  # false for what is not a number, too
        raise ValueError("A point lies within the picture.")
    return [round(share, DECIMALS) for share in told]


def _path(tool, points, head):
    if tool == "box":
        (left, top), (right, bottom) = points
        return f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}Z"
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return line + _head(*points, head) if tool == "arrow" else line


def _head(tail, tip, longest):
    """The two strokes of an arrow's head; a short arrow has a small one."""
    (from_x, from_y), (x, y) = tail, tip
    long = min(longest, 0.6 * hypot(x - from_x, y - from_y))
    angle = atan2(y - from_y, x - from_x)
    left, right = (
        f"{x - long * cos(angle + turn):.1f} {y - long * sin(angle + turn):.1f}" for turn in (SPREAD, -SPREAD)
    )
    return f"M{left}L{x:.1f} {y:.1f}L{right}"


def _tool(tool):
    return {"pen": _("line"), "arrow": _("arrow"), "box": _("box")}[tool]


def _place(stroke):
    """Where its middle is; of an arrow, what it points at."""
    points = stroke["points"][-1:] if stroke["tool"] == "arrow" else stroke["points"]
    x, y = ((min(axis) + max(axis)) / 2 for axis in zip(*points, strict=True))
    column, row = (min(2, int(3 * share)) for share in (x, y))
    return (
        (_("at the upper left"), _("at the top"), _("at the upper right")),
        (_("at the left"), _("in the middle"), _("at the right")),
        (_("at the lower left"), _("at the bottom"), _("at the lower right")),
    )[row][column]
