"""Places in a film: integer milliseconds on one side, what people read and type on the other."""

import re

TYPED = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?")


def clock(ms):
    """62_000 → "1:02"; the hour only where there is one. Fractions of a second are not shown."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def exact(ms):
    """As `clock`, and to the millisecond where it matters: what a field holds must come back the same."""
    fraction = f".{ms % 1000:03}".rstrip("0") if ms % 1000 else ""
    return clock(ms) + fraction


def stretch(start_ms, end_ms):
    return clock(start_ms) if end_ms is None else f"{clock(start_ms)}\u2013{clock(end_ms)}"


def timestamp(ms):
    """As WebVTT writes a time: 62_500 → "00:01:02.500"."""
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def read(typed):
    """Milliseconds of "1:02", "1:02:03.5" or a number of seconds. Raises ValueError for anything else."""
    found = TYPED.fullmatch(typed.strip())
    if not found:
        raise ValueError(f"{typed!r} is not a time.")
    hours, minutes, seconds, fraction = found.groups()
    if (minutes is not None and int(seconds) > 59) or (hours is not None and int(minutes) > 59):
        raise ValueError(f"{typed!r} is not a time.")
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))
