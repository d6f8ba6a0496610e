"""The film of a lesson that was seen live has come: one offset moves all feedback to it, and it may be corrected."""

import uuid

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cycles.models import NextStep
from media_review import answers
from media_review.models import Annotation, Recording, Response, StepEvidence
from tests import make
from tests.media_review.test_feedback import write


@pytest.fixture
def observation(cycle):
    return make.make_observation(make.plan_lesson(cycle))


@pytest.fixture
def film(cast, cycle):
    """Ninety seconds of the lesson, from the educator, shared with the pair."""
    film = make.make_recording(cast.educator, cycle=cycle, duration_ms=90_000, title="The film")
    film.share(by=cast.educator, partnership=cycle.partnership)
    return film


@pytest.fixture
def said(observation, cast):
    """At 0:10, from 1:00 to 1:20, and at 5:00 on the clock; the last one is a draft of hers."""
    shared = {"shared_at": now()}
    return [
        make.make_annotation(observation, cast.coach, "A door bangs.", 10_000, **shared),
        make.make_annotation(observation, cast.coach, "They wait.", 60_000, end_ms=80_000, kind="celebrate", **shared),
        make.make_annotation(observation, cast.coach, "Everybody leaves.", 300_000),
    ]


def address(name, *arguments):
    return reverse(f"media_review:{name}", args=arguments)


def align(browser, observation, film, begins, **more):
    return browser.post(address("align", observation.pk), {"film": film.pk, "begins": begins}, follow=True, **more)


def undo(browser, observation):
    return browser.post(address("undo_align", observation.pk), follow=True)


def places(said):
    return [(row.start_ms, row.end_ms) for row in (Annotation.objects.get(pk=each.pk) for each in said)]


def test_all_feedback_moves_to_its_moments_and_stays_what_it_was(sign_in, cast, observation, film, said):
    browser = sign_in(cast.coach)
    before = {each.pk: each for each in Annotation.objects.all()}
    page = align(browser, observation, film, "0:05")
    assert page.redirect_chain == [(address("room", film.pk), 302)]
    assert "3 pieces stand on the film. 1 is from after it ends." in page.content.decode()
    assert places(said) == [(15_000, None), (65_000, 85_000), (90_000, None)]
    for row in Annotation.objects.all():
        was = before[row.pk]
        for name in ("author_id", "body", "kind", "shared_at", "created_at", "edited_at", "is_private"):
            assert getattr(row, name) == getattr(was, name)
        assert (row.recording, row.observed_in) == (film, observation)
    assert browser.get(address("annotation", said[0].pk))["Location"] == f"{address('room', film.pk)}#f-{said[0].pk}"
    assert browser.get(address("room", observation.pk))["Location"] == address("room", film.pk)
    educator = sign_in(cast.educator).get(address("room", film.pk)).content.decode()
    assert "They wait." in educator
    assert "Everybody leaves." not in educator  # still a draft


def test_what_hangs_on_it_goes_along(sign_in, cast, cycle, observation, film, said):
    answer = answers.reply(said[0], cast.educator, {"body": "I heard it too."})
    step = answers.make_next_step(said[1], {"text": "Wait five counts", "owner": cast.educator})
    Response.objects.create(annotation=said[1], person=cast.educator, kind="thanks")
    done = NextStep.objects.create(cycle=cycle, text="Hang the cards", owner=cast.coach)
    for each in said[1:]:
        StepEvidence.objects.create(
            step=done, recording=observation, annotation=each, start_ms=each.start_ms, attached_by=cast.coach
        )
    browser = sign_in(cast.coach)
    align(browser, observation, film, "0:05")
    answer.refresh_from_db()
    assert (answer.recording, answer.parent_id, answer.start_ms) == (film, said[0].pk, 15_000)
    moved = Annotation.objects.get(pk=said[1].pk)
    assert moved.next_step == step
    assert moved.responses.count() == 1
    shown = StepEvidence.objects.order_by("start_ms").values_list("recording", "start_ms", "end_ms")
    assert list(shown) == [(film.pk, 65_000, 85_000), (film.pk, 90_000, None)]
    align(browser, observation, film, "-20:00")  # both lie before the film now: one moment shows the step
    assert list(StepEvidence.objects.values_list("recording", "start_ms")) == [(film.pk, 0)]
    undo(browser, observation)
    answer.refresh_from_db()
    assert (answer.recording, answer.start_ms) == (observation, 10_000)


def test_the_offset_is_corrected_as_often_as_she_likes_and_nothing_drifts(sign_in, cast, observation, film, said):
    browser = sign_in(cast.coach)
    for begins in ("0:05", "-0:30", "-10:00", "59:00", "0:01.250"):
        page = align(browser, observation, film, begins)
    assert "1 is from after it ends." in page.content.decode()
    assert places(said) == [(11_250, None), (61_250, 81_250), (90_000, None)]
    page = align(browser, observation, film, "-0:30")
    assert "1 is from before it begins. 1 is from after it ends." in page.content.decode()
    assert places(said) == [(0, None), (30_000, 50_000), (90_000, None)]
    undo(browser, observation)
    assert places(said) == [(10_000, None), (60_000, 80_000), (300_000, None)]
    assert set(observation.annotations.all()) == set(said)
    observation.refresh_from_db()
    assert (observation.film, observation.offset_ms) == (None, None)
    assert not Annotation.objects.exclude(observed_in=None).exists()


def test_what_somebody_placed_by_hand_stays_where_she_put_it(sign_in, cast, observation, film, said):
    browser = sign_in(cast.coach)
    align(browser, observation, film, "0:05")
    typed = {"start": "0:40", "body": said[0].body, "kind": "note"}
    browser.post(address("edit_annotation", said[0].pk), typed)
    page = align(browser, observation, film, "0:10").content.decode()
    assert "3 pieces stand on the film. 1 is from after it ends. 1 stays where it was put by hand." in page
    assert places(said) == [(40_000, None), (70_000, 90_000), (90_000, None)]
    undo(browser, observation)
    assert places(said) == [(30_000, None), (60_000, 80_000), (300_000, None)]


def test_who_could_not_read_it_before_does_not_read_it_now(sign_in, cast, observation, film, said):
    film.share(by=cast.educator, person=cast.leader)
    browser = sign_in(cast.coach)
    for page in (browser.get(address("align", observation.pk)), align(browser, observation, film, "0:05")):
        assert "Halima Osei could then read what was never shared with them." in page.content.decode()
    assert set(observation.annotations.all()) == set(said)
    assert sign_in(cast.leader).get(address("room", film.pk)).status_code == 200
    observation.share(by=cast.coach, person=cast.leader)
    align(sign_in(cast.coach), observation, film, "0:05")
    assert set(film.annotations.all()) == set(said)


def test_what_waits_for_her_own_view_does_not_open_by_moving(sign_in, cast, observation, film, said):
    asked = {"own_view_first": True, "own_view_waived_at": None}
    Recording.objects.filter(pk=observation.pk).update(**asked)
    browser = sign_in(cast.coach)
    page = align(browser, observation, film, "0:05").content.decode()
    assert "Wren Abara should note first" in page
    assert film.annotations.count() == 0
    Recording.objects.filter(pk=film.pk).update(**asked)
    align(browser, observation, film, "0:05")
    assert film.annotations.count() == 3
    assert "They wait." not in sign_in(cast.educator).get(address("room", film.pk)).content.decode()
    Recording.objects.filter(pk=observation.pk).update(own_view_waived_at=now())
    page = undo(sign_in(cast.coach), observation).content.decode()
    assert "Wren Abara should note first" in page
    assert film.annotations.count() == 3


def test_drafts_alone_reach_nobody_so_they_may_go_to_any_film_of_the_lesson(sign_in, cast, observation, film, said):
    Annotation.objects.update(shared_at=None)
    film.share(by=cast.educator, person=cast.leader)
    page = align(sign_in(cast.coach), observation, film, "0:05").content.decode()
    assert "3 pieces stand on the film." in page
    assert "They wait." not in sign_in(cast.leader).get(address("room", film.pk)).content.decode()


def test_who_reads_it_now_must_be_able_to_watch_the_film(sign_in, cast, cycle, observation, said):
    own = make.make_recording(cast.coach, cycle=cycle)
    make.make_annotation(observation, cast.educator, "A draft of hers")
    browser = sign_in(cast.coach)
    page = align(browser, observation, own, "0:05").content.decode()
    assert "Wren Abara can read this now, and could not see it there." in page
    assert own.annotations.count() == 0
    own.share(by=cast.coach, partnership=cycle.partnership)
    page = align(browser, observation, own, "0:05").content.decode()
    assert "3 pieces stand on the film." in page  # that there is a draft of another one she does not learn
    assert own.annotations.count() == 4


def test_only_films_of_this_lesson_that_she_can_watch_are_offered(sign_in, cast, cycle, observation, film):
    unshared = make.make_recording(cast.educator, cycle=cycle, title="Not shared")
    elsewhere = make.make_recording(cast.coach, title="Another lesson")
    arriving = make.make_recording(cast.coach, cycle=cycle, title="Still arriving", state="processing")
    second = make.make_recording(cast.coach, cycle=cycle, title="From the other side")
    browser = sign_in(cast.coach)
    page = browser.get(address("align", observation.pk)).content.decode()
    assert "The film" in page
    assert "From the other side" in page
    for hidden in (unshared, elsewhere, arriving):
        assert hidden.title not in page
        answer = align(browser, observation, hidden, "0:05")
        assert answer.status_code == 422
        assert "not of this lesson, or not shared with you any more" in answer.content.decode()
    chosen = browser.get(address("align", observation.pk), {"film": second.pk}).content.decode()
    assert "Wren Abara can read this now" in chosen


def test_without_a_film_the_page_says_what_to_do(sign_in, cast, observation):
    page = sign_in(cast.coach).get(address("align", observation.pk)).content.decode()
    assert "No film of this lesson is here for you yet." in page


@pytest.mark.parametrize(
    ("begins", "sentence"),
    [("", "Say where in the film"), ("soon", "Write a time like 1:02"), ("99:00:00", "more than a day away")],
)
def test_what_is_no_time_is_said_in_words_and_kept(sign_in, cast, observation, film, said, begins, sentence):
    answer = align(sign_in(cast.coach), observation, film, begins)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{begins}"' in answer.content.decode() or not begins
    assert film.annotations.count() == 0


def test_what_a_tablet_sends_late_finds_its_way_to_the_film(sign_in, cast, observation, film, said):
    browser, own = sign_in(cast.coach), uuid.uuid4()
    write(browser, observation, id=own, start="0:20", body="Sent before")
    align(browser, observation, film, "0:05")
    answer = write(browser, observation, id=own, start="0:20", body="Sent before")  # its answer had been lost
    assert answer.status_code == 200
    late = write(browser, observation, start="0:30", end="0:40", body="Sent late")
    assert "Sent late" in late.content.decode()
    found = film.annotations.filter(body__startswith="Sent").order_by("start_ms")
    assert list(found.values_list("start_ms", "end_ms")) == [(25_000, None), (35_000, 45_000)]
    align(browser, observation, film, "0:06")
    assert list(found.values_list("start_ms", "end_ms")) == [(26_000, None), (36_000, 46_000)]
    undo(browser, observation)
    assert observation.annotations.filter(body__startswith="Sent").count() == 2


def test_who_may_not_watch_the_film_writes_on_in_the_observation(sign_in, cast, observation, film, said):
    align(sign_in(cast.coach), observation, film, "0:05")
    film.shares.get().stop()
    browser = sign_in(cast.coach)
    assert write(browser, observation, start="0:30", body="Kept").status_code == 200
    assert observation.annotations.get().body == "Kept"
    page = browser.get(address("room", observation.pk)).content.decode()
    assert "This feedback stands on the film of the lesson" in page
    assert "They wait." not in page
    film.share(by=cast.educator, partnership=observation.cycle.partnership)
    align(browser, observation, film, "0:06")
    assert list(film.annotations.filter(body="Kept").values_list("start_ms", flat=True)) == [36_000]


def test_going_back_shows_nobody_what_she_could_not_read(sign_in, cast, observation, film, said):
    browser = sign_in(cast.coach)
    align(browser, observation, film, "0:05")
    observation.share(by=cast.coach, person=cast.leader)
    page = undo(browser, observation).content.decode()
    assert "Halima Osei could then read what was never shared with them." in page
    assert film.annotations.count() == 3


def test_going_back_silences_nobody_who_answered(sign_in, cast, observation, film, said):
    browser = sign_in(cast.coach)
    align(browser, observation, film, "0:05")
    film.share(by=cast.educator, person=cast.leader)
    film.annotations.get(pk=said[0].pk)
    answers.reply(Annotation.objects.get(pk=said[0].pk), cast.leader, {"body": "So did I."})
    page = undo(browser, observation).content.decode()
    assert "Halima Osei can read this now, and could not see it there." in page
    assert film.annotations.filter(parent=None).count() == 3


def test_lists_show_the_film_alone_once_both_are_one(sign_in, cast, observation, film, said):
    browser = sign_in(cast.coach)
    align(browser, observation, film, "0:05")
    for page in (address("list"), address("of_cycle", observation.cycle_id)):
        shown = browser.get(page).content.decode()
        assert address("room", film.pk) in shown
        assert address("room", observation.pk) not in shown
    room = browser.get(address("room", film.pk)).content.decode()
    assert address("align", observation.pk) in room
    assert address("align", observation.pk) not in sign_in(cast.educator).get(address("room", film.pk)).content.decode()


def test_only_its_observer_moves_it(sign_in, cast, observation, film, said):
    for person, status in ((cast.educator, 403), (cast.leader, 404), (cast.outsider, 404), (cast.partner, 404)):
        browser = sign_in(person)
        assert align(browser, observation, film, "0:05").status_code == status
        assert undo(browser, observation).status_code == status
    assert set(observation.annotations.all()) == set(said)
    assert Recording.objects.get(pk=observation.pk).film is None
