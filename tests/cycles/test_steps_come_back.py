"""A next step does not get lost: it is looked at again, shown, carried on with what became of it, or let go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from cycles.models import Cycle, NextStep, SmallTest
from tests import make
from tests.cycles.pages import typed, words


@pytest.fixture
def step(cast, cycle):
    return cycle.steps_agreed.create(text="Count to five", owner=cast.educator, due=localdate() + timedelta(days=20))


def at(name, pk):
    return reverse(f"cycles:{name}", args=[pk])


def said(step):
    return [(change.kind, change.by.short_name, change.words) for change in step.history.select_related("by")]


def test_on_the_day_both_are_reminded_and_either_says_how_it_goes(cast, step, sign_in):
    NextStep.objects.update(check_on=localdate())
    for person in (cast.educator, cast.coach):
        page = words(sign_in(person).get("/"))
        assert "Count to five" in page
        assert "How does it go?" in page
    browser = sign_in(cast.coach)
    later = localdate() + timedelta(days=7)
    browser.post(at("look_again", step.pk), {"words": "Three children answered.", "check_on": str(later)})
    step.refresh_from_db()
    assert step.check_on == later
    assert "How does it go?" not in words(browser.get("/"))
    assert "Ines looked at it again" in words(browser.get(at("edit_step", step.pk)))
    assert said(step) == [("looked", "Ines", "Three children answered.")]


def test_a_day_that_is_over_is_refused_and_what_was_said_is_kept(cast, step, sign_in):
    yesterday = str(localdate() - timedelta(days=1))
    page = sign_in(cast.coach).post(at("look_again", step.pk), {"words": "It goes well.", "check_on": yesterday})
    assert "That day is over" in words(page)
    assert "It goes well." in words(page)
    assert said(step) == []


def test_what_became_of_each_goes_into_the_next_cycle(cast, cycle, step, sign_in):
    dropped = cycle.steps_agreed.create(text="Hang the cards", owner=cast.coach)
    done = cycle.steps_agreed.create(text="Bring the book", owner=cast.educator)
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
    after = make.make_cycle(cycle.partnership, title="Block corner")
    browser = sign_in(cast.educator)
    assert words(browser.get(after.get_absolute_url())).count("What became of it?") == 3
    browser.post(at("carry_step", step.pk), {"words": "Twice, then I forgot."})
    browser.post(at("let_go_step", dropped.pk), {"words": "The room moved."})
    browser.post(at("finish_step", done.pk), {"words": "They ask for it."})
    for each in (step, dropped, done):
        each.refresh_from_db()
    assert step.carried_into == after
    assert said(step) == [("carried", "Wren", "Twice, then I forgot.")]
    assert dropped.let_go_at
    assert not dropped.is_open
    assert said(done) == [("done", "Wren", "They ask for it.")]
    assert "What became of it?" not in words(browser.get(after.get_absolute_url()))
    assert "1 step open" in words(browser.get(reverse("cycles:list")))


def test_the_coach_asks_to_be_shown_and_it_is_done_when_its_owner_says_so(cast, step, sign_in):
    sign_in(cast.coach).post(at("ask_to_show", step.pk))
    assert sign_in(cast.educator).post(at("ask_to_show", step.pk)).status_code == 403
    browser = sign_in(cast.educator)
    assert "You are asked to show it." in words(browser.get(at("edit_step", step.pk)))
    assert "Wren is asked to show it." in words(browser.get(step.cycle.get_absolute_url()))
    browser.post(at("finish_step", step.pk))
    step.refresh_from_db()
    assert step.done_at
    assert step.show_asked_at is None
    assert [kind for kind, _by, _words in said(step)] == ["asked", "done"]


@pytest.mark.parametrize("asked", ["nowhere", "a\0b", "//example.org/", "https://example.org/", "home"])
def test_the_way_back_is_an_address_of_ours_or_the_cycle(asked, cast, step, sign_in):
    answer = sign_in(cast.educator).post(at("finish_step", step.pk), {"next": asked})
    assert answer.status_code == 302
    assert "example.org" not in answer["Location"]


def test_whoever_presses_twice_writes_one_line(cast, step, sign_in):
    browser = sign_in(cast.educator)
    for _ in range(2):
        browser.post(at("finish_step", step.pk))
    assert len(said(step)) == 1


def test_what_is_let_go_can_be_taken_up_again_by_its_owner(cast, step, sign_in):
    sign_in(cast.coach).post(at("let_go_step", step.pk))
    assert sign_in(cast.coach).post(at("reopen_step", step.pk)).status_code == 403
    sign_in(cast.educator).post(at("reopen_step", step.pk))
    step.refresh_from_db()
    assert step.is_open


def test_a_small_test_asks_for_the_prediction_before_the_result(cast, step, sign_in):
    browser = sign_in(cast.educator)
    page = browser.get(at("small_test", step.pk))
    assert not SmallTest.objects.exists()
    refused = browser.post(at("small_test", step.pk), typed(page, did="Four of six answered."))
    assert "Write what you expected first" in words(refused)
    assert "Four of six answered." in words(refused)
    expected = typed(refused, prediction="Two will answer.")
    assert browser.post(at("small_test", step.pk), expected).status_code == 302
    later = browser.get(at("small_test", step.pk))
    browser.post(at("small_test", step.pk), typed(later, prediction="Six will answer.", act="adopt"))
    test = SmallTest.objects.get()
    assert (test.prediction, test.act) == ("Two will answer.", "adopt")
    assert "Two will answer." in words(browser.get(at("edit_step", step.pk)))


def test_two_people_do_not_overwrite_each_others_test(cast, step, sign_in):
    SmallTest.objects.create(step=step)
    old = sign_in(cast.coach).get(at("small_test", step.pk))
    page = sign_in(cast.educator).get(at("small_test", step.pk))
    sign_in(cast.educator).post(at("small_test", step.pk), typed(page, plan="After lunch."))
    answer = sign_in(cast.coach).post(at("small_test", step.pk), typed(old, plan="In the morning."))
    assert "Wren saved this at" in words(answer)
    assert "In the morning." in words(answer)
    assert SmallTest.objects.get().plan == "After lunch."


def test_a_step_may_begin_with_an_idea_of_the_house_or_the_organizations_own(cast, cycle, sign_in):
    own = cast.program.organization.step_ideas.create(core_issue="plan", text="Film two minutes at arrival")
    browser = sign_in(cast.coach)
    page = browser.get(at("add_step", cycle.pk))
    assert "Film two minutes at arrival" in words(page)
    begun = typed(browser.get(at("add_step", cycle.pk), {"idea": f"own-{own.pk}"}))
    assert begun["text"] == "Film two minutes at arrival"
    assert "silence" in typed(browser.get(at("add_step", cycle.pk), {"idea": "0"}))["text"]
    assert typed(browser.get(at("add_step", cycle.pk), {"idea": "own-0"}))["text"] == ""


def test_leaders_keep_the_ideas_of_their_organization_and_no_others(cast, sign_in):
    here = at("step_ideas", cast.program.organization_id)
    browser = sign_in(cast.leader)
    browser.post(here, {"core_issue": "plan", "text": "Film two minutes at arrival"})
    idea = cast.program.organization.step_ideas.get()
    assert sign_in(cast.outsider).post(at("remove_step_idea", idea.pk)).status_code == 404
    assert sign_in(cast.educator).post(at("remove_step_idea", idea.pk)).status_code == 403
    sign_in(cast.leader).post(at("remove_step_idea", idea.pk))
    assert not cast.program.organization.step_ideas.exists()
