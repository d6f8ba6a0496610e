"""A coach watches the beginning of a film that no browser plays while the rest of it is still being made for her."""

import os
import signal
import time
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from coachcycle.objectstore import objects
from media_review.models import Recording
from media_review.tasks import enqueue_processing
from tests import films, make
from tests.browser.conftest import LAPTOP
from tests.browser.test_main_road import PROCESSING_MS

SECONDS = 60
SLICE_SECONDS, LOOK_SECONDS = 0.3, 2.5
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=0", "-tag:v", "hvc1", "-c:a", "aac")
PREPARED = "The end of this film is still being prepared."
AHEAD = "This part is still being prepared."
# Where the film stands, at each moment from now on: [seconds of the clock, seconds of the film].
WRITE_DOWN = """() => {
  const film = document.querySelector("video");
  window.stood = [];
  film.addEventListener("timeupdate", () => stood.push([performance.now() / 1000, film.currentTime]));
}"""


@pytest.fixture
def people(site):
    program = make.make_program()
    return make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program, "Wren Abara")


@pytest.fixture(scope="module")
def hevc(tmp_path_factory):
    path = tmp_path_factory.mktemp("hevc") / "film.mov"
    return films.encode(path, *HEVC, size="854x480", fps=20, seconds=SECONDS, container="mov")


@pytest.fixture
def arrived(site, people, hevc, monkeypatch):
    """A recording that the coach may watch, on its way to the site's worker."""
    coach, educator = people
    for name in ("S3_ENDPOINT_URL", "S3_PUBLIC_ENDPOINT_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_BUCKET"):
        monkeypatch.setattr(settings, name, getattr(settings, name))
    site.use_store_here()
    recording = make.make_recording(
        educator, state="uploading", attempt=0, progress=0, duration_ms=None, size=hevc.stat().st_size
    )
    recording.renditions.all().delete()
    recording.share(by=educator, person=coach)
    objects.upload(hevc, recording.original_key, "video/quicktime")
    yield recording
    until(lambda: Recording.objects.get(pk=recording.pk).state not in ("queued", "processing", "growing"))


def until(holds):
    end = time.monotonic() + PROCESSING_MS / 1000
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def encoders(pid):
    """The ffmpegs that encode, among all that a process and its threads have started, whatever stands between."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended just now
            for child in children.read_text().split():
                if b"libx264" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                    yield int(child)
                yield from encoders(child)


@contextmanager
def held(site, recording):
    """The recording goes to the worker, whose encoder stands still as soon as the film's beginning can be watched."""
    worker = site.workers[0].process.pid
    Recording.objects.filter(pk=recording.pk).update(state="queued")
    enqueue_processing(recording.pk)
    until(lambda: list(encoders(worker)))
    tell(encoders(worker), signal.SIGSTOP)
    try:
        # On a quick machine it would be done before anybody has looked: it works a third of a second at a time.
        until(lambda: comes_in(LOOK_SECONDS, recording) or slice_of_work(worker))
        recording.refresh_from_db()
        assert recording.state == Recording.State.GROWING
        yield recording
    finally:
        tell(encoders(worker), signal.SIGCONT)


def comes_in(seconds, recording):
    """Whether some of it can be watched before so many seconds have gone by."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if recording.renditions.exists():
            return True
        time.sleep(0.05)
    return False


def slice_of_work(worker):
    tell(encoders(worker), signal.SIGCONT)
    time.sleep(SLICE_SECONDS)
    tell(encoders(worker), signal.SIGSTOP)  # what was started meanwhile, too


def tell(pids, number):
    for pid in list(pids):
        with suppress(ProcessLookupError):  # it may have ended meanwhile
            os.kill(pid, number)


def plays(page, beyond):
    page.wait_for_function(
        "beyond => document.querySelector('video').currentTime > beyond", arg=beyond, timeout=PROCESSING_MS
    )


def test_she_watches_on_while_the_film_becomes_whole(arrived, people, open_as, site):
    ines = open_as(people[0], LAPTOP)
    with held(site, arrived):
        ines.goto(f"/recordings/{arrived.pk}/")
        ines.evaluate(WRITE_DOWN)
        expect(ines.get_by_text(PREPARED)).to_be_visible()
        ines.get_by_role("button", name="Play", exact=True).click()
        plays(ines, 1.5)
        expect(ines.locator(".clock")).to_contain_text("of 1:00")
        made = ines.evaluate("document.querySelector('lesson-player').stream.made")
        assert 0 < made < SECONDS
    plays(ines, made + 1)
    until(lambda: Recording.objects.get(pk=arrived.pk).state not in ("growing", "processing"))
    expect(ines.get_by_text(PREPARED)).to_be_hidden(timeout=PROCESSING_MS)
    whole = ines.evaluate("document.querySelector('video').currentTime")
    plays(ines, whole + 2)
    stood = ines.evaluate("stood")
    steps = [(later[0] - now[0], later[1] - now[1]) for now, later in pairwise(stood)]
    assert all(-0.01 <= film <= clock + 0.5 for clock, film in steps), "it never jumped, neither back nor ahead"
    assert stood[0][1] < 1
    ines.evaluate("document.querySelector('video').currentTime = 50")  # a part she has not fetched before
    plays(ines, 51)


def test_a_moment_that_is_not_there_yet_is_waited_for_in_words(arrived, people, open_as, site):
    ines = open_as(people[0], LAPTOP)
    with held(site, arrived):
        ines.goto(f"/recordings/{arrived.pk}/")
        ines.get_by_role("button", name="Play", exact=True).click()
        plays(ines, 0.5)
        ines.evaluate("document.querySelector('video').currentTime = 45")
        words = ines.get_by_role("status").filter(has_text=AHEAD)
        expect(words).to_be_visible()
        assert ines.evaluate("document.querySelector('video').currentTime") == 45
        ines.evaluate("document.querySelector('video').currentTime = 2")
        expect(words).to_have_count(0)
        plays(ines, 3)
        ines.evaluate("document.querySelector('video').currentTime = 45")
        expect(words).to_be_visible()
    plays(ines, 46)
    expect(words).to_have_count(0)


def test_a_share_taken_back_ends_it_in_the_middle(arrived, people, open_as, site):
    ines = open_as(people[0], LAPTOP)
    with held(site, arrived):
        ines.goto(f"/recordings/{arrived.pk}/")
        ines.get_by_role("button", name="Play", exact=True).click()
        plays(ines, 0.5)
        arrived.shares.get().stop()
        expect(ines.locator(".film-words").get_by_text("no longer shared with you")).to_be_visible(timeout=20_000)
        assert ines.evaluate("document.querySelector('video').src") == ""
