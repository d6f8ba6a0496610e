"""The environment of a demo: everything a production site sets by hand, made up once and kept under `var/demo`.

`manage.py` calls `prepare` before Django reads its settings. Nothing here imports Django.
"""

import argparse
import json
import os
import secrets
import shutil
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "var" / "demo"
DEFAULT_PORT = 8000


def add_arguments(parser):
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="of the web page; the next one serves films")
    parser.add_argument("--fresh", action="store_true", help="forget everything an earlier demo kept, and begin anew")


def prepare(arguments):
    """Set the environment from the command line `arguments` of `manage.py demo`."""
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    asked, _ = parser.parse_known_args(arguments)
    folder = Path(os.environ.get("VAR_DIR", FOLDER))
    if asked.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    kept = _kept_secrets(folder / "secrets.json")
    store = f"http://localhost:{asked.port + 1}"
    os.environ.update(
        VAR_DIR=str(folder),
        SITE_URL=f"http://localhost:{asked.port}",
        ALLOWED_HOSTS="localhost,127.0.0.1",
        S3_ENDPOINT_URL=store,
        S3_PUBLIC_ENDPOINT_URL=store,
        S3_ALLOWED_ORIGINS=f"http://localhost:{asked.port},http://127.0.0.1:{asked.port}",
        S3_BUCKET="demo",
        S3_ACCESS_KEY_ID="demo:app",
        LOG_LEVEL="WARNING",
        **kept,
    )


def _kept_secrets(path):
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {name: secrets.token_urlsafe(40) for name in ("SECRET_KEY", "S3_SECRET_ACCESS_KEY")}
        path.touch(mode=0o600)
        path.write_text(json.dumps(made))
    return json.loads(path.read_text())
