"""Files that are films by name and weapons by content: each ends in a sentence, before anything is made of it."""

import pytest

from media_review import facts, ffmpeg, sandbox
from media_review.ladder import ladder
from tests import films


def stretched(path, aspect):
    return films.encode(path, *films.H264, *films.AAC, "-vf", f"setsar={aspect}", size="320x240", seconds=1)


@pytest.mark.parametrize("aspect", ["1000", "65000/1", "40", "1/40"])
def test_a_picture_stretched_beyond_all_screens_is_refused(tmp_path, aspect):
    stretched(tmp_path / "film", aspect)
    with pytest.raises(facts.MediaError, match="export it as mp4"):
        facts.probe(tmp_path)


@pytest.mark.parametrize("aspect", ["4/3", "64/45"])
def test_the_stretch_of_a_camera_is_taken(tmp_path, aspect):
    stretched(tmp_path / "film", aspect)
    found = facts.probe(tmp_path)
    assert found.width > 320
    sandbox.run(ffmpeg.encode(found, [ladder(found, may_copy=False).first]), tmp_path, seconds=60, file_bytes=2**30)
