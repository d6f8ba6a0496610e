"""The film begins with the size that the line carries, its viewer may choose another, and it outlives a lost line."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP
from tests.browser.screening import now, until
from tests.browser.test_main_road import press

SHARP = {"device_scale_factor": 2}  # a screen on which the larger size is worth having
LOST = "The connection is lost."


class Line:
    """The page's only line. It may be cut."""

    def __init__(self, page, bits_a_second):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.values = {"latency": 20, "uploadThroughput": -1, "downloadThroughput": bits_a_second / 8}
        self.mend()

    def cut(self):
        self.session.send("Network.emulateNetworkConditions", self.values | {"offline": True})

    def mend(self):
        self.session.send("Network.emulateNetworkConditions", self.values | {"offline": False})


def asked_for(page):
    """The heights of the pieces of film that the page asks for, from now on, in their order."""
    heights = []

    def note(request):
        if found := re.search(r"/(\d+p|source)\.mp4", request.url):
            heights.append({"480p": 480}.get(found[1], 720))

    page.on("request", note)
    return heights


@pytest.mark.parametrize(("bits_a_second", "height"), [(None, 720), (1_200_000, 480)], ids=["wide", "thin"])
def test_the_first_piece_is_of_the_size_that_the_line_carries(bits_a_second, height, room, open_as):
    wren = open_as(room.educator, LAPTOP, **SHARP)
    if bits_a_second:
        Line(wren, bits_a_second)
    heights = asked_for(wren)
    wren.goto(room.address)
    press(wren, "Play")
    until(wren, "film.currentTime > 1", seconds=60)
    assert heights[0] == height
    expect(wren.get_by_role("combobox", name="Quality").locator("option").first).to_have_text(f"Automatic, {height}p")


def test_what_an_earlier_film_has_shown_of_the_line_is_remembered(room, open_as):
    wren = open_as(room.educator, LAPTOP, **SHARP)
    Line(wren, 1_200_000)
    wren.goto(room.address)
    press(wren, "Play")
    until(wren, "localStorage.line && film.currentTime > 1", seconds=60)
    heights = asked_for(wren)
    wren.reload()  # this time nothing comes with the page by which a line could be told
    press(wren, "Play")
    until(wren, "film.currentTime > 2", seconds=60)
    assert heights[0] == 480


def test_she_chooses_a_size_and_it_stays_hers_until_it_is_automatic_again(room, open_as):
    wren = open_as(room.educator, LAPTOP, **SHARP)
    wren.goto(room.address)
    quality = wren.get_by_role("combobox", name="Quality")
    press(wren, "Play")
    until(wren, "film.currentTime > 0.5")
    quality.select_option("480p")
    until(wren, "film.videoHeight === 480", seconds=60)
    heights = asked_for(wren)
    wren.reload()
    wren.locator(".clock b").click()
    expect(quality).to_have_value("480")
    press(wren, "Play")
    until(wren, "film.currentTime > 1 && film.videoHeight === 480")
    assert set(heights) == {480}
    press(wren, "Pause")
    quality.select_option("720p")
    until(wren, "film.videoHeight === 720")  # what stands still is fetched anew
    quality.select_option(index=0)
    wren.reload()
    wren.locator(".clock b").click()
    expect(quality).to_be_visible()
    expect(quality).to_have_value("")


def test_where_there_is_one_size_there_is_nothing_to_choose(room, open_as):
    room.recording.renditions.get(height=480).delete()
    wren = open_as(room.educator, LAPTOP)
    wren.goto(room.address)
    press(wren, "Play")
    until(wren, "film.currentTime > 0.5")
    expect(wren.get_by_role("combobox", name="Quality")).to_have_count(0)


def test_where_the_browser_plays_by_itself_there_is_nothing_to_choose(room, open_as):
    wren = open_as(room.educator, LAPTOP)
    wren.add_init_script("delete window.MediaSource; delete window.ManagedMediaSource")
    wren.goto(room.address)
    expect(wren.get_by_role("combobox", name="Quality")).to_be_visible()
    press(wren, "Play")
    expect(wren.get_by_role("combobox", name="Quality")).to_have_count(0)


def test_without_network_the_film_stops_with_words_and_goes_on_by_itself(room, open_as):
    wren = open_as(room.educator, LAPTOP)
    line = Line(wren, 1_500_000)  # a page of film is not all fetched at once
    wren.goto(room.address)
    press(wren, "Play")
    until(wren, "film.currentTime > 1", seconds=60)
    wren.evaluate("document.querySelector('video').playbackRate = 2")
    line.cut()
    expect(wren.get_by_text(LOST)).to_be_visible(timeout=40_000)
    stopped = now(wren)
    assert 1 < stopped < 58
    assert not wren.evaluate("document.querySelector('video').paused"), "nobody has paused it"
    line.mend()
    until(wren, "film.currentTime > value", stopped + 1)
    expect(wren.get_by_text(LOST)).to_have_count(0)


def test_when_the_store_cannot_be_reached_it_is_said_and_tried_again(room, open_as):
    wren = open_as(room.educator, LAPTOP)
    Line(wren, 2_000_000)
    wren.goto(room.address)
    press(wren, "Play")
    until(wren, "film.currentTime > 0.5")
    wren.route(re.compile(r"\.mp4"), lambda route: route.abort("connectionreset"))
    wren.evaluate("document.querySelector('video').currentTime = 50")
    expect(wren.get_by_text(LOST)).to_be_visible()
    wren.unroute(re.compile(r"\.mp4"))
    until(wren, "film.currentTime > 50.5")
    expect(wren.get_by_text(LOST)).to_have_count(0)
