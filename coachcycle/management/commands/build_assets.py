"""Install the third-party JavaScript named in `coachcycle/frontend` by its lock, and bundle it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FRONTEND = settings.BASE_DIR / "coachcycle" / "frontend"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
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
        if options["verbosity"]:
            self.stdout.write("Third-party JavaScript is built.")
