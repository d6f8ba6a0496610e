"""The messages of the queue. They carry an id and nothing else: the row says what is to be done.

What makes a film watchable goes before what makes smaller sizes of another: by priority where the engine knows that,
and by a queue of its own where it does not.
"""

from functools import partial

from django.db import transaction
from django.utils.timezone import now
from django_tasks import default_task_backend, task

from media_review import pipeline
from media_review.lease import SEEN
from media_review.models import Recording

LATER = {"priority": -50} if default_task_backend.supports_priority else {}


@task()
def make_playable(recording_id: str) -> None:
    pipeline.make_playable(recording_id)
    send_again(Recording.objects.claimable().filter(pk=recording_id, queued_at=None))


@task(queue_name="ladder", **LATER)
def make_ladder(recording_id: str) -> None:
    pipeline.make_ladder(recording_id)
    send_again(Recording.objects.claimable().filter(pk=recording_id, queued_at=None))


def enqueue_processing(recording_id):
    """Have a recording processed, as soon as what was written in this transaction is committed."""
    at = now()
    Recording.objects.filter(pk=recording_id).update(queued_at=at, waiting_since=at)
    transaction.on_commit(partial(make_playable.enqueue, str(recording_id)))


def send_again(owed):
    """A message for each of these recordings; answers how many were sent.

    Of several workers who do so at once one sends it: `owed` must no longer hold a recording whose message is new.
    """
    sent = 0
    for pk, state in owed.values_list("pk", "state"):
        if owed.filter(pk=pk).update(queued_at=now()):
            (make_ladder if state in SEEN else make_playable).enqueue(str(pk))
            sent += 1
    return sent
