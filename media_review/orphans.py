"""Clear the store of what belongs to nobody: uploads left unfinished, what lies there without a row, and leftovers.

A bucket's own rule for unfinished uploads is ignored by some stores, and no rule knows our rows. Nothing younger than
STALE_UPLOAD_DAYS is touched: what is being sent, and what a database restored from yesterday has forgotten, stays.
"""

import logging
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.timezone import now

from coachcycle.objectstore import multipart, objects
from media_review import leftovers, uploads
from media_review.models import Recording

logger = logging.getLogger(__name__)

# Where the id of a recording stands in its keys, by their first word.
PLACE_OF_ID = {"originals": 2, "renditions": 1, "voices": 1}
FILMS_AT_ONCE = 500


class AnotherDatabase(Exception):
    """Most of what lies in the store belongs to no recording here. A sentence for the keeper."""


def sweep_store(*, trusting=False):
    """Answers how many of each were cleared away: unfinished uploads, parts of no recording, objects of no recording,
    and leftovers of recordings whose worker was killed before the row named what it had stored.

    Raises AnotherDatabase, unless `trusting`, rather than delete most of a store.
    """
    before = now() - timedelta(days=settings.STALE_UPLOAD_DAYS)
    swept = {"uploads": _end_stale_uploads(before), "parts": _abort_ownerless_uploads(before)}
    owners = _owners(before)
    swept |= {"objects": _delete_ownerless_objects(owners, trusting), "leftovers": _delete_leftovers(owners)}
    swept["leftovers"] += _delete_unsaid(owners)
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


def _owners(before):
    """{key: id of a recording, which need not exist}, of all that was stored before that moment."""
    stored = {key: _owner(key) for word in PLACE_OF_ID for key in objects.keys_under(f"{word}/", before=before)}
    return {key: owner for key, owner in stored.items() if owner}


def _delete_ownerless_objects(owners, trusting):
    known = set(Recording.objects.values_list("pk", flat=True))  # after the listing: no new row is missed
    ownerless = [key for key, owner in owners.items() if owner not in known]
    strangers = {owners[key] for key in ownerless}
    if not trusting and len(strangers) > len(known):
        raise AnotherDatabase(
            f"{len(strangers)} films in the store belong to no recording in this database, which knows {len(known)}."
            " Nothing of them was deleted. Is this the database that belongs to the bucket?"
        )
    objects.delete(*ownerless)
    return len(ownerless)


def _delete_leftovers(owners):
    """What somebody works on is left alone: its row may soon name what was stored for it."""
    made = defaultdict(list)
    for key, owner in owners.items():
        if key.startswith("renditions/"):
            made[owner].append(key)
    deleted = 0
    for begin in range(0, len(made), FILMS_AT_ONCE):
        some = list(made)[begin : begin + FILMS_AT_ONCE]
        idle = Recording.objects.filter(pk__in=some).exclude(lease_until__gt=now()).values_list("pk", flat=True)
        left = leftovers.unnamed([key for pk in idle for key in made[pk]], some)
        objects.delete(*left)
        deleted += len(left)
    return deleted


def _delete_unsaid(owners):
    """What was said about recordings that still are: of the others nothing was left to delete."""
    said = [key for key in owners if key.startswith("voices/")]
    deleted = 0
    for begin in range(0, len(said), FILMS_AT_ONCE):
        some = said[begin : begin + FILMS_AT_ONCE]
        known = set(Recording.objects.filter(pk__in={owners[key] for key in some}).values_list("pk", flat=True))
        left = leftovers.unsaid([key for key in some if owners[key] in known])
        objects.delete(*left)
        deleted += len(left)
    return deleted


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
