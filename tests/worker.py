"""A real worker process on the database and the store of the running test."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from media_review.sweep import sweep


def environment(**changes):
    """What a process needs to work on the same rows and objects."""
    names = ("S3_ENDPOINT_URL", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")
    store = {name: str(getattr(settings, name)) for name in names}
    return os.environ | {"DEBUG": "1", "DATABASE_URL": database_url()} | store | changes


def database_url():
    """The address of the test's own database."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{os.path.abspath(told['NAME'])}"
    user = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}"
    return f"postgres://{user}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"


def kill(process):
    """kill -9 of the process that works on a film; with Redis that is a child, which outlives its parent."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    for child in children if settings.TASK_ENGINE == "redis" else ():
        handle = os.pidfd_open(int(child))
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        # It is nobody's child any more, so nobody waits for it; and until it is gone it holds the lock of its folder.
        select.select([handle], [], [])
        os.close(handle)


def start(*options, tasks=None, queues=("default", "ladder"), **changes):
    """A running worker of the engine the suite runs with, for so many tasks; the caller ends it."""
    limit = () if tasks is None else (str(tasks),)
    if settings.TASK_ENGINE == "redis":
        sweep()  # as the `db_worker` beside it does
        argv = ["rqworker", *queues, *(("--max-jobs", *limit) if limit else ())]
    else:
        argv = ["db_worker", "--no-startup-delay", *(("--max-tasks", *limit) if limit else ()), *options]
    return manage(*argv, **changes)


def manage(*argv, **changes):
    return subprocess.Popen([sys.executable, "manage.py", *argv], cwd=settings.BASE_DIR, env=environment(**changes))
