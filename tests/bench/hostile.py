"""What do weapons that look like films reach, and what do they cost?

Each goes the whole way: a row, the store, a worker. Once where nothing but limits stand around the tools, so that the
network could be reached, and once in bubblewrap. `strace` tells every file the tools open and every socket they ask
for; a web server counts who calls, and the film of another tenant notes when it was last read. First a control shows
that all three do notice a bare ffprobe.

One line a file goes to stderr. The quick form takes bubblewrap alone, without strace, and leaves out those whose
harm is the time they take, and those that differ little from another.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from django.conf import settings

from coachcycle.objectstore import objects
from media_review import ffmpeg, pipeline
from media_review.models import Recording
from media_review.tasks import enqueue_processing
from tests import films, hostile_films, make, worker
from tests.bench import Result
from tests.bench._trace import STRACE, Trace

GIVE_UP_SECONDS = 200
LOOK_SECONDS = 0.01
LONG_AGO = 1_000_000_000
SECRETS = (b"42.36", b"71.05", b"\xa9xyz", b"gpmd", b"GPS5", b"<script")
NOT_QUICK = {"edit_list_loop", "laced_blocks", "empty_fragments", "gzip_bomb", "attachments"}
NOT_QUICK |= {"hls_with_key_over_http", "concat_absolute", "mov_with_picture_over_http", "no_time_between_frames"}
NOT_QUICK |= {"decoder_bomb_in_the_middle", "mp3_with_cover_of_20000_pixels", "one_pixel", "timescale_of_zero"}
NOT_QUICK |= {"avi_without_frame_rate", "atoms_within_atoms", "wav_of_0_hz", "a_hundred_million_samples"}
SETTLED = (Recording.State.READY, Recording.State.FAILED)


@dataclass
class Finding:
    kind: str
    seconds: float
    megabytes: float
    outcome: str
    trouble: str

    def show(self, walls):
        line = f"{walls:<11} {self.kind:<32} {self.seconds:6.2f} s {self.megabytes:5.0f} MB  {self.outcome}"
        print(f"{line}  !! {self.trouble}" if self.trouble else line, file=sys.stderr, flush=True)


def run(quick):
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder, _server() as (url, calls):
        work = Path(folder) / "work"
        work.mkdir()
        bait = hostile_films.Bait(work / "other-tenant.ts", url)
        films.encode(bait.film, *films.H264, *films.AAC, container="mpegts", seconds=2)
        weapons = _forge(Path(folder), bait, NOT_QUICK if quick else ())
        if not quick:
            yield from _control(weapons["hls_to_local_film"], weapons["hls_to_http"], bait, calls)
        calls.clear()
        totals = [_through(walls, weapons, bait, calls, strict=not quick) for walls in _walls(quick)]
        yield Result("files", len(weapons), "files")
        for measure, unit, sum_up in (
            ("connections", "attempts", sum),
            ("foreign_reads", "files", sum),
            ("worst_mb", "MB", max),
            ("worst_s", "s", max),
            ("unclean", "files", sum),
            ("tools_watched", "runs", sum),
        ):
            yield Result(measure, sum_up(total[measure] for total in totals), unit)
    if not quick:
        yield Result("good_4k_mb", _good_4k(), "MB")


def _walls(quick):
    return ("bubblewrap",) if quick else ("limits", "bubblewrap")


def _forge(folder, bait, left_out):
    weapons = {name: folder / name for name in hostile_films.KINDS if name not in left_out}
    for name, path in weapons.items():
        hostile_films.KINDS[name](path, bait)
    return weapons


def _control(local, remote, bait, calls):
    """A bare ffprobe falls for both; whoever watches has to notice."""
    trace = Trace(str(local) + ".trace")
    for film in (local, remote):
        bare = [
            ffmpeg.binaries().ffprobe,
            "-v",
            "quiet",
            "-protocol_whitelist",
            "file,http,tcp",
            "-f",
            "hls",
            str(film),
        ]
        _forget_reads(bait)
        subprocess.run([*STRACE, "-A", "-o", trace.path, *bare], check=False, cwd=film.parent)
        trace.read()
        assert film is remote or _was_read(bait), "this file system does not note when a file was read"
    assert all((trace.connections, trace.foreign_reads, calls)), "nobody would notice an attack"
    yield Result("control_connections", len(trace.connections), "attempts")
    yield Result("control_foreign_reads", len(trace.foreign_reads), "files")
    yield Result("control_calls", len(calls), "calls")


def _through(walls, weapons, bait, calls, strict):
    uploader = make.make_member("educator", make.make_program())
    trace = Trace(str(bait.film.parent.parent / f"{walls}.trace"))
    findings, called, read = [], len(calls), 0
    with _worker(walls, bait.film.parent, trace if strict else None) as process:
        _send(films.kept(films.safe), uploader, process)  # until it is up
        for weapon in weapons.values():
            _forget_reads(bait)
            findings.append(_send(weapon, uploader, process))
            findings[-1].show(walls)
            read += _was_read(bait)
    if strict:
        trace.read()
        for line in trace.connections + trace.foreign_reads:
            print(line, file=sys.stderr)
    return {
        "connections": len(calls) - called + len(trace.connections),
        "foreign_reads": read + len(trace.foreign_reads),
        "worst_mb": max(finding.megabytes for finding in findings),
        "worst_s": max(finding.seconds for finding in findings),
        "unclean": sum(bool(finding.trouble) for finding in findings),
        "tools_watched": trace.tools_seen,
    }


def _send(film, uploader, process):
    """One file, the whole way. What has to be tried a second time counts as a failure of ours."""
    recording = make.make_recording(
        uploader, state=Recording.State.UPLOADING, attempt=0, progress=0, size=film.stat().st_size
    )
    recording.renditions.all().delete()
    objects.upload(film, recording.original_key, "video/mp4")
    with _peak(process.pid) as peak:
        began = time.perf_counter()
        Recording.objects.filter(pk=recording.pk).update(state=Recording.State.QUEUED)
        enqueue_processing(recording.pk)
        while not _is_over(recording) and time.perf_counter() - began < GIVE_UP_SECONDS:
            time.sleep(LOOK_SECONDS)
        seconds = time.perf_counter() - began
    outcome = recording.failed_reason or recording.get_state_display()
    trouble = _trouble(recording)
    Recording.objects.filter(pk=recording.pk).update(state=Recording.State.FAILED)
    return Finding(film.name, seconds, max(peak) / 1e6, outcome, trouble)


def _is_over(recording):
    recording.refresh_from_db()
    return recording.state in SETTLED or recording.failures > 0


def _trouble(recording):
    """What is not as it should be with what became of it; "" when all is well."""
    if recording.state == Recording.State.FAILED:
        return "our fault" if recording.failed_reason == str(pipeline.OUR_FAULT) else ""
    if recording.state != Recording.State.READY:
        return f"not settled: {recording.state} after {recording.failures} failures"
    named = [*recording.renditions.values_list("key", flat=True), recording.poster_key, recording.sprite_key]
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        path = Path(folder) / "made"
        found = []
        for key in filter(None, named):
            objects.download(key, path)
            found += _told_by(path) if key.endswith(".mp4") else []
            found += [f"{secret} in {key}" for secret in SECRETS if secret in path.read_bytes()]
    return ", ".join(found)


def _told_by(path):
    """Tracks other than picture and sound, chapters, and tags that nobody needs."""
    entries = "stream=codec_type:chapter=id:format_tags:stream_tags"
    told = [ffmpeg.binaries().ffprobe, "-v", "error", "-show_entries", entries, "-of", "compact", str(path)]
    said = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    plain = ("codec_type=video", "codec_type=audio", "tag:language", "tag:handler_name=", "tag:vendor_id=[0][0]")
    plain += ("tag:major_brand", "tag:minor_version", "tag:compatible_brands", "tag:encoder=Lav")
    words = [word for line in said.splitlines() for word in line.split("|")[1:] if line]
    return [word for word in words if not word.startswith(plain)]


@contextmanager
def _worker(walls, work, trace):
    argv = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--interval", "0.05"]
    argv = [*((*STRACE, "-o", trace.path) if trace else ()), *argv, "--verbosity", "0", "--skip-checks"]
    env = worker.environment(MEDIA_SANDBOX=walls, MEDIA_WORK_DIR=str(work), LOG_LEVEL="ERROR")
    process = subprocess.Popen(argv, cwd=settings.BASE_DIR, env=env)
    try:
        yield process
    finally:
        # Strace itself hears no signal while it writes to a file: it ends with the worker it started.
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[0]) if trace else process.pid, signal.SIGTERM)
        process.wait()


@contextmanager
def _peak(pid):
    """Bytes that any tool under this process held at most, by the kernel's own high-water mark."""
    peaks, enough = [0], Event()

    def look():
        while not enough.wait(LOOK_SECONDS):
            peaks.extend(_high_water(pid))

    looking = Thread(target=look)
    looking.start()
    try:
        yield peaks
    finally:
        enough.set()
        looking.join()


def _high_water(pid):
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = [
            word for task in Path(f"/proc/{pid}/task").iterdir() for word in (task / "children").read_text().split()
        ]
    except OSError:  # it has ended in between
        return
    told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    if told["Name"].startswith(("ff", "av:")) and "VmHWM" in told:
        yield int(told["VmHWM"].split()[0]) * 1024
    for child in children:
        yield from _high_water(child)


def _good_4k():
    """Peak of a film of the largest size that is taken, as the newest phones make it: 10-bit HEVC with HDR."""
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        film = Path(folder) / "film"
        hevc = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none")
        hdr = ("-color_trc", "arib-std-b67", "-color_primaries", "bt2020", "-colorspace", "bt2020nc")
        films.encode(film, *hevc, *hdr, *films.AAC, size="3840x2160", fps=30, seconds=2)
        work = Path(folder) / "work"
        work.mkdir()
        with _worker("limits", work, None) as process:
            found = _send(film, make.make_member("educator", make.make_program()), process)
    found.show("limits")
    assert not found.trouble, found
    return found.megabytes


@contextmanager
def _server():
    """A web server that nobody may call, and who did."""
    calls = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", calls
    finally:
        server.shutdown()
        server.server_close()


def _forget_reads(bait):
    """The time of the last reading is noted anew where it is older than a day, on every file system of today."""
    os.utime(bait.film, (LONG_AGO, LONG_AGO))


def _was_read(bait):
    return bait.film.stat().st_atime > LONG_AGO
