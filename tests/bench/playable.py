"""How soon after its upload is a film that browsers can play ready to watch, against the least that must be done? And
how soon is the first second of a film that they cannot play, against all of it?

The least is what no pipeline can beat: fetch the film from the store, `ffmpeg -c copy`, store it again; the copy alone
is told beside it. All parts are real: the embedded store, a worker process, the database's own queue. "Finish" is when
the upload is committed. A first second counts as soon as it was fetched as a player does, and decoded.
"""

import random
import re
import subprocess
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from django.test import Client
from django.urls import reverse

from coachcycle.objectstore import objects
from media_review import ffmpeg, making
from media_review.models import Recording
from media_review.tasks import enqueue_processing
from tests import films, make, worker
from tests.bench import Result

GIVE_UP_SECONDS = 120
LOOK_SECONDS = 0.004
# As a tablet records: 720p at 30 frames and 1.5 Mbit a second, with the noise of a dim room, which encoders find hard.
NOISE = ("-vf", "noise=alls=6:allf=t", "-b:v", "1500k", "-preset", "ultrafast", "-g", "60")
# As a phone records.
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=0", "-tag:v", "hvc1", "-b:v", "4M")
HEVC_SECONDS, HEVC_TIMES = 20, 30  # ten minutes
ENCODE_SECONDS = 3600


def run(quick):
    times = 1 if quick else 3
    uploader = make.make_member("educator", make.make_program())
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        minute, ten = Path(folder) / "1-minute.mp4", Path(folder) / "10-minute.mp4"
        films.safe(minute, *NOISE, size="1280x720", fps=30, seconds=60)
        _ffmpeg("-stream_loop", "9", "-i", minute, "-c", "copy", "-movflags", "+faststart", ten)
        yield from _measure("1min", minute, uploader, times)
        yield from _measure("10min", ten, uploader, times)
        if not quick:
            sixty = Path(folder) / "60-minute.mp4"
            _ffmpeg("-stream_loop", "5", "-i", ten, "-c", "copy", "-movflags", "+faststart", sixty)
            yield from _measure("60min", sixty, uploader, times)
        hevc, long_hevc = Path(folder) / "hevc.mov", Path(folder) / "hevc-long.mov"
        films.encode(hevc, *HEVC, *films.AAC, size="1920x1080", fps=30, seconds=HEVC_SECONDS, container="mov")
        loops = 2 if quick else HEVC_TIMES - 1
        _ffmpeg("-stream_loop", loops, "-i", hevc, "-c", "copy", "-tag:v", "hvc1", "-f", "mov", long_hevc)
        yield from _measure_growing(long_hevc, uploader)


def _measure_growing(film, uploader):
    recording = _upload(film, uploader)
    row = Recording.objects.filter(pk=recording.pk).values_list("state", flat=True)
    with worker.start("--verbosity", "0", "--skip-checks", LOG_LEVEL="ERROR") as process:
        try:
            _warm_up(uploader)
            began = time.perf_counter()
            _finish(recording)
            _when(lambda: row.get() in Recording.WATCHABLE, ENCODE_SECONDS)
            _decode_first_second(recording)
            first = time.perf_counter() - began
            full = _when(lambda: row.get() in ("playable", "ready"), ENCODE_SECONDS) - began
        finally:
            process.kill()
    Recording.objects.filter(pk=recording.pk).update(state=Recording.State.READY)
    yield Result("hevc_first_second", first, "s")
    yield Result("hevc_full_seconds", full, "s")
    yield Result("hevc_first_to_full", first / full, "x")


def _decode_first_second(recording):
    """By requests of somebody who may watch; raises CalledProcessError when what comes is no film."""
    viewer = Client(headers={"host": "localhost"})
    viewer.force_login(recording.uploader)
    master = viewer.get(reverse("media_review:master", args=[recording.pk])).content.decode()
    text = viewer.get(_addresses(master)[0]).content.decode()
    ranges = re.findall(r'BYTERANGE[:=]"?([0-9]+)@([0-9]+)', text)
    film = b"".join(_fetch(viewer, _addresses(text)[0], int(size), int(at)) for size, at in ranges[:2])
    argv = [ffmpeg.binaries().ffmpeg, "-v", "error", "-xerror", "-i", "pipe:0", "-t", "1", "-f", "null", "-"]
    subprocess.run(argv, input=film, check=True)


def _addresses(playlist):
    return [line for line in playlist.splitlines() if not line.startswith("#")]


def _fetch(viewer, address, size, at):
    if address.startswith("/"):
        address = viewer.get(address)["Location"]
    with urlopen(Request(address, headers={"Range": f"bytes={at}-{at + size - 1}"})) as answer:
        return answer.read()


def _measure(name, film, uploader, times):
    least, copies = zip(*(_least(film) for _ in range(times)), strict=True)
    bare, copy = median(least), median(copies)
    rounds = [_playable(film, uploader) for _ in range(times)]
    whole = median(sum(steps.values()) for steps in rounds)
    yield Result(f"seconds_{name}", whole, "s")
    yield Result(f"ratio_{name}", whole / bare, "x")
    yield Result(f"ratio_to_copy_{name}", whole / copy, "x")
    yield Result(f"least_{name}", bare, "s")
    yield Result(f"copy_{name}", copy, "s")
    yield Result(f"megabytes_{name}", film.stat().st_size / 1e6, "MB")
    for step in rounds[0]:
        yield Result(f"{step.replace(' ', '_')}_{name}", median(steps[step] for steps in rounds), "s")


def _playable(film, uploader):
    """Seconds of each step, as somebody sees them who keeps looking at the row."""
    recording = _upload(film, uploader)
    with worker.start("--verbosity", "0", "--skip-checks", LOG_LEVEL="ERROR") as process:
        try:
            _warm_up(uploader)
            began = time.perf_counter()
            _finish(recording)
            marks = [began, *_marks(recording)]
        finally:
            process.kill()
    Recording.objects.filter(pk=recording.pk).update(state=Recording.State.READY)
    steps = ("waiting in the queue", "download", "probe", "remux and upload")
    return {step: end - begin for step, (begin, end) in zip(steps, pairwise(marks), strict=True)}


def _marks(recording):
    """When the worker took it, when it was fetched, when it was probed, and when it could be watched."""
    row = Recording.objects.filter(pk=recording.pk).values_list("state", "progress", "lease_until")
    reached = (
        lambda state, progress, lease: lease is not None,
        lambda state, progress, lease: progress >= making.PROBE[0],
        lambda state, progress, lease: progress >= making.FIRST[0],
        lambda state, progress, lease: state in Recording.WATCHABLE,
    )
    for is_reached in reached:
        yield _when(lambda is_reached=is_reached: is_reached(*row.get()))


def _when(holds, patience=GIVE_UP_SECONDS):
    begin = time.perf_counter()
    while not holds():
        if time.perf_counter() - begin > patience:
            raise TimeoutError("The worker did not get on with the film.")
        time.sleep(LOOK_SECONDS)
    return time.perf_counter()


def _warm_up(uploader):
    """A first small film, until it is ready: the worker then is up and has nothing else to do."""
    small = _upload(films.kept(films.safe), uploader)
    _finish(small)
    _when(lambda: Recording.objects.filter(pk=small.pk, state=Recording.State.READY).exists())
    time.sleep(random.uniform(0.5, 1))  # from here on it looks into an empty queue now and then, as on a quiet day


def _upload(film, uploader):
    recording = make.make_recording(
        uploader, state=Recording.State.UPLOADING, attempt=0, progress=0, size=film.stat().st_size
    )
    recording.renditions.all().delete()
    objects.upload(film, recording.original_key, "video/mp4")
    return recording


def _finish(recording):
    """As the finished upload is committed; not before, or the sweep of a starting worker would send it."""
    Recording.objects.filter(pk=recording.pk).update(state=Recording.State.QUEUED)
    enqueue_processing(recording.pk)


def _least(film):
    """Seconds that must pass whatever one does (download, copy and upload, same disk and store); those of the copy."""
    objects.upload(film, "bench/film", "video/mp4")
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        fetched, copied = Path(folder) / "fetched", Path(folder) / "copied.mp4"
        begin = time.perf_counter()
        objects.download("bench/film", fetched)
        arrived = time.perf_counter()
        _ffmpeg("-i", fetched, "-c", "copy", copied)
        made = time.perf_counter()
        objects.upload(copied, "bench/copy", "video/mp4")
        return time.perf_counter() - begin, made - arrived


def _ffmpeg(*words):
    subprocess.run([ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *map(str, words)], check=True)
