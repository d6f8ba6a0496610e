"""How soon after its upload is a film that browsers can play ready to watch, against a bare copy by ffmpeg?

The bare copy is what no pipeline can beat: `ffmpeg -c copy` of the same film on the same disk. All parts are real: the
embedded store, a worker process, the database's own queue. "Finish" is when the finished upload is committed.
"""

import random
import subprocess
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

from coachcycle.objectstore import objects
from media_review import ffmpeg, making
from media_review.facts import probe
from media_review.ladder import ladder
from media_review.models import Recording
from media_review.sandbox import run as run_in_sandbox
from media_review.tasks import enqueue_processing
from tests import films, make, worker
from tests.bench import Result

GIVE_UP_SECONDS = 120
LOOK_SECONDS = 0.004
# As a tablet records: 720p at 30 frames and 1.5 Mbit a second, with the noise of a dim room, which encoders find hard.
NOISE = ("-vf", "noise=alls=6:allf=t", "-b:v", "1500k", "-preset", "ultrafast", "-g", "60")


def run(quick):
    times = 1 if quick else 3
    uploader = make.make_member("educator", make.make_program())
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        minute, ten = Path(folder) / "1-minute.mp4", Path(folder) / "10-minute.mp4"
        films.safe(minute, *NOISE, size="1280x720", fps=30, seconds=60)
        _ffmpeg("-stream_loop", "9", "-i", minute, "-c", "copy", "-movflags", "+faststart", ten)
        for film in (minute, ten):
            yield from _measure(film, uploader, times)


def _measure(film, uploader, times):
    name = film.stem
    bare = median(
        _seconds(lambda: _ffmpeg("-i", film, "-c", "copy", film.with_suffix(".copy.mp4"))) for _ in range(times)
    )
    rounds = [_playable(film, uploader) for _ in range(times)]
    whole = median(sum(steps.values()) for steps in rounds)
    remux = _remux(film)
    yield Result(f"{name}: size", film.stat().st_size / 1e6, "MB")
    yield Result(f"{name}: bare ffmpeg -c copy", bare, "s")
    yield Result(f"{name}: finish to playable", whole, "s")
    yield Result(f"{name}: ratio to the bare copy", whole / bare, "x")
    for step in rounds[0]:
        yield Result(f"{name}: of which {step}", median(steps[step] for steps in rounds), "s")
    yield Result(f"{name}: remux alone, in the sandbox", remux, "s")


def _playable(film, uploader):
    """Seconds of each step, as somebody sees them who keeps looking at the row."""
    recording = _upload(film, uploader)
    with worker.start("--verbosity", "0", "--skip-checks", LOG_LEVEL="ERROR") as process:
        try:
            _warm_up(uploader)
            began = time.perf_counter()
            enqueue_processing(recording.pk)
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


def _when(holds):
    begin = time.perf_counter()
    while not holds():
        if time.perf_counter() - begin > GIVE_UP_SECONDS:
            raise TimeoutError("The worker did not get on with the film.")
        time.sleep(LOOK_SECONDS)
    return time.perf_counter()


def _warm_up(uploader):
    """A first small film, until it is ready: the worker then is up and has nothing else to do."""
    small = _upload(films.kept(films.safe), uploader)
    enqueue_processing(small.pk)
    _when(lambda: Recording.objects.filter(pk=small.pk, state=Recording.State.READY).exists())
    time.sleep(random.uniform(0.5, 1))  # from here on it looks into an empty queue now and then, as on a quiet day


def _upload(film, uploader):
    recording = make.make_recording(
        uploader, state=Recording.State.QUEUED, attempt=0, progress=0, size=film.stat().st_size
    )
    recording.renditions.all().delete()
    objects.upload(film, recording.original_key, "video/mp4")
    return recording


def _remux(film):
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        (Path(folder) / "film").hardlink_to(film)
        facts = probe(folder)
        argv = ffmpeg.remux(facts, ladder(facts).first)
        return _seconds(lambda: run_in_sandbox(argv, folder, seconds=60, file_bytes=10**10))


def _seconds(act):
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _ffmpeg(*words):
    subprocess.run([ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *map(str, words)], check=True)
