"""Clear the store of what belongs to nobody: uploads left unfinished, and what lies there without a row.

A bucket's own rule for unfinished uploads is ignored by some stores, and no rule knows our rows. Nothing younger than
STALE_UPLOAD_DAYS is touched: what is being sent, and what a database restored from yesterday has forgotten, stays.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.timezone import now

from coachcycle.objectstore import multipart, objects
from media_review import uploads
from media_review.models import Recording

logger = logging.getLogger(__name__)

# Where the id of a recording stands in its keys, by their first word.
PLACE_OF_ID = {"originals": 2, "renditions": 1}


class AnotherDatabase(Exception):
    """Most of what lies in the store belongs to no recording here. A sentence for the keeper."""


def sweep_store(*, trusting=False):
    """Answers how many of each were cleared away: unfinished uploads, parts of no recording, objects of no recording.

    Raises AnotherDatabase, unless `trusting`, rather than delete most of a store.
    """
    before = now() - timedelta(days=settings.STALE_UPLOAD_DAYS)
    swept = {"uploads": _end_stale_uploads(before), "parts": _abort_ownerless_uploads(before)}
    swept["objects"] = _delete_ownerless_objects(before, trusting)
    if any(swept.values()):
        logger.info("Cleared the store: %s", swept)
    return swept


def _end_stale_uploads(before):
    """A film of which every part arrived is taken in; of any other, row and parts go."""
    ended = 0
    for recording in Recording.objects.filter(state=uploads.UPLOADING, created_at__lt=before):
        if _last_part_at(recording.original_key, recording.upload_id, recording.created_at) >= before:
            continue
        try:
            uploads.finish(recording)
        except uploads.Incomplete:
            with suppress(uploads.TooLate):
                uploads.cancel(recording)
        except Recording.DoesNotExist:  # cancelled by its uploader meanwhile
            continue
        ended += 1
    return ended


def _abort_ownerless_uploads(before):
    aborted = 0
    for key, upload_id, began in list(multipart.unfinished()):
        if key.partition("/")[0] not in PLACE_OF_ID or _last_part_at(key, upload_id, began) >= before:
            continue
        if not Recording.objects.filter(state=uploads.UPLOADING, original_key=key, upload_id=upload_id).exists():
            multipart.abort(key, upload_id)
            aborted += 1
    return aborted


def _delete_ownerless_objects(before, trusting):
    stored = [key for word in PLACE_OF_ID for key in objects.keys_under(f"{word}/", before=before)]
    known = set(Recording.objects.values_list("pk", flat=True))  # after the listing: no new row is missed
    owners = {key: _owner(key) for key in stored}
    ownerless = [key for key, owner in owners.items() if owner and owner not in known]
    strangers = {owners[key] for key in ownerless}
    if not trusting and len(strangers) > len(known):
        raise AnotherDatabase(
            f"{len(strangers)} films in the store belong to no recording in this database, which knows {len(known)}."
            " Nothing of them was deleted. Is this the database that belongs to the bucket?"
        )
    objects.delete(*ownerless)
    return len(ownerless)


def _last_part_at(key, upload_id, began):
    with suppress(multipart.UploadGone):
        return max([began, *multipart.part_times(key, upload_id)])
    return began


def _owner(key):
    """The id of the recording to which an object belongs; None when it is nothing of ours."""
    words = key.split("/")
    try:
        return UUID(words[PLACE_OF_ID[words[0]]])
    except (IndexError, ValueError):
        return None
