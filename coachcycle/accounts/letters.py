"""Letters that allauth does not write. They never hold feedback or anything else about a lesson."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

signer = Signer(salt="letters")


def letter(to, template, *, language="", **said):
    """A plain letter, not sent yet, from the template and the one beside it for the subject.

    `language` is its reader's; without, it is the one that is spoken just now. `said` is what both templates may name.
    Sending raises OSError when the mail server does not take it.
    """
    with translation.override(language or translation.get_language()):
        subject = render_to_string(f"{template}_subject.txt", said)
        body = render_to_string(f"{template}.txt", said)
    # A name may hold a line break; a subject must not.
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to])


def stop_address(person):
    """Where she ends all letters with one press, without signing in."""
    return reverse("stop_letters", args=[signer.sign(str(person.pk))])


def stoppable(message, person):
    """The letter, such that her mail program shows the way to end all of them (RFC 8058)."""
    message.extra_headers |= {
        "List-Unsubscribe": f"<{settings.SITE_URL}{stop_address(person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def send_invitation(invitation):
    address = settings.SITE_URL + invitation.get_absolute_url()
    said = {"invitation": invitation, "place": invitation.as_place, "address": address}
    letter(invitation.email, "accounts/letters/invitation", **said).send()
