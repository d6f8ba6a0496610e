"""Later, in this film or another: the moment in which a step the pair agreed on can be seen done."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cycles.models import NextStep
from media_review import observing
from media_review.models import StepEvidence
from tests import make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def step(cast, cycle):
    """Agreed on in an earlier cycle of the pair."""
    return NextStep.objects.create(cycle=cycle, text="Wait for five counts", owner=cast.educator)


@pytest.fixture
def recording(cast, cycle, step):
    """Of the next cycle."""
    type(cycle).objects.filter(pk=cycle.pk).update(closed_at=now())
    later = make.make_cycle(cycle.partnership, title="Block play")
    film = make.make_recording(cast.educator, cycle=later, title="Block play")
    film.share(by=cast.educator, partnership=cycle.partnership)
    return film


@pytest.fixture
def said(recording, cast):
    return make.make_annotation(recording, cast.coach, "You waited.", 62_000, end_ms=70_000, shared_at=now())


def shows(browser, annotation, **form):
    return browser.post(reverse("media_review:shows_step", args=[annotation.pk]), form, headers=HTMX)


def moments(browser, cycle):
    return browser.get(reverse("media_review:of_cycle", args=[cycle.pk])).content.decode()


def test_she_attaches_feedback_to_a_step_and_says_in_one_breath_that_it_is_done(
    sign_in, cast, cycle, recording, said, step
):
    browser = sign_in(cast.educator)
    way = reverse("media_review:shows_step", args=[said.pk])
    room = browser.get(reverse("media_review:room", args=[recording.pk]), {"acts": said.pk}).content.decode()
    assert way in room, "her card leads to it"
    form = browser.get(way, headers=HTMX).content.decode()
    assert "Wait for five counts" in form
    assert "mark it as done" in form
    card = shows(browser, said, step=step.pk, finish="on").content.decode()
    assert "shows a step done" in card
    step.refresh_from_db()
    assert step.done_at is not None
    shown = StepEvidence.objects.get()
    assert (shown.step, shown.annotation, shown.start_ms, shown.end_ms) == (step, said, 62_000, 70_000)
    page = moments(browser, cycle)
    assert "It can be seen done at" in page
    assert f"{reverse('media_review:room', args=[recording.pk])}?t=62" in page
    assert "It can be seen done at" in browser.get(reverse("next_steps")).content.decode()


def test_a_step_is_done_when_its_owner_says_so_and_not_by_its_moment(sign_in, cast, recording, said, step):
    browser = sign_in(cast.coach)
    form = browser.get(reverse("media_review:shows_step", args=[said.pk]), headers=HTMX).content.decode()
    assert "mark it as done" not in form
    shows(browser, said, step=step.pk, finish="on")
    step.refresh_from_db()
    assert step.done_at is None
    assert StepEvidence.objects.get().step == step


def test_twice_is_once_and_it_can_be_taken_away(sign_in, cast, recording, said, step):
    browser = sign_in(cast.coach)
    shows(browser, said, step=step.pk)
    shows(browser, said, step=step.pk)
    shown = StepEvidence.objects.get()
    form = browser.get(reverse("media_review:shows_step", args=[said.pk]), headers=HTMX).content.decode()
    assert "Shows done: Wait for five counts" in form
    seen = said.changed_at
    browser.post(reverse("media_review:take_evidence_away", args=[shown.pk]))
    assert not StepEvidence.objects.exists()
    said.refresh_from_db()
    assert said.changed_at > seen


def test_a_moment_of_the_film_needs_no_feedback(sign_in, cast, cycle, recording, step):
    browser, address = sign_in(cast.coach), reverse("media_review:moment_shows_step", args=[recording.pk])
    assert (
        "This moment shows a step done"
        in browser.get(reverse("media_review:room", args=[recording.pk])).content.decode()
    )
    assert 'value="0:41.25"' in browser.get(address, {"at": "41250"}, headers=HTMX).content.decode()
    answer = browser.post(address, {"start_ms": "0:41", "step": step.pk}, headers=HTMX)
    assert "It can be seen done: “Wait for five counts”" in answer.content.decode()
    assert StepEvidence.objects.get().start_ms == 41_000
    assert "?t=41" in moments(browser, cycle)
    for wrong, words in (
        ({"start_ms": "9:00"}, "The film ends at 1:30."),
        ({"start_ms": "0:20", "end_ms": "0:10"}, "The range ends before it starts."),
        ({"start_ms": "half past"}, "Write a time like 1:02"),
        ({"start_ms": "0:20", "step": ""}, "Choose the step"),
    ):
        answer = browser.post(address, {"step": step.pk} | wrong, headers=HTMX)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert StepEvidence.objects.count() == 1


def test_a_step_of_another_pair_or_one_that_was_let_go_cannot_be_shown(sign_in, cast, recording, said, step):
    foreign = NextStep.objects.create(cycle=make.make_cycle(), text="Elsewhere")
    browser = sign_in(cast.coach)
    assert shows(browser, said, step=foreign.pk).status_code == 422
    step.let_go(by=cast.educator)
    assert shows(browser, said, step=step.pk).status_code == 422
    page = browser.get(reverse("media_review:shows_step", args=[said.pk]), headers=HTMX).content.decode()
    assert "agreed on no next step yet" in page
    assert not StepEvidence.objects.exists()


def test_feedback_taken_back_leaves_the_moment_and_a_film_taken_back_takes_it_along(
    sign_in, cast, cycle, recording, said, step
):
    browser = sign_in(cast.coach)
    shows(browser, said, step=step.pk)
    browser.post(reverse("media_review:delete_annotation", args=[said.pk]), headers=HTMX)
    assert "?t=62" in moments(browser, cycle)
    recording.shares.get().stop()
    assert "?t=62" not in moments(browser, cycle)
    assert "?t=62" not in browser.get(reverse("next_steps")).content.decode()
    assert "?t=62" in moments(sign_in(cast.educator), cycle)


def test_leaders_see_that_the_step_is_done_and_no_moment(sign_in, cast, cycle, recording, said, step):
    shows(sign_in(cast.educator), said, step=step.pk, finish="on")
    browser = sign_in(cast.leader)
    assert "?t=62" not in moments(browser, cycle)
    assert "?t=62" not in browser.get(f"{reverse('next_steps')}?of=program").content.decode()
    assert shows(browser, said, step=step.pk).status_code == 404


def test_a_draft_shows_nothing(sign_in, cast, recording, step):
    draft = make.make_annotation(recording, cast.coach)
    assert shows(sign_in(cast.coach), draft, step=step.pk).status_code == 403


def test_a_time_no_clock_reaches_is_refused_in_words(sign_in, cast, recording, step):
    live = observing.start(recording.cycle, cast.coach)
    address = reverse("media_review:moment_shows_step", args=[live.pk])
    answer = sign_in(cast.coach).post(address, {"step": step.pk, "start_ms": "999:59:59"}, headers=HTMX)
    assert answer.status_code == 422
    assert "for a day at most" in answer.content.decode()
