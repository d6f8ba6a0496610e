"""The coach writes: with words and without, by keys, by digits and by hand."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.screening import now, until
from tests.browser.writing import (
    cards,
    enter,
    field,
    go,
    held,
    is_playing,
    palette,
    play,
    press,
    saved,
    unsent,
    written,
)


@pytest.fixture
def ines(room, open_as):
    """Her page in the room, its film standing at ten seconds."""
    return enter(room, open_as(room.coach))


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


# --- When the film stops, and where feedback stands ----------------------------------------------


def test_typing_pauses_and_saving_goes_on_only_if_it_was_playing(ines, room):
    play(ines)
    press(ines, "c")
    began = now(ines)
    ines.keyboard.type("You waited.")
    assert not is_playing(ines)
    press(ines, "Enter")
    saved(ines, 1)
    assert is_playing(ines)
    press(ines, "k", "c")
    ines.keyboard.type("And again.")
    press(ines, "Enter")
    saved(ines, 2)
    assert not is_playing(ines)
    first, second = written(room)
    assert first.start_ms == pytest.approx(began * 1000 - 2000, abs=400), "two seconds of lead-in"
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
    press(ines, "1", "2", "Enter")
    saved(ines, 2)
    assert is_playing(ines)
    assert written(room)[1].start_ms == pytest.approx(began * 1000 - 5000, abs=500)


# --- By digits -----------------------------------------------------------------------------------


def test_a_tag_by_digits_needs_no_words_and_leaves_the_film_alone(ines, room):
    _focus, other = make.criteria_of(room.cycle.edition)
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
    press(ines, "1")
    expect(palette(ines)).to_be_visible()
    press(ines, "Escape")
    expect(palette(ines)).to_be_hidden()
    expect(says(ines)).to_have_text("Nothing was chosen.")
    ines.clock.install()
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


def test_words_that_ask_are_a_question_unless_she_says_what_they_are(ines, room):
    field(ines).click()
    ines.keyboard.type("What could you ask?")
    expect(ines.get_by_role("radio", name="question")).to_be_checked()
    press(ines, "Enter")
    ines.keyboard.type("Why? I wonder.")
    expect(ines.get_by_role("radio", name="note")).to_be_checked()
    press(ines, "Enter")
    press(ines, "Escape", "t")
    ines.keyboard.type("What if you counted to five?")
    press(ines, "Enter")
    saved(ines, 3)
    assert [said.kind for said in written(room)] == ["question", "note", "suggestion"]


def test_the_palette_is_buttons_too(ines, room):
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


# --- Kinds, evidence and what she makes of it ----------------------------------------------------


@pytest.mark.parametrize(
    ("key", "kind"),
    [("w", "celebrate"), ("q", "question"), ("t", "suggestion"), ("n", "note"), ("y", "look")],
)
def test_each_kind_has_a_key(key, kind, ines, room):
    play(ines)
    press(ines, key)
    began = now(ines)
    ines.wait_for_timeout(400)
    ines.keyboard.type("Four are waiting.")
    press(ines, "Enter")
    saved(ines, 1)
    (said,) = written(room)
    assert said.kind == kind
    assert said.start_ms == pytest.approx(began * 1000 - 2000, abs=400), "when its key was pressed"


def test_a_stretch_is_left_for_the_educator_without_words(ines, room, open_as):
    press(ines, "i")
    go(ines, 14)
    press(ines, "o", "y", "Enter")
    saved(ines, 1)
    (said,) = written(room)
    assert (said.kind, said.start_ms, said.end_ms, said.body) == ("look", 10_000, 14_000, "")
    ines.get_by_role("button", name=re.compile("^Share feedback")).click()
    expect(cards(ines)).to_contain_text("Ines")
    wren = open_as(room.educator, PHONE)
    wren.goto(room.address)
    expect(cards(wren)).to_contain_text("you look at this one")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_what_she_saw_stands_apart_from_what_she_makes_of_it(viewport, room, open_as):
    ines = open_as(room.coach, viewport)
    ines.goto(room.address)
    field(ines).fill("She counts to five on her fingers.")
    ines.get_by_text("What you make of it, a link").click()
    ines.get_by_label("What do you make of it?").fill("The silence is planned.")
    ines.get_by_label("Link to a resource").fill("example.org/waiting")
    ines.get_by_role("button", name="Save feedback").click()
    saved(ines, 1)
    card = cards(ines).first
    expect(card).to_contain_text("The silence is planned.")
    link = card.get_by_role("link", name="example.org/waiting")
    expect(link).to_have_attribute("href", "https://example.org/waiting")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(ines.get_by_label("What do you make of it?")).to_be_hidden()
    card.locator(".moment").click()
    card.get_by_role("button", name="Edit").click()
    making = card.get_by_label("What do you make of it?")
    expect(making).to_have_value("The silence is planned.")
    making.fill("Her fingers count for her.")
    card.get_by_role("button", name="Save the change").click()
    expect(card).to_contain_text("Her fingers count for her.")


def test_scripts_and_turned_letters_are_only_words(ines, room):
    words = "<img src=x onerror=alert(1)> \u202eturned\u202c </script>"
    ines.on("dialog", lambda dialog: pytest.fail("A script ran."))
    with held(ines):
        field(ines).fill(words)
        press(ines, "Enter")
        expect(unsent(ines).locator(".words")).to_have_text(words)
        assert unsent(ines).locator(".words").evaluate("words => getComputedStyle(words).unicodeBidi") == "isolate"
    saved(ines, 1)
    expect(cards(ines).first.locator(".words")).to_have_text(words)
    assert cards(ines).first.locator(".words").evaluate("words => getComputedStyle(words).unicodeBidi") == "isolate"


# --- Moments and ranges --------------------------------------------------------------------------


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
