"""An uploader decides who can watch, sees it in words, and takes it back from one click to the next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coachcycle.accounts.models import Membership
from cycles.models import NextStep
from media_review import clock, sharing
from media_review.models import Recording, Share
from tests import make, moments


@pytest.fixture
def recording(cast, cycle):
    return make.make_recording(cast.educator, cycle=cycle)


def address(name, *args):
    return reverse(f"media_review:{name}", args=args)


def can_watch(person, recording):
    return Recording.objects.visible_to(person).filter(pk=recording.pk).exists()


def stop(browser, recording):
    share = recording.shares.active().get()
    return browser.post(address("stop_sharing", recording.pk, share.pk), follow=True)


def test_she_shares_with_her_coach_and_takes_it_back(cast, cycle, recording, sign_in, client):
    browser = sign_in(cast.educator)
    page = browser.get(address("share", recording.pk)).content.decode()
    assert "Only you can watch it." in page

    told = browser.post(
        address("share", recording.pk), {"partnerships": [cycle.partnership_id]}, follow=True
    ).content.decode()
    assert "You and Ines Duarte can watch it." in told
    assert "Stop sharing" in told
    assert sign_in(cast.coach).get(address("progress", recording.pk)).status_code == 286

    told = stop(sign_in(cast.educator), recording).content.decode()
    assert "You no longer share it with Ines Duarte." in told
    assert "Only you can watch it." in told
    assert sign_in(cast.coach).get(address("progress", recording.pk)).status_code == 404
    assert not can_watch(cast.coach, recording)


def test_taking_back_takes_back_the_feedback_of_others_too(cast, recording):
    share = recording.share(by=cast.educator, person=cast.leader)
    annotation = make.make_annotation(recording, cast.educator, shared_at=recording.created_at)
    seen = type(annotation).objects.visible_to(cast.leader)
    assert seen.exists()

    share.stop()

    assert not seen.all().exists()


def test_she_shares_with_a_person_of_her_organization_and_with_nobody_outside(cast, recording, sign_in):
    browser = sign_in(cast.educator)

    browser.post(address("share", recording.pk), {"person": cast.leader.pk})
    assert can_watch(cast.leader, recording)
    foreign = make.make_partnership(cast.program)
    wrong = [
        {},
        {"person": cast.outsider.pk},
        {"person": cast.former.pk},
        {"person": cast.partner.pk},  # a partner sees activity, never content
        {"person": cast.educator.pk},
        {"partnerships": [foreign.pk]},
    ]
    for chosen in wrong:
        refused = browser.post(address("share", recording.pk), chosen)
        assert refused.status_code == 200
        assert "errorlist" in refused.content.decode(), chosen
    assert recording.shares.count() == 1


def test_sharing_twice_is_sharing_once(cast, cycle, recording):
    first = recording.share(by=cast.educator, partnership=cycle.partnership)
    assert recording.share(by=cast.educator, partnership=cycle.partnership) == first
    first.stop()
    assert recording.share(by=cast.educator, partnership=cycle.partnership) != first
    assert recording.shares.active().count() == 1


def test_only_the_uploader_shares_and_stops(cast, cycle, recording, sign_in):
    share = recording.share(by=cast.educator, partnership=cycle.partnership)
    asks = [
        ("get", address("share", recording.pk)),
        ("post", address("share", recording.pk)),
        ("post", address("stop_sharing", recording.pk, share.pk)),
    ]
    for person, expected in {cast.coach: 403, cast.leader: 404, cast.outsider: 404}.items():
        browser = sign_in(person)
        for method, url in asks:
            assert getattr(browser, method)(url, {"person": cast.outsider.pk}).status_code == expected
    assert recording.shares.active().count() == 1


def test_the_share_of_another_film_is_not_stopped_through_this_one(cast, cycle, recording, sign_in):
    other = make.make_recording(cast.educator).share(by=cast.educator, partnership=cycle.partnership)

    assert sign_in(cast.educator).post(address("stop_sharing", recording.pk, other.pk)).status_code == 404
    assert Share.objects.active().count() == 1


def test_the_words_name_exactly_those_who_can_watch(cast, cycle, recording):
    recording.share(by=cast.educator, partnership=cycle.partnership)
    for person in (cast.leader, cast.former, cast.outsider, cast.partner):
        recording.share(by=cast.educator, person=person)

    def check():
        everyone = [cast.educator, cast.coach, cast.leader, cast.partner, cast.former, cast.outsider]
        said = set(sharing.who_can_watch([recording])[recording.pk])
        assert said == {person for person in everyone if can_watch(person, recording)}
        return said

    assert check() == {cast.educator, cast.coach, cast.leader, cast.partner}
    Membership.objects.get(user=cast.leader).end()
    assert cast.leader not in check()
    Membership.objects.filter(user=cast.coach).update(program=make.make_program("Next door", cast.program.organization))
    assert cast.coach not in check()
    Membership.objects.filter(user=cast.coach).update(program=None)
    assert cast.coach in check()
    type(cycle.partnership).objects.update(ended_at=recording.created_at)
    assert check() == {cast.educator, cast.partner}


def test_the_list_teaches_while_it_is_empty_and_shows_what_is_hers(cast, recording, sign_in):
    page = sign_in(cast.coach).get(address("list")).content.decode()
    assert "Films of your lessons will stand here" in page
    assert "Nothing is shared with you now" in page
    assert "Upload a recording" in page
    assert recording.title not in page

    make.make_recording(cast.educator, state="uploading", title="Half a film")
    make.make_recording(cast.educator, state="failed", title="A broken film", failed_reason="The end is missing.")
    page = sign_in(cast.educator).get(address("list")).content.decode()
    assert recording.title in page
    assert "Half a film" in page
    assert "Resume upload" in page
    assert "The end is missing." in page
    assert "Share recording" in page


def test_what_is_still_on_its_way_is_not_in_the_lists_of_others(cast, recording, sign_in):
    on_its_way = make.make_recording(cast.educator, state="uploading", title="Half a film")
    for each in (recording, on_its_way):
        each.share(by=cast.educator, person=cast.coach)

    page = sign_in(cast.coach).get(address("list")).content.decode()

    assert recording.title in page
    assert "From Wren Abara." in page
    assert "Half a film" not in page


def test_a_cycle_shows_the_films_the_reader_may_watch_and_where_its_steps_came_from(cast, cycle, recording, sign_in):
    recording.share(by=cast.educator, partnership=cycle.partnership)
    step = NextStep.objects.create(cycle=cycle, text="Wait for five counts", owner=cast.educator)
    make.make_annotation(recording, cast.coach, next_step=step, shared_at=recording.created_at, end_ms=70_000)
    make.make_annotation(recording, cast.coach, next_step=step, start_ms=99_000)  # a draft, the coach's alone

    page = sign_in(cast.educator).get(address("of_cycle", cycle.pk)).content.decode()
    assert recording.title in page
    assert "You and Ines Duarte can watch it." in page
    assert "Share recording" in page
    assert f'<span id="moments-of-{step.pk}" hx-swap-oob="true">' in page
    assert clock.stretch(62_000, 70_000) in page
    assert not moments.is_told("1:39", page)

    page = sign_in(cast.coach).get(address("of_cycle", cycle.pk)).content.decode()
    assert moments.is_told("1:39", page)
    assert "Share recording" not in page

    page = sign_in(cast.leader).get(address("of_cycle", cycle.pk)).content.decode()
    assert recording.title not in page
    assert "moments-of" not in page
    assert "by no one else" in page
    for person in (cast.outsider, cast.former, cast.partner):
        assert sign_in(person).get(address("of_cycle", cycle.pk)).status_code == 404


@pytest.mark.parametrize("name", ["list", "of_cycle"])
def test_more_films_do_not_cost_more_queries(cast, cycle, sign_in, name):
    def bring(count, uploader):
        for _ in range(count):
            each = make.make_recording(uploader, cycle=cycle, poster_key="renditions/1/poster.jpg")
            each.share(by=uploader, partnership=cycle.partnership)
            each.share(by=uploader, person=cast.leader)
            make.make_annotation(each, uploader, next_step=NextStep.objects.create(cycle=cycle, text="Wait"))

    browser = sign_in(cast.educator)
    url = address("list") if name == "list" else address("of_cycle", cycle.pk)
    bring(2, cast.educator)
    bring(2, cast.coach)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(url)
    bring(8, cast.educator)
    bring(8, cast.coach)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(url).content.decode()
    assert page.count("/poster/") == 20
    assert len(many) == len(few) <= 15
