"""Which segment of a lesson lies where in a film: as a pair laid them, else spread by their planned minutes. Pure."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any


@dataclass(frozen=True)
class Stretch:
    segment: Any  # with a name, and the agreed and the actual level
    start_ms: int
    end_ms: int


def along(segments, duration_ms, starts, ends_ms=None):
    """`starts` are places by segment id. What came into the plan since the pair laid it, is not in the film yet."""
    if any(segment.pk in starts for segment in segments):
        return laid(segments, duration_ms, starts, ends_ms)
    return planned(segments, duration_ms)


def planned(segments, duration_ms):
    """Side by side from the beginning of the film to its end."""
    minutes = [0, *accumulate(segment.minutes for segment in segments)]
    edges = [round(duration_ms * each / (minutes[-1] or 1)) for each in minutes]
    return [Stretch(segment, *stretch) for segment, stretch in zip(segments, pairwise(edges), strict=True)]


def laid(segments, duration_ms, starts, ends_ms):
    """In the order of the film. Of one that is still being made, what lies beyond is not there yet."""
    last = min(ends_ms or duration_ms, duration_ms)
    inside = [each for each in segments if starts.get(each.pk, last) < last]
    inside.sort(key=lambda segment: starts[segment.pk])
    edges = [*(starts[segment.pk] for segment in inside), last]
    return [Stretch(segment, *stretch) for segment, stretch in zip(inside, pairwise(edges), strict=True)]
