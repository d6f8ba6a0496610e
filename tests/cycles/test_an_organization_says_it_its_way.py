"""An organization rewords our prompts, takes out and adds; pairs pick from its words, and keep what they picked."""

import pytest
from django.urls import reverse

from tests import make
from tests.cycles.pages import typed, words

OURS = "What do you want to do, in two sentences?"
OTHER_OURS = "Where would you like a second pair of eyes or hands?"


@pytest.fixture
def organization(cast):
    return cast.program.organization


@pytest.fixture
def lead(cast, sign_in):
    """A browser of somebody who leads all programs."""
    person = make.make_member("leader", cast.program, "Ada Minister", across=True)
    return lambda: sign_in(person)


def at(name, organization, *args):
    return reverse(f"cycles:{name}", args=[organization.pk, *args])


def picker(browser, cycle):
    return words(browser.get(reverse("cycles:save_pre_conference", args=[cycle.pk])))


def pick(browser, cycle, name):
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])
    return browser.post(url, typed(browser.get(url), picks=[name]))


def test_pairs_find_what_was_added_just_as_it_was_typed(cast, cycle, organization, lead, sign_in):
    here = at("own_prompts", organization, "lesson")
    lead().post(here, {"core_issue": "evidence", "text": " ¿Qué dirán   los niños? "})
    row = organization.own_prompts.get()
    assert row.text == "¿Qué dirán los niños?"
    assert "¿Qué dirán los niños?" in picker(sign_in(cast.educator), cycle)
    pick(sign_in(cast.educator), cycle, row.name)
    answer = cycle.pre_conference.answers.get()
    assert (answer.core_issue, answer.prompt) == ("evidence", "¿Qué dirán los niños?")
    elsewhere = make.make_cycle()
    assert "¿Qué dirán" not in picker(sign_in(elsewhere.partnership.coach), elsewhere)


def test_ours_reads_as_they_say_it_and_who_picked_before_keeps_the_words(cast, cycle, organization, lead, sign_in):
    pick(sign_in(cast.educator), cycle, "plan-0")
    lead().post(at("reword_prompt", organization, "lesson", "plan-0"), {"text": "What is your plan?"})
    after = make.make_cycle(make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program)))
    offered = picker(sign_in(cast.coach), after)
    assert "What is your plan?" in offered
    assert OURS not in offered
    assert cycle.pre_conference.answers.get().prompt == OURS
    assert OURS in words(sign_in(cast.educator).get(cycle.get_absolute_url()))
    page = words(lead().get(at("own_prompts", organization, "lesson")))
    assert f"Yours. Ours says: “{OURS}”" in page
    lead().post(at("reword_prompt", organization, "lesson", "plan-0"), {"text": ""})
    assert OURS in picker(sign_in(cast.coach), after)


def test_what_is_taken_out_can_be_brought_back(cast, cycle, organization, lead, sign_in):
    retire = at("retire_prompt", organization, "lesson", "plan-1")
    for _twice in range(2):
        lead().post(retire)
    assert organization.own_prompts.count() == 1
    assert OTHER_OURS not in picker(sign_in(cast.coach), cycle)
    assert "No longer offered" in words(lead().get(at("own_prompts", organization, "lesson")))
    lead().post(retire, {"back": "1"})
    assert OTHER_OURS in picker(sign_in(cast.coach), cycle)


def test_own_ones_are_reworded_and_taken_out_too(cast, cycle, organization, lead, sign_in):
    row = organization.own_prompts.create(prompt_set="lesson", core_issue="plan", text="And the room?")
    lead().post(at("reword_prompt", organization, "lesson", row.name), {"text": "And the yard?"})
    assert "And the yard?" in picker(sign_in(cast.coach), cycle)
    page = lead().post(at("reword_prompt", organization, "lesson", row.name), {"text": " "})
    assert "Write the prompt, or take it out." in words(page)
    lead().post(at("retire_prompt", organization, "lesson", row.name))
    assert "And the yard?" not in picker(sign_in(cast.coach), cycle)


def test_sessions_with_staff_have_prompts_of_their_own(cast, organization, lead, sign_in):
    lead().post(at("own_prompts", organization, "staff"), {"core_issue": "plan", "text": "What will staff do?"})
    pair = make.make_partnership(cast.program, cast.coach, cast.leader, coachee_role="leader")
    with_children = make.make_cycle(make.make_partnership(cast.program, cast.coach, cast.educator))
    assert "What will staff do?" in picker(sign_in(cast.coach), make.make_cycle(pair))
    assert "What will staff do?" not in picker(sign_in(cast.coach), with_children)


def test_the_same_prompt_twice_and_an_empty_one_are_refused_in_words(organization, lead):
    here = at("own_prompts", organization, "lesson")
    refused = words(lead().post(here, {"core_issue": "plan", "text": OURS.upper()}))
    assert "Pairs find this prompt already." in refused
    assert "Write the prompt" in words(lead().post(here, {"core_issue": "plan", "text": ""}))
    assert not organization.own_prompts.exists()
    for name in ("plan-99", "plan-own99", "own"):
        assert lead().post(at("reword_prompt", organization, "lesson", name), {"text": "No"}).status_code == 404
    assert lead().get(at("own_prompts", organization, "nothing")).status_code == 404


@pytest.mark.parametrize("role", ["educator", "coach", "leader", "partner", "outsider", "former"])
def test_nobody_else_changes_what_pairs_find(role, cast, organization, sign_in):
    browser, status = sign_in(getattr(cast, role)), 404 if role in ("outsider", "former") else 403
    assert browser.get(at("own_prompts", organization, "lesson")).status_code == status
    added = browser.post(at("own_prompts", organization, "lesson"), {"core_issue": "plan", "text": "Mine"})
    reworded = browser.post(at("reword_prompt", organization, "lesson", "plan-0"), {"text": "Mine"})
    retired = browser.post(at("retire_prompt", organization, "lesson", "plan-0"))
    assert {each.status_code for each in (added, reworded, retired)} == {status}
    assert not organization.own_prompts.exists()
