"""Does anything get lost when any part of the site is killed at any moment, during a stream of uploads?

A whole site of real processes: two workers, the web server, the store, and what keeps the queue: a PostgreSQL cluster
of its own (`TASK_ENGINE=database`), then a Redis that keeps nothing on disk (`redis_…`, where the cluster is killed,
too). Four people send films of two or three parts, one after the other, and try again as the page does. At random
moments a part drawn by lot is killed with -9, with its children, and started again at once.

`lost`: films whose uploader was told that they arrived and that are not ready in the end, with their own bytes; and
uploads that could not be finished. `stuck`: films that waited for more than STUCK_SECONDS after the last kill, without
a sign of life (state, attempt, lease) though one of the workers was free, which it is while fewer films than there are
workers showed one in the last FREE_SECONDS; `longest_idle` is the longest such wait. `published_twice`: films that
became playable or ready more than once, which the database itself notes down, or have one size twice. `dangling`: keys
named by rows under which the store has nothing, or less than the playlist promises; and objects left in the store that
no row names once it was swept. `ended_alone`: how often a part ended by itself because another one was away.
"""

import random
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from itertools import count

import requests
from django.conf import settings
from django.db import connection, connections

from coachcycle.objectstore import multipart, objects
from media_review import orphans
from media_review.models import Recording, Rendition
from tests import films, make
from tests.bench import Result
from tests.bench._kept import Kept
from tests.bench._sender import Sender
from tests.servers import Postgres, Redis
from tests.site import Part, Site

KILLS, QUICK_KILLS = {"database": 100, "redis": 60}, {"database": 8}
WORKERS, SENDERS = 2, 4
BETWEEN_KILLS_SECONDS = (0.2, 6)
STUCK_SECONDS, FREE_SECONDS, LOOK_SECONDS = 60, 3, 0.5
GIVE_UP_SECONDS = 600
PART = multipart.SMALLEST_PART
NOT_IN_WORK = ("uploading", "ready", "failed")
WATCH_STATES = """
create table became (recording uuid, state text);
create function note_state() returns trigger language plpgsql as $$
begin insert into became values (new.id, new.state); return new; end $$;
create trigger note_state after update on media_review_recording
for each row when (old.state is distinct from new.state) execute function note_state();
"""
BECAME_TWICE = """
select recording from became where state in ('playable', 'ready') group by recording, state having count(*) > 1
union select recording_id from media_review_rendition group by recording_id, height having count(*) > 1
"""


def run(quick):
    seed = random.randrange(10**6)
    print(f"The lot falls by seed {seed}.", file=sys.stderr)
    for engine, kills in (QUICK_KILLS if quick else KILLS).items():
        lot, name = random.Random(seed), "" if engine == "database" else f"{engine}_"
        for result in _measured(engine, kills, lot):
            yield Result(name + result.measure, result.value, result.unit)


def _measured(engine, kills, lot):
    with _site(engine) as (site, parts):
        senders, killed = _stream(site, parts, kills, lot)
        idle = _watch_until_settled(senders)
        sent = [film for sender in senders for film in sender.films]
        rows = Recording.objects.in_bulk([film.recording for film in sent if film.recording])
        yield Result("kills", sum(killed.values()), "")
        for name, times in sorted(killed.items()):
            yield Result(f"kills_of_{name}", times, "")
        yield Result("films", len(sent), "")
        yield Result("lost", sum(not _arrived(film, rows) for film in sent), "")
        yield Result("stuck", sum(seconds > STUCK_SECONDS for seconds in idle.values()), "")
        yield Result("longest_idle", max(idle.values(), default=0), "s")
        yield Result("published_twice", len(_published_twice()), "")
        yield Result("dangling", len(_dangling()), "")
        yield Result("ended_alone", sum(part.alone for part in parts), "")


@contextmanager
def _site(engine):
    """A running site on servers of its own, and its parts, each kept running."""
    with ExitStack() as stack:
        database = stack.enter_context(Postgres())
        stack.enter_context(database.holds_our_rows())
        with connection.cursor() as cursor:
            cursor.execute(WATCH_STATES)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="coachcycle-bench-"))
        queue = stack.enter_context(Redis()) if engine == "redis" else None
        environment = {"TASK_ENGINE": engine, "LOG_LEVEL": "CRITICAL", "REDIS_URL": queue.url if queue else ""}
        site = Site(folder, workers=WORKERS, **environment)
        if queue:
            working = ("manage.py", "rqworker", "default", "ladder", "--verbosity", "0")
            site.workers += [Part(*working, env=site.web.env) for _ in range(WORKERS)]
            del site.workers[1:WORKERS]  # one `db_worker` stays, for the sweep
        stack.enter_context(site)
        site.use_store_here()
        parts = [Kept("store", lambda: site.store.process, site.start_store, lambda: site.store.kill())]
        parts += [Kept.part("web", site.web), Kept.part("database", database)]
        parts += [Kept.part("worker", worker) for worker in site.workers]
        parts += [Kept.part("redis", queue)] if queue else []
        yield site, parts


def _stream(site, parts, kills, lot):
    """Who sent films while so many parts were killed, and how many of each were. All parts run again."""
    over, program = threading.Event(), make.make_program()
    base = films.kept(_small_film).read_bytes()
    numbers = count()
    seed = lot.random()

    def new_film():
        return _unlike_all_others(base, random.Random(f"{seed} {next(numbers)}"))

    people = [make.make_member("educator", program) for _ in range(SENDERS)]
    senders = [Sender(site, user, new_film, over) for user in people]
    connections.close_all()
    for thread in (*parts, *senders):
        thread.start()
    killed = _kill(site, parts, kills, lot)
    over.set()
    for part in parts:
        part.release()
    return senders, killed


def _kill(site, parts, kills, lot):
    """Of each kind of part as many as of any other, by the lot; every other time only once the site works again.

    Otherwise a slow machine would see many kills and hardly a film between them.
    """
    kinds = sorted({part.name for part in parts})
    killed = dict.fromkeys(kinds, 0)
    while sum(killed.values()) < kills:
        if sum(killed.values()) % 2:
            _wait_until_it_works(site)
        time.sleep(lot.uniform(*BETWEEN_KILLS_SECONDS))
        kind = lot.choice(kinds)
        killed[kind] += lot.choice([part for part in parts if part.name == kind]).kill()
    return killed


def _wait_until_it_works(site):
    end = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < end:
        with suppress(requests.RequestException):
            if requests.get(f"{site.url}/healthz/ready/", timeout=5).ok:
                return
        time.sleep(LOOK_SECONDS)


def _small_film(path):
    return films.safe(path, size="1280x720")


def _unlike_all_others(base, lot):
    """Two or three parts: a film, and behind it a box that readers skip."""
    noise = lot.randbytes(lot.randrange(PART, 5 * PART // 2))
    return base + (len(noise) + 8).to_bytes(4) + b"free" + noise


def _watch_until_settled(senders):
    """Seconds that each film waited for nothing, at the longest, by its id."""
    idle, longest, seen, moved = {}, {}, {}, {}
    end = time.monotonic() + GIVE_UP_SECONDS
    while (rows := _unsettled()) or any(sender.is_alive() for sender in senders):
        at = time.monotonic()
        if at > end:
            break
        moved |= {pk: at for pk, signs in rows.items() if seen.get(pk) != signs}
        is_one_free = sum(at - moved[pk] < FREE_SECONDS for pk in rows) < WORKERS
        for pk, signs in rows.items():
            is_idle = is_one_free and seen.get(pk) == signs
            idle[pk] = idle.get(pk, 0) + LOOK_SECONDS if is_idle else idle.get(pk, 0) * (seen.get(pk) == signs)
            longest[pk] = max(longest.get(pk, 0), idle[pk])
        seen = rows
        time.sleep(LOOK_SECONDS)
    return longest | dict.fromkeys(_unsettled(), GIVE_UP_SECONDS)


def _unsettled():
    rows = Recording.objects.exclude(state__in=NOT_IN_WORK).values_list("pk", "state", "attempt", "lease_until")
    return {pk: signs for pk, *signs in rows}


def _arrived(film, rows):
    row = next((row for pk, row in rows.items() if str(pk) == film.recording), None)
    if film.accepted and row and (row.state, row.size, row.sha256) == ("ready", film.size, film.sha256):
        return True
    print("Lost:", film, row and (row.state, row.attempt, row.failures, row.failed_reason), file=sys.stderr)
    return False


def _published_twice():
    with connection.cursor() as cursor:
        cursor.execute(BECAME_TWICE)
        return cursor.fetchall()


def _dangling():
    settings.STALE_UPLOAD_DAYS = -1  # all of it is old
    orphans.sweep_store(trusting=True)
    named = {key for keys in Recording.objects.values_list("original_key", "poster_key", "sprite_key") for key in keys}
    promised = {rendition.key: _promised_bytes(rendition.playlist) for rendition in Rendition.objects.all()}
    named = (named | promised.keys()) - {""}
    short = {key for key in named if (objects.size_of(key) or 0) < promised.get(key, 1)}
    left = {key for folder in orphans.PLACE_OF_ID for key in objects.keys_under(f"{folder}/")} - named
    for key in short | left:
        print("Dangling:", key, "named" if key in short else "left", file=sys.stderr)
    return short | left | set(multipart.unfinished())


def _promised_bytes(playlist):
    """Where the last range in it ends: lines `#EXT-X-BYTERANGE:length@begin`."""
    ranges = [
        line.partition(":")[2].split("@") for line in playlist.splitlines() if line.startswith("#EXT-X-BYTERANGE")
    ]
    return max(int(length) + int(begin) for length, begin in ranges)
