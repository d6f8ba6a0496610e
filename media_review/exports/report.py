"""What stands on the printed page: each piece of feedback with a still of its moment."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from media_review import clock, drawing
from media_review.exports.pieces import Piece, pieces
from media_review.playback import sign

# A cue of `pictures.sprites_vtt`: from when on, and which part of the sheet.
TILE = re.compile(r"^([\d:.]+) --> .*\n.*#xywh=(\d+),(\d+),(\d+),(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Still:
    """A tile cut out of the sheet of previews by the view box of an SVG; sizes in pixels."""

    sheet: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Entry:
    piece: Piece
    still: Still | None

    @property
    def strokes(self):
        """The paths of its drawing, in a picture of the size of the still."""
        return drawing.paths(self.piece.drawing, self.still.width, self.still.height) if self.piece.drawing else []


def report_of(here):
    """An entry for each piece, in the film's order; without stills where there are none, as for sound alone."""
    recording = here.recording
    tiles = [(clock.read(begin), *map(int, place)) for begin, *place in TILE.findall(recording.sprites_vtt)]
    sheet = sign(recording.sprite_key, "image/jpeg") if tiles else ""
    return [Entry(piece, _still(piece.start_ms, sheet, tiles)) for piece in pieces(here)]


def _still(ms, sheet, tiles):
    if not tiles:
        return None
    _begin, *place = tiles[bisect_right(tiles, ms, key=lambda tile: tile[0]) - 1]
    return Still(sheet, *place)
