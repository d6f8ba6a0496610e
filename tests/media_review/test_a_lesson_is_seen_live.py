"""A coach sits in the room with a tablet: no film, a clock of hers, and feedback as on a film."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now

from media_review import orphans, sweep
from media_review.models import Annotation, Recording
from media_review.observing import LONGEST_MS
from tests import make
from tests.media_review.test_feedback import share, write
from tests.queries import queries_of


@pytest.fixture
def observation(cycle):
    return make.make_observation(make.plan_lesson(cycle))


def address(name, *arguments):
    return reverse(f"media_review:{name}", args=arguments)


def keep_clock(browser, observation, *, moved=0, reached=0, **headers):
    told = {"moved": moved, "reached": reached}
    return browser.post(address("keep_clock", observation.pk), told, headers=headers)


def test_she_starts_from_the_cycle_and_a_second_tap_starts_no_second_one(sign_in, cast, cycle):
    browser = sign_in(cast.coach)
    page = browser.get(reverse("cycles:detail", args=[cycle.pk])).content.decode()
    assert "Observe live" not in page  # the lesson is still being planned
    cycle.stage = "lesson"
    cycle.save()
    page = browser.get(reverse("cycles:detail", args=[cycle.pk])).content.decode()
    assert f'action="{address("observe", cycle.pk)}"' in page
    first = browser.post(address("observe", cycle.pk))
    assert browser.post(address("observe", cycle.pk))["Location"] == first["Location"]
    observation = Recording.objects.get()
    assert first["Location"] == address("room", observation.pk)
    assert (observation.state, observation.size, observation.original_key) == ("live", 0, "")
    assert (observation.uploader, observation.cycle) == (cast.coach, cycle)
    assert not observation.is_watchable
    make.make_annotation(observation, cast.coach)
    assert browser.post(address("observe", cycle.pk))["Location"] != first["Location"]


def test_the_pair_reads_it_and_drafts_stay_hers_until_she_shares(
    sign_in, cast, observation, django_capture_on_commit_callbacks
):
    write(sign_in(cast.coach), observation, body="They wait.")
    for person, status in ((cast.leader, 404), (cast.outsider, 404), (cast.partner, 404), (cast.educator, 200)):
        answer = sign_in(person).get(address("room", observation.pk))
        assert answer.status_code == status
        assert "They wait." not in answer.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        share(sign_in(cast.coach), observation)
    assert "Look at the feedback Ines left you" in sign_in(cast.educator).get("/").content.decode()
    page = sign_in(cast.educator).get(address("room", observation.pk)).content.decode()
    assert "They wait." in page
    assert "Ines and Wren can read." in page
    (letter,) = mail.outbox
    assert "saw a lesson live" in letter.body
    assert "film" not in letter.body


def test_the_clock_goes_as_far_as_what_was_written_and_no_further_than_a_day(sign_in, cast, observation):
    browser = sign_in(cast.coach)
    write(browser, observation, start="12:10", end="12:40")
    observation.refresh_from_db()
    assert observation.duration_ms == 760_000
    write(browser, observation, start="1:00")
    observation.refresh_from_db()
    assert observation.duration_ms == 760_000
    answer = write(browser, observation, start="999:00:00")
    assert answer.status_code == 422
    assert "for a day at most" in answer.content.decode()


def test_the_start_is_corrected_once_however_often_that_is_sent(sign_in, cast, observation):
    browser = sign_in(cast.coach)
    for start, end in (("0:10", ""), ("1:00", "1:20")):
        write(browser, observation, start=start, end=end)
    for _ in range(2):
        assert keep_clock(browser, observation, moved=120_000, reached=200_000).status_code == 204
    assert places(observation) == [(130_000, None), (180_000, 200_000)]
    keep_clock(browser, observation, moved=-30_000)  # thirty seconds later than at first: the first moment is before it
    assert places(observation) == [(0, None), (30_000, 50_000)]
    keep_clock(browser, observation)
    assert places(observation) == [(10_000, None), (60_000, 80_000)]
    observation.refresh_from_db()
    assert observation.duration_ms == 80_000


def test_what_was_timed_before_a_correction_may_arrive_after_it(sign_in, cast, observation):
    browser, own = sign_in(cast.coach), uuid.uuid4()
    keep_clock(browser, observation, moved=120_000)
    for _ in range(2):  # its answer was lost, so the tablet sends it again
        write(browser, observation, id=own, start="0:10", end="0:20", moved=0)
    write(browser, observation, start="2:30", moved=120_000)
    assert places(observation) == [(130_000, 140_000), (150_000, None)]
    keep_clock(browser, observation, moved=-15_000)
    write(browser, observation, id=own, start="0:10", end="0:20", moved=0)
    assert places(observation) == [(0, 5_000), (15_000, None)]
    keep_clock(browser, observation)
    assert places(observation) == [(10_000, 20_000), (30_000, None)]


def test_what_was_set_by_hand_is_the_new_truth_of_the_clock(sign_in, cast, observation):
    browser = sign_in(cast.coach)
    write(browser, observation, start="0:10")
    keep_clock(browser, observation, moved=10_000)
    Annotation.objects.update(start_ms=50_000)
    keep_clock(browser, observation, moved=20_000)
    assert places(observation) == [(60_000, None)]


@pytest.mark.parametrize("told", [{}, {"moved": "x", "reached": 0}, {"moved": 0, "reached": LONGEST_MS + 1}])
def test_what_is_no_time_is_refused(sign_in, cast, observation, told):
    answer = sign_in(cast.coach).post(address("keep_clock", observation.pk), told)
    assert answer.status_code == 422


def test_only_its_observer_runs_the_clock(sign_in, cast, observation):
    assert keep_clock(sign_in(cast.educator), observation, reached=5).status_code == 403
    assert keep_clock(sign_in(cast.leader), observation, reached=5).status_code == 404
    film = make.make_recording(cast.coach, cycle=observation.cycle)
    assert keep_clock(sign_in(cast.coach), film, reached=5).status_code == 404


def test_a_browser_of_somebody_else_sends_nothing_in_her_name(sign_in, cast, observation):
    answer = keep_clock(sign_in(cast.coach), observation, moved=9, **{"X-Reader": str(cast.educator.pk)})
    assert answer.status_code == 409
    observation.refresh_from_db()
    assert observation.start_moved_ms == 0


# What may be asked of an observation, by the coach who made it, the educator it is shared with, and her leader.
ASKED = [
    ("room", (200, 200, 404)),
    ("report", (200, 200, 404)),
    ("share", (200, 403, 404)),
    ("viewings", (200, 403, 404)),
    ("align", (200, 403, 404)),
    ("bring_in", (404, 404, 404)),
    ("master", (404, 404, 404)),
    ("addresses", (404, 404, 404)),
    ("sprites", (404, 404, 404)),
    ("poster", (404, 404, 404)),
    ("upload", (404, 404, 404)),
    ("list_parts", (404, 404, 404)),
]


@pytest.mark.parametrize(("name", "statuses"), ASKED)
def test_it_has_the_pages_of_feedback_and_none_of_a_film(sign_in, cast, observation, name, statuses):
    people = (cast.coach, cast.educator, cast.leader)
    assert tuple(sign_in(person).get(address(name, observation.pk)).status_code for person in people) == statuses


@pytest.mark.parametrize("ending", ["vtt", "csv", "xlsx", "eaf", "jsonld"])
def test_it_can_be_taken_along_with_the_times_of_the_clock(sign_in, cast, observation, ending):
    make.make_annotation(observation, cast.coach, "You waited.", 62_500, shared_at=now())
    make.make_annotation(observation, cast.coach, "Only hers")
    answer = sign_in(cast.educator).get(address("export", observation.pk, ending))
    assert answer.status_code == 200
    if ending != "xlsx":
        said = answer.content.decode("utf-8-sig")
        assert "You waited." in said
        assert "Only hers" not in said
        times = {"vtt": "00:01:02.500", "csv": "1:02.5", "eaf": '"62500"', "jsonld": '"t=62.5"'}
        assert times[ending] in said
        assert "mp4" not in said


def test_the_report_has_no_stills_and_leads_back_to_the_observation(sign_in, cast, observation):
    make.make_annotation(observation, cast.coach, "You waited.", 62_500, shared_at=now())
    page = sign_in(cast.educator).get(address("report", observation.pk)).content.decode()
    assert "1:02" in page
    assert "Back to the observation" in page
    assert '<svg class="still"' not in page


def test_lists_show_it_as_seen_live(sign_in, cast, observation):
    for person in (cast.coach, cast.educator):
        for page in (address("list"), address("of_cycle", observation.cycle_id)):
            shown = sign_in(person).get(page).content.decode()
            assert "Seen live" in shown
            assert "can read it." in shown
            assert f'href="{address("room", observation.pk)}"' in shown
            assert "Resume upload" not in shown
    home = sign_in(cast.educator).get("/").content.decode()
    assert "Watch what" not in home
    assert "is ready to watch" not in home


def test_drafts_on_it_are_called_by_their_name(sign_in, cast, observation):
    make.make_annotation(observation, cast.coach)
    assert "Share what you saw live" in sign_in(cast.coach).get("/").content.decode()


@pytest.mark.usefixtures("store")
def test_whatever_works_on_films_leaves_it_alone(cast, observation, capsys):
    Recording.objects.update(created_at=now() - timedelta(days=400))
    before = Recording.objects.values().get()
    assert sweep.sweep() == 0
    orphans.sweep_store()
    assert not Recording.objects.claimable().exists()
    assert Recording.objects.claim(observation.pk) is None
    call_command("film_queue", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["states"], told["waiting_to_be_watchable"]) == ({}, 0)
    assert Recording.objects.values().get() == before


def test_its_page_costs_the_same_for_ten_and_for_a_thousand_pieces(sign_in, cast, observation):
    browser = sign_in(cast.coach)
    browser.get(address("room", observation.pk))
    counts = []
    for pieces in (10, 990):
        Annotation.objects.bulk_create(
            Annotation(id=uuid.uuid4(), recording=observation, author=cast.coach, start_ms=each, body="x")
            for each in range(pieces)
        )
        counts.append(queries_of(browser, address("room", observation.pk)))
    assert counts[0] == counts[1] <= 15


def test_the_script_that_opens_it_offline_is_scoped_to_its_own_page(sign_in, cast, observation):
    where = address("worker", observation.pk)
    assert where.startswith(address("room", observation.pk))
    answer = sign_in(cast.coach).get(where)
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert answer["Cache-Control"] == "private, no-store"


def places(observation):
    return list(observation.annotations.order_by("start_ms").values_list("start_ms", "end_ms"))
