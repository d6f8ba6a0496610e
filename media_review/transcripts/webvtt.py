"""WebVTT, read strictly and written: https://www.w3.org/TR/webvtt1/. Pure."""

import html

from media_review.clock import timestamp
from media_review.transcripts.lines import ARROW, NO_EMPTY_LINE, TIMES, blocks_of, cue_of, refuse, refuse_times

EXAMPLE = f"00:01:02.500 {ARROW} 00:01:04.000"
# Remarks, and how it should look: neither is said by anybody.
UNSPOKEN = ("NOTE", "STYLE", "REGION")


def is_webvtt(first_line):
    return first_line == "WEBVTT" or first_line.startswith(("WEBVTT ", "WEBVTT\t"))


def read(lines):
    """Cues of the lines of a file, as they stand in it. Raises Unreadable."""
    for number, block in enumerate(blocks_of(lines)):
        if number == 0 or _is_unspoken(block):
            _demand_no_times(block)
        else:
            yield from _cues(block)


def write(cues):
    """A file whose cues are those, read by us or by anybody."""
    blocks = (f"{timestamp(cue.start_ms)} {ARROW} {timestamp(cue.end_ms)}\n{_payload(cue)}" for cue in cues)
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _payload(cue):
    words = html.escape(cue.text, quote=False)
    return f"<v {html.escape(cue.speaker, quote=False)}>{words}" if cue.speaker else words


def _is_unspoken(block):
    return block[0][1].replace("\t", " ").partition(" ")[0] in UNSPOKEN


def _demand_no_times(block):
    for number, line in block:
        if TIMES.fullmatch(line):
            refuse(number, NO_EMPTY_LINE)


def _cues(block):
    """Of one caption: perhaps a name, then its times, then what is said."""
    has_name = ARROW not in block[0][1]
    number, line = block[1] if has_name and len(block) > 1 else block[0]
    times = TIMES.fullmatch(line)
    if times is None or "," in (times["point"], times["point2"]):
        refuse_times(number, line, EXAMPLE)
    payload = block[2:] if has_name else block[1:]
    return cue_of(number, times, payload, has_entities=True)
