"""Each at her own screen: one drives, the other's page asks where the film is."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from media_review import agenda
from media_review.models import Debrief
from tests import make


@pytest.fixture
def item(cast, cycle):
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    return agenda.put(make.make_annotation(film, cast.coach, shared_at=now()), cast.coach)


class Screen:
    """A page of somebody, open at the debrief."""

    def __init__(self, person, cycle):
        self.browser, self.cycle, self.page = Client(), cycle, str(uuid.uuid4())
        self.browser.force_login(person)

    def ask(self, **query):
        return self._to("debrief_now", self.browser.get, {"page": self.page, **query})

    def follow(self):
        return self.ask(follows=1)

    def take(self, **place):
        return self._to("take_wheel", self.browser.post, {"page": self.page, **place})

    def tell(self, **place):
        return self._to("tell_place", self.browser.post, {"page": self.page, **place})

    def leave(self):
        return self._to("leave_wheel", self.browser.post, {"page": self.page})

    def _to(self, name, send, form):
        answer = send(reverse(f"media_review:{name}", args=[self.cycle.pk]), form)
        assert answer.status_code == 200
        return answer.json()


@pytest.fixture
def screens(cast, cycle, item):
    """(the coach's, the educator's)"""
    return Screen(cast.coach, cycle), Screen(cast.educator, cycle)


def earlier(seconds):
    for field in ("told_at", "followed_at"):
        Debrief.objects.exclude(**{field: None}).update(**{field: now() - timedelta(seconds=seconds)})


def test_nobody_drives_until_somebody_does(screens, item):
    ines, wren = screens
    assert wren.ask()["driver"] == ""
    assert ines.take(item=item.pk, at=58_000)["mine"] is True
    seen = wren.ask()
    assert (seen["driver"], seen["mine"]) == ("Ines", False)
    assert (seen["item"], seen["at"], seen["plays"]) == (str(item.pk), 58_000, False)


def test_the_answer_says_how_long_ago_it_was_by_the_clock_of_the_site(screens, item):
    ines, wren = screens
    ines.take(item=item.pk)
    ines.tell(item=item.pk, at=60_000, plays=1)
    earlier(3)
    seen = wren.follow()
    assert (seen["at"], seen["plays"]) == (60_000, True)
    assert 3_000 <= seen["age"] < 4_000


def test_taking_over_is_one_press_and_ends_the_others_driving(screens, item):
    ines, wren = screens
    ines.take(item=item.pk, at=1)
    assert wren.take(item=item.pk, at=2)["mine"] is True
    told = ines.tell(item=item.pk, at=3, plays=1)
    assert (told["driver"], told["mine"], told["at"], told["plays"]) == ("Wren", False, 2, False)
    ines.leave()
    assert ines.ask()["driver"] == "Wren"


def test_of_two_pages_of_one_person_only_one_drives(cast, cycle, screens, item):
    ines, _ = screens
    tablet = Screen(cast.coach, cycle)
    ines.take(item=item.pk)
    assert (tablet.ask()["driver"], tablet.ask()["mine"]) == ("Ines", False)
    tablet.tell(item=item.pk, at=5)
    assert ines.ask()["at"] == 0


def test_the_driver_learns_that_somebody_follows_or_has_left(screens, item):
    ines, wren = screens
    ines.take(item=item.pk)
    assert ines.ask()["followed"] is False
    wren.ask()
    assert ines.ask()["followed"] is False
    wren.follow()
    assert ines.ask()["followed"] is True
    Debrief.objects.update(followed_at=now() - timedelta(seconds=9))
    assert ines.ask()["followed"] is False


def test_a_driver_who_has_gone_silent_drives_no_more(screens, item):
    ines, wren = screens
    ines.take(item=item.pk)
    ines.tell(item=item.pk, at=60_000, plays=1)
    earlier(16)
    seen = wren.ask()
    assert (seen["driver"], seen["plays"]) == ("", False)
    assert ines.tell(item=item.pk, at=61_000, plays=1)["mine"] is True  # and goes on when it wakes up
    ines.leave()
    assert wren.ask()["driver"] == ""


def test_a_page_can_ask_whether_its_agenda_is_still_right(cast, screens, item):
    _, wren = screens
    before = wren.ask()["agenda"]
    agenda.discuss(item, True)
    assert wren.ask()["agenda"] == before + 1


def test_what_no_page_of_ours_sends_is_refused(screens, item, cycle):
    ines, _ = screens
    address = reverse("media_review:tell_place", args=[cycle.pk])
    for wrong in ({}, {"page": "x"}, {"page": ines.page, "at": -1}, {"page": ines.page, "item": "1"}):
        assert ines.browser.post(address, wrong).status_code == 400
    other = agenda.put(_elsewhere(), _elsewhere.coach)
    ines.take(item=other.pk)
    assert ines.ask()["item"] == ""


def _elsewhere():
    cycle = make.make_cycle()
    pair = cycle.partnership
    _elsewhere.coach = pair.coach
    film = make.make_recording(pair.coachee, cycle=cycle)
    film.share(by=pair.coachee, partnership=pair)
    return make.make_annotation(film, pair.coach, shared_at=now())
