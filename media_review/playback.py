"""Watching a film: addresses the store honours for a short while, and the log of who watched what, when."""

import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from coachcycle.objectstore import presign
from media_review import clock
from media_review.models import Viewing

SAME_SITTING = timedelta(minutes=30)
MOST_RANGES = 500
LATEST = 100


def sign(key, content_type):
    return presign.get_url(key, seconds=settings.SIGNED_URL_SECONDS, content_type=content_type)


def film_address(rendition):
    return sign(rendition.key, "video/mp4")


def addresses(recording):
    """A fresh address for the file of every rendition, and for how many seconds they are good."""
    films = [film_address(rendition) for rendition in recording.renditions.all()]
    return {"seconds": settings.SIGNED_URL_SECONDS, "films": films}


def sprites(recording):
    """The WebVTT of previews, with an address for the sheet they are on."""
    return recording.sprites_vtt.replace("{sprite}", sign(recording.sprite_key, "image/jpeg"))


def log_opening(recording, viewer):
    """Every visit leaves a trace, also one that plays nothing. Coming back within half an hour is the same sitting."""
    at = now()
    sitting = Viewing.objects.filter(recording=recording, viewer=viewer, last_at__gte=at - SAME_SITTING)
    if not sitting.update(last_at=at):
        Viewing.objects.create(recording=recording, viewer=viewer, started_at=at, last_at=at)


@transaction.atomic
def log_ranges(recording, viewer, ranges):
    """Add stretches that were played to her latest sitting. Sending the same again changes nothing."""
    log_opening(recording, viewer)
    sitting = Viewing.objects.select_for_update().filter(recording=recording, viewer=viewer).first()
    sitting.ranges = merged(sitting.ranges + ranges)[:MOST_RANGES]  # or one viewer could fill the disk
    sitting.save(update_fields=["ranges"])


def viewings(recording):
    """The latest sittings, each with `stretches` in words; empty where nothing was played."""
    sittings = list(recording.viewings.select_related("viewer")[:LATEST])
    for sitting in sittings:
        sitting.stretches = ", ".join(clock.stretch(*each) for each in sitting.ranges)
    return sittings


def read_ranges(text, duration_ms):
    """[[from_ms, to_ms], …] out of JSON that a browser sent, cut to the film. Raises ValueError."""
    try:
        ranges = json.loads(text)
    except (TypeError, RecursionError) as error:
        raise ValueError("These are no ranges.") from error
    if not isinstance(ranges, list) or len(ranges) > MOST_RANGES:
        raise ValueError("These are no ranges, or too many.")
    return merged([_range(each, duration_ms) for each in ranges])


def merged(ranges):
    """In order, never overlapping, nothing empty."""
    result = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        elif start < end:
            result.append([start, end])
    return result


def _range(pair, duration_ms):
    if not isinstance(pair, list) or len(pair) != 2 or not all(type(ms) is int and ms >= 0 for ms in pair):
        raise ValueError("A range is two whole numbers of milliseconds.")
    start, end = (min(ms, duration_ms or 0) for ms in pair)
    if pair[0] > pair[1]:
        raise ValueError("A range does not end before it starts.")
    return [start, end]
