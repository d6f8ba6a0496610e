"""Feedback and lesson segments as WebVTT: https://www.w3.org/TR/webvtt1/. Players show it beside the film."""

import re

from media_review.clock import timestamp

# How long a moment stands on the screen.
MOMENT_MS = 4000


def comments(pieces):
    """A cue for each piece: who, of which kind, what, and what they make of it; replies follow in the same cue."""
    cues = [_cue(piece) for piece in sorted(pieces, key=lambda piece: (piece.start_ms, piece.end_ms or 0))]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def chapters(stretches):
    """A chapter for each (title, from_ms, to_ms), in order and side by side; empty ones are left out."""
    cues = [
        f"{timestamp(start)} --> {timestamp(end)}\n{_text(title)}" for title, start, end in stretches if start < end
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cue(piece):
    end = piece.end_ms or piece.start_ms + MOMENT_MS
    said = [f"<v {_name(each.author)}>{_text(words)}</v>" for each, words in _said(piece)]
    return "\n".join([piece.id, f"{timestamp(piece.start_ms)} --> {timestamp(end)}", *said])


def _said(piece):
    about = ", ".join(filter(None, (piece.criterion, piece.level)))
    kind = f"{piece.word}, {piece.state}" if piece.is_draft else piece.word
    yield piece, ": ".join(filter(None, (kind, piece.body))) + (f" ({about})" if about else "")
    yield from ((piece, words) for words in (piece.interpretation, piece.link) if words)
    yield from ((reply, reply.body) for reply in piece.replies)


def _text(words):
    """Cue text cannot hold an empty line, which would end it, nor what looks like a tag or an arrow."""
    lines = (line.strip() for line in words.replace("\0", "").splitlines())
    text = "\n".join(line for line in lines if line)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _name(author):
    """An annotation of a voice ends with its tag."""
    return re.sub(r"\s+", " ", re.sub(r"[<>&\0]", "", author)).strip()
