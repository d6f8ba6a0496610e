"""What is made of shared feedback: a reply in words, an answer of one tap, a next step.

Any of them counts as an answer, thanks as well as a page of words: what has one no longer waits for one.
"""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cycles.models import NextStep
from media_review import agenda
from media_review.feedback import Refused, once_said, spoken, touch, write
from media_review.models import Annotation, Response


@transaction.atomic
def reply(parent, author, values):
    """Answer shared feedback; an answer is shared at once. Raises Refused when the parent has gone meanwhile."""
    held = hold(parent)
    values = spoken(parent.recording, author, values)
    place = {"recording_id": held.recording_id, "author": author, "start_ms": held.start_ms}
    with once_said():
        said = held.replies.create(**place, shared_at=now(), **values)
    touch(held.pk)
    return said


def respond(annotation, person, kind, *, stands):
    """Say it with one tap, or with `stands` False take that back. Doing it twice is doing it once. Raises Refused."""
    with transaction.atomic():
        held = hold(annotation)
        if stands:
            Response.objects.get_or_create(annotation=held, person=person, kind=kind)
        else:
            Response.objects.filter(annotation=held, person=person, kind=kind).delete()
        touch(held.pk)
    # Afterwards: an agenda holds its cycle first, then feedback, and who locks the other way round waits for ever.
    if kind == Response.Kind.TALK:
        agenda.listen(annotation, person, wants=stands)


@transaction.atomic
def make_next_step(annotation, values):
    """A next step in the recording's cycle that remembers this moment. Raises Refused when there is one already."""
    held = hold(annotation)
    if held.next_step_id:
        raise Refused(_("This has already become a next step: “%(step)s”.") % {"step": held.next_step})
    step = NextStep.objects.create(cycle_id=annotation.recording.cycle_id, **values)
    write(Annotation.objects.filter(pk=held.pk), next_step=step)
    return step


def hold(annotation):
    """Feedback that takes answers, and will until this transaction ends. Raises Refused where it takes none."""
    held = Annotation.objects.select_for_update().filter(pk=annotation.pk).first()
    if held is None or not held.takes_answers:
        raise Refused(_("This feedback was taken back meanwhile. Your words are still here: copy what you need."))
    return held
