"""Make the films of the demo on the spot, and hand each to the same pipeline that a phone's film goes through."""

import tempfile
from pathlib import Path

from coachcycle.demo import films
from coachcycle.objectstore import objects
from media_review.models import Recording
from media_review.tasks import enqueue_processing

CONTENT_TYPE = "video/quicktime"


def unsent():
    """Recordings of the demo whose film has not been made yet; it has no upload, so nobody else is sending it."""
    return Recording.objects.filter(state=Recording.State.UPLOADING, upload_id="", size=0).order_by("created_at")


def send(recording, seed):
    """Draw the film, put it into the store, and queue it."""
    kind, seconds = Path(recording.file_name).stem.split("-")
    with tempfile.TemporaryDirectory(prefix="coachcycle-demo-") as folder:
        film = Path(folder) / "film"
        films.make(kind, film, int(seconds), seed)
        objects.upload(film, recording.original_key, CONTENT_TYPE)
        size = film.stat().st_size
    queued = Recording.objects.filter(pk=recording.pk, state=Recording.State.UPLOADING)
    if queued.update(state=Recording.State.QUEUED, size=size, part_size=size):
        enqueue_processing(recording.pk)
