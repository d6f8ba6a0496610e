"""How much memory do web server and worker take while a film of 2 GB passes?

A browser sends it to a real site, and the worker makes it ready: it downloads it whole, puts it into segments, and
stores it again. A small film goes first, so that all that is loaded once is loaded. `web_mb` is by how much the peak
lies above what the web process held then; `worker_mb` is all the worker's own process ever held, without its tools.
"""

import subprocess
import tempfile
import time
from pathlib import Path

from media_review import ffmpeg
from media_review.models import Recording
from tests import films
from tests.bench import Result
from tests.bench._page import arrived, choosing, send, signed_in
from tests.bench._processes import children, forget_peak, peak_mb
from tests.site import Site

MB = 10**6
GIVE_UP_SECONDS = 1800
LOOK_SECONDS = 0.2
# Just below the most that is passed on as it is, in few frames: many bytes, and little for the encoder to do.
DENSE = ("-vf", "noise=alls=60:allf=t", "-b:v", "5500k", "-minrate", "5500k", "-maxrate", "5500k", "-bufsize", "5500k")


def run(quick):
    size = 300 * MB if quick else 2000 * MB
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder, Site(folder, workers=1) as site:
        small, film = films.safe(Path(folder) / "small.mp4"), _film(Path(folder), size)
        [web], worker = children(site.web.process.pid), site.workers[0].process.pid
        with signed_in(site) as page:
            _pass(page, small)
            for process in (web, worker):
                forget_peak(process)
            idle = peak_mb(web), peak_mb(worker)
            _pass(page, film)
        web_peak, worker_peak = peak_mb(web), peak_mb(worker)
        bytes_sent = film.stat().st_size
    yield Result("web_mb", web_peak - idle[0], "MB")
    yield Result("worker_mb", worker_peak, "MB")
    yield Result("web_idle_mb", idle[0], "MB")
    yield Result("worker_idle_mb", idle[1], "MB")
    yield Result("film_mb", bytes_sent / MB, "MB")


def _film(folder, size):
    """A real film of about so many bytes, by repetition."""
    minute, film = folder / "minute.mp4", folder / "film.mp4"
    films.safe(minute, *DENSE, "-preset", "ultrafast", size="640x480", fps=5, seconds=60)
    times = round(size / minute.stat().st_size)
    copy = ("-stream_loop", str(times - 1), "-i", str(minute), "-c", "copy", "-movflags", "+faststart", str(film))
    subprocess.run([ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *copy], check=True)
    return film


def _pass(page, film):
    """From the browser until nothing is left to do for it."""
    send(page, choosing(page), film)
    recording = arrived(page)
    end = time.monotonic() + GIVE_UP_SECONDS
    while not (row := Recording.objects.get(pk=recording.pk)).is_settled:
        if time.monotonic() > end:
            raise TimeoutError("The worker did not get done with the film.")
        time.sleep(LOOK_SECONDS)
    if row.state != Recording.State.READY:
        raise AssertionError(f"The film is {row.state}: {row.failed_reason}")
