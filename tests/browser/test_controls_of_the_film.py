"""What the film's controls do, by their names and by their keys; and what they remember for the next film."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.screening import SECONDS, now, stands_at, until
from tests.browser.writing import enter, press

FRAME = 1 / 12  # of the film of these rooms


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


# She goes on as soon as the first piece is there, and before the second is asked for.
ON_AFTER_THE_FIRST_PIECE = """() => new Promise((done) => {
  const film = document.querySelector("video");
  const looks = setInterval(() => {
    if (!film.buffered.length || film.buffered.end(0) < 3) return;
    clearInterval(looks);
    film.currentTime = 10;
    done();
  }, 1);
  document.dispatchEvent(new Event("pointerdown"));
})"""


@pytest.fixture
def ines(room, open_as):
    return enter(room, open_as(room.coach, LAPTOP), 20)


def test_keys_play_pause_and_seek(ines):
    position = ines.get_by_role("slider", name="Position in the film")
    for key, seconds in (("l", 30), ("j", 20), ("ArrowRight", 25), ("ArrowLeft", 20), ("j", 10), ("j", 0), ("j", 0)):
        press(ines, key)
        stands_at(ines, seconds)
    expect(position).to_have_attribute("aria-valuetext", "0:00 of 1:00")
    for key in ("k", " "):
        press(ines, key)
        until(ines, "!film.paused")
        expect(button(ines, "Pause")).to_be_visible()
        press(ines, key)
        until(ines, "film.paused")
        expect(button(ines, "Play")).to_be_visible()
    for _ in range(SECONDS // 10 + 1):
        press(ines, "l")
    until(ines, "film.currentTime > value - 0.2", SECONDS)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_buttons_play_pause_and_seek(viewport, room, open_as):
    wren = open_as(room.educator, viewport)
    enter(room, wren, 20)
    for name, seconds in (("Forward 10 seconds", 30), ("Back 10 seconds", 20)):
        button(wren, name).click()
        stands_at(wren, seconds)
    wren.get_by_role("slider", name="Position in the film").fill("42000")
    stands_at(wren, 42)
    button(wren, "Play").click()
    until(wren, "film.currentTime > 42.3")
    button(wren, "Pause").click()
    until(wren, "film.paused")


def test_a_frame_at_a_time_and_the_film_rests(ines):
    press(ines, "k")
    until(ines, "film.closest('lesson-player').frame")  # how long one lasts is known once some were shown
    press(ines, ".")
    until(ines, "film.paused && !film.seeking")
    for key, name, way in ((".", "Forward one frame", 1), (",", "Back one frame", -1)):
        before = now(ines)
        press(ines, key)
        until(ines, "!film.seeking && Math.abs(film.currentTime - value) < 0.01", before + way * FRAME)
        button(ines, name).click()
        until(ines, "!film.seeking && Math.abs(film.currentTime - value) < 0.01", before + 2 * way * FRAME)


def test_speed_goes_in_steps_and_the_button_says_which(ines):
    for key, rate in ((">", 1.25), (">", 1.5), (">", 2), (">", 2), ("<", 1.5), ("<", 1.25), ("<", 1), ("<", 0.75)):
        press(ines, key)
        expect(button(ines, f"{rate:g}\u00d7 speed")).to_be_visible()
        until(ines, "film.playbackRate === value", rate)
    button(ines, "0.75\u00d7 speed").click()
    expect(button(ines, "1\u00d7 speed")).to_be_visible()


def test_volume_and_speed_are_those_of_the_last_film(ines, room):
    press(ines, ">", ">")
    volume = ines.get_by_role("slider", name="Volume")
    volume.fill("0.4")
    until(ines, "film.volume === 0.4 && film.playbackRate === 1.5")
    until(ines, "localStorage.player.includes('0.4') && localStorage.player.includes('1.5')")
    ines.reload()
    until(ines, "film.volume === 0.4 && film.playbackRate === 1.5")
    expect(volume).to_have_value("0.4")
    expect(button(ines, "1.5\u00d7 speed")).to_be_visible()
    press(ines, "m")
    expect(button(ines, "Mute")).to_have_attribute("aria-pressed", "true")
    expect(volume).to_have_value("0")
    press(ines, "m")
    expect(volume).to_have_value("0.4")


def test_the_list_of_keys_opens_by_its_own_key_and_lets_go(ines):
    press(ines, "?")
    keys = ines.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    before = now(ines)
    press(ines, "l")
    assert now(ines) == before, "keys sleep while the list is read"
    press(ines, "Escape")
    expect(keys).to_be_hidden()
    ines.wait_for_function("() => !document.activeElement.closest('dialog')")
    press(ines, "l")
    stands_at(ines, before + 10)


def test_a_film_that_does_not_come_is_waited_for_in_words(room, open_as):
    wren = open_as(room.educator, LAPTOP)
    waiting = []
    wren.route(re.compile(r"\.mp4"), lambda route: waiting.append(route))
    wren.goto(room.address)
    button(wren, "Play").click()
    expect(wren.get_by_text("Loading the film…")).to_be_visible()
    for route in waiting:
        route.continue_()
    wren.unroute(re.compile(r"\.mp4"))
    until(wren, "film.currentTime > 0.3")
    expect(wren.get_by_text("Loading the film…")).to_have_count(0)


def test_who_goes_back_to_where_the_first_piece_ends_sees_that_moment(room, open_as):
    page = open_as(room.coach, LAPTOP)
    page.goto(room.address)
    page.evaluate(ON_AFTER_THE_FIRST_PIECE)
    stands_at(page, 10)
    page.evaluate("document.querySelector('video').currentTime = 4")
    stands_at(page, 4)
