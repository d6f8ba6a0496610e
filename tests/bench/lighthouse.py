"""What Lighthouse says of the review room: from npm by its lock, in Debian's Chromium, as a mobile phone.

A room with fifty pieces of feedback, and the same with a thousand (`…_1000`). `transfer_kb` is all that crosses the
line before the film is asked for; `own_js_kb` and `css_kb` are our scripts and styles, as they cross it. Throttling is
simulated (its mobile profile), so times compare; the machine's own speed still shows in `blocking_ms`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connections
from django.utils.timezone import now

from media_review.models import Annotation
from tests import make
from tests.bench import Result
from tests.bench._pages import session_at
from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.site import Site

HERE = Path(__file__).parent / "lighthouse_from_npm"
KILO = 1024


def run(quick):
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        tool = _tool(Path(folder) / "tool")
        with Site(folder, workers=0, web_workers=2) as site:
            reader, addresses = _rooms(site)
            for name, address in addresses.items():
                told = [_look(tool, site.url + address, reader, folder) for _ in range(1 if quick else 3)]
                yield from _results(told, name)
            connections.close_all()


def _tool(folder):
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("node_modules"))
    beside = Path(sys.executable).with_name("npm")
    npm = str(beside) if beside.exists() else "npm"
    env = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run([npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True, env=env)
    return folder / "node_modules" / ".bin" / "lighthouse"


def _rooms(site):
    program = make.make_program()
    coach, educator = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program)
    cycle = make.plan_lesson(make.make_cycle(make.make_partnership(program, coach, educator)))
    addresses = {}
    for name, pieces in (("", 50), ("_1000", 1000)):
        film = make.make_recording(educator, cycle=cycle, duration_ms=1_500_000)
        film.share(by=educator, partnership=cycle.partnership)
        Annotation.objects.bulk_create(
            Annotation(
                recording=film,
                author=coach,
                start_ms=number * 1400,
                kind=("celebrate", "question", "suggestion", "note")[number % 4],
                body="You waited five slow counts before you asked again, and two children answered.",
                shared_at=now(),
            )
            for number in range(pieces)
        )
        addresses[name] = f"/recordings/{film.pk}/"
    return session_at(site, educator), addresses


def _look(tool, address, session, folder):
    report = Path(folder) / "report.json"
    headers = json.dumps({"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
    env = os.environ | {"CHROME_PATH": CHROMIUM, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    flags = " ".join(["--headless=new", *CHROMIUM_ARGUMENTS])
    command = [tool, address, "--quiet", "--output=json", f"--output-path={report}", f"--extra-headers={headers}"]
    wanted = ["--only-categories=performance,accessibility", f"--chrome-flags={flags}"]
    subprocess.run([*command, *wanted], check=True, env=env, cwd=folder)
    told = json.loads(report.read_text())
    if told["finalDisplayedUrl"] != address:
        raise AssertionError(f"Lighthouse was led from the room to {told['finalDisplayedUrl']}.")
    return told


def _results(told, name):
    def of(read):
        return median(read(each) for each in told)

    def audit(key):
        return of(lambda each: each["audits"][key]["numericValue"])

    def kilobytes(wanted):
        return of(lambda each: sum(row["transferSize"] for row in _requests(each) if wanted(row)) / KILO)

    yield Result(f"performance{name}", of(lambda each: 100 * each["categories"]["performance"]["score"]), "of 100")
    yield Result(f"accessibility{name}", of(lambda each: 100 * each["categories"]["accessibility"]["score"]), "of 100")
    yield Result(f"largest_paint_s{name}", audit("largest-contentful-paint") / 1000, "s")
    yield Result(f"blocking_ms{name}", audit("total-blocking-time"), "ms")
    yield Result(f"transfer_kb{name}", kilobytes(lambda row: True), "KiB")
    yield Result(f"own_js_kb{name}", kilobytes(_is_our_script), "KiB")
    yield Result(f"css_kb{name}", kilobytes(lambda row: row.get("resourceType") == "Stylesheet"), "KiB")


def _requests(told):
    return told["audits"]["network-requests"]["details"]["items"]


def _is_our_script(row):
    return row.get("resourceType") == "Script" and "django_htmx" not in row["url"] and "/built/" not in row["url"]
