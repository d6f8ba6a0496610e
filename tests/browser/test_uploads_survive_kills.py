"""Somebody or something is killed in the middle of an upload, and that by kill -9: the film arrives whole all the same.

The parts of the site that are killed here are started again at once, since all tests of the browser share them.
"""

import os
import re
import signal
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from media_review.models import Recording
from tests.browser.conftest import (
    CHROMIUM,
    CHROMIUM_ARGUMENTS,
    LAPTOP,
    PATIENCE_MS,
    PHONE,
    sign_in,
    web_server_away,
)
from tests.browser.sending import ARRIVING_MS, LANES, MIB, PARTS, Line, begin, expect_whole, reach, refused
from tests.browser.test_bad_connections_and_films import choose, slow_line

A_PART = re.compile("partNumber=")
NO_CONNECTION = "No connection just now."


class Browser:
    """A Chromium with a profile of its own on the disk: killed and opened again, it is the same browser."""

    def __init__(self, chromium, profile, site):
        self.chromium, self.profile, self.site = chromium, profile, site
        self.context = None

    def open_as(self, user):
        """A page, signed in anew: what the browser was told in its last seconds, it may have forgotten."""
        self.context = self.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            args=CHROMIUM_ARGUMENTS,
            viewport=PHONE,
            base_url=self.site.url,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script("delete window.showOpenFilePicker")
        self.context.clear_cookies()
        page = self.context.pages[0]
        sign_in(page, user)
        return page

    def kill(self):
        """kill -9 of the process that holds the profile; its children end with it."""
        with self.context.expect_event("close"):
            os.kill(self._pid(), signal.SIGKILL)

    def close(self):
        if self.context:
            self.context.close()

    def _pid(self):
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (folder / "cmdline").read_text().split("\0")
                if f"--user-data-dir={self.profile}" in words and not any(word.startswith("--type") for word in words):
                    return int(folder.name)
        raise AssertionError("there is no such browser")


@pytest.fixture
def browser(playwright, site, tmp_path):
    browser = Browser(playwright.chromium, tmp_path / "profile", site)
    yield browser
    browser.close()


@contextmanager
def store_away(site):
    site.store.kill()
    try:
        yield
    finally:
        site.start_store()


@contextmanager
def store_stopped(site):
    """It holds every connection open, and neither takes nor gives a byte."""
    os.kill(site.store.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(site.store.process.pid, signal.SIGCONT)


@contextmanager
def addresses_that_live_for(site, seconds):
    """A site whose signed addresses are as short-lived as that."""
    usual = site.web.env
    try:
        with web_server_away(site):
            site.web.env = usual | {"SIGNED_URL_SECONDS": str(seconds)}
        yield
    finally:
        with web_server_away(site):
            site.web.env = usual


def test_a_killed_browser_goes_on_when_it_is_opened_again_and_the_film_chosen_again(browser, wren, site, film):
    page = browser.open_as(wren)
    before = Line(page)
    slow_line(page, 6 * MIB)
    begin(page, film)
    reach(page, 0.5)
    browser.kill()
    assert before.taken

    page = browser.open_as(wren)
    after = Line(page)
    page.goto("/recordings/")
    page.get_by_role("link", name="Resume upload").click()
    expect(page.get_by_text(re.compile(r"\d+ of 32 MB have arrived"))).to_be_visible()
    choose(page, film)
    expect_whole(page, site, wren, film)
    assert Recording.objects.filter(uploader=wren).count() == 1
    assert not set(before.taken) & set(after.taken)
    assert before.asked + after.asked <= 5 + LANES


def test_after_a_killed_browser_the_film_chosen_as_if_new_is_the_same_upload(browser, wren, site, film):
    page = browser.open_as(wren)
    before = Line(page)
    slow_line(page, 6 * MIB)
    begin(page, film)
    reach(page, 0.5)
    browser.kill()

    page = browser.open_as(wren)
    after = Line(page)
    begin(page, film)
    expect_whole(page, site, wren, film)
    assert Recording.objects.filter(uploader=wren).count() == 1
    assert before.taken
    assert not set(before.taken) & set(after.taken)


def test_a_closed_tab_goes_on_from_the_list_of_recordings(wren, open_as, site, film):
    page = open_as(wren, LAPTOP)
    tab = page.context.new_page()
    before = Line(page)
    slow_line(page, 6 * MIB)
    begin(page, film)
    reach(page, 0.5)
    page.close()

    after = Line(tab)
    tab.goto("/recordings/")
    tab.get_by_role("link", name="Resume upload").click()
    choose(tab, film)
    expect_whole(tab, site, wren, film)
    assert before.taken
    assert not set(before.taken) & set(after.taken)


def test_the_web_server_is_killed_and_started_again(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    slow_line(page, 6 * MIB)
    begin(page, film)
    reach(page, 0.3)
    with web_server_away(site):
        line.once(refused(403))  # so that it needs new addresses
        expect(page.get_by_text(NO_CONNECTION)).to_be_visible(timeout=ARRIVING_MS)
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == PARTS


def test_the_web_server_is_killed_while_it_puts_the_film_together(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    asked = []

    def kill_first(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            site.web.kill()
        route.continue_()

    page.route("**/finish/", kill_first)
    try:
        begin(page, film)
        expect(page.get_by_text(NO_CONNECTION)).to_be_visible(timeout=ARRIVING_MS)
    finally:
        site.web.start()
    expect_whole(page, site, wren, film)
    assert len(asked) >= 2
    assert sorted(line.taken) == PARTS


def test_the_store_is_killed_and_started_again(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    slow_line(page, 6 * MIB)
    begin(page, film)
    reach(page, 0.3)
    with store_away(site):
        expect(page.get_by_text(NO_CONNECTION)).to_be_visible(timeout=ARRIVING_MS)
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == PARTS
    assert line.asked <= 5 + 2 * LANES


def test_the_store_hangs_with_every_connection_open(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    slow_line(page, 6 * MIB)
    page.clock.install()
    begin(page, film)
    reach(page, 0.3)
    with store_stopped(site):
        page.clock.fast_forward(10_000)
        page.clock.fast_forward(31_000)
        expect(page.get_by_text(NO_CONNECTION)).to_be_visible(timeout=ARRIVING_MS)
    expect_whole(page, site, wren, film)
    assert set(line.taken) == set(PARTS)


def test_addresses_that_expire_on_the_way_are_made_anew(wren, open_as, site, film):
    """A real store refuses them. The page's own clock stands, so that it takes them for fresh.

    The fourth part goes when one of three has arrived, eight seconds or more after its address was made.
    """
    refusals = []
    with addresses_that_live_for(site, seconds=6):
        page = open_as(wren, PHONE)
        line = Line(page)
        page.on("response", lambda answer: refusals.append(answer.url) if answer.status == 403 else None)
        slow_line(page, 2 * MIB)
        page.clock.set_fixed_time(0)
        begin(page, film)
        expect_whole(page, site, wren, film)
    assert refusals
    assert sorted(line.taken) == PARTS
