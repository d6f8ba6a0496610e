"""A coachee leaves the program, a coach is removed: words for who stays, nothing lost, nothing seen by who left."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cycles.models import Cycle, Partnership
from media_review.models import Recording
from tests import make
from tests.cycles.pages import typed, words


def at(name, *args):
    return reverse(f"cycles:{name}", args=args)


@pytest.fixture
def film(cast, cycle):
    make.plan_lesson(cycle)
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    return film


def test_a_coachee_leaves_and_the_coach_reads_on_and_ends_it(cast, cycle, film, sign_in):
    cast.educator.memberships.get().end()
    left = sign_in(cast.educator)
    for address in (cycle.get_absolute_url(), reverse("media_review:room", args=[film.pk])):
        assert left.get(address).status_code == 404
    browser = sign_in(cast.coach)
    page = words(browser.get(cycle.get_absolute_url()))
    assert "Wren Abara no longer belongs to Harbor Street" in page
    assert "Children say why" in page
    assert "Hand the partnership over, or end it" in page
    assert browser.post(at("end_partnership", cycle.partnership_id)).status_code == 302
    cycle.refresh_from_db()
    assert not cycle.is_open
    assert "Children say why" in words(browser.get(cycle.get_absolute_url()))
    assert not Recording.objects.visible_to(cast.coach).exists()
    assert "Wren" not in words(browser.get(at("caseload")))
    assert browser.post(at("end_partnership", cycle.partnership_id)).status_code == 403, "it has ended"
    assert cycle.history.filter(arrived="").count() == 1


def test_a_coach_is_removed_and_a_leader_hands_over_to_another(cast, cycle, film, sign_in):
    noor = make.make_member("coach", cast.program, "Noor Haddad")
    step = cycle.steps_agreed.create(text="Wait", owner=cast.educator)
    cast.coach.memberships.get().end()
    assert sign_in(cast.coach).get(cycle.get_absolute_url()).status_code == 404
    page = words(sign_in(cast.educator).get(cycle.get_absolute_url()))
    assert "Ines Duarte no longer belongs to Harbor Street" in page
    assert "A leader of your program can hand the partnership over." in page
    leader = sign_in(cast.leader)
    form = typed(leader.get(at("hand_over", cycle.partnership_id)), to=str(noor.pk), steps=[str(step.pk)])
    assert leader.post(at("hand_over", cycle.partnership_id), form).status_code == 302
    begun = Cycle.objects.open().get()
    assert begun.partnership.coach == noor
    hers = sign_in(cast.educator)
    assert "no longer belongs" not in words(hers.get(begun.get_absolute_url()))
    assert "Children say why" in words(hers.get(cycle.get_absolute_url())), "what was written is hers to read"


def test_everybody_here_is_not_spoken_of(cast, cycle, sign_in):
    assert "no longer belongs" not in words(sign_in(cast.coach).get(cycle.get_absolute_url()))
    across = make.make_member("coach", cast.program, "Ada Across", across=True)
    cycle.partnership.participants.create(person=across, side="coach")
    assert "no longer belongs" not in words(sign_in(cast.coach).get(at("people", cycle.partnership_id)))


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_somebody_takes_part_once():
    pair = make.make_partnership()
    tomas = make.make_member("educator", pair.program, "Tomas Reyes")
    address = at("people", pair.pk)
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(pair.coach)
    form = typed(browsers[0].get(address), person=str(tomas.pk), side="coachee", name="Sparrow room team")
    ready, statuses = threading.Barrier(2), []

    def join(browser):
        ready.wait()
        try:
            statuses.append(browser.post(address, form).status_code)
        finally:
            connection.close()

    for _ in range(5):
        pair.participants.all().delete()
        threads = [threading.Thread(target=join, args=(browser,)) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert pair.participants.count() == 1
    assert set(statuses) <= {200, 302}
    assert Partnership.objects.get().name == "Sparrow room team"
