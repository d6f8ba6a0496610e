"""Playlists as text: what ffmpeg wrote, what is kept, what a player gets."""

from types import SimpleNamespace

import pytest

from media_review import playlists

WRITTEN = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="480p.mp4",BYTERANGE="1000@0"
#EXTINF:4.000000,
#EXT-X-BYTERANGE:500000@1000
480p.mp4
#EXTINF:2.000000,
#EXT-X-BYTERANGE:100000@501000
480p.mp4
#EXT-X-ENDLIST
"""
URL = "https://films.example.org/b/480p.mp4?X-Amz-Signature=a1&X-Amz-Expires=900"


def test_a_kept_playlist_names_no_file_and_measures_its_peak():
    media = playlists.read(WRITTEN)
    assert "480p" not in media.text
    assert media.text == WRITTEN.replace("480p.mp4", "{media}")
    assert media.bandwidth == 1_000_000
    assert media.average_bandwidth == 800_000
    assert media.header_bytes == 1000


def test_signing_fills_in_every_place_and_leaves_none():
    text = playlists.signed(playlists.read(WRITTEN).text, URL)
    assert text == WRITTEN.replace("480p.mp4", URL)
    assert '#EXT-X-MAP:URI="https://films.example.org' in text


GROWING = WRITTEN.removesuffix("#EXT-X-ENDLIST\n").replace("VOD", "EVENT")


def test_what_is_stored_in_pieces_is_named_by_them():
    longer = GROWING + "#EXTINF:4.000000,\n#EXT-X-BYTERANGE:7000@601000\n480p.mp4\n"
    media = playlists.in_pieces(longer, [501000, 608000])
    assert [line for line in media.text.splitlines() if "BYTERANGE" in line or "{" in line] == [
        '#EXT-X-MAP:URI="{media}/1.mp4",BYTERANGE="1000@0"',
        "#EXT-X-BYTERANGE:500000@1000",
        "{media}/1.mp4",
        "#EXT-X-BYTERANGE:100000@0",
        "{media}/2.mp4",
        "#EXT-X-BYTERANGE:7000@100000",
        "{media}/2.mp4",
    ]
    assert playlists.grows(media.text)
    assert not playlists.grows(playlists.read(WRITTEN).text)
    assert (playlists.seconds(media.text), media.header_bytes) == (10, 1000)
    assert "#EXT-X-ENDLIST" not in media.text


def test_what_is_not_stored_yet_is_not_named():
    media = playlists.in_pieces(GROWING, [501000])
    assert playlists.seconds(media.text) == 4
    assert "/2.mp4" not in media.text


@pytest.mark.parametrize("lines", range(1, 14))
def test_a_playlist_that_is_being_written_names_whole_segments_alone(lines):
    cut = "".join(GROWING.splitlines(keepends=True)[:lines])[:-1]
    assert {each.size for each in playlists.segments(cut)} <= {500000, 100000}
    assert len(playlists.segments(cut)) == (0 if lines < 11 else 1)


def test_a_film_with_a_hole_is_refused():
    with pytest.raises(ValueError, match="every byte"):
        playlists.segments(WRITTEN.replace("@501000", "@501001"))


def test_a_film_without_an_end_is_not_whole():
    with pytest.raises(ValueError, match="not a playlist"):
        playlists.read(GROWING)


@pytest.mark.parametrize("url", ['https://x/"', "https://x/\n#EXT", "https://x/ y", "{media}"])
def test_an_address_that_would_break_out_is_refused(url):
    with pytest.raises(ValueError, match="address"):
        playlists.signed(playlists.read(WRITTEN).text, url)


def test_a_tag_nobody_knows_is_not_passed_on():
    media = playlists.read(WRITTEN.replace("#EXT-X-ENDLIST", '#EXT-X-KEY:URI="http://elsewhere/"\n#EXT-X-ENDLIST'))
    assert "elsewhere" not in media.text
    assert media.text.endswith("#EXT-X-ENDLIST\n")


@pytest.mark.parametrize("broken", ["", "#EXTM3U\n", WRITTEN.replace("#EXT-X-MAP", "#EXT-X-MOP")])
def test_what_is_no_playlist_of_byte_ranges_is_refused(broken):
    with pytest.raises(ValueError, match="playlist"):
        playlists.read(broken)


def test_a_master_playlist_says_what_each_rendition_needs():
    renditions = [
        SimpleNamespace(bandwidth=900, average_bandwidth=700, codecs="avc1.64001e,mp4a.40.2", width=852, height=480),
        SimpleNamespace(bandwidth=2000, average_bandwidth=1500, codecs="avc1.64001f", width=1280, height=720),
    ]
    assert playlists.master(renditions, lambda each: f"{each.height}.m3u8") == (
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=900,AVERAGE-BANDWIDTH=700,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=852x480\n'
        "480.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=2000,AVERAGE-BANDWIDTH=1500,CODECS="avc1.64001f",RESOLUTION=1280x720\n'
        "720.m3u8\n"
    )


def test_codecs_are_read_from_a_header():
    avcc = b"....avcC\x01\x4d\x40\x1f\xff"
    # An elementary stream descriptor with long lengths, as ffmpeg writes them; audio object type 5 is HE-AAC.
    esds = b"esds\0\0\0\0\x03\x80\x80\x80\x25\x00\x02\x00\x04\x80\x80\x80\x17\x40\x15" + bytes(11)
    assert playlists.codecs(avcc) == "avc1.4d401f"
    assert playlists.codecs(avcc + esds + b"\x05\x80\x80\x80\x02\x11\x90") == "avc1.4d401f,mp4a.40.2"
    assert playlists.codecs(avcc + esds + b"\x05\x80\x80\x80\x02\x2b\x92") == "avc1.4d401f,mp4a.40.5"
    with pytest.raises(ValueError, match=r"H\.264"):
        playlists.codecs(b"hvcC")
