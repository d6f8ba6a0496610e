"""Films for tests, made at run time: good ones as devices record them, and each bad one that people send."""

import struct
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
H264_WITH_B_FRAMES = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "60", "-pix_fmt", "yuv420p")
CLOCK_TICKS = 100
CLOCK_CELLS = [(column, row) for row in (2, 3) for column in range(1, 7)]


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


def sounding(path, *options, seconds=3, kind=SOUND):
    """A tone for so long, in a file as `options` say."""
    return _ffmpeg(path, "-f", "lavfi", "-i", kind.format(seconds=seconds), *options)


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


def telling(path, *options, size="320x240", fps=30, seconds=6, picture="", sound="", container="mp4"):
    """A film each of whose frames shows its time, and whose sound at each moment is like that of no other moment.

    `picture` and `sound` are more filters for either; `sound` is None for a silent film. For ten seconds at most, which
    is how far ten bits of hundredths go.
    """
    # As filters of the output: an input is moved to begin at zero.
    inputs = ["-f", "lavfi", "-i", clock_picture(size, fps, seconds)]
    inputs += ["-f", "lavfi", "-i", clock_sound(seconds)] if sound is not None else []
    inputs += [*(("-vf", picture) if picture else ()), *(("-af", sound) if sound else ())]
    # Else ffmpeg makes up the frames that a filter left out.
    return _ffmpeg(path, *inputs, *(options or (*H264_WITH_B_FRAMES, *AAC)), "-fps_mode", "vfr", "-f", container)


def clock_picture(size, fps, seconds):
    """Cells, eight by six. The corners are red, green, blue and white; a cell of skin, then black, white and the time
    in hundredths of a second: ten cells in Gray code, so that two frames mixed show a time close to both."""
    cells = [("red", 0, 0), ("lime", 7, 0), ("blue", 0, 5), ("white", 7, 5), ("0xe8b98f", 3, 1)]
    cells += [("black", *CLOCK_CELLS[0]), ("white", *CLOCK_CELLS[1])]
    boxes = [_cell(*cell) for cell in cells]
    for bit, place in enumerate(CLOCK_CELLS[2:]):
        white = f"mod(floor((floor({CLOCK_TICKS}*t+0.5)+{2**bit})/{2 ** (bit + 1)}),2)"
        boxes += [_cell("black", *place), _cell("white", *place) + f":enable='{white}'"]
    return ",".join((f"color=gray:s={size}:r={fps}:d={seconds}", "format=yuv444p", *boxes))


def clock_sound(seconds):
    """The same noise each time, and low enough to come through every codec and rate."""
    return f"anoisesrc=r=48000:a=0.8:seed=7:d={seconds},lowpass=f=700,lowpass=f=700,volume=4"


def turned(path, degrees):
    """Write into an mp4 or mov that its picture must be turned clockwise: by hand, as versions of ffmpeg disagree."""
    turn = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[degrees]
    before, track, after = path.read_bytes().partition(b"tkhd")  # the picture's is the first
    path.write_bytes(before + track + after.replace(_matrix(1, 0, 0, 1), _matrix(*turn), 1))
    return path


@cache
def kept(make, *args):
    """A film made once for the whole run, for tests that only read it."""
    return make(Path(mkdtemp(prefix="coachcycle-films-")) / "kept", *args)


def _cell(color, column, row):
    return f"drawbox=x=iw*{column}/8:y=ih*{row}/6:w=iw/8:h=ih/6:c={color}:t=fill"


def _matrix(a, b, c, d):
    """A transformation as QuickTime keeps it: two columns of 16.16 and one of 2.30 fixed-point numbers."""
    return struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)


def _cut(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def _ffmpeg(path, *options):
    argv = [ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *options, str(path)]
    subprocess.run(argv, check=True)
    return path
