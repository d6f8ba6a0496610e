"""The pair lays its lesson along a film: where each segment begins, changed by either, never over the other's hand."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import OuterRef, Subquery

from cycles import support
from cycles.models import Cycle, Segment
from media_review import stretches
from media_review.clock import clock
from media_review.models import LaidLesson, LaidSegment


def may_lay(recording, user):
    """The two who wrote the lesson, as long as they are a pair and may watch this film of it."""
    pair = recording.cycle and recording.cycle.partnership
    return pair is not None and recording.may_annotate(user) and recording.is_watchable and pair.may_edit(user)


def segments(recording, cycle):
    """The segments of its lesson, each with `starts_ms`: where it was laid along this film. One query."""
    places = LaidSegment.objects.filter(laid=recording.pk, segment=OuterRef("pk")).values("starts_ms")
    return list(cycle.segments.annotate(starts_ms=Subquery(places)))


def starts(segments):
    """{id of a segment: where it begins}"""
    return {segment.pk: segment.starts_ms for segment in segments if segment.starts_ms is not None}


def held(recording):
    """The record, an empty one until somebody saved."""
    return getattr(recording, "laid", None) or LaidLesson(recording=recording)


@transaction.atomic
def lay(recording, places, ends_ms, *, by, seen):
    """Save `places`, {segment: where it begins}. Answers the record, or None when somebody saved since version `seen`.

    The cycle's row is held, so that no segment is taken out meanwhile.
    """
    Cycle.objects.select_for_update(of=("self",)).get(pk=recording.cycle_id)
    laid, _is_new = LaidLesson.objects.get_or_create(recording=recording)
    if not laid.take_turn(seen, by):
        return None
    LaidLesson.objects.filter(pk=laid.pk).update(ends_ms=ends_ms)
    laid.segments.filter(segment__cycle=recording.cycle_id).delete()
    here = set(Segment.objects.filter(cycle=recording.cycle_id, pk__in=places).values_list("pk", flat=True))
    LaidSegment.objects.bulk_create(
        LaidSegment(laid=laid, segment_id=pk, starts_ms=at) for pk, at in places.items() if pk in here
    )
    laid.refresh_from_db()
    return laid


@dataclass(frozen=True)
class LaidPart:
    """A part of the lesson in a film, in the pair's words."""

    name: str
    at: str
    agreed: str
    actual: str


def with_parts(cards, cycle):
    """The cards of a cycle's films, each with the parts of the lesson that the pair laid along it. One query."""
    films = {card.recording.pk: card.recording for card in cards if card.recording.is_watchable}
    laid = _of_films(films, cycle)
    words = dict(support.choices(cycle.partnership.coaches_a_leader))
    return [
        replace(card, parts=tuple(_part(each, words) for each in laid.get(card.recording.pk, ()))) for card in cards
    ]


def _part(stretch, words):
    segment = stretch.segment
    return LaidPart(
        segment.name, clock(stretch.start_ms), words[segment.agreed_level], words.get(segment.actual_level, "")
    )


def _of_films(films, cycle):
    """{id of a film: its stretches}"""
    rows = LaidSegment.objects.filter(laid__in=films, segment__cycle=cycle).select_related("segment", "laid")
    found = {pk: [row for row in rows if row.laid_id == pk] for pk in {row.laid_id for row in rows}}
    return {pk: _stretches(rows, films[pk]) for pk, rows in found.items() if films[pk].duration_ms}


def _stretches(rows, film):
    segments, places = [row.segment for row in rows], {row.segment_id: row.starts_ms for row in rows}
    return stretches.laid(segments, film.duration_ms, places, rows[0].laid.ends_ms)
