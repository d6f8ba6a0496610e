"""What stands in the review room, and for whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from media_review.models import Annotation, Recording, Viewing
from tests import make


@pytest.fixture
def recording(cast, cycle):
    make.plan_lesson(cycle)
    film = make.make_recording(cast.educator, cycle=cycle, look_for="How long do I wait?", peaks=[0, 50, 100, 25])
    film.share(by=cast.educator, partnership=cycle.partnership)
    return film


def room_of(recording, query=""):
    return reverse("media_review:room", args=[recording.pk]) + query


def shown(page):
    """The words of the cards that the filters let through."""
    cards = re.findall(r'<li class="card[^>]*>.*?<p class="words"[^>]*>(.*?)</p>', page.content.decode(), re.S)
    tags = re.findall(r'<li class="card[^>]*>', page.content.decode())
    return [words for words, tag in zip(cards, tags, strict=True) if not tag.endswith(" hidden>")]


def test_the_pair_finds_goal_focus_agreement_and_audience(sign_in, cast, recording):
    for person in (cast.educator, cast.coach):
        page = sign_in(person).get(room_of(recording)).content.decode()
        assert "Children say why, in their own words." in page
        assert "Our focus: Waits for an answer." in page
        assert "Agreed: coach models, then educator leads." in page
        assert "Wren and Ines can watch." in page
        assert "How long do I wait?" in page
        assert "coach models until 0:40" in page


def test_only_who_uploaded_may_share_it_on_or_see_who_watched(sign_in, cast, recording):
    hers = sign_in(cast.educator).get(room_of(recording)).content.decode()
    assert "Share recording" in hers
    assert "Who watched" in hers
    coachs = sign_in(cast.coach).get(room_of(recording)).content.decode()
    assert "Share recording" not in coachs
    assert "Who watched" not in coachs


def test_nobody_sees_it_by_rank_and_nobody_once_the_share_is_taken_back(sign_in, cast, recording):
    for person in (cast.leader, cast.partner, cast.outsider, cast.former):
        assert sign_in(person).get(room_of(recording)).status_code == 404
    assert sign_in(cast.coach).get(room_of(recording)).status_code == 200
    recording.shares.get().stop()
    assert sign_in(cast.coach).get(room_of(recording)).status_code == 404
    assert "Only you can watch." in sign_in(cast.educator).get(room_of(recording)).content.decode()


def test_a_draft_is_its_authors_alone(sign_in, cast, recording):
    make.make_annotation(recording, cast.coach, body="Only a thought so far")
    assert "Only a thought so far" in sign_in(cast.coach).get(room_of(recording)).content.decode()
    hers = sign_in(cast.educator).get(room_of(recording)).content.decode()
    assert "Only a thought so far" not in hers
    assert "Nothing has been said yet" in hers


def test_words_with_code_and_turned_letters_are_only_words(sign_in, cast, recording):
    make.make_annotation(recording, cast.coach, body="<script>alert(1)</script> \u202eabc")
    page = sign_in(cast.coach).get(room_of(recording)).content.decode()
    assert "<script>alert" not in page
    assert '<p class="words" dir="auto" data-said>&lt;script&gt;' in page


def test_filters_stand_in_the_address(sign_in, cast, cycle, recording):
    focus, other = make.criteria_of(cycle.edition)
    at = recording.created_at
    make.make_annotation(recording, cast.coach, body="On focus", kind="question", criterion=focus, shared_at=at)
    asked = make.make_annotation(recording, cast.coach, body="Answered", kind="question", criterion=other, shared_at=at)
    make.make_annotation(recording, cast.educator, body="Yes", parent=asked, shared_at=at)
    make.make_annotation(recording, cast.coach, body="A note", kind="note", shared_at=at)
    browser = sign_in(cast.educator)
    assert shown(browser.get(room_of(recording))) == ["On focus", "Answered", "A note"]
    assert shown(browser.get(room_of(recording, "?kind=question"))) == ["On focus", "Answered"]
    assert shown(browser.get(room_of(recording, "?kind=question&answered=no&step=no"))) == ["On focus"]
    assert shown(browser.get(room_of(recording, "?focus=on"))) == ["On focus"]
    assert shown(browser.get(room_of(recording, "?kind=nonsense"))) == ["On focus", "Answered", "A note"]


def test_feedback_keeps_its_criterion_when_the_film_moves_to_another_cycle(sign_in, cast, cycle, recording):
    criterion = make.criteria_of(cycle.edition)[1]
    level = criterion.levels.get(number=2)
    at = recording.created_at
    make.make_annotation(recording, cast.coach, criterion=criterion, level=level, shared_at=at)
    Recording.objects.update(cycle=None)
    page = sign_in(cast.educator).get(room_of(recording)).content.decode()
    assert "Open questions · 2 Growing" in page


@pytest.mark.parametrize("state", ["uploading", "queued", "processing"])
def test_a_film_on_its_way_says_so_and_asks_how_far_it_is(sign_in, cast, state):
    recording = make.make_recording(cast.educator, state=state)
    page = sign_in(cast.educator).get(room_of(recording)).content.decode()
    assert "The film is on its way" in page
    assert f'hx-get="{reverse("media_review:progress", args=[recording.pk])}"' in page
    assert "<video" not in page
    assert not Viewing.objects.exists()


def test_a_film_that_failed_says_why(sign_in, cast):
    recording = make.make_recording(cast.educator, state="failed", failed_reason="There is no picture in this film.")
    page = sign_in(cast.educator).get(room_of(recording)).content.decode()
    assert "This film could not be used" in page
    assert "There is no picture in this film." in page


def test_the_parts_of_the_lesson_are_links_into_the_film(sign_in, cast, recording):
    page = sign_in(cast.coach).get(room_of(recording)).content.decode()
    assert re.findall(r'<a href="(\?t=[\d:]+)" data-start-ms="(\d+)"><b>([^<]+)</b>', page) == [
        ("?t=0:00", "0", "Launch"),
        ("?t=0:40", "40909", "Pair talk"),
    ]
    Recording.objects.update(duration_ms=None, state="growing")
    assert "Parts of the lesson" not in sign_in(cast.coach).get(room_of(recording)).content.decode()


def test_she_sees_what_she_has_watched_and_nobody_elses(sign_in, cast, recording):
    for ranges in ([[0, 30_000]], [[20_000, 45_000], [81_000, 90_000]]):
        Viewing.objects.create(recording=recording, viewer=cast.coach, ranges=ranges)
    coachs = sign_in(cast.coach).get(room_of(recording)).content.decode()
    assert 'data-ranges="[[0, 45000], [81000, 90000]]"' in coachs
    assert 'd="M0.0 0h500.0v8H0.0zM900.0 0h100.0v8H900.0z"' in coachs
    assert 'data-ranges="[]"' in sign_in(cast.educator).get(room_of(recording)).content.decode()


def test_a_film_without_a_cycle_has_a_room_too(sign_in, cast):
    recording = make.make_recording(cast.educator)
    page = sign_in(cast.educator).get(room_of(recording)).content.decode()
    assert "<video" in page
    assert "nobody else can watch this film" in page
    assert 'name="criterion"' not in page


def test_a_thousand_pieces_of_feedback_cost_as_many_queries_as_ten(sign_in, cast, cycle, recording):
    criterion = make.criteria_of(cycle.edition)[0]

    def say(count):
        Annotation.objects.bulk_create(
            Annotation(
                recording=recording,
                author=(cast.coach, cast.educator)[number % 2],
                start_ms=number * 80,
                body=f"Number {number}",
                criterion=criterion,
                level=criterion.levels.first(),
                shared_at=recording.created_at,
            )
            for number in range(count)
        )

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(room_of(recording)).status_code == 200
        return len(queries)

    browser = sign_in(cast.educator)
    say(10)
    assert count() <= 15, "the visit that opens a sitting"
    ten = count()
    say(990)
    assert count() == ten <= 15
