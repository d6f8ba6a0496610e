"""The coach writes: with words and without, by keys, by digits and by hand."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.screening import now, until
from tests.browser.writing import (
    cards,
    enter,
    field,
    go,
    is_playing,
    palette,
    play,
    press,
    saved,
    written,
)


def says(page):
    return page.locator("#room-says")


def set_up(page, label, value):
    """Change one of the settings that stand in the list of shortcuts."""
    press(page, "?")
    setting = page.get_by_label(label)
    if isinstance(value, bool):
        setting.set_checked(value)
    else:
        setting.select_option(value)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.wait_for_function("() => !document.activeElement.closest('dialog')")


def without_hurry(page):
    """A digit waits for the next as long as it takes: how long it waits otherwise is a test of its own."""
    page.evaluate("localStorage.setItem('writing', JSON.stringify({ patience: 0 }))")


# --- When the film stops, and where feedback stands ----------------------------------------------


def test_typing_pauses_and_saving_goes_on_only_if_it_was_playing(ines, room):
    play(ines)
    press(ines, "c")
    began = now(ines)
    ines.keyboard.type("You waited.")
    assert not is_playing(ines)
    stopped = now(ines)
    press(ines, "Enter")
    saved(ines, 1)
    assert is_playing(ines)
    press(ines, "k", "c")
    ines.keyboard.type("And again.")
    press(ines, "Enter")
    saved(ines, 2)
    assert not is_playing(ines)
    first, second = written(room)
    assert began - 0.1 <= first.start_ms / 1000 + 2 <= stopped + 0.1, "two seconds of lead-in"
    assert second.start_ms == pytest.approx(now(ines) * 1000, abs=50), "and none while the film stands"


def test_the_time_is_that_of_the_first_key_wherever_the_film_goes_meanwhile(ines, room):
    field(ines).focus()
    ines.keyboard.type("He")
    go(ines, 20)
    ines.keyboard.type(" waits.")
    press(ines, "Enter")
    saved(ines, 1)
    assert written(room)[0].start_ms == 10_000


def test_giving_up_goes_on_too_and_leaves_nothing(ines, room):
    play(ines)
    press(ines, "c")
    ines.keyboard.type("Hm")
    press(ines, "Escape")
    assert is_playing(ines)
    expect(field(ines)).to_have_value("")
    expect(field(ines)).not_to_be_focused()
    ines.reload()
    expect(field(ines)).to_have_value("")
    assert written(room) == []


def test_pausing_is_switched_for_words_and_for_tags_apart(ines, room):
    without_hurry(ines)
    set_up(ines, "Pause the film when I write words", False)
    set_up(ines, "Pause the film when I choose by digits", True)
    set_up(ines, re.compile("^Where feedback begins"), "5")
    ines.reload()
    enter(room, ines, 20)
    play(ines)
    press(ines, "c")
    ines.keyboard.type("You waited.")
    assert is_playing(ines)
    press(ines, "Enter")
    began = now(ines)
    press(ines, "2")
    assert not is_playing(ines)
    stopped = now(ines)
    press(ines, "1", "2", "Enter")
    saved(ines, 2)
    assert is_playing(ines)
    assert began - 0.1 <= written(room)[1].start_ms / 1000 + 5 <= stopped + 0.1


# --- By digits -----------------------------------------------------------------------------------


def test_a_tag_by_digits_needs_no_words_and_leaves_the_film_alone(ines, room):
    _focus, other = make.criteria_of(room.cycle.edition)
    without_hurry(ines)
    play(ines)
    press(ines, "2")
    expect(palette(ines).get_by_role("button")).to_have_text(["1 Open questions"])
    expect(says(ines)).to_have_text("Conversation 1 Open questions.")
    press(ines, "1")
    expect(palette(ines).get_by_role("button")).to_have_text(["1 Beginning", "2 Growing", "3 Strong"])
    expect(says(ines)).to_have_text("Open questions: which level? Enter: none. 1 Beginning, 2 Growing, 3 Strong.")
    press(ines, "3")
    expect(palette(ines)).to_be_hidden()
    expect(says(ines)).to_have_text("Open questions · 3 Strong. Enter saves it without words.")
    expect(field(ines)).to_be_focused()
    assert is_playing(ines)
    press(ines, "Enter")
    expect(cards(ines)).to_contain_text("Open questions · 3 Strong")
    saved(ines, 1)
    assert is_playing(ines)
    (tag,) = written(room)
    assert (tag.criterion, tag.level.number, tag.body) == (other, 3, "")


def test_one_tag_follows_the_other_and_may_have_words(ines, room):
    focus, _other = make.criteria_of(room.cycle.edition)
    without_hurry(ines)
    press(ines, "1")
    expect(palette(ines)).to_contain_text("Waits for an answer, our focus: which level?")
    press(ines, "2")
    ines.keyboard.type("He waits.")
    press(ines, "Enter")
    saved(ines, 1)
    press(ines, "1", "Enter")  # no level
    expect(field(ines)).to_be_focused()
    press(ines, "Enter")
    saved(ines, 2)
    first, second = written(room)
    assert (first.criterion, first.level.number, first.body) == (focus, 2, "He waits.")
    assert (second.criterion, second.level) == (focus, None)


def test_a_digit_waits_three_seconds_or_as_long_as_she_wishes_and_escape_leaves(ines, room):
    ines.clock.install()
    ines.clock.pause_at(datetime.fromtimestamp(ines.evaluate("Date.now()") / 1000) + timedelta(seconds=5))
    press(ines, "1")
    expect(palette(ines)).to_be_visible()
    press(ines, "Escape")
    expect(palette(ines)).to_be_hidden()
    expect(says(ines)).to_have_text("Nothing was chosen.")
    press(ines, "1")
    ines.clock.run_for(2900)
    expect(palette(ines)).to_be_visible()
    ines.clock.run_for(200)
    expect(palette(ines)).to_be_hidden()
    set_up(ines, "How long a digit waits for the next", "0")
    press(ines, "1")
    ines.clock.run_for(60_000)
    expect(palette(ines)).to_be_visible()
    press(ines, "9")
    expect(palette(ines)).to_be_visible()
    press(ines, "Escape")
    press(ines, "c")
    ines.keyboard.type("At 1 and 2, not 3")
    expect(palette(ines)).to_be_hidden()
    expect(field(ines)).to_have_value("At 1 and 2, not 3")


def test_the_empty_field_is_still_the_room(ines, room):
    """Whoever writes one remark after the other need not leave it to play, to seek and to tag."""
    without_hurry(ines)
    field(ines).click()
    press(ines, "ArrowRight")
    assert now(ines) == pytest.approx(15, abs=0.1)
    press(ines, " ")
    until(ines, "!film.paused")
    press(ines, " ")
    press(ines, "1", "3", "Enter")
    saved(ines, 1)
    expect(field(ines)).to_be_focused()
    ines.keyboard.type("2 children wait.")
    expect(palette(ines)).to_be_hidden()
    expect(field(ines)).to_have_value("2 children wait.")
    press(ines, "ArrowLeft", "Enter")
    saved(ines, 2)
    assert [(said.body, said.level and said.level.number) for said in written(room)] == [
        ("", 3),
        ("2 children wait.", None),
    ]


def test_the_palette_is_buttons_too(ines, room):
    without_hurry(ines)
    press(ines, "2")
    palette(ines).get_by_role("button", name="Open questions").click()
    palette(ines).get_by_role("button", name="Growing").click()
    press(ines, "Enter")
    saved(ines, 1)
    assert written(room)[0].level.number == 2


def test_whoever_speaks_to_her_browser_switches_single_keys_off(ines, room):
    set_up(ines, "Single keys do something on this page", False)
    press(ines, "1", "q", "c", "k")
    expect(palette(ines)).to_be_hidden()
    expect(field(ines)).not_to_be_focused()
    assert not is_playing(ines)
