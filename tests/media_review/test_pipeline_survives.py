"""Killed workers, late messages, full disks and tools that fail: no film is stuck, none is published twice."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from coachcycle.objectstore import objects
from media_review import pipeline
from media_review.models import Recording
from media_review.sweep import LOST_SECONDS, sweep
from media_review.tasks import KEPT_DAYS, enqueue_processing, forget_old_messages, make_playable
from tests import worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]


@pytest.fixture
def recording(arrive):
    return arrive()


def lapse(recording):
    """As if its worker had shown no sign of life for too long."""
    ended = now() - timedelta(seconds=1)
    Recording.objects.filter(pk=recording.pk).update(lease_until=ended, queued_at=ended - timedelta(seconds=60))


def process(recording):
    """Both pieces of work, one after the other."""
    pipeline.make_playable(recording.pk)
    pipeline.make_ladder(recording.pk)


def stored(recording):
    return sorted(objects.keys_under(f"renditions/{recording.pk}/"))


def served(recording):
    """What the row names."""
    recording.refresh_from_db()
    return sorted([recording.poster_key, recording.sprite_key, *recording.renditions.values_list("key", flat=True)])


def test_a_message_that_comes_twice_does_its_work_once(recording):
    process(recording)
    before = stored(recording)
    process(recording)
    recording.refresh_from_db()
    assert (recording.state, recording.attempt) == (Recording.State.READY, 2)
    assert stored(recording) == before


def test_a_worker_given_up_for_dead_publishes_nothing_and_cleans_up(recording, gate):
    reached, go = gate

    def work():
        process(recording)
        connection.close()

    slow = threading.Thread(target=work)
    slow.start()
    reached.read_text()
    lapse(recording)
    successor = Recording.objects.claim(recording.pk)
    go.write_text("")
    slow.join(60)
    recording.refresh_from_db()
    assert not slow.is_alive()
    assert (successor.attempt, recording.attempt, recording.state) == (2, 2, Recording.State.PROCESSING)
    assert recording.renditions.count() == 0
    assert stored(recording) == []


def test_after_kill_9_another_worker_takes_over(recording, gate, settings):
    reached, _ = gate
    enqueue_processing(recording.pk)
    tools = {name: str(getattr(settings, name)) for name in ("MEDIA_SANDBOX", "FFMPEG_BIN", "FFPROBE_BIN")}
    with worker.start(**tools) as doomed:
        reached.read_text()
        worker.kill(doomed)
    recording.refresh_from_db()
    assert (recording.state, recording.attempt) == (Recording.State.PROCESSING, 1)
    lapse(recording)
    # Its first act is to sweep: nobody else has told it of this film.
    with worker.start(tasks=2) as successor:
        assert successor.wait(120) == 0
    recording.refresh_from_db()
    assert (recording.state, recording.attempt) == (Recording.State.READY, 3)
    assert stored(recording) == served(recording)
    assert {rendition.attempt for rendition in recording.renditions.all()} == {2}


def test_a_playable_film_stays_so_while_its_ladder_is_made_again(recording):
    process(recording)
    Recording.objects.filter(pk=recording.pk).update(state=Recording.State.PLAYABLE)
    lapse(recording)
    again = Recording.objects.claim(recording.pk)
    assert (again.state, again.attempt) == (Recording.State.PLAYABLE, 3)
    assert again.renditions.exists()
    lapse(recording)
    process(recording)
    recording.refresh_from_db()
    assert (recording.state, recording.attempt) == (Recording.State.READY, 4)
    assert stored(recording) == served(recording)


def test_a_film_that_always_fails_is_given_up_after_three_times(recording, tool):
    tool("exit 1")
    for failures in (1, 2):
        process(recording)
        recording.refresh_from_db()
        assert (recording.state, recording.failures) == (Recording.State.PROCESSING, failures)
        assert not Recording.objects.claimable().exists(), "it waits before the next try"
        lapse(recording)
    process(recording)
    recording.refresh_from_db()
    assert (recording.state, recording.failed_reason) == (Recording.State.FAILED, str(pipeline.OUR_FAULT))
    assert objects.size_of(f"originals/{recording.pk}") is None
    assert stored(recording) == []


def test_what_can_be_watched_stays_so_when_the_rest_always_fails(recording, tool):
    tool('case "$*" in *libx264*|*png*) exit 1;; esac; exec "$REAL" "$@"')
    for _ in range(pipeline.MOST_FAILURES):
        process(recording)
        assert objects.size_of(recording.renditions.get().key) > 1000, "not even between two tries is it gone"
        lapse(recording)
    recording.refresh_from_db()
    assert (recording.state, recording.failed_reason) == (Recording.State.READY, "")
    assert objects.size_of(recording.renditions.get().key) > 1000


def test_a_full_disk_is_waited_out(recording, tool):
    tool("echo 'out/source.mp4: No space left on device'; exit 1")
    for _ in range(pipeline.MOST_FAILURES + 1):
        process(recording)
        recording.refresh_from_db()
        assert (recording.state, recording.failures) == (Recording.State.PROCESSING, 0)
        assert recording.lease_until > now() + timedelta(seconds=60)
        lapse(recording)
    tool('exec "$REAL" "$@"')
    process(recording)
    recording.refresh_from_db()
    assert recording.state == Recording.State.READY


def test_the_sweep_queues_what_is_owed_and_nothing_else(recording, settings):
    assert sweep() == 0, "its message has only just been sent"
    Recording.objects.update(queued_at=now() - timedelta(seconds=LOST_SECONDS + 1))
    assert (sweep(), sweep()) == (1, 0)
    held = Recording.objects.claim(recording.pk)
    Recording.objects.update(queued_at=now() - timedelta(seconds=LOST_SECONDS + 1))
    assert sweep() == 0, "somebody works on it"
    lapse(held)
    assert (sweep(), sweep()) == (1, 0)
    if settings.TASK_ENGINE == "database":
        assert DBTaskResult.objects.count() == 2
    held.write(state=Recording.State.READY)
    Recording.objects.update(queued_at=now() - timedelta(seconds=LOST_SECONDS + 1))
    assert sweep() == 0


def test_the_sweep_removes_what_a_killed_worker_left_of_a_failed_film(recording):
    objects.put(f"renditions/{recording.pk}/1/480p.mp4", b"half", "video/mp4")
    Recording.objects.update(state=Recording.State.FAILED)
    sweep()
    recording.refresh_from_db()
    assert objects.size_of(f"originals/{recording.pk}") is None
    assert stored(recording) == []
    assert recording.original_key == ""


def test_old_messages_are_forgotten_answered_or_not(db):
    enqueue = make_playable.using(backend="unused" if settings.TASK_ENGINE == "redis" else "default").enqueue
    old = [enqueue(str(uuid4())).id for _ in range(2)]
    DBTaskResult.objects.update(enqueued_at=now() - timedelta(days=KEPT_DAYS, seconds=1))
    DBTaskResult.objects.filter(pk=old[0]).update(status="RUNNING")
    young = enqueue(str(uuid4())).id
    forget_old_messages()
    assert [str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)] == [young]


def test_an_engine_that_is_away_makes_no_lie_of_what_people_were_told(recording):
    """The upload is taken in; its message follows with the first sweep after the engine came back."""
    act = f"from media_review import tasks; tasks.enqueue_processing('{recording.pk}')"
    away = {"TASK_ENGINE": "redis", "REDIS_URL": "redis://127.0.0.1:1/0"}
    with worker.manage("shell", "--verbosity", "0", "--command", act, **away) as upload:
        assert upload.wait(60) == 0
    recording.refresh_from_db()
    assert recording.queued_at is None
    assert recording.waiting_since is not None
    assert sweep() == 1


def test_a_site_on_redis_can_keep_a_sweeping_worker_beside_its_own():
    with worker.manage("db_worker", "--batch", TASK_ENGINE="redis", REDIS_URL="redis://127.0.0.1:1/0") as beside:
        assert beside.wait(60) == 0
