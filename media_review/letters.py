"""Letters about recordings. They say that something happened and where to look, never what was said."""

import logging

from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse

from coachcycle.accounts.letters import letter

logger = logging.getLogger(__name__)


def feedback_was_shared(recording, author, readers, count):
    """One letter for each reader. A mail server that is down costs the letter, not the feedback."""
    said = {
        "author": author,
        "count": count,
        "address": settings.SITE_URL + reverse("media_review:room", args=[recording.pk]),
    }
    letters = [
        letter(
            reader.email,
            "media_review/letters/feedback",
            reader=reader,
            is_uploader=reader.pk == recording.uploader_id,
            **said,
        )
        for reader in readers
    ]
    try:
        get_connection().send_messages(letters)
    except OSError:
        logger.exception("Letters about feedback on recording %s could not be sent.", recording.pk)
