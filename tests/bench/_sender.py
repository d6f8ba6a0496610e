"""Somebody who sends films as the page does, over real HTTP: she tries again until the film has arrived."""

import hashlib
import random
import re
import threading
import time
from base64 import b64encode
from dataclasses import dataclass, field

import requests
from django.urls import reverse

from tests import make

PATIENCE_SECONDS = 30
LONGEST_REST_SECONDS = 30
LOOK_SECONDS = 1
WATCH_SECONDS = 20
SETTLED = 286  # what the progress of a film is answered with once nothing more will happen to it


class Trouble(Exception):
    """Something that passes: the page waits, asks what has arrived, and goes on."""


class Refused(Exception):
    """The server said no: the page would give up."""


@dataclass
class Film:
    """One upload: what was sent, and how far it came."""

    content: bytes = field(repr=False)
    recording: str = ""
    accepted: bool = False
    refusal: str = ""

    def __post_init__(self):
        self.size, self.sha256 = len(self.content), hashlib.sha256(self.content).hexdigest()


class Sender(threading.Thread):
    """Sends one film after the other until `over`, each once the one before is settled; finishes what she began."""

    def __init__(self, site, user, new_film, over):
        super().__init__(daemon=True)
        self.site, self.over, self.new_film = site, over, new_film
        self.films = []
        self._failures = 0
        self._browser = requests.Session()
        self._sign_in(user)

    def run(self):
        while not self.over.is_set():
            film = Film(self.new_film())
            self.films.append(film)
            try:
                addresses = self._send(film)
            except Refused as refusal:
                film.refusal = str(refusal)
                continue
            film.content = b""
            self._watch(addresses["progress"])

    def _send(self, film):
        upload = self._until_answered(self._start, film)
        film.recording = upload["recording"]
        while not film.accepted:
            try:
                self._send_parts(film, upload)
                self._ask("POST", upload["addresses"]["finish"])
                film.accepted = True
            except Trouble:
                self._rest()
                upload = self._until_answered(self._ask, "GET", upload["addresses"]["parts"])
        return upload["addresses"]

    def _start(self, film):
        about = {"file_name": "story.mp4", "content_type": "video/mp4", "size": film.size, "fingerprint": film.sha256}
        return self._ask("POST", reverse("media_review:start_upload"), about)

    def _send_parts(self, film, upload):
        size = upload["part_size"]
        for number in sorted({*range(1, upload["parts"] + 1)} - set(upload["have"])):
            piece = film.content[(number - 1) * size : number * size]
            md5 = b64encode(hashlib.md5(piece, usedforsecurity=False).digest()).decode()
            urls = self._ask("POST", upload["addresses"]["parts"], {"part": f"{number}:{md5}"})["urls"]
            self._put(urls[str(number)], piece, md5)

    def _put(self, address, piece, md5):
        try:
            answer = requests.put(address, piece, headers={"Content-MD5": md5}, timeout=PATIENCE_SECONDS)
        except requests.RequestException as error:
            raise Trouble from error
        if not answer.ok:
            raise Trouble
        self._failures = 0

    def _ask(self, method, address, data=None):
        answer = self._request(method, address, data)
        if answer.is_redirect or answer.status_code in (403, 409, 429) or answer.status_code >= 500:
            raise Trouble(answer.status_code)
        if not answer.ok:
            raise Refused(f"{method} {address}: {answer.status_code} {answer.text[:200]}")
        return answer.json()

    def _request(self, method, address, data=None):
        headers = {"Accept": "application/json", "X-CSRFToken": self._browser.cookies.get("csrftoken", "")}
        told = {"data": data, "headers": headers, "timeout": PATIENCE_SECONDS, "allow_redirects": False}
        try:
            return self._browser.request(method, self.site.url + address, **told)
        except requests.RequestException as error:
            raise Trouble from error

    def _until_answered(self, ask, *about):
        while True:
            try:
                return ask(*about)
            except Trouble:
                self._rest()

    def _rest(self):
        self._failures += 1
        time.sleep(min(LONGEST_REST_SECONDS, 0.5 * 2 ** (self._failures - 1)) * random.uniform(0.5, 1))

    def _watch(self, address):
        """Look at its progress until it is settled, and at most for so long that no stuck film ends the stream."""
        end = time.monotonic() + WATCH_SECONDS
        while time.monotonic() < end and not self.over.wait(LOOK_SECONDS):
            try:
                if self._request("GET", address).status_code == SETTLED:
                    return
            except Trouble:
                continue

    def _sign_in(self, user):
        page = self._browser.get(self.site.url + reverse("account_login"), timeout=PATIENCE_SECONDS)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text).group(1)
        told = {"login": user.email, "password": make.PASSWORD, "csrfmiddlewaretoken": token}
        self._request("POST", reverse("account_login"), told)
        assert "sessionid" in self._browser.cookies, "She could not sign in."
