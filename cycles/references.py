"""Standards and curriculum that a lesson serves: a line each, a short name and perhaps a link behind it."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

MOST, LONGEST = 6, 300
is_link = URLValidator(schemes=["https"], message="")


class Reference(NamedTuple):
    name: str
    link: str


def read(text):
    """[Reference]; what is no link by its look is part of the name."""
    return [_line(line.split()) for line in text.splitlines() if line.strip()]


def _line(words):
    links = [word for word in words if word.lower().startswith(("https://", "http://"))]
    link = links[-1] if links else ""
    name = " ".join(word for word in words if word != link)
    return Reference(name or urlsplit(link).netloc, link)


def check(text):
    """Raises ValidationError with what to do."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(_("A few are enough: at most %(most)d lines.") % {"most": MOST})
    for line, reference in zip(lines, read(text), strict=True):
        if len(line) > LONGEST:
            raise ValidationError(_("“%(line)s …” is too long for a line.") % {"line": line[:40]})
        if reference.link:
            _check_link(reference.link)


def _check_link(link):
    try:
        is_link(link)
    except ValidationError:
        words = _("%(link)s cannot be used. A link begins with https:// and names a page.")
        raise ValidationError(words % {"link": link[:80]}) from None
