"""A real worker process on the database and the store of the running test."""

import os
import subprocess
import sys
from urllib.parse import quote

from django.conf import settings
from django.db import connection


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


def start(*options, **changes):
    """A running `db_worker`; the caller ends it."""
    argv = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", *options]
    return subprocess.Popen(argv, cwd=settings.BASE_DIR, env=environment(**changes))
