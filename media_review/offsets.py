"""From the clock of a live observation to its film, and back. Pure: integer milliseconds.

What stood on the clock is remembered beside where it stands now, so that an offset can be corrected as often as anybody
likes: what was cut off at an end of the film comes back, and nothing drifts.
"""


def placed(clock, offset_ms=0, length_ms=None):
    """(start, end) on the clock → the same in a film in which the clock begins at `offset_ms`, cut to its length.

    A range of which nothing, or nothing but an edge, is left becomes a moment: its end is None.
    """
    start, end = (_within(ms + offset_ms, length_ms) if ms is not None else None for ms in clock)
    return start, end if end is not None and end > start else None


def on_clock(times, remembered, offset_ms=0, length_ms=None):
    """Where feedback stood on the clock, by where it stands now. What somebody moved by hand is taken at its place."""
    if is_where_put(times, remembered, offset_ms, length_ms):
        return remembered
    return tuple(ms - offset_ms if ms is not None else None for ms in times)


def is_where_put(times, remembered, offset_ms=0, length_ms=None):
    """False when it never stood on a clock, or when somebody has changed its times since."""
    return remembered[0] is not None and placed(remembered, offset_ms, length_ms) == tuple(times)


def outside(clock, offset_ms, length_ms):
    """-1 when all of it lies before the film, 1 when all of it lies after the film, else 0."""
    start, end = clock
    if (end or start) + offset_ms < 0:
        return -1
    return int(length_ms is not None and start + offset_ms > length_ms)


def _within(ms, length_ms):
    return max(0, ms if length_ms is None else min(ms, length_ms))
