"""Home: each person finds what waits for her, the late things first, and nothing that is not hers to see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from coachcycle.accounts.models import Membership
from cycles.models import NextStep
from media_review import answers
from media_review.models import Viewing
from tests import make


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def film(cast, cycle):
    """Wren's film of the lesson, which she shared with Ines."""
    recording = make.make_recording(cast.educator, cycle=cycle, title="The torn page", look_for="Do I wait?")
    recording.share(by=cast.educator, partnership=cycle.partnership)
    return recording


def set_date(record, **values):
    type(record).objects.filter(pk=record.pk).update(**values)


def test_an_educator_sees_the_conference_that_comes_and_her_coach_does_too(cast, cycle, sign_in):
    set_date(cycle.pre_conference, meets_at=now() + timedelta(days=1))
    assert "Prepare the pre-conference with Ines" in text(sign_in(cast.educator).get("/"))
    page = text(sign_in(cast.coach).get("/"))
    assert "Prepare the pre-conference with Wren" in page
    assert "One thing needs you." in page
    assert "Wren, Story time, small group" in page


def test_a_conference_that_is_over_and_not_written_down_becomes_late(cast, cycle, sign_in):
    set_date(cycle.pre_conference, meets_at=now() - timedelta(days=1))
    page = text(sign_in(cast.coach).get("/"))
    assert "Write down what you and Wren agreed on" in page
    assert "late" not in page
    set_date(cycle.pre_conference, meets_at=now() - timedelta(days=4))
    assert "2 days late" in text(sign_in(cast.coach).get("/"))


def test_a_coach_sees_the_film_that_waits_for_her_until_she_has_said_something(cast, film, sign_in):
    page = text(sign_in(cast.coach).get("/"))
    assert "Watch what Wren shared with you" in page
    assert "Do I wait?" in page
    make.make_annotation(film, cast.coach)
    page = text(sign_in(cast.coach).get("/"))
    assert "Watch what Wren shared" not in page
    assert "Share your feedback with Wren" in page
    assert "One draft on The torn page. Only you see it." in page


def test_an_educator_sees_feedback_when_it_is_shared_and_not_before_and_not_after_she_looked(cast, film, sign_in):
    browser = sign_in(cast.educator)
    said = make.make_annotation(film, cast.coach)
    assert "feedback Ines left you" not in text(browser.get("/"))
    type(said).objects.filter(pk=said.pk).update(shared_at=now())
    page = text(browser.get("/"))
    assert "Look at the feedback Ines left you" in page
    assert "One piece on The torn page." in page
    Viewing.objects.create(recording=film, viewer=cast.educator)
    assert "feedback Ines left you" not in text(browser.get("/"))


def test_a_coach_sees_an_answer_with_its_moment_until_she_answers(cast, film, sign_in):
    question = make.make_annotation(film, cast.coach, kind="question", shared_at=now(), start_ms=220_000)
    make.make_annotation(
        film, cast.educator, "I was afraid of the silence.", parent=question, shared_at=now(), start_ms=220_000
    )
    browser = sign_in(cast.coach)
    page = text(browser.get("/"))
    assert "Wren answered your question" in page
    assert "I was afraid of the silence." in page
    assert f"{reverse('media_review:room', args=[film.pk])}?t=220" in page
    make.make_annotation(film, cast.coach, "Thank you.", parent=question, shared_at=now())
    assert "Wren answered" not in text(browser.get("/"))


def test_an_answer_to_what_she_asked_long_ago_is_news(cast, film, sign_in):
    long_ago = now() - timedelta(days=200)
    aged = {"shared_at": long_ago, "created_at": long_ago, "changed_at": long_ago}
    question = make.make_annotation(film, cast.coach, kind="question", **aged)
    browser = sign_in(cast.coach)
    assert "Wren answered" not in text(browser.get("/"))
    answers.reply(question, cast.educator, {"body": "I know it now."})
    page = text(browser.get("/"))
    assert "Wren answered your question" in page
    assert "I know it now." in page


def test_steps_that_are_late_come_first_and_can_be_marked_as_done_by_their_owner_only(cast, cycle, sign_in):
    today = localdate()
    NextStep.objects.create(cycle=cycle, text="Bring the cards", owner=cast.coach, due=today + timedelta(days=3))
    late = NextStep.objects.create(cycle=cycle, text="Count to five", owner=cast.coach, due=today - timedelta(days=2))
    NextStep.objects.create(cycle=cycle, text="In a month", owner=cast.coach, due=today + timedelta(days=30))
    page = text(sign_in(cast.coach).get("/"))
    assert page.index("Count to five") < page.index("Bring the cards")
    assert "2 days late" in page
    assert "Two things need you. One of them is late." in page
    assert "In a month" not in page
    assert reverse("cycles:finish_step", args=[late.pk]) in page
    assert "Count to five" not in text(sign_in(cast.educator).get("/"))


def test_a_leader_sees_her_own_coaching_and_the_way_to_her_program_but_nobodys_film(cast, film, sign_in):
    said = make.make_annotation(film, cast.coach, "She rushed.", shared_at=now())
    own = make.make_cycle(
        make.make_partnership(cast.program, cast.coach, cast.leader, coachee_role="leader"), "Team hour"
    )
    set_date(own.pre_conference, meets_at=now() + timedelta(days=1))
    page = text(sign_in(cast.leader).get("/"))
    assert "Prepare the pre-conference with Ines" in page
    assert "Ines, Team hour" in page
    assert reverse("program", args=[cast.program.pk]) in page
    for hidden in (film.title, said.body, "Story time"):
        assert hidden not in page


def test_a_partner_sees_programs_and_no_content(cast, film, sign_in):
    page = text(sign_in(cast.partner).get("/"))
    assert reverse("program", args=[cast.program.pk]) in page
    for hidden in (film.title, "Story time", "Wren", "Ines"):
        assert hidden not in page


def test_new_people_are_taught_what_will_stand_here(cast, sign_in):
    page = text(sign_in(cast.educator).get("/"))
    assert "Here will stand what comes next for you" in page
    assert "Upload a recording" in page
    page = text(sign_in(cast.coach).get("/"))
    assert "Start a cycle" in page
    assert "Upload a recording" not in page


def test_a_former_member_and_an_outsider_see_nothing_of_it(cast, film, sign_in):
    set_date(film.cycle.pre_conference, meets_at=now())
    assert "You are not a member" in text(sign_in(cast.former).get("/"))
    assert "Story time" not in text(sign_in(cast.outsider).get("/"))
    assert "Prepare the pre-conference" in text(sign_in(cast.educator).get("/"))
    Membership.objects.get(user=cast.educator).end()
    page = text(sign_in(cast.educator).get("/"))
    assert "Story time" not in page
    assert "The torn page" not in page


def test_what_others_did_stands_under_recently(cast, cycle, sign_in):
    plan = make.plan_lesson(cycle)
    plan.advance(cast.educator)
    NextStep.objects.create(cycle=cycle, text="Bring the cards.", owner=cast.educator, done_at=now())
    page = text(sign_in(cast.coach).get("/"))
    assert "Wren moved Story time, small group on. It stands at the lesson now." in page
    assert "Wren kept a promise: Bring the cards." in page
    assert "Wren moved" not in text(sign_in(cast.educator).get("/"))


def fill_home(cast, number):
    """`number` pairs of Ines, each with a film, an answer, a draft, a late step and something that happened."""
    for _ in range(number):
        educator = make.make_member("educator", cast.program, "Tomas Kelly")
        cycle = make.make_cycle(make.make_partnership(cast.program, cast.coach, educator))
        set_date(cycle.pre_conference, meets_at=now(), saved_by=educator, saved_at=now())
        film = make.make_recording(educator, cycle=cycle)
        film.share(by=educator, partnership=cycle.partnership)
        fresh = make.make_recording(educator, cycle=cycle)
        fresh.share(by=educator, partnership=cycle.partnership)
        step = NextStep.objects.create(cycle=cycle, text="Wait", owner=cast.coach, due=localdate())
        question = make.make_annotation(film, cast.coach, shared_at=now(), next_step=step)
        make.make_annotation(film, educator, parent=question, shared_at=now())
        make.make_annotation(film, cast.coach)
        NextStep.objects.create(cycle=cycle, text="Kept", owner=educator, done_at=now())


def test_home_costs_the_same_for_two_pairs_and_for_twelve(cast, sign_in, django_assert_max_num_queries):
    browser = sign_in(cast.coach)
    costs = []
    for more in (2, 10):
        fill_home(cast, more)
        with django_assert_max_num_queries(15) as queries:
            assert "Tomas" in text(browser.get("/"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
