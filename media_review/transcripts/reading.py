"""A caption file, judged whole: either all of it is understood, or a sentence says which line is wrong. Pure."""

from itertools import islice

from django.utils.translation import gettext as _

from media_review.transcripts import srt, webvtt
from media_review.transcripts.lines import MOST, QUOTED, Unreadable, lines_of


def read(content):
    """The Cues in the bytes of a file, by what it holds and never by its name. Raises Unreadable."""
    lines = lines_of(content)
    first = next((line for _number, line in lines if line.strip()), "")
    if webvtt.is_webvtt(lines[0][1]):
        found = webvtt.read(lines)
    elif srt.is_srt(first):
        found = srt.read(lines)
    elif not first:
        raise Unreadable(_("There is nothing in this file."))
    else:
        sentence = _(
            "This is neither WebVTT nor SRT. The first line of a WebVTT file is WEBVTT, that of an SRT file is 1, and"
            " here it is “%(quoted)s”."
        )
        raise Unreadable(sentence % {"quoted": first.strip()[:QUOTED]})
    cues = list(islice(found, MOST + 1))
    if len(cues) > MOST:
        raise Unreadable(_("There are more than %(most)d captions in this file. Please cut it.") % {"most": MOST})
    if not any(cue.text for cue in cues):
        raise Unreadable(_("There are no words in this file. Export the captions again, and look into the file."))
    return cues
