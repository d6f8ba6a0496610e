"""The part of the upload element that only reckons is tested where it runs: in a JavaScript engine."""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent / "js"


def test_what_an_upload_reckons_with():
    node = Path(sys.executable).parent / "node"
    files = sorted(str(path) for path in TESTS.glob("*.test.js"))
    ran = subprocess.run(
        [node, "--import", TESTS / "rooms.mjs", "--test", *files], capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pass 0" not in ran.stdout
