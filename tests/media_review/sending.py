"""Send a film as the page does: ask, sign each part, put it into the store, finish."""

import hashlib
from base64 import b64encode

import requests
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from coachcycle.objectstore import multipart
from media_review.models import Recording

MIB = 1024 * 1024
PART = 8 * MIB
FILM = hashlib.sha256(b"film").digest() * (PART // 32 * 2) + b"the last part is shorter"


def ask_to_start(browser, film=FILM, **about):
    asked = {"file_name": "story.mp4", "content_type": "video/mp4", "size": len(film), "fingerprint": "a1"}
    return browser.post(reverse("media_review:start_upload"), asked | about, headers={"accept": "application/json"})


def start(browser, **about):
    answer = ask_to_start(browser, **about)
    assert answer.status_code == 200, answer.content
    return answer.json()


def piece(number, film=FILM):
    return film[(number - 1) * PART : number * PART]


def md5(content):
    return b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def sign(browser, upload, *numbers, film=FILM):
    """The answer to a request for the addresses of some parts."""
    asked = [f"{number}:{md5(piece(number, film))}" for number in numbers]
    return browser.post(upload["addresses"]["parts"], {"part": asked})


def put(address, content, announced=None):
    headers = {"Content-MD5": md5(content if announced is None else announced)}
    return requests.put(address, data=content, headers=headers, timeout=30)


def send(browser, upload, *numbers, film=FILM):
    for number, address in sign(browser, upload, *numbers, film=film).json()["urls"].items():
        answer = put(address, piece(int(number), film))
        assert answer.ok, answer.text


def finish(browser, upload):
    return browser.post(upload["addresses"]["finish"])


def row(upload):
    return Recording.objects.get(pk=upload["recording"])


def messages_for(upload):
    return DBTaskResult.objects.filter(args_kwargs__args=[upload["recording"]]).count()


def unfinished_under(recording):
    return list(multipart.unfinished(recording.original_key))
