"""Addresses by which a browser reaches the store itself, each good for one thing and a short time."""

from django.conf import settings

from coachcycle.objectstore.client import signer

# A share that is taken back must end soon: an address that was handed out cannot be called back.
MAX_SECONDS = 900


def get_url(key: str, *, seconds: int, content_type: str) -> str:
    """An address to read one object, ranges included.  It answers as `content_type`, whatever was stored.

    Raises ValueError when it would live longer than MAX_SECONDS.
    """
    _check(seconds)
    return signer().generate_presigned_url(
        "get_object",
        Params={
            "Bucket": settings.S3_BUCKET,
            "Key": key,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": "inline",
            "ResponseCacheControl": "private, no-store",
        },
        ExpiresIn=seconds,
    )


def part_url(key: str, upload_id: str, number: int, *, size: int, md5: str = "", seconds: int) -> str:
    """An address to PUT exactly `size` bytes as one part of an upload.

    The length is signed, so it cannot be used to fill the store; a browser sends Content-Length by itself, and no
    script could set it.  With `md5` (base64 of the 16 bytes) the script must send it as its Content-MD5 header, and
    the store refuses bytes that were damaged on the way.  A Content-Type may be sent or not: it is not signed.
    """
    _check(seconds)
    params = {
        "Bucket": settings.S3_BUCKET,
        "Key": key,
        "UploadId": upload_id,
        "PartNumber": number,
        "ContentLength": size,
    }
    if md5:
        params["ContentMD5"] = md5
    return signer().generate_presigned_url("upload_part", Params=params, ExpiresIn=seconds)


def put_url(key: str, *, size: int, md5: str, content_type: str, seconds: int) -> str:
    """An address to PUT exactly these bytes as a whole object: `size`, `md5` and `content_type` are signed, as above.

    The script must send the last two as Content-MD5 and Content-Type.
    """
    _check(seconds)
    described = {"ContentLength": size, "ContentMD5": md5, "ContentType": content_type}
    params = {"Bucket": settings.S3_BUCKET, "Key": key} | described
    return signer().generate_presigned_url("put_object", Params=params, ExpiresIn=seconds)


def _check(seconds):
    if not 0 < seconds <= MAX_SECONDS:
        raise ValueError(f"A signed address lives between 1 and {MAX_SECONDS} seconds, not {seconds}.")
