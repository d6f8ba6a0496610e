"""What nobody wants any more leaves the store by itself, and nothing else does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from coachcycle.objectstore import multipart, objects, presign
from media_review import orphans, uploads
from media_review.models import Recording
from tests import make
from tests.media_review.sending import PART, put

SIZE = PART + 10
# Stores round times up to the next second: what was stored just now must count as old.
TOMORROW = -1
SENT = {1: b"1" * PART, 2: b"2" * 10}

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def start(cast):
    """start(1, 2) → an upload begun long ago, of whose two parts these have arrived just now."""

    def upload(*numbers):
        recording = uploads.start(
            by=cast.educator,
            fingerprint="",
            partnership=None,
            cycle=None,
            organization=cast.program.organization,
            title="Story time",
            file_name="story.mp4",
            size=SIZE,
        )
        Recording.objects.filter(pk=recording.pk).update(created_at=now() - timedelta(days=30))
        send(recording.original_key, recording.upload_id, *numbers)
        return recording

    return upload


def send(key, upload_id, *numbers):
    for number in numbers:
        address = presign.part_url(key, upload_id, number, size=len(SENT[number]), seconds=60)
        assert put(address, SENT[number]).ok


def stored(key):
    """Keys and unfinished uploads that a listing of the store shows."""
    return [*objects.keys_under(key), *uploads_under(key)]


def uploads_under(key):
    return [upload_id for _, upload_id, _ in multipart.unfinished(key)]


def test_an_upload_untouched_for_too_long_goes_with_all_its_parts(start, settings):
    left, untouched = start(1), start()
    settings.STALE_UPLOAD_DAYS = TOMORROW

    swept = orphans.sweep_store(trusting=True)

    assert swept["uploads"] == 2
    assert not Recording.objects.exists()
    assert stored(left.original_key) == stored(untouched.original_key) == []
    with pytest.raises(multipart.UploadGone):
        multipart.list_parts(left.original_key, left.upload_id)


def test_an_upload_that_is_being_sent_stays_however_long_it_takes(start):
    sending, untouched = start(1), start()

    assert orphans.sweep_store(trusting=True)["uploads"] == 1

    assert list(Recording.objects.all()) == [sending]
    assert multipart.list_parts(sending.original_key, sending.upload_id) == {1: PART}
    assert stored(untouched.original_key) == []


def test_a_film_that_arrived_whole_is_taken_in_and_not_thrown_away(start, settings):
    whole = start(1, 2)
    settings.STALE_UPLOAD_DAYS = TOMORROW

    orphans.sweep_store(trusting=True)

    whole.refresh_from_db()
    assert whole.state == "queued"
    assert objects.size_of(whole.original_key) == SIZE


def test_parts_and_objects_without_a_recording_go(start, cast, settings):
    kept = make.make_recording(cast.educator)
    Recording.objects.update(poster_key=f"renditions/{kept.pk}/1/poster.jpg")
    mine = [
        f"renditions/{kept.pk}/1/720.mp4",
        f"renditions/{kept.pk}/1/poster.jpg",
        f"originals/{kept.organization_id}/{kept.pk}",
    ]
    gone = [f"renditions/{uuid4()}/1/720.mp4", f"originals/{kept.organization_id}/{uuid4()}"]
    foreign = ["files/a-document.pdf", "originals/notes.txt", "backups/films.tar"]
    for key in [*mine, *gone, *foreign]:
        objects.put(key, b"film", "video/mp4")
    lost = f"originals/1/{uuid4()}"
    send(lost, multipart.start(lost, "video/mp4"), 1)
    theirs = multipart.start("backups/films.tar", "application/x-tar")
    second = multipart.start(start(1).original_key, "video/mp4")

    assert not any(orphans.sweep_store(trusting=True).values()), "all of it is young"
    settings.STALE_UPLOAD_DAYS = TOMORROW
    orphans.sweep_store(trusting=True)

    assert [stored(key) for key in gone] == [[], []]
    assert stored(lost) == []
    assert [stored(key)[0] for key in [*mine, *foreign]] == [*mine, *foreign]
    assert uploads_under("backups/") == [theirs]
    assert second not in uploads_under("originals/")
    multipart.abort("backups/films.tar", theirs)
    objects.delete(*mine, *foreign)


def test_leftovers_of_a_killed_worker_go_once_nobody_works_on_the_film(cast, settings):
    recording = make.make_recording(cast.educator, state="playable", attempt=3, lease_until=now() + timedelta(hours=1))
    growing = recording.renditions.create(
        attempt=2, width=854, height=480, bandwidth=1, average_bandwidth=1, key=f"renditions/{recording.pk}/2/480p"
    )
    named = [recording.renditions.get(height=720).key, f"{growing.key}/0001.m4s"]
    left = [f"renditions/{recording.pk}/{attempt}/480p.mp4" for attempt in (1, 2, 3)]
    for key in [*named, *left]:
        objects.put(key, b"film", "video/mp4")
    settings.STALE_UPLOAD_DAYS = TOMORROW

    assert orphans.sweep_store(trusting=True)["leftovers"] == 0
    Recording.objects.update(lease_until=now())
    assert orphans.sweep_store(trusting=True)["leftovers"] == len(left)

    assert sorted(objects.keys_under(f"renditions/{recording.pk}/")) == sorted(named)
    objects.delete(*named)


def test_a_sweep_with_the_wrong_database_deletes_no_film(db, settings):
    films = [f"originals/1/{uuid4()}", f"renditions/{uuid4()}/1/720.mp4"]
    for key in films:
        objects.put(key, b"film", "video/mp4")
    settings.STALE_UPLOAD_DAYS = TOMORROW

    with pytest.raises(CommandError, match="Is this the database that belongs to the bucket"):
        call_command("sweep_store")
    assert [stored(key) for key in films] == [[key] for key in films]

    call_command("sweep_store", "--trust-database")
    assert [stored(key) for key in films] == [[], []]
