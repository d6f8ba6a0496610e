"""Pictures and Matroska that are small as files and enormous once they are unpacked."""

import struct
import zlib

from tests import films
from tests.hostile_films.containers import ebml, matroska, png
from tests.hostile_films.kinds import PLACE, REEL, kind, remade, run_ffmpeg


@kind
def decoder_bomb(path, bait):
    """8192 by 8192 in 200 kB: hundreds of megabytes for each frame that is looked at."""
    _huge(path, "mp4")


@kind
def decoder_bomb_in_the_middle(path, bait):
    """Begins at 320x240; its later frames are of 8192x8192."""
    small, large = path.with_suffix(".small"), path.with_suffix(".large")
    films.encode(small, *REEL, size="320x240", seconds=2, sound=False, container="h264")
    _huge(large, "h264")
    small.write_bytes(small.read_bytes() + large.read_bytes())
    run_ffmpeg(path, "-r", "12", "-f", "h264", "-i", str(small), "-c", "copy", "-f", "mp4")
    small.unlink()
    large.unlink()


def _huge(path, container):
    picture = ("-f", "lavfi", "-i", "color=gray:s=8192x8192:r=2:d=1")
    run_ffmpeg(path, *picture, "-c:v", "libx264", "-preset", "ultrafast", "-f", container)


@kind
def one_pixel(path, bait):
    films.encode(path, "-vf", "scale=1:1", "-c:v", "ffv1", "-pix_fmt", "yuv444p", container="matroska", sound=False)


@kind
def thread_of_a_picture(path, bait):
    films.encode(path, *REEL, size="4096x16", seconds=1)


@kind
def cover_of_20000_pixels(path, bait):
    films.encode(path, *REEL, *films.AAC, seconds=2)
    cover = path.with_name("cover.png")
    cover.write_bytes(png(20_000))
    remade(path, "-attach", str(cover), "-metadata:s:t", "mimetype=image/png", "-c", "copy", "-f", "matroska")
    cover.unlink()


@kind
def mp3_with_cover_of_20000_pixels(path, bait):
    run_ffmpeg(path, "-f", "lavfi", "-i", "sine=d=3", "-id3v2_version", "0", "-f", "mp3")
    cover = b"\0image/png\0\x03\0" + png(20_000)
    frame = b"APIC" + struct.pack(">IH", len(cover), 0) + cover
    size = bytes(len(frame) >> shift & 127 for shift in (21, 14, 7, 0))
    path.write_bytes(b"ID3\x03\0\0" + size + frame + path.read_bytes())


@kind
def laced_blocks(path, bait):
    """Blocks of 256 frames of one byte: a packet for every byte of the file, and a line for each packet."""
    laced = b"\x82" + struct.pack(">h", 0) + b"\x84\xff" + bytes(256)
    blocks = ebml(0xA3, laced) * 12_000
    path.write_bytes(matroska(ebml(0xE7, b"\0") + blocks))


@kind
def packets_that_unpack(path, bait):
    """Each packed block is of ten kilobytes, and of ten megabytes once unpacked."""
    packed = zlib.compress(bytes(9_900_000), 9)
    packing = ebml(0x6D80, ebml(0x6240, ebml(0x5033, b"\0") + ebml(0x5034, ebml(0x4254, b"\0"))))
    blocks = b"".join(ebml(0xA3, b"\x81" + struct.pack(">h", 40 * at) + b"\x80" + packed) for at in range(300))
    path.write_bytes(matroska(ebml(0xE7, b"\0") + blocks, packing))


@kind
def attachments(path, bait):
    """Ten attachments of two megabytes beside a good film."""
    _attach(path, 10, 2_000_000)


@kind
def attachment_bomb(path, bait):
    _attach(path, 300, 50_000)


def _attach(path, count, size):
    films.encode(path, *REEL, *films.AAC, container="matroska", seconds=2)
    page = path.with_suffix(".html")
    page.write_bytes(f"<script>{PLACE}</script>".encode().ljust(size))
    words = [word for _ in range(count) for word in ("-attach", str(page))]
    types = [word for number in range(count) for word in (f"-metadata:s:t:{number}", "mimetype=text/html")]
    remade(path, *words, *types, "-c", "copy", "-f", "matroska")
    page.unlink()


@kind
def subtitle_with_script(path, bait):
    films.encode(path, *REEL, *films.AAC, seconds=2)
    words = path.with_suffix(".srt")
    line = f"<script>fetch('{bait.url}/srt')</script><img src=x onerror=alert(1)> {PLACE}"
    words.write_text(f"1\n00:00:00,000 --> 00:00:02,000\n{line}\n")
    remade(path, "-i", str(words), "-map", "0", "-map", "1", "-c", "copy", "-c:s", "ass", "-f", "matroska")
    words.unlink()


@kind
def ten_thousand_chapters(path, bait):
    chapters = path.with_suffix(".chapters")
    title = f"[CHAPTER]\nTIMEBASE=1/10000\nSTART={{0}}\nEND={{1}}\ntitle=<script>{PLACE}</script>\n"
    chapters.write_text(";FFMETADATA1\n" + "".join(title.format(at, at + 1) for at in range(10_000)))
    films.encode(path, *REEL, *films.AAC, seconds=2)
    source = ("-f", "ffmetadata", "-i", str(chapters), "-map", "0", "-map_chapters", "1")
    remade(path, *source, "-c", "copy", "-f", "matroska")
    chapters.unlink()
