"""Self first: a coach asks that a coachee notes what she sees before his feedback opens to her, and may waive it.

Which feedback waits for whom is `AnnotationQuerySet.visible_to`'s to say, so that no page can forget it. Whether she
has left a note is not told to the coach: it may be a draft.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.timezone import now
from django.utils.translation import gettext as _

from coachcycle.accounts.models import User
from cycles.models import Participant
from media_review.feedback import Refused, write
from media_review.models import Annotation, Recording, awaiting_own_view


@dataclass(frozen=True)
class Wait:
    """What somebody who is asked for her own view is told of it."""

    is_over: bool  # she has left a note, or need not any more
    asked_by: str
    left_by: str  # who has left feedback that opens then; empty while there is none


def marked(recordings, reader):
    """Recordings with what `of` needs to know, so that a page need not ask for it."""
    on_it = Annotation.objects.filter(recording=OuterRef("pk"))
    shared = on_it.filter(parent=None, shared_at__isnull=False, taken_back_at=None)
    left = shared.by_coaches().order_by("shared_at")
    name = Coalesce(NullIf("author__name", Value("")), "author__email", output_field=CharField())
    return recordings.annotate(
        has_own_note=Exists(on_it.own_notes_of(reader)), left_by=Subquery(left.values(name=name)[:1])
    )


@transaction.atomic
def ask(recording, by):
    """From now on. Raises Refused where somebody who is asked could already read feedback: nobody takes that away."""
    held = Recording.objects.select_for_update(of=("self",)).get(pk=recording.pk)
    if by_coaches(recording).filter(shared_at__isnull=False, taken_back_at=None).exists():
        raise Refused(_("Feedback of yours can be read here already, so it cannot wait any more."))
    Recording.objects.filter(pk=held.pk).update(own_view_first=True, own_view_waived_at=None)


@transaction.atomic
def waive(recording):
    """Without waiting: whatever is shared opens. Rooms that are open look for it."""
    asking = Recording.objects.filter(pk=recording.pk, own_view_first=True, own_view_waived_at=None)
    if asking.update(own_view_waived_at=now()):
        write(by_coaches(recording).filter(shared_at__isnull=False))


@contextmanager
def opening(recording, reader):
    """If what is done meanwhile is her first note: what waited for it opens, also in other rooms of hers."""
    was_awaited = is_awaited(recording, reader)
    yield
    if was_awaited and not is_awaited(recording, reader):
        write(by_coaches(recording).filter(shared_at__isnull=False))


def is_awaited(recording, reader):
    return recording.asks_for_own_view and awaiting_own_view(reader).filter(pk=recording.pk).exists()


def is_held_back(recording, author, reader):
    """Does what `author` shares there wait for the reader's own view?"""
    if not recording.asks_for_own_view:
        return False
    return Annotation.objects.held_back_from(reader).filter(recording=recording, author=author).exists()


def of(recording, reader):
    """The `Wait` of a reader who is asked for her own view, or was; None for everybody else."""
    cycle = recording.cycle
    if not recording.own_view_first or cycle is None or not cycle.partnership.is_coached(reader):
        return None
    if not hasattr(recording, "has_own_note"):
        recording = marked(Recording.objects.filter(pk=recording.pk), reader).get()
    is_over = recording.has_own_note or not recording.asks_for_own_view
    left_by = "" if is_over else (recording.left_by or "").partition(" ")[0]
    return Wait(is_over, asked_by=cycle.partnership.coach.short_name, left_by=left_by)


def by_coaches(recording):
    """What those who coach in the recording's cycle said to it, drafts included."""
    pair = recording.cycle.partnership
    beside = Participant.objects.filter(partnership=pair, side=Participant.Side.COACH)
    coaches = User.objects.filter(pk=pair.coach_id) | User.objects.filter(pk__in=beside.values("person"))
    return Annotation.objects.filter(recording=recording, author__in=coaches)
