"""A film goes in by the store and comes out as something every browser plays: real store, real ffmpeg."""

import io
import json
import subprocess

import pytest
from PIL import Image

from coachcycle.objectstore import objects
from coachcycle.objectstore.client import client
from media_review import ffmpeg, pipeline, playlists
from media_review.models import Recording
from tests import films, make

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def send(cast, tmp_path):
    """send(make, …) → the row of a film that has just been uploaded."""

    def film(build, *args, **options):
        path = build(tmp_path / "upload", *args, **options)
        recording = make.make_recording(
            cast.educator,
            state=Recording.State.QUEUED,
            attempt=0,
            progress=0,
            duration_ms=None,
            size=path.stat().st_size,
        )
        recording.renditions.all().delete()
        Recording.objects.filter(pk=recording.pk).update(original_key=f"originals/{recording.pk}")
        objects.upload(path, f"originals/{recording.pk}", "application/octet-stream")
        return recording

    return film


def processed(recording):
    pipeline.make_playable(recording.pk)
    pipeline.make_ladder(recording.pk)
    recording.refresh_from_db()
    return recording


def content(key):
    return client().get_object(Bucket=objects.settings.S3_BUCKET, Key=key)["Body"].read()


def probed(film, tmp_path):
    path = tmp_path / "served.mp4"
    path.write_bytes(film)
    argv = [
        ffmpeg.binaries().ffprobe,
        "-v",
        "error",
        "-count_packets",
        "-show_streams",
        "-show_format",
        "-of",
        "json",
        str(path),
    ]
    told = json.loads(subprocess.run(argv, capture_output=True, check=True).stdout)
    return told | {stream["codec_type"]: stream for stream in told["streams"]}


def test_a_safe_film_is_served_as_it_was_recorded_and_smaller(send, tmp_path):
    recording = processed(send(films.safe, size="1280x720", seconds=9))
    assert recording.state == Recording.State.READY
    assert (recording.width, recording.height, recording.has_audio) == (1280, 720, True)
    assert recording.duration_ms == pytest.approx(9000, abs=100)
    assert (recording.progress, recording.lease_until, recording.failed_reason) == (100, None, "")
    assert [rendition.height for rendition in recording.renditions.all()] == [480, 720]
    served = probed(content(recording.renditions.get(height=720).key), tmp_path)
    assert served["video"]["profile"] == "Constrained Baseline"  # ours would be High: this picture was copied
    assert served["video"]["nb_read_packets"] == str(9 * 12)


def test_the_playlist_names_every_byte_of_its_file(send):
    recording = processed(send(films.safe, seconds=9))
    rendition = recording.renditions.get()
    film, place = content(rendition.key), 0
    for line in rendition.playlist.splitlines():
        if "BYTERANGE" in line:
            length, at = line.rpartition("BYTERANGE")[2].strip(':="').split("@")
            assert int(at) == place
            place += int(length)
    assert place == len(film)
    assert rendition.playlist.count("{media}") == rendition.playlist.count("#EXTINF") + 1
    assert "#EXT-X-ENDLIST" in rendition.playlist
    assert rendition.average_bandwidth <= rendition.bandwidth
    assert rendition.average_bandwidth == pytest.approx(8 * len(film) / 9, rel=0.05)


@pytest.mark.parametrize("kind", ["phone", "web"])
def test_a_film_no_browser_plays_becomes_one_that_every_browser_plays(send, tmp_path, kind):
    recording = processed(send(films.drawn, kind))
    assert recording.state == Recording.State.READY
    rendition = recording.renditions.get()
    assert (rendition.width, rendition.height) == (852, 480)
    assert rendition.codecs.startswith("avc1.6400")
    served = probed(content(rendition.key), tmp_path)
    assert (served["video"]["pix_fmt"], served["audio"]["codec_name"]) == ("yuv420p", "aac")
    assert float(served["format"]["duration"]) == pytest.approx(6, abs=0.3)
    assert "side_data_list" not in served["video"]


def test_the_wide_range_of_a_phone_becomes_one_that_every_screen_shows(send, tmp_path):
    hlg = ("-color_trc", "arib-std-b67", "-color_primaries", "bt2020", "-colorspace", "bt2020nc")
    hevc = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1")
    quiet = "log-level=0:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
    recording = processed(send(films.encode, *hevc, *hlg, "-x265-params", quiet, container="mov", seconds=2))
    served = probed(content(recording.renditions.get().key), tmp_path)["video"]
    assert (served["pix_fmt"], served["color_transfer"], served["color_space"]) == ("yuv420p", "bt709", "bt709")


def test_a_film_held_upright_stays_upright(send):
    recording = processed(send(films.encode, "-c:v", "mpeg4", size="720x1280", seconds=2))
    assert (recording.width, recording.height) == (720, 1280)
    assert [(each.width, each.height) for each in recording.renditions.all()] == [(480, 852), (720, 1280)]


def test_the_place_of_a_film_is_never_served(send):
    recording = send(films.drawn, "phone")
    assert b"+42.36" in content(f"originals/{recording.pk}"), "the film must hold what is to be stripped"
    processed(recording)
    keys = list(objects.keys_under(f"renditions/{recording.pk}/"))
    assert len(keys) == 3
    for key in keys:
        assert b"+42.36" not in content(key)


def test_the_pictures_show_the_film(send):
    recording = processed(send(films.drawn, "film", 9))
    poster = Image.open(io.BytesIO(content(recording.poster_key)))
    assert (poster.format, poster.size) == ("JPEG", (960, 540))
    assert len(poster.getcolors(maxcolors=10**6)) > 50, "a picture, not a blank"
    sheet = Image.open(io.BytesIO(content(recording.sprite_key)))
    assert sheet.size == (5 * 160, 90)
    assert recording.sprites_vtt.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n{sprite}#xywh=0,0,160,90\n")
    assert recording.sprites_vtt.count("{sprite}") == 5
    first, last = (sheet.crop((column * 160, 0, column * 160 + 160, 90)) for column in (0, 4))
    assert first.tobytes() != last.tobytes()
    assert 100 < len(recording.peaks) <= 600
    assert max(recording.peaks) == 100
    assert min(recording.peaks) < 20


def test_a_silent_film_has_no_waveform(send):
    recording = processed(send(films.silent))
    assert recording.state == Recording.State.READY
    assert (recording.has_audio, recording.peaks) == (False, [])
    assert "mp4a" not in recording.renditions.get().codecs


def test_sound_of_another_kind_is_encoded_beside_a_copied_picture(send, tmp_path):
    recording = processed(send(films.encode, *films.H264, "-c:a", "libopus", container="matroska"))
    served = probed(content(recording.renditions.get().key), tmp_path)
    assert (served["video"]["profile"], served["audio"]["codec_name"]) == ("Constrained Baseline", "aac")


def test_the_fine_print_of_the_master_playlist_is_the_films_own(send, tmp_path):
    recording = processed(send(films.safe, size="1280x720", seconds=3))
    master = playlists.master(recording.renditions.all(), lambda each: f"/p/{each.height}")
    for rendition in recording.renditions.all():
        served = probed(content(rendition.key), tmp_path)
        level = f"{served['video']['level']:02x}"
        assert rendition.codecs.split(",")[0].endswith(level)
        assert rendition.codecs.endswith(",mp4a.40.2")
        assert f"RESOLUTION={rendition.width}x{rendition.height}\n/p/{rendition.height}\n" in master


@pytest.mark.parametrize(
    "bad",
    [films.empty, films.text, films.truncated, films.truncated_behind_its_index, films.one_frame],
    ids=lambda build: build.__name__,
)
def test_a_bad_film_gets_a_sentence_and_leaves_nothing_and_the_next_one_goes_on(send, bad):
    recording = processed(send(bad))
    assert recording.state == Recording.State.FAILED
    assert recording.failed_reason.endswith(".")
    assert "lock" not in recording.failed_reason
    assert list(objects.keys_under(f"originals/{recording.pk}")) == []
    assert list(objects.keys_under(f"renditions/{recording.pk}/")) == []
    assert recording.original_key == ""
    assert processed(send(films.safe)).state == Recording.State.READY


def test_the_checksum_is_kept(send, tmp_path):
    recording = processed(send(films.safe))
    told = subprocess.run(["sha256sum", tmp_path / "upload"], capture_output=True, text=True, check=True).stdout
    assert recording.sha256 == told.split()[0]
