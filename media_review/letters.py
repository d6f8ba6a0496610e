"""Letters about recordings. They say that something happened and where to look, never what was said."""

import logging

from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse

from coachcycle.accounts.letters import letter, stop_address, stoppable
from coachcycle.accounts.models import User

logger = logging.getLogger(__name__)


def feedback_was_shared(recording, author, readers, count, waiting=frozenset()):
    """One letter for each reader who wants them at once; others are told by `letterbox`.

    A mail server that is down costs the letter, not the feedback.

    To those in `waiting` it opens after a note of their own: they do not learn how much there is.
    """
    said = {
        "author": author,
        "count": count,
        "address": settings.SITE_URL + reverse("media_review:room", args=[recording.pk]),
    }
    letters = [
        stoppable(
            letter(
                reader.email,
                "media_review/letters/feedback",
                language=reader.language or settings.LANGUAGE_CODE,
                reader=reader,
                is_uploader=reader.pk == recording.uploader_id,
                is_live=recording.is_live,
                is_waiting=reader in waiting,
                stop=settings.SITE_URL + stop_address(reader),
                **said,
            ),
            reader,
        )
        for reader in readers
        if reader.letters == User.Letters.AT_ONCE
    ]
    try:
        get_connection().send_messages(letters)
    except OSError:
        logger.exception("Letters about feedback on recording %s could not be sent.", recording.pk)
