"""Films drawn on the spot: a small classroom that moves, with sound that rises and falls like talk.

No real child is ever needed to show the product or to test it. Kinds differ as the films of real devices do:

- "film": H.264 and AAC in mp4, which browsers play as it is;
- "phone": HEVC in mov, turned by a note in its header, with the place where it was taken;
- "web": VP8 and Opus in webm that does not know its own length, as a browser's recorder writes it.
"""

import math
import random
import struct
import subprocess

from PIL import Image, ImageDraw

from media_review import ffmpeg

WIDTH, HEIGHT, FPS = 960, 540, 12
# Shapes are drawn this much larger and then shrunk, for soft edges.
FINE = 2
PLACE = "+42.3601-071.0589/"

WALL, FLOOR, SKIRTING = "#f4e6d2", "#dcbd95", "#b98d5f"
RUG, RUG_RING, LIGHT = "#b5543c", "#e3a33b", "#fbf3df"
SKIN = ("#8d5a3b", "#c68a5f", "#e8b98f", "#5f3b28", "#d9a074")
HAIR = ("#2b1d16", "#5a3a22", "#8a5a2c", "#1f1a1a")
CLOTHES = ("#0a5a57", "#e3a33b", "#6d7fb3", "#c2573f", "#7a9a5b", "#a86a8f")
PAGES = ("#f2c14e", "#79b4a9", "#e07a5f", "#8fa3d1", "#b8cf7a", "#f0a6a0")

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", str(4 * FPS), "-pix_fmt", "yuv420p")
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "28", "-tag:v", "hvc1", "-x265-params", "log-level=0")
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "900k")
AAC = ("-c:a", "aac", "-b:a", "64k")
# Kept sideways, as the sensor of a phone lies; `_note_turn` adds the note that it must be turned back.
SIDEWAYS = ("-vf", "transpose=cclock")

KINDS = {
    "film": (*H264, *AAC, "-movflags", "+faststart", "-f", "mp4"),
    "phone": (*SIDEWAYS, *HEVC, *AAC, "-metadata", f"location={PLACE}", "-f", "mov"),
    # Through a pipe the length cannot be written afterwards, which is just how a browser writes.
    "web": (*VP8, "-c:a", "libopus", "-b:a", "48k", "-live", "1", "-f", "webm"),
}


def make(kind, path, seconds, seed=1):
    """Draw and encode a film of a kind into `path`, whatever its name. The same seed draws the same film."""
    target = "pipe:1" if kind == "web" else str(path)
    picture = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "pipe:0")
    sound = ("-f", "lavfi", "-i", f"aevalsrc={_talk(seed)}:s=16000:d={seconds}")
    argv = [ffmpeg.binaries().ffmpeg, "-v", "error", "-y", *picture, *sound, *KINDS[kind], "-t", str(seconds), target]
    with path.open("wb") as out, subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=out) as encoder:
        scene = Scene(seed)
        for number in range(round(seconds * FPS)):
            encoder.stdin.write(scene.frame(number / FPS).tobytes())
        encoder.stdin.close()
        if encoder.wait():
            raise RuntimeError(f"ffmpeg could not make a film of the kind {kind}.")
    if kind == "phone":
        _note_turn(path)


def _note_turn(path):
    """Write "turn it clockwise by 90 degrees" into the header of the first track.

    By hand, because the versions of ffmpeg we run on disagree on how to ask for it.
    """
    film = path.read_bytes()
    header, moov, tracks = film.rpartition(b"moov")
    movie, trak, track = tracks.partition(b"trak")
    path.write_bytes(header + moov + movie + trak + track.replace(_matrix(1, 0, 0, 1), _matrix(0, 1, -1, 0), 1))


def _matrix(a, b, c, d):
    """A transformation as QuickTime keeps it: two columns of 16.16 and one of 2.30 fixed-point numbers."""
    return struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)


class Scene:
    """Story time on the rug: an educator with a book, children who sway and now and then put a hand up."""

    def __init__(self, seed):
        chance = random.Random(seed)
        self.room = _room(chance)
        self.educator = _person(150, chance.choice(SKIN), chance.choice(HAIR), CLOTHES[0])
        self.children = [_Child(chance, number) for number in range(chance.randint(4, 6))]
        self.page_seconds = chance.uniform(5, 8)

    def frame(self, t):
        """The picture at `t` seconds, in RGB."""
        picture = self.room.copy()
        self._paste(picture, self.educator, 215, 300 + 2 * math.sin(1.3 * t))
        self._read(ImageDraw.Draw(picture), t)
        for child in self.children:
            self._paste(picture, *child.at(t))
        return picture

    @staticmethod
    def _paste(picture, person, x, y):
        """With the middle of the person's feet at x, y."""
        picture.paste(person, (round(x - person.width / 2), round(y - person.height / 2)), person)

    def _read(self, draw, t):
        """The book, and the page that is just being turned."""
        page, turning = divmod(t, self.page_seconds)
        left, middle, top, bottom = 235, 275, 300 + 3 * math.sin(0.7 * t), 352
        colors = PAGES[int(page) % len(PAGES)], PAGES[int(page + 1) % len(PAGES)]
        draw.rectangle((left, top, middle, bottom), fill=colors[0], outline=SKIRTING)
        draw.rectangle((middle, top, 2 * middle - left, bottom), fill=colors[1], outline=SKIRTING)
        edge = middle + (middle - left) * math.cos(math.pi * min(1, turning))
        draw.rectangle((min(edge, middle), top, max(edge, middle), bottom), fill=LIGHT, outline=SKIRTING)


class _Child:
    def __init__(self, chance, number):
        look = chance.choice(SKIN), chance.choice(HAIR), CLOTHES[1 + number % (len(CLOTHES) - 1)]
        size = chance.randint(92, 112)
        self.sitting, self.asking = _person(size, *look), _person(size, *look, hand_up=True)
        self.x, self.y = 420 + 85 * number, 380 + 45 * (number % 2) + chance.randint(-8, 8)
        self.pace, self.start = chance.uniform(0.5, 1.1), chance.uniform(0, 6)

    def at(self, t):
        """How she looks and where she sits at `t` seconds."""
        beat = self.pace * t + self.start
        asks = math.sin(0.45 * beat + self.start) > 0.75
        hop = 10 * abs(math.sin(3 * beat)) if asks else 0
        return self.asking if asks else self.sitting, self.x + 7 * math.sin(beat), self.y - hop


def _room(chance):
    """Wall, window, shelf and rug: all that does not move."""
    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), WALL)
    draw = _Pen(picture)
    draw.rectangle(0, 270, WIDTH, HEIGHT, FLOOR)
    draw.rectangle(0, 264, WIDTH, 274, SKIRTING)
    draw.rectangle(60, 50, 210, 190, LIGHT, SKIRTING)
    draw.rectangle(132, 50, 138, 190, SKIRTING)
    for shelf in (110, 190):
        place = 560
        while place < 880:
            width, height = chance.randint(10, 22), chance.randint(38, 60)
            draw.rectangle(place, shelf - height, place + width, shelf, chance.choice(CLOTHES + PAGES))
            place += width + chance.choice((2, 2, 2, 24))
        draw.rectangle(540, shelf, 920, shelf + 8, SKIRTING)
    draw.ellipse(90, 330, 930, 530, RUG)
    draw.ellipse(120, 342, 900, 518, RUG_RING)
    draw.ellipse(136, 350, 884, 510, RUG)
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _person(size, skin, hair, clothes, hand_up=False):
    """Somebody who sits, `size` pixels tall, on glass."""
    picture = Image.new("RGBA", (size * FINE, size * FINE))
    draw = _Pen(picture, size / 100)
    if hand_up:
        draw.rectangle(70, 4, 78, 62, skin)
    draw.ellipse(18, 48, 82, 128, clothes)
    draw.ellipse(14, 78, 86, 98, clothes)
    draw.ellipse(30, 2, 70, 44, hair)
    draw.ellipse(33, 12, 67, 52, skin)
    draw.ellipse(42, 28, 46, 33, "#2b1d16")
    draw.ellipse(54, 28, 58, 33, "#2b1d16")
    draw.ellipse(46, 39, 54, 43, "#7c3a2d")
    return picture.resize((size, size), Image.Resampling.LANCZOS)


class _Pen:
    def __init__(self, picture, scale=1.0):
        self.draw, self.scale = ImageDraw.Draw(picture), scale * FINE

    def rectangle(self, left, top, right, bottom, fill, outline=None):
        self.draw.rectangle([self.scale * side for side in (left, top, right, bottom)], fill, outline, width=8)

    def ellipse(self, left, top, right, bottom, fill):
        self.draw.ellipse([self.scale * side for side in (left, top, right, bottom)], fill)


def _talk(seed):
    """An expression of time for ffmpeg: a low and a high voice by turns, in syllables, over a quiet room."""
    turn = 4 + seed % 3
    low = _voice(170, 3.1, f"lt(mod(t,{2 * turn}),{turn})")
    high = _voice(310, 4.3, f"between(mod(t,{2 * turn}),{turn}+1,{2 * turn}-1.5)")
    return f"'{low}+{high}+0.006*(random(0)-0.5)'"


def _voice(pitch, syllables, speaks):
    """Harmonics of a pitch that wanders, cut into syllables a second and into phrases."""
    wander = f"2*PI*{pitch}*t+6*sin(2*PI*0.4*t)"
    tone = "+".join(f"sin({n}*({wander}))/{n * n}" for n in (1, 2, 3, 5))
    phrase = "gt(sin(2*PI*0.19*t)+sin(2*PI*0.07*t),-0.6)"
    return f"0.22*{speaks}*{phrase}*pow(max(0,sin(2*PI*{syllables}*t+sin(t))),1.5)*({tone})"
