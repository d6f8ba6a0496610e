"""The messages of the queue. They carry an id and nothing else: the row says what is to be done."""

from functools import partial

from django.db import transaction
from django.utils.timezone import now
from django_tasks import task

from media_review import pipeline
from media_review.models import Recording


@task()
def process_recording(recording_id: str) -> None:
    pipeline.process(recording_id)


def enqueue_processing(recording_id):
    """Have a recording processed, as soon as what was written in this transaction is committed."""
    Recording.objects.filter(pk=recording_id).update(queued_at=now())
    transaction.on_commit(partial(process_recording.enqueue, str(recording_id)))
