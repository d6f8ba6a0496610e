"""What goes wrong with a piece of work through no fault of its own, and after how long it is worth another try."""

import errno

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.db import InterfaceError, OperationalError

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
