import copy
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from rubrics import editions, loading
from rubrics.models import Edition, Rubric
from tests import make


@pytest.mark.django_db
def test_loading_twice_is_loading_once():
    call_command("load_rubrics", verbosity=0)
    before = set(Edition.objects.values_list("pk", "state", "published_at"))
    call_command("load_rubrics", verbosity=0)
    assert set(Edition.objects.values_list("pk", "state", "published_at")) == before
    assert dict(Rubric.objects.values_list("slug", "lens")) == {
        "lesson-design": "lesson",
        "coaching-conversations": "coaching",
    }
    assert {state for _pk, state, _at in before} == {"published"}


@pytest.mark.django_db
def test_words_that_changed_need_a_new_edition_and_the_old_one_stays_to_be_read():
    told = loading.built_in()[0]
    loading.load(told)
    changed = copy.deepcopy(told)
    changed["domains"][0]["about"] = "Something else."
    with pytest.raises(ValidationError, match="edition number"):
        loading.load(changed)
    assert loading.load(changed | {"edition": 2})
    first, second = Edition.objects.order_by("number")
    assert (first.state, second.state) == ("retired", "published")
    assert editions.content(first) == loading.words(told)


@pytest.mark.django_db
def test_an_organizations_own_rubric_of_the_same_name_is_left_alone():
    organization = make.make_program().organization
    own = Rubric.objects.create(slug="lesson-design", organization=organization, name="Ours")
    call_command("load_rubrics", verbosity=0)
    own.refresh_from_db()
    assert own.name == "Ours"


@pytest.mark.parametrize("told", loading.built_in(), ids=lambda told: told["slug"])
def test_every_criterion_can_be_seen_at_four_levels_in_one_or_two_or_three_sentences(told):
    criteria = [criterion for domain in told["domains"] for criterion in domain["criteria"]]
    names = [criterion["name"] for criterion in criteria]
    assert len(set(names)) == len(names)
    for domain in told["domains"]:
        assert 2 <= len(domain["criteria"]) <= 4, domain["name"]
    for criterion in criteria:
        assert len(set(criterion["levels"])) == len(told["levels"]) == 4, criterion["name"]
        for text in criterion["levels"]:
            assert 20 < len(text) < 300, text
            assert re.search(r"[.!?]”?$", text), text
            # The words fit every educator and every leader.
            assert not re.search(r"\b(she|he|her|his|him|hers)\b", text, re.IGNORECASE), text
