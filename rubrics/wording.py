"""Rubrics in the reader's language. Those that come with the house are translated; those of organizations say what
they say, unless it is word for word what ours say. Editions stay as they were published: the English is frozen."""

from django.utils.translation import pgettext


def in_words(text):
    return pgettext("rubric", text) if text else ""
