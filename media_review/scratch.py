"""The private folders in which workers unpack films, and what becomes of them when a worker is killed.

Each folder is locked as long as its worker lives; the system lets go of the lock however that ends. So what bears our
name and is not locked belongs to nobody.
"""

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

PREFIX = "coachcycle-film-"


@contextmanager
def folder():
    """A new empty folder of our own, gone at the end."""
    # It gets its name only once it is locked, or somebody else might clear it away in between.
    nameless = Path(tempfile.mkdtemp(prefix="coachcycle-new-", dir=settings.MEDIA_WORK_DIR))
    lock = _lock(nameless)
    path = nameless.rename(nameless.with_name(nameless.name.replace("coachcycle-new-", PREFIX)))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def clean():
    """Remove the folders of workers that were killed on this host; answers how many those were."""
    removed = 0
    for path in Path(settings.MEDIA_WORK_DIR or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody works in it, it is another user's, or another worker was quicker
            lock = _lock(path)
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)
            removed += 1
    return removed


def _lock(path):
    """Raises BlockingIOError when somebody else holds it."""
    opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        raise
    return opened
