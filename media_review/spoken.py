"""What a card says of what was said: something to listen to, or in words what becomes of it."""

from django.db.models import F
from django.utils.translation import gettext as _

from media_review.clock import clock
from media_review.models import Voice

SETTLED = (Voice.State.READY, Voice.State.FAILED)
EMPTY = {"way": (), "length": "", "address": "", "words": "", "waits": ""}  # of a voice, for a stencil


def marked(rows):
    """Feedback with what is known of the voice it was spoken by, in the same question to the database."""
    return rows.annotate(
        voice_state=F("voice__state"), voice_ms=F("voice__duration_ms"), voice_failed_reason=F("voice__failed_reason")
    )


def told(row, reader, address):
    """Of a row that is `marked`; `address` is its own. None where its author wrote.

    `length` once it can be heard, at `address`; before that `words`, and while it is to come where to ask again.
    """
    if row.voice_id is None:
        return None
    if row.voice_state == Voice.State.READY:
        return EMPTY | {"length": clock(row.voice_ms), "address": f"{address}voice/"}
    waits = "" if row.voice_state in SETTLED else f"{address}voice/state/?seen={row.voice_state}"
    return EMPTY | {"words": _words(row, is_own=row.author_id == reader.pk), "waits": waits}


def _words(row, is_own):
    if row.voice_state == Voice.State.FAILED:
        return row.voice_failed_reason if is_own else _("What was said here could not be used.")
    if not is_own:
        return _("What was said here is being prepared.")
    if row.voice_state == Voice.State.SENDING:
        return _("Your voice is on its way.")
    return _("Your voice is being prepared.")
