"""Which renditions a film gets: a pure function of its facts."""

from dataclasses import dataclass

from media_review.facts import browser_safe
from media_review.ffmpeg import AUDIO_BITRATE

HEIGHTS = (480, 720)
# Ceilings for a quiet classroom at 30 frames a second; most films stay well below by their constant quality.
BITRATES = {480: 1_200_000, 720: 2_500_000}
# An encoder that may use more than this times what the film has to offer only stores its noise.
GENEROUS = 1.3
LEAST_BITRATE = 200_000


@dataclass(frozen=True)
class Rung:
    """One rendition; one of sound has no width and height. A `copy` is the film's own, only put into segments."""

    name: str
    width: int
    height: int
    bitrate: int
    copy: bool = False


@dataclass(frozen=True)
class Ladder:
    """`first` is made first and alone, so that the film can be watched; `rest` follows out of one decode."""

    first: Rung
    rest: tuple[Rung, ...]


def ladder(facts, may_copy=True):
    """The ladder of a film: never larger than the film, and the quickest rung first.

    "Height" is the shorter side, so a film from a phone held upright is 480 wide. `may_copy` is False once copying
    was tried and did not work.
    """
    if facts.is_sound:
        return Ladder(Rung("sound", 0, 0, AUDIO_BITRATE, copy=may_copy and facts.has_plain_aac), ())
    if may_copy and not browser_safe(facts):
        source = Rung("source", facts.width, facts.height, facts.video_bitrate, copy=True)
        return Ladder(source, tuple(_rung(facts, height) for height in HEIGHTS if height < facts.short_side))
    heights = [height for height in HEIGHTS if height <= facts.short_side] or [facts.short_side]
    first, *rest = (_rung(facts, height) for height in heights)
    return Ladder(first, tuple(rest))


def owed(facts, heights):
    """The rungs that are missing beside those of these heights, which are stored. The first of them tells which ladder
    it was: a film that could not be copied has another."""
    steps = ladder(facts)
    if steps.first.height not in heights:
        steps = ladder(facts, may_copy=False)
    return [rung for rung in (steps.first, *steps.rest) if rung.height not in heights]


def _rung(facts, height):
    scale = height / facts.short_side
    ceiling = BITRATES[min((each for each in HEIGHTS if each >= height), default=HEIGHTS[-1])]
    return Rung(
        name=f"{height}p",
        width=_even(facts.width * scale),
        height=_even(facts.height * scale),
        bitrate=max(LEAST_BITRATE, min(ceiling, int(facts.video_bitrate * GENEROUS))),
    )


def _even(length):
    """x264 in 4:2:0 takes even sides only; rounding down never makes a picture larger."""
    return max(2, int(length + 0.01) // 2 * 2)
