"""Asking this site to write down what is said, and taking the wish back. `transcribing` does the work."""

from django.conf import settings
from django.db import transaction

from media_review import tasks
from media_review.models import Transcription


def is_set_up():
    """Does this site have a model? Whether it works is for `manage.py check`, on the host of a worker, to say."""
    return settings.WHISPER_MODEL_DIR is not None


@transaction.atomic
def ask(recording, by, language):
    """False when it cannot be done. Asking twice is asking once; after a failure it is tried anew."""
    if not (is_set_up() and recording.may_be_heard):
        return False
    Transcription.objects.filter(recording=recording, state=Transcription.State.FAILED).delete()
    told = {"language": language, "asked_by": by}
    job, is_new = Transcription.objects.get_or_create(recording=recording, defaults=told)
    if is_new:
        tasks.enqueue_transcription(job.pk)
    return True


def take_back(recording):
    """The worker that is at it finds out by its next sign of life."""
    Transcription.objects.filter(recording=recording).delete()
