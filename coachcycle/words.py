"""The sentences people read, and what they are in each language of `settings.LANGUAGES`.

Ours stand in code and templates, in English; translations in `coachcycle/locale`, one file a language, as PO. What
Django and allauth say and do not know in a language is translated there, too: Django has no Haitian Creole.
"""

import gettext
import io
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOMS = ("coachcycle", "rubrics", "cycles", "media_review")
FOLDER = settings.BASE_DIR / "coachcycle" / "locale"
# Where Django and allauth keep what a person may come to read here.
BORROWED = {
    "django": (
        *("forms/fields.py", "forms/models.py", "forms/formsets.py", "forms/utils.py", "core/validators.py"),
        *("utils/dates.py", "utils/dateformat.py", "utils/timesince.py", "utils/text.py", "template/defaultfilters.py"),
        *("db/models/base.py", "db/models/constraints.py", "db/models/fields/__init__.py"),
        *("contrib/auth/password_validation.py", "contrib/humanize/templatetags/humanize.py"),
    ),
    "allauth": (
        *("account/adapter.py", "account/fields.py", "account/forms.py"),
        *("mfa/adapter.py", "mfa/base/forms.py", "mfa/models.py", "mfa/totp/forms.py", "mfa/webauthn/forms.py"),
    ),
}
# Translated by Django, and by us anew: its Brazilian months and weekdays begin with capitals, as nobody writes them.
SAID_OTHERWISE = {"pt-br": "django/utils/dates.py"}
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
LINE = 120
IN_RUBRICS = "rubric"  # the context of what built-in rubrics say: see `rubrics.wording`
HEADER = {
    "header_comment": "# Translations of coachcycle. `manage.py collect_words` keeps them in step with the sentences.",
    "project": "coachcycle",
    "version": "1",
    "msgid_bugs_address": "maintainers",
    "last_translator": "the maintainers",
    "language_team": "the maintainers",
    "creation_date": datetime(2026, 11, 26, tzinfo=UTC),
    "revision_date": datetime(2026, 11, 26, tzinfo=UTC),
    "fuzzy": False,
}


def languages():
    """Those that need translations."""
    return [code for code, name in settings.LANGUAGES if code != "en"]


def path_of(language):
    return FOLDER / to_locale(language) / "LC_MESSAGES" / "django.po"


def compiled_path_of(language):
    return path_of(language).with_suffix(".mo")


def kept(language):
    """The translations that stand in our file; an empty catalog where there is none yet."""
    path, locale = path_of(language), to_locale(language)
    told = Catalog(locale=locale)
    if path.exists():
        with path.open("rb") as file:
            told = read_po(file, locale=locale)
    # A header that says the same each time, so that only sentences make a difference.
    catalog = Catalog(locale=locale, charset="utf-8", **HEADER)
    for message in told:
        if message.id:
            catalog[message.id] = message
    return catalog


def wanted(language):
    """All that must be translated, by us, into this language."""
    catalog = Catalog(charset="utf-8", creation_date=HEADER["creation_date"])
    known = _known_elsewhere(language)
    for context, words, place in _ours():
        catalog.add(words, locations=[(place, 0)], context=context)
    for context, words, place in _borrowed():
        if _key(context, words) not in known or place == SAID_OTHERWISE.get(language):
            catalog.add(words, locations=[(place, 0)], context=context)
    return catalog


def collect(language):
    """Bring our file up to date: new sentences come empty, those nobody says any more go. Answers the catalog."""
    catalog = kept(language)
    catalog.update(wanted(language), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as file:
        write_po(file, catalog, width=LINE, sort_by_file=True, omit_header=False, include_lineno=False)
    return catalog


def open_in(catalog):
    """What is not translated yet, all forms of a plural included."""
    return [message for message in catalog if message.id and not all(forms_of(message) or [""])]


def forms_of(message):
    told = message.string or ()
    return [told] if isinstance(told, str) else list(told)


def compile_all():
    """From PO to what Django reads. It knows a language only once this was done."""
    for language in languages():
        with compiled_path_of(language).open("wb") as file:
            write_mo(file, kept(language))


@cache
def _ours():
    """[(context, words, file)]; `words` is a pair where there is a plural."""
    found = []
    for path in sorted(path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")):
        if "migrations" not in path.parts and "node_modules" not in path.parts:
            found += _in_python(path.read_text(), path.relative_to(settings.BASE_DIR))
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        # Django's own way to make Python of a template; indents that mean nothing there would mean something here.
        told = "\n".join(line.strip() for line in templatize(path.read_text(), origin=str(path)).splitlines())
        found += _in_python(told, path.relative_to(settings.BASE_DIR))
    for path in sorted((settings.BASE_DIR / "rubrics" / "built_in").glob("*.toml")):
        place = str(path.relative_to(settings.BASE_DIR))
        found += [(IN_RUBRICS, words, place) for words in _in_rubric(tomllib.loads(path.read_text()))]
    return found


def _in_rubric(told):
    """Names, what they are about, and levels; a level is a text in its criterion, and a name in the rubric."""
    below = [*told.get("domains", ()), *told.get("criteria", ())]
    own = [told["name"], told["about"].strip(), *told.get("levels", ())]
    return own + [words for part in below for words in _in_rubric(part)]


@cache
def _borrowed():
    homes = {package: Path(find_spec(package).origin).parent for package in BORROWED}
    return [
        found
        for package, names in BORROWED.items()
        for name in names
        for found in _in_python((homes[package] / name).read_text(), Path(package, name))
    ]


def _in_python(source, place):
    found = extract("python", io.BytesIO(source.encode()), keywords=CALLS, options={"encoding": "utf-8"})
    return [(context, words, str(place)) for _line, words, _comments, context in found]


@cache
def _known_elsewhere(language):
    """Keys of what Django and allauth have translated themselves."""
    homes = [Path(find_spec(package).origin).parent for package in BORROWED]
    folders = [homes[0] / "conf" / "locale", *homes[0].glob("contrib/*/locale"), homes[1] / "locale"]
    known = set()
    for folder in folders:
        if file := gettext.find("django", folder, [to_locale(language)]):
            with open(file, "rb") as compiled:
                told = gettext.GNUTranslations(compiled)._catalog
            known |= {key[0] if isinstance(key, tuple) else key for key, words in told.items() if words}
    return known


def _key(context, words):
    """As gettext keeps it: a plural by its singular, a context before an EOT."""
    first = words if isinstance(words, str) else words[0]
    return f"{context}\x04{first}" if context else first
