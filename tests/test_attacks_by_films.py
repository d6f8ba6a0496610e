"""Files that are films by name and weapons by content: each ends in a sentence, quickly, and reads nothing of ours."""

import time

import pytest

from media_review import facts, ffmpeg, sandbox
from media_review.ladder import ladder
from tests import films


def stretched(path, aspect, size="320x240"):
    return films.encode(path, *films.H264, *films.AAC, "-vf", f"setsar={aspect}", size=size, seconds=1)


@pytest.mark.parametrize("aspect", ["1000", "1/1000", "65000/1"])
def test_a_picture_stretched_beyond_all_screens_is_refused(tmp_path, aspect):
    stretched(tmp_path / "film", aspect)
    with pytest.raises(facts.MediaError):
        facts.probe(tmp_path)


@pytest.mark.parametrize("aspect", ["4/3", "64/45"])
def test_the_stretch_of_a_camera_is_taken(tmp_path, aspect):
    stretched(tmp_path / "film", aspect)
    found = facts.probe(tmp_path)
    sandbox.run(ffmpeg.encode(found, [ladder(found).first]), tmp_path, seconds=60, file_bytes=2**30)
