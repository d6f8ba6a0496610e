"""Films for tests, made at run time: good ones as devices record them, and each bad one that people send."""

import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from coachcycle.demo import films
from media_review import ffmpeg

PICTURE = "testsrc2=s={size}:r={fps}:d={seconds}"
SOUND = "sine=f=440:d={seconds}"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "24", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "64k")


def encode(path, *options, size="640x360", fps=12, seconds=3, sound=True, container="mp4"):
    """A test picture that counts, with a tone; `options` are ffmpeg's."""
    inputs = ["-f", "lavfi", "-i", PICTURE.format(size=size, fps=fps, seconds=seconds)]
    inputs += ["-f", "lavfi", "-i", SOUND.format(seconds=seconds)] if sound else []
    return _ffmpeg(path, *inputs, *options, "-f", container)


def safe(path, *options, **shape):
    """What browsers play as it is."""
    place = ("-metadata", "location=+42.36-071.05/")
    return encode(path, *H264, *AAC, "-movflags", "+faststart", *place, *options, **shape)


def drawn(path, kind="film", seconds=6):
    films.make(kind, path, seconds, seed=2)
    return path


def padded(path, size):
    """A good film of so many bytes, quickly made: what follows it is a box that readers skip."""
    safe(path)
    padding = size - path.stat().st_size
    with path.open("ab") as film:
        film.write(padding.to_bytes(4) + b"free")
        film.truncate(size)
    return path


def empty(path):
    path.touch()
    return path


def text(path):
    path.write_text("Story time was lovely today.\n" * 40)
    return path


def truncated(path):
    """Copied only by two thirds; the index, at the end, is gone."""
    return _cut(encode(path, *H264, *AAC))


def truncated_behind_its_index(path):
    """Copied only by two thirds; the index, at the front, promises all of it."""
    return _cut(safe(path, seconds=6))


def sound_alone(path):
    return _ffmpeg(path, "-f", "lavfi", "-i", SOUND.format(seconds=3), *AAC, "-f", "mp4")


def silent(path):
    return safe(path, sound=False)


def one_frame(path):
    """Nothing was recorded: a single frame, for a twelfth of a second."""
    return safe(path, seconds=0.08, sound=False)


def playlist(path, other):
    """An HLS playlist, named .mp4, of somebody else's film on the same machine."""
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{other}\n#EXT-X-ENDLIST\n")
    return path


def concat(path, other):
    """A concat script, named .mp4, of somebody else's film in the same folder."""
    path.write_text(f"ffconcat version 1.0\nfile {other}\n")
    return path


def many_tracks(path, count=20):
    sounds = [word for _ in range(count - 1) for word in ("-map", "1:a")]
    return safe_with(path, "-map", "0:v", *sounds)


def safe_with(path, *options):
    return encode(path, *H264, *AAC, *options, seconds=1)


def huge(path):
    """Larger than 4K, and cheap to make: one grey."""
    return _ffmpeg(path, "-f", "lavfi", "-i", "color=gray:s=8192x4320:r=1:d=2", *H264, "-f", "mp4")


@cache
def kept(make, *args):
    """A film made once for the whole run, for tests that only read it."""
    return make(Path(mkdtemp(prefix="coachcycle-films-")) / "kept", *args)


def _cut(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def _ffmpeg(path, *options):
    argv = [ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *options, str(path)]
    subprocess.run(argv, check=True)
    return path
