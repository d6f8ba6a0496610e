"""Partners write, leaders read, everyone else finds nothing."""

import pytest
from django.urls import reverse

from cycles.models import Cycle, NextStep, Partnership
from tests.cycles.pages import typed, words

ON_A_CYCLE = ["save_pre_conference", "save_lesson", "save_post_conference", "add_step"]


@pytest.fixture
def step(cycle, cast):
    return cycle.steps_agreed.create(text="Wait longer", owner=cast.educator)


def addresses(cycle, step):
    on_cycle = [reverse(f"cycles:{name}", args=[cycle.pk]) for name in [*ON_A_CYCLE, "save_reflection", "advance"]]
    on_step = [
        reverse(f"cycles:{name}", args=[step.pk]) for name in ("edit_step", "finish_step", "reopen_step", "carry_step")
    ]
    return [*on_cycle, *on_step, reverse("cycles:edit_partnership", args=[cycle.partnership_id])]


def test_a_leader_reads_and_does_not_write(cast, cycle, step, sign_in):
    browser = sign_in(cast.leader)
    page = browser.get(cycle.get_absolute_url())
    assert page.status_code == 200
    assert "You read this record" in words(page)
    assert "Edit the lesson" not in words(page)
    for url in addresses(cycle, step):
        assert browser.post(url).status_code == 403, url
    assert browser.get(reverse("cycles:save_lesson", args=[cycle.pk])).status_code == 403


@pytest.mark.parametrize("role", ["partner", "outsider", "former"])
def test_others_find_nothing(role, cast, cycle, step, sign_in):
    browser = sign_in(getattr(cast, role))
    assert browser.get(cycle.get_absolute_url()).status_code == 404
    for url in addresses(cycle, step):
        assert browser.post(url).status_code == 404, url
    assert cycle.title not in words(browser.get(reverse("cycles:list")))


def test_only_coaches_and_leaders_begin_a_partnership(cast, sign_in):
    url = reverse("cycles:start_partnership")
    assert sign_in(cast.leader).get(url).status_code == 200
    assert sign_in(cast.coach).get(url).status_code == 200
    assert sign_in(cast.educator).get(url).status_code == 403
    assert sign_in(cast.partner).get(reverse("cycles:start")).status_code == 403


def test_a_coach_pairs_up_with_people_of_her_programs_only(cast, sign_in):
    browser = sign_in(cast.coach)
    url = reverse("cycles:start_partnership")
    own = f"{cast.program.pk}/{cast.educator.pk}/educator"
    elsewhere = cast.outsider.memberships.get().program
    for wrong in (f"{elsewhere.pk}/{cast.outsider.pk}/leader", f"{cast.program.pk}/{cast.partner.pk}/partner"):
        page = browser.post(url, typed(browser.get(url), coachee=wrong, stepping_in="An open palm."))
        assert page.status_code == 200
        assert read_back(page)["stepping_in"] == "An open palm."
    page = browser.post(url, typed(browser.get(url), coachee=own, coach=str(cast.leader.pk)))
    assert page.status_code == 200, "a coach does not pair up others"
    room = elsewhere.classrooms.get()
    page = browser.post(url, typed(browser.get(url), coachee=own, classroom=str(room.pk)))
    assert page.status_code == 200
    assert not Partnership.objects.exists()
    assert browser.post(url, typed(browser.get(url), coachee=own)).status_code == 302
    again = browser.post(url, typed(browser.get(url), coachee=own))
    assert "partners already" in words(again)


def test_a_leader_may_name_another_coach(cast, sign_in):
    browser = sign_in(cast.leader)
    url = reverse("cycles:start_partnership")
    own = f"{cast.program.pk}/{cast.educator.pk}/educator"
    assert browser.post(url, typed(browser.get(url), coachee=own, coach=str(cast.coach.pk))).status_code == 302
    assert Partnership.objects.get().coach == cast.coach
    herself = f"{cast.program.pk}/{cast.leader.pk}/leader"
    page = browser.post(url, typed(browser.get(url), coachee=herself))
    assert "A partnership is of two people." in words(page)


def test_one_open_cycle_at_a_time_and_the_title_is_kept(cast, cycle, sign_in):
    browser = sign_in(cast.educator)
    url = reverse("cycles:start")
    answer = browser.post(url, {"partnership": str(cycle.partnership_id), "title": "Block corner"})
    assert "Close the cycle that is open before you start the next one." in words(answer)
    assert read_back(answer)["title"] == "Block corner"
    assert Cycle.objects.count() == 1


def test_only_its_owner_says_a_step_is_done_and_may_take_it_back(cast, cycle, step, sign_in):
    finish = reverse("cycles:finish_step", args=[step.pk])
    assert sign_in(cast.coach).post(finish).status_code == 403
    assert NextStep.objects.open().exists()
    browser = sign_in(cast.educator)
    assert browser.post(finish, {"next": "https://elsewhere.example/"}).url.startswith(cycle.get_absolute_url())
    assert not NextStep.objects.open().exists()
    browser.post(reverse("cycles:reopen_step", args=[step.pk]))
    assert NextStep.objects.open().exists()


def read_back(response):
    return typed(response)
