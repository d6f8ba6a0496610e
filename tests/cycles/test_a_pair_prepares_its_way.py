"""A pair prepares through core issues, from what works, or from a goal; what it has picked survives a change."""

import pytest
from django.urls import reverse

from cycles.models import Preparation
from tests import make
from tests.cycles.pages import typed, words

DISCOVERY = "What works already, however small, that we can build on?"


@pytest.fixture
def write(cycle, cast, sign_in):
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])

    def write(**changes):
        browser = sign_in(cast.educator)
        return browser.post(url, typed(browser.get(url), **changes))

    return write


def picked(cycle):
    return [(each.core_issue, each.prompt, each.text) for each in cycle.pre_conference.answers.all()]


def test_what_was_picked_survives_a_change_of_the_way(cast, cycle, write, sign_in):
    write(picks=["plan-1"])
    write(**{"answers-0-text": "With the ending."})
    write(way="appreciative", picks=["discovery-1"])
    write(**{"answers-1-text": "The song works."})
    plan = ("plan", "Where would you like a second pair of eyes or hands?", "With the ending.")
    assert picked(cycle) == [plan, ("discovery", DISCOVERY, "The song works.")]
    write(way="goal_first", picks=["baseline-0"])
    page = words(sign_in(cast.leader).get(cycle.get_absolute_url()))
    for said in ("Where help is wanted", "With the ending.", "Discovery: what works already", "The song works."):
        assert said in page
    assert "Goal first: baseline, target, strategy." in page
    assert len(picked(cycle)) == 3


def test_a_prompt_of_any_way_can_be_sent_while_the_other_changes_it(cycle, write):
    """Both had the page open: she picks of one way, the coach has taken another meanwhile."""
    write(way="goal_first")
    write(picks=["dream-0", "strategy-1"])
    assert [issue for issue, _prompt, _text in picked(cycle)] == ["dream", "strategy"]


def test_two_who_pick_the_same_prompt_have_it_once(cast, cycle, sign_in):
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])
    pair = [sign_in(person) for person in (cast.educator, cast.coach)]
    pages = [browser.get(url) for browser in pair]
    for browser, page in zip(pair, pages, strict=True):
        answer = browser.post(url, typed(page, picks=["plan-1"]), follow=True)
        assert "Not saved yet." not in words(answer)
    assert [issue for issue, _prompt, _text in picked(cycle)] == ["plan"]


@pytest.mark.parametrize("change", [{"language": "es"}, {"ages": "infant"}])
def test_what_is_picked_is_not_offered_again_in_other_words(cast, cycle, write, sign_in, change):
    write(picks=["content-0"])
    if "ages" in change:
        write(**change)
    else:
        type(cast.educator).objects.filter(pk=cast.educator.pk).update(**change)
    page = sign_in(cast.educator).get(reverse("cycles:save_pre_conference", args=[cycle.pk])).content.decode()
    assert 'name="picks" value="content-1"' in page
    assert 'name="picks" value="content-0"' not in page


def test_a_way_that_is_none_is_refused(cycle, write):
    assert "Not saved yet." in words(write(way="magic"))
    cycle.pre_conference.refresh_from_db()
    assert cycle.pre_conference.way == "content"


def test_an_organization_says_how_cycles_begin(cast, cycle, sign_in):
    lead = sign_in(make.make_member("leader", cast.program, "Ada Minister", across=True))
    url = reverse("cycles:set_usual_way", args=[cast.program.organization_id])
    lead.post(url, {"way": "appreciative"})
    lead.post(url, {"way": "magic"})
    assert Preparation.objects.get().way == "appreciative"
    other = make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program))
    assert make.make_cycle(other).pre_conference.way == "appreciative"
    assert cycle.pre_conference.way == "content"
    assert make.make_cycle().pre_conference.way == "content"


def test_its_own_prompts_stand_in_any_way(cast, cycle, write, sign_in):
    cast.program.organization.own_prompts.create(
        prompt_set="appreciative", core_issue="discovery", instead_of="discovery-1", text="¿Qué ya florece?"
    )
    write(way="appreciative", picks=["discovery-1"])
    assert picked(cycle) == [("discovery", "¿Qué ya florece?", "")]


def test_a_leaders_own_session_can_be_prepared_so_too(cast, sign_in):
    pair = make.make_partnership(cast.program, cast.coach, cast.leader, coachee_role="leader")
    cycle = make.make_cycle(pair)
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])
    browser = sign_in(cast.leader)
    browser.post(url, typed(browser.get(url), way="goal_first", picks=["content-0", "target-0"]))
    assert [issue for issue, _prompt, _text in picked(cycle)] == ["content", "target"]
    assert "Content: what staff should take away" in words(browser.get(cycle.get_absolute_url()))


def test_the_next_cycle_begins_the_way_of_the_last_where_the_pair_begins_with_its_plan(cast, cycle, write, sign_in):
    write(way="goal_first", picks=["target-0"])
    type(cycle).objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
    browser, url = sign_in(cast.educator), reverse("cycles:start")
    browser.post(url, typed(browser.get(url), title="Blocks", partnership=str(cycle.partnership_id)))
    after = cycle.partnership.cycles.open().get()
    assert after.pre_conference.way == "goal_first"
    assert [issue for issue, _prompt, _text in picked(after)] == ["target"]
