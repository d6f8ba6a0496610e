"""What she says into the microphone reaches whoever may read the feedback it belongs to, and nobody else."""

import json
import subprocess
import uuid
from datetime import timedelta

import pytest
import requests
from django.urls import reverse
from django.utils.timezone import now

from media_review import ffmpeg, voice, voice_making
from media_review.models import Annotation, Voice
from media_review.sweep import sweep
from tests import films, make
from tests.media_review import voices
from tests.media_review.voices import HTMX, MP4, OGG, WEBM, ask, put, said, send, stored, to, write
from tests.queries import queries_of

pytestmark = pytest.mark.usefixtures("store")


def probed(content, path):
    path.write_bytes(content)
    argv = [ffmpeg.binaries().ffprobe, "-v", "error", "-show_format", "-show_streams", "-of", "json", path]
    return json.loads(subprocess.run(argv, capture_output=True, check=True).stdout)


@pytest.mark.parametrize(("kind", "name"), [(WEBM, "a.webm"), (MP4, "a.mp4"), (OGG, "a.ogg")])
def test_whatever_her_browser_records_becomes_what_every_browser_plays(
    kind, name, sign_in, cast, recording, tmp_path, django_capture_on_commit_callbacks
):
    place = ("-metadata", "location=+42.36-071.05/", "-metadata", "title=At home")
    sound = said(tmp_path / name, 2, kind, *place)
    browser = sign_in(cast.coach)
    pk = send(browser, recording, sound, type=kind[0])
    answer = write(browser, recording, voice=pk)
    assert "Your voice is being prepared." in answer.content.decode()
    voice_making.prepare(pk)
    row = Voice.objects.get(pk=pk)
    assert (row.state, row.failed_reason) == ("ready", "")
    assert row.duration_ms == pytest.approx(2000, abs=120)
    assert stored(row) == [row.key], "what arrived is gone"

    address = browser.get(to("hear", Annotation.objects.get()))["Location"]
    told = probed(requests.get(address, timeout=60).content, tmp_path / "made.m4a")
    (stream,) = told["streams"]
    assert (stream["codec_name"], stream["channels"]) == ("aac", 1)
    assert float(told["format"]["duration"]) == pytest.approx(2, abs=0.15)
    tags = {name.lower() for name in told["format"].get("tags", {}) | stream.get("tags", {})}
    assert not tags & {"location", "title", "location-eng"}


def test_feedback_may_be_a_voice_alone_and_says_what_becomes_of_it(sign_in, cast, recording, sound):
    browser, pk = sign_in(cast.coach), uuid.uuid4()
    assert "Your voice is on its way." in write(browser, recording, voice=pk).content.decode()
    found = Annotation.objects.get()
    assert (found.body, found.voice_id) == ("", pk)
    state = to("voice_state", found)
    assert browser.get(state, {"seen": "sending"}).status_code == 204
    send(browser, recording, sound, pk=pk)
    assert "Your voice is being prepared." in browser.get(state, {"seen": "sending"}).content.decode()
    assert browser.get(to("hear", found)).status_code == 404
    before = Annotation.objects.get().changed_at
    voice_making.prepare(pk)
    assert "Voice, 0:02" in browser.get(state, {"seen": "queued"}).content.decode()
    assert Annotation.objects.get().changed_at > before, "an open room learns of it"
    assert "Voice, 0:02" in browser.get(reverse("media_review:room", args=[recording.pk])).content.decode()


def test_saving_and_arriving_may_come_in_any_order_and_twice(sign_in, cast, recording, sound):
    browser, pk = sign_in(cast.coach), uuid.uuid4()
    own = uuid.uuid4()
    write(browser, recording, id=own, voice=pk)
    send(browser, recording, sound, pk=pk)
    write(browser, recording, id=own, voice=pk)
    again = ask(browser, recording, sound, pk=pk).json()
    assert again["url"] is None, "it has arrived"
    assert browser.post(again["finish"], headers=voices.JSON).json() == {"arrived": True}
    assert Voice.objects.get().state == "queued"
    voice_making.prepare(pk)
    voice_making.prepare(pk)
    assert Voice.objects.get().attempt == 1


def test_drafts_are_heard_by_their_author_alone(sign_in, cast, recording, heard):
    Annotation.objects.update(shared_at=None)
    for person in (cast.educator, cast.leader, cast.outsider):
        assert sign_in(person).get(to("hear", heard)).status_code == 404
        assert sign_in(person).get(to("voice_state", heard)).status_code == 404
    answer = sign_in(cast.coach).get(to("hear", heard))
    assert requests.get(answer["Location"], timeout=60).content == b"a voice"
    assert answer["Cache-Control"] == "private, no-store"
    Annotation.objects.update(shared_at=now())
    assert sign_in(cast.educator).get(to("hear", heard)).status_code == 302
    assert sign_in(cast.leader).get(to("hear", heard)).status_code == 404
    recording.shares.get().stop()
    assert sign_in(cast.coach).get(to("hear", heard)).status_code == 404


def test_the_answer_may_be_spoken_too(sign_in, cast, recording, heard, sound):
    browser = sign_in(cast.educator)
    pk = send(browser, recording, sound)
    answer = browser.post(to("reply", heard), {"body": "", "voice": pk}, headers=HTMX)
    assert "Your voice is being prepared." in answer.content.decode()
    voice_making.prepare(pk)
    answer = sign_in(cast.coach).get(to("annotation", heard), headers=HTMX)
    assert "Voice, 0:02" in answer.content.decode()
    reply = heard.replies.get()
    assert sign_in(cast.coach).get(to("hear", reply)).status_code == 302
    assert sign_in(cast.educator).post(to("reply", heard), {"body": " "}, headers=HTMX).status_code == 422


def test_nobody_sends_under_the_name_of_another_or_takes_her_voice(sign_in, cast, recording, heard, sound):
    thief = sign_in(cast.educator)
    assert ask(thief, recording, sound, pk=heard.voice_id).status_code == 422
    assert thief.post(reverse("media_review:finish_voice", args=[heard.voice_id])).status_code == 404
    assert thief.post(reverse("media_review:discard_voice", args=[heard.voice_id])).status_code == 404
    answer = write(thief, recording, voice=heard.voice_id)
    assert answer.status_code == 422
    assert "record it again" in answer.content.decode()
    assert Annotation.objects.get() == heard
    own = sign_in(cast.coach)
    assert write(own, recording, voice=heard.voice_id).status_code == 422, "one voice, one piece of feedback"
    assert Annotation.objects.count() == 1
    for person in (cast.leader, cast.outsider):
        assert ask(sign_in(person), recording, sound).status_code == 404
    own = sign_in(cast.coach)
    somebody = {"X-Reader": str(cast.educator.pk), **voices.JSON}
    told = {"id": uuid.uuid4(), "size": 1, "md5": "x", "type": "audio/webm"}
    address = reverse("media_review:start_voice", args=[recording.pk])
    assert own.post(address, told, headers=somebody).status_code == 409, "a tablet that changed hands"


@pytest.mark.parametrize(
    "about",
    [
        {"size": 0},
        {"size": voice.MOST_BYTES + 1},
        {"md5": "short"},
        {"md5": "bm90IGFuIG1kNQ=="},
        {"type": "video/mp4"},
        {"type": "text/html"},
        {"id": "../originals/1"},
    ],
)
def test_only_voices_of_a_sensible_size_are_let_in(about, sign_in, cast, recording, sound):
    answer = ask(sign_in(cast.coach), recording, sound, **about)
    assert answer.status_code == 422
    assert len(answer.json()["sentence"]) > 10
    assert not Voice.objects.exists()


def test_the_store_takes_the_announced_bytes_and_no_others(sign_in, cast, recording, sound):
    browser = sign_in(cast.coach)
    answer = ask(browser, recording, sound).json()
    assert not put(answer, sound + b"!").ok
    assert not put(answer, b"!" * len(sound)).ok
    assert not put(answer | {"type": "text/html"}, sound).ok
    assert browser.post(answer["finish"], headers=voices.JSON).status_code == 409
    assert Voice.objects.get().state == "sending"
    assert put(answer, sound).ok
    assert browser.post(answer["finish"], headers=voices.JSON).status_code == 200


def test_she_cannot_fill_the_store_with_what_she_never_saves(sign_in, cast, recording, sound, monkeypatch):
    monkeypatch.setattr(voice, "MOST_LOOSE", 2)
    browser, pk = sign_in(cast.coach), uuid.uuid4()
    assert [ask(browser, recording, sound, pk=each).status_code for each in (pk, uuid.uuid4())] == [200, 200]
    refused = ask(browser, recording, sound)
    assert refused.status_code == 422
    assert "Save or discard" in refused.json()["sentence"]
    assert ask(browser, recording, sound, pk=pk).status_code == 200, "what was begun goes on"
    write(browser, recording, voice=pk)
    assert ask(browser, recording, sound).status_code == 200


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a sound", "could not be understood"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "could not be understood"),
        (films.text, "could not be understood"),
        (lambda path: films.sounding(path, "-c:a", "libopus", "-f", "webm", seconds=140), "longer than two minutes"),
        (lambda path: films.sounding(path, "-c:a", "libopus", "-f", "webm", seconds=0.1), "could not be understood"),
        (films.silent, "could not be understood"),
    ],
)
def test_what_is_no_voice_is_refused_in_words_that_her_readers_do_not_get(
    content, sentence, sign_in, cast, recording, tmp_path
):
    content = content if isinstance(content, bytes) else content(tmp_path / "film").read_bytes()
    browser = sign_in(cast.coach)
    pk = send(browser, recording, content)
    write(browser, recording, body="Hear what I say", voice=pk)
    voice_making.prepare(pk)
    row = Voice.objects.get(pk=pk)
    assert row.state == "failed"
    assert stored(row) == []
    found = Annotation.objects.get()
    assert sentence in browser.get(to("voice_state", found)).content.decode()
    Annotation.objects.update(shared_at=now())
    page = sign_in(cast.educator).get(to("voice_state", found)).content.decode()
    assert "What was said here could not be used." in page
    assert browser.get(to("hear", found)).status_code == 404


def test_what_a_killed_worker_held_is_prepared_by_another(cast, recording, sound, sign_in):
    pk = send(sign_in(cast.coach), recording, sound)
    dead = Voice.objects.claim(pk)
    assert Voice.objects.get(pk=pk).state == "processing"
    Voice.objects.update(lease_until=now() - timedelta(seconds=1), queued_at=now() - timedelta(minutes=2))
    sweep()
    assert Voice.objects.get(pk=pk).queued_at > now() - timedelta(minutes=1), "a new message is on its way"
    voice_making.prepare(pk)
    assert Voice.objects.get(pk=pk).is_ready
    assert not dead.write(state="failed"), "the dead one has nothing to say any more"


@pytest.mark.django_db(transaction=True)
def test_a_store_that_is_away_costs_patience_and_no_voice(cast, recording, sound, sign_in, settings):
    pk = send(sign_in(cast.coach), recording, sound)
    here = settings.S3_ENDPOINT_URL
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    voice_making.prepare(pk)
    settings.S3_ENDPOINT_URL = here
    row = Voice.objects.get(pk=pk)
    assert (row.state, row.failures, row.lease_until > now()) == ("processing", 0, True)
    Voice.objects.update(lease_until=now() - timedelta(seconds=1))
    voice_making.prepare(pk)
    assert Voice.objects.get(pk=pk).is_ready


def test_pages_may_use_the_microphone_and_nobody_framed_in_them(client):
    policy = client.get("/accounts/login/")["Permissions-Policy"]
    assert "microphone=(self)" in policy
    assert "camera=()" in policy


def test_hundreds_of_voices_cost_no_more_questions_than_none(client, cast, recording):
    client.force_login(cast.coach)
    room = reverse("media_review:room", args=[recording.pk])
    make.make_annotation(recording, cast.coach, "In words")
    client.get(room)
    written = queries_of(client, room)
    rows = [
        Voice(recording=recording, author=cast.coach, state="ready", key=f"v{n}", duration_ms=9) for n in range(200)
    ]
    Voice.objects.bulk_create(rows)
    Annotation.objects.bulk_create(
        Annotation(recording=recording, author=cast.coach, start_ms=n, voice=row) for n, row in enumerate(rows)
    )
    assert queries_of(client, room) == written
    assert client.get(room).content.decode().count('<p class="voice">') == 200


def test_what_was_said_once_does_not_stand_in_two_places_and_nothing_breaks(sign_in, cast, recording, heard):
    browser, again = sign_in(cast.coach), {"voice": heard.voice_id, "body": "Again."}
    other = make.make_annotation(recording, cast.coach, "Other words.", shared_at=now())
    change = {"start": "0:41", "kind": "note", "seen": ""} | again
    for name, typed in (("reply", again), ("edit_annotation", change)):
        answer = browser.post(to(name, other), typed, headers=HTMX)
        assert answer.status_code == 422
        assert "stands in another place already" in answer.content.decode()
    assert list(Annotation.objects.exclude(voice=None)) == [heard]
