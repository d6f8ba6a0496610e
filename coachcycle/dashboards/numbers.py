"""Numbers as words, where a sentence begins with them."""

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst


def spelled(number):
    """3 → "Three"; from ten on in digits."""
    return capfirst(apnumber(number))
