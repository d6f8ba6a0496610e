"""Caption files as lines of text, and what both formats have in common. Pure.

Whatever is wrong is said with the number of its line, counted from 1, and with what to do about it.
"""

import codecs
import html
import re
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_review.transcripts.cues import Cue, plain

MOST = 100_000
LONGEST_TEXT = 2000
LONGEST_SPEAKER = 80
QUOTED = 60
NO_EMPTY_LINE = gettext_lazy("a caption begins here. Put an empty line before it.")
LINE_END = re.compile("\r\n|\r|\n")
ARROW = "-->"
TIMES = re.compile(
    r"[ \t]*(?:(?P<h>[0-9]{1,4}):)?(?P<m>[0-5][0-9]):(?P<s>[0-5][0-9])(?P<point>[.,])(?P<ms>[0-9]{3})"
    r"[ \t]*-->"
    r"[ \t]*(?:(?P<h2>[0-9]{1,4}):)?(?P<m2>[0-5][0-9]):(?P<s2>[0-5][0-9])(?P<point2>[.,])(?P<ms2>[0-9]{3})"
    r"(?:[ \t].*)?"
)
# Tags are dropped and their words kept. What is no tag of a caption is text, such as <laughs>.
TAG = re.compile(
    r"<v(?:\.[^\s<>]*)?[ \t]+(?P<voice>[^<>]*)>|(?P<voice_ends></v>)|(?P<new_line><br ?/?>)|<[0-9:.]+>|</?>"
    r"|</?(?:a|b|big|c|div|em|font|i|lang|p|rt|ruby|s|small|span|strong|u|v)(?:[.\s][^<>]*)?>",
    re.IGNORECASE,
)


class Unreadable(Exception):
    """The file cannot be taken; the message says where it is wrong, and what to do."""


def lines_of(content):
    """The text of a file as (number, line). UTF-8, with or without its mark, and UTF-16 with it. Raises Unreadable."""
    text = _decoded(content)
    if "\0" in text:
        refuse(_line_at(text, text.index("\0")), _("this is no text. Save the file as plain text in UTF-8."))
    return list(enumerate(LINE_END.split(text), start=1))


def blocks_of(lines):
    """Runs of lines with an empty one between them."""
    block = []
    for number, line in lines:
        if line.strip(" \t"):
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def cue_of(number, times, payload, *, has_entities):
    """What one caption says, as Cues: each voice in it is one of its own. `number` is the line of its times."""
    start, end = _ms(times, ""), _ms(times, "2")
    if end < start:
        refuse(number, _("this caption ends before it begins. Mend the times in this line."))
    for line_number, line in payload:
        if TIMES.fullmatch(line):
            refuse(line_number, NO_EMPTY_LINE)
    for speaker, words in _voices("\n".join(line for _number, line in payload), html.unescape if has_entities else str):
        if len(words) > LONGEST_TEXT:
            sentence = _("this caption is longer than %(longest)d characters. Cut it into shorter ones.")
            refuse(number, sentence % {"longest": LONGEST_TEXT})
        yield Cue(start, end, words, speaker)


def refuse_times(number, line, example):
    quoted = line.strip()[:QUOTED]
    sentence = _("a caption's times are expected here, such as %(example)s, and this is “%(quoted)s”.")
    refuse(number, sentence % {"example": example, "quoted": quoted})


def refuse(number, sentence):
    raise Unreadable(_("Line %(number)d: %(sentence)s") % {"number": number, "sentence": sentence})


def _decoded(content):
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Unreadable(_("This file is written in UTF-32. Open it in a text editor and save it as UTF-8."))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            sentence = _("This file ends in the middle of a letter. Copy it again from where it comes from.")
            raise Unreadable(sentence) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        number = _line_at(content[: trouble.start].decode("latin-1"), trouble.start)
    # Any bytes are some Latin-1, so a guess would be believed, and every accent in the film be wrong.
    refuse(number, _("a letter here is not UTF-8. Open the file in a text editor and save it with encoding UTF-8."))


def _line_at(text, place):
    return len(LINE_END.findall(text[:place])) + 1


def _ms(times, which):
    hours, minutes, seconds, ms = (int(times[name + which] or 0) for name in ("h", "m", "s", "ms"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _voices(text, understood):
    """[(speaker, words)] of one caption; at least one, if only of silence."""
    spans, speaker, begin = [], "", 0
    for tag in TAG.finditer(text):
        spans.append((speaker, text[begin : tag.start()] + ("\n" if tag["new_line"] else "")))
        begin = tag.end()
        if tag["voice"] is not None or tag["voice_ends"]:
            speaker = plain(understood(tag["voice"] or "")).replace("\n", " ")[:LONGEST_SPEAKER].strip()
    spans.append((speaker, text[begin:]))
    runs = groupby(spans, key=itemgetter(0))
    said = [(who, plain(understood("".join(words for _who, words in run)))) for who, run in runs]
    return [(who, words) for who, words in said if words] or [("", "")]
