"""What every kind of hostile film is made with."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from media_review import ffmpeg

PLACE = "+42.3601-071.0589/"
KINDS = {}
REEL = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "24")


@dataclass(frozen=True)
class Bait:
    """`film` is another tenant's; `url` is that of a web server on this machine, without a slash at its end."""

    film: Path
    url: str


def kind(make):
    KINDS[make.__name__] = make
    return make


def run_ffmpeg(path, *options):
    argv = [ffmpeg.binaries().ffmpeg, "-nostdin", "-v", "error", "-y", *options, str(path)]
    subprocess.run(argv, check=True)


def remade(path, *options):
    """The same film with something added to it."""
    before = path.rename(path.with_suffix(".before"))
    run_ffmpeg(path, "-i", str(before), *options)
    before.unlink()
