"""A member of a small group objects to a film being shared: every share ends, and none begins until she agrees.

Each act holds the film's row, as sharing does, so that no share slips in between.
"""

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.timezone import now
from django.utils.translation import gettext as _

from media_review.models import Objection, Recording


@transaction.atomic
def object_to(recording, by):
    """From the next request on only its uploader watches. Objecting twice is objecting once."""
    held = Recording.objects.select_for_update(of=("self",)).get(pk=recording.pk)
    held.objections.get_or_create(person=by, lifted_at=None)
    for share in held.shares.active():
        share.stop()


def agree(objection):
    """It may be shared again. Doing so is its uploader's to decide: nothing opens by itself."""
    Objection.objects.standing().filter(pk=objection.pk).update(lifted_at=now())


def standing(user):
    """What she asked not to share, the latest first."""
    hers = Objection.objects.visible_to(user).standing()
    return hers.select_related("recording__uploader").order_by("-raised_at")


def wish(recording):
    """For its uploader, in a sentence; empty while nobody objects."""
    people = [each.person for each in recording.objections.standing().select_related("person")]
    if not people:
        return ""
    names = get_text_list([str(person) for person in people], _("and"))
    return _("At the wish of %(names)s only you can watch it. You can share it again once it is agreed to.") % {
        "names": names
    }
