"""A pair picks what to talk about at its post-conference, out of the feedback that both can see."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from cycles.models import Cycle, PostConference
from media_review import agenda, landing
from media_review.models import AgendaItem, Debrief
from tests import make

pytestmark = pytest.mark.usefixtures("planned")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def said(recording, cast):
    """Feedback of the coach, shared."""
    return make.make_annotation(recording, cast.coach, kind="question", shared_at=now())


def talk(browser, annotation, headers=HTMX, **form):
    return browser.post(reverse("media_review:talk_about", args=[annotation.pk]), form, headers=headers)


def room(browser, recording):
    return browser.get(reverse("media_review:room", args=[recording.pk])).content.decode()


@pytest.mark.parametrize("person", ["educator", "coach"])
def test_either_of_the_two_puts_feedback_on_the_agenda_with_one_tap_and_off_again(
    person, sign_in, cast, recording, said
):
    browser = sign_in(getattr(cast, person))
    assert "Talk about it" in room(browser, recording)
    card = talk(browser, said).content.decode()
    assert "On the agenda" in card
    assert "Take it off the agenda" in card
    item = AgendaItem.objects.get()
    assert (item.annotation, item.cycle, item.added_by) == (said, recording.cycle, getattr(cast, person))
    talk(browser, said)
    assert AgendaItem.objects.count() == 1
    card = talk(browser, said, off=1).content.decode()
    assert "Talk about it" in card
    assert not AgendaItem.objects.exists()


def test_without_scripts_she_comes_back_to_the_card(sign_in, cast, recording, said):
    answer = talk(sign_in(cast.coach), said, headers={})
    assert answer["Location"] == reverse("media_review:room", args=[recording.pk]) + f"#f-{said.pk}"
    assert AgendaItem.objects.get().annotation == said


def test_a_draft_a_private_note_and_what_was_taken_back_cannot_be_on_it(sign_in, cast, recording):
    draft = make.make_annotation(recording, cast.coach, "A thought so far")
    private = make.make_annotation(recording, cast.coach, "For me", is_private=True)
    gone = make.make_annotation(recording, cast.coach, "", shared_at=now(), taken_back_at=now())
    browser = sign_in(cast.coach)
    for annotation in (draft, private, gone):
        assert talk(browser, annotation).status_code == 403
    assert "Talk about it" not in room(browser, recording)
    assert not AgendaItem.objects.exists()


def test_what_only_one_of_the_two_sees_is_refused_in_words(sign_in, cast, recording, said):
    recording.shares.get().stop()
    own = make.make_annotation(recording, cast.educator, shared_at=now())
    answer = talk(sign_in(cast.educator), own)
    assert answer.status_code == 422
    assert answer.content.decode() == "Ines does not see this yet, so it cannot be on your common agenda."
    assert talk(sign_in(cast.coach), said).status_code == 404
    assert not AgendaItem.objects.exists()


def test_a_closed_cycle_takes_nothing_more(sign_in, cast, recording, said):
    Cycle.objects.update(closed_at=now())
    browser = sign_in(cast.coach)
    assert "Talk about it" not in room(browser, recording)
    answer = talk(browser, said)
    assert answer.status_code == 422
    assert "This cycle is closed" in answer.content.decode()
    assert not AgendaItem.objects.exists()


def test_somebody_else_who_may_watch_neither_picks_nor_sees_what_they_talk_about(sign_in, cast, recording, said):
    colleague = make.make_member("coach", cast.program, "Cleo Colleague")
    recording.share(by=cast.educator, person=colleague)
    agenda.put(said, cast.coach)
    browser = sign_in(colleague)
    page = room(browser, recording)
    assert said.body in page
    assert "genda" not in page.replace("data-agenda", "")
    assert talk(browser, said, off=1).status_code == 403
    assert AgendaItem.objects.exists()


def test_the_newest_comes_last_and_every_change_can_be_noticed(cast, recording, said):
    later = make.make_annotation(recording, cast.educator, start_ms=1_000, shared_at=now())
    agenda.put(said, cast.coach)
    before = Debrief.objects.get().agenda_version
    agenda.put(later, cast.educator)
    assert [item.annotation for item in recording.cycle.agenda.all()] == [said, later]
    assert Debrief.objects.get().agenda_version > before
    seen = later.changed_at
    later.refresh_from_db()
    assert later.changed_at > seen


def test_what_was_answered_with_lets_talk_is_put_on_it_in_one_go(cast, recording, said):
    other = make.make_annotation(recording, cast.coach, start_ms=1_000, shared_at=now())
    draft = make.make_annotation(recording, cast.coach, start_ms=2_000)
    for annotation in (said, other, draft):
        annotation.responses.create(person=cast.educator, kind="talk")
    said.responses.create(person=cast.educator, kind="thanks")
    assert list(agenda.asked_for(recording.cycle)) == [other, said]
    agenda.put(said, cast.coach)
    assert agenda.put_all_asked_for(recording.cycle, cast.coach) == 1
    assert [item.annotation for item in recording.cycle.agenda.all()] == [said, other]
    assert not agenda.asked_for(recording.cycle).exists()


def respond(browser, annotation, **form):
    return browser.post(reverse("media_review:respond", args=[annotation.pk]), form, headers=HTMX).content.decode()


def test_lets_talk_puts_it_on_the_agenda_by_itself_and_takes_it_off_again(sign_in, cast, recording, said):
    browser = sign_in(cast.educator)
    assert "On the agenda" not in respond(browser, said, say="thanks")
    assert "On the agenda" in respond(browser, said, say="talk")
    assert AgendaItem.objects.get().added_by == cast.educator
    assert "On the agenda" not in respond(browser, said, unsay="talk")
    assert not AgendaItem.objects.exists()


def test_what_the_other_put_there_or_what_was_talked_about_stays_on_it(sign_in, cast, recording, said):
    browser = sign_in(cast.educator)
    item = agenda.put(said, cast.coach)
    respond(browser, said, say="talk")
    respond(browser, said, unsay="talk")
    assert AgendaItem.objects.get() == item
    agenda.take_off(recording.cycle, said.pk)
    respond(browser, said, say="talk")
    agenda.discuss(AgendaItem.objects.get(), True)
    respond(browser, said, unsay="talk")
    assert AgendaItem.objects.exists()


def test_lets_talk_is_an_answer_also_where_no_agenda_takes_it(sign_in, cast, recording, said):
    Cycle.objects.update(closed_at=now())
    respond(sign_in(cast.educator), said, say="talk")
    assert said.responses.get().kind == "talk"
    assert not AgendaItem.objects.exists()


def test_the_card_says_when_it_was_talked_about(sign_in, cast, recording, said):
    item = agenda.put(said, cast.coach)
    agenda.discuss(item, True)
    item.refresh_from_db()
    first = item.discussed_at
    agenda.discuss(item, True)
    item.refresh_from_db()
    assert item.discussed_at == first
    page = room(sign_in(cast.educator), recording)
    assert 'data-agenda="discussed"' in page
    assert "Talked about" in page
    agenda.discuss(item, False)
    assert 'data-agenda="on"' in room(sign_in(cast.educator), recording)


def test_moving_goes_past_what_the_mover_does_not_see(cast, cycle, recording):
    hidden_film = make.make_recording(cast.coach, cycle=cycle)
    share = hidden_film.share(by=cast.coach, partnership=cycle.partnership)
    films = (recording, hidden_film, recording, recording)
    a, hidden, b, c = (
        agenda.put(make.make_annotation(film, cast.coach, start_ms=number, shared_at=now()), cast.coach)
        for number, film in enumerate(films)
    )
    share.stop()
    agenda.move(b, cast.educator, -1)
    assert list(cycle.agenda.all()) == [b, a, hidden, c]
    agenda.move(b, cast.educator, -1)
    agenda.move(c, cast.educator, 1)
    assert list(cycle.agenda.all()) == [b, a, hidden, c]
    agenda.move(b, cast.educator, 1)
    assert list(cycle.agenda.all()) == [a, b, hidden, c]
    agenda.move(hidden, cast.educator, 1)
    assert list(cycle.agenda.all()) == [a, b, hidden, c]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_act_at_the_same_moment_each_is_heard():
    cycle = make.make_cycle()
    pair = cycle.partnership
    film = make.make_recording(pair.coachee, cycle=cycle)
    film.share(by=pair.coachee, partnership=pair)
    said = [make.make_annotation(film, pair.coach, start_ms=number, shared_at=now()) for number in range(8)]
    at_once(lambda each: agenda.put(each, pair.coach if each.start_ms % 2 else pair.coachee), said)
    items = list(cycle.agenda.all())
    assert sorted(item.position for item in items) == list(range(8))
    at_once(lambda item: landing.keep_note(item, f"Note {item.position}", by=pair.coach, seen=0), items)
    notes = PostConference.objects.get(cycle=cycle).notes
    assert all(f"Note {number}" in notes for number in range(8))
    at_once(lambda item: agenda.move(item, pair.coach, 1), items)
    assert sorted(cycle.agenda.values_list("position", flat=True)) == list(range(8))


def at_once(act, things):
    """Each in a thread, with a line to the database of its own."""
    ready, troubles = threading.Barrier(len(things)), []

    def work(thing):
        ready.wait()
        try:
            act(thing)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(thing,)) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
