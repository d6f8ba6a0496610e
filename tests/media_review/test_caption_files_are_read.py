"""Caption files as tools and people write them: all of what is said is kept, and what is wrong is named by its line."""

import io
import re
from contextlib import suppress

import pytest
import webvtt as reader
from hypothesis import given
from hypothesis import strategies as st

from media_review.clock import timestamp
from media_review.transcripts import srt, webvtt
from media_review.transcripts.cues import Cue, as_rows, fit, from_rows, plain
from media_review.transcripts.lines import MOST, Unreadable
from media_review.transcripts.reading import read

LENGTH = 3_600_000
WORDS = st.text(max_size=120).map(plain).filter(bool)
NAMES = st.text(max_size=40).map(lambda name: plain(name.replace("\n", " ")))


@st.composite
def cues(draw, names=NAMES):
    start = draw(st.integers(0, LENGTH - 2))
    return Cue(start, draw(st.integers(start + 1, LENGTH)), draw(WORDS), draw(names))


def in_order(found):
    return sorted(found, key=lambda cue: cue.start_ms)


# --- What was written is read back ---------------------------------------------------------------


@given(st.lists(cues(), min_size=1, max_size=12).map(in_order), st.sampled_from(["\n", "\r\n", "\r"]))
def test_webvtt_keeps_every_letter_voice_and_millisecond(written, line_end):
    content = webvtt.write(written).replace("\n", line_end)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read(content.encode(encoding)) == written


@given(st.lists(cues(names=st.just("")), min_size=1, max_size=12).map(in_order), st.sampled_from(["\n", "\r\n"]))
def test_srt_keeps_every_word_and_millisecond(written, line_end):
    """Where words look like a tag, a blank is all that is added."""
    found = read(srt.write(written).replace("\n", line_end).encode())
    assert [cue[:2] for cue in found] == [cue[:2] for cue in written]
    for cue, before in zip(found, written, strict=True):
        assert re.sub(r"\s", "", cue.text) == re.sub(r"\s", "", before.text)


@given(st.lists(cues(names=st.just("")), min_size=1, max_size=8).map(in_order), st.sampled_from([webvtt, srt]))
def test_another_reader_finds_the_same_times(written, form):
    found = reader.from_buffer(io.StringIO(form.write(written)), format="vtt" if form is webvtt else "srt").captions
    assert [(cue.start, cue.end) for cue in found] == [
        (timestamp(cue.start_ms), timestamp(cue.end_ms)) for cue in written
    ]


def test_another_reader_finds_the_same_words_and_voices():
    written = [
        Cue(1000, 2500, "Why do you think so?", "Wren Abara"),
        Cue(2000, 4000, "Because it was\ntall & <thin>.", "Ada"),
        Cue(3_599_000, 3_600_000, "Aha. 不 ñ"),
    ]
    found = reader.from_buffer(io.StringIO(webvtt.write(written))).captions
    assert [(cue.start, cue.end, cue.voice) for cue in found] == [
        ("00:00:01.000", "00:00:02.500", "Wren Abara"),
        ("00:00:02.000", "00:00:04.000", "Ada"),
        ("00:59:59.000", "01:00:00.000", None),
    ]
    assert "Why do you think so?" in found[0].text
    assert "Aha. 不 ñ" in found[2].text
    plain_ones = reader.from_buffer(io.StringIO(srt.write(written)), format="srt").captions
    assert [cue.text for cue in plain_ones][::2] == ["Wren Abara: Why do you think so?", "Aha. 不 ñ"]


@given(st.lists(cues(), max_size=10))
def test_rows_keep_cues(some):
    assert from_rows(as_rows(some)) == some


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(content):
    for beginning in (b"", b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n"):
        with suppress(Unreadable):
            found = read(beginning + content)
            assert any(cue.text for cue in found)
            assert all("\n\n" not in cue.text and "\0" not in cue.text for cue in found)


# --- As tools write them -------------------------------------------------------------------------

WITH_EVERYTHING = """\ufeffWEBVTT - Story time
Kind: captions
Language: en

STYLE
::cue { background: url(https://tracker.example/) }

REGION
id:fred
width:40%

NOTE
Written by hand
on two lines

intro
00:01.000 --> 00:02.000 align:start position:10%
<v.loud Wren Abara>Look <b>how</b> <c.big.red>tall</c> <00:01.500>it is</v>

NOTE in the middle

01:00:02.000\t-->\t01:00:03.000
Plain &amp; simple &lt;b&gt; &nbsp;<i>slanted
<v Ada>Me too</v>
<ruby>漢<rt>kan</rt></ruby> <laughs> 1 < 2 <script>alert(1)</script>"""


def test_remarks_and_looks_go_and_words_and_voices_stay():
    assert read(WITH_EVERYTHING.encode()) == [
        Cue(1000, 2000, "Look how tall it is", "Wren Abara"),
        Cue(3_602_000, 3_603_000, "Plain & simple <b> \xa0slanted"),
        Cue(3_602_000, 3_603_000, "Me too", "Ada"),
        Cue(3_602_000, 3_603_000, "漢kan <laughs> 1 < 2 <script>alert(1)</script>"),
    ]


def test_srt_as_it_is_found_in_the_wild():
    content = (
        "1\r\n00:00:01,000 --> 00:00:02,000 X1:40 X2:600\r\n{\\an8}<i>Hello</i> <font color=#fff>you</font> & I\r\n"
        "- Yes<br>- No\r\n\r\n\r\n"
        "00:02.500 --> 00:03.000\r\nNo number\r\n   \r\n7\r\n00:00:09,000 --> 00:00:09,500\r\n"
    )
    assert read(content.encode("utf-8-sig")) == [
        Cue(1000, 2000, "Hello you & I\n- Yes\n- No"),
        Cue(2500, 3000, "No number"),
        Cue(9000, 9500, ""),
    ]


def test_times_that_the_film_does_not_have():
    found = read(
        b"WEBVTT\n\n00:50.000 --> 00:59.000\nLate\n\n00:01.000 --> 00:05.000\nFirst\n\n00:02.000 --> 00:03.000\nOver it"
        b"\n\n00:04.000 --> 00:04.000\nNo time\n\n00:08.000 --> 00:12.000\nPast the end\n\n"
        b"00:09.000 --> 00:10.000\n<b></b>"
    )
    fitted = fit(found, 10_000)
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in fitted.cues] == [
        (1000, 5000, "First"),
        (2000, 3000, "Over it"),
        (4000, 5000, "No time"),
        (8000, 10_000, "Past the end"),
    ]
    assert (fitted.behind, fitted.cut, fitted.brief, fitted.silent) == (1, 1, 1, 1)


# --- Refused, by line ----------------------------------------------------------------------------

VTT, SRT = "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"{VTT}00:01.000 --> 00:02\nHello", "Line 3: .*such as 00:01:02.500 --> 00:01:04.000.*“00:01.000 --> 00:02”"),
        (f"{VTT}00:01,000 --> 00:02,000\nHello", "Line 3: .*times are expected"),
        (f"{VTT}00:61.000 --> 00:62.000\nHello", "Line 3: "),
        (f"{VTT}intro\n00:0x.000 --> 00:02.000\nHello", "Line 4: "),
        (f"{VTT}00:02.000 --> 00:01.000\nHello", "Line 3: this caption ends before it begins"),
        (f"{VTT}00:01.000 --> 00:02.000\nHello\n\nlost words", "Line 6: .*“lost words”"),
        (f"{VTT}00:01.000 --> 00:02.000\nHello\n00:03.000 --> 00:04.000\nYou", "Line 5: a caption begins here"),
        (f"{VTT}NOTE\n00:01.000 --> 00:02.000\nHello", "Line 4: a caption begins here"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nHello", "Line 2: a caption begins here"),
        (f"{VTT}00:01.000 --> 00:02.000\n{'x' * 2001}", "Line 3: .*longer than 2000 characters"),
        (f"{SRT}2\nHello again", "Line 6: .*such as 00:01:02,500"),
        (f"{SRT}2", "Line 5: "),
        (f"{SRT}2\n00:00:03 --> 00:00:04\nHello", "Line 6: "),
        (f"{SRT}2\n00:00:04,000 --> 00:00:03,000\nHello", "Line 6: this caption ends before it begins"),
        (f"{SRT}of two parts", "Line 5: .*“of two parts”"),
        (f"{SRT.strip()}\n2\n00:00:03,000 --> 00:00:04,000\nTwo", "Line 5: a caption begins here"),
        ("Wren: Good morning\n", "neither WebVTT nor SRT.*“Wren: Good morning”"),
        ("webvtt\n\n00:01.000 --> 00:02.000\nHello", "neither WebVTT nor SRT"),
        ("[Script Info]\nTitle: x", "neither WebVTT nor SRT"),
        (" \n\n", "There is nothing in this file"),
        (VTT, "no words in this file"),
        (f"{VTT}00:01.000 --> 00:02.000\n", "no words in this file"),
        (f"{VTT}00:01.000 --> 00:02.000\nHel\0lo", "Line 4: this is no text"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(content, sentence):
    for line_end in ("\n", "\r\n", "\r"):
        with pytest.raises(Unreadable, match=sentence):
            read(content.replace("\n", line_end).encode())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"{VTT}00:01.000 --> 00:02.000\nMañana".encode("latin-1"), "Line 4: a letter here is not UTF-8"),
        (SRT.encode("utf-16-le"), "Line 1: this is no text"),
        (SRT.encode("utf-16")[:-1], "ends in the middle of a letter"),
        (SRT.encode("utf-32"), "UTF-32"),
        (b"PK\x03\x04\x14\x00\x08\x88", "Line 1: a letter here is not UTF-8"),
    ],
)
def test_an_encoding_is_never_guessed(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(content)


def test_a_file_without_end_is_not_read_to_it():
    with pytest.raises(Unreadable, match=f"more than {MOST}"):
        read(b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nx\n\n" * (MOST + 1))


def test_lines_made_to_be_slow_are_not():
    """Each of them would take for ever if a pattern tried all the ways to read it."""
    for line in ("<v " * 20_000, "<" * 60_000, "<1" * 30_000, "0" * 60_000, " " * 60_000 + "x", "&" * 60_000):
        with pytest.raises(Unreadable):
            read(f"{VTT}00:01.000 --> 00:02.000\n{line}\n\n{line}".encode())
