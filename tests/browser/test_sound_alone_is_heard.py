"""A coaching call, sound without picture: uploaded, shown as the shape of its sound, heard, and written about."""

import re

import pytest
from playwright.sync_api import expect

from media_review.models import Annotation, Recording
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.media_review.test_sound_alone import MP3, spoken

PROCESSING_MS = 240_000  # on two cores that other work may share


@pytest.fixture
def educator(site):
    return make.make_member("educator", make.make_program("Harbor Street"), "Wren Abara")


@pytest.fixture
def room(educator, open_as):
    """Her page, in the room of a call of hers whose sound is not in the store: for what is only seen."""
    call = make.make_recording(educator, width=None, height=None, peaks=[10, 90, 40] * 200)
    wren = open_as(educator, LAPTOP)
    wren.goto(f"/recordings/{call.pk}/")
    return wren


def now(page):
    return page.locator("video").evaluate("video => video.currentTime")


def width(locator):
    return locator.bounding_box()["width"]


def test_a_call_is_heard_and_written_about_like_a_film(educator, open_as, tmp_path):
    wren = open_as(educator, LAPTOP)
    wren.goto("/recordings/new/")
    wren.get_by_label("Choose a film").set_input_files(spoken(tmp_path / "A call.mp3", MP3))
    expect(wren.get_by_text("Ready", exact=True).first).to_be_visible(timeout=PROCESSING_MS)
    wren.get_by_role("link", name="Watch it").click()
    recording = Recording.objects.get(uploader=educator)
    shape = wren.get_by_role("img", name="How loud the sound is")
    expect(shape).to_be_visible()
    wren.get_by_role("button", name="Play", exact=True).click()
    wren.wait_for_function("() => document.querySelector('video').currentTime > 1")
    wren.get_by_role("button", name="Pause", exact=True).click()
    expect(wren.locator(".clock b")).to_have_text(re.compile("^0:0[1-5]$"))
    assert wren.locator("video").evaluate("video => video.webkitAudioDecodedByteCount") > 0
    box = shape.bounding_box()
    wren.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    assert now(wren) == pytest.approx(recording.duration_ms / 2000, abs=0.1)
    expect(wren.locator("#heard rect")).to_have_attribute("width", re.compile(r"^(49|50)\."))
    wren.get_by_label("Add feedback").fill("You waited before you asked.")
    wren.get_by_role("button", name="Save feedback").click()
    card = wren.get_by_role("listitem").filter(has_text="You waited before you asked.")
    expect(card).to_contain_text("Draft, only you")
    assert Annotation.objects.get(recording=recording).start_ms == pytest.approx(recording.duration_ms / 2, abs=100)


def test_there_is_nothing_to_step_through_or_to_fill_the_screen_with(room):
    expect(room.get_by_role("button", name="Play", exact=True)).to_be_visible()
    for name in ("Full screen", "Back one frame", "Forward one frame"):
        expect(room.get_by_role("button", name=name)).to_have_count(0)
    room.get_by_role("button", name="Forward 10 seconds").click()
    before = now(room)
    for key in (",", "f"):
        room.keyboard.press(key)
    assert now(room) == before
    assert room.evaluate("document.fullscreenElement") is None


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_its_shape_fills_the_place_of_the_picture(room, size):
    room.set_viewport_size(size)
    room.wait_for_function("width => innerWidth === width", arg=size["width"])
    frame = room.locator(".film")
    assert width(room.locator(".sound-shape")) == pytest.approx(width(frame), abs=1)
    assert 90 < frame.bounding_box()["height"] < size["height"] / 2
    strokes = room.locator(".sound-shape path").first.get_attribute("d")
    assert len(re.findall("M", strokes)) > 100
