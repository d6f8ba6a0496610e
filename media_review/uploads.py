"""How a film gets into the store: the row first, then parts sent by the browser, then one check of everything.

No byte of a film passes through here. The store's own list of parts is the truth about what has arrived; key and upload
id are made here and never come from a browser. Every step may be repeated: answers get lost, and two tabs may be open.
"""

from contextlib import suppress
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction

from coachcycle.accounts.models import Membership
from coachcycle.objectstore import multipart, objects, presign
from media_review import sharing, tasks
from media_review.models import Recording

PARTS_AT_ONCE = 50
MOST_UNFINISHED = 20
UPLOADING = Recording.State.UPLOADING
# What may be deleted by hand: nothing was made of it, and nobody has written about it.
CANCELLABLE = (UPLOADING, Recording.State.FAILED)
# Films arrive under any name and are looked into later; until then they are bytes.
CONTENT_TYPE = "application/octet-stream"


class Incomplete(Exception):
    """Not all of the film has arrived. `missing` are the numbers of the parts to be sent."""

    def __init__(self, missing):
        super().__init__(missing)
        self.missing = missing


class TooLate(Exception):
    """The upload is complete: there is nothing left to cancel."""


def may_start(user):
    """Members, as long as they are."""
    return Membership.objects.active().filter(user=user).exists()


def unfinished(user):
    return Recording.objects.visible_to(user).filter(uploader=user, state=UPLOADING)


def identity(size, fingerprint):
    """What a film is known by until it has arrived; "" when the browser could not look into it."""
    return fingerprint and f"{size}-{fingerprint}"


def start(*, by, fingerprint, partnership, **about):
    """The recording that this film shall become, ready to take parts, shared with `partnership` or with nobody.

    The same film chosen again while its upload is unfinished gives the same recording, with the audience chosen last.
    """
    size = about["size"]
    about["part_size"] = multipart.part_size_for(size)
    try:
        with transaction.atomic():
            recording = Recording(uploader=by, fingerprint=identity(size, fingerprint), **about)
            recording.original_key = f"originals/{recording.organization_id}/{recording.pk}"
            recording.save(force_insert=True)
            sharing.choose(recording, by=by, partnership=partnership)
    except IntegrityError:
        recording = unfinished(by).get(fingerprint=identity(size, fingerprint))
        sharing.choose(recording, by=by, partnership=partnership)
    if not recording.upload_id:
        _begin(recording)
    return recording


def plan(recording):
    """Bytes of each part of the whole film, by number."""
    count = multipart.part_count(recording.size, recording.part_size)
    size_of = partial(multipart.size_of_part, total_bytes=recording.size, part_size=recording.part_size)
    return {number: size_of(number) for number in range(1, count + 1)}


def arrived(recording):
    """Numbers of the parts that are in the store in their full size."""
    planned = plan(recording)
    if recording.state != UPLOADING:
        return list(planned)
    held = _held(recording)
    return [number for number, size in planned.items() if held.get(number) == size]


def sign(recording, digests):
    """{number: address to which the browser sends that part}, for {number: MD5 of its bytes, in base64}.

    Exact size and MD5 are part of the signature: the store takes these very bytes and no others.
    """
    if not recording.upload_id:
        _begin(recording)
    key, upload_id = recording.original_key, recording.upload_id
    planned = plan(recording)
    seconds = settings.SIGNED_URL_SECONDS
    return {
        number: presign.part_url(key, upload_id, number, size=planned[number], md5=md5, seconds=seconds)
        for number, md5 in digests.items()
    }


def finish(recording):
    """Check every part, make the object of them, check that, and have it processed. Twice is once.

    Raises Incomplete.
    """
    if recording.state != UPLOADING:
        return
    have = set(arrived(recording))
    if missing := [number for number in plan(recording) if number not in have]:
        raise Incomplete(missing)
    # When it is gone, another request completed it, or this one did before a crash: its size tells.
    with suppress(multipart.UploadGone):
        multipart.complete(recording.original_key, recording.upload_id)
    if objects.size_of(recording.original_key) != recording.size:
        _start_over(recording)
        raise Incomplete(list(plan(recording)))
    with transaction.atomic():
        if Recording.objects.filter(pk=recording.pk, state=UPLOADING).update(state=Recording.State.QUEUED):
            tasks.enqueue_processing(recording.pk)


def cancel(recording):
    """Delete an unfinished or failed upload, the row and all that was sent. Raises TooLate when it is neither."""
    key = recording.original_key
    if recording.upload_id and recording.state == UPLOADING:
        multipart.abort(key, recording.upload_id)
    with transaction.atomic():
        ours = Recording.objects.select_for_update().filter(pk=recording.pk, state__in=CANCELLABLE).first()
        if ours is None:
            raise TooLate
        ours.delete()
    if key:
        objects.delete(key)


def _held(recording):
    """Bytes in the store, by part number. An upload the store no longer knows begins anew, with nothing."""
    if not recording.upload_id:
        _begin(recording)
        return {}
    try:
        return multipart.list_parts(recording.original_key, recording.upload_id)
    except multipart.UploadGone:
        if objects.size_of(recording.original_key) == recording.size:
            return plan(recording)
        _begin(recording)
        return {}


def _begin(recording):
    """Give the row an upload in the store. Of two who do so at once one wins, and the other clears away its own."""
    upload_id = multipart.start(recording.original_key, CONTENT_TYPE)
    waiting = Recording.objects.filter(pk=recording.pk, state=UPLOADING, upload_id=recording.upload_id)
    if not waiting.update(upload_id=upload_id):
        multipart.abort(recording.original_key, upload_id)
    recording.refresh_from_db()


def _start_over(recording):
    """What lies in the store is not this film; it goes away, and the parts are asked for again."""
    objects.delete(recording.original_key)
    _begin(recording)
