"""A film may be watched before anybody knows how long it is: every page of it opens, and everything can be said."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_review.models import Annotation, Recording
from tests import make
from tests.test_permissions import MATRIX

ENDINGS = ("vtt", "chapters.vtt", "jsonld", "csv", "xlsx", "eaf")
HOURS_MS = 3 * 3600_000


@pytest.fixture
def film(cast, cycle, things):
    make.plan_lesson(cycle)
    Recording.objects.update(duration_ms=None)
    film = Recording.objects.get(pk=things["recording"][0])
    make.make_annotation(film, cast.coach, "Late", HOURS_MS, end_ms=HOURS_MS + 1000, shared_at=film.created_at)
    return film


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["educator", "coach"])
def test_every_page_of_it_opens(role, cast, film, things, sign_in, store):
    browser = sign_in(getattr(cast, role))
    column = {"educator": 2, "coach": 3}[role]
    for name, (method, thing, letters) in MATRIX.items():
        if method == "get" and letters.split()[column] == "A" and thing not in {"piece", "rendition"}:
            answer = browser.get(reverse(name, args=things[thing]))
            assert answer.status_code < 500, name
    for ending in ENDINGS:
        assert browser.get(reverse("media_review:export", args=[film.pk, ending])).status_code == 200, ending


def test_no_time_is_told_that_nobody_knows(cast, film, sign_in):
    page = sign_in(cast.coach).get(reverse("media_review:room", args=[film.pk])).content.decode()
    assert "until 0:00" not in page


def test_feedback_is_brought_in_at_any_time(cast, film, sign_in):
    told = [{"type": "Annotation", "body": {"value": "Seen."}, "target": "https://x.example/#t=9000,9001"}]
    file = SimpleUploadedFile("feedback.json", json.dumps(told).encode())
    answer = sign_in(cast.coach).post(reverse("media_review:bring_in", args=[film.pk]), {"file": file})
    assert answer.status_code == 302
    brought = Annotation.objects.drafts_of(cast.coach).get()
    assert (brought.start_ms, brought.end_ms) == (9_000_000, 9_001_000)
