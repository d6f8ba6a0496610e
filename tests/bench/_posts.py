"""Many people who save feedback on one film at the same moment, over HTTP, each over a connection that is kept."""

import http.client
import threading
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from media_review.models import Annotation
from tests import make
from tests.bench._pages import session_at

TOKEN = "b" * 32  # of the form and of the cookie: all that the check asks for is that they agree
WAIT_SECONDS = 60


@dataclass(frozen=True)
class Posts:
    per_second: float
    p99_ms: float
    refused: int
    lost: int  # the site said "saved", and there is no row


def crowd(site, number):
    """A recording shared with so many people, and a session of each."""
    program = make.make_program()
    uploader = make.make_member("educator", program)
    recording = make.make_recording(uploader)
    people = [make.make_member("coach", program, f"Coach {each}") for each in range(number)]
    for person in people:
        recording.share(by=uploader, person=person)
    return recording, [session_at(site, person) for person in people]


def post(url, recording, sessions, each):
    """All at once, `each` pieces one after the other from every one of them."""
    address = urlsplit(url)
    taken, saved, refused = [], [], []
    ready = threading.Barrier(len(sessions) + 1)

    def write(session):
        line = http.client.HTTPConnection(address.hostname, address.port, timeout=WAIT_SECONDS)
        ready.wait()
        for _ in range(each):
            pk, begin = uuid.uuid4(), time.perf_counter()
            ok = _send(line, recording, session, pk)
            taken.append(time.perf_counter() - begin)
            (saved if ok else refused).append(pk)
        line.close()

    threads = [threading.Thread(target=write, args=[session]) for session in sessions]
    for thread in threads:
        thread.start()
    ready.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begin
    there = set(Annotation.objects.filter(recording=recording).values_list("pk", flat=True))
    lost = len(set(saved) - there)
    return Posts(len(taken) / seconds, sorted(taken)[int(len(taken) * 0.99) - 1] * 1000, len(refused), lost)


def _send(line, recording, session, pk):
    body = {
        "id": pk,
        "start": "0:01",
        "kind": "note",
        "body": "You waited five slow counts.",
        "csrfmiddlewaretoken": TOKEN,
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "HX-Request": "true",
    }
    line.request("POST", f"/recordings/{recording.pk}/feedback/", urlencode(body), headers)
    answer = line.getresponse()
    answer.read()
    return answer.status < 300
