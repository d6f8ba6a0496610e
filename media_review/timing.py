"""When the frames of a film are shown, by the packets ffprobe lists: what a header may not know, or get wrong."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

UNKNOWN = "N/A"
# Share of frames out of step from which a film counts as one of variable frame rate; a pause or a cut is not that yet.
MOST_ODD_STEPS = 0.02


@dataclass(frozen=True)
class Timing:
    """In milliseconds, frames a second and bits a second. A browser's webm has no length but this one."""

    begins_ms: int
    begins_with_keyframe: bool
    duration_ms: int
    fps: float
    variable: bool
    # How much longer than usual a frame stands, at the most; and one that a keyframe follows.
    longest_pause_ms: int
    longest_pause_before_key_ms: int
    bitrate: int
    longest_gap_ms: int

    @classmethod
    def read(cls, lines):
        """From the lines of `ffmpeg.probe_packets`; None when no frame is shown, or none can be decoded by itself."""
        packets = sorted(filter(None, map(packet, lines)))
        if not packets or not any(is_key for *_, is_key in packets):
            return None
        shown = [at for at, *_ in packets]
        steps = [later - earlier for earlier, later in pairwise(shown)]
        step = median_low(steps) if steps else 0
        end = max(at + (lasts or step) for at, lasts, *_ in packets)
        duration = end - shown[0]
        before_keys = [wait for wait, (*_, is_key) in zip(steps, packets[1:], strict=True) if is_key]
        keys = [shown[0], *(at for at, *_, is_key in packets if is_key), end]
        return cls(
            begins_ms=shown[0],
            begins_with_keyframe=packets[0][-1],
            duration_ms=duration,
            fps=len(packets) * 1000 / duration if duration else 0.0,
            variable=sum(abs(each - step) > max(2, step // 10) for each in steps) > len(steps) * MOST_ODD_STEPS,
            longest_pause_ms=max(steps, default=0) - step,
            longest_pause_before_key_ms=max(0, max(before_keys, default=0) - step),
            bitrate=sum(size for _, _, size, _ in packets) * 8000 // max(duration, 1),
            longest_gap_ms=max(later - earlier for earlier, later in pairwise(keys)),
        )


def packet(line):
    """(at, lasts, size, is a keyframe), in milliseconds and bytes; None for one never shown, and for no packet."""
    if line.count(",") < 4:
        return None  # what some packets carry beside them has a line of its own
    shown, decoded, lasts, size, flags = line.strip().split(",")[:5]
    at = decoded if shown == UNKNOWN else shown  # avi tells only the order of decoding
    is_hidden = at == UNKNOWN or "D" in flags  # by the note of a phone that cut the beginning off
    return None if is_hidden else (milliseconds(at), milliseconds(lasts), int(size), "K" in flags)


def milliseconds(seconds):
    return round(float(seconds) * 1000) if seconds not in (None, "", UNKNOWN) else 0
