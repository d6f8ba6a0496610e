"""How fast is the review room when a whole state coaches in it, and when fifty people write at once?

`p95_ms_1000` is what the server takes for a room with about a thousand pieces of feedback, on PostgreSQL with the five
million pieces of `_state` around it (half a million in the quick form); `p95_growth` is the same against a site of one
support organization. `queries_10` and `queries_1000` are questions to the database for a room with 10 and with 1,000.

Then fifty people save feedback on one film, all at once, on SQLite and on PostgreSQL (`postgres_…`): beside it stands
what the least site does that Django can be (`bare_…`, see `_bare`), with the same people, processes and database.
"""

import tempfile

from django.db import connections
from django.urls import reverse

from coachcycle.accounts.models import User
from coachcycle.demo import run as site_of_demo
from media_review.models import Annotation
from tests.bench import Result
from tests.bench._holding import holding
from tests.bench._pages import p95_ms, questions, reader
from tests.bench._posts import crowd, post
from tests.bench._state import id_of
from tests.servers import Postgres
from tests.site import Part, Site, free_port

PEOPLE = 50
FEW = 10


def run(quick):
    times = 40 if quick else 200
    small, _ = _measure("small", times)
    large, counts = _measure("county" if quick else "state", times)
    yield Result("p95_ms_1000", large, "ms")
    yield Result("p95_ms_1000_small", small, "ms")
    yield Result("p95_growth", large / small, "x")
    yield Result("queries_10", counts[0], "")
    yield Result("queries_1000", counts[1], "")
    each = 5 if quick else 40
    yield from _posts("", each)
    with Postgres() as server, server.holds_our_rows():
        yield from _posts("postgres_", each)


def _measure(size, times):
    """(p95 of the room with a thousand, (questions for one with ten, for one with a thousand))"""
    with holding(size):
        browser = reader(User.objects.get(pk=id_of("educator", 1)))
        many, few = (reverse("media_review:room", args=[id_of("recording", number)]) for number in (1, 2))
        on_it = Annotation.objects.filter(recording=id_of("recording", 2))
        on_it.exclude(pk__in=list(on_it.values_list("pk", flat=True)[:FEW])).delete()
        taken = p95_ms(browser, many, times)
        return taken, (questions(browser, few), questions(browser, many))


def _posts(prefix, each):
    with (
        tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder,
        Site(folder, workers=0, web_workers=2) as site,
    ):
        recording, sessions = crowd(site, PEOPLE)
        ours = post(site.url, recording, sessions, each)
        with _bare(site) as url:
            bare = post(url, recording, sessions, each)
        connections.close_all()
    yield Result(f"{prefix}posts_per_s", ours.per_second, "1/s")
    yield Result(f"{prefix}posts_p99_ms", ours.p99_ms, "ms")
    yield Result(f"{prefix}posts_lost", ours.lost + ours.refused, "")
    yield Result(f"{prefix}bare_per_s", bare.per_second, "1/s")
    yield Result(f"{prefix}bare_p99_ms", bare.p99_ms, "ms")


class _bare:
    """The least site, beside ours, on the same database with as many processes and threads."""

    def __init__(self, site):
        address = f"127.0.0.1:{(port := free_port())}"
        self.url = f"http://localhost:{port}"
        how = ("--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning")
        self.part = Part("-m", "gunicorn", "tests.bench._bare:application", "--bind", address, *how, env=site.web.env)

    def __enter__(self):
        self.part.start()
        site_of_demo.wait_for(self.url + "/")
        return self.url

    def __exit__(self, *_):
        self.part.stop()
