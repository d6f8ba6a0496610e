"""Seeing a lesson live: no film, a clock that the observer runs in the room, and the same feedback as on a film.

The clock is kept by her browser, which may be without a line for the whole lesson. The row learns how far it has got,
and by how much its start was corrected. Times of feedback are milliseconds on that clock.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import now

from cycles.models import Cycle
from media_review.models import Annotation, Recording, StepEvidence
from media_review.offsets import on_clock, placed

LONGEST_MS = 24 * 3600 * 1000
SAME_VISIT = timedelta(hours=12)


def open_to(user):
    """Observations of hers whose feedback has not moved to a film."""
    return Recording.objects.visible_to(user).filter(uploader=user, state=Recording.State.LIVE, film=None)


def apart(user):
    """Recordings as a list shows them to her: without observations that have become one with a film she may watch."""
    visible = Recording.objects.visible_to(user)
    return visible.exclude(film__in=visible)


@transaction.atomic
def start(cycle, by):
    """An observation of the lesson of this cycle, shared with the pair: until feedback is shared there is none in it.

    Whoever asks twice gets the one that was started before and still holds nothing.
    """
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    begun = open_to(by).filter(cycle=cycle, duration_ms=None, annotations=None, created_at__gte=now() - SAME_VISIT)
    if observation := begun.first():
        return observation
    observation = Recording.objects.create(
        organization=cycle.partnership.program.organization,
        uploader=by,
        cycle=cycle,
        title=cycle.title,
        state=Recording.State.LIVE,
        size=0,
        part_size=0,
    )
    observation.share(by=by, partnership=cycle.partnership)
    return observation


def has_moved(observation, user):
    """All that she may read of it stands on its film, and she may watch that."""
    if observation.film_id is None or not Recording.objects.visible_to(user).filter(pk=observation.film_id).exists():
        return False
    return not Annotation.objects.visible_to(user).filter(recording=observation).exists()


def reached(observation, ms):
    """The clock has got as far as this; it never goes back."""
    behind = Recording.objects.filter(pk=observation.pk).filter(Q(duration_ms=None) | Q(duration_ms__lt=ms))
    behind.update(duration_ms=ms)


@transaction.atomic
def move_start(observation, moved_ms):
    """Correct when the lesson began, by so much in all since the clock was first started: sent twice, it is done once.

    All feedback moves along. What would stand before the beginning stands at it, and comes back with the next move.
    """
    held = Recording.objects.select_for_update().get(pk=observation.pk)
    by = moved_ms - held.start_moved_ms
    if not by or held.film_id:
        return
    rows = list(held.annotations.filter(parent=None))
    for row in rows:
        clock = on_clock((row.start_ms, row.end_ms), (row.observed_start_ms, row.observed_end_ms))
        put(row, _later(clock, by))
    save_places(rows)
    length = None if held.duration_ms is None else min(max(0, held.duration_ms + by), LONGEST_MS)
    Recording.objects.filter(pk=held.pk).update(start_moved_ms=moved_ms, duration_ms=length)


def landing(recording, author, values):
    """(recording, values) for feedback that arrives now; inside a transaction. `values` may hold `moved_ms`.

    It is timed as the start of the clock is corrected by now, in whatever order the two arrive. What was written on a
    tablet without a line may come when the observation's feedback has moved to its film already: then it goes there,
    unless its author may not watch that. On an observation, the clock has got at least this far.
    """
    if not recording.is_live:
        return recording, values
    held = Recording.objects.select_for_update(of=("self",)).select_related("film").get(pk=recording.pk)
    moved = values.pop("moved_ms", None)
    by = 0 if moved is None else held.start_moved_ms - moved
    clock = _later((values["start_ms"], values["end_ms"]), by)
    reached(held, max(0, clock[1] or clock[0]))
    values |= {"observed_start_ms": clock[0], "observed_end_ms": clock[1]}
    film = held.film
    if film is None or not film.may_annotate(author):
        start_ms, end_ms = placed(clock)
        return recording, values | {"start_ms": start_ms, "end_ms": end_ms}
    start_ms, end_ms = placed(clock, held.offset_ms, film.duration_ms)
    return film, values | {"start_ms": start_ms, "end_ms": end_ms, "observed_in": held}


def _later(clock, by):
    return tuple(ms + by if ms is not None else None for ms in clock)


def put(row, clock, offset_ms=0, length_ms=None):
    """Set where a row stands, and remember where that is on the clock. Nothing is written."""
    row.observed_start_ms, row.observed_end_ms = clock
    row.start_ms, row.end_ms = placed(clock, offset_ms, length_ms)
    row.changed_at = now()


def save_places(rows):
    """Write what `put` has set, and move along what hangs on the rows: replies, and moments that show a step done."""
    fields = ["recording", "observed_in", "observed_start_ms", "observed_end_ms", "start_ms", "end_ms", "changed_at"]
    Annotation.objects.bulk_update(rows, fields, batch_size=500)
    parent = Annotation.objects.filter(pk=OuterRef("parent_id"))
    for begin in range(0, len(rows), 500):
        some = rows[begin : begin + 500]
        Annotation.objects.filter(parent__in=some).update(
            recording=Subquery(parent.values("recording")[:1]),
            start_ms=Subquery(parent.values("start_ms")[:1]),
            changed_at=now(),
        )
        for evidence in StepEvidence.objects.filter(annotation__in=some).select_related("annotation"):
            _move_evidence(evidence)


def _move_evidence(evidence):
    """Where two moments of a step were cut to one and the same, one of them is enough."""
    row = evidence.annotation
    there = StepEvidence.objects.filter(step=evidence.step_id, recording=row.recording_id, start_ms=row.start_ms)
    if there.exclude(pk=evidence.pk).exists():
        evidence.delete()
        return
    same = StepEvidence.objects.filter(pk=evidence.pk)
    same.update(recording=row.recording_id, start_ms=row.start_ms, end_ms=row.end_ms)
