"""Start, watch and stop the embedded store from another process."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import ClientError

from coachcycle.objectstore.client import connect

PROJECT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60
STOP_SECONDS = 10


class StoreRefused(Exception):
    """The store did not start.  The message is a sentence for people."""


@dataclass(frozen=True)
class Store:
    """A running store.  As a context manager it stops at the end."""

    url: str
    process: subprocess.Popen

    def stop(self):
        """End it and wait until it has ended; harmless when it has already."""
        self._end(signal.SIGTERM)

    def kill(self):
        """kill -9, as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, number):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def start(
    root: Path,
    port: int = 0,
    *,
    bucket: str,
    access_key: str,
    secret_key: str,
    allow_origins: list[str],
    host: str = "127.0.0.1",
) -> Store:
    """Run the embedded store on `root`, and come back when it answers and has the bucket.

    Port 0 picks a free one: see `Store.url`.  The store ends with this process, however this one ends.  Ctrl-C in a
    terminal does not reach it, so that whoever started it can finish with it first.  Raises StoreRefused.
    """
    process = subprocess.Popen(
        _command(root, host, port, allow_origins),
        cwd=PROJECT,
        env=os.environ | {"S3_ACCESS_KEY_ID": access_key, "S3_SECRET_ACCESS_KEY": secret_key},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    word, _, url = _first_line(process).partition(" ")
    store = Store(url, process)
    try:
        if word != "ready":
            raise StoreRefused(f"{word} {url}".strip() or "The object store ended, or hung, before it was ready.")
        _make_bucket(connect(url, access_key, secret_key), bucket)
    except BaseException:
        store.stop()
        raise
    return store


def _command(root, host, port, allow_origins):
    command = [sys.executable, "-m", "coachcycle.objectstore.embedded", "--until-stdin-closes"]
    command += ["--root", str(Path(root).resolve()), "--host", host, "--port", str(port)]
    return [*command, "--allow-origin", *allow_origins]


def _first_line(process) -> str:
    """What the process says first, without the line's end; "" when it ends or says nothing within READY_SECONDS."""
    deadline = time.monotonic() + READY_SECONDS
    said = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not said.endswith(b"\n") and selector.select(deadline - time.monotonic()):
            more = os.read(process.stdout.fileno(), 4096)
            if not more:
                break
            said += more
    return said.decode().strip()


def _make_bucket(client, bucket: str):
    try:
        client.create_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
            raise
