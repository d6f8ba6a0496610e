"""Every kind of letter: in her language, by her clock, at once or once a day, and with the way to end them all."""

import inspect
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now

from coachcycle.accounts.letters import stop_address
from coachcycle.accounts.models import User
from coachcycle.letterbox import sending
from cycles.models import PreConference
from media_review import drafts, objecting
from media_review.models import Recording, Share
from tests import make

LANGUAGES = ("es", "pt-br", "ht")
EARLY, MORNING = 5, 8  # by her clock


@pytest.fixture
def film(cast, cycle):
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    return film


def conference(cast, cycle, film):
    PreConference.objects.filter(cycle=cycle).update(meets_at=now() + timedelta(hours=20))
    return cast.educator, "You meet %(name)s: %(day)s, %(time)s."


def due(cast, cycle, film):
    cycle.steps_agreed.create(text="Count to five", owner=cast.educator, due=localdate())
    return cast.educator, "A next step of yours is due."


def look(cast, cycle, film):
    cycle.steps_agreed.create(text="Count to five", owner=cast.coach, check_on=localdate() - timedelta(days=1))
    return cast.educator, "You wanted to look at a next step again."


def answer(cast, cycle, film):
    said = make.make_annotation(film, cast.educator, "I waited.", shared_at=now())
    make.make_annotation(film, cast.coach, "You did.", parent=said, shared_at=now())
    return cast.educator, "%(name)s answered you."


def waits(cast, cycle, film):
    Share.objects.filter(recording=film).update(shared_at=now() - timedelta(days=4))
    return cast.coach, "%(name)s shared a film with you. You have not looked at it yet."


def feedback(cast, cycle, film):
    make.make_annotation(film, cast.coach, "You waited.", shared_at=now())
    return cast.educator, "%(name)s shared feedback with you."


def objection(cast, cycle, film):
    objecting.object_to(film, by=cast.coach)
    return cast.educator, "%(name)s asks that a film of yours is not shared. Nobody else can watch it now."


def agreed(cast, cycle, film):
    objecting.object_to(film, by=cast.coach)
    objecting.agree(film.objections.get())
    return cast.educator, "%(name)s agrees that a film of yours is shared. You can share it again."


AT_ONCE = {
    "conference": conference,
    "due": due,
    "look": look,
    "answer": answer,
    "film": waits,
    "objection": objection,
    "agreed": agreed,
}
KINDS = AT_ONCE | {"feedback": feedback}  # at once, feedback is told by the act of sharing


def letters_to(person):
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def set_up(kind, cast, cycle, film, **reader):
    """It happens, and its reader has set this. She, and the sentence she is told."""
    person, sentence = KINDS[kind](cast, cycle, film)
    User.objects.filter(pk=person.pk).update(**reader)
    return person, sentence


def next_at(hour, minute=0):
    """The next time that the clocks of Los Angeles show that hour, while it all still is news."""
    moment = now() + timedelta(minutes=1)
    here = moment.astimezone(sending.zone_of(User(time_zone="America/Los_Angeles"), None))
    return moment + timedelta(hours=(hour - here.hour) % 24, minutes=minute - here.minute)


def test_no_kind_is_forgotten():
    """Whoever adds a sentence is led here, to say what is true of its letter."""
    assert set(re.findall(r'"(\w+)": _\(', inspect.getsource(sending.sentence))) == set(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_in_her_language(kind, language, cast, cycle, film):
    letters = "daily" if kind == "feedback" else "at_once"
    person, sentence = set_up(kind, cast, cycle, film, language=language, letters=letters)
    sending.send_letters(now().replace(hour=23) if kind == "feedback" else now())
    (letter,) = letters_to(person)
    with translation.override(language):
        words = translation.gettext(sentence)
        promise = translation.gettext("What was said and planned stands there and not in this letter.")
    assert words != sentence, "it is translated"
    assert words.partition("%(")[0] in letter.body
    assert words.rpartition("%(")[2].partition(")s")[2] in letter.body
    assert promise in letter.body
    assert "Dear" not in letter.body
    assert not any(said in letter.body for said in ("waited", "You did", "Count to five"))


@pytest.mark.parametrize("kind", KINDS)
def test_it_ends_with_the_way_to_end_them_all(kind, cast, cycle, film, client):
    letters = "daily" if kind == "feedback" else "at_once"
    person, _sentence = set_up(kind, cast, cycle, film, letters=letters)
    sending.send_letters(now().replace(hour=23) if kind == "feedback" else now())
    (letter,) = letters_to(person)
    has_the_way_out(letter, person)
    client.post(stop_address(person), {"List-Unsubscribe": "One-Click"})
    person.refresh_from_db()
    assert person.letters == "none"


def has_the_way_out(letter, person):
    assert letter.body.rstrip().endswith(stop_address(person))
    assert stop_address(person) in letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("kind", AT_ONCE)
def test_at_once_is_at_any_hour(kind, cast, cycle, film):
    person, _sentence = set_up(kind, cast, cycle, film, letters="at_once", time_zone="America/Los_Angeles")
    sending.send_letters(now())
    assert len(letters_to(person)) == 1
    sending.send_letters(now())
    assert len(letters_to(person)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_once_a_day_is_in_the_morning_by_her_own_clock(kind, cast, cycle, film):
    person, _sentence = set_up(kind, cast, cycle, film, letters="daily", time_zone="America/Los_Angeles")
    early = next_at(EARLY)
    if kind == "conference":
        PreConference.objects.filter(cycle=cycle).update(meets_at=early + timedelta(hours=12))
    sending.send_letters(early)
    assert letters_to(person) == []
    sending.send_letters(early + timedelta(hours=MORNING - EARLY))
    assert len(letters_to(person)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_who_wants_none_gets_none(kind, cast, cycle, film):
    person, _sentence = set_up(kind, cast, cycle, film, letters="none")
    sending.send_letters(now().replace(hour=23))
    assert letters_to(person) == []


def test_the_hour_of_a_conference_is_told_by_her_clock_in_summer_and_in_winter(cast, cycle, film):
    zones = {cast.educator: "America/Los_Angeles", cast.coach: "America/Sao_Paulo"}
    for person, zone in zones.items():
        User.objects.filter(pk=person.pk).update(time_zone=zone)
    for month, hours in ((1, ("7:00", "12:00")), (7, ("8:00", "12:00"))):
        meets_at = datetime(2026, month, 12, 15, 0, tzinfo=UTC)
        PreConference.objects.filter(cycle=cycle).update(meets_at=meets_at)
        mail.outbox.clear()
        sending.send_letters(meets_at - timedelta(hours=3))
        for person, hour in zip(zones, hours, strict=True):
            assert f"{hour}." in letters_to(person)[0].body


@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_shared_feedback_at_once_is_in_the_readers_language_and_can_be_ended(
    language, cast, cycle, film, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=cast.educator.pk).update(language=language)
    draft = make.make_annotation(film, cast.coach, "You waited.")
    with translation.override("pt-br"), django_capture_on_commit_callbacks(execute=True):
        assert drafts.share(Recording.objects.get(pk=film.pk), cast.coach, [draft]) == 1
    (letter,) = letters_to(cast.educator)
    with translation.override(language or "en"):
        assert translation.gettext("Look at it together with the film:") in letter.body, "not in the author's"
    has_the_way_out(letter, cast.educator)
    assert "waited" not in letter.body


def test_an_invitation_to_a_conference_can_be_ended_too(cast, cycle, sign_in):
    browser, url = sign_in(cast.coach), reverse("cycles:plan_date", args=[cycle.pk])
    meets_at = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    browser.post(url, {"meets_at": meets_at, "version": cycle.pre_conference.version})
    (letter,) = letters_to(cast.educator)
    has_the_way_out(letter, cast.educator)
