"""How much more processor time does a whole job take than bare ffmpeg making the same renditions?

Both pieces of work are done in this process; what they and the tools they start use is counted, the store's is not.
"""

import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from django.conf import settings

from coachcycle.objectstore import objects
from media_review import ffmpeg, pipeline
from media_review.facts import probe
from media_review.ladder import ladder
from media_review.models import Recording
from media_review.sandbox import NICENESS
from tests import films, make
from tests.bench import Result
from tests.bench.playable import NOISE


def run(quick):
    settings.MEDIA_SANDBOX = "limits"  # bubblewrap's own first process takes its children's times with it
    seconds, times = (60, 1) if quick else (180, 3)
    uploader = make.make_member("educator", make.make_program())
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        film = films.safe(Path(folder) / "film", *NOISE, size="1280x720", fps=30, seconds=seconds)
        (Path(folder) / ffmpeg.OUT).mkdir()
        # In turns, each pair for itself: how much a core gets done in a second changes with what else the machine does.
        bare = _bare(folder)
        pairs = [(_cpu(_job(_arrived(film, uploader))), _cpu(bare)) for _ in range(times)]
    yield Result("cpu_seconds_job", median(job for job, bare in pairs), "s")
    yield Result("cpu_seconds_bare", median(bare for job, bare in pairs), "s")
    yield Result("cpu_ratio", median(job / bare for job, bare in pairs), "x")


def _arrived(film, uploader):
    size = film.stat().st_size
    recording = make.make_recording(uploader, state=Recording.State.QUEUED, attempt=0, progress=0, size=size)
    recording.renditions.all().delete()
    objects.upload(film, recording.original_key, "video/mp4")
    return recording


def _job(recording):
    def act():
        pipeline.make_playable(recording.pk)
        pipeline.make_ladder(recording.pk)
        recording.refresh_from_db()
        assert recording.state == Recording.State.READY, recording.failed_reason

    return act


def _bare(folder):
    """The copy and the rungs beside it in one command, by whoever knows what to do: without probe and pictures."""
    facts = probe(folder)
    steps = ladder(facts)
    copy, rest = ffmpeg.remux(facts, steps.first), ffmpeg.encode(facts, steps.rest)
    outputs = copy[copy.index(ffmpeg.FILM) + 1 : copy.index("-nostdin")]
    end = rest.index("-nostdin")
    # As nice as the job's tools: who gets pushed aside more often computes longer.
    argv = ["nice", "-n", str(NICENESS), ffmpeg.binaries().ffmpeg, *rest[1:end], *outputs, *rest[end:]]
    return lambda: subprocess.run(argv, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _cpu(act):
    before = os.times()
    act()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])
