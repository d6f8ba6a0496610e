"""Rubrics in the reader's language. Those that come with the house are translated; those of organizations say what
they say, whoever reads them. Editions stay as they were published: what is frozen is the English of their file."""

from django.utils.translation import gettext


def in_words(text):
    return gettext(text) if text else ""  # gettext of nothing is the head of its catalog
