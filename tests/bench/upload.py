"""How fast does a browser bring a film into the store, against curl with the same parts on as many lanes?

A real site and a real Chromium; nothing stands between browser and store. Curl is given its addresses and MD5s before
the clock starts; the browser reads the film, reckons each MD5 and asks for each address while the clock runs, from the
choosing of the film to the answer to its last part. Browser and curl take turns, and the store is emptied in between.

All share one machine, so processor time is a bound of its own: what store and browser use to bring a film cannot be
spread over more processors than there are. `ratio_bound` is the ratio that remains when nothing ever waits, by the
processor time of that very round; where it is below 1, a machine with more processors gives a better `ratio_to_raw`.

That no film passes through Django is read off the wire: every block of the film begins with a mark that exists nowhere
else, and a relay before the web server looks for it in all that arrives.
"""

import base64
import hashlib
import os
import re
import secrets
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from coachcycle.objectstore import multipart, objects, presign
from tests import films
from tests.bench import Result
from tests.bench._page import arrived, choosing, send, signed_in
from tests.bench._processes import children, cpu_seconds, tree
from tests.bench._relay import Relay
from tests.site import Site

MB = 10**6
BLOCK = 4096
LANES = 3  # as many as the browser opens on a quick line
SHOWN = re.compile(r"/static/|/about/$|/progress/")  # what the page shows besides, and no part of sending


@dataclass(frozen=True)
class Round:
    """One film sent: how long that took, processor seconds of store and sender, and requests to Django."""

    seconds: float
    store: float
    sender: float
    requests: int = 0

    @property
    def least(self):
        """Seconds it takes when nothing waits but for processors; the store can use one at a time."""
        return max(self.store, (self.store + self.sender) / os.cpu_count())


def run(quick):
    size, rounds = (100 * MB, 1) if quick else (500 * MB, 3)
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder, Site(folder, workers=0) as site:
        site.use_store_here()
        mark = secrets.token_bytes(16)
        film = _film(Path(folder) / "film.mp4", size, mark)
        parts = _cut(film, Path(folder) / "parts")
        with Relay(site.port, mark) as relay:
            # To the web server the way leads through the relay; to the store it leads straight.
            way = f"--host-resolver-rules=MAP localhost:{site.port} 127.0.0.1:{relay.port}"
            with signed_in(site, way) as page:
                taken = [(_browse(page, film, site), _curl(parts, site)) for _ in range(rounds)]
    requests = max(browser.requests for browser, _ in taken)
    if requests > len(parts) / 50 + 5:
        raise AssertionError(f"{requests} requests to Django for {len(parts)} parts.")
    if not relay.bytes:
        raise AssertionError("The relay saw nothing: the browser went round it.")
    yield Result("ratio_to_raw", median(curl.seconds / browser.seconds for browser, curl in taken), "x")
    yield Result("ratio_bound", median(curl.least / browser.least for browser, curl in taken), "x")
    yield Result("film_bytes_through_django", relay.marks * BLOCK, "B")
    yield Result("requests_per_part", requests / len(parts), "")
    yield Result("requests", requests, "")
    yield Result("parts", len(parts), "")
    yield Result("kilobytes_to_django", relay.bytes / rounds / 1000, "kB")
    for name, each in (("browser", 0), ("curl", 1)):
        yield Result(f"{name}_mb_s", median(size / MB / pair[each].seconds for pair in taken), "MB/s")
        yield Result(f"{name}_cpu_s", median(pair[each].sender for pair in taken), "s")
        yield Result(f"{name}_store_cpu_s", median(pair[each].store for pair in taken), "s")


def _film(path, size, mark):
    """A good film, and behind it a box that readers skip: noise that nothing can shorten, with a mark in each block."""
    films.safe(path)
    rest = size - path.stat().st_size
    with path.open("ab") as file:
        file.write(rest.to_bytes(4) + b"free")
        file.write(os.urandom(-file.tell() % BLOCK))
        while file.tell() < size:
            blocks = (mark + os.urandom(BLOCK - len(mark)) for _ in range(1024))
            file.write(b"".join(blocks)[: size - file.tell()])
    return path


def _cut(film, folder):
    """[(file, MD5 in base64)] of the parts that the server will plan for this film."""
    folder.mkdir()
    parts = []
    with film.open("rb") as file:
        while content := file.read(multipart.part_size_for(film.stat().st_size)):
            path = folder / str(len(parts) + 1)
            path.write_bytes(content)
            parts.append((path, base64.b64encode(hashlib.md5(content).digest()).decode()))
    return parts


def _curl(parts, site):
    """The bare sending: every part by PUT, LANES at a time, over connections that are kept."""
    key = "bench/raw"
    upload = multipart.start(key, "application/octet-stream")
    transfers = []
    for number, (path, md5) in enumerate(parts, 1):
        address = presign.part_url(key, upload, number, size=path.stat().st_size, md5=md5, seconds=900)
        words = {"url": address, "upload-file": path, "output": "/dev/null"}
        lines = [f'{name} = "{value}"' for name, value in words.items()]
        transfers.append("\n".join([*lines, f'header = "Content-MD5: {md5}"', 'header = "Expect:"', "fail"]))
    command = ["curl", "--no-progress-meter", "--parallel", "--parallel-max", str(LANES), "--config", "-"]
    store, own, begin = _store(site), _children(), time.perf_counter()
    subprocess.run(command, input="\nnext\n".join(transfers), text=True, check=True)
    taken = Round(time.perf_counter() - begin, _store(site) - store, _children() - own)
    if len(multipart.list_parts(key, upload)) != len(parts):
        raise AssertionError("curl did not bring every part.")
    multipart.abort(key, upload)
    return taken


def _browse(page, film, site):
    """What sending it took; the film is gone from the store afterwards."""
    chooser, asked = choosing(page), []

    def note(request):
        if request.url.startswith(site.url) and not SHOWN.search(request.url):
            asked.append(request.url)

    page.on("request", note)
    store, browser = _store(site), _browser()
    seconds = send(page, chooser, film)
    taken = Round(seconds, _store(site) - store, _browser() - browser, len(asked))
    recording = arrived(page)
    page.remove_listener("request", note)
    if objects.size_of(recording.original_key) != film.stat().st_size:
        raise AssertionError("What lies in the store is not the film.")
    objects.delete(recording.original_key)
    return taken


def _store(site):
    return cpu_seconds(*tree(site.store.process.pid))


def _browser():
    """Of all Chromium's processes, which are below Playwright's."""
    ours = (pid for child in children(os.getpid()) for pid in tree(child))
    return cpu_seconds(*(pid for pid in ours if "chrom" in Path(f"/proc/{pid}/comm").read_text()))


def _children():
    """Of children that have ended: here, curl."""
    return sum(os.times()[2:4])
