"""Servers of one's own, to be killed and started again: a PostgreSQL cluster and a Redis, each on a port of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import dj_database_url
import psycopg
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests.site import free_port

START_SECONDS = 60
LOOK_SECONDS = 0.05


class Server:
    """A context manager: it runs from begin to end. It may be killed in between, and started at its old address."""

    def __init__(self):
        self.port, self.process = free_port(), None
        # Not below another's private folder: the server may run as somebody else.
        self.folder = Path(tempfile.mkdtemp(prefix=f"coachcycle-{type(self).__name__.lower()}-", dir="/tmp"))

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Come back when it answers. What the one before it left may hinder the first tries."""
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > end:
                raise TimeoutError(f"{type(self).__name__} did not start: {self.folder}/log")
            if self.process is None or self.process.poll() is not None:
                with (self.folder / "log").open("ab") as log:
                    self.process = self._begin(log)
            time.sleep(LOOK_SECONDS)
        return self

    def kill(self):
        """kill -9, of its children too."""
        if self.process is None:
            return
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        with suppress(FileNotFoundError):
            for child in (self.process.pid, *map(int, children.read_text().split())):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Postgres(Server):
    """A cluster with one empty database."""

    def __init__(self):
        super().__init__()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/coachcycle"
        # PostgreSQL refuses to run as root.
        self.as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.as_user:
            shutil.chown(self.folder, "postgres", "postgres")
        options = ("-D", self._data, "-U", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        self._run("initdb", *options)

    def start(self):
        super().start()
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection, suppress(psycopg.Error):
            connection.execute("create database coachcycle")
        return self

    def holds_our_rows(self):
        """This process, and those it starts meanwhile, work on fresh tables in this cluster."""
        return rows_in(self.url)

    def answers(self):
        with suppress(psycopg.Error), psycopg.connect(self._url_of("postgres"), connect_timeout=5):
            return True
        return False

    @property
    def _data(self):
        return self.folder / "data"

    def _url_of(self, database):
        return self.url.removesuffix("coachcycle") + database

    def _begin(self, log):
        options = ("-D", self._data, "-p", str(self.port), "-h", "127.0.0.1", "-k", self.folder)
        return subprocess.Popen(
            [_program("postgres"), *options], cwd=self.folder, stdout=log, stderr=log, process_group=0, **self.as_user
        )

    def _run(self, program, *options):
        subprocess.run(
            [_program(program), *options], cwd=self.folder, stdout=subprocess.DEVNULL, check=True, **self.as_user
        )


class Redis(Server):
    """It keeps nothing on disk: when it is killed, every message in it is lost."""

    def __init__(self):
        super().__init__()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def answers(self):
        with suppress(redis.RedisError), redis.Redis.from_url(self.url) as connection:
            return connection.ping()
        return False

    def _begin(self, log):
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        return subprocess.Popen(
            [_program("redis-server"), *options], cwd=self.folder, stdout=log, stderr=log, process_group=0
        )


@contextmanager
def rows_in(url):
    """This process, and those it starts meanwhile, work on our tables in that PostgreSQL."""
    before = connections.databases["default"]
    there = dj_database_url.parse(url) | {"OPTIONS": settings.POSTGRES_OPTIONS}
    _turn_to(connections.configure_settings({"default": there})["default"])
    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        _turn_to(before)


def _turn_to(database):
    connections.close_all()
    connections.databases["default"] = database
    with suppress(AttributeError):  # none was opened in this thread
        del connections["default"]


def _program(name):
    """Debian keeps PostgreSQL's own programs, by version, off the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"There is no {name} on this machine; .ci/run installs it.")
    return found
