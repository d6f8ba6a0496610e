"""One attempt at a recording: its private folder, its signs of life, and what it makes and stores."""

import logging
import time
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager

from django.utils.translation import gettext as _

from coachcycle.objectstore import objects
from media_review import facts, ffmpeg, growing, pictures, playlists, sandbox
from media_review.ladder import ladder, owed
from media_review.lease import SEEN
from media_review.models import Rendition
from media_review.stopping import ToldToStop

logger = logging.getLogger("media_review.pipeline")

# From how many per cent of the whole to how many each step takes the progress people see.
FETCH, PROBE, FIRST = (0, 10), (10, 12), (12, 45)
FETCH_AGAIN, PROBE_AGAIN, REST, PICTURES = (45, 49), (49, 50), (50, 97), (97, 100)
BEAT_SECONDS = 1
SPARE_BYTES = 64 * 2**20
# More than any rung of the ladder may take for picture and sound.
BYTES_PER_SECOND = 1_000_000


class Superseded(Exception):
    """Another attempt holds the row: whatever this one still does is in vain."""


class Making:
    """Keeps the lease alive through all its steps, and logs each.

    Each raises Superseded as soon as the lease is lost, and ToldToStop once `told` is set. First come `fetch` and
    `probe`, then either `first_rendition`, or `renditions` and `pictures`.
    """

    def __init__(self, recording, folder, prefix, told):
        self.recording, self.folder, self.prefix, self.told = recording, folder, prefix, told
        self.out = folder / ffmpeg.OUT
        self.out.mkdir()
        self.facts = None
        self._note, self._span, self._beaten_at, self._bytes = "", FETCH, 0.0, 0

    def fetch(self):
        """The upload, as `film` in the folder; answers its SHA-256."""

        def on_bytes(count):
            self._bytes += count
            self._beat(self._bytes / self.recording.size if self.recording.size else 1)

        with self._step("fetch", _("Fetching the film"), FETCH_AGAIN if self.recording.state in SEEN else FETCH):
            return objects.download(self.recording.original_key, self.folder / ffmpeg.FILM, on_bytes)

    def probe(self):
        with self._step("probe", _("Looking at the film"), PROBE_AGAIN if self.recording.state in SEEN else PROBE):
            self.facts = facts.probe(self.folder, lambda _ms: self._beat(0))
            return self.facts

    def first_rendition(self, on_growth):
        """What can be watched soonest, stored.

        Where it has to be encoded, `on_growth` hears a Rendition of what is stored by then, every few seconds.
        """
        with self._step("first", _("Preparing the film to be watched"), FIRST):
            rung = ladder(self.facts).first
            if rung.copy:
                try:
                    self._run(ffmpeg.remux(self.facts, rung))
                except sandbox.ToolFailed:  # some films lie about their frames: those are encoded anew
                    rung = ladder(self.facts, may_copy=False).first
            if not rung.copy:
                self._grow(rung, on_growth)
            return self._store([rung])[0]

    def renditions(self, beside):
        """All rungs that are missing beside those of these heights, stored; what `pictures` needs comes out as well."""
        with self._step("ladder", _("Making smaller sizes for slow connections"), REST):
            rungs = owed(self.facts, set(beside))
            self._run(ffmpeg.finish(self.facts, rungs, pictures.plan(self.facts)))
            return self._store(rungs)

    def pictures(self):
        """Poster, previews and waveform; answers what the row keeps of them."""
        with self._step("pictures", _("Drawing the previews"), PICTURES):
            peaks = pictures.peaks(self.out / "sound.raw") if self.facts.audio is not None else []
            return {"peaks": peaks} | self._stills(pictures.plan(self.facts).tiles)

    def _stills(self, tiles):
        # A film may end, by its frames, before the moment of its poster: then it goes without.
        if tiles is None or not all((self.out / f"{name}.png").exists() for name in ("poster", "sprite")):
            return {}
        for name in ("poster", "sprite"):
            pictures.save_jpeg(self.out / f"{name}.png", self.out / f"{name}.jpg")
        self._upload(("poster.jpg", "image/jpeg"), ("sprite.jpg", "image/jpeg"))
        return {
            "poster_key": f"{self.prefix}poster.jpg",
            "sprite_key": f"{self.prefix}sprite.jpg",
            "sprites_vtt": pictures.sprites_vtt(tiles, self.facts.duration_ms),
        }

    def _grow(self, rung, on_growth):
        folder = growing.folder_of(self.prefix)
        film, listing = (self.out / f"{rung.name}.{suffix}" for suffix in ("mp4", "m3u8"))

        def grown(media, header):
            on_growth(self._rendition(rung, media, header, folder))

        with growing.Growth(film, listing, folder, grown) as growth:
            self._run(ffmpeg.encode(self.facts, [rung]), growth.look)

    def _store(self, rungs):
        self._upload(*((f"{rung.name}.mp4", "video/mp4") for rung in rungs))
        return [self._row(rung) for rung in rungs]

    def _row(self, rung):
        media = playlists.read((self.out / f"{rung.name}.m3u8").read_text())
        with (self.out / f"{rung.name}.mp4").open("rb") as film:
            return self._rendition(rung, media, film.read(media.header_bytes), f"{self.prefix}{rung.name}.mp4")

    def _rendition(self, rung, media, header, key):
        return Rendition(
            recording=self.recording,
            attempt=self.recording.attempt,
            width=rung.width,
            height=rung.height,
            bandwidth=media.bandwidth,
            average_bandwidth=media.average_bandwidth,
            codecs=playlists.codecs(header),
            key=key,
            playlist=media.text,
        )

    def _run(self, argv, look=lambda: None):
        seconds = self.facts.duration_ms / 1000

        def on_progress(ms):
            self._beat(ms / self.facts.duration_ms)
            look()

        sandbox.run(
            argv,
            self.folder,
            seconds=4 * seconds + 60,
            file_bytes=round(2 * self.recording.size + BYTES_PER_SECOND * seconds + SPARE_BYTES),
            on_progress=on_progress,
        )

    def _upload(self, *files):
        """Several at once, on threads of their own: a slow store must not cost the lease."""
        with ThreadPoolExecutor(max_workers=4) as pool:
            waiting = {
                pool.submit(objects.upload, self.out / name, self.prefix + name, content_type, self._sent)
                for name, content_type in files
            }
            while waiting:
                done, waiting = wait(waiting, timeout=BEAT_SECONDS, return_when=FIRST_EXCEPTION)
                self._beat(1)
                for each in done:
                    each.result()

    def _sent(self, count):
        """Heard on the threads that send; to raise here is the only way to end them."""
        self._bytes += count
        if self.told.is_set():
            raise ToldToStop

    @contextmanager
    def _step(self, name, note, span):
        self._note, self._span, self._beaten_at, self._bytes = note, span, 0.0, 0
        began = time.monotonic()
        self._beat(0)
        yield
        told = (self.recording.pk, self.recording.attempt, name, time.monotonic() - began, self._bytes)
        logger.info("recording=%s attempt=%s step=%s seconds=%.3f bytes=%s", *told)

    def _beat(self, share):
        """A sign of life, at most once a second; `share` is how much of this step is done."""
        if self.told.is_set():
            raise ToldToStop
        if time.monotonic() - self._beaten_at < BEAT_SECONDS:
            return
        self._beaten_at = time.monotonic()
        begin, end = self._span
        progress = round(begin + (end - begin) * min(1, share))
        if not self.recording.heartbeat(progress, self._note):
            raise Superseded
