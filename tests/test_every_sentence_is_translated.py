"""Every sentence a person reads is there in every language, with its holes where they belong."""

import pkgutil
import re
from importlib import import_module

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import now

from coachcycle import words

OURS = ("coachcycle", "cycles", "media_review", "rubrics")
BEGINS_WITH_A_NUMBER = re.compile(r"%\((n|met)\)s")
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def told(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


@pytest.mark.parametrize("language", words.languages())
def test_no_sentence_is_missing_or_left_over(language):
    wanted, kept = told(words.wanted(language)), told(words.kept(language))
    assert len(wanted) > 1500
    assert sorted(map(str, wanted - kept)) == [], "run manage.py collect_words, then translate"
    assert sorted(map(str, kept - wanted)) == [], "run manage.py collect_words"
    assert [message.id for message in words.open_in(words.kept(language))] == []


@pytest.mark.parametrize("language", words.languages())
def test_what_is_filled_in_has_its_place(language):
    wrong = []
    for message in words.kept(language):
        english = [message.id] if isinstance(message.id, str) else message.id
        may = {hole for form in english for hole in HOLE.findall(form)}
        must = set(HOLE.findall(english[-1]))  # of a singular, "one" may stand for the number
        for form in words.forms_of(message):
            holes = set(HOLE.findall(form))
            if not holes <= may or (form == words.forms_of(message)[-1] and holes != must):
                wrong.append((english[0], form))
    assert wrong == []


@pytest.mark.parametrize("language", words.languages())
def test_a_number_that_begins_a_sentence_begins_it_in_every_language(language):
    """It is spelled out there, with a capital."""
    wrong = [
        form
        for message in words.kept(language)
        for form in words.forms_of(message)[-1:]
        if BEGINS_WITH_A_NUMBER.match(message.id if isinstance(message.id, str) else message.id[-1])
        and not BEGINS_WITH_A_NUMBER.match(form)
    ]
    assert wrong == []


@pytest.mark.parametrize(("language", "month"), [("es", "noviembre"), ("pt-br", "ovembro"), ("ht", "ovanm")])
def test_dates_follow(language, month):
    with translation.override(language):
        assert month in date_format(now().replace(month=11, day=3), "MONTH_DAY_FORMAT")


def test_a_field_is_never_called_by_its_name_in_the_code():
    """Django makes a label of that, in English, of which no catalog knows."""
    for room in OURS:
        for module in pkgutil.walk_packages(import_module(room).__path__, f"{room}."):
            if ".forms" in module.name:
                import_module(module.name)
    ours = [each for each in _below(forms.BaseForm) if each.__module__.startswith(OURS)]
    assert len(ours) > 50
    unnamed = [
        f"{form.__name__}.{name}: {field.label}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if field.label is not None and not isinstance(field.label, Promise)
    ]
    assert unnamed == []


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
