"""HLS playlists as text: from what ffmpeg wrote to what is kept in a row, and from there to what a player gets.

Ffmpeg's own master playlist is not used: its bandwidth is that of the sound where quality is constant, and it names no
codecs for a copied picture.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

MEDIA = "{media}"
GROWS, IS_WHOLE = "#EXT-X-PLAYLIST-TYPE:EVENT", "#EXT-X-ENDLIST"
FROM_THE_BEGINNING = "#EXT-X-START:TIME-OFFSET=0"  # and not from the last moment, as players do with a broadcast
LENGTH = "#EXTINF:"
# With their line ends: the last line of a playlist that is being written may not be all there.
MAP = re.compile(r'^#EXT-X-MAP:URI="[^"]*",BYTERANGE="(\d+)@0"\n', re.MULTILINE)
SEGMENT = re.compile(r"^#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n[^#\n]+\n", re.MULTILINE)
# The video boxes are found by name: this reads what our own muxer wrote into the first bytes of a rendition.
AVCC = re.compile(rb"avcC\x01(...)", re.DOTALL)
DECODER_CONFIG, DECODER_SPECIFIC = b"\x04", b"\x05"
DECODER_CONFIG_BYTES = 13


@dataclass(frozen=True)
class Segment:
    """Some seconds of a film: `size` bytes of its file, from `at` on. The first bytes of the file are its header."""

    seconds: float
    size: int
    at: int

    @property
    def end(self):
        return self.at + self.size


@dataclass(frozen=True)
class Media:
    """A media playlist with `{media}` where the address of its one file goes; its pieces are at `{media}/1.mp4` and so
    on where the file still grows. Bandwidths are bits per second."""

    text: str
    bandwidth: int
    average_bandwidth: int
    header_bytes: int


def read(text):
    """The playlist of a whole film, out of what ffmpeg wrote: nothing but numbers is taken over. Raises ValueError."""
    found = segments(text)
    if IS_WHOLE not in text or not found or text.count(LENGTH) != len(found):
        raise ValueError("This is not a playlist of byte ranges in one fragmented MP4.")
    return _media(found, lambda at: (MEDIA, at), "#EXT-X-PLAYLIST-TYPE:VOD", IS_WHOLE)


def in_pieces(text, ends):
    """The playlist of what is stored of a film that ffmpeg still writes. Raises ValueError.

    `ends` are the places in the file at which its pieces end, in order; each is that of a segment.
    """
    begins = [0, *ends]

    def place(at):
        number = bisect_right(begins, at)
        return f"{MEDIA}/{number}.mp4", at - begins[number - 1]

    return _media([each for each in segments(text) if each.end <= ends[-1]], place, f"{GROWS}\n{FROM_THE_BEGINNING}")


def segments(text):
    """All that a playlist of ffmpeg names, in order, also one that is not finished. Raises ValueError where one of
    them does not begin where the last one ended."""
    header = MAP.search(text)
    found = [Segment(float(seconds), int(size), int(at)) for seconds, size, at in SEGMENT.findall(text)]
    ends = [int(header[1]) if header else 0, *(each.end for each in found)]
    if found and (not header or any(each.at != end for each, end in zip(found, ends, strict=False))):
        raise ValueError("This playlist does not name every byte of its file.")
    return found


def seconds(playlist):
    """How much of a film a kept playlist names."""
    return sum(float(line[len(LENGTH) :].rstrip(",")) for line in playlist.splitlines() if line.startswith(LENGTH))


def grows(playlist):
    """Whether a kept playlist is one `in_pieces`."""
    return GROWS in playlist


def master(renditions, url_for):
    """The playlist a player opens first; `url_for(rendition)` answers the address of a rendition's own playlist."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for each in renditions:
        size = f",RESOLUTION={each.width}x{each.height}" if each.height else ""
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={each.bandwidth},AVERAGE-BANDWIDTH={each.average_bandwidth},"
            f'CODECS="{each.codecs}"{size}'
        )
        lines.append(_address(url_for(each)))
    return "\n".join(lines) + "\n"


def carried_first(renditions, line):
    """Of rising renditions, that which a line of so many bits a second carries comes first: players of a browser's own
    begin with the first that a master playlist names."""
    carried = [each for each in renditions if each.bandwidth <= line]
    first = carried[-1:] or renditions[:1]
    return [*first, *(each for each in renditions if each not in first)]


def signed(playlist, url):
    """A kept playlist with the address of its file filled in, in the header's place too."""
    return playlist.replace(MEDIA, _address(url))


def codecs(header):
    """The codecs as RFC 6381 names them, like "avc1.64001f,mp4a.40.2", out of the first bytes of a rendition."""
    found = AVCC.search(header)
    names = [f"avc1.{found[1].hex()}"] if found else []
    if (place := header.find(b"esds")) >= 0:
        names.append(f"mp4a.40.{_audio_object_type(header[place + 8 :])}")
    if not names:
        raise ValueError("This rendition's header holds neither H.264 nor AAC.")
    return ",".join(names)


def _media(found, place, kind, *last):
    """`place(at)` answers the address of a byte of the file, and where in the object of that address it is."""
    lasts, sizes = sum(each.seconds for each in found), sum(each.size for each in found)
    if not lasts:
        raise ValueError("This playlist names nothing that could be watched.")
    header = found[0].at
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{max(map(_whole_seconds, found))}"]
    lines += ["#EXT-X-MEDIA-SEQUENCE:0", kind, "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [f'#EXT-X-MAP:URI="{place(0)[0]}",BYTERANGE="{header}@0"']
    for each in found:
        url, at = place(each.at)
        lines += [f"{LENGTH}{each.seconds:.6f},", f"#EXT-X-BYTERANGE:{each.size}@{at}", url]
    return Media(
        text="\n".join([*lines, *last]) + "\n",
        bandwidth=round(max(8 * each.size / each.seconds for each in found if each.seconds)),
        average_bandwidth=round(8 * sizes / lasts),
        header_bytes=header,
    )


def _whole_seconds(segment):
    return max(1, int(segment.seconds + 0.5))


def _address(url):
    """An address that cannot end the line or the quotes it is put into."""
    if re.search(r'["\s{}]', url):
        raise ValueError("This address cannot stand in a playlist.")
    return url


def _audio_object_type(descriptors):
    """From an MPEG-4 elementary stream descriptor (ISO/IEC 14496-1, 7.2.6): 2 is AAC-LC, 5 is HE-AAC."""
    decoder = _body(descriptors, descriptors.find(DECODER_CONFIG))
    specific = descriptors.find(DECODER_SPECIFIC, decoder + DECODER_CONFIG_BYTES)
    return descriptors[_body(descriptors, specific)] >> 3


def _body(descriptors, tag):
    """Where a descriptor's content begins: after its tag and one to four bytes of length."""
    place = tag + 1
    while descriptors[place] & 0x80:
        place += 1
    return place + 1
