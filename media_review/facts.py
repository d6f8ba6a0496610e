"""What a recording is, by its content and never by its name; and whether browsers play its picture as it is."""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from media_review import ffmpeg, sandbox
from media_review.timing import UNKNOWN, Timing, packet
from media_review.timing import milliseconds as _ms

MAX_DURATION_MS = 6 * 60 * 60 * 1000
MIN_DURATION_MS = 500
# How much of its declared length may be missing before a film counts as cut off. Cameras round; sound outlasts picture.
CUT_OFF_MS = 1000
CUT_OFF_BYTES, NO_SIZE = 2**16, 2**31 - 2**16
# From how much later than the other picture or sound begins, so that a player would wait or skip.
LATE_MS = 40
# Of 100: how sure the demuxer must be that it reads sound. Almost any bytes hold something like a frame of mp3.
LEAST_SCORE = 24
# Containers whose declared length may be a guess from the size of the file.
GUESSED = {"mp3"}
HDR_TRANSFERS = {"smpte2084", "arib-std-b67"}
SAFE_PROFILES = {"Constrained Baseline", "Baseline", "Main", "High"}
SAFE_SHORT_SIDE, SAFE_LONG_SIDE = 1080, 1920
SAFE_BITRATE = 6_000_000
SAFE_GAP_MS = 10_000
SAFE_FPS = 60
# Long side to short side, as seen. A header may claim pixels of any shape, and so a picture of any size.
MOST_ELONGATED = 8
# More than ffmpeg can mix down.
MOST_CHANNELS = 16


class MediaError(Exception):
    """The recording cannot be used; the message is a sentence for whoever uploaded it."""


EMPTY = _("This file is empty. Please choose the recording again on the device that made it.")
NOT_A_FILM = _(
    "This file is not a film or sound recording we can read. Films from phones, tablets and cameras work: mp4, mov,"
    " mkv, webm or avi. So does sound: m4a, mp3, wav, ogg or flac."
)
CUT_OFF = _(
    "The end of this recording is missing. Please copy it again from the device that made it, and upload that copy."
)
NO_LENGTH = _("This recording has no length: nothing was recorded in it. Please choose another one.")
TOO_LONG = _("This recording is longer than six hours. Please cut it into shorter ones.")
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
    "Invalid pixel format": UNSUPPORTED,
    "Too many channels": UNSUPPORTED,
    "Invalid data found when processing input": NOT_A_FILM,
    "not on whitelist": NOT_A_FILM,
    "End of file": NOT_A_FILM,
}


@dataclass(frozen=True)
class Facts:
    """Width and height are as seen: upright, and in square pixels. `video` and `audio` are stream numbers.

    A recording of sound alone has none of what belongs to a picture.
    """

    container: str
    duration_ms: int
    video: int | None = None
    width: int | None = None
    height: int | None = None
    rotation: int = 0
    fps: float = 0
    variable_fps: bool = False
    longest_pause_ms: int = 0
    longest_pause_before_key_ms: int = 0
    video_codec: str = ""
    profile: str = ""
    pixel_format: str = ""
    video_bitrate: int = 0
    longest_gap_ms: int = 0
    interlaced: bool = False
    hdr: bool = False
    audio: int | None = None
    audio_codec: str | None = None
    channels: int = 0
    # How long after the film each of the two begins; and whether what is shown first can be decoded by itself.
    picture_begins_ms: int = 0
    sound_begins_ms: int = 0
    begins_with_keyframe: bool = True

    @property
    def is_sound(self):
        return self.video is None

    @property
    def short_side(self):
        return min(self.width, self.height)

    @property
    def has_plain_aac(self):
        return self.audio_codec == "aac" and self.channels in (1, 2) and not self.sound_is_late

    @property
    def has_pauses(self):
        return self.variable_fps or self.longest_pause_ms > LATE_MS

    @property
    def picture_is_late(self):
        return self.picture_begins_ms > LATE_MS

    @property
    def sound_is_late(self):
        return self.sound_begins_ms > LATE_MS


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
        "its picture begins after its sound": facts.picture_is_late,
        # The muxer would show the first frame of a segment as soon as an ordinary one before it was over.
        "its frames come as they like": facts.variable_fps or facts.longest_pause_before_key_ms > LATE_MS,
        "its first frames are hidden, so that it begins between keyframes": not facts.begins_with_keyframe,
        f"the picture is {facts.width}x{facts.height}": (
            facts.short_side > SAFE_SHORT_SIDE or max(facts.width, facts.height) > SAFE_LONG_SIDE
        ),
        f"it shows {facts.fps:.0f} frames a second": not 2 <= facts.fps <= SAFE_FPS + 1,
        f"it needs {facts.video_bitrate} bits a second": facts.video_bitrate > SAFE_BITRATE,
        f"keyframes are {facts.longest_gap_ms} ms apart": facts.longest_gap_ms > SAFE_GAP_MS,
    }
    return next((words for words, applies in reasons.items() if applies), "")


def probe(folder, on_progress=None):
    """The facts of the upload in a job's folder. Raises MediaError with a sentence when it is not a usable recording.

    `on_progress` is that of `sandbox.run`.
    """
    if not (Path(folder) / ffmpeg.FILM).stat().st_size:
        raise MediaError(EMPTY)
    header = json.loads(_told(ffmpeg.probe_header(), folder, "header.json", on_progress).read_text())
    stream = _picture(header) or _sound(header)
    if stream is None:
        raise MediaError(NOT_A_FILM)
    if header["format"]["format_name"] == "wav" and _is_torn(Path(folder) / ffmpeg.FILM):
        raise MediaError(CUT_OFF)
    with _told(ffmpeg.probe_packets(stream["index"]), folder, "packets.csv", on_progress).open() as packets:
        return read(header, packets)


def read(header, packets):
    """Facts from ffprobe's JSON and the lines of `ffmpeg.probe_packets`, of the picture or else of the sound."""
    # At the ceiling there is no telling how many more there were.
    if len(header["streams"]) >= ffmpeg.MAX_STREAMS:
        raise MediaError(TOO_MANY_TRACKS)
    picture, sound = _picture(header), _sound(header)
    if picture is None:
        return _heard(header, sound, packets)
    return _seen(header, picture, packets, _facts_of(header, sound) if sound else {})


def _facts_of(header, sound):
    begins = _ms(sound.get("start_time")) - _ms(header["format"].get("start_time"))
    known = {"audio": sound["index"], "audio_codec": sound["codec_name"], "channels": sound["channels"]}
    return known | {"sound_begins_ms": max(0, begins)}


def _heard(header, sound, packets):
    if header["format"].get("probe_score", 0) < LEAST_SCORE:
        raise MediaError(NOT_A_FILM)
    duration = _duration(packets)
    container = header["format"]["format_name"]
    _refuse_length(duration, 0 if container in GUESSED else _declared(header, sound))
    return Facts(container=container, duration_ms=duration, **_facts_of(header, sound))


def _seen(header, picture, packets, sound):
    _refuse_unusable(picture)
    timing = Timing.read(packets)
    if timing is None:
        raise MediaError(NO_LENGTH)
    _refuse_length(timing.duration_ms, _declared(header, picture))
    rotation = _rotation(picture)
    width, height = _upright(picture, rotation)
    begins = max(0, timing.begins_ms - _ms(header["format"].get("start_time")))
    return Facts(
        container=header["format"]["format_name"],
        duration_ms=timing.duration_ms + begins,
        picture_begins_ms=begins,
        begins_with_keyframe=timing.begins_with_keyframe,
        video=picture["index"],
        width=width,
        height=height,
        rotation=rotation,
        fps=timing.fps,
        variable_fps=timing.variable,
        longest_pause_ms=timing.longest_pause_ms,
        longest_pause_before_key_ms=timing.longest_pause_before_key_ms,
        video_codec=picture["codec_name"],
        profile=picture.get("profile", ""),
        pixel_format=picture.get("pix_fmt", ""),
        video_bitrate=timing.bitrate,
        longest_gap_ms=timing.longest_gap_ms,
        interlaced=picture.get("field_order", "progressive") not in ("progressive", "unknown"),
        hdr=picture.get("color_transfer") in HDR_TRANSFERS,
        **sound,
    )


def _is_torn(wav):
    """The demuxer makes do with what is there. Sizes from 2 GB up are what programs write that did not know it yet."""
    with wav.open("rb") as file:
        promised = int.from_bytes(file.read(8)[4:], "little")
    return wav.stat().st_size + CUT_OFF_BYTES < promised < NO_SIZE


def _duration(lines):
    """Of sound, in milliseconds. There may be a million packets, so none of them is kept."""
    begin, end = None, 0
    for at, lasts, _size, _key in filter(None, map(packet, lines)):
        begin = at if begin is None else min(begin, at)
        end = max(end, at + lasts)
    if begin is None:
        raise MediaError(NO_LENGTH)
    return end - begin


def _told(argv, folder, name, on_progress):
    """Where ffprobe wrote out/`name`. A failure is the film's only when it is a demuxer that says so."""
    try:
        sandbox.look(argv, folder, on_progress)
    except sandbox.ToolFailed as failure:
        verdicts = [sentence for words, sentence in VERDICTS.items() if words in failure.complaint]
        verdicts += [UNSUPPORTED] if isinstance(failure, sandbox.Exhausted) else []
        if not verdicts:
            raise
        raise MediaError(verdicts[0]) from failure
    return Path(folder) / ffmpeg.OUT / name


def _picture(header):
    """The first stream that moves; the cover of a sound file is a picture too, but no film. None when there is none."""
    for stream in header.get("streams", []):
        if stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic"):
            return stream
    return None


def _sound(header):
    """The first sound we can decode, or None. Phones add tracks of spatial sound that only they understand."""
    for stream in header.get("streams", []):
        is_known = stream.get("codec_type") == "audio" and stream.get("codec_name")
        if is_known and 0 < stream.get("channels", 0) <= MOST_CHANNELS:
            return stream
    return None


def _refuse_unusable(picture):
    if not picture.get("codec_name") or picture["codec_name"] == "unknown" or not picture.get("width"):
        raise MediaError(UNSUPPORTED)
    if picture["width"] * picture["height"] > ffmpeg.MAX_PIXELS:
        raise MediaError(TOO_LARGE)
    seen = _upright(picture, rotation=0)
    if max(seen) > MOST_ELONGATED * min(seen):
        raise MediaError(UNSUPPORTED)


def _declared(header, stream):
    whole = header["format"]
    # Matroska notes when a film ends, not how long it lasts: a film need not begin at zero.
    return _ms(stream.get("duration")) or _ms(whole.get("duration")) - max(0, _ms(whole.get("start_time")))


def _refuse_length(duration_ms, declared_ms):
    if duration_ms > MAX_DURATION_MS:
        raise MediaError(TOO_LONG)
    if declared_ms - duration_ms > CUT_OFF_MS:
        raise MediaError(CUT_OFF)
    if duration_ms < MIN_DURATION_MS:
        raise MediaError(NO_LENGTH)


def _rotation(picture):
    """Degrees clockwise: 0, 90, 180 or 270."""
    turns = [side.get("rotation", 0) for side in picture.get("side_data_list", [])]
    return round(-next((turn for turn in turns if turn), 0) / 90) * 90 % 360


def _upright(picture, rotation):
    aspect = picture.get("sample_aspect_ratio", "1:1").replace(":", "/")
    width = round(picture["width"] * (Fraction(aspect) if aspect not in ("0/1", UNKNOWN) else 1))
    return (picture["height"], width) if rotation in (90, 270) else (width, picture["height"])
