"""Watching a film: addresses the store honours for a short while, and the log of who watched what, when."""

import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import now

from coachcycle.objectstore import presign
from media_review import clock, growing
from media_review.models import Viewing

SAME_SITTING = timedelta(minutes=30)
MOST_RANGES = 500
LATEST = 100


def sign(key, content_type):
    return presign.get_url(key, seconds=settings.SIGNED_URL_SECONDS, content_type=content_type)


def film_address(rendition):
    """What a rendition's playlist names. Pieces have addresses of ours, as there may be hundreds: each is signed when
    it is asked for."""
    if rendition.is_growing:
        piece = reverse("media_review:piece", args=[rendition.recording_id, rendition.attempt, 1])
        return piece.rpartition("/")[0]
    return sign(rendition.key, "video/mp4")


def piece_address(recording, attempt, number):
    return sign(growing.key_of(growing.folder_of(recording.folder_of(attempt)), number), "video/mp4")


def addresses(recording):
    """A fresh address for the file of every whole rendition, and for how many seconds they are good."""
    films = [film_address(rendition) for rendition in recording.renditions.all() if not rendition.is_growing]
    return {"seconds": settings.SIGNED_URL_SECONDS, "films": films}


def sprites(recording):
    """The WebVTT of previews, with an address for the sheet they are on."""
    return recording.sprites_vtt.replace("{sprite}", sign(recording.sprite_key, "image/jpeg"))


def log_opening(recording, viewer):
    """Every visit leaves a trace, also one that plays nothing. Answers with what she has played of it until now, in
    all her latest sittings: [[from_ms, to_ms], …]."""
    sittings = list(recording.viewings.filter(viewer=viewer)[:LATEST])
    sitting = _sitting(sittings[0] if sittings else None, recording, viewer)
    sitting.save(update_fields=["last_at"] if sitting.pk else None)  # its ranges may be written this very moment
    return merged([each for sitting in sittings for each in sitting.ranges])


def log_openings(films, viewer, again=None):
    """As `log_opening`, of several at once by their ids: three questions, however many there are.

    One less where `again`, the ids of those she has open, is known: see `is_open_to`.
    """
    at = now()
    sittings = _open_sittings(viewer, at).filter(recording__in=films)
    if again is None:
        again = set(sittings.values_list("recording", flat=True))
    sittings.update(last_at=at)
    fresh = [
        Viewing(recording_id=film, viewer=viewer, started_at=at, last_at=at) for film in films if film not in again
    ]
    Viewing.objects.bulk_create(fresh)  # a list, whose emptiness it sees: else it begins a transaction for nothing


def is_open_to(viewer):
    """To annotate what hangs on a recording with: is she in a sitting of it?"""
    return Exists(_open_sittings(viewer, now()).filter(recording=OuterRef("recording")))


def _open_sittings(viewer, at):
    return Viewing.objects.filter(viewer=viewer, last_at__gte=at - SAME_SITTING)


@transaction.atomic
def log_ranges(recording, viewer, ranges):
    """Add stretches that were played to her latest sitting. Sending the same again changes nothing."""
    latest = recording.viewings.select_for_update().filter(viewer=viewer).first()
    sitting = _sitting(latest, recording, viewer)
    sitting.ranges = merged(sitting.ranges + ranges)[:MOST_RANGES]  # or one viewer could fill the disk
    sitting.save()


def _sitting(latest, recording, viewer):
    """Coming back within half an hour is the same sitting."""
    at = now()
    if latest is None or latest.last_at < at - SAME_SITTING:
        return Viewing(recording=recording, viewer=viewer, started_at=at, last_at=at)
    latest.last_at = at
    return latest


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
