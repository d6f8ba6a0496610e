"""Voices as browsers record them, and sent as a browser sends them."""

import uuid

import requests
from django.urls import reverse

from coachcycle.objectstore import objects
from tests.films import sounding
from tests.media_review.sending import md5

HTMX = {"HX-Request": "true"}
JSON = {"accept": "application/json"}
# As Chromium and Firefox, Safari, and old Firefox record: the first without a word of how long it is.
WEBM = ("audio/webm", "-c:a", "libopus", "-b:a", "32k", "-f", "webm", "-live", "1")
MP4 = ("audio/mp4", "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov", "-f", "mp4")
OGG = ("audio/ogg", "-c:a", "libopus", "-f", "ogg")


def said(path, seconds=2, kind=WEBM, *options):
    """A tone, where somebody would speak."""
    return sounding(path, *options, *kind[1:], seconds=seconds).read_bytes()


def ask(browser, recording, sound, pk=None, **about):
    """The answer to "where may I send this?"."""
    told = {"id": pk or uuid.uuid4(), "size": len(sound), "md5": md5(sound), "type": "audio/webm;codecs=opus"} | about
    return browser.post(reverse("media_review:start_voice", args=[recording.pk]), told, headers=JSON)


def put(answer, sound):
    headers = {"Content-MD5": md5(sound), "Content-Type": answer["type"]}
    return requests.put(answer["url"], data=sound, headers=headers, timeout=60)


def send(browser, recording, sound, **about):
    """Asked, sent, arrived; answers the id it was sent under."""
    pk = about.setdefault("pk", uuid.uuid4())
    answer = ask(browser, recording, sound, **about).json()
    assert put(answer, sound).ok
    assert browser.post(answer["finish"], headers=JSON).json() == {"arrived": True}
    return pk


def write(browser, recording, **typed):
    typed = {"id": uuid.uuid4(), "start": "0:41.25", "kind": "note", "body": ""} | typed
    return browser.post(reverse("media_review:add_annotation", args=[recording.pk]), typed, headers=HTMX)


def to(name, annotation):
    return reverse(f"media_review:{name}", args=[annotation.pk])


def stored(voice):
    return sorted(objects.keys_under(voice.folder))
