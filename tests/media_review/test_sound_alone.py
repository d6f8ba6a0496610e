"""A coaching call is a recording too: sound goes in by the store and comes out as something every browser plays."""

import json
import subprocess

import pytest
from django.urls import reverse

from coachcycle.objectstore import objects
from coachcycle.objectstore.client import client
from media_review import facts, ffmpeg, pipeline, playlists
from media_review.models import Recording
from tests import films, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

M4A = ("-c:a", "aac", "-b:a", "64k", "-f", "ipod")
MP3 = ("-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3")
WAV = ("-c:a", "pcm_s24le", "-ar", "48000", "-f", "wav")
OGG = ("-c:a", "libopus", "-f", "ogg")
KINDS = {
    "m4a": M4A,
    "m4a of many channels": (*M4A, "-ac", "6"),
    "m4a without loss": ("-c:a", "alac", "-f", "ipod"),
    "mp3": MP3,
    "wav": WAV,
    "ogg": OGG,
    "ogg with vorbis": ("-c:a", "libvorbis", "-f", "ogg"),
    "flac": ("-c:a", "flac", "-f", "flac"),
    "webm without length": ("-c:a", "libopus", "-f", "webm", "-live", "1"),
}
# Two seconds of quiet, then four of a voice that rises and falls.
SPOKEN = "sine=f=300:d=6,volume='if(lt(t,2),0.05,0.6+0.4*sin(3*t))':eval=frame"


def run(*words):
    subprocess.run([ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *map(str, words)], check=True)


def spoken(path, options):
    run("-f", "lavfi", "-i", SPOKEN, *options, path)
    return path


def with_cover(path, side):
    """An mp3 with a picture in its tag, of noise: nothing makes it small."""
    bare, cover = path.with_name("bare"), path.with_name("cover")
    spoken(bare, MP3)
    run("-f", "lavfi", "-i", f"nullsrc=s={side}x{side},geq=random(1)*255:128:128", "-frames:v", 1, "-f", "mjpeg", cover)
    joined = ("-map", "0:a", "-map", "1:v", "-c", "copy", "-disposition:v", "attached_pic", "-id3v2_version", 3)
    run("-i", bare, "-f", "mjpeg", "-i", cover, *joined, "-f", "mp3", path)
    return path


def processed(recording):
    pipeline.make_playable(recording.pk)
    pipeline.make_ladder(recording.pk)
    recording.refresh_from_db()
    return recording


def stored(key):
    return client().get_object(Bucket=objects.settings.S3_BUCKET, Key=key)["Body"].read()


def served_at(recording, path):
    path.write_bytes(stored(recording.renditions.get().key))
    return path


def probed(recording, tmp_path):
    path = served_at(recording, tmp_path / "served")
    argv = [ffmpeg.binaries().ffprobe, "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    return json.loads(subprocess.run(argv, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_sound_of_every_kind_can_be_heard_and_seen(arrive, tmp_path, kind):
    recording = processed(arrive(spoken(tmp_path / "film", KINDS[kind])))
    assert (recording.state, recording.failed_reason) == (Recording.State.READY, "")
    assert recording.is_sound
    assert recording.has_audio
    assert recording.duration_ms == pytest.approx(6000, abs=120)
    assert (recording.poster_key, recording.sprite_key) == ("", "")
    served = probed(recording, tmp_path)
    assert [stream["codec_name"] for stream in served["streams"]] == ["aac"]
    assert float(served["format"]["duration"]) == pytest.approx(6, abs=0.12)
    quiet, loud = recording.peaks[: len(recording.peaks) // 4], recording.peaks[len(recording.peaks) // 3 :]
    assert max(quiet) < 20 < 90 < max(loud)
    master = playlists.master(recording.renditions.all(), lambda each: f"/p/{each.height}")
    assert "RESOLUTION" not in master
    assert 'CODECS="mp4a.40.2"' in master


def test_aac_is_served_as_it_was_recorded(arrive, tmp_path):
    path = spoken(tmp_path / "film", M4A)
    served = served_at(processed(arrive(path)), tmp_path / "served")
    assert hash_of_packets(served) == hash_of_packets(path)


def hash_of_packets(path):
    argv = [ffmpeg.binaries().ffmpeg, "-v", "error", "-i", str(path), "-map", "0:a", "-c", "copy", "-f", "hash", "-"]
    return subprocess.run(argv, capture_output=True, check=True).stdout


@pytest.mark.parametrize("side", [3000, 6000])
def test_a_cover_is_no_film_however_large_it_is(arrive, tmp_path, side):
    recording = processed(arrive(with_cover(tmp_path / "film", side)))
    assert recording.state == Recording.State.READY
    assert recording.is_sound
    assert recording.duration_ms == pytest.approx(6000, abs=120)
    assert list(objects.keys_under(f"renditions/{recording.pk}/")) == [recording.renditions.get().key]


def cut(path, options):
    whole = spoken(path, options).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def tag_without_sound(path):
    path.write_bytes(b"ID3\x03\0\0\0\0\x0f\x76" + bytes(2038) + b"Nothing was ever said. " * 4000)
    return path


def tag_before_a_playlist(path):
    """It would read another film, if what follows the tag decided alone."""
    films.safe(path.with_name("other.mp4"), seconds=1)
    films.playlist(path, "other.mp4")
    path.write_bytes(b"ID3\x03\0\0\0\0\0\x0a" + bytes(10) + path.read_bytes())
    return path


def a_moment(path):
    run("-f", "lavfi", "-i", "sine=f=300:d=0.2", *WAV, path)
    return path


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda path: cut(path, M4A), facts.CUT_OFF),
        (lambda path: cut(path, (*M4A, "-movflags", "+faststart")), facts.CUT_OFF),
        (lambda path: cut(path, WAV), facts.CUT_OFF),
        (lambda path: cut(path, KINDS["flac"]), facts.CUT_OFF),
        (tag_without_sound, facts.NOT_A_FILM),
        (tag_before_a_playlist, facts.NOT_A_FILM),
        (a_moment, facts.NO_LENGTH),
        (lambda path: films.text(path), facts.NOT_A_FILM),
    ],
    ids=["m4a", "m4a, index first", "wav", "flac", "tag without sound", "tag before a playlist", "a moment", "text"],
)
def test_a_broken_sound_recording_gets_its_sentence(arrive, tmp_path, build, sentence):
    recording = processed(arrive(build(tmp_path / "film")))
    assert (recording.state, recording.failed_reason) == (Recording.State.FAILED, str(sentence))


def test_an_mp3_with_a_hole_in_it_is_played_around_the_hole(arrive, tmp_path):
    path = spoken(tmp_path / "film", MP3)
    whole = path.read_bytes()
    path.write_bytes(whole[:20_000] + b"\xff\0\x13" * 1500 + whole[24_500:])
    recording = processed(arrive(path))
    assert recording.state == Recording.State.READY
    assert recording.duration_ms == pytest.approx(6000, abs=900)


def test_the_room_shows_the_shape_of_the_sound_and_the_list_a_small_one(client, cast):
    sound = make.make_recording(cast.educator, width=None, height=None, peaks=[10, 90, 40] * 200)
    client.force_login(cast.educator)
    room = client.get(reverse("media_review:room", args=[sound.pk])).content.decode()
    assert 'class="film sound"' in room
    assert 'class="sound-shape"' in room
    assert "Full screen" not in room
    assert "one frame" not in room
    assert reverse("media_review:poster", args=[sound.pk]) not in room
    assert 'class="still sound"' in client.get(reverse("media_review:list")).content.decode()


def test_a_film_keeps_its_picture(client, cast):
    film = make.make_recording(cast.educator, peaks=[10, 90, 40] * 200)
    client.force_login(cast.educator)
    room = client.get(reverse("media_review:room", args=[film.pk])).content.decode()
    assert "sound-shape" not in room
    assert "Full screen" in room
