"""From an upload to something to watch, in two pieces of work: what makes it watchable, and the rest of the ladder.

The row decides, never the queue: a task that comes twice, late or after a crash finds the row held or done and goes
away. All outputs of an attempt stand under its own prefix, and every write names the attempt, so that a worker given up
for dead cannot spoil what its successor made.
"""

import errno
import logging
import shutil
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.objectstore import objects
from media_review import lease, leftovers, playlists, scratch, stopping
from media_review.facts import MediaError
from media_review.making import Making, Superseded
from media_review.models import Recording, Rendition
from media_review.patience import patience_with

logger = logging.getLogger(__name__)

MOST_FAILURES = 3
# A film whose processing kills the worker leaves no failure behind, only another attempt; machines that die do so, too.
MOST_DEATHS = 20
RETRY_SECONDS = 30
# The film, its copy in segments, and the smaller sizes beside it.
ROOM_PER_BYTE = 2.5

OUR_FAULT = _("Something went wrong on our side with this film, more than once. We are sorry: please upload it again.")


def make_playable(recording_id):
    """The quick piece: fetch, look, and store what can be watched soonest. Returns quietly when it is not owed."""
    _attempt(Recording.objects.claim(recording_id, lease.UNSEEN), _make_playable)


def make_ladder(recording_id):
    """The long piece: smaller sizes, pictures, waveform. What can be watched stays so, whatever becomes of this."""
    _attempt(Recording.objects.claim(recording_id, lease.SEEN), _make_ladder)


def give_up(recording, sentence):
    """Nothing more can be done. What can be watched whole stays so; else the row says why, and nothing is kept."""
    if recording.state in lease.SEEN:
        if recording.write(state=Recording.State.READY, progress=100, progress_note="", lease_until=None):
            _forget_what_nobody_watches(recording)
    elif recording.write(state=Recording.State.FAILED, failed_reason=str(sentence), lease_until=None):
        forget_film(recording)


def forget_film(recording):
    """Remove all of a failed recording from the store. The key stays in the row until that is done: see `sweep`."""
    objects.delete(recording.original_key)
    objects.delete_under(recording.all_made)
    Rendition.objects.filter(recording=recording.pk, recording__state=Recording.State.FAILED).delete()
    Recording.objects.filter(pk=recording.pk, state=Recording.State.FAILED).update(original_key="")


def _attempt(recording, make):
    if recording is None:
        return
    try:
        if recording.attempt - recording.excused - recording.failures > MOST_DEATHS:
            raise MediaError(OUR_FAULT)
        with stopping.heard() as told, scratch.folder() as folder:
            _demand_room(recording, folder)
            make(recording, Making(recording, folder, recording.folder_of(recording.attempt), told))
    except Superseded:
        logger.warning("Attempt %s on recording %s was superseded.", recording.attempt, recording.pk)
        _forget_what_nobody_watches(recording)
    except stopping.ToldToStop:
        _hand_back(recording)
        _forget_what_nobody_watches(recording)
    except MediaError as refusal:
        give_up(recording, refusal)
    except Exception as trouble:
        _retry_or_give_up(recording, trouble)
    except BaseException:  # told to stop for the second time: it could be killed any moment now
        _hand_back(recording)
        raise


def _demand_room(recording, folder):
    if shutil.disk_usage(folder).free < recording.size * ROOM_PER_BYTE:
        raise OSError(errno.ENOSPC, "There is no room for the film and what is made of it.")


def _make_playable(recording, making):
    sha256 = making.fetch()
    facts = making.probe()
    found = {"duration_ms": facts.duration_ms, "width": facts.width, "height": facts.height}
    found |= {"sha256": sha256, "has_audio": facts.audio is not None}
    first = making.first_rendition(lambda rendition: _grow(recording, rendition, found))
    # Nobody holds it from here on, and no message is sent yet: the ladder is another attempt, perhaps another worker's.
    free = {"lease_until": None, "queued_at": None, "waiting_since": now(), "failures": 0, "excused": F("attempt")}
    _publish([first], recording, alone=True, state=Recording.State.PLAYABLE, **found, **free)
    # Whoever watched it grow still asks for its pieces for some seconds: the end of the ladder clears them away.


def _grow(recording, rendition, found):
    """More of the film can be watched. Where an attempt whose worker died got further, what that one stored stays."""
    before = recording.renditions.first()
    if before is None or playlists.seconds(before.playlist) <= playlists.seconds(rendition.playlist):
        _publish([rendition], recording, alone=True, state=Recording.State.GROWING, **found)


def _make_ladder(recording, making):
    making.fetch()
    making.probe()
    renditions = making.renditions(beside=recording.renditions.values_list("height", flat=True))
    pictures = making.pictures()
    done = {"progress": 100, "progress_note": "", "lease_until": None}
    _publish(renditions, recording, state=Recording.State.READY, **pictures, **done)
    logger.info("Recording %s is ready after attempt %s.", recording.pk, recording.attempt)
    _forget_what_nobody_watches(recording)


def _publish(renditions, recording, *, alone=False, **changes):
    """The row and its renditions change together, and only while this attempt holds the row.

    `alone`: instead of those that there were.
    """
    with transaction.atomic():
        if not recording.write(**changes):
            raise Superseded
        if alone:
            recording.renditions.all().delete()
        recording.renditions.bulk_create(renditions)


def _forget_what_nobody_watches(recording):
    """Remove what this attempt and earlier ones stored and no row names. What later ones store may yet be named."""
    for key in leftovers.unnamed(list(objects.keys_under(recording.all_made)), [recording.pk]):
        if int(key.removeprefix(recording.all_made).partition("/")[0]) <= recording.attempt:
            objects.delete(key)


def _hand_back(recording):
    logger.warning("Attempt %s on recording %s is handed back.", recording.attempt, recording.pk)
    recording.write(lease_until=None, queued_at=None, excused=F("excused") + 1)


def _retry_or_give_up(recording, trouble):
    logger.error("Attempt %s on recording %s failed.", recording.attempt, recording.pk, exc_info=trouble)
    close_old_connections()  # a broken one could not take note of it
    if patience := patience_with(trouble):
        recording.write(excused=F("excused") + 1, lease_until=now() + timedelta(seconds=patience))
        return  # whoever comes next removes what this one left: just now the store might not answer
    failures = recording.failures + 1
    if failures >= MOST_FAILURES:
        give_up(recording, OUR_FAULT)
        return
    recording.write(failures=failures, lease_until=now() + timedelta(seconds=RETRY_SECONDS * 2**failures))
    _forget_what_nobody_watches(recording)
