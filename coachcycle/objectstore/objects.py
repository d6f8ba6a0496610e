"""Whole objects: how large, fetch, store, delete."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError
from django.conf import settings

from coachcycle.objectstore.client import client, impatient
from coachcycle.objectstore.multipart import MIB, part_size_for

CHUNK = MIB
FRUITLESS_TRIES = 4
MULTIPART_FROM = 64 * MIB


def answers() -> bool:
    """Is the store there, with our bucket and for our keys? Tells within seconds."""
    try:
        impatient().head_bucket(Bucket=settings.S3_BUCKET)
    except (BotoCoreError, ClientError):
        return False
    return True


def size_of(key: str) -> int | None:
    """Bytes of an object; None when there is none."""
    try:
        return client().head_object(Bucket=settings.S3_BUCKET, Key=key)["ContentLength"]
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise


def download(key: str, path: Path, on_bytes: Callable[[int], None] | None = None) -> str:
    """Write an object to `path`; answers its SHA-256 in hexadecimal.

    `on_bytes` hears how many bytes each chunk brought.  A connection that breaks is taken up again where it broke.
    """
    digest = hashlib.sha256()
    with Path(path).open("wb") as file:
        for chunk in _chunks(key):
            file.write(chunk)
            digest.update(chunk)
            if on_bytes:
                on_bytes(len(chunk))
    return digest.hexdigest()


def upload(path: Path, key: str, content_type: str, on_bytes: Callable[[int], None] | None = None) -> None:
    """Store a file; a large one in equal parts, a few at a time.

    `on_bytes` hears how many bytes went each time, on other threads; whatever it raises ends the upload.
    """
    config = TransferConfig(
        multipart_threshold=MULTIPART_FROM,
        multipart_chunksize=part_size_for(max(1, Path(path).stat().st_size)),
        max_concurrency=4,
    )
    described = {"ExtraArgs": {"ContentType": content_type}, "Config": config}
    client().upload_file(str(path), settings.S3_BUCKET, key, Callback=on_bytes, **described)


def put(key: str, content: bytes, content_type: str) -> None:
    client().put_object(Bucket=settings.S3_BUCKET, Key=key, Body=content, ContentType=content_type)


def delete(*keys: str) -> None:
    """Delete objects; those that do not exist count as deleted."""
    for key in keys:
        # One by one: S3's bulk delete demands a checksum on which the stores disagree, and some lack it.
        client().delete_object(Bucket=settings.S3_BUCKET, Key=key)


def keys_under(prefix: str, before: datetime | None = None) -> Iterator[str]:
    """Keys of all objects in a "folder", or of those last written before a moment."""
    pages = client().get_paginator("list_objects_v2").paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
    for page in pages:
        for item in page.get("Contents", []):
            if before is None or item["LastModified"] < before:
                yield item["Key"]


def delete_under(prefix: str) -> None:
    """Delete every object in a "folder".  The prefix must end with "/", lest `films/1` take `films/12` along."""
    if not prefix.strip("/") or not prefix.endswith("/"):
        raise ValueError(f'"{prefix}" names no folder: a prefix to delete has a name and ends with "/".')
    delete(*list(keys_under(prefix)))


def _chunks(key) -> Iterator[bytes]:
    """The object's bytes.  The ETag makes sure that what comes after a break belongs to what came before."""
    have, etag, fruitless = 0, None, 0
    while True:
        condition = {"Range": f"bytes={have}-", "IfMatch": etag} if have else {}
        before = have
        answer = client().get_object(Bucket=settings.S3_BUCKET, Key=key, **condition)
        etag = answer["ETag"]
        try:
            for chunk in answer["Body"].iter_chunks(CHUNK):
                have += len(chunk)
                yield chunk
            return
        except (HTTPClientError, IncompleteReadError):
            fruitless = 0 if have > before else fruitless + 1
            if fruitless == FRUITLESS_TRIES:
                raise
