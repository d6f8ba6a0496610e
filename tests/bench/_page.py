"""A Chromium signed in to a site, and a film sent from it."""

import os
import re
import time
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

from media_review.models import Recording
from tests import make
from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGUMENTS, LAPTOP, sign_in

GIVE_UP_MS = 1_200_000


@contextmanager
def signed_in(site, *arguments, person=None):
    """A page of a person's, or of an educator's; `arguments` are Chromium's."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop lives in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_ARGUMENTS, *arguments])
        page = browser.new_context(viewport=LAPTOP, base_url=site.url).new_page()
        page.add_init_script("delete window.showOpenFilePicker")  # its dialog is the machine's own
        sign_in(page, person or make.make_member("educator", make.make_program()))
        yield page
        browser.close()


def choosing(page):
    """Open the page on which films are chosen, up to the point where one is given."""
    page.goto("/recordings/new/")
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Choose a film").click()
    return chooser.value


def send(page, chooser, film):
    """Seconds from the choosing of the film to the answer to its last part."""
    begin = time.perf_counter()
    with page.expect_request(re.compile("/finish/$"), timeout=GIVE_UP_MS):
        chooser.set_files(film)
    return time.perf_counter() - begin


def arrived(page):
    """Its recording, once the server has put it together."""
    expect(page.get_by_role("heading", name="Your film has arrived")).to_be_visible(timeout=GIVE_UP_MS)
    return Recording.objects.latest("created_at")
