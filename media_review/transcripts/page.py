"""Cues as a page shows them. Pure. There may be tens of thousands: a template could not look at each in time."""

from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from media_review.clock import clock

TOGETHER = 50


class Section(NamedTuple):
    """Some cues that follow each other, as list items; a browser leaves out of its reckoning those out of sight."""

    begins: str
    items: SafeString


def sections(cues, film="", *, links_are_stops=True):
    """`film` is the address of the film, relative to the page; `links_are_stops`: the Tab key stops at every time."""
    link = f'<a class="moment"{"" if links_are_stops else " tabindex=-1"} href="{film}?t='
    speaker, found = "", []
    for begin in range(0, len(cues), TOGETHER):
        some = cues[begin : begin + TOGETHER]
        items = []
        for cue in some:
            items.append(_item(cue, link, cue.speaker != speaker and cue.speaker))
            speaker = cue.speaker
        found.append(Section(clock(some[0].start_ms), SafeString("".join(items))))
    return found


def _item(cue, link, speaker):
    who = f"<b>{escape(speaker)}</b> " if speaker else ""
    words = escape(cue.text.replace("\n", " "))
    return (
        f'<li data-start-ms="{cue.start_ms}" data-end-ms="{cue.end_ms}">'
        f'{link}{cue.start_ms / 1000:.3f}">{clock(cue.start_ms)}</a> <p>{who}<span>{words}</span></p></li>\n'
    )
