"""Taking feedback back can be undone for a while.

What was taken back is gone from the database at once, since its author was told so. It travels, signed by us, in her
own browser: if she does not send it again in time, nobody has it. What it names, in the store too, must stay that long.
"""

import json

from django.core import serializers, signing
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import Collector
from django.utils.timezone import now

from media_review.models import Annotation

MINUTES = 15
SALT = "media_review.undo"


class TooLate(Exception):
    """The time is over, or what it belonged to is gone."""


class _Whole(Collector):
    """All rows that would go with one, also those that the database could delete unseen."""

    def can_fast_delete(self, *args, **kwargs):
        return False


def of_row(annotation):
    """For one that will be deleted, with what belongs to it."""
    whole = _Whole(using=annotation._state.db, origin=annotation)
    whole.collect([annotation])
    rows = [row for rows in whole.data.values() for row in rows]
    return _sign(annotation, serializers.serialize("python", rows))


def of_words(annotation, wiped):
    """For one that will stay, without the values of these fields."""
    names = [Annotation._meta.get_field(name).attname for name in wiped]
    return _sign(annotation, {name: getattr(annotation, name) for name in names})


@transaction.atomic
def restore(token, recording, author):
    """As it was before; answers its id. Doing it twice is doing it once. Raises TooLate."""
    try:
        pk, *owners, held = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        raise TooLate from None
    if owners != [str(recording.pk), str(author.pk)]:
        raise TooLate
    try:
        with transaction.atomic():
            _put_back(pk, held)
            connection.check_constraints()
    except IntegrityError:
        raise TooLate from None  # what it answered, or the step that came of it, is gone meanwhile
    return pk


def _put_back(pk, held):
    known = Annotation.objects.filter(pk=pk)
    if isinstance(held, dict):
        known.exclude(taken_back_at=None).update(**held, taken_back_at=None)
    elif not known.exists():
        for row in serializers.deserialize("python", held):
            row.save()
    if not known.update(changed_at=now()):
        raise TooLate


def _sign(annotation, held):
    told = [annotation.pk, annotation.recording_id, annotation.author_id, held]
    return signing.dumps(json.loads(json.dumps(told, default=str)), salt=SALT, compress=True)
