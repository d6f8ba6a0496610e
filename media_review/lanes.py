"""What is drawn under a film, as numbers and percentages: who was to lead when, and the sound. Pure."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cycles.support import SupportLevel
from media_review.clock import clock

GAP = 0.4  # per cent between two stretches
BARS = 160
SOUND_WIDTH, SOUND_BASE, SOUND_HEIGHT = 800, 24, 22


@dataclass(frozen=True)
class Stretch:
    """One support level for some time. `x` and `width` are SVG percentages."""

    level: str
    word: str
    x: str
    width: str


def who_leads(segments, duration_ms):
    """The agreed segments, side by side, scaled to the length of the film; neighbours of one level are one stretch."""
    total = sum(segment.minutes for segment in segments)
    if not total:
        return [], ""
    runs = []
    for segment in segments:
        if runs and runs[-1][0] == segment.agreed_level:
            runs[-1][1] += segment.minutes
        else:
            runs.append([segment.agreed_level, segment.minutes])
    stretches, sentences, passed = [], [], 0
    for level, minutes in runs:
        x, width = 100 * passed / total, 100 * minutes / total
        passed += minutes
        gap = GAP if passed < total else 0
        stretches.append(Stretch(level, _word(level), f"{x:.2f}%", f"{max(width - gap, 0):.2f}%"))
        label = SupportLevel(level).label
        until = clock(round(duration_ms * passed / total))
        sentences.append(
            _("%(level)s until %(time)s") % {"level": label, "time": until} if passed < total else str(label)
        )
    return stretches, get_text_list(sentences, _("then"))


def sound_path(peaks):
    """An SVG path of upright bars for loudness 0 to 100, in a box of 800 by 26."""
    if not peaks:
        return ""
    bars = min(BARS, len(peaks))
    step = SOUND_WIDTH / bars
    path = []
    for number in range(bars):
        loudest = max(peaks[number * len(peaks) // bars : (number + 1) * len(peaks) // bars])
        path.append(f"M{step * (number + 0.5):.1f} {SOUND_BASE}v-{max(1, round(SOUND_HEIGHT * loudest / 100))}")
    return "".join(path)


def _word(level):
    return {
        SupportLevel.MODELING: pgettext("who leads", "models"),
        SupportLevel.CO_TEACHING: pgettext("who leads", "side by side"),
        SupportLevel.EDUCATOR_LED: pgettext("who leads", "leads"),
    }[level]
