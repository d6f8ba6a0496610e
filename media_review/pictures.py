"""Still pictures and the shape of the sound: what a page shows of a film before and while it plays."""

import array
import math
import sys
from dataclasses import dataclass

from PIL import Image

from media_review.clock import timestamp

MOST_TILES = 100
COLUMNS = 10
LEAST_INTERVAL_MS = 2000
TILE_LONG_SIDE = 160
POSTER_LONG_SIDE = 1280
JPEG_QUALITY = 80
# A film of fewer may have none after its first tenth.
LEAST_FRAMES = 20
PEAKS = 600
# Samples a second kept for the waveform: enough for how loud it is, a sixth of the bytes of the sound itself.
SOUND_RATE = 8000


@dataclass(frozen=True)
class SpritePlan:
    """One sheet of `count` tiles, each for `interval_ms` of the film; sizes in pixels."""

    interval_ms: int
    count: int
    columns: int
    rows: int
    width: int
    height: int


@dataclass(frozen=True)
class Drawn:
    """All that is drawn of a recording beside its renditions; `tiles` is None where there is no picture."""

    poster_at_ms: int
    poster_width: int
    poster_height: int
    tiles: SpritePlan | None
    sound_rate: int = SOUND_RATE


def plan(facts):
    """The poster is from early in the film, when whoever set the camera down has walked out of the picture."""
    if facts.is_sound:
        return Drawn(0, 0, 0, None)
    has_many_frames = facts.fps * facts.duration_ms > LEAST_FRAMES * 1000
    early = facts.duration_ms // 10 if has_many_frames else 0
    return Drawn(early, *fit(facts, POSTER_LONG_SIDE), plan_sprites(facts))


def plan_sprites(facts):
    """One sheet is enough for a film of any length: the longer it is, the further apart its tiles."""
    interval = max(LEAST_INTERVAL_MS, math.ceil(facts.duration_ms / MOST_TILES))
    count = max(1, math.ceil(facts.duration_ms / interval))
    width, height = fit(facts, TILE_LONG_SIDE)
    columns = min(count, COLUMNS)
    return SpritePlan(interval, count, columns, math.ceil(count / columns), width, height)


def fit(facts, long_side):
    """Width and height of the film's picture with its longer side at most `long_side`."""
    scale = min(1, long_side / max(facts.width, facts.height))
    return max(1, round(facts.width * scale)), max(1, round(facts.height * scale))


def sprites_vtt(plan, duration_ms):
    """WebVTT that gives each stretch of the film its tile, with `{sprite}` where the sheet's address goes."""
    cues = ["WEBVTT"]
    for number in range(plan.count):
        begin, end = number * plan.interval_ms, min((number + 1) * plan.interval_ms, duration_ms)
        row, column = divmod(number, plan.columns)
        place = f"{column * plan.width},{row * plan.height},{plan.width},{plan.height}"
        cues.append(f"{timestamp(begin)} --> {timestamp(end)}\n{{sprite}}#xywh={place}")
    return "\n\n".join(cues) + "\n"


def save_jpeg(source, target):
    """Paint the picture anew: nothing but its pixels comes along."""
    with Image.open(source, formats=["PNG"]) as picture:
        picture.convert("RGB").save(target, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)


def peaks(path, count=PEAKS):
    """How loud each of `count` stretches of raw 16-bit sound gets, 0 to 100, where 100 is the loudest of the film."""
    samples = path.stat().st_size // 2
    stretch = max(1, math.ceil(samples / count))
    loudest = []
    with path.open("rb") as raw:
        while chunk := raw.read(2 * stretch):
            values = array.array("h", chunk[: len(chunk) // 2 * 2])
            if sys.byteorder == "big":
                values.byteswap()
            loudest.append(max(max(values), -min(values)) if values else 0)
    top = max(loudest, default=0)
    return [round(100 * each / top) for each in loudest] if top else [0] * len(loudest)
