"""Letters that allauth does not write. They never hold feedback or anything else about a lesson."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def letter(to, template, **said):
    """A plain letter, not sent yet, from the template and the one beside it for the subject.

    `said` is what both may name. Sending raises OSError when the mail server does not take it.
    """
    subject = render_to_string(f"{template}_subject.txt", said)
    body = render_to_string(f"{template}.txt", said)
    # A name may hold a line break; a subject must not.
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to])


def send_invitation(invitation):
    address = settings.SITE_URL + invitation.get_absolute_url()
    said = {"invitation": invitation, "place": invitation.as_place, "address": address}
    letter(invitation.email, "accounts/letters/invitation", **said).send()
