"""Languages that are spoken in recordings, each by its own name. Pure."""

from django.conf.locale import LANG_INFO
from django.utils.text import capfirst

# Those who work in early childhood in the United States speak these most; the list offers them first.
OFTEN = ("en", "es", "pt", "ht")
NAMES = {code: capfirst(info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info}
NAMES |= {"ht": "Kreyòl ayisyen"}


def choices():
    others = sorted((name, code) for code, name in NAMES.items() if code not in OFTEN)
    return [*((code, NAMES[code]) for code in OFTEN), *((code, name) for name, code in others)]


def name_of(code):
    return NAMES.get(code, code)
