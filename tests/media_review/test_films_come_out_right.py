"""Whatever a device recorded, what is published shows and sounds at each moment as its source does."""

import subprocess
from dataclasses import dataclass

import pytest

from coachcycle.objectstore import objects
from media_review import ffmpeg, pipeline, playback, playlists
from media_review.models import Recording
from tests import films, make
from tests.media_review import comparing
from tests.media_review.comparing import Seen, Truth

pytestmark = pytest.mark.usefixtures("store")

SECONDS = 6
HEVC_10_BIT = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1")
PCM = ("-c:a", "pcm_s16le")
OPUS = ("-c:a", "libopus", "-b:a", "64k")
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "400k", *OPUS)
LARGE = {"size": "960x528"}

COLORS = {(0, 0): (255, 0, 0), (7, 0): (0, 255, 0), (0, 5): (0, 0, 255), (7, 5): (255, 255, 255)}
COLORS |= {(3, 1): (232, 185, 143), films.CLOCK_CELLS[0]: (0, 0, 0)}
# White on paper is not all that a wide range holds, so it is less than all that a screen has; black stays black.
HDR_COLORS = {(0, 0): (188, 5, 9), (7, 0): (16, 187, 14), (0, 5): (14, 4, 188), (7, 5): (188, 190, 193)}
HDR_COLORS |= {(3, 1): (180, 140, 115), films.CLOCK_CELLS[0]: (0, 0, 0)}


@dataclass(frozen=True)
class Film:
    """`told` is what the film tells in truth: when its picture and its sound begin and end, in told seconds."""

    build: object
    picture: tuple[float, float] = (0, SECONDS)
    sound: tuple[float, float] | None = (0, SECONDS)
    aspect: float = 320 / 240
    copied: bool = False
    hdr: bool = False

    @property
    def seconds(self):
        """Until the end of the picture; sound may outlast it."""
        return self.picture[1] - self.begins

    @property
    def begins(self):
        return min(self.picture[0], self.sound[0] if self.sound else self.picture[0])

    def truth(self, path):
        ends = max(self.picture[1], self.sound[1] if self.sound else 0)
        told = {told for _, told in Seen(path).told if self.picture[0] - 0.005 < told < self.picture[1]}
        return Truth(tuple(sorted(told)), self.begins, ends - self.begins, self.sound)


def telling(*options, **shape):
    return lambda path: films.telling(path, *options, **shape)


def copy(path, *options, container="mp4"):
    """A film out of another, not encoded again; `options` are ffmpeg's and hold the inputs."""
    argv = [ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *options, "-f", container, str(path)]
    subprocess.run(argv, check=True)
    return path


def other(path, *options, **shape):
    return str(films.telling(path.with_name("other"), *options, **shape))


def trimmed(path):
    """As a phone cuts the beginning off: a note in the header says what not to show."""
    return copy(path, "-ss", "1.31", "-i", other(path), "-c", "copy")


def trimmed_large(path):
    return copy(path, "-ss", "1.31", "-i", other(path, **LARGE), "-c", "copy")


def upside(degrees, filters, **shape):
    def build(path):
        films.telling(path, *films.H264_WITH_B_FRAMES, *films.AAC, picture=filters, container="mov", **shape)
        return films.turned(path, degrees)

    return build


def changing_rate(path):
    """The sound goes on at another rate halfway through, as when a call's headset is changed."""
    picture, first, second, script = (str(path.with_name(name)) for name in ("picture", "first", "second", "script"))
    films.telling(path.with_name("picture"), *films.H264_WITH_B_FRAMES, "-an")
    ac3 = ("-c:a", "ac3", "-b:a", "96k")
    sound = ("-f", "lavfi", "-i", films.clock_sound(SECONDS))
    copy(first, *sound, "-t", "3", "-ar", "48000", *ac3, container="ac3")
    copy(second, *sound, "-ss", "3", "-ar", "44100", *ac3, container="ac3")
    path.with_name("script").write_text(f"ffconcat version 1.0\nfile {first}\nfile {second}\n")
    both = ("-i", picture, "-f", "concat", "-safe", "0", "-i", script, "-map", "0:v", "-map", "1:a")
    return copy(path, *both, "-c", "copy", container="matroska")


def as_a_browser_records(path):
    """Through a pipe the length cannot be written afterwards."""
    film = other(path, *VP9, container="webm")
    with path.open("wb") as out:
        argv = [ffmpeg.binaries().ffmpeg, "-v", "error", "-i", film, "-c", "copy", "-live", "1", "-f", "webm", "pipe:1"]
        subprocess.run(argv, stdout=out, check=True)
    return path


def hdr(transfer):
    """As phones record: reference white at 203 of the 1000 nits that the scale has."""
    to = f"format=gbrp,zscale=pin=bt709:tin=bt709:min=gbr:rin=full:p=bt2020:t={transfer}:m=2020_ncl:r=limited:npl=203"
    tags = ("-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc", "-color_range", "tv")
    x265 = f"log-level=0:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc:range=limited"
    options = (*HEVC_10_BIT, *tags, "-x265-params", x265, *films.AAC)
    return telling(*options, picture=f"{to},format=yuv420p10le", container="mov")


JITTER = "select='gt(mod(n*n+n/3,7),2)'"
SCREEN = "select='not(mod(n,60))+between(n,120,180)'"
PAUSE = "select='lt(t,1.2)+gte(t,4)'"
AFTER_A_PAUSE = (*films.H264_WITH_B_FRAMES, *films.AAC, "-force_key_frames", "4")

FILMS = {
    "browser-safe": Film(telling("-movflags", "+faststart", *films.H264_WITH_B_FRAMES, *films.AAC), copied=True),
    "browser-safe and large": Film(telling(**LARGE), aspect=960 / 528, copied=True),
    "without B-frames": Film(telling(*films.H264, *films.AAC), copied=True),
    "other sound beside a copied picture": Film(
        telling(*films.H264_WITH_B_FRAMES, *OPUS, container="matroska"), copied=True
    ),
    "raw sound beside a copied picture": Film(telling(*films.H264_WITH_B_FRAMES, *PCM, container="mov"), copied=True),
    "turned by 90": Film(upside(90, "transpose=cclock", **LARGE), aspect=960 / 528),
    "turned by 180": Film(upside(180, "hflip,vflip")),
    "turned by 270": Film(upside(270, "transpose=clock")),
    "a phone's variable rate": Film(telling(fps=60, picture=JITTER)),
    "a phone's variable rate, HEVC": Film(telling(*HEVC_10_BIT, *films.AAC, fps=60, picture=JITTER, container="mov")),
    "a screen's variable rate": Film(telling(fps=60, picture=SCREEN), picture=(0, 5.02)),
    "a screen's variable rate, VP9": Film(
        telling(*VP9, fps=60, picture=SCREEN, container="webm"), picture=(0, 5.02)
    ),  # whose last frame does not say how long it lasts
    "a pause, and then a keyframe": Film(telling(*AFTER_A_PAUSE, picture=PAUSE)),
    "its beginning trimmed": Film(trimmed, (1.31, SECONDS), (1.31, SECONDS)),
    "its beginning trimmed, large": Film(trimmed_large, (1.31, SECONDS), (1.31, SECONDS), aspect=960 / 528),
    "sound that begins later": Film(telling(sound="atrim=start=1.5"), sound=(1.5, SECONDS), copied=True),
    "picture that begins later": Film(telling(picture="trim=start=2"), picture=(2, SECONDS)),
    "silent": Film(telling(*films.H264_WITH_B_FRAMES, sound=None), sound=None, copied=True),
    "sound that ends earlier": Film(telling(sound="atrim=end=4"), sound=(0, 4), copied=True),
    "picture that ends earlier": Film(telling(picture="trim=end=4"), picture=(0, 4), copied=True),
    "sound whose rate changes": Film(changing_rate, copied=True),
    "22 kHz": Film(telling(*films.H264_WITH_B_FRAMES, *films.AAC, "-ar", "22050", "-ac", "1"), copied=True),
    "96 kHz in six channels": Film(
        telling(*films.H264_WITH_B_FRAMES, *PCM, "-ar", "96000", "-ac", "6", container="mov"), copied=True
    ),
    "times that begin below zero": Film(
        telling(*films.H264_WITH_B_FRAMES, *films.AAC, "-output_ts_offset", "-1", "-avoid_negative_ts", "disabled"),
        (1, SECONDS),
        (1, SECONDS),
    ),
    "times that begin at an hour": Film(
        telling(*films.H264_WITH_B_FRAMES, *films.AAC, "-output_ts_offset", "3600", container="matroska"), copied=True
    ),
    "HDR with PQ": Film(hdr("smpte2084"), hdr=True),
    "HDR with HLG": Film(hdr("arib-std-b67"), hdr=True),
    "MPEG-4 ASP": Film(telling("-c:v", "mpeg4", "-bf", "2", "-q:v", "4", "-c:a", "libmp3lame", container="avi")),
    "MJPEG": Film(telling("-c:v", "mjpeg", "-q:v", "4", *PCM, container="avi")),
    "ProRes": Film(telling("-c:v", "prores_ks", "-profile:v", "0", *PCM, container="mov")),
    "DV": Film(
        telling(
            "-c:v",
            "dvvideo",
            "-pix_fmt",
            "yuv411p",
            *PCM,
            size="720x480",
            fps="30000/1001",
            container="avi",
            seconds=4,
            picture="setsar=8/9",
        ),
        (0, 4),
        (0, 4),
        aspect=4 / 3,
    ),
    "WebM from a browser": Film(as_a_browser_records),
    "23.976 frames": Film(telling(fps="24000/1001"), copied=True),
    "23.976 frames, HEVC": Film(telling(*HEVC_10_BIT, *films.AAC, fps="24000/1001", container="mov")),
    "59.94 frames": Film(telling(fps="60000/1001"), copied=True),
    "59.94 frames, HEVC": Film(telling(*HEVC_10_BIT, *films.AAC, fps="60000/1001", container="mov")),
    "pixels that are no squares": Film(telling(picture="setsar=4/3"), aspect=320 * 4 / 3 / 240, copied=True),
    "odd sides": Film(telling("-c:v", "mjpeg", *PCM, size="323x241", container="mov"), aspect=323 / 241),
    "interlaced, top field first": Film(
        telling(
            *films.H264_WITH_B_FRAMES,
            "-flags",
            "+ilme+ildct",
            *films.AAC,
            fps=50,
            picture="tinterlace=4,fieldorder=tff",
        )
    ),
    "interlaced, bottom field first": Film(
        telling(
            *films.H264_WITH_B_FRAMES,
            "-flags",
            "+ilme+ildct",
            *films.AAC,
            fps=50,
            picture="tinterlace=5,fieldorder=bff",
        )
    ),
}


@pytest.fixture
def publish(cast, tmp_path):
    """publish(path) → the row of a film that was uploaded, and is ready."""

    def film(path):
        recording = make.make_recording(
            cast.educator, state=Recording.State.QUEUED, attempt=0, progress=0, size=path.stat().st_size
        )
        recording.renditions.all().delete()
        Recording.objects.filter(pk=recording.pk).update(original_key=f"originals/{recording.pk}")
        objects.upload(path, f"originals/{recording.pk}", "application/octet-stream")
        pipeline.make_playable(recording.pk)
        recording.refresh_from_db()
        if recording.height and recording.height > 480:
            pipeline.make_ladder(recording.pk)
            recording.refresh_from_db()
        return recording

    return film


@pytest.mark.parametrize("kind", FILMS)
def test_at_ten_places_it_is_its_source(publish, tmp_path, kind):
    film = FILMS[kind]
    path = film.build(tmp_path / "film")
    truth, recording = film.truth(path), publish(path)
    assert recording.failed_reason == ""
    assert recording.duration_ms == pytest.approx(1000 * film.seconds, abs=100)
    renditions = list(recording.renditions.all())
    assert [each.key.endswith("/source.mp4") for each in renditions].count(True) == film.copied
    for rendition in renditions:
        address = playback.film_address(rendition)
        playlist = tmp_path / "playlist.m3u8"
        playlist.write_text(playlists.signed(rendition.playlist, address))
        assert comparing.playlist_seconds(rendition.playlist) == pytest.approx(film.seconds, abs=0.1)
        for source in (playlist, address):
            seen = Seen(source)
            assert list(comparing.faults(seen, truth)) == []
            assert_upright(seen, film)


def assert_upright(seen, film):
    """The shape of the picture, and in every corner the right color."""
    ((*pixel, width, height),) = seen.sizes
    assert width * pixel[0] / pixel[1] / height == pytest.approx(film.aspect, rel=0.02)
    for place, expected in (HDR_COLORS if film.hdr else COLORS).items():
        assert seen.color(*place) == pytest.approx(expected, abs=25), place


@pytest.mark.parametrize("late", [{"sound": "adelay=100"}, {"picture": "setpts=PTS+0.1/TB"}])
def test_a_tenth_of_a_second_apart_is_noticed(tmp_path, late):
    path = films.telling(tmp_path / "film", *films.H264, *films.AAC, **late)
    apart = list(comparing.faults(Seen(path), Film(None).truth(path)))
    assert len(apart) >= comparing.PLACES
