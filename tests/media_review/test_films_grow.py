"""A film that must be encoded is watched while that goes on: real store, real ffmpeg, stopped half-way for the test."""

import os
import re
import subprocess
import threading
from urllib.request import Request, urlopen

import pytest
from django.db import connection
from django.urls import reverse

from coachcycle.objectstore import launcher, objects
from media_review import ffmpeg, growing, pipeline, playlists
from media_review.growing import Growth
from media_review.models import Recording
from media_review.tasks import enqueue_processing
from tests import films, worker
from tests.media_review.test_pipeline_in_order import tools, wait_until
from tests.media_review.test_pipeline_survives import lapse, served, stored

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS, SEGMENT_SECONDS = 60, 4
SAID = "The end of this film is still being prepared."
# In a hurry this film is encoded before anybody can look. It stops when so many segments are there, says so in
# `reached`, and when somebody opens `go` it does what is written there.
HALFWAY = """
case "$*" in *libx264*) ;; *) exec "$REAL" "$@";; esac
"$REAL" -readrate 8 "$@" & encoder=$!
until [ "$(cat out/*.m3u8 2>/dev/null | grep -c EXTINF)" -ge {segments} ]; do sleep 0.05; done
kill -STOP $encoder
echo > {reached}
case "$(cat {go})" in fail) kill -KILL $encoder; exit 1;; esac
kill -CONT $encoder
wait $encoder
"""


def long_film(path):
    """What no browser plays, made quickly: a picture of MPEG-4 ASP."""
    return films.encode(path, "-c:v", "mpeg4", "-g", "24", "-c:a", "aac", size="320x240", seconds=SECONDS)


@pytest.fixture
def recording(arrive):
    return arrive(films.kept(long_film))


@pytest.fixture
def halfway(tool, tmp_path):
    """halfway(segments) → (reached, go) of the encoders that are started from now on."""
    reached, go = tmp_path / "reached", tmp_path / "go"
    os.mkfifo(reached)
    os.mkfifo(go)

    def stop_at(segments):
        tool(HALFWAY.format(segments=segments, reached=reached, go=go))
        return reached, go

    return stop_at


def begin(recording):
    """The quick piece of work, on a thread of its own."""

    def work():
        pipeline.make_playable(recording.pk)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def grown(recording):
    """How many seconds of it can be watched."""
    kept = recording.renditions.values_list("playlist", flat=True).first()
    return playlists.seconds(kept) if kept else 0


def wait_for(recording, seconds):
    wait_until(lambda: grown(recording) >= seconds)
    recording.refresh_from_db()
    return recording.renditions.get()


def addresses(text):
    return {line for line in text.splitlines() if not line.startswith("#")}


def watched(browser, recording, path):
    """The first segment as a player gets it, decoded: (how many pictures, all in order)."""
    rendition = recording.renditions.get()
    text = browser.get(reverse("media_review:playlist", args=[recording.pk, rendition.height])).content.decode()
    ranges = re.findall(r'BYTERANGE[:=]"?([0-9]+)@([0-9]+)', text)
    first = min(addresses(text))
    with path.open("wb") as film:
        for size, at in ranges[:2]:
            answer = browser.get(first)
            assert answer.status_code == 302
            place = {"Range": f"bytes={at}-{int(at) + int(size) - 1}"}
            with urlopen(Request(answer["Location"], headers=place)) as part:
                film.write(part.read())
    argv = [ffmpeg.binaries().ffprobe, "-v", "error", "-count_frames", "-select_streams", "v"]
    argv += ["-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", str(path)]
    return int(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)


def test_its_first_seconds_are_watched_before_its_last_are_made(recording, halfway, sign_in, tmp_path):
    reached, go = halfway(segments=3)
    work = begin(recording)
    reached.read_text()
    rendition = wait_for(recording, 3 * SEGMENT_SECONDS)
    assert (recording.state, recording.has_audio, rendition.is_growing) == (Recording.State.GROWING, True, True)
    assert recording.duration_ms == pytest.approx(1000 * SECONDS, abs=200), "it is as long as it will be"
    assert recording.sha256
    browser = sign_in(recording.uploader)
    assert watched(browser, recording, tmp_path / "first.mp4") == 12 * SEGMENT_SECONDS
    playlist = reverse("media_review:playlist", args=[recording.pk, rendition.height])
    begun = browser.get(playlist).content.decode()
    assert "#EXT-X-ENDLIST" not in begun
    assert "X-Amz" not in begun, "pieces are signed one by one"
    assert browser.get(reverse("media_review:addresses", args=[recording.pk])).json()["films"] == []
    room = browser.get(reverse("media_review:room", args=[recording.pk])).content.decode()
    assert SAID in room
    assert "still being prepared" in browser.get(reverse("media_review:progress", args=[recording.pk])).content.decode()
    go.write_text("on")
    work.join(120)
    recording.refresh_from_db()
    assert recording.state == Recording.State.PLAYABLE
    whole = browser.get(playlist).content.decode()
    assert whole.endswith("#EXT-X-ENDLIST\n")
    lengths = [line for line in whole.splitlines() if line.startswith("#EXTINF")]
    assert lengths[:3] == [line for line in begun.splitlines() if line.startswith("#EXTINF")], (
        "each place is where it was"
    )
    assert playlists.seconds(whole) == pytest.approx(SECONDS, abs=0.2)
    piece = min(addresses(begun))
    assert piece not in whole
    assert browser.get(piece).status_code == 302, "a player that watches may still ask for it"
    pipeline.make_ladder(recording.pk)
    assert stored(recording) == served(recording)
    assert browser.get(piece).status_code == 404
    assert SAID not in browser.get(reverse("media_review:room", args=[recording.pk])).content.decode()


def test_a_share_taken_back_ends_it_in_the_middle(recording, halfway, sign_in, cast):
    reached, go = halfway(segments=2)
    Recording.objects.filter(pk=recording.pk).update(
        uploader=cast.educator, organization=cast.educator.memberships.get().organization
    )
    recording.refresh_from_db()
    share = recording.share(by=cast.educator, person=cast.coach)
    work = begin(recording)
    reached.read_text()
    rendition = wait_for(recording, SEGMENT_SECONDS)
    browser = sign_in(cast.coach)
    playlist = reverse("media_review:playlist", args=[recording.pk, rendition.height])
    every = [playlist, *addresses(browser.get(playlist).content.decode())]
    assert {browser.get(each).status_code for each in every} == {200, 302}
    share.stop()
    assert {browser.get(each).status_code for each in every} == {404}
    go.write_text("fail")
    work.join(60)


def test_what_a_killed_worker_made_stays_until_its_successor_has_made_more(
    recording, halfway, settings, sign_in, tmp_path
):
    reached, go = halfway(segments=4)
    enqueue_processing(recording.pk)
    with worker.start(**tools(settings)) as doomed:
        reached.read_text()
        before = wait_for(recording, 4 * SEGMENT_SECONDS)
        worker.kill(doomed)
    assert (before.attempt, recording.state) == (1, Recording.State.GROWING)
    reached, go = halfway(segments=1)
    lapse(recording)
    work = begin(recording)
    reached.read_text()
    wait_until(lambda: objects.size_of(growing.key_of(growing.folder_of(recording.folder_of(2)), 1)))
    recording.refresh_from_db()
    assert (recording.attempt, recording.state) == (2, Recording.State.GROWING)
    assert recording.renditions.get().playlist == before.playlist
    assert watched(sign_in(recording.uploader), recording, tmp_path / "first.mp4") == 12 * SEGMENT_SECONDS
    go.write_text("on")
    wait_until(lambda: recording.renditions.get().attempt == 2)
    assert grown(recording) >= 4 * SEGMENT_SECONDS
    work.join(120)
    pipeline.make_ladder(recording.pk)
    recording.refresh_from_db()
    assert recording.state == Recording.State.READY
    assert stored(recording) == served(recording)


def test_a_worker_given_up_for_dead_grows_nothing_and_takes_nothing_away(recording, halfway):
    reached, _go = halfway(segments=2)
    work = begin(recording)
    reached.read_text()
    wait_for(recording, 2 * SEGMENT_SECONDS)
    lapse(recording)
    successor = Recording.objects.claim(recording.pk)
    work.join(60)  # it hears of it by itself
    assert not work.is_alive()
    assert (successor.attempt, successor.state) == (2, Recording.State.GROWING)
    assert grown(recording) == 2 * SEGMENT_SECONDS
    assert {key.split("/")[2] for key in stored(recording)} == {"1"}
    folder = recording.renditions.get().key
    assert objects.size_of(growing.key_of(folder, 1))


def test_a_film_whose_end_cannot_be_made_fails_after_three_times_and_leaves_nothing(recording, halfway, tool):
    reached, go = halfway(segments=2)
    work = begin(recording)
    reached.read_text()
    wait_for(recording, 2 * SEGMENT_SECONDS)
    go.write_text("fail")
    work.join(60)
    recording.refresh_from_db()
    assert (recording.state, recording.failures) == (Recording.State.GROWING, 1)
    assert stored(recording), "what can be watched stays between two tries"
    tool("exit 1")
    for _ in range(pipeline.MOST_FAILURES - 1):
        lapse(recording)
        pipeline.make_playable(recording.pk)
    recording.refresh_from_db()
    assert (recording.state, recording.failed_reason) == (Recording.State.FAILED, str(pipeline.OUR_FAULT))
    assert not recording.renditions.exists()
    assert stored(recording) == []


def test_a_store_that_is_away_only_delays_a_piece(settings, tmp_path, caplog):
    own = {"bucket": settings.S3_BUCKET, "access_key": settings.S3_ACCESS_KEY_ID}
    own |= {"secret_key": settings.S3_SECRET_ACCESS_KEY, "allow_origins": settings.S3_ALLOWED_ORIGINS}
    film, listing, heard = tmp_path / "film.mp4", tmp_path / "film.m3u8", []
    film.write_bytes(bytes(range(100)))
    listing.write_text(
        '#EXTM3U\n#EXT-X-MAP:URI="film.mp4",BYTERANGE="10@0"\n'
        "#EXTINF:4.0,\n#EXT-X-BYTERANGE:40@10\nfilm.mp4\n#EXTINF:4.0,\n#EXT-X-BYTERANGE:50@50\nfilm"
    )
    before = launcher.start(tmp_path / "store", **own)
    settings.S3_ENDPOINT_URL = before.url
    before.kill()
    with Growth(film, listing, "renditions/x/1/pieces", lambda media, header: heard.append((media, header))) as growth:
        wait_until(lambda: growth.look() or "could not be stored" in caplog.text)
        assert heard == []
        with launcher.start(tmp_path / "store", port=int(before.url.rpartition(":")[2]), **own):
            wait_until(lambda: growth.look() or heard)
            ((media, header),) = heard
            assert (header, playlists.seconds(media.text)) == (bytes(range(10)), 4.0)
            assert objects.size_of("renditions/x/1/pieces/1.mp4") == 50, "header and all that was whole"


def sparse(path):
    """Twenty frames: all but the last within a second, and that five hours later."""
    options = (
        "-vf",
        f"setpts='if(eq(N,19),{5 * 3600}/TB,round(N/20/TB))'",
        "-fps_mode",
        "passthrough",
        "-c:v",
        "mjpeg",
    )
    return films.encode(path, *options, size="64x48", fps=20, seconds=1, sound=False, container="matroska")


def test_twenty_frames_that_last_five_hours_stay_twenty_frames(arrive, tmp_path):
    recording = arrive(films.kept(sparse))
    pipeline.make_playable(recording.pk)
    recording.refresh_from_db()
    assert (recording.state, recording.duration_ms // 3_600_000) == (Recording.State.PLAYABLE, 5)
    rendition = recording.renditions.get()
    objects.download(rendition.key, tmp_path / "whole.mp4")
    argv = [ffmpeg.binaries().ffprobe, "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets"]
    told = subprocess.run([*argv, "-of", "csv=p=0", tmp_path / "whole.mp4"], capture_output=True, text=True, check=True)
    assert int(told.stdout) == 20
