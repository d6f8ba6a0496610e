"""Texts and films that name other files and addresses, and what is no film at all."""

import gzip
import struct
import zipfile
from random import Random

from tests import films
from tests.hostile_films.containers import make_box, replaced, riff
from tests.hostile_films.kinds import REEL, kind


@kind
def hls_to_http(path, bait):
    films.playlist(path, f"{bait.url}/hls.ts")


@kind
def hls_to_local_film(path, bait):
    films.playlist(path, bait.film)


@kind
def hls_to_passwd(path, bait):
    films.playlist(path, "file:///etc/passwd")


@kind
def hls_with_key_over_http(path, bait):
    key = f'#EXT-X-KEY:METHOD=AES-128,URI="{bait.url}/key"'
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n{key}\n#EXTINF:5,\n{bait.film}\n#EXT-X-ENDLIST\n")


@kind
def concat_relative(path, bait):
    films.concat(path, f"../{bait.film.name}")


@kind
def concat_absolute(path, bait):
    films.concat(path, bait.film)


@kind
def dash_to_http(path, bait):
    base = f"<BaseURL>{bait.url}/dash.mp4</BaseURL>"
    period = f'<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">{base}'
    mpd = '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT5S">'
    path.write_text(f'<?xml version="1.0"?>{mpd}{period}</Representation></AdaptationSet></Period></MPD>')


@kind
def sdp(path, bait):
    port = bait.url.rpartition(":")[2]
    path.write_text(f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n")


@kind
def svg(path, bait):
    images = f'<image href="{bait.url}/svg.png"/><image href="file://{bait.film}"/><image href="/etc/passwd"/>'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{images}<script>alert(1)</script></svg>')


@kind
def html(path, bait):
    path.write_text(f'<!doctype html><script src="{bait.url}/x.js"></script><iframe src="file:///etc/passwd">' * 50)


@kind
def avi_with_playlist_for_subtitle(path, bait):
    """CVE-2017-9993: a GAB2 subtitle that is a playlist, and so opens what it likes."""
    told = f"#EXTM3U\n#EXTINF:5,\n{bait.url}/gab2.ts\n#EXTINF:5,\nfile://{bait.film}\n#EXT-X-ENDLIST\n".encode()
    name = "x".encode("utf-16-le") + b"\0\0"
    gab2 = b"GAB2\0" + struct.pack("<HI", 2, len(name)) + name + struct.pack("<HI", 4, len(told)) + told
    films.encode(path, *REEL, "-c:a", "mp2", container="avi", seconds=1)
    data = path.read_bytes()
    header = riff(b"strh", b"txts" + bytes(44)) + riff(b"strf", b"")
    at = data.index(b"LIST", 12 + 8 + 4)  # behind avih comes the first stream
    end = 20 + int.from_bytes(data[16:20], "little")
    grown = data[:end] + riff(b"LIST", b"strl" + header) + data[end:]
    grown = grown[:16] + struct.pack("<I", end - 20 + len(header) + 12) + grown[20:]
    assert 0 < at < end
    at = grown.index(b"movi") + 4
    path.write_bytes(grown[:at] + riff(b"02tx", gab2) + grown[at:])


@kind
def mov_with_picture_in_other_file(path, bait):
    _elsewhere(path, f"file://{bait.film}")


@kind
def mov_with_picture_over_http(path, bait):
    _elsewhere(path, f"{bait.url}/dref.mov")


def _elsewhere(path, address):
    """All samples are said to stand in another file: once as an address, once as an alias of an old Macintosh."""
    films.encode(path, *REEL, *films.AAC, container="mov", seconds=1)
    name = address.removeprefix("file://").encode()
    alias = bytearray(150)
    alias[50 : 50 + len(name[:63])] = name[:63]
    alias += struct.pack(">hH", 2, len(name)) + name + bytes(len(name) % 2) + struct.pack(">hH", -1, 0)
    entries = make_box(b"url ", bytes(4) + address.encode() + b"\0") + make_box(b"alis", bytes(4) + bytes(alias))
    dref = make_box(b"dref", struct.pack(">II", 0, 2) + entries)
    path.write_bytes(replaced(path.read_bytes(), (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"), dref))


@kind
def film_and_page(path, bait):
    """A good mp4 that is a web page too, for whoever serves it under the wrong name."""
    films.encode(path, *REEL, *films.AAC, seconds=2)
    page = f"<html><body><script>fetch('{bait.url}/polyglot')</script></body></html>".encode()
    data = path.read_bytes()
    path.write_bytes(data + make_box(b"free", page) + page)


@kind
def archive(path, bait):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("../../etc/cron.d/x", "* * * * * root true\n")
        zipped.writestr("zeros", bytes(50_000_000))


@kind
def gzip_bomb(path, bait):
    with gzip.open(path, "wb", 1) as bomb:
        for _ in range(300):
            bomb.write(bytes(1_000_000))


@kind
def noise_behind_a_header(path, bait):
    path.write_bytes(make_box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + Random(7).randbytes(400_000))


@kind
def page_behind_an_mp3_header(path, bait):
    path.write_bytes(b"ID3\x04\0\0\0\0\0\0" + f"<script src='{bait.url}/mp3.js'></script>".encode() * 2000)
