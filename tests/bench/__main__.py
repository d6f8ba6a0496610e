"""Run one bench on a database and an object store of its own, which are gone afterwards."""

import argparse
import json
import logging
import os
import pkgutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

import tests.bench
import tests.environment


def main():
    names = [module.name for module in pkgutil.iter_modules(tests.bench.__path__) if not module.name.startswith("_")]
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=tests.bench.__doc__)
    parser.add_argument("bench", choices=names)
    parser.add_argument("--quick", action="store_true", help="once instead of three times")
    parser.add_argument("--json", action="store_true", help="one object a line: bench, measure, value, unit")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "coachcycle.settings"
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        django.setup()
        with _parts(Path(folder)):
            broken = []
            for result in import_module(f"tests.bench.{asked.bench}").run(asked.quick):
                _show(asked, result)
                broken += [result.measure] if result.breaks_a_promise else []
    if broken:
        sys.exit(f"Promises that do not hold: {', '.join(broken)}.")


class _parts:
    """A fresh database, and the embedded store; the settings name both."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        from django.conf import settings
        from django.db import connection

        from coachcycle.objectstore import launcher

        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        self.store = launcher.start(
            self.folder / "store",
            bucket=settings.S3_BUCKET,
            access_key=settings.S3_ACCESS_KEY_ID,
            secret_key=settings.S3_SECRET_ACCESS_KEY,
            allow_origins=settings.S3_ALLOWED_ORIGINS,
        )
        settings.S3_ENDPOINT_URL = settings.S3_PUBLIC_ENDPOINT_URL = self.store.url

    def __exit__(self, *_):
        from django.db import connection

        self.store.stop()
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _show(asked, result):
    if asked.json:
        line = {"bench": asked.bench, "measure": result.measure, "value": result.value, "unit": result.unit}
        print(json.dumps(line), flush=True)
    else:
        print(f"{result.measure:<52} {result.value:>9.2f} {result.unit}", flush=True)


if __name__ == "__main__":
    logging.captureWarnings(True)
    main()
