"""What is drawn under a film, as numbers and percentages: who was to lead when, and the sound. Pure.

Of a recording without a picture the sound is drawn large in the picture's place.
"""

import json
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cycles.support import SupportLevel
from media_review.clock import clock

GAP = 0.4  # per cent between two stretches
BARS = 160
SOUND_WIDTH, SOUND_BASE, SOUND_HEIGHT = 800, 24, 22
SHAPE_MIDDLE, SHAPE_HEIGHT = 100, 176


@dataclass(frozen=True)
class Stretch:
    """The support level of a segment, for some time. `x` and `width` are SVG percentages; no level: not said yet."""

    segment: int
    name: str
    level: str
    word: str
    x: str
    width: str


@dataclass(frozen=True)
class Part:
    """Where a part of the lesson begins; `x` is an SVG percentage."""

    segment: int
    name: str
    at: str
    start_ms: int
    x: str


@dataclass(frozen=True)
class Watched:
    """Stretches as JSON, and as an SVG path in a box of 1000 by 8."""

    ranges: str
    path: str


def who_leads(stretches, duration_ms, level_of):
    """A level for each stretch of the film, and the same in words, where neighbours of one level are said as one."""
    if not duration_ms:
        return [], ""
    drawn = [_drawn(stretch, duration_ms, level_of(stretch.segment)) for stretch in stretches]
    runs = [list(run) for _level, run in groupby(stretches, key=lambda stretch: level_of(stretch.segment))]
    return drawn, get_text_list([_said(run, level_of(run[0].segment), stretches[-1]) for run in runs], _("then"))


def _drawn(stretch, duration_ms, level):
    x, width = 100 * stretch.start_ms / duration_ms, 100 * (stretch.end_ms - stretch.start_ms) / duration_ms
    gap = GAP if stretch.end_ms < duration_ms else 0
    segment = stretch.segment
    return Stretch(segment.pk, segment.name, level, _word(level), f"{x:.2f}%", f"{max(width - gap, 0):.2f}%")


def _said(run, level, last):
    word = SupportLevel(level).label if level else _("not said yet")
    if run[-1] is last:
        return str(word)
    return _("%(level)s until %(time)s") % {"level": word, "time": clock(run[-1].end_ms)}


def chapters(stretches):
    """Each as (name, from_ms, to_ms)."""
    return [(stretch.segment.name, stretch.start_ms, stretch.end_ms) for stretch in stretches]


def parts(stretches, duration_ms):
    """The stretches as places in the film to go to; none while its length is unknown."""
    if not duration_ms:
        return []
    return [
        Part(
            each.segment.pk,
            each.segment.name,
            clock(each.start_ms),
            each.start_ms,
            f"{100 * each.start_ms / duration_ms:.2f}%",
        )
        for each in stretches
    ]


def watched(ranges, duration_ms):
    """What of a film was watched, drawn. The page says it in words, as more is watched while it is looked at."""
    return Watched(json.dumps(ranges), "".join(_boxes(ranges, 1000 / duration_ms)) if duration_ms else "")


def sound_path(peaks):
    """An SVG path of upright bars for loudness 0 to 100, in a box of 800 by 26."""
    return "".join(
        f"M{x:.1f} {SOUND_BASE}v-{max(1, round(SOUND_HEIGHT * loudness / 100))}" for x, loudness in _bars(peaks, BARS)
    )


def sound_shape(peaks, bars):
    """An SVG path of at most so many bars about the middle of a box of 800 by 200; a line until loudness is known."""
    return (
        "".join(
            f"M{x:.1f} {SHAPE_MIDDLE - half:g}v{2 * half:g}"
            for x, loudness in _bars(peaks, bars)
            for half in [max(2, round(SHAPE_HEIGHT * loudness / 200))]
        )
        or f"M0 {SHAPE_MIDDLE}h{SOUND_WIDTH}"
    )


def _boxes(ranges, scale):
    for start, end in ranges:
        yield f"M{start * scale:.1f} 0h{(end - start) * scale:.1f}v8H{start * scale:.1f}z"


def _bars(peaks, most):
    """(x of its middle, how loud it gets) for each bar."""
    bars = min(most, len(peaks))
    for number in range(bars):
        loudest = max(peaks[number * len(peaks) // bars : (number + 1) * len(peaks) // bars])
        yield SOUND_WIDTH / bars * (number + 0.5), loudest


def _word(level):
    return {
        SupportLevel.MODELING: pgettext("who leads", "models"),
        SupportLevel.CO_TEACHING: pgettext("who leads", "side by side"),
        SupportLevel.EDUCATOR_LED: pgettext("who leads", "leads"),
    }.get(level, _("not yet"))
