"""A whole site of real processes on the test database, as it runs in production but for https.

Store, web server and workers may each be killed, and started again at the old address. The browser's tests and the
benches stand on it.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from coachcycle.demo import run
from coachcycle.objectstore import launcher
from tests import worker

STOP_SECONDS = 15
ACCESS_KEY, SECRET_KEY, BUCKET = "whole:site", "not-a-secret", "films"


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Part:
    """A process of the site with all that it starts, in a group of its own."""

    def __init__(self, *arguments, env):
        self.arguments, self.env, self.process = arguments, env, None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments], cwd=settings.BASE_DIR, env=self.env, start_new_session=True
        )
        return self

    def kill(self):
        """kill -9, of its children too."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, number):
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
            self.process.wait(STOP_SECONDS)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Site:
    """As a context manager it runs from begin to end. `environment` is added to that of web server and workers.

    `store_for_browsers(url of the store)` answers the address at which browsers find it, when something stands between.
    """

    access_key, secret_key, bucket = ACCESS_KEY, SECRET_KEY, BUCKET

    def __init__(self, folder, *, workers=1, web_workers=1, store_for_browsers=lambda url: url, **environment):
        self.folder = Path(folder)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.store = None
        self.start_store()
        self.public_store_url = store_for_browsers(self.store_url)
        env = self._environment() | environment
        address = f"127.0.0.1:{self.port}"
        self.web = Part(
            *("-m", "gunicorn", "coachcycle.wsgi", "--bind", address, "--workers", str(web_workers)),
            *("--threads", "4", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning"),
            env=env,
        )
        working = ("manage.py", "db_worker", "--no-startup-delay", "--verbosity", "0", "--skip-checks")
        self.workers = [Part(*working, env=env) for _ in range(workers)]

    def __enter__(self):
        call_command("load_rubrics", verbosity=0)
        call_command("build_assets", verbosity=0)
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=settings.BASE_DIR, env=self.web.env, check=True)
        for part in (self.web, *self.workers):
            part.start()
        self.wait()
        return self

    def __exit__(self, *_):
        for part in (self.web, *self.workers):
            part.stop()
        self.store.stop()

    @property
    def store_url(self):
        return self.store.url

    def start_store(self):
        """Begin to serve what the folder holds; after `store.kill()` again, at the same address."""
        self.store = launcher.start(
            self.folder / "store",
            int(self.store.url.rpartition(":")[2]) if self.store else 0,
            bucket=BUCKET,
            access_key=ACCESS_KEY,
            secret_key=SECRET_KEY,
            allow_origins=[self.url],
        )

    def wait(self):
        """Until the web server answers."""
        run.wait_for(self.url + "/accounts/login/")

    def use_store_here(self):
        """From now on this process, too, works on the site's store."""
        settings.S3_ENDPOINT_URL = settings.S3_PUBLIC_ENDPOINT_URL = self.store_url
        settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = ACCESS_KEY, SECRET_KEY
        settings.S3_BUCKET = BUCKET

    def _environment(self):
        values = {
            "DATABASE_URL": worker.database_url(),
            "SECRET_KEY": settings.SECRET_KEY,  # it reads what tests sign
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "S3_ENDPOINT_URL": self.store_url,
            "S3_PUBLIC_ENDPOINT_URL": self.public_store_url,
            "S3_ALLOWED_ORIGINS": self.url,
            "S3_BUCKET": BUCKET,
            "S3_ACCESS_KEY_ID": ACCESS_KEY,
            "S3_SECRET_ACCESS_KEY": SECRET_KEY,
            "VAR_DIR": str(self.folder),
            "LOG_LEVEL": "WARNING",
        }
        return {name: value for name, value in os.environ.items() if name != "DEBUG"} | values
