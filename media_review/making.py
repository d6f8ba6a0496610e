"""One attempt at a recording: its private folder, its signs of life, and what it makes and stores."""

import time
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

from django.utils.translation import gettext as _

from coachcycle.objectstore import objects
from media_review import facts, ffmpeg, pictures, playlists, sandbox
from media_review.ladder import ladder
from media_review.models import Rendition

# From how many per cent of the whole to how many each step takes the progress people see.
FETCH, PROBE, FIRST, REST, PICTURES = (0, 10), (10, 12), (12, 45), (45, 85), (85, 100)
BEAT_SECONDS = 1
SPARE_BYTES = 64 * 2**20
# More than any rung of the ladder may take for picture and sound.
BYTES_PER_SECOND = 1_000_000


class Superseded(Exception):
    """Another attempt holds the row: whatever this one still does is in vain."""


class Making:
    """Keeps the lease alive through all its steps; each raises Superseded as soon as the lease is lost.

    Steps are called in the order in which they stand.
    """

    def __init__(self, recording, folder, prefix):
        self.recording, self.folder, self.prefix = recording, folder, prefix
        self.out = folder / ffmpeg.OUT
        self.out.mkdir()
        self.facts = None
        self._note, self._span, self._beaten_at = "", FETCH, 0.0

    def fetch(self):
        """The upload, as `film` in the folder; answers its SHA-256."""
        self._begin(_("Fetching the film"), FETCH)
        fetched = 0

        def on_bytes(count):
            nonlocal fetched
            fetched += count
            self._beat(fetched / self.recording.size if self.recording.size else 1)

        return objects.download(self.recording.original_key, self.folder / ffmpeg.FILM, on_bytes)

    def probe(self):
        self._begin(_("Looking at the film"), PROBE)
        self.facts = facts.probe(self.folder)
        return self.facts

    def first_rendition(self):
        """What can be watched soonest, stored; and the rungs that are still to be made."""
        self._begin(_("Preparing the film to be watched"), FIRST)
        steps = ladder(self.facts)
        if steps.first.copy:
            try:
                self._run(ffmpeg.remux(self.facts, steps.first))
            except sandbox.ToolFailed:  # some films lie about their frames: those are encoded anew
                steps = ladder(self.facts, may_copy=False)
        if not steps.first.copy:
            self._run(ffmpeg.encode(self.facts, [steps.first]))
        return self._store([steps.first])[0], steps.rest

    def renditions(self, rungs):
        """All the given rungs, stored."""
        self._begin(_("Making smaller sizes for slow connections"), REST)
        if rungs:
            self._run(ffmpeg.encode(self.facts, rungs))
        return self._store(rungs)

    def pictures(self):
        """Poster, previews and waveform; answers what the row keeps of them."""
        self._begin(_("Drawing the previews"), PICTURES)
        plan = pictures.plan_sprites(self.facts)
        self._run(ffmpeg.poster(self.facts, *pictures.poster_size(self.facts)))
        self._run(ffmpeg.sprite(self.facts, plan))
        for name in ("poster", "sprite"):
            pictures.save_jpeg(self.out / f"{name}.png", self.out / f"{name}.jpg")
        self._upload(("poster.jpg", "image/jpeg"), ("sprite.jpg", "image/jpeg"))
        return {
            "poster_key": f"{self.prefix}poster.jpg",
            "sprite_key": f"{self.prefix}sprite.jpg",
            "sprites_vtt": pictures.sprites_vtt(plan, self.facts.duration_ms),
            "peaks": self._peaks(),
        }

    def _peaks(self):
        if self.facts.audio is None:
            return []
        self._run(ffmpeg.sound(self.facts, pictures.SOUND_RATE))
        return pictures.peaks(self.out / "sound.raw")

    def _store(self, rungs):
        self._upload(*((f"{rung.name}.mp4", "video/mp4") for rung in rungs))
        return [self._row(rung) for rung in rungs]

    def _row(self, rung):
        media = playlists.read((self.out / f"{rung.name}.m3u8").read_text())
        with (self.out / f"{rung.name}.mp4").open("rb") as film:
            header = film.read(media.header_bytes)
        return Rendition(
            recording=self.recording,
            attempt=self.recording.attempt,
            width=rung.width,
            height=rung.height,
            bandwidth=media.bandwidth,
            average_bandwidth=media.average_bandwidth,
            codecs=playlists.codecs(header),
            key=f"{self.prefix}{rung.name}.mp4",
            playlist=media.text,
        )

    def _run(self, argv):
        seconds = self.facts.duration_ms / 1000
        sandbox.run(
            argv,
            self.folder,
            seconds=4 * seconds + 60,
            file_bytes=round(2 * self.recording.size + BYTES_PER_SECOND * seconds + SPARE_BYTES),
            on_progress=lambda ms: self._beat(ms / self.facts.duration_ms),
        )

    def _upload(self, *files):
        """Several at once, on threads of their own: a slow store must not cost the lease."""
        with ThreadPoolExecutor(max_workers=4) as pool:
            waiting = {
                pool.submit(objects.upload, self.out / name, self.prefix + name, content_type)
                for name, content_type in files
            }
            while waiting:
                done, waiting = wait(waiting, timeout=BEAT_SECONDS, return_when=FIRST_EXCEPTION)
                for each in done:
                    each.result()
                self._beat(1)

    def _begin(self, note, span):
        self._note, self._span, self._beaten_at = note, span, 0.0
        self._beat(0)

    def _beat(self, share):
        """A sign of life, at most once a second; `share` is how much of this step is done."""
        if time.monotonic() - self._beaten_at < BEAT_SECONDS:
            return
        self._beaten_at = time.monotonic()
        begin, end = self._span
        progress = round(begin + (end - begin) * min(1, share))
        if not self.recording.heartbeat(progress, self._note):
            raise Superseded
