"""Does a film arrive, whole and without waste, from killed browsers and over a line that is cut, refuses, or is silent?

Random faults, the same for the same seed (CUTS_SEED), strike a line of ours between a real Chromium and a real store.
Uppy, with its S3 plugin and its Golden Retriever, sends films of the same sizes through the same faults beside us.

- cut: every connection is reset in the middle. busy: what is under way, and up to four requests more, end with a 5xx.
- silence: for 60 s nothing comes through, and what was under way never does. The page's clock is put forward, so that
  its own watchdog has to end it. expired: up to four requests come an hour late, and the store itself refuses them.
- killed: kill -9 of Chromium; it is started again on its profile, the page opened, the film chosen again.

A resume is counted from when the line is good again (after a kill: from when the film is chosen) to the first byte of a
part that was asked for since. Waste is what the line saw of parts beyond the film, by fault, in parts of who sends.
"""

import hashlib
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import sync_playwright

from coachcycle.objectstore import launcher
from coachcycle.objectstore.client import connect
from tests import films
from tests.bench import Result, _uppy
from tests.bench._browser import Browser
from tests.bench._faults import KINDS, draw
from tests.bench._line import Line
from tests.bench._senders import OfUppy, Ours
from tests.site import ACCESS_KEY, BUCKET, SECRET_KEY, Site

MB = 10**6
FULL = [100 * MB] * 16 + [300 * MB] * 3 + [1000 * MB]
QUICK = [40 * MB] * 2
FAULTS, QUICK_FAULTS = 10, 6
BYTES_A_SECOND = 24 * MB
# A film counts as lost that has not arrived after so long: many times what its bytes and faults need.
PATIENCE_SECONDS = 300
PATIENCE_BYTES_A_SECOND = BYTES_A_SECOND / 4
WATCHDOG_MS, SILENCE_MS = 31_000, 60_000
LOOK_MS = 25
TRIES_AGAIN_SECONDS = 3


@dataclass
class Tally:
    """What became of the films of one sender."""

    films: int = 0
    finished: int = 0
    alone: int = 0
    equal: int = 0
    wasted: int = 0
    met: list = field(default_factory=list)
    resumed: list = field(default_factory=list)


def run(quick):
    seed = int(os.environ.get("CUTS_SEED", 0)) or random.SystemRandom().randrange(1, 10**6)
    print(f"CUTS_SEED={seed}", file=sys.stderr)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop lives in this thread
    sizes, count = (QUICK, QUICK_FAULTS) if quick else (FULL, FAULTS)
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder, sync_playwright() as playwright:
        made = {size: _film(Path(folder) / f"film-{size}.mp4", size) for size in sizes}
        yield Result("seed", seed, "")
        yield from _ours(playwright, folder, [made[size] for size in sizes], count, random.Random(seed))
        if not quick:
            print(f"Beside us: {_uppy.versions()}", file=sys.stderr)
            yield from _of_uppy(playwright, folder, [made[size] for size in sizes], count, random.Random(seed))


def _ours(playwright, folder, films_made, count, chance):
    with ExitStack() as stack:

        def between(url):
            between.line = stack.enter_context(Line(url, BYTES_A_SECOND))
            return between.line.url

        site = stack.enter_context(Site(Path(folder) / "site", workers=0, store_for_browsers=between))
        yield from _measure(Ours(site), between.line, playwright, films_made, count, chance)


def _of_uppy(playwright, folder, films_made, count, chance):
    page = Path(folder) / "uppy"
    _uppy.build(page)
    door = _uppy.Door(page)
    keys = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
    with (
        launcher.start(Path(folder) / "beside", bucket=BUCKET, allow_origins=[door.url], **keys) as store,
        Line(store.url, BYTES_A_SECOND) as line,
        door.open(),
    ):
        door.store, door.bucket = connect(line.url, ACCESS_KEY, SECRET_KEY), BUCKET
        sender = OfUppy(door, connect(store.url, ACCESS_KEY, SECRET_KEY), BUCKET)
        yield from _measure(sender, line, playwright, films_made, count, chance)
        yield Result("uppy_presses", sender.presses, "times Retry or Resume was pressed")


def _measure(sender, line, playwright, films_made, count, chance):
    tally = Tally()
    began = time.monotonic()
    for film, digest in films_made:
        faults = draw(chance, film.stat().st_size, count)
        with tempfile.TemporaryDirectory(prefix="coachcycle-profile-") as profile:
            _send(sender, line, Browser(playwright, profile), film, digest, faults, tally)
        _tell(sender, tally, film, began)
    yield from _results(sender, tally, time.monotonic() - began)


def _send(sender, line, browser, film, digest, faults, tally):
    """One film, through its faults, until it has arrived or nobody would wait longer."""
    size = film.stat().st_size
    line.begin(faults)
    sender.prepare(browser)
    presses = sender.presses
    give_up = time.monotonic() + PATIENCE_SECONDS + size / PATIENCE_BYTES_A_SECOND
    _choose(browser, film)
    while not (arrived := sender.arrived(browser.page)) and time.monotonic() < give_up:
        _go_through(line.fault, sender, line, browser, film)
    tally.films += 1
    tally.met += line.met
    tally.resumed += line.resumed
    browser.close()
    if arrived:
        tally.finished += 1
        tally.alone += sender.presses == presses
        tally.equal += _digest_in_store(sender) == digest
        tally.wasted += line.seen - size
        sender.store.delete_object(Bucket=sender.bucket, Key=sender.key)


def _go_through(fault, sender, line, browser, film):
    """A moment of waiting; or what this fault wants done, once."""
    if fault and fault.kind in ("silence", "killed") and not line.is_mended:
        act = _be_silent if fault.kind == "silence" else _kill
        act(sender, line, browser, film)
        return
    sender.care(browser.page, line.heard_at)
    browser.page.wait_for_timeout(LOOK_MS)


def _be_silent(sender, line, browser, film):
    """A minute passes for the page. Half-way its watchdog may have tried again; that comes through at the end."""
    clock = browser.page.clock
    clock.fast_forward(WATCHDOG_MS)
    end = time.monotonic() + TRIES_AGAIN_SECONDS
    while not line.waiting and time.monotonic() < end:
        browser.page.wait_for_timeout(LOOK_MS)
    clock.fast_forward(SILENCE_MS - WATCHDOG_MS)
    line.mend()


def _kill(sender, line, browser, film):
    sender.before_kill(browser.page)
    browser.kill()
    sender.open(browser)
    line.mend()
    _choose(browser, film)


def _choose(browser, film):
    browser.page.locator("input[type=file]").first.set_input_files(film)


def _film(path, size):
    """A film that plays, and behind it, as what readers skip, bytes of which no two parts are alike; its SHA-256."""
    films.safe(path)
    rest = size - path.stat().st_size
    noise = random.Random(size)
    with path.open("ab") as file:
        file.write(rest.to_bytes(4) + b"free")
        for begin in range(8, rest, MB):
            file.write(noise.randbytes(min(MB, rest - begin)))
    with path.open("rb") as file:
        return path, hashlib.file_digest(file, "sha256").hexdigest()


def _digest_in_store(sender):
    digest = hashlib.sha256()
    for piece in sender.store.get_object(Bucket=sender.bucket, Key=sender.key)["Body"].iter_chunks(MB):
        digest.update(piece)
    return digest.hexdigest()


def _tell(sender, tally, film, began):
    words = f"{sender.name}{tally.finished} of {tally.films} films, {len(tally.met)} faults"
    print(f"{words}, {time.monotonic() - began:.0f} s, the last of {film.stat().st_size // MB} MB", file=sys.stderr)


def _results(sender, tally, seconds):
    name, faults = sender.name, max(1, len(tally.met))
    waited = [seconds for _, seconds in tally.resumed]
    yield Result(f"{name}faults", len(tally.met), "")
    yield Result(f"{name}finished_share", tally.finished / tally.films, "")
    yield Result(f"{name}finished_without_a_press_share", tally.alone / tally.films, "")
    yield Result(f"{name}hash_equal_share", tally.equal / tally.films, "")
    yield Result(f"{name}waste_per_cut_parts", tally.wasted / faults / sender.part, f"x {sender.part / MB:.1f} MB")
    yield Result(f"{name}waste_per_cut_mb", tally.wasted / faults / MB, "MB")
    yield Result(f"{name}resume_p95_s", _p95(waited), "s")
    by_kind = defaultdict(list)
    for kind, wait in tally.resumed:
        by_kind[kind].append(wait)
    for kind in KINDS:
        yield Result(f"{name}resume_p95_{kind}_s", _p95(by_kind[kind]), f"s, of {tally.met.count(kind)}")
    yield Result(f"{name}seconds", seconds, "s")


def _p95(values):
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else sum(values)
