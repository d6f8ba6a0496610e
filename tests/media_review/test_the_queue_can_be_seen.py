"""Whoever keeps the site running sees that it lives, what waits, and each step that was done."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from media_review import pipeline
from media_review.models import Recording


def answer(client, address):
    response = client.get(address)
    return response.status_code, response.json()


@pytest.mark.django_db
@pytest.mark.usefixtures("store")
def test_the_site_says_that_it_lives_and_whether_it_can_work(client, settings):
    assert answer(client, "/healthz/live/") == (200, {"live": True})
    assert answer(client, "/healthz/ready/") == answer(client, "/healthz/") == (200, {"database": True, "store": True})
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:1"
    assert answer(client, "/healthz/ready/") == (503, {"database": True, "store": False})
    assert answer(client, "/healthz/live/") == (200, {"live": True})


def test_to_be_alive_needs_no_database(client):
    assert answer(client, "/healthz/live/") == (200, {"live": True})
    assert client.post("/healthz/live/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_queue_is_told_in_figures(arrive, capsys):
    waiting, held, failed = arrive(), arrive(), arrive()
    Recording.objects.update(waiting_since=now() - timedelta(seconds=90))
    Recording.objects.claim(held.pk).heartbeat(30, "Looking at the film")
    Recording.objects.filter(pk=failed.pk).update(state=Recording.State.FAILED)
    Recording.objects.filter(pk=waiting.pk).update(failures=1)
    call_command("film_queue", "--json")
    told = json.loads(capsys.readouterr().out)
    lease = told["leases"].pop()
    assert (lease["recording"], lease["attempt"], lease["progress"]) == (str(held.pk), 1, 30)
    assert 0 < lease["seconds_left"] <= 30
    assert told.pop("longest_wait_to_be_watchable") == pytest.approx(90, abs=5)
    assert told == {
        "states": {"failed": 1, "processing": 1, "queued": 1},
        "waiting_to_be_watchable": 1,
        "waiting_for_smaller_sizes": 0,
        "longest_wait_for_smaller_sizes": 0,
        "troubled": 1,
        "leases": [],
    }
    call_command("film_queue")
    shown = capsys.readouterr().out
    assert f"lease {held.pk} attempt 1: processing, 30 %" in shown
    assert waiting.title not in shown


@pytest.mark.django_db(transaction=True)
def test_each_step_is_one_line_of_the_log(arrive, caplog):
    recording = arrive()
    with caplog.at_level(logging.INFO, "media_review.pipeline"):
        pipeline.make_playable(recording.pk)
        pipeline.make_ladder(recording.pk)
    lines = [line for line in caplog.messages if "step=" in line]
    pattern = rf"recording={recording.pk} attempt=(\d) step=(\w+) seconds=\d+\.\d{{3}} bytes=(\d+)"
    told = [re.fullmatch(pattern, line).groups() for line in lines]
    steps = ["1 fetch", "1 probe", "1 first", "2 fetch", "2 probe", "2 ladder", "2 pictures"]
    assert [f"{attempt} {step}" for attempt, step, _ in told] == steps
    assert told[0][2] == str(recording.size)
    assert int(told[2][2]) > 1000
