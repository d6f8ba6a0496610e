"""Start everything a demo needs as processes of this one, and stop all of it together."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from django.conf import settings

STOP_SECONDS = 10
ANSWER_SECONDS = 60


class Ended(Exception):
    """One of the processes ended by itself. The message says which."""


@contextmanager
def process(name, *arguments, env=None):
    """A child that is asked to stop at the end, and made to when it does not listen."""
    # A session of its own: Ctrl-C reaches this process alone, which then stops its children in order.
    child = subprocess.Popen([sys.executable, *arguments], cwd=settings.BASE_DIR, env=env, start_new_session=True)
    child.name = name
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def web(port, workers=2, env=None):
    address = f"127.0.0.1:{port}"
    return process(
        "web server", "-m", "gunicorn", "coachcycle.wsgi", "--bind", address, "--workers", str(workers),
        "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning", env=env,
    )  # fmt: skip


def worker(env=None):
    return process("worker", "manage.py", "db_worker", "--no-reload", "--verbosity", "0", "--skip-checks", env=env)


def wait_for(address):
    """Come back when the page answers; raises Ended when it does not within ANSWER_SECONDS."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)  # the door is not open yet: knock again
    raise Ended(f"The web server did not answer at {address}.")


def stay(children):
    """Until Ctrl-C; raises Ended as soon as one of the children does."""
    while True:
        for child in children:
            try:
                child.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
            raise Ended(f"The {child.name} ended by itself (exit code {child.returncode}).")
