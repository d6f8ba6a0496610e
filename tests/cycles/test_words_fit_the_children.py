"""With babies and toddlers, and in what is no lesson, a plan is asked for in other words."""

import pytest
from django.urls import reverse

from coachcycle.accounts.models import Classroom
from cycles import prompts
from cycles.ages import TURNED
from cycles.models import Lesson
from tests import make
from tests.cycles.pages import typed, words


@pytest.fixture
def in_room(cast):
    """in_room("infant") → a cycle of Wren's in a room with babies."""

    def begin(ages, **pair):
        room = Classroom.objects.create(program=cast.program, name=f"Room {ages}", ages=ages)
        return make.make_cycle(make.make_partnership(cast.program, cast.coach, cast.educator, classroom=room, **pair))

    return begin


def plan_of(cycle):
    return reverse("cycles:save_pre_conference", args=[cycle.pk])


def test_the_classroom_turns_goals_and_prompts(cast, in_room, sign_in):
    cycle = in_room("infant")
    page = words(sign_in(cast.educator).get(plan_of(cycle)))
    for said in ("Goal for babies", "What shall babies notice, reach for or answer?", "As in the classroom: infants"):
        assert said in page
    assert "What shall children be able to say" not in page
    assert "Name a goal for the babies." in words(sign_in(cast.coach).get(cycle.get_absolute_url()))


def test_the_youngest_are_not_asked_for_a_lesson(cast, in_room, sign_in):
    cycle = in_room("infant")
    assert (cycle.pre_conference.kind, cycle.lesson.kind) == ("interaction", "interaction")
    page = words(sign_in(cast.coach).get(cycle.get_absolute_url()))
    assert "Plan the interaction in segments" in page
    assert "The interaction: who led" in page


def test_the_pair_says_otherwise_for_a_cycle(cast, in_room, sign_in):
    cycle = in_room("preschool")
    browser = sign_in(cast.educator)
    for changes in ({"ages": "toddler", "kind": "activity"}, {"picks": ["content-0"]}):
        browser.post(plan_of(cycle), typed(browser.get(plan_of(cycle)), **changes))
    assert cycle.pre_conference.answers.get().prompt == "What shall toddlers try, say or do by themselves?"
    page = words(browser.get(plan_of(cycle)))
    assert "Segments of the activity" in page
    assert "Goals for toddlers" in page
    assert Lesson.objects.get(cycle=cycle).kind == "activity"


def test_what_happened_may_be_another_thing_than_was_planned(cast, cycle, sign_in):
    make.plan_lesson(cycle)
    browser, lesson = sign_in(cast.educator), reverse("cycles:save_lesson", args=[cycle.pk])
    browser.post(lesson, typed(browser.get(lesson), kind="interaction"))
    browser.post(plan_of(cycle), typed(browser.get(plan_of(cycle)), kind="activity"))
    assert Lesson.objects.get(cycle=cycle).kind == "interaction"
    page = words(browser.get(cycle.get_absolute_url()))
    assert "The interaction: who led" in page


def test_sessions_with_staff_ask_for_no_ages(cast, in_room, sign_in):
    cycle = make.make_cycle(make.make_partnership(cast.program, cast.coach, cast.leader, coachee_role="leader"))
    page = words(sign_in(cast.leader).get(plan_of(cycle)))
    assert "What you plan, and with whom" not in page
    assert "Goals for staff" in page
    assert cycle.pre_conference.kind == "session"


def test_an_organizations_words_hold_for_all_ages(cast, in_room, sign_in):
    cast.program.organization.own_prompts.create(
        prompt_set="lesson", core_issue="content", instead_of="content-0", text="What is the point?"
    )
    page = words(sign_in(cast.educator).get(plan_of(in_room("infant"))))
    assert "What is the point?" in page
    assert "What shall babies notice" not in page


def test_every_turned_prompt_is_one_of_ours():
    ours = prompts.ours(prompts.PromptSet.LESSON)
    assert {name for turned in TURNED.values() for name in turned} <= set(ours)
