"""The grammar of MP4, RIFF, Matroska and PNG, as far as films must be broken."""

import struct
import zlib

TABLES = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


def make_box(name, content):
    return struct.pack(">I", len(content) + 8) + name + content


def replaced(data, names, box, add=False):
    """`data` with the first box at the path `names` replaced. The index must be at its end: no offset is mended."""
    at = 0
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        if name == names[0]:
            new = box if len(names) == 1 else make_box(name, replaced(data[at + 8 : at + size], names[1:], box, add))
            return data[:at] + new + data[at + size :]
        at += size
    assert add, names
    return data + box


def overwrite(data, name, offset, content):
    """Over every box (or chunk) of that name, `offset` bytes behind the name."""
    at = data.find(name)
    assert at > 0, name
    while at > 0:
        begin = at + len(name) + offset
        data[begin : begin + len(content)] = content
        at = data.find(name, at + 4)


def riff(name, content):
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def ebml(number, content):
    size = (len(content) | 1 << 56).to_bytes(8)
    return number.to_bytes((number.bit_length() + 7) // 8) + size + content


def matroska(cluster, packing=b""):
    """One picture of raw bytes and one sound of eight bits, with all clusters in one."""
    head = ebml(0x1A45DFA3, ebml(0x4282, b"matroska") + ebml(0x4287, b"\x04") + ebml(0x4285, b"\x02"))
    size = ebml(0xE0, ebml(0xB0, struct.pack(">H", 1920)) + ebml(0xBA, struct.pack(">H", 1080)))
    times = ebml(0x23E383, struct.pack(">I", 40_000_000))
    kinds = ebml(0x83, b"\x01") + ebml(0x86, b"V_UNCOMPRESSED") + times
    picture = ebml(0xAE, ebml(0xD7, b"\x01") + ebml(0x73C5, b"\x01") + kinds + size + packing)
    rate = ebml(0xE1, ebml(0xB5, struct.pack(">f", 8000)) + ebml(0x9F, b"\x01") + ebml(0x6264, b"\x08"))
    heard = ebml(0xD7, b"\x02") + ebml(0x73C5, b"\x02") + ebml(0x83, b"\x02")
    sound = ebml(0xAE, heard + ebml(0x86, b"A_PCM/INT/LIT") + rate)
    info = ebml(0x1549A966, ebml(0x2AD7B1, struct.pack(">I", 1_000_000)))
    tracks = ebml(0x1654AE6B, sound if not packing else picture + sound)
    return head + ebml(0x18538067, info + tracks + ebml(0x1F43B675, cluster))


def png(side):
    """A square of black, a bit for each of its pixels: kilobytes here, and gigabytes once it is painted."""
    rows = zlib.compress(bytes(1 + side // 8) * side, 1)
    chunks = {b"IHDR": struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0), b"IDAT": rows, b"IEND": b""}
    body = (
        struct.pack(">I", len(c)) + name + c + struct.pack(">I", zlib.crc32(name + c)) for name, c in chunks.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)
