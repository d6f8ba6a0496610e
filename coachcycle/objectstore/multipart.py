"""Large uploads in parts.  The store's own list of parts is the truth; what a browser says of them is never used."""

from collections.abc import Iterator
from datetime import datetime

from botocore.exceptions import ClientError
from django.conf import settings

from coachcycle.objectstore.client import client

MIB = 1024 * 1024
SMALLEST_PART = 8 * MIB
MAX_PARTS = 10_000  # S3's limit


class UploadGone(Exception):
    """The store knows no such upload: it was completed, aborted or swept away.

    After a crash between `complete` and noting it down, `objects.size_of(key)` tells which.
    """


def part_size_for(total_bytes: int) -> int:
    """The one size of every part but the last, in whole MiB.  Some stores (R2) insist that they are equal.

    Keep it with the upload: a later answer of this function must never change an upload under way.
    """
    _check_total(total_bytes)
    least = -(-total_bytes // MAX_PARTS)
    return max(SMALLEST_PART, -(-least // MIB) * MIB)


def part_count(total_bytes: int, part_size: int) -> int:
    _check_total(total_bytes)
    return -(-total_bytes // part_size)


def size_of_part(number: int, total_bytes: int, part_size: int) -> int:
    """Bytes of part `number`; parts count from 1.  Raises ValueError for a number the upload does not have."""
    count = part_count(total_bytes, part_size)
    if not 1 <= number <= count:
        raise ValueError(f"There is no part {number} of {count}.")
    return part_size if number < count else total_bytes - part_size * (count - 1)


def start(key: str, content_type: str) -> str:
    answer = client().create_multipart_upload(**_object(key), ContentType=content_type)
    return answer["UploadId"]


def list_parts(key: str, upload_id: str) -> dict[int, int]:
    """Bytes the store holds, by part number.  Raises UploadGone."""
    return {part["PartNumber"]: part["Size"] for part in _parts(key, upload_id)}


def part_times(key: str, upload_id: str) -> list[datetime]:
    """When each part the store holds arrived.  Raises UploadGone."""
    return [part["LastModified"] for part in _parts(key, upload_id)]


def complete(key: str, upload_id: str) -> None:
    """Make the object of all parts the store holds.  Check `list_parts` against the plan first.

    Raises UploadGone, and ValueError when no part has arrived.
    """
    parts = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in _parts(key, upload_id)]
    if not parts:
        raise ValueError("An upload without parts cannot be completed.")
    try:
        client().complete_multipart_upload(**_object(key), UploadId=upload_id, MultipartUpload={"Parts": parts})
    except ClientError as error:
        raise _meaning(error) from error


def abort(key: str, upload_id: str) -> None:
    """Throw the parts away.  Harmless when the upload is gone already; a completed object stays."""
    try:
        client().abort_multipart_upload(**_object(key), UploadId=upload_id)
    except ClientError as error:
        if not isinstance(_meaning(error), UploadGone):
            raise


def unfinished(prefix: str = "") -> Iterator[tuple[str, str, datetime]]:
    """(key, upload id, when it began) of each upload neither completed nor aborted.  Listings do not show them."""
    pages = client().get_paginator("list_multipart_uploads").paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
    for page in pages:
        for upload in page.get("Uploads", []):
            yield upload["Key"], upload["UploadId"], upload["Initiated"]


def _parts(key, upload_id) -> list[dict]:
    pages = client().get_paginator("list_parts").paginate(**_object(key), UploadId=upload_id)
    try:
        return [part for page in pages for part in page.get("Parts", [])]
    except ClientError as error:
        raise _meaning(error) from error


def _meaning(error: ClientError) -> Exception:
    # Swift answers NoSuchKey to the abort of a completed upload.
    gone = error.response["Error"]["Code"] in ("NoSuchUpload", "NoSuchKey")
    return UploadGone() if gone else error


def _object(key):
    return {"Bucket": settings.S3_BUCKET, "Key": key}


def _check_total(total_bytes):
    if total_bytes < 1:
        raise ValueError("An upload has at least one byte.")
