"""A coach in the room with a tablet: her clock goes by the wall, and her words stand where it stood."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from media_review import observing
from tests import make
from tests.browser.conftest import LAPTOP, PHONE, TABLET
from tests.browser.observing import offline, press, shows, until_told, write
from tests.browser.test_accessible import AXE, RULES, RUN_AXE


def test_she_starts_in_the_cycle_and_the_clock_is_ready(open_as, cycle):
    cycle.stage = "lesson"
    cycle.save()
    page = open_as(cycle.partnership.coach, TABLET)
    page.goto(f"/cycles/{cycle.pk}/")
    press(page, "Observe live")
    shows(page, "0:00")
    expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
    expect(page.get_by_text("Children say why, in their own words.")).to_be_visible()
    expect(page.get_by_text("Ines and Wren can read.")).to_be_visible()


def test_the_clock_goes_by_the_wall_over_reload_and_sleep(in_the_room):
    page = in_the_room()
    press(page, "Start the clock")
    expect(page.get_by_role("button", name="Pause the clock")).to_be_focused()
    page.clock.fast_forward("01:30")
    shows(page, "1:[345]\\d")
    page.reload()
    shows(page, "1:[345]\\d")
    page.clock.fast_forward("40:00")  # the tablet sleeps
    shows(page, "41:[345]\\d")
    press(page, "Pause the clock")
    page.clock.fast_forward("05:00")
    shows(page, "41:[345]\\d")
    page.reload()
    shows(page, "41:[345]\\d")
    expect(page.get_by_role("button", name=re.compile("^Go on as if it had run: 46:[345]\\d"))).to_be_visible()
    press(page, "Go on")
    page.clock.fast_forward("01:00")
    shows(page, "4[23]:\\d\\d")
    press(page, "Pause the clock")
    page.clock.fast_forward("10:00")
    page.get_by_role("button", name="Go on as if it had run").click()
    shows(page, "5[23]:\\d\\d")


def test_what_was_written_moves_along_when_the_start_is_corrected(in_the_room, observation):
    page = in_the_room()
    press(page, "Start the clock")
    page.clock.fast_forward("00:10")
    write(page, "They wait.")
    page.get_by_text("Correct the start").click()
    press(page, "1 minute earlier")
    shows(page, "1:[123]\\d")
    expect(page.locator(".said-here .moment")).to_have_text(re.compile("1:[0123]\\d"))
    page.get_by_label("or the clock should show").fill("half past")
    press(page, "Set the clock")
    expect(page.get_by_text("Write a time like 1:02")).to_be_visible()
    page.get_by_label("or the clock should show").fill("12:00")
    press(page, "Set the clock")
    shows(page, "12:0\\d")
    write(page, "She asks why.")
    page.reload()
    shows(page, "12:[01]\\d")
    expect(page.locator("#annotations > .unsent")).to_have_count(0)
    until_told(page, observation, 600_000)
    first, second = observation.annotations.order_by("created_at").values_list("start_ms", flat=True)
    assert 700_000 < first < 725_000
    assert 715_000 < second < 740_000


def test_who_reads_along_sees_corrected_times_come_in(open_as, observation, cycle):
    make.make_annotation(observation, cycle.partnership.coach, "They wait.", 5000, shared_at=now())
    wren = open_as(cycle.partnership.coachee, LAPTOP)
    wren.goto(f"/recordings/{observation.pk}/")
    moment = wren.locator("#annotations .moment")
    expect(moment).to_have_text("0:05")
    observing.move_start(observation, 60_000)
    expect(moment).to_have_text("1:05")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "light"), (TABLET, "light"), (LAPTOP, "dark")], ids=["phone", "tablet", "laptop"]
)
def test_every_state_of_the_clock_is_accessible(viewport, scheme, in_the_room):
    page = in_the_room(viewport, color_scheme=scheme)
    page.evaluate(AXE.read_text())
    check(page)
    press(page, "Start the clock")
    write(page, "They wait for each other.")
    check(page)
    offline(page)
    write(page, "Kept.")
    expect(page.get_by_text("Kept on this tablet: 1.")).to_be_visible()
    check(page)
    press(page, "Pause the clock")
    page.get_by_text("Correct the start").click()
    check(page)


def check(page):
    assert page.evaluate(RUN_AXE, RULES) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_by_keys_alone_she_notes_a_range_on_the_clock(in_the_room, observation):
    page = in_the_room(LAPTOP)
    press(page, "Start the clock")
    page.clock.fast_forward("01:00")
    page.keyboard.press("i")
    page.clock.fast_forward("00:20")
    page.keyboard.press("o")
    page.keyboard.press("c")
    page.keyboard.type("Nobody hurries.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saving…")).to_have_count(0)
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_contain_text("Nobody hurries.")
    row = observation.annotations.get()
    assert 58_000 <= row.start_ms < 75_000
    assert 18_000 < row.end_ms - row.start_ms < 30_000
    shows(page, "1:[2345]\\d")  # writing has not stopped the lesson


def test_the_moment_is_when_writing_began_a_little_before(in_the_room, observation):
    page = in_the_room()
    press(page, "Start the clock")
    page.clock.fast_forward("01:00")
    page.get_by_label("Add feedback").press("T")
    page.clock.fast_forward("00:45")
    write(page, "They say why.")
    expect(page.get_by_text("Saving…")).to_have_count(0)
    assert 55_000 <= observation.annotations.get().start_ms < 75_000


def test_a_card_that_is_read_stays_in_the_light_while_the_clock_runs(in_the_room, observation, cycle):
    make.make_annotation(observation, cycle.partnership.coach, "They wait.", 1000)
    page = in_the_room(LAPTOP)
    press(page, "Start the clock")
    page.get_by_role("link", name="0:01").first.click()
    page.clock.fast_forward("00:30")
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    shows(page, "0:[345]\\d")
