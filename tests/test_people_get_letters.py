"""Letters: at once, once a day in the morning where she lives, or never; nobody is told twice, nor what was said."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils.timezone import localdate, now

from coachcycle.accounts.letters import stop_address
from coachcycle.accounts.models import User
from coachcycle.letterbox.models import Told
from coachcycle.letterbox.sending import send_letters
from cycles.models import PreConference
from tests import make

NOON = datetime(2026, 11, 3, 17, 0, tzinfo=UTC)  # noon in New York, nine in the morning in Los Angeles


@pytest.fixture
def meeting(cycle):
    """Tomorrow, half past three in New York."""
    PreConference.objects.filter(cycle=cycle).update(meets_at=NOON + timedelta(hours=3, minutes=30))
    return cycle


def letters_to(person):
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def test_both_are_reminded_of_a_conference_once_and_in_their_own_time(cast, meeting):
    User.objects.filter(pk=cast.coach.pk).update(time_zone="America/Los_Angeles")
    assert send_letters(NOON) == 2
    assert "You meet Ines: 3 November, 15:30." in letters_to(cast.educator)[0].body
    assert "You meet Wren: 3 November, 12:30." in letters_to(cast.coach)[0].body
    assert send_letters(NOON + timedelta(minutes=1)) == 0
    later = NOON + timedelta(hours=5)
    PreConference.objects.filter(cycle=meeting).update(meets_at=later)
    assert send_letters(NOON + timedelta(minutes=2)) == 2, "another time is another meeting"


def test_who_left_for_another_program_is_not_reminded(cast, meeting):
    cast.educator.memberships.update(program=make.make_program("Elsewhere"))
    send_letters(NOON)
    assert letters_to(cast.educator) == []
    assert len(letters_to(cast.coach)) == 1


def test_once_a_day_means_in_the_morning_where_she_lives_and_all_in_one(cast, meeting):
    User.objects.filter(pk=cast.educator.pk).update(letters="daily", time_zone="America/Los_Angeles")
    meeting.steps_agreed.create(text="Count to five", owner=cast.educator, due=localdate(NOON))
    night = NOON - timedelta(hours=4)  # five in the morning there
    send_letters(night)
    assert letters_to(cast.educator) == []
    send_letters(NOON)
    (letter,) = letters_to(cast.educator)
    assert "You meet Ines" in letter.body
    assert "A next step of yours is due." in letter.body
    assert "Count to five" not in letter.body
    assert letter.subject == "2 things for you at coachcycle"
    meeting.steps_agreed.create(text="Hang the cards", owner=cast.educator, due=localdate(NOON))
    send_letters(NOON + timedelta(hours=2))
    assert len(letters_to(cast.educator)) == 1, "the next one is tomorrow's"
    send_letters(NOON + timedelta(days=1))
    assert len(letters_to(cast.educator)) == 2


def test_who_wants_none_gets_none_and_stops_them_with_one_press(cast, meeting, client):
    send_letters(NOON)
    (letter,) = letters_to(cast.educator)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = stop_address(cast.educator)
    assert address in letter.body
    assert "Send me no more letters" in client.get(address).content.decode()
    client.post(address, {"List-Unsubscribe": "One-Click"})
    cast.educator.refresh_from_db()
    assert cast.educator.letters == "none"
    PreConference.objects.filter(cycle=meeting).update(meets_at=NOON + timedelta(hours=6))
    send_letters(NOON + timedelta(minutes=5))
    assert len(letters_to(cast.educator)) == 1
    assert client.get(address.replace(":", ":x")).status_code == 404


def test_an_answer_and_shared_feedback_are_told_without_a_word_of_them(cast, cycle):
    User.objects.filter(pk=cast.educator.pk).update(letters="daily")
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    said = make.make_annotation(film, cast.coach, "You waited.", shared_at=now())
    make.make_annotation(film, cast.educator, "I counted.", parent=said, shared_at=now())
    tonight = now().replace(hour=23)
    send_letters(tonight)
    assert "Wren answered you." in letters_to(cast.coach)[0].body
    assert "Ines shared feedback with you." in letters_to(cast.educator)[0].body
    assert not any("waited" in letter.body or "counted" in letter.body for letter in mail.outbox)


def test_once_a_day_all_who_can_see_it_are_told_of_feedback_and_once_only(cast, cycle):
    """On a lesson that was seen live, and on the film of another of the group: neither is a film of hers."""
    tomas = make.make_member("educator", cast.program, "Tomas Reyes")
    cycle.partnership.participants.create(person=tomas, side="coachee")
    User.objects.filter(pk__in=[cast.educator.pk, tomas.pk]).update(letters="daily")
    seen_live = make.make_observation(cycle)
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    make.make_annotation(seen_live, cast.coach, "You knelt down.", shared_at=now())
    make.make_annotation(film, cast.educator, "I waited here.", shared_at=now())
    make.make_annotation(film, cast.educator, "Mine alone.")
    tonight = now().replace(hour=23)
    send_letters(tonight)
    assert [letter.body.count("Ines shared feedback with you.") for letter in letters_to(cast.educator)] == [1]
    (letter,) = letters_to(tomas)
    assert "Ines shared feedback with you." in letter.body
    assert "Wren shared feedback with you." in letter.body
    assert "Wren shared" not in letters_to(cast.educator)[0].body, "what she shared herself is no news to her"
    assert letters_to(cast.coach) == [], "who wants letters at once had one from the act of sharing"
    assert not any(said in each.body for each in mail.outbox for said in ("knelt", "waited", "alone"))
    send_letters(tonight + timedelta(days=1))
    assert len(letters_to(tomas)) == 1, "yesterday's feedback is no news today"
    make.make_annotation(film, cast.educator, "And here.", shared_at=now())
    send_letters(tonight + timedelta(days=1))
    assert len(letters_to(tomas)) == 2


def test_feedback_on_what_she_cannot_see_any_more_is_not_told(cast, cycle):
    tomas = make.make_member("educator", cast.program, "Tomas Reyes")
    beside = cycle.partnership.participants.create(person=tomas, side="coachee")
    User.objects.filter(pk=tomas.pk).update(letters="daily")
    make.make_annotation(make.make_observation(cycle), cast.coach, shared_at=now())
    type(beside).objects.update(left_at=now())
    send_letters(now().replace(hour=23))
    assert letters_to(tomas) == []


def test_a_share_taken_back_is_no_news(cast, cycle):
    film = make.make_recording(cast.educator, cycle=cycle)
    share = film.share(by=cast.educator, partnership=cycle.partnership)
    said = make.make_annotation(film, cast.coach, shared_at=now())
    make.make_annotation(film, cast.educator, parent=said, shared_at=now())
    share.stop()
    send_letters(now())
    assert letters_to(cast.coach) == []


def test_a_film_nobody_looked_at_is_said_once(cast, cycle):
    film = make.make_recording(cast.educator, cycle=cycle)
    share = film.share(by=cast.educator, partnership=cycle.partnership)
    type(share).objects.update(shared_at=now() - timedelta(days=4))
    assert send_letters(now()) == 1
    assert "Wren shared a film with you." in letters_to(cast.coach)[0].body
    assert send_letters(now()) == 0


class NoPostman(EmailBackend):
    def send_messages(self, _letters):
        raise ConnectionRefusedError


def test_a_letter_that_could_not_go_is_tried_again(cast, meeting, settings):
    before, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.NoPostman"
    assert send_letters(NOON) == 0
    assert not Told.objects.exists()
    settings.EMAIL_BACKEND = before
    assert send_letters(NOON) == 2


def test_who_left_is_told_nothing(cast, meeting):
    cast.educator.memberships.get().end()
    send_letters(NOON)
    assert letters_to(cast.educator) == []


def test_letters_for_many_cost_no_more_questions_than_for_few(cast, meeting, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as few:
        send_letters(NOON)
    for number in range(8):
        pair = make.make_partnership(
            cast.program, cast.coach, make.make_member("educator", cast.program, f"Teacher {number}")
        )
        PreConference.objects.filter(cycle=make.make_cycle(pair)).update(meets_at=NOON + timedelta(hours=5))
    User.objects.exclude(pk=cast.coach.pk).update(letters="none")
    Told.objects.all().delete()
    with django_assert_max_num_queries(len(few)):
        send_letters(NOON)
