"""The pair lays the parts of a lesson along its film; what changes in the cycle later breaks nothing there."""

import re
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from media_review import stretches
from media_review.models import LaidLesson, LaidSegment, Recording
from tests import make
from tests.queries import queries_of

MINUTE_AND_A_HALF = 90_000


@pytest.fixture
def film(cast, cycle):
    make.plan_lesson(cycle)
    cycle.segments.filter(name="Launch").update(actual_level="co_teaching")
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    return film


def at(name, film):
    return reverse(f"media_review:{name}", args=[film.pk])


def page(browser, film):
    return browser.get(at("room", film)).content.decode()


def typed(film, *times, ends="", version=0):
    """What the form sends: a time for each segment, in their order."""
    names = [f"begins-{segment.pk}" for segment in film.cycle.segments.all()]
    return dict(zip(names, times, strict=True)) | {"ends": ends, "version": version}


def lay(browser, film, *times, **fields):
    return browser.post(at("lay_parts", film), typed(film, *times, **fields), headers={"hx-request": "true"})


def parts(text):
    return re.findall(r'<a href="\?t=([\d:]+)" data-start-ms="\d+"><b>([^<]+)</b>', text)


def test_either_of_the_pair_lays_them_and_chapters_and_cycle_follow(cast, film, sign_in):
    for person, first in ((cast.educator, "0:10"), (cast.coach, "0:12.5")):
        version = getattr(LaidLesson.objects.filter(pk=film.pk).first(), "version", 0)
        answer = lay(sign_in(person), film, first, "1:00", ends="1:20", version=version)
        assert answer.status_code == 200
        assert f'name="version" value="{version + 1}"' in answer.content.decode()
    coachs = sign_in(cast.coach)
    assert parts(page(coachs, film)) == [("0:12", "Launch"), ("1:00", "Pair talk")]
    chapters = coachs.get(reverse("media_review:export", args=[film.pk, "chapters.vtt"])).content.decode()
    assert "00:00:12.500 --> 00:01:00.000\nLaunch" in chapters
    assert "00:01:00.000 --> 00:01:20.000\nPair talk" in chapters
    of_cycle = coachs.get(reverse("media_review:of_cycle", args=[film.cycle_id])).content.decode()
    assert f'href="{at("room", film)}?t=0:12">0:12</a> <b>Launch</b>' in of_cycle
    assert "agreed: coach models · happened: side by side" in " ".join(of_cycle.split())


def test_without_a_script_the_form_leads_back_to_the_room(cast, film, sign_in):
    browser = sign_in(cast.educator)
    answer = browser.post(at("lay_parts", film), typed(film, "5", "1:00"))
    assert answer.url == at("room", film)
    assert parts(page(browser, film)) == [("0:05", "Launch"), ("1:00", "Pair talk")]


def test_agreed_and_happened_stand_along_the_film_in_words_and_shapes(cast, film, sign_in):
    browser = sign_in(cast.educator)
    lay(browser, film, "0:09", "0:45")
    text = page(browser, film)
    assert 'aria-label="coach models until 0:45 then educator leads"' in text
    assert 'aria-label="side by side until 0:45 then not said yet"' in text
    assert re.search(
        r'x="10.00%" width="39.60%" height="22"><title>Launch: models</title><rect class="lane-modeling"', text
    )
    assert '<rect class="lane-open"' in text


def test_who_watches_and_is_not_of_the_pair_reads_only(cast, film, sign_in):
    guest = make.make_member("coach", cast.program, "Gail Guest")
    film.share(by=cast.educator, person=guest)
    film.share(by=cast.educator, person=cast.leader)
    for person in (guest, cast.leader):
        browser = sign_in(person)
        assert "Lay the parts along the film" not in page(browser, film)
        assert lay(browser, film, "0:10", "1:00").status_code == 403
    film.shares.filter(partnership__isnull=False).get().stop()
    assert lay(sign_in(cast.coach), film, "0:10", "1:00").status_code == 404
    assert not LaidLesson.objects.exists()
    LaidLesson.objects.create(recording=film)
    film.cycle.partnership.coachee.coached.update(ended_at=film.created_at)
    assert lay(sign_in(cast.educator), film, "0:10", "1:00").status_code == 403


def test_a_film_that_cannot_be_watched_or_has_no_cycle_takes_no_parts(cast, film, sign_in):
    browser, fields = sign_in(cast.educator), typed(film, "0:10", "1:00")
    for change in ({"state": "processing"}, {"state": "ready", "cycle": None}):
        Recording.objects.update(**change)
        assert browser.post(at("lay_parts", film), fields).status_code == 403


def test_who_comes_second_sees_the_others_places_and_wins_knowingly(cast, film, sign_in):
    assert lay(sign_in(cast.coach), film, "0:20", "0:50").status_code == 200
    hers = sign_in(cast.educator)
    answer = lay(hers, film, "0:10", "0:50", version=0)
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "Ines saved this at" in text
    assert "Ines saved: “0:20”" in text
    assert text.count("Ines saved: ") == 1, "only where it differs"
    assert 'value="0:10"' in text
    assert parts(page(hers, film))[0] == ("0:20", "Launch")
    assert lay(hers, film, "0:10", "0:50", version=1).status_code == 200
    assert parts(page(hers, film))[0] == ("0:10", "Launch")
    assert "Last saved by Wren" in page(hers, film)


@pytest.mark.parametrize(
    ("times", "ends", "words"),
    [
        (("soon", "1:00"), "", "Write a time like 1:02"),
        (("1:00", "1:00"), "", "Another part begins at this moment."),
        (("0:10", "1:30"), "", "The film is 1:30 long."),
        (("0:10", "1:00"), "0:59", "The lesson ends after its last part has begun."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_lost(cast, film, sign_in, times, ends, words):
    browser = sign_in(cast.educator)
    for headers in ({}, {"hx-request": "true"}):
        answer = browser.post(at("lay_parts", film), typed(film, *times, ends=ends), headers=headers)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert f'value="{times[0]}"' in answer.content.decode()
    assert browser.post(at("lay_parts", film), {"version": "x" * 40}).status_code == 422
    assert not LaidSegment.objects.exists()


def test_a_part_that_is_empty_is_not_in_this_film_and_all_empty_show_the_plan(cast, film, sign_in):
    browser = sign_in(cast.educator)
    lay(browser, film, "", "0:30")
    assert parts(page(browser, film)) == [("0:30", "Pair talk")]
    fields = typed(film, "nonsense", "", version=1) | {"as_planned": "1"}
    assert browser.post(at("lay_parts", film), fields).status_code == 302
    assert parts(page(browser, film)) == [("0:00", "Launch"), ("0:40", "Pair talk")]


def test_segments_that_move_go_or_are_renamed_break_nothing(cast, film, sign_in):
    browser, segments = sign_in(cast.educator), film.cycle.segments
    lay(browser, film, "0:10", "1:00")
    segments.filter(name="Launch").update(name="Opening", position=9)
    assert parts(page(browser, film)) == [("0:10", "Opening"), ("1:00", "Pair talk")]
    segments.create(name="Closing", minutes=3, agreed_level="modeling", position=3)
    text = page(browser, film)
    assert parts(text) == [("0:10", "Opening"), ("1:00", "Pair talk")]
    assert ">Closing</label>" in text, "it can be laid"
    segments.filter(name="Opening").delete()
    assert parts(page(browser, film)) == [("1:00", "Pair talk")]
    segments.all().delete()
    text = page(browser, film)
    assert "Parts of the lesson" not in text
    assert "Lay the parts" not in text


def test_a_film_that_moves_to_another_cycle_leaves_the_places_behind(cast, film, sign_in):
    browser = sign_in(cast.educator)
    lay(browser, film, "0:10", "1:00")
    other = make.make_member("coach", cast.program, "Noor Haddad")
    there = make.plan_lesson(make.make_cycle(make.make_partnership(cast.program, other, cast.educator)))
    Recording.objects.update(cycle=there)
    assert parts(page(browser, film)) == [("0:00", "Launch"), ("0:40", "Pair talk")]
    Recording.objects.update(cycle=film.cycle)
    assert parts(page(browser, film)) == [("0:10", "Launch"), ("1:00", "Pair talk")]


def test_a_leaders_own_session_says_that_the_leader_leads(cast, film, sign_in):
    film.cycle.partnership.coachee.coached.update(coachee_role="leader")
    text = " ".join(page(sign_in(cast.educator), film).split())
    assert "agreed: leader leads" in text


def test_laying_costs_no_question_more_however_many_parts(cast, film, sign_in):
    browser = sign_in(cast.educator)
    page(browser, film)  # the first visit writes what later ones only read
    before = queries_of(browser, at("room", film))
    lay(browser, film, "0:10", "1:00")
    few = queries_of(browser, at("room", film))
    for number in range(15):
        segment = film.cycle.segments.create(name=f"Part {number}", minutes=2, agreed_level="modeling")
        LaidSegment.objects.create(laid_id=film.pk, segment=segment, starts_ms=61_000 + number * 1000)
    assert before == few == queries_of(browser, at("room", film)) <= 15


# --- The pure core --------------------------------------------------------------------------------------------------


class Planned:
    def __init__(self, pk, minutes=1):
        self.pk, self.minutes = pk, minutes


@given(
    st.lists(st.integers(0, 200_000) | st.none(), max_size=12),
    st.none() | st.integers(1, 200_000),
    st.integers(1, 150_000),
)
def test_stretches_are_in_order_side_by_side_and_inside_the_film(places, ends, length):
    segments = [Planned(pk) for pk in range(len(places))]
    starts = {pk: at for pk, at in enumerate(places) if at is not None}
    found = stretches.laid(segments, length, starts, ends)
    for before, after in pairwise(found):
        assert before.end_ms == after.start_ms
    assert all(0 <= each.start_ms <= each.end_ms <= min(length, ends or length) for each in found)
    assert {each.segment.pk for each in found} == {
        pk for pk, start in starts.items() if start < min(length, ends or length)
    }


def test_without_places_the_plan_is_spread_over_the_film():
    segments = [Planned(1, 5), Planned(2, 10)]
    found = [(each.start_ms, each.end_ms) for each in stretches.along(segments, MINUTE_AND_A_HALF, {})]
    assert found == [(0, 30_000), (30_000, 90_000)]
    assert stretches.along(segments, MINUTE_AND_A_HALF, {99: 5}) == stretches.planned(segments, MINUTE_AND_A_HALF)
    assert stretches.along([], MINUTE_AND_A_HALF, {}) == []
