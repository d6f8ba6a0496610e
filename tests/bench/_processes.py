"""What processes use of this machine, as /proc tells it."""

import os
from contextlib import suppress
from pathlib import Path


def children(pid):
    with suppress(OSError):
        return [
            int(each)
            for path in Path(f"/proc/{pid}/task").iterdir()
            for each in (path / "children").read_text().split()
        ]
    return []


def tree(pid):
    """The process and all below it."""
    return [pid, *(each for child in children(pid) for each in tree(child))]


def cpu_seconds(*pids):
    """Processor time used so far, by all threads; children that have ended do not count."""
    used = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def peak_mb(pid):
    """The most memory (MB, resident) it has held since `forget_peak`, or since it began."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6


def forget_peak(pid):
    Path(f"/proc/{pid}/clear_refs").write_text("5")
