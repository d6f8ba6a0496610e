"""The embedded S3 store, a process of its own: python -m coachcycle.objectstore.embedded --root DIR --port N

The key pair comes from S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY in the environment, where `ps` does not show it.
The first line on stdout is either "ready http://HOST:PORT" or a sentence that says why it will not run (exit 1).
Killed at any moment and started again on the same root, it has every object and part it ever confirmed.
"""

import argparse
import errno
import fcntl
import os
import re
import signal
import socket
import sys
import tempfile
import warnings
from pathlib import Path


class Refusal(Exception):
    """A plain sentence: why the store will not run here."""


def arguments(argv=None):
    parser = argparse.ArgumentParser(description="An S3 server for one machine, for development, tests and trials.")
    parser.add_argument("--root", type=Path, required=True, help="the folder that holds the data")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--allow-origin", nargs="*", default=[], help="web origins whose pages may use the store")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end when stdin does, and so with whoever holds it"
    )
    return parser.parse_args(argv)


def key_pair(environ) -> tuple[str, str]:
    access_key, secret_key = environ.get("S3_ACCESS_KEY_ID", ""), environ.get("S3_SECRET_ACCESS_KEY", "")
    if not re.fullmatch(r"[A-Za-z0-9-]+:[A-Za-z0-9-]+", access_key):
        raise Refusal(
            'S3_ACCESS_KEY_ID must have the form "account:user", of letters, digits and hyphens.'
            " The data belong to the account: with another one the store is empty."
        )
    if not secret_key or re.search(r"\s", secret_key):
        raise Refusal("S3_SECRET_ACCESS_KEY must be set, without spaces.")
    return access_key, secret_key


def claim(root: Path):
    """Make the folder ours alone until the process ends.  Keep what is returned: it holds the lock."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / "lock").open("w")
    except OSError as error:
        raise Refusal(f"The folder {root} is not to be written in: {error.strerror}.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refusal(f"Another object store is serving {root} already.") from None
    return lock


def require_xattrs(root: Path):
    with tempfile.NamedTemporaryFile(dir=root) as probe:
        try:
            os.setxattr(probe.name, "user.coachcycle", b"1")
        except OSError:
            raise Refusal(
                f"The file system under {root} keeps no user extended attributes, which the store needs."
                " Choose a folder on ext4, XFS or Btrfs."
            ) from None


def listen(host: str, port: int) -> socket.socket:
    try:
        # No SO_REUSEPORT: two stores on one port would share out the requests between them.
        return socket.create_server((host, port), backlog=512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(f"Port {port} on {host} is busy. Stop what listens there, or choose another.") from None
        raise Refusal(f"It is not possible to listen on {host}, port {port}: {error.strerror}.") from None


def run(options):
    from eventlet.hubs import trampoline

    from coachcycle.objectstore import swift_servers

    access_key, secret_key = key_pair(os.environ)
    root = options.root.resolve()
    lock = claim(root)
    require_xattrs(root)
    listener = listen(options.host, options.port)
    swift_servers.prepare(root)
    # A path to a Unix socket may have 107 characters, and a root may be deep; a bare name always fits.
    os.chdir(root / "run")
    settings = swift_servers.settings_for(root)
    swift_servers.serve_inner(settings)
    host, port = listener.getsockname()[:2]
    print(f"ready http://{host}:{port}", flush=True)
    if options.until_stdin_closes:
        swift_servers.eventlet.spawn(_end_with_stdin, trampoline)
    with lock:
        swift_servers.serve_proxy(listener, settings, access_key, secret_key, options.allow_origin)


def _end_with_stdin(trampoline):
    trampoline(sys.stdin.fileno(), read=True)  # nobody ever writes there, so what can be read is its end
    os._exit(0)


def main():
    options = arguments()
    os.umask(0o077)  # the films on the disk are nobody else's to read
    # Nothing waits in memory that is not on disk already, so there is nothing to do before the end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")  # or it says so at each start
    import eventlet

    eventlet.monkey_patch()
    try:
        run(options)
    except Refusal as refusal:
        print(refusal, flush=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
