"""Next steps: what I promised, what was promised to me, each with its moment if I may watch it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from cycles.models import NextStep
from tests import make, moments

ADDRESS = "/next-steps/"


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def step(cast, cycle):
    """Wren's step, from a moment in her film."""
    step = NextStep.objects.create(
        cycle=cycle, text="Count to five", owner=cast.educator, due=localdate() - timedelta(days=1)
    )
    film = make.make_recording(cast.educator, cycle=cycle, title="The torn page")
    film.share(by=cast.educator, partnership=cycle.partnership)
    make.make_annotation(film, cast.coach, shared_at=now(), next_step=step, start_ms=372_000)
    return step


def test_each_finds_it_on_her_side(cast, step, sign_in):
    page = text(sign_in(cast.educator).get(ADDRESS))
    assert page.index("You promised") < page.index("Count to five")
    assert "1 day late" in page
    page = text(sign_in(cast.coach).get(ADDRESS))
    assert page.index("Promised to you") < page.index("Count to five")


def test_only_its_owner_is_offered_to_mark_it_as_done(cast, step, sign_in):
    finish = reverse("cycles:finish_step", args=[step.pk])
    assert finish in text(sign_in(cast.educator).get(ADDRESS))
    assert finish not in text(sign_in(cast.coach).get(ADDRESS))
    assert finish not in text(sign_in(cast.leader).get(ADDRESS + "?of=program"))


def test_she_marks_it_as_done_and_comes_back_to_the_list(cast, step, sign_in):
    browser = sign_in(cast.educator)
    response = browser.post(reverse("cycles:finish_step", args=[step.pk]), {"next": ADDRESS})
    assert response.url == ADDRESS
    page = text(browser.get(ADDRESS))
    assert page.index("Done") < page.index("Count to five")
    assert "Mark as done" not in page


def test_both_partners_find_the_moment_and_a_leader_finds_the_step_without_the_film(cast, step, sign_in):
    for person in (cast.educator, cast.coach):
        page = text(sign_in(person).get(ADDRESS))
        assert moments.is_told("6:12", page)
        assert "?t=372" in page
    page = text(sign_in(cast.leader).get(ADDRESS + "?of=program"))
    assert "Count to five" in page
    assert not moments.is_told("6:12", page)
    assert "Because of" not in page
    assert "Count to five" not in text(sign_in(cast.leader).get(ADDRESS))


def test_a_moment_disappears_with_the_share(cast, step, sign_in):
    recording = step.moments.get().recording
    recording.shares.get().stop()
    assert not moments.is_told("6:12", text(sign_in(cast.coach).get(ADDRESS)))
    assert moments.is_told("6:12", text(sign_in(cast.educator).get(ADDRESS)))


def test_the_program_is_a_leaders_to_see_and_no_one_elses(cast, step, sign_in):
    for person in (cast.outsider, cast.partner, cast.former):
        assert "Count to five" not in text(sign_in(person).get(ADDRESS + "?of=program"))
    colleague = make.make_member("educator", cast.program, "Tomas Kelly")
    assert "Count to five" not in text(sign_in(colleague).get(ADDRESS + "?of=program"))


def test_steps_without_owner_ask_for_one_and_steps_without_date_come_last(cast, cycle, sign_in):
    due = localdate() + timedelta(days=9)
    NextStep.objects.create(cycle=cycle, text="Some day", owner=cast.coach)
    NextStep.objects.create(cycle=cycle, text="Next week", owner=cast.coach, due=due)
    NextStep.objects.create(cycle=cycle, text="Nobodys")
    page = text(sign_in(cast.coach).get(ADDRESS))
    assert page.index("Next week") < page.index("Some day") < page.index("Not taken yet") < page.index("Nobodys")
    assert "Add who and when" in page


def test_an_empty_page_says_where_steps_come_from(cast, sign_in):
    assert "At the post-conference you agree" in text(sign_in(cast.educator).get(ADDRESS))


def test_the_list_costs_the_same_for_two_and_for_twelve(cast, cycle, step, sign_in, django_assert_max_num_queries):
    film = step.moments.get().recording
    for address, person in ((ADDRESS, cast.educator), (ADDRESS + "?of=program", cast.leader)):
        browser = sign_in(person)
        costs = []
        for more in (2, 10):
            for _ in range(more):
                made = NextStep.objects.create(cycle=cycle, text="Wait", owner=cast.educator)
                make.make_annotation(film, cast.coach, shared_at=now(), next_step=made)
                NextStep.objects.create(cycle=cycle, text="Kept", owner=cast.coach, done_at=now())
            with django_assert_max_num_queries(15) as queries:
                text(browser.get(address))
            costs.append(len(queries))
        assert costs[0] == costs[1]
