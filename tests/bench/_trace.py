"""What a worker's tools really ask of the system, as `strace` tells it."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

STRACE = ("strace", "-f", "-qq", "--seccomp-bpf", "-Y", "-y", "-e", "trace=execve,network,open,openat,openat2,creat")
TOOLS = ("ffmpeg", "ffprobe")
# What stands around the tools. Whatever else is found running counts as a tool: nothing is overlooked by its name.
OURS = ("python", "bwrap", "setpriv", "nice", "prlimit", "true", "ldconfig", "uname", "sh", "strace")
SYSTEM = ("/usr/", "/lib/", "/lib64/", "/bin/", "/dev/", "/proc/", "/sys/", "/etc/alternatives/", "/etc/ld.so.")
JOB = re.compile(r"^(/job(/|$)|\S*/coachcycle-film-[^/]+(/|$))")
LINE = re.compile(r"^(\d+)<([^>]*)> (\w+)\((.*)$")
OPENED = re.compile(r"= \d+<([^>]*)>")
NAMED = re.compile(r'(?:AT_FDCWD<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
STARTED = re.compile(r'^"([^"]+)".*= 0$')
# Between processes of this machine, and to nobody: not one of the ways out.
HARMLESS = ("getsockopt", "getsockname", "socketpair")


@dataclass
class Trace:
    """Reads a growing file of strace's. `connections` and `foreign_reads` are the lines that should not be there."""

    path: str
    at: int = 0
    runs: dict = field(default_factory=dict)
    unfinished: dict = field(default_factory=dict)
    connections: list = field(default_factory=list)
    foreign_reads: list = field(default_factory=list)
    tools_seen: int = 0

    def read(self):
        """What has come since the last time."""
        with open(self.path, errors="replace") as file:
            file.seek(self.at)
            for line in iter(file.readline, ""):
                if not line.endswith("\n"):
                    break
                self.at = file.tell()
                self._line(line.rstrip())

    def _line(self, line):
        line = self._whole(line)
        found = LINE.match(line) if line else None
        if not found:
            return
        pid, command, call, rest = found.groups()
        if call == "execve":
            if started := STARTED.match(rest):
                self.runs[pid] = PurePosixPath(started[1]).name
                self.tools_seen += self.runs[pid] in TOOLS
        elif not self.runs.get(pid, command).startswith(OURS):
            self._asked(call, rest, line)

    def _asked(self, call, rest, line):
        if call in ("open", "openat", "openat2", "creat"):
            if (path := _opened(rest)) and not JOB.match(path) and not path.startswith(SYSTEM):
                self.foreign_reads.append(line)
        elif call not in HARMLESS:
            self.connections.append(line)

    def _whole(self, line):
        """Strace cuts a call in two when another process speaks in between."""
        pid = line.partition("<")[0]
        if line.endswith("<unfinished ...>"):
            self.unfinished[pid] = line.removesuffix("<unfinished ...>").rstrip()
            return None
        if resumed := re.search(r"<\.\.\. \w+ resumed>(.*)$", line):
            return self.unfinished.pop(pid, "") + resumed[1]
        return line


def _opened(rest):
    """The path of the file that is open now, without links and dots where the kernel says so; "" when it is not."""
    if not (opened := OPENED.search(rest)):
        return ""
    if opened[1].startswith("/"):
        return opened[1]
    named = NAMED.search(rest)
    return str(PurePosixPath(named[1] or "/") / named[2]) if named else opened[1]
