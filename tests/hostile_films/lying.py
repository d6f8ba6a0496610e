"""Headers of pictures and of sound that do not tell the truth."""

import struct
import zlib

from tests import films
from tests.hostile_films.containers import TABLES, make_box, overwrite, replaced
from tests.hostile_films.kinds import REEL, kind, remade, run_ffmpeg

HOURS_10 = 36_000


@kind
def truncated_index(path, bait):
    """The moov box begins, and the file ends within it."""
    films.encode(path, *REEL, *films.AAC, seconds=2)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"moov") + 600])


@kind
def two_hundred_streams(path, bait):
    films.encode(path, *REEL, *films.AAC, seconds=1)
    remade(path, "-map", "0:v", *("-map", "0:a") * 199, "-c", "copy", "-f", "mp4")


@kind
def ten_hours_in_the_header(path, bait):
    films.encode(path, *REEL, *films.AAC, seconds=2)
    data = bytearray(path.read_bytes())
    overwrite(data, b"mvhd", 16, struct.pack(">I", HOURS_10 * 1000))
    overwrite(data, b"tkhd", 20, struct.pack(">I", HOURS_10 * 1000))
    timescale = int.from_bytes(data[data.index(b"mdhd") + 16 :][:4], "big")
    overwrite(data, b"mdhd", 16, struct.pack(">I", HOURS_10 * timescale))
    path.write_bytes(data)


@kind
def negative_times(path, bait):
    films.encode(path, *films.H264_WITH_B_FRAMES, *films.AAC, "-movflags", "+negative_cts_offsets", seconds=2)
    data = bytearray(path.read_bytes())
    at = data.index(b"ctts") + 4
    count = int.from_bytes(data[at + 4 : at + 8], "big")
    for entry in range(count):
        data[at + 12 + 8 * entry : at + 16 + 8 * entry] = struct.pack(">i", -(2**31) + 7 if entry % 2 else -90_000)
    path.write_bytes(data)


@kind
def hours_between_frames(path, bait):
    """Twenty-four frames, with an hour and a half between some of them."""
    _with_steps(path, [(8, 1024), (1, 5000 * 12288), (8, 1024), (1, 5000 * 12288), (6, 1024)])


@kind
def no_time_between_frames(path, bait):
    _with_steps(path, [(24, 0)])


@kind
def timescale_of_zero(path, bait):
    films.encode(path, *REEL, seconds=2, sound=False)
    data = bytearray(path.read_bytes())
    overwrite(data, b"mvhd", 12, bytes(4))
    overwrite(data, b"mdhd", 12, bytes(4))
    path.write_bytes(data)


@kind
def avi_without_frame_rate(path, bait):
    films.encode(path, *REEL, container="avi", sound=False)
    data = bytearray(path.read_bytes())
    overwrite(data, b"strh", 4 + 20, bytes(8))
    overwrite(data, b"avih", 4, bytes(4))
    path.write_bytes(data)


def _with_steps(path, steps):
    films.encode(path, *REEL, seconds=2, sound=False)
    stts = make_box(b"stts", struct.pack(">II", 0, len(steps)) + b"".join(struct.pack(">II", *step) for step in steps))
    path.write_bytes(replaced(path.read_bytes(), (*TABLES, b"stts"), stts))


@kind
def a_hundred_million_samples(path, bait):
    """Half a kilobyte of index that says how many entries the reader has to make room for."""
    films.encode(path, *REEL, seconds=1, sound=False)
    count = 100_000_000
    data = path.read_bytes()
    for name, box in {
        b"stsz": struct.pack(">III", 0, 1, count),
        b"stsc": struct.pack(">IIIII", 0, 1, 1, count, 1),
        b"stts": struct.pack(">IIII", 0, 1, count, 1),
        b"stco": struct.pack(">III", 0, 1, 48),
    }.items():
        data = replaced(data, (*TABLES, name), make_box(name, box))
    path.write_bytes(data)


@kind
def fragment_of_sixty_million_samples(path, bait):
    """A table without columns: sixty million rows of it take no byte here, and gigabytes in the reader."""
    films.encode(path, *REEL, "-movflags", "frag_keyframe+empty_moov+default_base_moof", seconds=2, sound=False)
    header = make_box(b"tfhd", struct.pack(">IIIII", 0x20038, 1, 512, 1, 0))
    table = make_box(b"trun", struct.pack(">II", 0, 60_000_000))
    fragment = make_box(b"moof", make_box(b"mfhd", bytes(8)) + make_box(b"traf", header + table))
    path.write_bytes(path.read_bytes() + fragment + make_box(b"mdat", bytes(100)))


@kind
def edit_list_loop(path, bait):
    """Fifty thousand edits, each of which plays the whole film once more."""
    films.encode(path, *REEL, seconds=2, sound=False)
    edits = b"".join(struct.pack(">Iihh", 2000, 0, 1, 0) for _ in range(50_000))
    elst = make_box(b"elst", struct.pack(">II", 0, 50_000) + edits)
    path.write_bytes(replaced(path.read_bytes(), (b"moov", b"trak", b"edts", b"elst"), elst))


@kind
def empty_fragments(path, bait):
    """A good fragmented film, then a hundred thousand fragments with nothing in them."""
    films.encode(path, *REEL, "-movflags", "frag_keyframe+empty_moov+default_base_moof", seconds=2, sound=False)
    fragment = make_box(
        b"moof", make_box(b"mfhd", bytes(8)) + make_box(b"traf", make_box(b"tfhd", struct.pack(">II", 0x20000, 1)))
    )
    with path.open("ab") as film:
        film.write(fragment * 100_000)


@kind
def atoms_within_atoms(path, bait):
    films.encode(path, *REEL, seconds=1, sound=False)
    nest = b""
    for _ in range(20_000):
        nest = struct.pack(">I", len(nest) + 8) + b"moov" + nest if len(nest) < 150_000 else nest
    path.write_bytes(path.read_bytes() + nest)


@kind
def index_that_unpacks_to_gigabytes(path, bait):
    """The index of old QuickTime may be packed, and says itself how large it will be."""
    packed = zlib.compress(bytes(100_000_000), 1)
    cmvd = make_box(b"cmvd", struct.pack(">I", 4_000_000_000) + packed)
    cmov = make_box(b"cmov", make_box(b"dcom", b"zlib") + cmvd)
    path.write_bytes(make_box(b"ftyp", b"qt  \0\0\2\0qt  ") + make_box(b"moov", cmov))


@kind
def sound_of_0_hz(path, bait):
    films.encode(path, *REEL, *films.AAC, seconds=2)
    data = bytearray(path.read_bytes())
    at = data.index(b"mp4a", data.index(b"moov")) + 4
    data[at + 24 : at + 28] = bytes(4)
    path.write_bytes(data)


@kind
def sound_of_64_channels(path, bait):
    films.encode(path, *REEL, "-c:a", "pcm_s16le", container="mov", seconds=2)
    data = bytearray(path.read_bytes())
    overwrite(data, b"sowt", 16, struct.pack(">H", 64))
    path.write_bytes(data)


@kind
def wav_of_0_hz(path, bait):
    run_ffmpeg(path, "-f", "lavfi", "-i", "sine=d=3", "-f", "wav")
    data = bytearray(path.read_bytes())
    overwrite(data, b"fmt ", 8, bytes(8))
    path.write_bytes(data)


@kind
def wav_of_65535_channels(path, bait):
    run_ffmpeg(path, "-f", "lavfi", "-i", "sine=d=3", "-f", "wav")
    data = bytearray(path.read_bytes())
    overwrite(data, b"fmt ", 6, struct.pack("<H", 65535))
    path.write_bytes(data)
