"""From an upload to something to watch: claim, fetch, probe, make playable, the rest of the ladder, pictures.

The row decides, never the queue: a task that comes twice, late or after a crash finds the row held or done and goes
away. All outputs of an attempt stand under its own prefix, and every write names the attempt, so that a worker given up
for dead cannot spoil what its successor made.
"""

import errno
import logging
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.objectstore import objects
from media_review.facts import MediaError
from media_review.making import Making, Superseded
from media_review.models import Recording

logger = logging.getLogger(__name__)

MOST_FAILURES = 3
# A film whose processing kills the worker leaves no failure behind, only another attempt; deployments make some too.
MOST_ATTEMPTS = 20
RETRY_SECONDS = 30
DISK_FULL_RETRY_SECONDS = 300
# The film, its copy in segments, and the smaller sizes beside it.
ROOM_PER_BYTE = 2.5

OUR_FAULT = _("Something went wrong on our side with this film, more than once. We are sorry: please upload it again.")


def process(recording_id):
    """Bring a recording as far as it goes. Returns quietly when it is not ours to process."""
    recording = Recording.objects.claim(recording_id)
    if recording is None:
        return
    if recording.attempt > MOST_ATTEMPTS:
        give_up(recording, OUR_FAULT)
        return
    try:
        with tempfile.TemporaryDirectory(prefix="film-", dir=settings.MEDIA_WORK_DIR) as folder:
            _make(recording, Path(folder))
    except Superseded:
        logger.warning("Attempt %s on recording %s was superseded.", recording.attempt, recording.pk)
        objects.delete_under(outputs(recording))
    except MediaError as refusal:
        give_up(recording, refusal)
    except Exception as trouble:
        _retry_or_give_up(recording, trouble)
    except BaseException:  # told to stop: whoever comes next need not wait for the lease to run out
        recording.write(lease_until=now())
        raise


def outputs(recording):
    """The prefix under which everything this attempt makes is stored."""
    return f"renditions/{recording.pk}/{recording.attempt}/"


def give_up(recording, sentence):
    """Nothing more can be done. What can be watched already stays so; else the row says why, and nothing is kept."""
    if recording.is_watchable:
        recording.write(state=Recording.State.READY, progress=100, progress_note="", lease_until=None)
    elif recording.write(state=Recording.State.FAILED, failed_reason=str(sentence), lease_until=None):
        forget_film(recording)


def forget_film(recording):
    """Remove all of a failed recording from the store. The key stays in the row until that is done: see `sweep`."""
    objects.delete(recording.original_key)
    objects.delete_under(f"renditions/{recording.pk}/")
    Recording.objects.filter(pk=recording.pk, state=Recording.State.FAILED).update(original_key="")


def _make(recording, folder):
    if shutil.disk_usage(folder).free < recording.size * ROOM_PER_BYTE:
        raise OSError(errno.ENOSPC, "There is no room for the film and what is made of it.")
    making = Making(recording, folder, outputs(recording))
    sha256 = making.fetch()
    facts = making.probe()
    first, rest = making.first_rendition()
    state = Recording.State.PLAYABLE
    found = {"duration_ms": facts.duration_ms, "width": facts.width, "height": facts.height}
    found |= {"sha256": sha256, "has_audio": facts.audio is not None}
    _publish([first], recording, state=state, **found)
    _forget_earlier_attempts(recording)
    renditions = making.renditions(rest)
    pictures = making.pictures()
    done = {"progress": 100, "progress_note": "", "lease_until": None}
    _publish(renditions, recording, state=Recording.State.READY, **pictures, **done)
    logger.info("Recording %s is ready after attempt %s.", recording.pk, recording.attempt)


def _publish(renditions, recording, **changes):
    """The row and its renditions change together, and only while this attempt holds the row."""
    with transaction.atomic():
        if not recording.write(**changes):
            raise Superseded
        recording.renditions.exclude(attempt=recording.attempt).delete()
        recording.renditions.bulk_create(renditions)


def _forget_earlier_attempts(recording):
    ours = outputs(recording)
    every = objects.keys_under(f"renditions/{recording.pk}/")
    objects.delete(*[key for key in every if not key.startswith(ours)])


def _retry_or_give_up(recording, trouble):
    full = isinstance(trouble, OSError) and trouble.errno == errno.ENOSPC
    failures = recording.failures + (not full)
    logger.error("Attempt %s on recording %s failed.", recording.attempt, recording.pk, exc_info=trouble)
    if failures >= MOST_FAILURES:
        give_up(recording, OUR_FAULT)
        return
    wait = DISK_FULL_RETRY_SECONDS if full else RETRY_SECONDS * 2**failures
    recording.write(failures=failures, lease_until=now() + timedelta(seconds=wait))
    objects.delete_under(outputs(recording))
