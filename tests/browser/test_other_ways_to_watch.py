"""A range again and again, what is marked and nothing else, the parts of a lesson, and what she has seen of a film."""

import re

import pytest
from playwright.sync_api import expect

from media_review.models import Viewing
from tests import make
from tests.browser.conftest import LAPTOP, PHONE, wait_until
from tests.browser.screening import now, places, stands_at, until, write_down
from tests.browser.test_accessible import found_on
from tests.browser.test_main_road import press

WIDTH_OF_SHEET = """async () => {
  const image = new Image();
  image.src = document.querySelector(".preview image").getAttribute("href");
  await image.decode();
  return image.naturalWidth;
}"""
LOOP, MARKED, EVERYTHING = "Loop the range", "Play the marked parts only", "Play everything"


def toggle(page, name):
    return page.get_by_role("button", name=name, exact=True)


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li")


def plays_round(page, start, end):
    """It reaches the end of the range and is back at its start, and nowhere else in between."""
    until(page, "film.currentTime > value", end - 0.7)
    until(page, "film.currentTime < value", start + 0.7)
    assert now(page) >= start - 0.1


def test_she_loops_a_range_she_has_set_and_leaves_it_again(room, open_as):
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    ines.keyboard.press("r")
    expect(ines.get_by_role("status").filter(has_text="There is no range yet")).to_be_visible()
    expect(toggle(ines, LOOP)).to_have_attribute("aria-pressed", "false")
    for key, second in (("i", 5), ("o", 7)):
        ines.evaluate("second => { document.querySelector('video').currentTime = second }", second)
        ines.keyboard.press(key)
    ines.keyboard.press("r")
    expect(toggle(ines, LOOP)).to_have_attribute("aria-pressed", "true")
    expect(ines.get_by_text("Loop 0:05\u20130:07").first).to_be_visible()
    plays_round(ines, 5, 7)
    plays_round(ines, 5, 7)
    ines.keyboard.press("l")  # ten seconds on lead round as well
    until(ines, "film.currentTime < 7.2 && film.currentTime > 4.9")
    press(ines, EVERYTHING)
    expect(toggle(ines, LOOP)).to_have_attribute("aria-pressed", "false")
    expect(toggle(ines, LOOP)).to_be_focused()
    expect(toggle(ines, EVERYTHING)).to_have_count(0)
    until(ines, "film.currentTime > 8")


def test_feedback_over_a_range_is_looped_from_its_card(room, open_as):
    room.say(3)
    room.say(20, 22)
    wren = open_as(room.educator, PHONE)
    wren.goto(room.address)
    expect(cards(wren).first.get_by_role("button", name="Loop", exact=True)).to_have_count(0)
    cards(wren).nth(1).get_by_role("button", name="Loop", exact=True).focus()
    wren.keyboard.press("Enter")
    plays_round(wren, 20, 22)
    cards(wren).first.get_by_role("link", name="0:03").click()
    expect(toggle(wren, LOOP)).to_have_attribute("aria-pressed", "false")
    stands_at(wren, 3)


def test_only_marked_parts_play_and_the_filter_says_which(room, open_as):
    focus = make.criteria_of(room.cycle.edition)[0]
    room.say(10, 11.5, kind="question", criterion=focus)
    room.say(30, 37, kind="celebrate")
    room.say(40, kind="question")
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    ines.get_by_label("Kind of feedback").select_option("question")
    write_down(ines)
    ines.keyboard.press("s")
    expect(toggle(ines, MARKED)).to_have_attribute("aria-pressed", "true")
    expect(ines.get_by_text("Marked parts: 0:08 of 1:00").first).to_be_visible()
    until(ines, "film.currentTime > 38.5")
    assert all(9.9 <= place <= 11.8 or place >= 37.9 for place in places(ines)), places(ines)
    until(ines, "film.paused && film.currentTime > 44.5")
    expect(ines.get_by_role("status").filter(has_text="That was the last marked part.")).to_be_visible()
    ines.get_by_label("Kind of feedback").select_option("celebrate")
    expect(ines.get_by_text("Marked parts: 0:07 of 1:00").first).to_be_visible()
    ines.keyboard.press("k")
    until(ines, "film.currentTime > 29.9 && film.currentTime < 36")
    ines.keyboard.press("s")
    expect(toggle(ines, MARKED)).to_have_attribute("aria-pressed", "false")
    until(ines, "!film.paused && film.currentTime > 37.5")


def test_a_criterion_makes_a_reel(room, open_as):
    focus, other = make.criteria_of(room.cycle.edition)
    room.say(10, 12, criterion=other)
    room.say(30, 31.5, criterion=focus)
    room.say(50, 51.5, criterion=focus)
    wren = open_as(room.educator, PHONE)
    wren.goto(room.address)
    press(wren, "Filter")
    wren.get_by_role("dialog", name="Which feedback?").get_by_label("What we look for").select_option(focus.name)
    press(wren, "Done")
    write_down(wren)
    press(wren, "Play these")
    expect(toggle(wren, MARKED)).to_have_attribute("aria-pressed", "true")
    until(wren, "film.paused && film.currentTime > 51")
    assert all(29.9 <= place <= 31.8 or place >= 49.9 for place in places(wren)[1:]), places(wren)


def test_going_back_within_the_marked_parts_leads_to_the_one_before(room, open_as):
    room.say(10, 20)
    room.say(40, 50)
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    ines.keyboard.press("s")
    until(ines, "film.currentTime > 10.3")
    ines.evaluate("document.querySelector('video').currentTime = 41")
    until(ines, "film.currentTime > 41.2")
    ines.keyboard.press("j")
    until(ines, "film.currentTime < 20 && film.currentTime > 9.9")


def test_without_marks_she_is_told_so_and_the_film_stays(room, open_as):
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    press(ines, MARKED)
    expect(ines.get_by_role("status").filter(has_text="Nothing is marked yet")).to_be_visible()
    expect(toggle(ines, MARKED)).to_have_attribute("aria-pressed", "false")
    assert now(ines) == 0


def test_keys_of_the_ways_sleep_while_she_writes(room, open_as):
    room.say(10, 20)
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    ines.get_by_label("Add feedback").press_sequentially("Stars, rings and parts")
    expect(toggle(ines, MARKED)).to_have_attribute("aria-pressed", "false")
    expect(ines.get_by_label("Add feedback")).to_have_value("Stars, rings and parts")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_parts_of_the_lesson_are_places_to_go_to(viewport, room, open_as):
    wren = open_as(room.educator, viewport)
    wren.goto(room.address)
    parts = wren.get_by_role("navigation", name="Parts of the lesson").get_by_role("link")
    expect(parts).to_have_text([re.compile("^Launch 0:00"), re.compile("^Pair talk 0:27")])
    expect(parts.first).to_have_attribute("aria-current", "true")
    parts.nth(1).click()
    stands_at(wren, 27.2)
    expect(parts.nth(1)).to_have_attribute("aria-current", "true")
    assert wren.url.endswith(room.address), "going to a part loads no page"
    expect(wren.locator(".tick")).to_have_count(1)


def test_a_picture_and_the_part_show_where_the_pointer_is(room, open_as):
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    slider = ines.get_by_label("Position in the film")
    box = slider.bounding_box()
    ines.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    preview = ines.locator(".preview")
    expect(preview).to_be_visible()
    expect(preview).to_contain_text(re.compile(r"^\s*0:4[45] Pair talk"))
    assert ines.evaluate(WIDTH_OF_SHEET) > 100
    ines.mouse.move(5, 5)
    expect(preview).to_be_hidden()


def test_she_sees_what_she_has_watched_now_and_earlier(room, open_as):
    sitting = Viewing.objects.create(recording=room.recording, viewer=room.educator, ranges=[[30_000, 40_000]])
    Viewing.objects.create(recording=room.recording, viewer=room.coach, ranges=[[0, 60_000]])
    wren = open_as(room.educator, LAPTOP)
    wren.goto(room.address)
    seen = wren.get_by_role("img", name=re.compile("^You have"))
    expect(seen).to_have_accessible_name("You have watched 0:10 of 1:00: 0:30\u20130:40.")
    press(wren, "Play")
    until(wren, "film.currentTime > 2.2")
    press(wren, "Pause")
    expect(seen).to_have_accessible_name(re.compile(r"^You have watched 0:1[2-9] of 1:00: 0:00.0:0[2-9], 0:30.0:40\.$"))
    wren.goto("/recordings/")
    wait_until(wren, lambda: len(Viewing.objects.get(pk=sitting.pk).ranges) == 2)  # it is told on leaving
    wren.goto(room.address)
    expect(seen).to_have_accessible_name(re.compile(r": 0:00.0:0\d, 0:30.0:40\.$"))


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_each_way_is_accessible(viewport, scheme, room, open_as):
    room.say(10, 20, kind="celebrate")
    page = open_as(room.coach, viewport, color_scheme=scheme, permissions=["clipboard-write"])
    page.goto(room.address + "?t=10,20")
    expect(toggle(page, LOOP)).to_have_attribute("aria-pressed", "true")
    press(page, "Copy link to this moment")
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    assert found_on(page) == []
    press(page, MARKED)
    until(page, "film.currentTime > 10.2")
    press(page, "Pause")
    assert found_on(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert found_on(page) == []
