"""HLS playlists as text: from what ffmpeg wrote to what is kept in a row, and from there to what a player gets.

Ffmpeg's own master playlist is not used: its bandwidth is that of the sound where quality is constant, and it names no
codecs for a copied picture.
"""

import re
from dataclasses import dataclass

MEDIA = "{media}"
KEPT_TAGS = (
    "#EXTM3U",
    "#EXT-X-VERSION:",
    "#EXT-X-TARGETDURATION:",
    "#EXT-X-MEDIA-SEQUENCE:",
    "#EXT-X-PLAYLIST-TYPE:",
    "#EXT-X-INDEPENDENT-SEGMENTS",
    "#EXTINF:",
    "#EXT-X-BYTERANGE:",
    "#EXT-X-ENDLIST",
)
MAP = re.compile(r'#EXT-X-MAP:URI="[^"]*",BYTERANGE="(\d+)@(\d+)"')
# The video boxes are found by name: this reads what our own muxer wrote into the first bytes of a rendition.
AVCC = re.compile(rb"avcC\x01(...)", re.DOTALL)
DECODER_CONFIG, DECODER_SPECIFIC = b"\x04", b"\x05"
DECODER_CONFIG_BYTES = 13


@dataclass(frozen=True)
class Media:
    """A media playlist with `{media}` where the address of its one file goes. Bandwidths are bits per second."""

    text: str
    bandwidth: int
    average_bandwidth: int
    header_bytes: int


def read(text):
    """The playlist ffmpeg wrote, kept tag by tag: nothing that we do not know is passed on. Raises ValueError."""
    lines, seconds, sizes, header = [], [], [], None
    for line in text.splitlines():
        if found := MAP.fullmatch(line):
            header = int(found[1])
            lines.append(f'#EXT-X-MAP:URI="{MEDIA}",BYTERANGE="{found[1]}@{found[2]}"')
        elif line.startswith(KEPT_TAGS):
            lines.append(line)
        elif line and not line.startswith("#"):
            lines.append(MEDIA)
        if line.startswith("#EXTINF:"):
            seconds.append(float(line.removeprefix("#EXTINF:").rstrip(",")))
        elif line.startswith("#EXT-X-BYTERANGE:"):
            sizes.append(int(line.removeprefix("#EXT-X-BYTERANGE:").split("@")[0]))
    if header is None or not sizes or len(sizes) != len(seconds) or not sum(seconds):
        raise ValueError("This is not a playlist of byte ranges in one fragmented MP4.")
    rates = [8 * size / lasts for size, lasts in zip(sizes, seconds, strict=True) if lasts]
    return Media(
        text="\n".join(lines) + "\n",
        bandwidth=round(max(rates)),
        average_bandwidth=round(8 * sum(sizes) / sum(seconds)),
        header_bytes=header,
    )


def master(renditions, url_for):
    """The playlist a player opens first; `url_for(rendition)` answers the address of a rendition's own playlist."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for each in renditions:
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={each.bandwidth},AVERAGE-BANDWIDTH={each.average_bandwidth},"
            f'CODECS="{each.codecs}",RESOLUTION={each.width}x{each.height}'
        )
        lines.append(_address(url_for(each)))
    return "\n".join(lines) + "\n"


def signed(playlist, url):
    """A kept playlist with the address of its file filled in, in the header's place too."""
    return playlist.replace(MEDIA, _address(url))


def codecs(header):
    """The codecs as RFC 6381 names them, like "avc1.64001f,mp4a.40.2", out of the first bytes of a rendition."""
    found = AVCC.search(header)
    if not found:
        raise ValueError("This rendition's header holds no H.264 picture.")
    names = [f"avc1.{found[1].hex()}"]
    if (place := header.find(b"esds")) >= 0:
        names.append(f"mp4a.40.{_audio_object_type(header[place + 8 :])}")
    return ",".join(names)


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
