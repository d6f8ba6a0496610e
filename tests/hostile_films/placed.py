"""Films that tell where they were made."""

import struct

from tests import films
from tests.hostile_films.containers import make_box, replaced
from tests.hostile_films.kinds import PLACE, REEL, kind, remade


@kind
def place_in_every_tag(path, bait):
    """As phones write it: in the tags of the film and of each track, and in QuickTime's own list of keys."""
    tags = ["-metadata", f"location={PLACE}", "-metadata", f"com.apple.quicktime.location.ISO6709={PLACE}"]
    tags += ["-metadata", f"comment={PLACE}", "-metadata:s:v", f"handler_name={PLACE}"]
    tags += ["-metadata:s:a", f"handler_name={PLACE}", "-movflags", "+use_metadata_tags"]
    films.encode(path, *REEL, *films.AAC, *tags, container="mov", seconds=2)
    place = make_box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7) + PLACE.encode())
    data = path.read_bytes()
    path.write_bytes(replaced(data, (b"moov", b"udta"), make_box(b"udta", place), add=True))


@kind
def place_in_a_track(path, bait):
    """As action cameras write it: a track of telemetry beside picture and sound."""
    films.encode(path, *REEL, *films.AAC, seconds=2)
    words = path.with_suffix(".srt")
    words.write_text(f"1\n00:00:00,000 --> 00:00:02,000\nGPS5 {PLACE}\n")
    remade(path, "-i", str(words), "-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text", "-f", "mp4")
    path.write_bytes(path.read_bytes().replace(b"tx3g", b"gpmd").replace(b"sbtl", b"meta"))
    words.unlink()


@kind
def place_in_the_picture_stream(path, bait):
    """Within the H.264 itself, as user data of a frame."""
    place = f"h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+{PLACE}"
    films.encode(path, *REEL, *films.AAC, "-bsf:v", place, seconds=2)
