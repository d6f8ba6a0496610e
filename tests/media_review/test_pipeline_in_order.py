"""What makes a film watchable goes before what makes smaller sizes of another; told to stop, a worker hands back."""

import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils.timezone import now

from coachcycle.management.commands.db_worker import Lane
from coachcycle.objectstore import launcher
from media_review import scratch, stopping
from media_review.models import Recording
from media_review.sweep import sweep
from media_review.tasks import QUICK_QUEUE, enqueue_processing
from tests import films, worker

pytestmark = pytest.mark.django_db(transaction=True)
HAND_BACK_SECONDS = 10


def states():
    return set(Recording.objects.values_list("state", flat=True))


def tools(settings):
    return {name: str(getattr(settings, name)) for name in ("MEDIA_SANDBOX", "FFMPEG_BIN", "FFPROBE_BIN")}


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def test_all_films_can_be_watched_before_the_smaller_sizes_of_any_are_made(arrive, tool, tmp_path):
    waiting = [arrive(films.kept(films.drawn, "film")) for _ in range(2)]
    for recording in waiting:
        enqueue_processing(recording.pk)
    with worker.start(tasks=2) as one:
        assert one.wait(60) == 0
    assert states() == {"playable"}
    with worker.start(tasks=2) as one:
        assert one.wait(60) == 0
    assert states() == {"ready"}
    for recording in waiting:
        recording.refresh_from_db()
        assert sorted(recording.renditions.values_list("attempt", flat=True)) == [1, 2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_hands_its_film_to_the_next(arrive, gate, settings, tmp_path, number):
    reached, _ = gate
    recording = arrive()
    enqueue_processing(recording.pk)
    with worker.start(MEDIA_WORK_DIR=str(tmp_path), **tools(settings)) as leaving:
        reached.read_text()
        told = time.monotonic()
        leaving.send_signal(number)
        assert leaving.wait(60) == 0
    assert time.monotonic() - told < HAND_BACK_SECONDS
    recording.refresh_from_db()
    assert (recording.state, recording.lease_until, recording.failures) == (Recording.State.PROCESSING, None, 0)
    assert list(tmp_path.glob(f"{scratch.PREFIX}*")) == []
    with worker.start(tasks=2) as successor:
        assert successor.wait(60) == 0
    recording.refresh_from_db()
    assert (recording.state, recording.attempt) == (Recording.State.READY, 3)


def test_a_lane_takes_nothing_up_once_its_process_is_told_to_stop(monkeypatch):
    """What the others hand back is queued anew while they leave."""
    monkeypatch.setattr(stopping, "_told", threading.Event())
    lane = Lane(QUICK_QUEUE, "default")
    stopping.tell_all()
    lane.start()
    lane.join(HAND_BACK_SECONDS)
    assert not lane.is_alive()


def test_a_store_that_is_away_costs_no_film(arrive, gate, settings, tmp_path):
    reached, go = gate
    own = {"bucket": settings.S3_BUCKET, "access_key": settings.S3_ACCESS_KEY_ID}
    own |= {"secret_key": settings.S3_SECRET_ACCESS_KEY, "allow_origins": settings.S3_ALLOWED_ORIGINS}
    before = launcher.start(tmp_path / "store", **own)
    settings.S3_ENDPOINT_URL = before.url
    recording = arrive()
    enqueue_processing(recording.pk)
    with worker.start(tasks=1, **tools(settings)) as unlucky:
        reached.read_text()
        before.kill()
        go.write_text("")
        assert unlucky.wait(60) == 0, "it goes on with other work"
    recording.refresh_from_db()
    assert (recording.state, recording.failures, recording.excused) == (Recording.State.PROCESSING, 0, 1)
    assert recording.lease_until > now()
    with launcher.start(tmp_path / "store", port=int(before.url.rpartition(":")[2]), **own):
        Recording.objects.update(lease_until=now())
        with worker.start(tasks=2) as later:
            assert later.wait(60) == 0
        recording.refresh_from_db()
        assert recording.state == Recording.State.READY


def test_a_worker_waits_for_a_database_that_is_away(arrive, settings, tmp_path):
    if connection.vendor != "sqlite" or settings.TASK_ENGINE != "database":
        pytest.skip("only SQLite can be moved away for a while, and only its own worker waits for it")
    recording = arrive()
    enqueue_processing(recording.pk)
    place = Path(connection.settings_dict["NAME"]).resolve()
    away = tmp_path / "away"
    with worker.start(tasks=2, DATABASE_URL=f"sqlite:///{away / place.name}") as waiting:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(6)
        away.symlink_to(place.parent)
        assert waiting.wait(60) == 0
    recording.refresh_from_db()
    assert recording.state == Recording.State.READY


def test_the_folder_of_a_killed_worker_is_cleared_away_that_of_a_living_one_stays(arrive, gate, settings, tmp_path):
    reached, _ = gate
    settings.MEDIA_WORK_DIR = str(tmp_path)
    recording = arrive()
    enqueue_processing(recording.pk)
    with worker.start(MEDIA_WORK_DIR=str(tmp_path), **tools(settings)) as doomed:
        reached.read_text()
        assert scratch.clean() == 0
        assert len(list(tmp_path.glob(f"{scratch.PREFIX}*/film"))) == 1
        worker.kill(doomed)
    assert len(list(tmp_path.glob(f"{scratch.PREFIX}*"))) == 1
    sweep()
    assert list(tmp_path.glob(f"{scratch.PREFIX}*")) == []
