"""What goes wrong with a piece of work through no fault of its own, and after how long it is worth another try."""

import errno
from datetime import timedelta

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.db import InterfaceError, OperationalError, close_old_connections
from django.db.models import F
from django.utils.timezone import now

STORE_SECONDS = 15
DATABASE_SECONDS = 5
DISK_FULL_SECONDS = 300


def patience_with(trouble):
    """After how many seconds to try again what will pass; None for everything else."""
    if isinstance(trouble, OSError) and trouble.errno == errno.ENOSPC:
        return DISK_FULL_SECONDS
    if isinstance(trouble, (InterfaceError, OperationalError)):
        return DATABASE_SECONDS
    if isinstance(trouble, ClientError):
        is_missing = trouble.response["ResponseMetadata"]["HTTPStatusCode"] == 404
        return None if is_missing else STORE_SECONDS
    return STORE_SECONDS if isinstance(trouble, (BotoCoreError, Boto3Error)) else None


def goes_on_after(work, trouble, *, most_failures, retry_seconds):
    """Let `work` be tried again when its lease is over; False when it has failed too often, and nothing is written.

    What will pass does not count as a failure.
    """
    close_old_connections()  # a broken one could not take note of it
    if patience := patience_with(trouble):
        work.write(excused=F("excused") + 1, lease_until=now() + timedelta(seconds=patience))
    elif work.failures + 1 < most_failures:
        work.write(failures=F("failures") + 1, lease_until=now() + timedelta(seconds=retry_seconds))
    else:
        return False
    return True
