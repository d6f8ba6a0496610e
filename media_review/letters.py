"""Letters about recordings. They say that something happened and where to look, never what was said."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

logger = logging.getLogger(__name__)


def feedback_was_shared(recording, author, readers, count):
    """One letter for each reader. A mail server that is down costs the letter, not the feedback."""
    address = settings.SITE_URL + reverse("media_review:room", args=[recording.pk])
    letters = []
    for reader in readers:
        context = {"reader": reader, "author": author, "count": count, "address": address}
        context["is_uploader"] = reader.pk == recording.uploader_id
        subject = render_to_string("media_review/letters/feedback_subject.txt", context).strip()
        body = render_to_string("media_review/letters/feedback.txt", context)
        letters.append(EmailMessage(subject, body, to=[reader.email]))
    try:
        get_connection().send_messages(letters)
    except (OSError, SMTPException):
        logger.exception("Letters about feedback on recording %s could not be sent.", recording.pk)
