"""Files that are films by name and weapons by content: each ends in a sentence, before anything is made of it."""

import pytest

from media_review import facts, ffmpeg, sandbox
from media_review.ladder import ladder
from tests import films, hostile_films

# Cheap to make and to refuse; the bench `hostile` sends all the others the whole way, too.
TEXTS = ["hls_to_http", "hls_to_local_film", "hls_to_passwd", "hls_with_key_over_http", "concat_relative"]
TEXTS += ["concat_absolute", "dash_to_http", "sdp", "svg", "html", "page_behind_an_mp3_header"]
LIARS = {
    "noise_behind_a_header": facts.CUT_OFF,
    "mov_with_picture_in_other_file": facts.NO_LENGTH,
    "mov_with_picture_over_http": facts.NO_LENGTH,
    "fragment_of_sixty_million_samples": facts.UNSUPPORTED,
    "packets_that_unpack": facts.UNSUPPORTED,
    "wav_of_65535_channels": facts.UNSUPPORTED,
}


@pytest.fixture
def bait(tmp_path):
    """A good film of somebody else's beside the folder of the job."""
    other = films.encode(tmp_path / "other.ts", *films.H264, *films.AAC, container="mpegts", seconds=1)
    return hostile_films.Bait(other, "http://127.0.0.1:9")


@pytest.fixture
def job(tmp_path):
    folder = tmp_path / "job"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_names_other_files_is_no_film(job, bait, name):
    hostile_films.KINDS[name](job / "film", bait)
    with pytest.raises(facts.MediaError) as refusal:
        facts.probe(job)
    assert str(refusal.value) == facts.NOT_A_FILM


@pytest.mark.parametrize("name", LIARS)
def test_a_header_that_lies_is_refused_in_words(job, bait, name):
    hostile_films.KINDS[name](job / "film", bait)
    with pytest.raises(facts.MediaError) as refusal:
        facts.probe(job)
    assert str(refusal.value) == LIARS[name]


@pytest.mark.parametrize("name", ["place_in_every_tag", "place_in_a_track", "place_in_the_picture_stream"])
def test_the_place_is_in_the_film_and_in_nothing_that_is_made_of_it(job, bait, name):
    hostile_films.KINDS[name](job / "film", bait)
    place = hostile_films.PLACE.encode()
    assert place in (job / "film").read_bytes()
    found = facts.probe(job)
    sandbox.run(ffmpeg.remux(found, ladder(found).first), job, seconds=60, file_bytes=2**30)
    made = list((job / "out").glob("*.mp4"))
    assert made
    assert not any(place in path.read_bytes() for path in made)


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
