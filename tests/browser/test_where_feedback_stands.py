"""The moment or the stretch that feedback is about: set by keys, by hand and by typing."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.screening import until
from tests.browser.writing import (
    cards,
    field,
    go,
    press,
    saved,
    written,
)


def test_i_and_o_set_a_range_in_whatever_order(ines, room):
    press(ines, "o")
    go(ines, 4)
    press(ines, "o")  # before the start: the stretch between the two is meant
    press(ines, "c")
    ines.keyboard.type("Between.")
    press(ines, "Enter")
    saved(ines, 1)
    go(ines, 30)
    press(ines, "i")
    go(ines, 33)
    press(ines, "o", "c")
    ines.keyboard.type("And this.")
    press(ines, "Enter")
    saved(ines, 2)
    assert [(said.start_ms, said.end_ms) for said in written(room)] == [(4000, 5000), (30_000, 33_000)]


def handle(page, name):
    return page.get_by_role("slider", name=f"{name} of what you write about")


def drag(page, locator, dx):
    box = locator.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y, steps=5)
    page.mouse.up()


def test_both_ends_are_dragged_on_the_timeline(ines, room):
    press(ines, "c")
    ines.keyboard.type("From here")
    expect(handle(ines, "End")).to_have_attribute("aria-valuetext", "No end: a moment")
    second = ines.locator("range-handles").bounding_box()["width"] / 60
    drag(ines, handle(ines, "End"), 12 * second)
    expect(handle(ines, "End")).to_have_attribute("aria-valuetext", re.compile("0:2[12]"))
    drag(ines, handle(ines, "Start"), -4 * second)
    expect(handle(ines, "Start")).to_have_attribute("aria-valuetext", re.compile("0:0[56]"))
    until(ines, "Math.abs(film.currentTime - 6) < 0.5")  # the film shows where it begins
    field(ines).press("Enter")
    saved(ines, 1)
    (said,) = written(room)
    assert said.start_ms == pytest.approx(6000, abs=300)
    assert said.end_ms == pytest.approx(22_000, abs=300)


def test_arrows_move_the_ends_and_not_the_film_beneath(ines, room):
    press(ines, "c")
    ines.keyboard.type("From here")
    end = handle(ines, "End")
    end.focus()
    press(ines, "ArrowRight", "ArrowRight", "PageUp", "Shift+ArrowLeft")
    expect(end).to_have_attribute("aria-valuetext", "0:21")
    handle(ines, "Start").focus()
    press(ines, "ArrowLeft")
    expect(handle(ines, "Start")).to_have_attribute("aria-valuetext", "0:09")
    field(ines).press("Enter")
    saved(ines, 1)
    (said,) = written(room)
    assert (said.start_ms, said.end_ms) == (9000, 21_900)


def test_the_tail_of_the_typed_times_draws_a_range(ines, room):
    tail = ines.locator(".composer .tail")
    drag(ines, tail, 20 * ines.locator("annotation-track").bounding_box()["width"] / 60)
    field(ines).fill("A long stretch.")
    field(ines).press("Enter")
    saved(ines, 1)
    (said,) = written(room)
    assert (said.start_ms, said.end_ms) == (10_000, pytest.approx(30_000, abs=500))


@pytest.mark.parametrize(
    ("start", "end", "words", "sentence"),
    [
        ("0:20", "0:10", "Reversed", "The range ends before it starts. Set its end after 0:20."),
        ("0:20", "9:00", "Late", "The film ends at 1:00."),
        ("soon", "", "When?", "Write a time like 1:02"),
        ("0:20", "", " ", "Write a few words first."),
        ("0:20", "", "x" * 100_000, "These are 100000 characters; 5000 are the most."),
    ],
    ids=["reversed", "past the end", "no time", "no words", "100 KB"],
)
def test_what_cannot_be_saved_is_said_and_stays(ines, room, start, end, words, sentence):
    field(ines).fill(words)
    ines.get_by_label("From", exact=True).fill(start)
    if end:
        ines.get_by_label("Until", exact=True).fill(end)
    ines.get_by_role("button", name="Save feedback").click()
    expect(ines.get_by_role("form", name="New feedback").get_by_role("alert")).to_contain_text(sentence)
    expect(field(ines)).to_have_value(words)
    expect(cards(ines)).to_have_count(0)
    assert written(room) == []


def test_a_film_of_unknown_length_takes_feedback_anywhere(open_as, room):
    film = make.make_recording(room.educator, duration_ms=None)
    ines = open_as(room.educator)
    ines.route("**/master.m3u8", lambda route: route.abort())
    ines.goto(f"/recordings/{film.pk}/")
    field(ines).fill("Somewhere")
    ines.get_by_label("From", exact=True).fill("0:20")
    ines.get_by_label("Until", exact=True).fill("2:00:00")
    expect(handle(ines, "Start")).to_be_hidden()
    ines.get_by_role("button", name="Save feedback").click()
    saved(ines, 1)
    said = film.annotations.get()
    assert (said.start_ms, said.end_ms) == (20_000, 7_200_000)
