"""Several workers at once, one busy worker alone, and a database that is killed under them."""

import subprocess
from contextlib import ExitStack

import pytest
from django.conf import settings as site
from django.db import connections
from django_tasks_db.models import DBTaskResult

from coachcycle.objectstore import objects
from media_review.models import Recording
from media_review.sweep import sweep
from media_review.tasks import LADDER_QUEUE, QUICK_QUEUE, enqueue_processing
from tests import films, worker
from tests.media_review.test_pipeline_in_order import states, tools, wait_until
from tests.servers import Postgres

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, FILMS = 4, 7
SETTLE_SECONDS = 180


@pytest.fixture
def film():
    """One that gets a smaller size. Name it before `gate`: it is drawn by the real tool."""
    return films.kept(films.drawn, "film")


def begun(queue):
    """When each message of a queue was taken up, in order."""
    if site.TASK_ENGINE == "database":
        return list(
            DBTaskResult.objects.filter(queue_name=queue).order_by("started_at").values_list("started_at", flat=True)
        )
    import django_rq  # fails where no queues of its are set
    from django_tasks_rq import Job

    lane = django_rq.get_queue(queue)
    jobs = Job.fetch_many(lane.finished_job_registry.get_job_ids(), connection=lane.connection)
    return sorted(job.started_at for job in jobs)


def started(count, *options, stack, **changes):
    """So many workers; those that still run in the end are told to stop."""
    running = [stack.enter_context(worker.start(*options, **changes)) for _ in range(count)]
    for process in running:
        stack.callback(process.terminate)
    return running


def test_four_workers_share_a_stream_of_films_and_none_is_published_twice(arrive, film):
    waiting = [arrive(film) for _ in range(FILMS)]
    for recording in waiting:
        enqueue_processing(recording.pk)
    with ExitStack() as stack:
        started(WORKERS, stack=stack)
        wait_until(lambda: states() == {"ready"}, SETTLE_SECONDS)
    for recording in waiting:
        recording.refresh_from_db()
        assert (recording.attempt, recording.failures) == (2, 0)
        assert sorted(recording.renditions.values_list("attempt", flat=True)) == [1, 2]
        named = [recording.poster_key, recording.sprite_key, *recording.renditions.values_list("key", flat=True)]
        assert sorted(objects.keys_under(f"renditions/{recording.pk}/")) == sorted(named)
    quick, ladders = begun(QUICK_QUEUE), begun(LADDER_QUEUE)
    assert len(quick) == len(ladders) == FILMS, "no message was sent twice"
    assert quick[-1] < ladders[0], "each film was taken up to be made watchable before any of the smaller sizes was"


def test_a_new_film_is_watchable_while_the_only_worker_makes_a_ladder(arrive, film, gate, tool, settings):
    reached, go = gate
    tool(f'case "$*" in *libx264*) echo > {reached}; cat {go};; esac; exec "$REAL" "$@"')
    long = arrive(film)
    with ExitStack() as stack:
        started(1, stack=stack, **tools(settings))
        if site.TASK_ENGINE == "redis":  # its worker has one lane: whoever wants a free road starts a second
            started(1, stack=stack, queues=["default"], **tools(settings))
        enqueue_processing(long.pk)
        reached.read_text()
        new = arrive()
        enqueue_processing(new.pk)
        wait_until(lambda: Recording.objects.get(pk=new.pk).is_watchable)
        long.refresh_from_db()
        assert long.state == "playable"
        go.write_text("")
        wait_until(lambda: states() == {"ready"}, SETTLE_SECONDS)


def test_a_database_killed_under_a_worker_costs_no_film_and_no_worker(arrive, gate, settings):
    reached, go = gate
    settings.MEDIA_LEASE_SECONDS = 3
    with Postgres() as database, database.holds_our_rows(), ExitStack() as stack:
        recording = arrive()
        enqueue_processing(recording.pk)
        (one,) = started(1, stack=stack, MEDIA_LEASE_SECONDS="3", **tools(settings))
        reached.read_text()
        reached.unlink()  # later tools pass
        database.kill()
        go.write_text("")
        with pytest.raises(subprocess.TimeoutExpired):
            one.wait(6)
        database.start()
        connections.close_all()
        wait_until(lambda: sweep() is not None and states() == {"ready"}, SETTLE_SECONDS)
        recording.refresh_from_db()
        assert recording.failures == 0
        assert one.poll() is None
