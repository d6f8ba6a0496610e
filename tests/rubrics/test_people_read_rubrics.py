import pytest
from django.core.management import call_command
from django.urls import reverse

from rubrics import editions
from rubrics.models import Edition, Rubric
from tests import make


def address(edition, number=None):
    return reverse("rubrics:detail", args=[edition.rubric_id]) + (f"?edition={number}" if number else "")


@pytest.fixture
def own(cast):
    """An edition of a rubric that belongs to the cast's organization."""
    edition = make.make_edition()
    Rubric.objects.filter(pk=edition.rubric_id).update(organization=cast.program.organization, name="Our own")
    return edition


def test_an_educator_reads_what_is_looked_for_and_at_which_levels(cast, sign_in):
    edition = make.make_edition()
    page = sign_in(cast.educator).get(address(edition)).content.decode()
    for words in ("Talking with children", "Conversation", "Waits for an answer", "Growing signs of it."):
        assert words in page
    for criterion in make.criteria_of(edition):
        assert f'id="criterion-{criterion.pk}"' in page


def test_she_finds_the_built_in_ones_and_those_of_her_organization_and_no_other(cast, own, sign_in):
    call_command("load_rubrics", verbosity=0)
    foreign = make.make_edition()
    Rubric.objects.filter(pk=foreign.rubric_id).update(
        organization=make.make_program("Far away").organization, name="Theirs"
    )
    page = sign_in(cast.educator).get(reverse("rubrics:list")).content.decode()
    assert "Our own" in page
    assert "Coaching conversations" in page
    assert "Theirs" not in page
    assert sign_in(cast.educator).get(address(foreign)).status_code == 404
    assert sign_in(cast.outsider).get(address(own)).status_code == 404


def test_a_draft_is_not_shown(cast, sign_in):
    draft = make.make_edition(state=Edition.State.DRAFT)
    browser = sign_in(cast.educator)
    assert browser.get(address(draft)).status_code == 404
    assert browser.get(address(draft, 1)).status_code == 404
    assert "No rubric yet" in browser.get(reverse("rubrics:list")).content.decode()


def test_an_older_edition_stays_to_be_read_by_its_number(cast, sign_in):
    first = make.make_edition()
    draft = editions.copy(first)
    draft.domains.update(name="Talk, told anew")
    editions.publish(draft)
    browser = sign_in(cast.educator)
    assert "Talk, told anew" in browser.get(address(first)).content.decode()
    older = browser.get(address(first, 1)).content.decode()
    assert "Talk, told anew" not in older
    assert "no longer used for new cycles" in older
    for nonsense in ("3", "x", "-1"):
        assert browser.get(address(first, nonsense)).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, cast):
    edition = make.make_edition()
    assert client.get(address(edition)).status_code == 302
    assert client.get(reverse("rubrics:list")).status_code == 302


def test_a_rubric_of_any_size_costs_the_same(cast, sign_in, django_assert_max_num_queries):
    call_command("load_rubrics", verbosity=0)
    browser = sign_in(cast.educator)
    for edition in (make.make_edition(), Edition.objects.get(rubric__slug="lesson-design")):
        with django_assert_max_num_queries(8):
            assert browser.get(address(edition)).status_code == 200
    with django_assert_max_num_queries(7):
        assert browser.get(reverse("rubrics:list")).status_code == 200
