"""Letters of this room that allauth does not write. They never hold feedback or anything else about a lesson."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string


def send_invitation(invitation):
    """One plain letter to the invited address. Raises OSError when the mail server does not take it."""
    said = {
        "invitation": invitation,
        "program": invitation.program,
        "address": settings.SITE_URL + invitation.get_absolute_url(),
    }
    subject = render_to_string("accounts/letters/invitation_subject.txt", said)
    body = render_to_string("accounts/letters/invitation.txt", said)
    # A name may hold a line break; a subject must not.
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [invitation.email])
