"""A film that can be watched while it is being made: what ffmpeg has finished of its one file is stored in pieces.

Ffmpeg only ever appends to the file, and names a segment in its playlist once all of it is there. Pieces hold whole
segments; the first one begins with the header that all of them need.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from coachcycle.objectstore import objects
from media_review import playlists

logger = logging.getLogger("media_review.pipeline")

STORE_TROUBLE = (BotoCoreError, Boto3Error, ClientError)
# Soon at first, when somebody waits for the beginning; later less often, lest a long film is thousands of pieces.
LEAST_PAUSE_SECONDS, MOST_PAUSE_SECONDS = 2, 10
PAUSES = 50
MOST_BYTES = 8 * 2**20


def folder_of(folder):
    """Where the pieces of an attempt stand, in its own folder."""
    return f"{folder}pieces"


def key_of(pieces, number):
    """Pieces count from 1."""
    return f"{pieces}/{number}.mp4"


class Growth:
    """As a context manager around the ffmpeg that writes `film` and its playlist `listing`.

    `look` is to be called again and again. It never waits: pieces are sent on a thread of their own, and when one is
    stored, `on_growth` hears, within `look`, the playlists.Media of all that is stored by then, and the film's header.
    A store that is away for a while only delays them.
    """

    def __init__(self, film, listing, folder, on_growth):
        self._film, self._listing, self._folder, self._on_growth = film, listing, folder, on_growth
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._ends = []
        self._sending, self._next = None, None  # a Future; from where to where in the film it sends
        self._began = self._again_at = time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._thread.shutdown(cancel_futures=True)

    def look(self):
        if self._sending is not None and self._sending.done():
            self._settle()
        if self._sending is None and time.monotonic() >= self._again_at:
            self._send()

    def _send(self):
        if self._next is None:
            self._next = self._new()
        if self._next is not None:
            self._sending = self._thread.submit(self._put, *self._next)

    def _new(self):
        """The part of the film that is there and was not sent, but never too much at once; None when there is none."""
        begin = self._ends[-1] if self._ends else 0
        ends = [each.end for each in self._segments() if each.end > begin]
        if not ends:
            return None
        return begin, max([end for end in ends if end - begin <= MOST_BYTES], default=ends[0])

    def _segments(self):
        return playlists.segments(self._listing.read_text()) if self._listing.exists() else []

    def _put(self, begin, end):
        with self._film.open("rb") as film:
            film.seek(begin)
            objects.put(key_of(self._folder, len(self._ends) + 1), film.read(end - begin), "video/mp4")

    def _settle(self):
        """A piece that could not be stored is sent again as it was: its first sending may yet arrive."""
        sending, self._sending = self._sending, None
        now = time.monotonic()
        pause = min(MOST_PAUSE_SECONDS, max(LEAST_PAUSE_SECONDS, (now - self._began) / PAUSES))
        self._again_at = now + pause
        try:
            sending.result()
        except STORE_TROUBLE:
            logger.warning("Piece %s of %s could not be stored yet.", len(self._ends) + 1, self._folder, exc_info=True)
            return
        self._ends.append(self._next[1])
        self._next = None
        media = playlists.in_pieces(self._listing.read_text(), self._ends)
        with self._film.open("rb") as film:
            self._on_growth(media, film.read(media.header_bytes))
