"""What a film shows and sounds at each moment, and whether that is what its source tells of the moment.

Films of `films.telling` carry their own time in picture and sound. "Told" seconds are those that the content says,
"at" seconds are those at which a player shows it. The two may differ by one constant, where a film begins later.
"""

import re
import subprocess
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from operator import mul
from pathlib import Path
from tempfile import TemporaryDirectory

from media_review import ffmpeg
from tests import films

PLACES = 10
MOST_APART = 0.040  # seconds: beyond, lips and voice part
MOST_WRONG_LENGTH = 0.1
COLUMNS, ROWS, CELL = 8, 6, 4
WIDTH, HEIGHT = COLUMNS * CELL, ROWS * CELL
FRAME_BYTES = WIDTH * HEIGHT * 3
SOUND_RATE = 2000
LISTEN = SOUND_RATE // 10  # samples that are compared at each place
SEARCH = SOUND_RATE * 3 // 20  # how far off the sound may be to be recognised at all
ALIKE = 0.6
SILENT = 0.1  # of the loudness that is usual
SHOWN = re.compile(rb"_showinfo_.* pts_time:(\S+) .*sar:(\d+)/(\d+) s:(\d+)x(\d+) ")
HEARD = re.compile(rb"_ashowinfo_.* pts_time:(\S+) .*nb_samples:(\d+)")
LASTS = re.compile(r"#EXTINF:([\d.]+)")


@dataclass(frozen=True)
class Truth:
    """What a film tells: the frames it has, in told seconds; when it begins; how long it lasts; from when to when
    there is sound, in told seconds, or None."""

    frames: tuple[float, ...]
    begins: float
    seconds: float
    sound: tuple[float, float] | None

    def shown(self, at):
        """The told second of the frame on the screen: before the first and after the last, it is that one."""
        return self.frames[max(0, bisect_right(self.frames, at + self.begins + 0.5 / films.CLOCK_TICKS) - 1)]

    def places(self):
        """Ten moments, spread over the whole."""
        return [self.seconds * (number + 0.5) / PLACES for number in range(PLACES)]


class Seen:
    """A film as plain ffmpeg shows it: `frames` are (at, the cells' colors), `sound` is a list of samples from at=0."""

    def __init__(self, source):
        with TemporaryDirectory(prefix="coachcycle-seen-") as folder:
            said = _decode(source, Path(folder))
            picture, sound = Path(folder, "picture").read_bytes(), array("h", Path(folder, "sound").read_bytes())
        shown = SHOWN.findall(said)
        self.sizes = {tuple(map(int, each[1:])) for each in shown}
        self.frames = [
            (float(at), picture[number * FRAME_BYTES :][:FRAME_BYTES]) for number, (at, *_) in enumerate(shown)
        ]
        self.has_sound, self.sound, self.sound_begins = b"Audio: " in said, [], None
        place = 0
        for at, count in ((float(at), int(count)) for at, count in HEARD.findall(said)):
            self._lay(at, sound[place : place + count])
            place += count

    def _lay(self, at, samples):
        """Put samples where their time says, so that holes are silent and what overlaps is covered."""
        if self.sound_begins is None:
            self.sound_begins = at
        begin = round(at * SOUND_RATE)
        self.sound += [0] * (begin - len(self.sound))
        self.sound[max(begin, 0) : max(begin, 0) + len(samples)] = samples[max(0, -begin) :]

    @cached_property
    def told(self):
        """(at, told) of all frames."""
        return [(at, told_time(cells)) for at, cells in self.frames]

    @property
    def ends(self):
        (before, _), (last, _) = self.frames[-2:]
        return max(2 * last - before, len(self.sound) / SOUND_RATE)

    def at(self, at):
        """The told second of the frame on the screen."""
        return self.told[max(0, bisect_right(self.told, (at + 0.001, 99)) - 1)][1]

    def color(self, column, row):
        return color(self.frames[len(self.frames) // 2][1], column, row)

    def loudness(self, at):
        begin = max(0, round(at * SOUND_RATE) - LISTEN // 2)
        return _loudness(self.sound[begin : begin + LISTEN])

    def late(self, at, told):
        """By how many seconds the sound that should be heard at `at` comes late; None when it is not there."""
        reference, begin = _reference(), round(told * SOUND_RATE) - LISTEN // 2
        wanted = reference[begin : begin + LISTEN]
        likeness, late = max(
            (_likeness(wanted, self.sound, round(at * SOUND_RATE) - LISTEN // 2 + shift), shift)
            for shift in range(-SEARCH, SEARCH + 1)
        )
        return late / SOUND_RATE if likeness > ALIKE else None


def color(cells, column, row):
    """(red, green, blue) in the middle of a cell."""
    places = [((row * CELL + y) * WIDTH + column * CELL + x) * 3 for x in (1, 2) for y in (1, 2)]
    return tuple(sum(cells[place + channel] for place in places) // 4 for channel in range(3))


def told_time(cells):
    """The seconds that a frame of `films.clock_picture` shows."""
    levels = [sum(color(cells, *place)) for place in films.CLOCK_CELLS]
    grey = (levels[0] + levels[1]) / 2
    code = sum((level > grey) << bit for bit, level in enumerate(levels[2:]))
    for shift in (1, 2, 4, 8):  # from Gray code
        code ^= code >> shift
    return code / films.CLOCK_TICKS


def faults(seen, truth):
    """Sentences about all that is not as in the source, for a reader of failed tests."""
    yield from _picture_faults(seen, truth)
    yield from _sound_faults(seen, truth)
    if abs(seen.ends - truth.seconds) > MOST_WRONG_LENGTH:
        yield f"it lasts {seen.ends:.3f} s instead of {truth.seconds:.3f}"


def playlist_seconds(text):
    return sum(map(float, LASTS.findall(text)))


def _picture_faults(seen, truth):
    if seen.frames[0][0] > MOST_APART:
        yield f"the first frame is shown at {seen.frames[0][0]:.3f} s"
    for at in truth.places():
        if not _is_shown(seen, truth, at, at):
            yield f"at {at:.2f} s the picture is that of {seen.at(at):.2f} s and not of {truth.shown(at):.2f} s"


def _is_shown(seen, truth, at, moment):
    """Whether the frame on the screen at `at` is the source's of the moment, or one very near to it."""
    earliest = min(truth.shown(moment - MOST_APART), truth.shown(moment) - MOST_APART)
    return earliest <= seen.at(at) <= truth.shown(moment + MOST_APART)


def _sound_faults(seen, truth):
    if truth.sound is None:
        if seen.has_sound:
            yield "there is sound"
        return
    if not seen.sound or seen.sound_begins > MOST_APART:
        yield f"the first sound is heard at {seen.sound_begins} s"
    begins, ends = truth.sound
    edge = LISTEN / SOUND_RATE
    for at in truth.places():
        told = at + truth.begins
        if begins + edge <= told <= ends - edge:
            yield from _lateness(seen, truth, at)
        elif not begins - edge <= told <= ends + edge and seen.loudness(at) > SILENT * _loudness(_reference()):
            yield f"at {at:.2f} s there should be silence"


def _lateness(seen, truth, at):
    """The sound against the source, and against the picture that is shown with it."""
    late = seen.late(at, at + truth.begins)
    if late is None:
        yield f"at {at:.2f} s the sound is not that of the source"
    elif abs(late) > MOST_APART:
        yield f"at {at:.2f} s the sound is {1000 * late:.0f} ms late"
    elif not _is_shown(seen, truth, at, at - late):
        yield f"at {at:.2f} s picture and sound are apart: the sound is {1000 * late:.0f} ms late"


_REFERENCE = []


def _reference():
    """The sound of all films of `films.telling`, ten seconds of it."""
    if not _REFERENCE:
        graph = films.clock_sound(10)
        argv = [ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i", graph]
        argv += ["-ar", str(SOUND_RATE), "-f", "s16le", "pipe:1"]
        _REFERENCE.extend(array("h", subprocess.run(argv, capture_output=True, check=True).stdout))
    return _REFERENCE


def _likeness(wanted, sound, begin):
    """From 0 to 1, whatever the loudness."""
    heard = sound[begin : begin + len(wanted)] if begin >= 0 else ()
    if len(heard) < len(wanted):
        return 0
    likeness = sum(map(mul, wanted, heard))
    if likeness <= 0:
        return 0  # the more costly rest would make it no more
    power = sum(map(mul, wanted, wanted)) * sum(map(mul, heard, heard))
    return likeness / sqrt(power)


def _loudness(samples):
    return sqrt(sum(map(mul, samples, samples)) / len(samples)) if samples else 0


def _decode(source, folder):
    """Frames as small as can be and sound in one low channel, with all that ffmpeg says of their times."""
    argv = [ffmpeg.binaries().ffmpeg, "-nostdin", "-hide_banner", "-y", "-copyts"]
    argv += ["-protocol_whitelist", "file,http,tcp", "-i", str(source)]
    argv += ["-map", "0:v:0", "-vf", f"showinfo=checksum=0,scale={WIDTH}:{HEIGHT}:flags=area,format=rgb24"]
    argv += ["-fps_mode", "passthrough", "-f", "rawvideo", str(folder / "picture")]
    Path(folder, "sound").touch()
    said = subprocess.run([*argv, *_sound_output(folder / "sound")], capture_output=True)
    if said.returncode and b"matches no streams" in said.stderr:
        said = subprocess.run(argv, capture_output=True)
    said.check_returncode()
    return said.stderr


def _sound_output(path):
    tones = f"aresample={SOUND_RATE},aformat=s16:channel_layouts=mono,ashowinfo"
    return ["-map", "0:a:0", "-af", tones, "-f", "s16le", str(path)]
