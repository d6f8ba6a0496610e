"""The rubrics that come with the house are read in every language; what an organization wrote stays as it wrote it."""

import pytest
from django.urls import reverse
from django.utils import translation

from coachcycle.accounts.models import User
from rubrics import editions, loading
from rubrics.models import Criterion, Rubric
from tests import make


@pytest.fixture
def built_in(db):
    for told in loading.built_in():
        loading.load(told)
    return Rubric.objects.get(slug="lesson-design")


@pytest.fixture
def page(cast, sign_in):
    def read(rubric, language):
        User.objects.filter(pk=cast.educator.pk).update(language=language)
        addresses = [reverse("rubrics:list"), reverse("rubrics:detail", args=[rubric.pk])]
        return "".join(sign_in(cast.educator).get(address).content.decode() for address in addresses)

    return read


@pytest.mark.parametrize("language", ["es", "pt-br", "ht"])
def test_a_reader_finds_no_english_in_it(built_in, page, language):
    read = page(built_in, language)
    edition = editions.content(built_in.editions.get())
    criteria = [criterion for domain in edition["domains"] for criterion in domain["criteria"]]
    assert len(criteria) > 15
    english = [words for each in criteria for words in (each["name"], each["about"], each["levels"][0]["looks_like"])]
    assert [words for words in english if words in read] == []
    with translation.override(language):
        assert str(built_in) in read
        assert str(Criterion.objects.get(name="Waits for an answer", domain__edition__rubric=built_in)) in read


def test_its_edition_stays_as_it_was_published(built_in):
    with translation.override("es"):
        assert not loading.load(next(told for told in loading.built_in() if told["slug"] == built_in.slug))


def test_what_an_organization_wrote_is_left_alone(cast, page):
    edition, ours = make.make_edition("ours"), {"organization": cast.program.organization}
    Rubric.objects.filter(pk=edition.rubric_id).update(name="What we look for in 100%% of rooms", **ours)
    assert "What we look for in 100%% of rooms" in page(edition.rubric, "es")


def test_a_word_of_our_buttons_is_no_word_of_a_rubric(cast, page):
    edition, ours = make.make_edition("ours"), {"organization": cast.program.organization}
    Rubric.objects.filter(pk=edition.rubric_id).update(name="Rubrics", **ours)
    assert ">Rubrics</a></h2>" in page(edition.rubric, "es")
