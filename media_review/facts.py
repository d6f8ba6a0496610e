"""What a film is, by its content and never by its name; and whether browsers play it as it is."""

import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median_low

from django.utils.translation import gettext_lazy as _

from media_review import ffmpeg, sandbox

MAX_DURATION_MS = 6 * 60 * 60 * 1000
MIN_DURATION_MS = 500
# How much of its declared length may be missing before a film counts as cut off. Cameras round; sound outlasts picture.
CUT_OFF_MS = 1000
PROBE_SECONDS = 120
PROBE_BYTES = 64 * 2**20
UNKNOWN = "N/A"
HDR_TRANSFERS = {"smpte2084", "arib-std-b67"}
SAFE_PROFILES = {"Constrained Baseline", "Baseline", "Main", "High"}
SAFE_SHORT_SIDE, SAFE_LONG_SIDE = 1080, 1920
SAFE_BITRATE = 6_000_000
SAFE_GAP_MS = 10_000
SAFE_FPS = 60
# Long side to short side, as seen. A header may claim pixels of any shape, and so a picture of any size.
MOST_ELONGATED = 8
# Share of frames out of step from which a film counts as one of variable frame rate; a pause or a cut is not that yet.
MOST_ODD_STEPS = 0.02


class MediaError(Exception):
    """The film cannot be used; the message is a sentence for whoever uploaded it."""


EMPTY = _("This file is empty. Please choose the film again on the device that recorded it.")
NOT_A_FILM = _(
    "This file is not a film we can read. Films from phones, tablets and cameras work: mp4, mov, mkv, webm or avi."
)
CUT_OFF = _(
    "The end of this film is missing. Please copy it again from the device that recorded it, and upload that copy."
)
NO_PICTURE = _("This file has no picture. For now a recording needs both: please upload a film.")
NO_LENGTH = _("This film has no length: nothing was recorded in it. Please choose another one.")
TOO_LONG = _("This film is longer than six hours. Please cut it into shorter ones.")
TOO_MANY_TRACKS = _(
    "This film holds more tracks than we can read. Please export it again with one picture and one sound track."
)
TOO_LARGE = _("The picture of this film is larger than 4K. Please export it in 1080p and upload that copy.")
UNSUPPORTED = _("This film is stored in a way we cannot read. Please export it as mp4 (H.264) and upload that copy.")

# By the words of libavformat and libavcodec, the more telling first.
VERDICTS = {
    "moov atom not found": CUT_OFF,
    "Number of streams exceeds": TOO_MANY_TRACKS,
    "exceeds specified max pixel count": TOO_LARGE,
    "Invalid data found when processing input": NOT_A_FILM,
    "not on whitelist": NOT_A_FILM,
    "End of file": NOT_A_FILM,
}


@dataclass(frozen=True)
class Facts:
    """Width and height are as seen: upright, and in square pixels. `video` and `audio` are stream numbers."""

    container: str
    duration_ms: int
    video: int
    width: int
    height: int
    rotation: int
    fps: float
    variable_fps: bool
    video_codec: str
    profile: str
    pixel_format: str
    video_bitrate: int
    longest_gap_ms: int
    interlaced: bool
    hdr: bool
    audio: int | None = None
    audio_codec: str | None = None
    channels: int = 0

    @property
    def short_side(self):
        return min(self.width, self.height)

    @property
    def has_plain_aac(self):
        return self.audio_codec == "aac" and self.channels in (1, 2)


def browser_safe(facts):
    """Why browsers would not play this picture as it is, in words for the log; "" when they would.

    Sound does not count: it is cheap to encode anew beside a copied picture. A turned picture does: not every player
    obeys the turn noted in a segment's header, and the renditions beside it would have another shape.
    """
    reasons = {
        f"the codec is {facts.video_codec}": facts.video_codec != "h264",
        f"the profile is {facts.profile}": facts.profile not in SAFE_PROFILES,
        f"the pixels are {facts.pixel_format}": facts.pixel_format not in ("yuv420p", "yuvj420p"),
        "the container does not say when frames are shown": facts.container == "avi",
        f"it is turned by {facts.rotation} degrees": facts.rotation != 0,
        "it is interlaced": facts.interlaced,
        f"the picture is {facts.width}x{facts.height}": (
            facts.short_side > SAFE_SHORT_SIDE or max(facts.width, facts.height) > SAFE_LONG_SIDE
        ),
        f"it shows {facts.fps:.0f} frames a second": not 2 <= facts.fps <= SAFE_FPS + 1,
        f"it needs {facts.video_bitrate} bits a second": facts.video_bitrate > SAFE_BITRATE,
        f"keyframes are {facts.longest_gap_ms} ms apart": facts.longest_gap_ms > SAFE_GAP_MS,
    }
    return next((words for words, applies in reasons.items() if applies), "")


def probe(folder, on_progress=None):
    """The facts of the upload in a job's folder. Raises MediaError with a sentence when it is not a usable film.

    `on_progress` is that of `sandbox.run`.
    """
    if not (Path(folder) / ffmpeg.FILM).stat().st_size:
        raise MediaError(EMPTY)
    header = json.loads(_told(ffmpeg.probe_header(), folder, "header.json", on_progress))
    packets = _told(ffmpeg.probe_packets(_picture(header)["index"]), folder, "packets.csv", on_progress)
    return read(header, packets.splitlines())


def read(header, packets):
    """Facts from ffprobe's JSON and the lines of `ffmpeg.probe_packets`."""
    picture, sound = _picture(header), _sound(header)
    timing = _Timing.read(packets)
    _refuse_unusable(header, picture, timing)
    rotation = _rotation(picture)
    width, height = _upright(picture, rotation)
    return Facts(
        container=header["format"]["format_name"],
        duration_ms=timing.duration_ms,
        video=picture["index"],
        width=width,
        height=height,
        rotation=rotation,
        fps=timing.fps,
        variable_fps=timing.variable,
        video_codec=picture["codec_name"],
        profile=picture.get("profile", ""),
        pixel_format=picture.get("pix_fmt", ""),
        video_bitrate=timing.bitrate,
        longest_gap_ms=timing.longest_gap_ms,
        interlaced=picture.get("field_order", "progressive") not in ("progressive", "unknown"),
        hdr=picture.get("color_transfer") in HDR_TRANSFERS,
        **sound,
    )


@dataclass(frozen=True)
class _Timing:
    """What the packets say, which the header may not know (a browser's webm has no length) or may get wrong."""

    duration_ms: int
    fps: float
    variable: bool
    bitrate: int
    longest_gap_ms: int

    @classmethod
    def read(cls, lines):
        packets = sorted(filter(None, map(_packet, lines)))
        if not packets or not any(is_key for *_, is_key in packets):
            raise MediaError(NO_LENGTH)
        shown = [at for at, *_ in packets]
        steps = [later - earlier for earlier, later in pairwise(shown)]
        step = median_low(steps) if steps else 0
        end = max(at + (lasts or step) for at, lasts, *_ in packets)
        duration = end - shown[0]
        keys = [shown[0], *(at for at, *_, is_key in packets if is_key), end]
        return cls(
            duration_ms=duration,
            fps=len(packets) * 1000 / duration if duration else 0.0,
            variable=sum(abs(each - step) > max(2, step // 10) for each in steps) > len(steps) * MOST_ODD_STEPS,
            bitrate=sum(size for _, _, size, _ in packets) * 8000 // max(duration, 1),
            longest_gap_ms=max(later - earlier for earlier, later in pairwise(keys)),
        )


def _packet(line):
    """(at, lasts, size, is a keyframe), in milliseconds and bytes; None for one without any time."""
    shown, decoded, lasts, size, flags = line.strip().split(",")[:5]
    at = decoded if shown == UNKNOWN else shown  # avi tells only the order of decoding
    return None if at == UNKNOWN else (_ms(at), _ms(lasts), int(size), "K" in flags)


def _told(argv, folder, name, on_progress):
    """What ffprobe wrote into out/`name`. A failure is the film's only when it is a demuxer that says so."""
    try:
        sandbox.run(argv, folder, seconds=PROBE_SECONDS, file_bytes=PROBE_BYTES, on_progress=on_progress)
    except sandbox.ToolFailed as failure:
        for words, sentence in VERDICTS.items():
            if words in failure.complaint:
                raise MediaError(sentence) from failure
        raise
    return (Path(folder) / ffmpeg.OUT / name).read_text()


def _picture(header):
    """The first stream that moves; the cover of a sound file is a picture too, but no film."""
    for stream in header.get("streams", []):
        if stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic"):
            return stream
    raise MediaError(NO_PICTURE)


def _sound(header):
    """The first sound we can decode. Phones add tracks of spatial sound that only they understand."""
    for stream in header["streams"]:
        if stream.get("codec_type") == "audio" and stream.get("codec_name") and stream.get("channels"):
            return {
                "audio": stream["index"],
                "audio_codec": stream["codec_name"],
                "channels": stream["channels"],
            }
    return {}


def _refuse_unusable(header, picture, timing):
    # At the ceiling there is no telling how many more there were.
    if len(header["streams"]) >= ffmpeg.MAX_STREAMS:
        raise MediaError(TOO_MANY_TRACKS)
    if not picture.get("codec_name") or picture["codec_name"] == "unknown" or not picture.get("width"):
        raise MediaError(UNSUPPORTED)
    if picture["width"] * picture["height"] > ffmpeg.MAX_PIXELS:
        raise MediaError(TOO_LARGE)
    seen = _upright(picture, rotation=0)
    if max(seen) > MOST_ELONGATED * min(seen):
        raise MediaError(UNSUPPORTED)
    if timing.duration_ms > MAX_DURATION_MS:
        raise MediaError(TOO_LONG)
    declared = _ms(picture.get("duration") or header["format"].get("duration"))
    if declared - timing.duration_ms > CUT_OFF_MS:
        raise MediaError(CUT_OFF)
    if timing.duration_ms < MIN_DURATION_MS:
        raise MediaError(NO_LENGTH)


def _rotation(picture):
    """Degrees clockwise: 0, 90, 180 or 270."""
    turns = [side.get("rotation", 0) for side in picture.get("side_data_list", [])]
    return round(-next((turn for turn in turns if turn), 0) / 90) * 90 % 360


def _upright(picture, rotation):
    aspect = picture.get("sample_aspect_ratio", "1:1").replace(":", "/")
    width = round(picture["width"] * (Fraction(aspect) if aspect not in ("0/1", UNKNOWN) else 1))
    return (picture["height"], width) if rotation in (90, 270) else (width, picture["height"])


def _ms(seconds):
    return round(float(seconds) * 1000) if seconds not in (None, "", UNKNOWN) else 0
