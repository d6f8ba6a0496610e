"""What somebody says into a microphone, on its way into the store: the row first, then one PUT of exactly these bytes.

As with films nothing of it passes through here, and its key never comes from a browser. Every step may be repeated. The
row may come with the feedback, before the sound does: the browser keeps what was said until the store has it.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from coachcycle.objectstore import objects, presign
from media_review import tasks, undo
from media_review.models import Voice

MOST_SECONDS = 120
MOST_BYTES = 8 * 1024**2  # two minutes at half a megabit, several times what browsers record voices with
# What browsers record; it is looked into before anybody hears it.
CONTENT_TYPES = ("audio/webm", "audio/mp4", "audio/ogg")
MOST_LOOSE = 60
SPARE_MINUTES = 5
SENDING = Voice.State.SENDING


class NotHers(Exception):
    """The id stands for what somebody else said."""


class TooMany(Exception):
    """She has recorded a lot that belongs to no feedback."""


class Missing(Exception):
    """The store does not have it, or not all of it: to be sent again."""


def expect(recording, author, pk):
    """The row of what she said under an id that her browser chose, whether the sound has come or not. Or NotHers."""
    row, _is_new = Voice.objects.get_or_create(pk=pk, defaults={"recording": recording, "author": author})
    if row.author_id != author.pk:
        raise NotHers
    return row


def held(recording, author, values):
    """Values of feedback with the row of what was said where they hold its id. Raises NotHers."""
    pk = values.get("voice")
    return values if pk is None or isinstance(pk, Voice) else values | {"voice": expect(recording, author, pk)}


def start(recording, author, pk, *, size, md5, content_type):
    """The address to which the browser sends it; None when it has arrived. Raises NotHers and TooMany.

    Size, MD5 and content type are part of the signature: the store takes these very bytes and no others.
    """
    if Voice.objects.loose().filter(author=author).exclude(pk=pk).count() >= MOST_LOOSE:
        raise TooMany
    row = expect(recording, author, pk)
    if not Voice.objects.filter(pk=pk, state=SENDING).update(size=size):
        return None
    signed = {"size": size, "md5": md5, "content_type": content_type}
    return presign.put_url(row.arrived_key, **signed, seconds=settings.SIGNED_URL_SECONDS)


def finish(voice):
    """Check that it has arrived, and have it prepared. Twice is once. Raises Missing."""
    if voice.state != SENDING:
        return
    if not voice.size or objects.size_of(voice.arrived_key) != voice.size:
        raise Missing
    with transaction.atomic():
        if Voice.objects.filter(pk=voice.pk, state=SENDING).update(state=Voice.State.QUEUED):
            tasks.enqueue_voice(voice.pk)


def let_go(voices):
    """Nobody is to hear these any more. They leave the store once taking that back can no longer be undone."""
    voices.update(let_go_at=now())


def clear_away():
    """Delete what was let go, and what never came to belong to any feedback; answers how many."""
    forgotten = now() - timedelta(days=settings.STALE_UPLOAD_DAYS)
    let_go = now() - timedelta(minutes=undo.MINUTES + SPARE_MINUTES)
    Voice.objects.filter(state=SENDING, created_at__lt=forgotten).exclude(annotation=None).update(
        state=Voice.State.FAILED, failed_reason=_("What you said never arrived. Please record it again.")
    )
    gone = Voice.objects.loose().filter(Q(let_go_at__lt=let_go) | Q(created_at__lt=forgotten))
    for voice in gone:
        Voice.objects.loose().filter(pk=voice.pk).delete()
        objects.delete_under(voice.folder)
    return len(gone)
