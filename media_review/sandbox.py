"""Run ffmpeg on a film from a stranger, with as little around it as the machine allows.

With bubblewrap: no network, no files but the system's programs and the job's folder, no capabilities, a user and
processes of its own. Where a container forbids that, limits alone; `checks` then says so loudly. Limits on processor,
memory, file size and time hold either way, and the tool ends when the worker does, however the worker ends.
"""

import errno
import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections import deque
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Timer

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from media_review import ffmpeg

# Of address space, which is more than what is really held: decoders on many cores reserve a lot.
MEMORY_BYTES = 4 * 2**30
# To look at a film takes a fraction of this. A few bytes of a header can ask for gigabytes and for hours, and find out
# here that they are not given. What counts is processor time, so that a good film passes on a busy machine, too.
LOOKING_MEMORY_BYTES = 2**30
LOOKING_SECONDS = 120
LOOKING_CPU_SECONDS = 30
LOOKED_AT_PER_CPU_SECOND = 50_000_000
LOOKING_FILE_BYTES = 64 * 2**20
PROCESSES = 256
OPEN_FILES = 256
NICENESS = 10
COMPLAINT_LINES = 20
# Without the last, every thread reserves 64 MB of address space, and on a large machine the limit is reached by that.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
SILENCE_SECONDS = 1
LONGEST_LINE = 4096
NO_SPACE, NO_MEMORY = os.strerror(errno.ENOSPC), os.strerror(errno.ENOMEM)


class ToolFailed(Exception):
    """ffmpeg or ffprobe gave up, or was ended for using too much. `complaint` is the last of what it said."""

    def __init__(self, argv, status, complaint):
        super().__init__(f"{argv[0]} ended with {status}: {complaint}")
        self.complaint = complaint


class Exhausted(ToolFailed):
    """It wanted more processor time, memory or disk than it may have: so it will again, however idle the machine."""


# Of the tool itself, and as bubblewrap passes them on.
EXHAUSTED = {status for number in (signal.SIGXCPU, signal.SIGXFSZ) for status in (-number, 128 + number)}


def run(
    argv,
    folder,
    *,
    seconds,
    file_bytes,
    cpu_seconds=None,
    memory_bytes=MEMORY_BYTES,
    niceness=NICENESS,
    reads=(),
    on_progress=None,
):
    """Run `argv` ("ffmpeg …", "ffprobe …", "python …") in a job's folder; it may write to `out/` and nowhere else.

    At most `seconds` by the clock, `cpu_seconds` of processor time (else all there is in `seconds`) and `file_bytes`
    per file. `reads` are more files and folders that it may read. `on_progress` hears the milliseconds of film done so
    far, at least once a second, also from a tool that says nothing; whatever it raises ends the tool and is passed on.
    Raises ToolFailed, and its kind Exhausted; OSError (ENOSPC) when the disk is full.
    """
    cpu_seconds = cpu_seconds or round(seconds) * (os.cpu_count() or 1)
    limits = _limits(cpu_seconds, file_bytes, memory_bytes, niceness)
    process = _begin(argv, Path(folder).resolve(), limits, reads)
    clock = Timer(seconds, _kill, [process])
    clock.start()
    try:
        complaint = _listen(process.stdout, on_progress)
        status = process.wait()
    finally:
        clock.cancel()
        _end(process)
    if NO_SPACE in complaint:
        raise OSError(errno.ENOSPC, NO_SPACE)
    if status:
        is_exhausted = status in EXHAUSTED or NO_MEMORY in complaint
        raise (Exhausted if is_exhausted else ToolFailed)(argv, status, complaint)


def look(argv, folder, on_progress=None):
    """`run` with the limits of a tool that looks at a film and makes nothing of it."""
    size = (Path(folder) / ffmpeg.FILM).stat().st_size
    return run(
        argv,
        folder,
        seconds=LOOKING_SECONDS,
        cpu_seconds=LOOKING_CPU_SECONDS + size // LOOKED_AT_PER_CPU_SECOND,
        file_bytes=LOOKING_FILE_BYTES,
        memory_bytes=LOOKING_MEMORY_BYTES,
        on_progress=on_progress,
    )


def _begin(argv, folder, limits, reads):
    tool = sys.executable if argv[0] == "python" else getattr(ffmpeg.binaries(), argv[0])
    (folder / ffmpeg.OUT).mkdir(exist_ok=True)
    return subprocess.Popen(
        [*_walls(folder, [tool, *reads]), *limits, tool, *argv[1:]],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
        process_group=0,
    )


def walls():
    """What stands around the tools on this machine, by MEDIA_SANDBOX: "bubblewrap" or "limits".

    Raises ImproperlyConfigured for another word, and when bubblewrap is demanded and does not work.
    """
    wish = settings.MEDIA_SANDBOX
    if wish not in ("auto", "bubblewrap", "limits"):
        raise ImproperlyConfigured(f"MEDIA_SANDBOX={wish!r} is none of auto, bubblewrap, limits.")
    if wish == "limits":
        return "limits"
    if _bubblewrap_works():
        return "bubblewrap"
    if wish == "bubblewrap":
        raise ImproperlyConfigured("MEDIA_SANDBOX=bubblewrap, but bwrap is missing or may not make namespaces here.")
    return "limits"


@cache
def _bubblewrap_works():
    """Many containers refuse new namespaces, which only trying tells."""
    if not shutil.which("bwrap"):
        return False
    return not subprocess.run([*BUBBLEWRAP, "/usr/bin/true"], capture_output=True, timeout=20, check=False).returncode


SYSTEM = ("/bin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache")
BUBBLEWRAP = [
    *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"),
    *("--ro-bind", "/usr", "/usr", "--dev", "/dev", "--tmpfs", "/tmp"),
    *(word for path in SYSTEM for word in ("--ro-bind-try", path, path)),
    *(word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)),
]


def _walls(folder, reads):
    if walls() == "limits":
        return ["setpriv", "--pdeathsig", "KILL", "--no-new-privs"]
    film = ["--ro-bind", str(folder / ffmpeg.FILM), f"/job/{ffmpeg.FILM}"]
    readable = [word for path in map(str, reads) for word in ("--ro-bind", path, path)]
    return [*BUBBLEWRAP, *readable, "--bind", str(folder), "/job", *film, "--chdir", "/job"]


def _limits(cpu_seconds, file_bytes, memory_bytes, niceness):
    """Inside the walls, so that the count of processes is that of the sandbox and not of the whole machine's user."""
    processes = [f"--nproc={PROCESSES}"] if walls() == "bubblewrap" else []
    return [
        *("nice", "-n", str(niceness), "prlimit", *processes, f"--nofile={OPEN_FILES}", f"--as={memory_bytes}"),
        # The signal comes at the first figure; a tool that does not mind it is killed at the second.
        *(f"--cpu={cpu_seconds}:{cpu_seconds + 1}", f"--fsize={file_bytes}", "--core=0", "--"),
    ]


def _listen(stream, on_progress):
    """Reads all the tool says: progress is passed on, the end of the rest is the complaint."""
    complaint, done = deque(maxlen=COMPLAINT_LINES), 0
    for line in _lines(stream):
        name, equals, value = line.partition("=")
        if line and not (equals and name.replace("_", "").isalnum() and name.islower()):
            complaint.append(line)
        if name == "out_time_us" and value.isdecimal():
            done = int(value) // 1000
        if on_progress and name in ("", "out_time_us"):
            on_progress(done)
    return "\n".join(complaint)


def _lines(stream):
    """Lines as they come, and an empty one whenever a second went by in silence."""
    pending = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(stream, selectors.EVENT_READ)
        while True:
            if not waiting.select(SILENCE_SECONDS):
                yield ""
                continue
            said = os.read(stream.fileno(), LONGEST_LINE)
            *lines, pending = (pending + said).split(b"\n")
            if pending and (not said or len(pending) > LONGEST_LINE):
                lines, pending = [*lines, pending], b""
            yield from (line.decode(errors="replace").strip() for line in lines)
            if not said:
                return


def _kill(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process):
    """The tool and whatever it started; nothing of it outlives the call."""
    if process.returncode is None:
        _kill(process)
        process.stdout.read()  # its end comes when the last of them has gone, whom bubblewrap hides from our wait
        process.wait()
    process.stdout.close()
