"""The messages of the queue. They carry an id and nothing else: the row says what is to be done.

What makes a film watchable goes before what makes smaller sizes of another: by priority where the engine knows that,
and by a queue of its own where it does not.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, InterfaceError, transaction
from django.utils.timezone import now
from django_tasks import default_task_backend, task
from django_tasks_db.models import DBTaskResult
from redis import RedisError

from media_review import pipeline, transcribing, voice_making
from media_review.lease import SEEN
from media_review.models import Recording, Transcription, Voice

logger = logging.getLogger(__name__)

QUICK_QUEUE, LADDER_QUEUE, TRANSCRIPT_QUEUE = "default", "ladder", "transcripts"
KEPT_DAYS = 14
ENGINE_IS_AWAY = (DatabaseError, InterfaceError, RedisError)
LATER = {"priority": -50} if default_task_backend.supports_priority else {}


@task(queue_name=QUICK_QUEUE)
def make_playable(recording_id: str) -> None:
    pipeline.make_playable(recording_id)
    send_again(Recording.objects.claimable().filter(pk=recording_id, queued_at=None))


@task(queue_name=LADDER_QUEUE, **LATER)
def make_ladder(recording_id: str) -> None:
    pipeline.make_ladder(recording_id)
    send_again(Recording.objects.claimable().filter(pk=recording_id, queued_at=None))


@task(queue_name=QUICK_QUEUE)
def prepare_voice(voice_id: str) -> None:
    voice_making.prepare(voice_id)
    send_again(Voice.objects.claimable().filter(pk=voice_id, queued_at=None))


@task(queue_name=TRANSCRIPT_QUEUE)
def write_down(transcription_id: str) -> None:
    transcribing.write_down(transcription_id)


def enqueue_processing(recording_id):
    """Have a recording processed, as soon as what was written in this transaction is committed."""
    _enqueue(Recording.objects.filter(pk=recording_id), make_playable, recording_id)


def enqueue_voice(voice_id):
    """Have what somebody said prepared, as soon as what was written in this transaction is committed."""
    _enqueue(Voice.objects.filter(pk=voice_id), prepare_voice, voice_id)


def enqueue_transcription(pk):
    """Have it written down what is said, as soon as what was written in this transaction is committed."""
    _enqueue(Transcription.objects.filter(pk=pk), write_down, pk)


def send_again(owed):
    """A message for each of these recordings, voices or transcriptions; answers how many were sent.

    Of several workers who do so at once one sends it: `owed` must no longer hold a row whose message is new.
    """
    sent = 0
    for pk, state in owed.values_list("pk", "state"):
        if owed.filter(pk=pk).update(queued_at=now()):
            sent += _send(_message(owed.model, state), owed.model, pk)
    return sent


def forget_old_messages():
    """Also those that were never answered: a killed worker's are. What is still owed is sent anew; see `sweep`."""
    DBTaskResult.objects.filter(enqueued_at__lt=now() - timedelta(days=KEPT_DAYS)).delete()


def _enqueue(row, message, pk):
    at = now()
    row.update(queued_at=at, waiting_since=at)
    transaction.on_commit(partial(_send, message, row.model, pk))


def _message(model, state):
    if model in (others := {Voice: prepare_voice, Transcription: write_down}):
        return others[model]
    return make_ladder if state in SEEN else make_playable


def _send(message, model, pk):
    """False when the engine is away: what is written in the row stays true, and the next sweep sends it."""
    try:
        message.enqueue(str(pk))
    except ENGINE_IS_AWAY:
        logger.exception("No message could be sent for %s %s.", model._meta.verbose_name, pk)
        model.objects.filter(pk=pk).update(queued_at=None)
        return False
    return True
