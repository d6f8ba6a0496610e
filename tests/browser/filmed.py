"""A film that a browser really plays, quickly there: put into the site's store, and made watchable by its worker."""

import time
from contextlib import contextmanager

from django.conf import settings

from coachcycle.objectstore import objects
from media_review.models import Recording
from media_review.tasks import enqueue_processing
from tests import make

STORE = ("S3_ENDPOINT_URL", "S3_PUBLIC_ENDPOINT_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_BUCKET")
LONGEST_WAIT = 240


@contextmanager
def store_of(site):
    """Meanwhile this process works on the site's store."""
    before = {name: getattr(settings, name) for name in STORE}
    site.use_store_here()
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def recording_of(site, path, educator, **fields):
    """A recording of hers whose film is at `path`, ready to be watched."""
    recording = make.make_recording(educator, state="uploading", attempt=0, duration_ms=None, **fields)
    recording.renditions.all().delete()
    Recording.objects.filter(pk=recording.pk).update(state="queued", size=path.stat().st_size)
    with store_of(site):
        objects.upload(path, recording.original_key, "video/mp4")
    enqueue_processing(recording.pk)
    until = time.monotonic() + LONGEST_WAIT
    while recording.state != Recording.State.READY:
        assert time.monotonic() < until, f"{recording.state}: {recording.failed_reason}"
        time.sleep(0.2)
        recording.refresh_from_db()
    return recording
