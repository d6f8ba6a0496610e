"""What the application relies on, shown on the configured store itself, through the addresses a browser would use.

Each proof returns the sentence that is now known to be true, or raises Wrong with what is not and how to mend it.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import requests
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from coachcycle.objectstore import multipart, objects, presign
from coachcycle.objectstore.client import signer

CONTENT = b"coachcycle looks whether its object store is in order.\n"
FOREIGN_ORIGIN = "https://elsewhere.invalid"
CORS_RULE = (
    "allow the methods GET, HEAD and PUT and the headers Content-MD5, Content-Type and Range for this origin"
    " in the CORS rules of the bucket"
)
REFUSED = (400, 401, 403)  # 400 is R2's word for a request without a signature
SECONDS = 60


class Wrong(Exception):
    """A sentence: what is wrong, and how to mend it."""


def prove() -> Iterator[tuple[bool, str]]:
    """(holds, sentence) for each proof in turn.  When the keys do not work, nothing else is tried."""
    key = f"check-store/{uuid4()}/probe"
    holds, sentence = _try(keys_work, key)
    yield holds, sentence
    if not holds:
        return
    for proof in (bucket_is_private, ranges_work, forgeries_fail, parts_work):
        yield _try(proof, key)
    for origin in settings.S3_ALLOWED_ORIGINS:
        yield _try(pages_may_use_it, key, origin)
    yield _try(other_pages_may_not, key)
    yield _try(leaves_nothing_behind, key)


def _try(proof, *args):
    try:
        return True, proof(*args)
    except Wrong as wrong:
        return False, str(wrong)
    except (BotoCoreError, ClientError, requests.RequestException) as error:
        return False, f"It is not certain that {proof.__name__.replace('_', ' ')}: {error}"


def keys_work(key):
    try:
        objects.put(key, CONTENT, "text/plain")
    except ClientError as error:
        code = error.response["Error"]["Code"]
        mend = {
            "NoSuchBucket": f"There is no bucket {settings.S3_BUCKET}: create it, or correct S3_BUCKET.",
            "InvalidAccessKeyId": "The store does not know the key in S3_ACCESS_KEY_ID.",
            "SignatureDoesNotMatch": "The key pair is wrong: S3_SECRET_ACCESS_KEY does not fit S3_ACCESS_KEY_ID.",
            "AccessDenied": f"The key pair may not write to the bucket {settings.S3_BUCKET}: allow it to.",
        }
        raise Wrong(mend.get(code, f"The store refused to keep an object: {error}")) from error
    except BotoCoreError as error:
        raise Wrong(f"No store answers at {settings.S3_ENDPOINT_URL} (S3_ENDPOINT_URL): {error}") from error
    return f"The key pair works, and the bucket {settings.S3_BUCKET} keeps objects."


def bucket_is_private(key):
    listing = signer().generate_presigned_url("list_objects_v2", Params={"Bucket": settings.S3_BUCKET})
    for what, signed in (("read an object", _read_url(key)), ("list the bucket", listing)):
        status = requests.get(_unsigned(signed), timeout=SECONDS, allow_redirects=False).status_code
        if status not in REFUSED:
            raise Wrong(
                f"Anybody might {what}: an unsigned request got {status} and not 403."
                " Block public access in the bucket's policy and access lists."
            )
    return "The bucket is private."


def ranges_work(key):
    answer = requests.get(_read_url(key), headers={"Range": "bytes=11-15"}, timeout=SECONDS)
    if (answer.status_code, answer.content) != (206, CONTENT[11:16]):
        raise Wrong(
            f"A signed address asked for five bytes answered {answer.status_code} with {len(answer.content)} bytes:"
            " players cannot seek. See that S3_PUBLIC_ENDPOINT_URL leads to the store, past no cache that drops ranges."
        )
    if answer.headers.get("Content-Type") != "video/mp4":
        raise Wrong("The store ignores response-content-type in signed addresses; films would be served as stored.")
    return "Signed addresses work, ranges included."


def forgeries_fail(key):
    address = _read_url(key)
    forged = address[:-1] + ("0" if address[-1] != "0" else "1")
    other = address.replace("/probe?", "/other?")
    for wrong_address in (forged, other):
        if requests.get(wrong_address, timeout=SECONDS).status_code not in REFUSED:
            raise Wrong("The store checks no signatures: whoever guesses an address gets the film. Use another store.")
    return "Forged addresses are refused."


def parts_work(key):
    key += "-in-parts"
    upload_id = multipart.start(key, "video/mp4")
    address = _part_url(key, upload_id)
    longer = requests.put(address, data=CONTENT + b"!", headers=_md5(CONTENT), timeout=SECONDS)
    if longer.ok:
        raise Wrong("The store takes parts longer than was signed: one address could fill it. Use another store.")
    answer = requests.put(address, data=CONTENT, headers=_md5(CONTENT), timeout=SECONDS)
    if not answer.ok:
        raise Wrong(f"A part sent to its signed address was refused with {answer.status_code}: {answer.text[:300]}")
    if multipart.list_parts(key, upload_id) != {1: len(CONTENT)}:
        raise Wrong("The store took a part and does not list it. Uploads would never end.")
    multipart.complete(key, upload_id)
    if objects.size_of(key) != len(CONTENT):
        raise Wrong("An upload completed from its parts has the wrong size.")
    return "Uploads in parts work."


def pages_may_use_it(key, origin):
    preflights = (("PUT", "content-md5", _part_url(key, "upload")), ("GET", "range", _read_url(key)))
    for method, header, address in preflights:
        answer = _preflight(address, origin, method, header)
        allowed = answer.headers.get("Access-Control-Allow-Headers", "").lower()
        if not answer.ok or not _allows(answer, origin) or (header not in allowed and allowed != "*"):
            raise Wrong(f"Pages of {origin} may not {method} with the header {header}: {CORS_RULE}.")
    if not _allows(requests.get(_read_url(key), headers={"Origin": origin}, timeout=SECONDS), origin):
        raise Wrong(f"Pages of {origin} may not read what they are sent: {CORS_RULE}.")
    return f"Pages of {origin} may send parts and read ranges."


def other_pages_may_not(key):
    for method, header in (("PUT", "content-md5"), ("GET", "range")):
        if _allows(_preflight(_read_url(key), FOREIGN_ORIGIN, method, header), FOREIGN_ORIGIN):
            raise Wrong(f"Pages of any site may {method}: name the origins in the bucket's CORS rules, without *.")
    if not settings.S3_ALLOWED_ORIGINS:
        raise Wrong("S3_ALLOWED_ORIGINS is empty: name the web origins of this site.")
    return "Pages of other sites may not."


def leaves_nothing_behind(key):
    folder = key.rpartition("/")[0] + "/"
    for unfinished_key, upload_id, _ in list(multipart.unfinished(folder)):
        multipart.abort(unfinished_key, upload_id)
    objects.delete_under(folder)
    if list(objects.keys_under(folder)):
        raise Wrong(f"What was put under {folder} could not be deleted: allow the key pair to delete objects.")
    return "Deleting works: nothing is left of this check."


def _read_url(key):
    return presign.get_url(key, seconds=SECONDS, content_type="video/mp4")


def _part_url(key, upload_id):
    md5 = _md5(CONTENT)["Content-MD5"]
    return presign.part_url(key, upload_id, 1, size=len(CONTENT), md5=md5, seconds=SECONDS)


def _md5(content):
    return {"Content-MD5": b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()}


def _unsigned(address):
    return urlsplit(address)._replace(query="").geturl()


def _preflight(address, origin, method, header):
    asks = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }
    return requests.options(address, headers=asks, timeout=SECONDS)


def _allows(answer, origin):
    return answer.headers.get("Access-Control-Allow-Origin") in (origin, "*")
