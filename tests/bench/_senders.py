"""Who sends a film through the line: our own page, or Uppy's. Both are real pages, and a person sits before them."""

import time
from contextlib import suppress

from botocore.exceptions import ClientError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from coachcycle.objectstore.client import connect
from coachcycle.objectstore.multipart import MIB, SMALLEST_PART
from media_review.models import Recording
from tests import make


class Ours:
    """Nobody presses anything on our page: she only chooses the film again when her browser was killed."""

    name, part = "", SMALLEST_PART

    def __init__(self, site):
        self.site, self.presses, self.cookies = site, 0, []
        self.user = make.make_member("educator", make.make_program())
        self.store, self.bucket = connect(site.store_url, site.access_key, site.secret_key), site.bucket

    def prepare(self, browser):
        """The person, signed in when she has her first film, and where she begins."""
        self.address = "/recordings/new/"
        self.before = self._arrived().count()
        self.open(browser)

    def open(self, browser):
        page = browser.start(self.cookies)
        if not self.cookies:
            page.goto(f"{self.site.url}/accounts/login/")
            page.get_by_label("E-mail").fill(self.user.email)
            page.get_by_label("Password", exact=True).fill(make.PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.get_by_role("navigation", name="Main").wait_for()
            self.cookies = browser.context.cookies()
        page.goto(self.site.url + self.address)

    def before_kill(self, page):
        self.address = page.url.removeprefix(self.site.url)

    def care(self, page, heard_at):
        pass

    def arrived(self, page):
        return self._arrived().count() > self.before

    @property
    def key(self):
        return self._arrived().latest("created_at").original_key

    def _arrived(self):
        return Recording.objects.filter(uploader=self.user).exclude(state=Recording.State.UPLOADING)


class OfUppy:
    """A patient person presses Retry as soon as it is shown, Pause and Resume when nothing has moved for a while."""

    name, part = "uppy_", 5 * MIB
    patience_seconds = 5

    def __init__(self, door, store, bucket):
        self.door, self.store, self.bucket = door, store, bucket
        self.presses = self.films = self.pressed_at = 0

    def prepare(self, browser):
        self.films += 1
        self.key = f"film-{self.films}"
        self.is_begun = False
        self.open(browser)

    def open(self, browser):
        page = browser.start()
        page.goto(f"{self.door.url}/page.html?film={self.key}")
        if self.is_begun:
            # What was kept is there at once, or never.
            with suppress(PlaywrightTimeout):
                page.get_by_text("restored").wait_for(timeout=3_000)
        self.is_begun = True

    def before_kill(self, page):
        pass

    def care(self, page, heard_at):
        if page.locator("#retry").is_visible():
            self._press(page, "#retry")
        elif time.monotonic() > max(heard_at, self.pressed_at) + self.patience_seconds:
            self._press(page, "#pause")

    def _press(self, page, button):
        self.presses += 1
        self.pressed_at = time.monotonic()
        page.locator(button).click()

    def arrived(self, page):
        try:
            self.store.head_object(Bucket=self.bucket, Key=self.key)
        except ClientError:
            return False
        return True
