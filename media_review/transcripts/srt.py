"""SRT, which has no standard: numbers, times with a comma, and text that may hold a few tags. Pure."""

import re

from media_review.transcripts.lines import ARROW, TIMES, blocks_of, cue_of, refuse_times

EXAMPLE = f"00:01:02,500 {ARROW} 00:01:04,000"
PLACING = re.compile(r"\{\\[^{}]*\}")
# A player would take it for a tag and not show it: a blank keeps the words.
LIKE_A_TAG = re.compile(r"<(?=[/a-zA-Z0-9:.>])|\{(?=\\)")


def is_srt(first_line):
    return first_line.strip().isdecimal() or ARROW in first_line


def read(lines):
    """Cues of the lines of a file, as they stand in it. Raises Unreadable."""
    for block in blocks_of(lines):
        yield from _cues(block)


def write(cues):
    """A file for players that know no other. Who speaks stands before the words."""
    return "\n".join(
        f"{number}\n{_time(cue.start_ms)} {ARROW} {_time(cue.end_ms)}\n{_payload(cue)}\n"
        for number, cue in enumerate(cues, start=1)
    )


def _payload(cue):
    words = f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text
    return LIKE_A_TAG.sub(r"\g<0> ", words)


def _time(ms):
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{ms:03}"


def _cues(block):
    """Of one caption: its number, its times, what is said. Some tools leave out the number."""
    has_number = len(block) > 1 and block[0][1].strip().isdecimal()
    number, line = block[1] if has_number else block[0]
    times = TIMES.fullmatch(line)
    if times is None:
        refuse_times(number, line, EXAMPLE)
    payload = [(at, PLACING.sub("", text)) for at, text in block[2 if has_number else 1 :]]
    return cue_of(number, times, payload, has_entities=False)
