"""Make what a site serves and nobody commits: third-party JavaScript by its lock, and the words of all languages."""

import fcntl
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coachcycle import words

FRONTEND = settings.BASE_DIR / "coachcycle" / "frontend"
BUILT = settings.BASE_DIR / "coachcycle" / "static" / "built"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        BUILT.mkdir(exist_ok=True)
        sources = _sources()
        with (BUILT / ".built-from").open("a+") as note:
            fcntl.flock(note, fcntl.LOCK_EX)  # two at once would pull the packages from under each other
            words.compile_all()
            note.seek(0)
            if note.read() != sources or not (FRONTEND / "node_modules").is_dir():
                note.truncate(0)
                _build()
                note.write(sources)
        if options["verbosity"]:
            self.stdout.write("Third-party JavaScript and the words of all languages are built.")


def _sources():
    """A fingerprint of all that the bundles are made from."""
    files = sorted(path for path in FRONTEND.glob("*") if path.is_file())
    return sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def _build():
    # npm and node come from PyPI beside this Python, so that no Node is needed on the machine.
    beside = Path(sys.executable).parent
    path = os.pathsep.join([str(beside), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise CommandError("npm is missing. Install requirements.txt: it brings npm along.")
    for step in (["ci"], ["run", "build"]):
        finished = subprocess.run(
            [npm, "--silent", *step], cwd=FRONTEND, env=os.environ | {"PATH": path}, capture_output=True, text=True
        )
        if finished.returncode:
            raise CommandError(f"npm {' '.join(step)} failed:\n{finished.stdout}\n{finished.stderr}")
