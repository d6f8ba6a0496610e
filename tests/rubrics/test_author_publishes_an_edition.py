import pytest
from django.core.exceptions import ValidationError

from rubrics import editions
from rubrics.models import Criterion, Edition, Level, Rubric
from tests import make

pytestmark = pytest.mark.django_db


def test_a_draft_is_published_and_the_edition_before_it_retires():
    first = make.make_edition()
    second = editions.publish(editions.copy(first))
    first.refresh_from_db()
    assert (first.state, second.state) == ("retired", "published")
    assert second.published_at is not None


def test_an_unfinished_draft_is_refused_with_a_sentence_for_each_gap():
    rubric = Rubric.objects.create(slug="new", name="New")
    draft = Edition.objects.create(rubric=rubric, number=1)
    with pytest.raises(ValidationError) as empty:
        editions.publish(draft)
    assert empty.value.messages == ["Add a domain."]

    talk = draft.domains.create(position=1, name="Talk")
    draft.domains.create(position=2, name="Play")
    waits = Criterion.objects.create(domain=talk, position=1, name="Waits")
    Level.objects.create(criterion=waits, number=1, name="Starting", looks_like="Goes on at once.")
    with pytest.raises(ValidationError) as gaps:
        editions.publish(draft)
    assert gaps.value.messages == ["Describe at least two levels of “Waits”.", "Add a criterion to “Play”."]
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_edition_is_published_once():
    edition = make.make_edition()
    with pytest.raises(ValidationError, match="has been published"):
        editions.publish(edition)


def test_a_copy_says_the_same_in_a_new_draft_and_leaves_the_edition_alone():
    edition = make.make_edition()
    draft = editions.copy(edition)
    edition.refresh_from_db()
    assert (draft.number, draft.state, edition.state) == (2, "draft", "published")
    assert editions.content(draft) == editions.content(edition)
    assert not set(make.criteria_of(draft)) & set(make.criteria_of(edition))
    assert editions.copy(edition).number == 3


def test_reading_the_words_costs_the_same_for_any_size(django_assert_num_queries):
    for edition in (make.make_edition(), make.make_edition()):
        with django_assert_num_queries(3):
            editions.content(edition)
